//! What an event's page tells of its sources: filled from their captures, held where
//! they tell another story, marked where they changed or are gone.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::corrections::{Saying, say};
use annals_archive::enrich::{self, Seen};
use annals_archive::pages::{Snapshot, event_page, event_page_as_of};
use annals_archive::record::Recorder;
use annals_archive::{Archive, articles, captures, ingest, publish, relink};
use annals_import::inputs::{Found, Kind, Saved};
use annals_import::warc::Content;
use annals_model::{
    By, CorrectionKind, Document, Draft, Incoming, Matter, Source, Timestamp, Verdict, Version,
    date,
};
use annals_publish::wire::{Event, SourcePage};
use annals_publish::{Format, json, markdown, xml};
use std::path::Path;

const URL: &str = "https://ledger.example/2016/09/30/rosetta-lands";
const DAY: i64 = 24 * 3_600;
const GOOD: &str = "text/html; charset=utf-8";

const LEAD: &str = "The Rosetta probe of the European Space Agency ended its mission on Friday with \
                    a landing on Comet 67P/Churyumov–Gerasimenko, after twelve years in space.";
const MORE: &str = "Controllers in Darmstadt lost its signal at 11:19 GMT, forty minutes after the \
                    probe had touched the ground.";

/// Seconds after noon of 30 September 2016.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_475_236_800 + seconds).unwrap()
}

/// An archive with one event that cites [`URL`].
fn archive(dir: &Path) -> Archive {
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let mut recorder = Recorder::begin(&archive, at(0)).unwrap();
    let version = Version {
        known_at: None,
        by: By::importer("lines", None),
        day: date(2016, 9, 30),
        text: "The Rosetta probe of the European Space Agency ends its mission with a landing on \
               Comet 67P/Churyumov–Gerasimenko."
            .into(),
        links: None,
        category: None,
        stories: None,
        summary: None,
        sources: Some(vec![Source::named("The Ledger", Some(URL.into()))]),
        image: None,
        lang: "en".into(),
    };
    let draft = Draft {
        id: None,
        old_paths: Vec::new(),
        under: None,
        line: None,
        versions: vec![version],
        claimed_related: Vec::new(),
    };
    recorder
        .record(&Document { found: vec![Incoming::Told(draft)], ..Document::default() })
        .unwrap();
    recorder.commit().unwrap();
    relink::run(&archive, relink::Extent::Needed).unwrap();
    archive
}

fn html(title: &str, deck: &str, paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<html><head><title>{title}</title><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:description\" content=\"{deck}\">\
         <meta property=\"og:site_name\" content=\"The Ledger\">\
         <meta property=\"og:image\" content=\"https://ledger.example/comet.jpg\">\
         <meta property=\"article:published_time\" content=\"2016-09-30T14:00:00Z\"></head>\
         <body><article><h1>{title}</h1>{paragraphs}<p>It was launched in March 2004 on an Ariane \
         5 from Kourou, passed Mars once and the Earth three times, and reached the comet in \
         August 2014.</p></article></body></html>"
    )
}

fn good() -> String {
    html("Rosetta ends on its comet", "", &[LEAD, MORE])
}

/// Takes an answer in as a round of fetching does, and computes what follows.
fn answer(archive: &Archive, status: u16, headers: &[(&str, &str)], body: &str, time: Timestamp) {
    let mut headers: Vec<(String, String)> =
        headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
    headers.push(("Content-Type".into(), GOOD.into()));
    let saved = Saved {
        name: "fetched".into(),
        record: None,
        kind: Kind::Capture,
        url: Some(URL.into()),
        captured_at: Some(time),
        status: Some(status),
        headers,
        content_type: Some(GOOD.into()),
        body: body.as_bytes().to_vec(),
        content: Content::AsSent,
        asked: None,
        notes: Vec::new(),
    };
    let options = ingest::Options {
        paths: Vec::new(),
        reading: annals_import::inputs::Options::default(),
        url: None,
        now: time,
    };
    let found = vec![Found::Saved(Box::new(saved))];
    ingest::take(archive, &options, found, |_, _| Ok(())).unwrap();
    relink::run(archive, relink::Extent::Needed).unwrap();
}

fn page(archive: &Archive) -> Event {
    let reader = archive.store.read().unwrap();
    let snapshot = Snapshot::read(archive, &reader).unwrap();
    let event = reader.event_in(1).unwrap().unwrap();
    event_page(&snapshot, &reader, &event).unwrap()
}

fn told(archive: &Archive) -> Option<SourcePage> {
    page(archive).sources[0].page.as_deref().cloned()
}

fn held(archive: &Archive) -> Vec<String> {
    let reader = archive.store.read().unwrap();
    enrich::held(&reader, 10).unwrap().into_iter().map(|h| h.kind).collect()
}

