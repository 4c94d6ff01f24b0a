//! Reading `robots.txt` and applying it (RFC 9309).
//!
//! Read by hand: the libraries there are either compile each rule into a pattern of a
//! matcher that can be made slow, or do not take `annals/1.0` in a group's name for
//! `annals`. It is a few lines of text and one comparison.

use memchr::memmem;
use std::time::Duration;
use url::{Position, Url};

/// Bytes that are read; RFC 9309 asks for at least this many.
pub(crate) const LARGEST: usize = 500 << 10;
/// Rules of one group that are kept.
const RULES: usize = 20_000;
/// Sitemaps that are kept.
const SITEMAPS: usize = 1_000;
/// Bytes of an address that are compared: more than three times what is ever asked for,
/// which is as much as writing it in one way can make it longer.
const LONGEST_PATH: usize = 32 << 10;

/// What a `robots.txt` says to one program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    /// What goes first decides.
    rules: Vec<Rule>,
    /// Seconds between requests that it asks for; not in the standard, but in use.
    crawl_delay: Option<Duration>,
    /// Sitemaps, as they are written: absolute addresses mostly.
    sitemaps: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// In the one way of writing percent-encoded octets.
    pattern: Vec<u8>,
    /// Whether the address must end where the pattern does.
    anchored: bool,
    allow: bool,
}

impl Robots {
    /// Reads one for the program of this name (a product token such as `annals`). What
    /// cannot be understood is passed over, as the standard asks.
    pub fn parse(text: &[u8], product: &str) -> Robots {
        let mut text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if text.len() > LARGEST {
            // A line that is cut may mean something else.
            let end = text[..LARGEST].iter().rposition(|b| matches!(b, b'\n' | b'\r'));
            text = &text[..end.unwrap_or(0)];
        }
        let mut own = Group::default();
        let mut any = Group::default();
        let mut sitemaps = Vec::new();
        // Whom the present group is for, and whether its names are over.
        let (mut for_own, mut for_any, mut named) = (false, false, true);
        for line in text.split(|b| matches!(b, b'\n' | b'\r')) {
            let line = line.split(|b| *b == b'#').next().unwrap_or_default();
            let Some(colon) = line.iter().position(|b| *b == b':') else { continue };
            let key = line[..colon].trim_ascii().to_ascii_lowercase();
            let value = line[colon + 1..].trim_ascii();
            match key.as_slice() {
                b"user-agent" => {
                    if named {
                        (for_own, for_any, named) = (false, false, false);
                    }
                    let is_own = token(value).eq_ignore_ascii_case(product.as_bytes());
                    for_any |= value == b"*";
                    for_own |= is_own;
                    own.there |= is_own;
                }
                b"allow" | b"disallow" => {
                    named = true;
                    let rule = Rule::read(value, key == b"allow");
                    for (group, here) in [(&mut own, for_own), (&mut any, for_any)] {
                        if here && group.rules.len() < RULES {
                            group.rules.extend(rule.clone());
                        }
                    }
                }
                b"crawl-delay" => {
                    named = true;
                    for (group, here) in [(&mut own, for_own), (&mut any, for_any)] {
                        if here {
                            group.delay = group.delay.max(delay(value));
                        }
                    }
                }
                b"sitemap" if sitemaps.len() < SITEMAPS && !value.is_empty() => {
                    sitemaps.push(String::from_utf8_lossy(value).into_owned());
                }
                _ => {}
            }
        }
        let mut group = if own.there { own } else { any };
        // The longest rule decides, of two as long the one that allows.
        group.rules.sort_by_key(|r| std::cmp::Reverse((r.pattern.len(), r.anchored, r.allow)));
        Robots { rules: group.rules, crawl_delay: group.delay, sitemaps }
    }

    /// Whether an address may be asked for.
    pub fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        self.deciding(url).is_none_or(|rule| rule.allow)
    }

    fn deciding(&self, url: &Url) -> Option<&Rule> {
        let path = path_of(url);
        self.rules.iter().find(|rule| rule.matches(&path))
    }

    /// The pattern that decides about an address.
    pub(crate) fn decisive(&self, url: &Url) -> Option<String> {
        let rule = self.deciding(url)?;
        let end = if rule.anchored { "$" } else { "" };
        Some(String::from_utf8_lossy(&rule.pattern).into_owned() + end)
    }

    /// Whether an address fits a pattern written as in `robots.txt`.
    pub(crate) fn fits(pattern: &str, url: &Url) -> bool {
        let pattern = pattern.as_bytes();
        let pattern = &pattern[..pattern.len().min(LONGEST_PATH)];
        Rule::read(pattern, true).is_some_and(|rule| rule.matches(&path_of(url)))
    }

    /// The pause between requests that it asks for.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }

    /// The sitemaps it names, whoever it speaks to; those that are no address are left out.
    pub fn sitemaps<'r>(&'r self, base: &'r Url) -> impl Iterator<Item = Url> + 'r {
        self.sitemaps.iter().filter_map(|text| base.join(text).ok())
    }
}

#[derive(Default)]
struct Group {
    there: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Rule {
    /// An empty rule says nothing.
    fn read(value: &[u8], allow: bool) -> Option<Rule> {
        if value.is_empty() {
            return None;
        }
        let anchored = value.ends_with(b"$");
        let pattern = normal(value.strip_suffix(b"$").unwrap_or(value));
        let starts = matches!(pattern.first(), Some(b'/' | b'*'));
        // Some forget the slash.
        let pattern = if starts { pattern } else { [b"/", pattern.as_slice()].concat() };
        Some(Rule { pattern, anchored, allow })
    }

    /// `*` is any octets. Parts between are looked for from the left, each at its first
    /// place, which leaves most room for the next: no way back, so no blow-up.
    fn matches(&self, path: &[u8]) -> bool {
        let mut parts = self.pattern.split(|b| *b == b'*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else { return false };
        let Some(last) = parts.next_back() else {
            return !self.anchored || rest.is_empty();
        };
        for part in parts {
            match memmem::find(rest, part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        if self.anchored { rest.ends_with(last) } else { memmem::find(rest, last).is_some() }
    }
}

/// Path and query in the one way of writing.
fn path_of(url: &Url) -> Vec<u8> {
    let mut path = normal(url[Position::BeforePath..Position::AfterQuery].as_bytes());
    path.truncate(LONGEST_PATH);
    path
}

/// The product token that a group's name begins with: letters, `-` and `_`.
fn token(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|b| !(b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')));
    &value[..end.unwrap_or(value.len())]
}

fn delay(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// One way of writing each address: octets that need no percent-encoding stand for
/// themselves, others are encoded, in capitals (RFC 9309, 2.2.2).
fn normal(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let encoded = (byte == b'%').then(|| octet(text.get(at + 1..at + 3)?)).flatten();
        at += if encoded.is_some() { 3 } else { 1 };
        match encoded {
            Some(octet) if is_unreserved(octet) => out.push(octet),
            Some(octet) => encode(octet, &mut out),
            None if byte.is_ascii_graphic() => out.push(byte),
            None => encode(byte, &mut out),
        }
    }
    out
}

fn octet(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |b: &u8| char::from(*b).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~')
}

fn encode(octet: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push(b'%');
    out.push(DIGITS[usize::from(octet >> 4)]);
    out.push(DIGITS[usize::from(octet & 15)]);
}

#[cfg(test)]
mod tests;
