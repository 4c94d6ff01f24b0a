//! The page's own copy of its text, in its structured data, as a witness for the
//! body: schema.org `articleBody`. It has no links and often lacks headings,
//! lists or the end, so it says which segments belong to the body, and is not
//! the body itself.

use super::segment::Segment;
use crate::structured::Structured;
use serde_json::Value;
use std::collections::HashSet;

/// Words of a run that is compared.
const RUN: usize = 4;
/// Fewest words of a witness; shorter ones are descriptions.
const FEWEST: usize = 80;
/// Share of the witness that must stand in the page, so that it is heard at all.
const HEARD: f32 = 0.6;
/// Share of a segment's runs that makes it attested.
const ATTESTED: f32 = 0.6;

/// What the witness says of each segment.
#[derive(Debug)]
pub(super) struct Testimony {
    /// Whether it stands in the witness; `None` where it is too short to tell.
    attested: Vec<Option<bool>>,
}

impl Testimony {
    /// Whether the segment stands in the witness, if that can be said.
    pub(super) fn of(&self, segment: usize) -> Option<bool> {
        self.attested.get(segment).copied().flatten()
    }

    /// Keeps what is attested, and drops sentences before and after it that are not.
    /// `from` is the number of the first segment that is decided about.
    pub(super) fn correct(&self, from: usize, keep: &mut [bool]) {
        let of = |at: usize| self.of(from + at);
        let Some(first) = (0..keep.len()).find(|at| of(*at) == Some(true)) else { return };
        let last = (0..keep.len()).rfind(|at| of(*at) == Some(true)).unwrap_or(first);
        for (at, stays) in keep.iter_mut().enumerate() {
            match of(at) {
                Some(true) => *stays = true,
                Some(false) if at < first || at > last => *stays = false,
                _ => {}
            }
        }
    }
}

/// Hears the page's longest `articleBody`, if the page shows most of it.
pub(super) fn hear(structured: &Structured, segments: &[Segment]) -> Option<Testimony> {
    let body = structured
        .articles()
        .filter_map(|a| a.get("articleBody").and_then(Value::as_str))
        .max_by_key(|b| b.len())?;
    let told: HashSet<u64> = runs(&without_markup(body)).collect();
    if told.len() < FEWEST {
        return None;
    }
    let mut seen = HashSet::new();
    let attested = segments
        .iter()
        .map(|s| {
            let (mut all, mut found) = (0, 0);
            for run in runs(&s.text) {
                all += 1;
                if told.contains(&run) {
                    found += 1;
                    seen.insert(run);
                }
            }
            (all > 0).then_some(found as f32 >= all as f32 * ATTESTED)
        })
        .collect();
    (seen.len() as f32 >= told.len() as f32 * HEARD).then_some(Testimony { attested })
}

/// Text of a value that may hold HTML, escaped or not.
fn without_markup(body: &str) -> String {
    let text = if body.contains("&lt;") { htmlize::unescape(body) } else { body.into() };
    if !text.contains('<') && !text.contains('&') {
        return text.into_owned();
    }
    let tree = crate::tree::Tree::parse(&text);
    tree.inner_text(0)
}

/// Hashes of all runs of words.
fn runs(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<u64> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(hash).collect();
    let count = (words.len() + 1).saturating_sub(RUN);
    (0..count).map(move |at| {
        words[at..at + RUN].iter().fold(0, |sum: u64, w| sum.rotate_left(17) ^ w.wrapping_mul(MIX))
    })
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a of a word in small letters.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, b| {
        (sum ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}
