//! A client for tests: its clock stands still until somebody sleeps.

use annals_fetch::{
    Answer, Ask, Client, ClientOptions, Clock, Fetch, FetchError, Purpose, Resolve, Unresolved,
};
use annals_model::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// Time that only goes forward by waiting, and what was waited for.
#[derive(Clone)]
pub(crate) struct Time {
    now: Arc<Mutex<Timestamp>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Time {
    /// Starts on 12 September 2016 at noon.
    pub(crate) fn new() -> Time {
        let start = "2016-09-12T12:00:00Z".parse().unwrap();
        Time { now: Arc::new(Mutex::new(start)), slept: Arc::default() }
    }

    pub(crate) fn clock(&self) -> Clock {
        let (now, time) = (Arc::clone(&self.now), self.clone());
        Clock::new(move || *now.lock().unwrap()).sleeping(move |wait| {
            time.slept.lock().unwrap().push(wait);
            time.pass(wait);
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub(crate) fn pass(&self, by: Duration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }

    /// What was waited for so far.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

/// Options of a client that may ask loopback.
pub(crate) fn here() -> ClientOptions {
    ClientOptions { allow: vec!["127.0.0.1".to_owned()], ..ClientOptions::default() }
}

pub(crate) fn client(options: ClientOptions) -> (Client, Time) {
    let time = Time::new();
    (Client::new(options, time.clock()).unwrap(), time)
}

pub(crate) fn ask(client: &Client, url: &str, purpose: Purpose) -> Result<Answer, FetchError> {
    let url = Url::parse(url).unwrap();
    client.get(&Ask { url: &url, purpose, if_none_match: None, if_modified_since: None })
}

pub(crate) fn page(client: &Client, url: &str) -> Result<Answer, FetchError> {
    ask(client, url, Purpose::Page)
}

/// An interface for programs: no `robots.txt` in the way.
pub(crate) fn api(client: &Client, url: &str) -> Result<Answer, FetchError> {
    ask(client, url, Purpose::Api)
}

/// Names of tests, each with what it leads to the first time, the second time and so on;
/// the last stays.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl Names {
    pub(crate) fn of(names: &[(&str, &[&[&str]])]) -> Arc<Names> {
        let parse = |times: &[&[&str]]| {
            times.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect()).collect()
        };
        let map = names.iter().map(|(name, times)| ((*name).to_owned(), parse(times))).collect();
        Arc::new(Names(Mutex::new(map)))
    }
}

impl Resolve for Names {
    fn resolve(&self, host: &str, _: Duration) -> Result<Vec<IpAddr>, Unresolved> {
        let mut map = self.0.lock().unwrap();
        let times = map.get_mut(host).ok_or(Unresolved::NoSuchHost)?;
        Ok(if times.len() > 1 { times.remove(0) } else { times[0].clone() })
    }
}
