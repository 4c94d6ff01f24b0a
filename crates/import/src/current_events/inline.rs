//! The inside of a bullet: from wikitext to pieces.
//!
//! A bullet passes through a few scans, each from left to right and linear:
//! references decoded, templates expanded, `<ref>` taken out, tags and quote
//! marks off; what is left is text, `[[links]]` and `[addresses]`.

use super::aside::{Aside, Asides};
use super::charrefs::{self, MARK, MARK_END};
use super::notes::{Notes, quote};
use super::{address, citation, template};
use annals_model::{EntityKey, tidy};
use std::collections::HashMap;

/// A stretch of a bullet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text; references to punctuation not yet decoded.
    Text(String),
    /// A link within the encyclopedia.
    Link {
        /// What people read, decoded and tidy; never empty.
        label: String,
        /// The page; `None` where the target is no page with a subject.
        target: Option<EntityKey>,
    },
    /// A link to a page elsewhere.
    Outside {
        /// Its label, decoded and tidy; may be empty.
        label: String,
        /// The address, where it is http or https.
        url: Option<String>,
    },
    /// What was taken out of the text.
    Aside(Aside),
}

/// Namespaces whose pages are no subject of news: the label stays, the link goes.
const NOT_SUBJECTS: &[&str] = &[
    "file",
    "image",
    "media",
    "category",
    "special",
    "user",
    "user talk",
    "template",
    "help",
    "talk",
];

/// Namespaces of pictures: such a link without a leading colon shows one.
const PICTURES: &[&str] = &["file", "image", "media"];

/// Prefixes of a target that are not part of what people read: `[[w:Syria]]`.
const PROJECTS: &[&str] = &["w", "wikipedia", "wikt", "wiktionary", "s", "n", "commons", "d"];

/// Splits a bullet's wikitext into pieces.
pub(super) fn pieces(
    raw: &str,
    lang: &str,
    shared: &mut citation::Shared,
    notes: &mut Notes,
) -> Vec<Piece> {
    let mut asides = Asides::default();
    let text = charrefs::prepare(raw);
    let text = template::expand(&text, &mut asides, notes);
    let text = citation::take_references(&text, &mut asides, shared, notes);
    let text = without_quotes(&without_tags(&text));
    Scan { text: &text, lang, links: Pairs::of(&text), asides: &asides, out: Vec::new() }.run(notes)
}

