//! Where in the page a clue stands, and what that leaves of it.
//!
//! The article's own date stands by the headline, before the text or at its end.
//! Dates of sidebars, comments, footers and lists of other articles are not its own.

use super::{
    clue::{About, Clue, Kind},
    markup::Walk,
    names::{self, Away},
    nearby::{begins_with, words},
};
use crate::{
    page::Page,
    tree::{NodeId, Tag},
};
use std::collections::{HashMap, hash_map::DefaultHasher};
use std::hash::{Hash, Hasher};

/// What a place leaves of a clue's trust, by the visible text (in bytes) between
/// the headline and it. The first bound that is not exceeded counts.
const BY_DISTANCE: &[(usize, f32)] = &[(300, 1.0), (800, 0.9), (2_500, 0.65), (usize::MAX, 0.45)];
/// The same before the headline: kickers, but the head of the site as well.
const BEFORE: &[(usize, f32)] = &[(120, 0.95), (400, 0.7), (usize::MAX, 0.3)];
/// What is left in a list of other articles, in a comment.
const AWAY: f32 = 0.06;
/// What is left in a sidebar or a footer near the headline, and far from it.
const ASIDE: (f32, f32) = (0.6, 0.35);
/// What is left by the headline where a class names other people or articles all the same.
const DOUBTFUL: f32 = 0.3;
/// What is left in a list of dates.
const LISTED: f32 = 0.15;
/// The least that distance leaves of a date that is called the day of publication.
const SAID: f32 = 0.75;
/// What is left where no headline is known.
const NOWHERE: f32 = 0.8;

/// Judges the places of all clues.
pub(super) fn judge(page: &Page<'_>, title: Option<&str>, walk: &mut Walk) {
    // Without a headline the body's beginning stands for it.
    let headline = headline(page, title, &walk.headings)
        .or_else(|| page.region.zip(walk.body).map(|(r, b)| (r.first, b.0)));
    let mut away = HashMap::new();
    let lists = lists(page, headline, &walk.clues);
    let body = walk.body;
    for (index, clue) in walk.clues.iter_mut().enumerate() {
        if clue.node == 0 || !clue.kind.is_seen() {
            continue;
        }
        let mut place = match headline {
            Some((_, offset)) => distance(clue.offset, offset),
            None => NOWHERE,
        };
        // What is called the day of publication is that wherever it stands.
        let said = matches!(clue.kind, Kind::Label | Kind::Microdata);
        if said && clue.about == About::Published {
            place = place.max(SAID);
        } else if let Some((_, last)) = body {
            // The line under the text may tell its date.
            if clue.offset > last + 400 {
                place *= 0.6;
            }
        }
        match away_from(page, clue.node, headline.map(|h| h.0), &mut away) {
            Some(Away::Surely) if place < 0.95 || in_list(page, clue.node) => place *= AWAY,
            Some(Away::Surely) => place *= DOUBTFUL,
            _ if lists.contains(&index) => place *= LISTED,
            Some(Away::Perhaps) => place *= if place >= 0.9 || said { ASIDE.0 } else { ASIDE.1 },
            None => {}
        }
        // What is in the middle of a paragraph tells of the day of an event.
        if clue.kind == Kind::Text && in_link_or_list(page, clue.node) {
            place *= 0.5;
        }
        clue.place *= place;
    }
}

fn distance(offset: usize, headline: usize) -> f32 {
    let (table, distance) = match offset.checked_sub(headline) {
        Some(distance) => (BY_DISTANCE, distance),
        None => (BEFORE, headline - offset),
    };
    table.iter().find(|(most, _)| distance <= *most).map_or(0.3, |(_, left)| *left)
}

/// Largest heading in nodes; larger ones were never closed.
const LARGEST_HEADING: NodeId = 200;

/// The heading that is the article's headline, with how much text stands before it.
fn headline(
    page: &Page<'_>,
    title: Option<&str>,
    headings: &[(NodeId, usize)],
) -> Option<(NodeId, usize)> {
    let tree = page.tree;
    let meta = || {
        tree.elements(Tag::Meta)
            .take(200)
            .find(|m| tree.attr(*m, "property") == Some("og:title"))
            .and_then(|m| tree.attr(m, "content"))
            .map(str::to_owned)
    };
    let tag = || tree.elements(Tag::Title).next().map(|t| tree.inner_text(t));
    let key = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(200)
            .collect()
    };
    let titles: Vec<String> = title
        .map(str::to_owned)
        .into_iter()
        .chain(meta())
        .chain(tag())
        .map(|t| key(&t))
        .filter(|t| t.len() >= 8)
        .collect();
    // Menus have headings as well, of which some repeat words of the title.
    let mut headings: Vec<(NodeId, usize)> = headings
        .iter()
        .filter(|(n, _)| tree.end(*n) - n <= LARGEST_HEADING)
        .take(80)
        .copied()
        .collect();
    headings.sort_by_key(|(n, _)| tree.tag(*n) != Some(Tag::H1));
    let keys: Vec<String> = headings.iter().map(|(n, _)| key(&tree.inner_text(*n))).collect();
    for title in &titles {
        let matching = keys.iter().position(|k| {
            k.len() >= 8 && (title.starts_with(k.as_str()) || k.starts_with(title.as_str()))
        });
        if let Some(index) = matching {
            return headings.get(index).copied();
        }
    }
    // "Site: title", "section | title | site", and a date in the heading.
    for title in &titles {
        let matching = keys.iter().position(|k| {
            k.len() >= 12 && (title.contains(k.as_str()) || k.contains(title.as_str()))
        });
        if let Some(index) = matching {
            return headings.get(index).copied();
        }
    }
    headings.iter().find(|(n, _)| tree.tag(*n) == Some(Tag::H1)).copied()
}

