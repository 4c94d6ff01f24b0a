//! Names made after a pattern: with a country in it, and with a number.
//!
//! Who saw links to "2008 Kenyan election" and "法国总统" knows "2012 Malian
//! election" and "马里总统" for names, though nobody linked them yet. A pattern is
//! a link's text with a slot for the country and one digit for all.

use super::fold::Glyph;
use super::surfaces::{Surface, Surfaces, edge};

/// Stands for the country; a character that no text has a use for.
const SLOT: char = '\u{f8ff}';

/// Glyphs before and after the country that a pattern may have.
const BEFORE: usize = 16;
const AFTER: usize = 32;

/// Patterns by language.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns(Surfaces);

/// A stretch of text that follows a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Patterned {
    /// First glyph.
    pub from: u32,
    /// One past the last glyph.
    pub to: u32,
    /// Which pattern.
    pub pattern: u32,
}

impl Patterns {
    pub(super) fn get(&self, id: u32) -> &Surface {
        self.0.get(id)
    }

    /// Learns from a link that has a country within it; both as glyphs from and to.
    pub(super) fn linked(
        &mut self,
        lang: &str,
        text: &[Glyph],
        link: (u32, u32),
        country: (u32, u32),
        day: i32,
    ) {
        let (from, to) = (link.0 as usize, link.1 as usize);
        let glyphs = slotted(text, from, to, country);
        if let Some(id) = self.0.learn(lang, &glyphs, day) {
            let pattern = self.0.get_mut(id);
            pattern.linked.add(day);
            pattern.links.add(day);
        }
    }

    /// Counts that a pattern stood there without a link.
    pub(super) fn unlinked(&mut self, id: u32, day: i32) {
        self.0.get_mut(id).unlinked.add(day);
    }

    /// Where patterns known before `day` stand around these countries.
    pub(super) fn find(
        &self,
        lang: &str,
        text: &[Glyph],
        countries: &[(u32, u32)],
        day: i32,
    ) -> Vec<Patterned> {
        let mut out = Vec::new();
        for country in countries {
            let first = (country.0 as usize).saturating_sub(BEFORE);
            let last = text.len().min(country.1 as usize + AFTER);
            let window = slotted(text, first, last, *country);
            let slot = country.0 - first as u32;
            for found in self.0.find(lang, &window, day) {
                if found.from > slot || found.to <= slot || found.to - found.from < 2 {
                    continue;
                }
                let from = first as u32 + found.from;
                let to = found.to - slot - 1 + country.1;
                if edge(text, from as usize) && edge(text, to as usize) {
                    out.push(Patterned { from, to, pattern: found.surface });
                }
            }
        }
        out
    }
}

/// A stretch of text with a slot for the country, and one digit for all.
fn slotted(text: &[Glyph], from: usize, to: usize, country: (u32, u32)) -> Vec<Glyph> {
    let (first, last) = (country.0 as usize, country.1 as usize);
    let one = |glyph: &Glyph| {
        let digit = glyph.plain.is_numeric();
        let with = |c: char| if digit { '0' } else { c };
        Glyph { plain: with(glyph.plain), written: with(glyph.written), ..*glyph }
    };
    let mut out: Vec<Glyph> = text[from..first].iter().map(one).collect();
    out.push(Glyph { plain: SLOT, written: SLOT, ..text[first] });
    out.extend(text[last..to].iter().map(one));
    out
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, written};
    use super::*;

    #[test]
    fn a_pattern_fits_other_countries_and_years() {
        let mut patterns = Patterns::default();
        patterns.linked("en", &fold("2008 Kenyan election"), (0, 20), (5, 11), 10);
        let text = fold("A 2012 Malian election is held.");
        let found = patterns.find("en", &text, &[(7, 13)], 11);
        let shown = |p: &Patterned| written(&text[p.from as usize..p.to as usize]);
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), ["2012 Malian election"]);
        assert!(patterns.find("en", &text, &[(7, 13)], 10).is_empty());
    }
}
