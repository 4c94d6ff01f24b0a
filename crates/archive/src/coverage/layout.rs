//! Pages whose layout broke: what is read from a host's pages is suddenly short, or
//! nothing, beside what was read from them before.

use super::{Finding, Kind, Period, host, written};
use crate::ArchiveError;
use annals_model::Timestamp;
use annals_store::{PageRead, Reader};
use std::collections::{BTreeMap, VecDeque};

/// Pages of a host that are kept in mind, and those of them that are the last ones.
const KEPT: usize = 40;
const LAST: usize = 5;
/// Pages from which a host has a history besides those.
const BEFORE: usize = 10;
/// Share of the usual length, in percent, under which most of the last pages are short.
const SHORT: usize = 25;
/// Characters from which what is usual is an article.
const ARTICLE: usize = 400;

pub(super) fn look(
    reader: &Reader<'_>,
    period: &Period,
    findings: &mut Vec<Finding>,
) -> Result<(), ArchiveError> {
    let mut hosts: BTreeMap<String, VecDeque<PageRead>> = BTreeMap::new();
    reader.each_page_read::<ArchiveError>(|read| {
        let name = host(&read.page);
        let pages = match hosts.get_mut(name) {
            Some(pages) => pages,
            None => hosts.entry(name.to_owned()).or_default(),
        };
        if pages.len() == KEPT {
            pages.pop_front();
        }
        pages.push_back(read);
        Ok(())
    })?;
    for (name, pages) in hosts {
        // Only what was captured lately tells of today's layout.
        let is_late = pages.back().is_some_and(|page| period.has(page.at));
        if !is_late || pages.len() < BEFORE + LAST {
            continue;
        }
        let mut lengths = Vec::with_capacity(pages.len());
        for page in &pages {
            let length = match page.telling {
                Some((article, number)) => reader.body_length(article, number)?,
                None => 0,
            };
            lengths.push((page.at, length));
        }
        let Some(broken) = broken(&lengths) else { continue };
        findings.push(Finding {
            kind: Kind::BrokenLayout,
            grave: true,
            what: format!(
                "the last pages give {} characters of text, usual are {}",
                broken.now, broken.usual
            ),
            place: name,
            since: Some(written(broken.since)),
            next: "look at a capture of the host with `annals extract`; its layout may have \
                   changed, or it shows a wall"
                .to_owned(),
        });
    }
    Ok(())
}

/// What broke.
struct Broken {
    since: Timestamp,
    usual: usize,
    now: usize,
}

/// Whether the last pages of a host are much shorter than those before; `lengths` in the
/// order of time.
fn broken(lengths: &[(Timestamp, usize)]) -> Option<Broken> {
    let (before, last) = lengths.split_at(lengths.len().checked_sub(LAST)?);
    let usual = median(before.iter().map(|(_, length)| *length))?;
    let now = median(last.iter().map(|(_, length)| *length))?;
    let is_short = |length: usize| length * 100 < usual * SHORT;
    if usual < ARTICLE || !is_short(now) {
        return None;
    }
    // From where on all were short, but for single ones.
    let mut since = last.first()?.0;
    for (at, length) in before.iter().rev() {
        if !is_short(*length) {
            break;
        }
        since = *at;
    }
    Some(Broken { since, usual, now })
}

fn median(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut values: Vec<usize> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(lengths: &[usize]) -> Vec<(Timestamp, usize)> {
        let at = |n: usize| Timestamp::from_second(n as i64 * 3_600).expect("in range");
        lengths.iter().enumerate().map(|(n, length)| (at(n), *length)).collect()
    }

    #[test]
    fn a_host_that_turns_empty_is_found_with_the_time() {
        let mut lengths = vec![3_000; 12];
        lengths.extend([40, 0, 35, 0, 0, 30]);
        let found = broken(&pages(&lengths)).expect("found");
        assert_eq!((found.since.as_second(), found.usual), (12 * 3_600, 3_000));
    }

    #[test]
    fn one_short_page_or_a_host_of_short_news_is_none() {
        let mut lengths = vec![3_000; 15];
        lengths.extend([40, 2_800, 3_100]);
        assert!(broken(&pages(&lengths)).is_none());
        let mut lengths = vec![200; 15];
        lengths.extend([0; 5]);
        assert!(broken(&pages(&lengths)).is_none());
        assert!(broken(&pages(&[1_000, 0])).is_none());
    }
}
