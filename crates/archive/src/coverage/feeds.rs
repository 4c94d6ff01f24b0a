//! Feeds that fell silent, and feeds that cannot be fetched.

use super::{Finding, Kind, Period, lasting, written};
use crate::ArchiveError;
use annals_model::Timestamp;
use annals_store::{Asked, Reader};
use std::collections::BTreeMap;

/// Entries from which a feed has a usual gap, and the last ones that tell it.
const ENTRIES: usize = 8;
const LAST: usize = 200;
/// How many times its usual gap a feed may be silent, and how long in any case.
const TIMES: i64 = 4;
const LEAST: i64 = 24 * 3_600;
/// Silence beyond which a feed has ended, and nobody waits for it: a year.
const ENDED: i64 = 366 * 24 * 3_600;
/// Failures from which a feed fails, and not only its host's network now and then.
const FAILURES: u32 = 3;

pub(super) fn look(
    reader: &Reader<'_>,
    period: &Period,
    asked: &[Asked],
    findings: &mut Vec<Finding>,
) -> Result<(), ArchiveError> {
    let mut entries: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    reader.each_entry::<ArchiveError>(|feed, at| {
        if at <= period.now {
            let times = match entries.get_mut(feed) {
                Some(times) => times,
                None => entries.entry(feed.to_owned()).or_default(),
            };
            times.push(at.as_second());
            // The oldest are let go in heaps, so that a long feed costs no more.
            if times.len() > 2 * LAST {
                times.drain(..times.len() - LAST);
            }
        }
        Ok(())
    })?;
    let fails = |a: &&Asked| {
        matches!(a.kind.as_str(), "feed" | "sitemap")
            && (a.failures >= FAILURES || matches!(a.state.as_str(), "dead" | "gone" | "forbidden"))
    };
    let failing: BTreeMap<&str, &Asked> =
        asked.iter().filter(fails).map(|a| (a.url.as_str(), a)).collect();
    for (feed, times) in &entries {
        let Some(silence) = silence(times, period.now) else { continue };
        // Why a feed that cannot be fetched is silent is said below.
        if failing.contains_key(feed.as_str()) {
            continue;
        }
        findings.push(Finding {
            kind: Kind::SilentFeed,
            grave: true,
            what: format!(
                "no new entry for {}, usually one comes within {}",
                lasting(silence.lasted),
                lasting(silence.usual)
            ),
            place: feed.clone(),
            since: Timestamp::from_second(silence.since).ok().map(written),
            next: "open the feed; if it moved, follow its new address in annals.toml".to_owned(),
        });
    }
    for (url, asked) in failing {
        let why = match (&asked.note, asked.status) {
            (Some(note), _) => note.clone(),
            (None, Some(status)) => format!("it answers {status}"),
            (None, None) => "it does not answer".to_owned(),
        };
        findings.push(Finding {
            kind: Kind::FailingFeed,
            grave: true,
            what: format!("the {} failed {} times: {why}", asked.kind, asked.failures),
            place: url.to_owned(),
            since: asked.at.map(written),
            next: format!("`annals fetch {} {url}` tries it now", asked.kind),
        });
    }
    Ok(())
}

/// How long a feed has been silent.
struct Silence {
    since: i64,
    lasted: i64,
    usual: i64,
}

/// Whether a feed is silent for much longer than it was before; `times` in order.
fn silence(times: &[i64], now: Timestamp) -> Option<Silence> {
    let mut times = times.to_vec();
    // Entries of one minute are one act of publishing.
    times.dedup_by_key(|t| *t / 60);
    let times = &times[times.len().saturating_sub(LAST)..];
    if times.len() < ENTRIES {
        return None;
    }
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    // Nine of ten gaps are shorter: nights and Sundays are part of what is usual.
    let usual = gaps[(gaps.len() * 9 / 10).min(gaps.len() - 1)];
    let since = *times.last()?;
    let lasted = now.as_second() - since;
    (lasted > (TIMES * usual).max(LEAST) && lasted < ENDED).then_some(Silence {
        since,
        lasted,
        usual,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * HOUR).expect("in range")
    }

    #[test]
    fn silence_is_measured_by_what_is_usual() {
        let hourly: Vec<i64> = (0..100).map(|n| n * HOUR).collect();
        assert!(silence(&hourly, at(99 + 20)).is_none());
        assert!(silence(&hourly, at(99 + 30)).is_some());
        let weekly: Vec<i64> = (0..20).map(|n| n * 7 * 24 * HOUR).collect();
        assert!(silence(&weekly, at(19 * 168 + 20 * 24)).is_none());
        assert!(silence(&weekly, at(19 * 168 + 29 * 24)).is_some());
    }

    #[test]
    fn weekends_are_usual_and_a_handful_of_entries_tells_nothing() {
        // Five entries a working day, none on two of seven.
        let week =
            |w: i64| (0..5).flat_map(move |d| (0..5).map(move |e| (w * 168 + d * 24 + e) * HOUR));
        let times: Vec<i64> = (0..8).flat_map(week).collect();
        let last = times.last().copied().unwrap_or_default() / HOUR;
        assert!(silence(&times, at(last + 3 * 24)).is_none());
        assert!(silence(&times, at(last + 8 * 24)).is_some());
        assert!(silence(&times[..5], at(10_000)).is_none());
        // What ended long ago is no news.
        assert!(silence(&times, at(last + 400 * 24)).is_none());
    }
}
