//! The headline. Every place that gives one is a witness with a weight; those
//! that give the same words add up, and the heaviest wording wins.

use super::{
    gather::{Found, Mark},
    headline_parts::{Guess, headline, is_generic},
    ld,
    sites::Sites,
    value::{clean, fold, words},
};
use crate::page::Page;
use serde_json::{Map, Value};

/// What the places weigh. JSON-LD and Open Graph are written for machines and hold
/// the bare headline; `<h1>` may be a logo, `<title>` is written for search engines,
/// so that the two together weigh a little less than either. Where JSON-LD and
/// Open Graph differ, the one that another place shares wins.
mod weight {
    pub(super) const LD_HEADLINE: f32 = 4.6;
    pub(super) const LD_NAME: f32 = 2.2;
    pub(super) const CITATION: f32 = 4.4;
    pub(super) const OPEN_GRAPH: f32 = 3.6;
    pub(super) const TITLE: f32 = 1.6;
    pub(super) const H1: f32 = 1.5;
    pub(super) const PROPERTY: f32 = 1.2;
    pub(super) const META: f32 = 0.8;
    /// An analytics service's, mostly the bare headline.
    pub(super) const PARSELY: f32 = 1.8;
    /// What repeats Open Graph's word for word is a copy and no further witness.
    pub(super) const COPY: f32 = 0.1;
    pub(super) const TWITTER: f32 = 0.6;
    /// A class name that says "headline"; lists of other articles have it, too.
    pub(super) const CLASS: f32 = 0.7;
    /// A heading of one word is a logo or a section more often than not.
    pub(super) const SHORT_H1: f32 = 0.5;
}

/// Most headings and marked elements that are asked.
const MAX_ASKED: usize = 12;
/// Longest headline, in bytes.
const MAX_TITLE: usize = 600;
/// One place and what it gives.
#[derive(Debug)]
struct Witness {
    text: String,
    key: String,
    weight: f32,
    guess: Guess,
}

/// A headline and the heading that shows it.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub(super) text: Option<String>,
    /// The element in the page that shows it, from which bylines are near.
    pub(super) node: Option<u32>,
}

/// What places outside the JSON-LD give, folded: to tell which object of the
/// JSON-LD is the page's article.
pub(super) fn rough_keys(found: &Found<'_>) -> Vec<String> {
    let title = found.title.map(|id| found.tree.inner_text(id));
    let headings = found.h1.iter().take(4).map(|id| found.tree.inner_text(*id));
    let mut keys: Vec<String> = found
        .meta_values("og:title")
        .take(1)
        .chain(title)
        .chain(headings)
        .map(|t| fold(&t))
        .filter(|k| k.chars().count() >= 6 && k.len() < MAX_TITLE)
        .collect();
    keys.dedup();
    keys
}

/// Decides on the headline.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    sites: &Sites,
) -> Headline {
    let (mut witnesses, headings) = witnesses(page, found, item);
    if witnesses.is_empty() {
        return Headline::default();
    }
    let raw: Vec<String> = witnesses.iter().map(|w| w.key.clone()).collect();
    for i in 0..witnesses.len() {
        // Most places give the same text: it is cut once.
        let before =
            (0..i).find(|j| raw[*j] == raw[i] && witnesses[*j].guess == witnesses[i].guess);
        if let Some(j) = before {
            witnesses[i].key = witnesses[j].key.clone();
            witnesses[i].text = witnesses[j].text.clone();
            continue;
        }
        let mut others = raw.clone();
        // A witness is no support for itself, but its equals are.
        others.swap_remove(i);
        let text = headline(&witnesses[i].text, sites, &others, witnesses[i].guess).to_owned();
        if text.len() != witnesses[i].text.len() {
            witnesses[i].key = fold(&text);
            witnesses[i].text = text;
        }
    }
    let good = |w: &&Witness| !w.key.is_empty() && !is_generic(&w.text) && !sites.is_name(&w.text);
    let best = witnesses
        .iter()
        .filter(good)
        .map(|w| (support(w, &witnesses), w))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.weight.total_cmp(&b.1.weight)))
        .map(|(_, w)| w);
    let chosen = match best {
        Some(best) => best,
        // Nothing but the site's name: then that is the headline.
        None => {
            let Some(first) = witnesses.iter().find(|w| !w.key.is_empty()) else {
                return Headline::default();
            };
            first
        }
    };
    let text = written_best(chosen, &witnesses);
    let node = headings
        .iter()
        .find(|(_, key)| {
            *key == chosen.key || (key.len() > 20 && chosen.key.starts_with(key.as_str()))
        })
        .or_else(|| headings.iter().find(|(_, key)| words(key) > 2 && raw.contains(key)))
        .map(|(id, _)| *id);
    Headline { text: Some(text), node }
}

