//! Where the headline stands among the segments.

use super::segment::Segment;
use crate::{
    page::Page,
    tree::{NodeId, Tag, Tree},
};
use annals_model::fold_key;
use serde_json::Value;

/// Most titles of a page that are compared with its headings.
const TITLES: usize = 16;

/// The segment that is the page's headline: the heading whose words the page
/// also gives as its title; else a line with those words; else the only `h1`.
pub(super) fn find(page: &Page<'_>, segments: &[Segment]) -> Option<usize> {
    let tree = page.tree;
    let titles = titles(page);
    let heading = |s: &Segment| heading(tree, s);
    let told = |s: &Segment| {
        s.text.len() < 600 && s.words >= 2 && {
            let text = fold_key(&s.text);
            !text.is_empty() && titles.iter().any(|t| is_told(t, &text))
        }
    };
    let level = |wanted: u8| {
        segments.iter().position(|s| heading(s).is_some_and(|l| l <= wanted) && told(s))
    };
    let line = || segments.iter().position(|s| s.linked == 0 && told(s));
    level(1).or_else(|| level(6)).or_else(line).or_else(|| {
        let mut all = (0..segments.len()).filter(|at| heading(&segments[*at]) == Some(1));
        let first = all.next();
        first.filter(|_| all.next().is_none())
    })
}

/// The level of the heading that a segment stands in.
pub(super) fn heading(tree: &Tree<'_>, segment: &Segment) -> Option<u8> {
    // `<h1><div>…` happens; more than two levels between do not.
    let block: NodeId = segment.block;
    std::iter::once(block)
        .chain(tree.ancestors(block).take(2))
        .find_map(|id| tree.tag(id).and_then(Tag::heading))
}

/// Whether a title says a heading's words: all of them, or with the site's name around.
fn is_told(title: &str, heading: &str) -> bool {
    title == heading
        || heading.len() >= 15 && title.contains(heading)
        || title.len() >= 15 && heading.contains(title)
}

/// What the page calls itself, folded.
fn titles(page: &Page<'_>) -> Vec<String> {
    let tree = page.tree;
    let mut out = Vec::new();
    for id in 1..tree.len() {
        match tree.tag(id) {
            Some(Tag::Title) if out.len() < 8 => {
                if let Some(text) = tree.children(id).find_map(|c| tree.text(c)) {
                    out.push(fold_key(text));
                }
            }
            Some(Tag::Meta) => {
                let name = tree.attr(id, "property").or_else(|| tree.attr(id, "name"));
                if name.is_some_and(|n| n == "og:title" || n == "twitter:title")
                    && let Some(content) = tree.attr(id, "content")
                {
                    out.push(fold_key(content));
                }
            }
            Some(Tag::Body) => break,
            _ => {}
        }
    }
    for article in page.structured.articles() {
        if let Some(headline) = article.get("headline").and_then(Value::as_str) {
            out.push(fold_key(headline));
        }
    }
    out.retain(|t| !t.is_empty());
    out.truncate(TITLES);
    out
}
