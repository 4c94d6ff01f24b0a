//! The sentence under the headline: what the page shows there, else a
//! description that is no mere beginning of the body.

use super::{
    gather::{Found, Mark},
    ld,
    sites::Sites,
    value::{clean, cut, fold, words},
};
use crate::{page::Page, tree::NodeId};
use annals_model::{Article, Block};
use serde_json::{Map, Value};

/// Longest and shortest deck, in bytes: longer ones are the body itself.
const LENGTH: std::ops::RangeInclusive<usize> = 20..=700;
/// How many nodes behind the headline a deck may begin.
const BEHIND: u32 = 200;
/// How many bytes of a description and of the body must be the same for the
/// description to be cut from the body.
const SAME: usize = 60;

/// Decides on the deck.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    sites: &Sites,
    headline: Option<NodeId>,
    article: &Article,
) -> Option<String> {
    let title = article.title.as_deref().map(fold).unwrap_or_default();
    let authors: Vec<String> = article.authors.iter().map(|a| fold(a)).collect();
    let fits = |text: &String| {
        let key = fold(text);
        let is_byline =
            authors.iter().any(|a| key.starts_with(a) || key.starts_with(&format!("by {a}")));
        let repeats = title.starts_with(&key)
            || (key.starts_with(&title) && key.len() < title.len() + 20)
            || sites.is_name(text);
        let is_sentence = LENGTH.contains(&text.len()) && words(text) >= 4;
        let is_button = key.starts_with("share this") || text.contains("http");
        is_sentence && !repeats && !is_byline && !is_button
    };
    if let Some(shown) = shown(page, found, headline).filter(fits) {
        return Some(shown);
    }
    let body = beginning(&article.blocks);
    let from_json = item.and_then(|item| {
        let mut keys = ["alternativeHeadline", "description"].iter();
        keys.find_map(|key| ld::text(item, key).filter(fits))
    });
    let described = from_json.or_else(|| {
        let keys = ["og:description", "twitter:description", "description", "dc:description"];
        keys.iter().find_map(|key| found.meta_values(key).find(fits))
    })?;
    // A description that ends in mid-sentence was cut by a machine.
    let cut_off =
        described.ends_with("...") || described.ends_with('…') || described.ends_with("[...]");
    (!cut_off && !is_cut_of(&described, &body)).then_some(described)
}

/// The element near the headline whose class says that it is the deck.
fn shown(page: &Page<'_>, found: &Found<'_>, headline: Option<NodeId>) -> Option<String> {
    let from = headline?;
    let tree = found.tree;
    let near = |id: &NodeId| {
        *id > from
            && *id < from.saturating_add(BEHIND)
            && tree.end(*id) - id < 40
            && page.region.is_none_or(|r| *id <= r.last && !tree.is_within(r.last, *id))
            && !found.is_elsewhere(*id, headline)
    };
    let properties = found.with_prop("alternativeHeadline");
    let mut ids: Vec<NodeId> = found.marked(Mark::Deck).chain(properties).filter(near).collect();
    ids.sort_unstable();
    ids.into_iter().take(6).find_map(|id| {
        let text = clean(&tree.inner_text(id))?;
        (words(&text) >= 4 && LENGTH.contains(&text.len())).then_some(text)
    })
}

/// The folded beginning of the body.
fn beginning(blocks: &[Block]) -> String {
    let paragraphs = blocks.iter().filter(|b| matches!(b, Block::Paragraph(_))).take(2);
    let text: Vec<String> = paragraphs.map(|b| cut(&b.text(), 300).to_owned()).collect();
    fold(&text.join(" "))
}

/// Whether a description repeats the body.
fn is_cut_of(description: &str, body: &str) -> bool {
    let key = fold(description);
    let start = cut(&key, SAME);
    // Machines write labels and places before the body's words.
    let inner = key.char_indices().nth(SAME / 2).map_or("", |(at, _)| cut(&key[at..], SAME));
    let same = |part: &str| !part.is_empty() && body.contains(part);
    same(start) || (inner.len() >= SAME / 2 && same(inner))
}
