//! The index as it stands after one commit, with what questions need of it in memory.

use crate::columns::{Columns, Keys, STILL};
use crate::names::Names;
use crate::schema::Fields;
use crate::vocabulary::Vocabulary;
use crate::{Kind, SearchError};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use tantivy::index::SegmentId;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// One state of the index. Questions that run keep theirs when another one comes.
pub(crate) struct View {
    pub(crate) fields: Fields,
    pub(crate) searcher: Searcher,
    /// The segments' columns, in the order of the searcher's segments.
    pub(crate) columns: Vec<Arc<Columns>>,
    pub(crate) keys: Arc<Keys>,
    /// The archive's change that the index is in step with.
    pub(crate) change: i64,
    /// The newest day of an event that stands today.
    pub(crate) newest: i32,
    statistics: Statistics,
    vocabulary: OnceLock<Vocabulary>,
    names: OnceLock<Names>,
    counts: OnceLock<[Vec<u32>; 5]>,
}

/// Numbers of documents and words that do not count what was deleted, so that scores
/// depend on what is there and not on how it came there.
#[derive(Debug, Default)]
struct Statistics {
    docs: u64,
    tokens: HashMap<Field, u64>,
}

impl View {
    /// Reads what is new of a state; segments that an older view has are taken from it.
    pub(crate) fn new(
        fields: Fields,
        searcher: Searcher,
        change: i64,
        before: Option<&View>,
    ) -> Result<View, SearchError> {
        let mut known: HashMap<SegmentId, Arc<Columns>> = HashMap::new();
        let mut keys = Arc::new(Keys::default());
        if let Some(before) = before {
            keys = before.keys.clone();
            let ids = before.searcher.segment_readers().iter().map(SegmentReader::segment_id);
            known = ids.zip(before.columns.iter().cloned()).collect();
        }
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            columns.push(match known.get(&segment.segment_id()) {
                Some(columns) => columns.clone(),
                None => Arc::new(Columns::read(segment, Arc::make_mut(&mut keys))?),
            });
        }
        let mut newest = i32::MIN;
        for (segment, columns) in searcher.segment_readers().iter().zip(&columns) {
            for doc in segment.doc_ids_alive().map(|d| d as usize) {
                if columns.until[doc] == STILL {
                    newest = newest.max(columns.day[doc]);
                }
            }
        }
        let mut view = View {
            fields,
            searcher,
            columns,
            keys,
            change,
            newest,
            statistics: Statistics::default(),
            vocabulary: OnceLock::new(),
            names: OnceLock::new(),
            counts: OnceLock::new(),
        };
        view.statistics = view.count()?;
        Ok(view)
    }

    fn count(&self) -> Result<Statistics, SearchError> {
        let f = &self.fields;
        let mut statistics = Statistics::default();
        for segment in self.searcher.segment_readers() {
            statistics.docs += u64::from(segment.num_docs());
            for field in [f.statement, f.summary, f.stories, f.entities, f.category, f.publishers] {
                let lengths = segment.get_fieldnorms_reader(field)?;
                let tokens: u64 =
                    segment.doc_ids_alive().map(|doc| u64::from(lengths.fieldnorm(doc))).sum();
                *statistics.tokens.entry(field).or_default() += tokens;
            }
        }
        Ok(statistics)
    }

    /// Builds what questions share and have asked of an older view, so that the first
    /// of them does not have to, nor all others to wait for it.
    pub(crate) fn warm_as(&self, before: &View) {
        if before.vocabulary.get().is_some() {
            self.vocabulary();
        }
        if before.names.get().is_some() {
            self.names();
        }
        if before.counts.get().is_some() {
            self.counts();
        }
    }

    /// The words of the index. Built when first asked for.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            let mut words = Vec::new();
            for segment in self.searcher.segment_readers() {
                // A segment that cannot be read gives no words; the search itself says why.
                let _ = words_of(segment, self.fields.words, &mut words);
            }
            Vocabulary::new(words)
        })
    }

    /// The names of the index. Built when first asked for.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.keys))
    }

    /// How many events have each name today, by kind and number.
    pub(crate) fn counts(&self) -> &[Vec<u32>; 5] {
        self.counts.get_or_init(|| {
            let mut counts = Kind::ALL.map(|kind| vec![0; self.keys.names(kind).len()]);
            for (segment, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
                for doc in segment.doc_ids_alive() {
                    if columns.until[doc as usize] == STILL {
                        for (counts, lists) in counts.iter_mut().zip(&columns.names) {
                            lists.of(doc).iter().for_each(|n| counts[*n as usize] += 1);
                        }
                    }
                }
            }
            counts
        })
    }

    /// The commonest terms of a field that begin so, and whether they are all.
    pub(crate) fn terms_beginning(
        &self,
        field: Field,
        start: &str,
        most: usize,
    ) -> (Vec<Term>, bool) {
        let mut found = Vec::new();
        for segment in self.searcher.segment_readers() {
            let _ = terms_of(segment, field, start, &mut found);
        }
        let found = Vocabulary::new(found);
        let (words, all) = found.beginning(start, most);
        (words.into_iter().map(|w| Term::from_field_text(field, w)).collect(), all)
    }
}