fn see(archive: &Archive, status: Option<u16>, time: Timestamp) {
    let writer = archive.store.write().unwrap();
    let seen = Seen { url: URL.into(), status, at: time };
    enrich::seen(archive, &writer, &[seen]).unwrap();
    writer.commit().unwrap();
}

fn site(archive: &Archive, out: &Path) -> String {
    let options = publish::Options {
        out: out.to_owned(),
        formats: Format::ALL.to_vec(),
        base_url: None,
        theme: None,
    };
    publish::run(archive, &options, |_, _| {}).unwrap();
    std::fs::read_to_string(
        out.join(page(archive).url.trim_start_matches('/').to_owned() + ".html"),
    )
    .unwrap()
}

#[test]
fn a_source_is_filled_from_its_capture_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    assert_eq!(told(&archive), None);
    answer(&archive, 200, &[], &good(), at(3_600));
    let page = page(&archive);
    let told = page.sources[0].page.as_deref().unwrap();
    assert_eq!(told.title.as_deref(), Some("Rosetta ends on its comet"));
    assert!(told.description.as_deref().unwrap().starts_with("The Rosetta probe"), "{told:?}");
    assert_eq!(told.published.as_deref(), Some("2016-09-30"));
    assert_eq!(told.image.as_ref().unwrap().url, "https://ledger.example/comet.jpg");
    let capture = told.capture.as_ref().unwrap();
    assert_eq!(capture.url, format!("/web/20160930130000/{URL}"));
    let mut bytes = Vec::new();
    json::event(&page, &mut bytes);
    assert_eq!(json::read_event(&bytes).unwrap(), page);
    let mut bytes = Vec::new();
    xml::event(&page, &mut bytes);
    assert_eq!(xml::read_event(&bytes).unwrap(), page);
    let mut bytes = Vec::new();
    let settings = annals_publish::Settings {
        title: "T".into(),
        description: String::new(),
        base_url: None,
        lang: "en".into(),
        license: None,
        hubs: Vec::new(),
        formats: Format::ALL.to_vec(),
    };
    markdown::event(&page, &settings, &mut bytes);
    assert_eq!(markdown::read_event(&bytes).unwrap(), page);
    // Nothing derived makes a revision, and the past knew no capture.
    let reader = archive.store.read().unwrap();
    assert_eq!(reader.revisions(1).unwrap().len(), 1);
    let snapshot = Snapshot::read(&archive, &reader).unwrap();
    let event = reader.event_in(1).unwrap().unwrap();
    let past = event_page_as_of(&snapshot, &reader, &event, at(DAY)).unwrap().unwrap();
    assert_eq!(past.sources[0].page, None);
}

#[test]
fn what_was_published_before_is_written_again_as_a_whole_site_would_be() {
    let (dir, out, whole) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let archive = archive(dir.path());
    let out = out.path().join("site");
    assert!(!site(&archive, &out).contains("class=\"told\""));
    answer(&archive, 200, &[], &good(), at(3_600));
    let after = site(&archive, &out);
    assert!(after.contains("<cite>Rosetta ends on its comet</cite>"));
    see(&archive, Some(404), at(DAY));
    see(&archive, Some(404), at(3 * DAY));
    let gone = site(&archive, &out);
    assert!(gone.contains("No longer there since 1 October 2016"), "{gone}");
    assert!(gone.contains(&format!("data-capture=\"/web/20160930130000/{URL}\"")));
    assert_eq!(gone, site(&archive, &whole.path().join("site")));
    // Computing all of it anew comes to the same.
    relink::run(&archive, relink::Extent::Whole).unwrap();
    assert_eq!(gone, site(&archive, &out));
    see(&archive, Some(200), at(4 * DAY));
    assert_eq!(site(&archive, &out), after);
}

#[test]
fn another_story_is_held_and_never_shown() {
    let cases: [(&str, String); 5] = [
        (
            "other-story",
            html(
                "Earthquake near Norcia",
                "A strong earthquake shook central Italy.",
                &["A strong earthquake shook the towns around Norcia in central Italy on Sunday."],
            ),
        ),
        ("not-found", html("Page not found", "", &["The page you are looking for has moved."])),
        ("consent", "<title>Before you continue</title><p>We value your privacy.</p>".into()),
        ("hub", "<title>Videos</title><h1>Videos</h1><p>Watch now.</p>".into()),
        ("no-article", "<title>Rosetta</title><p>Subscribe to continue reading.</p>".into()),
    ];
    for (kind, body) in cases {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(dir.path());
        answer(&archive, 200, &[], &body, at(3_600));
        assert_eq!(told(&archive), None, "{kind}");
        assert_eq!(held(&archive), [kind]);
    }
}

