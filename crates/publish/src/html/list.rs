//! Pages that list events: fragments for `list.html`.

use super::calendar;
use super::dates::{IsoDate, Style};
use super::event::way;
use super::items;
use super::markup::Markup;
use super::page::{Page, View};
use super::timeline;
use crate::wire::{Entry, List, ListKind, Section};

/// The page's heading in its language: dates are written out.
pub(crate) fn heading(page: &Page<'_>, list: &List) -> String {
    match list.kind {
        ListKind::Home if list.title.is_empty() => page.settings.title.clone(),
        ListKind::Day | ListKind::Month | ListKind::Year => {
            page.messages.date(&list.title, Style::Full)
        }
        ListKind::Stories => page.messages.text("stories").to_owned(),
        ListKind::Entities => page.messages.text("entities").to_owned(),
        ListKind::Categories => page.messages.text("categories").to_owned(),
        _ => list.title.clone(),
    }
}

/// Fills the view of a list's page.
pub(crate) fn fill(page: &Page<'_>, list: &List, heading: &str, view: &mut View) {
    view.set("kind", kind_name(list.kind));
    if let Some(key) = &list.key {
        view.text("key", key);
    }
    view.put("formats", page.formats());
    view.text("description", &page.settings.description);
    view.put("above", above(page, list));
    view.text("heading", heading);
    view.put("facts", facts(page, list));
    view.put("parents", parents(page, list));
    let mut aside = Markup::default();
    if list.kind == ListKind::Month {
        calendar::month(page, list, heading, &mut aside);
    }
    let own_calendar = !aside.is_empty();
    view.put("calendar", aside);
    let entries_shown = !(list.entries.is_empty() || own_calendar);
    view.set("entries_heading", if entries_shown { entries_heading(page, list.kind) } else { "" });
    view.put("entries", if entries_shown { entries(page, list) } else { Markup::default() });
    timeline::fill(page, list.timeline.as_ref(), view);
    view.put("sections", sections(page, list));
    view.put("feeds", feeds(page, list));
    view.put("ways", ways(page, list));
}

/// The kind's name for style sheets and custom templates.
fn kind_name(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Home => "home",
        ListKind::Day => "day",
        ListKind::Month => "month",
        ListKind::Year => "year",
        ListKind::Story => "story",
        ListKind::Stories => "stories",
        ListKind::Entity => "entity",
        ListKind::Entities => "entities",
        ListKind::Category => "category",
        ListKind::Categories => "categories",
    }
}

/// What stands above the heading: the page above, or the kind of page.
fn above(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::default();
    if let Some(up) = list.up.as_ref().filter(|up| !up.title.trim().is_empty()) {
        page.named(&mut out, up);
        return out;
    }
    let (message, path) = match list.kind {
        ListKind::Story => ("story", "/stories/index"),
        ListKind::Entity => ("entity", "/context/index"),
        ListKind::Category => ("category", "/categories/index"),
        _ => return out,
    };
    out.raw("<a href=\"");
    page.href(&mut out, &page.own(path));
    out.raw("\">");
    page.say(&mut out, message);
    out.raw("</a>");
    out
}

/// How much there is, and from when to when.
fn facts(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::default();
    let counted = match list.kind {
        ListKind::Home => return out,
        ListKind::Stories => "n-stories",
        ListKind::Entities => "n-entities",
        ListKind::Categories => "n-categories",
        _ => "n-events",
    };
    let index = counted != "n-events";
    let count = if index { list.entries.len() as u64 } else { list.count };
    out.text(&page.messages.count(counted, count));
    if let (Some(first), Some(last)) = (&list.first, &list.last)
        && list.kind != ListKind::Day
    {
        out.raw(" <span class=\"on\">")
            .text(&page.messages.range(first, last, Style::Plain))
            .raw("</span>");
    }
    out
}

fn parents(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::default();
    for parent in &list.parents {
        out.raw("<li>");
        page.named(&mut out, parent);
        out.raw("</li>");
    }
    out
}

fn entries_heading<'m>(page: &Page<'m>, kind: ListKind) -> &'m str {
    page.messages.text(match kind {
        ListKind::Year => "months",
        ListKind::Story => "parts",
        ListKind::Home => "timeline",
        // An index has no heading above its entries but its own.
        ListKind::Stories | ListKind::Entities | ListKind::Categories => return "",
        _ => "all-pages",
    })
}

