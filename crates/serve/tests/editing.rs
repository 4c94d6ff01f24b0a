//! Editing over HTTP: who may, what is written, what is refused.
//!
//! Attempts on the forms and where they are tried: stored text that would be
//! markup (`hostile_text_stays_text`), forms of other sites
//! (`forms_of_others_are_refused`), a session's token from outside
//! (`a_session_is_always_a_new_one`), acts beyond an account's role
//! (`readers_do_not_edit`), addresses of other sites after signing in
//! (`visitors_stay_on_the_site`), texts that are too long (`long_forms_are_refused`),
//! SQL and query language in every parameter (`questions_are_data`), passwords that
//! are guessed (`guessing_is_slow`).

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::accounts::{self, Role};
use annals_archive::{Archive, ingest, relink};
use annals_import::inputs;
use annals_model::Timestamp;
use annals_serve::{App, Settings, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

const PASSWORD: &str = "correct horse battery";

fn now() -> Timestamp {
    Timestamp::from_second(1_490_000_000).unwrap()
}

struct Site {
    app: Arc<App>,
    router: Router,
    _dir: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    location: Option<String>,
    cookie: Option<String>,
    body: String,
}

fn site() -> Site {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syrian-peace-process");
    let reading = inputs::Options::default();
    let paths = ["2016-09-09.wiki", "2016-09-12.wiki"].map(|f| example.join(f)).into();
    ingest::run(&archive, &ingest::Options { paths, reading, url: None, now: now() }, |_| ())
        .unwrap();
    relink::run(&archive, relink::Extent::Whole).unwrap();
    accounts::add_user(&archive, "ada", Role::Editor, PASSWORD, now()).unwrap();
    accounts::add_user(&archive, "rae", Role::Reader, PASSWORD, now()).unwrap();
    let app = App::open(archive, Settings::default(), now).unwrap();
    app.open_search().unwrap();
    Site { router: router(app.clone()), app, _dir: dir }
}

impl Site {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let header = |name| {
            let value = response.headers().get(name);
            value.and_then(|v: &axum::http::HeaderValue| v.to_str().ok()).map(str::to_owned)
        };
        let (location, cookie) = (header(header::LOCATION), header(header::SET_COOKIE));
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Answer { status, location, cookie, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, cookie, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    async fn post_from(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let mut request = Request::post(path)
            .header("cookie", cookie)
            .header("host", "news.example.org")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.finish())).unwrap()).await
    }

    /// Signs in; the cookie and the secret of the session's forms.
    async fn sign_in(&self, name: &str) -> (String, String) {
        let fields = [("name", name), ("password", PASSWORD), ("next", "/account")];
        let answer = self.post("/sign-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let cookie = answer.cookie.unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let page = self.get("/account", &cookie).await;
        (cookie, hidden(&page.body, "csrf"))
    }

    fn event(&self) -> String {
        self.app.live.state().snapshot.heads[0].id.to_string()
    }

    async fn act(&self, cookie: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let id = self.event();
        let path = format!("/e/{id}/edit");
        let page = self.get(&path, cookie).await;
        let revision = hidden(&page.body, "revision");
        let mut all = vec![("csrf", csrf), ("revision", &revision), ("reason", "a test")];
        all.extend(fields);
        self.post(&path, cookie, &all).await
    }
}

fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let from = page.find(&mark).unwrap_or_else(|| panic!("no {name} in {page}")) + mark.len();
    page[from..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_editor_rewords_and_undoes() {
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let id = site.event();
    let before = site.get(&format!("/e/{id}/edit"), &cookie).await;
    assert_eq!(before.status, StatusCode::OK);
    let fields = [("act", "reword"), ("statement", "A truce is agreed in Geneva."), ("lang", "en")];
    let answer = site.act(&cookie, &csrf, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let permanent = site.get(&format!("/e/{id}"), "").await.location.unwrap();
    let page = site.get(&permanent, "").await;
    assert!(page.body.contains("A truce is agreed in Geneva."), "the page shows the edit at once");
    assert!(page.body.contains("a test"), "and its reason");
    let compared = site.get(&format!("/e/{id}/compare"), "").await;
    assert!(compared.body.contains("<ins>") && compared.body.contains("<del>"));
    let versions = site.get(&format!("/e/{id}/versions"), "").await;
    let last: u32 = hidden(&versions.body, "to").parse().unwrap();
    let fields = [("act", "undo"), ("undone", &*last.to_string())];
    assert_eq!(site.act(&cookie, &csrf, &fields).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&permanent, "").await;
    assert!(!page.body.contains("<h1>A truce is agreed in Geneva.</h1>"));
}

#[tokio::test]
async fn two_editors_at_once_are_shown_side_by_side() {
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let id = site.event();
    let path = format!("/e/{id}/edit");
    let revision = hidden(&site.get(&path, &cookie).await.body, "revision");
    let send = |statement: &'static str, revision: String| {
        let (site, path, cookie, csrf) = (&site, &path, &cookie, &csrf);
        async move {
            let fields = [
                ("csrf", csrf.as_str()),
                ("revision", &revision),
                ("act", "reword"),
                ("lang", "en"),
                ("reason", "a test"),
                ("statement", statement),
            ];
            site.post(path, cookie, &fields).await
        }
    };
    assert_eq!(send("What Ada says.", revision.clone()).await.status, StatusCode::SEE_OTHER);
    let conflict = send("What Rae says.", revision).await;
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED);
    assert!(conflict.body.contains("What Ada says.") && conflict.body.contains("What Rae says."));
    let permanent = site.get(&format!("/e/{id}"), "").await.location.unwrap();
    assert!(!site.get(&permanent, "").await.body.contains("What Rae says."));
    // Sent again knowingly, it is done.
    let revision = hidden(&conflict.body, "revision");
    assert_eq!(send("What Rae says.", revision).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn hostile_text_stays_text() {
    const BAD: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7191*7193}}";
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let id = site.event();
    let sources = format!("{BAD} | https://a.example/\"><script>alert(3)</script>");
    let stories = format!("{BAD} › {BAD}2");
    for fields in [
        vec![
            ("act", "reword"),
            ("statement", BAD),
            ("summary", BAD),
            ("summary_by", BAD),
            ("category", BAD),
            ("lang", "en"),
        ],
        vec![("act", "stories"), ("stories", &stories)],
        vec![("act", "sources"), ("sources", &sources)],
        vec![("act", "withdraw"), ("reason", BAD)],
    ] {
        let answer = site.act(&cookie, &csrf, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?}: {}", answer.body);
    }
    let token = [("csrf", csrf.as_str()), ("label", BAD), ("scope", "read")];
    let made = site.post("/account/tokens", &cookie, &token).await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.body.contains("annals_") && !made.body.contains("<script>alert"));
    let permanent = site.get(&format!("/e/{id}"), "").await.location.unwrap();
    let encoded: String = url::form_urlencoded::byte_serialize(BAD.as_bytes()).collect();
    for path in [
        permanent,
        format!("/e/{id}/edit"),
        format!("/e/{id}/versions"),
        format!("/e/{id}/compare"),
        "/".into(),
        "/stories/index.html".into(),
        "/queue".into(),
        "/account".into(),
        format!("/search?q={encoded}"),
        format!("/search?q=a&story={encoded}&from={encoded}"),
        format!("/search?story={encoded}&as-of={encoded}&sort={encoded}"),
        format!("/search.atom?q={encoded}"),
        format!("/search.rss?q={encoded}"),
        format!("/sign-in?next={encoded}"),
        format!("/edit/entity?key={encoded}"),
        format!("/e/{encoded}/versions"),
        format!("/{encoded}"),
    ] {
        let page = site.get(&path, &cookie).await;
        assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        // The number would be a template that is run.
        for bad in ["<script>alert", "<img src=x", "51724863"] {
            assert!(!page.body.contains(bad), "{path} holds {bad}");
        }
    }
}

