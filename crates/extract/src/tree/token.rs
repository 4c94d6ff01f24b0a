//! Tags, texts and raw contents, one after the other (WHATWG HTML 13.2.5).

use super::{Attr, Tag, tag::Class};
use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;

/// Most attributes of one element; more are left out.
const MAX_ATTRS: usize = 256;

/// What the page has next.
pub(super) enum Token<'s> {
    /// Text with character references as they stand.
    Text(&'s str),
    /// A start tag; its attributes were appended to the list.
    Start { tag: Tag, name: &'s str, closes_itself: bool },
    /// An end tag.
    End { tag: Tag, name: &'s str },
}

/// Walks over a page.
pub(super) struct Tokens<'s> {
    html: &'s str,
    at: usize,
    /// How often `<!--` was seen not to end, so that it is not looked for again.
    no_comment_end: bool,
    /// Raw elements of which no end tag is left, for the same reason.
    no_end_tag: Vec<Tag>,
}

impl<'s> Tokens<'s> {
    pub(super) fn new(html: &'s str) -> Tokens<'s> {
        Tokens { html, at: 0, no_comment_end: false, no_end_tag: Vec::new() }
    }

    fn bytes(&self) -> &'s [u8] {
        self.html.as_bytes()
    }

    /// The next token; appends a start tag's attributes to `attrs`.
    pub(super) fn next(&mut self, attrs: &mut Vec<Attr<'s>>) -> Option<Token<'s>> {
        let bytes = self.bytes();
        loop {
            let from = self.at;
            if from >= bytes.len() {
                return None;
            }
            // Text runs to the next `<` that begins something.
            let mut at = from;
            while let Some(found) = memchr(b'<', &bytes[at..]) {
                at += found;
                match bytes.get(at + 1) {
                    Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?') => break,
                    _ => at += 1,
                }
            }
            if bytes.get(at) != Some(&b'<') || !begins(bytes, at) {
                at = bytes.len();
            }
            if at > from {
                self.at = at;
                return Some(Token::Text(&self.html[from..at]));
            }
            match bytes[at + 1] {
                b'!' | b'?' => self.skip_declaration(),
                b'/' => {
                    if let Some(token) = self.end_tag() {
                        return Some(token);
                    }
                }
                _ => return Some(self.start_tag(attrs)),
            }
        }
    }

    /// The raw content of an element up to its end tag, which is passed over.
    pub(super) fn raw(&mut self, tag: Tag, name: &str) -> &'s str {
        let bytes = self.bytes();
        let from = self.at;
        if tag == Tag::Plaintext {
            self.at = bytes.len();
            return &self.html[from..];
        }
        let mut at = from;
        let closed = !self.no_end_tag.contains(&tag);
        while closed && let Some(found) = memmem::find(&bytes[at..], b"</") {
            at += found;
            let after = &bytes[at + 2..];
            if after.len() >= name.len()
                && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && after
                    .get(name.len())
                    .is_none_or(|c| c.is_ascii_whitespace() || matches!(c, b'>' | b'/'))
            {
                let close = memchr(b'>', after).map_or(bytes.len(), |i| at + 3 + i);
                self.at = close;
                return &self.html[from..at];
            }
            at += 2;
        }
        if closed {
            self.no_end_tag.push(tag);
        }
        // Without an end, a script hides the rest of the page, as in browsers;
        // a title or a text field must not.
        if tag.class() == Class::Escapable || matches!(tag, Tag::Iframe | Tag::Style) {
            let line = memchr2(b'<', b'\n', &bytes[from..]).map_or(bytes.len(), |i| from + i);
            self.at = line;
            return &self.html[from..line];
        }
        self.at = bytes.len();
        &self.html[from..]
    }

    fn skip_declaration(&mut self) {
        let bytes = self.bytes();
        let rest = &bytes[self.at..];
        if rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` are whole comments.
            if rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->") {
                self.at += memchr(b'>', rest).map_or(rest.len(), |i| i + 1);
                return;
            }
            if !self.no_comment_end {
                if let Some(end) = memmem::find(&rest[4..], b"-->") {
                    self.at += 4 + end + 3;
                    return;
                }
                self.no_comment_end = true;
            }
        }
        // An unclosed comment would hide the whole rest; it ends with its tag.
        self.at += memchr(b'>', rest).map_or(rest.len(), |i| i + 1);
    }

    fn end_tag(&mut self) -> Option<Token<'s>> {
        let bytes = self.bytes();
        let from = self.at + 2;
        if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            // `</>` and the like are comments that nobody closes.
            self.at = memchr(b'>', &bytes[from..]).map_or(bytes.len(), |i| from + i + 1);
            return None;
        }
        let end = name_end(bytes, from);
        self.at = memchr(b'>', &bytes[end..]).map_or(bytes.len(), |i| end + i + 1);
        let name = &self.html[from..end];
        Some(Token::End { tag: find(name), name })
    }

    fn start_tag(&mut self, attrs: &mut Vec<Attr<'s>>) -> Token<'s> {
        let bytes = self.bytes();
        let from = self.at + 1;
        let end = name_end(bytes, from);
        let name = &self.html[from..end];
        let first = attrs.len();
        let mut at = end;
        let mut closes_itself = false;
        loop {
            while bytes.get(at).is_some_and(|c| c.is_ascii_whitespace()) {
                at += 1;
            }
            match bytes.get(at) {
                None => break,
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') => {
                    closes_itself = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                Some(_) => at = self.attribute(at, first, attrs),
            }
        }
        self.at = at;
        Token::Start { tag: find(name), name, closes_itself }
    }

    /// Reads one attribute and returns where it ends.
    fn attribute(&self, from: usize, first: usize, attrs: &mut Vec<Attr<'s>>) -> usize {
        let bytes = self.bytes();
        let mut at = from + 1; // a name may begin with `=`
        while bytes
            .get(at)
            .is_some_and(|c| !c.is_ascii_whitespace() && !matches!(c, b'>' | b'/' | b'='))
        {
            at += 1;
        }
        let name = &self.html[from..at];
        let mut after = at;
        while bytes.get(after).is_some_and(|c| c.is_ascii_whitespace()) {
            after += 1;
        }
        let mut value = "";
        if bytes.get(after) == Some(&b'=') {
            at = after + 1;
            while bytes.get(at).is_some_and(|c| c.is_ascii_whitespace()) {
                at += 1;
            }
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let start = at + 1;
                    let end = memchr(quote, &bytes[start..]).map_or(bytes.len(), |i| start + i);
                    value = &self.html[start..end];
                    at = (end + 1).min(bytes.len());
                }
                Some(b'>') | None => {}
                Some(_) => {
                    let start = at;
                    while bytes.get(at).is_some_and(|c| !c.is_ascii_whitespace() && *c != b'>') {
                        at += 1;
                    }
                    value = &self.html[start..at];
                }
            }
        }
        // The first of several attributes with one name counts.
        let list = &attrs[first..];
        if list.len() < MAX_ATTRS && !list.iter().any(|a| a.name.eq_ignore_ascii_case(name)) {
            attrs.push(Attr { name, value: resolve_in_attribute(value) });
        }
        at
    }
}

/// Whether a `<` begins a tag, a comment or a declaration.
fn begins(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, b'/' | b'!' | b'?'))
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while bytes.get(at).is_some_and(|c| !c.is_ascii_whitespace() && !matches!(c, b'>' | b'/')) {
        at += 1;
    }
    at
}

fn find(name: &str) -> Tag {
    let bytes = name.as_bytes();
    let mut lower = [0; 12];
    let Some(lower) = lower.get_mut(..bytes.len()) else { return Tag::Other };
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    Tag::find(lower)
}

/// Text with its character references resolved and without NULs.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    if memchr2(b'&', 0, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let resolved = htmlize::unescape(text);
    if memchr(0, resolved.as_bytes()).is_some() {
        return Cow::Owned(resolved.replace('\0', ""));
    }
    resolved
}

/// An attribute's value with its character references resolved: there,
/// `&copy=` is no reference.
fn resolve_in_attribute(value: &str) -> Cow<'_, str> {
    if memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    htmlize::unescape_attribute(value)
}
