//! Events: lists with filters, and one by its id.

use super::cursor;
use super::lists::{self, Events};
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{ID, LIMIT, LONGEST_KEY, Parameter, Place, Takes};
use super::problems::{MISSING, NOT_ACCEPTABLE, NOT_YET_KNOWN};
use super::shapes::{EventShape, ItemShape, Items, RelatedShape, ReportsShape, StepShape};
use crate::App;
use crate::answer::Problem;
use annals_archive::live::State;
use annals_archive::query::{self, Filter, Order, Standing};
use annals_archive::{Archive, pages};
use annals_model::Timestamp;
use annals_publish::{Format, wire};
use annals_store::{NameKind, Reader, StoredEvent};
use axum::http::Method;
use serde_json::json;

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        name: "listEvents",
        method: Method::GET,
        path: "/events",
        group: "Events",
        title: "Events that fit every filter",
        about: "By day, then by id. An entity, story or category counts as it does on the site: \
                what is computed counts, and what a person corrected counts before it.",
        parameters: &[
            &FROM, &TO, &STORY, &ENTITY, &CATEGORY, &SOURCE, &LANG, &STATUS, &ORDER, &LIMIT,
            &CURSOR,
        ],
        formats: lists::FORMATS,
        answers: Answers::Items(|g| g.subschema_for::<ItemShape>()),
        problems: &[],
        answer: list,
    },
    Operation {
        name: "getEvent",
        method: Method::GET,
        path: "/events/{id}",
        group: "Events",
        title: "One event",
        about: "The same as the event's published JSON. An event that was withdrawn or merged \
                is there with its `status`. The HTML is the event's page: the answer leads there.",
        parameters: &[&ID, &AS_OF],
        formats: &[Media::Json, Media::Xml, Media::Markdown, Media::JsonLd, Media::Html],
        answers: Answers::One(|g| g.subschema_for::<EventShape>()),
        problems: &[&MISSING, &NOT_YET_KNOWN],
        answer: one,
    },
    Operation {
        name: "listRelated",
        method: Method::GET,
        path: "/events/{id}/related",
        group: "Events",
        title: "What an event is related to, and by what",
        about: "Earlier events, best first, then later ones, best first; each with what ties it \
                to this one and by how much.",
        parameters: &[&ID],
        formats: &[Media::Json],
        answers: Answers::Items(|g| g.subschema_for::<RelatedShape>()),
        problems: &[&MISSING],
        answer: |app, question| part(app, question, |event| items(event.related)),
    },
    Operation {
        name: "listBackground",
        method: Method::GET,
        path: "/events/{id}/background",
        group: "Events",
        title: "The earlier events that explain one",
        about: "Oldest first: how did we get here.",
        parameters: &[&ID],
        formats: &[Media::Json],
        answers: Answers::Items(|g| g.subschema_for::<StepShape>()),
        problems: &[&MISSING],
        answer: |app, question| part(app, question, |event| items(event.background)),
    },
    Operation {
        name: "getOrigins",
        method: Method::GET,
        path: "/events/{id}/origins",
        group: "Events",
        title: "The reports that an event's articles go back to",
        about: "The articles that report it, by the report that each was made from, with what \
                shows it; empty where the archive holds no article of it.",
        parameters: &[&ID],
        formats: &[Media::Json],
        answers: Answers::One(|g| {
            let reports = g.subschema_for::<ReportsShape>();
            schemars::json_schema!({
                "description": "What was found of the event's articles; empty where there is none.",
                "type": "object",
                "properties": { "reports": reports },
                "additionalProperties": false,
            })
        }),
        problems: &[&MISSING],
        answer: |app, question| {
            part(app, question, |event| match event.reports {
                Some(reports) => Reply::json(&json!({ "reports": reports })),
                None => Reply::json(&json!({})),
            })
        },
    },
];

const fn filter(name: &'static str, takes: Takes, most: usize, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, takes, most, about, example: None }
}

/// A filter of one kind may be given so often.
const OF_A_KIND: usize = 5;

pub(super) static FROM: Parameter = filter("from", Takes::Day, 1, "The first day.");
pub(super) static TO: Parameter = filter("to", Takes::Day, 1, "The last day.");
pub(super) static STORY: Parameter = filter(
    "story",
    Takes::Text(LONGEST_KEY),
    OF_A_KIND,
    "Key of a story that it is part of, or the path of the story's page.",
);
pub(super) static ENTITY: Parameter = filter(
    "entity",
    Takes::Text(LONGEST_KEY),
    OF_A_KIND,
    "Key of an entity that it names, `en:Aleppo`, or the path of the entity's page.",
);
pub(super) static CATEGORY: Parameter = filter(
    "category",
    Takes::Text(LONGEST_KEY),
    OF_A_KIND,
    "Key of the heading that it stands under, or the path of the heading's page.",
);
pub(super) static SOURCE: Parameter = filter(
    "source",
    Takes::Text(LONGEST_KEY),
    OF_A_KIND,
    "Host of a page that reports it, without `www.`.",
);
pub(super) static LANG: Parameter =
    filter("lang", Takes::Text(35), 1, "Language, BCP 47; `en` takes `en-GB` as well.");