/// Other pages with what they hold.
fn entries(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::with_capacity(list.entries.len() * 160);
    for entry in &list.entries {
        out.raw("<li><a href=\"");
        page.href(&mut out, &entry.url);
        out.raw("\">").text(&entry_title(page, list.kind, entry)).raw("</a> <span class=\"n\">");
        out.text(&page.messages.count("n-events", entry.count)).raw("</span>");
        if let (Some(first), Some(last), false) = (&entry.first, &entry.last, is_date(&entry.title))
        {
            out.raw(" <span class=\"on\">").text(&span(page, first, last)).raw("</span>");
        }
        out.raw("</li>\n");
    }
    out
}

fn is_date(title: &str) -> bool {
    IsoDate::parse(title).is_some()
}

/// A year's months need no year; a story may be called "2016", which is no date.
fn entry_title(page: &Page<'_>, kind: ListKind, entry: &Entry) -> String {
    match (kind, IsoDate::parse(&entry.title)) {
        (ListKind::Year, Some(IsoDate::Month(month))) => page.messages.month_name(month).to_owned(),
        (ListKind::Home | ListKind::Year | ListKind::Month, _) => {
            page.messages.date(&entry.title, Style::Plain)
        }
        _ => entry.title.clone(),
    }
}

/// Months are enough to tell when a story was.
fn span(page: &Page<'_>, first: &str, last: &str) -> String {
    let month = |day: &str| day.get(..7).unwrap_or(day).to_owned();
    page.messages.range(&month(first), &month(last), Style::Short)
}

/// The events, each section under its heading.
fn sections(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::with_capacity(4096);
    for section in &list.sections {
        let mut heading = Markup::default();
        section_heading(page, list, section, &mut heading);
        let headed = !heading.is_empty();
        out.raw(if headed { "<section>\n" } else { "<div>\n" }).markup(&heading);
        items::write(page, list.kind, section, &mut out);
        out.raw(if headed { "</section>\n" } else { "</div>\n" });
    }
    if list.sections.is_empty() && list.entries.is_empty() {
        out.raw("<p class=\"empty\">");
        page.say(&mut out, "empty");
        out.raw("</p>\n");
    }
    out
}

fn section_heading(page: &Page<'_>, list: &List, section: &Section, out: &mut Markup) {
    let label = match section.label.as_deref() {
        Some("today") => Some("today"),
        Some("yesterday") => Some("yesterday"),
        Some("before") => Some("before"),
        _ => None,
    };
    let title = match list.kind {
        // A category has no date; one that looks like it stays as it is.
        ListKind::Day if section.title.is_empty() => {
            page.messages.text("other-category").to_owned()
        }
        ListKind::Day => section.title.clone(),
        _ => page.messages.date(&section.title, Style::Full),
    };
    // A day page that knows no categories has one section without heading.
    if title.is_empty()
        || (list.kind == ListKind::Day && section.title.is_empty() && list.sections.len() == 1)
    {
        return;
    }
    out.raw("<h2>");
    if let Some(label) = label {
        out.raw("<span class=\"label\">");
        page.say(out, label);
        out.raw("</span> ");
    }
    match &section.url {
        Some(path) => {
            out.raw("<a href=\"");
            page.href(out, path);
            out.raw("\">").text(&title).raw("</a>");
        }
        None => {
            out.text(&title);
        }
    }
    out.raw("</h2>\n");
}

fn feeds(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::default();
    for feed in &list.feeds {
        let Some(media_type) = super::head::feed_type(feed) else { continue };
        out.raw("<li><a href=\"");
        page.place.href(&mut out, feed, "");
        out.raw("\" type=\"").raw(media_type).raw("\">");
        out.raw(match media_type {
            "application/atom+xml" => "Atom",
            "application/rss+xml" => "RSS",
            _ => "JSON Feed",
        });
        out.raw("</a></li>");
    }
    out
}

/// Pages before and after; days and months are named by what they are.
fn ways(page: &Page<'_>, list: &List) -> Markup {
    let mut out = Markup::default();
    let (before, after) = match list.kind {
        ListKind::Day | ListKind::Home => ("previous-day", "next-day"),
        _ => ("previous", "next"),
    };
    for (rel, label, other) in [("prev", before, &list.previous), ("next", after, &list.next)] {
        let Some(other) = other else { continue };
        way(page, &mut out, rel, label);
        page.named(&mut out, other);
        out.raw("</li>\n");
    }
    out
}
