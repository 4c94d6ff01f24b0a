//! How often somebody may do something: token buckets in a table of bounded size.
//!
//! A bucket is one number, the time at which it is full again (the generic cell
//! rate algorithm, ITU-T I.371): what is full is the same as what is not there.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Buckets that are kept at once. One takes some 50 bytes with its place.
const CAPACITY: usize = 50_000;

/// How many buckets are looked at to find one that can go.
const SAMPLE: usize = 16;

/// Buckets of one kind, each known by a hash of whose it is.
#[derive(Debug)]
pub(super) struct Buckets {
    /// How long one token takes to come back; zero for no limit.
    interval: Duration,
    /// How long an empty bucket takes to fill.
    whole: Duration,
    began: Instant,
    /// Chosen anew by each process: nobody can make keys collide.
    keys: RandomState,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// When each is full again, since `began`.
    full: HashMap<u64, Duration>,
    swept: Duration,
}

impl Buckets {
    /// Buckets of `burst` tokens that get `count` of them back each `period`; a
    /// count of 0 means that there is no limit.
    pub(super) fn new(count: u32, period: Duration, burst: u32) -> Buckets {
        let interval = if count == 0 { Duration::ZERO } else { period / count };
        Buckets {
            interval,
            whole: interval * burst.max(1),
            began: Instant::now(),
            keys: RandomState::new(),
            inner: Mutex::default(),
        }
    }

    /// Takes a token, or says how long to wait for the next.
    pub(super) fn take(&self, whose: impl std::hash::Hash, now: Instant) -> Result<(), Duration> {
        if self.interval.is_zero() {
            return Ok(());
        }
        let key = self.keys.hash_one(whose);
        let now = now.saturating_duration_since(self.began);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let full = inner.full.get(&key).copied().unwrap_or_default().max(now) + self.interval;
        if let Some(wait) = full.checked_sub(now + self.whole).filter(|w| !w.is_zero()) {
            return Err(wait);
        }
        inner.make_room(key, now);
        inner.full.insert(key, full);
        Ok(())
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).full.len()
    }
}

impl Inner {
    /// Full buckets go first; where there is none, the one that is nearest to it
    /// among some. Whoever has many addresses can so gain a few tokens, no memory.
    fn make_room(&mut self, key: u64, now: Duration) {
        if self.full.len() < CAPACITY || self.full.contains_key(&key) {
            return;
        }
        if now >= self.swept + Duration::from_secs(1) {
            self.swept = now;
            self.full.retain(|_, full| *full > now);
        }
        if self.full.len() >= CAPACITY {
            let fullest = self.full.iter().take(SAMPLE).min_by_key(|(_, full)| **full);
            if let Some(gone) = fullest.map(|(key, _)| *key) {
                self.full.remove(&gone);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_the_rate() {
        let buckets = Buckets::new(2, Duration::from_secs(1), 5);
        let start = Instant::now();
        for _ in 0..5 {
            assert_eq!(buckets.take("a", start), Ok(()));
        }
        let wait = buckets.take("a", start).unwrap_err();
        assert!(
            wait <= Duration::from_millis(500) && wait > Duration::from_millis(400),
            "{wait:?}"
        );
        assert_eq!(buckets.take("b", start), Ok(()), "others are not touched");
        assert_eq!(buckets.take("a", start + Duration::from_millis(500)), Ok(()));
        assert!(buckets.take("a", start + Duration::from_millis(500)).is_err());
    }

    #[test]
    fn no_limit_is_no_limit() {
        let buckets = Buckets::new(0, Duration::from_secs(1), 0);
        assert!((0..10_000).all(|_| buckets.take("a", Instant::now()).is_ok()));
        assert_eq!(buckets.len(), 0);
    }

    #[test]
    fn the_table_is_bounded_and_the_full_go_first() {
        let buckets = Buckets::new(1, Duration::from_secs(1), 3);
        let start = Instant::now();
        for n in 0..CAPACITY + 100 {
            assert_eq!(buckets.take(n, start), Ok(()));
        }
        assert_eq!(buckets.len(), CAPACITY);
        buckets.take("one more", start + Duration::from_secs(10)).unwrap();
        assert_eq!(buckets.len(), 1);
    }
}
