//! A bullet's pieces put together: the statement with its links, and the
//! sources that stood in and behind it.

use super::aside::Aside;
use super::inline::Piece;
use super::notes::{Notes, quote};
use super::{charrefs, publisher};
use annals_model::{Link, Source, Text, tidy};

/// What a bullet says and who reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// The text, tidy, with its links; empty where the bullet holds only sources.
    pub(super) text: Text,
    /// The sources in order.
    pub(super) sources: Vec<Source>,
    /// Names of references whose sources stand elsewhere on the page.
    pub(super) named: Vec<String>,
}

/// One event has no more sources than this: the portal's longest list has a dozen.
pub(super) const MAX_SOURCES: usize = 200;

/// What may stand between and behind the sources at the end of a bullet.
const SEPARATORS: &[char] =
    &[' ', ',', ';', '.', '|', '/', '&', '•', '·', '-', '–', '—', '(', ')', ':', '[', ']', '+'];

/// Words that may stand there as well.
const SEPARATING_WORDS: &[&str] = &["and", "via", "also", "see", "source", "sources", "in", "from"];

/// Puts the pieces together.
pub(super) fn assemble(pieces: &[Piece], notes: &mut Notes) -> Statement {
    let tail = tail_of(pieces);
    let mut build = Builder::default();
    let mut eat_parenthesis = false;
    let mut ends_with_stop = false;
    for (at, piece) in pieces.iter().enumerate() {
        let in_tail = at >= tail;
        match piece {
            Piece::Text(text) => {
                let text = charrefs::decode(text);
                let mut text = text.as_ref();
                if std::mem::take(&mut eat_parenthesis) {
                    text = text.trim_start().strip_prefix(')').unwrap_or(text);
                }
                if in_tail {
                    ends_with_stop |= text.contains('.');
                    build.via |= text.trim() == "via";
                } else {
                    build.push_text(text);
                }
            }
            Piece::Link { label, target } => match target {
                Some(target) => build.push_link(label, target.clone()),
                None => build.push_text(label),
            },
            Piece::Aside(Aside::Source(source)) => build.push_source(source.clone(), notes),
            Piece::Aside(Aside::Named(name)) => {
                build.seam = true;
                if build.named.len() < MAX_SOURCES {
                    build.named.push(name.clone());
                }
            }
            Piece::Outside { label, url } => {
                if build.is_source(label, url.as_deref(), in_tail) {
                    let mut source = publisher::source(label, url.clone());
                    let next = pieces.get(at + 1);
                    if source.name.is_empty()
                        && let Some(name) = build.name_before(next)
                    {
                        notes.add("malformed-source", quote(&name), "read it as its source's name");
                        source = publisher::source(&name, url.clone());
                        eat_parenthesis = true;
                    }
                    if source.name.is_empty() && source.url.is_none() {
                        notes.add(
                            "malformed-source",
                            "a source without name and address",
                            "left out",
                        );
                        build.seam = true;
                    } else {
                        build.push_source(source, notes);
                    }
                } else {
                    build.push_words_with_source(label, url.clone(), notes);
                }
            }
        }
    }
    build.finish(ends_with_stop, notes)
}

/// The first piece from which on there are only sources and what separates them.
fn tail_of(pieces: &[Piece]) -> usize {
    let ends = |piece: &Piece| match piece {
        Piece::Text(text) => {
            text.split(SEPARATORS).all(|word| word.is_empty() || SEPARATING_WORDS.contains(&word))
        }
        Piece::Link { .. } => false,
        Piece::Outside { .. } | Piece::Aside(_) => true,
    };
    let mut tail = pieces.len() - pieces.iter().rev().take_while(|p| ends(p)).count();
    // The tail begins with a source: what stands before the first is the sentence's.
    while matches!(pieces.get(tail), Some(Piece::Text(_))) {
        tail += 1;
    }
    tail
}

#[derive(Debug, Default)]
struct Builder {
    out: String,
    links: Vec<Link>,
    sources: Vec<Source>,
    named: Vec<String>,
    /// A source was taken out where the text ends just now.
    seam: bool,
    /// The text before the next source is "via".
    via: bool,
    too_many: usize,
}

