//! Citations: `{{cite news|…}}` and `<ref>…</ref>`.

use super::aside::{Aside, Asides};
use super::notes::{Notes, quote};
use super::template::Arguments;
use super::{address, inline, publisher};
use annals_model::Source;
use std::collections::HashMap;

/// The arguments that name the publisher, the most specific first.
const PUBLISHER: &[&str] = &[
    "newspaper",
    "work",
    "website",
    "magazine",
    "journal",
    "agency",
    "publisher",
    "via",
    "author",
];

/// The arguments that hold the address, the page's own before a copy.
const ADDRESS: &[&str] = &["url", "chapter-url", "archive-url", "archiveurl"];

/// A reference's plain text is a name only if it is no longer than this.
const LONGEST_NAME: usize = 120;

/// A reference that is used by its name brings no more sources than this.
const MAX_SHARED: usize = 10;

/// The source that a citation template describes; without any address it
/// keeps the publisher's name, or the title.
pub(super) fn source(arguments: &Arguments<'_>) -> Source {
    let url = ADDRESS.iter().find_map(|name| match address::of(arguments.named(name)?) {
        Some(address::Address::Good(url) | address::Address::Repaired(url)) => Some(url),
        _ => None,
    });
    let name = PUBLISHER.iter().find_map(|name| arguments.named(name));
    let name = name.or(if url.is_none() { arguments.named("title") } else { None });
    let url = url.map(|url| url.split_whitespace().collect::<Vec<_>>().join("%20"));
    publisher::source(&inline::plain(name.unwrap_or_default()), url)
}

/// The named references of a page: name to sources.
pub(super) type Shared = HashMap<String, Vec<Source>>;

/// Takes the references out of a bullet.
pub(super) fn take_references(
    text: &str,
    asides: &mut Asides,
    shared: &mut Shared,
    notes: &mut Notes,
) -> String {
    if !text.contains("<ref") && !text.contains("<Ref") && !text.contains("<REF") {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    // Once a search fails it fails for the rest of the text as well.
    let mut closes = true;
    while let Some(found) = lower[at..].find("<ref") {
        let open = at + found;
        out.push_str(&text[at..open]);
        let after_name = &text[open + 4..];
        if !after_name.starts_with([' ', '>', '/']) {
            // <references/> and the like are tags for the scanner.
            out.push_str(&text[open..open + 4]);
            at = open + 4;
            continue;
        }
        let Some(tag_len) = after_name.bytes().take(400).position(|b| b == b'>') else {
            at = open + 4;
            continue;
        };
        let attributes = &after_name[..tag_len];
        let inside_at = open + 4 + tag_len + 1;
        at = inside_at;
        let name = name_of(attributes);
        if attributes.ends_with('/') {
            if let Some(name) = name {
                out.push_str(&asides.mark(Aside::Named(name)));
            }
            continue;
        }
        let close = if closes { lower[inside_at..].find("</ref") } else { None };
        let Some(close) = close else {
            closes = false;
            let problem = format_args!("a reference without its end: {}", quote(&text[open..]));
            notes.add("unclosed-reference", problem, "read what follows as part of the bullet");
            continue;
        };
        let inside = &text[inside_at..inside_at + close];
        let end = inside_at + close;
        at = text[end..].find('>').map_or(text.len(), |gt| end + gt + 1);
        let sources = inside_sources(inside, asides);
        for source in &sources {
            out.push_str(&asides.mark(Aside::Source(source.clone())));
        }
        if let Some(name) = name {
            if sources.is_empty() {
                out.push_str(&asides.mark(Aside::Named(name)));
            } else {
                shared.insert(name, sources.into_iter().take(MAX_SHARED).collect());
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

fn name_of(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("name")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let name = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '/']).next()?,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// The sources of a reference's inside: templates, links, bare addresses, or a bare name.
fn inside_sources(inside: &str, asides: &Asides) -> Vec<Source> {
    let mut sources = asides.sources_in(inside);
    let mut rest = inside;
    while let Some(at) = rest.find("http") {
        let bracket = rest[..at].ends_with('[');
        let link = if bracket { address::bracketed(rest, at - 1, |_| None) } else { None };
        let (url, label, end) = match link {
            Some(link) => (Some(link.address), inline::plain(&link.label), link.end),
            None => {
                let url = address::bare(&rest[at..]);
                (address::of(url), String::new(), at + url.len().max(4))
            }
        };
        if let Some(address::Address::Good(url) | address::Address::Repaired(url)) = url {
            // In a reference the label is as often the article's title.
            let named = label.starts_with('(') || publisher::is_publisher(&label, Some(&url));
            sources.push(publisher::source(if named { &label } else { "" }, Some(url)));
        }
        rest = &rest[end..];
    }
    if sources.is_empty() {
        let name = inline::plain(inside);
        if !name.is_empty() {
            let short: String = name.chars().take(LONGEST_NAME).collect();
            sources.push(publisher::source(&short, None));
        }
    }
    // A reference whose inside is nothing but marks names nobody.
    sources.retain(|s| !s.name.is_empty() || s.url.is_some());
    sources
}
