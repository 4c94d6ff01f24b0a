//! Search pages, feeds of searches, completions.
//!
//! A search is an address: `/search?q=aleppo&story=…`. The same address with
//! `.atom`, `.rss` or `.json` after `/search` is its feed, so a saved search is
//! one to subscribe to.

mod asked;
mod chart;

use crate::App;
use crate::answer::{self, Problem};
use crate::html::{self, View};
use annals_archive::search::{Answer, Extent, Fragment, Hit, Kind, Named, Sort};
use annals_publish::feeds::{self, Feed};
use annals_publish::wire::Ref;
use asked::Asked;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chart::Chart;
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Events of a feed.
const FEED_ITEMS: usize = 50;
/// Names of a facet that a page shows.
const NAMES: usize = 8;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/search", get(page))
        .route("/search.html", get(page))
        .route("/search.atom", get(atom))
        .route("/search.rss", get(rss))
        .route("/search.json", get(json_feed))
        .route("/search/completions", get(completions))
}

async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let asked_by = headers.clone();
    let answer = app
        .work(move |app| {
            let asked = Asked::read(query.as_deref().unwrap_or_default())?;
            if asked.is_empty() {
                let said = json!({ "asked": asked.shown(), "sorts": sorts(&asked) });
                let view = View::new("results.html", "/search", "search", said);
                return Ok(html::page(app, &asked_by, StatusCode::OK, view));
            }
            let question = asked.question(Extent::Whole)?;
            let answer = app.searcher()?.ask(app.archive(), &question)?;
            let query = asked.query();
            let feeds = ["atom", "rss", "json"].map(|s| format!("/search.{s}?{query}"));
            let said = Results::new(&asked, &answer);
            let mut view = View::new("results.html", "/search", "search", said);
            view.feeds = &feeds;
            Ok(html::page(app, &asked_by, StatusCode::OK, view))
        })
        .await;
    html::or_problem(&app, &headers, answer)
}

fn sorts(asked: &Asked) -> Vec<Value> {
    let sort = |(sort, name): (Sort, &str)| json!({ "name": name, "message": format!("sort-{name}"), "chosen": asked.sort == sort });
    Sort::ALL.map(sort).into()
}

/// What the page says. Most of it is lent by the answer: a page of hits that is copied
/// once for each of its levels takes longer than finding them.
#[derive(Serialize)]
struct Results<'a> {
    asked: Value,
    sorts: Vec<Value>,
    total: u64,
    hits: Vec<ShownHit<'a>>,
    facets: Vec<ShownFacet<'a>>,
    chosen: Vec<Value>,
    notes: Vec<Value>,
    suggestion: Option<Value>,
    chart: Option<Chart>,
    previous: Option<String>,
    next: Option<String>,
    feed: String,
    searched: bool,
}

#[derive(Serialize)]
struct ShownHit<'a> {
    id: &'a str,
    url: &'a str,
    day: &'a str,
    lang: &'a str,
    statement: &'a Fragment,
    summary: Option<&'a Fragment>,
    story: Option<&'a Ref>,
    sources: Vec<&'a str>,
}

#[derive(Serialize)]
struct ShownFacet<'a> {
    message: String,
    names: Vec<ShownName<'a>>,
}

#[derive(Serialize)]
struct ShownName<'a> {
    title: &'a str,
    count: u64,
    url: String,
}

impl<'a> Results<'a> {
    fn new(asked: &Asked, answer: &'a Answer) -> Results<'a> {
        let facets = Kind::ALL.into_iter().filter_map(|kind| {
            let named = answer.facets.get(kind.name())?;
            facet(asked, kind, named, answer.total)
        });
        let chosen = asked.names.iter().map(|(kind, key)| {
            let named =
                answer.facets.get(kind.name()).and_then(|all| all.iter().find(|n| n.key == *key));
            json!({
                "kind": kind.name(), "message": format!("facet-{}", kind.name()),
                "title": named.map_or(key.as_str(), |n| n.title.as_str()),
                "without": format!("/search?{}", asked.without(*kind, key).query()),
            })
        });
        let notes = answer
            .notes
            .iter()
            .map(|n| json!({ "message": format!("search-note-{}", n.code), "text": n.text }));
        let suggestion = answer.suggestion.as_ref().map(|s| {
            json!({ "query": s.query, "total": s.total,
                    "url": format!("/search?{}", asked.with_words(&s.query).query()) })
        });
        Results {
            asked: asked.shown(),
            sorts: sorts(asked),
            total: answer.total,
            hits: answer.hits.iter().map(hit).collect(),
            facets: facets.collect(),
            chosen: chosen.collect(),
            notes: notes.collect(),
            suggestion,
            chart: answer.histogram.as_ref().and_then(|h| Chart::new(asked, h)),
            previous: asked.page_before().map(|a| format!("/search?{}", a.query())),
            next: asked.page_after(answer.total).map(|a| format!("/search?{}", a.query())),
            feed: format!("/search.atom?{}", asked.query()),
            searched: true,
        }
    }
}

fn hit(hit: &Hit) -> ShownHit<'_> {
    let item = &hit.item;
    ShownHit {
        id: &item.id,
        url: &item.url,
        day: &item.day,
        lang: &item.lang,
        statement: &hit.statement,
        summary: hit.summary.as_ref(),
        story: item.stories.last(),
        sources: item.sources.iter().map(|s| s.name.as_str()).collect(),
    }
}