/// The text of a short piece of wikitext: a label, a heading, a name.
pub(super) fn plain(raw: &str) -> String {
    let text = without_quotes(&without_tags(raw));
    let mut out = String::with_capacity(text.len());
    let mut link_start = None;
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['[', ']', '|', MARK]) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("[[") {
            link_start = Some(out.len());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("]]") {
            link_start = None;
            rest = after;
        } else if let (Some(from), Some(after)) = (link_start, rest.strip_prefix('|')) {
            out.truncate(from);
            rest = after;
        } else if rest.starts_with(MARK) {
            rest = rest.split_once(MARK_END).map_or("", |(_, after)| after);
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    tidy(&charrefs::decode(&out))
}

/// Takes HTML tags and behaviour switches (`__NOTOC__`) off. Line breaks and
/// blocks leave a space.
fn without_tags(text: &str) -> String {
    const SPACED: &[&str] = &["br", "p", "div", "li", "ul", "ol", "tr", "td", "hr", "blockquote"];
    // A tag with its attributes is shorter than this; the bound keeps the scan linear.
    const LONGEST: usize = 400;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '_']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("__") {
            let inner = rest[2..].bytes().take_while(u8::is_ascii_uppercase).count();
            if inner > 2 && rest[2 + inner..].starts_with("__") {
                rest = &rest[inner + 4..];
            } else {
                out.push_str("__");
                rest = &rest[2..];
            }
            continue;
        }
        let body = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let name = body.bytes().take(20).take_while(u8::is_ascii_alphanumeric).count();
        let named = body.starts_with(|c: char| c.is_ascii_alphabetic())
            && body[name..].starts_with([' ', '>', '/']);
        let end = rest.bytes().skip(1).take(LONGEST).position(|b| b == b'>' || b == b'<');
        match end.map(|end| end + 1) {
            Some(end) if named && rest.as_bytes()[end] == b'>' => {
                if SPACED.iter().any(|s| s.eq_ignore_ascii_case(&body[..name])) {
                    out.push(' ');
                }
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Takes the quote marks of italic and bold off. Of an odd number of both, one
/// bold mark is an apostrophe before an italic one, as MediaWiki reads it: `l'''Humanité''`.
fn without_quotes(text: &str) -> String {
    if !text.contains("''") {
        return text.to_owned();
    }
    let (mut bold, mut italic) = (0_usize, 0_usize);
    for run in text.split(|c| c != '\'').map(str::len) {
        bold += usize::from(run == 3 || run >= 4);
        italic += usize::from(run == 2 || run >= 5);
    }
    let mut spare = bold % 2 == 1 && italic % 2 == 1;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("''") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let run = rest.bytes().take_while(|b| *b == b'\'').count();
        let literal = match run {
            2 | 5 => 0,
            3 if spare && out.ends_with(char::is_alphabetic) => {
                spare = false;
                1
            }
            3 => 0,
            4 => 1,
            more => more - 5,
        };
        out.push_str(&"'".repeat(literal));
        rest = &rest[run..];
    }
    out.push_str(rest);
    out
}

/// Which `[[` belongs to which `]]`.
#[derive(Debug, Default)]
struct Pairs(HashMap<usize, Pair>);

#[derive(Debug, Clone, Copy)]
struct Pair {
    /// Where the `]]` stands.
    close: usize,
    /// Whether other links stand inside.
    nested: bool,
}

impl Pairs {
    fn of(text: &str) -> Pairs {
        let bytes = text.as_bytes();
        let mut pairs = Pairs::default();
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut at = 0;
        while at + 1 < bytes.len() {
            match &bytes[at..at + 2] {
                // `[[[` is a bracket before a link; `[[http` is no link.
                b"[[" if bytes.get(at + 2) == Some(&b'[') => at += 1,
                b"[[" if address::begins_web(text[at + 2..].trim_start_matches(' ')) => at += 2,
                b"[[" => {
                    open.push((at, false));
                    at += 2;
                }
                b"]]" => {
                    if let Some((from, nested)) = open.pop() {
                        pairs.0.insert(from, Pair { close: at, nested });
                        if let Some(outer) = open.last_mut() {
                            outer.1 = true;
                        }
                        at += 2;
                    } else {
                        at += 1;
                    }
                }
                _ => at += 1,
            }
        }
        pairs
    }
}

struct Scan<'a> {
    text: &'a str,
    lang: &'a str,
    links: Pairs,
    asides: &'a Asides,
    out: Vec<Piece>,
}

impl Scan<'_> {
    fn run(mut self, notes: &mut Notes) -> Vec<Piece> {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let plain = rest.find(['[', ']', 'h', 'H', MARK]).unwrap_or(rest.len());
            self.push_text(&rest[..plain]);
            at += plain;
            let rest = &self.text[at..];
            at = match rest.chars().next() {
                None => break,
                Some('[') => self.bracket(at, notes),
                Some(']') if rest.starts_with("]]") => at + 2,
                Some(MARK) => self.aside(at),
                Some('h' | 'H') if is_bare_address(rest) => self.bare_address(at, notes),
                Some(other) => {
                    let end = at + other.len_utf8();
                    self.push_text(&self.text[at..end]);
                    end
                }
            };
        }
        self.out
    }

    fn push_text(&mut self, text: &str) {
        match self.out.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.out.push(Piece::Text(text.to_owned())),
        }
    }

    fn push_asides_in(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(MARK) {
            rest = &rest[at..];
            let Some((aside, length)) = self.asides.at_start_of(rest) else { break };
            self.out.push(Piece::Aside(aside.clone()));
            rest = &rest[length..];
        }
    }

    fn aside(&mut self, at: usize) -> usize {
        match self.asides.at_start_of(&self.text[at..]) {
            Some((aside, length)) => {
                self.out.push(Piece::Aside(aside.clone()));
                at + length
            }
            None => at + MARK.len_utf8(),
        }
    }

    fn bare_address(&mut self, at: usize, notes: &mut Notes) -> usize {
        let url = address::bare(&self.text[at..]);
        match address::of(url) {
            Some(found) => {
                self.outside(found, "", notes);
                at + url.len()
            }
            None => {
                self.push_text(&self.text[at..at + 1]);
                at + 1
            }
        }
    }

    /// Whatever begins with a bracket; returns where to go on.
    fn bracket(&mut self, at: usize, notes: &mut Notes) -> usize {
        if let Some(pair) = self.links.0.get(&at).copied() {
            return self.link(at, pair, notes);
        }
        let links = &self.links.0;
        let found = address::bracketed(self.text, at, |i| links.get(&i).map(|p| p.close + 2));
        if let Some(found) = found {
            if let Some(what) = found.malformed {
                let problem = format_args!("{what}: {}", quote(&self.text[at..]));
                notes.add("malformed-source", problem, "kept what there is as a source");
            }
            self.outside(found.address, &found.label, notes);
            return found.end;
        }
        let rest = &self.text[at..];
        if rest.starts_with("[[[") {
            return at + 1;
        }
        if let Some(inside) = rest.strip_prefix("[[") {
            return self.unclosed_link(at, inside, notes);
        }
        self.push_text("[");
        at + 1
    }

    /// `[[Russia] says`: one bracket is missing; or all of them are.
    fn unclosed_link(&mut self, at: usize, inside: &str, notes: &mut Notes) -> usize {
        // A target with its label is shorter than this; the bound keeps the scan linear.
        const LONGEST: usize = 200;
        let problem =
            format_args!("a link without its closing brackets: {}", quote(&self.text[at..]));
        let end = inside.bytes().take(LONGEST).position(|b| matches!(b, b'[' | b']'));
        match end.filter(|end| *end > 0 && inside.as_bytes()[*end] == b']') {
            Some(end) => {
                notes.add("malformed-link", problem, "read it as a link");
                self.push_link(&inside[..end], "");
                at + 2 + end + 1
            }
            None => {
                notes.add("malformed-link", problem, "took the brackets off and kept the text");
                at + 2
            }
        }
    }

    fn link(&mut self, at: usize, pair: Pair, notes: &mut Notes) -> usize {
        let inside = &self.text[at + 2..pair.close];
        let end = pair.close + 2;
        let namespace = inside.split_once(':').map(|(before, _)| tidy(before).to_lowercase());
        if let Some(namespace) = namespace {
            if PICTURES.contains(&namespace.as_str()) {
                notes.add("picture", quote(&self.text[at..end]), "left it out of the text");
                self.push_asides_in(inside);
                return end;
            }
            if namespace == "category" {
                return end;
            }
        }
        if pair.nested {
            // Only pictures may hold links: the outer brackets go, the inner links stay.
            let problem = format_args!("a link around a link: {}", quote(&self.text[at..end]));
            notes.add("malformed-link", problem, "kept the inner link");
            let inner = inside.find("[[").unwrap_or(inside.len());
            let label = inside[..inner].rfind('|').map_or(0, |bar| bar + 1);
            return at + 2 + label;
        }
        let rest = &self.text[end..];
        let trail: usize = rest.chars().take_while(|c| c.is_lowercase()).map(char::len_utf8).sum();
        // A bare address may follow without a space: "[[seven]]http://…".
        let trail = if is_bare_address(rest) || inside.ends_with(' ') { 0 } else { trail };
        self.push_link(inside, &rest[..trail]);
        if inside.ends_with(' ') && rest.starts_with(char::is_alphanumeric) {
            self.push_text(" ");
        }
        self.push_asides_in(inside);
        end + trail
    }

    fn push_link(&mut self, inside: &str, trail: &str) {
        let (target, label) = match inside.split_once('|') {
            Some((target, label)) => (target, Some(label)),
            None => (inside, None),
        };
        let target = plain(target);
        let label = match label.map(plain) {
            None => shown_title(&target),
            Some(label) if label.is_empty() => pipe_trick(&shown_title(&target)),
            Some(label) => label,
        };
        let label = tidy(&format!("{label}{trail}"));
        let namespace = target.trim_start_matches(':').split_once(':');
        let subject =
            !namespace.is_some_and(|(n, _)| NOT_SUBJECTS.contains(&n.to_lowercase().trim()));
        let target = if subject { EntityKey::new(self.lang, &target) } else { None };
        // The label's own spaces stand outside of the link: `the[[ war]]`.
        if inside.starts_with(' ') || inside.contains("| ") {
            self.push_text(" ");
        }
        if label.is_empty() {
            return;
        }
        self.out.push(Piece::Link { label, target });
    }

    fn outside(&mut self, found: address::Address, label: &str, notes: &mut Notes) {
        let url = match found {
            address::Address::Good(url) | address::Address::Repaired(url) => Some(url),
            address::Address::Refused(url) => {
                let problem = format_args!("an address that is not http or https: {}", quote(&url));
                notes.add("refused-address", problem, "kept the source's name without it");
                None
            }
        };
        self.out.push(Piece::Outside { label: plain(label), url });
        self.push_asides_in(label);
    }
}

