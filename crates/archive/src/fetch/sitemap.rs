//! What a sitemap's answer names: new pages, and further sitemaps.

use super::feed::Named;
use crate::config::Period;
use annals_fetch::Answer;
use annals_import::feed::{Moment, Precision, sitemap};
use annals_model::{Timestamp, history};
use std::time::Duration;
use url::Url;

/// Pages of one sitemap that are fetched: the newest.
const PAGES: usize = 2_000;

/// Sitemaps of one index that are asked for: those that changed last.
const SITEMAPS: usize = 100;

/// What a sitemap names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// New pages, newest first.
    pub(super) pages: Vec<Named>,
    /// Further sitemaps, those that changed last first; those that do not say it first of
    /// all.
    pub(super) sitemaps: Vec<(String, Option<Timestamp>)>,
    /// Pages passed over: too old, without a time, on another path or site.
    pub(super) passed_over: u64,
}

/// Reads a sitemap; the error says what the answer is instead.
pub(super) fn told(answer: &Answer, newer: Period, paths: &[String]) -> Result<Told, String> {
    let last = answer.last();
    let options = sitemap::Options {
        content_type: last.header("content-type").map(str::to_owned),
        ..sitemap::Options::default()
    };
    let map = sitemap::read(&answer.body, &options).map_err(|refused| refused.reason)?;
    let since = earlier(last.at, newer.duration());
    let mut told = Told::default();
    for entry in map.pages {
        let times = [entry.published, entry.changed].into_iter().flatten();
        let Some(at) = times.filter_map(begins).max() else {
            told.passed_over += 1;
            continue;
        };
        let precise = entry.changed.filter(|m| m.precision == Precision::Time);
        let changed = precise.or(entry.changed).and_then(begins);
        // What has only a day may have been changed at its end.
        let whole_day = |m: &Moment| m.precision != Precision::Time;
        let slack = entry.published.or(entry.changed).is_some_and(|m| whole_day(&m));
        let since = if slack { earlier(since, Duration::from_secs(86_400)) } else { since };
        let taken = Url::parse(&entry.url).is_ok_and(|url| {
            is_of_site(&url, &last.url)
                && (paths.is_empty() || paths.iter().any(|path| url.path().starts_with(path)))
        });
        if at >= since && taken {
            told.pages.push(Named { url: entry.url, at: at.min(last.at), changed });
        } else {
            told.passed_over += 1;
        }
    }
    told.pages.sort_by(|a, b| (b.at, &a.url).cmp(&(a.at, &b.url)));
    told.pages.truncate(PAGES);
    for entry in map.sitemaps {
        let at = entry.changed.and_then(begins);
        // One that was not changed since holds no new page. A day is a whole one.
        let old = at.is_some_and(|at| at < earlier(since, Duration::from_secs(86_400)));
        let taken = Url::parse(&entry.url).is_ok_and(|url| is_of_site(&url, &last.url));
        if !old && taken {
            told.sitemaps.push((entry.url, at));
        } else {
            told.passed_over += 1;
        }
    }
    told.sitemaps.sort_by(|(a, at), (b, bt)| (bt.is_none(), bt, a).cmp(&(at.is_none(), at, b)));
    told.sitemaps.truncate(SITEMAPS);
    Ok(told)
}

/// The beginning of a moment, where it is at least a day; a time without zone is UTC's.
fn begins(moment: Moment) -> Option<Timestamp> {
    match moment.precision {
        Precision::Year | Precision::Month => None,
        Precision::Day => Some(history::day_start(moment.date)),
        Precision::Time => Moment { offset: moment.offset.or(Some(0)), ..moment }.timestamp(),
    }
}

fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// Whether a sitemap may speak for an address: it is of the same site, as the protocol
/// asks, or of one under it.
fn is_of_site(url: &Url, map: &Url) -> bool {
    let name = |url: &Url| {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
        host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
    };
    let (page, map) = (name(url), name(map));
    let under = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.ends_with('.'));
    // `news.example.org` names pages of `example.org`, and the other way round.
    page == map || under(&page, &map) || (map.matches('.').count() > 1 && under(&map, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_fetch::Exchange;

    fn answer(body: &str) -> Answer {
        let exchange = Exchange {
            at: "2016-09-12T12:00:00Z".parse().unwrap(),
            url: Url::parse("https://www.example.org/map.xml").unwrap(),
            ip: None,
            sent: Vec::new(),
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        };
        Answer { exchanges: vec![exchange], body: body.into(), cut: false }
    }

    fn pages(body: &str, paths: &[&str]) -> (Vec<String>, u64) {
        let paths: Vec<String> = paths.iter().map(|p| (*p).to_owned()).collect();
        let told = told(&answer(body), Period::days(2), &paths).unwrap();
        (told.pages.into_iter().map(|p| p.url).collect(), told.passed_over)
    }

    fn url(path: &str, changed: &str) -> String {
        format!("<url><loc>https://example.org{path}</loc><lastmod>{changed}</lastmod></url>")
    }

    #[test]
    fn new_pages_of_the_site_newest_first() {
        let entries = [
            url("/old", "2016-09-01"),
            url("/day", "2016-09-10"),
            url("/new", "2016-09-12T11:00:00Z"),
            url("/sport/1", "2016-09-12T11:30:00Z"),
            url("/ahead", "2016-09-30"),
            url("/vague", "2016"),
            "<url><loc>https://example.org/undated</loc></url>".into(),
            "<url><loc>https://other.example/x</loc><lastmod>2016-09-12</lastmod></url>".into(),
        ];
        let map = format!("<urlset>{}</urlset>", entries.concat());
        let at = |path: &str| format!("https://example.org{path}");
        let (all, passed_over) = pages(&map, &[]);
        assert_eq!(all, [at("/ahead"), at("/sport/1"), at("/new"), at("/day")]);
        assert_eq!(passed_over, 4);
        assert_eq!(pages(&map, &["/sport/", "/n"]).0, [at("/sport/1"), at("/new")]);
    }

    #[test]
    fn an_index_names_what_may_have_changed() {
        let map = "<sitemapindex>
          <sitemap><loc>https://example.org/2015.xml</loc><lastmod>2015-12-31</lastmod></sitemap>
          <sitemap><loc>https://example.org/09.xml</loc><lastmod>2016-09-12T09:00:00Z</lastmod></sitemap>
          <sitemap><loc>https://example.org/all.xml</loc></sitemap>
          <sitemap><loc>https://evil.example/all.xml</loc></sitemap></sitemapindex>";
        let told = told(&answer(map), Period::days(2), &[]).unwrap();
        let urls: Vec<&str> = told.sitemaps.iter().map(|(url, _)| url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/all.xml", "https://example.org/09.xml"]);
        assert!(super::told(&answer("<html>"), Period::days(2), &[]).is_err());
    }

    #[test]
    fn a_sitemap_speaks_for_its_site() {
        let of = |page: &str, map: &str| {
            is_of_site(&Url::parse(page).unwrap(), &Url::parse(map).unwrap())
        };
        assert!(of("https://example.org/a", "https://www.example.org/m"));
        assert!(of("https://news.example.org/a", "https://example.org/m"));
        assert!(of("https://www.example.org/a", "https://maps.example.org/m"));
        assert!(!of("https://example.com/a", "https://example.org/m"));
        assert!(!of("https://badexample.org/a", "https://example.org/m"));
        assert!(!of("https://org/a", "https://example.org/m"));
    }
}
