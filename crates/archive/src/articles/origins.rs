//! Which report an article goes back to, as it was traced and as people say it.

use crate::ArchiveError;
use crate::corrections::Rulings;
use annals_model::CorrectionKind;
use annals_store::{ArticleRelation, OriginRow, Reader, Subject, TracePart, Writer};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for the version of the weights where a person said it.
const EDITOR: &str = "editor";
/// The kind of an article that goes back to no other.
pub(super) const ORIGINAL: &str = "original";
/// The kind of a copy that only a person calls one.
const COPY: &str = "copy";

/// Articles that go back to one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The key of the page of the report; the archive need not hold it.
    pub origin: String,
    /// The articles, the report first where it is among them.
    pub members: Vec<OriginRow>,
}

/// The reports of an event, by the report that they go back to; larger groups first.
pub fn groups_of_event(reader: &Reader<'_>, event: i64) -> Result<Vec<Group>, ArchiveError> {
    let mut groups: BTreeMap<String, Vec<OriginRow>> = BTreeMap::new();
    for link in reader.articles_of(event)? {
        if link.relation == ArticleRelation::Reports {
            let row = reader.origin_of(&link.page)?;
            let row = row.unwrap_or_else(|| original(link.page, &link.weights));
            groups.entry(row.origin.clone()).or_default().push(row);
        }
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(origin, mut members)| {
            members.sort_by(|a, b| (a.page != origin, &a.page).cmp(&(b.page != origin, &b.page)));
            Group { origin, members }
        })
        .collect();
    groups.sort_by_key(|g| std::cmp::Reverse(g.members.len()));
    Ok(groups)
}

/// The articles that go back to the same report as the one on a page.
pub fn groups_of_article(reader: &Reader<'_>, page: &str) -> Result<Vec<Group>, ArchiveError> {
    let origin = origin_of(reader, page)?;
    let mut members = reader.origin_group(&origin)?;
    if members.iter().all(|m| m.page != page) {
        members.push(original(page.to_owned(), EDITOR));
    }
    Ok(vec![Group { origin, members }])
}

/// Lays what people said over what was traced, for one article.
pub(super) fn as_said(row: OriginRow, rulings: &Rulings) -> OriginRow {
    let denied = row.from.as_deref().is_some_and(|f| rulings.origin(&row.page, f) == Some(false));
    let words = rulings.of_kind(CorrectionKind::Origin);
    let copy = words.into_iter().rev().find(|c| {
        c.matter.subject == row.page && rulings.origin(&row.page, &c.matter.object) == Some(true)
    });
    match copy {
        Some(word) if row.from.as_deref() != Some(word.matter.object.as_str()) => OriginRow {
            origin: word.matter.object.clone(),
            from: Some(word.matter.object.clone()),
            kind: COPY.to_owned(),
            score: 1.0,
            weights: EDITOR.to_owned(),
            evidence: vec![TracePart {
                kind: EDITOR.to_owned(),
                ours: format!("{}: {}", word.by_name, word.reason),
                theirs: None,
            }],
            page: row.page,
        },
        None if denied => original(row.page, EDITOR),
        _ => row,
    }
}

/// An article that goes back to no other.
pub(super) fn original(page: String, weights: &str) -> OriginRow {
    OriginRow {
        origin: page.clone(),
        page,
        from: None,
        kind: ORIGINAL.to_owned(),
        score: 1.0,
        weights: weights.to_owned(),
        evidence: Vec::new(),
    }
}

/// Lets each article's group be that of the report that its chain of copies ends
/// at. Where a person's word closes a circle with what was traced, what was traced
/// gives way; where only people's words do, the first of its pages is the origin.
pub(super) fn origin_groups(mut rows: Vec<OriginRow>) -> Vec<OriginRow> {
    rows.sort_by(|a, b| a.page.cmp(&b.page));
    let mut from: BTreeMap<String, String> =
        rows.iter().filter_map(|r| Some((r.page.clone(), r.from.clone()?))).collect();
    for words in [false, true] {
        for row in &mut rows {
            let is_word = row.weights == EDITOR;
            if row.from.is_some() && is_word == words && is_circle(&from, &row.page) {
                from.remove(&row.page);
                *row = original(row.page.clone(), &row.weights);
            }
        }
    }
    for row in &mut rows {
        let mut origin = &row.page;
        while let Some(next) = from.get(origin) {
            origin = next;
        }
        row.origin.clone_from(origin);
    }
    rows
}

