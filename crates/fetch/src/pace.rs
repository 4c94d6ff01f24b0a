//! How fast hosts are asked: a few requests at a time (one, unless told otherwise), a
//! pause between, and not at all while a host wants to be left alone.

use crate::options::{Clock, Pace};
use annals_model::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest doubled wait for hosts that say 429 or 503 and not how long.
const LONGEST_DOUBLED: Duration = Duration::from_secs(3600);
/// Hosts that are remembered; beyond it, those that nothing needs to be known of go.
const HOSTS: usize = 20_000;

/// What is known of a host's patience, to be kept between runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostKnown {
    /// `example.org`, or `example.org:8080`.
    pub host: String,
    /// When it may be asked again without haste.
    pub ready: Timestamp,
    /// Before then it asked to be left alone (`Retry-After`, 429, 503).
    pub not_before: Option<Timestamp>,
    /// How often in a row it asked that.
    pub refusals: u32,
}

/// The hosts that were asked.
pub(crate) struct Hosts {
    pace: Pace,
    clock: Clock,
    known: Mutex<HashMap<String, Arc<Host>>>,
}

struct Host {
    name: String,
    /// How many ask it now.
    busy: Mutex<usize>,
    freed: Condvar,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    ready: Timestamp,
    not_before: Option<Timestamp>,
    refusals: u32,
}

/// The right to ask a host; given back when it is dropped.
pub(crate) struct Turn<'h> {
    hosts: &'h Hosts,
    host: Arc<Host>,
    pause: Duration,
}

impl Hosts {
    pub(crate) fn new(pace: Pace, clock: Clock) -> Hosts {
        Hosts { pace, clock, known: Mutex::new(HashMap::new()) }
    }

    /// Waits until a host may be asked; the error is how long it wants to be left alone,
    /// which is not waited for.
    pub(crate) fn turn(&self, key: &str, delay: Option<Duration>) -> Result<Turn<'_>, Duration> {
        let host = self.host(key);
        let own = self.pace.pauses.get(key).copied().unwrap_or(self.pace.pause);
        let pause = own.max(delay.unwrap_or_default().min(self.pace.longest_crawl_delay));
        // Looked at before standing in line as well, or a line would form for nothing.
        self.left_alone(&host).map_or(Ok(()), Err)?;
        let mut busy = lock(&host.busy);
        while *busy >= self.pace.at_once.max(1) {
            busy = host.freed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy += 1;
        drop(busy);
        let turn = Turn { hosts: self, host, pause };
        self.left_alone(&turn.host).map_or(Ok(()), Err)?;
        let wait = {
            let mut state = lock(&turn.host.state);
            let now = self.clock.now();
            // A clock that was set back must not make anyone wait for years.
            let wait = until(now, state.ready).min(pause);
            state.ready = later(later(now, wait), pause);
            wait
        };
        self.clock.sleep(wait);
        Ok(turn)
    }

    fn left_alone(&self, host: &Host) -> Option<Duration> {
        let left = until(self.clock.now(), lock(&host.state).not_before?);
        (!left.is_zero()).then_some(left.min(self.pace.longest_wait))
    }

    /// All that must be known at the next start, by name.
    pub(crate) fn known(&self) -> Vec<HostKnown> {
        let hosts: Vec<Arc<Host>> = lock(&self.known).values().cloned().collect();
        let mut known: Vec<HostKnown> = hosts
            .iter()
            .map(|host| {
                let State { ready, not_before, refusals } = *lock(&host.state);
                HostKnown { host: host.name.clone(), ready, not_before, refusals }
            })
            .collect();
        known.sort_by(|a, b| a.host.cmp(&b.host));
        known
    }

    /// Takes what was known at the end of another run.
    pub(crate) fn know(&self, known: Vec<HostKnown>) {
        for HostKnown { host, ready, not_before, refusals } in known {
            *lock(&self.host(&host).state) = State { ready, not_before, refusals };
        }
    }

    fn host(&self, key: &str) -> Arc<Host> {
        let mut known = lock(&self.known);
        if known.len() >= HOSTS && !known.contains_key(key) {
            let now = self.clock.now();
            known.retain(|_, host| {
                let state = lock(&host.state);
                Arc::strong_count(host) > 1 || state.ready > now || state.refusals > 0
            });
        }
        let new = || {
            let (busy, freed, state) = <(Mutex<usize>, Condvar, Mutex<State>)>::default();
            Arc::new(Host { name: key.to_owned(), busy, freed, state })
        };
        Arc::clone(known.entry(key.to_owned()).or_insert_with(new))
    }
}

impl Turn<'_> {
    /// Notes how the host answered; the wait, if it asks for one.
    pub(crate) fn answered(&self, status: u16, retry_after: Option<&str>) -> Option<Duration> {
        let now = self.hosts.clock.now();
        let mut state = lock(&self.host.state);
        if !matches!(status, 429 | 503) {
            state.refusals = 0;
            state.not_before = None;
            return None;
        }
        let pace = &self.hosts.pace;
        let doubled = pace.wait.saturating_mul(1 << state.refusals.min(16));
        let asked = retry_after.and_then(|text| wait_of(text, now));
        let wait = asked.unwrap_or(doubled.min(LONGEST_DOUBLED.max(pace.wait)));
        // Nobody can mean "at once".
        let wait = wait.min(pace.longest_wait).max(Duration::from_secs(1));
        state.refusals = state.refusals.saturating_add(1);
        state.not_before = Some(later(now, wait));
        Some(wait)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        {
            let mut state = lock(&self.host.state);
            let ready = later(self.hosts.clock.now(), self.pause);
            state.ready = state.ready.max(ready);
        }
        let mut busy = lock(&self.host.busy);
        *busy = busy.saturating_sub(1);
        self.host.freed.notify_one();
    }
}

/// What `Retry-After` says: seconds, or a date (RFC 9110, 10.2.3).
fn wait_of(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit are a long time all the same.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let at: SystemTime = httpdate::parse_http_date(text).ok()?;
    let seconds = at.duration_since(UNIX_EPOCH).ok()?.as_secs();
    // The last date that can be written lies behind the last moment that there is.
    let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let at = at.unwrap_or(Timestamp::MAX);
    Some(until(now, at))
}

/// From now to a moment; nothing if it is past.
pub(crate) fn until(now: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default()
}

/// A moment so much later.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// A lock; what a thread that panicked left behind is good enough for manners.
pub(crate) fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
