//! What is written is read back, and is the same for the same inputs.

use super::*;
use crate::warc::{Content, FileInfo, Original, Page, Response, Writer, read_at};
use annals_model::Timestamp;
use proptest::prelude::*;
use std::io::Cursor;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn headers(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

const FIRST: &str = "2016-09-26T10:15:00Z";
const SECOND: &str = "2016-09-27T10:15:00.123456Z";

/// A file with a response, a resource and a revisit, and where they lie.
fn written() -> (Vec<u8>, Vec<crate::warc::Written>) {
    let mut file = Vec::new();
    let info = FileInfo { filename: "a.warc.gz", software: "annals", at: at(FIRST) };
    let mut writer = Writer::start(&mut file, &info).unwrap();
    let sent = headers(&[
        ("Content-Type", "text/html"),
        ("content-encoding", "br"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "5"),
        ("X-Bad\r\nName", "1"),
        ("X-Injected", "a\r\n\r\n<script>"),
    ]);
    let page = Page {
        url: "http://example.org/a b\r\nc",
        captured_at: at(FIRST),
        response: Some(Response { status: 404, headers: &sent }),
        content_type: None,
        body: b"<p>One.",
        content: Content::Decoded,
        sent: None,
    };
    let one = writer.write(&page).unwrap();
    let saved = Page::saved("https://example.org/s", at(SECOND), "text/plain", b"Two.");
    let two = writer.write(&saved).unwrap();
    let original =
        Original { url: page.url, captured_at: at(FIRST), record: &one.record, payload: None };
    let again = Page { captured_at: at(SECOND), ..page };
    let three = writer.write_revisit(&again, &original).unwrap();
    assert_eq!(writer.offset(), three.offset + three.length);
    (file, vec![one, two, three])
}

#[test]
fn records_are_read_back() {
    let (file, written) = written();
    let (captures, summary) = all(&file);
    assert_eq!((summary.warcinfo, summary.response), (1, 1));
    assert_eq!((summary.resource, summary.revisit), (1, 1));
    assert_eq!(summary.notes, []);
    assert!(captures.iter().all(|c| c.notes.is_empty()), "{captures:?}");
    assert_eq!(bodies(&captures), ["<p>One.", "Two.", "<p>One."]);
    let one = &captures[0];
    assert_eq!(one.url, "http://example.org/a%20b%0D%0Ac");
    assert_eq!((one.status, one.content), (Some(404), Content::AsSent));
    let expected = headers(&[
        ("Content-Type", "text/html"),
        ("X-Injected", "a    <script>"),
        ("Content-Length", "7"),
    ]);
    assert_eq!(one.headers, expected);
    assert_eq!(captures[1].captured_at, Some(at(SECOND)));
    assert_eq!(
        (captures[1].status, captures[1].content_type.as_deref()),
        (None, Some("text/plain"))
    );
    let of = captures[2].revisit_of.as_ref().unwrap();
    assert_eq!(of.record.as_ref(), Some(&one.record));
    assert_eq!((of.url.as_ref(), of.captured_at), (Some(&one.url), Some(at(FIRST))));
    for (capture, written) in captures.iter().zip(&written) {
        assert_eq!(capture.record, written.record);
        assert_eq!(capture.digest.as_ref(), Some(&written.digest));
    }
}

#[test]
fn a_record_is_read_from_its_offset() {
    let (file, written) = written();
    let (captures, _) = all(&file);
    let limits = Limits::default();
    for (capture, written) in captures.iter().zip(&written).take(2) {
        let member = &file[written.offset as usize..(written.offset + written.length) as usize];
        let back = read_at(&mut Cursor::new(&file), written.offset, &limits).unwrap().unwrap();
        assert_eq!(&back, capture);
        assert_eq!(all(member).0, [back]);
    }
    let revisit = read_at(&mut Cursor::new(&file), written[2].offset, &limits).unwrap().unwrap();
    assert_eq!((revisit.content, revisit.body.len()), (Content::Missing, 0));
    assert_eq!(revisit.revisit_of, captures[2].revisit_of);
    for nothing in [0, 1, written[1].offset + 1, file.len() as u64, 1 << 40] {
        let found = read_at(&mut Cursor::new(&file), nothing, &limits).unwrap();
        assert_eq!(found, None, "at {nothing}");
    }
    // Plain files have offsets too.
    let plain = [page("a", "<p>One."), page("b", "<p>Two.")].concat();
    let offset = page("a", "<p>One.").len() as u64;
    let back = read_at(&mut Cursor::new(&plain), offset, &limits).unwrap().unwrap();
    assert_eq!(back.body, b"<p>Two.");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(written(), written());
    let id = |url: &str, when: &str, body: &[u8]| {
        let mut writer = Writer::resume(Vec::new(), 0);
        writer.write(&Page::saved(url, at(when), "text/html", body)).unwrap().record
    };
    let one = id("http://example.org/", FIRST, b"x");
    assert_eq!(one, id("http://example.org/", FIRST, b"x"));
    assert_ne!(one, id("http://example.org/2", FIRST, b"x"));
    assert_ne!(one, id("http://example.org/", SECOND, b"x"));
    assert_ne!(one, id("http://example.org/", FIRST, b"y"));
}

#[test]
fn headers_stay_where_the_bytes_are_as_they_were_sent() {
    let head = "Content-Type: text/html\nContent-Encoding: gzip\nContent-Length: 99";
    let (captures, _) = all(&response("a", head, b"<p>Not packed."));
    assert_eq!(captures[0].content, Content::AsSent);
    let mut file = Vec::new();
    let page = Page::of(&captures[0], at(FIRST)).unwrap();
    Writer::resume(&mut file, 0).write(&page).unwrap();
    let (back, _) = all(&file);
    assert_eq!(back[0].headers, captures[0].headers);
    assert_eq!(back[0].body, captures[0].body);
    let missing = Capture { content: Content::Missing, ..captures[0].clone() };
    assert!(Page::of(&missing, at(FIRST)).is_none());
    let cut = Capture { content: Content::Cut, ..captures[0].clone() };
    let mut file = Vec::new();
    Writer::resume(&mut file, 0).write(&Page::of(&cut, at(FIRST)).unwrap()).unwrap();
    assert_eq!((all(&file).0[0].content, all(&file).0[0].headers.len()), (Content::Cut, 2));
}

proptest! {
    #[test]
    fn any_page_comes_back(
        url in "https?://[^\\p{C}]{0,40}",
        status in 200_u16..600,
        names in prop::collection::vec("\\PC{0,20}", 0..5),
        value in any::<String>(),
        body in prop::collection::vec(any::<u8>(), 0..500),
        seconds in 0_i64..4_000_000_000,
    ) {
        let headers: Vec<_> = names.into_iter().map(|name| (name, value.clone())).collect();
        let page = Page {
            url: &url,
            captured_at: Timestamp::from_second(seconds).unwrap(),
            response: Some(Response { status, headers: &headers }),
            content_type: None,
            body: &body,
            content: Content::Decoded,
        sent: None,
        };
        let mut file = Vec::new();
        let written = Writer::resume(&mut file, 0).write(&page).unwrap();
        let (captures, summary) = all(&file);
        prop_assert_eq!(summary.notes, []);
        prop_assert_eq!(captures.len(), 1);
        let back = &captures[0];
        prop_assert_eq!(&back.body, &body);
        prop_assert_eq!((back.status, back.captured_at), (Some(status), Some(page.captured_at)));
        prop_assert_eq!(&back.record, &written.record);
        prop_assert_eq!(&back.notes, &vec![]);
    }
}
