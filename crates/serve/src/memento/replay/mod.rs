//! A captured page, shown without anything in it that could act.
//!
//! What a page was is shown as its text, headings, lists, tables and links, within
//! a page of this site that says what it is. Three walls stand one behind the
//! other: `clean.rs` keeps only elements and attributes that do nothing; the policy
//! below forbids scripts, forms and every load but the site's own style; and it
//! puts the page in an origin of its own (`sandbox`), so that whatever got through
//! would have neither this site's cookies nor its addresses. The bytes as they were
//! captured are handed out as a file only.

mod clean;

use super::{Holding, One, instant};
use crate::App;
use crate::answer::{self, Problem};
use annals_archive::{ArchiveError, articles};
use annals_extract::{decode, plain};
use annals_import::warc::{Capture, Content};
use annals_publish::html::Served;
use annals_store::StoredCapture;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A policy for text of others (Content Security Policy, level 3).
const POLICY: &str = "sandbox; default-src 'none'; style-src 'self'; img-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Nothing at all, for bytes that are only to be saved.
const NOTHING: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Bytes of a capture that are unpacked to be shown, and to be saved.
const SHOWN_BYTES: u64 = 8 << 20;
const SAVED_BYTES: u64 = 64 << 20;
/// Longer pages are only handed out: a tree of a page takes many times its size.
const CLEANED_BYTES: usize = 4 << 20;
/// Bytes of plain text that are shown.
const TEXT_BYTES: usize = 512 << 10;

/// Captures that are unpacked at the same time, for memory's sake.
static UNPACKING: Semaphore = Semaphore::const_new(2);

/// What can be shown of a capture.
enum Shown {
    /// Clean markup.
    Page(String),
    /// Text, and whether its end was left out.
    Text(String, bool),
    /// Nothing; why: a message's name.
    Nothing(&'static str),
}

/// Shows a capture.
pub(super) async fn show(
    app: &Arc<App>,
    headers: &HeaderMap,
    one: &One,
) -> Result<Response, Problem> {
    let capture = capture(one)?;
    let facts = json!({
        "at": one.time().to_string(),
        "stated": capture.captured_at.is_some(),
        "url": capture.url,
        "digest": capture.digest,
        "media": capture.content_type.as_deref().unwrap_or_default(),
        "save": format!("/web/{}id_/{}", instant::digits(one.time()), one.mementos.original),
        "timemap": format!("/timemap/link/{}", one.mementos.original),
        "first": one.beside((one.chosen > 1).then_some(0)),
        "previous": one.beside(one.chosen.checked_sub(1)),
        "next": one.beside(Some(one.chosen + 1)),
        "last": one.beside((one.chosen + 2 < one.mementos.times.len()).then(|| one.mementos.last())),
        "captures": one.mementos.times.len().to_string(),
        "number": (one.chosen + 1).to_string(),
    });
    let place = clean::Place {
        root: one.site.root().to_owned(),
        digits: instant::digits(one.time()),
        url: capture.url.clone(),
    };
    let capture = capture.clone();
    let bytes = unpacking(app, move |app| {
        let (body, of) = read(app, &capture, SHOWN_BYTES)?;
        let shown = shown(app, &of, &body, &place)?;
        page(app, facts, &of, shown)
    })
    .await?;
    let tag = answer::etag(&bytes);
    let mut response = answer::file(headers, bytes.into(), &tag, "text/html; charset=utf-8");
    answer::set(&mut response, header::CONTENT_SECURITY_POLICY, POLICY);
    // A sandboxed page cannot be in a group of its own (HTML, 7.1.3).
    answer::set(
        &mut response,
        HeaderName::from_static("cross-origin-opener-policy"),
        "unsafe-none",
    );
    Ok(response)
}

/// Hands a capture's bytes out as a file, without the codings of their transport.
pub(super) async fn save(app: &Arc<App>, one: &One) -> Result<Response, Problem> {
    let capture = capture(one)?.clone();
    let digits = instant::digits(one.time());
    let (body, cut) = unpacking(app, move |app| {
        let (body, of) = read(app, &capture, SAVED_BYTES)?;
        Ok((body, of.content == Content::Cut))
    })
    .await?;
    let mut response = Response::new(Body::from(body));
    if cut {
        answer::set(&mut response, HeaderName::from_static("x-archive-truncated"), "length");
    }
    answer::set(&mut response, header::CONTENT_TYPE, "application/octet-stream");
    let name = format!("attachment; filename=\"capture-{digits}.bin\"");
    answer::set(&mut response, header::CONTENT_DISPOSITION, &name);
    answer::set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    answer::set(&mut response, header::CONTENT_SECURITY_POLICY, NOTHING);
    answer::set(&mut response, header::CACHE_CONTROL, "no-cache");
    Ok(response)
}

fn capture(one: &One) -> Result<&StoredCapture, Problem> {
    match &one.mementos.holding {
        Holding::Captures(all) => all.get(one.chosen).ok_or_else(Problem::missing),
        Holding::Event { .. } => Err(Problem::missing()),
    }
}

async fn unpacking<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let turn = tokio::time::timeout(app.settings.patience, UNPACKING.acquire()).await;
    let Ok(Ok(_turn)) = turn else { return Err(Problem::busy()) };
    app.work(work).await
}