#[test]
fn a_redirect_to_the_front_page_is_held() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let exchange = annals_fetch::Exchange {
        at: at(3_600),
        url: URL.parse().unwrap(),
        ip: None,
        sent: Vec::new(),
        status: 301,
        headers: vec![("Location".into(), "/".into())],
        body: Vec::new(),
    };
    let writer = archive.store.write().unwrap();
    captures::note(&archive, &writer, &[exchange], at(3_600)).unwrap();
    writer.commit().unwrap();
    relink::run(&archive, relink::Extent::Needed).unwrap();
    assert_eq!((told(&archive), held(&archive)), (None, vec!["front-page".to_owned()]));
}

#[test]
fn an_error_page_with_a_good_status_means_gone_when_it_stays() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    answer(&archive, 200, &[], &good(), at(0));
    let missing = |n: u32| html("Page not found", "", &[&format!("Error {n}. Try the search.")]);
    answer(&archive, 200, &[], &missing(1), at(10 * DAY));
    let once = told(&archive).unwrap();
    assert_eq!((once.gone, once.edits), (None, Vec::new()));
    answer(&archive, 200, &[], &missing(2), at(12 * DAY));
    let told = told(&archive).unwrap();
    assert_eq!(told.gone.unwrap().since, "2016-10-10T12:00:00Z");
    // What it told is still told, and its own capture is led to.
    assert_eq!(told.title.as_deref(), Some("Rosetta ends on its comet"));
    assert!(told.capture.unwrap().url.starts_with("/web/20160930120000/"));
}

#[test]
fn a_silent_edit_is_told_with_its_time_and_listed() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    answer(&archive, 200, &[], &good(), at(0));
    let changed = good().replace("11:19 GMT, forty minutes", "11:19 GMT, thirty minutes");
    answer(&archive, 200, &[], &changed, at(2 * DAY));
    let told = told(&archive).unwrap();
    assert_eq!(told.edits.len(), 1, "{told:?}");
    let edit = &told.edits[0];
    assert_eq!((edit.at.as_str(), edit.grade.as_str()), ("2016-10-02T12:00:00Z", "material"));
    assert!(edit.fields[0].before[0].contains("forty"));
    assert!(edit.fields[0].after[0].contains("thirty"));
    let reader = archive.store.read().unwrap();
    let listed = enrich::changed(&reader, at(DAY), 10).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].url.as_str(), listed[0].grade.as_str()), (URL, "material"));
    assert!(enrich::changed(&reader, at(3 * DAY), 10).unwrap().is_empty());
}

#[test]
fn reserved_text_is_not_shown_and_title_and_link_are() {
    for (headers, body) in [
        (vec![("TDM-Reservation", "1")], good()),
        (vec![], good().replace("<title>", "<meta name=\"tdm-reservation\" content=\"1\"><title>")),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(dir.path());
        answer(&archive, 200, &headers, &body, at(0));
        let told = told(&archive).unwrap();
        assert!(told.reserved);
        assert_eq!(told.title.as_deref(), Some("Rosetta ends on its comet"));
        assert_eq!(told.description, None);
    }
}

#[test]
fn hostile_pages_are_shown_clean_and_short() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let title = format!(
        "Rosetta \u{202e}lands&lt;script&gt;alert(1)&lt;/script&gt; {}",
        "x".repeat(1 << 20)
    );
    let deck = format!(
        "Rosetta &lt;img src=x onerror=alert(1)&gt;\u{7} on the comet {}",
        "Churyumov ".repeat(100_000)
    );
    answer(&archive, 200, &[], &html(&title, &deck, &[LEAD, MORE]), at(0));
    if let Some(told) = told(&archive) {
        for text in [told.title, told.description].into_iter().flatten() {
            assert!(text.chars().count() <= 400);
            assert!(!text.contains(['<', '\u{202e}', '\u{7}']), "{text}");
        }
    }
    let out = tempfile::tempdir().unwrap();
    let page = site(&archive, &out.path().join("site"));
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
    assert!(page.len() < 100_000);
}

#[test]
fn a_persons_word_goes_before_what_is_computed() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    answer(&archive, 200, &[], &good(), at(0));
    let event = page(&archive).id;
    let told_after = |verdict, seconds| {
        let saying = Saying {
            matter: Matter::new(CorrectionKind::Reports, articles::key(URL), event.as_str()),
            verdict,
            by_name: "Ada".into(),
            reason: "read it".into(),
            title: None,
        };
        say(&archive, &saying, at(seconds)).unwrap();
        relink::run(&archive, relink::Extent::Needed).unwrap();
        let sources = page(&archive).sources;
        sources.iter().map(|s| s.page.is_some()).collect::<Vec<_>>()
    };
    // That it is no report takes it from the sources; what is no source tells nothing.
    assert_eq!(told_after(Verdict::No, 10), [false; 0]);
    assert_eq!(told_after(Verdict::Yes, 20), [true]);
}