#[tokio::test]
async fn forms_of_others_are_refused() {
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let path = format!("/e/{}/edit", site.event());
    let fields = |csrf| {
        [("csrf", csrf), ("revision", "1"), ("act", "withdraw"), ("reason", "x"), ("lang", "en")]
    };
    let (_, other) = site.sign_in("ada").await;
    for (secret, headers) in [
        ("", vec![("sec-fetch-site", "same-origin")]),
        ("00", vec![("sec-fetch-site", "same-origin")]),
        (other.as_str(), vec![("sec-fetch-site", "same-origin")]),
        (csrf.as_str(), vec![("sec-fetch-site", "cross-site")]),
        (csrf.as_str(), vec![("sec-fetch-site", "same-site")]),
        (csrf.as_str(), vec![("origin", "https://evil.example")]),
        (csrf.as_str(), vec![("origin", "null")]),
    ] {
        let answer = site.post_from(&path, &cookie, &fields(secret), &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let headers = [("origin", "https://evil.example")];
    let sign_in = [("name", "ada"), ("password", PASSWORD)];
    let answer = site.post_from("/sign-in", "", &sign_in, &headers).await;
    assert_eq!((answer.status, answer.cookie), (StatusCode::FORBIDDEN, None));
    let token = [("csrf", "x"), ("label", "a"), ("scope", "edit")];
    assert_eq!(site.post("/account/tokens", &cookie, &token).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        site.post("/queue", &cookie, &[("answer", "{}")]).await.status,
        StatusCode::FORBIDDEN
    );
    // Nobody was signed out by any of this, and nothing was withdrawn.
    let page = site.get(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("name=\"act\" value=\"withdraw\""));
}

#[tokio::test]
async fn a_session_is_always_a_new_one() {
    let site = site();
    let fields = [("name", "ada"), ("password", PASSWORD)];
    let planted = "annals=0000000000000000000000000000000000000000000000000000000000000000";
    let first = site.post("/sign-in", planted, &fields).await.cookie.unwrap();
    let first = first.split(';').next().unwrap().to_owned();
    assert_ne!(first, planted);
    let second = site.post("/sign-in", &first, &fields).await.cookie.unwrap();
    let second = second.split(';').next().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(site.get("/account", planted).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/account", &first).await.status, StatusCode::SEE_OTHER, "it has ended");
    let page = site.get("/account", &second).await;
    let csrf = hidden(&page.body, "csrf");
    let out = site.post("/sign-out", &second, &[("csrf", &csrf)]).await;
    assert!(out.cookie.unwrap().contains("Max-Age=0"));
    assert_eq!(site.get("/account", &second).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn readers_do_not_edit() {
    let site = site();
    let path = format!("/e/{}/edit", site.event());
    let nobody = site.get(&path, "").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    assert_eq!(nobody.location.unwrap(), format!("/sign-in?next={}", path.replace('/', "%2F")));
    let (cookie, csrf) = site.sign_in("rae").await;
    for path in [path.as_str(), "/queue", "/edit/entity?key=en:Aleppo"] {
        assert_eq!(site.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let fields = [("csrf", csrf.as_str()), ("revision", "1"), ("act", "withdraw"), ("reason", "x")];
    assert_eq!(site.post(&path, &cookie, &fields).await.status, StatusCode::FORBIDDEN);
    for scope in ["edit", "admin"] {
        let fields = [("csrf", csrf.as_str()), ("label", "a"), ("scope", scope)];
        let answer = site.post("/account/tokens", &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{scope}");
    }
    let wrong = [("name", "ada"), ("password", "correct horse batterx")];
    assert_eq!(site.post("/sign-in", "", &wrong).await.status, StatusCode::UNAUTHORIZED);
    let unknown = [("name", "eve"), ("password", PASSWORD)];
    assert_eq!(site.post("/sign-in", "", &unknown).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_is_slow() {
    let site = site();
    let mut refused = 0;
    for n in 0..30 {
        let guess = format!("guess number {n}");
        let answer = site.post("/sign-in", "", &[("name", "ada"), ("password", &guess)]).await;
        match answer.status {
            StatusCode::UNAUTHORIZED => assert_eq!(refused, 0, "a later guess was looked at"),
            StatusCode::TOO_MANY_REQUESTS => refused += 1,
            status => panic!("{status}"),
        }
    }
    assert!(refused >= 15, "{refused} of 30 guesses were refused");
    // The right password does not help who guessed so often; others sign in.
    let right = [("name", "ada"), ("password", PASSWORD)];
    let answer = site.post("/sign-in", "", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    site.sign_in("rae").await;
}

#[tokio::test]
async fn visitors_stay_on_the_site() {
    let site = site();
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example/", "/a\r\nX: y"] {
        let fields = [("name", "ada"), ("password", PASSWORD), ("next", next)];
        let answer = site.post("/sign-in", "", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{next}");
    }
}

#[tokio::test]
async fn long_forms_are_refused() {
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let long = "x".repeat(300 << 10);
    let answer = site.act(&cookie, &csrf, &[("act", "reword"), ("statement", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = site.act(&cookie, &csrf, &[("act", "reword"), ("reason", "")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "an act without a reason");
    let answer = site.act(&cookie, &csrf, &[("act", "dance")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn questions_are_data() {
    let site = site();
    let events = site.app.live.state().snapshot.heads.len();
    let many = vec!["a*"; 400].join(" OR ");
    let deep = "(".repeat(900);
    for bad in [
        "' OR 1=1 --",
        "'; DROP TABLE event; --",
        "\" OR \"\"=\"",
        "1 UNION SELECT hash, 1 FROM account --",
        "%' ESCAPE '%",
        "x'); DELETE FROM revision; --",
        "\"",
        "-",
        "*",
        "~ ~~ ^9999 +",
        "story:\"",
        "day:[* TO *]",
        "/.*.*.*.*x/",
        "\u{0}",
        "\u{202e}\u{feff}",
        &many,
        &deep,
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
        for path in [
            format!("/search?q={encoded}"),
            format!("/search?q=aleppo&story={encoded}&entity={encoded}&source={encoded}"),
            format!("/search?q=aleppo&from={encoded}"),
            format!("/search.json?q={encoded}"),
            format!("/search/completions?q={encoded}"),
            format!("/api/v1/events?story={encoded}&entity={encoded}"),
            format!("/api/v1/search?q={encoded}"),
            format!("/api/v1/events/{encoded}"),
            format!("/api/v1/changes?cursor={encoded}"),
            format!("/e/{encoded}"),
            format!("/stories/{encoded}.html"),
            format!("/timegate/{encoded}"),
            format!("/web/{encoded}/x"),
        ] {
            let answer = site.get(&path, &format!("annals={encoded}")).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        }
        let sign_in = [("name", bad), ("password", bad)];
        let answer = site.post("/sign-in", "", &sign_in).await;
        assert_eq!((answer.status, answer.cookie), (StatusCode::UNAUTHORIZED, None), "{bad}");
    }
    let archive = site.app.archive();
    assert_eq!(archive.store.read().unwrap().heads().unwrap().len(), events);
    assert!(annals_archive::check::run(archive).unwrap().problems.is_empty());
}

#[tokio::test]
async fn what_changed_is_listed() {
    let site = site();
    let (cookie, csrf) = site.sign_in("ada").await;
    let fields = [("act", "redate"), ("day", "2016-09-11")];
    assert_eq!(site.act(&cookie, &csrf, &fields).await.status, StatusCode::SEE_OTHER);
    let page = site.get("/changes?since=2017-03-20", "").await;
    assert!(page.body.contains("a test") && page.body.contains("/compare?to="), "{}", page.body);
    assert!(site.get("/changes?since=2017-03-21", "").await.body.contains("Nothing was recorded"));
    assert_eq!(site.get("/changes?since=never", "").await.status, StatusCode::BAD_REQUEST);
}
