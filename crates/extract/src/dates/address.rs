//! Dates in addresses: of the page, and (as a weak hint) of its picture.

use super::{
    clue::{About, Clue, Kind},
    written::{Form, Found, Hints, Reading, find_all},
};
use crate::{page::Page, tree::Tag};
use url::Url;

/// Reads the page's addresses: where it was read from, and the one it gives as its own.
pub(super) fn gather(page: &Page<'_>, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    if let Some(url) = page.url {
        read(url, "address", hints, clues);
        if !clues.iter().any(|c| c.kind == Kind::Address) {
            words(url, hints, clues);
        }
    }
}

/// Reads an address that the page gives as its own, if it says more.
pub(super) fn own(page: &Page<'_>, address: &str, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    if clues.iter().any(|c| c.kind == Kind::Address) || !address.bytes().any(|b| b.is_ascii_digit())
    {
        return;
    }
    let Some(url) = page.resolve(address).and_then(|a| Url::parse(&a).ok()) else { return };
    if page.url.is_none_or(|u| *u != url) {
        read(&url, "canonical address", hints, clues);
    }
}

/// The address of the picture that stands for the page.
pub(super) fn picture(address: &str, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let Some(path) = address.split_once("://").and_then(|(_, rest)| rest.split_once('/')) else {
        return;
    };
    if let Some((reading, text)) = in_path(path.1, hints) {
        push(clues, Kind::Image, "address of the picture", &text, reading);
    }
}

fn read(url: &Url, from: &'static str, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let path = url.path();
    let found = in_path(path, hints).or_else(|| {
        let (_, value) =
            url.query_pairs().find(|(key, _)| matches!(key.as_ref(), "date" | "day" | "d"))?;
        in_path(&value, hints)
    });
    if let Some((reading, text)) = found {
        let kind = if reading.day.is_some() { Kind::Address } else { Kind::AddressMonth };
        push(clues, kind, from, &text, reading);
    }
}

fn push(clues: &mut Vec<Clue>, kind: Kind, from: &'static str, text: &str, reading: Reading) {
    let found = Found {
        range: 0..text.len(),
        readings: vec![reading],
        weekday: None,
        form: Form::YearFirst,
    };
    clues.push(Clue::new(kind, About::Published, from.into(), text, found));
}

