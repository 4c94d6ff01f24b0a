//! What is asked for, and what came back.

use crate::{HostKnown, Reservation, ReservationsKnown, RobotsKnown};
use annals_model::Timestamp;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// Whoever can be asked for an address: the client, and what stands for it in tests.
pub trait Fetch: Send + Sync {
    /// What is known of hosts' `robots.txt`, to be kept between runs; by itself, nothing.
    fn robots_known(&self) -> Vec<RobotsKnown> {
        Vec::new()
    }

    /// What is known of hosts' patience, to be kept between runs; by itself, nothing.
    fn hosts_known(&self) -> Vec<HostKnown> {
        Vec::new()
    }

    /// What is known of hosts' files that reserve something, to be kept between runs; by
    /// itself, nothing.
    fn reservations_known(&self) -> Vec<ReservationsKnown> {
        Vec::new()
    }

    /// Takes what [`Fetch::reservations_known`] gave in another run.
    fn know_reservations(&self, _known: Vec<ReservationsKnown>) {}

    /// Takes what was known in another run.
    fn know(&self, _robots: Vec<RobotsKnown>, _hosts: Vec<HostKnown>) {}

    /// Asks for an address, follows redirects, and waits where manners ask for it.
    ///
    /// # Errors
    /// [`FetchError`]. An answer with a status of 400 or more is an [`Answer`].
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError>;

    /// What the publisher of an answer reserves, and where that is said. The client asks
    /// the host's files too; by itself, this is what the answer says.
    fn reservation(&self, answer: &Answer) -> Reservation {
        Reservation::of(answer)
    }

    /// The sitemaps that the host of an address names in its `robots.txt`; by itself, none.
    ///
    /// # Errors
    /// [`FetchError`], where it cannot be had.
    fn sitemaps(&self, _url: &Url) -> Result<Vec<Url>, FetchError> {
        Ok(Vec::new())
    }
}

/// A question to the network. It is always a GET.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// The address, `http` or `https`.
    pub url: &'a Url,
    /// What for: decides which manners apply and how much is taken.
    pub purpose: Purpose,
    /// The entity tag of what is known (RFC 9110, 13.1.2), with its quotes.
    pub if_none_match: Option<&'a str>,
    /// The `Last-Modified` of what is known, as it was sent.
    pub if_modified_since: Option<&'a str>,
}

/// What something is fetched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A page that people read.
    Page,
    /// A feed or a sitemap.
    Feed,
    /// An interface for programs. What its operator asks of programs (`maxlag`, rates)
    /// goes before `robots.txt`, which is about crawling.
    Api,
}

/// An answer: every exchange on the way to it, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Each request with its response, redirects first; never empty.
    pub exchanges: Vec<Exchange>,
    /// The content of the last, without content codings.
    pub body: Vec<u8>,
    /// Whether its end is missing: it is larger than what is taken, or the sender broke
    /// off, sent less than announced, or took too long.
    pub cut: bool,
}

/// One request and its response, as they went over the wire but for the framing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// When the request was sent.
    pub at: Timestamp,
    /// The address asked for, without fragment.
    pub url: Url,
    /// The address that the host's name led to.
    pub ip: Option<IpAddr>,
    /// The headers that were sent, in their order.
    pub sent: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The headers of the response, in their order.
    pub headers: Vec<(String, String)>,
    /// The body with its content codings, without transfer codings.
    pub body: Vec<u8>,
}

impl Answer {
    /// The exchange that the content came with.
    pub fn last(&self) -> &Exchange {
        self.exchanges.last().expect("an answer has an exchange")
    }
}

impl Exchange {
    /// The value of a header of the response; the first, if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// An address that is never asked for.
    #[error("`{url}` is not asked for: {why}")]
    Refused {
        /// The address.
        url: String,
        /// Why, for people.
        why: String,
    },
    /// `robots.txt` forbids it (RFC 9309).
    #[error("`{url}`: {host}'s robots.txt forbids it")]
    Forbidden {
        /// The address.
        url: String,
        /// Whose rules.
        host: String,
    },
    /// The host asked to be left alone for a while (`Retry-After`, 429, 503), or may not
    /// be asked yet.
    #[error("`{url}`: the host asks to wait {} seconds", after.as_secs())]
    Later {
        /// The address.
        url: String,
        /// How long from now.
        after: Duration,
        /// The status that said so; `None` where nothing was asked.
        status: Option<u16>,
    },
    /// It did not work: no such host, no connection, broken answer, time is up.
    #[error("`{url}`: {why}")]
    Failed {
        /// The address.
        url: String,
        /// Why, for people.
        why: String,
        /// Whether the name itself leads nowhere: it will not by itself next time.
        lasting: bool,
    },
}
