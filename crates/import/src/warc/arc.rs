//! ARC, the web archive format before WARC: a line, the bytes, an empty line.
//!
//! Source: the Internet Archive's "ARC File Format" (1996). Version 1 has five
//! words in the line, version 2 ten. ARC files of Heritrix ("1.1") are version 1.

use super::{fields::text, moment};

/// The line that opens a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) url: String,
    /// As it is written.
    pub(super) date: String,
    pub(super) content_type: Option<String>,
    pub(super) length: u64,
}

/// Longest opening line; addresses beyond some kilobytes are no addresses.
pub(super) const LINE_BYTES: usize = 16 << 10;

/// Reads an opening line, without its end. Addresses with spaces in them occur,
/// so words are counted from the end.
pub(super) fn parse(line: &[u8]) -> Option<Line> {
    if line.len() > LINE_BYTES {
        return None;
    }
    let line = text(line);
    let words: Vec<&str> = line.split(' ').collect();
    let length = words.last()?;
    if length.is_empty() || !length.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // The date is the third word in both versions: third or eighth from the end.
    let date = [3, 8].into_iter().find_map(|back| {
        let at = words.len().checked_sub(back).filter(|at| *at >= 2)?;
        is_date(words[at]).then_some(at)
    })?;
    let url = words[..date - 1].join(" ");
    if !is_address(&url) {
        return None;
    }
    let content_type = Some(words[date + 1].to_owned());
    Some(Line {
        url,
        date: words[date].to_owned(),
        content_type: content_type.filter(|t| t.contains('/')),
        length: length.parse().ok()?,
    })
}

/// Whether bytes begin with an opening line.
pub(super) fn begins(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    line.len() < head.len() && parse(line).is_some()
}

fn is_date(word: &str) -> bool {
    (8..=17).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_digit())
        && moment::parse(word).is_some()
}

/// A scheme and a colon, as in `http://`, `dns:` and `filedesc://`.
fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    !rest.is_empty()
        && (2..=20).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_read() {
        let one = parse(b"http://example.org/a b 192.0.2.1 20160926101500 text/html 21").unwrap();
        assert_eq!(one.url, "http://example.org/a b");
        assert_eq!((one.date.as_str(), one.length), ("20160926101500", 21));
        assert_eq!(one.content_type.as_deref(), Some("text/html"));
        let two = b"http://example.org/ 192.0.2.1 20160926101500 text/html 200 - - 10 a.arc 21";
        let two = parse(two).unwrap();
        assert_eq!((two.url.as_str(), two.length), ("http://example.org/", 21));
        let untyped = parse(b"dns:example.org 192.0.2.1 20160926101500 no-type 5").unwrap();
        assert_eq!(untyped.content_type, None);
    }

    #[test]
    fn other_lines_are_not() {
        for line in ["", "5", "a 5", "http://example.org/ 5", "on 26 of 20160926 we saw 5 birds"] {
            assert_eq!(parse(line.as_bytes()), None, "{line}");
        }
        assert!(!begins(b"http://example.org/ 192.0.2.1 20160926101500 text/html 21"));
    }
}
