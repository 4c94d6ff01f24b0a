//! Heads of requests that no browser sends.

use crate::site::{Answer, Site};
use annals_serve::Limits;

#[test]
fn heads_are_bounded() {
    let site = Site::new(Limits::default());
    let large = format!("X-Large: {}\r\n", "a".repeat(40 * 1024));
    assert_eq!(site.get("/", &large).status, 431);
    let many: String = (0..100).map(|n| format!("X-{n}: a\r\n")).collect();
    assert_eq!(site.get("/", &many).status, 431);
    assert_eq!(site.get(&format!("/{}", "a".repeat(9000)), "").status, 414);
    let status = site.get(&format!("/{}", "a".repeat(70_000)), "").status;
    assert!([414, 431].contains(&status), "{status}");
    assert_eq!(site.get("/", "X-Fine: a\r\n").status, 200);
}

#[test]
fn nothing_can_be_smuggled() {
    let site = Site::new(Limits::default());
    let next = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    for lines in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\x0bchunked\r\n",
        " Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999999\r\n",
    ] {
        let all =
            site.send(format!("POST / HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n0\r\n\r\n{next}"));
        let answers = all.matches("HTTP/1.1 ").count();
        assert!(answers <= 1, "{lines:?} had {answers} answers:\n{all}");
        if answers == 1 {
            let answer = Answer::new(&all);
            assert!((400..500).contains(&answer.status), "{lines:?}: {}", answer.status);
        }
    }
    // Two requests that are in order are both answered.
    let plain = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n{next}");
    assert_eq!(site.send(plain).matches("HTTP/1.1 ").count(), 2);
}

#[test]
fn only_the_sites_own_names_are_answered() {
    let site = Site::new(Limits { hosts: vec!["archive.example".into()], ..Limits::default() });
    let port = site.address.port();
    for host in [
        "localhost".to_owned(),
        "127.0.0.1".into(),
        format!("127.0.0.1:{port}"),
        "[::1]:80".into(),
        "news.example.org".into(),
        "NEWS.example.ORG:443".into(),
        "archive.example".into(),
    ] {
        let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(Answer::new(&site.send(head)).status, 200, "{host}");
    }
    for (target, lines, wanted) in [
        ("/", "Host: evil.example\r\n", 421),
        ("/", "Host: news.example.org.evil.example\r\n", 421),
        ("/", "Host: evil.example:80@news.example.org\r\n", 421),
        ("/", "Host: evil.example/news.example.org\r\n", 421),
        ("http://evil.example/", "Host: news.example.org\r\n", 421),
        ("http://news.example.org/", "Host: evil.example\r\n", 421),
        ("/", "", 400),
        ("/", "Host: news.example.org\r\nHost: evil.example\r\n", 400),
        ("/", "Host: \r\n", 421),
        ("http://news.example.org/", "Host: news.example.org\r\n", 200),
    ] {
        let head = format!("GET {target} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        let answer = Answer::new(&site.send(head));
        assert_eq!(answer.status, wanted, "{target} {lines:?}");
        assert!(!answer.body.contains("evil.example"), "{target} {lines:?}");
        assert!(answer.header("location").is_none(), "{target} {lines:?}");
    }
}

#[test]
fn a_forwarded_name_is_checked_and_shown_nowhere() {
    let site = Site::new(Limits::default());
    assert_eq!(site.get("/", "X-Forwarded-Host: evil.example\r\n").status, 421);
    let own = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Host: news.example.org\r\n";
    assert_eq!(site.get("/", own).status, 200);
    // Nobody is trusted here: the header means nothing.
    let site = Site::new(Limits { trusted: Vec::new(), ..Limits::default() });
    let answer =
        site.get("/", "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n");
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains("evil.example") && !answer.head.contains("evil.example"));
}

#[test]
fn methods_that_are_not_ours() {
    let site = Site::new(Limits::default());
    for method in ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "get", "X"] {
        let target = if method == "CONNECT" { "localhost:80" } else { "/" };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nX-Secret: echo\r\nConnection: close\r\n\r\n"
        );
        let answer = Answer::new(&site.send(head));
        assert_eq!(answer.status, 405, "{method}");
        assert!(!answer.body.to_lowercase().contains("x-secret"), "{method}");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let head = format!(
            "{method} /index.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        );
        let answer = Answer::new(&site.send(head));
        assert_eq!((answer.status, answer.header("allow")), (405, Some("get, head")), "{method}");
    }
}

#[test]
fn noise_is_refused() {
    let site = Site::new(Limits::default());
    let noise: [&[u8]; 6] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00\x00\x00\x00\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\0\0\0\0\0\0\0\0\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\xff\xfe / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];
    for bytes in noise {
        let text = site.send(bytes);
        assert!(text.is_empty() || text.starts_with("HTTP/1.1 4"), "{bytes:?}: {text}");
    }
    assert_eq!(site.get("/healthz", "").status, 200, "others are not touched");
}
