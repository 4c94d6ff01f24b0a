//! What is known of hosts' `robots.txt`, how long it counts, and what follows where it
//! cannot be had (RFC 9309, 2.3 and 2.4).

use super::Robots;
use crate::pace::{later, lock};
use annals_model::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long an answer counts.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// After how long a file that could not be had is asked for again.
const AGAIN: Duration = Duration::from_secs(600);
/// How long a file may be out of reach until it counts as absent.
const UNREACHABLE: Duration = Duration::from_secs(30 * 24 * 3600);
/// Hosts whose files are held; the oldest goes for the next.
const HOSTS: usize = 2_000;
/// Bytes of all files that are held.
const BYTES: usize = 64 << 20;

/// What is known of one `robots.txt`, to be kept between runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsKnown {
    /// Scheme, host and port: `https://example.org`.
    pub origin: String,
    /// When it was last asked for.
    pub asked: Timestamp,
    /// What came of it.
    pub state: RobotsState,
    /// The last good text; empty where there was none.
    pub text: Vec<u8>,
}

/// What came of asking for a `robots.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RobotsState {
    /// It is there.
    There,
    /// There is none (status 400 to 499, or too many redirects): all is allowed.
    None,
    /// It cannot be had (status 500 and more, no connection) since a moment, and why. The
    /// last good text counts; without one nothing is asked for, for 30 days.
    Unreachable(Timestamp, String),
}

/// What follows for a host.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    /// These rules.
    Rules(Arc<Robots>),
    /// Nothing may be asked for, because the file cannot be had.
    Unreachable(String),
}

/// Everything known, by origin.
#[derive(Default)]
pub(crate) struct RobotsCache {
    entries: Mutex<HashMap<String, Entry>>,
    /// Who asks for which file now.
    asking: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

struct Entry {
    known: RobotsKnown,
    rules: Arc<Robots>,
}

impl RobotsCache {
    /// What follows for a host, if that is known and not too old.
    pub(crate) fn verdict(&self, origin: &str, now: Timestamp) -> Option<Verdict> {
        let entries = lock(&self.entries);
        let Entry { known, rules } = entries.get(origin)?;
        let until = match known.state {
            RobotsState::Unreachable(..) => later(known.asked, AGAIN),
            _ => later(known.asked, FRESH),
        };
        // What was asked for later than now comes from a clock that was wrong.
        if now >= until || known.asked > now {
            return None;
        }
        Some(match &known.state {
            RobotsState::Unreachable(since, why)
                if known.text.is_empty() && now < later(*since, UNREACHABLE) =>
            {
                Verdict::Unreachable(why.clone())
            }
            _ => Verdict::Rules(Arc::clone(rules)),
        })
    }

    /// The lock that whoever asks for this file holds: others wait for what comes of it.
    pub(crate) fn asking(&self, origin: &str) -> Arc<Mutex<()>> {
        let mut asking = lock(&self.asking);
        asking.retain(|_, lock| Arc::strong_count(lock) > 1);
        Arc::clone(asking.entry(origin.to_owned()).or_default())
    }

    /// Notes that it is there.
    pub(crate) fn there(&self, origin: &str, now: Timestamp, text: Vec<u8>, product: &str) {
        self.put(origin, now, RobotsState::There, text, product);
    }

    /// Notes that there is none.
    pub(crate) fn none(&self, origin: &str, now: Timestamp) {
        self.put(origin, now, RobotsState::None, Vec::new(), "");
    }

    /// Notes that it cannot be had; what was known goes on counting.
    pub(crate) fn unreachable(&self, origin: &str, now: Timestamp, why: String, product: &str) {
        let (since, text) = match lock(&self.entries).remove(origin) {
            Some(Entry { known, .. }) => match known.state {
                RobotsState::Unreachable(since, _) => (since.min(now), known.text),
                _ => (now, known.text),
            },
            None => (now, Vec::new()),
        };
        self.put(origin, now, RobotsState::Unreachable(since, why), text, product);
    }

    fn put(&self, origin: &str, asked: Timestamp, state: RobotsState, text: Vec<u8>, to: &str) {
        self.know(RobotsKnown { origin: origin.to_owned(), asked, state, text }, to);
    }

    /// Takes what another run knew.
    pub(crate) fn know(&self, known: RobotsKnown, product: &str) {
        let rules = Arc::new(Robots::parse(&known.text, product));
        let mut entries = lock(&self.entries);
        entries.remove(&known.origin);
        let mut bytes: usize = entries.values().map(|entry| entry.known.text.len()).sum();
        while !entries.is_empty() && (entries.len() >= HOSTS || bytes + known.text.len() > BYTES) {
            let oldest = entries.values().min_by_key(|entry| entry.known.asked);
            let Some(origin) = oldest.map(|entry| entry.known.origin.clone()) else { break };
            bytes -= entries.remove(&origin).map_or(0, |entry| entry.known.text.len());
        }
        entries.insert(known.origin.clone(), Entry { known, rules });
    }

    /// Everything, by origin.
    pub(crate) fn known(&self) -> Vec<RobotsKnown> {
        let entries = lock(&self.entries);
        let mut known: Vec<RobotsKnown> = entries.values().map(|e| e.known.clone()).collect();
        known.sort_by(|a, b| a.origin.cmp(&b.origin));
        known
    }
}
