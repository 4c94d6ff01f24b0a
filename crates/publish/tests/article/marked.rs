//! Markdown, read again by another program, has the same words and links.

use crate::any;
use crate::words::{Letter, Shape, cells, collapse, of_picture, plain, shape};
use annals_model::{Article, Block};
use annals_publish::article;
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use saphyr::{LoadableYamlNode, Yaml};

fn check(article: &Article) {
    let page = article::markdown(article);
    let (front, body) = match page.strip_prefix("---\n") {
        Some(rest) => rest.split_once("\n---\n").unwrap(),
        None => ("", page.as_str()),
    };
    let mut expected = Vec::new();
    if let Some(title) = article.title.as_deref().map(plain).filter(|t| !t.is_empty()) {
        expected.push(Shape::new("h1", vec![title]));
    }
    if let Some(deck) = article.deck.as_deref().map(plain).filter(|t| !t.is_empty()) {
        expected.push(Shape::new("p", vec![deck]));
    }
    let lead = article.image.as_ref().filter(|lead| {
        !lead.url.is_empty()
            && !article.blocks.iter().any(|b| matches!(b, Block::Picture(p) if p.url == lead.url))
    });
    expected.extend(lead.and_then(of_picture));
    expected.extend(article.blocks.iter().filter_map(shape));
    let found = read(body);
    assert_eq!(found.len(), expected.len(), "{page}\n{found:?}\n{expected:?}");
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected, "{page}");
    }
    check_front(article, front);
}

/// The page as a reader of CommonMark sees it.
fn read(body: &str) -> Vec<Shape> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut shapes = Vec::new();
    let mut kind = String::new();
    let mut parts: Vec<Vec<Letter>> = Vec::new();
    let mut letters: Vec<Letter> = Vec::new();
    let mut row: Vec<Vec<Letter>> = Vec::new();
    let mut to: Option<String> = None;
    let mut depth = 0;
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => to = Some(dest_url.into_string()),
            Event::End(TagEnd::Link) => to = None,
            Event::Start(Tag::Image { dest_url, .. }) => kind = format!("image {dest_url}"),
            Event::End(TagEnd::Image) => parts.push(collapse(letters.drain(..))),
            Event::Text(text) => letters.extend(text.chars().map(|c| (c, to.clone()))),
            Event::HardBreak => letters.push(('\n', None)),
            Event::Start(tag) => {
                depth += 1;
                if depth == 1 {
                    kind = match tag {
                        Tag::Paragraph => "p".into(),
                        Tag::Heading { level, .. } => format!("h{}", number(level)),
                        Tag::BlockQuote(_) => "quote".into(),
                        Tag::List(None) => "ul".into(),
                        Tag::List(Some(1)) => "ol".into(),
                        Tag::Table(_) => "table".into(),
                        Tag::CodeBlock(_) => "pre".into(),
                        other => panic!("{other:?} in {body}"),
                    };
                }
            }
            Event::End(tag) => {
                depth -= 1;
                match tag {
                    TagEnd::TableCell => row.push(collapse(letters.drain(..))),
                    TagEnd::TableRow | TagEnd::TableHead => parts.push(cells(row.drain(..))),
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock => {
                        let part = collapse(letters.drain(..));
                        if !part.is_empty() || kind.starts_with("image") {
                            parts.push(part);
                        }
                    }
                    _ => {}
                }
                if depth == 0 {
                    shapes.push(Shape::new(std::mem::take(&mut kind), std::mem::take(&mut parts)));
                }
            }
            other => panic!("{other:?} in {body}"),
        }
    }
    shapes
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// The front matter, read as YAML, has the values.
fn check_front(article: &Article, front: &str) {
    let documents = Yaml::load_from_str(front).unwrap_or_else(|e| panic!("{e} in {front}"));
    assert!(documents.len() <= 1, "{front}");
    let words = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let clean = |text: &str| -> String {
        words(text)
            .chars()
            .filter_map(|c| match c {
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
                '\n' | '\t' => Some(c),
                _ if c.is_control()
                    || (c as u32) & 0xfffe == 0xfffe
                    || ('\u{fdd0}'..='\u{fdef}').contains(&c) =>
                {
                    Some('\u{fffd}')
                }
                _ => Some(c),
            })
            .collect()
    };
    let value = |key: &str| documents.first().and_then(|d| d.as_mapping_get(key));
    for (key, wanted) in [
        ("title", &article.title),
        ("deck", &article.deck),
        ("publisher", &article.publisher),
        ("agency", &article.agency),
        ("published", &article.published.value),
        ("modified", &article.modified.value),
        ("language", &article.language),
        ("section", &article.section),
        ("canonical", &article.canonical),
        ("url", &article.url),
        ("licence", &article.licence),
    ] {
        let found =
            value(key).map(|v| v.as_str().unwrap_or_else(|| panic!("{key} is no text in {front}")));
        assert_eq!(found.map(str::to_owned), wanted.as_deref().map(clean), "{key} in {front}");
    }
    for (key, wanted) in [
        ("authors", &article.authors),
        ("keywords", &article.keywords),
        ("published-alternatives", &article.published.alternatives),
    ] {
        let found: Vec<String> = value(key)
            .and_then(|v| v.as_vec())
            .into_iter()
            .flatten()
            .map(|v| v.as_str().unwrap_or_else(|| panic!("{key} in {front}")).to_owned())
            .collect();
        let wanted: Vec<String> = wanted.iter().map(|t| clean(t)).collect();
        assert_eq!(found, wanted, "{key} in {front}");
    }
    let sure = value("published-confidence").map(|v| v.as_floating_point().unwrap());
    let wanted = article.published.value.as_ref().map(|_| f64::from(article.published.confidence));
    assert!(
        sure.zip(wanted).is_none_or(|(a, b)| (a - b).abs() < 0.001)
            && sure.is_some() == wanted.is_some()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_article_reads_back(article in any::hostile()) {
        check(&article);
    }
}
