//! Captures: what is fetched is kept with its request and its codings, read back, indexed,
//! exported, checked and laid beside statements.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::captures::{self, Wanted};
use annals_archive::{Archive, articles, check, ingest, verify};
use annals_fetch::{Answer, Exchange};
use annals_import::inputs::{self, Found};
use annals_import::warc::{self, Limits};
use annals_model::Timestamp;
use annals_store::RecordKind;
use flate2::{Compression, write::GzEncoder};
use std::io::{Cursor, Read, Write};
use std::path::Path;

const PAGE: &str = "https://www.un.org/press/en/2016/sc12538.doc.htm";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn archive(dir: &Path) -> Archive {
    Archive::init(dir, "Test", "en").unwrap()
}

fn html(text: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>The Council on \
         Syria</title></head><body><article><h1>The Council on Syria</h1><p>{text} The lorries had waited at the border with Turkey for three days, the report says.</p><p>The \
         Security Council met in New York and heard a report of the Special Envoy for Syria, \
         Staffan de Mistura, who spoke of aid for Aleppo.</p></article></body></html>"
    )
    .into_bytes()
}

fn gzip(body: &[u8], level: u32) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::new(level));
    out.write_all(body).unwrap();
    out.finish().unwrap()
}

fn exchange(url: &str, when: &str, status: u16, headers: &[(&str, &str)], body: &[u8]) -> Exchange {
    let own = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    };
    Exchange {
        at: at(when),
        url: url.parse().unwrap(),
        ip: Some("192.0.2.7".parse().unwrap()),
        sent: own(&[("User-Agent", "annals-test"), ("Cookie", "secret=1")]),
        status,
        headers: own(headers),
        body: body.to_vec(),
    }
}

fn answer(last: Exchange, body: &[u8]) -> Answer {
    Answer { exchanges: vec![last], body: body.to_vec(), cut: false }
}

/// Takes an answer as a round does: its page, and what else was exchanged on the way.
fn take(archive: &Archive, answer: &Answer, now: &str) -> ingest::Report {
    let options = ingest::Options {
        paths: Vec::new(),
        reading: inputs::Options::default(),
        url: None,
        now: at(now),
    };
    let (last, before) = answer.exchanges.split_last().unwrap();
    let is_page = (200..300).contains(&last.status);
    let found = is_page.then(|| Found::Saved(Box::new(captures::saved(answer))));
    let rest = if is_page { before } else { &answer.exchanges };
    ingest::take(archive, &options, found.into_iter().collect(), |writer, _| {
        captures::note(archive, writer, rest, at(now))?;
        Ok(())
    })
    .unwrap()
}

fn gzipped(when: &str, text: &str, level: u32) -> Answer {
    let body = html(text);
    let headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("ETag", "\"one\""),
    ];
    answer(exchange(PAGE, when, 200, &headers, &gzip(&body, level)), &body)
}

/// A page, fetched again unchanged, with other bytes of the same content, after a 304, a
/// redirect to it, and an error twice.
fn round(dir: &Path) -> Archive {
    let archive = archive(dir);
    let now = "2016-09-20T00:00:00Z";
    take(&archive, &gzipped("2016-09-13T08:00:00.25Z", "Twelve trucks came.", 9), now);
    take(&archive, &gzipped("2016-09-14T08:00:00Z", "Twelve trucks came.", 9), now);
    take(&archive, &gzipped("2016-09-15T08:00:00Z", "Twelve trucks came.", 1), now);
    let unchanged = exchange(PAGE, "2016-09-16T08:00:00Z", 304, &[("ETag", "\"one\"")], b"");
    take(&archive, &answer(unchanged, b""), now);
    let moved = exchange(
        "http://www.un.org/old",
        "2016-09-17T08:00:00Z",
        301,
        &[("Location", "https://www.un.org/press/en/2016/sc12538.doc.htm")],
        b"moved",
    );
    let mut way = gzipped("2016-09-17T08:00:01Z", "Thirteen trucks came.", 9);
    way.exchanges.insert(0, moved);
    take(&archive, &way, now);
    let lost = html("There is no such page.").repeat(3);
    for when in ["2016-09-18T08:00:00Z", "2016-09-19T08:00:00Z"] {
        let gone =
            exchange("https://www.un.org/lost", when, 404, &[("Content-Type", "text/html")], &lost);
        take(&archive, &answer(gone, &lost), now);
    }
    archive
}

