//! What goes around every answer: who asks and whether they may, the body within
//! its bounds, the time within its own, headers, figures, the log.

use super::client::{Client, host_name};
use super::connection::Connection;
use super::sent::Sent;
use super::settings::Limits;
use crate::App;
use crate::answer::{self, Problem, decode_path};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// A longer address is no page's and no question's.
const LONGEST_ADDRESS: usize = 8 * 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What pages may load and do: what the site itself has, and nothing else
/// (Content Security Policy, level 3).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
     style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// Headers that every answer has unless it says otherwise.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// A year, for the name that was asked for alone (RFC 6797).
const STRICT_TRANSPORT: &str = "max-age=31536000";

/// Lets a request through, or answers it.
pub(super) async fn guard(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let connection = request.extensions().get::<Connection>().cloned();
    let peer = connection.as_ref().map(|c| c.peer);
    let client = Client::new(peer, request.headers(), &app.settings.limits);
    let id = app.ops.request_id(own_id(&client, request.headers()));
    let route = Route::of(&request);
    let method = request.method().clone();
    // How long a body is must not be a matter of opinion between a proxy and us:
    // nothing follows a body in pieces on its connection (RFC 9112, section 6.3).
    let mut closes = request.headers().contains_key(header::TRANSFER_ENCODING);
    let is_secure = client.is_secure;
    let mut response = match admit(&app, &client, &request, &route) {
        Err(refused) => {
            closes = true;
            *refused
        }
        Ok(()) => {
            request.extensions_mut().insert(client);
            let limits = &app.settings.limits;
            let answer = async {
                match bounded(request, limits).await {
                    Ok(request) => next.run(request).await,
                    Err(refused) => *refused,
                }
            };
            match tokio::time::timeout(limits.request, answer).await {
                Ok(response) => response,
                Err(_) => Problem::busy().detail("this took too long").into_response(),
            }
        }
    };
    let headers = response.headers_mut();
    weaken(headers);
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_secure {
        let value = HeaderValue::from_static(STRICT_TRANSPORT);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if closes || app.ops.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer::set(&mut response, REQUEST_ID, &id);
    let took = began.elapsed();
    let status = response.status();
    app.ops.metrics.answered(route.name(), status, took);
    response.map(|body| {
        let line = super::sent::Line { id, method, route, status, took };
        Body::new(Sent::new(body, line, app, connection))
    })
}

/// Marks the tag of packed content as weak: other bytes with the same meaning have
/// the same tag (RFC 9110, section 8.8.3.3).
fn weaken(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CONTENT_ENCODING) {
        return;
    }
    let strong = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let weak = strong.filter(|tag| tag.starts_with('"')).map(|tag| format!("W/{tag}"));
    if let Some(weak) = weak.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

/// What a request is counted as: the pattern of its address, never the address.
#[derive(Debug, Clone)]
pub(super) enum Route {
    /// A route with a pattern of its own.
    Matched(MatchedPath),
    /// A published file.
    Page(&'static str),
}

impl Route {
    fn of(request: &Request) -> Route {
        if let Some(path) = request.extensions().get::<MatchedPath>() {
            return Route::Matched(path.clone());
        }
        let path = request.uri().path();
        Route::Page(if path.starts_with("/assets/") {
            "asset"
        } else if path.contains("/feeds/") {
            "feed"
        } else {
            "page"
        })
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Route::Matched(path) => path.as_str(),
            Route::Page(name) => name,
        }
    }
}

/// Whether a request may go on to its answer. The refusal is boxed for its size.
fn admit(
    app: &Arc<App>,
    client: &Client,
    request: &Request,
    route: &Route,
) -> Result<(), Box<Response>> {
    let refuse = |problem: Problem| Err(Box::new(problem.into_response()));
    match *request.method() {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => {}
        _ => {
            let refused = Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "This cannot be done to an address",
            );
            let mut response = refused.into_response();
            answer::set(&mut response, header::ALLOW, "GET, HEAD");
            return Err(Box::new(response));
        }
    }
    let address = request.uri().path_and_query().map_or(0, |p| p.as_str().len());
    if address > LONGEST_ADDRESS {
        return refuse(Problem::new(
            StatusCode::URI_TOO_LONG,
            "address-too-long",
            "The address is too long",
        ));
    }
    if client.address.is_some() {
        hosts(app, client, request).or_else(refuse)?;
    }
    if let Some(coding) = request.headers().get(header::CONTENT_ENCODING)
        && coding != "identity"
    {
        let refused = Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "packed",
            "Requests are taken unpacked only",
        );
        let mut response = refused.into_response();
        answer::set(&mut response, header::ACCEPT_ENCODING, "identity");
        return Err(Box::new(response));
    }
    if !is_cheap(app, request, route)
        && let Err(often) = app.ops.rates.answer(client, request.headers())
    {
        app.ops.metrics.too_often.inc();
        return Err(Box::new(often.into_response()));
    }
    Ok(())
}

