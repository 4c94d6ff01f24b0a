//! What a round asks for, in order, by host.

use super::client::host_of;
use crate::config::Period;
use annals_store::{FetchKind, StoredFetch};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use url::Url;

/// An address to ask for.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// What is known of it.
    pub(super) known: StoredFetch,
    /// What is asked for: the address, or where it has moved to.
    pub(super) url: Url,
    /// What its answer is for.
    pub(super) how: How,
    /// Whether a person named it just now.
    pub(super) named: bool,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// A feed.
    Feed {
        /// How often it is asked for.
        every: Period,
        /// Whether the pages of its entries are fetched.
        articles: bool,
        /// Whether it is followed, and by what.
        followed: Followed,
    },
    /// A sitemap, or one that an index names.
    Sitemap {
        /// How often it is asked for; `None`: when its index says so.
        every: Option<Period>,
        /// How new its pages must be.
        newer: Period,
        /// Beginnings of paths that are taken; all, if there are none.
        paths: Vec<String>,
    },
    /// A page that is watched.
    Watched {
        /// How often it is asked for.
        every: Period,
    },
    /// A page.
    Page,
}

/// By what a feed is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// By the settings.
    Settings,
    /// By the list of feeds that are followed.
    List,
    /// By that list, from its first good answer on.
    FromNow,
    /// Not.
    No,
}

/// The place of a job in the order: what leads to others first, then what was never
/// fetched, newest first, then what is asked for again.
type Rank = (u8, Reverse<i64>, String);

impl Job {
    /// A job for an address; `None` where it is none.
    pub(super) fn new(known: StoredFetch, how: How) -> Option<Job> {
        let to = match how {
            How::Page => None,
            // What is followed goes on where it moved to for good.
            _ => known.moved_to.as_deref(),
        };
        let url = Url::parse(to.unwrap_or(&known.url)).ok()?;
        Some(Job { known, url, how, named: false })
    }

    pub(super) fn rank(&self) -> Rank {
        let class = match (&self.how, self.known.kind) {
            (How::Feed { .. }, _) => 0,
            (How::Sitemap { .. }, _) => 1,
            (How::Watched { .. }, _) => 2,
            (How::Page, _) if self.named => 2,
            (How::Page, _) if self.known.answers > 0 => 5,
            (How::Page, FetchKind::Source) => 4,
            (How::Page, _) => 3,
        };
        (class, Reverse(self.known.wanted_at.as_microsecond()), self.known.page.clone())
    }

    /// Whether it counts against the bounds of a round.
    fn is_bounded(&self) -> bool {
        self.how == How::Page && !self.named
    }
}

/// How much a round asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Bounds {
    /// Pages, in all.
    pub(super) most: u32,
    /// Pages of one host.
    pub(super) most_each: u32,
    /// Pages of hosts that have a bound of their own.
    pub(super) own: BTreeMap<String, u32>,
}

/// The jobs that wait.
#[derive(Debug)]
pub(super) struct Queue {
    bounds: Bounds,
    hosts: BTreeMap<String, BTreeMap<Rank, Job>>,
    /// Hosts that are being asked.
    busy: BTreeSet<String>,
    /// Pages that were in the queue: none comes twice in a round.
    seen: HashSet<String>,
    /// Pages asked of each host that count.
    asked: BTreeMap<String, u32>,
    waiting: u64,
}

impl Queue {
    pub(super) fn new(bounds: Bounds) -> Queue {
        Queue {
            bounds,
            hosts: BTreeMap::new(),
            busy: BTreeSet::new(),
            seen: HashSet::new(),
            asked: BTreeMap::new(),
            waiting: 0,
        }
    }

    /// Adds a job, unless its page was there before.
    pub(super) fn push(&mut self, job: Job) {
        if self.seen.insert(job.known.page.clone()) {
            self.hosts.entry(host_of(&job.url)).or_default().insert(job.rank(), job);
            self.waiting += 1;
        }
    }

