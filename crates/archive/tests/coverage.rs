//! What is said to be lacking, from what is recorded.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::coverage::{self, Kind, Options, Report};
use annals_archive::enrich::{self, Seen};
use annals_archive::record::Recorder;
use annals_archive::{Archive, ingest, upstream};
use annals_fetch::{Client, ClientOptions, Clock};
use annals_import::inputs::{self, Found, Saved};
use annals_import::warc::Content;
use annals_model::{
    By, Date, Document, Draft, Incoming, Source, Status, Timestamp, Version, date, history,
};
use annals_upstream::mediawiki::{Edit, Wiki};
use std::path::Path;

const HOUR: i64 = 3_600;

fn on(day: Date, hours: i64) -> Timestamp {
    Timestamp::from_second(history::day_start(day).as_second() + hours * HOUR).unwrap()
}

/// Five events on each day of October 2016 but the ninth.
fn archive(dir: &Path) -> Archive {
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let mut recorder = Recorder::begin(&archive, on(date(2016, 11, 1), 0)).unwrap();
    let mut found = Vec::new();
    for day in (1..=31).filter(|day| *day != 9) {
        for at in 0..5 {
            let url = format!("https://host{at}.example/2016/10/{day}");
            let version = Version {
                known_at: None,
                by: By::importer("lines", None),
                day: date(2016, 10, day),
                text: format!("Session {day} of the general debate hears speaker {at}."),
                links: None,
                category: None,
                stories: None,
                summary: None,
                sources: Some(vec![Source::named("Host", Some(url))]),
                image: None,
                lang: "en".into(),
            };
            found.push(Incoming::Told(Draft {
                id: None,
                old_paths: Vec::new(),
                under: None,
                line: None,
                versions: vec![version],
                claimed_related: Vec::new(),
            }));
        }
    }
    recorder.record(&Document { found, ..Document::default() }).unwrap();
    recorder.commit().unwrap();
    archive
}

fn take(archive: &Archive, kind: inputs::Kind, url: &str, body: String, time: Timestamp) {
    let media = match kind {
        inputs::Kind::Feed => "application/rss+xml",
        _ => "text/html; charset=utf-8",
    };
    let saved = Saved {
        name: "fetched".into(),
        record: None,
        kind,
        url: Some(url.into()),
        captured_at: Some(time),
        status: Some(200),
        headers: vec![("Content-Type".into(), media.into())],
        content_type: Some(media.into()),
        body: body.into_bytes(),
        content: Content::AsSent,
        asked: None,
        notes: Vec::new(),
    };
    let options = ingest::Options {
        paths: Vec::new(),
        reading: inputs::Options::default(),
        url: None,
        now: time,
    };
    ingest::take(archive, &options, vec![Found::Saved(Box::new(saved))], |_, _| Ok(())).unwrap();
}

fn look(archive: &Archive, now: Timestamp) -> Report {
    coverage::run(archive, &Options { from: None, to: None, now }).unwrap()
}

fn places(report: &Report, kind: Kind) -> Vec<String> {
    report.findings.iter().filter(|f| f.kind == kind).map(|f| f.place.clone()).collect()
}

#[test]
fn a_day_without_events_is_found_and_all_else_is_well() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let report = look(&archive, on(date(2016, 10, 31), 12));
    assert_eq!(places(&report, Kind::EmptyDay), ["2016-10-09"]);
    assert_eq!((report.findings.len(), report.problems()), (1, 1));
    assert_eq!(report.days.len(), 30);
    let finding = &report.findings[0];
    assert!(finding.next.contains("2016-10-09") && finding.since.is_some());
    // Another month has no hole.
    let (from, to) = (Some(date(2016, 10, 12)), Some(date(2016, 10, 20)));
    let now = on(date(2016, 10, 31), 12);
    let part = coverage::run(&archive, &Options { from, to, now }).unwrap();
    assert_eq!(part.findings, []);
    assert!(coverage::run(&archive, &Options { from: to, to: from, now }).is_err());
}

