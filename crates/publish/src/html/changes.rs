//! What was changed, when, by whom and how gravely, with a word-by-word diff.

use super::dates::is_utc;
use super::markup::Markup;
use super::page::Page;
use super::{dates::IsoDate, dates::Style};
use crate::wire::{Change, Event, FieldChange};
use annals_model::word_diff::{self, PieceKind};

/// Fields whose single value is compared word by word; the others are lists of
/// lines or values of one word.
const IN_WORDS: &[&str] = &["statement", "summary", "category", "under", "status"];

/// The revisions as list items, oldest first.
pub(crate) fn list(page: &Page<'_>, event: &Event) -> Markup {
    let mut out = Markup::with_capacity(200 + event.changes.len() * 400);
    // The wording that stands is that of the last revision which set one.
    let current = event.changes.iter().rposition(|c| c.statement.is_some()).filter(|at| *at > 0);
    for (at, change) in event.changes.iter().enumerate() {
        out.raw("<li class=\"")
            .raw(class(&change.grade))
            .raw("\" id=\"change-")
            .number(change.number);
        out.raw("\"><p class=\"head\"><b class=\"grade\">");
        grade(page, &mut out, &change.grade);
        out.raw("</b> ");
        when(page, &mut out, change);
        by(page, &mut out, change);
        if current == Some(at) {
            out.raw(" <i class=\"now\">");
            page.say(&mut out, "current");
            out.raw("</i>");
        }
        out.raw("</p>");
        for field in &change.fields {
            self::field(page, &mut out, field, &event.lang);
        }
        if change.fields.is_empty()
            && event.changes.len() > 1
            && let Some(text) = &change.statement
        {
            out.raw("<p class=\"wording\"");
            page.lang_of(&mut out, &event.lang);
            out.raw(">").text(text).raw("</p>");
        }
        out.raw("</li>\n");
    }
    if let [only] = event.changes.as_slice()
        && only.grade == "first"
    {
        out.raw("<li class=\"none\"><p class=\"head\">");
        page.say(&mut out, "unchanged");
        out.raw("</p></li>\n");
    }
    out
}

fn class(grade: &str) -> &'static str {
    match grade {
        "first" => "first",
        "typo" => "typo",
        "wording" => "wording",
        "material" => "material",
        _ => "none",
    }
}

pub(crate) fn grade(page: &Page<'_>, out: &mut Markup, grade: &str) {
    let message = match grade {
        "first" => "grade-first",
        "typo" => "grade-typo",
        "wording" => "grade-wording",
        "material" => "grade-material",
        "none" => "grade-none",
        other => other,
    };
    page.say(out, message);
}

fn when(page: &Page<'_>, out: &mut Markup, change: &Change) {
    match &change.known_at {
        Some(time) => moment(page, out, time),
        None => page.say(out, "time-unknown"),
    }
}

/// A time in words.
pub(crate) fn moment(page: &Page<'_>, out: &mut Markup, time: &str) {
    if is_utc(time) {
        let words = page.messages.time(time);
        out.raw("<time datetime=\"").text(time).raw("\">").text(&words).raw("</time>");
    } else {
        out.text(time);
    }
}

/// A changed part of a source: its name, and what went and came.
pub(crate) fn part(page: &Page<'_>, out: &mut Markup, change: &FieldChange) {
    out.raw("<div class=\"field\"><p class=\"label\">");
    match change.field.as_str() {
        "title" => page.say(out, "part-title"),
        "body" => page.say(out, "part-body"),
        "published" => page.say(out, "part-published"),
        other => {
            out.text(other);
        }
    }
    out.raw("</p>");
    match (change.before.as_slice(), change.after.as_slice()) {
        ([], []) => {}
        (before, after) if before.len() == after.len() => {
            for (before, after) in before.iter().zip(after) {
                out.raw("<p class=\"diff\">");
                diff(out, before, after);
                out.raw("</p>");
            }
        }
        (before, after) => lines(page, out, before, after),
    }
    out.raw("</div>");
}

fn by(page: &Page<'_>, out: &mut Markup, change: &Change) {
    out.raw(" <span class=\"by\">");
    match change.by.as_str() {
        "wikitext" => page.say(out, "by-wikitext"),
        "context" => page.say(out, "by-context"),
        "lines" => page.say(out, "by-lines"),
        by => {
            let (message, name) = match by.strip_prefix("editor ") {
                Some(name) => ("by-editor", name),
                None => ("by-other", by),
            };
            out.text(&page.messages.fill(message, &[("name", name)]));
        }
    }
    if let Some(from) = change.from.as_deref().filter(|f| !f.is_empty()) {
        out.raw(" (").text(from).raw(")");
    }
    out.raw("</span>");
}

