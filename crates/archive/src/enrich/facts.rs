//! What the archive holds of a page: its tellings, its captures, how its address answers.

use super::gone;
use super::stub::{Stub, is_front, stub};
use crate::articles::{key, replayed};
use crate::{Archive, ArchiveError};
use annals_import::warc::Capture;
use annals_model::{ArticleStep, Telling, Timestamp};
use annals_store::{EnrichedCapture, Gone, Reader, StoredCapture, Writer};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Redirects that are followed from capture to capture.
const HOPS: usize = 5;
/// Captures of one page, the last ones, that are read to see whether it is still there.
const READ: usize = 8;
/// Bytes of a page that are read for that, and for its headers and metadata.
const PAGE: u64 = 2 << 20;
const HEAD: u64 = 64 << 10;
/// Seconds between two captures of an error page that make sure of it.
const APART: i64 = 24 * 3_600;

/// What is known of a page.
#[derive(Debug)]
pub(super) struct Facts {
    /// The key of the page as it is cited.
    pub(super) page: String,
    /// The key of the article that stands there.
    pub(super) article_page: String,
    /// What it told: articles only, by whoever told them, in the order of recording.
    pub(super) tellings: Vec<Telling>,
    /// The captures that tellings were read from, by their numbers.
    pub(super) captures: BTreeMap<u32, StoredCapture>,
    /// What the last thing seen there is, where that is no article.
    pub(super) stub: Option<Stub>,
    /// That it is no longer there.
    pub(super) gone: Option<Gone>,
}

/// The pages as which events may cite an article: its own key, and those of the
/// captures that it was read from.
pub(super) fn cited_as(writer: &Writer<'_>, page: String) -> Result<Vec<String>, ArchiveError> {
    let mut pages = BTreeSet::new();
    if let Some(article) = writer.article(&page)? {
        for (_, row) in writer.captures_of_tellings(article.row)? {
            pages.extend(writer.capture_in(row)?.map(|c| c.page));
        }
    }
    pages.insert(page);
    Ok(pages.into_iter().collect())
}

impl Facts {
    /// Reads them; `None` where nothing is known but that events cite the page.
    pub(super) fn read(
        archive: &Archive,
        writer: &Writer<'_>,
        page: &str,
    ) -> Result<Option<Facts>, ArchiveError> {
        let state = writer.address_state(page)?.filter(|s| s.gone);
        let mut facts = Facts {
            page: page.to_owned(),
            article_page: page.to_owned(),
            tellings: Vec::new(),
            captures: BTreeMap::new(),
            stub: None,
            gone: state.and_then(|s| Some(gone(s.bad_since?, s.status))),
        };
        let (end, moved_to_front) = followed(writer, page)?;
        let captures = writer.captures_of(&end)?;
        let article = match writer.article(&end)? {
            Some(article) => Some(article),
            None => writer.article_captured_as(&end)?,
        };
        if article.is_none() && captures.is_empty() && !moved_to_front {
            return Ok(facts.gone.is_some().then_some(facts));
        }
        let mut stubs = BTreeMap::new();
        if let Some(article) = article {
            facts.article_page = article.page;
            let rows: BTreeMap<u32, i64> =
                writer.captures_of_tellings(article.row)?.into_iter().collect();
            for telling in writer.tellings(article.row)? {
                let of_page = telling.by.name() != "feed";
                let capture = match rows.get(&telling.number) {
                    Some(row) => writer.capture_in(*row)?,
                    None => None,
                };
                let kind = of_page.then(|| stub(&telling.article, &article.url)).flatten();
                match (kind, capture) {
                    (Some(kind), capture) => {
                        facts.stub = Some(kind);
                        stubs.extend(capture.map(|c| (c.digest, kind)));
                    }
                    (None, capture) => {
                        facts.captures.extend(capture.map(|c| (telling.number, c)));
                        facts.tellings.push(telling);
                    }
                }
            }
        }
        facts.look_at_last(archive, writer, &captures, &stubs)?;
        if moved_to_front {
            facts.stub = Some(Stub::Front);
            facts.tellings.clear();
        }
        Ok(Some(facts))
    }

