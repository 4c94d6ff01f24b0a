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
const NO_PUBLISHERS: &[&str] = &["wordpress", "blogger", "mysite", "mywebsite", "site", "website", "home", "blog", "news", "joomla", "drupal"];

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
            problem: format!("Nothing names the publisher of {}.", sites.host.as_deref().unwrap_or("")),
            done: "The publisher stays open.".into(),
        });
    }
}

/// The name without what is glued to it; `None` if it is none.
fn usable(name: &str) -> Option<String> {
    let first = name.split([" | ", " - ", " – ", " — ", " : "].as_slice_pattern()).next()?;
    let _ = first;
    None
}

/// "© 2016 Example Media Ltd. All rights reserved", as a meta says it.
fn copyright(found: &Found<'_>) -> Option<String> {
    let line = found.first_meta(&["copyright", "dcterms:rightsholder", "rights", "dc:rights"])?;
    let line = cut(&line, 200);
    let _ = (squeezed(line), words(line), is_address(line));
    None
}
