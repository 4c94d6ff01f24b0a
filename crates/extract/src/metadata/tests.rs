//! Whole pages to metadata, one table for each field.
#![allow(clippy::unwrap_used, reason = "test code")]

use crate::{Input, read};
use annals_model::{Access, Article};
use proptest::prelude::*;

/// A page with a head and a body, read from an address.
fn article(url: &str, head: &str, body: &str) -> Article {
    let html = format!("<html lang=en><head>{head}</head><body>{body}</body></html>");
    let url = (!url.is_empty()).then_some(url);
    read(&Input { bytes: html.as_bytes(), url, ..Input::default() })
}

#[test]
fn headlines_lose_the_site_and_nothing_else() {
    let check = |url: &str, head: &str, body: &str, wanted: &str| {
        let found = article(url, head, body);
        assert_eq!(found.title.as_deref(), Some(wanted), "{head} {body}");
    };
    let guardian = "https://www.theguardian.com/world/2004/may/01/eu.politics";
    check(
        guardian,
        "<title>Ten countries join the European Union | World news | The Guardian</title>",
        "",
        "Ten countries join the European Union",
    );
    check(
        "",
        "<title>BBC NEWS | Europe | Latvia votes - and joins the union</title><meta property=og:site_name content='BBC News'>",
        "<h1>Latvia votes - and joins the union</h1>",
        "Latvia votes - and joins the union",
    );
    check(
        "https://example.org/apollo",
        "<title>Apollo 11: first landing on the Moon – Example Museum</title>",
        "<h1>Apollo 11: first landing on the Moon</h1>",
        "Apollo 11: first landing on the Moon",
    );
    // Three places against one that was written for social media.
    check(
        "",
        "<meta property=og:title content='You will not believe what Sweden adopted'><title>Sweden adopts a new constitution</title>\
         <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Sweden adopts a new constitution\"}</script>",
        "<h1>Sweden adopts a new constitution</h1>",
        "Sweden adopts a new constitution",
    );
    check(
        "https://www.lemonde.fr/a",
        "<meta property=og:title content='Le trait&amp;eacute; de Lisbonne entre en vigueur'>",
        "",
        "Le traité de Lisbonne entre en vigueur",
    );
    check(
        "",
        "<title>联合国通过世界人权宣言_国际_新华网</title><meta property=og:site_name content=新华网>",
        "<h1>联合国通过世界人权宣言</h1>",
        "联合国通过世界人权宣言",
    );
    check(
        "",
        "<title>Home</title>",
        "<h1>Iceland extends its fishing limits</h1>",
        "Iceland extends its fishing limits",
    );
}

