//! Pictures, sounds and films: enclosures and Media RSS.

use super::address;
use super::kind::Kind;
use super::names::Space;
use super::raw::{Rank, Raw};
use super::shape::{Category, Credit, Form, Media, Role};
use super::text;
use super::tree::{Element, Id, Tree};
use annals_model::tidy;

/// The scheme of Media RSS's categories, where they name none.
const SCHEME: &str = "http://search.yahoo.com/mrss/category_schema";

/// The most media that are kept of one entry.
const MOST: usize = 200;

/// The most credits that are kept of one medium.
const CREDITS: usize = 20;

/// RSS's `enclosure`.
pub(super) fn enclosure(element: &Element) -> Option<Media> {
    let url = ["url", "href", "uri"].iter().find_map(|n| element.attribute(n))?;
    let mut media = described(element, Role::Enclosure);
    media.url = Some(address::join(&element.base, url));
    Some(media)
}

/// An element of Media RSS, right below an entry or feed.
pub(super) fn collect(tree: &Tree, id: Id, kind: Kind, raw: &mut Raw) {
    // A group holds renditions of one thing and what is true of all of them.
    let group = tree.element(id).local == "group";
    let mut shared = Media::default();
    let first = raw.media.len();
    let mut read = |id: Id, element: &Element, raw: &mut Raw| match element.local.as_str() {
        "content" if raw.media.len() < MOST => content(tree, id, element, kind, raw),
        "thumbnail" | "player" if raw.media.len() < MOST => {
            let role = if element.local == "player" { Role::Player } else { Role::Thumbnail };
            let mut media = described(element, role);
            let words = tidy(&tree.text(id));
            let url = element.attribute("url").map_or(words, str::to_owned);
            media.url = Some(address::join(&element.base, &url)).filter(|u| !u.is_empty());
            raw.media.push(media);
        }
        _ => said(tree, id, element, kind, &mut shared, raw),
    };
    if group {
        for (id, element) in tree.children(id).filter(|(_, e)| e.space == Space::Media) {
            read(id, element, raw);
        }
    } else {
        read(id, tree.element(id), raw);
    }
    // What is said of an entry is true of its media that say nothing themselves,
    // those included that came before.
    let from = if group { first } else { 0 };
    let all = if group { &mut raw.media[from..] } else { &mut raw.media[..] };
    let says = shared != Media::default();
    if says && all.is_empty() {
        raw.media.push(shared);
        return;
    }
    for media in all.iter_mut().filter(|_| says) {
        inherit(media, &shared);
    }
}

/// Fills a medium's gaps.
fn inherit(media: &mut Media, shared: &Media) {
    let fill = |to: &mut Option<String>, from: &Option<String>| {
        if to.is_none() {
            to.clone_from(from);
        }
    };
    fill(&mut media.title, &shared.title);
    fill(&mut media.description, &shared.description);
    fill(&mut media.rights, &shared.rights);
    fill(&mut media.licence, &shared.licence);
    let room = CREDITS.saturating_sub(media.credits.len());
    media.credits.extend(shared.credits.iter().take(room).cloned());
}

fn content(tree: &Tree, id: Id, element: &Element, kind: Kind, raw: &mut Raw) {
    let mut media = described(element, Role::Content);
    media.url = element.attribute("url").map(|u| address::join(&element.base, u));
    let at = raw.media.len();
    for (id, part) in tree.children(id).filter(|(_, e)| e.space == Space::Media) {
        if matches!(part.local.as_str(), "thumbnail" | "player") && raw.media.len() < MOST {
            let role = if part.local == "player" { Role::Player } else { Role::Thumbnail };
            let mut other = described(part, role);
            other.url = part.attribute("url").map(|u| address::join(&part.base, u));
            raw.media.push(other);
        } else {
            said(tree, id, part, kind, &mut media, raw);
        }
    }
    raw.media.insert(at, media);
}

/// What an element says about a medium or, categories and titles, about its entry.
fn said(tree: &Tree, id: Id, element: &Element, kind: Kind, media: &mut Media, raw: &mut Raw) {
    let text = || text::read(tree, id, Form::Plain, kind);
    let plain = || {
        let text = text();
        let html = matches!(text.form, Form::Html | Form::Xhtml);
        let value = if html { super::html::plain_text(&text.value) } else { text.value };
        Some(tidy(&value)).filter(|t| !t.is_empty())
    };
    match element.local.as_str() {
        "title" => {
            raw.title.offer(Rank::Media, text());
            media.title = plain();
        }
        "description" | "text" => {
            if element.local == "description" {
                raw.summary.offer(Rank::Media, text());
            }
            media.description = media.description.take().or_else(plain);
        }
        "credit" => {
            let name = plain().unwrap_or_default();
            let role = element.attribute("role").map(str::to_owned);
            if !name.is_empty() && media.credits.len() < CREDITS {
                media.credits.push(Credit { name, role });
            }
        }
        "copyright" => media.rights = plain(),
        "license" => {
            media.licence = element.attribute("href").map(str::to_owned).or_else(plain);
            raw.licences.extend(element.attribute("href").map(|h| address::join(&element.base, h)));
        }
        "category" => {
            let term = tidy(&tree.text(id));
            let attribute = |name: &str| element.attribute(name).map(str::to_owned);
            let scheme = Some(attribute("scheme").unwrap_or_else(|| SCHEME.to_owned()));
            let label = attribute("label");
            if !term.is_empty() && raw.categories.len() < MOST {
                raw.categories.push(Category { term, scheme, label });
            }
        }
        "keywords" => {
            let text = tree.text(id);
            let terms = text.split(',').take(MOST).map(tidy).filter(|t| !t.is_empty());
            raw.categories.extend(terms.map(|term| Category { term, ..Category::default() }));
        }
        _ => {}
    }
}

/// What the attributes say.
fn described(element: &Element, role: Role) -> Media {
    let attribute = |name: &str| element.attribute(name).map(str::to_owned);
    let number = |name: &str| element.attribute(name).and_then(|n| n.parse().ok());
    Media {
        role,
        media_type: attribute("type"),
        medium: attribute("medium"),
        length: attribute("length").or_else(|| attribute("filesize")),
        width: number("width"),
        height: number("height"),
        duration: element.attribute("duration").and_then(duration),
        ..Media::default()
    }
}

/// `754`, `12:34`, `1:02:03` in seconds.
pub(super) fn duration(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    for part in text.trim().split(':') {
        let whole = part.split('.').next().unwrap_or_default();
        seconds = seconds.checked_mul(60)?.checked_add(whole.trim().parse().ok()?)?;
    }
    Some(seconds)
}
