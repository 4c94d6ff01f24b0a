//! Addresses that want more than a page.

use crate::site::Site;
use annals_serve::Limits;

/// A page of the example, from its site map.
fn page(site: &Site) -> String {
    let index = site.get("/sitemap.xml", "").body;
    let part = index.split("<loc>https://news.example.org").nth(1).unwrap();
    let part = part.split('<').next().unwrap();
    let events = site.get(part, "").body;
    let pages = events.split("<loc>https://news.example.org").skip(1);
    let mut pages = pages.map(|p| p.split('<').next().unwrap().to_owned());
    pages
        .find(|p| p.contains("/news/") && p.ends_with(".html") && !p.ends_with("index.html"))
        .unwrap()
}

#[test]
fn no_path_leaves_the_site() {
    let site = Site::new(Limits::default());
    let long = "/a".repeat(3000);
    for target in [
        "/annals.toml",
        "/annals.db",
        "/../annals.toml",
        "/../../../../../../etc/passwd",
        "/./../annals.toml",
        "/assets/../annals.toml",
        "/assets/../../annals.toml",
        "/assets//../annals.toml",
        "/..%2fannals.toml",
        "/%2e%2e/annals.toml",
        "/%2e%2e%2fannals.toml",
        "/%252e%252e%252fannals.toml",
        "/..%252fannals.toml",
        "/..\\annals.toml",
        "/..%5cannals.toml",
        "/%5c..%5c..%5cannals.toml",
        "/%c0%ae%c0%ae/annals.toml",
        "/%e0%80%ae./annals.toml",
        "/%uff0e%uff0e/annals.toml",
        "/....//....//annals.toml",
        "/..;/annals.toml",
        "/annals.toml%00.html",
        "/annals.toml%00",
        "/%00",
        "/e/%00",
        "/e/../../annals.toml",
        "/e/..%2f..%2fannals.toml",
        "/news/../../annals.toml",
        "/feeds/../../annals.toml",
        "/sitemap-../../annals.toml.xml",
        "//annals.toml",
        "/file:///etc/passwd",
        "/C:/annals.toml",
        "/%",
        "/%f",
        "/%ff%fe",
        "/%F0%28%8C%BC",
        &long,
    ] {
        let answer = site.get(target, "");
        assert!([400, 404].contains(&answer.status), "{target}: {}", answer.status);
        assert!(!answer.body.contains("root:"), "{target}");
        assert!(!answer.body.contains("# Settings of this archive"), "{target}");
        assert!(!answer.body.contains("SQLite format"), "{target}");
    }
}

#[test]
fn no_redirect_leaves_the_site() {
    let site = Site::new(Limits::default());
    let page = page(&site);
    let bare = page.trim_end_matches(".html");
    let mut redirects = 0;
    for target in [
        "//evil.example".into(),
        "//evil.example/%2e%2e".into(),
        "/\\evil.example".into(),
        "/\\/evil.example".into(),
        "/%5cevil.example".into(),
        "/%2f%2fevil.example".into(),
        "/%2fevil.example/".into(),
        "/e//evil.example".into(),
        "/e/%2f%2fevil.example".into(),
        "/e/https://evil.example".into(),
        "/http://evil.example".into(),
        "/stories//evil.example/".into(),
        "/.evil.example".into(),
        "/@evil.example".into(),
        format!("//evil.example/..{page}"),
        format!("/{page}"),
        format!("/\\{page}"),
        format!("{bare}/"),
        bare.to_owned(),
        format!("{page}?next=//evil.example"),
        format!("{bare}//evil.example"),
    ] {
        let answer = site.get(&target, "");
        assert!(answer.status < 500, "{target}: {}", answer.status);
        let Some(location) = answer.header("location") else {
            assert!(!(300..400).contains(&answer.status), "{target}: {}", answer.status);
            continue;
        };
        redirects += 1;
        assert!(location.starts_with('/'), "{target} leads to {location}");
        assert!(
            !location.starts_with("//") && !location.starts_with("/\\"),
            "{target}: {location}"
        );
    }
    // Permanent addresses do lead somewhere: the check above sees redirects.
    let shape = site.get(&format!("{bare}.json"), "").body;
    let id = shape.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let moved = site.get(&format!("/e/{id}"), "");
    assert_eq!(moved.header("location"), Some(page.to_ascii_lowercase().as_str()), "{redirects}");
}

#[test]
fn addresses_cannot_add_headers() {
    let site = Site::new(Limits::default());
    let page = page(&site);
    for target in [
        "/e/x%0d%0aSet-Cookie:%20a=b".into(),
        "/%0d%0aSet-Cookie:%20a=b".into(),
        "/%E5%98%8A%E5%98%8DSet-Cookie:%20a=b".into(),
        "/%0aSet-Cookie:%20a=b.html".into(),
        format!("{page}%0d%0aSet-Cookie:%20a=b"),
        format!("{}%0d%0aSet-Cookie:%20a=b", page.trim_end_matches(".html")),
        format!("{page}?a=%0d%0aSet-Cookie:%20a=b"),
    ] {
        let answer = site.get(&target, "");
        assert!(answer.header("set-cookie").is_none(), "{target}: {}", answer.head);
        assert!(answer.status < 500, "{target}");
    }
    // Raw line ends in a target are no request.
    let raw = site.send("GET /a\rSet-Cookie:x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(raw.is_empty() || raw.starts_with("HTTP/1.1 400"), "{raw}");
}

#[test]
fn addresses_are_not_echoed_as_markup() {
    let site = Site::new(Limits::default());
    for target in [
        "/<script>alert(1)</script>",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/%3Cscript%3Ealert(1)%3C%2Fscript%3E.html",
        "/\"><img%20src=x%20onerror=alert(1)>",
        "/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/index.html?q=<script>alert(1)</script>",
        "/e/%3Csvg%20onload=alert(1)%3E",
        "/javascript:alert(1)",
    ] {
        let answer = site.get(target, "Referer: http://<script>alert(1)</script>/\r\n");
        assert!(!answer.body.contains("alert(1)"), "{target}");
        if answer.status == 400 && answer.body.is_empty() {
            // No request at all.
            continue;
        }
        assert!(answer.header("content-security-policy").is_some(), "{target}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
    }
}

#[test]
fn other_sites_get_nothing() {
    let site = Site::new(Limits::default());
    let page = page(&site);
    let answer = site.get(&page, "Origin: https://evil.example\r\nCookie: a=b\r\n");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_ne!(answer.header("access-control-allow-origin"), Some("https://evil.example"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"));
    assert!(!policy.contains("unsafe"));
    assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
}
