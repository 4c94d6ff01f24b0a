//! Editing: sign-in, forms, the queue, what is lacking.
//!
//! Every form works without scripts. A form carries the session's secret
//! (`csrf`), the revision that the editor saw (`revision`) and a reason; it
//! becomes one act (`annals_archive::editing`), and a conflict is shown side by
//! side instead of being written.

mod account;
mod acts;
mod conflict;
mod coverage;
mod entity;
mod event;
mod form;
mod queue;
mod session;
mod settle;
mod sign;

pub(crate) use settle::Settler;

use crate::App;
use crate::answer::Problem;
use annals_archive::accounts::{Scope, Session};
use annals_archive::editing::{self, ActError, Outcome, Request};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use std::sync::Arc;

/// A form's longest body, in bytes: a statement, a summary and many sources.
const LONGEST_FORM: usize = 256 << 10;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/sign-in", get(sign::form).post(sign::sign_in))
        .route("/sign-out", post(sign::sign_out))
        .route("/account", get(account::page))
        .route("/account/password", post(account::password))
        .route("/account/tokens", post(account::make_token))
        .route("/account/tokens/revoke", post(account::revoke_token))
        .route("/queue", get(queue::page).post(queue::answer))
        .route("/coverage", get(coverage::page))
        .route("/e/{id}/edit", get(event::page).post(event::act))
        .route("/edit/entity", get(entity::page).post(entity::act))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
}

/// Does an act for a signed-in editor; the answer comes when it is on the disk
/// and shown on the site.
fn act(app: &App, session: &Session, request: &Request) -> Result<Outcome, ActError> {
    if !session.role.may(Scope::Edit) {
        return Err(ActError::Refused("your account may read, not edit".into()));
    }
    act_as(app, &session.account, request)
}

/// Does an act for an account whose right to it was looked at.
pub(crate) fn act_as(app: &App, account: &str, request: &Request) -> Result<Outcome, ActError> {
    let outcome = editing::act(app.archive(), request, account, (app.clock)())?;
    // What is computed may follow later; the act itself is kept.
    if let Err(error) = editing::settle(app.archive(), &outcome) {
        tracing::warn!(%error, "the links of an edited event were not brought up to date");
    }
    app.settler.ask();
    app.refresh()?;
    Ok(outcome)
}

/// An act's failure as a problem; conflicts have a page of their own.
fn failed(error: ActError) -> Problem {
    let of = |status, kind, title, why: String| Problem::new(status, kind, title).detail(why);
    match error {
        ActError::Invalid(why) => Problem::invalid(why),
        ActError::Missing(why) => Problem::missing().detail(why),
        ActError::Refused(why) => of(StatusCode::CONFLICT, "refused", "This cannot be done", why),
        ActError::Conflict(conflict) => of(
            StatusCode::PRECONDITION_FAILED,
            "conflict",
            "Someone else changed it meanwhile",
            format!("you saw revision {}, it has {} now", conflict.expected, conflict.revision),
        ),
        ActError::Archive(error) => error.into(),
    }
}
