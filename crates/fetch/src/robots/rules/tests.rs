//! What RFC 9309 says, one case after the other.

use super::*;

fn allowed(text: &str, url: &str) -> bool {
    let url = Url::parse("https://example.org").and_then(|base| base.join(url));
    Robots::parse(text.as_bytes(), "annals").allows(&url.expect("an address"))
}

/// The addresses of which each is allowed (`+`) or not (`-`).
fn check(text: &str, cases: &[&str]) {
    for case in cases {
        let (sign, url) = case.split_at(1);
        assert_eq!(allowed(text, url), sign == "+", "{url} by {text:?}");
    }
}

#[test]
fn nothing_said_is_allowed() {
    for text in ["", "\n\n", "# nothing", "Disallow: /", "hello", "<html>404</html>", "\0\u{1}"] {
        check(text, &["+/", "+/a?b"]);
    }
    check("User-agent: *\nDisallow:", &["+/", "+/a"]);
    check("User-agent: other\nDisallow: /", &["+/"]);
}

#[test]
fn the_longest_rule_decides_and_allow_of_two() {
    let text = "User-agent: *\nDisallow: /news/\nAllow: /news/open/\nDisallow: /news/open/not.html";
    check(text, &["+/", "-/news/", "-/news/a", "+/news/open/a", "-/news/open/not.html", "+/newsx"]);
    check("User-agent: *\nDisallow: /a\nAllow: /a", &["+/a", "+/ab"]);
    check("User-agent: *\nAllow: /a\nDisallow: /a", &["+/a"]);
    // Order does not matter, length does.
    check("User-agent: *\nDisallow: /\nAllow: /p", &["+/page", "-/other"]);
    check("User-agent: *\nAllow: /p\nDisallow: /", &["+/page", "-/other"]);
    check("User-agent: *\nAllow: /$\nDisallow: /", &["+/", "-/page"]);
    check("User-agent: *\nAllow: /page\nDisallow: /*.htm", &["-/page.htm", "+/page"]);
}

#[test]
fn groups() {
    let text = "User-agent: annals\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n\n\
                User-agent: other\nUser-agent: ANNALS\nDisallow: /c";
    check(text, &["-/a", "+/b", "-/c", "+/d"]);
    // The program's own group is there, and says nothing: the others do not count.
    check("User-agent: annals\n\nUser-agent: *\nDisallow: /", &["-/"]);
    check("User-agent: annals\nDisallow:\n\nUser-agent: *\nDisallow: /", &["+/"]);
    check("User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b", &["-/a", "-/b"]);
    // Other lines stand between without ending a group.
    check("User-agent: annals\nSitemap: /s.xml\nHost: x\nDisallow: /a", &["-/a"]);
    check("User-agent: other\nUser-agent: annals\nDisallow: /a", &["-/a"]);
}

#[test]
fn names_of_programs() {
    for name in ["annals", "Annals", "ANNALS/1.0", "annals (+https://example.org)", " annals "] {
        check(&format!("User-agent: {name}\nDisallow: /"), &["-/"]);
    }
    for name in ["annalsbot", "ann", "my-annals", "annals-x", ""] {
        check(&format!("User-agent: {name}\nDisallow: /"), &["+/"]);
    }
}

#[test]
fn lines_as_people_write_them() {
    check("\u{feff}User-agent: *\nDisallow: /a", &["-/a", "+/b"]);
    check("USER-AGENT:*\r\nDISALLOW:/a # not this\r\n", &["-/a", "+/b"]);
    check("User-agent : *\rDisallow :\t/a\t", &["-/a"]);
    check("  user-agent: *\n  disallow: a", &["-/a", "+/b"]);
    check("User-agent: *\nDisallow /a\nDisallow: /b", &["+/a", "-/b"]);
    check("User-agent: *\nDisallow: /\u{0}a", &["+/a"]);
    let latin = b"User-agent: *\n# caf\xe9\nDisallow: /a";
    let url = Url::parse("https://example.org/a").expect("an address");
    assert!(!Robots::parse(latin, "annals").allows(&url));
}

