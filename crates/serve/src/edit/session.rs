//! Who is signed in: the session's cookie, and forms that only its owner can send.

use super::form::Fields;
use crate::App;
use crate::answer::{self, Problem};
use annals_archive::accounts::{self, Scope, Session};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The cookie's name: over https one that no other host and no plain page can set
/// (RFC 6265bis, section 4.1.3).
fn name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-annals" } else { "annals" }
}

/// Whether the site stands under https.
fn is_secure(app: &App) -> bool {
    let base = &app.live.rendering().settings.base_url;
    base.as_ref().is_some_and(|base| base.starts_with("https://"))
}

/// The session's token, as the client sends it.
pub(crate) fn cookie(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = name(app);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = all.flat_map(|v| v.split(';')).filter_map(|p| p.trim().split_once('='));
    let value = pairs.find(|(key, _)| *key == name).map(|(_, value)| value)?;
    let plain = value.len() <= 128 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    plain.then(|| value.to_owned())
}

/// Gives the client its session, or takes it away where `token` is `None`.
pub(crate) fn set_cookie(app: &App, response: &mut Response, token: Option<&str>) {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let age = if token.is_some() { String::new() } else { "; Max-Age=0".to_owned() };
    let value = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Lax{secure}{age}",
        name(app),
        token.unwrap_or_default()
    );
    answer::set(response, header::SET_COOKIE, &value);
}

/// Who is signed in, if anybody is.
pub(crate) async fn session(
    app: &Arc<App>,
    headers: &HeaderMap,
) -> Result<Option<Session>, Problem> {
    let Some(cookie) = cookie(app, headers) else { return Ok(None) };
    app.work(move |app| Ok(accounts::look_up(app.archive(), &cookie, (app.clock)())?)).await
}

/// Answers whoever is signed in and may edit, with what `work` makes; everybody else
/// is led to the sign-in and from there back to `path`, or refused.
pub(crate) async fn for_editor(
    app: &Arc<App>,
    headers: HeaderMap,
    path: &str,
    work: impl FnOnce(&App, &HeaderMap, Session) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let answer = match session(app, &headers).await {
        Ok(None) => Ok(to_sign_in(path)),
        Ok(Some(session)) if session.role.may(Scope::Edit) => {
            let headers = headers.clone();
            app.work(move |app| work(app, &headers, session)).await
        }
        Ok(Some(_)) => Err(forbidden("your account may read, not edit")),
        Err(problem) => Err(problem),
    };
    crate::html::or_problem(app, &headers, answer)
}

/// Leads to the sign-in and from there to `path`.
pub(crate) fn to_sign_in(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let next = answer::encode_query(path);
    answer::set(&mut response, header::LOCATION, &format!("/sign-in?next={next}"));
    answer::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// Checks that a form was sent by the session's owner from one of our pages.
pub(crate) fn own_form(
    app: &App,
    headers: &HeaderMap,
    session: &Session,
    fields: &Fields,
) -> Result<(), Problem> {
    same_origin(app, headers)?;
    if session.is_own_form(fields.text("csrf")) {
        return Ok(());
    }
    Err(forbidden("the form is not of this session: reload the page and send it again"))
}

/// Checks that a form comes from one of our pages, as far as the client says
/// (Fetch Metadata; RFC 6454): this covers the sign-in, which has no session yet.
pub(crate) fn same_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let fine = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            let own = app.live.rendering().settings.base_url.as_deref();
            let of_site = own.and_then(|base| base.split_once("://"));
            let of_site = of_site.map(|(_, rest)| rest.split('/').next().unwrap_or_default());
            host.is_some() && (host == text("host") || host == of_site)
        }
        (None, None) => true,
    };
    if fine { Ok(()) } else { Err(forbidden("forms are only taken from this site's own pages")) }
}

/// The refusal of what the account may not do.
pub(crate) fn forbidden(why: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "forbidden", "This is not allowed").detail(why)
}

/// A path of this site that a visitor is led to; anything else is the first page.
pub(crate) fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic());
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_are_led_only_to_this_site() {
        assert_eq!(own_path("/e/4oymiquy7qob/edit?x=1"), "/e/4oymiquy7qob/edit?x=1");
        for bad in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/a\r\nSet-Cookie: x",
            "/\tevil",
        ] {
            assert_eq!(own_path(bad), "/", "{bad}");
        }
    }
}
