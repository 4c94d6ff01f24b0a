//! HTML pages that only the server has, and problems for people.

use crate::App;
use crate::answer::{self, Problem};
use annals_publish::html::Served;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// A page to be written: which template, and what it says.
#[derive(Debug)]
pub(crate) struct View<'a, P = Value> {
    /// Name of the template.
    pub(crate) template: &'a str,
    /// The path that navigation marks, without suffix.
    pub(crate) path: &'a str,
    /// The message that is the page's title.
    pub(crate) title: &'a str,
    /// The event that the page is about: its id.
    pub(crate) event: Option<&'a str>,
    /// Feeds of the page: their addresses, with the query.
    pub(crate) feeds: &'a [String],
    /// What the template reads as `page`.
    pub(crate) page: P,
}

impl<'a, P> View<'a, P> {
    /// A page without an event and feeds.
    pub(crate) fn new(template: &'a str, path: &'a str, title: &'a str, page: P) -> Self {
        View { template, path, title, event: None, feeds: &[], page }
    }
}

/// The language of the furniture: the client's first wish that the theme speaks,
/// else the archive's.
pub(crate) fn lang(app: &App, headers: &HeaderMap) -> String {
    let main = &app.live.rendering().settings.lang;
    let wishes = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let first = wishes.and_then(|w| w.split([',', ';']).next()).map(str::trim).unwrap_or_default();
    let speaks = |lang: &str| {
        let primary = lang.split('-').next().unwrap_or_default();
        app.live.rendering().theme.messages(lang).lang() == primary && !primary.is_empty()
    };
    if speaks(first) { first.to_owned() } else { main.clone() }
}

/// Writes a page. Such pages are for one person, or of one moment: nobody keeps them.
pub(crate) fn page(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    view: View<'_, impl Serialize>,
) -> Response {
    let rendering = app.live.rendering();
    let lang = lang(app, headers);
    let title = rendering.theme.messages(&lang).text(view.title).to_owned();
    let served = Served {
        template: view.template,
        path: view.path,
        lang: &lang,
        title: &title,
        kind: "served",
        event: view.event,
        feeds: view.feeds,
        page: &view.page,
    };
    let mut bytes = Vec::with_capacity(16 * 1024);
    match rendering.theme.served(&rendering.settings, &served, &mut bytes) {
        Ok(()) => {
            let mut response = (status, bytes).into_response();
            answer::set(&mut response, header::CONTENT_TYPE, "text/html; charset=utf-8");
            answer::set(&mut response, header::CACHE_CONTROL, "no-store");
            answer::set(&mut response, header::VARY, "Accept-Language, Cookie");
            response
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            Problem::internal().into_response()
        }
    }
}

/// A problem as a page.
pub(crate) fn problem(app: &Arc<App>, headers: &HeaderMap, problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let said = json!({ "title": problem.title, "detail": problem.detail });
    page(app, headers, status, View::new("problem.html", "/problem", "problem", said))
}

/// An answer, or its problem as a page.
pub(crate) fn or_problem(
    app: &Arc<App>,
    headers: &HeaderMap,
    answer: Result<Response, Problem>,
) -> Response {
    answer.unwrap_or_else(|problem| self::problem(app, headers, &problem))
}
