//! Who wrote it: from the JSON-LD, the metas, the elements that say so, and the
//! line under the headline. The first place that names a person is believed; an
//! organisation only where no place names a person.

use super::{
    byline::{self, Byline, Trust},
    gather::{Found, Mark, lines},
    ld,
    sites::Sites,
    value::{fold, is_address},
};
use crate::{
    page::Page,
    tree::{NodeId, Tag},
};
use annals_model::Article;
use serde_json::{Map, Value};

/// Metas that name authors, the most careful first.
const METAS: &[&str] = &[
    "parsely-author",
    "sailthru:author",
    "citation_author",
    "dc:creator",
    "dcterms:creator",
    "dcterm:creator",
    "dc:contributor:author",
    "byl",
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "og:author",
    "book:author",
    "authors",
    "author_name",
    "cxenseparse:author",
    "shareaholic:article_author_name",
    "itemprop:author",
];

/// Most elements that are asked.
const MAX_ASKED: usize = 40;
/// Most nodes of an element that is read as a byline: more is a biography or a list.
const MAX_NODES: u32 = 150;
/// How many nodes before the headline a byline may stand.
const BEFORE: u32 = 120;
/// How many nodes behind the headline a line that begins with "By" is looked for.
const BEHIND: u32 = 160;
/// How many nodes apart two authors stand who have an element each.
const APART: u32 = 60;

/// Fills authors, and the agency where a byline names one.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    sites: &Sites,
    headline: Option<NodeId>,
    article: &mut Article,
) {
    let readers: [&dyn Fn() -> Byline; 6] = [
        &|| from_json(page, item, sites),
        &|| from_metas(found, sites),
        &|| from_elements(page, found, sites, headline, declared(found)),
        &|| from_elements(page, found, sites, headline, found.marked(Mark::Byline).collect()),
        &|| from_lines(page, found, sites, headline),
        &|| from_scholar(page, sites),
    ];
    let mut organisation = Byline::default();
    for reader in readers {
        let byline = reader();
        if article.agency.is_none() {
            article.agency = byline.agency.map(str::to_owned);
        }
        if byline.has_person {
            article.authors = byline.names;
            return;
        }
        if organisation.names.is_empty() {
            organisation = byline;
        }
    }
    article.authors = organisation.names;
}

fn from_json(page: &Page<'_>, item: Option<&Map<String, Value>>, sites: &Sites) -> Byline {
    let mut all = Byline::default();
    let Some(item) = item else { return all };
    for key in ["author", "creator", "contributor"] {
        for named in ld::names(page.structured, item, key) {
            if named.is_organisation && super::agency::named(&named.name).is_none() {
                let known = byline::is_somebody(&named.name) && !sites.is_name(&named.name);
                if known && !is_address(&named.name) {
                    all.names.push(named.name);
                }
                continue;
            }
            add(&mut all, byline::read(&named.name, Trust::Declared, sites));
        }
        if !all.names.is_empty() || all.agency.is_some() {
            break;
        }
    }
    all
}

/// Authors of other items: a page, a person that is the only one.
fn from_scholar(page: &Page<'_>, sites: &Sites) -> Byline {
    let mut all = Byline::default();
    let pages = page.structured.items.iter().take(20);
    for item in pages.filter(|i| i.contains_key("author") && !i.contains_key("reviewRating")) {
        for named in ld::names(page.structured, item, "author") {
            add(&mut all, byline::read(&named.name, Trust::Declared, sites));
        }
        if !all.names.is_empty() {
            break;
        }
    }
    all
}

