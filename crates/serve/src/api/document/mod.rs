//! The description of the API: the OpenAPI document, and pages to read it.

mod openapi;
mod page;

use super::media::Media;
use super::parameters::Values;
use crate::App;
use crate::answer::{self, Problem};
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use std::sync::Arc;

/// A page of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// `/api/v1/`
    Home,
    /// `/api/v1/problems`
    Problems,
    /// `/api/v1/openapi.json`
    OpenApi,
}

impl Page {
    /// The page at a path below `/api/v1/`.
    pub(super) fn at(rest: &str) -> Option<Page> {
        match rest {
            "" | "index.html" => Some(Page::Home),
            "problems" | "problems.html" => Some(Page::Problems),
            "openapi.json" => Some(Page::OpenApi),
            _ => None,
        }
    }
}

/// Answers with a page.
pub(super) async fn answer(
    app: &Arc<App>,
    page: Page,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Problem> {
    Values::read(&[], Vec::new(), uri)?;
    let media = if page == Page::OpenApi { Media::Json } else { Media::Html };
    let bytes = app
        .work(move |app| match page {
            Page::OpenApi => {
                let document = openapi::document(app.live.rendering().settings.base_url.as_deref());
                Ok(super::operations::Reply::json(&document).bytes)
            }
            Page::Home => page::home(app),
            Page::Problems => page::problems(app),
        })
        .await?;
    let tag = answer::etag(&bytes);
    let mut response = answer::file(headers, bytes.into(), &tag, media.content_type());
    answer::set(
        &mut response,
        header::LINK,
        "</api/v1/openapi.json>; rel=\"service-desc\"; type=\"application/json\"",
    );
    Ok(response)
}

#[cfg(test)]
pub(super) use openapi::document;