/// The records of a file as text: WARC heads, HTTP heads.
fn heads(archive: &Archive) -> Vec<String> {
    let packed = std::fs::read(archive.dir.join("captures/000001.warc.gz")).unwrap();
    let mut rest = packed.as_slice();
    let mut out = Vec::new();
    while !rest.is_empty() {
        let mut member = flate2::bufread::GzDecoder::new(rest);
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        rest = member.into_inner();
        out.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    out
}

#[test]
fn every_answer_is_a_record_with_its_request() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let heads = heads(&archive);
    let kinds: Vec<&str> = heads
        .iter()
        .map(|h| h.lines().find_map(|l| l.strip_prefix("WARC-Type: ")).unwrap())
        .collect();
    let pair = |kind| [kind, "request"];
    let wanted = [
        &["warcinfo"][..],
        &pair("response"),
        &pair("revisit"),
        &pair("revisit"),
        &pair("revisit"),
        // The page before the redirect that led to it.
        &pair("response"),
        &pair("response"),
        &pair("response"),
        &pair("revisit"),
    ]
    .concat();
    assert_eq!(kinds, wanted);
    let first = &heads[1];
    for line in [
        "WARC-IP-Address: 192.0.2.7\r\n",
        "WARC-Date: 2016-09-13T08:00:00.25Z\r\n",
        "Content-Encoding: gzip\r\n",
        "X-Orig-Transfer-Encoding: chunked\r\n",
    ] {
        assert!(first.contains(line), "{line} in {first}");
    }
    assert!(!first.contains("\nTransfer-Encoding"));
    let request = &heads[2];
    assert!(
        request.contains("GET /press/en/2016/sc12538.doc.htm HTTP/1.1\r\nHost: www.un.org\r\n")
    );
    assert!(request.contains("User-Agent: annals-test\r\n"));
    let id = first.lines().find_map(|l| l.strip_prefix("WARC-Record-ID: ")).unwrap();
    assert!(request.contains(&format!("WARC-Concurrent-To: {id}\r\n")));
    assert!(!heads.iter().any(|h| h.contains("secret=1")), "no secret is kept");
    // The same content with other bytes refers to the first one's, and says so.
    let digest =
        |h: &str| h.lines().find(|l| l.starts_with("WARC-Payload-Digest")).map(str::to_owned);
    assert_eq!(digest(&heads[5]), digest(first));
    assert!(heads[5].contains("X-Orig-Content-Encoding: gzip\r\nX-Orig-Transfer"));
    assert!(heads[5].contains("\r\nContent-Encoding: gzip\r\n"));
    assert!(heads[7].contains("revisit/server-not-modified"));
    assert!(heads[7].contains("WARC-Refers-To-Date: 2016-09-13T08:00:00.25Z\r\n"));
}

#[test]
fn what_is_kept_reads_back_and_checks() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let reader = archive.store.read().unwrap();
    let all = reader.captures_of(&articles::key(PAGE)).unwrap();
    assert_eq!(all.len(), 4, "a 304, a redirect and errors are no captures");
    for capture in &all {
        let read = captures::replayed(&archive, &reader, capture, 1 << 20).unwrap();
        let text = if capture.at() < at("2016-09-17T00:00:00Z") { "Twelve" } else { "Thirteen" };
        assert_eq!(read.body, html(&format!("{text} trucks came.")));
    }
    assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
    assert_eq!(
        captures::followed(&reader, "un.org/old").unwrap(),
        ["un.org/old", "un.org/press/en/2016/sc12538.doc.htm"]
    );
    let kinds: Vec<_> = reader
        .records_of(&articles::key(PAGE))
        .unwrap()
        .iter()
        .map(|r| (r.kind, r.repeats.is_some()))
        .collect();
    assert_eq!(
        kinds,
        [
            (RecordKind::Page, false),
            (RecordKind::Page, true),
            (RecordKind::Page, true),
            (RecordKind::Unchanged, true),
            (RecordKind::Page, false)
        ]
    );
}

