//! The names that linking knows beforehand: countries, places, organisations.
//!
//! Data in tables of facts; here they are looked up. A name that no table has
//! is still found by its capitals (see [`crate::names`]), only its kind is not known.

mod countries;
mod organisations;
mod places;

use crate::EntityKind;
use crate::tokens::{folded, tokens};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One known name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The title of its page.
    pub title: &'static str,
    /// What it is.
    pub kind: EntityKind,
    /// The country that it lies in.
    pub within: Option<&'static str>,
}

/// The longest form has six words.
const LONGEST: usize = 7;

struct Tables {
    /// Forms as written, words joined by one space, dots dropped.
    latin: HashMap<String, Entry>,
    /// Forms by their first character, longest first.
    unspaced: HashMap<char, Vec<(&'static str, Entry)>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { latin: HashMap::new(), unspaced: HashMap::new() };
    for (title, forms, chinese) in countries::COUNTRIES.iter().chain(countries::CONTINENTS) {
        tables.add(Entry { title, kind: EntityKind::Place, within: None }, forms, chinese);
    }
    for (title, forms, chinese) in organisations::ORGANISATIONS {
        tables.add(Entry { title, kind: EntityKind::Organisation, within: None }, forms, chinese);
    }
    for (title, country, chinese) in places::PLACES {
        let entry = Entry { title, kind: EntityKind::Place, within: Some(country) };
        tables.add(entry, "", chinese);
    }
    for forms in tables.unspaced.values_mut() {
        forms.sort_by_key(|(form, _)| (std::cmp::Reverse(form.len()), *form));
    }
    tables
});

impl Tables {
    fn add(&mut self, entry: Entry, forms: &'static str, chinese: &'static str) {
        for form in forms.split(';').chain([entry.title]).filter(|f| !f.is_empty()) {
            let written: Vec<String> = tokens(form).iter().map(|t| undotted(t.text)).collect();
            self.latin.entry(written.join(" ")).or_insert(entry);
        }
        for form in chinese.split(';') {
            if let Some(first) = form.chars().next() {
                self.unspaced.entry(first).or_default().push((form, entry));
            }
        }
    }
}

/// A word without the dots of initials, in its own case.
pub(crate) fn undotted(word: &str) -> String {
    word.chars().filter(|c| *c != '.').collect()
}

/// The known name that begins with the first of these words, and how many it takes; the longest wins.
pub(crate) fn longest<'a>(words: impl Iterator<Item = &'a str>) -> Option<(Entry, usize)> {
    let mut form = String::new();
    let mut best = None;
    for (i, word) in words.take(LONGEST).enumerate() {
        if i > 0 {
            form.push(' ');
        }
        form.extend(word.chars().filter(|c| *c != '.'));
        if let Some(entry) = TABLES.latin.get(form.as_str()) {
            best = Some((*entry, i + 1));
        }
    }
    best
}

/// The known names in a run of a script without spaces, with their place in it.
pub(crate) fn unspaced(run: &str) -> Vec<(Entry, usize, &'static str)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = run[at..].chars().next() {
        let found = TABLES
            .unspaced
            .get(&c)
            .and_then(|forms| forms.iter().find(|(form, _)| run[at..].starts_with(form)));
        match found {
            Some((form, entry)) => {
                out.push((*entry, at, *form));
                at += form.len();
            }
            None => at += c.len_utf8(),
        }
    }
    out
}

/// The known name that a page's title means.
pub(crate) fn of_title(title: &str) -> Option<Entry> {
    let first = title.chars().next()?;
    if crate::tokens::is_unspaced(first) {
        let found = unspaced(title);
        return found.first().filter(|(_, _, form)| *form == title).map(|(entry, ..)| *entry);
    }
    let words: Vec<&str> = tokens(title).iter().map(|t| t.text).collect();
    longest(words.iter().copied()).filter(|(_, taken)| *taken == words.len()).map(|(e, _)| e)
}

/// Whether the identity is that of a country.
pub(crate) fn is_country(id: &str) -> bool {
    COUNTRY_IDS.contains(id)
}

static COUNTRY_IDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| countries::COUNTRIES.iter().map(|(title, ..)| identity(title)).collect());

/// A row of the tables: title, English forms, Chinese forms, kind.
pub(crate) struct Row {
    /// The title of its page.
    pub title: &'static str,
    /// English forms beside the title, `;` between them.
    pub forms: &'static str,
    /// Chinese forms, `;` between them, the simplified one first.
    pub chinese: &'static str,
    /// What it is.
    pub kind: EntityKind,
}

/// All rows of the tables.
pub(crate) fn rows() -> impl Iterator<Item = Row> {
    let places = countries::COUNTRIES.iter().chain(countries::CONTINENTS);
    let place = EntityKind::Place;
    places
        .map(move |(title, forms, chinese)| Row { title, forms, chinese, kind: place })
        .chain(organisations::ORGANISATIONS.iter().map(|(title, forms, chinese)| Row {
            title,
            forms,
            chinese,
            kind: EntityKind::Organisation,
        }))
        .chain(places::PLACES.iter().map(move |(title, _, chinese)| Row {
            title,
            forms: "",
            chinese,
            kind: place,
        }))
}

/// The first Chinese form of a country.
pub(crate) fn chinese(country: &str) -> Option<&'static str> {
    let row = countries::COUNTRIES.iter().find(|(title, ..)| *title == country)?;
    row.2.split(';').next().filter(|form| !form.is_empty())
}

/// The identity under which a title's entity is compared.
pub(crate) fn identity(title: &str) -> String {
    let words: Vec<String> = tokens(title).iter().map(|t| folded(t.text)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demonyms_fold_into_their_country() {
        for (form, title) in [
            ("French", "France"),
            ("U.S.", "United States"),
            ("American", "United States"),
            ("British", "United Kingdom"),
            ("Burmese", "Myanmar"),
            ("UN Security Council", "United Nations Security Council"),
            ("法国", "France"),
            ("聯合國", "United Nations"),
        ] {
            assert_eq!(of_title(form).map(|e| e.title), Some(title), "{form}");
        }
        assert!(of_title("us").is_none());
    }

    #[test]
    fn every_place_lies_in_a_country_of_the_table() {
        for (title, country, _) in places::PLACES {
            assert!(countries::COUNTRIES.iter().any(|(c, ..)| c == country), "{title}: {country}");
        }
    }

    #[test]
    fn the_longest_form_wins() {
        let words = ["South", "Sudan", "talks"];
        assert_eq!(longest(words.into_iter()).map(|(e, n)| (e.title, n)), Some(("South Sudan", 2)));
        let found = unspaced("北韓和韓國");
        let titles: Vec<&str> = found.iter().map(|(e, ..)| e.title).collect();
        assert_eq!(titles, ["North Korea", "South Korea"]);
    }
}
