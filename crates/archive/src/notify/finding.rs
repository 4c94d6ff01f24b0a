//! Which events a search finds: all of them, where a page of results would show some.

use crate::ArchiveError;
use crate::search::{Extent, Question, Searcher, Sort};
use annals_model::{Date, Span, date};
use std::collections::BTreeSet;

/// Results of one question, and how deep they can be paged.
const PAGE: usize = 200;
const DEEPEST: u64 = 10_000;

/// The rows of all events that a query finds.
pub(super) fn all(searcher: &Searcher, query: &str) -> Result<BTreeSet<i64>, ArchiveError> {
    between(searcher, query, date(1, 1, 1), date(9999, 12, 31))
}

/// The rows of the events from one day to another that a query finds. Where there are
/// more than can be paged through, the days are halved.
pub(super) fn between(
    searcher: &Searcher,
    query: &str,
    first: Date,
    last: Date,
) -> Result<BTreeSet<i64>, ArchiveError> {
    let mut found = BTreeSet::new();
    let mut open = vec![(first, last)];
    while let Some((first, last)) = open.pop() {
        let mut question = Question {
            query: query.to_owned(),
            from: Some(first),
            to: Some(last),
            sort: Sort::Newest,
            limit: PAGE,
            extent: Extent::Hits,
            ..Question::default()
        };
        loop {
            let answer = searcher.index().search(&question)?;
            let halves = halves(first, last).filter(|_| answer.total > DEEPEST);
            if let Some([early, late]) = halves {
                open.extend([early, late]);
                break;
            }
            found.extend(answer.hits.iter().map(|hit| hit.row));
            question.offset += PAGE;
            let past = question.offset as u64;
            if answer.hits.len() < PAGE || past >= answer.total || past > DEEPEST {
                break;
            }
        }
    }
    Ok(found)
}

/// Two halves of a stretch of days; `None` of a single day.
fn halves(first: Date, last: Date) -> Option<[(Date, Date); 2]> {
    let days = last.since(first).ok()?.get_days();
    if days < 1 {
        return None;
    }
    let middle = first.checked_add(Span::new().days(days / 2)).ok()?;
    Some([(first, middle), (middle.tomorrow().ok()?, last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_leave_no_day_out() {
        let [early, late] = halves(date(2016, 2, 28), date(2016, 3, 1)).unwrap();
        assert_eq!((early.0, late.1), (date(2016, 2, 28), date(2016, 3, 1)));
        assert_eq!(early.1.tomorrow().unwrap(), late.0);
        assert!(halves(date(2016, 2, 28), date(2016, 2, 28)).is_none());
        assert!(halves(date(1, 1, 1), date(9999, 12, 31)).is_some());
    }
}
