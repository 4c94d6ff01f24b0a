//! Files that are wrong: lengths, headers, members, what lies between records.

use super::*;
use crate::warc::Content;

/// A record whose stated length is off by `by`.
fn off_by(record: &[u8], by: i64) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (_, length) = text.split_once("Content-Length: ").unwrap();
    let length: i64 = length.lines().next().unwrap().parse().unwrap();
    let stated = format!("Content-Length: {length}\r\n");
    text.replacen(&stated, &format!("Content-Length: {}\r\n", length + by), 1).into_bytes()
}

#[test]
fn a_length_that_reaches_into_the_next_record_is_corrected() {
    for by in [30, 500, 700, 1 << 40] {
        let wrong = off_by(&page("a", "<p>One."), by);
        let file = [wrong, page("b", "<p>Two."), page("c", "<p>Three.")].concat();
        let (captures, summary) = all(&file);
        assert_eq!(bodies(&captures), ["<p>One.", "<p>Two.", "<p>Three."], "{by}");
        assert_eq!(kinds(&captures[0]), ["wrong-length"], "{by}");
        assert_eq!(summary.notes, [], "{by}");
    }
    // A line end more cannot be told from one that belongs to the page.
    let (captures, _) = all(&[off_by(&page("a", "<p>One."), 2), page("b", "<p>Two.")].concat());
    assert_eq!(bodies(&captures), ["<p>One.\r\n", "<p>Two."]);
}

#[test]
fn a_length_that_is_too_short_leaves_garbage() {
    let file = [off_by(&page("a", "<p>One. And more."), -9), page("b", "<p>Two.")].concat();
    let (captures, summary) = all(&file);
    assert_eq!(bodies(&captures), ["<p>One. ", "<p>Two."]);
    assert_eq!(summary_kinds(&summary), ["garbage-between-records"]);
}

#[test]
fn a_record_ends_where_the_next_member_begins_one() {
    let wrong = off_by(&page("a", "<p>One."), 1_000);
    let file = [gzip(&wrong), gzip(&page("b", "<p>Two."))].concat();
    let (captures, _) = all(&file);
    assert_eq!(bodies(&captures), ["<p>One.", "<p>Two."]);
    assert_eq!((captures[0].content, kinds(&captures[0])), (Content::AsSent, vec!["wrong-length"]));
    // Without the line ends that close a record something is missing.
    let wrong = &wrong[..wrong.len() - 6];
    let file = [gzip(wrong), gzip(&page("b", "<p>Two."))].concat();
    let (captures, _) = all(&file);
    assert_eq!(bodies(&captures), ["<p>On", "<p>Two."]);
    assert_eq!(captures[0].content, Content::Cut);
    assert_eq!(kinds(&captures[0]), ["wrong-length", "record-truncated"]);
}

#[test]
fn a_record_without_a_length_ends_at_the_next() {
    let text = String::from_utf8(page("a", "<p>One.\n<p>Line.")).unwrap();
    for length in ["", "Content-Length: many\r\n", "Content-Length: -5\r\n"] {
        let from = text.find("Content-Length").unwrap();
        let to = from + text[from..].find("\r\n").unwrap() + 2;
        let without = format!("{}{length}{}", &text[..from], &text[to..]);
        let (captures, _) = all(&[without.into_bytes(), page("b", "<p>Two.")].concat());
        assert_eq!(bodies(&captures), ["<p>One.\n<p>Line.", "<p>Two."]);
        assert_eq!(kinds(&captures[0]), ["record-without-length"]);
    }
}

#[test]
fn garbage_between_records_is_passed_over() {
    let garbage: &[&[u8]] = &[b"garbage", b"\n\n\nWARC/9\n\xFF\0", b"\0\0\0\0", &[b'x'; 100_000]];
    for garbage in garbage {
        let file = [page("a", "<p>One."), garbage.to_vec(), b"\n".to_vec(), page("b", "<p>Two.")];
        let (captures, summary) = all(&file.concat());
        assert_eq!(bodies(&captures), ["<p>One.", "<p>Two."]);
        assert_eq!(summary_kinds(&summary), ["garbage-between-records"]);
    }
}

#[test]
fn line_ends_may_be_bare_and_missing() {
    let crlf = String::from_utf8(page("a", "<p>One.")).unwrap();
    let block = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>One.";
    let (head, _) = crlf.split_once("Content-Length").unwrap();
    let lf = format!("{head}Content-Length: {}\n\n{block}\n\n", block.len()).replace('\r', "");
    let unseparated = crlf.trim_end().to_owned();
    let file = [unseparated.clone(), lf, unseparated, crlf].concat();
    let (captures, summary) = all(file.as_bytes());
    assert_eq!(bodies(&captures), ["<p>One."; 4]);
    assert!(captures.iter().all(|c| c.notes.is_empty()), "{captures:?}");
    assert_eq!(summary.notes, []);
}

#[test]
fn reading_goes_on_after_a_damaged_member() {
    let members: Vec<Vec<u8>> = (0..5)
        .map(|n| gzip(&page(&n.to_string(), &format!("<p>{n} {}", "text ".repeat(99)))))
        .collect();
    for damage in [0, 3, 12, 40, members[2].len() - 6] {
        let mut file = members.clone();
        file[2][damage] ^= 0x55;
        let (captures, summary) = all(&file.concat());
        let left: Vec<String> = captures.iter().map(|c| c.url[19..].to_owned()).collect();
        for n in ["0", "1", "3", "4"] {
            assert!(left.iter().any(|l| l == n), "{n} is lost, {damage}: {left:?}");
        }
        assert!(summary_kinds(&summary).contains(&"damaged-member"), "{damage}");
    }
    // A member whose end is missing, and bytes that are none.
    let mut file = members.clone();
    let half = file[2].len() / 2;
    file[2].truncate(half);
    file[4].extend_from_slice(&[0; 512]);
    let (captures, summary) = all(&file.concat());
    assert!(captures.len() >= 4, "{}", captures.len());
    assert_eq!(summary_kinds(&summary).last(), Some(&"damaged-member"));
}

#[test]
fn fields_that_are_missing_or_odd_are_noted() {
    let block = b"HTTP/1.1 200 OK\r\n\r\n<p>One.";
    let fields = "WARC-Type: response\nWARC-Target-URI: http://example.org/a\nnonsense";
    let (captures, _) = all(&record(fields, block));
    assert_eq!(captures[0].captured_at, None);
    assert_eq!(kinds(&captures[0]), ["odd-header-line", "record-without-date"]);
    let fields = "WARC-Type: response\nWARC-Target-URI: http://example.org/a\nWARC-Date: soon";
    assert_eq!(kinds(&all(&record(fields, block)).0[0]), ["date-not-read"]);
    let (captures, _) = all(&record(&fields.replace("soon", "2016-09"), block));
    assert_eq!(captures[0].captured_at.unwrap().to_string(), "2016-09-01T00:00:00Z");
    assert_eq!(kinds(&captures[0]), ["date-not-exact"]);
    let (captures, _) = all(&record(&fields.replace("soon", "2016-09-26T10:15:00Z"), b"<p>Bare."));
    assert_eq!((captures[0].status, captures[0].body.as_slice()), (None, &b"<p>Bare."[..]));
    assert_eq!(kinds(&captures[0]), ["response-without-header"]);
    let cut = format!("{}\nWARC-Truncated: time", fields.replace("soon", "2016-09-26T10:15:00Z"));
    let (captures, _) = all(&record(&cut, block));
    assert_eq!(
        (captures[0].content, kinds(&captures[0])),
        (Content::Cut, vec!["truncated-by-crawler"])
    );
}