    /// The first job of a host that nobody asks now, and that may still be asked.
    pub(super) fn next(&mut self) -> Option<Job> {
        let free = self.hosts.iter().filter(|(host, _)| !self.busy.contains(*host));
        let (_, host) = free
            .filter_map(|(host, jobs)| {
                let (rank, job) = jobs.first_key_value()?;
                (!job.is_bounded() || self.may_ask(host)).then_some((rank, host))
            })
            .min()?;
        let host = host.clone();
        let jobs = self.hosts.get_mut(&host)?;
        let (_, job) = jobs.pop_first()?;
        if jobs.is_empty() {
            self.hosts.remove(&host);
        }
        if job.is_bounded() {
            self.bounds.most -= 1;
            *self.asked.entry(host.clone()).or_default() += 1;
        }
        self.busy.insert(host);
        self.waiting -= 1;
        Some(job)
    }

    fn may_ask(&self, host: &str) -> bool {
        let most = self.bounds.own.get(host).copied().unwrap_or(self.bounds.most_each);
        self.bounds.most > 0 && self.asked.get(host).copied().unwrap_or(0) < most
    }

    /// A host that was asked may be asked again.
    pub(super) fn free(&mut self, host: &str) {
        self.busy.remove(host);
    }

    /// Takes away all jobs of a host that wants to be left alone; how many.
    pub(super) fn leave_alone(&mut self, host: &str) -> u64 {
        let left = self.hosts.remove(host).map_or(0, |jobs| jobs.len() as u64);
        self.waiting -= left;
        left
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::Timestamp;

    fn page(url: &str, kind: FetchKind, wanted: i64) -> Job {
        let wanted = Timestamp::from_second(wanted).unwrap();
        let key = crate::articles::key(url);
        Job::new(StoredFetch::new(key, url.into(), kind, wanted), How::Page).unwrap()
    }

    fn feed(url: &str) -> Job {
        let how = How::Feed { every: Period::hours(1), articles: true, followed: Followed::List };
        let known = page(url, FetchKind::Feed, 0).known;
        Job::new(known, how).unwrap()
    }

    fn queue(most: u32, most_each: u32) -> Queue {
        Queue::new(Bounds { most, most_each, own: BTreeMap::from([("b.example".into(), 1)]) })
    }

    fn drained(queue: &mut Queue) -> Vec<String> {
        let mut all = Vec::new();
        while let Some(job) = queue.next() {
            queue.free(&host_of(&job.url));
            all.push(job.known.page);
        }
        all
    }

    #[test]
    fn what_leads_to_others_goes_first_then_the_newest() {
        let mut queue = queue(9, 9);
        queue.push(page("https://a.example/source", FetchKind::Source, 90));
        queue.push(page("https://a.example/old", FetchKind::Article, 10));
        queue.push(page("https://a.example/new", FetchKind::Article, 20));
        queue.push(page("http://www.a.example/new/", FetchKind::Source, 99));
        queue.push(feed("https://c.example/feed"));
        assert_eq!(queue.waiting(), 4);
        assert_eq!(
            drained(&mut queue),
            ["c.example/feed", "a.example/new", "a.example/old", "a.example/source"]
        );
    }

    #[test]
    fn a_host_is_asked_one_thing_at_a_time() {
        let mut queue = queue(9, 9);
        queue.push(page("https://a.example/1", FetchKind::Source, 2));
        queue.push(page("https://a.example/2", FetchKind::Source, 1));
        let first = queue.next().unwrap();
        assert!(queue.next().is_none() && queue.waiting() == 1);
        queue.free(&host_of(&first.url));
        assert_eq!(queue.next().unwrap().known.page, "a.example/2");
    }

    #[test]
    fn bounds_hold_and_do_not_hold_up_feeds() {
        let mut queue = queue(3, 2);
        for n in 0..4 {
            queue.push(page(&format!("https://a.example/{n}"), FetchKind::Article, n));
            queue.push(page(&format!("https://b.example/{n}"), FetchKind::Article, n));
            queue.push(page(&format!("https://c.example/{n}"), FetchKind::Article, n));
            queue.push(feed(&format!("https://a.example/feed/{n}")));
        }
        let pages = drained(&mut queue);
        assert_eq!(pages.len(), 4 + 3, "{pages:?}");
        assert_eq!(queue.waiting(), 9);
        assert_eq!(queue.leave_alone("a.example"), 3);
        assert_eq!(queue.waiting(), 6);
    }
}
