//! Time travel: Memento (RFC 7089).
//!
//! | address | is |
//! |---|---|
//! | `/timegate/URI-R` | leads to the memento that `Accept-Datetime` asks for (section 4.1.1, pattern 1.1) |
//! | `/timemap/link/URI-R` | every memento, `application/link-format` (RFC 6690) |
//! | `/timemap/json/URI-R` | the same as JSON, in the form of the Time Travel service |
//! | `/web/YYYYMMDDhhmmss/URI-R` | a memento |
//! | `/web/YYYYMMDDhhmmssid_/URI-R` | the bytes of a capture, to be saved |
//!
//! An original (URI-R) is the address of an event's page on this site, in any
//! format, or its permanent one; or the address of a page that was captured.
//! `original.rs` finds which, `instant.rs` reads and writes times, `mementos.rs`
//! says which there are and which fits, `links.rs` writes what is said of them,
//! `event.rs` shows an event as it was known, `replay` a captured page.

mod event;
mod instant;
mod links;
mod mementos;
mod original;
mod replay;

use crate::App;
use crate::answer::{self, Problem};
use crate::pages;
use annals_model::Timestamp;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mementos::{Holding, Mementos};
use original::Site;
use std::sync::Arc;

/// `Memento-Datetime` (RFC 7089, section 2.1.1).
pub(crate) const MEMENTO_DATETIME: HeaderName = HeaderName::from_static("memento-datetime");
/// `Accept-Datetime` (RFC 7089, section 2.1.1).
const ACCEPT_DATETIME: HeaderName = HeaderName::from_static("accept-datetime");

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/timegate/{*original}", get(timegate))
        .route("/timemap/{format}/{*original}", get(timemap))
        .route("/web/{time}/{*original}", get(memento))
}

/// Says at an event's page where its past is found (RFC 7089, section 4).
pub(crate) fn advertise(app: &App, request: &HeaderMap, path: &str, response: &mut Response) {
    let site = Site::of(app, request);
    let original = site.address(path);
    let value = format!(
        "<{}>; rel=\"timegate\", <{}>; rel=\"timemap\"; type=\"{}\"",
        site.timegate(&original),
        site.timemap("link", &original),
        links::LINK_FORMAT,
    );
    answer::set(response, header::LINK, &value);
}

async fn timegate(State(app): State<Arc<App>>, request: Request) -> Response {
    let wanted = match instant::accepted(request.headers().get(&ACCEPT_DATETIME)) {
        Ok(wanted) => wanted,
        Err(problem) => return varying(problem.into_response()),
    };
    let found = find(&app, request.headers(), request.uri(), "/timegate/").await;
    let response = match found {
        Ok((site, mementos)) => {
            let chosen = wanted.map_or(mementos.last(), |time| mementos.at(time));
            let mut response = StatusCode::FOUND.into_response();
            let to = site.memento_path(mementos.time(chosen), &mementos.original);
            answer::set(&mut response, header::LOCATION, &to);
            let links = links::header(&site, &mementos, chosen);
            answer::set(&mut response, header::LINK, &links);
            answer::set(&mut response, header::CACHE_CONTROL, "no-cache");
            response
        }
        Err(problem) => problem.into_response(),
    };
    varying(response)
}

/// What a TimeGate answers depends on `Accept-Datetime`, the refusals too.
fn varying(mut response: Response) -> Response {
    answer::set(&mut response, header::VARY, "accept-datetime");
    response
}

async fn timemap(
    State(app): State<Arc<App>>,
    Path((format, _)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (write, media_type): (fn(&Site, &Mementos) -> String, _) = match format.as_str() {
        "link" => (links::link_format, links::LINK_FORMAT),
        "json" => (links::json, "application/json"),
        _ => return Problem::missing().into_response(),
    };
    let prefix = format!("/timemap/{format}/");
    match find(&app, request.headers(), request.uri(), &prefix).await {
        Ok((site, mementos)) => {
            let body = write(&site, &mementos).into_bytes();
            let tag = answer::etag(&body);
            answer::file(request.headers(), body.into(), &tag, media_type)
        }
        Err(problem) => problem.into_response(),
    }
}

/// What a memento's address asks for besides the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// To be shown.
    Page,
    /// The bytes that were captured (`id_`, as other web archives write it).
    Bytes,
}

async fn memento(
    State(app): State<Arc<App>>,
    Path((stamp, _)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (digits, asked) = match stamp.strip_suffix("id_") {
        Some(digits) => (digits, Asked::Bytes),
        None => (stamp.as_str(), Asked::Page),
    };
    let Some(time) = instant::stamp(digits) else { return pages::missing(&app).await };
    let found = find(&app, request.headers(), request.uri(), &format!("/web/{stamp}/")).await;
    let (site, mementos) = match found {
        Ok(found) => found,
        Err(problem) if problem.status == 404 => return pages::missing(&app).await,
        Err(problem) => return problem.into_response(),
    };
    let chosen = mementos.at(time);
    if instant::digits(mementos.time(chosen)) != digits {
        let mut response = StatusCode::FOUND.into_response();
        let to = site.asked_path(mementos.time(chosen), asked, &mementos.original);
        answer::set(&mut response, header::LOCATION, &to);
        return response;
    }
    let headers = request.headers().clone();
    let one = One { site, mementos, chosen };
    let shown = match (&one.mementos.holding, asked) {
        (Holding::Event { .. }, Asked::Page) => event::show(&app, &headers, &one).await,
        (Holding::Captures { .. }, Asked::Page) => replay::show(&app, &headers, &one).await,
        (Holding::Captures { .. }, Asked::Bytes) => replay::save(&app, &one).await,
        (Holding::Event { .. }, Asked::Bytes) => Err(Problem::missing()),
    };
    let mut response = match shown {
        Ok(response) => response,
        Err(problem) => return problem.into_response(),
    };
    let datetime = instant::http(one.time());
    answer::set(&mut response, MEMENTO_DATETIME, &datetime);
    let links = links::header(&one.site, &one.mementos, chosen);
    answer::set(&mut response, header::LINK, &links);
    // The present page is the one to be found by search engines.
    answer::set(&mut response, HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    response
}

/// One memento that was asked for.
struct One {
    site: Site,
    mementos: Mementos,
    chosen: usize,
}

impl One {
    fn time(&self) -> Timestamp {
        self.mementos.time(self.chosen)
    }

    /// The neighbours as templates read them: `{at, path}`, `null` where there is none.
    fn beside(&self, at: Option<usize>) -> serde_json::Value {
        let Some(at) = at.filter(|at| *at < self.mementos.times.len()) else {
            return serde_json::Value::Null;
        };
        let time = self.mementos.time(at);
        let path = self.site.below_root(time, &self.mementos.original);
        serde_json::json!({ "at": time.to_string(), "path": path })
    }
}

/// The mementos of the original that an address ends with.
async fn find(
    app: &Arc<App>,
    headers: &HeaderMap,
    uri: &Uri,
    prefix: &str,
) -> Result<(Site, Mementos), Problem> {
    let site = Site::of(app, headers);
    let asked = original::asked(uri, prefix)?;
    let addressed = original::Addressed::read(&site, asked)?;
    let (own, mementos) = app
        .work(move |app| {
            let mementos = mementos::of(app, &site, &addressed)?;
            Ok((site, mementos))
        })
        .await?;
    Ok((own, mementos.ok_or_else(Problem::missing)?))
}
