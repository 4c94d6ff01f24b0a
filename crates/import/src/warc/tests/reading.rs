//! Sound files of every format.

use super::*;
use crate::warc::{Content, Shape, looks_like, shape};

const INFO: &str = "WARC-Type: warcinfo\nContent-Type: application/warc-fields";

fn three() -> Vec<Vec<u8>> {
    vec![record(INFO, b"software: hand\r\n"), page("a", "<p>One."), page("b", "<p>Two.")]
}

#[test]
fn plain_and_packed_files_read_the_same() {
    let records = three();
    let plain = records.concat();
    let by_record: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let as_whole = gzip(&plain);
    // Members that begin anywhere, as `bgzip` makes them.
    let in_pieces: Vec<u8> = plain.chunks(61).flat_map(gzip).collect();
    let zstd = |bytes: &[u8]| {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    };
    let frames: Vec<u8> = records.iter().flat_map(|r| zstd(r)).collect();
    let (expected, _) = all(&plain);
    assert_eq!(bodies(&expected), ["<p>One.", "<p>Two."]);
    for file in [by_record, as_whole, in_pieces, frames, zstd(&plain)] {
        let (captures, summary) = all(&file);
        assert_eq!(captures, expected);
        assert_eq!((summary.warcinfo, summary.response, summary.captures), (1, 2, 2));
        assert_eq!(summary.bytes, plain.len() as u64);
        assert_eq!(summary.notes, []);
        assert_eq!(shape(&file), Some(Shape::Warc));
    }
}

