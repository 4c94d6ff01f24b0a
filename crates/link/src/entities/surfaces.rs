//! What the archive knows of each name: what it was linked to, how often it
//! stood unlinked, and when.

use super::fold::{Glyph, fold, written};
use super::tally::Tally;
use super::trie::{LONGEST, NONE, Trie};

/// One name as it is written, with its history.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    /// The name; see [`Glyph::written`].
    pub written: Box<str>,
    /// The day on which it was first known; `i32::MIN` from a table.
    pub since: i32,
    /// Links, by target.
    pub targets: Vec<(u32, Tally)>,
    /// Links where all links are told, of all targets.
    pub linked: Tally,
    /// All links, of all targets.
    pub links: Tally,
    /// Standing without a link, from the day after the first link.
    pub unlinked: Tally,
    /// What the tables say that it means.
    pub table: Option<u32>,
    /// The next surface with the same plain characters.
    next: u32,
}

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// First glyph.
    pub from: u32,
    /// One past the last glyph.
    pub to: u32,
    /// Which name.
    pub surface: u32,
    /// Whether it is written in the same way.
    pub exact: bool,
}

/// All names, by language.
#[derive(Debug, Clone, Default)]
pub(super) struct Surfaces {
    trie: Trie,
    all: Vec<Surface>,
}

