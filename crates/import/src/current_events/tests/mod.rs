//! The reader's cases: `cases/NAME.wiki` is read under the name `NAME.wiki`
//! and must give `cases/NAME.expected`. `ANNALS_BLESS=1` writes the expected
//! files anew; look at the difference before committing it.

mod properties;

use super::{looks_like, read};
use crate::Origin;
use annals_model::{By, Document, Incoming};
use std::{fmt::Write, fs, path::Path};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/current_events/tests/cases");

/// A case has no business to shrink the suite in silence.
const AT_LEAST: usize = 30;

fn origin(name: &str) -> Origin {
    Origin { name: name.to_owned(), ..Origin::default() }
}

fn show(documents: &[Document]) -> String {
    let mut out = String::new();
    for document in documents {
        writeln!(out, "== {} ({} found)", document.name, document.found.len()).unwrap();
        for (at, found) in document.found.iter().enumerate() {
            let Incoming::Told(draft) = found else { panic!("a page tells, it keeps nothing") };
            let version = &draft.versions[0];
            let By::Importer { name, upstream } = &version.by else { panic!("read by nobody") };
            assert_eq!((draft.versions.len(), name.as_str()), (1, "wikitext"));
            write!(out, "{at}. line {}, {}", draft.line.unwrap(), version.day).unwrap();
            write!(out, ", {}", upstream.as_deref().unwrap()).unwrap();
            if let Some(category) = &version.category {
                write!(out, ", [{category}]").unwrap();
            }
            if let Some(under) = draft.under {
                write!(out, ", under {under}").unwrap();
            }
            writeln!(out, "\n   {}", version.text).unwrap();
            for link in version.links.as_ref().unwrap() {
                let label = &version.text[link.start..link.end];
                writeln!(out, "   link {label} -> {}", link.target).unwrap();
            }
            for path in version.stories.as_ref().unwrap() {
                let path: Vec<String> = path
                    .iter()
                    .map(|s| match &s.target {
                        Some(target) => format!("{} -> {target}", s.title),
                        None => s.title.clone(),
                    })
                    .collect();
                writeln!(out, "   story {}", path.join(" / ")).unwrap();
            }
            for source in version.sources.as_ref().unwrap() {
                let url = source.url.as_deref().unwrap_or("no address");
                writeln!(out, "   source {:?} {url}", source.label()).unwrap();
            }
        }
        for note in &document.notes {
            let line = note.line.map_or("page".to_owned(), |l| format!("line {l}"));
            writeln!(out, "! {line}, {}: {}: {}", note.kind, note.problem, note.done).unwrap();
        }
    }
    out
}

fn check(case: &Path, bless: Bless) -> Result<(), String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let got = show(&read(&origin(&name), &fs::read_to_string(case).unwrap()));
    let expected = case.with_extension("expected");
    match bless {
        Bless::Yes => fs::write(&expected, &got).map_err(|e| e.to_string()),
        Bless::No => match fs::read_to_string(&expected) {
            Ok(want) if want == got => Ok(()),
            Ok(want) => Err(format!("{name}\n--- expected\n{want}--- got\n{got}")),
            Err(error) => Err(format!("{}: {error}", expected.display())),
        },
    }
}

#[derive(Clone, Copy)]
enum Bless {
    Yes,
    No,
}

#[test]
fn every_case_reads_as_expected() {
    let bless = if std::env::var_os("ANNALS_BLESS").is_some() { Bless::Yes } else { Bless::No };
    let mut cases: Vec<_> = fs::read_dir(CASES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "wiki"))
        .collect();
    cases.sort();
    assert!(cases.len() >= AT_LEAST, "only {} cases in {CASES}", cases.len());
    let failed: Vec<String> = cases.iter().filter_map(|case| check(case, bless).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn pages_are_told_from_other_formats() {
    for yes in [
        "{{Short description|Wednesday}}\n{{Current events|year=2016|month=10|day=5|content=\n",
        "<!-- x -->\n{{current_events_header|2006|05|04}}",
        "\u{feff};Sports\n*[[Spain]] win. [http://a.org (BBC)]",
        "==January 1, 2003==\n* [[Luiz Inácio Lula da Silva]] takes office.",
        "'''Law and crime'''\n*A trial opens in [[The Hague]]. [https://a.org/1 (AP)]",
        "#REDIRECT [[Portal:Current events/2004 May 1]]",
    ] {
        assert!(looks_like(yes), "{yes}");
    }
    for no in [
        "",
        "### [2016-10-5](/news/2016/10/5/index.md)\n\n# A statement.\n\n* [[x]]",
        "\nFormats: [HTML](/news/2016/10/5/a.html)  [JSON](/b.json)\n\n# Title\n",
        "{\"date\": \"2016-10-05\", \"text\": \"[[x]]\"}\n",
        "[{\"date\": \"2016-10-05\"}]",
        "<!DOCTYPE html><p>[[x]]",
        "<?xml version=\"1.0\"?><feed>",
        "A plain text.\n* with a list\n* of things\n",
        "WARC/1.0\r\nWARC-Type: warcinfo\r\n",
    ] {
        assert!(!looks_like(no), "{no}");
    }
}

/// The five pages of the portal that are kept outside of the project: each
/// bullet is an event or a story, each address a source, nothing is noted.
#[test]
fn gold_pages_come_out_complete() {
    let gold = std::env::var("ANNALS_GOLD").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold").to_owned()
    });
    let Ok(entries) = fs::read_dir(Path::new(&gold).join("wcep-wikitext")) else {
        println!("skipped: no gold data at {gold} (set ANNALS_GOLD)");
        return;
    };
    for path in entries.map(|e| e.unwrap().path()) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let documents = read(&origin(&name), &text);
        assert_eq!(documents.len(), 1, "{name}");
        assert_eq!(documents[0].notes, [], "{name}");
        let shown = show(&documents);
        for url in text.split("[http").skip(1) {
            let url = format!("http{}", url.split([' ', ']']).next().unwrap());
            assert!(shown.contains(&format!(" {url}\n")), "{name}: {url}");
        }
        for mark in ["[", "]", "{{", "}}", "''", "<", "thumb", " ,", " .", "()"] {
            let texts = documents[0].found.iter().filter_map(|f| match f {
                Incoming::Told(draft) => Some(&draft.versions[0].text),
                Incoming::Kept(_) => None,
            });
            assert!(texts.clone().all(|t| !t.contains(mark)), "{name}: {mark}");
        }
        // What is a bullet and no event must be a story that an event names.
        let events: Vec<u32> = documents[0]
            .found
            .iter()
            .filter_map(|f| if let Incoming::Told(d) = f { d.line } else { None })
            .collect();
        for (line, bullet) in (1_u32..).zip(text.lines()) {
            let body = bullet.trim_start_matches(['*', ':']);
            if body.len() == bullet.len() || events.contains(&line) {
                continue;
            }
            for link in body.split("[[").skip(1) {
                let target = link.split(['|', ']']).next().unwrap();
                assert!(shown.contains(&format!("-> en:{target}")), "{name}: {bullet}");
            }
        }
    }
}