/// A capture's body, and the rest of it.
fn read(app: &App, capture: &StoredCapture, bytes: u64) -> Result<(Vec<u8>, Capture), Problem> {
    let reader = app.archive().store.read()?;
    let mut read =
        articles::replayed(app.archive(), &reader, capture, bytes).map_err(ArchiveError::from)?;
    // A repeated capture has its own word about what it is.
    if capture.content_type.is_some() {
        read.content_type.clone_from(&capture.content_type);
    }
    Ok((std::mem::take(&mut read.body), read))
}

fn shown(
    app: &App,
    capture: &Capture,
    body: &[u8],
    place: &clean::Place,
) -> Result<Shown, Problem> {
    let stated = capture.content_type.as_deref();
    let media = stated.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let head = String::from_utf8_lossy(&body[..body.len().min(4 << 10)]).into_owned();
    let is_page = match media.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "" | "application/octet-stream" | "unknown/unknown" => plain::looks_like_html(&head),
        _ => false,
    };
    let is_text = media.starts_with("text/")
        || media.ends_with("xml")
        || media.ends_with("json")
        || (media.is_empty() && !head.contains('\0'));
    if !is_page && !is_text {
        return Ok(Shown::Nothing("captured-not-text"));
    }
    let text = decode::decode(body, stated, &mut Vec::new()).text;
    if !is_page {
        let end = (0..=text.len().min(TEXT_BYTES)).rev().find(|at| text.is_char_boundary(*at));
        let end = end.unwrap_or(0);
        return Ok(Shown::Text(text[..end].to_owned(), end < text.len()));
    }
    if text.len() > CLEANED_BYTES {
        return Ok(Shown::Nothing("captured-too-long"));
    }
    let reader = app.archive().store.read()?;
    Ok(Shown::Page(clean::clean(&text, place, |page| reader.is_captured(page))?))
}

/// Stands in the template where the markup comes. Nothing from outside can write
/// it: templates escape every text.
const HERE: &str = "<div class=\"captured\"></div>";

fn page(
    app: &App,
    mut facts: serde_json::Value,
    capture: &Capture,
    shown: Shown,
) -> Result<Vec<u8>, Problem> {
    let cut = capture.content == Content::Cut || matches!(shown, Shown::Text(_, true));
    facts["cut"] = cut.into();
    let (kind, markup) = match shown {
        Shown::Page(markup) => ("page", markup),
        Shown::Text(text, _) => {
            facts["text"] = text.into();
            ("text", String::new())
        }
        Shown::Nothing(why) => {
            facts["why"] = why.into();
            ("nothing", String::new())
        }
    };
    facts["kind"] = kind.into();
    let rendering = app.live.rendering();
    let title = rendering.theme.messages(&rendering.settings.lang).text("captured").to_owned();
    let served = Served {
        template: "captured.html",
        path: "/web",
        lang: &rendering.settings.lang,
        title: &title,
        kind: "capture",
        event: None,
        feeds: &[],
        page: &facts,
    };
    let mut out = Vec::with_capacity(markup.len() + 16 * 1024);
    rendering
        .theme
        .served(&rendering.settings, &served, &mut out)
        .map_err(|e| ArchiveError::Config(e.to_string()))?;
    if kind == "page" {
        let at = out.windows(HERE.len()).position(|w| w == HERE.as_bytes());
        let Some(at) = at else {
            let problem = "the theme's `captured.html` has no place for the page";
            return Err(ArchiveError::Config(problem.into()).into());
        };
        let inside = at + HERE.len() - "</div>".len();
        out.splice(inside..inside, markup.into_bytes());
    }
    Ok(out)
}
