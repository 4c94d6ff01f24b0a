//! Time travel over HTTP: RFC 7089, and captured pages that can do nothing.

#![allow(clippy::unwrap_used, reason = "test code")]

mod travel;

use travel::{BASE, EVENT, HOSTILE, NEW, OLD, PLAIN, Site, TRUCE};

const ACCEPT: &str = "accept-datetime";

#[tokio::test]
async fn events_are_negotiated_by_time() {
    let site = Site::new(Some(BASE));
    let page = site.get(&format!("{EVENT}.html")).await;
    let original = format!("{BASE}{EVENT}.html");
    assert_eq!(
        page.header("link"),
        format!(
            "<{BASE}/timegate/{original}>; rel=\"timegate\", <{BASE}/timemap/link/{original}>; \
             rel=\"timemap\"; type=\"application/link-format\""
        )
    );
    assert_eq!(site.get("/index.html").await.header("link"), "");
    for (asked, wanted) in [
        ("Thu, 29 Oct 2015 00:00:00 GMT", OLD),
        ("Sat, 31 Oct 2015 09:14:59 GMT", OLD),
        ("Sat, 31 Oct 2015 09:15:00 GMT", NEW),
        ("Sun, 01 Jan 2023 00:00:00 GMT", NEW),
    ] {
        for original in
            [original.clone(), format!("{EVENT}.html"), original.replace("https", "http")]
        {
            let answer = site.get_with(&format!("/timegate/{original}"), &[(ACCEPT, asked)]).await;
            assert_eq!(answer.status, 302, "{original}");
            assert_eq!(answer.header("location"), format!("/web/{wanted}/{BASE}{EVENT}.html"));
            assert_eq!(answer.headers.get_all("vary").iter().next().unwrap(), "accept-datetime");
            let links = answer.header("link");
            for rel in
                ["rel=\"original\"", "rel=\"timegate\"", "rel=\"timemap\"", "first ", "last "]
            {
                assert!(links.contains(rel), "{rel} is missing in {links}");
            }
            assert!(answer.header("memento-datetime").is_empty());
        }
    }
    let latest = site.get(&format!("/timegate/{original}")).await;
    assert!(latest.header("location").contains(NEW));
}

#[tokio::test]
async fn an_event_is_shown_as_it_was_known() {
    let site = Site::new(Some(BASE));
    let old = site.get(&format!("/web/{OLD}/{BASE}{EVENT}.html")).await;
    assert_eq!(old.status, 200);
    assert_eq!(old.header("memento-datetime"), "Fri, 30 Oct 2015 00:00:00 GMT");
    // Templates write slashes as references.
    let text = old.text().replace("&#x2f;", "/");
    assert!(text.contains("As known on") && text.contains("This is not the present version."));
    assert!(text.contains("version 1 of 2"));
    assert!(text.contains(&format!("href=\"/web/{NEW}/{BASE}{EVENT}.html\" rel=\"next\"")));
    assert!(text.contains(&format!("href=\"{EVENT}.html\"")), "no way to the present");
    assert!(text.contains("href=\"/assets/annals.css\""));
    assert!(old.header("x-robots-tag").contains("noindex"));
    let new = site.get(&format!("/web/{NEW}/{BASE}{EVENT}.html")).await;
    assert_ne!(new.text(), old.text());
    // Other formats are the record alone.
    for (suffix, media) in
        [("json", "application/json"), ("xml", "application/xml"), ("md", "text/markdown")]
    {
        let old = site.get(&format!("/web/{OLD}/{BASE}{EVENT}.{suffix}")).await;
        assert!(old.header("content-type").starts_with(media), "{suffix}");
        assert_eq!(old.header("memento-datetime"), "Fri, 30 Oct 2015 00:00:00 GMT");
    }
    let old = site.get(&format!("/web/{OLD}/{BASE}{EVENT}.json")).await;
    let old: serde_json::Value = serde_json::from_slice(&old.body).unwrap();
    assert_eq!(old["changes"].as_array().unwrap().len(), 1);
    // The permanent address, with the format that the client likes.
    let id = old["id"].as_str().unwrap();
    let permanent = format!("/web/{OLD}/{BASE}/e/{id}");
    let answer = site.get_with(&permanent, &[("accept", "application/json")]).await;
    assert!(answer.header("content-type").starts_with("application/json"));
    assert!(answer.headers.get_all("vary").iter().any(|v| v == "Accept"));
    // Any time leads to the version of then; parts of one mean their end.
    for (digits, wanted) in
        [("2015103012", OLD), ("20151101000000", NEW), ("2014", OLD), ("2016", NEW)]
    {
        let answer = site.get(&format!("/web/{digits}/{BASE}{EVENT}.html")).await;
        assert_eq!(answer.status, 302);
        assert_eq!(answer.header("location"), format!("/web/{wanted}/{BASE}{EVENT}.html"));
    }
    let tag = new.header("etag").to_owned();
    let same =
        site.get_with(&format!("/web/{NEW}/{BASE}{EVENT}.html"), &[("if-none-match", &tag)]).await;
    assert_eq!(same.status, 304);
}

