//! What came of asking: one word for each way that an answer can go.

use annals_fetch::{Answer, FetchError};
use annals_model::Timestamp;
use std::time::Duration;
use url::Url;

/// What came of asking for an address.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Content.
    Content(Answer),
    /// The content is as it was (304).
    Unchanged(Answer),
    /// It is gone for good (410).
    Gone(Answer),
    /// An answer of no use.
    Bad(Answer, String),
    /// No answer.
    Failed(String),
    /// The host wants to be left alone for so long; whether it said so just now.
    Later(Duration, Option<u16>),
    /// `robots.txt` forbids it.
    Forbidden(String),
    /// It is never asked for.
    Refused(String),
}

/// What an answer said of itself, for the next time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// Entity tags and dates that are longer are not kept.
const LONGEST: usize = 1_000;

impl Outcome {
    /// Sorts a result; `conditional` is whether it was asked only for what changed, `asked`
    /// the address that it began with.
    pub(super) fn of(
        result: Result<Answer, FetchError>,
        conditional: bool,
        asked: &Url,
    ) -> Outcome {
        match result {
            Ok(answer) => match answer.last().status {
                // Without content there is nothing to keep.
                200..=299 if answer.body.is_empty() => {
                    let what = "the answer was empty".to_owned();
                    Outcome::Bad(answer, what)
                }
                200..=299 => Outcome::Content(answer),
                304 if conditional => Outcome::Unchanged(answer),
                410 => Outcome::Gone(answer),
                status => Outcome::Bad(answer, format!("the host answered {status}")),
            },
            Err(FetchError::Later { after, status, .. }) => Outcome::Later(after, status),
            Err(FetchError::Forbidden { host, .. }) => {
                Outcome::Forbidden(format!("robots.txt of {host} forbids it"))
            }
            Err(FetchError::Refused { url, why }) => {
                // What follows says what to do about it here.
                let why = why.split("\nhint:").next().unwrap_or_default();
                Outcome::Refused(if url == asked.as_str() {
                    why.to_owned()
                } else {
                    format!("it redirects to {url}: {why}")
                })
            }
            Err(FetchError::Failed { why, .. }) => Outcome::Failed(why),
        }
    }

    /// The answer, where one came.
    pub(super) fn answer(&self) -> Option<&Answer> {
        match self {
            Outcome::Content(answer)
            | Outcome::Unchanged(answer)
            | Outcome::Gone(answer)
            | Outcome::Bad(answer, _) => Some(answer),
            Outcome::Failed(_)
            | Outcome::Later(..)
            | Outcome::Forbidden(_)
            | Outcome::Refused(_) => None,
        }
    }

    /// When it was asked for: when the last request went out, or `now` without one.
    pub(super) fn asked_at(&self, now: Timestamp) -> Timestamp {
        self.answer().map_or(now, |answer| answer.last().at)
    }
}

impl Validators {
    /// Those of an answer; none of one that is not whole.
    pub(super) fn of(answer: &Answer) -> Validators {
        let header = |name| {
            let value = answer.last().header(name)?.trim();
            let sound = !value.is_empty() && value.len() <= LONGEST && !answer.cut;
            sound.then(|| value.to_owned())
        };
        Validators { etag: header("etag"), last_modified: header("last-modified") }
    }
}