/// Whether a node stands in a part that is not the article: judged by the elements
/// around it that do not hold the headline too.
fn away_from(
    page: &Page<'_>,
    node: NodeId,
    headline: Option<NodeId>,
    known: &mut HashMap<NodeId, Option<Away>>,
) -> Option<Away> {
    let tree = page.tree;
    let mut path = Vec::new();
    let mut verdict = None;
    for up in tree.ancestors(node) {
        if headline.is_some_and(|h| tree.is_within(h, up)) {
            break;
        }
        if let Some(v) = known.get(&up) {
            verdict = *v;
            break;
        }
        let tag = tree.tag(up);
        if matches!(tag, Some(Tag::Body | Tag::Html | Tag::Main)) {
            break;
        }
        let own_footer = tag == Some(Tag::Footer)
            && tree.ancestors(up).any(|a| tree.tag(a) == Some(Tag::Article));
        let beside = matches!(tag, Some(Tag::Aside | Tag::Nav | Tag::Footer)) && !own_footer;
        path.push((up, says_away(page, up).max(beside.then_some(Away::Perhaps))));
    }
    // What an element says holds for everything in it.
    for (up, says) in path.into_iter().rev() {
        verdict = verdict.max(says);
        known.insert(up, verdict);
    }
    verdict
}

/// Words for the article itself.
const ARTICLE_WORDS: &[&str] = &["post", "entry", "article", "story", "asset", "node", "content"];

fn says_away(page: &Page<'_>, node: NodeId) -> Option<Away> {
    let mut verdict = None;
    for name in ["class", "id"] {
        let value = page.tree.attr(node, name).unwrap_or("");
        // One builder of pages calls every part of them a widget.
        let built = value.contains("elementor");
        // The foot of an article tells of it, the foot of a page of its owner.
        let own = words(value).any(|w| ARTICLE_WORDS.iter().any(|a| begins_with(w, a)));
        for word in words(value) {
            let found = names::AWAY_WORDS.iter().find(|(w, _)| begins_with(word, w));
            if let Some((_, away)) =
                found.filter(|(w, _)| !(built && *w == "widget" || own && *w == "footer"))
            {
                verdict = verdict.max(Some(*away));
            }
        }
    }
    verdict
}

/// Whether a node stands in a list or beside the text.
fn in_list(page: &Page<'_>, node: NodeId) -> bool {
    let beside = |t| matches!(t, Tag::Li | Tag::Aside | Tag::Nav | Tag::Footer);
    page.tree.ancestors(node).take(8).any(|a| page.tree.tag(a).is_some_and(beside))
}

fn in_link_or_list(page: &Page<'_>, node: NodeId) -> bool {
    page.tree.ancestors(node).take(4).any(|a| matches!(page.tree.tag(a), Some(Tag::Li | Tag::A)))
}

/// The clues that are members of lists: three or more of one make with several
/// days. The one by the headline, or the one that stands apart from the others,
/// is not a member.
fn lists(page: &Page<'_>, headline: Option<(NodeId, usize)>, clues: &[Clue]) -> Vec<usize> {
    let mut groups: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, clue) in clues.iter().enumerate() {
        if clue.node != 0 && clue.kind.is_seen() {
            groups.entry(make(page, clue)).or_default().push(index);
        }
    }
    let mut members = Vec::new();
    for group in groups.into_values() {
        let mut days: Vec<_> = group
            .iter()
            .filter_map(|i| clues[*i].reading().and_then(super::written::Reading::date))
            .collect();
        days.sort_unstable();
        days.dedup();
        if group.len() < 3 || days.len() < 2 {
            continue;
        }
        let near = group.iter().copied().find(|i| match headline {
            // The last entry of a list before the headline is an entry all the same.
            Some((_, offset)) => {
                distance(clues[*i].offset, offset) >= 0.9 && !in_list(page, clues[*i].node)
            }
            None => false,
        });
        let apart = near.or_else(|| stands_apart(page, &group, clues));
        members.extend(group.into_iter().filter(|i| Some(*i) != apart));
    }
    members
}

/// The first of a group, if the others share an element that does not hold it.
fn stands_apart(page: &Page<'_>, group: &[usize], clues: &[Clue]) -> Option<usize> {
    let tree = page.tree;
    let mut nodes: Vec<(NodeId, usize)> =
        group.iter().filter_map(|i| Some((clues.get(*i)?.node, *i))).collect();
    nodes.sort_unstable();
    let (first, second, last) = (nodes.first()?, nodes.get(1)?, nodes.last()?);
    let shared = tree.ancestors(second.0).find(|a| tree.is_within(last.0, *a))?;
    (!tree.is_within(first.0, shared)).then_some(first.1)
}

/// What a clue's element looks like, with the one around it.
fn make(page: &Page<'_>, clue: &Clue) -> u64 {
    let tree = page.tree;
    let mut hasher = DefaultHasher::new();
    clue.kind.hash(&mut hasher);
    let own = tree.tag(clue.node).is_some().then_some(clue.node);
    for up in own.into_iter().chain(tree.ancestors(clue.node)).take(2) {
        tree.name(up).hash(&mut hasher);
        // Classes of one element each ("post-123") say nothing of its make.
        for word in words(tree.attr(up, "class").unwrap_or("")) {
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                word.hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}
