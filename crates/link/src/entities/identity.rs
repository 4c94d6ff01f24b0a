//! Which keys are one entity: merges, and countries with their peoples.

use super::fold::simplified;
use crate::gazetteer;
use std::collections::HashMap;

/// Merges that are followed one after the other; a longer chain is a circle.
const LONGEST_CHAIN: usize = 32;

/// What a title may add to a demonym and still mean the country: links to
/// "French people" stand where the text says "French".
const PEOPLES: &[&str] = &[" people", " nationality law"];

/// The merges of an archive: redirects, renamed pages, decisions of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Identities {
    merged: HashMap<String, String>,
}

impl Identities {
    pub(super) fn new(merges: &[(&str, &str)]) -> Identities {
        let merged = merges.iter().map(|(from, into)| ((*from).to_owned(), (*into).to_owned()));
        Identities { merged: merged.collect() }
    }

    /// The key that stands for everything that is one entity with `key`.
    pub(super) fn of(&self, key: &str) -> String {
        let key = self.chased(key);
        let folded = country(key).or_else(|| one_script(key));
        // A person may have merged the country itself into something else.
        folded.map_or_else(|| key.to_owned(), |k| self.chased(&k).to_owned())
    }

    fn chased<'a>(&'a self, key: &'a str) -> &'a str {
        let mut at = key;
        for _ in 0..LONGEST_CHAIN {
            match self.merged.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}

/// The country that a key means by another name: `en:French people` is `en:France`.
/// Chinese keys fold into the first form of the table, simplified.
fn country(key: &str) -> Option<String> {
    let (lang, title) = key.split_once(':')?;
    let bare = PEOPLES.iter().find_map(|p| title.strip_suffix(p)).unwrap_or(title);
    let entry = gazetteer::of_title(bare)?;
    if !gazetteer::is_country(&gazetteer::identity(entry.title)) {
        return None;
    }
    match lang {
        "en" => Some(format!("en:{}", entry.title)),
        "zh" => gazetteer::chinese(entry.title).map(|form| format!("zh:{form}")),
        _ => None,
    }
}

/// A Chinese title in simplified script: the encyclopedia converts between the
/// scripts itself, so both lead to one page.
fn one_script(key: &str) -> Option<String> {
    let title = key.strip_prefix("zh:")?;
    let simple: String = title.chars().map(simplified).collect();
    (simple != title).then(|| format!("zh:{simple}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peoples_are_their_country() {
        let none = Identities::default();
        assert_eq!(none.of("en:French people"), "en:France");
        assert_eq!(none.of("en:Dutch"), "en:Netherlands");
        assert_eq!(none.of("zh:美國"), none.of("zh:美国"));
        assert_eq!(none.of("en:French Revolution"), "en:French Revolution");
        assert_eq!(none.of("no colon"), "no colon");
    }

    #[test]
    fn merges_are_followed_and_circles_end() {
        let ids =
            Identities::new(&[("en:Burma", "en:X"), ("en:X", "en:Y"), ("a", "b"), ("b", "a")]);
        assert_eq!(ids.of("en:Burma"), "en:Y");
        ids.of("a");
    }
}
