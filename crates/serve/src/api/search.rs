//! Search, with the counts that refine it.

use super::cursor;
use super::events::{CATEGORY, ENTITY, FROM, LANG, STORY, TO, reading};
use super::lists::{self, Events};
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{LIMIT, LONGEST_KEY, Parameter, Place, Takes};
use super::problems::{BUSY, INVALID};
use super::shapes::{Found, Hit};
use crate::App;
use crate::answer::Problem;
use annals_archive::query;
use annals_archive::search::{self, Extent, Kind, Sort};
use annals_store::NameKind;
use axum::http::Method;

/// Results that are passed over at most.
const DEEPEST: u32 = 10_000;

pub(super) static OPERATIONS: &[Operation] = &[Operation {
    name: "search",
    method: Method::GET,
    path: "/search",
    group: "Search",
    title: "Events that fit a query, the best first",
    about: "The query is as on the search page: words, \"phrases\", `+must`, `-not`, `begin*`, \
            `near~`. The first page also counts the results by story, entity, category, \
            publisher and language, and over time, and suggests another query where little is \
            found. At most 10,000 results can be paged through; a list of everything is under \
            `/events`.",
    parameters: &[
        &QUERY, &FROM, &TO, &STORY, &ENTITY, &CATEGORY, &SOURCE, &LANG, &AS_OF, &ORDER, &LIMIT,
        &CURSOR,
    ],
    formats: lists::FORMATS,
    answers: Answers::One(|g| g.subschema_for::<Found>()),
    problems: &[&BUSY],
    body: None,
    answer: ask,
}];

const fn of_query(name: &'static str, takes: Takes, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, takes, most: 1, about, example: None }
}

static QUERY: Parameter =
    of_query("q", Takes::Text(1_000), "What is looked for; everything where it is left out.");
static SOURCE: Parameter = Parameter {
    name: "source",
    place: Place::Query,
    takes: Takes::Text(LONGEST_KEY),
    most: 5,
    about: "A publisher, by the key that counts give.",
    example: None,
};
static AS_OF: Parameter = of_query(
    "as_of",
    Takes::Moment,
    "What was known at a time, or at the end of a day, instead of what is known now.",
);
static ORDER: Parameter =
    of_query("order", Takes::Word(&["relevance", "newest", "oldest"]), "The order of results.");
static CURSOR: Parameter =
    of_query("cursor", Takes::Cursor("search-cursor"), "The `next` of the page before.");

fn ask(app: &App, question: &Question) -> Result<Reply, Problem> {
    let values = &question.values;
    let offset = match values.text("cursor") {
        None => 0,
        Some(cursor) => {
            let [offset] = cursor::read::<1>("search", cursor)?;
            offset.parse().map_err(|_| cursor::broken())?
        }
    };
    if offset > DEEPEST {
        return Err(INVALID.of(format!("at most {DEEPEST} results can be paged through")));
    }
    let (state, reader) = reading(app)?;
    let mut names: Vec<(Kind, String)> = Vec::new();
    for kind in Kind::ALL {
        for key in values.all(kind.name()) {
            // A page's path stands for the key here as it does in lists.
            let of_names = NameKind::ALL.into_iter().find(|k| k.name() == kind.name());
            let subject = of_names.and_then(|k| query::name(&state.snapshot, k, key));
            names.push((kind, subject.map_or_else(|| key.to_owned(), |s| s.name.key.clone())));
        }
    }
    let wanted = values.text("order").unwrap_or_default();
    let sort = Sort::ALL.into_iter().find(|(_, name)| *name == wanted);
    let limit = values.limit();
    let whole = offset == 0 && question.media == Media::Json;
    let asked = search::Question {
        query: values.text("q").unwrap_or_default().to_owned(),
        from: values.day("from"),
        to: values.day("to"),
        names,
        as_of: values.moment("as_of"),
        sort: sort.map(|(sort, _)| sort).unwrap_or_default(),
        offset: offset as usize,
        limit,
        extent: if whole { Extent::Whole } else { Extent::Hits },
    };
    let found = app.searcher()?.ask(app.archive(), &asked)?;
    let behind = offset as u64 + found.hits.len() as u64;
    let more = !found.hits.is_empty() && behind < found.total && behind <= u64::from(DEEPEST);
    let next = more.then(|| cursor::write("search", &[&behind.to_string()]));
    if question.media != Media::Json {
        let items: Vec<_> = found.hits.into_iter().map(|hit| hit.item).collect();
        let row = |id: &str| state.snapshot.head_of(id.parse().ok()?).map(|head| head.row);
        let rows = items.iter().map(|item| row(&item.id).unwrap_or_default()).collect();
        let page = Events { items, rows, next, total: found.total };
        return page.reply(app, &reader, question.media);
    }
    let shown = Found {
        items: found.hits.into_iter().map(Hit::from).collect(),
        next: next.clone(),
        total: found.total,
        facets: found.facets,
        years: found.years,
        histogram: found.histogram,
        suggestion: found.suggestion,
        notes: found.notes,
    };
    Ok(Reply::json(&shown).next(next))
}
