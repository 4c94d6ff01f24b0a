//! Related events, in groups by time, each with what ties it to the page's event.

use super::dates::Style;
use super::markup::Markup;
use super::page::Page;
use crate::wire::{Reason, Ref, Related, Typed};

/// The groups in the order of the page: relation and heading.
const GROUPS: [(&str, &str); 3] =
    [("earlier", "earlier"), ("same-day", "same-day"), ("later", "later")];

/// Every related event under a heading of its group.
pub(crate) fn groups(page: &Page<'_>, related: &[Related]) -> Markup {
    let mut out = Markup::with_capacity(related.len() * 900);
    for (relation, heading) in GROUPS {
        let mut open = false;
        for link in related.iter().filter(|r| r.relation == relation) {
            if !std::mem::replace(&mut open, true) {
                out.raw("<h3>");
                page.say(&mut out, heading);
                out.raw("</h3>\n<ol>\n");
            }
            out.raw("<li>");
            if let Some(said) = link.typed.as_ref().and_then(typed) {
                out.raw("<span class=\"rel\">");
                page.say(&mut out, said);
                out.raw("</span> ");
            }
            page.event(&mut out, &link.event);
            out.raw(" <span class=\"on\">");
            page.time(&mut out, &link.event.day, Style::Short);
            out.raw("</span>");
            why(page, &mut out, link);
            out.raw("</li>\n");
        }
        if open {
            out.raw("</ol>\n");
        }
    }
    out
}

/// The relations that pages name: what this event is to the other, and what the
/// other is to this.
const RELATIONS: &[(&str, &str, &str)] = &[
    ("vetoes", "rel-vetoes", "rel-vetoed-by"),
    ("breaks", "rel-breaks", "rel-broken-by"),
    ("extends", "rel-extends", "rel-extended-by"),
    ("ends", "rel-ends", "rel-ended-by"),
    ("denies", "rel-denies", "rel-denied-by"),
    ("confirms", "rel-confirms", "rel-confirmed-by"),
    ("answers", "rel-answers", "rel-answered-by"),
    ("updates", "rel-updates", "rel-updated-by"),
    ("tries", "rel-tries", "rel-tried-by"),
    ("mourns", "rel-mourns", "rel-mourned-by"),
    ("decides", "rel-decides", "rel-decided-by"),
    ("relieves", "rel-relieves", "rel-relieved-by"),
    ("remembers", "rel-remembers", "rel-remembered-by"),
];

/// The message for a relation, seen from the page's event; none for one that
/// this annals does not know.
fn typed(typed: &Typed) -> Option<&'static str> {
    let (_, this, other) = RELATIONS.iter().find(|(kind, ..)| *kind == typed.kind)?;
    Some(if typed.by == "this" { this } else { other })
}

/// Context and reasons are one list: an entity with the share that it has in
/// the link, then what is no entity.
fn why(page: &Page<'_>, out: &mut Markup, link: &Related) {
    if link.context.is_empty() && link.reasons.is_empty() && link.typed.is_none() {
        return;
    }
    out.raw("\n<ul class=\"why\">");
    if let Some(typed) = &link.typed {
        out.raw("<li><q>").text(&typed.words).raw("</q></li>");
    }
    for thing in &link.context {
        let share = link.reasons.iter().find(|r| explains(r, thing)).map(|r| r.share);
        out.raw("<li>");
        page.named(out, thing);
        write_share(out, share);
        out.raw("</li>");
    }
    for reason in &link.reasons {
        if link.context.iter().any(|thing| explains(reason, thing)) {
            continue;
        }
        out.raw("<li>");
        match (reason.kind.as_str(), reason.label.trim()) {
            (kind, "") => page.say(out, in_general(kind)),
            ("word" | "words", label) => {
                out.raw("<q>").text(label).raw("</q>");
            }
            (_, label) => {
                out.text(label);
            }
        }
        write_share(out, Some(reason.share));
        out.raw("</li>");
    }
    out.raw("</ul>");
}

/// Kinds of reasons that are about something else than a name.
const NOT_NAMES: &[&str] = &["word", "words", "number", "time", "category"];

/// Whether a reason is about an entity of the context.
fn explains(reason: &Reason, thing: &Ref) -> bool {
    reason.label == thing.title && !NOT_NAMES.contains(&reason.kind.as_str())
}

/// What a reason without a label says.
fn in_general(kind: &str) -> &'static str {
    match kind {
        "story" => "reason-story",
        "time" => "reason-time",
        "category" => "reason-category",
        "word" | "words" => "reason-words",
        "number" => "reason-number",
        _ => "reason-other",
    }
}

fn write_share(out: &mut Markup, share: Option<u8>) {
    if let Some(share) = share.filter(|s| *s > 0) {
        out.raw(" <b>").number(share).raw("%</b>");
    }
}
