//! `annals fetch` against servers of its own: everything once, nothing that robots
//! forbid, no faster than asked, and nothing lost or asked for twice by a kill.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use annals_upstream::mediawiki::{Edit, Wiki};
use annals_upstream::{AUTHORITY, Reply, Request, Server};
use run::{annals, init, json, out};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// 20 March 2017, 08:53 UTC: when the tests' rounds begin.
const NOW: i64 = 1_490_000_000;
const DAY: i64 = 86_400;

/// A page with an article in it, about one keeper of a light.
fn article(title: &str, number: usize) -> String {
    let text = format!(
        "Keeper {number} wrote on Monday that the lamp was lit at dusk, that the wind stood in \
         the south-west, and that the relief boat could not land before the following noon. \
         The board of Trinity House read letter {number} at its meeting in Tower Hill."
    );
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>\
         <body><article><h1>{title}</h1><p>{text}</p><p>{text} It was filed.</p></article></body>"
    )
}

fn html(title: &str, number: usize) -> Reply {
    Reply::ok("text/html; charset=utf-8", article(title, number))
}

/// A feed with an entry for each path.
fn rss(paths: &[String]) -> String {
    let items: String = paths
        .iter()
        .map(|path| {
            let link = if path.starts_with("http") { path.clone() } else { format!("BASE{path}") };
            format!(
                "<item><title>Letter {path}</title><link>{link}</link>\
                 <pubDate>Mon, 20 Mar 2017 06:00:00 GMT</pubDate></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Letters</title>{items}</channel></rss>")
}

/// A feed whose links lead to the server that is asked.
fn feed(request: &Request, paths: &[String]) -> Reply {
    let base = format!("http://{}", request.header("host").unwrap());
    Reply::ok("application/rss+xml", rss(paths).replace("BASE", &base))
}

/// Adds settings to an archive's.
fn settings(dir: &Path, text: &str) {
    let file = dir.join("annals.toml");
    let old = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{old}\n[fetch]\nallow = [\"127.0.0.1\"]\n{text}")).unwrap();
}

/// Fetches at a moment; the report.
fn fetch(dir: &Path, args: &[&str], at: i64) -> Value {
    let mut all = vec!["fetch"];
    all.extend(args);
    all.extend(["--json", "--no-link"]);
    let out = annals(dir, &all).env("SOURCE_DATE_EPOCH", at.to_string()).output().unwrap();
    let error = String::from_utf8_lossy(&out.stderr);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{args:?}: {error}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    let problems = report["problems"].as_array().unwrap().len();
    assert_eq!(out.status.code(), Some(i32::from(problems > 0)), "{report}");
    report
}

/// How often each path was asked for.
fn counts(server: &Server) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in server.asked() {
        *counts.entry(request.path().to_owned()).or_default() += 1;
    }
    counts
}

fn problems(report: &Value) -> String {
    let all = report["problems"].as_array().unwrap().iter();
    all.map(|p| format!("{} {}\n", p["address"].as_str().unwrap(), p["what"].as_str().unwrap()))
        .collect()
}

fn named(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|p| (*p).to_owned()).collect()
}

/// A site with everything that happens to sites.
fn site(request: &Request) -> Reply {
    let base = format!("http://{}", request.header("host").unwrap());
    match request.path() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /private/\n"),
        "/feed.xml" if request.header("if-none-match") == Some("\"1\"") => Reply::status(304),
        "/feed.xml" => {
            let paths =
                ["/a", "/b", "/private/c", "/moved", "/gone", "/missing", "/short", "/latin"];
            feed(request, &named(&paths)).with("ETag", "\"1\"")
        }
        "/old-feed" => Reply::redirect(301, "/new-feed"),
        "/new-feed" => feed(request, &named(&["/d"])),
        "/ended" | "/gone" => Reply::status(410),
        "/page-feed" => html("No feed at all", 0),
        "/moved" => Reply::redirect(302, "/target"),
        "/missing" => Reply::status(404),
        "/short" => Reply::Raw(
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n{}",
                article("Letter cut short", 7)
            )
            .into_bytes(),
        ),
        // It says UTF-8 and is not.
        "/latin" => {
            let text = article("Letter from Ouessant: la Jument allumée", 8);
            let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            Reply::Full {
                status: 200,
                headers: vec![("Content-Type".into(), "text/html; charset=utf-8".into())],
                body: bytes,
            }
        }
        "/map.xml" => Reply::ok(
            "application/xml",
            format!(
                "<urlset><url><loc>{base}/m</loc><lastmod>2017-03-19T20:00:00Z</lastmod></url>\
                 <url><loc>{base}/older</loc><lastmod>2016-03-19</lastmod></url></urlset>"
            ),
        ),
        "/index.xml" => Reply::ok(
            "application/xml",
            format!("<sitemapindex><sitemap><loc>{base}/map.xml</loc></sitemap></sitemapindex>"),
        ),
        "/a" | "/b" | "/d" | "/m" | "/target" | "/private/c" | "/older" | "/watched" => {
            html(&format!("Letter {}", request.path()), request.path().len())
        }
        _ => Reply::status(404),
    }
}

