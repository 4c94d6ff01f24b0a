//! The API over HTTP: what is documented is what is answered; lists are whole,
//! whatever is written meanwhile; formats, tags, problems; who may write.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::accounts::{self, NewToken, Role, Scope};
use annals_archive::{Archive, ingest, relink};
use annals_import::inputs;
use annals_model::Timestamp;
use annals_serve::{App, Settings, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

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
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

fn site() -> Site {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syrian-peace-process");
    let reading = inputs::Options::default();
    let options = ingest::Options { paths: vec![example], reading, url: None, now: now() };
    ingest::run(&archive, &options, |_| ()).unwrap();
    relink::run(&archive, relink::Extent::Whole).unwrap();
    let app = App::open(archive, Settings::default(), now).unwrap();
    app.open_search().unwrap();
    Site { router: router(app.clone()), app, _dir: dir }
}

impl Site {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 24).await.unwrap();
        let body = String::from_utf8(body.into()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("/api/v1{path}"), &[]).await
    }

    async fn ok(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.json()
    }

    async fn act(&self, token: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method("POST").uri("/api/v1/acts");
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    fn token(&self, name: &str, role: Role, scope: Scope) -> String {
        let archive = self.app.archive();
        accounts::add_user(archive, name, role, "correct horse battery", now()).unwrap();
        let new = NewToken { account: name.into(), label: "test".into(), scope, expires_at: None };
        accounts::make_token(archive, &new, now()).unwrap().0
    }

    /// Ids of a whole list, page by page.
    async fn ids(&self, path: &str, limit: usize) -> Vec<String> {
        let mut ids = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.ok(&format!("{path}&limit={limit}{cursor}")).await;
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            ids.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return ids,
            }
        }
    }
}