    /// Finds out what the last captures show: whether the page is gone though its server
    /// says that all is well.
    fn look_at_last(
        &mut self,
        archive: &Archive,
        writer: &Writer<'_>,
        captures: &[StoredCapture],
        stubs: &BTreeMap<String, Stub>,
    ) -> Result<(), ArchiveError> {
        let good: BTreeSet<String> = self.captures.values().map(|c| c.digest.clone()).collect();
        let mut missing: Vec<Timestamp> = Vec::new();
        let mut last = None;
        for capture in captures.iter().rev().take(READ) {
            if good.contains(&capture.digest) {
                break;
            }
            let kind = match stubs.get(&capture.digest) {
                Some(kind) => Some(*kind),
                None => read_stub(archive, writer, capture),
            };
            last.get_or_insert(kind);
            if kind != Some(Stub::NotFound) {
                break;
            }
            missing.push(capture.at());
        }
        if self.tellings.is_empty() && self.stub.is_none() {
            self.stub = last.flatten();
        }
        if let (Some(latest), Some(first)) = (missing.first(), missing.last())
            && latest.as_second() - first.as_second() >= APART
            && self.gone.is_none()
        {
            self.gone = Some(gone(*first, Some(404)));
        }
        Ok(())
    }

    /// The page's own tellings up to a step.
    pub(super) fn own_until(&self, step: &ArticleStep) -> Vec<&Telling> {
        let mut own: Vec<&Telling> = self
            .tellings
            .iter()
            .filter(|t| t.by.name() != "feed")
            .filter(|t| (t.known_at, t.number) <= (step.known_at, step.number))
            .collect();
        own.sort_by_key(|t| (t.known_at, t.number));
        own
    }
}

/// Where a page's captures lead: through redirects, and whether they end at a front page
/// though the page was none.
fn followed(reader: &Reader<'_>, page: &str) -> Result<(String, bool), ArchiveError> {
    let mut at = page.to_owned();
    for _ in 0..HOPS {
        if reader.article(&at)?.is_some() {
            break;
        }
        let Some(last) = reader.last_redirect(&at)? else { break };
        // A page that was there later than it led elsewhere is its own.
        if reader.captures_of(&at)?.pop().is_some_and(|c| c.at() > last.at) {
            break;
        }
        let base = Url::parse(&last.url).ok();
        let location = last.location.as_deref();
        let Some(next) = location.and_then(|to| base?.join(to.trim()).ok()) else { break };
        if is_front(next.as_str()) && !is_front(&last.url) {
            return Ok((at, true));
        }
        let next = key(next.as_str());
        if next == at {
            break;
        }
        at = next;
    }
    Ok((at, false))
}

/// What a capture without a telling shows, where that is no article.
fn read_stub(archive: &Archive, reader: &Reader<'_>, stored: &StoredCapture) -> Option<Stub> {
    let capture = replay(archive, reader, stored, PAGE)?;
    if matches!(capture.status, Some(404 | 410)) {
        return Some(Stub::NotFound);
    }
    let article = annals_extract::read(&annals_extract::Input {
        bytes: &capture.body,
        url: Some(&stored.url),
        content_type: capture.content_type.as_deref(),
        captured_at: stored.captured_at,
        ..annals_extract::Input::default()
    });
    stub(&article, &stored.url)
}

/// A capture's bytes. One that cannot be read tells nothing here: `annals check` and
/// `annals verify` say what is wrong with it.
fn replay(
    archive: &Archive,
    reader: &Reader<'_>,
    stored: &StoredCapture,
    bytes: u64,
) -> Option<Capture> {
    replayed(archive, reader, stored, bytes).ok()
}

/// Whether the publisher of a capture reserves its text: in the capture, or, as fetching
/// found, in files of its host (`ai.txt`, `tdmrep.json`).
///
/// # Errors
/// Those of the database.
pub(super) fn is_reserved(
    archive: &Archive,
    reader: &Reader<'_>,
    stored: &StoredCapture,
) -> Result<bool, ArchiveError> {
    if let Some((limits, _)) = reader.reserved(&stored.page)?
        && limits
    {
        return Ok(true);
    }
    let capture = replay(archive, reader, stored, HEAD);
    Ok(capture.is_some_and(|c| super::reserved::is_reserved(&c)))
}

/// A capture as readers are led to it.
pub(super) fn lead_to(capture: &StoredCapture) -> EnrichedCapture {
    EnrichedCapture { at: capture.at().as_microsecond(), url: capture.url.clone() }
}
