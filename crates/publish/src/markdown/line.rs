//! A line of Markdown, read from left to right along the seams that the writer left.

use super::SUFFIX;
use super::escape::unescape;
use crate::wire::{EventRef, Ref};
use crate::words::{Terms, Words};
use crate::{Format, ReadError, brief};

/// The rest of a line.
pub(super) struct Line<'a> {
    pub(super) rest: &'a str,
    pub(super) number: usize,
    pub(super) words: &'static Words,
}

/// A link as it was written.
pub(super) struct Link<'a> {
    /// Still escaped.
    pub(super) label: &'a str,
    /// Address with suffix.
    pub(super) url: Option<String>,
    pub(super) title: Option<String>,
}

impl<'a> Line<'a> {
    pub(super) fn error(&self, problem: &str) -> ReadError {
        let problem = format!("{problem} at `{}`", brief(self.rest));
        ReadError::new(Format::Markdown, self.number, problem)
    }

    /// Takes `token` if it comes next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, token: &str) -> Result<(), ReadError> {
        if self.eat(token) { Ok(()) } else { Err(self.error(&format!("`{token}` is missing"))) }
    }

    /// Takes what parts two items, or is at the end.
    pub(super) fn seam(&mut self, token: &str) -> Result<(), ReadError> {
        if self.rest.is_empty() { Ok(()) } else { self.expect(token) }
    }

    /// Takes a bullet's label: `- Story: `.
    pub(super) fn eat_bullet(&mut self, label: &str) -> bool {
        let after = self.rest.strip_prefix("- ").and_then(|rest| rest.strip_prefix(label));
        // An empty value may have lost its space.
        match after.and_then(|rest| rest.strip_prefix(": ").or_else(|| rest.strip_prefix(':'))) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes everything before the first of `stops` that is not escaped, or the whole rest.
    pub(super) fn until(&mut self, stops: &[u8]) -> &'a str {
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 2,
                byte if stops.contains(&byte) => break,
                _ => at += 1,
            }
        }
        // A stop is one byte of ASCII, so the cut is between characters.
        let at = at.min(bytes.len());
        let (taken, rest) = self.rest.split_at(at);
        self.rest = rest;
        taken
    }

    /// Takes the whole rest.
    pub(super) fn all(&mut self) -> &'a str {
        std::mem::take(&mut self.rest)
    }

    /// Takes a number.
    pub(super) fn number<T: std::str::FromStr>(&mut self) -> Result<T, ReadError> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        let number = digits.parse().map_err(|_| self.error("a number is missing"))?;
        self.rest = rest;
        Ok(number)
    }

    /// Takes a link that begins here.
    pub(super) fn link(&mut self) -> Result<Link<'a>, ReadError> {
        self.expect("[")?;
        let label = self.until(b"]");
        self.expect("](")?;
        let url = if self.eat("<>") {
            None
        } else if self.eat("\"\"") {
            Some(String::new())
        } else {
            Some(unescape(self.until(b" )")))
        };
        let title = if self.eat(" \"") {
            let title = unescape(self.until(b"\""));
            self.expect("\"")?;
            Some(title)
        } else {
            None
        };
        self.expect(")")?;
        Ok(Link { label, url, title })
    }

    /// Takes a page's link, or its plain title up to one of `stops`.
    pub(super) fn reference(&mut self, stops: &[u8]) -> Result<Ref, ReadError> {
        if self.rest.starts_with('[') {
            let link = self.link()?;
            let url = self.page(link.url)?;
            return Ok(Ref { title: unescape(link.label), url, key: link.title });
        }
        // Spaces here belong to the seam; a title's own last space is escaped.
        let raw = self.until(stops).trim_end_matches(' ');
        Ok(Ref { title: plain(raw), url: None, key: None })
    }

    /// Takes what `source_link` writes: a name, which may be empty, and its address;
    /// a name without address ends at one of `stops`.
    pub(super) fn named_link(
        &mut self,
        stops: &[u8],
    ) -> Result<(String, Option<String>), ReadError> {
        if self.rest.starts_with('[') {
            let link = self.link()?;
            // The empty title says that the label is the host.
            let name = if link.title.is_none() { unescape(link.label) } else { String::new() };
            return Ok((name, link.url));
        }
        Ok((plain(self.until(stops).trim_end_matches(' ')), None))
    }

    /// Takes the suffix off a page's address.
    pub(super) fn page(&self, url: Option<String>) -> Result<Option<String>, ReadError> {
        let Some(mut url) = url else { return Ok(None) };
        if !url.ends_with(SUFFIX) {
            return Err(self.error("a link to a page does not end in `.md`"));
        }
        url.truncate(url.len() - SUFFIX.len());
        Ok(Some(url))
    }

    /// Takes `8 October 2016: [text](/news/….md "ID")`.
    pub(super) fn event_ref(&mut self) -> Result<EventRef, ReadError> {
        let raw = self.until(b"[");
        let raw = raw.strip_suffix(": ").ok_or_else(|| self.error("a date is missing"))?;
        let day = self.date(raw)?;
        let link = self.link()?;
        let url = self.page(link.url)?;
        match (url, link.title) {
            (Some(url), Some(id)) => Ok(EventRef { id, url, day, text: unescape(link.label) }),
            _ => Err(self.error("a link to an event lacks its address or id")),
        }
    }

    /// The ISO form of a date in words, or the value in quotation marks.
    pub(super) fn date(&self, raw: &str) -> Result<String, ReadError> {
        quoted(raw)
            .or_else(|| self.words.read_date(raw))
            .ok_or_else(|| self.error("no date of the page's language"))
    }

    /// The program's name of a word, or the value in quotation marks.
    pub(super) fn term(&self, group: Terms, raw: &str) -> Result<String, ReadError> {
        quoted(raw)
            .or_else(|| self.words.name(group, raw).map(str::to_owned))
            .ok_or_else(|| self.error(&format!("`{}` is no known word", brief(raw))))
    }
}

/// The value of a piece of plain text; `""` is the empty one.
pub(super) fn plain(raw: &str) -> String {
    if raw == "\"\"" { String::new() } else { unescape(raw) }
}

/// The value between quotation marks.
fn quoted(raw: &str) -> Option<String> {
    Some(unescape(raw.strip_prefix('"')?.strip_suffix('"')?))
}
