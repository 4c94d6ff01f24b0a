//! The pages of the archive's site, at the addresses that publishing gives them.

mod negotiate;

use crate::App;
use crate::answer::{self, Problem, decode_path};
use crate::cache::Kept;
use annals_archive::live::Answer;
use annals_publish::Format;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Added to the site's own script where the site is served.
const SERVED_SCRIPT: &[u8] = include_bytes!("../../assets/served.js");

/// Answers for every address that no other part of the server has.
pub async fn page(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
        answer::set(&mut response, header::ALLOW, "GET, HEAD");
        return response;
    }
    let Some(path) = decode_path(request.uri().path()) else { return missing(&app).await };
    match find(&app, &path, request.headers()).await {
        Ok(Some(response)) => response,
        Ok(None) => missing(&app).await,
        Err(problem) => problem.into_response(),
    }
}

async fn find(
    app: &Arc<App>,
    path: &str,
    headers: &HeaderMap,
) -> Result<Option<Response>, Problem> {
    if let Some(response) = file(app, path, headers).await? {
        return Ok(Some(response));
    }
    // An address without a suffix has the format that the client likes best.
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) || path.ends_with('/') {
        return Ok(None);
    }
    let format = negotiate::format(headers);
    let with_suffix = format!("{path}.{}", format.suffix());
    let Some(mut response) = file(app, &with_suffix, headers).await? else { return Ok(None) };
    if response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED {
        // Where it leads depends on what the client likes.
        *response.status_mut() = StatusCode::FOUND;
    } else {
        answer::set(&mut response, header::CONTENT_LOCATION, &answer::encode_path(&with_suffix));
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    Ok(Some(response))
}

/// The file at a path with its suffix, kept or rendered.
async fn file(
    app: &Arc<App>,
    path: &str,
    headers: &HeaderMap,
) -> Result<Option<Response>, Problem> {
    if let Some(kept) = app.cache.get(path) {
        return Ok(Some(respond(&kept, path, headers)));
    }
    let asked = path.to_owned();
    let rendered = app.work(move |app| {
        Ok(match app.live.file(&asked)? {
            Answer::Missing => Rendered::Missing,
            Answer::Moved(to) => Rendered::Moved(to),
            Answer::File(mut file) => {
                if asked == "/assets/annals.js" {
                    file.bytes.extend_from_slice(SERVED_SCRIPT);
                }
                let kept = Arc::new(Kept::new(file.bytes, file.event));
                app.cache.put(&asked, &kept, file.change);
                Rendered::File(kept)
            }
        })
    });
    Ok(match rendered.await? {
        Rendered::Missing => None,
        Rendered::Moved(to) => Some(answer::moved(StatusCode::MOVED_PERMANENTLY, &to)),
        Rendered::File(kept) => Some(respond(&kept, path, headers)),
    })
}

/// What stands at a path.
enum Rendered {
    Missing,
    Moved(String),
    File(Arc<Kept>),
}

fn respond(kept: &Kept, path: &str, headers: &HeaderMap) -> Response {
    let media_type = media_type(path);
    if let Some(packed) = kept.packed().filter(|_| negotiate::takes_zstd(headers)) {
        let mut response = answer::file(headers, packed, &kept.etag, media_type);
        answer::set(&mut response, header::CONTENT_ENCODING, "zstd");
        answer::set(&mut response, header::VARY, "Accept-Encoding");
        return response;
    }
    match kept.content() {
        Some(bytes) => answer::file(headers, bytes, &kept.etag, media_type),
        None => Problem::internal().into_response(),
    }
}

/// The page that says that there is nothing.
pub(crate) async fn missing(app: &Arc<App>) -> Response {
    let mut response = match file(app, "/404.html", &HeaderMap::new()).await {
        Ok(Some(response)) => response,
        _ => Problem::missing().into_response(),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// The media type of a file by its name, with the encoding where it is text.
pub(crate) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.').map_or("html", |(_, suffix)| suffix) {
        "json" if path.contains("/feeds/") => "application/feed+json",
        "json" => Format::Json.media_type(),
        "xml" | "xsd" => "application/xml; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
