//! Whether addresses still answer: what fetching saw of them, laid up until it is sure.
//!
//! One failure says nothing: servers rest, networks break. That a page is gone is said
//! after two answers that it is not there a day apart, or a week of no good answer. A
//! server that refuses us (401, 403, 429, 451) says nothing of the page.

use annals_model::Timestamp;
use annals_store::AddressState;

/// What fetching saw of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The address that was asked for, as a source cites it.
    pub url: String,
    /// The status of the last answer, after redirects; `None`: no answer came.
    pub status: Option<u16>,
    /// When.
    pub at: Timestamp,
}

/// Seconds within which further failures are the same one.
const APART: i64 = 3_600;
/// Failures, and seconds from the first to the last, after which a page is gone: where
/// the server says that it is not there, and where it fails otherwise.
const MISSING: (u32, i64) = (2, 24 * 3_600);
const FAILING: (u32, i64) = (4, 7 * 24 * 3_600);

/// What an answer says of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Good,
    Missing,
    Refused,
    Failing,
}

fn class(status: Option<u16>) -> Class {
    match status {
        Some(200..=399) => Class::Good,
        Some(404 | 410) => Class::Missing,
        Some(401 | 402 | 403 | 407 | 429 | 451) => Class::Refused,
        _ => Class::Failing,
    }
}

/// The state of an address after one more answer. What is older than what is known
/// changes nothing, so that the same may be told twice.
pub(super) fn after(state: Option<AddressState>, page: &str, seen: &Seen) -> AddressState {
    let fresh = || AddressState {
        page: page.to_owned(),
        url: seen.url.clone(),
        status: None,
        asked_at: Timestamp::MIN,
        good_at: None,
        bad_since: None,
        failures: 0,
        gone: false,
    };
    let mut state = state.unwrap_or_else(fresh);
    if seen.at <= state.asked_at {
        return state;
    }
    let class = class(seen.status);
    let seconds = |from: Timestamp, to: Timestamp| to.as_second().saturating_sub(from.as_second());
    if class == Class::Good {
        state.good_at = Some(seen.at);
        state.bad_since = None;
        state.failures = 0;
        state.gone = false;
    } else {
        if state.failures == 0 || seconds(state.asked_at, seen.at) >= APART {
            state.failures = state.failures.saturating_add(1);
        }
        let since = *state.bad_since.get_or_insert(seen.at);
        let lasts = |(failures, enough): (u32, i64)| {
            state.failures >= failures && seconds(since, seen.at) >= enough
        };
        state.gone = match class {
            Class::Missing => lasts(MISSING),
            Class::Failing => lasts(FAILING),
            // What was gone before the server began to refuse us stays gone.
            _ => state.gone,
        };
    }
    state.url.clone_from(&seen.url);
    state.status = seen.status;
    state.asked_at = seen.at;
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;

    fn told(answers: &[(i64, Option<u16>)]) -> AddressState {
        let mut state = None;
        for (hours, status) in answers {
            let at = Timestamp::from_second(1_473_638_400 + hours * HOUR).expect("in range");
            let seen = Seen { url: "https://a.org/b".into(), status: *status, at };
            state = Some(after(state, "a.org/b", &seen));
        }
        state.expect("answers")
    }

    #[test]
    fn one_failure_is_none() {
        assert!(!told(&[(0, Some(404))]).gone);
        assert!(!told(&[(0, Some(404)), (0, Some(404)), (2, Some(404))]).gone);
        let gone = told(&[(0, Some(200)), (10, Some(404)), (40, Some(404))]);
        assert!(gone.gone);
        assert_eq!(gone.bad_since.map(|t| t.as_second()), Some(1_473_638_400 + 10 * HOUR));
    }

    #[test]
    fn servers_that_rest_have_a_week() {
        let day = |n: i64| (n * 24, None);
        assert!(!told(&[day(0), day(1), day(2), day(3), day(6)]).gone);
        assert!(told(&[day(0), day(1), day(2), day(7)]).gone);
        assert!(!told(&[day(0), (30, Some(503)), (60, Some(200)), day(9)]).gone);
    }

    #[test]
    fn refusing_is_not_missing() {
        assert!(!told(&[(0, Some(403)), (100, Some(403)), (1_000, Some(403))]).gone);
        assert!(told(&[(0, Some(404)), (48, Some(404)), (96, Some(403))]).gone);
    }

    #[test]
    fn what_answers_again_is_back_and_old_news_change_nothing() {
        assert!(!told(&[(0, Some(404)), (48, Some(404)), (96, Some(200))]).gone);
        let state = told(&[(0, Some(404)), (48, Some(404)), (12, Some(200))]);
        assert!(state.gone);
        assert_eq!(state.failures, 2);
    }
}