impl Builder {
    fn push_text(&mut self, text: &str) {
        let mut text = text;
        while self.seam {
            text = text.trim_start();
            if text.is_empty() {
                return;
            }
            match self.empty_parentheses(text) {
                Some(after) => text = after,
                None => {
                    self.seam = false;
                    text = self.close_seam(text);
                }
            }
        }
        self.push_spaced(text);
    }

    /// Appends text so that there is never more than one space, and none at the start.
    fn push_spaced(&mut self, text: &str) {
        let text =
            if self.out.is_empty() || self.out.ends_with(' ') { text.trim_start() } else { text };
        self.out.push_str(text);
    }

    /// Takes away parentheses in which only sources stood; returns what follows them.
    fn empty_parentheses<'a>(&mut self, next: &'a str) -> Option<&'a str> {
        let after = next.strip_prefix(')')?;
        let before = self.out.trim_end_matches([',', ';', ' ']).strip_suffix('(')?;
        let kept = before.trim_end().len();
        self.cut(kept);
        Some(after)
    }

    /// Joins what stood before a source with what stands behind it.
    fn close_seam<'a>(&mut self, next: &'a str) -> &'a str {
        let kept = self.out.trim_end().len();
        if matches!(next.trim_end(), "\"" | "”" | "'" | "’") {
            self.cut(kept);
            return next;
        }
        if next.starts_with(['.', ',', ';', ':', '!', '?', ')']) {
            self.cut(kept);
            let doubled = self.out.ends_with(['.', '!', '?', '(', ',', ';'])
                && next.starts_with(['.', ',', ';']);
            let next = if doubled { next[1..].trim_start() } else { next };
            if doubled && !next.is_empty() && !self.out.ends_with('(') {
                self.out.push(' ');
            }
            return next;
        }
        self.cut(kept);
        if !self.out.is_empty() && !self.out.ends_with(['(', '"', '“', '/']) {
            self.out.push(' ');
        }
        next
    }

    fn push_link(&mut self, label: &str, target: annals_model::EntityKey) {
        if std::mem::take(&mut self.seam) && !self.out.is_empty() {
            let kept = self.out.trim_end().len();
            self.cut(kept);
            self.out.push(' ');
        }
        let start = self.out.len();
        self.out.push_str(label);
        self.links.push(Link { start, end: self.out.len(), target });
    }

    fn push_source(&mut self, source: Source, notes: &mut Notes) {
        self.seam = true;
        if source.name.is_empty() && source.url.is_none() {
            return;
        }
        if std::mem::take(&mut self.via)
            && let Some(last) = self.sources.last_mut()
            && last.via.is_none()
            && !source.name.is_empty()
        {
            last.via = Some(source.name.clone());
        }
        if source.url.is_none() && !source.name.is_empty() {
            let problem = format_args!("a source without address: {}", quote(&source.name));
            notes.add("source-without-address", problem, "kept its name");
        }
        if self.sources.len() >= MAX_SOURCES {
            self.too_many += 1;
        } else if !self.sources.contains(&source) {
            self.sources.push(source);
        }
    }

    /// A link elsewhere whose label is part of the sentence.
    fn push_words_with_source(&mut self, label: &str, url: Option<String>, notes: &mut Notes) {
        self.push_text(label);
        if let Some(url) = url {
            let problem =
                format_args!("a link elsewhere on words of the sentence: {}", quote(label));
            notes.add("linked-words", problem, "kept the words, and the address as a source");
            let seam = self.seam;
            self.push_source(Source { url: Some(url), ..Source::default() }, notes);
            self.seam = seam;
        }
    }

    /// Whether an external link is a source's name and not words of the sentence.
    fn is_source(&self, label: &str, url: Option<&str>, in_tail: bool) -> bool {
        let before = self.out.trim_end();
        if label.is_empty()
            || label.starts_with('(')
            || (label.ends_with(')') && !label.contains('('))
        {
            return true;
        }
        if before.is_empty() && self.sources.is_empty() {
            // "* [http://… The whole headline]": there is no other text.
            return false;
        }
        let after_sentence = ends_sentence(before) || self.seam;
        if in_tail && (after_sentence || before.ends_with('(')) {
            return label.split_whitespace().count() <= 8 || publisher::is_publisher(label, url);
        }
        (after_sentence || in_tail || before.ends_with('(')) && publisher::is_publisher(label, url)
    }

    /// `(Reuters [http://…])`: the name stands before the address, inside the parentheses.
    fn name_before(&mut self, next: Option<&Piece>) -> Option<String> {
        const LONGEST: usize = 80;
        let closes = match next {
            Some(Piece::Text(text)) => text.trim_start().starts_with(')'),
            _ => false,
        };
        let open = self.out.rfind('(').filter(|o| closes && self.out.len() - o <= LONGEST)?;
        let name = self.out[open + 1..].trim().trim_end_matches([':', ',', '-', ' ']).to_owned();
        if name.is_empty() || name.contains(')') {
            return None;
        }
        self.cut(open);
        self.seam = true;
        Some(name)
    }

    /// Cuts the text, and the links that reach beyond.
    fn cut(&mut self, length: usize) {
        self.out.truncate(length);
        while self.links.last().is_some_and(|link| link.end > length) {
            self.links.pop();
        }
    }

    fn finish(mut self, ends_with_stop: bool, notes: &mut Notes) -> Statement {
        if self.too_many > 0 {
            let problem = format_args!("more than {MAX_SOURCES} sources on one bullet");
            notes.add("too-many-sources", problem, "left the last ones out");
        }
        let cut_behind_source = self.seam;
        self.trim_end(cut_behind_source);
        self.take_plain_names(notes);
        if ends_with_stop && !self.out.is_empty() && !ends_sentence(&self.out) && cut_behind_source
        {
            self.out.push('.');
        }
        // A last look: what the pieces could not see, such as an accent whose
        // letter stands in another piece.
        let mut text = Text::linked(self.out, self.links);
        let clean = tidy(&tidy(&text.text));
        if clean != text.text {
            text = match text.links.len() {
                // Carrying is quadratic at worst.
                0..=64 => text.carry_links(&clean),
                _ => Text::plain(clean),
            };
        }
        Statement { text, sources: self.sources, named: self.named }
    }

    fn trim_end(&mut self, behind_source: bool) {
        let kept = if behind_source {
            self.out.trim_end_matches([' ', ',', ';', '-', '–', '—', '(', '|', '/'])
        } else {
            self.out.trim_end_matches([' ', ','])
        };
        let kept = kept.len();
        self.cut(kept);
    }

    /// "… in Jabalia. (Haaretz)": names in parentheses at the end, without an address.
    fn take_plain_names(&mut self, notes: &mut Notes) {
        const MOST: usize = 10;
        const LONGEST: usize = 80;
        let mut names = Vec::new();
        for _ in 0..MOST {
            let text = self.out.trim_end_matches([' ', ',', ';']);
            let bare = text.strip_suffix('.').unwrap_or(text);
            let Some(inside) = bare.strip_suffix(')') else { break };
            let Some(open) = inside.rfind('(').filter(|o| inside.len() - o <= LONGEST) else {
                break;
            };
            let name = inside[open + 1..].trim();
            let before = self.out[..open].trim_end();
            let behind_sentence = ends_sentence(before) && publisher::may_be(name);
            let known = publisher::are_known(name) && !before.is_empty();
            if !(behind_sentence || known) {
                break;
            }
            names.push(name.to_owned());
            let had_stop = bare.len() < text.len() && !ends_sentence(before);
            let kept = before.len();
            self.cut(kept);
            if had_stop {
                self.out.push('.');
            }
        }
        for list in names.iter().rev() {
            for name in list.split([',', ';']).map(str::trim).filter(|n| !n.is_empty()) {
                self.push_source(publisher::source(name, None), notes);
            }
        }
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”', '…'])
}
