//! A story in short: its key days, its events over time, whom and what it is about.

use super::dates::Style;
use super::markup::Markup;
use super::page::{Page, View};
use crate::wire::{Cast, DayReason, KeyDay, Timeline};

/// A picture of fewer periods shows nothing.
const LEAST_PERIODS: usize = 3;

/// The drawing's width and height, in its own units; a page stretches it.
const WIDTH: u64 = 4_800;
const HEIGHT: u64 = 600;

/// A bar's greatest width with its gap, so that three weeks are no wall.
const WIDEST: u64 = 240;

/// The least height of a bar with one event.
const LOWEST: u64 = 24;

/// The kinds of names in the order of the page: kind and heading.
const KINDS: [(&str, &str); 4] = [
    ("person", "cast-people"),
    ("place", "cast-places"),
    ("organisation", "cast-organisations"),
    ("other", "cast-others"),
];

/// Fills what a story's page shows of its timeline.
pub(crate) fn fill(page: &Page<'_>, timeline: Option<&Timeline>, view: &mut View) {
    let empty = Markup::default;
    view.put("key_days", timeline.map_or_else(empty, |t| key_days(page, &t.key_days)));
    view.put("life", timeline.map_or_else(empty, |t| life(page, t)));
    view.put("cast", timeline.map_or_else(empty, |t| cast(page, &t.names)));
}

fn key_days(page: &Page<'_>, days: &[KeyDay]) -> Markup {
    let mut out = Markup::with_capacity(days.len() * 400);
    for day in days {
        out.raw("<li><span class=\"on\">");
        page.time(&mut out, &day.event.day, Style::Plain);
        out.raw("</span> ");
        page.event(&mut out, &day.event);
        out.raw("\n<ul class=\"why\">");
        for reason in &day.reasons {
            let said = because(page, reason);
            if !said.is_empty() {
                out.raw("<li>").text(&said).raw("</li>");
            }
        }
        out.raw("</ul></li>\n");
    }
    out
}

/// A reason in words; empty for one that this annals does not know.
fn because(page: &Page<'_>, reason: &DayReason) -> String {
    match (reason.kind.as_str(), reason.count) {
        ("first", _) => page.messages.text("key-first").to_owned(),
        ("last", _) => page.messages.text("key-last").to_owned(),
        ("turn", _) => page.messages.text("key-turn").to_owned(),
        ("new", _) => page.messages.text("key-new").to_owned(),
        ("burst", Some(n)) => page.messages.count("n-on-a-day", n),
        ("referred", Some(n)) => page.messages.count("n-referred", n),
        _ => String::new(),
    }
}

/// The story's life as a drawing with a title, a description, and the same in a sentence.
fn life(page: &Page<'_>, timeline: &Timeline) -> Markup {
    let mut out = Markup::default();
    let periods = &timeline.periods;
    let most = periods.iter().map(|p| p.count).max().unwrap_or(0);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return out };
    if periods.len() < LEAST_PERIODS || most == 0 {
        return out;
    }
    let Some((per, most_in, style)) = step_words(&timeline.step) else { return out };
    // The first of the fullest periods.
    let peak = periods.iter().find(|p| p.count == most).unwrap_or(first);
    let told = page.messages.fill(
        most_in,
        &[
            ("name", page.messages.number(most).as_str()),
            ("date", page.messages.date(shown(&peak.from, style), Style::Plain).as_str()),
        ],
    );
    out.raw("<figure class=\"life\">\n<svg role=\"img\" aria-labelledby=\"life-title life-told\" viewBox=\"0 0 ");
    out.number(WIDTH)
        .raw(" ")
        .number(HEIGHT)
        .raw("\" preserveAspectRatio=\"none\"><title id=\"life-title\">");
    page.say(&mut out, per);
    out.raw("</title><desc id=\"life-told\">").text(&told).raw("</desc><path d=\"");
    let pitch = (WIDTH / periods.len() as u64).clamp(1, WIDEST);
    let width = (pitch * 4 / 5).max(1);
    for (at, period) in periods.iter().enumerate().filter(|(_, p)| p.count > 0) {
        // Counts are whole numbers of events: far from the limit of the type.
        let height = (period.count.saturating_mul(HEIGHT) / most).clamp(LOWEST, HEIGHT);
        out.raw("M").number(at as u64 * pitch).raw(" ").number(HEIGHT);
        out.raw("V").number(HEIGHT - height).raw("h").number(width);
        out.raw("V").number(HEIGHT).raw("z");
    }
    out.raw("\"/></svg>\n<figcaption>");
    page.say(&mut out, per);
    out.raw(" <span class=\"on\">");
    let range =
        page.messages.range(shown(&first.from, style), shown(&last.from, style), Style::Plain);
    out.text(&range).raw("</span><br>").text(&told).raw("</figcaption></figure>\n");
    out
}

/// How much of a period's first day is said: a month has no day.
#[derive(Clone, Copy)]
enum Shown {
    Day,
    Month,
    Year,
}

fn shown(day: &str, how: Shown) -> &str {
    let cut = match how {
        Shown::Day => 10,
        Shown::Month => 7,
        Shown::Year => 4,
    };
    day.get(..cut).unwrap_or(day)
}

/// The messages for a step, and how much of a date they show.
fn step_words(step: &str) -> Option<(&'static str, &'static str, Shown)> {
    Some(match step {
        "week" => ("per-week", "most-in-week", Shown::Day),
        "month" => ("per-month", "most-in-month", Shown::Month),
        "year" => ("per-year", "most-in-year", Shown::Year),
        "decade" => ("per-decade", "most-in-decade", Shown::Year),
        "century" => ("per-century", "most-in-century", Shown::Year),
        _ => return None,
    })
}

/// The names, kind by kind, with how many events have each.
fn cast(page: &Page<'_>, names: &[Cast]) -> Markup {
    let mut out = Markup::with_capacity(names.len() * 120);
    for (kind, heading) in KINDS {
        let mut open = false;
        for cast in names.iter().filter(|c| c.kind == kind) {
            if !std::mem::replace(&mut open, true) {
                out.raw("<h3>");
                page.say(&mut out, heading);
                out.raw("</h3>\n<ul class=\"names\">");
            }
            out.raw("<li>");
            match &cast.name.url {
                Some(path) => {
                    out.raw("<a href=\"");
                    page.href(&mut out, path);
                    // A name may look like a date and be none.
                    out.raw("\">").text(&cast.name.title).raw("</a>");
                }
                None => {
                    out.text(&cast.name.title);
                }
            }
            out.raw(" <b>").number(cast.count).raw("</b></li>");
        }
        if open {
            out.raw("</ul>\n");
        }
    }
    out
}
