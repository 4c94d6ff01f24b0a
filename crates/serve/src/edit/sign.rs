//! Signing in and out.

use super::form::Fields;
use super::session::{cookie, own_form, own_path, same_origin, session, set_cookie};
use crate::App;
use crate::answer::{self, Problem};
use crate::html::{self, View};
use crate::ops::client::Client;
use annals_archive::accounts;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn form(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Response {
    show(&app, &headers, StatusCode::OK, own_path(&query.next), "", false)
}

fn show(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    next: &str,
    name: &str,
    wrong: bool,
) -> Response {
    let page = json!({ "next": next, "name": name, "wrong": wrong });
    html::page(app, headers, status, View::new("sign_in.html", "/sign-in", "sign-in", page))
}

pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    client: Client,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let next = own_path(fields.text("next")).to_owned();
    let (name, password) = (fields.text("name").to_owned(), fields.exact("password").to_owned());
    let old = cookie(&app, &headers);
    let answer = async {
        same_origin(&app, &headers)?;
        app.ops.sign_in(client.address, &name)?;
        // Checking a password is made to be slow: a few at a time.
        let _turn = app.signing_in.try_acquire().map_err(|_| {
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate", "Too many sign-ins at once")
                .detail("try again in a few seconds")
        })?;
        let asked = name.clone();
        let started = app
            .work(move |app| {
                let now = (app.clock)();
                Ok(accounts::log_in(app.archive(), &asked, &password, old.as_deref(), now)?)
            })
            .await?;
        Ok(match started {
            None => show(&app, &headers, StatusCode::UNAUTHORIZED, &next, &name, true),
            Some(started) => {
                let mut response = see_other(&next);
                set_cookie(&app, &mut response, Some(&started.token));
                response
            }
        })
    };
    html::or_problem(&app, &headers, answer.await)
}

pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let answer = async {
        if let Some(present) = session(&app, &headers).await? {
            own_form(&app, &headers, &present, &Fields::new(pairs))?;
            if let Some(cookie) = cookie(&app, &headers) {
                app.work(move |app| Ok(accounts::log_out(app.archive(), &cookie)?)).await?;
            }
        }
        let mut response = see_other("/");
        set_cookie(&app, &mut response, None);
        Ok(response)
    };
    html::or_problem(&app, &headers, answer.await)
}

/// Leads to a page of this site after a form.
pub(super) fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    answer::set(&mut response, header::LOCATION, path);
    answer::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}
