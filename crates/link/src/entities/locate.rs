//! Where names stand in a text: for labels that came without their place.

use super::fold::fold;
use super::surfaces::Surfaces;

/// The language that all names are kept under here.
const ANY: &str = "";

/// Names to look for.
#[derive(Debug, Clone, Default)]
pub struct Names(Surfaces);

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Which name: its number, in the order in which different names came.
    pub name: usize,
}

impl Names {
    /// Adds a name and returns its number; that of an equal name if it was
    /// added before. `None` for an empty name or one above 80 characters.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        self.0.learn(ANY, &fold(name), i32::MIN).map(|id| id as usize)
    }

    /// The number of a name that was added.
    pub fn number(&self, name: &str) -> Option<usize> {
        let glyphs = fold(name);
        let found = self.0.find(ANY, &glyphs, i32::MAX);
        let whole = |o: &&super::surfaces::Occurrence| o.from == 0 && o.to as usize == glyphs.len();
        found.iter().filter(|o| o.exact).find(whole).map(|o| o.surface as usize)
    }

    /// The places where the names stand as whole words, by where they begin and
    /// then by length; they may overlap. Accents, width and the script of
    /// Chinese do not matter, nor does a capital that a sentence or heading gave.
    pub fn find(&self, text: &str) -> Vec<Place> {
        let glyphs = fold(text);
        let found = self.0.find(ANY, &glyphs, i32::MAX);
        found
            .into_iter()
            .map(|o| Place {
                start: glyphs[o.from as usize].start as usize,
                end: glyphs[o.to as usize - 1].end as usize,
                name: o.surface as usize,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_in_any_script() {
        let mut names = Names::default();
        assert_eq!(names.add("Chad"), Some(0));
        assert_eq!(names.add("联合国"), Some(1));
        assert_eq!(names.add("聯合國"), Some(1));
        assert_eq!(names.add(""), None);
        let found = |text| names.find(text).iter().map(|p| (p.start, p.end, p.name)).collect();
        let found: Vec<Vec<(usize, usize, usize)>> =
            ["Chad, chad, Chadian", "聯合國大會", ""].map(found).into();
        assert_eq!(found, [vec![(0, 4, 0)], vec![(0, 9, 1)], vec![]]);
    }
}