static STATUS: Parameter = filter(
    "status",
    Takes::Word(&["published", "withdrawn", "merged", "any"]),
    1,
    "Whether it stands. What waits for a person is nobody else's to see.",
);
static ORDER: Parameter =
    filter("order", Takes::Word(&["newest", "oldest"]), 1, "Which end of the list comes first.");
static CURSOR: Parameter =
    filter("cursor", Takes::Cursor("event-cursor"), 1, "The `next` of the page before.");
static AS_OF: Parameter = filter(
    "as_of",
    Takes::Moment,
    1,
    "The event as it was known at a time, or at the end of a day: later revisions and later \
     events are left out.",
);

/// A state of the site and a reader of the archive: what most answers need.
pub(super) fn reading(app: &App) -> Result<(std::sync::Arc<State>, Reader<'_>), Problem> {
    let archive: &Archive = app.archive();
    Ok((app.live.state(), archive.store.read()?))
}

/// The event that a path names.
pub(super) fn named(reader: &Reader<'_>, question: &Question) -> Result<StoredEvent, Problem> {
    let id = question.values.text("id").and_then(|id| id.parse().ok());
    let event = id.map(|id| query::event(reader, id)).transpose()?.flatten();
    event.ok_or_else(|| MISSING.of("there is no event of this id"))
}

/// The filter that a question's parameters make.
pub(super) fn filter_of(question: &Question) -> Filter {
    let values = &question.values;
    let mut filter = Filter {
        from: values.day("from"),
        to: values.day("to"),
        lang: values.text("lang").map(str::to_owned),
        hosts: values
            .all("source")
            .map(|h| h.strip_prefix("www.").unwrap_or(h).to_lowercase())
            .collect(),
        standing: match values.text("status") {
            Some("withdrawn") => Standing::Withdrawn,
            Some("merged") => Standing::Merged,
            Some("any") => Standing::Any,
            _ => Standing::Published,
        },
        ..Filter::default()
    };
    for kind in NameKind::ALL {
        filter.names.extend(values.all(kind.name()).map(|key| (kind, key.to_owned())));
    }
    filter
}

fn list(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let order = match question.values.text("order") {
        Some("oldest") => Order::Oldest,
        _ => Order::Newest,
    };
    let after = match question.values.text("cursor") {
        None => None,
        Some(cursor) => {
            let [day, id] = cursor::read::<2>("events", cursor)?;
            let place = day.parse().ok().zip(id.parse().ok());
            Some(place.ok_or_else(cursor::broken)?)
        }
    };
    let filter = filter_of(question);
    let found = query::events(&state, &reader, &filter, order, after, question.values.limit())?;
    let page = Events {
        rows: found.events.iter().map(|e| e.row).collect(),
        items: found.items,
        next: found.next.map(|(day, id)| cursor::write("events", &[&day.to_string(), id.as_str()])),
        total: found.total,
    };
    page.reply(app, &reader, question.media)
}

fn one(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let event = named(&reader, question)?;
    let as_of = question.values.moment("as_of");
    if question.media == Media::Html {
        return match as_of {
            None => Ok(Reply { page: Some(event.path), ..Reply::default() }),
            Some(_) => Err(NOT_ACCEPTABLE.of("an event as it was known then has no HTML here")),
        };
    }
    let page = shape(&state, &reader, &event, as_of)?;
    let rendering = app.live.rendering();
    let mut bytes = Vec::with_capacity(16 * 1024);
    let format = match question.media {
        Media::Xml => Format::Xml,
        Media::Markdown => Format::Markdown,
        Media::JsonLd => {
            rendering.theme.event_linked_data(&rendering.settings, &page, &mut bytes);
            return Ok(Reply { bytes, ..Reply::default() });
        }
        _ => Format::Json,
    };
    rendering.event(&page, format, &mut bytes)?;
    Ok(Reply { bytes, ..Reply::default() })
}

fn shape(
    state: &State,
    reader: &Reader<'_>,
    event: &StoredEvent,
    as_of: Option<Timestamp>,
) -> Result<wire::Event, Problem> {
    let snapshot = &state.snapshot;
    let Some(time) = as_of else { return Ok(pages::event_page(snapshot, reader, event)?) };
    pages::event_page_as_of(snapshot, reader, event, time)?
        .ok_or_else(|| NOT_YET_KNOWN.of(format!("nothing was known of it at {time}")))
}

/// An answer that is a part of the event's page.
fn part(app: &App, question: &Question, pick: fn(wire::Event) -> Reply) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let event = named(&reader, question)?;
    Ok(pick(shape(&state, &reader, &event, None)?))
}

fn items<T: serde::Serialize>(items: Vec<T>) -> Reply {
    let total = Some(items.len() as u64);
    Reply::json(&Items { items, next: None, total })
}
