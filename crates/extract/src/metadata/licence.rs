//! The licence of the text, where the page names one.

use super::{
    gather::{Found, Mark},
    ld,
    value::{clean, cut},
};
use crate::{page::Page, tree::Tag};
use serde_json::{Map, Value};

/// Words near a link that make it the licence of what the page says.
const LICENSED: &[&str] = &[
    "licen",
    "creative commons",
    "cc by",
    "cc-by",
    "lizenz",
    "licencia",
    "licença",
    "лиценз",
    "许可",
    "授權",
    "republish",
];

/// Decides on the licence: an address where there is one, else a name.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
) -> Option<String> {
    if let Some(said) =
        item.and_then(|item| ld::address(item, "license")).and_then(|l| value(page, &l))
    {
        return Some(said);
    }
    let links =
        found.links.iter().filter(|(rel, _)| rel.split_ascii_whitespace().any(|r| r == "license"));
    let metas = [
        "dcterms:license",
        "dc:rights",
        "dcterms:rights",
        "cc:license",
        "itemprop:license",
        "rights",
        "copyright",
    ];
    links
        .filter_map(|(_, href)| page.resolve(href))
        .next()
        .or_else(|| {
            metas.iter().flat_map(|key| found.meta_values(key)).find_map(|v| value(page, &v))
        })
        .or_else(|| linked(page, found))
}

/// A value that is a licence: an address, or the name of an open licence.
fn value(page: &Page<'_>, text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with("http") || text.starts_with("//") {
        return page.resolve(text);
    }
    let lower = text.to_ascii_lowercase();
    let open =
        ["creative commons", "cc by", "cc-by", "cc0", "public domain", "open government licen"];
    if let Some(at) = lower.find("creativecommons.org/") {
        let rest = text.get(at..)?.split([' ', ')', ',']).next()?;
        return page.resolve(&format!("https://{rest}"));
    }
    open.iter().any(|o| lower.contains(o)).then(|| clean(cut(text, 200))).flatten()
}

/// A link in the text that says under which licence it stands.
fn linked(page: &Page<'_>, found: &Found<'_>) -> Option<String> {
    let tree = found.tree;
    found.licence_links.iter().take(40).find_map(|id| {
        let href = tree.attr(*id, "href")?;
        let in_figure = tree.ancestors(*id).take(12).any(|a| {
            matches!(tree.tag(a), Some(Tag::Figure | Tag::Figcaption | Tag::Li | Tag::Td))
        });
        // A picture's licence, or one in readers' comments.
        let in_credit =
            found.marked(Mark::Credit).any(|c| tree.is_within(*id, c) && tree.end(c) - c < 30);
        let names = href.contains("/licenses/") || href.contains("/publicdomain/");
        let others = in_figure || in_credit && !declares(found, *id);
        if others || !(names || declares(found, *id)) {
            return None;
        }
        // What is said around the link, not farther than its paragraph.
        let around =
            tree.ancestors(*id).take(3).take_while(|a| tree.end(*a) - a < 60).last().unwrap_or(*id);
        let text = tree.inner_text(around).to_lowercase();
        let said = declares(found, *id) || LICENSED.iter().any(|w| text.contains(w));
        said.then(|| page.resolve(href)).flatten()
    })
}

fn declares(found: &Found<'_>, id: u32) -> bool {
    found
        .tree
        .attr(id, "rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("license")))
}
