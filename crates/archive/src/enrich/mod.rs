//! Enriching: what the captures of an event's sources tell of them.
//!
//! A list names a publisher and an address. The page that was captured there has a title,
//! a day, a picture, and says in its own words what happened; it may have changed since,
//! or be gone. This is derived: it is computed again whenever the event, the article or
//! the address changes, makes no revision, and never goes before what a list or a person
//! says.
//!
//! 1. `facts.rs` reads what the archive holds of a page; `stub.rs` tells articles from
//!    error pages, walls and front pages.
//! 2. `agree.rs` asks whether the article tells the event: a page of another story is
//!    held with the reason, never shown. `rarity.rs` knows what sharing a word is worth.
//! 3. `describe.rs` takes title, description, day and picture; `clean.rs` makes them fit
//!    to be shown; `reserved.rs` knows whose text may not be.
//! 4. `edits.rs` tells what changed from capture to capture, `alive.rs` whether the
//!    address still answers.

mod agree;
mod alive;
mod clean;
mod describe;
mod edits;
mod facts;
#[cfg(test)]
mod gold;
mod lists;
mod rarity;
mod reserved;
mod stub;

pub use alive::Seen;
pub use lists::{ChangedSource, HeldSource, changed, held};

use crate::articles::key;
use crate::corrections::Rulings;
use crate::relink::Extent;
use crate::{Archive, ArchiveError};
use agree::{Agreement, Page, Statement};
use annals_model::{Article, article_steps};
use annals_store::{ArticleRelation, Enriched, EnrichedRow, Gone, StoredEvent, Subject, Writer};
use facts::Facts;
use serde::Serialize;
use std::collections::BTreeSet;
use stub::Stub;

/// Which change of the archive the sources are in step with, which capture, and by which
/// weights they were judged.
const ENRICHED: &str = "enriched";
const CAPTURES: &str = "enriched-captures";
const WEIGHTS: &str = "enriched-weights";

/// Events that changed up to which each one's pages are looked up; beyond, all pages are
/// looked at.
const FEW: usize = 2_000;

/// What enriching came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Pages that were looked at.
    pub pages: u64,
    /// Sources of events that something is shown of now.
    pub shown: u64,
    /// Sources of which nothing is shown, with the reason.
    pub held: u64,
    /// Events whose sources say something else now.
    pub events: u64,
}

/// Brings what is told of sources up to date, in an open transaction, and notes the
/// events whose pages show it under change number `seq`.
pub(crate) fn bring_up_to_date(
    archive: &Archive,
    writer: &Writer<'_>,
    rulings: &Rulings,
    extent: Extent,
    seq: i64,
) -> Result<Report, ArchiveError> {
    let mut report = Report::default();
    // What fetching and imports of web archives saw of addresses.
    let answers = writer.answers_to_take_in()?.into_iter();
    let answers: Vec<Seen> =
        answers.map(|a| Seen { url: a.url, status: a.status, at: a.at }).collect();
    seen(archive, writer, &answers)?;
    let all: BTreeSet<String> = writer.pages_to_enrich()?.into_iter().collect();
    let number = |key: &str| -> Result<Option<i64>, ArchiveError> {
        Ok(writer.meta(key)?.and_then(|v| v.parse().ok()))
    };
    let (before, capture) = (number(ENRICHED)?, number(CAPTURES)?.unwrap_or(0));
    let same_weights = writer.meta(WEIGHTS)?.as_deref() == Some(agree::VERSION);
    let (captured, last_capture) = writer.captured_behind(capture)?;
    if !all.is_empty() {
        let needed = match before {
            Some(before) if same_weights && extent == Extent::Needed => {
                let answered = answers.iter().map(|seen| key(&seen.url));
                needed(writer, &all, before, captured.into_iter().chain(answered).collect())?
            }
            _ => all,
        };
        for page in &needed {
            refresh(archive, writer, rulings, page, seq, &mut report)?;
        }
    }
    let now = [
        (ENRICHED, writer.last_change()?.to_string()),
        (CAPTURES, last_capture.to_string()),
        (WEIGHTS, agree::VERSION.to_owned()),
    ];
    for (key, value) in now {
        if writer.meta(key)?.as_deref() != Some(value.as_str()) {
            writer.set_meta(key, &value)?;
        }
    }
    Ok(report)
}

/// The pages that may tell something else since a change; `pages`: those that were
/// captured or answered since.
fn needed(
    writer: &Writer<'_>,
    all: &BTreeSet<String>,
    before: i64,
    mut pages: BTreeSet<String>,
) -> Result<BTreeSet<String>, ArchiveError> {
    let mut events = Vec::new();
    for subject in writer.touched_since(before)? {
        match subject {
            Subject::Event(row) => events.push(row),
            Subject::Article(page) => pages.extend(facts::cited_as(writer, page)?),
            _ => {}
        }
    }
    if events.len() > FEW {
        return Ok(all.clone());
    }
    for row in events {
        pages.extend(writer.pages_of_event(row)?);
    }
    pages.retain(|page| all.contains(page));
    Ok(pages)
}

