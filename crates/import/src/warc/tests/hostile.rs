//! Files that are made to be large, slow or endless.

use super::*;
use std::io::{BufReader, Read};

#[test]
fn a_record_of_many_gigabytes_is_passed_over() {
    // 8 GiB of zeros that were never anywhere, between two pages.
    let limits = Limits { block_bytes: 1 << 20, ..Limits::default() };
    let before = page("a", "<p>One.");
    let huge: u64 = 2 << 30;
    let head = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Date: 2016-09-26T10:15:00Z\r\n\
         WARC-Target-URI: http://example.org/film\r\nContent-Length: {huge}\r\n\r\n"
    );
    let after = [b"\r\n\r\n".to_vec(), page("b", "<p>Two.")].concat();
    let file = before
        .as_slice()
        .chain(head.as_bytes())
        .chain(std::io::repeat(0).take(huge))
        .chain(after.as_slice());
    let mut seen = Vec::new();
    let summary = read(BufReader::new(file), &limits, &mut |capture: Capture| {
        seen.push((capture.url.clone(), capture.body.len(), kinds(&capture)));
        Ok::<(), Infallible>(())
    })
    .unwrap();
    assert_eq!(seen[1], ("http://example.org/film".into(), 1 << 20, vec!["record-too-large"]));
    assert_eq!((seen.len(), seen[2].1), (3, 7));
    assert!(summary.bytes > huge);
    assert_eq!(summary.notes, []);
}

#[test]
fn headers_without_end_are_bounded() {
    let limits = Limits { header_bytes: 10_000, ..Limits::default() };
    let block = b"HTTP/1.1 200 OK\r\n\r\n<p>One.";
    let long = format!("WARC-Type: response\nX-Long: {}", "x".repeat(30 << 20));
    let many = format!("WARC-Type: response\n{}", "x: 1\n".repeat(2 << 20));
    for fields in [long, many] {
        let file = [record(&fields, block), page("b", "<p>Two.")].concat();
        let (captures, summary) = all_within(&file, &limits);
        assert_eq!(bodies(&captures), ["<p>Two."]);
        assert_eq!(summary_kinds(&summary), ["header-too-large", "record-without-length"]);
    }
    let head = format!("Content-Type: text/html\nX-Long: {}\nX: 1", "x".repeat(1 << 20));
    let (captures, _) = all_within(&response("a", &head, b"<p>One."), &limits);
    assert_eq!(captures[0].body, b"<p>One.");
    assert_eq!((captures[0].headers.len(), kinds(&captures[0])), (1, vec!["header-too-large"]));
}

#[test]
fn a_hundred_thousand_records_are_read() {
    let file = record("WARC-Type: metadata", b"a: 1").repeat(100_000);
    assert_eq!(all(&file).1.metadata, 100_000);
    let packed = gzip(&record("WARC-Type: metadata", b"a: 1")).repeat(100_000);
    let (_, summary) = all(&packed);
    assert_eq!((summary.metadata, summary.notes), (100_000, vec![]));
}

#[test]
fn lengths_that_all_reach_to_the_end_do_not_take_quadratic_time() {
    let limits = Limits { block_bytes: 1 << 20, ..Limits::default() };
    let one = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 999999999\r\n\r\nx\r\n\r\n";
    let (_, summary) = all_within(&one.repeat(200_000), &limits);
    assert!(summary.metadata > 0);
    // Within what may be read twice, every record is found.
    let (_, summary) = all_within(&one.repeat(100), &limits);
    assert_eq!(summary.metadata, 100);
}

#[test]
fn a_member_that_is_a_bomb_is_left() {
    let limits = Limits { ratio_from: 1 << 20, ..Limits::default() };
    let zeros = record("WARC-Type: metadata", &vec![0; 16 << 20]);
    let file = [gzip(&page("a", "<p>One.")), gzip(&zeros), gzip(&page("b", "<p>Two."))].concat();
    let (captures, summary) = all_within(&file, &limits);
    assert_eq!(bodies(&captures), ["<p>One.", "<p>Two."]);
    assert!(summary.bytes < 8 << 20, "{}", summary.bytes);
    let notes = summary_kinds(&summary);
    assert!(notes.contains(&"damaged-member"), "{notes:?}");
}

#[test]
fn notes_are_bounded() {
    let limits = Limits { notes: 10, ..Limits::default() };
    let file = [b"garbage\n".to_vec(), record("WARC-Type: metadata", b"x")].concat().repeat(100);
    let (_, summary) = all_within(&file, &limits);
    assert_eq!(summary.notes.len(), 11);
    assert_eq!(summary.notes[10].kind, "more-problems");
    assert!(summary.notes[10].problem.starts_with("90 more"), "{}", summary.notes[10].problem);
}

#[test]
fn things_that_look_like_members_do_not_take_long() {
    let mut file = gzip(&page("a", "<p>One."));
    file.extend([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF].repeat(1 << 20));
    file.extend(gzip(&page("b", "<p>Two.")));
    let (captures, _) = all(&file);
    assert_eq!(captures[0].body, b"<p>One.");
}

#[test]
fn an_input_that_fails_is_an_error() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }
    let whole = page("a", "<p>One.");
    let zstd = ruzstd::encoding::compress_to_vec(
        whole.as_slice(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    let mut twice = gzip(&whole);
    twice.extend_from_slice(&gzip(&whole)[..20]);
    for start in [whole, twice, zstd] {
        let file = BufReader::new(start.as_slice().chain(Fails));
        let result = read(file, &Limits::default(), &mut |_| Ok::<(), Infallible>(()));
        assert!(matches!(result, Err(crate::warc::Error::Read(_))), "{result:?}");
    }
    let result = read(page("a", "").as_slice(), &Limits::default(), &mut |_| Err("full"));
    assert!(matches!(result, Err(crate::warc::Error::Sink("full"))));
}
