//! Saved searches: what is told, signed and once; what a receiver that is gone leaves.

use crate::world::{ADMITTED, archive, deliver, now, tell, told, version};
use annals_archive::Archive;
use annals_archive::editing::{self, Act, Request};
use annals_archive::notify::{self, NewSearch, Report};
use annals_fetch::{Reach, Sender};
use annals_model::date;
use annals_store::OutboxState;
use annals_upstream::{Reply, Server};
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

const SECRET: &[u8] = b"a secret of the tests, long enough";

/// A receiver that answers with a status.
struct Receiver {
    server: Server,
    status: Arc<AtomicU16>,
}

impl Receiver {
    fn start() -> Receiver {
        let status = Arc::new(AtomicU16::new(200));
        let answer = Arc::clone(&status);
        let server = Server::start(move |_| Reply::status(answer.load(Ordering::SeqCst)));
        Receiver { server, status }
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// The messages so far, each proved to be ours.
    fn messages(&self) -> Vec<(String, Value)> {
        self.server.asked().iter().map(read).collect()
    }

    /// The kinds of notices that came since a number of messages.
    fn kinds(&self, from: usize) -> Vec<String> {
        let notices = |(_, body): &(String, Value)| body["notices"].as_array().unwrap().clone();
        let notices = self.messages()[from..].iter().flat_map(notices).collect::<Vec<_>>();
        notices.iter().map(|n| n["kind"].as_str().unwrap().to_owned()).collect()
    }
}

/// Verifies a message as a receiver should.
fn read(request: &annals_upstream::Request) -> (String, Value) {
    let id = request.header("webhook-id").unwrap().to_owned();
    let time = request.header("webhook-timestamp").unwrap();
    let body = std::str::from_utf8(&request.body).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).unwrap();
    mac.update(format!("{id}.{time}.{body}").as_bytes());
    let signature = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
    assert_eq!(request.header("webhook-signature"), Some(signature.as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    (id, serde_json::from_str(body).unwrap())
}

fn new(home: &Path, receiver: &Receiver, query: &str) -> NewSearch {
    fs::write(home.join("secret"), [SECRET, b"\n"].concat()).unwrap();
    NewSearch {
        name: "africa".into(),
        query: query.into(),
        webhook: Some(receiver.server.url("/hook")),
        secret_file: Some("../secret".into()),
        feed: false,
    }
}

fn allowing(home: &Path, receiver: &Receiver) -> Archive {
    let settings = format!("[deliver]\nallow = ['{}']\n", receiver.server.address());
    archive(&home.join("archive"), &settings)
}

fn run(archive: &Archive, at: i64) -> Report {
    let sender = Sender::new("annals test", Reach::Public(archive.config.deliver.allow.clone()));
    notify::run(archive, now(at), &sender).unwrap()
}

#[test]
fn new_changed_and_withdrawn_are_told_once() {
    let home = tempfile::tempdir().unwrap();
    let receiver = Receiver::start();
    let archive = allowing(home.path(), &receiver);
    told(&archive, &ADMITTED[..2], 0);
    // What it finds already is known.
    notify::add(&archive, &new(home.path(), &receiver, "united"), now(1)).unwrap();
    run(&archive, 2);
    assert_eq!(receiver.messages(), []);
    told(&archive, &ADMITTED[2..4], 3);
    let report = run(&archive, 4);
    assert!(report.is_good(), "{report:?}");
    assert_eq!(receiver.kinds(0), ["new"], "one of the two is found");
    let (_, body) = receiver.messages().remove(0);
    let event = &body["notices"][0]["event"];
    assert_eq!(event["statement"]["text"], ADMITTED[2]);
    assert_eq!((body["search"].as_str(), body["query"].as_str()), (Some("africa"), Some("united")));
    let url = body["notices"][0]["url"].as_str().unwrap();
    assert!(url.starts_with("https://news.example.org/news/1960/09/20/"), "{url}");
    run(&archive, 5);
    assert_eq!(receiver.messages().len(), 1);

    // Another source is a material change; what is not searched for is none of its business.
    tell(&archive, version(date(1960, 9, 20), ADMITTED[2], 3, 6), 6);
    tell(&archive, version(date(1960, 9, 20), ADMITTED[3], 3, 6), 6);
    run(&archive, 7);
    assert_eq!(receiver.kinds(1), ["changed"]);
    let (_, body) = receiver.messages().remove(1);
    assert_eq!(body["notices"][0]["changes"][0]["fields"][0]["field"], "sources");

    // Withdrawn: told, and not a second time.
    withdraw(&archive, event["id"].as_str().unwrap(), 8);
    run(&archive, 9);
    run(&archive, 10);
    assert_eq!(receiver.kinds(2), ["withdrawn"]);
    let ids: std::collections::BTreeSet<String> =
        receiver.messages().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 3, "each message has a key of its own");
}

#[test]
fn what_is_not_taken_is_sent_again_until_it_is_given_up() {
    let home = tempfile::tempdir().unwrap();
    let receiver = Receiver::start();
    let archive = allowing(home.path(), &receiver);
    told(&archive, &ADMITTED[..1], 0);
    notify::add(&archive, &new(home.path(), &receiver, "united"), now(1)).unwrap();
    receiver.answers(500);
    told(&archive, &ADMITTED[2..3], 2);
    let report = run(&archive, 3);
    assert!(!report.is_good());
    assert_eq!((report.searches[0].sent, report.searches[0].waiting), (0, 1));
    // Its time has not come.
    run(&archive, 3);
    assert_eq!(receiver.messages().len(), 1);
    // It comes a minute later, with the same key and a new time.
    receiver.answers(204);
    assert_eq!(run(&archive, 4).searches[0].sent, 1);
    let messages = receiver.messages();
    assert_eq!(messages[0], messages[1]);
    let times: Vec<_> = receiver
        .server
        .asked()
        .iter()
        .map(|r| r.header("webhook-timestamp").unwrap().to_owned())
        .collect();
    assert_ne!(times[0], times[1]);

    // For days nobody is there.
    receiver.answers(503);
    tell(&archive, version(date(1960, 9, 20), ADMITTED[2], 2, 5), 5);
    let mut given_up = 0;
    for minutes in (6..7_000).step_by(60) {
        given_up += run(&archive, minutes).searches[0].given_up;
    }
    assert_eq!(given_up, 1);
    let saved = notify::list(&archive).unwrap().remove(0);
    assert!(saved.counts.contains(&(OutboxState::GivenUp, 1)), "{saved:?}");
    assert_eq!(saved.problem.as_deref(), Some("it answered 503"));
    receiver.answers(200);
    assert_eq!(notify::retry(&archive, "africa", now(7_000)).unwrap(), 1);
    assert_eq!(run(&archive, 7_001).searches[0].sent, 1);
    // 410 says that it is gone for ever.
    receiver.answers(410);
    tell(&archive, version(date(1960, 9, 20), ADMITTED[2], 4, 7_002), 7_002);
    assert_eq!(run(&archive, 7_003).searches[0].given_up, 1);
}

#[test]
fn inner_addresses_and_bad_settings_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let receiver = Receiver::start();
    let archive = archive(&home.path().join("archive"), "");
    told(&archive, &ADMITTED[..1], 0);
    let good = new(home.path(), &receiver, "united");
    for bad in [
        NewSearch { name: "../x".into(), ..good.clone() },
        NewSearch { query: " ".into(), ..good.clone() },
        NewSearch { webhook: None, ..good.clone() },
        NewSearch { webhook: Some("ftp://example.org/".into()), ..good.clone() },
        NewSearch { webhook: Some("https://me:you@example.org/".into()), ..good.clone() },
        NewSearch { secret_file: None, ..good.clone() },
        NewSearch { secret_file: Some("../none".into()), ..good.clone() },
    ] {
        assert!(notify::add(&archive, &bad, now(1)).is_err(), "{bad:?}");
    }
    notify::add(&archive, &good, now(1)).unwrap();
    assert!(notify::add(&archive, &good, now(1)).is_err(), "it is there");
    told(&archive, &ADMITTED[2..3], 2);
    let problem = run(&archive, 3).searches[0].problem.clone().unwrap();
    assert!(problem.contains("is loopback"), "{problem}");
    assert!(receiver.server.asked().is_empty());
}

