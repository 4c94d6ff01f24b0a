//! HTTP: the pages of an archive, search, API, Memento, tools for language
//! models, editing. The only room that knows HTTP.
//!
//! An [`App`] is what every answer needs; [`router`] has every address; [`run`]
//! listens. Each folder is a part with a `routes` function of its own:
//!
//! | part | addresses |
//! |---|---|
//! | [`pages`] | everything that publishing writes, and what stands at an address without suffix |
//! | `search` | `/search`, `/search.atom`, completions |
//! | `versions` | `/e/ID/versions`, comparisons, what changed since |
//! | `api` | `/api/v1/…` and its description |
//! | `memento` | `/timegate/…`, `/timemap/…`, `/web/TIMESTAMP/…` |
//! | [`mcp`] | `/mcp`, and standard input and output |
//! | `edit` | sign-in, forms, the queue |
//! | `ops` | health, metrics, limits, logs, the listener itself |

mod answer;
mod api;
mod app;
mod cache;
mod edit;
mod html;
pub mod mcp;
mod memento;
mod ops;
pub mod pages;
mod search;
mod versions;

pub use app::{App, Clock, Settings};
pub use ops::listen::{ServeError, run, serve};
pub use ops::{LOG_DEFAULT, Limits, LogForm, Ops, TooOften, start_log};

use axum::Router;
use std::sync::Arc;

/// Every address of a served archive.
pub fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .merge(api::routes())
        .merge(edit::routes())
        .merge(mcp::routes(&app))
        .merge(memento::routes())
        .merge(ops::routes())
        .merge(search::routes())
        .merge(versions::routes())
        .fallback(pages::page);
    ops::layers(routes, &app).with_state(app)
}