#[test]
fn a_feed_that_falls_silent_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let feed = "https://wire.example/rss";
    let first = date(2016, 10, 20);
    let items: String = (0..40)
        .map(|n| {
            let time = on(first, n * 3).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            format!(
                "<item><title>Item {n}</title><link>https://wire.example/{n}</link>\
                 <pubDate>{time}</pubDate></item>"
            )
        })
        .collect();
    let body = format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>");
    take(&archive, inputs::Kind::Feed, feed, body, on(date(2016, 10, 25), 0));
    let silent =
        |day, hours| places(&look(&archive, on(date(2016, 10, day), hours)), Kind::SilentFeed);
    assert_eq!(silent(25, 12), [""; 0]);
    assert_eq!(silent(27, 0), [feed]);
}

#[test]
fn a_layout_that_breaks_is_found_with_its_host() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let whole = |n: i64| {
        let body: String = (0..12)
            .map(|p| {
                format!(
                    "<p>Paragraph {p} of report {n} says what the delegates of the assembly said \
                     about the budget, the missions and the next session in New York.</p>"
                )
            })
            .collect();
        format!(
            "<html><head><title>Report {n}</title></head><body><article><h1>Report {n}</h1>{body}</article></body></html>"
        )
    };
    let broken = |n: i64| {
        format!(
            "<html><head><title>Report {n}</title></head><body><div id=app></div><p>Report {n} is loading.</p></body></html>"
        )
    };
    for n in 0..20 {
        let body = if n < 14 { whole(n) } else { broken(n) };
        let url = format!("https://assembly.example/report/{n}");
        take(&archive, inputs::Kind::Capture, &url, body, on(date(2016, 10, 28), n));
    }
    let report = look(&archive, on(date(2016, 10, 30), 0));
    assert_eq!(places(&report, Kind::BrokenLayout), ["assembly.example"]);
    let found = report.findings.iter().find(|f| f.kind == Kind::BrokenLayout).unwrap();
    assert_eq!(found.since.as_deref(), Some("2016-10-28T14:00:00Z"));
}

#[test]
fn sources_that_died_lately_are_found_once_it_is_sure() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let see = |hours| {
        let writer = archive.store.write().unwrap();
        let url = "https://host1.example/2016/10/3".to_owned();
        let at = on(date(2016, 10, 10), hours);
        enrich::seen(&archive, &writer, &[Seen { url, status: Some(404), at }]).unwrap();
        writer.commit().unwrap();
    };
    let now = on(date(2016, 10, 31), 12);
    see(0);
    assert_eq!(places(&look(&archive, now), Kind::DeadSource), [""; 0]);
    see(30);
    let report = look(&archive, now);
    assert_eq!(places(&report, Kind::DeadSource), ["host1.example"]);
    let found = report.findings.iter().find(|f| f.kind == Kind::DeadSource).unwrap();
    assert!(found.grave && found.what.contains("https://host1.example/2016/10/3"));
    // What died before the days that are looked at was told then.
    let later = look(&archive, on(date(2016, 12, 24), 0));
    assert_eq!(places(&later, Kind::DeadSource), [""; 0]);
}

const TYPHOON: &str = "*[[Typhoon Chaba]] reaches the south of [[Japan]] with heavy rain. [https://a.example/chaba (Example News)]";
const PRIZE: &str = "*The [[Nobel Prize in Chemistry]] goes to three makers of molecular machines. [https://b.example/nobel (Example Post)]";
const TREATY: &str = "*The [[European Union]] ratifies the [[Paris Agreement]] on the climate. [https://b.example/paris (Example Post)]";

