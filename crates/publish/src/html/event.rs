//! The page of one event: fragments for `event.html`.

use super::background;
use super::changes;
use super::dates::Style;
use super::links::WebLink;
use super::markup::Markup;
use super::page::{Page, View};
use super::related;
use super::reports;
use super::sources;
use crate::wire::{Event, EventRef, Image, Ref, Source, Statement, Status};

/// Fills the view of an event's page.
pub(crate) fn fill(page: &Page<'_>, event: &Event, view: &mut View) {
    view.set("kind", "event");
    view.text("event", &event.id);
    view.put("formats", page.formats());
    view.put("date", date(page, &event.day));
    view.put("category", event.category.as_ref().map(|c| named(page, c)).unwrap_or_default());
    view.put("stories", chains(page, &event.stories));
    view.put("statement_lang", lang(page, &event.lang));
    view.put("statement", statement(page, &event.statement));
    view.put("notice", event.status.as_ref().map(|s| notice(page, s)).unwrap_or_default());
    if let Some(summary) = &event.summary {
        view.text("summary", &summary.text);
        if let Some(name) = summary.by.as_deref().filter(|name| !name.is_empty()) {
            view.text("summary_by", &page.messages.fill("in-the-words-of", &[("source", name)]));
        }
    }
    view.put("sources", sources::items(page, &event.sources));
    if let Some(found) = &event.reports {
        view.text("reports_heading", &reports::heading(page, found));
        view.put("reports", reports::groups(page, found));
    }
    view.put("image", event.image.as_ref().map(|i| image(page, i)).unwrap_or_default());
    view.put(
        "under",
        event.under.iter().fold(Markup::default(), |mut out, e| {
            reference(page, &mut out, e, &event.day);
            out
        }),
    );
    view.put(
        "additions",
        event.additions.iter().fold(Markup::default(), |mut out, e| {
            out.raw("<li>");
            reference(page, &mut out, e, &event.day);
            out.raw("</li>\n");
            out
        }),
    );
    view.put("changes", changes::list(page, event));
    view.put("background", background::steps(page, &event.background));
    view.put("related", related::groups(page, &event.related));
    view.put("ways", ways(page, event));
    view.text("record_id", &page.messages.fill("record", &[("id", &event.id)]));
}

fn date(page: &Page<'_>, day: &str) -> Markup {
    let mut out = Markup::with_capacity(128);
    match page.day_path(day) {
        Some(path) => {
            out.raw("<a href=\"");
            page.href(&mut out, &path);
            out.raw("\">");
            page.time(&mut out, day, Style::Full);
            out.raw("</a>");
        }
        None => page.time(&mut out, day, Style::Full),
    }
    out
}

fn named(page: &Page<'_>, thing: &Ref) -> Markup {
    let mut out = Markup::default();
    page.named(&mut out, thing);
    out
}

fn lang(page: &Page<'_>, lang: &str) -> Markup {
    let mut out = Markup::default();
    page.lang_of(&mut out, lang);
    out
}

/// Each chain of stories as a list, outermost first.
fn chains(page: &Page<'_>, chains: &[Vec<Ref>]) -> Markup {
    let mut out = Markup::default();
    for chain in chains.iter().filter(|chain| !chain.is_empty()) {
        out.raw("<ol>");
        for story in chain {
            out.raw("<li>");
            page.named(&mut out, story);
            out.raw("</li>");
        }
        out.raw("</ol>");
    }
    out
}

/// The statement with quiet links on its entities.
fn statement(page: &Page<'_>, statement: &Statement) -> Markup {
    let mut out = Markup::with_capacity(statement.text.len() * 2 + 64);
    if statement.parts.is_empty() {
        out.text(&statement.text);
    }
    for part in &statement.parts {
        match &part.url {
            Some(path) => {
                out.raw("<a href=\"");
                page.href(&mut out, path);
                out.raw("\">").text(&part.text).raw("</a>");
            }
            None => {
                out.text(&part.text);
            }
        }
    }
    out
}