#[test]
fn everything_once_and_nothing_that_is_forbidden() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let server = Server::start(site);
    let busy = Server::start(|request| match request.path() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(503).with("Retry-After", "3600"),
    });
    let silent = Server::start(|request| match request.path() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::Hang(Duration::from_secs(60)),
    });
    settings(
        &dir,
        &format!(
            "pause = \"0s\"\nanswer = \"2s\"\n\
             [[fetch.feed]]\nurl = \"{}\"\n[[fetch.feed]]\nurl = \"{}\"\n\
             [[fetch.feed]]\nurl = \"{}\"\n[[fetch.feed]]\nurl = \"{}\"\n\
             [[fetch.feed]]\nurl = \"{}\"\n[[fetch.feed]]\nurl = \"{}\"\n\
             [[fetch.sitemap]]\nurl = \"{}\"\n[[fetch.page]]\nurl = \"{}\"\n",
            server.url("/feed.xml"),
            server.url("/old-feed"),
            server.url("/ended"),
            server.url("/page-feed"),
            busy.url("/feed"),
            silent.url("/feed"),
            server.url("/index.xml"),
            server.url("/watched"),
        ),
    );
    let first = fetch(&dir, &["all"], NOW);
    let told = problems(&first);
    for (path, what) in [
        ("/old-feed", "moved for good"),
        ("/ended", "gone for good"),
        ("/page-feed", "not a feed"),
        ("/gone", "gone for good"),
        ("/missing", "404"),
        ("/short", "not whole"),
    ] {
        let line = told.lines().find(|l| l.contains(&format!("{path} ")));
        assert!(line.is_some_and(|l| l.contains(what)), "{path}: {told}");
    }
    assert!(told.contains("503") && told.contains(&silent.url("/feed")), "{told}");
    let asked = counts(&server);
    for path in [
        "/robots.txt",
        "/ai.txt",
        "/.well-known/tdmrep.json",
        "/feed.xml",
        "/old-feed",
        "/new-feed",
        "/ended",
        "/page-feed",
        "/a",
        "/b",
        "/moved",
        "/target",
        "/gone",
        "/missing",
        "/short",
        "/latin",
        "/d",
        "/m",
        "/map.xml",
        "/index.xml",
        "/watched",
    ] {
        assert_eq!(asked.get(path), Some(&1), "{path}: {asked:?}");
    }
    assert_eq!(asked.len(), 21, "{asked:?}");
    assert_eq!(busy.count("/feed"), 1);
    // Seven pages and the one behind a redirect are articles; feeds and pages are kept.
    assert!(first["new"].as_u64().unwrap() >= 8, "{first}");
    let check = json(&dir, &["check", "--json"]);
    assert_eq!(check["problems"], serde_json::json!([]));

    // Nothing is due: nobody is asked for anything.
    let again = fetch(&dir, &["all"], NOW + 60);
    assert_eq!(again["asked"], 0, "{again}");
    assert_eq!(counts(&server), asked);

    // Two hours later the feeds are; their pages are known.
    let later = fetch(&dir, &["all"], NOW + 7_200);
    let asked_later = counts(&server);
    for path in ["/a", "/b", "/d", "/m", "/target", "/gone", "/ended", "/watched", "/old-feed"] {
        assert_eq!(asked_later[path], 1, "{path}: {asked_later:?}");
    }
    assert_eq!((asked_later["/feed.xml"], asked_later["/new-feed"]), (2, 2));
    let second = server.asked().into_iter().rfind(|r| r.path() == "/feed.xml").unwrap();
    assert_eq!(second.header("if-none-match"), Some("\"1\""));
    assert!(later["unchanged"].as_u64().unwrap() >= 2, "{later}");
    assert_eq!(busy.count("/feed"), 2, "its hour is over");

    // A week after they came pages are looked at again; what is gone is not.
    fetch(&dir, &["all"], NOW + 8 * DAY);
    let last = counts(&server);
    assert_eq!((last["/a"], last["/gone"], last["/ended"]), (2, 1, 1), "{last:?}");
    assert_eq!(last.get("/private/c"), None);
    let check = json(&dir, &["check", "--json"]);
    assert_eq!(check["problems"], serde_json::json!([]));
}

