//! Tracing: which report each article goes back to, computed from their texts.

use super::origins::{ORIGINAL, as_said, origin_groups, touch};
use super::told::Told;
use crate::ArchiveError;
use crate::corrections::Rulings;
use annals_link::origins::{Options, Report, Trace, VERSION, trace};
use annals_store::{OriginRow, TracePart, Writer};
use std::collections::BTreeMap;

/// What was traced last: how many tellings there were, and by which weights.
const TRACED: &str = "traced";

/// Aligned sentences, kept names and changed words that are kept as evidence, at most.
const SENTENCES: usize = 3;
const NAMES: usize = 12;
const CHANGES: usize = 8;
/// Characters of a sentence that are kept.
const QUOTED: usize = 200;

/// Traces all articles, if one of them says something new or a person said
/// something of them; which report a text goes back to depends on all the others.
pub(super) fn run(
    writer: &Writer<'_>,
    told: &[Told],
    rulings: &Rulings,
    seq: i64,
) -> Result<(), ArchiveError> {
    let tellings = writer.article_counts()?.tellings;
    let words = rulings.of_kind(annals_model::CorrectionKind::Origin);
    let said: Vec<String> = words.iter().map(|w| w.number.to_string()).collect();
    let state = format!("{tellings} {} {}", weights(), said.join(","));
    if writer.meta(TRACED)?.as_deref() == Some(state.as_str()) {
        return Ok(());
    }
    let mut changed = Vec::new();
    for row in rows(told, rulings) {
        if writer.set_origin(&row)? {
            changed.push(row.page);
        }
    }
    touch(writer, &changed, seq)?;
    Ok(writer.set_meta(TRACED, &state)?)
}

/// The version of the weights, as rows name it.
fn weights() -> String {
    format!("origins-{VERSION}")
}

/// Where each article is from, with what people said laid over what was traced.
fn rows(told: &[Told], rulings: &Rulings) -> Vec<OriginRow> {
    let reports: Vec<Report<'_>> = told
        .iter()
        .zip(0..)
        .map(|(t, id)| Report {
            id,
            title: &t.title,
            text: &t.text,
            lang: &t.lang,
            published: t.published,
            publisher: t.publisher.as_deref(),
            agency: t.agency.as_deref(),
            spun_marks: t.marks.as_ref().map_or(0, |m| m.split("; ").count() as u32),
        })
        .collect();
    let origins = trace(&reports, &Options::default());
    let mut of: BTreeMap<usize, &Trace> = BTreeMap::new();
    for trace in &origins.traces {
        // A merged report has two; the one of which it has most comes first.
        of.entry(trace.report).or_insert(trace);
    }
    let rows = told.iter().enumerate().map(|(at, t)| {
        let row = match of.get(&at) {
            None => OriginRow {
                page: t.page.clone(),
                origin: t.page.clone(),
                from: None,
                kind: ORIGINAL.to_owned(),
                score: 1.0,
                weights: weights(),
                evidence: Vec::new(),
            },
            Some(trace) => OriginRow {
                page: t.page.clone(),
                origin: told[origins.groups[origins.group_of[at]].origin].page.clone(),
                from: Some(told[trace.from].page.clone()),
                kind: trace.kind.name().to_owned(),
                score: probability(trace.score),
                weights: weights(),
                evidence: evidence(trace, &told[trace.from], t),
            },
        };
        as_said(row, rulings)
    });
    origin_groups(rows.collect())
}

/// Log-odds as a probability, three digits.
fn probability(score: f32) -> f64 {
    let p = 1.0 / (1.0 + (-f64::from(score)).exp());
    (p * 1000.0).round() / 1000.0
}

fn evidence(trace: &Trace, from: &Told, here: &Told) -> Vec<TracePart> {
    let found = &trace.evidence;
    let part = |kind: &str, ours: String, theirs: Option<String>| TracePart {
        kind: kind.to_owned(),
        ours,
        theirs,
    };
    let quote = |text: &str, range: &std::ops::Range<usize>| -> String {
        text.get(range.clone()).unwrap_or_default().chars().take(QUOTED).collect()
    };
    let mut parts = Vec::new();
    let count = found.sentences.len();
    if count > 0 {
        parts.push(part("sentences", count.to_string(), None));
    }
    let mut closest: Vec<_> = found.sentences.iter().collect();
    closest.sort_by(|a, b| b.kept.total_cmp(&a.kept).then(a.here.start.cmp(&b.here.start)));
    for pair in closest.into_iter().take(SENTENCES) {
        let (ours, theirs) = (quote(&here.text, &pair.here), quote(&from.text, &pair.from));
        let theirs = (ours != theirs).then_some(theirs);
        parts.push(part("sentence", ours, theirs));
    }
    if !found.kept.is_empty() {
        let kept: Vec<&str> = found.kept.iter().take(NAMES).map(String::as_str).collect();
        parts.push(part("kept", kept.join(", "), None));
    }
    for (theirs, ours) in found.changed.iter().take(CHANGES) {
        parts.push(part("word", ours.clone(), Some(theirs.clone())));
    }
    parts.extend(here.marks.as_ref().map(|marks| part("marks", marks.clone(), None)));
    if found.quotes > 0 {
        parts.push(part("quotations", found.quotes.to_string(), None));
    }
    for credit in &found.credits {
        parts.push(part("agency", credit.agency.to_string(), None));
    }
    parts.extend(found.later.map(|s| part("later", format!("{s} seconds"), None)));
    parts
}