/// Why the event is not an ordinary one.
fn notice(page: &Page<'_>, status: &Status) -> Markup {
    let mut out = Markup::default();
    let (title, note) = match status.state.as_str() {
        "held" => ("held", Some("held-note")),
        "withdrawn" => ("withdrawn", Some("withdrawn-note")),
        "merged" => ("merged", Some("merged-note")),
        "published" => return out,
        other => (other, None),
    };
    out.raw("<p><strong>");
    page.say(&mut out, title);
    out.raw(".</strong> ");
    if let Some(note) = note {
        page.say(&mut out, note);
    }
    out.raw("</p>");
    if let Some(into) = &status.into {
        out.raw("<p>");
        page.event(&mut out, into);
        out.raw("</p>");
    }
    if let Some(reason) = status.reason.as_deref().filter(|r| !r.is_empty()) {
        out.raw("<p>").text(&page.messages.fill("reason", &[("reason", reason)])).raw("</p>");
    }
    out
}

/// Writes a source's name, linked where its address may be, and its carrier.
pub(crate) fn source<'s>(
    page: &Page<'_>,
    out: &mut Markup,
    source: &'s Source,
) -> Option<WebLink<'s>> {
    let link = web_page(out, source.name.trim(), source.url.as_deref());
    if let Some(via) = &source.via {
        out.raw(" ").text(&page.messages.fill("via", &[("name", via)]));
    }
    link
}

/// Writes the name of a page elsewhere, or its host, linked where its address may be.
pub(crate) fn web_page<'s>(
    out: &mut Markup,
    name: &'s str,
    url: Option<&'s str>,
) -> Option<WebLink<'s>> {
    let link = url.and_then(WebLink::parse);
    let name = match (name, &link) {
        ("", Some(link)) => link.host,
        ("", None) => url.unwrap_or("?"),
        (name, _) => name,
    };
    match &link {
        Some(link) => {
            out.raw("<a rel=\"noopener nofollow\" href=\"");
            link.href(out);
            out.raw("\">").text(name).raw("</a>");
        }
        None => {
            out.text(name);
        }
    }
    link
}

/// The cover image as a credited link: showing it would ask somebody else's server.
fn image(page: &Page<'_>, image: &Image) -> Markup {
    let mut out = Markup::default();
    let alt = image.alt.as_deref().filter(|alt| !alt.trim().is_empty());
    let link = WebLink::parse(&image.url);
    if let Some(link) = &link {
        out.raw("<a rel=\"noopener nofollow\" href=\"");
        link.href(&mut out);
        out.raw("\">");
        page.say(&mut out, "cover-image");
        out.raw("</a> <span class=\"host\">").text(link.host).raw("</span>");
    } else {
        page.say(&mut out, "cover-image");
    }
    out.raw("<br><span class=\"alt\">");
    match alt {
        Some(alt) => out.text(alt),
        None => out.raw("(").text(page.messages.text("image-untold")).raw(")"),
    };
    out.raw("</span>");
    if let Some(credit) = image.credit.as_deref().filter(|c| !c.is_empty()) {
        out.raw("<br>").text(&page.messages.fill("credit-line", &[("name", credit)]));
    }
    out
}

/// Another event with its day, where that is not this event's.
fn reference(page: &Page<'_>, out: &mut Markup, event: &EventRef, today: &str) {
    page.event(out, event);
    if event.day != today {
        out.raw(" <span class=\"on\">");
        page.time(out, &event.day, Style::Plain);
        out.raw("</span>");
    }
}

/// The ways on: days and story neighbours.
fn ways(page: &Page<'_>, event: &Event) -> Markup {
    let near = &event.neighbours;
    let mut out = Markup::with_capacity(700);
    for (rel, label, other) in [
        ("prev", "previous-in-story", &near.previous_in_story),
        ("next", "next-in-story", &near.next_in_story),
    ] {
        let Some(other) = other else { continue };
        way(page, &mut out, rel, label);
        page.event(&mut out, other);
        out.raw(" <span class=\"on\">");
        page.time(&mut out, &other.day, Style::Short);
        out.raw("</span></li>\n");
    }
    for (rel, label, day) in
        [("prev", "previous-day", &near.previous_day), ("next", "next-day", &near.next_day)]
    {
        let Some(day) = day else { continue };
        way(page, &mut out, rel, label);
        page.named(&mut out, day);
        out.raw("</li>\n");
    }
    out
}

/// Opens a way: `prev` stands at the line's start, `next` at its end.
pub(crate) fn way(page: &Page<'_>, out: &mut Markup, class: &'static str, label: &str) {
    out.raw("<li class=\"").raw(class).raw("\"><span class=\"label\">");
    page.say(out, label);
    out.raw("</span> ");
}
