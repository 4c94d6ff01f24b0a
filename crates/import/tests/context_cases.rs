//! The Context's pages, case by case: each folder in `tests/context` holds
//! `pages/` and what they must become, `expected.txt`.
//!
//! `ANNALS_BLESS=1 cargo test -p annals-import --test context_cases` writes the
//! expectations anew; look at the difference before keeping it.

#![allow(clippy::unwrap_used)] // the functions that tests share may fail loudly, too

use annals_import::inputs::{Item, Options, ReadError, read_all};
use annals_model::{Document, Incoming};
use std::{fmt::Write, fs, path::Path};

#[test]
fn every_case_comes_out_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/context");
    let mut cases: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 5, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let pages = case.join("pages");
        let shown =
            show(&documents(&pages)).replace(&pages.to_string_lossy().replace('\\', "/"), "…");
        let expected = case.join("expected.txt");
        if std::env::var_os("ANNALS_BLESS").is_some() {
            fs::write(&expected, &shown).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if wanted != shown {
            wrong.push(format!("{}:\n--- expected\n{wanted}\n--- found\n{shown}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn documents(path: &Path) -> Vec<Document> {
    let mut documents = Vec::new();
    let read: Result<(), ReadError> =
        read_all(&[path.to_owned()], &Options::default(), &mut |item: Item| {
            documents.extend(item.found.document().cloned());
            Ok(())
        });
    read.unwrap();
    documents
}

/// Documents as people can compare them.
fn show(documents: &[Document]) -> String {
    let mut out = String::new();
    for document in documents {
        writeln!(out, "== {}", document.name).unwrap();
        for incoming in &document.found {
            let Incoming::Told(draft) = incoming else { panic!("no export here") };
            writeln!(out, "event").unwrap();
            for path in &draft.old_paths {
                writeln!(out, "  was {path}").unwrap();
            }
            for (i, version) in draft.versions.iter().enumerate() {
                let time = version.known_at.map_or("-".to_owned(), |t| t.to_string());
                writeln!(out, "  {} [{} {time}] {}", i + 1, version.day, version.text).unwrap();
            }
            let version = draft.versions.last().unwrap();
            writeln!(out, "  lang {}", version.lang).unwrap();
            for story in version.stories.iter().flatten().flatten() {
                writeln!(out, "  story {}", story.title).unwrap();
            }
            if let Some(summary) = &version.summary {
                writeln!(out, "  summary ({:?}) {}", summary.by, summary.text).unwrap();
            }
            for source in version.sources.iter().flatten() {
                writeln!(out, "  source {:?} {:?}", source.label(), source.url).unwrap();
            }
            if let Some(image) = &version.image {
                writeln!(out, "  image {}", image.url).unwrap();
            }
            for related in &draft.claimed_related {
                writeln!(out, "  related {} ({})", related.text, related.context.join("; "))
                    .unwrap();
            }
        }
        for note in &document.notes {
            let line = note.line.map_or("-".to_owned(), |l| l.to_string());
            writeln!(out, "note {line} {}: {} -> {}", note.kind, note.problem, note.done).unwrap();
        }
    }
    out
}