#[tokio::test]
async fn time_maps_list_every_memento() {
    let site = Site::new(Some(BASE));
    let map = site.get(&format!("/timemap/link/{TRUCE}")).await;
    assert_eq!(map.header("content-type"), "application/link-format");
    let text = map.text();
    assert!(text.starts_with(&format!("<{TRUCE}>; rel=\"original\",\n")), "{text}");
    for line in [
        format!("<{BASE}/timegate/{TRUCE}>; rel=\"timegate\""),
        format!(
            "<{BASE}/web/20160909220000/{TRUCE}>; rel=\"first memento\"; datetime=\"Fri, 09 Sep 2016 22:00:00 GMT\""
        ),
        format!(
            "<{BASE}/web/20160910080000/{TRUCE}>; rel=\"memento\"; datetime=\"Sat, 10 Sep 2016 08:00:00 GMT\""
        ),
        format!(
            "<{BASE}/web/20160912080000/{TRUCE}>; rel=\"last memento\"; datetime=\"Mon, 12 Sep 2016 08:00:00 GMT\""
        ),
    ] {
        assert!(text.contains(&line), "{line} is missing in {text}");
    }
    let map = site.get(&format!("/timemap/json/{TRUCE}")).await;
    let map: serde_json::Value = serde_json::from_slice(&map.body).unwrap();
    assert_eq!(map["original_uri"], TRUCE);
    assert_eq!(map["mementos"]["list"].as_array().unwrap().len(), 3);
    assert_eq!(map["mementos"]["last"]["datetime"], "2016-09-12T08:00:00Z");
    assert_eq!(site.get(&format!("/timemap/cdxj/{TRUCE}")).await.status, 404);
    let event = site.get(&format!("/timemap/link{EVENT}.json")).await;
    assert!(
        event
            .text()
            .contains(&format!("<{BASE}/web/{OLD}/{BASE}{EVENT}.json>; rel=\"first memento\""))
    );
}

#[tokio::test]
async fn captures_are_the_nearest() {
    let site = Site::new(None);
    for (asked, wanted) in [
        ("Fri, 01 Jan 2010 00:00:00 GMT", "20160909220000"),
        ("Sat, 10 Sep 2016 02:00:00 GMT", "20160909220000"),
        ("Sat, 10 Sep 2016 04:00:00 GMT", "20160910080000"),
        ("Sun, 11 Sep 2016 12:00:00 GMT", "20160912080000"),
        ("Fri, 01 Jan 2021 00:00:00 GMT", "20160912080000"),
    ] {
        for spelled in [
            TRUCE.to_owned(),
            TRUCE.replace("https://", "https:/"),
            TRUCE.replace("https", "http"),
            TRUCE.replace("https://", ""),
            TRUCE.replace("://", "://www."),
            "https%3A%2F%2Fnews.example.net%2F2016%2Ftruce.html%3Fpage%3D1%26from%3Drss".to_owned(),
        ] {
            let answer = site.get_with(&format!("/timegate/{spelled}"), &[(ACCEPT, asked)]).await;
            assert_eq!(answer.status, 302, "{spelled}");
            let to = answer.header("location");
            assert!(
                to.starts_with(&format!("/web/{wanted}/http")),
                "{to} for {spelled} at {asked}"
            );
        }
    }
    // The query is part of the address.
    let other = site.get("/timegate/https://news.example.net/2016/truce.html?page=2").await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn a_capture_is_shown_and_saved() {
    let site = Site::new(None);
    let shown = site.get(&format!("/web/20160912080000/{TRUCE}")).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("memento-datetime"), "Mon, 12 Sep 2016 08:00:00 GMT");
    let text = shown.text();
    // A repeat has the body of the capture that it repeats.
    assert!(text.contains("begins on Monday, 12 September,"), "{text}");
    assert!(text.contains("Captured page") && text.contains("capture 3 of 3"));
    assert!(text.contains("sha256:") && text.contains("End of the captured page."));
    assert!(
        text.contains("href=\"/web/20160912080000/https://news.example.net/plain\""),
        "captured link"
    );
    assert!(text.contains("href=\"https://www.un.org/x\" rel=\"nofollow noopener noreferrer\""));
    let policy = shown.header("content-security-policy");
    assert!(policy.starts_with("sandbox;") && policy.contains("default-src 'none'"));
    assert!(!policy.contains("allow") && !policy.contains("script-src"));
    let saved = site.get(&format!("/web/20160912080000id_/{TRUCE}")).await;
    assert_eq!(saved.status, 200);
    assert!(saved.text().starts_with("<!doctype html>"));
    assert_eq!(saved.header("content-type"), "application/octet-stream");
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"capture-20160912080000.bin\""
    );
    assert_eq!(saved.header("x-content-type-options"), "nosniff");
    assert!(saved.header("content-security-policy").starts_with("sandbox;"));
    let near = site.get(&format!("/web/2017id_/{TRUCE}")).await;
    assert_eq!(near.header("location"), format!("/web/20160912080000id_/{TRUCE}"));
    assert_eq!(site.get(&format!("/web/{OLD}id_{EVENT}.html")).await.status, 404);
}