#[test]
fn an_import_of_the_file_gives_the_same_captures() {
    let dir = tempfile::tempdir().unwrap();
    let one = round(&dir.path().join("one"));
    let other = archive(&dir.path().join("other"));
    let options = ingest::Options {
        paths: vec![one.dir.join("captures/000001.warc.gz")],
        reading: inputs::Options::default(),
        url: None,
        now: at("2016-10-01T00:00:00Z"),
    };
    ingest::run(&other, &options, |_| {}).unwrap();
    let captures = |archive: &Archive| {
        let reader = archive.store.read().unwrap();
        let all = reader.captures_of(&articles::key(PAGE)).unwrap();
        all.into_iter().map(|c| (c.at(), c.digest)).collect::<std::collections::BTreeSet<_>>()
    };
    // What brought no page is none elsewhere either.
    assert_eq!(captures(&other), captures(&one));
    assert_eq!(check::run(&other).unwrap().problems, Vec::<String>::new());
}

#[test]
fn bytes_that_lie_about_their_coding_are_kept_as_they_read() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let body = html("Twelve trucks came.");
    let headers =
        [("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "7")];
    let told = answer(exchange(PAGE, "2016-09-13T08:00:00Z", 200, &headers, &body), &body);
    take(&archive, &told, "2016-09-20T00:00:00Z");
    let head = &heads(&archive)[1];
    assert!(head.contains("X-Orig-Content-Encoding: br\r\nX-Orig-Content-Length: 7\r\n"));
    assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())));
    assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_transaction_that_fails_leaves_nothing_that_counts() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let length = || archive.store.read().unwrap().capture_files().unwrap();
    let before = length();
    let writer = archive.store.write().unwrap();
    let gone = exchange("https://www.un.org/x", "2016-09-19T09:00:00Z", 404, &[], b"no");
    captures::note(&archive, &writer, &[gone], at("2016-09-20T00:00:00Z")).unwrap();
    drop(writer);
    assert_eq!(length(), before);
    take(
        &archive,
        &gzipped("2016-09-21T08:00:00Z", "Fourteen trucks came.", 9),
        "2016-09-22T00:00:00Z",
    );
    assert_eq!(check::run(&archive).unwrap().problems, Vec::<String>::new());
}

#[test]
fn the_index_is_sorted_and_each_line_leads_to_its_record() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let mut out = Vec::new();
    assert_eq!(captures::export_cdxj(&archive, &mut out).unwrap(), 7);
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(lines, sorted);
    let mut file = std::fs::File::open(archive.dir.join("captures/000001.warc.gz")).unwrap();
    for line in &lines {
        let (key, json) = line.split_once(" {").unwrap();
        let json: serde_json::Value = serde_json::from_str(&format!("{{{json}")).unwrap();
        assert!(key.starts_with("org,un)/"), "{key}");
        let offset = json["offset"].as_str().unwrap().parse().unwrap();
        let read = warc::read_at(&mut file, offset, &Limits::default()).unwrap().unwrap();
        assert_eq!(read.url, json["url"].as_str().unwrap());
        assert_eq!(read.digest.as_deref(), json["digest"].as_str());
        assert_eq!(read.status.unwrap().to_string(), json["status"].as_str().unwrap());
    }
}

