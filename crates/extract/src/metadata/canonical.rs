//! The address that the page gives as its own.

use super::{gather::Found, ld};
use crate::page::Page;
use annals_model::{Article, Note};
use serde_json::{Map, Value};
use url::Url;

/// Decides on the canonical address, with notes on what is odd about it.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    article: &mut Article,
) {
    if is_amp(found) {
        let note =
            note("amp-page", "The page is an AMP copy.", "The canonical address is the article's.");
        article.notes.push(note);
    }
    let link = found
        .links
        .iter()
        .filter(|(rel, _)| rel.split_ascii_whitespace().any(|r| r == "canonical"));
    let declared = link.map(|(_, href)| (*href).to_owned());
    let og =
        found.metas.iter().filter(|(key, _)| key == "og:url" || key == "itemprop:mainentityofpage");
    let og = og.map(|(_, value)| (*value).to_owned());
    let json = ["mainEntityOfPage", "url"].iter().filter_map(|key| ld::address(item?, key));
    let other = ["twitter:url", "parsely-link", "citation_public_url", "dc:identifier"]
        .iter()
        .filter_map(|key| found.first_meta(&[key]));
    let mut refused = None;
    for address in declared.chain(og).chain(json).chain(other).take(20) {
        let address = htmlize::unescape(address.trim());
        let Some(url) = page.resolve(&address).and_then(|u| Url::parse(&u).ok()) else {
            continue;
        };
        if is_home(&url) && !page.url.is_none_or(is_home) {
            refused.get_or_insert(url);
            continue;
        }
        accept(page, url, article);
        return;
    }
    if let Some(home) = refused {
        let problem = format!("The page gives the front page as its own address: {home}");
        article.notes.push(note("canonical-is-home", &problem, "The address is left out."));
    }
}

fn accept(page: &Page<'_>, mut url: Url, article: &mut Article) {
    url.set_fragment(None);
    let elsewhere = match (page.url.and_then(Url::host_str), url.host_str()) {
        (Some(own), Some(other)) => !same_site(own, other),
        _ => false,
    };
    if elsewhere {
        let problem = format!("The page gives an address of another site as its own: {url}");
        let problem = super::value::cut(&problem, 160);
        article.notes.push(note(
            "canonical-elsewhere",
            problem,
            "The address is kept as the page gives it.",
        ));
    }
    article.canonical = Some(url.into());
}

fn note(kind: &'static str, problem: &str, done: &str) -> Note {
    Note { line: None, kind, problem: problem.to_owned(), done: done.to_owned() }
}

/// Whether an address is a site's front page.
fn is_home(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let last = path.trim_start_matches('/');
    url.query().is_none()
        && (path.is_empty()
            || ["index.html", "index.htm", "index.php", "home", "default.aspx"].contains(&last))
}

/// Whether two hosts are of one site: the same registered name, whatever the
/// country. Suffixes of two labels are known by their form.
fn same_site(a: &str, b: &str) -> bool {
    fn name(host: &str) -> Option<&str> {
        let mut labels = host.rsplit('.');
        let top = labels.next()?;
        let second = labels.next()?;
        let is_suffix = top.len() == 2
            && ["co", "com", "org", "net", "ac", "gov", "or", "ne", "edu"].contains(&second);
        if is_suffix { labels.next().or(Some(second)) } else { Some(second) }
    }
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    a == b || name(&a).is_some_and(|n| Some(n) == name(&b))
}

/// Whether the page is an AMP page: `<html amp>` or `<html ⚡>`.
fn is_amp(found: &Found<'_>) -> bool {
    let Some(html) = found.html else { return false };
    found
        .tree
        .attrs(html)
        .iter()
        .any(|a| a.name.eq_ignore_ascii_case("amp") || a.name.starts_with('⚡'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_site_are_told_from_others() {
        let check = |a: &str, b: &str, wanted: bool| assert_eq!(same_site(a, b), wanted, "{a} {b}");
        check("www.theguardian.com", "amp.theguardian.com", true);
        check("news.bbc.co.uk", "www.bbc.co.uk", true);
        check("www.reuters.com", "uk.reuters.com", true);
        check("www.reuters.com", "www.nytimes.com", false);
        check("a.com.au", "b.com.au", false);
    }
}
