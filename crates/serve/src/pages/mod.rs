//! The pages of the archive's site, at the addresses that publishing gives them.

pub(crate) mod negotiate;

use crate::App;
use crate::answer::{self, Problem, decode_path};
use crate::cache::Kept;
use crate::memento;
use annals_archive::live::{Answer, File, Page};
use annals_publish::Format;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Added to the site's own script where the site is served.
const SERVED_SCRIPT: &[u8] = include_bytes!("../../assets/served.js");

/// Suffix of the pages' JSON-LD, which publishing does not write.
const LINKED_DATA: &str = "jsonld";

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
    let suffix = negotiate::format(headers).map_or(LINKED_DATA, Format::suffix);
    let with_suffix = format!("{path}.{suffix}");
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
        return Ok(Some(respond(app, &kept, path, headers)));
    }
    let asked = path.to_owned();
    let rendered = app.work(move |app| {
        let answer = match asked.strip_suffix(".jsonld") {
            Some(page) => linked_data(app, page)?,
            None => app.live.file(&asked)?,
        };
        Ok(match answer {
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
        Rendered::File(kept) => Some(respond(app, &kept, path, headers)),
    })
}

/// What stands at a path.
enum Rendered {
    Missing,
    Moved(String),
    File(Arc<Kept>),
}

fn respond(app: &App, kept: &Kept, path: &str, headers: &HeaderMap) -> Response {
    let mut response = send(kept, path, headers);
    if kept.event.is_some() {
        memento::advertise(app, headers, path, &mut response);
    }
    response
}

fn send(kept: &Kept, path: &str, headers: &HeaderMap) -> Response {
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

/// The JSON-LD of a page of the site, which has it in its head as well.
fn linked_data(app: &App, path: &str) -> Result<Answer, Problem> {
    let state = app.live.state();
    let reader = app.archive().store.read()?;
    let rendering = app.live.rendering();
    let (theme, settings) = (&rendering.theme, &rendering.settings);
    let mut bytes = Vec::with_capacity(4096);
    let event = match app.live.find(&state, &reader, path)? {
        None => return Ok(Answer::Missing),
        Some(Page::Moved(to)) => return Ok(Answer::Moved(format!("{to}.{LINKED_DATA}"))),
        Some(Page::Event(page, row)) => {
            theme.event_linked_data(settings, &page, &mut bytes);
            Some(row)
        }
        Some(Page::List(page)) => {
            theme.list_linked_data(settings, &page, &mut bytes);
            None
        }
    };
    Ok(Answer::File(File { bytes, event, change: state.change }))
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

/// The media type of a file by its name, with the encoding where it is text; a page's
/// address without suffix is HTML.
pub(crate) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        None => "text/html; charset=utf-8",
        Some((_, "jsonld")) => negotiate::LINKED_DATA,
        Some(_) => annals_publish::site::media_type(path).unwrap_or("application/octet-stream"),
    }
}
