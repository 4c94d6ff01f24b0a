//! Recording what was told: captures, articles, feeds.

use super::{Prepared, read::Told};
use crate::Archive;
use crate::captures::{self, Appender, CaptureError};
use annals_model::{Source, Telling, Timestamp, article_changes};
use annals_store::{Subject, Writer};

/// What became of what was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A new article.
    New,
    /// A known article says something else.
    Changed,
    /// Nothing new.
    Same,
}

/// Records within one transaction.
pub(crate) struct Keeper<'a> {
    /// `None` for a dry run, which writes no file.
    appender: Option<Appender<'a>>,
    now: Timestamp,
}

/// What one file or capture came to.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Whether the capture is a new one.
    pub(crate) capture: bool,
    /// What became of each thing told.
    pub(crate) outcomes: Vec<Outcome>,
    /// Feeds that were not followed before.
    pub(crate) feeds: u64,
}

impl<'a> Keeper<'a> {
    pub(crate) fn new(archive: &'a Archive, now: Timestamp) -> Keeper<'a> {
        Keeper { appender: Some(Appender::new(archive)), now }
    }

    /// Records in the transaction only, which will be undone.
    pub(crate) fn dry(now: Timestamp) -> Keeper<'a> {
        Keeper { appender: None, now }
    }

    /// Records a page, a feed or a list of feeds; `seq` is the number of the changes.
    pub(crate) fn keep(
        &mut self,
        writer: &Writer<'_>,
        prepared: &Prepared,
        seq: i64,
    ) -> Result<Kept, CaptureError> {
        let mut kept = Kept::default();
        for feed in &prepared.feeds {
            kept.feeds += u64::from(writer.subscribe(feed)?);
        }
        let mut capture = None;
        if let Some(url) = prepared.url.as_deref().filter(|_| prepared.keep) {
            let page = key(url);
            let digest = captures::digest(&prepared.saved.body);
            if writer.has_capture(&page, &digest, prepared.saved.captured_at)? {
                // The same bytes of the same moment tell the same.
                kept.outcomes = vec![Outcome::Same; prepared.told.len()];
                return Ok(kept);
            }
            let saved = &prepared.saved;
            if let Some(appender) = &mut self.appender {
                capture = Some(appender.append(writer, &page, url, saved, digest, self.now)?);
            }
            kept.capture = true;
        }
        for told in &prepared.told {
            kept.outcomes.push(self.tell(writer, told, capture, seq)?);
        }
        Ok(kept)
    }

    fn tell(
        &self,
        writer: &Writer<'_>,
        told: &Told,
        capture: Option<i64>,
        seq: i64,
    ) -> Result<Outcome, CaptureError> {
        let page = key(&told.url);
        let known = writer.article(&page)?;
        let (row, tellings) = match &known {
            Some(article) => (article.row, writer.tellings(article.row)?),
            None => (writer.add_article(&page, &told.url)?, Vec::new()),
        };
        // What the same reader told last before this moment.
        let before = tellings
            .iter()
            .filter(|t| t.by.name() == told.by.name() && t.known_at <= told.known_at)
            .max_by_key(|t| (t.known_at, t.number));
        if before.is_some_and(|b| article_changes(&b.article, &told.article).is_empty()) {
            return Ok(Outcome::Same);
        }
        let telling = Telling {
            number: tellings.last().map_or(1, |t| t.number + 1),
            known_at: told.known_at,
            recorded_at: self.now,
            by: told.by.clone(),
            article: told.article.clone(),
        };
        writer.add_telling(row, &telling, capture)?;
        writer.touch(seq, &[Subject::Article(page)])?;
        Ok(if known.is_some() { Outcome::Changed } else { Outcome::New })
    }

    /// To be called before the transaction is committed.
    pub(crate) fn finish(self) -> Result<(), CaptureError> {
        self.appender.map_or(Ok(()), Appender::finish)
    }
}

/// The key of a page, by which it is known.
pub fn key(url: &str) -> String {
    let source = Source { url: Some(url.to_owned()), ..Source::default() };
    source.page_key().unwrap_or(url).to_owned()
}
