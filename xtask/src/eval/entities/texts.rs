//! Texts with their links, from any input that annals reads.
//!
//! Day pages and event lines carry links with their places. The pages of The
//! Context do not: they name, beside each related event, what it shares with
//! this one. Those names were link targets, so the names that stand in the text
//! are taken for its links, where they stand first; longer ones take their
//! place before shorter ones. What two events share is told by either page.

use annals_import::inputs::{self, Found, Item};
use annals_link::entities::{Anchor, Text, locate};
use annals_model::{Date, Draft, EntityKey, Incoming};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One text.
pub(crate) struct Linked {
    pub day: i32,
    pub lang: String,
    pub text: String,
    /// From, to, key.
    pub links: Vec<(usize, usize, String)>,
}

/// The texts of one input.
pub(crate) struct Set {
    pub name: String,
    pub texts: Vec<Linked>,
    /// Names of The Context that stand nowhere in their text.
    pub unplaced: usize,
    /// Names of The Context in all.
    pub names: usize,
}

/// Reads the texts of an input, in the order of their days.
pub(crate) fn read(path: &Path) -> Result<Set> {
    let mut drafts: Vec<Draft> = Vec::new();
    inputs::read_all::<anyhow::Error>(
        &[path.to_owned()],
        &inputs::Options::default(),
        &mut |item: Item| {
            if let Found::Document(document, _) = item.found {
                drafts.extend(document.found.into_iter().filter_map(|found| match found {
                    Incoming::Told(draft) => Some(draft),
                    Incoming::Kept(_) => None,
                }));
            }
            Ok(())
        },
    )?;
    let labels = labels(&drafts);
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut set = Set { name, texts: Vec::new(), unplaced: 0, names: 0 };
    for (draft, labels) in drafts.iter().zip(labels) {
        let Some(version) = draft.versions.last() else { continue };
        let day = since_1970(version.day);
        let links = match &version.links {
            Some(links) => {
                links.iter().map(|l| (l.start, l.end, l.target.to_string())).collect()
            }
            None => {
                let placed = placed(&version.text, &version.lang, &labels);
                set.names += labels.len();
                set.unplaced += labels.len() - placed.len();
                placed
            }
        };
        set.texts.push(Linked {
            day,
            lang: version.lang.clone(),
            text: version.text.clone(),
            links,
        });
    }
    set.texts.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.text.cmp(&b.text)));
    Ok(set)
}

/// What each event shares with any other, by either one's page.
fn labels(drafts: &[Draft]) -> Vec<BTreeSet<String>> {
    let by_path: BTreeMap<&str, usize> = drafts
        .iter()
        .enumerate()
        .flat_map(|(at, draft)| draft.old_paths.iter().map(move |path| (path.as_str(), at)))
        .collect();
    let mut out = vec![BTreeSet::new(); drafts.len()];
    for (at, draft) in drafts.iter().enumerate() {
        for related in &draft.claimed_related {
            let other = by_path.get(related.path.as_str()).copied();
            for at in [Some(at), other].into_iter().flatten() {
                out[at].extend(related.context.iter().cloned());
            }
        }
    }
    out
}

fn placed(text: &str, lang: &str, labels: &BTreeSet<String>) -> Vec<(usize, usize, String)> {
    let mut order: Vec<&String> = labels.iter().collect();
    order.sort_by_key(|l| (std::cmp::Reverse(l.chars().count()), l.as_str()));
    let mut out: Vec<(usize, usize, String)> = Vec::new();
    for label in order {
        let free = locate(text, label)
            .into_iter()
            .find(|(from, to)| out.iter().all(|(f, t, _)| to <= f || t <= from));
        if let (Some((from, to)), Some(key)) = (free, EntityKey::new(lang, label)) {
            out.push((from, to, key.to_string()));
        }
    }
    out.sort();
    out
}

fn since_1970(day: Date) -> i32 {
    day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() as i32 / 24
}

impl Linked {
    /// Its links as linking takes them.
    pub(crate) fn anchors(&self) -> Vec<Anchor<'_>> {
        self.links.iter().map(|(start, end, key)| Anchor { start: *start, end: *end, key }).collect()
    }

    /// The text with these links.
    pub(crate) fn with<'a>(&'a self, id: u64, anchors: &'a [Anchor<'a>]) -> Text<'a> {
        Text { id, day: self.day, text: &self.text, lang: &self.lang, anchors }
    }
}
