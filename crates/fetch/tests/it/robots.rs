//! `robots.txt`: asked for once, kept, and what follows where it cannot be had.

use crate::harness::{Time, api, client, here, page};
use annals_fetch::{Client, Fetch, FetchError, Reservation, Right, RobotsState};
use annals_upstream::{Reply, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use url::Url;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A server whose robots.txt is this, and all else a page.
fn with_robots(robots: Reply) -> Server {
    Server::start(move |request| match request.path() {
        "/robots.txt" => robots.clone(),
        _ => Reply::ok("text/plain", "a page"),
    })
}

fn text(robots: &str) -> Reply {
    Reply::ok("text/plain", robots)
}

fn forbidden(told: &Result<annals_fetch::Answer, FetchError>) -> bool {
    matches!(told, Err(FetchError::Forbidden { .. }))
}

#[test]
fn what_is_forbidden_is_not_asked_for() {
    let server = with_robots(text("User-agent: *\nDisallow: /hidden\nAllow: /hidden/but"));
    let (client, _) = client(here());
    assert!(page(&client, &server.url("/open")).is_ok());
    assert!(forbidden(&page(&client, &server.url("/hidden/a"))));
    assert!(page(&client, &server.url("/hidden/but/a")).is_ok());
    assert!(api(&client, &server.url("/hidden/api")).is_ok(), "an API has manners of its own");
    assert_eq!(server.count("/hidden/a"), 0);
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(server.asked()[0].path(), "/robots.txt", "before anything else");
}

#[test]
fn redirects_do_not_lead_to_what_is_forbidden() {
    let server = Server::start(|request| match request.path() {
        "/robots.txt" => text("User-agent: annals\nDisallow: /hidden"),
        "/go" => Reply::redirect(302, "/hidden"),
        _ => Reply::ok("text/plain", "a page"),
    });
    let (client, _) = client(here());
    assert!(forbidden(&page(&client, &server.url("/go"))));
    assert_eq!(server.count("/hidden"), 0);

    // Nor to another host without asking that host.
    let other = with_robots(text("User-agent: *\nDisallow: /"));
    let to = other.url("/b");
    let server = Server::start(move |request| match request.path() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::redirect(301, &to),
    });
    assert!(forbidden(&page(&client, &server.url("/go"))));
    assert_eq!(other.count("/b"), 0);
}

#[test]
fn statuses() {
    for status in [400, 401, 403, 404, 410, 451] {
        let server = with_robots(Reply::status(status));
        let (client, _) = client(here());
        assert!(page(&client, &server.url("/a")).is_ok(), "{status}");
    }
    for status in [500, 502, 504, 599] {
        let server = with_robots(Reply::status(status));
        let (client, _) = client(here());
        let told = page(&client, &server.url("/a"));
        let Err(FetchError::Failed { why, lasting: false, .. }) = told else { panic!("{told:?}") };
        assert!(why.contains(&status.to_string()), "{why}");
        assert!(page(&client, &server.url("/b")).is_err());
        assert_eq!(server.asked().len(), 1, "asked once, and nothing else: {status}");
    }
    for status in [429, 503] {
        let server = with_robots(Reply::status(status).with("Retry-After", "100"));
        let (client, _) = client(here());
        let told = page(&client, &server.url("/a"));
        let Err(FetchError::Later { after, status: Some(said), .. }) = told else {
            panic!("{told:?}")
        };
        assert_eq!((after.as_secs(), said), (100, status));
    }
}

#[test]
fn redirects_of_it() {
    let chain = |length: usize| {
        Server::start(move |request| {
            let path = request.path();
            let number: usize = match path {
                "/robots.txt" => 0,
                _ => match path.strip_prefix("/r") {
                    Some(number) => number.parse().unwrap(),
                    None => return Reply::ok("text/plain", "a page"),
                },
            };
            if number < length {
                Reply::redirect(301, &format!("/r{}", number + 1))
            } else {
                text("User-agent: *\nDisallow: /")
            }
        })
    };
    let five = chain(5);
    let (client, _) = client(here());
    assert!(forbidden(&page(&client, &five.url("/a"))), "five are followed");
    let six = chain(6);
    assert!(page(&client, &six.url("/a")).is_ok(), "after more it counts as absent");
}