#[test]
fn authors_are_names_and_only_names() {
    let check = |url: &str, head: &str, body: &str, wanted: &[&str]| {
        let found = article(url, head, &format!("<h1>Suez Canal reopens to ships</h1>{body}"));
        assert_eq!(found.authors, wanted, "{head} {body}");
    };
    let line =
        |body: &str, wanted: &[&str]| check("", "", &format!("<p class=byline>{body}</p>"), wanted);
    line("By Jane Doe and John Roe, Special to the Tribune", &["Jane Doe", "John Roe"]);
    line("By JANE DOE March 11, 1975 3:46 PM", &["JANE DOE"]);
    line("Von Anna Muster und Karl Beispiel", &["Anna Muster", "Karl Beispiel"]);
    line("Par Jeanne Dupont (avec Luc Martin)", &["Jeanne Dupont", "Luc Martin"]);
    line("Por José Ortega y Gasset", &["José Ortega y Gasset"]);
    line("Автор: Анна Иванова", &["Анна Иванова"]);
    line("Jane Doe, Senior Editor, Example Desk", &["Jane Doe"]);
    line("By Dan Example in Cairo", &["Dan Example"]);
    line("By JOHN ROE, AP Science Writer", &["JOHN ROE"]);
    line("Jane Doe Associated Press", &["Jane Doe"]);
    line("By Our Foreign Staff", &[]);
    line("Follow @janedoe", &[]);
    line("admin", &[]);
    let meta = |content: &str, wanted: &[&str]| {
        check("", &format!("<meta name=author content='{content}'>"), "", wanted)
    };
    meta("Jane Doe, John Roe", &["Jane Doe", "John Roe"]);
    meta("Doe, Jane", &["Jane Doe"]);
    meta("https://www.facebook.com/janedoe", &[]);
    meta("desk@example.org", &[]);
    meta("null", &[]);
    meta("example.net", &[]);
    meta("Jane Doe, MS, RD", &["Jane Doe"]);
    // The site's name gives way to the byline.
    check(
        "https://www.reuters.com/a",
        "<meta name=author content=Reuters>",
        "<span itemprop=author><span itemprop=name>Jane Doe</span></span>\
         <p>The canal was closed for eight years. It was opened again on 5 June 1975.</p>",
        &["Jane Doe"],
    );
    let json = |author: &str, wanted: &[&str]| {
        let script = format!(
            "<script type=application/ld+json>{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Suez Canal reopens to ships\",\"author\":{author}}},{{\"@type\":\"Person\",\"@id\":\"#jd\",\"name\":\"Jane Doe\"}}]}}</script>"
        );
        check("", &script, "", wanted);
    };
    json("\"By Jane Doe\"", &["Jane Doe"]);
    json("{\"@id\":\"#jd\"}", &["Jane Doe"]);
    json(
        "[{\"@type\":\"Person\",\"name\":\"Jane Doe\"},{\"name\":[\"John Roe\"]}]",
        &["Jane Doe", "John Roe"],
    );
    json(
        "{\"@type\":\"Organization\",\"name\":\"International Law Commission\"}",
        &["International Law Commission"],
    );
}

#[test]
fn carriers_are_told_from_agencies() {
    let check =
        |url: &str, head: &str, body: &str, publisher: Option<&str>, agency: Option<&str>| {
            let found = article(url, head, body);
            assert_eq!(
                (found.publisher.as_deref(), found.agency.as_deref()),
                (publisher, agency),
                "{url} {head} {body}"
            );
        };
    let byline =
        |name: &str| format!("<h1>Treaty of Waitangi signed again</h1><p class=byline>{name}</p>");
    check("https://www.sbs.com.au/news/a", "", &byline("AAP"), Some("SBS"), Some("AAP"));
    check("https://www.reuters.com/a", "", &byline("Reuters"), Some("Reuters"), None);
    check(
        "https://unknown.example/a",
        "<meta property=og:site_name content='Hill Gazette'>",
        "",
        Some("Hill Gazette"),
        None,
    );
    check(
        "https://unknown.example/a",
        "<meta name=copyright content='© 2001 Hill Gazette. All rights reserved.'>",
        "",
        Some("Hill Gazette"),
        None,
    );
}

#[test]
fn canonical_addresses_are_sane() {
    let check = |url: &str, head: &str, wanted: Option<&str>, note: Option<&str>| {
        let found = article(url, head, "");
        assert_eq!(found.canonical.as_deref(), wanted, "{url} {head}");
        if let Some(kind) = note {
            assert!(found.notes.iter().any(|n| n.kind == kind), "{kind}: {:?}", found.notes);
        }
    };
    let page = "https://e.example/2001/a";
    check(
        page,
        "<link rel=canonical href='/2001/a?#top'>",
        Some("https://e.example/2001/a?"),
        None,
    );
    check(page, "<link rel=canonical href='https://e.example/'>", None, Some("canonical-is-home"));
    check(
        page,
        "<link rel=canonical href='javascript:alert(1)'><meta property=og:url content='https://e.example/b'>",
        Some("https://e.example/b"),
        None,
    );
    check(
        page,
        "<link rel=canonical href='https://elsewhere.test/b'>",
        Some("https://elsewhere.test/b"),
        Some("canonical-elsewhere"),
    );
}

