//! Addresses of The Context: what its links and file names say, as old paths.

use super::page::Edition;
use annals_model::{Date, date};
use std::borrow::Cow;

/// The suffixes of its formats.
const SUFFIXES: &[&str] = &[".html", ".md", ".json", ".xml"];

/// The path of an address or a link without suffix: `/news/2016/10/5/slug`, `/zh/news/…`.
///
/// Takes whole addresses, absolute links, and links relative to `/news/` or to
/// the root; returns `None` for what does not lead into `news/`.
pub(super) fn old_path(link: &str) -> Option<String> {
    let link = percent_decoded(link.trim());
    let link = link.split(['?', '#']).next()?;
    let rest = match link.split_once("://") {
        // Another site's `/news/…` is no page of the archive, but its own host is not known.
        Some(_) => return None,
        None => link.trim_start_matches("./").trim_start_matches('/'),
    };
    let stem = SUFFIXES.iter().find_map(|s| rest.strip_suffix(s)).unwrap_or(rest);
    let path = if stem.starts_with("news/") || stem.starts_with("zh/news/") {
        format!("/{stem}")
    } else if stem.split('/').next().is_some_and(is_year) {
        format!("/news/{stem}")
    } else {
        return None;
    };
    let clean = path[1..].split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.chars().any(|c| c.is_control() || c.is_whitespace())
        && path.len() <= 2_000;
    clean.then_some(path)
}

/// The path that a file's name tells: whatever comes before `news/YYYY/`.
pub(super) fn of_file(name: &str, edition: Edition) -> Option<String> {
    let at = name.rmatch_indices("news/").map(|(at, _)| at).find(|at| {
        (*at == 0 || name.as_bytes()[at - 1] == b'/')
            && name[at + 5..].split('/').next().is_some_and(is_year)
    })?;
    let path = old_path(&name[at..])?;
    Some(in_edition(path, edition))
}

/// The path in the edition that it belongs to: Chinese pages are addressed
/// below `/zh` although some of their own links leave it out.
pub(super) fn in_edition(path: String, edition: Edition) -> String {
    match edition {
        Edition::Chinese if path.starts_with("/news/") => format!("/zh{path}"),
        _ => path,
    }
}

/// The day in a path, `/news/2016/10/5/…`.
pub(super) fn day(path: &str) -> Option<Date> {
    let path = path.strip_prefix("/zh").unwrap_or(path).strip_prefix("/news/")?;
    let mut parts = path.split('/');
    ymd(parts.next()?, parts.next()?, parts.next()?)
}

/// The day of a heading, `2016-10-5`.
pub(super) fn heading_day(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '-');
    ymd(parts.next()?, parts.next()?, parts.next()?)
}

/// Whether a path leads to a list of events and not to one event.
pub(super) fn is_index(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("index" | "README" | "index_rss"))
}

/// A day of another year in an address whose month and day are those of `day`
/// give or take three: `/2015/01/10/`, `2015-01-10`, `20150110`.
pub(super) fn same_day_of_another_year(url: &str, day: Date) -> Option<Date> {
    // A web archive's own time stamp says nothing of the page.
    let url = url.rsplit_once("://").map_or(url, |(_, original)| original);
    let bytes = url.as_bytes();
    let number = |from: usize, to: usize| -> Option<i16> {
        let part = url.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    for at in 0..bytes.len() {
        if (at > 0 && bytes[at - 1].is_ascii_digit()) || !bytes[at].is_ascii_digit() {
            continue;
        }
        let Some(year) = number(at, at + 4).filter(|y| (1995..=2035).contains(y)) else {
            continue;
        };
        let separated = matches!(bytes.get(at + 4), Some(b'/' | b'-'));
        let (month, dom, end) = if separated && bytes.get(at + 7) == bytes.get(at + 4) {
            (number(at + 5, at + 7), number(at + 8, at + 10), at + 10)
        } else {
            (number(at + 4, at + 6), number(at + 6, at + 8), at + 8)
        };
        let (Some(month), Some(dom)) = (month, dom) else { continue };
        if bytes.get(end).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let (Ok(month), Ok(dom)) = (i8::try_from(month), i8::try_from(dom)) else { continue };
        let (Ok(cited), Ok(same)) =
            (Date::new(year, month, dom), Date::new(year, day.month(), day.day()))
        else {
            continue;
        };
        let apart = cited.since(same).map_or(99, |span| span.get_days().abs());
        if year != day.year() && apart <= 3 {
            return Some(cited);
        }
    }
    None
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits =
        |s: &str, max: usize| (1..=max).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if !is_year(year) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let made = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (made >= date(1, 1, 1)).then_some(made)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Decodes `%E4%B8%AD` where the whole is UTF-8; else the text as it is.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_files_become_paths() {
        let path = |l| old_path(l);
        assert_eq!(path("/news/2016/10/7/a-b.html").as_deref(), Some("/news/2016/10/7/a-b"));
        assert_eq!(path("2016/05/1/index.html").as_deref(), Some("/news/2016/05/1/index"));
        assert_eq!(
            path("/zh/news/2016/07/3/%E4%B8%AD.md").as_deref(),
            Some("/zh/news/2016/07/3/中")
        );
        assert_eq!(path("https://example.org/news/2016/10/7/a.html"), None);
        assert_eq!(path("/news/../etc/passwd"), None);
        let file = |n| of_file(n, Edition::Chinese);
        assert_eq!(
            file("zh.tar.gz/x/news/2016/07/3/中.md").as_deref(),
            Some("/zh/news/2016/07/3/中")
        );
        assert_eq!(file("news/of/the/day.md"), None);
    }

    #[test]
    fn a_cited_address_can_contradict_the_year() {
        let day = date(2018, 1, 10);
        let of = |u| same_day_of_another_year(u, day);
        assert_eq!(of("http://example.org/2015/01/10/x.html"), Some(date(2015, 1, 10)));
        assert_eq!(of("http://example.org/20150111_1.html"), Some(date(2015, 1, 11)));
        assert_eq!(of("http://example.org/2015-01-09-x"), Some(date(2015, 1, 9)));
        assert_eq!(of("http://example.org/2018/01/10/x"), None);
        assert_eq!(of("https://web.archive.org/web/20190110000000/http://example.org/x"), None);
        assert_eq!(of("http://example.org/201501101234"), None);
    }
}
