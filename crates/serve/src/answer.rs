//! Answers: files with their tags, and problems.

use annals_archive::ArchiveError;
use annals_archive::accounts::AccountError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The strong entity tag of a content (RFC 9110, section 8.8.3), in quotes.
pub(crate) fn etag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut tag = String::with_capacity(26);
    tag.push('"');
    for byte in &digest[..12] {
        tag.push_str(&format!("{byte:02x}"));
    }
    tag.push('"');
    tag
}

/// Whether the client has the content with this tag (RFC 9110, section 13.1.2).
/// Compression marks tags as weak, so that weak ones count here.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter();
    tags.filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// A file, or 304 where the client has it.
pub(crate) fn file(request: &HeaderMap, bytes: Bytes, etag: &str, media_type: &str) -> Response {
    let mut response = if is_known(request, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(bytes));
        set(&mut response, header::CONTENT_TYPE, media_type);
        response
    };
    set(&mut response, header::ETAG, etag);
    // To be asked for anew each time; the tag makes that cheap.
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

/// Sets a header; a value that cannot be one is left out.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// A redirect to a path of the site (with its suffix, not encoded).
pub(crate) fn moved(status: StatusCode, to: &str) -> Response {
    let mut response = status.into_response();
    set(&mut response, header::LOCATION, &encode_path(to));
    response
}

/// A path percent-encoded (RFC 3986): unreserved characters and slashes stay. It
/// always begins with one slash, so that it never leads to another host.
pub(crate) fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    out.push('/');
    for byte in path.trim_start_matches(['/', '\\']).bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A text percent-encoded for a query (RFC 3986): unreserved characters stay.
pub(crate) fn encode_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Decodes a percent-encoded path; `None` where it is no UTF-8 or holds a NUL.
pub(crate) fn decode_path(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |b: u8| char::from(b).to_digit(16);
        match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                let (high, low) = (hex(*high)?, hex(*low)?);
                out.push(u8::try_from(high * 16 + low).ok()?);
                at += 3;
            }
            (b'%', ..) => return None,
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok().filter(|path| !path.contains('\0'))
}

/// A problem (RFC 9457): what went wrong, for programs and people.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    /// What kind it is: a path of the API's description.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The kind in words; the same for every problem of the kind.
    pub(crate) title: String,
    /// The status code.
    pub(crate) status: u16,
    /// What went wrong this time, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// What else programs may want to know: a conflict's two sides. Boxed, so that results with problems stay small.
    #[serde(flatten)]
    pub(crate) more: Box<serde_json::Map<String, serde_json::Value>>,
    /// Seconds after which it may go well.
    #[serde(skip)]
    pub(crate) retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a kind with a status.
    pub(crate) fn new(status: StatusCode, kind: &str, title: &str) -> Problem {
        Problem {
            kind: format!("/api/v1/problems#{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: None,
            more: Box::default(),
            retry_after: None,
        }
    }

    /// The problem with what went wrong this time.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Problem {
        self.detail = Some(detail.into());
        self
    }

    /// Nothing stands there.
    pub(crate) fn missing() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "missing", "There is nothing at this address")
    }

    /// The question makes no sense.
    pub(crate) fn invalid(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "invalid", "The request is not valid").detail(detail)
    }

    /// Too much is asked for at once.
    pub(crate) fn busy() -> Problem {
        let busy = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The archive is busy");
        Problem { retry_after: Some(5), ..busy.detail("try again in a few seconds") }
    }

    /// A fault of ours; the log says which.
    pub(crate) fn internal() -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server made a mistake")
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Problem {
        match error {
            ArchiveError::Refused(why) => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", "This cannot be done")
                    .detail(why)
            }
            ArchiveError::Store(annals_store::StoreError::Busy) => Problem::busy(),
            error => {
                tracing::error!(%error, "the archive failed");
                Problem::internal()
            }
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Problem {
        match error {
            AccountError::Archive(error) => error.into(),
            AccountError::Missing(why) => Problem::missing().detail(why),
            AccountError::Secret(why) => {
                tracing::error!(%why, "a secret could not be made");
                Problem::internal()
            }
            AccountError::Invalid(why) | AccountError::Refused(why) => Problem::invalid(why),
        }
    }
}

impl From<annals_store::StoreError> for Problem {
    fn from(error: annals_store::StoreError) -> Problem {
        ArchiveError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        set(&mut response, header::CONTENT_TYPE, "application/problem+json");
        set(&mut response, header::CACHE_CONTROL, "no-store");
        if let Some(seconds) = self.retry_after {
            set(&mut response, header::RETRY_AFTER, &seconds.to_string());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_and_decoded() {
        assert_eq!(encode_path("/stories/停火 a.html"), "/stories/%E5%81%9C%E7%81%AB%20a.html");
        assert_eq!(encode_path("//evil.example/x"), "/evil.example/x");
        assert_eq!(encode_path("/a\r\nSet-Cookie: b"), "/a%0D%0ASet-Cookie%3A%20b");
        assert_eq!(decode_path("/%E5%81%9C%20a").as_deref(), Some("/停 a"));
        for bad in ["/%", "/%4", "/%zz", "/%ff", "/%00", "/%+1"] {
            assert_eq!(decode_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn tags_are_compared_as_clients_send_them() {
        let mut headers = HeaderMap::new();
        assert!(!is_known(&headers, "\"a\""));
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"b\", W/\"a\""));
        assert!(is_known(&headers, "\"a\"") && !is_known(&headers, "\"c\""));
    }
}
