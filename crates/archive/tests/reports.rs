//! What an event's page says of the articles that report it, and that it is
//! written again when that changes.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::corrections::{Saying, say};
use annals_archive::editing::{Request, act};
use annals_archive::queue::{self, Asked, Kind};
use annals_archive::record::Recorder;
use annals_archive::{Archive, ingest, publish, relink};
use annals_import::inputs;
use annals_model::{
    By, CorrectionKind, Date, Document, Draft, Incoming, Matter, Source, Timestamp, Verdict,
    Version, date,
};
use annals_publish::{Format, json, markdown, wire::Event, xml};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FIRST: &str = "https://ledger.example/2016/rosetta";
const COPY: &str = "https://copy.example/probe";

fn now(second: i64) -> Timestamp {
    Timestamp::from_second(1_480_000_000 + second).unwrap()
}

/// An archive of one event that cites the first article.
fn archive(dir: &Path) -> Archive {
    let archive = Archive::init(dir, "Test", "en").unwrap();
    let text = "The Rosetta probe of the European Space Agency ends its mission with a landing on \
                Comet 67P/Churyumov–Gerasimenko.";
    tell(&archive, date(2016, 9, 30), text, 0);
    archive
}

/// Records an event that cites the first article, and relates what that asks for.
fn tell(archive: &Archive, day: Date, text: &str, at: i64) {
    let mut recorder = Recorder::begin(archive, now(at)).unwrap();
    let version = Version {
        known_at: None,
        by: By::importer("lines", None),
        day,
        text: text.into(),
        links: None,
        category: None,
        stories: None,
        summary: None,
        sources: Some(vec![Source::named("The Ledger", Some(FIRST.into()))]),
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
    relink::run(archive, relink::Extent::Needed).unwrap();
}

/// Imports an article; `at` orders what the archive hears.
fn import(archive: &Archive, url: &str, title: &str, site: &str, day: &str, at: i64) {
    let lead = if url == COPY { "(Reuters) - " } else { "" };
    let text = format!(
        "<html><head><title>{title}</title><link rel=canonical href=\"{url}\">\
         <meta property=\"og:site_name\" content=\"{site}\">\
         <meta property=\"article:published_time\" content=\"{day}T14:00:00Z\"></head>\
         <body><article><h1>{title}</h1>\
         <p>{lead}The Rosetta probe of the European Space Agency ended its mission on Friday with a \
         landing on Comet 67P/Churyumov–Gerasimenko, after twelve years in space.</p>\
         <p>Controllers in Darmstadt lost its signal at 11:19 GMT, forty minutes after the probe \
         had touched the ground, because it takes that long for a signal to reach the Earth.</p>\
         <p>It was launched in March 2004 on an Ariane 5 from Kourou, passed Mars once and the \
         Earth three times, and reached the comet in August 2014.</p>\
         <p>Its lander Philae came down on the comet on 12 November 2014, bounced twice and came \
         to rest in the shadow of a cliff, where cameras found it only in September.</p>\
         <p>Matt Taylor, a scientist of the mission, said that the data would keep people busy for \
         decades.</p></article></body></html>"
    );
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("page.html");
    fs::write(&file, text).unwrap();
    let options = ingest::Options {
        paths: vec![file],
        reading: inputs::Options { known_at: Some(now(at)), ..inputs::Options::default() },
        url: Some(url.into()),
        now: now(at),
    };
    let report = ingest::run(archive, &options, |_| {}).unwrap();
    assert_eq!(report.new + report.changed, 1, "{report:?}");
    relink::run(archive, relink::Extent::Needed).unwrap();
}

/// Every file of the site, published over what stands there.
fn site(archive: &Archive, out: &Path) -> BTreeMap<String, Vec<u8>> {
    let options = publish::Options {
        out: out.to_owned(),
        formats: Format::ALL.to_vec(),
        base_url: None,
        theme: None,
    };
    publish::run(archive, &options, |_, _| {}).unwrap();
    let mut files = BTreeMap::new();
    let mut folders = vec![out.join("news")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(out).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// The event's page as HTML and as a record, which all formats must tell alike.
/// A site that is published over an older one must be one from nothing.
fn page(archive: &Archive, out: &Path) -> (String, Event) {
    let files = site(archive, out);
    let fresh = tempfile::tempdir().unwrap();
    assert!(files == site(archive, &fresh.path().join("site")), "not as from nothing");
    let of = |suffix: &str| {
        let found = |name: &&String| name.contains("rosetta") && name.ends_with(suffix);
        files[files.keys().find(found).unwrap()].clone()
    };
    let event = json::read_event(&of(".json")).unwrap();
    assert_eq!(xml::read_event(&of(".xml")).unwrap(), event);
    assert_eq!(markdown::read_event(&of(".md")).unwrap(), event);
    (String::from_utf8(of(".html")).unwrap(), event)
}

/// A new event may cite an article that is years older.
#[test]
fn an_old_article_is_a_report_of_what_cites_it_later() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(&dir.path().join("archive"));
    import(&archive, FIRST, "Rosetta lands", "The Ledger", "2016-09-30", 1);
    tell(
        &archive,
        date(2018, 11, 12),
        "A last picture of the Rosetta probe is found in its data.",
        2,
    );
    let links = || -> Vec<(i64, bool)> {
        let reader = archive.store.read().unwrap();
        let source = Source::named("", Some(FIRST.into()));
        let page = source.page_key().unwrap();
        reader.article_links(page).unwrap().iter().map(|l| (l.event, l.certain)).collect()
    };
    let needed = links();
    assert_eq!(needed.iter().filter(|(_, certain)| *certain).count(), 2, "{needed:?}");
    relink::run(&archive, relink::Extent::Whole).unwrap();
    assert_eq!(links(), needed);
}

#[test]
fn a_page_tells_the_reports_by_their_origins() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(&dir.path().join("archive"));
    let out = dir.path().join("site");
    let (html, event) = page(&archive, &out);
    assert!(event.reports.is_none() && !html.contains("class=\"reports\""));

    import(&archive, FIRST, "Rosetta lands", "The Ledger", "2016-09-30", 1);
    let (html, _) = page(&archive, &out);
    assert!(html.contains("<h2>1 report, 1 origin</h2>"), "{html}");

    let hostile = "Rosetta &quot;lands&quot; &amp; 5 &lt; 6";
    import(&archive, COPY, hostile, "Copy", "2016-10-01", 2);
    let (html, event) = page(&archive, &out);
    assert!(html.contains("<h2>2 reports, 1 origin</h2>"), "{html}");
    assert!(html.contains("&amp; 5 &lt; 6</a>"), "{html}");
    let reports = event.reports.unwrap();
    let [group] = reports.groups.as_slice() else { panic!("{reports:?}") };
    let (origin, [copy]) = (&group.origin, group.copies.as_slice()) else { panic!("{group:?}") };
    assert_eq!(
        (origin.url.as_deref(), origin.found, origin.uncounted),
        (Some(FIRST), false, false)
    );
    assert_eq!(origin.published.as_deref(), Some("2016-09-30"));
    // No list cites the copy: annals found that it reports the event.
    assert_eq!((copy.report.url.as_deref(), copy.report.found), (Some(COPY), true));
    assert!(copy.sentences.is_some_and(|n| n >= 4), "{copy:?}");
    assert_eq!(copy.credit.as_deref(), Some("Reuters"));
    // Found by computing: the event has its one revision still.
    assert_eq!(event.changes.len(), 1);

    // The article says something else; its links and its origin stay.
    import(&archive, FIRST, "Rosetta's last picture", "The Ledger", "2016-09-30", 3);
    let (html, _) = page(&archive, &out);
    assert!(html.contains("Rosetta's last picture") || html.contains("Rosetta&#39;s last picture"));

    // A person says that it is no copy.
    let key = |url: &str| annals_archive::articles::key(url);
    let saying = Saying {
        matter: Matter::new(CorrectionKind::Origin, key(COPY), key(FIRST)),
        verdict: Verdict::No,
        by_name: "Ada".into(),
        reason: "asked them".into(),
        title: None,
    };
    say(&archive, &saying, now(4)).unwrap();
    let (html, _) = page(&archive, &out);
    assert!(html.contains("<h2>2 reports, 2 origins</h2>"), "{html}");
}

#[test]
fn an_event_that_was_reported_before_its_day_waits_for_a_person() {
    let reported = |day: &str| {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(dir.path());
        import(&archive, FIRST, "Rosetta lands", "The Ledger", day, 10);
        (dir, archive)
    };
    let waits = |archive: &Archive| {
        let asked = Asked { kind: Some(Kind::Contradiction), ..Asked::default() };
        queue::list(archive, &asked).unwrap().waiting
    };
    let (_dir, archive) = reported("2016-09-30");
    assert_eq!(waits(&archive), [], "the same day");
    let (_dir, archive) = reported("2016-09-21");
    let waiting = waits(&archive).pop().expect("nine days before");
    assert_eq!(waiting.day.as_deref(), Some("2016-09-30"));
    assert_eq!(waiting.about[0].day.as_deref(), Some("2016-09-21"));
    assert_eq!(waiting.acts.len(), 3);
    for answer in waiting.acts {
        let (_dir, archive) = reported("2016-09-21");
        let reason = "The list has the wrong day".to_owned();
        let request = Request { act: answer, reason, expected: BTreeMap::new() };
        act(&archive, &request, "ana", now(30)).unwrap();
        assert_eq!(waits(&archive), [], "{:?}", request.act);
    }
}