#[test]
fn broken_off_is_not_there() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n";
    let server = with_robots(Reply::Raw(head.as_bytes().to_vec()));
    let (client, _) = client(here());
    assert!(page(&client, &server.url("/a")).is_err());
    assert_eq!(server.count("/a"), 0);
}

#[test]
fn half_a_megabyte_is_enough() {
    let mut long = String::from("User-agent: *\nDisallow: /hidden\n");
    long.push_str(&"# and so on\n".repeat(100_000));
    long.push_str("Disallow: /late\n");
    let server = with_robots(text(&long));
    let (client, _) = client(here());
    assert!(forbidden(&page(&client, &server.url("/hidden"))));
    assert!(page(&client, &server.url("/late")).is_ok());
}

/// A server whose robots.txt has the status that is set, and forbids `/hidden`.
fn changing() -> (Server, Arc<AtomicU16>) {
    let status = Arc::new(AtomicU16::new(200));
    let set = Arc::clone(&status);
    let server = Server::start(move |request| match (request.path(), set.load(Ordering::SeqCst)) {
        ("/robots.txt", 200) => text("User-agent: *\nDisallow: /hidden"),
        ("/robots.txt", status) => Reply::status(status),
        _ => Reply::ok("text/plain", "a page"),
    });
    (server, status)
}

#[test]
fn it_counts_for_a_day() {
    let (server, status) = changing();
    let (client, time) = client(here());
    let hidden = server.url("/hidden");
    assert!(forbidden(&page(&client, &hidden)));
    status.store(404, Ordering::SeqCst);
    time.pass(23 * HOUR);
    assert!(forbidden(&page(&client, &hidden)));
    assert_eq!(server.count("/robots.txt"), 1);
    time.pass(2 * HOUR);
    assert!(page(&client, &hidden).is_ok());
    assert_eq!(server.count("/robots.txt"), 2);
}

#[test]
fn out_of_reach_the_old_one_counts() {
    let (server, status) = changing();
    let (client, time) = client(here());
    assert!(page(&client, &server.url("/a")).is_ok());
    status.store(500, Ordering::SeqCst);
    time.pass(2 * DAY);
    assert!(page(&client, &server.url("/a")).is_ok());
    assert!(forbidden(&page(&client, &server.url("/hidden"))));
    assert_eq!(server.count("/robots.txt"), 2);
    // Asked for again after a while, not after a day.
    time.pass(HOUR);
    status.store(404, Ordering::SeqCst);
    assert!(page(&client, &server.url("/hidden")).is_ok());
    assert_eq!(server.count("/robots.txt"), 3);
}

#[test]
fn out_of_reach_for_a_month_is_absent() {
    let server = with_robots(Reply::status(500));
    let (client, time) = client(here());
    for _ in 0..30 {
        assert!(page(&client, &server.url("/a")).is_err());
        time.pass(DAY);
    }
    time.pass(HOUR);
    assert!(page(&client, &server.url("/a")).is_ok());
}

#[test]
fn what_is_known_can_be_given_on() {
    let (server, _) = changing();
    let (first, time) = client(here());
    assert!(forbidden(&page(&first, &server.url("/hidden"))));
    let known = first.robots_known();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].origin, server.url(""));
    assert_eq!(known[0].state, RobotsState::There);
    assert_eq!(known[0].text, b"User-agent: *\nDisallow: /hidden");
    let second = Client::new(here(), time.clock()).unwrap();
    second.know_robots(known.clone());
    assert!(forbidden(&page(&second, &server.url("/hidden"))));
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(second.robots_known(), known);
}