#[test]
fn captures_of_before_get_their_place_in_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let list = |archive: &Archive| {
        let mut out = Vec::new();
        captures::export_cdxj(archive, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let whole = list(&archive);
    // As earlier versions kept them: captures, and nothing beside these.
    let old = self::archive(&dir.path().join("old"));
    let folder = old.dir.join("captures");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(archive.dir.join("captures/000001.warc.gz"), folder.join("000001.warc.gz"))
        .unwrap();
    let reader = archive.store.read().unwrap();
    let writer = old.store.write().unwrap();
    for (file, length) in reader.capture_files().unwrap() {
        writer.set_capture_file(&file, length).unwrap();
    }
    for capture in reader.captures_of(&articles::key(PAGE)).unwrap() {
        assert_eq!(writer.add_capture(&capture).unwrap(), capture.row);
    }
    writer.commit().unwrap();
    let pages: String =
        whole.lines().filter(|l| l.contains("sc12538")).map(|l| format!("{l}\n")).collect();
    let (whole, archive) = (pages, old);
    assert_eq!(captures::complete(&archive).unwrap(), 4);
    assert_eq!(list(&archive), whole);
    assert_eq!(captures::complete(&archive).unwrap(), 0);
}

#[test]
fn a_wacz_holds_what_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let now = at("2016-10-01T00:00:00Z");
    let mut file = Cursor::new(Vec::new());
    let report = captures::export_wacz(&archive, &mut file, &Wanted::default(), now).unwrap();
    assert_eq!((report.records, report.indexed, report.pages), (8, 7, 2));
    let mut again = Cursor::new(Vec::new());
    captures::export_wacz(&archive, &mut again, &Wanted::default(), now).unwrap();
    assert_eq!(file.get_ref(), again.get_ref(), "the same inputs give the same bytes");
    let mut urls = Vec::new();
    warc::read_wacz(file, &Limits::default(), &mut |capture| {
        urls.push(capture.url);
        Ok::<(), std::convert::Infallible>(())
    })
    .unwrap();
    assert_eq!(urls.len(), 8);

    // A repetition comes with what it repeats.
    let wanted = Wanted {
        from: Some(at("2016-09-14T00:00:00Z")),
        before: Some(at("2016-09-15T00:00:00Z")),
        ..Wanted::default()
    };
    let report = captures::export_wacz(&archive, Cursor::new(Vec::new()), &wanted, now).unwrap();
    assert_eq!((report.records, report.pages), (2, 1));
}

/// An event that cites the redirect and a page that was never captured.
fn event(archive: &Archive, text: &str) -> annals_store::StoredEvent {
    let line = serde_json::json!({

        "date": "2016-09-13",
        "text": text,
        "lang": "en",
        "sources": [
            {"name": "UN", "url": "http://www.un.org/old"},
            {"name": "Kremlin", "url": "http://en.kremlin.ru/events/president/news/52900"}
        ],
    });
    let path = archive.dir.join("events.jsonl");
    std::fs::write(&path, format!("{line}\n")).unwrap();
    let options = ingest::Options {
        paths: vec![path],
        reading: inputs::Options::default(),
        url: None,
        now: at("2016-10-01T00:00:00Z"),
    };
    let report = ingest::run(archive, &options, |_| {}).unwrap();
    assert_eq!(report.new, 1, "{report:?}");
    let mut found = None;
    let reader = archive.store.read().unwrap();
    reader
        .each_event::<annals_store::StoreError>(|event| {
            found = Some(event);
            Ok(())
        })
        .unwrap();
    found.unwrap()
}

fn verified(archive: &Archive, event: &annals_store::StoredEvent) -> verify::EventReport {
    let reader = archive.store.read().unwrap();
    verify::event(archive, &reader, event).unwrap()
}

#[test]
fn a_statement_is_laid_beside_its_sources() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let event = event(&archive, "13 trucks with “aid for Aleppo” arrive, and 500 are awaited.");
    let report = verified(&archive, &event);
    let claims: Vec<_> = report.claims.iter().map(|c| (c.text.as_str(), c.held)).collect();
    assert_eq!(claims, [("13", Some(true)), ("aid for Aleppo", Some(true)), ("500", Some(false))]);
    assert_eq!(report.verdict, verify::Verdict::Unsupported);
    let place = &report.claims[0].places[0];
    assert_eq!((place.verbatim.as_str(), place.same_counted), ("Thirteen", Some(true)));
    let states: Vec<_> = report.sources.iter().map(|s| s.state).collect();
    assert_eq!(states, [verify::SourceState::Captured, verify::SourceState::NotCaptured]);
    assert_eq!(report.sources[0].led_to, ["un.org/press/en/2016/sc12538.doc.htm"]);
    assert_eq!(report.sources[0].captures.len(), 4);
    assert!(report.sources[0].unchanged_at.is_some());
}

