//! The ordinary way: what is sent, what comes back, redirects, conditions.

use crate::harness::{api, client, here, page};
use annals_fetch::{Ask, Client, ClientOptions, Fetch, FetchError, OptionsError, Purpose};
use annals_upstream::{Reply, Server};
use url::Url;

#[test]
fn an_exchange_is_what_went_over_the_wire() {
    let server = Server::start(|request| match request.path() {
        "/a" => Reply::ok("text/html; charset=utf-8", "<p>Sunset</p>").with("ETag", "\"1\""),
        _ => Reply::status(404),
    });
    let (client, time) = client(here());
    let answer = api(&client, &server.url("/a?b=c%20d#e")).unwrap();
    assert_eq!(answer.body, b"<p>Sunset</p>");
    assert!(!answer.cut);
    let [exchange] = answer.exchanges.as_slice() else { panic!("{answer:?}") };
    assert_eq!(exchange.url.as_str(), server.url("/a?b=c%20d"), "no fragment");
    assert_eq!(exchange.status, 200);
    assert_eq!(exchange.at, time.now());
    assert_eq!(exchange.ip, Some(server.address().ip()));
    assert_eq!(exchange.header("ETAG"), Some("\"1\""));
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].target, "/a?b=c%20d");
    assert_eq!(asked[0].method, "GET");
    assert_eq!(asked[0].headers, exchange.sent, "sent and recorded");
}

#[test]
fn who_asks_says_so() {
    let server = Server::start(|_| Reply::status(204));
    let contact = Some("desk@newsroom.example".to_owned());
    let (client, _) = client(ClientOptions { contact, ..here() });
    api(&client, &server.url("/")).unwrap();
    let agent = server.asked()[0].header("user-agent").unwrap().to_owned();
    assert_eq!(agent, concat!("annals/", env!("CARGO_PKG_VERSION"), " (+desk@newsroom.example)"));
    for contact in ["https://newsroom.example/contact", "mailto:desk@newsroom.example"] {
        let contact = Some(contact.to_owned());
        let options = ClientOptions { contact, ..here() };
        assert!(Client::new(options, crate::harness::Time::new().clock()).is_ok());
    }
    for contact in ["", "me", "a@b", "desk@newsroom.example\r\nX: y", "(a@b.example)", "ftp://a.b"]
    {
        let options = ClientOptions { contact: Some(contact.to_owned()), ..here() };
        let error = Client::new(options, crate::harness::Time::new().clock()).err();
        assert!(matches!(error, Some(OptionsError::Contact(_))), "{contact:?}");
    }
}

#[test]
fn nobody_is_asked_without_a_contact() {
    let (client, _) = client(ClientOptions::default());
    let error = page(&client, "http://91.198.174.192/").unwrap_err();
    let FetchError::Refused { why, .. } = error else { panic!("{error}") };
    assert!(why.contains("contact") && why.contains("hint:"), "{why}");
}

#[test]
fn redirects_are_followed_and_each_is_an_exchange() {
    let server = Server::start(|request| match request.path() {
        "/1" => Reply::redirect(301, "/2?x"),
        "/2" => Reply::redirect(302, "3#part"),
        "/3" => Reply::redirect(307, &format!("//{}/4", request.header("host").unwrap())),
        "/4" => Reply::ok("text/plain", "here"),
        "/round" => Reply::redirect(302, "/round"),
        "/odd" => Reply::redirect(302, "http://[nowhere"),
        "/none" => Reply::status(302),
        "/304" => Reply::status(304).with("Location", "/4"),
        _ => Reply::status(404),
    });
    let (client, _) = client(here());
    let answer = api(&client, &server.url("/1")).unwrap();
    let seen: Vec<(u16, &str)> =
        answer.exchanges.iter().map(|e| (e.status, e.url.path())).collect();
    assert_eq!(seen, [(301, "/1"), (302, "/2"), (307, "/3"), (200, "/4")]);
    assert_eq!(answer.body, b"here");

    let error = api(&client, &server.url("/round")).unwrap_err();
    assert!(error.to_string().contains("more than 10 redirects"), "{error}");
    assert_eq!(server.count("/round"), 11);
    assert!(matches!(api(&client, &server.url("/odd")), Err(FetchError::Failed { .. })));
    assert_eq!(api(&client, &server.url("/none")).unwrap().last().status, 302);
    assert_eq!(api(&client, &server.url("/304")).unwrap().last().status, 304);
}

#[test]
fn conditions_are_sent_as_they_came() {
    let server = Server::start(|request| match request.header("if-none-match") {
        Some("W/\"a,b\"") => Reply::status(304).with("ETag", "W/\"a,b\""),
        _ => Reply::ok("text/plain", "new"),
    });
    let (client, _) = client(here());
    let url = Url::parse(&server.url("/")).unwrap();
    let modified = Some("Mon, 12 Sep 2016 10:00:00 GMT");
    let ask = |tag| Ask {
        url: &url,
        purpose: Purpose::Api,
        if_none_match: tag,
        if_modified_since: modified,
    };
    let answer = client.get(&ask(Some("W/\"a,b\""))).unwrap();
    assert_eq!((answer.last().status, answer.body.len()), (304, 0));
    assert_eq!(server.asked()[0].header("if-modified-since"), modified);
    // What would end the line is not sent.
    let answer = client.get(&ask(Some("\"a\"\r\nX-Evil: 1"))).unwrap();
    assert_eq!(answer.body, b"new");
    assert!(server.asked()[1].header("if-none-match").is_none());
    assert!(server.asked()[1].header("x-evil").is_none());
}

#[test]
fn other_statuses_are_answers() {
    let server = Server::start(|request| {
        let status: u16 = request.path().trim_start_matches('/').parse().unwrap();
        Reply::Full { status, headers: Vec::new(), body: b"sorry".to_vec() }
    });
    let (client, _) = client(here());
    for status in [200, 203, 400, 401, 403, 404, 410, 451, 500, 502, 504] {
        let answer = api(&client, &server.url(&format!("/{status}"))).unwrap();
        assert_eq!((answer.last().status, answer.body.as_slice()), (status, &b"sorry"[..]));
    }
}