#[test]
fn a_host_has_its_pause() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let server = Server::start(|request| match request.path() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nAllow: /\n"),
        path => html(path, path.len()),
    });
    settings(&dir, "pause = \"1s\"\n");
    let pages: Vec<String> = (0..3).map(|n| server.url(&format!("/{n}"))).collect();
    let mut args = vec!["page"];
    args.extend(pages.iter().map(String::as_str));
    fetch(&dir, &args, NOW);
    let times: Vec<Instant> = server.asked().iter().map(|request| request.at).collect();
    // The pages, robots.txt, and the two files in which a host may reserve something.
    assert_eq!(times.len(), 6);
    for pair in times.windows(2) {
        // The pause begins when the answer is there, and so after the request.
        assert!(pair[1] - pair[0] >= Duration::from_secs(1), "{times:?}");
    }
}

#[test]
fn feeds_are_followed_moved_and_left() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let server = Server::start(|request| match request.path() {
        "/first" => Reply::redirect(301, "/second"),
        "/second" | "/once" => feed(request, &[]),
        _ => Reply::status(404),
    });
    settings(&dir, "pause = \"0s\"\n");
    let (first, once) = (server.url("/first"), server.url("/once"));
    fetch(&dir, &["feed", &once, "--once"], NOW);
    fetch(&dir, &["feed", &first], NOW);
    fetch(&dir, &["feed"], NOW + 7_200);
    let asked = counts(&server);
    assert_eq!((asked["/first"], asked["/second"], asked["/once"]), (1, 2, 1), "{asked:?}");
    let unfollow = annals(&dir, &["fetch", "feed", "--unfollow", &server.url("/second")]).output();
    assert!(unfollow.unwrap().status.success());
    fetch(&dir, &["feed", "--now"], NOW + 14_400);
    assert_eq!(counts(&server), asked);
}

#[test]
fn nobody_to_reach_is_an_error_and_a_wrong_address_is_usage() {
    let home = tempdir().unwrap();
    init(home.path());
    let out = annals(home.path(), &["fetch", "page", "https://example.org/"]).output().unwrap();
    let error = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(3), "{error}");
    assert!(error.contains("hint: write contact"), "{error}");
    let out = annals(home.path(), &["fetch", "page", "file:///etc/passwd"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn https_is_asked_where_a_named_authority_vouches() {
    let server = Server::start_tls(|request| match request.path() {
        "/letter" => html("Letter", 1),
        _ => Reply::status(404),
    });
    let page = server.url("/letter");
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    settings(&dir, "pause = \"0s\"\n");
    let report = fetch(&dir, &["page", &page], NOW);
    assert!(problems(&report).contains("certificate"), "{report}");
    assert_eq!(server.asked().len(), 0, "nothing was told to whom nobody vouches for");

    let file = dir.join("annals.toml");
    let before = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{before}authorities = \"company.pem\"\n")).unwrap();
    for (text, wanted) in [(None, "No such file"), (Some(&b"news"[..]), "no certificate in it")] {
        text.iter().for_each(|text| fs::write(dir.join("company.pem"), text).unwrap());
        let out = annals(&dir, &["fetch", "page", &page]).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && said.contains(wanted), "{said}");
        assert!(said.contains("company.pem"), "{said}");
    }
    fs::write(dir.join("company.pem"), AUTHORITY).unwrap();
    let report = fetch(&dir, &["page", &page, "--now"], NOW + 3 * DAY);
    assert_eq!((&report["new"], problems(&report).as_str()), (&Value::from(1), ""), "{report}");
}

/// Archives that are killed in the test below, each twice.
const KILLED: u32 = 12;