#[tokio::test]
async fn a_hostile_capture_can_do_nothing() {
    let site = Site::new(None);
    let shown = site.get(&format!("/web/20160910090000/{HOSTILE}")).await;
    assert_eq!(shown.status, 200);
    let text = shown.text();
    let (_, inside) = text.split_once("<div class=\"captured\">").unwrap();
    for bad in [
        "<script",
        "<meta",
        "<base",
        "<link",
        "<style",
        "<iframe",
        "<form",
        "<input",
        "<img",
        "<svg",
        "javascript:",
        "onerror=",
        "onclick=",
        "onload=",
        "style=\"",
        "class=\"notice",
        "id=\"main\"",
        "data-event",
        "t.gif",
        "x.css",
    ] {
        assert!(!inside.contains(bad), "{bad} stays: {inside}");
    }
    assert!(inside.contains("This archive says: all is well."), "text is text");
    assert!(inside.contains("The end of a page"));
    let plain = site.get(&format!("/web/20160910100000/{PLAIN}")).await;
    assert!(plain.text().contains("&lt;script&gt;alert("), "{}", plain.text());
    assert!(!plain.text().contains("<script>alert"));
}

#[tokio::test]
async fn odd_questions_are_answered_with_reasons() {
    let site = Site::new(Some(BASE));
    for wrong in
        ["now", "2016-09-09", "Fri, 09 Sep 2016 22:00:00 CET", "Sat, 09 Sep 2016 22:00:00 GMT"]
    {
        let answer = site.get_with(&format!("/timegate/{TRUCE}"), &[(ACCEPT, wrong)]).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let long = format!("/timegate/https://example.org/{}", "a".repeat(10_000));
    assert_eq!(site.get(&long).await.status, 414);
    for (original, status) in [
        ("https://example.org/never", 404),
        ("javascript:alert(1)", 400),
        ("data:text/html,x", 400),
        ("//evil.example/x", 404),
        ("http://user@evil.example/", 400),
        ("../../../etc/passwd", 404),
        ("%2e%2e/%2e%2e/etc/passwd", 404),
        ("/news/2016/9/9/..%2f..%2fannals.db", 404),
        ("http:///x", 404),
        ("https://a%0d%0aSet-Cookie:%20x=y/", 400),
        ("https://news.example.net/%0d%0aSet-Cookie:%20x=y", 404),
        ("%00", 404),
        ("/e/aaaaaaaaaaaa", 404),
        ("/e/'%20OR%201=1", 404),
        ("/index.html", 404),
    ] {
        for path in [
            format!("/timegate/{original}"),
            format!("/timemap/link/{original}"),
            format!("/timemap/json/{original}"),
            format!("/web/20160909220000/{original}"),
        ] {
            let answer = site.get(&path).await;
            assert_eq!(answer.status, status, "{path}");
            assert!(answer.headers.get("set-cookie").is_none());
        }
    }
    for digits in [
        "0",
        "99999999999999",
        "20161301000000",
        "x",
        "-2016",
        "20160909220000xx_",
        "id_",
        "2016id_id_",
    ] {
        let answer = site.get(&format!("/web/{digits}/{TRUCE}")).await;
        assert_eq!(answer.status, 404, "{digits}");
    }
    // A host that is none stands in no header.
    let odd = Site::new(None);
    for host in ["evil.example>; rel=\"x\"", "a b", "a/b", "user@b"] {
        let answer = odd.get_with(&format!("/timegate/{TRUCE}"), &[("host", host)]).await;
        assert!(answer.header("link").contains("<http://localhost/timegate/"), "{host}");
    }
    let post = axum::http::Request::post(format!("/timegate/{TRUCE}"));
    assert_eq!(site.send(post.body(axum::body::Body::empty()).unwrap()).await.status, 405);
}
