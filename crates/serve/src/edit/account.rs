//! A person's own account: password and tokens for programs.

use super::form::Fields;
use super::session::{cookie, own_form, session, set_cookie, to_sign_in};
use super::sign::see_other;
use crate::App;
use crate::answer::Problem;
use crate::html::{self, View};
use annals_archive::accounts::{self, NewToken, Scope, Session};
use annals_model::Timestamp;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// A day in seconds.
const DAY: i64 = 86_400;

pub(super) async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let answer = async {
        match session(&app, &headers).await? {
            None => Ok(to_sign_in("/account")),
            Some(present) => show(&app, &headers, present, None, None).await,
        }
    };
    html::or_problem(&app, &headers, answer.await)
}

/// The account's page, with a token that was just made or a word on what was done.
async fn show(
    app: &Arc<App>,
    headers: &HeaderMap,
    session: Session,
    secret: Option<String>,
    done: Option<&'static str>,
) -> Result<Response, Problem> {
    let (name, role, csrf) = (session.account.clone(), session.role.name(), session.csrf.clone());
    let may_edit = session.role.may(Scope::Edit);
    let scopes: Vec<&str> = [Scope::Read, Scope::Edit, Scope::Admin]
        .into_iter()
        .filter(|scope| session.role.may(*scope))
        .map(Scope::name)
        .collect();
    let tokens =
        app.work(move |app| Ok(accounts::tokens(app.archive(), Some(&session.account))?)).await?;
    let tokens: Vec<_> = tokens
        .iter()
        .map(|t| {
            json!({
                "number": t.number, "label": t.label, "scope": t.scope.name(),
                "created": t.created_at.to_string(),
                "expires": t.expires_at.map(|t| t.to_string()),
                "revoked": t.revoked_at.map(|t| t.to_string()),
            })
        })
        .collect();
    let page = json!({
        "name": name, "role": role, "csrf": csrf, "tokens": tokens, "scopes": scopes,
        "secret": secret, "done": done, "may_edit": may_edit,
    });
    let view = View::new("account.html", "/account", "account", page);
    Ok(html::page(app, headers, StatusCode::OK, view))
}

/// The signed-in owner of a form.
async fn owner(app: &Arc<App>, headers: &HeaderMap, fields: &Fields) -> Result<Session, Problem> {
    let present = session(app, headers).await?.ok_or_else(|| {
        Problem::new(StatusCode::UNAUTHORIZED, "sign-in", "Nobody is signed in")
            .detail("your session has ended: sign in again")
    })?;
    own_form(app, headers, &present, fields)?;
    Ok(present)
}

pub(super) async fn password(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let answer = async {
        owner(&app, &headers, &fields).await?;
        let old = cookie(&app, &headers).unwrap_or_default();
        let present = fields.exact("present").to_owned();
        let new = fields.exact("new").to_owned();
        let _turn = app.signing_in.try_acquire().map_err(|_| Problem::busy())?;
        let started = app
            .work(move |app| {
                let now = (app.clock)();
                accounts::change_password(app.archive(), &old, &present, &new, now)
                    .map_err(Problem::from)
            })
            .await?;
        let Some(started) = started else {
            return Err(Problem::new(StatusCode::FORBIDDEN, "password", "The password is wrong")
                .detail("your present password is another"));
        };
        let mut response =
            show(&app, &headers, started.session, None, Some("password-changed")).await?;
        set_cookie(&app, &mut response, Some(&started.token));
        Ok(response)
    };
    html::or_problem(&app, &headers, answer.await)
}

pub(super) async fn make_token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let answer = async {
        let present = owner(&app, &headers, &fields).await?;
        let scope = Scope::from_name(fields.text("scope"))
            .ok_or_else(|| Problem::invalid("a token's scope is read, edit or admin"))?;
        let days = match fields.text("days") {
            "" => None,
            _ => Some(fields.number("days")?),
        };
        let (account, label) = (present.account.clone(), fields.text("label").to_owned());
        let (secret, _) = app
            .work(move |app| {
                let now = (app.clock)();
                let until = |days| Timestamp::from_second(now.as_second() + i64::from(days) * DAY);
                let expires_at = days.map(until).transpose();
                let expires_at =
                    expires_at.map_err(|_| Problem::invalid("no token lives so long"))?;
                let new = NewToken { account, label, scope, expires_at };
                accounts::make_token(app.archive(), &new, now).map_err(Problem::from)
            })
            .await?;
        show(&app, &headers, present, Some(secret), None).await
    };
    html::or_problem(&app, &headers, answer.await)
}

pub(super) async fn revoke_token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let answer = async {
        let present = owner(&app, &headers, &fields).await?;
        let number = fields.number("number")?;
        app.work(move |app| {
            let now = (app.clock)();
            accounts::revoke_token(app.archive(), number.into(), Some(&present.account), now)
                .map_err(Problem::from)
        })
        .await?;
        Ok(see_other("/account"))
    };
    html::or_problem(&app, &headers, answer.await)
}
