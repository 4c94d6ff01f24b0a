//! HTML: a sanitizer finds nothing to clean, and the words and links are there.

use crate::any;
use crate::words::{of_picture, shape};
use annals_model::{Article, Block};
use annals_publish::article;
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};

/// A sanitizer that lets through what a clean article is made of.
fn sanitizer() -> ammonia::Builder<'static> {
    let tags = [
        "a",
        "article",
        "blockquote",
        "br",
        "div",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "small",
        "span",
        "table",
        "tbody",
        "td",
        "time",
        "tr",
        "ul",
    ];
    let attributes: [(&str, &[&str]); 7] = [
        ("a", &["href", "rel", "class"]),
        ("article", &["class", "lang", "dir"]),
        ("img", &["src", "alt", "loading", "referrerpolicy"]),
        ("time", &["datetime", "class"]),
        ("div", &["class"]),
        ("span", &["class"]),
        ("p", &["class"]),
    ];
    let mut attributes: HashMap<&str, HashSet<&str>> =
        attributes.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect();
    attributes.insert("h1", HashSet::from(["class"]));
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    builder
}

/// Our references written as html5ever writes them: in text neither quotation
/// mark needs one, in attributes the single one does not, and a no-break space
/// always has one.
fn as_serialized(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        out.push_str(&text.replace("&quot;", "\"").replace("&#39;", "'"));
        let end = tag.find('>').unwrap() + 1;
        out.push_str(&tag[..end].replace("&#39;", "'"));
        rest = &tag[end..];
    }
    out.push_str(rest);
    out.replace('\u{a0}', "&nbsp;")
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn check(article: &Article) {
    let html = article::html(article);
    assert_eq!(sanitizer().clean(&html).to_string(), as_serialized(&html), "{html}");
    let (_, body) = html.split_once("<div class=\"e-content\">").unwrap();
    let (body, _) = body.rsplit_once("</div>").unwrap();
    let lead = article.image.as_ref().filter(|lead| {
        !lead.url.is_empty()
            && !article.blocks.iter().any(|b| matches!(b, Block::Picture(p) if p.url == lead.url))
    });
    let shapes =
        lead.and_then(of_picture).into_iter().chain(article.blocks.iter().filter_map(shape));
    let (mut words, mut links) = (String::new(), String::new());
    for shape in shapes {
        // The alternative text stands in an attribute.
        let parts =
            if shape.kind.starts_with("image") { &shape.parts[1..] } else { &shape.parts[..] };
        for (c, to) in parts.iter().flatten().filter(|(c, _)| !matches!(c, ' ' | '\u{1f}')) {
            words.push(*c);
            if let Some(to) = to {
                links.push_str(&format!("{c}{to}"));
            }
        }
    }
    let (found_words, found_links) = read(body);
    assert_eq!(found_words, words, "{html}");
    assert_eq!(found_links, links, "{html}");
}

/// Letters but white space, and each linked letter with its address.
fn read(body: &str) -> (String, String) {
    let (mut words, mut links) = (String::new(), String::new());
    let mut to: Option<String> = None;
    let mut rest = body;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        for c in unescape(text).chars().filter(|c| !matches!(c, ' ' | '\n' | '\t')) {
            words.push(c);
            if let Some(to) = &to {
                links.push_str(&format!("{c}{to}"));
            }
        }
        let end = tag.find('>').unwrap() + 1;
        if let Some(href) = tag[..end].strip_prefix("<a href=\"") {
            to = Some(unescape(href.split('"').next().unwrap()));
        } else if tag.starts_with("</a>") {
            to = None;
        }
        rest = &tag[end..];
    }
    (words, links)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_sanitizer_changes_nothing(article in any::hostile()) {
        check(&article);
        let html = article::html(&article);
        // Quotation marks in text are escaped, so these are attributes.
        for (name, schemes) in
            [("href=\"", &["http", "https", "mailto"][..]), ("src=\"", &["http", "https"])]
        {
            for address in html.split(name).skip(1) {
                let (scheme, _) = address.split_once(':').unwrap();
                prop_assert!(schemes.contains(&scheme.to_lowercase().as_str()), "{}", html);
            }
        }
    }
}

/// The oracle itself: it would notice.
#[test]
fn the_sanitizer_notices() {
    for bad in [
        "<p onclick=\"x\">a</p>",
        "<a href=\"javascript:x\">a</a>",
        "<script>a</script>",
        "<p>a",
        "<iframe></iframe>",
    ] {
        assert_ne!(sanitizer().clean(bad).to_string(), as_serialized(bad), "{bad}");
    }
}
