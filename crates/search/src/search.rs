//! Answering a question from a state of the index.

use crate::columns::{Columns, STILL, day_number, day_of, id_of};
use crate::query::{Compiled, compile};
use crate::view::View;
use crate::{
    Answer, Count, DEEPEST, Extent, Facet, Hit, Kind, MOST_HITS, Note, Question, Score,
    SearchError, Sort, histogram, parse, rank, suggest,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use tantivy::SegmentReader;
use tantivy::query::EnableScoring;

/// Names of a kind that an answer counts.
const FACET: usize = 10;

/// Answers a question.
pub(crate) fn search(view: &View, question: &Question) -> Result<Answer, SearchError> {
    let query = parse(&question.query);
    let Compiled { query: compiled, scored, marks, notes } = compile(&query, view);
    let mut gathered = Gathered::new(view, question, scored);
    if let Some(filter) = Filter::new(view, question) {
        gathered.run(view, &*compiled, &filter)?;
    }
    let mut answer = gathered.answer(view, question);
    answer.marks = marks;
    answer.notes = notes;
    if question.offset.saturating_add(question.limit) > DEEPEST {
        answer.notes.push(Note::TooDeep);
    }
    if question.extent == Extent::Whole {
        answer.suggestion = suggest::suggest(view, question, &query, answer.total)?;
    }
    Ok(answer)
}

/// How many results a question has.
pub(crate) fn count(view: &View, question: &Question) -> Result<u64, SearchError> {
    let query = parse(&question.query);
    let compiled = compile(&query, view);
    let Some(filter) = Filter::new(view, question) else { return Ok(0) };
    let question = Question { limit: 0, offset: 0, extent: Extent::Hits, ..question.clone() };
    let mut gathered = Gathered::new(view, &question, false);
    gathered.run(view, &*compiled.query, &filter)?;
    Ok(gathered.total)
}

/// What documents must have besides matching.
struct Filter {
    /// The moment asked about; `None` for today.
    as_of: Option<i64>,
    from: i32,
    to: i32,
    names: Vec<(usize, u32)>,
}

impl Filter {
    /// `None` where nothing can pass: no document has one of the names.
    fn new(view: &View, question: &Question) -> Option<Filter> {
        let mut names = Vec::new();
        for (kind, key) in &question.names {
            names.push((*kind as usize, view.keys.number(*kind, key)?));
        }
        Some(Filter {
            as_of: question.as_of.map(|t| t.as_microsecond()),
            from: question.from.map_or(i32::MIN, day_number),
            to: question.to.map_or(i32::MAX, day_number),
            names,
        })
    }

    fn passes(&self, columns: &Columns, doc: u32) -> bool {
        let at = doc as usize;
        let known = match self.as_of {
            None => columns.until[at] == STILL,
            Some(time) => columns.from[at] <= time && time < columns.until[at],
        };
        known
            && (self.from..=self.to).contains(&columns.day[at])
            && self.names.iter().all(|(kind, number)| columns.names[*kind].of(doc).contains(number))
    }
}

/// A result in its order: the greater the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    /// By score or by day.
    first: i64,
    day: i32,
    id: Reverse<u64>,
    segment: u32,
    doc: u32,
    /// The text's score, as bits.
    text: u32,
}

/// What is kept of the documents that pass.
struct Gathered {
    sort: Sort,
    extent: Extent,
    /// What age is counted from.
    today: i32,
    keep: usize,
    /// The best, the worst of them on top.
    best: BinaryHeap<Reverse<Ranked>>,
    total: u64,
    counts: [Vec<u32>; 5],
    days: Vec<i32>,
}

impl Gathered {
    fn new(view: &View, question: &Question, scored: bool) -> Gathered {
        let sort = match question.sort {
            Sort::Relevance if !scored => Sort::Newest,
            sort => sort,
        };
        let today = match question.as_of {
            Some(time) => view.newest.min(i32::try_from(time.as_second() / 86_400).unwrap_or(0)),
            None => view.newest,
        };
        let keep = question.offset.min(DEEPEST) + question.limit.min(MOST_HITS);
        let counts = match question.extent {
            Extent::Whole => Kind::ALL.map(|kind| vec![0; view.keys.names(kind).len()]),
            Extent::Hits => Default::default(),
        };
        Gathered {
            sort,
            extent: question.extent,
            today,
            keep: keep.min(DEEPEST),
            best: BinaryHeap::new(),
            total: 0,
            counts,
            days: Vec::new(),
        }
    }

