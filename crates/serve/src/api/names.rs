//! Stories, entities and categories: lists, one with its events, a story's timeline.

use super::csv::Table;
use super::cursor;
use super::events::reading;
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{LIMIT, LONGEST_KEY, Parameter, Place, Takes};
use super::problems::MISSING;
use super::shapes::{Items, ListShape, Name, StoryTimeline};
use crate::App;
use crate::answer::Problem;
use annals_archive::pages::{self, Subject};
use annals_archive::query::{self, NameOrder};
use annals_publish::{Format, wire};
use annals_store::{NameKind, Reader};
use axum::http::Method;

/// A list of names and one name, of one kind.
macro_rules! of_kind {
    ($kind:expr, $path:literal, $list:literal, $one:literal, $group:literal, $what:literal) => {
        [
            Operation {
                name: $list,
                method: Method::GET,
                path: concat!("/", $path),
                group: $group,
                title: concat!("The archive's ", $path),
                about: concat!(
                    "Each ",
                    $what,
                    " that has published events, with their number and the days that they span."
                ),
                parameters: &[&TITLE, &ORDER, &LIMIT, &CURSOR],
                formats: &[Media::Json, Media::Csv],
                answers: Answers::Items(|g| g.subschema_for::<Name>()),
                problems: &[],
                answer: |app, question| list(app, question, $kind),
            },
            Operation {
                name: $one,
                method: Method::GET,
                path: concat!("/", $path, "/{key}"),
                group: $group,
                title: concat!("One ", $what, " with its events"),
                about: "The same as its published JSON: where there are very many events, the \
                        newest ones, and the years to ask for. `/events` has every event, page \
                        by page. The HTML is its page: the answer leads there.",
                parameters: &[&KEY, &YEAR],
                formats: &[Media::Json, Media::Xml, Media::Markdown, Media::JsonLd, Media::Html],
                answers: Answers::One(|g| g.subschema_for::<ListShape>()),
                problems: &[&MISSING],
                answer: |app, question| one(app, question, $kind),
            },
        ]
    };
}

pub(super) static STORIES: &[Operation] =
    &of_kind!(NameKind::Story, "stories", "listStories", "getStory", "Names", "story");
pub(super) static ENTITIES: &[Operation] =
    &of_kind!(NameKind::Entity, "entities", "listEntities", "getEntity", "Names", "entity");
pub(super) static CATEGORIES: &[Operation] = &of_kind!(
    NameKind::Category,
    "categories",
    "listCategories",
    "getCategory",
    "Names",
    "category"
);

pub(super) static TIMELINE: &[Operation] = &[Operation {
    name: "getTimeline",
    method: Method::GET,
    path: "/stories/{key}/timeline",
    group: "Names",
    title: "A story's life in short",
    about: "The days that tell it, with the reason for each; its events over time; whom and \
            what it is about. A story of only a few events has none.",
    parameters: &[&KEY],
    formats: &[Media::Json],
    answers: Answers::One(|g| g.subschema_for::<StoryTimeline>()),
    problems: &[&MISSING],
    answer: timeline,
}];

const fn of_query(name: &'static str, takes: Takes, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, takes, most: 1, about, example: None }
}

static KEY: Parameter = Parameter {
    name: "key",
    place: Place::Path,
    takes: Takes::Text(LONGEST_KEY),
    most: 1,
    about: "Its key, as lists give it; a slash in it is written `%2F`.",
    example: None,
};
static YEAR: Parameter = of_query(
    "year",
    Takes::Number(0, 9999, None),
    "The events of one year, where it has so many that its years have pages.",
);
static TITLE: Parameter =
    of_query("title", Takes::Text(200), "A part of the title, in any case of letters.");
static ORDER: Parameter =
    of_query("order", Takes::Word(&["key", "events"]), "By key, or those with most events first.");
static CURSOR: Parameter =
    of_query("cursor", Takes::Cursor("name-cursor"), "The `next` of the page before.");

fn list(app: &App, question: &Question, kind: NameKind) -> Result<Reply, Problem> {
    let values = &question.values;
    let order = match values.text("order") {
        Some("events") => NameOrder::Events,
        _ => NameOrder::Key,
    };
    let after = match values.text("cursor") {
        None => None,
        Some(cursor) => {
            let [count, key] = cursor::read::<2>("names", cursor)?;
            Some((count.parse().map_err(|_| cursor::broken())?, key))
        }
    };
    let state = app.live.state();
    let page =
        query::names(&state, kind, values.text("title"), order, after.as_ref(), values.limit());
    let next = page.items.last().filter(|_| page.more);
    let next = next.map(|n| cursor::write("names", &[&n.count.to_string(), &n.key]));
    if question.media == Media::Csv {
        let mut table = Table::new(&["key", "title", "count", "first", "last", "url"]);
        for n in &page.items {
            table.row(&[&n.key, &n.title, &n.count.to_string(), &n.first, &n.last, &n.url]);
        }
        return Ok(Reply { bytes: table.into_bytes(), next, ..Reply::default() });
    }
    let items: Vec<Name> = page.items.into_iter().map(Into::into).collect();
    Ok(Reply::json(&Items { items, next: next.clone(), total: Some(page.total) }).next(next))
}

fn named<'s>(
    state: &'s annals_archive::live::State,
    question: &Question,
    kind: NameKind,
) -> Result<&'s Subject, Problem> {
    let key = question.values.text("key").unwrap_or_default();
    query::name(&state.snapshot, kind, key)
        .ok_or_else(|| MISSING.of(format!("there is no {} of this key", kind.name())))
}

/// The page of a name, or of one of its years.
fn page(
    state: &annals_archive::live::State,
    reader: &Reader<'_>,
    subject: &Subject,
    kind: NameKind,
    year: Option<i16>,
) -> Result<wire::List, Problem> {
    let years: &[i16] = year.as_ref().map_or(&[], std::slice::from_ref);
    let mut found =
        pages::subject_pages(&state.snapshot, reader, kind, subject, Some(years))?.into_iter();
    let first = found.next();
    let found = if year.is_some() { found.next() } else { first };
    found.ok_or_else(|| MISSING.of("this year has no page of its own"))
}

fn one(app: &App, question: &Question, kind: NameKind) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let subject = named(&state, question, kind)?;
    let year = question.values.number("year").and_then(|y| i16::try_from(y).ok());
    let list = page(&state, &reader, subject, kind, year)?;
    if question.media == Media::Html {
        return Ok(Reply { page: Some(list.url), ..Reply::default() });
    }
    let rendering = app.live.rendering();
    let mut bytes = Vec::with_capacity(32 * 1024);
    let format = match question.media {
        Media::Xml => Format::Xml,
        Media::Markdown => Format::Markdown,
        Media::JsonLd => {
            rendering.theme.list_linked_data(&rendering.settings, &list, &mut bytes);
            return Ok(Reply { bytes, ..Reply::default() });
        }
        _ => Format::Json,
    };
    rendering.list(&list, format, &mut bytes)?;
    Ok(Reply { bytes, ..Reply::default() })
}

fn timeline(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let subject = named(&state, question, NameKind::Story)?;
    let list = page(&state, &reader, subject, NameKind::Story, None)?;
    Ok(Reply::json(&StoryTimeline {
        key: subject.name.key.clone(),
        title: list.title,
        url: list.url,
        timeline: list.timeline,
    }))
}
