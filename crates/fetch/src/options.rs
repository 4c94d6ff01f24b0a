//! What a client is told: who it speaks for, how fast it may ask, how much it takes.

use crate::{Authorities, Resolve, System};
use annals_model::Timestamp;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How a client asks.
#[derive(Clone)]
pub struct ClientOptions {
    /// Where the operator can be reached, a mail address or an `http(s)` address: it goes
    /// into the user agent. Without one, only this machine's own loopback is asked.
    pub contact: Option<String>,
    /// Hosts that may be asked although their addresses are not public, each a name or
    /// number, with `:PORT` for that port only. What is public needs no leave.
    pub allow: Vec<String>,
    /// Numbers of hosts that no name server is asked for. They are checked like others.
    pub names: Vec<(String, IpAddr)>,
    /// A proxy (`http://host:port`), through which everything goes. It looks up the names,
    /// so it must be trusted to refuse inner addresses itself. Never taken from the
    /// environment.
    pub proxy: Option<Url>,
    /// Who vouches for servers' names.
    pub authorities: Authorities,
    /// Who looks up names.
    pub resolver: Arc<dyn Resolve>,
    /// How fast.
    pub pace: Pace,
    /// How much.
    pub limits: Limits,
}

/// How fast hosts are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Requests to one host at the same time; at least 1.
    pub at_once: usize,
    /// From the end of one request to the start of the next, for one host.
    pub pause: Duration,
    /// The pause for hosts that have one of their own, by host (`example.org`, or
    /// `example.org:8080`). `Crawl-delay` still holds where it is longer.
    pub pauses: BTreeMap<String, Duration>,
    /// The longest `Crawl-delay` that is kept; a longer one counts as this.
    pub longest_crawl_delay: Duration,
    /// How long a host is left alone that says 429 or 503 and not how long. Each time in
    /// a row doubles it, up to an hour.
    pub wait: Duration,
    /// The longest wait that a host can ask for; a longer one counts as this.
    pub longest_wait: Duration,
}

/// How much is taken, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body as it is sent.
    pub sent: u64,
    /// Bytes of a body unpacked.
    pub unpacked: u64,
    /// How many times larger a body may become by unpacking, beyond the first 8 MiB.
    pub ratio: u64,
    /// Bytes of the head of a response.
    pub head: usize,
    /// Redirects that are followed.
    pub redirects: usize,
    /// Time for looking up a name, and again for connecting (TLS included).
    pub connect: Duration,
    /// Time without a byte.
    pub silence: Duration,
    /// Time for one exchange as a whole.
    pub total: Duration,
}

impl Default for ClientOptions {
    fn default() -> ClientOptions {
        ClientOptions {
            contact: None,
            allow: Vec::new(),
            names: Vec::new(),
            proxy: None,
            authorities: Authorities::default(),
            resolver: Arc::new(System),
            pace: Pace::default(),
            limits: Limits::default(),
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientOptions")
            .field("contact", &self.contact)
            .field("allow", &self.allow)
            .field("names", &self.names)
            .field("authorities", &self.authorities)
            .field("pace", &self.pace)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            at_once: 1,
            pause: Duration::from_secs(1),
            pauses: BTreeMap::new(),
            longest_crawl_delay: Duration::from_secs(60),
            wait: Duration::from_secs(60),
            longest_wait: Duration::from_secs(24 * 3600),
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sent: 32 << 20,
            unpacked: 64 << 20,
            ratio: 100,
            head: 64 << 10,
            redirects: 10,
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            total: Duration::from_secs(90),
        }
    }
}

/// What is wrong with [`ClientOptions`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// The contact cannot be reached, or cannot stand in a header.
    #[error("`{0}` is no contact\nhint: give a mail address or an https address")]
    Contact(String),
    /// A name in `allow` or `names` is no host.
    #[error("`{0}` is no host\nhint: a name or number alone, or with `:PORT`")]
    Host(String),
    /// The authorities cannot be read.
    #[error("the authorities cannot be read: {0}\nhint: a file of certificates in PEM")]
    Authorities(String),
    /// The proxy is none.
    #[error("`{0}` is no proxy\nhint: http://HOST:PORT")]
    Proxy(String),
}

/// A clock and the patience that goes with it.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    sleep: Arc<dyn Fn(Duration) + Send + Sync>,
}

impl Clock {
    /// A clock; waiting is really waiting.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Clock {
        Clock { now: Arc::new(now), sleep: Arc::new(std::thread::sleep) }
    }

    /// This clock, with another way of waiting: tests let it go forward instead.
    #[must_use]
    pub fn sleeping(self, sleep: impl Fn(Duration) + Send + Sync + 'static) -> Clock {
        Clock { sleep: Arc::new(sleep), ..self }
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    pub(crate) fn sleep(&self, time: Duration) {
        if !time.is_zero() {
            (self.sleep)(time);
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}
