//! What holds for any input: no panic, exact links, tidy text, linear time.

use super::origin;
use crate::current_events::{looks_like, read};
use annals_model::{Document, Incoming, tidy};
use proptest::prelude::*;

/// What every reading of every text must satisfy.
fn check(text: &str) -> Vec<Document> {
    let documents = read(&origin("2016-10-05.wiki"), text);
    let mut again = read(&origin("2016-10-05.wiki"), text);
    assert_eq!(documents, again);
    assert!(!documents.is_empty());
    for document in &documents {
        for (at, found) in document.found.iter().enumerate() {
            let Incoming::Told(draft) = found else { panic!("kept") };
            let version = &draft.versions[0];
            assert!(!version.text.is_empty());
            assert_eq!(version.text, tidy(&version.text));
            assert!(draft.under.is_none_or(|under| under < at));
            let mut from = 0;
            for link in version.links.as_ref().unwrap() {
                assert!(from <= link.start && link.start < link.end, "{link:?}");
                let label = version.text.get(link.start..link.end).expect("on characters");
                assert_eq!(label, label.trim());
                from = link.end;
            }
            for source in version.sources.as_ref().unwrap() {
                assert!(!source.name.is_empty() || source.url.is_some());
                let url = source.url.as_deref().unwrap_or("http://x");
                assert!(
                    url.starts_with("http://")
                        || url.starts_with("https://")
                        || url.get(..8).is_some_and(|u| u.to_ascii_lowercase().starts_with("http")),
                    "{url}"
                );
                assert!(!url.contains(char::is_whitespace), "{url:?}");
            }
            for path in version.stories.as_ref().unwrap() {
                assert!(!path.is_empty() && path.iter().all(|s| !s.title.is_empty()));
            }
        }
        for note in &document.notes {
            assert!(!note.problem.is_empty() && note.problem.chars().count() < 300, "{note:?}");
        }
    }
    again.clear();
    looks_like(text);
    documents
}

/// Pieces that mean something to the reader, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n*",
        "\n**",
        "\n:",
        "\n;",
        "\n==",
        "==",
        "'''",
        "''",
        "[[",
        "]]",
        "[",
        "]",
        "|",
        "{{",
        "}}",
        "{|",
        "|}",
        "<!--",
        "-->",
        "<ref>",
        "</ref>",
        "<ref name=a/>",
        "<nowiki>",
        "</nowiki>",
        "http://a.org/b",
        "https://",
        "[http://a.org (BBC)]",
        " (Reuters)",
        "(",
        ")",
        ".",
        ",",
        ": ",
        " ",
        "Syria",
        "[[Syria]]",
        "[[Syria|war]]",
        "s",
        "é",
        "e\u{301}",
        "\u{301}",
        "\u{200b}",
        "&nbsp;",
        "&lt;",
        "&#769;",
        "{{convert|1|km}}",
        "{{x|",
        "{{cite web|url=",
        "File:",
        "Category:",
        "#REDIRECT",
        "January 5",
        "{{Current events|",
        "year=2016",
        "content=",
        "{{Current events|year=2016|month=10|day=5|content=\n",
        "via",
        "<br>",
        "__TOC__",
        "中",
        "\r",
        "javascript:",
        "\u{f0000}",
        "\u{f0001}",
        "0",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markup_in_any_order_is_read(text in soup()) {
        check(&text);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        check(&text);
        check(&format!("* {text}"));
    }
}

#[test]
fn time_is_linear_in_hostile_input() {
    for unit in [
        "[[",
        "{{",
        "*",
        "<ref>",
        "]]",
        "}}",
        "[http://a ",
        "[http://a",
        "[[a|",
        "'",
        "''",
        "<",
        "&",
        "(",
        "<!--",
        "<nowiki>",
        "{|\n",
        "{{\n",
        "*[[A]]\n",
        "*a\n**b\n",
        "* {{x\n",
        "\n* <ref>\n",
        "[[a]] ",
        "{{Current events|content=",
        "{{Current events}}",
        "{{a|",
        "{{a}}",
        "http://",
        "* [http://a (B)] ",
        "[a",
        ": ",
        "__",
        "<ref name=a/>",
        "\n==",
        "==January 1==\n",
        ";a\n",
        "e\u{301}",
        "\u{301}",
        "[[a [[b]]",
        "<ref name=a>[http://a (B)]</ref>",
        "a (B) ",
        "{",
        "|",
        "[[File:",
        "* [[A]], [[B]]\n** x\n",
        "\u{200b}",
        "&#x0301;",
        "http://a.org] ",
    ] {
        let times = if ["[[", "{{", "*", "<ref>"].contains(&unit) { 100_000 } else { 20_000 };
        let text = format!("* {}", unit.repeat(times));
        // Quadratic time would be minutes for each: the runner's time limit ends the test.
        read(&origin("2016-10-05.wiki"), &text);
    }
}
