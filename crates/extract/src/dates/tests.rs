//! Pages and texts with dates, one case a line; the events are real ones.

use super::*;
use crate::{Input, read};

struct Case {
    html: &'static str,
    url: &'static str,
    captured: &'static str,
    published: Option<&'static str>,
    modified: Option<&'static str>,
}

const CASE: Case = Case { html: "", url: "", captured: "", published: None, modified: None };

#[track_caller]
fn check(case: Case) -> Article {
    let article = read(&Input {
        bytes: case.html.as_bytes(),
        url: (!case.url.is_empty()).then_some(case.url),
        captured_at: case.captured.parse().ok(),
        ..Input::default()
    });
    let (p, m) = (&article.published, &article.modified);
    assert_eq!(p.value.as_deref(), case.published, "{}\n{p:#?}", case.html);
    assert_eq!(m.value.as_deref(), case.modified, "{}\n{m:#?}", case.html);
    for dating in [p, m] {
        assert_eq!(dating.value.is_none(), dating.confidence == 0.0);
        assert_eq!(dating.value.is_none(), dating.precision.is_none());
        assert!(dating.value.is_none() || !dating.evidence.is_empty(), "no reason: {dating:?}");
    }
    article
}

/// A date that rests on that of the last change alone says so.
#[test]
fn the_change_is_the_reason() {
    check(Case {
        html: r#"<meta property="article:modified_time" content="2012-08-06T09:00:00Z"><h1>Curiosity lands on Mars</h1>"#,
        published: Some("2012-08-06T09:00:00Z"),
        modified: Some("2012-08-06T09:00:00Z"),
        ..CASE
    });
}

#[test]
fn software_says() {
    check(Case {
        html: r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2012-08-06T05:32:00Z",
            "dateModified":"2012-08-06T09:00:00Z"}</script><h1>Curiosity lands on Mars</h1>"#,
        published: Some("2012-08-06T05:32:00Z"),
        modified: Some("2012-08-06T09:00:00Z"),
        ..CASE
    });
    check(Case {
        html: r#"<meta property="article:published_time" content="2012-08-06"><meta name="expires" content="2030-01-01">"#,
        published: Some("2012-08-06"),
        ..CASE
    });
    check(Case {
        html: r#"<h1>Curiosity lands on Mars</h1><abbr class="published" title="2012-08-06T05:32:00Z">Monday</abbr>"#,
        published: Some("2012-08-06T05:32:00Z"),
        ..CASE
    });
    check(Case {
        html: r#"<script>var page = {"publishDate":"2012-08-06","id":7};</script><h1>Curiosity lands</h1>"#,
        published: Some("2012-08-06"),
        ..CASE
    });
}

#[test]
fn readers_see() {
    for (line, published, modified) in [
        ("<p>Published: 6 August 2012</p>", Some("2012-08-06"), None),
        ("<p class=byline>By A. Writer | Aug 6, 2012 | 3 comments</p>", Some("2012-08-06"), None),
        ("<p>Veröffentlicht am 6. August 2012, 07:32 Uhr</p>", Some("2012-08-06T07:32:00"), None),
        (
            "<p>Publié le 6 août 2012 - Mis à jour le 7 août 2012</p>",
            Some("2012-08-06"),
            Some("2012-08-07"),
        ),
        ("<div class=date><b>06</b><i>Aug</i><u>2012</u></div>", Some("2012-08-06"), None),
        ("<time>2012年8月6日</time>", Some("2012-08-06"), None),
        ("<time datetime='2012-08-06T05:32Z'>today</time>", Some("2012-08-06T05:32:00Z"), None),
        ("<p>Accessed on 6 August 2013</p>", None, None),
    ] {
        let html = format!("<h1>Curiosity lands on Mars</h1>{line}<p>The rover is well.</p>");
        check(Case { html: html.leak(), published, modified, ..CASE });
    }
}