/// Years that addresses have: the web is not older.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;
/// Names of months in addresses: `/2016/may/09/`.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date in a path, to the day or to the month: `/2016/05/09/`, `/2016/0509/`,
/// `/2016-05-09-slug`, `/20160509/`, `-20160509`, `/2016/may/09`, `/2016/05/`.
fn in_path(path: &str, hints: &Hints<'_>) -> Option<(Reading, String)> {
    let bytes = path.as_bytes();
    let mut month_found = None;
    let mut at = 0;
    while at < bytes.len() {
        let run = digits(bytes, at);
        if run == 0 {
            at += 1;
            continue;
        }
        let (start, end) = (at, at + run);
        at = end;
        let clear = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
        let value = |from: usize, to: usize| path.get(from..to).and_then(|t| t.parse::<u32>().ok());
        let keep = |reading: Option<Reading>| {
            reading.filter(|r| {
                hints.not_after.is_none_or(|last| r.first_day().is_none_or(|d| d <= last))
            })
        };
        if !clear {
            continue;
        }
        if run == 8 {
            let (y, m, d) =
                (value(start, start + 4)?, value(start + 4, start + 6)?, value(start + 6, end)?);
            let reading = keep(Reading::day(y as i32, m, d)).filter(|_| YEARS.contains(&y));
            let ends = !bytes.get(end).is_some_and(u8::is_ascii_alphabetic);
            if let (Some(reading), true) = (reading, ends) {
                return Some((reading, path[start..end].to_owned()));
            }
            continue;
        }
        let Some(year) = value(start, end).filter(|y| run == 4 && YEARS.contains(y)) else {
            continue;
        };
        let Some(mark) = bytes.get(end).copied().filter(|b| matches!(b, b'/' | b'-' | b'_' | b'.'))
        else {
            continue;
        };
        // The month: in figures, by name, or together with the day.
        let from = end + 1;
        let length = digits(bytes, from);
        let (month, after) = match length {
            1 | 2 => (value(from, from + length)?, from + length),
            4 if mark == b'/' => {
                let (m, d) = (value(from, from + 2)?, value(from + 2, from + 4)?);
                if let Some(reading) = keep(Reading::day(year as i32, m, d)) {
                    return Some((reading, path[start..from + 4].to_owned()));
                }
                continue;
            }
            _ => {
                let name = path.get(from..from + 3).map(str::to_ascii_lowercase);
                let number = name.and_then(|n| (1..).zip(MONTHS).find(|(_, m)| *m == n));
                let Some((number, _)) = number else { continue };
                let rest = bytes[from..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
                if rest > 9 || mark != b'/' {
                    continue;
                }
                (number, from + rest)
            }
        };
        let next = bytes.get(after).copied();
        if matches!(next, Some(b'/' | b'-' | b'_' | b'.')) {
            let length = digits(bytes, after + 1);
            let ends = after + 1 + length;
            let clear =
                !bytes.get(ends).is_some_and(u8::is_ascii_alphanumeric) || next != Some(b'/');
            // "/2016/05/3-things-to-know" is no day.
            let told = length == 2
                || (next == Some(b'/') && !matches!(bytes.get(ends), Some(b'-' | b'_')));
            if matches!(length, 1 | 2) && clear && told && (next == Some(mark) || mark == b'-') {
                let reading =
                    value(after + 1, ends).and_then(|d| keep(Reading::day(year as i32, month, d)));
                if let Some(reading) = reading {
                    return Some((reading, path[start..ends].to_owned()));
                }
            }
        }
        // A month alone must be a part of the path of its own.
        if mark == b'/'
            && matches!(next, Some(b'/') | None)
            && start > 0
            && bytes[start - 1] == b'/'
            && length != 1
        {
            month_found = month_found.or_else(|| {
                keep(Reading::month(year as i32, month)).map(|r| (r, path[start..after].to_owned()))
            });
        }
    }
    month_found
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Dates in the words of the last part: `/truce-begins-on-9-may-2016`.
fn words(url: &Url, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let Some(last) = url.path().trim_end_matches('/').rsplit('/').next() else { return };
    // "29-10-2021-press-release" has its figures as they are, "9-may-2016" its words.
    let figures = |f: &Found| matches!(f.form, Form::Figures { .. }) && f.range.len() >= 8;
    let (text, found) = match find_all(last, hints).into_iter().find(figures) {
        Some(found) => (last.to_owned(), Some(found)),
        None => {
            let text = last.replace(['-', '_'], " ");
            let found = find_all(&text, hints).into_iter().find(|f| f.form == Form::Named);
            (text, found)
        }
    };
    if let Some(found) = found {
        let shown = text[found.range.clone()].to_owned();
        let from = "words of the address".into();
        clues.push(Clue::new(Kind::AddressWords, About::Unsaid, from, &shown, found));
    }
}

/// Whether a `<link>` or `<meta>` gives the page's own address or its picture.
pub(super) fn tag(page: &Page<'_>, node: u32, hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let tree = page.tree;
    match tree.tag(node) {
        Some(Tag::Link) => {
            let canonical =
                tree.attr(node, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"));
            if let (true, Some(href)) = (canonical, tree.attr(node, "href")) {
                own(page, href, hints, clues);
            }
        }
        Some(Tag::Meta) => {
            let name = tree.attr(node, "property").or_else(|| tree.attr(node, "name"));
            match (name, tree.attr(node, "content")) {
                (Some("og:url"), Some(address)) => own(page, address, hints, clues),
                (Some("og:image" | "og:image:url"), Some(address)) => {
                    picture(address, hints, clues)
                }
                _ => {}
            }
        }
        _ => {}
    }
}
