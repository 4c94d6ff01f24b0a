//! The baseline: prior only. The longest name that was ever linked, wherever it
//! stands, means what it meant most often.

use super::texts::Linked;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Longest name, in characters.
const LONGEST: usize = 60;

/// Names with the number of links by target.
#[derive(Default)]
pub(crate) struct Prior {
    names: HashMap<String, BTreeMap<String, u32>>,
    begins: HashSet<String>,
}

impl Prior {
    /// Counts a text's links.
    pub(crate) fn add(&mut self, text: &Linked) {
        for (from, to, key) in &text.links {
            let name = &text.text[*from..*to];
            for (at, c) in name.char_indices().take(LONGEST) {
                self.begins.insert(name[..at + c.len_utf8()].to_owned());
            }
            *self.names.entry(name.to_owned()).or_default().entry(key.clone()).or_default() += 1;
        }
    }

    /// Whether a name was linked, as it is written.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The names in a text, the longest first from left to right, with their
    /// commonest target.
    pub(crate) fn find(&self, text: &str) -> Vec<(usize, usize, String)> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let mut best = None;
            if edge(text, at) {
                for (n, c) in text[at..].char_indices().take(LONGEST) {
                    let end = at + n + c.len_utf8();
                    if !self.begins.contains(&text[at..end]) {
                        break;
                    }
                    if edge(text, end)
                        && let Some(targets) = self.names.get(&text[at..end])
                    {
                        best = Some((end, targets));
                    }
                }
            }
            match best {
                Some((end, targets)) => {
                    let commonest = targets.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
                    if let Some((key, _)) = commonest {
                        out.push((at, end, key.clone()));
                    }
                    at = end;
                }
                None => at += c.len_utf8(),
            }
        }
        out
    }
}

/// Whether a word may begin or end here; Chinese characters are words.
fn edge(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    !(letter(text[..at].chars().next_back()) && letter(text[at..].chars().next()))
}