fn from_metas(found: &Found<'_>, sites: &Sites) -> Byline {
    let mut best = Byline::default();
    for key in METAS {
        let mut all = Byline::default();
        for value in found.meta_values(key).take(20) {
            add(&mut all, byline::read(&value, Trust::Declared, sites));
        }
        if all.has_person {
            return all;
        }
        best.agency = best.agency.or(all.agency);
        if best.names.is_empty() {
            best.names = all.names;
        }
    }
    // "Written by" is a label that sites give to Twitter's cards.
    for (label, data) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")]
    {
        let says = found.first_meta(&[label]).unwrap_or_default().to_lowercase();
        if says.contains("written by") || says.contains("author") {
            for value in found.meta_values(data).take(1) {
                add(&mut best, byline::read(&value, Trust::Declared, sites));
            }
        }
    }
    best
}

/// Elements that the page says hold the author: microdata and links.
fn declared(found: &Found<'_>) -> Vec<NodeId> {
    let props = found.with_prop("author").chain(found.with_prop("creator"));
    let mut all: Vec<NodeId> = props.chain(found.author_links.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The elements nearest to the headline that hold a name.
fn from_elements(
    page: &Page<'_>,
    found: &Found<'_>,
    sites: &Sites,
    headline: Option<NodeId>,
    mut candidates: Vec<NodeId>,
) -> Byline {
    let anchor = headline.or(page.region.map(|r| r.first));
    if let Some(region) = page.region {
        // Behind the body stand the readers' comments; a byline closes the body at most.
        candidates.retain(|id| *id <= region.last + BEHIND);
    }
    candidates.truncate(MAX_ASKED * 4);
    if let Some(anchor) = anchor {
        let far = |id: &NodeId| {
            // Before the headline stand menus and other articles.
            if *id < anchor {
                u32::from(*id + BEFORE < anchor) * 1_000_000 + (anchor - id) * 3
            } else {
                id - anchor
            }
        };
        candidates.sort_by_key(far);
    }
    let mut all = Byline::default();
    let mut last: Option<NodeId> = None;
    for id in candidates.into_iter().take(MAX_ASKED) {
        if let Some(last) = last {
            let tree = found.tree;
            if id.abs_diff(last) > APART || tree.is_within(id, last) || tree.is_within(last, id) {
                continue;
            }
        }
        if found.is_elsewhere(id, anchor) {
            continue;
        }
        let byline = from_element(page, found, sites, id);
        if byline.names.is_empty() {
            all.agency = all.agency.or(byline.agency);
            continue;
        }
        add(&mut all, byline);
        last = Some(id);
    }
    all
}

/// The names in one element: those of its parts that say so, else its text.
fn from_element(page: &Page<'_>, found: &Found<'_>, sites: &Sites, id: NodeId) -> Byline {
    let tree = found.tree;
    if tree.end(id) - id > MAX_NODES || found.h1.contains(&id) {
        return Byline::default();
    }
    // What holds the body's beginning is the article, not its byline.
    if page.region.is_some_and(|r| tree.is_within(r.first, id)) {
        return Byline::default();
    }
    let mut all = Byline::default();
    let inner = |node: &NodeId| *node > id && *node < tree.end(id);
    let named: Vec<NodeId> = found.with_prop("name").filter(inner).collect();
    let linked: Vec<NodeId> = found.author_links.iter().copied().filter(inner).collect();
    let to_author = || -> Vec<NodeId> {
        let is_author = |node: &NodeId| {
            tree.tag(*node) == Some(Tag::A)
                && tree.attr(*node, "href").is_some_and(|href| {
                    [
                        "/author",
                        "/by/",
                        "/people/",
                        "/profile",
                        "/autor",
                        "/auteur",
                        "/staff/",
                        "/journalist",
                        "/reporter",
                        "/contributor",
                        "/writer",
                    ]
                    .iter()
                    .any(|part| href.contains(part))
                })
        };
        tree.below(id).filter(is_author).take(10).collect()
    };
    let parts = if !named.is_empty() {
        named
    } else if !linked.is_empty() {
        linked
    } else {
        to_author()
    };
    for part in parts {
        // "Jane Doe" in one link, "View all posts" in the next.
        let text = tree.attr(part, "content").map_or_else(|| tree.inner_text(part), str::to_owned);
        add(&mut all, byline::read(&text, Trust::Guessed, sites));
    }
    if !all.names.is_empty() {
        // More names may stand beside the links.
        let whole = lines(tree, id, 200).join(" ");
        let whole = byline::read(&whole, Trust::Guessed, sites);
        let more = whole.names.len() > all.names.len() && whole.names.first() == all.names.first();
        return if more { whole } else { all };
    }
    if let Some(content) = tree.attr(id, "content") {
        return byline::read(content, Trust::Declared, sites);
    }
    for line in lines(tree, id, 400).iter().take(4) {
        let byline = byline::read(line, Trust::Guessed, sites);
        let done = !byline.names.is_empty();
        add(&mut all, byline);
        if done {
            break;
        }
    }
    all
}

/// A line near the headline that begins with "By".
fn from_lines(
    page: &Page<'_>,
    found: &Found<'_>,
    sites: &Sites,
    headline: Option<NodeId>,
) -> Byline {
    let tree = found.tree;
    let from = match (headline, page.region) {
        (Some(id), Some(region)) if id > region.last => region.first.saturating_sub(BEFORE),
        (Some(id), _) => tree.end(id),
        (None, Some(region)) => region.first.saturating_sub(BEFORE),
        (None, None) => return Byline::default(),
    };
    let end = tree.len().min(from.saturating_add(BEHIND));
    for id in from..end {
        let Some(text) = tree.text(id) else { continue };
        let start = text.trim_start();
        if !begins(start) || matches!(tree.tag(tree.parent(id)), Some(Tag::Script | Tag::Style)) {
            continue;
        }
        // "By 2016" and "By the way" begin sentences; a byline is a line of its own.
        let block = std::iter::once(id)
            .chain(tree.ancestors(id))
            .take(4)
            .take_while(|n| {
                tree.tag(*n).is_none_or(|t| t.is_inline() || t == Tag::P || t == Tag::Div)
            })
            .take_while(|n| tree.end(*n) - n < 30)
            .last()
            .unwrap_or(id);
        let found_lines = lines(tree, block, 400);
        let line = found_lines
            .iter()
            .find(|l| begins(l) && !byline::without_by(l).0.starts_with(char::is_lowercase));
        let Some(line) = line.filter(|l| l.len() <= 160 && !l.ends_with('.')) else { continue };
        let byline = byline::read(line, Trust::Guessed, sites);
        if !byline.names.is_empty() || byline.agency.is_some() {
            return byline;
        }
    }
    Byline::default()
}

/// How such lines begin. Words that begin ordinary sentences ("De", "Di") are left out.
const BEGINNINGS: &[&str] = &[
    "By ",
    "BY ",
    "by ",
    "By:",
    "Written by",
    "Posted by",
    "Author:",
    "Story by",
    "Words by",
    "Von ",
    "VON ",
    "Par ",
    "PAR ",
    "Por ",
    "POR ",
    "Door ",
    "Autor:",
    "Auteur",
    "Автор",
    "Текст:",
    "记者",
    "作者",
    "文/",
    "文／",
    "文：",
    "記者",
    "撰文",
    "Oleh ",
    "Penulis",
    "بقلم",
    "Γράφει",
];

fn begins(line: &str) -> bool {
    BEGINNINGS.iter().any(|by| line.starts_with(by) || line == by.trim_end())
}

fn add(all: &mut Byline, more: Byline) {
    all.agency = all.agency.or(more.agency);
    // A team behind a person is where the person works.
    if all.has_person && !more.has_person {
        return;
    }
    if more.has_person && !all.has_person {
        all.names.clear();
    }
    all.has_person |= more.has_person;
    for name in more.names {
        let key = fold(&name);
        if all.names.len() < 30 && !all.names.iter().any(|n| fold(n) == key) {
            all.names.push(name);
        }
    }
}
