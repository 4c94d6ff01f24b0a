//! Asking: the index says which events, the archive what they are.

use super::answer::{
    Answer, Bucket, Completion, Fragment, Histogram, Hit, Named, Note, Score, Segment, Suggestion,
    Year,
};
use super::item::Items;
use super::{Kind, Question, Searcher};
use crate::{Archive, ArchiveError};
use annals_model::{Status, history};
use annals_store::Reader;
use std::collections::HashSet;

/// Longest statement that is shown whole, in characters, and the length of a piece of
/// a summary.
const STATEMENT: usize = 1_000;
const SUMMARY: usize = 240;

impl Searcher {
    /// Answers a question about the archive that the index is of.
    ///
    /// What changed since the last [`Searcher::refresh`] is not found yet, and an event
    /// that was taken back since is left out. No question takes up a new state of the
    /// index itself: it would wait for it, and all others with it.
    ///
    /// # Errors
    /// The database or the index cannot be read; no text of a query is an error.
    pub fn ask(&self, archive: &Archive, question: &Question) -> Result<Answer, ArchiveError> {
        let answer = self.index.search(question)?;
        let reader = archive.store.read()?;
        let items = Items::new(&reader, &self.index)?;
        let mut hits = Vec::with_capacity(answer.hits.len());
        for hit in &answer.hits {
            let Some(event) = reader.event_in(hit.row)? else { continue };
            let mut steps = history::steps(&reader.revisions(hit.row)?);
            if let Some(time) = question.as_of {
                let known = steps.iter().take_while(|s| history::known_from(s) <= time).count();
                steps.truncate(known);
            }
            let Some(record) = history::fold(&steps).filter(|r| r.status == Status::Published)
            else {
                continue;
            };
            let summary = record.summary.as_ref().map(|s| answer.marks.fragment(&s.text, SUMMARY));
            hits.push(Hit {
                item: items.item(&event, record, &steps)?,
                statement: answer.marks.fragment(&record.statement.text, STATEMENT).into(),
                summary: summary.filter(|s| s.marked > 0).map(Fragment::from),
                score: (hit.score.total > 0.0).then_some(Score {
                    total: hit.score.total,
                    text: hit.score.text,
                    recency: hit.score.recency,
                    sources: hit.score.sources,
                }),
            });
        }
        // An addition says what it stands under only beside it.
        let here: HashSet<String> = hits.iter().map(|h: &Hit| h.item.id.clone()).collect();
        for hit in &mut hits {
            hit.item.under = hit.item.under.take().filter(|id| here.contains(id));
        }
        let mut facets = super::Facets::new();
        for facet in &answer.facets {
            let mut names = Vec::with_capacity(facet.counts.len());
            for count in &facet.counts {
                names.push(Named {
                    url: items.url(facet.kind, &count.key)?,
                    key: count.key.clone(),
                    title: count.title.clone(),
                    count: count.count,
                });
            }
            facets.insert(facet.kind.name(), names);
        }
        let note = |note: &annals_search::Note| Note { code: note.code(), text: note.to_string() };
        Ok(Answer {
            total: answer.total,
            hits,
            facets,
            years: answer.years.into_iter().map(|(year, count)| Year { year, count }).collect(),
            histogram: answer.histogram.map(Histogram::from),
            suggestion: answer.suggestion.map(|s| Suggestion { query: s.query, total: s.total }),
            notes: answer.notes.iter().map(note).collect(),
            change: self.index.change(),
        })
    }

    /// Completes what is being typed: to names with their pages, and to words.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn complete(&self, archive: &Archive, text: &str) -> Result<Vec<Completion>, ArchiveError> {
        let reader: Reader<'_> = archive.store.read()?;
        let items = Items::new(&reader, &self.index)?;
        let found = self.index.complete(text).into_iter();
        found
            .map(|c| {
                let url = match c.kind {
                    Some(kind) => items.url(kind, &c.key)?,
                    None => None,
                };
                Ok(Completion {
                    kind: c.kind.map_or("words", Kind::name),
                    title: c.title,
                    key: c.kind.map(|_| c.key),
                    url,
                    events: c.events,
                })
            })
            .collect()
    }
}

impl From<annals_search::Fragment> for Fragment {
    fn from(fragment: annals_search::Fragment) -> Fragment {
        let segment = |s: annals_search::Segment| Segment { text: s.text, marked: s.marked };
        Fragment {
            segments: fragment.segments.into_iter().map(segment).collect(),
            cut_before: fragment.cut_before,
            cut_after: fragment.cut_after,
        }
    }
}

impl From<annals_search::Histogram> for Histogram {
    fn from(histogram: annals_search::Histogram) -> Histogram {
        let bucket = |b: annals_search::Bucket| Bucket {
            from: b.from.to_string(),
            to: b.to.to_string(),
            count: b.count,
        };
        Histogram {
            step: histogram.step.name(),
            buckets: histogram.buckets.into_iter().map(bucket).collect(),
        }
    }
}
