//! Who published a page: a table of facts for known hosts, and what the page
//! says of itself for others.

use super::{
    gather::Found,
    sites::{self, Sites},
    value::{cut, is_address, squeezed, words},
};
use crate::page::Page;
use annals_model::{Article, Note};
use std::{collections::HashMap, sync::LazyLock};

/// Domain, tab, name as readers know it; `#` begins a comment.
const TABLE: &str = include_str!("publishers.tsv");

static BY_DOMAIN: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| lines().collect());

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// The publisher of a host's pages by the name that readers know, where the host
/// or a domain above it is in the table: `www.bbc.co.uk` is "BBC". Takes a host
/// in lower case, with or without a port.
pub fn publisher_of(host: &str) -> Option<&'static str> {
    let host = host.split(':').next().unwrap_or("").trim_end_matches('.');
    let mut domain = host;
    loop {
        if let Some(name) = BY_DOMAIN.get(domain) {
            return Some(name);
        }
        domain = domain.split_once('.')?.1;
    }
}

/// Names that a template's owner forgot to change, and those of systems.
const NO_PUBLISHERS: &[&str] = &[
    "wordpress",
    "blogger",
    "mysite",
    "mywebsite",
    "site",
    "website",
    "home",
    "blog",
    "news",
    "joomla",
    "drupal",
];

/// Decides on the publisher.
pub(super) fn decide(page: &Page<'_>, found: &Found<'_>, sites: &Sites, article: &mut Article) {
    if let Some(name) = sites.host.as_deref().and_then(publisher_of) {
        article.publisher = Some(name.to_owned());
        return;
    }
    let declared = sites::publishers(page.structured);
    let metas = ["og:site_name", "citation_publisher", "dc:publisher", "application-name"]
        .iter()
        .flat_map(|key| found.meta_values(key))
        .chain(found.meta_values("al:ios:app_name"))
        .chain(found.meta_values("twitter:site").map(|h| h.trim_start_matches('@').to_owned()));
    let mut names = declared.into_iter().chain(metas).filter_map(|name| usable(&name));
    article.publisher = names.next().or_else(|| copyright(found));
    if article.publisher.is_none() && sites.host.is_some() {
        article.notes.push(Note {
            line: None,
            kind: "no-publisher",
            problem: format!(
                "Nothing names the publisher of {}.",
                sites.host.as_deref().unwrap_or("")
            ),
            done: "The publisher stays open.".into(),
        });
    }
}

/// The name without a slogan behind it; `None` if it is no name.
fn usable(name: &str) -> Option<String> {
    let end = [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|mark| name.find(mark)).min();
    let name = name[..end.unwrap_or(name.len())].trim();
    // An address stands for the name of a site that has no other.
    let host = name.trim_start_matches("https://").trim_start_matches("http://");
    let host = host.trim_start_matches("www.").trim_end_matches('/');
    if is_address(name) {
        return publisher_of(&host.to_ascii_lowercase()).map(str::to_owned);
    }
    let key = squeezed(name);
    let good = (1..=8).contains(&words(name)) && name.len() <= 80 && !key.is_empty();
    (good && !NO_PUBLISHERS.contains(&key.as_str())).then(|| name.to_owned())
}

/// "© 2016 Example Media. All rights reserved", as a meta says it.
fn copyright(found: &Found<'_>) -> Option<String> {
    let line = found.first_meta(&["copyright", "dcterms:rightsholder", "rights", "dc:rights"])?;
    let line = cut(&line, 200);
    let is_mark = |w: &str| {
        let w = w.to_lowercase();
        let w = w.trim_matches(['.', ',', ':', '(', ')']);
        ["copyright", "©", "c", "by", "the"].contains(&w) || w.chars().all(|c| !c.is_alphabetic())
    };
    let rest: Vec<&str> = line.split_whitespace().skip_while(|w| is_mark(w)).collect();
    let rest = rest.join(" ");
    let lower = rest.to_ascii_lowercase();
    let end = ["all rights", ". ", ", ", "(c)", "©"].iter().filter_map(|m| lower.find(m)).min();
    usable(rest[..end.unwrap_or(rest.len())].trim_end_matches('.').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for (domain, name) in lines() {
            assert!(seen.insert(domain), "{domain} stands twice");
            assert_eq!(domain, domain.trim().to_ascii_lowercase());
            assert!(domain.contains('.') && !domain.starts_with("www."), "{domain}");
            assert_eq!(annals_model::tidy(name), name, "{domain}");
            assert!(!name.is_empty(), "{domain}");
        }
        let broken = TABLE.lines().filter(|l| !l.starts_with('#') && !l.contains('\t'));
        assert_eq!(broken.collect::<Vec<_>>(), [""; 0]);
        assert!(seen.len() >= 400, "{} domains", seen.len());
    }

    #[test]
    fn hosts_are_looked_up_by_their_parents() {
        let check =
            |host: &str, wanted: Option<&str>| assert_eq!(publisher_of(host), wanted, "{host}");
        check("www.bbc.co.uk", Some("BBC"));
        check("news.bbc.co.uk:80", Some("BBC"));
        check("edition.cnn.com", Some("CNN"));
        check("co.uk", None);
        check("notbbc.co.uk", None);
        check("", None);
    }

    #[test]
    fn names_lose_their_slogans() {
        let check = |name: &str, wanted: Option<&str>| {
            assert_eq!(usable(name).as_deref(), wanted, "{name}");
        };
        check("Wiener Zeitung - Tageszeitung seit 1703", Some("Wiener Zeitung"));
        check("http://www.reuters.com", Some("Reuters"));
        check("http://unknown.example", None);
        check("WordPress", None);
    }
}