#[test]
fn walls_and_stubs_are_recognised() {
    let check = |head: &str, body: &str, wanted: Access, kind: Option<&str>| {
        let found = article("https://e.example/a", head, body);
        assert_eq!(found.access, wanted, "{head} {body} {:?}", found.notes);
        if let Some(kind) = kind {
            assert!(found.notes.iter().any(|n| n.kind == kind), "{kind}: {:?}", found.notes);
        }
    };
    check("<title>Page not found</title>", "<p>Sorry.</p>", Access::Stub, Some("page-not-found"));
    check(
        "",
        "<p>Please enable JavaScript to view this page.</p>",
        Access::Stub,
        Some("javascript-required"),
    );
    check(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"The Bank Act\",\"isAccessibleForFree\":\"False\"}</script>",
        "<h1>The Bank Act</h1><p>The Bank Charter Act of 1844 gave the Bank of England its monopoly.</p>",
        Access::Paywalled,
        Some("paywall-declared"),
    );
    check(
        "<title>The Bank Act</title>",
        "<h1>The Bank Act</h1><p>The Bank Charter Act of 1844 gave the Bank of England its monopoly.</p><div class=paywall>Subscribe now to read more</div>",
        Access::Paywalled,
        Some("paywall-shown"),
    );
    check(
        "<title>The Bank Act</title>",
        "<h1>The Bank Act</h1><p>The Act is from 1844.</p>",
        Access::Whole,
        None,
    );
}

#[test]
fn pictures_licences_and_subjects_are_read() {
    let found = article(
        "https://e.example/a",
        "<meta property=og:image content='/static/logo.png'><meta property=og:image content='/img/hofburg-vienna.jpg'>\
         <meta property=article:section content=World><meta name=keywords content='OPEC, oil, opec'>\
         <link rel=license href='https://creativecommons.org/licenses/by/4.0/'>",
        "<h1>OPEC moves to Vienna</h1><figure><img src='/img/hofburg-vienna-640x480.jpg' alt='A palace'><figcaption>The Hofburg. Photo: Jane Doe</figcaption></figure>",
    );
    let image = found.image.unwrap();
    assert_eq!(image.url, "https://e.example/img/hofburg-vienna.jpg");
    assert_eq!(image.alt.as_deref(), Some("A palace"));
    assert_eq!(image.caption.as_deref(), Some("The Hofburg."));
    assert_eq!(image.credit.as_deref(), Some("Jane Doe"));
    assert_eq!(found.section.as_deref(), Some("World"));
    assert_eq!(found.keywords, ["OPEC", "oil"]);
    assert_eq!(found.licence.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
}

#[test]
fn large_pages_take_no_longer_than_their_size() {
    let many =
        "<div class='byline author comment'><h1 itemprop=headline>By Jane Doe</h1>".repeat(50_000);
    let metas = "<meta name=author content='By Jane Doe and John Roe'>".repeat(20_000);
    let start = std::time::Instant::now();
    article("https://e.example/a", &metas, &many);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn any_page_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&Input { bytes: &bytes, ..Input::default() });
    }

    #[test]
    fn any_value_is_read(value in "\\PC{0,60}", other in "[ ,&()A-Za-zÀ-ü0-9|_:./@-]{0,60}") {
        let value = value.replace(['"', '<'], " ");
        let head = format!(
            "<title>{value} | {other}</title><meta name=author content=\"{other}, {value}\">\
             <meta property=og:title content=\"{value}\"><meta property=og:image content=\"{other}\">\
             <meta name=keywords content=\"{value};{other}\"><link rel=canonical href=\"{other}\">"
        );
        let body = format!("<h1>{value}</h1><p class=byline>By {other}</p><p>({value}) - {other}</p>");
        article("https://e.example/a", &head, &body);
    }
}