#[test]
fn bytes_that_somebody_changed_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let archive = round(dir.path());
    let event = event(&archive, "Twelve trucks arrive.");
    assert_eq!(verified(&archive, &event).verdict, verify::Verdict::Holds);
    let path = archive.dir.join("captures/000001.warc.gz");
    let whole = std::fs::read(&path).unwrap();
    let reader = archive.store.read().unwrap();
    let captures = reader.captures_of(&articles::key(PAGE)).unwrap();
    let records = reader.records_of(&articles::key(PAGE)).unwrap();
    drop(reader);

    // One bit in a body.
    let mut bytes = whole.clone();
    let middle = usize::try_from(captures[0].offset + captures[0].length / 2).unwrap();
    bytes[middle] ^= 0x10;
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(verified(&archive, &event).verdict, verify::Verdict::Damaged);
    assert!(!check::run(&archive).unwrap().problems.is_empty());

    // A body changed with care: packed again, of the same length, with other figures.
    let start = usize::try_from(captures[0].offset).unwrap();
    let end = start + usize::try_from(captures[0].length).unwrap();
    let mut member = Vec::new();
    flate2::read::GzDecoder::new(&whole[start..end]).read_to_end(&mut member).unwrap();
    let text = member.windows(4).position(|w| w == b"ETag").unwrap();
    member[text] = b'F';
    let packed = gzip(&member, 6);
    let mut bytes = whole.clone();
    let changed: Vec<u8> =
        packed.iter().copied().chain(std::iter::repeat(0)).take(end - start).collect();
    bytes.splice(start..end, changed);
    std::fs::write(&path, &bytes).unwrap();
    let problems = check::run(&archive).unwrap().problems;
    assert!(problems.iter().any(|p| p.contains("digest")), "{problems:?}");

    // Cut off, and gone.
    for length in [0, 10, start + 10, usize::try_from(records[3].offset).unwrap() + 5] {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(verified(&archive, &event).verdict, verify::Verdict::Damaged, "{length}");
        assert!(!check::run(&archive).unwrap().problems.is_empty());
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(verified(&archive, &event).verdict, verify::Verdict::Damaged);
    assert!(
        captures::export_wacz(
            &archive,
            Cursor::new(Vec::new()),
            &Wanted::default(),
            at("2016-10-01T00:00:00Z")
        )
        .is_err()
    );
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(verified(&archive, &event).verdict, verify::Verdict::Holds);
}

#[test]
fn chinese_statements_are_verified_too() {
    let dir = tempfile::tempdir().unwrap();
    let archive = archive(dir.path());
    let body = "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>叙利亚停火</title>\
        </head><body><article><h1>叙利亚停火</h1><p>联合国表示，三十二辆卡车已抵达阿勒颇，约1.2万人得到了援助。\
        联合国特使称这是「重要的一步」，并呼吁各方继续遵守停火协议。</p></article></body></html>".as_bytes();
    let headers = [("Content-Type", "text/html; charset=utf-8")];
    let got = exchange("http://www.un.org/old", "2016-09-13T08:00:00Z", 200, &headers, body);
    take(&archive, &answer(got, body), "2016-09-20T00:00:00Z");
    let line = serde_json::json!({
        "date": "2016-09-13", "lang": "zh",
        "text": "32辆卡车抵达阿勒颇，12,000人得到援助，特使称这是“重要的一步”，另有数百人受伤。",
        "sources": [{"name": "联合国", "url": "http://www.un.org/old"}],
    });
    let path = archive.dir.join("zh.jsonl");
    std::fs::write(&path, format!("{line}\n")).unwrap();
    let options = ingest::Options {
        paths: vec![path],
        reading: inputs::Options::default(),
        url: None,
        now: at("2016-10-01T00:00:00Z"),
    };
    ingest::run(&archive, &options, |_| {}).unwrap();
    let mut reports = Vec::new();
    let summary = verify::all::<annals_archive::ArchiveError>(&archive, |report| {
        reports.push(report.clone());
        Ok(())
    })
    .unwrap();
    assert_eq!((summary.events, summary.unsupported), (1, 1));
    let claims: Vec<_> = reports[0].claims.iter().map(|c| (c.text.as_str(), c.held)).collect();
    assert_eq!(
        claims,
        [
            ("32", Some(true)),
            ("12,000", Some(true)),
            ("重要的一步", Some(true)),
            ("数百", Some(false)),
        ]
    );
}
