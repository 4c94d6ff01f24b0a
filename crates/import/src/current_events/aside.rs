//! What is taken out of a bullet's text before it is scanned: the sources in
//! templates and references. A mark stays behind in their place.

use super::charrefs::{MARK, MARK_END};
use annals_model::Source;

/// Something that stands in a bullet but not in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aside {
    /// A source.
    Source(Source),
    /// `<ref name="x"/>`: the sources of a reference that stands elsewhere.
    Named(String),
}

/// The asides of one bullet, each with its number.
#[derive(Debug, Default)]
pub(super) struct Asides(Vec<Aside>);

impl Asides {
    /// Keeps an aside and returns the mark for its place.
    pub(super) fn mark(&mut self, aside: Aside) -> String {
        self.0.push(aside);
        format!("{MARK}{}{MARK_END}", self.0.len() - 1)
    }

    /// The aside that the mark at the start of `text` stands for, and the mark's length.
    pub(super) fn at_start_of(&self, text: &str) -> Option<(&Aside, usize)> {
        let (number, _) = text.strip_prefix(MARK)?.split_once(MARK_END)?;
        let aside = self.0.get(number.parse::<usize>().ok()?)?;
        Some((aside, MARK.len_utf8() + number.len() + MARK_END.len_utf8()))
    }

    /// The marks that a text holds, without the text.
    pub(super) fn marks_in(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(MARK) {
            let length = self.at_start_of(&rest[at..]).map_or(MARK.len_utf8(), |(_, len)| len);
            out.push_str(&rest[at..at + length]);
            rest = &rest[at + length..];
        }
        out
    }

    /// The sources among the marks of a text.
    pub(super) fn sources_in(&self, text: &str) -> Vec<Source> {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(MARK) {
            rest = &rest[at..];
            match self.at_start_of(rest) {
                Some((aside, length)) => {
                    if let Aside::Source(source) = aside {
                        out.push(source.clone());
                    }
                    rest = &rest[length..];
                }
                None => rest = &rest[MARK.len_utf8()..],
            }
        }
        out
    }
}
