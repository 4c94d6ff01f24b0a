//! Tools for language models over HTTP; what clients of others ask is in
//! `tests/serve/mcp_check.py`.

#![allow(clippy::unwrap_used, reason = "test code")]

mod travel;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use travel::{Answer, BASE, EVENT, Site, TRUCE};

async fn post(site: &Site, body: &Value, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post("/mcp")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-06-18");
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "archive.example.org");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn call(site: &Site, tool: &str, arguments: Value) -> Result<Value, String> {
    let params = json!({"name": tool, "arguments": arguments});
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let answer = post(site, &body, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let result = &answer["result"];
    if result["isError"] == true || answer.get("error").is_some() {
        return Err(answer.to_string());
    }
    Ok(result["structuredContent"].clone())
}

async fn verify(site: &Site, arguments: Value) -> Value {
    call(site, "verify_quotation", arguments).await.unwrap()
}

#[tokio::test]
async fn quotations_are_found_with_their_place() {
    let site = Site::new(Some(BASE));
    let words = "a real reduction of violence";
    let exact = verify(&site, json!({"quotation": words, "source": TRUCE})).await;
    assert_eq!(exact["verdict"], "exact");
    let found = &exact["matches"][0];
    assert_eq!(found["quoted"]["verbatim"], words);
    let (start, end) =
        (found["quoted"]["start"].as_u64().unwrap(), found["quoted"]["end"].as_u64().unwrap());
    assert_eq!(end - start, words.chars().count() as u64);
    assert_eq!(found["of"], "article");
    assert!(found["before"].as_str().unwrap().ends_with("this agreement is "));
    let capture = &found["capture"];
    assert!(capture["digest"].as_str().unwrap().starts_with("sha256:"));
    assert!(capture["memento"].as_str().unwrap().starts_with(&format!("{BASE}/web/2016091")));
    assert_eq!(capture["url"], TRUCE);

    let loose =
        verify(&site, json!({"quotation": "“A REAL reduction, of violence said Mr Kerry”"})).await;
    assert_eq!(loose["verdict"], "same-words");
    let near = verify(
        &site,
        json!({"quotation": "a true reduction of violence said Mr. Kerry of the plan"}),
    )
    .await;
    assert_eq!(near["verdict"], "near");
    assert_eq!(near["matches"][0]["only_quoted"], json!(["true"]));
    assert_eq!(near["matches"][0]["only_there"], json!(["real"]));

    // What only an older capture has is found there.
    let old =
        verify(&site, json!({"quotation": "begins on Monday at sunset", "source": TRUCE})).await;
    assert_eq!(old["verdict"], "exact");
    assert_eq!(old["matches"][0]["capture"]["at"], "2016-09-09T22:00:00Z");

    let none = verify(&site, json!({"quotation": "the dog ate the ceasefire agreement"})).await;
    assert_eq!(none["verdict"], "not-found");
    assert!(none["looked_through"].as_u64().unwrap() > 0);
    let elsewhere = json!({"quotation": words, "source": "https://example.org/never"});
    let elsewhere = verify(&site, elsewhere).await;
    assert_eq!(elsewhere["verdict"], "nothing-captured");
    assert_eq!(elsewhere["not_captured"], json!(["example.org/never"]));
    let publisher = verify(&site, json!({"quotation": words, "source": "example.net"})).await;
    assert_eq!(publisher["verdict"], "exact");
    let other = verify(&site, json!({"quotation": words, "source": "BBC"})).await;
    assert_eq!(other["verdict"], "nothing-captured");
}

#[tokio::test]
async fn an_event_is_told_as_it_was_known() {
    let site = Site::new(Some(BASE));
    let event =
        |as_of: Option<&str>| json!({"event": format!("{BASE}{EVENT}.html"), "as_of": as_of});
    let now = call(&site, "event", event(None)).await.unwrap();
    let then = call(&site, "event", event(Some("2015-10-30"))).await.unwrap();
    assert_eq!(now["changes"].as_array().unwrap().len(), 2);
    assert_eq!(then["changes"].as_array().unwrap().len(), 1);
    assert_eq!(then["about"]["as_known_at"], "2015-10-30T23:59:59Z");
    assert_eq!(
        now["event"]["permalink"],
        format!("{BASE}/e/{}", now["event"]["id"].as_str().unwrap())
    );
    let before = call(&site, "event", event(Some("2015-10-29"))).await;
    assert!(before.unwrap_err().contains("nothing was known"));
}

#[tokio::test]
async fn pages_of_other_sites_get_nothing() {
    let site = Site::new(Some(BASE));
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let status = |headers: &'static [(&'static str, &'static str)]| {
        let (site, list) = (&site, &list);
        async move { post(site, list, headers).await.status }
    };
    assert_eq!(status(&[]).await, StatusCode::OK);
    assert_eq!(status(&[("origin", "https://archive.example.org")]).await, StatusCode::OK);
    assert_eq!(status(&[("origin", "https://evil.example")]).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&[("origin", "null")]).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&[("origin", "http://archive.example.org")]).await, StatusCode::FORBIDDEN);
    // The name of a page that lets it lead to this machine.
    assert_eq!(status(&[("host", "evil.example")]).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&[("host", "127.0.0.1:8620")]).await, StatusCode::OK);
    let large = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"x": "y".repeat(70_000)}});
    assert_eq!(post(&site, &large, &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // No session is kept: there is none to be asked for.
    let get =
        Request::get("/mcp").header("host", "127.0.0.1").header("accept", "text/event-stream");
    assert_eq!(
        site.send(get.body(Body::empty()).unwrap()).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn what_models_write_is_checked() {
    let site = Site::new(Some(BASE));
    for (tool, arguments) in [
        ("event", json!({"event": "'; DROP TABLE event; --"})),
        ("event", json!({"event": "\u{0}"})),
        ("event", json!({"event": "x".repeat(20_000)})),
        ("event", json!({"event": 7})),
        ("event", json!({"event": EVENT, "as_of": "9999-12-31"})),
        ("event", json!({"event": "https://archive.example.org/index.html"})),
        ("search", json!({"query": "x".repeat(2_000)})),
        ("search", json!({"story": "no such story"})),
        ("search", json!({"limit": -1})),
        ("story_timeline", json!({"story": ""})),
        ("background", json!({"event": EVENT, "topic": "both"})),
        ("changes", json!({"since": "2016-01-01", "cursor": "99999999999999999999-1-1"})),
        ("verify_quotation", json!({"quotation": "x".repeat(3_000)})),
        ("verify_quotation", json!({"quotation": "…"})),
    ] {
        let answer = call(&site, tool, arguments.clone()).await;
        if arguments["as_of"] != "9999-12-31" {
            let why = answer.expect_err(&arguments.to_string());
            assert!(
                !why.contains("SQL") && !why.contains("panicked") && why.len() < 3_000,
                "{why}"
            );
        }
    }
    let most = call(&site, "search", json!({"limit": 100_000})).await.unwrap();
    assert_eq!(most["results"].as_array().unwrap().len(), 50);
}
