//! The articles that report an event, with the report that each goes back to.

use crate::ArchiveError;
use crate::articles::{Group, article, groups_of_event};
use annals_model::Article;
use annals_publish::wire;
use annals_store::{ArticleRelation, OriginRow, Reader};
use std::collections::BTreeMap;

/// How many origins a page names, how many copies of each, and how many pairs of
/// changed words of a copy: an event that the whole world reports has thousands.
const GROUPS: usize = 100;
const COPIES: usize = 100;
const CHANGED: usize = 3;

/// What annals found of an event; `None` where the archive has no article of it.
pub(super) fn reports(
    reader: &Reader<'_>,
    event: i64,
) -> Result<Option<wire::Reports>, ArchiveError> {
    let all = groups_of_event(reader, event)?;
    if all.is_empty() {
        return Ok(None);
    }
    // Whether each of them is certain to report it, by page.
    let links = reader.articles_of(event)?.into_iter();
    let links = links.filter(|l| l.relation == ArticleRelation::Reports);
    let certain: BTreeMap<String, bool> = links.map(|l| (l.page, l.certain)).collect();
    let count = all.iter().map(|g| g.members.len() as u64).sum();
    let origins = all.len() as u64;
    let groups = all.iter().take(GROUPS).map(|g| group(reader, g, &certain));
    let groups = groups.collect::<Result<_, _>>()?;
    Ok(Some(wire::Reports { count, origins, groups }))
}

fn group(
    reader: &Reader<'_>,
    group: &Group,
    certain: &BTreeMap<String, bool>,
) -> Result<wire::ReportGroup, ArchiveError> {
    let copies = group.members.iter().filter(|row| row.page != group.origin).take(COPIES);
    Ok(wire::ReportGroup {
        origin: report(reader, &group.origin, certain)?,
        copies: copies.map(|row| copy(reader, row, certain)).collect::<Result<_, _>>()?,
    })
}

fn report(
    reader: &Reader<'_>,
    page: &str,
    certain: &BTreeMap<String, bool>,
) -> Result<wire::Report, ArchiveError> {
    let article = article(reader, page)?.unwrap_or_default();
    let host = page.split('/').next().unwrap_or(page);
    let Article { title, publisher, url, published, .. } = article;
    Ok(wire::Report {
        title: title.unwrap_or_default(),
        publisher: publisher.unwrap_or_else(|| host.to_owned()),
        url: url.filter(|url| is_web(url)),
        published: published.day().map(|day| day.to_string()),
        found: certain.get(page) == Some(&false),
        uncounted: !certain.contains_key(page),
    })
}

fn copy(
    reader: &Reader<'_>,
    row: &OriginRow,
    certain: &BTreeMap<String, bool>,
) -> Result<wire::ReportCopy, ArchiveError> {
    let of_kind = |kind: &'static str| row.evidence.iter().filter(move |part| part.kind == kind);
    let changed = of_kind("word").filter_map(|part| {
        Some(wire::ChangedWords { before: part.theirs.clone()?, after: part.ours.clone() })
    });
    Ok(wire::ReportCopy {
        report: report(reader, &row.page, certain)?,
        kind: row.kind.clone(),
        sentences: of_kind("sentences").find_map(|part| part.ours.parse().ok()),
        changed: changed.take(CHANGED).collect(),
        credit: of_kind("agency").next().map(|part| part.ours.clone()),
    })
}

fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}