/// Documents that have a term and are not deleted.
fn alive(segment: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
    let inverted = segment.inverted_index(term.field())?;
    let Some(alive) = segment.alive_bitset() else {
        return Ok(u64::from(inverted.doc_freq(term)?));
    };
    let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
        return Ok(0);
    };
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u64::from(alive.is_alive(postings.doc()));
        postings.advance();
    }
    Ok(count)
}

fn words_of(
    segment: &SegmentReader,
    field: Field,
    words: &mut Vec<(Box<str>, u32)>,
) -> tantivy::Result<()> {
    terms_of(segment, field, "", words)
}

fn terms_of(
    segment: &SegmentReader,
    field: Field,
    start: &str,
    words: &mut Vec<(Box<str>, u32)>,
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let mut terms = inverted.terms().range().ge(start).into_stream()?;
    while let Some((term, info)) = terms.next() {
        let Ok(word) = std::str::from_utf8(term) else { continue };
        if !word.starts_with(start) {
            break;
        }
        let mut count = info.doc_freq;
        if let Some(alive) = segment.alive_bitset() {
            let mut postings =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            count = 0;
            while postings.doc() != TERMINATED {
                count += u32::from(alive.is_alive(postings.doc()));
                postings.advance();
            }
        }
        words.push((word.into(), count));
    }
    Ok(())
}

impl Bm25StatisticsProvider for View {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.statistics.tokens.get(&field).copied().unwrap_or(self.statistics.docs))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.statistics.docs)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.segment_readers().iter().map(|segment| alive(segment, term)).sum()
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("change", &self.change).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Document, Index, Writer};
    use annals_model::{EventId, Timestamp, date};

    fn event(row: i64, statement: &str) -> Document {
        Document {
            id: EventId::from_key(&row.to_string()),
            row,
            from: Timestamp::UNIX_EPOCH,
            until: None,
            day: date(2016, 9, 12),
            lang: "en".into(),
            statement: statement.into(),
            summary: String::new(),
            stories: Vec::new(),
            entities: Vec::new(),
            category: None,
            publishers: Vec::new(),
            hosts: Vec::new(),
            sources: 1,
        }
    }

    #[test]
    fn a_view_is_as_warm_as_the_one_before_it_and_old_ones_go() {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::create(dir.path()).unwrap();
        writer.add(&event(1, "A truce begins in Aleppo.")).unwrap();
        writer.finish(1).unwrap();
        let index = Index::open(dir.path()).unwrap();
        let add = |row, change| {
            let writer = Writer::open(dir.path()).unwrap();
            writer.add(&event(row, "A bridge opens in Lisbon.")).unwrap();
            writer.finish(change).unwrap();
            assert!(index.reload().unwrap());
        };
        add(2, 2);
        assert!(index.view().vocabulary.get().is_none(), "nobody asked for words");
        index.warm();
        let asked = index.view();
        add(3, 3);
        let view = index.view();
        assert_eq!(view.vocabulary.get().unwrap().count("lisbon"), 2);
        assert!(view.names.get().is_some() && view.counts.get().is_some());
        assert_eq!(asked.vocabulary().count("lisbon"), 1, "a question keeps its view");
        let old = std::sync::Arc::downgrade(&asked);
        drop(asked);
        assert!(old.upgrade().is_some(), "letting go is not left to the question");
        assert!(!index.reload().unwrap());
        assert!(old.upgrade().is_none());
    }
}
