//! Lists of dated links: what is left of a sidebar when its markup is gone.

use super::{
    lines::{Form, Line},
    measure::{is_prose, words},
    vocabulary::{LINK_WORDS, LINKS},
};
use crate::dates::written::{Found, Hints, find_all};
use std::ops::Range;

/// Longest title with its date, in bytes.
const LONGEST: usize = 400;
/// Share of a list's lines that end or begin with a date, in percent: every line,
/// or every second one where the date has a line of its own.
const DATED: usize = 40;
/// Fewest words of a title beside its date; "Launch: 5 September 1977" has fewer.
const TITLE_WORDS: usize = 2;

/// A list of links.
#[derive(Debug)]
pub(super) struct Links {
    /// Which lines it is.
    pub(super) lines: Range<usize>,
}

/// All lists of dated links.
pub(super) fn find(lines: &[Line]) -> Vec<Links> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let form = lines[at].form;
        let mut end = at;
        while end < lines.len() && same(form, lines[end].form) && could_be_title(&lines[end]) {
            end += 1;
        }
        if let Some(range) = dated(lines, at..end) {
            out.push(Links { lines: range });
        }
        at = end.max(at + 1);
    }
    out
}

/// The date at a line's beginning or end, if there is one.
pub(super) fn date_at_edge(line: &str) -> Option<Found> {
    if line.len() > LONGEST {
        return None;
    }
    let all = find_all(line, &Hints::default());
    let bare = |s: &str| !s.chars().any(char::is_alphanumeric);
    let last = all.last().filter(|f| bare(&line[f.range.end..])).cloned();
    last.or_else(|| all.into_iter().next().filter(|f| bare(&line[..f.range.start])))
}

fn same(one: Form, other: Form) -> bool {
    let item = |f| matches!(f, Form::Item { .. });
    one == Form::Text && other == Form::Text || item(one) && item(other)
}

fn could_be_title(line: &Line) -> bool {
    line.text.len() <= LONGEST
        && matches!(line.form, Form::Text | Form::Item { .. })
        && words(&line.text) <= LINK_WORDS
        && !is_prose(&line.text)
}

/// The part of a run of short lines that is a list of dated links.
fn dated(lines: &[Line], mut run: Range<usize>) -> Option<Range<usize>> {
    if run.len() < LINKS {
        return None;
    }
    let dates: Vec<bool> = run.clone().map(|at| date_at_edge(&lines[at].text).is_some()).collect();
    let base = run.start;
    let lone = |at: usize| {
        date_at_edge(&lines[at].text)
            .is_some_and(|f| words(&lines[at].text) <= words(&lines[at].text[f.range]))
    };
    if lines.get(base).is_some_and(|l| l.form == Form::Text) {
        // Without bullets the article's own headline and date may stand at the end.
        let is_dated = |at: usize| dates[at - base];
        while run.end > run.start && !is_dated(run.end - 1) {
            run.end -= 1;
        }
        while run.end > run.start && !is_dated(run.start) && !(run.len() > 1 && lone(run.start + 1))
        {
            run.start += 1;
        }
        if run.len() >= 2 && lone(run.end - 1) && lines.len() > run.end {
            run.end -= 2.min(run.len());
        }
    }
    let count = run.clone().filter(|at| dates[at - base]).count();
    // Dates alone, or after a word and a colon, are a table of dates and no links.
    let title = |at: usize| {
        let text = &lines[at].text;
        let beside = date_at_edge(text).map_or(words(text), |f| {
            let labelled = text[..f.range.start].trim_end().ends_with([':', '：']);
            if labelled { 0 } else { words(text).saturating_sub(words(&text[f.range])) }
        });
        beside >= TITLE_WORDS
    };
    let titled = run.clone().filter(|at| title(*at)).count();
    (count >= LINKS && count * 100 >= run.len() * DATED && titled * 3 >= run.len()).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::{super::lines, *};

    fn check(text: &str, wanted: Option<Range<usize>>) {
        let found = find(&lines::read(text)).into_iter().map(|l| l.lines).next();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn dated_titles_are_a_list() {
        check(
            "-\nOslo in spring - May 3, 2019\n-\nTen lakes - May 2, 2019\n-\nTrains again - April 30, 2019\nNorway votes\nThe vote was held on Monday.",
            Some(0..3),
        );
        check(
            "Oslo in spring\nMay 3, 2019\nTen lakes\nMay 2, 2019\nTrains\nApril 30, 2019\nNorway votes\nMay 1, 2019\nThe vote was held in all of the country.",
            Some(0..6),
        );
    }

    #[test]
    fn other_lists_are_none() {
        check(
            "- Launch: 5 September 1977\n- Jupiter: 5 March 1979\n- Saturn: 12 November 1980",
            None,
        );
        check("- Oslo\n- Bergen\n- Trondheim", None);
        check("Norway votes\nMay 1, 2019\nThe vote was held in all of the country.", None);
        check("- The first parliament met on 16 May 1814.\n- Oslo", None);
    }
}
