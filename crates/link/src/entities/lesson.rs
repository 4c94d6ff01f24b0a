//! A text that is learned from, with its links in glyphs.

use super::Text;
use super::fold::Glyph;

/// A text of a day that is learned from.
pub(super) struct Lesson<'a> {
    pub text: &'a Text<'a>,
    pub lang: String,
    pub glyphs: Vec<Glyph>,
    /// Links: first glyph, one past the last, identity.
    pub links: Vec<(u32, u32, u32)>,
    /// Where all links are told, in glyphs; none if everywhere.
    pub told: Option<Vec<(u32, u32)>>,
}

impl Lesson<'_> {
    /// Whether these glyphs would be linked if they were to be.
    pub(super) fn told(&self, from: u32, to: u32) -> bool {
        self.told.as_ref().is_none_or(|told| told.iter().any(|t| t.0 <= from && to <= t.1))
    }

    pub(super) fn is_link(&self, from: u32, to: u32) -> bool {
        let at = self.links.partition_point(|l| l.0 < from);
        self.links.get(at).is_some_and(|l| (l.0, l.1) == (from, to))
    }

    /// Whether these glyphs cross a link that is told.
    pub(super) fn crosses(&self, from: u32, to: u32) -> bool {
        let first = self.links.partition_point(|l| l.1 <= from);
        self.links[first..].iter().take_while(|l| l.0 < to).any(|l| self.told(l.0, l.1))
    }
}