/// The language that names are kept under: `zh` for `zh-Hant`.
pub(super) fn primary(lang: &str) -> String {
    lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

impl Surfaces {
    pub(super) fn get(&self, id: u32) -> &Surface {
        &self.all[id as usize]
    }

    pub(super) fn get_mut(&mut self, id: u32) -> &mut Surface {
        &mut self.all[id as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The surface of these glyphs, made where it is new.
    pub(super) fn learn(&mut self, lang: &str, glyphs: &[Glyph], day: i32) -> Option<u32> {
        if glyphs.is_empty() || glyphs.len() > LONGEST {
            return None;
        }
        let node = self.trie.insert(lang, glyphs);
        let form = written(glyphs);
        let mut last = NONE;
        let mut at = self.trie.surface(node);
        while at != NONE {
            let surface = &mut self.all[at as usize];
            if *surface.written == *form {
                surface.since = surface.since.min(day);
                return Some(at);
            }
            last = at;
            at = surface.next;
        }
        let id = u32::try_from(self.all.len()).ok().filter(|id| *id != NONE)?;
        self.all.push(Surface {
            written: form.into_boxed_str(),
            since: day,
            targets: Vec::new(),
            linked: Tally::default(),
            links: Tally::default(),
            unlinked: Tally::default(),
            table: None,
            next: NONE,
        });
        if last == NONE {
            self.trie.set_surface(node, id);
        } else {
            self.all[last as usize].next = id;
        }
        Some(id)
    }

    /// Adds a form of the tables.
    pub(super) fn tabled(&mut self, lang: &str, form: &str, target: u32) {
        if let Some(id) = self.learn(lang, &fold(form), i32::MIN) {
            self.get_mut(id).table.get_or_insert(target);
        }
    }

    /// The names known before `day` that stand in the text, by where they begin
    /// and then by length. Every one lies between the edges of words.
    pub(super) fn find(&self, lang: &str, text: &[Glyph], day: i32) -> Vec<Occurrence> {
        let mut out = Vec::new();
        let Some(root) = self.trie.root(lang) else { return out };
        for from in 0..text.len() {
            if !edge(text, from) {
                continue;
            }
            let mut node = root;
            for (to, glyph) in text.iter().enumerate().skip(from).take(LONGEST) {
                let Some(next) = self.trie.step(node, glyph.plain) else { break };
                node = next;
                let first = self.trie.surface(node);
                if first == NONE || !edge(text, to + 1) {
                    continue;
                }
                let form = &text[from..=to];
                if let Some((surface, exact)) = self.variant(first, text, form, from, day) {
                    let (from, to) = (from as u32, to as u32 + 1);
                    out.push(Occurrence { from, to, surface, exact });
                }
            }
        }
        out
    }

    /// Of the surfaces that differ only in case and accents, the one that is meant.
    fn variant(
        &self,
        first: u32,
        text: &[Glyph],
        form: &[Glyph],
        from: usize,
        day: i32,
    ) -> Option<(u32, bool)> {
        let mut best: Option<(f64, u32)> = None;
        let mut at = first;
        while at != NONE {
            let surface = &self.all[at as usize];
            if surface.since < day {
                if surface.written.chars().eq(form.iter().map(|g| g.written)) {
                    return Some((at, true));
                }
                if may_stand_for(&surface.written, form, sentence_begins(text, from)) {
                    let weight = surface.links.before(day);
                    if best.is_none_or(|(most, _)| weight > most) {
                        best = Some((weight, at));
                    }
                }
            }
            at = surface.next;
        }
        best.map(|(_, id)| (id, false))
    }
}

/// Letters of a name that is read only with its own case: "WHO" is not "who",
/// "US" not "us", "IT" not "It".
const INITIALS: usize = 5;

/// Whether a name learned in one case and with its accents may be meant by another.
fn may_stand_for(known: &str, form: &[Glyph], sentence_begins: bool) -> bool {
    let letters = || known.chars().filter(|c| c.is_alphabetic());
    let capitals = |c: char| c.is_uppercase();
    if letters().count() <= INITIALS && letters().all(capitals) {
        return false;
    }
    let cased = |c: char| c.is_uppercase() || c.is_lowercase();
    let known_first = known.chars().find(|c| cased(*c));
    let form_first = form.iter().map(|g| g.written).find(|c| cased(*c));
    match (known_first, form_first) {
        // A name does not lose its capital; a common noun gains one at a
        // sentence's beginning or in a heading.
        (Some(known), Some(form)) if known.is_uppercase() != form.is_uppercase() => {
            form.is_uppercase() && (sentence_begins || letters().count() > INITIALS)
        }
        _ => true,
    }
}

/// Whether a sentence begins at this glyph, as far as punctuation tells.
pub(super) fn sentence_begins(text: &[Glyph], at: usize) -> bool {
    let before = text[..at].iter().rev().find(|g| !matches!(g.plain, ' ' | '"' | '\'' | '('));
    before.is_none_or(|g| matches!(g.plain, '.' | '!' | '?' | ':' | ';' | '\u{3002}'))
}

/// Whether a name may begin or end between the glyph before `at` and the one at it.
pub(super) fn edge(text: &[Glyph], at: usize) -> bool {
    match (at.checked_sub(1).and_then(|i| text.get(i)), text.get(at)) {
        (Some(before), Some(after)) => {
            let within = before.in_word() && after.in_word();
            !(within || joined(*before, *after))
        }
        _ => true,
    }
}

/// A mark on the letter before it, as Indic and Arabic vowels are, belongs to it.
fn joined(before: Glyph, after: Glyph) -> bool {
    before.plain.is_alphanumeric() && unicode_normalization::char::is_combining_mark(after.plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(known: &[&str], lang: &str, text: &str) -> Vec<String> {
        let mut surfaces = Surfaces::default();
        for name in known {
            surfaces.learn(lang, &fold(name), 10);
        }
        let glyphs = fold(text);
        let of = surfaces.find(lang, &glyphs, 11);
        assert!(surfaces.find(lang, &glyphs, 10).is_empty());
        of.iter().map(|o| written(&glyphs[o.from as usize..o.to as usize])).collect()
    }

    #[test]
    fn names_stand_between_the_edges_of_words() {
        assert_eq!(found(&["Mali"], "en", "Mali, Somalia, Malian, Mali's"), ["Mali", "Mali"]);
        assert_eq!(found(&["马里"], "zh", "馬里總統"), ["马里"]);
    }

    #[test]
    fn case_tells_a_name_from_a_word() {
        assert_eq!(found(&["Turkey", "US", "WHO"], "en", "a turkey for us; Who?"), [""; 0]);
        assert_eq!(found(&["truce"], "en", "Truce agreed"), ["Truce"]);
        assert_eq!(found(&["Peña Nieto"], "en", "Pena Nieto resigns"), ["Pena Nieto"]);
    }

    #[test]
    fn shorter_names_within_longer_ones_are_found_too() {
        let names = ["New York", "New York City", "York"];
        assert_eq!(found(&names, "en", "New York City"), ["New York", "New York City", "York"]);
    }
}
