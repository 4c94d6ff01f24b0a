//! Feeds, sitemaps and redirects: the three feeds say the same, hostile text stays text.
#![allow(clippy::unwrap_used)] // the functions between the tests are tests

mod pages;

use annals_publish::feeds::{self, Feed};
use annals_publish::wire::{Item, Source, Summary};
use annals_publish::{Format, Settings, markdown, redirects};
use quick_xml::{Reader, events::Event};
use serde_json::Value;

fn hostile() -> Item {
    Item {
        summary: Some(Summary { text: "</p><script>x & y</script>\u{1}".into(), by: None }),
        sources: vec![
            Source {
                name: "\"A\" & B".into(),
                url: Some("javascript:alert(1)".into()),
                ..Source::default()
            },
            Source {
                name: String::new(),
                via: Some("<C>".into()),
                url: Some("https://c.example/?a=1&b=\"2".into()),
                page: None,
            },
        ],
        day: "unknown".into(),
        ..pages::item()
    }
}

fn in_all(settings: &Settings) -> [String; 3] {
    let items = [pages::item(), hostile()];
    let feed = Feed {
        title: "Truces & talks",
        url: "/index",
        self_path: "/feeds/all",
        items: &items,
        updated: "2016-09-27T10:00:00Z",
    };
    [feeds::atom, feeds::rss, feeds::json_feed].map(|write| {
        let mut out = Vec::new();
        write(&feed, settings, &mut out);
        String::from_utf8(out).unwrap()
    })
}

/// The texts of the elements with a name, in order.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) if e.name().into_inner() == name => {
                inside = true;
                found.push(String::new());
            }
            Event::End(e) if e.name().into_inner() == name => inside = false,
            Event::Text(t) if inside => found.last_mut().unwrap().push_str(&t),
            Event::GeneralRef(r) if inside => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*r)).unwrap().into_owned();
                found.last_mut().unwrap().push_str(&text);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn three_feeds_say_the_same() {
    let [atom, rss, json] = in_all(&pages::settings());
    if std::env::var_os("SHOW_PAGES").is_some() {
        println!("{atom}\n{rss}\n{json}");
    }
    let json: Value = serde_json::from_str(&json).unwrap();
    let of_json = |name: &str| -> Vec<String> {
        json["items"].as_array().unwrap().iter().map(|i| i[name].as_str().unwrap().into()).collect()
    };
    assert_eq!(texts(&atom, "content"), of_json("content_html"));
    assert_eq!(texts(&rss, "description")[1..], of_json("content_html"));
    assert_eq!(texts(&atom, "id")[1..], of_json("id"));
    assert_eq!(texts(&rss, "guid"), of_json("id"));
    assert_eq!(texts(&atom, "published"), of_json("date_published"));
    assert_eq!(texts(&rss, "link")[1..], of_json("url"));
    assert_eq!(texts(&atom, "title")[1..], texts(&rss, "title")[1..]);
    assert_eq!(
        texts(&rss, "pubDate"),
        ["Mon, 26 Sep 2016 00:00:00 GMT", "Tue, 27 Sep 2016 10:00:00 GMT"]
    );
    assert!(of_json("url")[0].starts_with("https://news.example.org/archive/news/2016/09/26/"));
    assert!(of_json("url")[0].ends_with(".html"));
}

#[test]
fn hostile_text_stays_text() {
    let html = &texts(&in_all(&pages::settings())[0], "content")[1];
    assert_eq!(
        html,
        "<p>&lt;/p&gt;&lt;script&gt;x &amp; y&lt;/script&gt;\u{fffd}</p>\
         <p>Sources: \"A\" &amp; B, \
         <a href=\"https://c.example/?a=1&amp;b=&quot;2\">c.example</a> via &lt;C&gt;</p>"
    );
}

#[test]
fn without_a_base_address_links_begin_at_the_root() {
    let mut settings = pages::settings();
    settings.base_url = None;
    let json: Value = serde_json::from_str(&in_all(&settings)[2]).unwrap();
    assert_eq!(json["feed_url"], "/feeds/all.json");
}

#[test]
fn old_addresses_lead_on() {
    let mut rules = Vec::new();
    redirects::rule("/news/2016/10/5/old:*.html", "/zh/停火.html", &mut rules);
    assert_eq!(
        String::from_utf8(rules).unwrap(),
        "/news/2016/10/5/old%3A%2A.html /zh/%E5%81%9C%E7%81%AB.html 301\n"
    );
    let stub = |format| {
        let mut out = Vec::new();
        let to = "/news/2016/10/6/<x>";
        redirects::stub(format, "/news/2016/10/5/old", to, &pages::settings(), &mut out);
        String::from_utf8(out).unwrap()
    };
    let html = stub(Format::Html);
    assert!(html.contains("content=\"0; url=../6/%3Cx%3E.html\""), "{html}");
    assert!(html.contains("href=\"https://news.example.org/archive/news/2016/10/6/%3Cx%3E.html\""));
    assert!(html.contains("<title>/news/2016/10/6/&lt;x&gt;</title>"));
    assert_eq!(stub(Format::Markdown), "[/news/2016/10/6/\\<x\\>](../6/%3Cx%3E.md)\n");
    assert!(
        stub(Format::Xml)
            .contains("<moved xmlns=\"urn:annals:1\" to=\"/news/2016/10/6/&lt;x&gt;\"/>")
    );
    assert!(stub(Format::Json).contains("\"kind\":\"moved\",\"to\":\"/news/2016/10/6/<x>\""));
}

#[test]
fn lists_in_markdown_read_well() {
    let mut out = Vec::new();
    markdown::list(&pages::day(), &pages::settings(), &mut out);
    let day = String::from_utf8(out).unwrap();
    let mut out = Vec::new();
    markdown::list(&pages::story(), &pages::settings(), &mut out);
    let story = String::from_utf8(out).unwrap();
    if std::env::var_os("SHOW_PAGES").is_some() {
        println!("{day}\n{story}");
    }
    assert!(day.contains("\n# Monday, 26 September 2016\n\n2 events, 26 September 2016\n"));
    assert!(
        day.contains(
            "\n## Today: [Politics and elections](/categories/politics-and-elections.md)\n"
        )
    );
    assert!(day.contains("\n  - Context: [Colombia](/context/colombia.md \"en:Colombia\"), [Cart"));
    assert!(day.contains("\n    - It hadn't lost hope.\n"));
    assert!(day.contains("\n- Previous: [25 September 2016](/news/2016/09/25/index.md)\n"));
    assert!(story.contains("\nPart of: [Colombian conflict](/stories/colombian-conflict.md)\n"));
    assert!(story.contains("\n- [September 2016](/news/2016/09/index.md): 1 event\n"));
}