/// A wiki with two days, each edited once.
fn wiki() -> Wiki {
    let wiki = Wiki::start();
    for day in [18, 19] {
        let title = format!("Portal:Current events/2017 March {day}");
        let bullet = |words: &str| {
            format!(
                "{{{{Current events|year=2017|month=03|day={day}|content=\n;Arts and culture\n\
                 *The [[Trinity House|board]] {words} on the [[Eddystone Lighthouse]], day {day}. \
                 [http://b.example/{day} (Board)]\n}}}}"
            )
        };
        let edit = |at: &str, text: &str| {
            let at = format!("2017-03-{day}T{at}:00:00Z");
            wiki.save(&title, Edit { at: &at, by: "Keeper", comment: "", text });
        };
        edit("10", &bullet("reads a letter"));
        edit("12", &bullet("reads and answers a letter"));
    }
    wiki
}

#[test]
fn a_kill_loses_nothing_and_asks_for_nothing_twice() {
    let home = tempdir().unwrap();
    let start = || {
        Server::start(|request| {
            std::thread::sleep(Duration::from_millis(15));
            let paths: Vec<String> = (0..8).map(|n| format!("/letter/{n}")).collect();
            let base = format!("http://{}", request.header("host").unwrap());
            match request.path() {
                "/robots.txt" => Reply::status(404),
                "/feed" => feed(request, &paths),
                "/map.xml" => Reply::ok(
                    "application/xml",
                    format!(
                        "<urlset><url><loc>{base}/listed</loc><lastmod>2017-03-19</lastmod></url>\
                         </urlset>"
                    ),
                ),
                path => html(path, path.len()),
            }
        })
    };
    let servers = [start(), start(), start()];
    let wiki = wiki();
    let archive = |name: &str| {
        let dir = home.path().join(name);
        init(&dir);
        let followed = servers.iter().map(|s| {
            let (feed, map) = (s.url("/feed"), s.url("/map.xml"));
            format!("[[fetch.feed]]\nurl = \"{feed}\"\n[[fetch.sitemap]]\nurl = \"{map}\"\n")
        });
        let followed = followed.collect::<String>();
        let wcep = format!("[fetch.wcep]\non = true\napi = \"{}\"\n", wiki.api());
        settings(&dir, &format!("pause = \"0s\"\nsources = false\n{wcep}{followed}"));
        dir
    };
    let figures = |dir: &Path| {
        let stats = json(dir, &["stats", "--json"]);
        // When something was recorded is all that may differ.
        let export = out(dir, &["export"]);
        let mut parts = export.split("\"recorded_at\":\"");
        let first = parts.next().unwrap().to_owned();
        let events = parts.fold(first, |all, part| all + part.split_once('"').unwrap().1);
        (stats["articles"].clone(), stats["captures"].clone(), events)
    };
    let whole = archive("whole");
    let begun = Instant::now();
    fetch(&whole, &["all"], NOW);
    let took = begun.elapsed();
    let whole = figures(&whole);
    assert_eq!(whole.0, 27);
    assert_eq!(whole.2.lines().count(), 2);
    for server in &servers {
        assert_eq!(server.asked().len(), 14);
    }
    for n in 0..KILLED {
        let dir = archive(&format!("killed-{n}"));
        let before = servers.each_ref().map(counts);
        for (kill, after) in [took * (n + 1) / (KILLED + 1), took / 3].into_iter().enumerate() {
            // Time does not go back: what was named a moment ago would not be due yet.
            let now = NOW + 60 * i64::try_from(kill).unwrap();
            let mut child = annals(&dir, &["fetch", "all", "--no-link"])
                .env("SOURCE_DATE_EPOCH", now.to_string())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(after);
            let _ = child.kill();
            child.wait().unwrap();
            let check = json(&dir, &["check", "--json"]);
            assert_eq!(check["problems"], serde_json::json!([]), "after kill {n}");
        }
        fetch(&dir, &["all"], NOW + 300);
        assert_eq!(fetch(&dir, &["feed"], NOW + 310)["asked"], 0);
        assert_eq!(figures(&dir), whole, "after kill {n}");
        // Everything once, but for what was on its way at one of the two kills: one thing
        // of each host, with its robots.txt and the two files of reservations.
        for (server, before) in servers.iter().zip(before) {
            let asked = counts(server).into_iter().map(|(path, all)| all - before[&path]);
            let asked: Vec<usize> = asked.collect();
            assert_eq!(asked.len(), 14);
            assert!(asked.iter().all(|times| *times >= 1), "kill {n}: something is missing");
            let twice: usize = asked.iter().map(|times| times - 1).sum();
            assert!(twice <= 8, "kill {n}: {asked:?}");
        }
    }
}
