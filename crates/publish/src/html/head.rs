//! The document's head: title, description, canonical and alternate addresses,
//! Open Graph.

use super::dates::Style;
use super::linked_data;
use super::markup::Markup;
use super::page::{Page, View, suffix};
use crate::Format;
use crate::wire::{Event, List, ListKind};

/// Titles and descriptions are cut at a word within so many characters, as
/// search engines and previews cut them anyway.
const TITLE_CHARS: usize = 110;
const DESCRIPTION_CHARS: usize = 200;

/// Fills title and head of an event's page.
pub(crate) fn event(page: &Page<'_>, event: &Event, view: &mut View) {
    let title = cut(&event.statement.text, TITLE_CHARS);
    let told = event.summary.as_ref().map_or(event.statement.text.as_str(), |s| s.text.as_str());
    let description = cut(told, DESCRIPTION_CHARS);
    let mut out = common(page, title, description, "article");
    out.raw("<meta property=\"article:published_time\" content=\"").text(&event.day).raw("\">\n");
    linked_data::script(&mut out, |out| linked_data::event(page, event, title, out));
    view.text("title", &page_title(page, title));
    view.put("head", out);
}

/// Fills title and head of a list's page.
pub(crate) fn list(page: &Page<'_>, list: &List, heading: &str, view: &mut View) {
    let description = described(page, list, heading);
    let description = cut(&description, DESCRIPTION_CHARS);
    let mut out = common(page, heading, description, "website");
    for feed in &list.feeds {
        let Some(media_type) = feed_type(feed) else { continue };
        out.raw("<link rel=\"alternate\" type=\"").raw(media_type).raw("\" href=\"");
        page.place.href(&mut out, feed, "");
        out.raw("\">\n");
    }
    linked_data::script(&mut out, |out| {
        linked_data::list(page, list, heading, description, out);
    });
    if list.kind == ListKind::Home {
        view.text("title", &page.settings.title);
    } else {
        view.text("title", &page_title(page, heading));
    }
    view.put("head", out);
}

/// Appends the data of an event's page as a document of its own.
pub(crate) fn event_data(page: &Page<'_>, event: &Event, out: &mut Markup) {
    linked_data::event(page, event, cut(&event.statement.text, TITLE_CHARS), out);
}

/// Appends the data of a list's page as a document of its own.
pub(crate) fn list_data(page: &Page<'_>, list: &List, heading: &str, out: &mut Markup) {
    let description = described(page, list, heading);
    linked_data::list(page, list, heading, cut(&description, DESCRIPTION_CHARS), out);
}

fn described(page: &Page<'_>, list: &List, heading: &str) -> String {
    match list.kind {
        ListKind::Home => page.settings.description.clone(),
        kind => about(page, kind, heading, list),
    }
}

/// The title of the browser's window.
pub(crate) fn page_title(page: &Page<'_>, title: &str) -> String {
    format!("{title} – {}", page.settings.title)
}

fn about(page: &Page<'_>, kind: ListKind, heading: &str, list: &List) -> String {
    let message = match kind {
        ListKind::Day => "about-day",
        ListKind::Month => "about-month",
        ListKind::Year => "about-year",
        ListKind::Story => "about-story",
        ListKind::Entity => "about-entity",
        ListKind::Category => "about-category",
        ListKind::Home | ListKind::Stories | ListKind::Entities | ListKind::Categories => {
            return page.settings.description.clone();
        }
    };
    let mut text = page.messages.fill(message, &[("name", heading)]);
    let comma = page.messages.text("list-comma");
    text.push_str(comma);
    text.push_str(&page.messages.count("n-events", list.count));
    if let (Some(first), Some(last), false) = (&list.first, &list.last, kind == ListKind::Day) {
        text.push_str(comma);
        text.push_str(&page.messages.range(first, last, Style::Plain));
    }
    text
}

fn common(page: &Page<'_>, title: &str, description: &str, kind: &'static str) -> Markup {
    let mut out = Markup::with_capacity(2600);
    out.raw("<meta name=\"description\" content=\"").text(description).raw("\">\n");
    if page.settings.base_url.is_some() {
        out.raw("<link rel=\"canonical\" href=\"");
        canonical(page, &mut out);
        out.raw("\">\n<meta property=\"og:url\" content=\"");
        canonical(page, &mut out);
        out.raw("\">\n");
    }
    for format in page.settings.formats.iter().filter(|f| **f != Format::Html) {
        out.raw("<link rel=\"alternate\" type=\"").raw(format.media_type()).raw("\" href=\"");
        page.place.href(&mut out, page.path, suffix(*format));
        out.raw("\">\n");
    }
    out.raw("<meta property=\"og:type\" content=\"").raw(kind);
    out.raw("\">\n<meta property=\"og:title\" content=\"").text(title);
    out.raw("\">\n<meta property=\"og:description\" content=\"").text(description);
    out.raw("\">\n<meta property=\"og:site_name\" content=\"").text(&page.settings.title);
    out.raw("\">\n<meta property=\"og:locale\" content=\"").text(&page.lang.replace('-', "_"));
    out.raw("\">\n");
    out
}

/// Writes the page's full address; nothing without a base address.
pub(crate) fn canonical(page: &Page<'_>, out: &mut Markup) {
    if let Some(base) = &page.settings.base_url {
        out.text(base.trim_end_matches('/'));
        page.place.write_path(out);
        out.raw(".html");
    }
}

/// The media type of a feed by its name.
pub(crate) fn feed_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.ends_with(".json") {
        Some("application/feed+json")
    } else if name.ends_with(".rss") || name.ends_with("rss.xml") {
        Some("application/rss+xml")
    } else if name.ends_with(".atom") || name.ends_with("atom.xml") {
        Some("application/atom+xml")
    } else {
        None
    }
}

/// The text as far as whole words fit; Chinese is cut at a character.
pub(crate) fn cut(text: &str, chars: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars) else { return text };
    let head = &text[..end];
    let at = head.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    head[..at].trim_end_matches([' ', ',', ';', ':', '，', '；'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_are_cut_at_a_word() {
        assert_eq!(cut("one two three", 9), "one two");
        assert_eq!(cut("one", 9), "one");
        assert_eq!(cut("停火协议生效", 4), "停火协议");
    }

    #[test]
    fn feeds_are_known_by_name() {
        assert_eq!(feed_type("/feeds/all.atom"), Some("application/atom+xml"));
        assert_eq!(feed_type("/feeds/a/rss.xml"), Some("application/rss+xml"));
        assert_eq!(feed_type("/feeds/all.json"), Some("application/feed+json"));
        assert_eq!(feed_type("/feeds/all.txt"), None);
    }
}
