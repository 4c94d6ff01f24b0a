//! `annals watch` with a network: a site on loopback whose feed and pages it follows.
//! What is asked for is asked for once, through kills and stops.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "test code")]

use annals_upstream::{Reply, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::{TempDir, tempdir};

fn annals(archive: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.arg("--archive").arg(archive).args(args);
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("ANNALS_LOG");
    command
}

/// A round, and its report.
fn round(archive: &Path) -> serde_json::Value {
    let output = annals(archive, &["watch", "--once", "--json"]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?} {errors}"))
}

fn step<'a>(report: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("{report}"))
}

/// A site with a feed of two reports. Its pages take so many milliseconds.
struct Site {
    server: Server,
    slow: Arc<AtomicU64>,
}

const PAGES: [(&str, &str); 2] = [
    ("/one", "The lake's level falls to a new low"),
    ("/two", "The harbour reopens after the storm"),
];

fn page(title: &str, day: u32) -> String {
    let paragraph = format!(
        "<p>{title}, the authority for waterways said on Monday in a report to the council. \
         Its measurements go back to 1953, and engineers compared them with those of the \
         neighbouring stations before they were published this week.</p>"
    );
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title}</title>\
         <meta property=\"article:published_time\" content=\"2016-09-{day:02}T08:00:00Z\">\
         </head><body><article><h1>{title}</h1>{}</article></body></html>",
        paragraph.repeat(4)
    )
}

impl Site {
    fn start() -> Site {
        let slow = Arc::new(AtomicU64::new(0));
        let takes = Arc::clone(&slow);
        let server = Server::start(move |request| {
            let host = request.header("host").unwrap_or_default();
            if request.path() == "/feed.xml" {
                if request.header("if-none-match") == Some("\"1\"") {
                    return Reply::status(304);
                }
                let item = |(n, (path, title)): (usize, &(&str, &str))| {
                    format!(
                        "<item><title>{title}</title><link>http://{host}{path}</link>\
                         <pubDate>Mon, {:02} Sep 2016 08:00:00 GMT</pubDate></item>",
                        5 + 7 * n
                    )
                };
                let items: String = PAGES.iter().enumerate().map(item).collect();
                let feed = format!(
                    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Waters</title>\
                     <link>http://{host}/</link>{items}</channel></rss>"
                );
                return Reply::ok("application/rss+xml", feed).with("ETag", "\"1\"");
            }
            let found = PAGES.iter().position(|(path, _)| *path == request.path());
            let Some(n) = found else { return Reply::status(404) };
            std::thread::sleep(Duration::from_millis(takes.load(Ordering::SeqCst)));
            let day = 5 + 7 * u32::try_from(n).unwrap();
            Reply::ok("text/html; charset=utf-8", page(PAGES[n].1, day))
        });
        Site { server, slow }
    }

    fn takes(&self, milliseconds: u64) {
        self.slow.store(milliseconds, Ordering::SeqCst);
    }

    fn pages_asked(&self) -> usize {
        PAGES.iter().map(|(path, _)| self.server.count(path)).sum()
    }

    /// An archive that follows it.
    fn archive(&self) -> (TempDir, PathBuf) {
        let home = tempdir().unwrap();
        let dir = home.path().join("archive");
        let init =
            Command::new(env!("CARGO_BIN_EXE_annals")).arg("init").arg(&dir).output().unwrap();
        assert!(init.status.success());
        let settings = format!(
            "[fetch]\ncontact = \"desk@example.org\"\nallow = [\"127.0.0.1\"]\npause = \"0s\"\n\
             sources = false\n[[fetch.feed]]\nurl = \"{}\"\nevery = \"1s\"\n\
             [[target]]\nname = \"site\"\nkind = \"folder\"\npath = \"{}\"\n\
             [drafts]\npublish = true\n[watch]\nevery = \"1s\"\njitter = 0\n",
            self.server.url("/feed.xml"),
            home.path().join("site").display(),
        );
        fs::write(dir.join("annals.toml"), settings).unwrap();
        (home, dir)
    }
}

/// Waits until pages were asked for so often.
fn until_asked(site: &Site, times: usize) {
    let asked = (0..2_000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        site.pages_asked() >= times
    });
    assert!(asked, "no page was asked for: {:?}", site.server.asked());
}

fn start(dir: &Path) -> Child {
    annals(dir, &["watch"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn what_is_followed_arrives_and_is_published_once() {
    let site = Site::start();
    let (home, dir) = site.archive();
    let report = round(&dir);
    let fetched = step(&report, "fetch");
    assert_eq!(fetched["state"], "done", "{report}");
    // The feed, its two pages; robots.txt comes with them.
    assert_eq!(fetched["counts"]["asked"], 3, "{report}");
    assert!(report["requests"].as_u64().unwrap() >= 3, "{report}");
    assert!(step(&report, "publish")["counts"]["files written"].as_u64().unwrap() > 10);
    assert!(home.path().join("site/index.html").exists());
    // The feed is asked whether it changed; its pages are not asked for again.
    std::thread::sleep(Duration::from_millis(1_100));
    let report = round(&dir);
    assert_eq!(step(&report, "fetch")["counts"]["unchanged"], 1, "{report}");
    assert_eq!(step(&report, "publish")["counts"]["files written"], serde_json::Value::Null);
    assert_eq!((site.server.count("/feed.xml"), site.pages_asked()), (2, 2));
}

#[test]
fn killed_while_it_asks_it_asks_for_nothing_twice_that_was_answered() {
    let site = Site::start();
    let (_home, dir) = site.archive();
    site.takes(500);
    let mut watching = start(&dir);
    until_asked(&site, 2);
    watching.kill().unwrap();
    watching.wait().unwrap();
    site.takes(0);
    let report = round(&dir);
    assert!(report["goes_on_from"].is_string(), "{report}");
    let mut asked: Vec<usize> = PAGES.iter().map(|(path, _)| site.server.count(path)).collect();
    asked.sort_unstable();
    assert_eq!(asked, [1, 2], "only what was on its way is asked for again");
    assert_eq!(step(&report, "fetch")["state"], "done", "{report}");
}

#[test]
fn stopped_while_it_asks_it_keeps_what_was_on_its_way() {
    let site = Site::start();
    let (_home, dir) = site.archive();
    site.takes(700);
    let mut watching = start(&dir);
    until_asked(&site, 1);
    let id = watching.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(watching.wait().unwrap().code(), Some(0));
    assert_eq!(site.pages_asked(), 1, "the rest is left");
    let last = annals(&dir, &["watch", "--report", "--json"]).output().unwrap();
    let last: serde_json::Value = serde_json::from_slice(&last.stdout).unwrap();
    assert_eq!(last["stopped"], true, "{last}");
    site.takes(0);
    let report = round(&dir);
    assert_eq!(report["goes_on_from"], serde_json::Value::Null);
    let asked: Vec<usize> = PAGES.iter().map(|(path, _)| site.server.count(path)).collect();
    assert_eq!(asked, [1, 1]);
    // A second signal does not wait for what hangs.
    site.takes(20_000);
    let (_home, dir) = site.archive();
    let mut watching = start(&dir);
    until_asked(&site, 3);
    let id = watching.id().to_string();
    for _ in 0..20 {
        let _ = Command::new("kill").args(["-INT", &id]).status();
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(watching.wait().unwrap().code(), Some(130));
}