#[test]
fn others_never_win() {
    let list = "<aside class=sidebar><h3>Most read</h3><ul class=popular-posts>\
        <li><a href=/a>Ten lakes</a> <time>May 3, 2013</time><li><a href=/b>Oslo</a> <time>May 2, 2013</time>\
        <li><a href=/c>Trains</a> <time>May 1, 2013</time></ul></aside>";
    let html = format!(
        "{list}<article><h1>Curiosity lands on Mars</h1><p>By A. Writer</p><p>The rover is well.</p></article>{list}"
    );
    check(Case { html: html.leak(), ..CASE });
    let html = format!(
        "{list}<article><h1>Curiosity lands on Mars</h1><p>August 6, 2012</p><p>The rover is well.</p></article>\
        <div id=comments><div class=comment><time datetime=2012-08-09>August 9, 2012</time>Great!</div></div><footer>© 2024</footer>"
    );
    check(Case { html: html.leak(), published: Some("2012-08-06"), ..CASE });
}

#[test]
fn addresses() {
    for (url, published) in [
        ("https://example.org/2012/08/06/curiosity", Some("2012-08-06")),
        ("https://example.org/2012/aug/06/curiosity", Some("2012-08-06")),
        ("https://example.org/news/20120806/curiosity", Some("2012-08-06")),
        ("https://example.org/2012-08-06-curiosity.html", Some("2012-08-06")),
        ("https://example.org/2012/0806/c1-1.html", Some("2012-08-06")),
        ("https://example.org/2012/08/curiosity", Some("2012-08")),
        ("https://example.org/item/201208061234567", None),
        ("https://example.org/2012/99/99/", None),
    ] {
        check(Case { html: "<h1>Curiosity lands on Mars</h1>", url, published, ..CASE });
    }
}

#[test]
fn order_of_figures() {
    let page = |lang: &str, line: &str| {
        format!(
            "<html lang='{lang}'><h1>A treaty is signed</h1><p class=date>{line}</p><p>Text.</p>"
        )
        .leak() as &'static str
    };
    let found =
        check(Case { html: page("en-US", "03/10/1990"), published: Some("1990-03-10"), ..CASE });
    let both: Vec<_> = found.published.evidence.iter().filter_map(|e| e.value.as_deref()).collect();
    assert_eq!(both, ["1990-03-10", "1990-10-03"]);
    // The treaty of Marrakesh was signed on 15 April 1994; the WTO began on 1 January 1995.
    for (lang, line, url, value) in [
        ("en-US", "04/05/1994", "", "1994-04-05"),
        ("en-GB", "04/05/1994", "", "1994-05-04"),
        ("en", "04/05/1994", "https://example.co.uk/a", "1994-05-04"),
        ("fr", "04/05/1994", "", "1994-05-04"),
        ("en", "04.05.1994", "", "1994-05-04"),
        ("en", "04/05/1994 Wednesday", "", "1994-05-04"),
        ("en", "04/05/1994. Updated 15/04/1995", "", "1994-05-04"),
        ("en", "04/05/1994", "https://example.com/1994/05/04/", "1994-05-04"),
    ] {
        let article = read(&Input {
            bytes: page(lang, line).as_bytes(),
            url: (!url.is_empty()).then_some(url),
            ..Input::default()
        });
        assert_eq!(article.published.value.as_deref(), Some(value), "{lang} {line} {url}");
    }
    // Nothing decides: the likelier reading, little confidence, and the other one.
    let open =
        check(Case { html: page("en", "04/05/1994"), published: Some("1994-04-05"), ..CASE });
    assert_eq!(open.published.alternatives, ["1994-05-04"]);
    assert!(open.published.confidence < 0.6);
    // The capture decides: the other reading would lie after it.
    let early = check(Case {
        html: page("en", "04/05/1994"),
        captured: "1994-04-20T00:00:00Z",
        published: Some("1994-04-05"),
        ..CASE
    });
    assert!(early.published.alternatives.is_empty());
}

#[test]
fn nothing_after_the_capture() {
    check(Case {
        html: "<h1>Curiosity lands on Mars</h1><meta name=date content=2031-01-01><p>6 August 2012</p>",
        captured: "2012-08-10T00:00:00Z",
        published: Some("2012-08-06"),
        ..CASE
    });
}

