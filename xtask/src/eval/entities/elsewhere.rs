//! What the data tells of a name by the other days: whether editors link it there.
//!
//! A name without a link is not always wrong: editors link a thing once, or not
//! where a longer name says more. The other days tell names from words: "Peru"
//! is linked in one of three texts that it stands in, "week" in one of thousands.

use super::texts::{Linked, Set};
use annals_link::entities::Names;
use std::collections::{BTreeMap, BTreeSet};

/// A text in so many that it stands in must link it on other days.
const LEAST_SHARE: f64 = 0.1;

/// Texts that link a name, and others that it stands in outside of any link.
#[derive(Debug, Clone, Copy, Default)]
struct Texts {
    linked: u32,
    unlinked: u32,
}

/// All names of links, and the days that they stand on.
pub(crate) struct Elsewhere {
    names: Names,
    /// By the name's number: by day.
    days: Vec<BTreeMap<i32, Texts>>,
    /// By the name's number: on all days.
    all: Vec<Texts>,
}

impl Elsewhere {
    /// Counts the names of all links in all texts that have links.
    pub(crate) fn new(sets: &[Set]) -> Elsewhere {
        let texts: Vec<&Linked> =
            sets.iter().flat_map(|s| &s.texts).filter(|t| !t.links.is_empty()).collect();
        let mut names = Names::default();
        for text in &texts {
            for (from, to, _) in &text.links {
                names.add(&text.text[*from..*to]);
            }
        }
        let mut out = Elsewhere { names, days: Vec::new(), all: Vec::new() };
        for text in texts {
            out.count(text);
        }
        out
    }

    fn count(&mut self, text: &Linked) {
        let (mut linked, mut unlinked) = (BTreeSet::new(), BTreeSet::new());
        for place in self.names.find(&text.text) {
            if text.links.iter().any(|l| (l.0, l.1) == (place.start, place.end)) {
                linked.insert(place.name);
            } else if text.links.iter().all(|l| place.end <= l.0 || l.1 <= place.start) {
                unlinked.insert(place.name);
            }
        }
        unlinked.retain(|name| !linked.contains(name));
        let most = linked.iter().chain(&unlinked).max().map_or(0, |name| name + 1);
        if self.all.len() < most {
            self.all.resize(most, Texts::default());
            self.days.resize(most, BTreeMap::new());
        }
        for name in linked {
            self.all[name].linked += 1;
            self.days[name].entry(text.day).or_default().linked += 1;
        }
        for name in unlinked {
            self.all[name].unlinked += 1;
            self.days[name].entry(text.day).or_default().unlinked += 1;
        }
    }

    /// Whether texts of other days link the name, one of ten that it stands in at least.
    pub(crate) fn links(&self, name: &str, day: i32) -> bool {
        let Some(number) = self.names.number(name) else { return false };
        let Some(all) = self.all.get(number) else { return false };
        let own = self.days[number].get(&day).copied().unwrap_or_default();
        let linked = f64::from(all.linked - own.linked);
        let unlinked = f64::from(all.unlinked - own.unlinked);
        linked > 0.0 && linked >= LEAST_SHARE * (linked + unlinked)
    }
}
