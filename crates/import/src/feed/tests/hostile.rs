//! Feeds that are meant to do harm, or were harmed.

use crate::feed::{Feed, Limits, Options, read};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// No input of these sizes may take longer, even unoptimised on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

fn feed(text: &str) -> Feed {
    let started = Instant::now();
    let feed = read(text.as_bytes(), &Options::default()).unwrap();
    assert!(started.elapsed() < PATIENCE, "took {:?}", started.elapsed());
    feed
}

fn kinds(feed: &Feed) -> Vec<&'static str> {
    feed.notes.iter().map(|n| n.kind).collect()
}

fn refusal(bytes: &[u8]) -> String {
    read(bytes, &Options::default()).unwrap_err().reason
}

#[test]
fn billion_laughs_stay_unexpanded() {
    let mut entities = "<!ENTITY lol0 'ha'>".to_owned();
    for n in 1..10 {
        let inside = format!("&lol{};", n - 1).repeat(10);
        entities += &format!("<!ENTITY lol{n} \"{inside}\">");
    }
    let found = feed(&format!(
        "<!DOCTYPE rss [{entities}]><rss version='2.0'><channel><title>&lol9;</title>\
         <item><title>&lol0;!</title></item></channel></rss>"
    ));
    assert_eq!(found.about.title.as_deref(), Some("&lol9;"));
    assert_eq!(found.entries[0].title.as_deref(), Some("ha!"));
    assert!(kinds(&found).contains(&"entity-refused"));
}

#[test]
fn files_are_not_read() {
    let found = feed(
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\
         <rss><channel><title>a&x;b</title></channel></rss>",
    );
    assert_eq!(found.about.title.as_deref(), Some("a&x;b"));
    assert!(kinds(&found).contains(&"entity-refused"));
}

#[test]
fn one_entity_named_often_is_bounded() {
    let value = "x".repeat(1_000);
    let named = "&a;".repeat(100_000);
    let found = feed(&format!(
        "<!DOCTYPE rss [<!ENTITY a '{value}'>]><rss><channel><description>{named}\
         </description></channel></rss>"
    ));
    assert!(found.about.subtitle.unwrap().text.len() < 2 << 20);
}

#[test]
fn nested_elements() {
    let deep = 100_000;
    for (open, close) in
        [("<a>", "</a>"), ("<item>", "</item>"), ("<media:group>", "</media:group>")]
    {
        let (before, after) = (open.repeat(deep), close.repeat(deep));
        let found = feed(&format!(
            "<rss><channel><item><description>{before}deep{after}</description></item>\
             <item><title>after</title></item></channel></rss>"
        ));
        let last = found.entries.last().unwrap();
        assert_eq!(last.title.as_deref(), Some("after"), "{open}");
        // An entry in an entry closes the one before it, so these do not nest.
        let nests = open != "<item>";
        assert_eq!(kinds(&found).contains(&"elements-left-out"), nests, "{open}");
    }
}

#[test]
fn what_repeats_takes_linear_time() {
    let n = 40_000;
    for piece in [
        "<item>",
        "<a b='",
        "<a b=\"c' ",
        "<![CDATA[",
        "<!-- ",
        "<?x ",
        "<!DOCTYPE [>",
        "<",
        "&",
        "&#",
        "</",
        "&amp",
        "<a xmlns:a='b'>",
        "<link href='x'/>",
        "<category>a</category>",
        "<!ENTITY a 'b'>",
        "<media:credit>x</media:credit>",
        "<enclosure url='http://e.example/'/>",
        "<br>",
    ] {
        let text = format!("<rss><channel><item><title>x</title>{}", piece.repeat(n));
        assert!(!feed(&text).entries.is_empty(), "{piece}");
        let escaped = piece.replace('&', "&amp;").replace('<', "&lt;").repeat(n);
        let text = format!("<rss><channel><item><title>{escaped}</title></item></channel></rss>");
        assert_eq!(feed(&text).entries.len(), 1, "{piece}");
    }
}