#[test]
fn a_search_has_a_feed_as_long_as_it_is_saved() {
    let home = tempfile::tempdir().unwrap();
    let settings = "[[target]]\nname = 'folder'\nkind = 'folder'\npath = '../site'\n";
    let archive = archive(&home.path().join("archive"), settings);
    told(&archive, &ADMITTED[..2], 0);
    deliver(&archive, 1).remove(0).placed.unwrap();
    let search = NewSearch {
        name: "united".into(),
        query: "united".into(),
        feed: true,
        ..NewSearch::default()
    };
    notify::add(&archive, &search, now(2)).unwrap();
    deliver(&archive, 3).remove(0).placed.unwrap();
    let feed = home.path().join("site/feeds/searches/united.json");
    let titles = || -> Vec<String> {
        let feed: Value = serde_json::from_slice(&fs::read(&feed).unwrap()).unwrap();
        let items = feed["items"].as_array().unwrap().iter();
        items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(), [ADMITTED[0]]);
    told(&archive, &ADMITTED[2..3], 4);
    deliver(&archive, 5).remove(0).placed.unwrap();
    let mut all = titles();
    all.sort();
    assert_eq!(all, [ADMITTED[0], ADMITTED[2]]);
    notify::remove(&archive, "united", now(6)).unwrap();
    deliver(&archive, 7).remove(0).placed.unwrap();
    assert!(!feed.exists());
    assert_eq!(notify::list(&archive).unwrap(), []);
}

/// Takes an event back as an editor does.
fn withdraw(archive: &Archive, event: &str, at: i64) {
    let request = Request {
        act: Act::Withdraw { event: event.to_owned() },
        reason: "it was not so".into(),
        expected: BTreeMap::new(),
    };
    editing::act(archive, &request, "ada", now(at)).unwrap();
}