/// Whether an answer takes no work: the process's own state, and files that are kept.
fn is_cheap(app: &App, request: &Request, route: &Route) -> bool {
    match route {
        Route::Matched(path) => matches!(path.as_str(), "/healthz" | "/metrics"),
        Route::Page(_) => {
            let path = request.uri().path();
            if path.contains('%') {
                decode_path(path).is_some_and(|path| app.cache.has(&path))
            } else {
                app.cache.has(path)
            }
        }
    }
}

/// Whether the site is asked for by a name of its own: others would let a cache keep
/// pages under a wrong name, or a page of another site talk to this one (DNS rebinding).
fn hosts(app: &App, client: &Client, request: &Request) -> Result<(), Problem> {
    let mut lines = request.headers().get_all(header::HOST).iter();
    let own = match (lines.next(), lines.next()) {
        (Some(host), None) => host.to_str().ok(),
        (None, _) if request.version() < Version::HTTP_11 => Some("localhost"),
        _ => None,
    };
    let Some(own) = own else {
        return Err(Problem::invalid("a request names exactly one host"));
    };
    let target = request.uri().authority().map(|a| a.as_str());
    let names = [target, Some(own), client.forwarded_host.as_deref()];
    for name in names.into_iter().flatten() {
        if !app.ops.is_own_host(&host_name(name)) {
            return Err(Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                "host",
                "This site has another name",
            )
            .detail("its owner can add the name to `hosts` in annals.toml"));
        }
    }
    Ok(())
}

/// The request with its whole body, so that no answer waits for a slow client while
/// it holds something that others need.
async fn bounded(request: Request, limits: &Limits) -> Result<Request, Box<Response>> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let too_long = || {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "The request is too long")
            .detail(format!("at most {} bytes", limits.body))
    };
    let refused = if body.size_hint().lower() > limits.body as u64 {
        too_long()
    } else {
        let body = Limited::new(body, limits.body).collect();
        match tokio::time::timeout(limits.client, body).await {
            Ok(Ok(body)) => {
                let bytes: Bytes = body.to_bytes();
                return Ok(Request::from_parts(parts, Body::from(bytes)));
            }
            Ok(Err(error)) if error.is::<LengthLimitError>() => too_long(),
            Ok(Err(_)) => Problem::invalid("the request's body could not be read"),
            Err(_) => Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "too-slow",
                "The request's body came too slowly",
            ),
        }
    };
    let mut response = refused.into_response();
    answer::set(&mut response, header::CONNECTION, "close");
    Err(Box::new(response))
}

/// The id that a trusted proxy gave to the request.
fn own_id<'h>(client: &Client, headers: &'h HeaderMap) -> Option<&'h str> {
    let id = headers.get(REQUEST_ID).filter(|_| client.is_trusted)?.to_str().ok()?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    Some(id).filter(|id| (8..=64).contains(&id.len()) && id.bytes().all(is_plain))
}

/// Whether a host is an address or this machine: no name that others could own.
pub(super) fn is_literal(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_packed_content_are_weak() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, HeaderValue::from_static("\"a\""));
        weaken(&mut headers);
        assert_eq!(headers[header::ETAG], "\"a\"");
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        weaken(&mut headers);
        weaken(&mut headers);
        assert_eq!(headers[header::ETAG], "W/\"a\"");
    }

    #[test]
    fn only_addresses_and_this_machine_need_no_name() {
        assert!(is_literal("localhost") && is_literal("192.0.2.1") && is_literal("::1"));
        assert!(
            !is_literal("news.example.org") && !is_literal("") && !is_literal("1.evil.example")
        );
    }
}
