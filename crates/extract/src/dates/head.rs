//! Clues that software left: JSON-LD, metadata, the JSON of scripts, the protocol.

use super::{
    clue::{About, Clue, Kind},
    names,
    written::{Form, Found, Hints, find_all, read_machine},
};
use crate::{
    page::Page,
    structured,
    tree::{NodeId, Tag},
};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads everything of the page's head that speaks of dates.
pub(super) fn gather(page: &Page<'_>, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    json_ld(page, hints, clues);
    if let Some(value) = page.last_modified
        && let Some(found) = read_machine(value, hints)
    {
        push(clues, Kind::Protocol, About::Modified, "http last-modified", value, found);
    }
}

fn push(
    clues: &mut Vec<Clue>,
    kind: Kind,
    about: About,
    from: impl Into<Cow<'static, str>>,
    text: &str,
    found: Found,
) {
    clues.push(Clue::new(kind, about, from.into(), text, found));
}

/// Fields of schema.org's things that carry a date, with what they say.
const LD_FIELDS: &[(&str, About, bool)] = &[
    ("datePublished", About::Published, true),
    ("dateCreated", About::Published, false),
    ("uploadDate", About::Published, false),
    ("dateModified", About::Modified, true),
];

/// Types that stand for the page itself.
const PAGE_TYPES: &[&str] =
    &["WebPage", "ItemPage", "AboutPage", "FAQPage", "QAPage", "CreativeWork"];
/// Types that are parts of a page, whose dates are their own.
const PART_TYPES: &[&str] = &[
    "Comment",
    "Event",
    "Product",
    "Person",
    "Organization",
    "WebSite",
    "ImageObject",
    "Review",
    "Offer",
    "JobPosting",
    "Recipe",
];

fn json_ld(page: &Page<'_>, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let mut articles = page.structured.articles();
    let first = articles.next();
    let own = page.url.map(|u| u.path().trim_end_matches('/'));
    // Of several articles the one with the page's address is meant, else the first.
    let named = own.filter(|p| p.len() > 1).and_then(|path| {
        page.structured.articles().find(|item| {
            ["url", "@id", "mainEntityOfPage"].iter().any(|key| {
                address_of(item.get(*key)).is_some_and(|a| {
                    a.split(['?', '#'])
                        .next()
                        .is_some_and(|a| a.trim_end_matches('/').ends_with(path))
                })
            })
        })
    });
    let main = named.or(first);
    for item in &page.structured.items {
        let is_main = main.is_some_and(|m| std::ptr::eq(m, item));
        let name = structured::types(item).next().unwrap_or("");
        let about_page = PAGE_TYPES.contains(&name);
        let is_article = page.structured.articles().any(|a| std::ptr::eq(a, item));
        for (field, about, says_publication) in LD_FIELDS {
            let Some(text) = scalar(item, field) else { continue };
            let Some(found) = read_machine(&text, hints) else { continue };
            let kind = match () {
                () if is_main && *says_publication => Kind::JsonLdArticle,
                () if is_main => Kind::JsonLdCreated,
                () if is_article || PART_TYPES.contains(&name) => Kind::JsonLdOther,
                () if about_page && *says_publication => Kind::JsonLdPage,
                () if *says_publication && name != "VideoObject" => Kind::JsonLdPage,
                () => Kind::JsonLdOther,
            };
            let from = match kind {
                Kind::JsonLdArticle | Kind::JsonLdCreated => format!("json-ld {field}"),
                _ => format!("json-ld {name} {field}"),
            };
            let place = if PART_TYPES.contains(&name) { 0.1 } else { 1.0 };
            push(clues, kind, *about, from, &text, found);
            if let Some(last) = clues.last_mut() {
                last.place = place;
            }
        }
    }
}