/// Saves a day's page of a wiki at an hour, and takes it in an hour later.
fn follow(archive: &Archive, wiki: &Wiki, hour: i64, bullets: &[&str]) {
    let day = date(2016, 10, 5);
    let text = format!(
        "{{{{Current events|year=2016|month=10|day=5|content=\n;World\n{}\n}}}}",
        bullets.join("\n")
    );
    let at = on(day, hour).to_string();
    let edit = Edit { at: &at, by: "Ada", comment: "", text: &text };
    wiki.save("Portal:Current events/2016 October 5", edit);
    let now = on(day, hour + 1);
    let client = ClientOptions { allow: vec!["127.0.0.1".into()], ..ClientOptions::default() };
    let client = Client::new(client, Clock::new(move || now).sleeping(|_| ())).unwrap();
    let api: url::Url = wiki.api().parse().unwrap();
    let options =
        upstream::Options { from: Some(day), to: Some(day), ..upstream::Options::new(api, now) };
    let report = upstream::run(archive, &client, &options, &mut |_| {}).unwrap();
    assert_eq!(report.unfinished, 0, "{report:#?}");
}

/// What a list has and readers lack is found, held events and held bullets alike, until
/// the list says so no more or a person decides.
#[test]
fn what_a_list_has_and_readers_lack_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    let wiki = Wiki::start();
    let now = on(date(2016, 10, 6), 12);
    let day = |report: &Report| {
        let day = report.days.iter().find(|d| d.day == "2016-10-05").unwrap();
        (day.events, day.listed, day.lacking, day.waiting)
    };
    let page = ["Portal:Current events/2016 October 5"];

    follow(&archive, &wiki, 8, &[TYPHOON, PRIZE, TREATY]);
    let report = look(&archive, now);
    assert_eq!((day(&report), report.findings.as_slice()), ((3, 3, 0, 0), &[][..]));

    // A bullet that is held back has no event, and none of the others is touched.
    follow(&archive, &wiki, 10, &[TYPHOON, "*hi mom im famous", PRIZE, TREATY]);
    let report = look(&archive, now);
    assert_eq!(day(&report), (3, 4, 1, 1));
    assert_eq!(places(&report, Kind::Missing), page);
    assert_eq!(places(&report, Kind::Waiting), page);
    assert_eq!((report.findings.len(), report.problems()), (2, 0));
    let missing = report.findings.iter().find(|f| f.kind == Kind::Missing).unwrap();
    assert!(missing.what.contains("has 4") && missing.what.contains("lack 1"), "{missing:?}");
    assert!(missing.next.contains("annals queue"), "{missing:?}");
    let listed = report.days.iter().find(|d| d.lacking > 0).unwrap();
    assert_eq!(listed.statements, ["hi mom im famous"]);
    // Other days know nothing of it.
    let (from, to) = (Some(date(2016, 9, 1)), Some(date(2016, 10, 4)));
    let before = coverage::run(&archive, &Options { from, to, now }).unwrap();
    assert_eq!((before.days, before.findings), (Vec::new(), Vec::new()));

    // Gone from the list, it is lacking no more.
    follow(&archive, &wiki, 12, &[TYPHOON, PRIZE, TREATY]);
    let report = look(&archive, now);
    assert_eq!((day(&report), report.findings.as_slice()), ((3, 3, 0, 0), &[][..]));

    // An event that is held is lacking; one that a person withdrew is not.
    let set = |status: Status| {
        let writer = archive.store.write().unwrap();
        let heads = writer.heads().unwrap();
        let head = heads.iter().find(|h| h.text.starts_with("Typhoon")).unwrap();
        let mut record = writer.event_in(head.row).unwrap().unwrap().record;
        record.status = status;
        writer.set_record(head.row, &record).unwrap();
        writer.commit().unwrap();
    };
    set(Status::Held("it may be the same as another".into()));
    let report = look(&archive, now);
    assert_eq!(day(&report), (2, 3, 1, 0));
    assert_eq!((places(&report, Kind::Missing), report.findings.len()), (vec![page[0].into()], 1));
    set(Status::Withdrawn("told twice".into()));
    let report = look(&archive, now);
    assert_eq!((day(&report), report.findings.as_slice()), ((2, 2, 0, 0), &[][..]));
}