/// One changed field: its name, and what went and came.
fn field(page: &Page<'_>, out: &mut Markup, change: &FieldChange, lang: &str) {
    out.raw("<div class=\"field\">");
    if change.field != "statement" {
        out.raw("<p class=\"label\">");
        match change.field.as_str() {
            "day" => page.say(out, "field-day"),
            "category" => page.say(out, "field-category"),
            "stories" => page.say(out, "field-stories"),
            "summary" => page.say(out, "field-summary"),
            "sources" => page.say(out, "field-sources"),
            "image" => page.say(out, "field-image"),
            "lang" => page.say(out, "field-lang"),
            "under" => page.say(out, "field-under"),
            "status" => page.say(out, "field-status"),
            other => {
                out.text(other);
            }
        }
        out.raw("</p>");
    }
    match (change.before.as_slice(), change.after.as_slice()) {
        ([before], [after]) if IN_WORDS.contains(&change.field.as_str()) => {
            out.raw("<p class=\"diff\"");
            if matches!(change.field.as_str(), "statement" | "summary") {
                page.lang_of(out, lang);
            }
            out.raw(">");
            diff(out, before, after);
            out.raw("</p>");
        }
        (before, after) => lines(page, out, before, after),
    }
    out.raw("</div>");
}

/// Two wordings, word by word.
fn diff(out: &mut Markup, before: &str, after: &str) {
    for piece in word_diff::words(before, after) {
        match piece.kind {
            PieceKind::Same => out.text(&piece.text),
            PieceKind::Removed => out.raw("<del>").text(&piece.text).raw("</del>"),
            PieceKind::Added => out.raw("<ins>").text(&piece.text).raw("</ins>"),
        };
    }
}

/// The lines that only one side has; all of them where only the order changed.
/// The lists are a person's work, dozens of lines at most; a longer one is not
/// searched, so that hostile input can not make this quadratic.
fn lines(page: &Page<'_>, out: &mut Markup, before: &[String], after: &[String]) {
    const SEARCHED: usize = 200;
    let short = before.len() <= SEARCHED && after.len() <= SEARCHED;
    let only = |list: &[String], other: &[String]| -> Vec<usize> {
        (0..list.len()).filter(|at| !short || !other.contains(&list[*at])).collect()
    };
    let (mut gone, mut come) = (only(before, after), only(after, before));
    if gone.is_empty() && come.is_empty() {
        (gone, come) = ((0..before.len()).collect(), (0..after.len()).collect());
    }
    let shown = |text: &str| match IsoDate::parse(text) {
        Some(IsoDate::Day(day)) => page.messages.day(day, Style::Plain),
        _ => text.to_owned(),
    };
    out.raw("<ul class=\"diff\">");
    for at in gone {
        out.raw("<li><del>").text(&shown(&before[at])).raw("</del></li>");
    }
    for at in come {
        out.raw("<li><ins>").text(&shown(&after[at])).raw("</ins></li>");
    }
    if before.is_empty() && after.is_empty() {
        out.raw("<li>");
        page.say(out, "nothing");
        out.raw("</li>");
    }
    out.raw("</ul>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let mut out = Markup::default();
        diff(&mut out, before, after);
        out.as_str().to_owned()
    }

    #[test]
    fn neighbouring_changes_are_one() {
        assert_eq!(
            shown(
                "12 die, according to the army; a truck burns.",
                "20 die, one of them a doctor; a truck burns."
            ),
            "<del>12</del><ins>20</ins> die, <del>according to the army</del><ins>one of them a doctor</ins>; a truck burns."
        );
        assert_eq!(shown("a b", "a b c"), "a b<ins> c</ins>");
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_off(a in "[ab ,\u{4e2d}]{0,12}", b in "[ab ,\u{4e2d}]{0,12}") {
            let without = |tag: &str| {
                let mut text = shown(&a, &b);
                while let (Some(from), Some(to)) = (text.find(&format!("<{tag}>")), text.find(&format!("</{tag}>"))) {
                    text.replace_range(from..to + tag.len() + 3, "");
                }
                ["<del>", "</del>", "<ins>", "</ins>"].iter().fold(text, |t, m| t.replace(m, ""))
            };
            prop_assert_eq!(without("ins"), a.clone());
            prop_assert_eq!(without("del"), b.clone());
        }
    }
}
