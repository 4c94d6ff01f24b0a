//! Asking the interface: addresses, patience, and what errors are.

use super::answer::Whole;
use crate::{Ask, Fetch, FetchError, Purpose};
use std::time::Duration;
use url::Url;

/// Seconds that a wiki's copies may lag behind before it should rather be asked later
/// (<https://www.mediawiki.org/wiki/Manual:Maxlag_parameter>).
const MAXLAG: &str = "5";

/// What is waited where a wiki asks to wait and does not say how long.
const PAUSE: Duration = Duration::from_secs(5);

/// Characters of an address that a message shows.
const SHOWN: usize = 120;

/// An error whose address leaves room for the reason.
fn brief(mut error: FetchError) -> FetchError {
    match &mut error {
        FetchError::Refused { url, .. }
        | FetchError::Forbidden { url, .. }
        | FetchError::Later { url, .. }
        | FetchError::Failed { url, .. } => *url = shorten(url, SHOWN),
    }
    error
}

/// How waiting is done, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Waits.
    pub wait: fn(Duration),
    /// The most that is waited for one answer, all pauses together; zero waits never.
    pub most: Duration,
}

/// A parameter of a question.
pub(super) type Parameter = (String, String);

/// A parameter with its value.
pub(super) fn with(name: &str, value: impl Into<String>) -> Parameter {
    (name.to_owned(), value.into())
}

/// What asking came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Requests that were answered, each redirect one.
    pub asked: u64,
    /// Bytes of their bodies as they were sent.
    pub bytes: u64,
}

/// A wiki's interface.
pub struct Api<'a> {
    fetch: &'a dyn Fetch,
    url: Url,
    patience: Patience,
    spent: Spent,
}

/// Why the interface gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The network; [`FetchError::Later`] where the wiki asks for more patience than there is.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Another status than 200, and no answer of the interface.
    #[error("`{url}` answers with status {status}")]
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// An answer that is not what the interface promises.
    #[error("`{url}` gives a broken answer: {why}")]
    Broken {
        /// What was asked for.
        url: String,
        /// What is wrong, and where.
        why: String,
    },
    /// More than is taken of an answer.
    #[error("`{url}` gives a longer answer than is taken")]
    Cut {
        /// What was asked for.
        url: String,
    },
    /// The interface itself says what is wrong.
    #[error("`{url}` refuses: {info} ({code})")]
    Told {
        /// What was asked for.
        url: String,
        /// Its word for it: `badcontinue`.
        code: String,
        /// The same for people.
        info: String,
    },
}

impl<'a> Api<'a> {
    /// The interface at an address, such as `https://en.wikipedia.org/w/api.php`.
    pub fn new(fetch: &'a dyn Fetch, url: Url, patience: Patience) -> Api<'a> {
        Api { fetch, url, patience, spent: Spent::default() }
    }

    /// What asking came to so far.
    pub fn spent(&self) -> Spent {
        self.spent
    }

    /// Asks, waits where it is told to, and reads the answer.
    pub(super) fn ask(&mut self, question: &[Parameter]) -> Result<Whole, ApiError> {
        let url = self.address(question);
        let mut waited = Duration::ZERO;
        loop {
            let after = match self.once(&url) {
                Err(ApiError::Fetch(FetchError::Later { after, url, status })) => {
                    // A pause of nothing would ask again at once, for ever.
                    let pause = after.max(Duration::from_secs(1));
                    waited = waited.saturating_add(pause);
                    if waited > self.patience.most {
                        return Err(FetchError::Later { url, after, status }.into());
                    }
                    pause
                }
                done => return done,
            };
            (self.patience.wait)(after);
        }
    }

    fn address(&self, question: &[Parameter]) -> Url {
        let mut url = self.url.clone();
        url.set_fragment(None);
        url.query_pairs_mut()
            .append_pair("action", "query")
            .append_pair("format", "json")
            .append_pair("formatversion", "2")
            .append_pair("maxlag", MAXLAG)
            .extend_pairs(question);
        url
    }

    fn once(&mut self, url: &Url) -> Result<Whole, ApiError> {
        let ask = Ask { url, purpose: Purpose::Api, if_none_match: None, if_modified_since: None };
        let answer = self.fetch.get(&ask).map_err(brief)?;
        self.spent.asked += answer.exchanges.len() as u64;
        self.spent.bytes += answer.exchanges.iter().map(|e| e.body.len() as u64).sum::<u64>();
        let last = answer.last();
        let (status, shown) = (last.status, shorten(url.as_str(), SHOWN));
        let later = || {
            let after = last.header("Retry-After").and_then(|v| v.trim().parse().ok());
            let after = after.map_or(PAUSE, Duration::from_secs);
            ApiError::from(FetchError::Later { url: shown.clone(), after, status: Some(status) })
        };
        if answer.cut {
            return Err(ApiError::Cut { url: shown });
        }
        let read = serde_json::from_slice::<Whole>(&answer.body);
        match read {
            Ok(whole) => match whole.told() {
                // What passes by itself: copies that lag, too many questions, maintenance.
                Some(told) if matches!(told.code(), "maxlag" | "ratelimited" | "readonly") => {
                    Err(later())
                }
                Some(told) => Err(ApiError::Told {
                    url: shown,
                    code: shorten(told.code(), 80),
                    info: shorten(told.info(), SHOWN),
                }),
                None if status == 200 => Ok(whole),
                None => Err(ApiError::Status { url: shown, status }),
            },
            Err(_) if matches!(status, 429 | 503) => Err(later()),
            Err(_) if status != 200 => Err(ApiError::Status { url: shown, status }),
            Err(error) => Err(ApiError::Broken { url: shown, why: error.to_string() }),
        }
    }

    /// An answer that reads, and says what cannot be.
    pub(super) fn broken(&self, question: &[Parameter], why: impl Into<String>) -> ApiError {
        let url = shorten(self.address(question).as_str(), SHOWN);
        ApiError::Broken { url, why: why.into() }
    }
}

/// A text of outside as messages show it: without control characters, bounded.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = clean.take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