/// The weights of all that give the same words, or the same words shortened.
fn support(witness: &Witness, all: &[Witness]) -> f32 {
    let agree = |other: &&Witness| {
        other.key == witness.key
            || (other.text.ends_with(['…', '.'])
                && other.key.len() > 20
                && witness.key.starts_with(&other.key))
    };
    all.iter().filter(agree).map(|w| w.weight).sum()
}

/// The same words in the best spelling: not all in capitals where another has both cases.
fn written_best(chosen: &Witness, all: &[Witness]) -> String {
    let shouts =
        |text: &str| text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    let calm = all.iter().find(|w| w.key == chosen.key && !shouts(&w.text));
    calm.filter(|_| shouts(&chosen.text)).unwrap_or(chosen).text.clone()
}

/// All witnesses, and the headings with their folded text.
fn witnesses(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
) -> (Vec<Witness>, Vec<(u32, String)>) {
    let mut out = Vec::new();
    let mut add = |text: Option<String>, weight: f32, guess: Guess| {
        if let Some(text) = text.filter(|t| t.len() <= MAX_TITLE) {
            let key = fold(&text);
            if !key.is_empty() {
                out.push(Witness { text, key, weight, guess });
            }
        }
    };
    if let Some(item) = item {
        add(ld::text(item, "headline"), weight::LD_HEADLINE, Guess::Nothing);
        let name =
            ld::text(item, "name").filter(|n| Some(n) != ld::text(item, "headline").as_ref());
        add(name, weight::LD_NAME, Guess::Nothing);
    }
    let citation = ["dc:title", "dcterms:title", "dcterm:title", "citation_title"];
    add(found.first_meta(&citation), weight::CITATION, Guess::Nothing);
    let og = found.first_meta(&["og:title"]);
    let og_key = og.as_deref().map(fold).unwrap_or_default();
    add(og, weight::OPEN_GRAPH, Guess::Nothing);
    let meta = ["title", "headline", "sailthru:title", "itemprop:headline", "weibo:article:title"];
    for (keys, weight, guess) in [
        (&meta[..], weight::META, Guess::ShortTail),
        (&["parsely-title"], weight::PARSELY, Guess::Nothing),
        (&["twitter:title"], weight::TWITTER, Guess::Nothing),
    ] {
        let text = found.first_meta(keys);
        let is_copy = text.as_deref().is_some_and(|t| fold(t) == og_key);
        add(text, if is_copy { weight::COPY } else { weight }, guess);
    }
    let title = found.title.and_then(|id| clean(&found.tree.inner_text(id)));
    add(title, weight::TITLE, Guess::ShortTail);

    let mut headings: Vec<(u32, String)> = Vec::new();
    let before_end = |id: &u32| page.region.is_none_or(|r| *id <= r.last);
    let properties = found.with_prop("headline").take(2).map(|id| (id, weight::PROPERTY));
    let h1 = found.h1.iter().take(MAX_ASKED).map(|id| (*id, weight::H1));
    let marked = found.marked(Mark::Headline).take(MAX_ASKED).map(|id| (id, weight::CLASS));
    for (id, weight) in properties.chain(h1).chain(marked).filter(|(id, _)| before_end(id)) {
        // A heading that holds half the page is a mistake.
        if found.tree.end(id) - id > 120 {
            continue;
        }
        let Some(text) = clean(&found.tree.inner_text(id)) else { continue };
        let key = fold(&text);
        let weight = match words(&text) {
            0 | 1 => weight.min(weight::SHORT_H1),
            _ if found.is_elsewhere(id, page.region.map(|r| r.first)) => {
                weight.min(weight::SHORT_H1)
            }
            _ => weight,
        };
        // A headline that is shown twice, for small and large screens, is one witness.
        if !headings.iter().any(|(_, k)| *k == key) {
            add(Some(text), weight, Guess::Nothing);
        }
        headings.push((id, key));
    }
    (out, headings)
}
