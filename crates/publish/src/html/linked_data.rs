//! JSON-LD (schema.org) in the head: an event as `NewsArticle`, a list as
//! `CollectionPage`.
//!
//! Written by hand, as the escaping differs from ordinary JSON: nothing in it
//! may end the `script` element, so `<`, `>` and `&` are written `\u003c`. A server
//! gives the same object as a document of its own.

use super::head::canonical;
use super::links::WebLink;
use super::markup::Markup;
use super::page::Page;
use crate::wire::{Event, List, ListKind};

/// Puts what `write` writes into an element of the page's head.
pub(crate) fn script(out: &mut Markup, write: impl FnOnce(&mut Markup)) {
    out.raw("<script type=\"application/ld+json\">");
    write(out);
    out.raw("</script>\n");
}

/// Writes the data of an event's page.
pub(crate) fn event(page: &Page<'_>, event: &Event, title: &str, out: &mut Markup) {
    open(out, "NewsArticle");
    member(out, "headline", title);
    member(out, "identifier", &event.id);
    member(out, "inLanguage", &event.lang);
    member(out, "datePublished", &event.day);
    // Times in UTC of one form: the last in the alphabet is the latest.
    if let Some(last) = event.changes.iter().filter_map(|c| c.known_at.as_deref()).max() {
        member(out, "dateModified", last);
    }
    if let Some(category) = &event.category {
        member(out, "articleSection", &category.title);
    }
    address(page, out);
    let mut about = Vec::new();
    for part in event.statement.parts.iter() {
        if let Some(name) = part.entity.as_deref().map(title_of)
            && !about.contains(&name)
            // Far more than a statement names; keeps hostile input linear.
            && about.len() < 100
        {
            about.push(name);
        }
    }
    array(out, "about", &about, |out, name| thing(out, "Thing", name, None));
    array(out, "citation", &event.sources, |out, source| {
        let url = source.url.as_deref().filter(|url| WebLink::parse(url).is_some());
        thing(out, "CreativeWork", &source.name, url);
    });
    let stories: Vec<_> = event.stories.iter().filter_map(|chain| chain.last()).collect();
    array(out, "isPartOf", &stories, |out, story| {
        thing(out, "CreativeWorkSeries", &story.title, None)
    });
    licence(page, out);
    close(out);
}

/// Writes the data of a list's page.
pub(crate) fn list(
    page: &Page<'_>,
    list: &List,
    heading: &str,
    description: &str,
    out: &mut Markup,
) {
    open(out, "CollectionPage");
    member(out, "name", heading);
    member(out, "description", description);
    member(out, "inLanguage", page.lang);
    address(page, out);
    if let (Some(first), Some(last)) = (&list.first, &list.last) {
        let span = if first == last { first.clone() } else { format!("{first}/{last}") };
        member(out, "temporalCoverage", &span);
    }
    if matches!(list.kind, ListKind::Story | ListKind::Entity | ListKind::Category) {
        array(out, "about", &[heading], |out, name| thing(out, "Thing", name, None));
    }
    array(out, "isPartOf", &[&page.settings.title], |out, name| thing(out, "WebSite", name, None));
    licence(page, out);
    close(out);
}

/// `en:Syrian peace process` names the Syrian peace process.
fn title_of(key: &str) -> &str {
    key.split_once(':').map_or(key, |(_, title)| title)
}

fn licence(page: &Page<'_>, out: &mut Markup) {
    if let Some((_, url)) = &page.settings.license {
        member(out, "license", url);
    }
}

fn address(page: &Page<'_>, out: &mut Markup) {
    if page.settings.base_url.is_some() {
        let mut url = Markup::default();
        canonical(page, &mut url);
        member(out, "url", url.escaped());
    }
}

fn open(out: &mut Markup, kind: &'static str) {
    out.raw("{\"@context\":\"https://schema.org\",\"@type\":\"").raw(kind).raw("\"");
}

fn close(out: &mut Markup) {
    out.raw("}");
}

fn member(out: &mut Markup, name: &'static str, value: &str) {
    out.raw(",\"").raw(name).raw("\":");
    string(out, value);
}

fn array<T>(out: &mut Markup, name: &'static str, list: &[T], write: impl Fn(&mut Markup, &T)) {
    if list.is_empty() {
        return;
    }
    out.raw(",\"").raw(name).raw("\":[");
    for (at, item) in list.iter().enumerate() {
        if at > 0 {
            out.raw(",");
        }
        write(out, item);
    }
    out.raw("]");
}

fn thing(out: &mut Markup, kind: &'static str, name: &str, url: Option<&str>) {
    out.raw("{\"@type\":\"").raw(kind).raw("\",\"name\":");
    string(out, name);
    if let Some(url) = url {
        member(out, "url", url);
    }
    out.raw("}");
}

/// A JSON string that is also inert inside `script`.
fn string(out: &mut Markup, text: &str) {
    let out = out.escaped();
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| MAY_NEED_ESCAPE[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            _ if needs_escape(c) => {
                for unit in c.encode_utf16(&mut [0u16; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push(c),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.push('"');
}

/// What ends or comments a `script`, controls, line ends of JavaScript,
/// directional overrides, and what HTML forbids.
fn needs_escape(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// First bytes of what [`needs_escape`] and of the quote and the backslash.
const MAY_NEED_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = matches!(b as u8, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | 0x7f | 0xc2 | 0xe2 | 0xef..);
        b += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = Markup::default();
        string(&mut out, text);
        out.as_str().to_owned()
    }

    #[test]
    fn a_script_can_not_be_ended() {
        assert_eq!(written("</script><!--\"\\&"), r#""\u003c/script\u003e\u003c!--\"\\\u0026""#);
    }

    proptest! {
        #[test]
        fn strings_read_back(text in any::<String>()) {
            let json = written(&text);
            prop_assert!(!json.contains(['<', '>', '&', '\n', '\0']));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
