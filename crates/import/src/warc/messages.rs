//! The heads of HTTP messages as records keep them: a response's, true of the body
//! that follows, and a request's.

use super::{
    capture::Content,
    record_head::line,
    writer::{Page, Payload, Response},
};

/// Headers that are not true any more once codings were taken off.
const ABOUT_CODING: [&str; 3] = ["transfer-encoding", "content-encoding", "content-length"];

/// Headers of a request that are a secret between two parties: never kept.
const SECRETS: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

/// Reason phrases (RFC 9110) of the statuses that pages have; others go without.
const REASONS: [(u16, &str); 19] = [
    (200, "OK"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (206, "Partial Content"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (410, "Gone"),
    (429, "Too Many Requests"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (503, "Service Unavailable"),
];

/// The head of an HTTP response that is true of the body as it is written; of the
/// payload `instead`, where a record refers to one with other codings.
pub(super) fn http_head(
    response: &Response<'_>,
    page: &Page<'_>,
    instead: Option<Payload<'_>>,
) -> Vec<u8> {
    let reason = REASONS.iter().find(|(status, _)| *status == response.status);
    let reason = reason.map_or("", |(_, reason)| reason);
    let mut head = format!("HTTP/1.1 {:03} {reason}\r\n", response.status);
    let mut stated = false;
    for (name, value) in response.headers.iter().filter(|(name, _)| is_token(name)) {
        match fate(response, page, instead.is_some(), name, value) {
            Fate::Kept => {
                stated |= name.eq_ignore_ascii_case("content-length");
                head.extend([name.as_str(), ": ", &line(value), "\r\n"]);
            }
            Fate::Renamed => head.extend(["X-Orig-", name.as_str(), ": ", &line(value), "\r\n"]),
            Fate::Dropped => {}
        }
    }
    match instead {
        Some(payload) => {
            if let Some(coding) = payload.coding {
                head.extend(["Content-Encoding: ", &line(coding), "\r\n"]);
            }
        }
        None if !stated && adds_length(response, page) => {
            head.push_str(&format!("Content-Length: {}\r\n", page.body.len()));
        }
        None => {}
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// What becomes of a header of a response.
enum Fate {
    Kept,
    Renamed,
    Dropped,
}

fn fate(response: &Response<'_>, page: &Page<'_>, other: bool, name: &str, value: &str) -> Fate {
    if !ABOUT_CODING.iter().any(|n| name.eq_ignore_ascii_case(n)) {
        return Fate::Kept;
    }
    let Some(sent) = &page.sent else {
        let kept = page.content == Content::AsSent && !other;
        return if kept { Fate::Kept } else { Fate::Dropped };
    };
    let true_still = if name.eq_ignore_ascii_case("transfer-encoding") {
        false
    } else if name.eq_ignore_ascii_case("content-encoding") {
        sent.coded && !other
    } else {
        let length = value.trim().parse() == Ok(page.body.len());
        !has_body(response.status) || (length && !other)
    };
    if true_still { Fate::Kept } else { Fate::Renamed }
}

/// Whether the length of the body is told where no header that is kept tells it.
fn adds_length(response: &Response<'_>, page: &Page<'_>) -> bool {
    match &page.sent {
        Some(_) => has_body(response.status),
        None => page.content != Content::AsSent,
    }
}

/// Statuses whose answers have no body, whatever length they state (RFC 9110, 8.6).
fn has_body(status: u16) -> bool {
    !matches!(status, 100..=199 | 204 | 304)
}

/// The head of a request, which is always a GET. Secrets are left out.
pub(super) fn request_head(url: &str, headers: &[(String, String)]) -> Vec<u8> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let cut = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(cut);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut head = format!("GET {slash}{target} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        head.extend(["Host: ", host, "\r\n"]);
    }
    for (name, value) in headers.iter().filter(|(name, _)| is_token(name)) {
        if !SECRETS.iter().any(|n| name.eq_ignore_ascii_case(n)) {
            head.extend([name.as_str(), ": ", &line(value), "\r\n"]);
        }
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// A header's name: a token (RFC 9110, 5.6.2).
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
