//! Header lines, `Name: value`, as WARC records and HTTP messages have them.
//!
//! Lenient: LF as well as CRLF, folded lines (RFC 9112, 5.2), any encoding.

use std::borrow::Cow;

/// Most fields that are kept; real pages have some dozens.
pub(super) const FIELDS: usize = 1_000;

/// Fields in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    list: Vec<(String, String)>,
    /// Lines that are no field.
    pub(super) odd: u32,
    /// Fields beyond [`FIELDS`].
    pub(super) over: u32,
}

impl Fields {
    /// Takes one line without its end.
    pub(super) fn push(&mut self, line: &[u8]) {
        if line.first().is_some_and(|b| matches!(b, b' ' | b'\t')) {
            match self.list.last_mut() {
                Some((_, value)) => {
                    if !value.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(text(line).trim());
                }
                None => self.odd += 1,
            }
            return;
        }
        let Some(colon) = line.iter().position(|b| *b == b':').filter(|at| *at > 0) else {
            self.odd += 1;
            return;
        };
        if self.list.len() == FIELDS {
            self.over += 1;
            return;
        }
        let name = text(&line[..colon]).trim().to_owned();
        let value = text(&line[colon + 1..]).trim().to_owned();
        self.list.push((name, value));
    }

    /// The first value of a name, in whatever case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.list.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }

    pub(super) fn into_list(self) -> Vec<(String, String)> {
        self.list
    }
}

/// Header bytes as text: UTF-8, or what browsers take for Latin 1.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Cuts the first line off; its end (CRLF or LF) is in neither part.
pub(super) fn first_line(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    match bytes.iter().position(|b| *b == b'\n') {
        Some(at) => (chomp(&bytes[..at]), Some(&bytes[at + 1..])),
        None => (bytes, None),
    }
}

/// Without a CR at the end.
pub(super) fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// All values of a name, joined as RFC 9110, 5.3 joins them.
pub(super) fn joined(list: &[(String, String)], name: &str) -> String {
    let mut all = String::new();
    for (_, value) in list.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)) {
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(value);
    }
    all
}

/// The first value of a name in a list of headers.
pub(super) fn find<'l>(list: &'l [(String, String)], name: &str) -> Option<&'l str> {
    let mut named = list.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
}
