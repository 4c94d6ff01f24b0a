//! A statement's sources: what is captured of them, and whether the bytes are right.

use super::{
    report::{CaptureReport, SourceReport, SourceState},
    texts::{PAGE_BYTES, Texts},
};
use crate::{
    Archive, ArchiveError, articles,
    captures::{self, followed},
};
use annals_model::{Source, Timestamp};
use annals_store::{ArticleRelation, Reader, RecordKind, StoredCapture, StoredEvent};
use std::collections::{BTreeSet, HashMap};

/// Captures of one source that are read back, the newest.
const CAPTURES: usize = 200;
/// Different contents of one source whose texts are looked through, the newest.
const TEXTS: usize = 8;

/// A source with its texts, newest first.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) report: SourceReport,
    pub(super) texts: Vec<Texts>,
}

/// The sources that an event cites, and the articles that tell it.
fn sources(reader: &Reader<'_>, event: &StoredEvent) -> Result<Vec<Source>, ArchiveError> {
    let mut sources = event.record.sources.clone();
    let cited: BTreeSet<String> =
        sources.iter().filter_map(|s| s.url.as_deref()).map(articles::key).collect();
    for link in reader.articles_of(event.row)? {
        if link.relation != ArticleRelation::Reports || cited.contains(&link.page) {
            continue;
        }
        if let Some(article) = reader.article(&link.page)? {
            sources.push(Source { url: Some(article.url), ..Source::default() });
        }
    }
    Ok(sources)
}

/// Whether anything is captured of an event's sources.
pub(super) fn is_any_captured(
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<bool, ArchiveError> {
    for source in sources(reader, event)? {
        let Some(url) = &source.url else { continue };
        for page in followed(reader, &articles::key(url))? {
            if reader.is_captured(&page)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// All sources of an event with their texts.
pub(super) fn all(
    archive: &Archive,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<Vec<Read>, ArchiveError> {
    let mut all = Vec::new();
    for source in sources(reader, event)? {
        all.push(one(archive, reader, &source)?);
    }
    Ok(all)
}

fn one(archive: &Archive, reader: &Reader<'_>, source: &Source) -> Result<Read, ArchiveError> {
    let mut read = Read {
        report: SourceReport {
            name: source.label(),
            url: source.url.clone(),
            state: SourceState::NotCaptured,
            led_to: Vec::new(),
            captures: Vec::new(),
            unchanged_at: None,
            last_error: None,
        },
        texts: Vec::new(),
    };
    let Some(url) = &source.url else { return Ok(read) };
    let pages = followed(reader, &articles::key(url))?;
    let mut stored = Vec::new();
    for page in &pages {
        stored.extend(reader.captures_of(page)?);
        for record in reader.records_of(page)? {
            let at = record.at.to_string();
            match (record.kind, record.status) {
                (RecordKind::Unchanged, _) => read.report.unchanged_at = Some(at),
                (RecordKind::Other, Some(status)) if status >= 400 => {
                    read.report.last_error = Some((at, status));
                }
                _ => {}
            }
        }
    }
    read.report.led_to = pages.into_iter().skip(1).collect();
    stored.sort_by_key(StoredCapture::at);
    stored.drain(..stored.len().saturating_sub(CAPTURES));
    let mut bodies = Bodies { archive, reader, known: HashMap::new() };
    // Newest first: what a source says now goes before what it said.
    let mut seen = BTreeSet::new();
    for capture in stored.iter().rev() {
        let (problem, body) = bodies.of(capture, seen.contains(&capture.digest))?;
        if problem.is_none()
            && seen.insert(capture.digest.clone())
            && read.texts.len() < TEXTS
            && let Some((body, content_type)) = body
        {
            let content_type = capture.content_type.as_deref().or(content_type.as_deref());
            read.texts.extend(Texts::of(&body, content_type, &capture.url, capture.at()));
        }
        read.report.captures.insert(0, shown(capture, problem));
    }
    read.report.state = if read.report.captures.iter().any(|capture| !capture.digest_ok) {
        SourceState::Damaged
    } else if stored.is_empty() {
        SourceState::NotCaptured
    } else if read.texts.is_empty() {
        SourceState::NoText
    } else {
        SourceState::Captured
    };
    Ok(read)
}

fn shown(capture: &StoredCapture, problem: Option<String>) -> CaptureReport {
    let at: Timestamp = capture.at();
    CaptureReport {
        url: capture.url.clone(),
        at: at.to_string(),
        digest: capture.digest.clone(),
        digest_ok: problem.is_none(),
        repeats: capture.repeats.is_some(),
        file: capture.file.clone(),
        offset: capture.offset,
        problem,
    }
}

/// Reads captures back; what a body came to is kept by its row.
struct Bodies<'a> {
    archive: &'a Archive,
    reader: &'a Reader<'a>,
    known: HashMap<i64, Option<String>>,
}

/// A body and its media type.
type Body = (Vec<u8>, Option<String>);

impl Bodies<'_> {
    /// What is wrong with a capture, and its body. Of one that repeats another, its own
    /// record is read as well as that one's.
    fn of(
        &mut self,
        capture: &StoredCapture,
        seen: bool,
    ) -> Result<(Option<String>, Option<Body>), ArchiveError> {
        let row = capture.repeats.unwrap_or(capture.row);
        if capture.repeats.is_some() {
            match captures::captured(self.archive, capture) {
                Err(error) => return Ok((Some(error.to_string()), None)),
                Ok(own) if own.record != capture.record => {
                    return Ok((Some(format!("another record lies there: {}", own.record)), None));
                }
                Ok(_) => {}
            }
        }
        if let (Some(problem), true) = (self.known.get(&row), seen) {
            return Ok((problem.clone(), None));
        }
        let read = captures::replayed(self.archive, self.reader, capture, u64::MAX);
        let (problem, body) = match read {
            Err(error) => (Some(error.to_string()), None),
            Ok(read) if captures::digest(&read.body) != capture.digest => {
                let notes: Vec<&str> = read.notes.iter().map(|n| n.problem.as_str()).collect();
                let why = if notes.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", notes.join("; "))
                };
                (Some(format!("the bytes have not the digest that was kept{why}")), None)
            }
            Ok(mut read) => {
                let bound = usize::try_from(PAGE_BYTES).unwrap_or(usize::MAX);
                read.body.truncate(bound);
                (None, Some((read.body, read.content_type)))
            }
        };
        self.known.insert(row, problem.clone());
        Ok((problem, body))
    }
}