#[test]
fn midnight_in_utc() {
    check(Case {
        html: r#"<meta property="article:published_time" content="2012-08-05T22:00:00Z">
            <h1>Curiosity lands on Mars</h1><p>Veröffentlicht am 6. August 2012</p>"#,
        published: Some("2012-08-06T00:00:00+02:00"),
        ..CASE
    });
}

#[test]
fn texts() {
    let text = |paragraphs: &[&str], lines: &[&str]| {
        let own = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        in_text(None, &own(paragraphs), &own(lines), &Hints::default())
    };
    let list = [
        "Ten lakes - May 3, 2013",
        "Oslo in spring - May 2, 2013",
        "Trains are back - May 1, 2013",
    ];
    let told = "Engineers cheer in Pasadena, California, Sunday, Aug. 5, 2012.";
    let dating = text(&["The rover landed.", told], &list);
    assert_eq!(dating.value.as_deref(), Some("2012-08-05"), "{dating:#?}");
    assert!(dating.confidence < 0.6);
    assert_eq!(text(&["The rover landed."], &list).value, None);
    let dating = text(
        &[
            "PASADENA, Aug. 6 (AP) — The rover landed.",
            "Its first picture came on Aug. 5, 2012, in the evening.",
        ],
        &[],
    );
    assert_eq!(dating.value.as_deref(), Some("2012-08-06"), "{dating:#?}");
    let dating = text(&["Shells fell on Monday, the monitors said."], &["06/08/2012"]);
    assert_eq!(dating.value.as_deref(), Some("2012-06-08"), "{dating:#?}");
    assert_eq!(dating.alternatives, ["2012-08-06"]);
    assert!(dating.evidence.iter().any(|e| e.text == "on Monday"));
}

#[test]
fn seed_documents() {
    let folder = std::env::var("ANNALS_GOLD").unwrap_or_else(|_| "../../../shared/gold".to_owned());
    for (start, value, alternative) in
        [("001", "2016-08-26", None), ("002", "2016-09-05", Some("2016-05-09"))]
    {
        let file = std::fs::read_dir(std::path::Path::new(&folder).join("seeds"))
            .into_iter()
            .flatten()
            .flatten()
            .find(|f| f.file_name().to_string_lossy().starts_with(start));
        let Some(text) = file.and_then(|f| std::fs::read_to_string(f.path()).ok()) else {
            println!("skipped: no seed documents in {folder}");
            return;
        };
        let lines: Vec<String> = text
            .lines()
            .map(|l| l.trim_matches(['-', ' ']).to_owned())
            .filter(|l| !l.is_empty())
            .collect();
        let (head, body): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.len() < 100);
        let dating = in_text(None, &body, &head, &Hints::default());
        assert_eq!(dating.value.as_deref(), Some(value), "{dating:#?}");
        if let Some(other) = alternative {
            assert_eq!(dating.alternatives, [other]);
            assert!(dating.confidence < 0.6);
        }
    }
}

#[test]
fn hostile_pages_take_no_time() {
    let page = |part: &str, times: usize| part.repeat(times);
    for html in [
        page("<div class='date sidebar'>", 100_000) + "6 August 2012",
        page("<meta name=date content=2012-08-06>", 50_000),
        page("<h1>", 100_000) + "6 August 2012",
        page("<time>6 August 2012</time>", 50_000),
        page("<li><b>6</b> <i>x</i>", 100_000),
        page("<script>\"publishDate\":\"2012-08-06\"</script>", 20_000),
        page("1", 5_000_000),
        page("1/1/1 ", 1_000_000),
    ] {
        let before = std::time::Instant::now();
        read(&Input { bytes: html.as_bytes(), ..Input::default() });
        // Unoptimized and with other work on the machine; quadratic time takes minutes.
        assert!(before.elapsed().as_secs() < 30, "{}", &html[..30]);
    }
}

proptest::proptest! {
    #[test]
    fn never_panics(html in "(<[a-z]{1,5}( [a-z]{1,8}=[a-z0-9:/.-]{0,12})?>|[0-9./: ]{1,12}|May |\\PC){0,60}") {
        read(&Input { bytes: html.as_bytes(), ..Input::default() });
        in_text(Some(&html), std::slice::from_ref(&html), std::slice::from_ref(&html), &Hints::default());
    }
}
