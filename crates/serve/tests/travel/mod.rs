//! A served archive: the bundled example, and pages captured at known times.
#![allow(dead_code, clippy::unwrap_used, reason = "test code; each file uses a part of it")]

use annals_archive::{Archive, ingest, relink};
use annals_import::inputs;
use annals_import::warc::{FileInfo, Page, Writer};
use annals_model::Timestamp;
use annals_serve::{App, Settings, router};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

/// The page that was captured three times, the last time unchanged.
pub(crate) const TRUCE: &str = "https://news.example.net/2016/truce.html?page=1&from=rss";
/// A page that tries everything.
pub(crate) const HOSTILE: &str = "https://evil.example.net/page";
/// Text without markup that looks like it has some.
pub(crate) const PLAIN: &str = "https://news.example.net/plain";
/// Where the site stands.
pub(crate) const BASE: &str = "https://archive.example.org";
/// An event of the example with two versions, known at `OLD` and `NEW`.
pub(crate) const EVENT: &str = "/news/2015/10/30/missiles-and-air-strikes-hit-a-crowded-market-in-douma-a-rebel-held-town-just-outside-damascus-at-least-50-people-are-killed";
/// When the first version was known.
pub(crate) const OLD: &str = "20151030000000";
/// When the second version was known.
pub(crate) const NEW: &str = "20151031091500";

const FIRST: &str = "<!doctype html><title>A truce for Syria</title><h1>A truce for Syria</h1>
    <p>Kerry and Lavrov agreed in Geneva on a truce that begins on Monday at sunset.
    <p>“The bedrock of this agreement is a real reduction of violence,” said Mr. Kerry of the plan that
    both had worked on for months, and <a href=/plain>aid</a> is to reach Aleppo.
    <p>The opposition wants to see <a href='https://www.un.org/x'>the text</a> before it answers.";

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_490_000_000).unwrap()
}

/// A served archive in a folder that goes with it.
pub(crate) struct Site {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) app: Arc<App>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Site {
    pub(crate) fn new(base_url: Option<&str>) -> Site {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::init(&dir.path().join("archive"), "Test", "en").unwrap();
        let example =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syrian-peace-process");
        let captures = dir.path().join("captures.warc.gz");
        std::fs::write(&captures, warc()).unwrap();
        let options = ingest::Options {
            paths: vec![example, captures],
            reading: inputs::Options::default(),
            url: None,
            now: now(),
        };
        ingest::run(&archive, &options, |_| ()).unwrap();
        relink::run(&archive, relink::Extent::Needed).unwrap();
        let settings = Settings { base_url: base_url.map(str::to_owned), ..Settings::default() };
        let app = App::open(archive, settings, now).unwrap();
        Site { dir, app }
    }

    pub(crate) fn router(&self) -> Router {
        router(Arc::clone(&self.app))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

fn warc() -> Vec<u8> {
    let at = |time: &str| time.parse::<Timestamp>().unwrap();
    let info = FileInfo { filename: "captures.warc.gz", software: "test", at: now() };
    let mut out = Vec::new();
    let mut writer = Writer::start(&mut out, &info).unwrap();
    let second = FIRST.replace("begins on Monday", "begins on Monday, 12 September,");
    let hostile = format!("{FIRST}{}", include_str!("hostile.html"));
    let plain =
        "Aid reaches Aleppo.\n\n<script>alert('plain')</script> is no markup here.\n\n".repeat(4);
    for (url, time, media, body) in [
        (TRUCE, "2016-09-09T22:00:00Z", "text/html; charset=utf-8", FIRST),
        (TRUCE, "2016-09-10T08:00:00Z", "text/html; charset=utf-8", &second),
        (TRUCE, "2016-09-12T08:00:00Z", "text/html; charset=utf-8", &second),
        (HOSTILE, "2016-09-10T09:00:00Z", "text/html", &hostile),
        (PLAIN, "2016-09-10T10:00:00Z", "text/plain", &plain),
    ] {
        writer.write(&Page::saved(url, at(time), media, body.as_bytes())).unwrap();
    }
    out
}
