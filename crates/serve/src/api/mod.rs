//! The API under `/api/v1`.
//!
//! [`operations`] lists everything that can be asked, with the parameters that it
//! takes ([`parameters`]), the formats that it comes in ([`media`]) and the shape of
//! its JSON ([`shapes`], and the shapes of the published JSON). From this one list a
//! request finds its answer here, and [`document`] makes the OpenAPI document and the
//! page to read it: what is documented is what is served.
//!
//! An answer is sent with its tag, so that a client that has it already is told so;
//! everything that goes wrong is a problem of a known kind ([`problems`]).

mod articles;
mod csv;
mod cursor;
mod document;
mod events;
mod history;
mod lists;
mod media;
mod names;
mod operations;
mod parameters;
mod problems;
mod shapes;
mod sources;

use crate::App;
use crate::answer::{self, Problem};
use annals_archive::query::Hosts;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use operations::{Operation, Question};
use parameters::Values;
use std::sync::Arc;

/// Where it stands.
const BASE: &str = "/api/v1/";

/// What the API keeps between questions.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    hosts: Hosts,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    let home = || async { answer::moved(StatusCode::FOUND, BASE) };
    Router::new()
        .route("/api", any(home))
        .route("/api/", any(home))
        .route("/api/v1", any(home))
        .route(BASE, any(serve))
        .route("/api/v1/{*rest}", any(serve))
}

async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let mut response = find(&app, &request).await.unwrap_or_else(IntoResponse::into_response);
    // Anyone's page may read what anyone may read; nothing that a browser knows of its
    // user goes with it, and writing from other sites' pages is not let through.
    if matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        answer::set(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        let exposed = "ETag, Link, Content-Location, Retry-After";
        answer::set(&mut response, header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    response
}

async fn find(app: &Arc<App>, request: &Parts) -> Result<Response, Problem> {
    let (method, uri, headers) = (&request.method, &request.uri, &request.headers);
    let rest = uri.path().strip_prefix(BASE).unwrap_or_default();
    if let Some(page) = document::Page::at(rest) {
        return match *method {
            Method::GET | Method::HEAD => document::answer(app, page, headers, uri).await,
            _ => without(method, &[Method::GET]),
        };
    }
    let missing = || problems::MISSING.of(format!("`{BASE}` lists every address"));
    let Some(mut parts) = operations::parts(rest) else { return Err(missing()) };
    let mut asked = None;
    if let Some(last) = parts.last_mut() {
        let (name, media) = media::split(last);
        asked = media;
        *last = name.to_owned();
    }
    let at = operations::at(&parts);
    if at.operations.is_empty() {
        return Err(missing());
    }
    let wanted = if *method == Method::HEAD { &Method::GET } else { method };
    let Some(operation) = at.operations.iter().find(|o| o.method == *wanted).copied() else {
        let methods: Vec<Method> = at.operations.iter().map(|o| o.method.clone()).collect();
        return without(method, &methods);
    };
    let values = Values::read(operation.parameters, at.path, uri)?;
    let media = media::choose(asked, headers, operation.formats)?;
    ask(app, operation, Question { values, media }, headers, uri).await
}

/// Has a question answered, and sends the answer.
async fn ask(
    app: &Arc<App>,
    operation: &'static Operation,
    question: Question,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Problem> {
    let media = question.media;
    let reply = app.work(move |app| (operation.answer)(app, &question)).await?;
    let mut response = match reply.page {
        Some(page) => answer::moved(StatusCode::SEE_OTHER, &format!("{page}.html")),
        None => {
            let tag = answer::etag(&reply.bytes);
            answer::file(headers, reply.bytes.into(), &tag, media.content_type())
        }
    };
    if let Some(next) = reply.next {
        let link = format!("<{}>; rel=\"next\"", behind(uri, &next));
        answer::set(&mut response, header::LINK, &link);
    }
    answer::set(&mut response, header::VARY, "Accept");
    Ok(response)
}

/// The query of the page behind one: the same with another cursor.
fn behind(uri: &Uri, cursor: &str) -> String {
    let query = uri.query().unwrap_or_default();
    let kept = query.split('&').filter(|p| !p.is_empty() && p.split('=').next() != Some("cursor"));
    let mut link = String::from("?");
    for pair in kept {
        link.push_str(pair);
        link.push('&');
    }
    link.push_str("cursor=");
    link.push_str(cursor);
    link
}

/// What an address answers to a method that it does not take, or to `OPTIONS`.
fn without(method: &Method, taken: &[Method]) -> Result<Response, Problem> {
    let mut allowed: Vec<&str> = Vec::new();
    for method in taken {
        allowed.push(method.as_str());
        if *method == Method::GET {
            allowed.push("HEAD");
        }
    }
    allowed.push("OPTIONS");
    let allow = allowed.join(", ");
    let mut response = if *method == Method::OPTIONS {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let set = |response: &mut Response, name: HeaderName, value: &'static str| {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        };
        if taken.contains(&Method::GET) {
            set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
            set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, If-None-Match");
            set(&mut response, header::ACCESS_CONTROL_MAX_AGE, "86400");
        }
        response
    } else {
        problems::METHOD.of(format!("it takes {allow}")).into_response()
    };
    answer::set(&mut response, header::ALLOW, &allow);
    Ok(response)
}