/// Takes in what fetching saw of addresses: which are there, which are gone. Told in the
/// transaction that keeps what was fetched; older news than what is known change nothing.
///
/// # Errors
/// The database's.
pub fn seen(archive: &Archive, writer: &Writer<'_>, seen: &[Seen]) -> Result<(), ArchiveError> {
    if seen.is_empty() {
        return Ok(());
    }
    let seq = writer.last_change()? + 1;
    let mut rulings = None;
    for one in seen {
        let page = key(&one.url);
        let before = writer.address_state(&page)?;
        let after = alive::after(before.clone(), &page, one);
        if before.as_ref() == Some(&after) {
            continue;
        }
        writer.set_address_state(&after)?;
        if before.is_some_and(|b| b.gone) != after.gone {
            let rulings = match &rulings {
                Some(rulings) => rulings,
                None => rulings.insert(Rulings::read(writer)?),
            };
            refresh(archive, writer, rulings, &page, seq, &mut Report::default())?;
        }
    }
    Ok(())
}

/// Tells a page anew for every event that cites it or did.
fn refresh(
    archive: &Archive,
    writer: &Writer<'_>,
    rulings: &Rulings,
    page: &str,
    seq: i64,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    report.pages += 1;
    let citing: BTreeSet<i64> = writer.events_citing(page)?.into_iter().collect();
    let mut changed = Vec::new();
    for row in writer.enriched_page(page)? {
        if !citing.contains(&row.event) && writer.drop_enriched(row.event, page)? {
            changed.push(row.event);
        }
    }
    let facts = if citing.is_empty() { None } else { Facts::read(archive, writer, page)? };
    for row in citing {
        let Some(event) = writer.event_in(row)? else { continue };
        let told = facts.as_ref().map(|f| tell(archive, writer, rulings, f, &event)).transpose()?;
        let is_new = match told {
            Some(told) => {
                match told.held {
                    None => report.shown += 1,
                    Some(_) => report.held += 1,
                }
                writer.set_enriched(&told)?
            }
            None => writer.drop_enriched(row, page)?,
        };
        if is_new {
            changed.push(row);
        }
    }
    report.events += changed.len() as u64;
    let subjects: Vec<Subject> = changed.into_iter().map(Subject::Links).collect();
    Ok(writer.touch(seq, &subjects)?)
}

/// What a page tells of one event.
fn tell(
    archive: &Archive,
    writer: &Writer<'_>,
    rulings: &Rulings,
    facts: &Facts,
    event: &StoredEvent,
) -> Result<EnrichedRow, ArchiveError> {
    let gone = facts.gone.clone();
    let row = |held: Option<String>, told: Enriched| EnrichedRow {
        event: event.row,
        page: facts.page.clone(),
        held,
        told: Enriched { gone: gone.clone(), ..told },
    };
    let held = |why: &str| row(Some(why.to_owned()), Enriched::default());
    // What a person said of the article and the event goes before what is computed.
    let word = rulings.word_on_article(&facts.article_page, event.id);
    let ruling = word
        .map(|_| rulings.article(&facts.article_page, event.id, Some(ArticleRelation::Reports)));
    if ruling.is_some_and(|relation| relation != Some(ArticleRelation::Reports)) {
        return Ok(held("said: a person says that it does not report the event"));
    }
    let record = &event.record;
    let mentions = writer.mentions(event.row)?;
    let labels = record.statement.links.iter().map(|link| record.statement.label(link));
    let names = mentions.iter().map(|m| m.surface.as_str()).chain(labels);
    let statement = Statement::new(&record.statement.text, names, record.day);
    let mut worst = None;
    for step in article_steps(&facts.tellings).into_iter().rev() {
        let agreement = match ruling {
            Some(_) => Agreement::Same,
            None => agrees(&statement, &step.article),
        };
        if agreement != Agreement::Same {
            worst.get_or_insert(agreement);
            continue;
        }
        // The step's own capture, or the last one before it where a feed told it.
        let own: Vec<_> = facts.own_until(&step);
        let capture = own.last().and_then(|t| facts.captures.get(&t.number));
        let reserved = match capture {
            Some(capture) => facts::is_reserved(archive, writer, capture)?,
            None => false,
        };
        let own: Vec<_> = own.into_iter().cloned().collect();
        let told = Enriched {
            capture: capture.map(facts::lead_to),
            edits: edits::edits(&own, reserved),
            ..describe::describe(&step.article, &statement, reserved)
        };
        return Ok(row(None, told));
    }
    let is_empty = facts.tellings.iter().all(|t| is_empty(&t.article));
    Ok(match (worst, facts.stub) {
        (_, Some(stub)) => held(stub.said()),
        (Some(_), None) if is_empty => held(Stub::Nothing.said()),
        (Some(Agreement::OtherDay), None) => {
            held("other-day: the page is of another time than the event")
        }
        (Some(_), None) => held("other-story: the page shares too little with the statement"),
        // Never read: only the address is known of.
        (None, None) => held(Stub::Nothing.said()),
    })
}

/// Whether an article has nothing but a title.
fn is_empty(article: &Article) -> bool {
    article.deck.is_none() && article.blocks.iter().all(|block| block.text().is_empty())
}

fn agrees(statement: &Statement, article: &Article) -> Agreement {
    let text = article.text();
    let deck = article.deck.as_deref().unwrap_or_default();
    let text = if text.is_empty() { deck.to_owned() } else { format!("{deck}\n{text}") };
    let published = &article.published;
    statement.agrees(&Page {
        title: article.title.as_deref().unwrap_or_default(),
        text: &text,
        day: published.day().filter(|_| published.confidence >= 0.5),
    })
}

/// That an address is gone, as it is kept.
fn gone(since: annals_model::Timestamp, status: Option<u16>) -> Gone {
    Gone { since: since.as_microsecond(), status }
}