#[test]
fn threads_ask_for_it_once() {
    let server = with_robots(text("User-agent: *\nDisallow: /hidden"));
    let (client, _) = client(here());
    thread::scope(|scope| {
        for number in 0..8 {
            let (client, url) = (&client, server.url(&format!("/{number}")));
            scope.spawn(move || page(client, &url).unwrap());
        }
    });
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(server.asked().len(), 9);
}

#[test]
fn delays_hold_up_to_a_bound() {
    for (delay, pauses) in [("4", 4), ("0.1", 1), ("86400", 60)] {
        let server = with_robots(text(&format!("User-agent: *\nCrawl-delay: {delay}")));
        let (client, time) = client(here());
        page(&client, &server.url("/a")).unwrap();
        page(&client, &server.url("/b")).unwrap();
        page(&client, &server.url("/c")).unwrap();
        let slept = time.slept();
        // After robots.txt itself the usual pause: what it says is known only then.
        assert_eq!(slept.last().unwrap().as_secs(), pauses, "{delay}: {slept:?}");
    }
}

#[test]
fn sitemaps_are_given_out() {
    let server = with_robots(text("Sitemap: /news.xml\nSitemap: https://example.org/s.xml"));
    let (client, _) = client(here());
    let url = Url::parse(&server.url("/a/b")).unwrap();
    let sitemaps: Vec<String> = client.sitemaps(&url).unwrap().iter().map(Url::to_string).collect();
    assert_eq!(sitemaps, [server.url("/news.xml"), "https://example.org/s.xml".to_owned()]);
}

#[test]
fn reservations_are_looked_up_once_for_a_host() {
    let server = Server::start(|request| match request.path() {
        "/.well-known/tdmrep.json" => {
            Reply::ok("application/json", r#"[{"location": "/news/", "tdm-reservation": 1}]"#)
        }
        "/ai.txt" => Reply::ok("text/plain", "User-Agent: *\nDisallow: /news/a"),
        "/robots.txt" => Reply::status(404),
        "/news/own" => Reply::ok("text/html", "x").with("tdm-reservation", "0"),
        _ => Reply::ok("text/html", "<meta name=robots content=noarchive>"),
    });
    let (client, time) = client(here());
    let get = |client: &Client, path: &str| -> Reservation {
        let answer = page(client, &server.url(path)).unwrap();
        client.reservation(&answer)
    };
    let a = get(&client, "/news/a");
    assert!(a.reserves(Right::Mining) && a.reserves(Right::Training) && a.reserves(Right::Copy));
    assert_eq!(a.said.len(), 3);
    assert!(!get(&client, "/news/own").reserves(Right::Mining), "the page's own word");
    assert!(!get(&client, "/b").reserves(Right::Mining));
    assert_eq!(server.count("/ai.txt"), 1);
    assert_eq!(server.count("/.well-known/tdmrep.json"), 1);
    let second = Client::new(here(), time.clock()).unwrap();
    second.know_reservations(client.reservations_known());
    assert!(get(&second, "/news/a").reserves(Right::Mining));
    assert_eq!(server.count("/ai.txt"), 1);
}

#[test]
fn files_that_robots_forbid_are_not_asked_for() {
    let server = with_robots(text("User-agent: *\nDisallow: /ai.txt\nDisallow: /.well-known/"));
    let (client, _) = client(here());
    let answer = page(&client, &server.url("/a")).unwrap();
    assert_eq!(client.reservation(&answer), Reservation::default());
    assert_eq!(server.count("/ai.txt") + server.count("/.well-known/tdmrep.json"), 0);
}

#[test]
fn a_clock_that_was_wrong_keeps_nothing() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start(move |request| {
        count.fetch_add(usize::from(request.path() == "/robots.txt"), Ordering::SeqCst);
        Reply::status(404)
    });
    let future = Time::new();
    future.pass(1000 * DAY);
    let first = Client::new(here(), future.clock()).unwrap();
    page(&first, &server.url("/a")).unwrap();
    let (second, _) = client(here());
    second.know_robots(first.robots_known());
    second.know_hosts(first.hosts_known());
    page(&second, &server.url("/a")).unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
