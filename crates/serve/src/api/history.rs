//! What changed: an event's revisions, any two of them side by side, the archive's
//! changes, and what people corrected.

use super::cursor;
use super::events::{named, reading};
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{ID, LIMIT, Parameter, Place, Takes};
use super::problems::{CURSOR_GONE, MISSING};
use super::shapes::{ChangeShape, Changed, Changes, Comparison, CorrectionLine, Items};
use crate::App;
use crate::answer::Problem;
use annals_archive::query;
use annals_store::{Subject, Touched};
use axum::http::Method;

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        name: "listRevisions",
        method: Method::GET,
        path: "/events/{id}/revisions",
        group: "History",
        title: "An event's revisions",
        about: "By number, the order of recording; `known_at` says when the world could know.",
        parameters: &[&ID, &LIMIT, &REVISION_CURSOR],
        formats: &[Media::Json],
        answers: Answers::Items(|g| g.subschema_for::<ChangeShape>()),
        problems: &[&MISSING],
        answer: revisions,
    },
    Operation {
        name: "compareRevisions",
        method: Method::GET,
        path: "/events/{id}/diff",
        group: "History",
        title: "What lies between two revisions of an event",
        about: "Of any two, in either direction; without numbers, of the last two that became \
                known. Texts are compared word by word.",
        parameters: &[&ID, &FROM, &TO],
        formats: &[Media::Json],
        answers: Answers::One(|g| g.subschema_for::<Comparison>()),
        problems: &[&MISSING],
        answer: diff,
    },
    Operation {
        name: "listChanges",
        method: Method::GET,
        path: "/changes",
        group: "History",
        title: "What changed in the archive since a cursor",
        about: "For those who keep a copy. Without a cursor it begins with the first change, so \
                that reading until `more` is false gives the whole archive; with `from=now` it \
                begins behind the last one. Keep `next` and ask with it later: nothing is \
                missed, whatever is written in between, and what changed twice comes once, as \
                it stands. `gone` says that an event was withdrawn, merged or held back.",
        parameters: &[&BEGIN, &LIMIT, &CHANGE_CURSOR],
        formats: &[Media::Json],
        answers: Answers::One(|g| g.subschema_for::<Changes>()),
        problems: &[&CURSOR_GONE],
        answer: changes,
    },
    Operation {
        name: "listCorrections",
        method: Method::GET,
        path: "/corrections",
        group: "History",
        title: "What people corrected",
        about: "The public log of what people said of what is computed: which names are one, \
                which events belong together, what is a copy. In the order of recording; a \
                later word on the same matter holds.",
        parameters: &[&LIMIT, &CORRECTION_CURSOR],
        formats: &[Media::Json],
        answers: Answers::Items(|g| g.subschema_for::<CorrectionLine>()),
        problems: &[],
        answer: corrections,
    },
];

const fn of_query(name: &'static str, takes: Takes, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, takes, most: 1, about, example: None }
}

const BEHIND: &str = "The `next` of the page before.";

static REVISION_CURSOR: Parameter = of_query("cursor", Takes::Cursor("revision-cursor"), BEHIND);
static CORRECTION_CURSOR: Parameter =
    of_query("cursor", Takes::Cursor("correction-cursor"), BEHIND);
static CHANGE_CURSOR: Parameter = of_query(
    "cursor",
    Takes::Cursor("change-cursor"),
    "The `next` of an earlier answer, of whatever age.",
);
static FROM: Parameter = of_query(
    "from",
    Takes::Number(1, u32::MAX, None),
    "Number of the one revision; the one before `to` where it is left out.",
);
static TO: Parameter = of_query(
    "to",
    Takes::Number(1, u32::MAX, None),
    "Number of the other revision; the last one where it is left out.",
);
static BEGIN: Parameter = of_query(
    "from",
    Takes::Word(&["start", "now"]),
    "Where to begin without a cursor: with the first change, or behind the last one.",
);

/// A page of a list by number, behind the number that a cursor names.
fn after(question: &Question, list: &str) -> Result<u32, Problem> {
    let Some(cursor) = question.values.text("cursor") else { return Ok(0) };
    let [number] = cursor::read::<1>(list, cursor)?;
    number.parse().map_err(|_| cursor::broken())
}

fn revisions(app: &App, question: &Question) -> Result<Reply, Problem> {
    let reader = app.archive().store.read()?;
    let event = named(&reader, question)?;
    let after = after(question, "revisions")?;
    let mut all = query::revisions(&reader, event.row)?;
    let total = Some(all.len() as u64);
    all.sort_by_key(|change| change.number);
    all.retain(|change| change.number > after);
    let limit = question.values.limit();
    let more = all.len() > limit;
    all.truncate(limit);
    let next = all.last().filter(|_| more);
    let next = next.map(|c| cursor::write("revisions", &[&c.number.to_string()]));
    Ok(Reply::json(&Items { items: all, next: next.clone(), total }).next(next))
}

fn diff(app: &App, question: &Question) -> Result<Reply, Problem> {
    let reader = app.archive().store.read()?;
    let event = named(&reader, question)?;
    let (from, to) = (question.values.number("from"), question.values.number("to"));
    let found = query::compare(&reader, event.row, from, to)?;
    let found = found.ok_or_else(|| MISSING.of("the event has no revision of this number"))?;
    Ok(Reply::json(&Comparison {
        id: event.id.to_string(),
        from: found.from,
        to: found.to,
        grade: found.grade.name().to_owned(),
        changes: found.changes.into_iter().map(Into::into).collect(),
    }))
}

fn changes(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let after = match question.values.text("cursor") {
        Some(cursor) => place(cursor)?,
        None if question.values.text("from") == Some("now") => {
            let (first, _) = query::START;
            (first, state.change + 1)
        }
        None => query::START,
    };
    let found = query::changes(&state, &reader, &after, question.values.limit())?;
    let Some(found) = found else {
        return Err(CURSOR_GONE.of("no change has such a high number"));
    };
    let (kind, key) = found.next.0.parts();
    let next = cursor::write("changes", &[&found.next.1.to_string(), kind, &key]);
    let items: Vec<Changed> = found.items.into_iter().map(Into::into).collect();
    let shown = Changes { items, next: next.clone(), more: found.more };
    Ok(Reply::json(&shown).next(found.more.then_some(next)))
}

fn place(cursor: &str) -> Result<Touched, Problem> {
    let [change, kind, key] = cursor::read::<3>("changes", cursor)?;
    let change = change.parse().ok().filter(|change| *change >= 0);
    if !["event", "links"].contains(&kind.as_str()) {
        return Err(cursor::broken());
    }
    let subject = Subject::of_parts(&kind, key).ok();
    subject.zip(change).ok_or_else(cursor::broken)
}

fn corrections(app: &App, question: &Question) -> Result<Reply, Problem> {
    let reader = app.archive().store.read()?;
    let after = after(question, "corrections")?;
    let limit = question.values.limit();
    let mut found = reader.corrections_after(after, limit + 1)?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more);
    let next = next.map(|c| cursor::write("corrections", &[&c.number.to_string()]));
    let items: Vec<CorrectionLine> = found.into_iter().map(Into::into).collect();
    let total = Some(u64::from(reader.last_correction()?));
    Ok(Reply::json(&Items { items, next: next.clone(), total }).next(next))
}