/// Every reference of a document.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(reference) if name == "$ref" => found.push(reference),
                    value => references(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_documented_is_what_is_answered() {
    let site = site();
    let document = site.ok("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }

    let id = site.ok("/events?limit=1&story=syrian+peace+process").await["items"][0]["id"].clone();
    let host = site.ok("/sources?limit=1").await["items"][0]["host"].clone();
    let mut keys = std::collections::BTreeMap::new();
    for kind in ["stories", "entities", "categories"] {
        let key =
            site.ok(&format!("/{kind}?limit=1&order=events")).await["items"][0]["key"].clone();
        keys.insert(kind, key.as_str().unwrap().replace(' ', "%20"));
    }
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else { continue };
        let kind = path.split('/').nth(1).unwrap();
        let filled = path
            .replace("{id}", id.as_str().unwrap())
            .replace("{host}", host.as_str().unwrap())
            .replace("{key}", keys.get(kind).map_or("", String::as_str));
        let answer = site.get(&filled).await;
        let status = answer.status.as_u16().to_string();
        let described = &operation["responses"][&status];
        assert!(described.is_object(), "{filled}: {status} is not documented");
        let media_type = answer.header("content-type").split(';').next().unwrap();
        let schema = &described["content"][media_type]["schema"];
        assert!(schema.is_object(), "{filled}: {media_type} is not documented");
        let whole = json!({ "allOf": [schema], "components": document["components"] });
        let validator = jsonschema::draft202012::new(&whole).unwrap();
        let body = answer.json();
        let errors: Vec<String> =
            validator.iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{filled}: {errors:#?}");
        asked += 1;
        if path != "/articles/{page}" {
            assert_eq!(answer.status, StatusCode::OK, "{filled}");
        }
        // Every other format that is documented is there, too.
        for media_type in operation["responses"]["200"]["content"].as_object().unwrap().keys() {
            let accept = [("accept", media_type.as_str())];
            let answer = site.ask("GET", &format!("/api/v1{filled}"), &accept).await;
            if answer.status == StatusCode::OK {
                assert!(answer.header("content-type").starts_with(media_type.as_str()), "{filled}");
            }
        }
    }
    assert!(asked >= 20, "{asked}");
}

#[tokio::test]
async fn pages_describe_it() {
    let site = site();
    let page = site.ask("GET", "/api/v1/", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = Answer { body: page.body.replace("&#x2f;", "/"), ..page };
    for wanted in ["/api/v1/events/{id}", "listChanges", "/api/v1/problems#cursor-gone"] {
        assert!(page.body.contains(wanted), "{wanted}");
    }
    assert!(!page.body.contains("http://") && !page.body.contains("https://"), "all is its own");
    let problems = site.ask("GET", "/api/v1/problems", &[]).await;
    let missing = site.get("/nothing").await.json();
    let (_, fragment) = missing["type"].as_str().unwrap().split_once('#').unwrap();
    assert!(problems.body.contains(&format!("id=\"{fragment}\"")));
    assert_eq!(site.ask("GET", "/api", &[]).await.header("location"), "/api/v1/");
}

#[tokio::test]
async fn lists_are_whole_page_by_page() {
    let site = site();
    let whole = site.ids("/events?order=oldest", 200).await;
    let total = site.ok("/events?limit=1").await["total"].as_u64().unwrap();
    assert!(whole.len() > 50 && whole.len() as u64 == total);
    assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len());
    assert_eq!(site.ids("/events?order=oldest", 7).await, whole);
    let mut newest = site.ids("/events?order=newest", 9).await;
    newest.reverse();
    assert_eq!(newest, whole);

    let of_story = site.ids("/events?story=syrian+peace+process", 50).await;
    let by_path = site.ids("/events?story=%2Fstories%2Fsyrian-peace-process", 50).await;
    assert!(!of_story.is_empty() && of_story == by_path && of_story.len() <= whole.len());
    let of_both = site.ids("/events?story=syrian+peace+process&from=2016-09-01&to=2016-09-30", 50);
    let of_both: BTreeSet<String> = of_both.await.into_iter().collect();
    assert!(of_both.is_subset(&of_story.iter().cloned().collect()) && !of_both.is_empty());
    assert!(site.ids("/events?from=2017-01-01&to=2016-01-01", 5).await.is_empty());
    assert!(site.ids("/events?story=no+such+story", 5).await.is_empty());
    let host = site.ok("/sources?order=events&limit=1").await["items"][0].clone();
    let host_name = host["host"].as_str().unwrap();
    let citing = site.ids(&format!("/events?source={host_name}"), 50).await;
    assert_eq!(citing.len() as u64, host["events"].as_u64().unwrap());

    let names = site.ok("/entities?limit=200&order=key").await;
    let keys: Vec<&str> =
        names["items"].as_array().unwrap().iter().map(|n| n["key"].as_str().unwrap()).collect();
    assert!(keys.is_sorted() && keys.len() > 10);
    let most = site.ok("/entities?limit=1&order=events").await;
    let next = most["next"].as_str().unwrap();
    let second = site.ok(&format!("/entities?limit=1&order=events&cursor={next}")).await;
    assert!(most["items"][0]["count"].as_u64() >= second["items"][0]["count"].as_u64());
    assert_ne!(most["items"][0]["key"], second["items"][0]["key"]);
}

#[tokio::test]
async fn whoever_reads_on_misses_nothing() {
    let site = site();
    let token = site.token("ada", Role::Editor, Scope::Edit);
    let mut seen = std::collections::BTreeMap::new();
    let mut cursor = String::new();
    let mut withdrawn = Vec::new();
    loop {
        let page = site.ok(&format!("/changes?limit=20{cursor}")).await;
        for item in page["items"].as_array().unwrap() {
            seen.insert(item["id"].as_str().unwrap().to_owned(), item.clone());
        }
        cursor = format!("&cursor={}", page["next"].as_str().unwrap());
        // Somebody edits while this is read.
        if withdrawn.len() < 3 {
            let id = page["items"][0]["id"].as_str().unwrap().to_owned();
            if page["items"][0]["item"].is_object() && !withdrawn.contains(&id) {
                let act = json!({ "act": { "kind": "withdraw", "event": id }, "reason": "a test" });
                let said = site.act(&token, &act, &[("if-match", "\"1\"")]).await;
                if said.status == StatusCode::OK {
                    withdrawn.push(id);
                }
            }
        }
        if page["more"] == false {
            break;
        }
    }
    assert!(!withdrawn.is_empty());
    let standing: BTreeSet<String> = seen
        .iter()
        .filter(|(_, item)| item["item"].is_object())
        .map(|(id, _)| id.clone())
        .collect();
    let whole: BTreeSet<String> = site.ids("/events?order=oldest", 200).await.into_iter().collect();
    assert_eq!(standing, whole, "a copy made of changes is the archive");
    for id in &withdrawn {
        assert_eq!(seen[id]["gone"]["state"], "withdrawn");
        assert_eq!(seen[id]["gone"]["reason"], "a test");
    }
    let gone: Vec<String> = site.ids("/events?status=withdrawn", 50).await;
    assert_eq!(gone.into_iter().collect::<BTreeSet<_>>(), withdrawn.iter().cloned().collect());

    let now = site.ok("/changes?from=now").await;
    assert!(now["items"].as_array().unwrap().is_empty() && now["more"] == false);
    let act = json!({ "act": { "kind": "restore", "event": withdrawn[0] }, "reason": "back" });
    assert_eq!(site.act(&token, &act, &[("if-match", "\"2\"")]).await.status, StatusCode::OK);
    let since = site.ok(&format!("/changes?cursor={}", now["next"].as_str().unwrap())).await;
    let ids: Vec<&str> =
        since["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&withdrawn[0].as_str()));
    // A cursor from the future is of another archive.
    let later = data_encoding::BASE64URL_NOPAD.encode(b"changes\x1f99999\x1fevent\x1f1");
    let answer = site.get(&format!("/changes?cursor={later}")).await;
    assert_eq!(answer.status, StatusCode::GONE);
}

#[tokio::test]
async fn formats_tags_and_problems() {
    let site = site();
    let id = site.ids("/events?story=syrian+peace+process", 50).await.pop().unwrap();
    for (suffix, media_type, begins) in [
        ("json", "application/json", "{\"$schema\""),
        ("xml", "application/xml", "<?xml"),
        ("md", "text/markdown", "---"),
        ("jsonld", "application/ld+json", "{\"@context\":\"https://schema.org\""),
    ] {
        let by_suffix = site.get(&format!("/events/{id}.{suffix}")).await;
        assert!(by_suffix.header("content-type").starts_with(media_type), "{suffix}");
        assert!(by_suffix.body.starts_with(begins), "{suffix}: {}", by_suffix.body);
        let path = format!("/api/v1/events/{id}");
        let by_accept = site.ask("GET", &path, &[("accept", media_type)]).await;
        assert_eq!(by_accept.body, by_suffix.body);
        assert!(by_accept.header("vary").contains("Accept"));
        let tag = by_suffix.header("etag").to_owned();
        for tags in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
            let headers = [("accept", media_type), ("if-none-match", tags.as_str())];
            let known = site.ask("GET", &path, &headers).await;
            assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
            assert_eq!(known.header("etag"), tag);
        }
    }
    let page = site.get(&format!("/events/{id}.html")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let there = site.ask("GET", page.header("location"), &[]).await;
    assert!(there.status == StatusCode::OK && there.body.contains(&id));
    // The published file says the same.
    let published = page.header("location").replace(".html", ".json");
    let published = site.ask("GET", &published, &[]).await;
    assert_eq!(published.body, site.get(&format!("/events/{id}")).await.body);
    let linked = site.ask("GET", &page.header("location").replace(".html", ".jsonld"), &[]).await;
    assert_eq!(linked.header("content-type"), "application/ld+json");
    assert_eq!(linked.json()["@type"], "NewsArticle");

    for (method, path, accept, status, kind) in [
        ("GET", format!("/events/{id}"), "image/png", 406, "not-acceptable"),
        ("GET", "/events.xml".into(), "*/*", 406, "not-acceptable"),
        ("GET", "/nothing/here".into(), "*/*", 404, "missing"),
        ("GET", "/events/aaaaaaaaaaaa".into(), "*/*", 404, "missing"),
        ("GET", "/events/no-id".into(), "*/*", 404, "missing"),
        ("GET", "/events?story=x&form=y".into(), "*/*", 400, "unknown-parameter"),
        ("GET", "/events?limit=0".into(), "*/*", 400, "invalid"),
        ("GET", "/events?limit=201".into(), "*/*", 400, "invalid"),
        ("GET", "/events?cursor=%00".into(), "*/*", 400, "invalid"),
        ("GET", "/events?from=2016-02-30".into(), "*/*", 400, "invalid"),
        ("GET", format!("/events?{}", "story=x&".repeat(6)), "*/*", 400, "invalid"),
        ("GET", format!("/events/{id}?as_of=1900-01-01"), "*/*", 404, "not-yet-known"),
        ("GET", format!("/events/{id}/diff?from=99"), "*/*", 404, "missing"),
        ("DELETE", format!("/events/{id}"), "*/*", 405, "method-not-allowed"),
        ("GET", "/acts".into(), "*/*", 405, "method-not-allowed"),
    ] {
        let path = format!("/api/v1{path}");
        let answer = site.ask(method, &path, &[("accept", accept)]).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert!(problem["type"].as_str().unwrap().ends_with(&format!("#{kind}")), "{problem}");
        assert_eq!(problem["status"].as_u64(), Some(status.into()));
        assert!(status != 405 || !answer.header("allow").is_empty());
    }
    let options = site.ask("OPTIONS", "/api/v1/events", &[("origin", "https://x.example")]).await;
    assert_eq!(options.status, StatusCode::NO_CONTENT);
    assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS");
    assert_eq!(options.header("access-control-allow-origin"), "*");
    assert!(options.header("access-control-allow-credentials").is_empty());
    let writing = site.ask("OPTIONS", "/api/v1/acts", &[("origin", "https://x.example")]).await;
    assert!(writing.header("access-control-allow-methods").is_empty(), "nothing for writes");
    let head = site.ask("HEAD", "/api/v1/events?limit=2", &[]).await;
    assert!(head.status == StatusCode::OK && head.body.is_empty());
    assert!(head.header("link").contains("rel=\"next\""));
}

#[tokio::test]
async fn lists_are_tables_and_features() {
    let site = site();
    let table = site.get("/events.csv?limit=5&order=oldest").await;
    let items = site.ok("/events?limit=5&order=oldest").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    for item in items["items"].as_array().unwrap() {
        let statement = item["statement"]["text"].as_str().unwrap().replace('"', "\"\"");
        assert!(table.body.contains(&format!("\"{statement}\"")), "{statement}");
    }
    let features = site.get("/events.geojson?limit=50").await.json();
    assert_eq!(features["type"], "FeatureCollection");
    let features = features["features"].as_array().unwrap();
    assert!(features.iter().all(|f| f["geometry"].is_null() && f["type"] == "Feature"));
    let named = features.iter().any(|f| !f["properties"]["places"].as_array().unwrap().is_empty());
    assert!(named, "some event names a place");
    let found = site.ok("/search?q=aleppo&limit=5").await;
    assert!(found["total"].as_u64().unwrap() > 0 && found["items"][0]["item"]["id"].is_string());
    let same = site.get("/search.csv?q=aleppo&limit=5").await;
    assert!(same.body.contains(found["items"][0]["item"]["id"].as_str().unwrap()));
}

#[tokio::test]
async fn only_tokens_write_and_nobody_overwrites_unseen() {
    let site = site();
    let editor = site.token("ada", Role::Editor, Scope::Edit);
    let reader = site.token("rae", Role::Editor, Scope::Edit);
    accounts::set_role(site.app.archive(), "rae", Role::Reader).unwrap();
    let narrow = accounts::make_token(
        site.app.archive(),
        &NewToken {
            account: "ada".into(),
            label: "reads".into(),
            scope: Scope::Read,
            expires_at: None,
        },
        now(),
    )
    .unwrap()
    .0;
    let id = site.ids("/events?order=oldest", 200).await[0].clone();
    let reword = |text: &str| json!({ "act": { "kind": "reword", "event": id, "statement": text }, "reason": "clearer" });
    let (first, second) = (reword("The talks begin in Vienna."), reword("Talks begin."));
    for (token, status) in
        [("", 401), ("annals_0000", 401), ("x", 401), (reader.as_str(), 403), (&narrow, 403)]
    {
        let answer = site.act(token, &first, &[("if-match", "\"1\"")]).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    // A browser that is signed in does not speak for its user here.
    let started =
        accounts::log_in(site.app.archive(), "ada", "correct horse battery", None, now()).unwrap();
    let cookie = started.unwrap().token;
    for name in ["annals", "session", "__Host-annals", "annals_session", "__Host-session"] {
        let cookie = format!("{name}={cookie}");
        let answer = site.act("", &first, &[("cookie", &cookie), ("if-match", "\"1\"")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let unseen = site.act(&editor, &first, &[]).await;
    assert_eq!(unseen.status, StatusCode::PRECONDITION_REQUIRED);
    for (headers, body, status) in [
        (vec![("content-type", "text/plain"), ("if-match", "\"1\"")], first.clone(), 415),
        (vec![("if-match", "1")], first.clone(), 400),
        (vec![("if-match", "\"1\"")], json!({ "act": { "kind": "explode" }, "reason": "r" }), 400),
        (vec![("if-match", "\"1\"")], json!([]), 400),
    ] {
        let answer = site.act(&editor, &body, &headers).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    assert_eq!(site.ok(&format!("/events/{id}/revisions")).await["total"], 1, "nothing was done");

    let done = site.act(&editor, &first, &[("if-match", "\"1\"")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert_eq!(done.json()["events"][0]["revision"], 2);
    assert!(done.header("access-control-allow-origin").is_empty());
    let event = site.ok(&format!("/events/{id}")).await;
    assert_eq!(event["statement"]["text"], "The talks begin in Vienna.");
    let late = site.act(&editor, &second, &[("if-match", "\"1\"")]).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let sides = late.json();
    assert_eq!((&sides["expected"], &sides["revision"]), (&json!(1), &json!(2)));
    assert_eq!(sides["yours"][0]["value"], json!(["Talks begin."]));
    assert_eq!(sides["theirs"][0]["statement"], "The talks begin in Vienna.");
    let mut seen = second.clone();
    seen["expected"] = json!({ id.as_str(): 2 });
    assert_eq!(site.act(&editor, &seen, &[]).await.status, StatusCode::OK);

    let diff = site.ok(&format!("/events/{id}/diff?from=2&to=3")).await;
    assert_eq!(diff["changes"][0]["field"], "statement");
    let words = diff["changes"][0]["words"].as_array().unwrap();
    let after: String = words
        .iter()
        .filter(|w| w["kind"] != "removed")
        .map(|w| w["text"].as_str().unwrap())
        .collect();
    assert_eq!(after, "Talks begin.");
    let back = site.ok(&format!("/events/{id}/diff?from=3&to=1")).await;
    assert_eq!(back["changes"][0]["before"], json!(["Talks begin."]));
    let page = site.ok(&format!("/events/{id}/revisions?limit=2")).await;
    let next = page["next"].as_str().unwrap();
    let rest = site.ok(&format!("/events/{id}/revisions?limit=2&cursor={next}")).await;
    assert_eq!(rest["items"][0]["number"], 3);
    assert!(rest.get("next").is_none());
}