#[test]
fn a_capture_has_what_the_record_says() {
    let head = "Content-Type: text/html; charset=utf-8\nX-Folded: a\n\t b\nSet-Cookie: 1";
    let (captures, _) = all(&response("a", head.replace("\n\t", "\n").as_str(), b"<p>One."));
    let capture = &captures[0];
    assert_eq!(capture.record, "urn:example:a");
    assert_eq!(capture.url, "http://example.org/a");
    assert_eq!(capture.captured_at.unwrap().to_string(), "2016-09-26T10:15:00Z");
    assert_eq!(capture.status, Some(200));
    assert_eq!(capture.content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(capture.content, Content::AsSent);
    assert_eq!((capture.digest.as_ref(), capture.revisit_of.as_ref()), (None, None));
}

#[test]
fn records_without_an_address_of_the_web_are_counted_only() {
    let dns = "WARC-Type: response\nWARC-Target-URI: dns:example.org\nContent-Type: text/dns";
    let request = "WARC-Type: request\nWARC-Target-URI: http://example.org/";
    let conversion = "WARC-Type: conversion\nWARC-Target-URI: http://example.org/";
    let odd = "WARC-Type: hologram\nWARC-Target-URI: http://example.org/";
    let file: Vec<u8> =
        [dns, request, conversion, odd].iter().flat_map(|fields| record(fields, b"x")).collect();
    let (captures, summary) = all(&file);
    assert_eq!(captures, []);
    assert_eq!((summary.response, summary.request), (1, 1));
    assert_eq!((summary.conversion, summary.other, summary.records()), (1, 1, 4));
    assert_eq!(summary.notes, []);
}

#[test]
fn a_resource_is_a_page_without_a_response() {
    let fields = "WARC-Type: resource
         WARC-Date: 2016-09-26T10:15:00.5Z
         WARC-Target-URI: <https://example.org/saved>
         Content-Type: text/html";
    let (captures, _) = all(&[page("a", "x"), record(fields, b"HTTP/1.1 is a text.")].concat());
    let capture = &captures[1];
    assert_eq!(capture.url, "https://example.org/saved");
    assert_eq!(capture.captured_at.unwrap().to_string(), "2016-09-26T10:15:00.5Z");
    assert_eq!((capture.status, capture.content_type.as_deref()), (None, Some("text/html")));
    assert_eq!(capture.body, b"HTTP/1.1 is a text.");
    assert_eq!(capture.record, format!("offset {}", page("a", "x").len()));
    assert_eq!(kinds(capture), [""; 0]);
}

#[test]
fn a_revisit_takes_its_body_from_the_record_it_repeats() {
    let digest = crate::warc::digest::sha1(b"<p>One.");
    let revisit = |field: &str| {
        let fields = format!(
            "WARC-Type: revisit
             WARC-Date: 2016-09-27T10:15:00Z
             WARC-Target-URI: http://example.org/a
             WARC-Refers-To-Target-URI: http://example.org/a
             WARC-Refers-To-Date: 2016-09-26T10:15:00Z
             WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest
             Content-Type: application/http; msgtype=response
             {field}"
        );
        record(&fields, b"HTTP/1.1 200 OK\r\nX-Cache: HIT\r\n\r\n")
    };
    let by_digest = revisit(&format!("WARC-Payload-Digest: {digest}"));
    let by_moment = revisit("X-None: 0");
    let other = revisit("WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let (captures, summary) = all(&[page("a", "<p>One."), by_digest, by_moment, other].concat());
    assert_eq!(summary.revisit, 3);
    assert_eq!(bodies(&captures), ["<p>One.", "<p>One.", "<p>One.", ""]);
    let found = &captures[1];
    assert_eq!(
        (found.content, found.content_type.as_deref()),
        (Content::Earlier, Some("text/html"))
    );
    assert_eq!(found.headers, [("X-Cache".to_owned(), "HIT".to_owned())]);
    let of = found.revisit_of.as_ref().unwrap();
    assert_eq!(
        (of.digest.as_ref(), of.url.as_deref()),
        (Some(&digest), Some("http://example.org/a"))
    );
    assert_eq!(of.captured_at, captures[0].captured_at);
    assert_eq!(captures[3].content, Content::Missing);
    assert_eq!(kinds(&captures[3]), ["revisit-of-unknown"]);
}

#[test]
fn remembered_bodies_are_bounded() {
    let limits = Limits { remembered_bytes: 3 << 10, ..Limits::default() };
    let mut file = Vec::new();
    for n in 0..4 {
        file.extend(page(&n.to_string(), &format!("<p>{n}")));
    }
    for n in 0..4 {
        let digest = crate::warc::digest::sha1(format!("<p>{n}").as_bytes());
        let fields = format!(
            "WARC-Type: revisit\nWARC-Date: 2016\nWARC-Target-URI: http://example.org/{n}\n\
             WARC-Payload-Digest: {digest}"
        );
        file.extend(record(&fields, b""));
    }
    let (captures, _) = all_within(&file, &limits);
    assert_eq!(bodies(&captures[4..]), ["", "", "<p>2", "<p>3"]);
}

#[test]
fn both_versions_of_arc_are_read() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One.";
    let about = "1 0 hand\nURL IP-address Archive-date Content-type Archive-length\n";
    let one = format!(
        "filedesc://a.arc 0.0.0.0 20160926101500 text/plain {}\n{about}\n\
         http://example.org/a 192.0.2.1 20160926101500 text/html {}\n{page}\n\
         dns:example.org 192.0.2.1 20160926101500 text/dns 5\nhello\n\
         http://example.org/b 192.0.2.1 20160926101501 text/plain 4\nTwo.\n",
        about.len(),
        page.len()
    );
    let two = format!(
        "filedesc://a.arc 0.0.0.0 20160926101500 text/plain 200 - - 0 a.arc 9\n2 0 hand\n\n\
         http://example.org/a 192.0.2.1 20160926101500 text/html 200 - - 99 a.arc {}\n{page}\n",
        page.len()
    );
    for file in [one.clone().into_bytes(), gzip(one.as_bytes())] {
        let (captures, summary) = all(&file);
        assert_eq!((summary.warcinfo, summary.response, summary.captures), (1, 3, 2));
        assert_eq!(summary.notes, []);
        assert_eq!(bodies(&captures), ["<p>One.", "Two."]);
        assert_eq!(captures[0].captured_at.unwrap().to_string(), "2016-09-26T10:15:00Z");
        assert_eq!(captures[1].content_type.as_deref(), Some("text/plain"));
        assert_eq!(kinds(&captures[1]), ["response-without-header"]);
        assert_eq!(shape(&file), Some(Shape::Arc));
    }
    let (captures, summary) = all(two.as_bytes());
    assert_eq!((bodies(&captures), summary.notes), (vec!["<p>One."], vec![]));
    assert!(captures[0].record.starts_with("offset "), "{}", captures[0].record);
}

#[test]
fn a_dictionary_frame_is_used() {
    // Three made-up records, packed with a dictionary that is itself packed.
    let file = include_bytes!("dictionary.warc.zst");
    let (captures, summary) = all(file);
    assert_eq!((summary.response, summary.captures), (3, 3));
    assert_eq!((summary.bytes, summary.notes), (1_382, vec![]));
    assert!(captures.iter().all(|c| c.body.starts_with(b"<html><head><title>Comet ")));
    assert_eq!(shape(file), Some(Shape::Warc));
}

#[test]
fn other_files_are_told_apart() {
    let html = b"<!DOCTYPE html><p>WARC/1.0 is a format.";
    for file in [html.to_vec(), gzip(html), b"PK\x03\x04".to_vec(), Vec::new()] {
        assert!(!looks_like(&file));
        let (captures, _) = all(&file);
        assert_eq!(captures, []);
    }
    let (_, summary) = all(html);
    assert_eq!(summary_kinds(&summary), ["garbage-between-records", "no-records"]);
    assert_eq!(all(b"").1, Summary::default());
}
