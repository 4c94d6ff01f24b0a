//! An event's page as it was known at a moment.

use super::{Holding, One, instant};
use crate::App;
use crate::answer::{self, Problem};
use crate::pages::{media_type, negotiate};
use annals_archive::{ArchiveError, pages};
use annals_publish::html::Served;
use annals_publish::{Format, Settings, wire};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// Shows a memento of an event: HTML with a banner that says so; the other formats
/// are the record alone, and the headers say of when it is.
pub(super) async fn show(
    app: &Arc<App>,
    headers: &HeaderMap,
    one: &One,
) -> Result<Response, Problem> {
    let Holding::Event { event, format } = &one.mementos.holding else {
        return Err(Problem::missing());
    };
    let chosen = format.unwrap_or_else(|| negotiate::format(headers).unwrap_or(Format::Html));
    let time = instant::end_of(one.time());
    let banner = json!({
        "at": one.time().to_string(),
        "present": event.path,
        "first": one.beside((one.chosen > 1).then_some(0)),
        "previous": one.beside(one.chosen.checked_sub(1)),
        "next": one.beside(Some(one.chosen + 1)),
        "last": one.beside((one.chosen + 2 < one.mementos.times.len()).then(|| one.mementos.last())),
        "versions": one.mementos.times.len().to_string(),
        "number": (one.chosen + 1).to_string(),
    });
    let event = event.clone();
    let bytes = app
        .work(move |app| {
            let (state, reader) = (app.live.state(), app.archive().store.read()?);
            let page = pages::event_page_as_of(&state.snapshot, &reader, &event, time)?;
            let page = page.ok_or_else(Problem::missing)?;
            render(app, &page, chosen, &banner)
        })
        .await?;
    let tag = answer::etag(&bytes);
    let name = format!("x.{}", chosen.suffix());
    let mut response = answer::file(headers, bytes.into(), &tag, media_type(&name));
    if format.is_none() {
        answer::set(&mut response, header::VARY, "Accept");
    }
    Ok(response)
}

fn render(
    app: &App,
    page: &wire::Event,
    format: Format,
    banner: &serde_json::Value,
) -> Result<Vec<u8>, Problem> {
    let rendering = app.live.rendering();
    let mut bytes = Vec::with_capacity(16 * 1024);
    if format != Format::Html {
        rendering.event(page, format, &mut bytes)?;
        return Ok(bytes);
    }
    // Other formats of the page are those of the present.
    let settings = Settings { formats: vec![Format::Html], ..rendering.settings.clone() };
    let broken = |error: annals_publish::html::ThemeError| ArchiveError::Config(error.to_string());
    rendering.theme.event_elsewhere(&settings, page, &mut bytes).map_err(broken)?;
    let served = Served {
        template: "memento.html",
        path: &page.url,
        lang: &page.lang,
        title: "",
        kind: "event",
        event: Some(&page.id),
        feeds: &[],
        page: banner,
    };
    let mut notice = Vec::new();
    rendering.theme.served(&settings, &served, &mut notice).map_err(broken)?;
    insert(&mut bytes, &notice);
    Ok(bytes)
}

/// Puts a notice where the page's own part begins, or its body; a page is never
/// shown without it.
fn insert(page: &mut Vec<u8>, notice: &[u8]) {
    let start = |tag: &[u8]| {
        let at = page.windows(tag.len()).position(|w| w == tag)?;
        Some(at + page[at..].iter().position(|b| *b == b'>')? + 1)
    };
    let at = start(b"<main").or_else(|| start(b"<body")).unwrap_or(0);
    page.splice(at..at, notice.iter().copied());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_any_theme_gets_the_notice() {
        for (page, wanted) in [
            ("<body><main id=\"m\"><p>", "<body><main id=\"m\">!<p>"),
            ("<body class=\"a\"><p>", "<body class=\"a\">!<p>"),
            ("<p>", "!<p>"),
        ] {
            let mut bytes = page.as_bytes().to_vec();
            insert(&mut bytes, b"!");
            assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
        }
    }
}
