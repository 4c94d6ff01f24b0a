//! Any bytes as a web archive, and as the body of a response in one.

#![no_main]

use annals_import::warc::{self, Capture, Content, Limits, Page, Writer};
use libfuzzer_sys::fuzz_target;
use std::{convert::Infallible, io::Cursor};

/// Small bounds, so that a small input reaches them.
const LIMITS: Limits = Limits {
    block_bytes: 16 << 10,
    body_bytes: 64 << 10,
    header_bytes: 1 << 10,
    ratio: 50,
    ratio_from: 64 << 10,
    window_bytes: 1 << 20,
    remembered_bytes: 32 << 10,
    notes: 20,
};

/// Codings to declare, by the first byte of the input.
const CODINGS: [&str; 7] = ["gzip", "deflate", "br", "zstd", "br, gzip", "x, gzip", ""];

fuzz_target!(|data: &[u8]| {
    warc::looks_like(data);
    let mut captures = Vec::new();
    let mut sink = |capture: Capture| {
        captures.push(capture);
        Ok::<(), Infallible>(())
    };
    let summary = warc::read(data, &LIMITS, &mut sink).expect("bytes do not fail");
    assert!(summary.notes.len() <= LIMITS.notes + 1, "notes without a bound");
    assert!(summary.captures <= summary.records(), "captures without records");
    for note in &summary.notes {
        assert!(!note.problem.is_empty() && !note.done.is_empty(), "an empty note");
    }
    warc::read_wacz(Cursor::new(data), &LIMITS, &mut sink).expect("bytes do not fail");
    if let Some((first, body)) = data.split_first() {
        let coding = CODINGS[usize::from(*first) % CODINGS.len()];
        let transfer = if *first >= 128 { "Transfer-Encoding: chunked\r\n" } else { "" };
        let head = format!("HTTP/1.1 200 OK\r\n{transfer}Content-Encoding: {coding}\r\n\r\n");
        let mut file = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n\
             Content-Length: {}\r\n\r\n{head}",
            head.len() + body.len()
        )
        .into_bytes();
        file.extend_from_slice(body);
        warc::read(file.as_slice(), &LIMITS, &mut sink).expect("bytes do not fail");
    }
    captures.iter().for_each(check);
});

fn check(capture: &Capture) {
    assert!(capture.body.len() as u64 <= LIMITS.body_bytes, "a body over the bound");
    assert!(capture.content != Content::Missing || capture.body.is_empty(), "a missing body");
    assert!(!capture.record.is_empty(), "a record without a name");
    let url = capture.url.to_ascii_lowercase();
    assert!(url.starts_with("http://") || url.starts_with("https://"), "not of the web: {url}");
    // What is written is read back.
    let at = capture.captured_at.unwrap_or_default();
    let Some(page) = Page::of(capture, at) else { return };
    let mut file = Vec::new();
    let mut writer = Writer::resume(&mut file, 0);
    writer.write(&page).expect("memory does not fail");
    let written = writer.write(&page).expect("memory does not fail");
    let limits = Limits::default();
    let back = warc::read_at(&mut Cursor::new(&file), written.offset, &limits);
    let back = back.expect("bytes do not fail").expect("the record is a capture");
    assert_eq!(back.record, written.record, "another record");
    assert_eq!(back.captured_at, Some(at), "another time");
    assert_eq!(back.digest.as_ref(), Some(&written.digest), "another digest");
    assert!(back.notes.iter().all(|note| note.kind != "wrong-digest"), "a wrong digest");
    // An interim response may run into what only looks like the final one.
    let interim = capture.status.is_some_and(|status| status < 200);
    if capture.content != Content::AsSent && !interim {
        assert_eq!(back.body, capture.body, "another body");
    }
}
