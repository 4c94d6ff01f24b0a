//! What holds of every article, whatever bytes it was read from.

use annals_model::{Article, Block, Dating, Picture, Prose, tidy};

/// Panics where something does not hold.
pub(crate) fn check(article: &Article) {
    for (name, text) in [
        ("title", &article.title),
        ("deck", &article.deck),
        ("publisher", &article.publisher),
        ("agency", &article.agency),
        ("section", &article.section),
    ] {
        if let Some(text) = text {
            check_text(name, text);
        }
    }
    article.authors.iter().for_each(|a| check_text("author", a));
    article.keywords.iter().for_each(|k| check_text("keyword", k));
    if let Some(address) = &article.canonical {
        check_address(address, &["http://", "https://"]);
    }
    if let Some(picture) = &article.image {
        check_picture(picture);
    }
    check_dating(&article.published);
    check_dating(&article.modified);
    article.blocks.iter().for_each(check_block);
    for note in &article.notes {
        assert!(!note.problem.is_empty() && !note.done.is_empty(), "an empty note: {note:?}");
    }
    let _ = article.text();
}

fn check_text(what: &str, text: &str) {
    assert!(!text.is_empty(), "an empty {what}");
    assert_eq!(text, tidy(text), "an untidy {what}");
}

fn check_block(block: &Block) {
    match block {
        Block::Paragraph(text) => check_prose(text, true),
        Block::Heading { level, text } => {
            assert!((2..=6).contains(level), "a heading of level {level}");
            check_prose(text, true);
        }
        Block::Quote(parts) | Block::List { items: parts, .. } => {
            assert!(!parts.is_empty(), "an empty list or quote");
            parts.iter().for_each(|p| check_prose(p, false));
        }
        Block::Table(rows) => {
            for cell in rows.iter().flatten() {
                assert_eq!(*cell, tidy(cell), "an untidy cell");
            }
        }
        Block::Picture(picture) => check_picture(picture),
        Block::Embed { url, .. } => check_address(url, &["http://", "https://"]),
        Block::Preformatted(text) => assert!(!text.contains('\0'), "a zero in a text"),
    }
}

fn check_prose(prose: &Prose, said: bool) {
    assert!(!said || !prose.text.is_empty(), "an empty paragraph");
    // A line break is the one space that stays.
    for line in prose.text.split('\n') {
        assert_eq!(line, tidy(line), "an untidy line");
    }
    let mut from = 0;
    for link in &prose.links {
        assert!(from <= link.start && link.start < link.end, "links in disorder: {prose:?}");
        let label = prose.text.get(link.start..link.end).expect("a link on characters");
        assert!(!label.trim().is_empty(), "a link without a label: {prose:?}");
        check_address(&link.url, &["http://", "https://", "mailto:"]);
        from = link.end;
    }
}

fn check_picture(picture: &Picture) {
    if !picture.url.is_empty() {
        check_address(&picture.url, &["http://", "https://"]);
    }
    for text in [&picture.alt, &picture.caption, &picture.credit].into_iter().flatten() {
        assert_eq!(*text, tidy(text), "an untidy caption");
    }
}

fn check_address(address: &str, schemes: &[&str]) {
    assert!(schemes.iter().any(|s| address.starts_with(s)), "not of the web: {address:?}");
    let odd = |c: char| c.is_control() || c.is_whitespace();
    assert!(!address.contains(odd), "odd characters in an address: {address:?}");
}

fn check_dating(dating: &Dating) {
    assert!((0.0..=1.0).contains(&dating.confidence), "confidence {}", dating.confidence);
    assert_eq!(dating.value.is_some(), dating.precision.is_some(), "{dating:?}");
    assert_eq!(dating.value.is_some(), dating.confidence > 0.0, "{dating:?}");
    if let Some(value) = &dating.value {
        assert!(!dating.evidence.is_empty(), "a date without a reason: {dating:?}");
        assert!(!dating.alternatives.contains(value), "{value} is its own alternative");
    }
}
