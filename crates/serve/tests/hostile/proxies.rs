//! Who asks too often, and who pretends to be others.

use crate::site::Site;
use annals_serve::{Limits, Settings};

/// Few answers, and none for a long time after them.
fn few() -> Limits {
    Limits { rate: 1, burst: 5, ..Limits::default() }
}

/// Statuses of ten requests that take work, each with its own lines.
fn ask(site: &Site, lines: impl Fn(usize) -> String) -> Vec<u16> {
    (0..10).map(|n| site.get(&format!("/nothing-{n}"), &lines(n)).status).collect()
}

fn refused(statuses: &[u16]) -> usize {
    statuses.iter().filter(|status| **status == 429).count()
}

#[test]
fn who_asks_too_often_waits() {
    let site = Site::new(Limits { trusted: Vec::new(), ..few() });
    assert_eq!(site.get("/index.html", "").status, 200);
    let statuses = ask(&site, |_| String::new());
    // The machine may be slow, so that a token or two come back.
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    let answer = site.get("/stories/index.html", "");
    if answer.status == 429 {
        let wait: u32 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=5).contains(&wait));
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert!(answer.body.contains("/api/v1/problems#too-often"), "{}", answer.body);
    }
    // What takes no work goes on.
    for _ in 0..20 {
        assert_eq!(site.get("/index.html", "").status, 200);
        assert_eq!(site.get("/healthz", "").status, 200);
    }
}

#[test]
fn pretending_to_be_others_gains_nothing() {
    let spoof = |n: usize| {
        format!(
            "X-Forwarded-For: 192.0.2.{n}\r\nForwarded: for=192.0.2.{n}\r\nX-Real-IP: 192.0.2.{n}\r\n"
        )
    };
    // Not behind a proxy: headers mean nothing.
    let site = Site::new(Limits { trusted: Vec::new(), ..few() });
    let statuses = ask(&site, spoof);
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    // Behind one, which adds the address that it sees on the right.
    let site = Site::new(few());
    let statuses = ask(&site, |n| format!("X-Forwarded-For: 192.0.2.{n}, 198.51.100.7\r\n"));
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    let statuses =
        ask(&site, |n| format!("X-Forwarded-For: 127.0.0.1, 192.0.2.{n}, 198.51.100.8\r\n"));
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    // Addresses of one network are one client; others are not touched.
    let statuses = ask(&site, |n| format!("X-Forwarded-For: 2001:db8:1:2::{n}\r\n"));
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    let statuses = ask(&site, |n| format!("X-Forwarded-For: 203.0.113.{n}\r\n"));
    assert_eq!(refused(&statuses), 0, "{statuses:?}");
    // Tokens that nobody gave out make no difference.
    let statuses =
        ask(&site, |n| format!("X-Forwarded-For: 198.51.100.9\r\nAuthorization: Bearer {n}\r\n"));
    assert!(refused(&statuses) >= 3, "{statuses:?}");
    // The machine itself is not limited.
    assert_eq!(refused(&ask(&site, |_| String::new())), 0);
}

#[test]
fn figures_are_for_the_machine_itself() {
    let site = Site::new(Limits { metrics_token: Some("secret".into()), ..Limits::default() });
    let text = site.get("/metrics", "").body;
    assert!(
        text.contains("annals_requests_total") || text.contains("annals_archive_change"),
        "{text}"
    );
    for lines in [
        "X-Forwarded-For: 127.0.0.1, 192.0.2.1\r\n",
        "X-Forwarded-For: \r\n",
        "X-Forwarded-For: nonsense\r\n",
        "X-Forwarded-Proto: https\r\n",
        "X-Real-IP: 127.0.0.1\r\n",
        "Forwarded: for=127.0.0.1\r\n",
        "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer \r\n",
        "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer secre\r\n",
        "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Basic secret\r\n",
    ] {
        let answer = site.get("/metrics", lines);
        assert_eq!(answer.status, 403, "{lines:?}");
        assert!(!answer.body.contains("annals_"), "{lines:?}");
    }
    let token = "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer secret\r\n";
    assert_eq!(site.get("/metrics", token).status, 200);
    let site = Site::new(Limits { trusted: Vec::new(), ..Limits::default() });
    assert_eq!(site.get("/metrics", "").status, 403);
    assert_eq!(site.get("/metrics", "Authorization: Bearer \r\n").status, 403);
}

#[test]
fn only_proxies_say_that_the_way_is_encrypted() {
    let header = "strict-transport-security";
    let secure = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n";
    let site = Site::with(Settings::default());
    assert!(site.get("/", secure).header(header).is_some());
    assert!(site.get("/", "").header(header).is_none());
    let both = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https, http\r\n";
    assert!(site.get("/", both).header(header).is_none(), "the last word is the proxy's");
    let site = Site::new(Limits { trusted: Vec::new(), ..Limits::default() });
    assert!(site.get("/", secure).header(header).is_none());
}