/// Whether a chain of copies comes back to where it begins.
fn is_circle(from: &BTreeMap<String, String>, page: &String) -> bool {
    let mut at = page;
    let mut seen = BTreeSet::new();
    while let Some(next) = from.get(at) {
        if next == page {
            return true;
        }
        if !seen.insert(next) {
            // Another circle, which is not this page's.
            return false;
        }
        at = next;
    }
    false
}

/// Traces one article again, because of what a person said of it. What goes back
/// to it goes where it goes.
pub(crate) fn trace_as_said(writer: &Writer<'_>, page: &str, seq: i64) -> Result<(), ArchiveError> {
    let rulings = Rulings::read(writer)?;
    let row = writer.origin_of(page)?;
    let row = as_said(row.unwrap_or_else(|| original(page.to_owned(), EDITOR)), &rulings);
    // The article's own group, and the one that it comes to.
    let mut rows = writer.origin_group(&origin_of(writer, page)?)?;
    if let Some(from) = &row.from {
        rows.extend(writer.origin_group(&origin_of(writer, from)?)?);
    }
    rows.retain(|r| r.page != row.page);
    rows.push(row);
    rows.sort_by(|a, b| a.page.cmp(&b.page));
    rows.dedup_by(|a, b| a.page == b.page);
    let mut changed = Vec::new();
    for row in origin_groups(rows) {
        if writer.set_origin(&row)? {
            changed.push(row.page);
        }
    }
    touch(writer, &changed, seq)
}

/// The group that a page belongs to: its own where it was not traced.
fn origin_of(reader: &Reader<'_>, page: &str) -> Result<String, ArchiveError> {
    Ok(reader.origin_of(page)?.map_or_else(|| page.to_owned(), |row| row.origin))
}

/// Notes the events whose sources go back to other reports now.
pub(super) fn touch(writer: &Writer<'_>, pages: &[String], seq: i64) -> Result<(), ArchiveError> {
    let mut subjects = Vec::new();
    for page in pages {
        subjects.extend(writer.article_links(page)?.into_iter().map(|l| Subject::Links(l.event)));
    }
    Ok(writer.touch(seq, &subjects)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(page: &str, from: Option<&str>, weights: &str) -> OriginRow {
        let from = from.map(str::to_owned);
        OriginRow { from, kind: COPY.to_owned(), ..original(page.to_owned(), weights) }
    }

    fn origins(rows: Vec<OriginRow>) -> Vec<(String, String)> {
        origin_groups(rows).into_iter().map(|r| (r.page, r.origin)).collect()
    }

    #[test]
    fn a_chain_ends_at_its_first_report() {
        let rows = vec![row("c", Some("b"), "t"), row("b", Some("a"), "t"), row("a", None, "t")];
        let of_a = |page: &str| (page.to_owned(), "a".to_owned());
        assert_eq!(origins(rows), [of_a("a"), of_a("b"), of_a("c")]);
    }

    #[test]
    fn what_was_traced_gives_way_to_a_word() {
        let rows = vec![row("a", Some("b"), EDITOR), row("b", Some("a"), "t")];
        let of_b = |page: &str| (page.to_owned(), "b".to_owned());
        assert_eq!(origins(rows), [of_b("a"), of_b("b")]);
        let rows = vec![row("a", Some("b"), EDITOR), row("b", Some("a"), EDITOR)];
        let of_a = |page: &str| (page.to_owned(), "a".to_owned());
        assert_eq!(origins(rows), [of_a("a"), of_a("b")]);
    }
}
