//! Texts with their links, from any input that annals reads.
//!
//! Day pages and event lines carry links with their places. The pages of The
//! Context do not: they name, beside each related event, what it shares with
//! this one. Those names were link targets, so the names that stand in the text
//! are taken for its links, where they stand first; longer ones take their
//! place before shorter ones. What two events share is told by either page.
//! The heading of its pages is the first link of the sentence (in 99 of 100
//! where it stands there), so it is a link too, and before it there is none.

use crate::eval::files::Files;
use annals_import::Origin;
use annals_import::context::{self, Shape};
use annals_import::inputs::{self, Found, Item};
use annals_link::entities::{Anchor, Names, Text, Told};
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
    /// Where a missing link means that there was none; everywhere if none.
    pub told: Option<Vec<(usize, usize)>>,
}

/// Related events on a page of The Context, at most. It draws them evenly from
/// all that share a link with its event (measured: a link shared with a part `p`
/// of them is named by `10 p` of the ten). So a link that few events share,
/// beside one that hundreds share, is mostly not named, and its absence says nothing.
const LISTED: usize = 10;

/// Draws from which on a link would be named: 95 of 100 with so many are.
const ENOUGH_DRAWS: f64 = 2.0;

/// Whether a page would name a link of `events` events beside links that
/// `sharing` events have; `None` where it lists all of them.
fn would_name(sharing: Option<usize>, events: usize) -> bool {
    sharing.is_none_or(|sharing| {
        let part = events as f64 / (events + sharing).max(1) as f64;
        part * LISTED as f64 >= ENOUGH_DRAWS
    })
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
    let mut labels = labels(&drafts);
    let topics = if drafts.iter().any(|d| !d.claimed_related.is_empty()) {
        topics(path)?
    } else {
        BTreeMap::new()
    };
    let file_name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut names = Names::default();
    let mut shared: Vec<usize> = Vec::new(); // by the name's number
    for name in labels.iter().flatten().filter_map(|label| names.add(label)) {
        shared.resize(shared.len().max(name + 1), 0);
        shared[name] += 1;
    }
    let mut set = Set { name: file_name, texts: Vec::new(), unplaced: 0, names: 0 };
    for (draft, labels) in drafts.iter().zip(&mut labels) {
        let Some(version) = draft.versions.last() else { continue };
        let mut told = None;
        let links = match &version.links {
            Some(links) => links.iter().map(|l| (l.start, l.end, l.target.to_string())).collect(),
            None => {
                let of = |label: &String| names.number(label).map(|n| shared[n]);
                let sharing = (draft.claimed_related.len() >= LISTED)
                    .then(|| labels.iter().filter_map(of).sum());
                let mut parts: Vec<(usize, usize)> = names
                    .find(&version.text)
                    .into_iter()
                    .filter(|place| would_name(sharing, shared[place.name]))
                    .map(|place| (place.start, place.end))
                    .collect();
                let topic = draft.old_paths.iter().find_map(|path| topics.get(path));
                labels.extend(topic.cloned());
                let placed = placed(&version.text, &version.lang, labels);
                let first = topic.and_then(|t| EntityKey::new(&version.lang, t));
                let first = placed.first().filter(|l| first.is_some_and(|f| f.as_str() == l.2));
                parts.extend(first.map(|link| (0, link.1)));
                set.names += labels.len();
                set.unplaced += labels.len() - placed.len();
                told = Some(parts);
                placed
            }
        };
        set.texts.push(Linked {
            day: since_1970(version.day),
            lang: version.lang.clone(),
            text: version.text.clone(),
            links,
            told,
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

/// The headings of event pages, by the pages' addresses.
fn topics(path: &Path) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for (name, bytes) in Files::read(Some(path), "")?.into_iter() {
        let origin = Origin { name, ..Origin::default() };
        let page = context::read_page(&origin, &String::from_utf8_lossy(&bytes));
        if let Shape::Event(page) = page.shape
            && let (Some(path), Some(topic)) = (page.path, page.topic)
        {
            out.insert(path, topic);
        }
    }
    Ok(out)
}

/// The labels in the text, the longest first, each where it first finds room.
fn placed(text: &str, lang: &str, labels: &BTreeSet<String>) -> Vec<(usize, usize, String)> {
    let mut names = Names::default();
    let mut by_name: BTreeMap<usize, &String> = BTreeMap::new();
    for label in labels {
        if let Some(name) = names.add(label) {
            by_name.entry(name).or_insert(label);
        }
    }
    let found = names.find(text);
    let mut order: Vec<(&usize, &&String)> = by_name.iter().collect();
    order.sort_by_key(|(_, l)| (std::cmp::Reverse(l.chars().count()), l.as_str()));
    let mut out: Vec<(usize, usize, String)> = Vec::new();
    for (name, label) in order {
        let free = found
            .iter()
            .filter(|p| p.name == *name)
            .find(|p| out.iter().all(|(from, to, _)| p.end <= *from || *to <= p.start));
        if let (Some(place), Some(key)) = (free, EntityKey::new(lang, label)) {
            out.push((place.start, place.end, key.to_string()));
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
        self.links
            .iter()
            .map(|(start, end, key)| Anchor { start: *start, end: *end, key })
            .collect()
    }

    /// The text with these links.
    pub(crate) fn with<'a>(&'a self, id: u64, anchors: &'a [Anchor<'a>]) -> Text<'a> {
        Text { id, day: self.day, text: &self.text, lang: &self.lang, anchors, told: self.told() }
    }

    /// Where all of its links are told.
    pub(crate) fn told(&self) -> Told<'_> {
        self.told.as_deref().map_or(Told::All, Told::Within)
    }

    /// Whether a span would be linked if it were to be.
    pub(crate) fn tells(&self, from: usize, to: usize) -> bool {
        self.told.as_ref().is_none_or(|told| told.iter().any(|t| t.0 <= from && to <= t.1))
    }
}