/// A facet's names with the searches that they lead to; none where it does not
/// divide what was found.
fn facet<'a>(asked: &Asked, kind: Kind, named: &'a [Named], total: u64) -> Option<ShownFacet<'a>> {
    let names: Vec<ShownName<'a>> = named
        .iter()
        .filter(|n| n.count < total)
        .filter(|n| !asked.names.iter().any(|(k, key)| *k == kind && *key == n.key))
        .take(NAMES)
        .map(|n| ShownName {
            title: &n.title,
            count: n.count,
            url: format!("/search?{}", asked.with(kind, &n.key).query()),
        })
        .collect();
    (!names.is_empty()).then(|| ShownFacet { message: format!("facet-{}", kind.name()), names })
}

async fn atom(State(app): State<Arc<App>>, headers: HeaderMap, query: RawQuery) -> Response {
    feed(app, headers, query, "atom").await
}

async fn rss(State(app): State<Arc<App>>, headers: HeaderMap, query: RawQuery) -> Response {
    feed(app, headers, query, "rss").await
}

async fn json_feed(State(app): State<Arc<App>>, headers: HeaderMap, query: RawQuery) -> Response {
    feed(app, headers, query, "json").await
}

/// The newest events that a search finds.
async fn feed(
    app: Arc<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    suffix: &'static str,
) -> Response {
    let answer = app
        .work(move |app| {
            let mut asked = Asked::read(query.as_deref().unwrap_or_default())?;
            if asked.is_empty() {
                return Err(Problem::invalid(
                    "a feed needs a question: q, story, entity or another filter",
                ));
            }
            asked.sort = Sort::Newest;
            asked.page = 1;
            let mut question = asked.question(Extent::Hits)?;
            question.limit = FEED_ITEMS;
            let found = app.searcher()?.ask(app.archive(), &question)?;
            let items: Vec<_> = found.hits.into_iter().map(|h| h.item).collect();
            let newest = items.first().map_or("1970-01-01", |i| i.day.as_str());
            let query = asked.query();
            let rendering = app.live.rendering();
            let feed = Feed {
                title: &format!("{}: {}", rendering.settings.title, asked.in_words()),
                url: &format!("/search?{query}"),
                self_path: &format!("/search?{query}"),
                items: &items,
                updated: &format!("{newest}T00:00:00Z"),
            };
            let mut bytes = Vec::with_capacity(32 * 1024);
            match suffix {
                "atom" => feeds::atom(&feed, &rendering.settings, &mut bytes),
                "rss" => feeds::rss(&feed, &rendering.settings, &mut bytes),
                _ => feeds::json_feed(&feed, &rendering.settings, &mut bytes),
            }
            Ok(bytes)
        })
        .await;
    match answer {
        Ok(bytes) => {
            let etag = answer::etag(&bytes);
            let path = format!("/feeds/search.{suffix}");
            answer::file(&headers, bytes.into(), &etag, crate::pages::media_type(&path))
        }
        Err(problem) => problem.into_response(),
    }
}

async fn completions(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let answer = app
        .work(move |app| {
            let asked = Asked::read(query.as_deref().unwrap_or_default())?;
            let found = app.searcher()?.complete(app.archive(), &asked.words)?;
            Ok(axum::Json(json!({ "completions": found })).into_response())
        })
        .await;
    match answer {
        Ok(mut response) => {
            answer::set(&mut response, header::CACHE_CONTROL, "max-age=60");
            response
        }
        Err(problem) => problem.into_response(),
    }
}
