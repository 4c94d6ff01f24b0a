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
use asked::Asked;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
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
            let said = if asked.is_empty() {
                json!({ "asked": asked.shown(), "sorts": sorts(&asked) })
            } else {
                let question = asked.question(Extent::Whole)?;
                results(&asked, &app.searcher()?.ask(app.archive(), &question)?)
            };
            let feeds: Vec<String> = if asked.is_empty() {
                Vec::new()
            } else {
                let query = asked.query();
                ["atom", "rss", "json"].map(|s| format!("/search.{s}?{query}")).into()
            };
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

fn results(asked: &Asked, answer: &Answer) -> Value {
    let hits: Vec<Value> = answer.hits.iter().map(hit).collect();
    let facets: Vec<Value> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let named = answer.facets.get(kind.name())?;
            facet(asked, kind, named, answer.total)
        })
        .collect();
    let chosen: Vec<Value> = asked
        .names
        .iter()
        .map(|(kind, key)| {
            let named =
                answer.facets.get(kind.name()).and_then(|all| all.iter().find(|n| n.key == *key));
            json!({
                "kind": kind.name(), "message": format!("facet-{}", kind.name()),
                "title": named.map_or(key.as_str(), |n| n.title.as_str()),
                "without": format!("/search?{}", asked.without(*kind, key).query()),
            })
        })
        .collect();
    let notes: Vec<Value> = answer
        .notes
        .iter()
        .map(|n| json!({ "message": format!("search-note-{}", n.code), "text": n.text }))
        .collect();
    let suggestion = answer.suggestion.as_ref().map(|s| {
        json!({ "query": s.query, "total": s.total,
                "url": format!("/search?{}", asked.with_words(&s.query).query()) })
    });
    json!({
        "asked": asked.shown(), "sorts": sorts(asked), "total": answer.total, "hits": hits,
        "facets": facets, "chosen": chosen, "notes": notes, "suggestion": suggestion,
        "chart": answer.histogram.as_ref().and_then(|h| chart::chart(asked, h)),
        "previous": asked.page_before().map(|a| format!("/search?{}", a.query())),
        "next": asked.page_after(answer.total).map(|a| format!("/search?{}", a.query())),
        "feed": format!("/search.atom?{}", asked.query()),
        "searched": true,
    })
}

fn hit(hit: &Hit) -> Value {
    let item = &hit.item;
    json!({
        "id": item.id, "url": item.url, "day": item.day, "lang": item.lang,
        "statement": fragment(&hit.statement), "summary": hit.summary.as_ref().map(fragment),
        "story": item.stories.last().map(|s| json!({
            "title": s.title, "url": s.url })),
        "sources": item.sources.iter().map(|s| &s.name).collect::<Vec<_>>(),
    })
}

fn fragment(fragment: &Fragment) -> Value {
    let segments: Vec<Value> =
        fragment.segments.iter().map(|s| json!({ "text": s.text, "marked": s.marked })).collect();
    json!({ "segments": segments, "cut_before": fragment.cut_before,
            "cut_after": fragment.cut_after })
}

/// A facet's names with the searches that they lead to; none where it does not
/// divide what was found.
fn facet(asked: &Asked, kind: Kind, named: &[Named], total: u64) -> Option<Value> {
    let names: Vec<Value> = named
        .iter()
        .filter(|n| n.count < total)
        .filter(|n| !asked.names.iter().any(|(k, key)| *k == kind && *key == n.key))
        .take(NAMES)
        .map(|n| {
            json!({ "title": n.title, "count": n.count,
                    "url": format!("/search?{}", asked.with(kind, &n.key).query()) })
        })
        .collect();
    (!names.is_empty())
        .then(|| json!({ "message": format!("facet-{}", kind.name()), "names": names }))
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
