//! How fast hosts are asked, and how they are left alone when they say so.

use crate::harness::{Time, api, client, here};
use annals_fetch::{Client, ClientOptions, FetchError, Pace};
use annals_upstream::{Reply, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

fn ok() -> Server {
    Server::start(|_| Reply::ok("text/plain", "a page"))
}

fn later(told: &Result<annals_fetch::Answer, FetchError>) -> (u64, Option<u16>) {
    match told {
        Err(FetchError::Later { after, status, .. }) => (after.as_secs(), *status),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pause_between_requests_to_one_host() {
    let (a, b) = (ok(), ok());
    let (client, time) = client(here());
    api(&client, &a.url("/1")).unwrap();
    assert_eq!(time.slept(), [], "nobody waits before the first");
    api(&client, &b.url("/1")).unwrap();
    assert_eq!(time.slept(), [], "nor for another host");
    api(&client, &a.url("/2")).unwrap();
    assert_eq!(time.slept(), [SECOND]);
    time.pass(SECOND / 4);
    api(&client, &a.url("/3")).unwrap();
    assert_eq!(time.slept().last(), Some(&(SECOND * 3 / 4)));
    time.pass(SECOND * 5);
    api(&client, &a.url("/4")).unwrap();
    assert_eq!(time.slept().len(), 2, "long enough ago");
}

#[test]
fn redirects_wait_their_turn() {
    let server = Server::start(|request| match request.path() {
        "/a" => Reply::redirect(302, "/b"),
        "/b" => Reply::redirect(302, "/c"),
        _ => Reply::ok("text/plain", "a page"),
    });
    let (client, time) = client(here());
    api(&client, &server.url("/a")).unwrap();
    assert_eq!(time.slept(), [SECOND, SECOND]);
}

#[test]
fn a_host_has_a_pause_of_its_own() {
    let server = ok();
    let pauses = [(server.address().to_string(), Duration::from_millis(200))].into();
    let pace = Pace { pauses, ..Pace::default() };
    let (client, time) = client(ClientOptions { pace, ..here() });
    api(&client, &server.url("/1")).unwrap();
    api(&client, &server.url("/2")).unwrap();
    assert_eq!(time.slept(), [Duration::from_millis(200)]);
}

#[test]
fn the_pause_is_really_waited() {
    let server = ok();
    let pace = Pace { pause: Duration::from_millis(150), ..Pace::default() };
    let clock = annals_fetch::Clock::new(annals_model::Timestamp::now);
    let client = Client::new(ClientOptions { pace, ..here() }, clock).unwrap();
    for number in 0..3 {
        api(&client, &server.url(&format!("/{number}"))).unwrap();
    }
    let asked = server.asked();
    for pair in asked.windows(2) {
        assert!(pair[1].at - pair[0].at >= Duration::from_millis(150));
    }
}

#[test]
fn one_at_a_time_for_a_host_and_hosts_side_by_side() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let busy = |now: Arc<AtomicUsize>, most: Arc<AtomicUsize>| {
        Server::start(move |_| {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(30));
            now.fetch_sub(1, Ordering::SeqCst);
            Reply::ok("text/plain", "a page")
        })
    };
    let server = busy(Arc::clone(&now), Arc::clone(&most));
    let (one, _) = client(here());
    thread::scope(|scope| {
        for number in 0..6 {
            let (client, url) = (&one, server.url(&format!("/{number}")));
            scope.spawn(move || api(client, &url).unwrap());
        }
    });
    assert_eq!((server.asked().len(), most.load(Ordering::SeqCst)), (6, 1));

    let pace = Pace { at_once: 3, ..Pace::default() };
    let (three, _) = client(ClientOptions { pace, ..here() });
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let server = busy(now, Arc::clone(&most));
    thread::scope(|scope| {
        for number in 0..9 {
            let (client, url) = (&three, server.url(&format!("/{number}")));
            scope.spawn(move || api(client, &url).unwrap());
        }
    });
    assert!(most.load(Ordering::SeqCst) <= 3);

    // Two hosts that each wait until the other is asked: one after the other would hang.
    let meeting = Arc::new(std::sync::Barrier::new(2));
    let servers: Vec<Server> = (0..2)
        .map(|_| {
            let meeting = Arc::clone(&meeting);
            Server::start(move |_| {
                meeting.wait();
                Reply::ok("text/plain", "a page")
            })
        })
        .collect();
    thread::scope(|scope| {
        for server in &servers {
            let (client, url) = (&one, server.url("/"));
            scope.spawn(move || api(client, &url).unwrap());
        }
    });
}

#[test]
fn a_host_that_asks_to_wait_is_left_alone() {
    let server = Server::start(|request| match request.path() {
        "/busy" => Reply::status(503).with("Retry-After", "120"),
        _ => Reply::ok("text/plain", "a page"),
    });
    let other = ok();
    let (client, time) = client(here());
    assert_eq!(later(&api(&client, &server.url("/busy"))), (120, Some(503)));
    assert_eq!(later(&api(&client, &server.url("/a"))), (120, None));
    time.pass(SECOND * 119);
    assert_eq!(later(&api(&client, &server.url("/a"))), (1, None));
    assert!(api(&client, &other.url("/a")).is_ok(), "others have nothing to do with it");
    assert_eq!(server.count("/a"), 0);
    assert_eq!(time.slept(), [], "that long nobody sleeps");
    time.pass(SECOND);
    assert!(api(&client, &server.url("/a")).is_ok());
}

#[test]
fn waits_as_servers_write_them() {
    // It is noon on 12 September 2016.
    for (written, seconds) in [
        ("30", 30),
        (" 7 ", 7),
        ("0", 1),
        ("Mon, 12 Sep 2016 12:02:00 GMT", 120),
        ("Monday, 12-Sep-16 12:03:00 GMT", 180),
        ("Mon Sep 12 12:04:00 2016", 240),
        // Past, as bad as nothing, and longer than anybody means.
        ("Mon, 12 Sep 2016 11:00:00 GMT", 1),
        ("soon", 60),
        ("-5", 60),
        ("1.5", 60),
        ("", 60),
        ("999999999999999999999999", 24 * 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 3600),
    ] {
        for status in [429, 503] {
            let server = Server::start(move |_| Reply::status(status).with("Retry-After", written));
            let (client, _) = client(here());
            let told = later(&api(&client, &server.url("/")));
            assert_eq!(told, (seconds, Some(status)), "{written:?}");
        }
    }
}

#[test]
fn without_a_word_of_how_long_each_wait_is_twice_the_last() {
    let server = Server::start(|request| match request.path() {
        "/good" => Reply::ok("text/plain", "a page"),
        _ => Reply::status(429),
    });
    let (client, time) = client(here());
    for seconds in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
        assert_eq!(later(&api(&client, &server.url("/busy"))), (seconds, Some(429)));
        time.pass(Duration::from_secs(seconds));
    }
    api(&client, &server.url("/good")).unwrap();
    time.pass(SECOND);
    assert_eq!(later(&api(&client, &server.url("/busy"))), (60, Some(429)), "forgiven");
}

#[test]
fn what_is_known_can_be_given_on() {
    let server = Server::start(|_| Reply::status(503).with("Retry-After", "100"));
    let calm = ok();
    let (first, time) = client(here());
    later(&api(&first, &server.url("/")));
    api(&first, &calm.url("/")).unwrap();
    let known = first.hosts_known();
    assert_eq!(known.len(), 2);
    let second = Client::new(here(), time.clock()).unwrap();
    second.know_hosts(known.clone());
    assert_eq!(second.hosts_known(), known);
    assert_eq!(later(&api(&second, &server.url("/"))), (100, None));
    api(&second, &calm.url("/")).unwrap();
    assert_eq!(time.slept(), [SECOND]);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_clock_that_stands_still_or_goes_back_hangs_nobody() {
    let server = ok();
    let start = Time::new().now();
    let slept = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&slept);
    let clock = annals_fetch::Clock::new(move || start).sleeping(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let client = Client::new(here(), clock).unwrap();
    for number in 0..5 {
        api(&client, &server.url(&format!("/{number}"))).unwrap();
    }
    assert_eq!(slept.load(Ordering::SeqCst), 4);
}
