//! JSON Feed, versions 1 and 1.1: <https://www.jsonfeed.org/version/1.1/>.

use super::kind::Kind;
use super::log::Log;
use super::person::Person;
use super::raw::{Rank, Raw, RawImage};
use super::shape::{Category, Entry, Form, Link, Media, Role};
use super::text::Text;
use super::when::When;
use super::{Options, Refused, address, convert};
use serde_json::{Map, Value};
use std::rc::Rc;

/// The longest feed in bytes. Its values take many times as much memory.
const LONGEST: usize = 32 << 20;

/// The raw head and the entries.
pub(super) fn parse(
    text: &str,
    options: &Options,
    log: &mut Log<'_>,
) -> Result<super::parse::Parsed, Refused> {
    let refused = |reason: String| Refused { reason };
    if text.len() > LONGEST {
        return Err(refused(format!("JSON of more than {} MiB", LONGEST >> 20)));
    }
    // serde_json stops at 128 levels by itself.
    let value: Value = serde_json::from_str(text)
        .map_err(|e| refused(format!("JSON that cannot be read ({e})")))?;
    let feed = value.as_object().ok_or_else(|| refused("JSON, but no feed".to_owned()))?;
    let version = string(feed, "version").unwrap_or_default();
    let items = feed.get("items").and_then(Value::as_array);
    let kind = match (version.rsplit('/').next(), items) {
        (Some("1"), _) if version.contains("jsonfeed.org") => Kind::Json1,
        _ if version.contains("jsonfeed.org") => Kind::Json11,
        (_, Some(_)) => {
            log.whole("version-missing", "no version of JSON Feed is named", "read it as 1.1");
            Kind::Json11
        }
        _ => return Err(refused("JSON, but no feed: it has no `version` or `items`".to_owned())),
    };
    let base: Rc<str> = string(feed, "feed_url")
        .or_else(|| options.url.clone())
        .filter(|u| address::is_web(u))
        .or_else(|| string(feed, "home_page_url").filter(|u| address::is_web(u)))
        .unwrap_or_default()
        .into();
    let reader = Reader { base, language: options.language.clone() };
    let head = reader.head(feed);
    let language = head.language.clone();
    let reader = Reader { language: language.or(reader.language), ..reader };
    let mut entries: Vec<Entry> = Vec::new();
    for item in items.into_iter().flatten() {
        if entries.len() >= options.limits.entries {
            log.whole("entries-left-out", "the feed has too many entries", "left out the rest");
            break;
        }
        match item.as_object() {
            Some(item) => entries.push(convert::entry(reader.item(item), log)),
            None => log.whole("item-not-object", "an item is no object", "left it out"),
        }
    }
    Ok(super::parse::Parsed { kind, head, entries })
}

struct Reader {
    base: Rc<str>,
    language: Option<String>,
}

impl Reader {
    fn head(&self, feed: &Map<String, Value>) -> Raw {
        let mut raw = self.common(feed);
        self.offer(feed, "description", Form::Plain, |t| drop(raw.subtitle.offer(Rank::Own, t)));
        for (key, rel) in
            [("home_page_url", "alternate"), ("feed_url", "self"), ("next_url", "next")]
        {
            raw.links.extend(self.link(feed, key, rel));
        }
        for hub in objects(feed, "hubs") {
            raw.links.extend(self.link(hub, "url", "hub"));
        }
        if let Some(url) = self.address(feed, "icon") {
            raw.image.offer(Rank::Own, RawImage { url, ..RawImage::default() });
        }
        raw.icon = self.address(feed, "favicon");
        raw
    }

    fn item(&self, item: &Map<String, Value>) -> Raw {
        let mut raw = self.common(item);
        // Ids are text, but numbers are common and allowed.
        raw.id = item.get("id").and_then(|id| match id {
            Value::String(id) => Some(id.trim().to_owned()).filter(|i| !i.is_empty()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        });
        raw.permalink = Some(true);
        raw.links.extend(self.link(item, "url", "alternate"));
        raw.links.extend(self.link(item, "external_url", "related"));
        self.offer(item, "summary", Form::Plain, |t| drop(raw.summary.offer(Rank::Own, t)));
        self.offer(item, "content_html", Form::Html, |t| drop(raw.content.offer(Rank::Own, t)));
        self.offer(item, "content_text", Form::Plain, |t| drop(raw.content.offer(Rank::Terms, t)));
        if let Some(date) = string(item, "date_published") {
            raw.published.offer(Rank::Own, When::read(&date));
        }
        if let Some(date) = string(item, "date_modified") {
            raw.updated.offer(Rank::Own, When::read(&date));
        }
        for key in ["image", "banner_image"] {
            if let Some(url) = self.address(item, key) {
                raw.media.push(Media { url: Some(url), role: Role::Image, ..Media::default() });
            }
        }
        for attachment in objects(item, "attachments") {
            let number = |key: &str| attachment.get(key).and_then(Value::as_f64);
            raw.media.push(Media {
                url: self.address(attachment, "url"),
                role: Role::Enclosure,
                media_type: string(attachment, "mime_type"),
                title: string(attachment, "title"),
                length: number("size_in_bytes").map(|n| n.to_string()),
                duration: number("duration_in_seconds").map(|n| n as u32),
                ..Media::default()
            });
        }
        for tag in item.get("tags").and_then(Value::as_array).into_iter().flatten() {
            let term = tag.as_str().map(annals_model::tidy).filter(|t| !t.is_empty());
            raw.categories.extend(term.map(|term| Category { term, ..Category::default() }));
        }
        raw
    }

    fn common(&self, object: &Map<String, Value>) -> Raw {
        let mut raw = Raw {
            language: string(object, "language"),
            in_force: self.language.as_deref().map(Rc::from),
            ..Raw::default()
        };
        self.offer(object, "title", Form::Plain, |t| drop(raw.title.offer(Rank::Own, t)));
        // Version 1 has one author, 1.1 a list of them.
        let one = object.get("author").and_then(Value::as_object);
        raw.authors = objects(object, "authors")
            .chain(one)
            .map(|author| Person {
                name: string(author, "name"),
                email: None,
                url: self.address(author, "url"),
            })
            .collect();
        raw
    }

    fn offer(&self, object: &Map<String, Value>, key: &str, form: Form, take: impl FnOnce(Text)) {
        if let Some(value) = string(object, key) {
            let language = string(object, "language").or_else(|| self.language.clone());
            let language = language.as_deref().map(Rc::from);
            take(Text { value, form, language, base: self.base.clone() });
        }
    }

    fn address(&self, object: &Map<String, Value>, key: &str) -> Option<String> {
        let address = string(object, key)?;
        Some(address::join(&self.base, &address))
    }

    fn link(&self, object: &Map<String, Value>, key: &str, rel: &str) -> Option<Link> {
        let url = self.address(object, key)?;
        Some(Link { url, rel: rel.to_owned(), ..Link::default() })
    }
}

fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = object.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn objects<'a>(
    object: &'a Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = &'a Map<String, Value>> {
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}