    fn run(
        &mut self,
        view: &View,
        query: &dyn tantivy::query::Query,
        filter: &Filter,
    ) -> Result<(), SearchError> {
        let scored = self.sort == Sort::Relevance && self.keep > 0;
        let scoring = if scored {
            EnableScoring::enabled_from_statistics_provider(view, &view.searcher)
        } else {
            EnableScoring::disabled_from_searcher(&view.searcher)
        };
        let weight = query.weight(scoring)?;
        let segments = view.searcher.segment_readers().iter().zip(&view.columns);
        for (number, (segment, columns)) in segments.enumerate() {
            let at = Place { number: number as u32, segment, columns, filter };
            if scored {
                weight.for_each(segment, &mut |doc, score| self.take(&at, doc, score))?;
            } else {
                weight.for_each_no_score(segment, &mut |docs| {
                    docs.iter().for_each(|doc| self.take(&at, *doc, 0.0));
                })?;
            }
        }
        Ok(())
    }

    fn take(&mut self, at: &Place<'_>, doc: u32, text: f32) {
        let columns = at.columns;
        if at.segment.is_deleted(doc) || !at.filter.passes(columns, doc) {
            return;
        }
        self.total += 1;
        let day = columns.day[doc as usize];
        if self.extent == Extent::Whole {
            self.days.push(day);
            for (counts, lists) in self.counts.iter_mut().zip(&columns.names) {
                for number in lists.of(doc) {
                    counts[*number as usize] += 1;
                }
            }
        }
        if self.keep == 0 {
            return;
        }
        let first = match self.sort {
            Sort::Relevance => {
                let score = rank::score(text, self.today - day, columns.sources[doc as usize]);
                (score.total * 1e3).round() as i64
            }
            Sort::Newest => i64::from(day),
            Sort::Oldest => -i64::from(day),
        };
        let ranked = Ranked {
            first,
            day,
            id: Reverse(columns.id[doc as usize]),
            segment: at.number,
            doc,
            text: text.to_bits(),
        };
        if self.best.len() < self.keep {
            self.best.push(Reverse(ranked));
        } else if let Some(mut worst) = self.best.peek_mut()
            && ranked > worst.0
        {
            *worst = Reverse(ranked);
        }
    }

    fn answer(mut self, view: &View, question: &Question) -> Answer {
        let mut best: Vec<Ranked> = self.best.drain().map(|r| r.0).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let (sort, today) = (self.sort, self.today);
        let hit = |ranked: &Ranked| {
            let columns = &view.columns[ranked.segment as usize];
            let doc = ranked.doc as usize;
            let score = match sort {
                Sort::Relevance => rank::score(
                    f32::from_bits(ranked.text),
                    today - ranked.day,
                    columns.sources[doc],
                ),
                _ => Score::default(),
            };
            let id = id_of(ranked.id.0)?;
            Some(Hit { id, row: columns.row[doc], day: day_of(ranked.day), score })
        };
        let hits = best.iter().skip(question.offset).take(question.limit.min(MOST_HITS));
        let mut years = BTreeMap::new();
        for day in &self.days {
            *years.entry(day_of(*day).year()).or_insert(0) += 1;
        }
        Answer {
            total: self.total,
            hits: hits.filter_map(hit).collect(),
            facets: Kind::ALL.into_iter().filter_map(|kind| self.facet(view, kind)).collect(),
            years: years.into_iter().collect(),
            histogram: histogram::histogram(&self.days),
            suggestion: None,
            notes: Vec::new(),
            marks: crate::Marks::default(),
        }
    }

    fn facet(&self, view: &View, kind: Kind) -> Option<Facet> {
        let names = view.keys.names(kind);
        let counted = self.counts[kind as usize].iter().enumerate().filter(|(_, n)| **n > 0);
        let mut best: Vec<(Reverse<u32>, &str, usize)> =
            counted.map(|(number, n)| (Reverse(*n), names[number].key.as_str(), number)).collect();
        if best.len() > FACET {
            best.select_nth_unstable(FACET);
            best.truncate(FACET);
        }
        best.sort_unstable();
        let count = |(Reverse(n), _, number): &(Reverse<u32>, &str, usize)| Count {
            key: names[*number].key.clone(),
            title: names[*number].title.clone(),
            count: u64::from(*n),
        };
        (!best.is_empty()).then(|| Facet { kind, counts: best.iter().map(count).collect() })
    }
}

/// The segment that is gone through.
struct Place<'a> {
    number: u32,
    segment: &'a SegmentReader,
    columns: &'a Columns,
    filter: &'a Filter,
}
