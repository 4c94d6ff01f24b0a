//! The Context's pages: nothing that a page may hold panics or hangs, and the
//! gold data comes out whole where it is at hand.

#![allow(clippy::unwrap_used)] // the functions that tests share may fail loudly, too

use annals_import::{
    Origin,
    context::{self, Shape},
    inputs::{Options, ReadError, read_all},
};
use annals_model::Incoming;
use proptest::prelude::*;
use std::{collections::HashSet, path::PathBuf};

fn origin() -> Origin {
    Origin { name: "news/2016/10/7/x.md".to_owned(), ..Origin::default() }
}

/// Pieces that mean something to the reader, and some that do not.
const PIECES: &[&str] = &[
    "### [2016-10-7](/news/2016/10/7/index.md)\n",
    "## [2016-10-7](/zh/news/2016/10/7/index.md)\n",
    "# ",
    "##### ",
    "### ",
    "Sources:\n",
    "### Changes:\n",
    "### Related:\n",
    "### 有关:\n",
    "1. ",
    "[",
    "](",
    ")",
    "](/news/2016/10/7/a.md)",
    "](http://example.org/a)",
    "_Context: a, b_",
    "_2018-02-06 13:49:29 (First version)_",
    "_(Current version)_",
    "\n",
    "\n\n",
    "-{",
    "}-",
    "zh-cn:",
    ";",
    "|",
    "{{",
    "}}",
    "[[",
    "]]",
    "<",
    ">",
    "\"'",
    "''",
    "http:--",
    "http://",
    "date=",
    "2017",
    "年",
    "&amp;",
    "Ã©",
    "â€™",
    "é",
    "中",
    "→",
    "維基新聞",
    ":59:17+00:00",
    "Topic: ",
    "A sentence of five words.",
    " ",
];

proptest! {
    #[test]
    fn any_page_is_read_without_panic(
        pages in prop::collection::vec(prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..30), 1..4)
    ) {
        let pages: Vec<_> = pages
            .into_iter()
            .map(|p| {
                let text = p.concat();
                context::looks_like(&text);
                context::read_page(&origin(), &text)
            })
            .collect();
        let events = pages.iter().filter(|p| matches!(p.shape, Shape::Event(_))).count();
        let documents = context::assemble(pages);
        for incoming in documents.iter().flat_map(|d| &d.found) {
            let Incoming::Told(draft) = incoming else { panic!("no export here") };
            prop_assert!(!draft.versions.is_empty());
            for version in &draft.versions {
                prop_assert!(!version.text.is_empty());
                prop_assert_eq!(annals_model::tidy(&version.text), version.text.as_str());
            }
        }
        // Whatever is not found is named.
        let notes: usize = documents.iter().map(|d| d.notes.len()).sum();
        prop_assert!(events == 0 || notes > 0 || documents.iter().any(|d| !d.found.is_empty()));
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
        context::assemble(vec![context::read_page(&origin(), &text)]);
    }
}

/// A hundred kilobytes made of one piece: what is quadratic takes far longer than allowed.
#[test]
fn long_pages_take_no_long_time() {
    let head = "### [2016-10-7](/news/2016/10/7/index.md)\n\n# ";
    for piece in [
        "(",
        "（",
        "[",
        "[[",
        "{{",
        "{{cite ",
        "<",
        "<a ",
        "\"'",
        "'",
        "-{",
        "http://",
        "http:--",
        "en:--a ",
        "[a](b)",
        "[a](http://a.b/",
        "&amp;",
        "Ã©",
        "É»",
        "[ab =",
        "\n1. [a](http://a.b/c)",
        "\n### Sources:\n1. [a](b) ",
        "\n### Changes:\n1. [a](/news/2016/10/7/a.md) _x_",
        "\n### [a](/news/2016/10/7/a.md)",
        "date=",
        "→",
    ] {
        for start in [head, "### Sources:\n1. ", "## [2016-10-7](/news/2016/10/7/index.md)\n"] {
            let text = format!("{head}A sentence.\n{start}{}", piece.repeat(100_000 / piece.len()));
            // Quadratic time would be minutes: the runner's time limit ends the test.
            context::assemble(vec![context::read_page(&origin(), &text)]);
        }
    }
}

/// Many pages of one event, and many events of one day.
#[test]
fn long_days_take_no_long_time() {
    let page = |n: usize, source: &str| {
        let text = format!(
            "### [2016-10-7](/news/2016/10/7/index.md)\n\n# Sentence number {n} of a rather long day in October.\n\n### Sources:\n\n1. [A](http://a.b/{source})\n"
        );
        let name = format!("news/2016/10/7/{n}.md");
        context::read_page(&Origin { name, ..Origin::default() }, &text)
    };
    let one_source: Vec<_> = (0..5_000).map(|n| page(n, "c")).collect();
    let documents = context::assemble(one_source);
    let paths: usize = documents
        .iter()
        .flat_map(|d| &d.found)
        .map(|f| match f {
            Incoming::Told(d) => d.old_paths.len(),
            Incoming::Kept(_) => 0,
        })
        .sum();
    assert_eq!(paths, 5_000, "no address is lost");
}

/// Where the gold data is: `ANNALS_GOLD`, else beside the project's folder.
fn gold(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ANNALS_GOLD").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("skipped: no `{name}` (set ANNALS_GOLD to the folder of the gold data)");
        return None;
    }
    Some(path)
}

#[test]
fn every_address_of_the_chinese_edition_is_kept_and_every_text_is_clean() {
    let Some(path) = gold("context-zh-2003-2016.tar.gz") else { return };
    let mut archive =
        tar::Archive::new(flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()));
    let mut wanted = HashSet::new();
    for entry in archive.entries().unwrap() {
        let name = entry.unwrap().path().unwrap().to_string_lossy().into_owned();
        let stem =
            name.strip_suffix(".md").filter(|s| !s.ends_with("/index") && !s.ends_with("/README"));
        wanted.extend(
            stem.and_then(|s| s.split_once("/news/")).map(|(_, p)| format!("/zh/news/{p}")),
        );
    }
    assert!(wanted.len() > 6_000);
    let read: Result<(), ReadError> = read_all(&[path], &Options::default(), &mut |item| {
        for incoming in item.found.document().into_iter().flat_map(|d| &d.found) {
            let Incoming::Told(draft) = incoming else { panic!("no export here") };
            for path in &draft.old_paths {
                wanted.remove(path);
            }
            for version in &draft.versions {
                let text = &version.text;
                for debris in
                    ["  ", "http", "-{", "}-", "{{", "[[", "]]", "&amp;", "date=", "Ã", "\u{200b}"]
                {
                    assert!(!text.contains(debris), "{debris:?} in {text}");
                }
            }
        }
        Ok(())
    });
    read.unwrap();
    assert!(wanted.is_empty(), "{} addresses are lost: {:?}", wanted.len(), wanted.iter().next());
}
