//! The HTTP response in a record's block: its head, and where its body begins.
//!
//! Source: RFC 9112. Lenient as browsers are: LF for CRLF, no reason phrase,
//! folded lines, a head without its end. Interim responses (1xx) are passed over.

use super::{
    fields::{FIELDS, Fields, first_line, text},
    notes::note,
};
use annals_model::Note;

/// The head of a response.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    /// Where the body begins in the block.
    pub(super) body: usize,
    pub(super) notes: Vec<Note>,
}

/// Reads the head of a response; `None` if the block does not begin with one.
/// Fields beyond `bound` bytes are passed over.
pub(super) fn head(block: &[u8], bound: usize) -> Option<Head> {
    let mut from = 0;
    // Each turn passes over an interim response; it consumes a line at least.
    loop {
        let mut head = one_head(&block[from..], bound)?;
        head.body += from;
        let interim = head.status.is_some_and(|s| (100..200).contains(&s) && s != 101);
        if !interim || !starts(&block[head.body..]) {
            return Some(head);
        }
        from = head.body;
    }
}

/// Whether a media type is that of a whole HTTP message.
pub(super) fn is_message(media: &str) -> bool {
    let http = "application/http";
    media.get(..http.len()).is_some_and(|start| start.eq_ignore_ascii_case(http))
}

fn starts(block: &[u8]) -> bool {
    // `ICY` and lower case occur; browsers take them too.
    block.get(..5).is_some_and(|b| b.eq_ignore_ascii_case(b"HTTP/"))
}

fn one_head(block: &[u8], bound: usize) -> Option<Head> {
    if !starts(block) {
        return None;
    }
    let mut notes = Vec::new();
    let (line, mut rest) = first_line(block);
    let status_line = text(&line[..line.len().min(200)]);
    let status = status_line.split_ascii_whitespace().nth(1).and_then(|s| s.parse().ok());
    let status = status.filter(|s| (100..1000).contains(s));
    if status.is_none() {
        notes.push(note(
            "response-without-status",
            format!("the response begins with `{}`", crate::quote(&status_line)),
            "kept it without a status",
        ));
    }
    let mut fields = Fields::default();
    let mut passed_over = 0_u32;
    let body = loop {
        let Some(left) = rest else {
            notes.push(note(
                "header-without-end",
                "the response's header does not end",
                "kept it without a body",
            ));
            break block.len();
        };
        let at = block.len() - left.len();
        // Markup where a header should be: the empty line is missing.
        if left.first() == Some(&b'<') {
            notes.push(note(
                "header-without-end",
                "the response's header runs into its body",
                "took the first line that begins with `<` for the body's",
            ));
            break at;
        }
        let (line, next) = first_line(left);
        if line.is_empty() && next.is_some() {
            break block.len() - next.map_or(0, <[u8]>::len);
        }
        if at + line.len() > bound {
            passed_over += 1;
        } else {
            fields.push(line);
        }
        rest = next.filter(|n| !n.is_empty());
        if next.is_some() && rest.is_none() {
            // The head ended with its last field's line end: no body follows.
            break block.len();
        }
    };
    passed_over += fields.over;
    if passed_over > 0 {
        notes.push(note(
            "header-too-large",
            format!("the response's header has more than {bound} bytes or {FIELDS} fields"),
            format!("passed over its last {passed_over} lines"),
        ));
    }
    if fields.odd > 0 {
        notes.push(note(
            "odd-header-line",
            format!("{} lines in the response's header are no fields", fields.odd),
            "passed over them",
        ));
    }
    Some(Head { status, headers: fields.into_list(), body, notes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &str) -> (Option<u16>, Vec<String>, &str, Vec<&'static str>) {
        let head = head(block.as_bytes(), 1_000).unwrap();
        let headers = head.headers.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let kinds = head.notes.iter().map(|n| n.kind).collect();
        (head.status, headers, &block[head.body..], kinds)
    }

    #[test]
    fn heads_of_every_shape() {
        let plain = read("HTTP/1.1 200 OK\r\nA: 1\r\nB:2 \r\n\r\nbody\r\n");
        assert_eq!(plain, (Some(200), vec!["A=1".into(), "B=2".into()], "body\r\n", vec![]));
        let bare = read("HTTP/1.0 404\nA: 1\n  2\n\nbody");
        assert_eq!(bare, (Some(404), vec!["A=1 2".into()], "body", vec![]));
        let interim = read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n");
        assert_eq!(interim, (Some(204), vec![], "", vec![]));
        let empty = read("HTTP/1.1 200 OK\r\n\r\n");
        assert_eq!(empty, (Some(200), vec![], "", vec![]));
    }

    #[test]
    fn damaged_heads_are_kept() {
        let (status, headers, body, kinds) = read("HTTP/1.1 200 OK\r\nA: 1\r\n<p>text");
        assert_eq!((status, headers.len(), body), (Some(200), 1, "<p>text"));
        assert_eq!(kinds, ["header-without-end"]);
        assert_eq!(read("HTTP/1.1 200 OK\r\nA: 1").3, ["header-without-end"]);
        assert_eq!(read("HTTP/1.1 fine\r\n\r\nx").3, ["response-without-status"]);
        assert_eq!(read("HTTP/1.1 200 OK\r\nno field\r\n\r\nx").3, ["odd-header-line"]);
        let long = format!("HTTP/1.1 200 OK\r\nA: 1\r\nB: {}\r\n\r\nbody", "x".repeat(2_000));
        let (_, headers, body, kinds) = read(&long);
        assert_eq!((headers.len(), body, kinds.as_slice()), (1, "body", &["header-too-large"][..]));
        assert!(head(b"<html>", 1_000).is_none());
    }

    #[test]
    fn latin_1_in_a_header_is_text() {
        let head = head(b"HTTP/1.1 200 OK\r\nX-Place: Malm\xF6\r\n\r\n", 1_000).unwrap();
        assert_eq!(head.headers[0].1, "Malm\u{f6}");
    }
}