fn is_bare_address(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|s| text.get(..s.len()).is_some_and(|t| t.eq_ignore_ascii_case(s)))
}

/// What people read of a link without a label: no leading colon, no project, no section.
fn shown_title(target: &str) -> String {
    let target = target.trim_start_matches(':').replace('_', " ");
    let target = match target.split_once(':') {
        Some((prefix, rest)) if PROJECTS.iter().any(|p| p.eq_ignore_ascii_case(prefix)) => rest,
        _ => &target,
    };
    match target.split_once('#') {
        Some(("", section)) => section.to_owned(),
        Some((title, _)) => title.trim().to_owned(),
        None => target.trim().to_owned(),
    }
}

/// `[[Boston (band)|]]` shows "Boston", `[[Paris, Texas|]]` "Paris".
fn pipe_trick(title: &str) -> String {
    let title = title.split_once(':').map_or(title, |(_, rest)| rest);
    let cut = title.find(" (").or_else(|| title.find(", ")).unwrap_or(title.len());
    title[..cut].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quote_marks_go_and_apostrophes_stay() {
        assert_eq!(without_quotes("''The Times''"), "The Times");
        assert_eq!(without_quotes("'''''x''' y''"), "x y");
        assert_eq!(without_quotes("L'''Humanité'' says"), "L'Humanité says");
        assert_eq!(without_quotes("Iraq's 'no'"), "Iraq's 'no'");
    }

    #[test]
    fn labels_are_plain() {
        assert_eq!(plain("(''[[The Times|Times]]'' of <b>London</b>)"), "(Times of London)");
        assert_eq!(plain("a &lt; b [c] __NOTOC__|d"), "a < b [c] |d");
    }
}
