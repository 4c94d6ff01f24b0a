//! The hosts that publish what events cite.

use super::csv::Table;
use super::cursor;
use super::events::reading;
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{LIMIT, Parameter, Place, Takes};
use super::problems::MISSING;
use super::shapes::{Called, Items, Source, SourceWhole};
use crate::App;
use crate::answer::Problem;
use annals_archive::query::{self, Host};
use axum::http::Method;
use std::cmp::Reverse;

/// Names of a publisher that are told.
const NAMES: usize = 20;

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        name: "listSources",
        method: Method::GET,
        path: "/sources",
        group: "Sources",
        title: "The hosts whose pages events cite",
        about: "With the number of published events that cite each, and the days that those span.",
        parameters: &[&ORDER, &LIMIT, &CURSOR],
        formats: &[Media::Json, Media::Csv],
        answers: Answers::Items(|g| g.subschema_for::<Source>()),
        problems: &[],
        answer: list,
    },
    Operation {
        name: "getSource",
        method: Method::GET,
        path: "/sources/{host}",
        group: "Sources",
        title: "One host, with what events call it",
        about: "`/events?source=HOST` has the events that cite it.",
        parameters: &[&HOST],
        formats: &[Media::Json],
        answers: Answers::One(|g| g.subschema_for::<SourceWhole>()),
        problems: &[&MISSING],
        answer: one,
    },
];

static HOST: Parameter = Parameter {
    name: "host",
    place: Place::Path,
    takes: Takes::Text(255),
    most: 1,
    about: "The host, without `www.`.",
    example: None,
};
static ORDER: Parameter = Parameter {
    name: "order",
    place: Place::Query,
    takes: Takes::Word(&["host", "events"]),
    most: 1,
    about: "By name, or those that most events cite first.",
    example: None,
};
static CURSOR: Parameter = Parameter {
    name: "cursor",
    place: Place::Query,
    takes: Takes::Cursor("source-cursor"),
    most: 1,
    about: "The `next` of the page before.",
    example: None,
};

fn list(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let hosts = app.api.hosts.all(&reader, state.change)?;
    let mut all: Vec<&Host> = hosts.iter().collect();
    let by_events = question.values.text("order") == Some("events");
    let place = |h: &Host| (Reverse(if by_events { h.events } else { 0 }), h.host.clone());
    if by_events {
        all.sort_by_key(|h| Reverse(h.events));
    }
    let from = match question.values.text("cursor") {
        None => 0,
        Some(cursor) => {
            let [events, host] = cursor::read::<2>("sources", cursor)?;
            let events: u64 = events.parse().map_err(|_| cursor::broken())?;
            let after = (Reverse(if by_events { events } else { 0 }), host);
            all.partition_point(|h| place(h) <= after)
        }
    };
    let limit = question.values.limit();
    let shown: Vec<&Host> = all[from..].iter().take(limit).copied().collect();
    let next = shown.last().filter(|_| all.len() - from > limit);
    let next = next.map(|h| cursor::write("sources", &[&h.events.to_string(), &h.host]));
    if question.media == Media::Csv {
        let mut table = Table::new(&["host", "events", "first", "last"]);
        for h in shown {
            table.row(&[&h.host, &h.events.to_string(), &h.first.to_string(), &h.last.to_string()]);
        }
        return Ok(Reply { bytes: table.into_bytes(), next, ..Reply::default() });
    }
    let items: Vec<Source> = shown.into_iter().map(Into::into).collect();
    let total = Some(all.len() as u64);
    Ok(Reply::json(&Items { items, next: next.clone(), total }).next(next))
}

fn one(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let host = question.values.text("host").unwrap_or_default();
    let hosts = app.api.hosts.all(&reader, state.change)?;
    let found = hosts.binary_search_by(|h| h.host.as_str().cmp(host));
    let found = found.ok().map(|at| &hosts[at]);
    let found = found.ok_or_else(|| MISSING.of("no published event cites this host"))?;
    let names = query::host_names(&reader, &found.host, NAMES)?;
    let Source { host, events, first, last } = found.into();
    Ok(Reply::json(&SourceWhole {
        articles: reader.count_articles(Some(&host))?,
        names: names.into_iter().map(|(name, count)| Called { name, count }).collect(),
        host,
        events,
        first,
        last,
    }))
}
