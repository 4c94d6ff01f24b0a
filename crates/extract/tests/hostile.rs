//! Input that was made to break readers: nothing panics, nothing takes more than
//! its share of time, nothing dangerous comes out.
//!
//! Time is the processor's for this thread, of one input beside one twice as
//! long: what is quadratic takes four times as long, what is linear twice. No
//! test looks at the clock on the wall.

#![allow(clippy::unwrap_used, reason = "test code")]

#[path = "hostile/addresses.rs"]
mod addresses;
#[path = "hostile/encodings.rs"]
mod encodings;
#[cfg(unix)]
#[path = "hostile/growth.rs"]
mod growth;
#[path = "hostile/holds.rs"]
mod holds;
#[path = "hostile/random.rs"]
mod random;

use annals_extract::{Input, read};
use annals_model::Article;

/// Reads bytes as a page of an address, and checks what must hold.
fn read_page(bytes: &[u8], content_type: Option<&str>) -> Article {
    let url = Some("https://example.org/news/2016/05/09/page.html");
    let article = read(&Input { bytes, url, content_type, ..Input::default() });
    holds::check(&article);
    article
}

#[test]
fn zeros_are_nothing() {
    let article = read_page(
        b"<html><p>Nepal became\0 a republic in 2008, af\0ter ten years of war.\0</p>",
        None,
    );
    assert_eq!(article.text(), "Nepal became a republic in 2008, after ten years of war.");
    read_page(&[0; 10_000], None);
    read_page(b"<p \0x=\0\"a\0\">Te\0xt<\0/p><a href=\"java\0script:x\">y</a>", None);
}

#[test]
fn what_is_not_closed_ends_with_the_page() {
    for open in [
        "<!--",
        "<!-- -- >",
        "<![CDATA[",
        "<!doctype",
        "<script>",
        "<style>",
        "<title>",
        "<textarea>",
        "<p class=\"",
        "<a href='",
        "<",
        "</",
        "<p",
        "&",
        "&#",
        "&#x",
        "<svg><script>",
        "<iframe>",
        "<noscript>",
        "<plaintext>",
        "<xmp>",
        "<template>",
        "<select><option>",
        "<table><tr><td>",
        "<object>",
        "<?",
    ] {
        let page = format!(
            "<html><p>The first sentence stands before it, and is whole.</p>{open} rest of the page"
        );
        let article = read_page(page.as_bytes(), None);
        assert!(article.text().contains("stands before it"), "{open}");
    }
}

#[test]
fn entities_are_resolved_once() {
    let page = format!(
        "<html><p>It ends: {} &#x110000; &#0; &#xD800; &#99999999999999999999; &amp;lt;b&amp;gt; &bogus; &#; &#x;</p>",
        "&amp;".repeat(1_000)
    );
    let article = read_page(page.as_bytes(), None);
    let text = article.text();
    assert!(text.contains("&lt;b&gt;") && text.contains("&&&"), "{text:.200}");
}

#[test]
fn structured_data_can_be_deep_or_long() {
    let text =
        "<p>The parliament of Iceland met for the first time in the year 930, in the open air.</p>";
    for json in [
        "[".repeat(100_000),
        format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{}{}", "{\"@graph\":".repeat(100_000), "}".repeat(100_000)),
        "{\"a\":".repeat(50_000),
    ] {
        let page = format!("<html><script type='application/ld+json'>{json}</script>{text}");
        assert!(read_page(page.as_bytes(), None).text().contains("930"));
    }
    let long = "\"x\",".repeat(2_500_000);
    let page = format!("<html><script type='application/ld+json'>[{long}1]</script>{text}");
    assert!(read_page(page.as_bytes(), None).text().contains("930"));
    // Objects that name each other as their own parts.
    let knot = r#"{"@type":"NewsArticle","@id":"a","author":{"@id":"b"}},{"@id":"b","@type":"Person","name":{"@id":"a"},"sameAs":{"@id":"b"}}"#;
    let page = format!("<html><script type='application/ld+json'>[{knot}]</script>{text}");
    read_page(page.as_bytes(), None);
}

#[test]
fn texts_can_be_strange() {
    for text in [
        "-\n".repeat(10_000),
        "- a - May 1, 2019\n".repeat(10_000),
        "```\n".repeat(9_999),
        "[".repeat(50_000),
        "[a](".repeat(20_000),
        "![".repeat(20_000),
        "|".repeat(50_000),
        "> ".repeat(50_000),
        "#".repeat(50_000),
        "* * ".repeat(20_000),
        "__a__".repeat(20_000),
        "a: b\n".repeat(20_000),
        "1. \n".repeat(20_000),
        "\r".repeat(50_000),
        "Related\n".repeat(20_000),
        "About Us\nText of several words that ends here.\n".repeat(5_000),
        "US -backed ".repeat(20_000),
        "09/05/2016 ".repeat(20_000),
        "By A\n".repeat(20_000),
        "\u{301}".repeat(50_000),
        "a\u{301}[\u{301}](http://x.example/)\u{301}".repeat(1_000),
    ] {
        read_page(text.as_bytes(), Some("text/plain"));
    }
}
