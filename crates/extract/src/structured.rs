//! Structured data in a page: its JSON-LD, read once for all who ask.
//!
//! <https://www.w3.org/TR/json-ld11/>, <https://schema.org/Article>. Contexts
//! are not fetched: names are taken as schema.org's, with or without prefix.

use crate::tree::{Tag, Tree};
use serde_json::{Map, Value};

/// Longest script that is read, in bytes; the longest real ones carry a whole article.
const MAX_SCRIPT: usize = 4 << 20;
/// Most things that are kept of one page.
const MAX_ITEMS: usize = 2_000;

/// Types of schema.org that stand for an article (and its sub-types by ending).
const ARTICLE_TYPES: &[&str] = &[
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "AskPublicNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "Review",
    "MedicalWebPage",
];

/// Everything that a page's JSON-LD describes, in its order.
#[derive(Debug, Default)]
pub struct Structured {
    /// Objects of graphs, lists and `mainEntity`, outermost first.
    pub items: Vec<Map<String, Value>>,
    /// How many scripts could not be read even after mending.
    pub broken: usize,
}

impl Structured {
    /// Reads all `application/ld+json` scripts.
    pub fn read(tree: &Tree<'_>) -> Structured {
        let mut out = Structured::default();
        for script in tree.elements(Tag::Script) {
            let kind = tree.attr(script, "type").unwrap_or("");
            if !kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
                continue;
            }
            let Some(text) = tree.children(script).find_map(|c| tree.text(c)) else { continue };
            if text.len() > MAX_SCRIPT {
                out.broken += 1;
                continue;
            }
            match parse(text) {
                Some(value) => out.add(value),
                None => out.broken += usize::from(!text.trim().is_empty()),
            }
        }
        out
    }

    /// The objects that are articles, in the page's order.
    pub fn articles(&self) -> impl Iterator<Item = &Map<String, Value>> {
        self.items.iter().filter(|item| types(item).any(|t| ARTICLE_TYPES.contains(&t)))
    }

    /// The objects of one type.
    pub fn of_type<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a Map<String, Value>> {
        self.items.iter().filter(move |item| types(item).any(|t| t == wanted))
    }

    /// The object that others refer to by `@id`.
    pub fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        // A mere reference has nothing but its `@id`.
        self.items.iter().find(|i| i.len() > 1 && i.get("@id").and_then(Value::as_str) == Some(id))
    }

    fn add(&mut self, value: Value) {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            if self.items.len() >= MAX_ITEMS {
                return;
            }
            match value {
                // Reversed, because the last one in is the first one out.
                Value::Array(list) => waiting.extend(list.into_iter().rev()),
                Value::Object(object) => {
                    for key in ["mainEntity", "mainEntityOfPage", "@graph", "hasPart"] {
                        if let Some(inner) = object.get(key).filter(|v| !v.is_string()) {
                            waiting.push(inner.clone());
                        }
                    }
                    self.items.push(object);
                }
                _ => {}
            }
        }
    }
}

/// The types of an object, without a prefix.
pub fn types(item: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match item.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    list.into_iter().map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

/// Reads JSON as pages write it: with comments around it, raw line breaks in
/// strings, commas before a closing bracket, or escaped as HTML.
/// `serde_json` bounds the nesting.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    // Some wrap their scripts as XHTML had it.
    let text = text.split_once("<![CDATA[").map_or(text, |(_, inner)| inner);
    let text = text.rsplit_once("]]>").map_or(text, |(inner, _)| inner);
    let from = text.find(['{', '['])?;
    let to = text.rfind(['}', ']'])? + 1;
    let inner = text.get(from..to)?;
    let mended = mend(inner);
    serde_json::from_str(&mended).ok().or_else(|| {
        // The first whole value of several that follow each other.
        serde_json::Deserializer::from_str(&mended).into_iter().next()?.ok()
    })
}

/// Takes out control characters in strings and commas that nothing follows.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => match chars.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.push('\\');
                    out.push(next);
                }
                Some(next) => out.push(next),
                None => {}
            },
            c if in_string && c.is_control() => out.push(' '),
            ']' | '}' if !in_string => {
                out.truncate(out.trim_end().len());
                if out.ends_with(',') {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Structured {
        let html = format!("<script type='application/ld+json'>{script}</script>");
        Structured::read(&Tree::parse(&html))
    }

    #[test]
    fn graphs_and_lists_are_flat() {
        let found = read(
            r#"[{"@graph":[{"@type":["WebPage"],"@id":"a"},{"@type":"schema:NewsArticle"}]},{"@type":"http://schema.org/Report"}]"#,
        );
        assert_eq!(found.articles().count(), 2);
        assert_eq!(found.by_id("a").map(|i| types(i).collect::<Vec<_>>()), Some(vec!["WebPage"]));
    }

    #[test]
    fn careless_json_is_read() {
        let found = read("<!-- {\"@type\":\"Article\",\"headline\":\"a\nb\\'c\",} -->");
        let article = found.articles().next().expect("an article");
        assert_eq!(article["headline"], "a b'c");
        let wrapped = read("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"d [e]\"}\n//]]>");
        assert_eq!(wrapped.articles().next().expect("an article")["headline"], "d [e]");
        assert_eq!(read("{ no").broken, 1);
        assert_eq!(read(&"[".repeat(100_000)).broken, 1);
    }
}