#[test]
fn wildcards() {
    check("User-agent: *\nDisallow: /*.pdf$", &["-/a.pdf", "+/a.pdf?x", "-/b/c.pdf", "+/pdf"]);
    check("User-agent: *\nDisallow: /a*b*c", &["-/abc", "-/a1b2c3", "+/acb", "+/xabc"]);
    check("User-agent: *\nDisallow: /a$", &["-/a", "+/ab", "+/a?"]);
    check("User-agent: *\nDisallow: *?print", &["-/a?print", "+/a", "-/?print=1"]);
    check("User-agent: *\nDisallow: /*", &["-/", "-/a"]);
    check("User-agent: *\nDisallow: /a**b$", &["-/ab", "-/a1b", "+/abc", "-/abcb"]);
    check("User-agent: *\nDisallow: /$5", &["-/$5", "+/5"]);
    check("User-agent: *\nDisallow: /a*a$", &["+/a", "-/aa"]);
}

#[test]
fn one_way_of_writing() {
    check("User-agent: *\nDisallow: /caf%C3%A9", &["-/café", "-/caf%c3%a9", "-/caf%C3%A9/x"]);
    check("User-agent: *\nDisallow: /café", &["-/caf%C3%A9"]);
    check("User-agent: *\nDisallow: /%61%2Db", &["-/a-b", "-/%61-b"]);
    check("User-agent: *\nDisallow: /a%2Fb", &["-/a%2fb", "+/a/b"]);
    check("User-agent: *\nDisallow: /100%", &["-/100%", "-/100%zz"]);
    // Case counts in addresses.
    check("User-agent: *\nDisallow: /News", &["-/News", "+/news"]);
    check("User-agent: *\nDisallow: /", &["+/robots.txt", "-/robots.txt2"]);
}

#[test]
fn delays_and_sitemaps() {
    let text = "Sitemap: https://example.org/a.xml\nUser-agent: *\nCrawl-delay: 2.5\n\
                sitemap: /b.xml\nSitemap: http://[\nUser-agent: other\nCrawl-delay: 9";
    let robots = Robots::parse(text.as_bytes(), "annals");
    assert_eq!(robots.crawl_delay(), Some(Duration::from_millis(2500)));
    let base = Url::parse("https://example.org/x/y").expect("an address");
    let sitemaps: Vec<String> = robots.sitemaps(&base).map(String::from).collect();
    assert_eq!(sitemaps, ["https://example.org/a.xml", "https://example.org/b.xml"]);
    for delay in ["-1", "soon", "NaN", "inf", "1e400", ""] {
        let text = format!("User-agent: *\nCrawl-delay: {delay}");
        assert_eq!(Robots::parse(text.as_bytes(), "annals").crawl_delay(), None, "{delay}");
    }
}

#[test]
fn large_files_are_read_to_a_whole_line() {
    let line = "Disallow: /hidden\n";
    let mut text = String::from("User-agent: *\n");
    while text.len() + line.len() <= LARGEST - 10 {
        text.push_str(line);
    }
    text.push_str("Disallow: /a-long-line-that-is-cut");
    assert!(text.len() > LARGEST);
    check(&text, &["-/hidden", "+/a", "+/a-long-line-that-is-cut"]);
    // Without any line end nothing can be understood.
    assert!(Robots::parse("x".repeat(LARGEST + 1).as_bytes(), "annals").rules.is_empty());
}

#[test]
fn nothing_makes_it_slow() {
    // As many rules as fit against a long address: well below what a matcher takes that
    // goes back, or looks for each part byte after byte.
    let address = format!("/{}b", "a".repeat(7000));
    for (rule, is_allowed) in [
        (format!("/{}", "*a".repeat(10)), false),
        (format!("/{}$", "*a".repeat(200)), true),
        (format!("/*{}c", "a".repeat(3000)), true),
        ("/*a*c".to_owned(), true),
    ] {
        let line = format!("Disallow: {rule}\n");
        let text = format!("User-agent: *\n{}", line.repeat(LARGEST / line.len()));
        assert!(allowed(&text, &address) == is_allowed, "{}", &rule[..5]);
    }
}
