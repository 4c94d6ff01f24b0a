//! The sources of an event, with what their pages tell: title, day, what changed, and
//! whether they are still there.

use super::changes;
use super::dates::{IsoDate, Style};
use super::event::source;
use super::links::WebLink;
use super::markup::Markup;
use super::page::Page;
use crate::wire::{Source, SourceCapture, SourcePage};

/// The items of the list.
pub(crate) fn items(page: &Page<'_>, sources: &[Source]) -> Markup {
    let mut out = Markup::with_capacity(sources.len() * 200);
    for it in sources {
        out.raw("<li>");
        let link = source(page, &mut out, it);
        // The host tells a reader where the link leads before it is followed.
        match (link, &it.url) {
            (Some(link), _) if !link.host.eq_ignore_ascii_case(it.name.trim()) => {
                out.raw(" <span class=\"host\">").text(link.host).raw("</span>");
            }
            (None, Some(url)) if url != &it.name => {
                out.raw(" <span class=\"host\">").text(url).raw("</span>");
            }
            _ => {}
        }
        if let Some(told) = &it.page {
            tell(page, &mut out, it, told);
        }
        out.raw("</li>\n");
    }
    out
}

/// What the page tells, in lines below its link.
fn tell(page: &Page<'_>, out: &mut Markup, source: &Source, told: &SourcePage) {
    out.raw("\n<div class=\"told\">");
    if let Some(gone) = &told.gone {
        out.raw("<p class=\"gone\"><strong>");
        out.text(&page.messages.fill("source-gone", &[("date", &day_of(page, &gone.since))]));
        out.raw("</strong>");
        if let Some(status) = gone.status {
            out.raw(" <span class=\"n\">").text(&status.to_string()).raw("</span>");
        }
        out.raw("</p>");
    }
    if let Some(title) = &told.title {
        out.raw("<p class=\"title\"><cite>").text(title).raw("</cite></p>");
    }
    if let Some(description) = &told.description {
        out.raw("<p class=\"says\"><q>").text(description).raw("</q></p>");
    }
    facts(page, out, source, told);
    if told.reserved {
        out.raw("<p class=\"meta\">");
        page.say(out, "source-reserved");
        out.raw("</p>");
    }
    if !told.edits.is_empty() {
        edits(page, out, told);
    }
    out.raw("</div>");
}

/// Who published it when, its picture, its capture: one line.
fn facts(page: &Page<'_>, out: &mut Markup, source: &Source, told: &SourcePage) {
    let publisher = told.publisher.as_deref().filter(|p| !p.eq_ignore_ascii_case(&source.name));
    let parts = [
        publisher.is_some(),
        told.published.is_some(),
        told.image.is_some(),
        told.capture.is_some(),
    ];
    if !parts.contains(&true) {
        return;
    }
    out.raw("<p class=\"meta\">");
    let mut first = true;
    let mut part = |out: &mut Markup| {
        if !std::mem::take(&mut first) {
            out.raw(" · ");
        }
    };
    if let Some(publisher) = publisher {
        part(out);
        out.text(publisher);
    }
    if let Some(day) = &told.published {
        part(out);
        page.time(out, day, Style::Plain);
    }
    if let Some(image) = &told.image {
        part(out);
        // Showing it would ask somebody else's server: it is linked.
        match WebLink::parse(&image.url) {
            Some(link) => {
                out.raw("<a rel=\"noopener nofollow\" href=\"");
                link.href(out);
                out.raw("\">");
                page.say(out, "source-picture");
                out.raw("</a>");
            }
            None => page.say(out, "source-picture"),
        }
        for words in [&image.alt, &image.credit].into_iter().flatten() {
            out.raw(" <span class=\"alt\">(").text(words).raw(")</span>");
        }
    }
    if let Some(at) = &told.capture {
        part(out);
        capture(page, out, at);
    }
    out.raw("</p>");
}

/// When it was captured. Only a served site has captures to show: its script makes this
/// a link.
fn capture(page: &Page<'_>, out: &mut Markup, capture: &SourceCapture) {
    out.raw("<span class=\"capture\" data-capture=\"").text(&capture.url).raw("\">");
    let date = day_of(page, &capture.at);
    out.text(&page.messages.fill("source-captured", &[("date", &date)])).raw("</span>");
}

/// A time's day in words.
fn day_of(page: &Page<'_>, time: &str) -> String {
    let day = time.get(..10).unwrap_or(time);
    match IsoDate::parse(day) {
        Some(IsoDate::Day(day)) => page.messages.day(day, Style::Plain),
        _ => time.to_owned(),
    }
}

/// What changed in it, below a line that says how often.
fn edits(page: &Page<'_>, out: &mut Markup, told: &SourcePage) {
    let count = told.edits.len() as u64;
    out.raw("<details class=\"edits\"><summary>");
    out.text(&page.messages.count("n-source-edits", count)).raw("</summary>\n<ol>");
    for edit in &told.edits {
        out.raw("<li><p class=\"head\">");
        changes::moment(page, out, &edit.at);
        out.raw(" <span class=\"grade\">");
        changes::grade(page, out, &edit.grade);
        out.raw("</span></p>");
        for field in &edit.fields {
            changes::part(page, out, field);
        }
        out.raw("</li>\n");
    }
    out.raw("</ol></details>");
}