fn scalar(item: &Map<String, Value>, field: &str) -> Option<String> {
    match item.get(field)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => list.first()?.as_str().map(str::to_owned),
        Value::Object(object) => object.get("@value")?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn address_of(value: Option<&Value>) -> Option<&str> {
    match value? {
        Value::String(text) => Some(text),
        Value::Object(object) => object.get("@id")?.as_str(),
        _ => None,
    }
}

/// Reads one `<meta>`, in the head or (as microdata) in the body.
pub(super) fn meta(page: &Page<'_>, node: NodeId, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let (mut name, mut content, mut key) = (None, None, "meta");
    for attr in page.tree.attrs(node) {
        match attr.name.len() {
            4 if attr.name.eq_ignore_ascii_case("name") => name = Some(attr.value.as_ref()),
            7 if attr.name.eq_ignore_ascii_case("content") => content = Some(attr.value.as_ref()),
            8 if attr.name.eq_ignore_ascii_case("property") => name = Some(attr.value.as_ref()),
            8 if attr.name.eq_ignore_ascii_case("itemprop") => {
                name = name.or(Some(attr.value.as_ref()));
                key = "microdata";
            }
            8 if attr.name.eq_ignore_ascii_case("datetime") => {
                content = content.or(Some(attr.value.as_ref()));
            }
            10 if attr.name.eq_ignore_ascii_case("http-equiv") => {
                name = name.or(Some(attr.value.as_ref()));
            }
            _ => {}
        }
    }
    let (Some(name), Some(content)) = (name, content) else { return };
    if content.len() < 4 || !content.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    if matches!(name, "description" | "og:description" | "og:title") {
        // A date there is of the article, or of what it tells.
        let all = find_all(content, hints);
        if let Some(found) = all.into_iter().find(|f| f.form == Form::Named) {
            let text = content.get(found.range.clone()).unwrap_or("").to_owned();
            push(clues, Kind::Text, About::Unsaid, format!("meta {name}"), &text, found);
        }
        return;
    }
    let Some((about, kind)) = names::meta(name) else { return };
    let Some(found) = read_machine(content, hints) else { return };
    // In the body it belongs to the thing around it, which need not be the article.
    let kind = if key == "microdata" && kind == Kind::MetaStrong { Kind::Microdata } else { kind };
    let from = if name.len() > 60 { key.to_owned() } else { format!("{key} {}", name.trim()) };
    push(clues, kind, about, from, content, found);
    if let (true, Some(last)) = (key == "microdata", clues.last_mut()) {
        last.node = node;
    }
}

/// Most fields that are read from scripts: more are lists of other articles.
const MOST_FIELDS: usize = 40;
/// Longest name of a field that is looked at.
const LONGEST_FIELD: usize = 40;

/// Reads the fields of JSON in a script that tell when something was published.
/// Whose date it is cannot be seen from here, so that they are weak.
pub(super) fn script(page: &Page<'_>, node: NodeId, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let Some(text) = page.tree.children(node).find_map(|c| page.tree.text(c)) else { return };
    let kind = page.tree.attr(node, "type").unwrap_or("");
    let is_ld =
        kind.trim_start().get(..15).is_some_and(|k| k.eq_ignore_ascii_case("application/ld+"));
    if is_ld && page.structured.broken == 0 {
        return;
    }
    let mut seen = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"ublish") {
        let Some((name, value)) = field(text, at) else { continue };
        let plain: String = name
            .bytes()
            .filter(|b| !matches!(b, b'_' | b'-'))
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
        let Some((_, about)) = names::FIELDS.iter().find(|(n, _)| *n == plain) else { continue };
        let Some(found) = read_machine(value, hints) else { continue };
        // What was meant as JSON-LD says more, even if it is broken.
        let kind = match () {
            () if is_ld && seen == 0 && names_article(text) => Kind::JsonLdArticle,
            () if is_ld => Kind::JsonLdPage,
            () => Kind::Script,
        };
        push(clues, kind, *about, format!("script {name}"), value, found);
        seen += 1;
        if seen >= MOST_FIELDS {
            break;
        }
    }
}

/// Whether JSON-LD that cannot be parsed describes an article.
fn names_article(text: &str) -> bool {
    ["Article\"", "BlogPosting\""]
        .iter()
        .any(|t| memchr::memmem::find(text.as_bytes(), t.as_bytes()).is_some())
}

/// The name of the field around a place of a script, and its value, if it is a
/// string without escapes or a number.
fn field(text: &str, at: usize) -> Option<(&str, &str)> {
    let in_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let bytes = text.as_bytes();
    let mut start = at;
    while start > 0 && at - start < LONGEST_FIELD && in_name(bytes[start - 1]) {
        start -= 1;
    }
    let mut end = at;
    while end < bytes.len() && end - at < LONGEST_FIELD && in_name(bytes[end]) {
        end += 1;
    }
    let rest = bytes.get(end..(end + 80).min(bytes.len()))?;
    // `":"`, `\":\"` in a string of JSON, `: '`, `="`.
    let skipped = rest
        .iter()
        .take_while(|b| matches!(b, b'"' | b'\'' | b'\\' | b':' | b' ' | b'=' | b'\n'))
        .count();
    if !rest[..skipped].iter().any(|b| matches!(b, b':' | b'=')) {
        return None;
    }
    let from = end + skipped;
    let length = bytes[from..]
        .iter()
        .take(60)
        .take_while(|b| {
            !matches!(b, b'"' | b'\'' | b'\\' | b'}' | b']' | b'<') && !b.is_ascii_control()
        })
        .count();
    let value = text.get(from..from + length)?;
    // Bare values end at a comma; only quoted ones hold one.
    let quoted = rest[..skipped].iter().next_back().is_some_and(|b| matches!(b, b'"' | b'\''));
    let value = if quoted { value } else { value.split(',').next()? };
    Some((text.get(start..end)?, value))
}

/// Whether an element can hold a script with fields.
pub(super) fn is_script(tag: Tag) -> bool {
    tag == Tag::Script
}