#[test]
fn limits_hold() {
    let item = "<item><title>a</title></item>";
    let text = format!("<rss><channel>{}</channel></rss>", item.repeat(100));
    let limits = Limits { entries: 7, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let found = read(text.as_bytes(), &options).unwrap();
    assert_eq!(found.entries.len(), 7);
    assert_eq!(kinds(&found), ["entries-left-out"]);

    let limits = Limits { bytes: 200, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let found = read(text.as_bytes(), &options).unwrap();
    assert!(kinds(&found).contains(&"feed-too-long"));
    assert!(found.entries.len() < 8);
}

#[test]
fn nul_bytes_and_broken_utf_16() {
    let found =
        feed("<rss><channel><title>a\0b</title>\0<item><title>c</title></item></channel></rss>");
    assert_eq!(found.about.title.as_deref(), Some("ab"));
    assert_eq!(kinds(&found), ["control-characters"]);

    let mut bytes = vec![0xff, 0xfe];
    let text = "<rss><channel><title>aXb</title></channel></rss>";
    bytes.extend(text.encode_utf16().flat_map(|u| {
        // Half of a pair where the X was.
        if u == u16::from(b'X') { 0xd800_u16.to_le_bytes() } else { u.to_le_bytes() }
    }));
    bytes.push(b'<');
    let found = read(&bytes, &Options::default()).unwrap();
    assert_eq!(found.about.title.as_deref(), Some("a\u{fffd}b"));
    assert_eq!(found.encoding, "UTF-16LE");
    assert!(kinds(&found).contains(&"encoding-damaged"));
}

#[test]
fn addresses_that_run_are_left_out() {
    let found = feed(
        "<rss><channel><link>javascript:alert(1)</link><item><link>data:text/html,x</link>\
         <enclosure url='vbscript:x'/><comments>javascript:x</comments>\
         <guid>javascript:y</guid></item></channel></rss>",
    );
    assert_eq!(found.about.link, None);
    let entry = &found.entries[0];
    assert!(entry.link.is_none() && entry.links.is_empty() && entry.media.is_empty());
    assert!(entry.comments.is_none());
    assert!(kinds(&found).contains(&"address-not-web"));
}

#[test]
fn what_is_no_feed_is_named() {
    for (bytes, reason) in [
        (&b""[..], "empty"),
        (b" \n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title>", "web page"),
        (b"<HTML><body><rss version='2.0'></rss>", "web page"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (b"%PDF-1.4", "PDF"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<urlset><url/></urlset>", "sitemap"),
        (b"<note>x</note>", "`note`"),
        (b"just words", "text without a feed"),
        (b"{\"items\": 3}", "JSON"),
        (b"{\"version\": ", "JSON"),
        (b"[]", "JSON"),
    ] {
        let found = refusal(bytes);
        assert!(found.contains(reason), "{found}");
    }
}

#[test]
fn json_of_many_levels() {
    let text = format!("{{\"items\": {}", "[".repeat(1_000_000));
    assert!(refusal(text.as_bytes()).contains("JSON"));
}

/// Feeds to be cut and spoiled.
const FEEDS: &[&str] = &[
    include_str!("cases/rss20.xml"),
    include_str!("cases/atom10.xml"),
    include_str!("cases/rss10.xml"),
    include_str!("cases/json11.json"),
];

proptest! {
    #[test]
    fn a_feed_cut_anywhere(which in 0..FEEDS.len(), part in 0.0..1.0_f64) {
        let bytes = FEEDS[which].as_bytes();
        let cut = (bytes.len() as f64 * part) as usize;
        let found = read(&bytes[..cut], &Options::default());
        prop_assert!(found.is_err() || cut > 0);
    }

    #[test]
    fn a_feed_spoiled_anywhere(
        which in 0..FEEDS.len(),
        at in 0.0..1.0_f64,
        junk in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut bytes = FEEDS[which].as_bytes().to_vec();
        let at = (bytes.len() as f64 * at) as usize;
        let end = (at + junk.len()).min(bytes.len());
        bytes.splice(at..end, junk);
        let _ = read(&bytes, &Options::default());
    }

    #[test]
    fn any_text(text in "(<[a-z/!?]{1,3}|[a-z]|&[a-z#0-9]{0,4};?|[\"'= >]|<item>|<rss>|<feed>|<link|xml:base=|\\PC){0,60}") {
        let _ = read(format!("<rss>{text}").as_bytes(), &Options::default());
    }
}
