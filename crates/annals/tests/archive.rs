//! What an archive promises, seen from outside: nothing twice, nothing lost,
//! the same bytes again.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, differences, example, init, json, out, run, tree};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// An archive of the whole example.
fn of_example(dir: &Path) {
    init(dir);
    let report = json(dir, &["import", "--json", example().to_str().unwrap()]);
    assert!(report["new"].as_u64().unwrap() > 100, "{report}");
}

/// An archive of a single page's states, one after the other.
fn of_pages(dir: &Path, pages: &[(&str, &str)]) {
    init(dir);
    for (name, text) in pages {
        let file = dir.join(name);
        fs::write(&file, text).unwrap();
        run(dir, &["import", file.to_str().unwrap()]);
    }
}

const PAGE: &str = "{{Current events|year=2016|month=09|day=19|content=\n;Armed conflicts\n";

#[test]
fn the_same_input_twice_changes_nothing() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let before = out(dir.path(), &["export"]);
    let again = json(dir.path(), &["import", "--json", example().to_str().unwrap()]);
    assert_eq!((again["new"].as_u64(), again["changed"].as_u64()), (Some(0), Some(0)), "{again}");
    assert_eq!(out(dir.path(), &["export"]), before);
}

#[test]
fn an_export_rebuilds_the_archive() {
    let (a, b) = (tempdir().unwrap(), tempdir().unwrap());
    of_example(a.path());
    let lines = out(a.path(), &["export"]);
    let file = b.path().join("export.jsonl");
    fs::write(&file, &lines).unwrap();
    init(b.path());
    run(b.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(out(b.path(), &["export"]), lines);
    let sites = [a.path().join("site"), b.path().join("site")];
    run(a.path(), &["publish", sites[0].to_str().unwrap()]);
    run(b.path(), &["publish", sites[1].to_str().unwrap()]);
    assert_eq!(differences(&tree(&sites[0]), &tree(&sites[1])), Vec::<String>::new());
}

#[test]
fn a_dry_run_records_nothing() {
    let dir = tempdir().unwrap();
    init(dir.path());
    let report = json(dir.path(), &["import", "--dry-run", "--json", example().to_str().unwrap()]);
    assert!(report["new"].as_u64().unwrap() > 100);
    assert_eq!(json(dir.path(), &["stats", "--json"])["events"], 0);
}

#[test]
fn a_later_wording_is_a_revision_with_its_grade() {
    let dir = tempdir().unwrap();
    let told = |toll: &str| {
        format!(
            "{PAGE}*An air strike hits an aid convoy in [[Urum al-Kubra]], killing at least {toll} people. [https://example.org/convoy (Reuters)]\n}}}}"
        )
    };
    of_pages(
        dir.path(),
        &[("2016-09-19.wiki", &told("12")), ("2016-09-19@2016-09-20T1310Z.wiki", &told("20"))],
    );
    let stats = json(dir.path(), &["stats", "--json"]);
    assert_eq!((stats["events"].as_u64(), stats["revisions"].as_u64()), (Some(1), Some(2)));
    let export: serde_json::Value = serde_json::from_str(&out(dir.path(), &["export"])).unwrap();
    let id = export["id"].as_str().unwrap();
    let log = json(dir.path(), &["log", id, "--json"]);
    assert_eq!(log["revisions"][1]["grade"], "material");
    assert_eq!(log["revisions"][1]["known_at"], "2016-09-20T13:10:00Z");
    let diff = out(dir.path(), &["diff", id]);
    assert!(diff.contains("[-12-]{+20+}"), "{diff}");
    let then = out(dir.path(), &["show", id, "--as-of", "2016-09-19"]);
    assert!(then.contains("at least 12 people"), "{then}");
    let now = out(dir.path(), &["show", id]);
    assert!(now.contains("at least 20 people"), "{now}");
    // The address was made of the first wording and stays.
    assert!(export["path"].as_str().unwrap().contains("killing-at-least-12"));
}

#[test]
fn a_re_dated_event_keeps_its_identity() {
    let dir = tempdir().unwrap();
    let bullet = "*Russia and China veto a draft resolution on chemical weapons in Syria. [https://www.un.org/press/en/2017/sc12737.doc.htm (United Nations)]\n";
    let page = |day: u32, month: u32, bullets: &str| {
        format!(
            "{{{{Current events|year=2017|month={month:02}|day={day:02}|content=\n;International relations\n{bullets}}}}}"
        )
    };
    of_pages(
        dir.path(),
        &[
            ("2017-03-01.wiki", &page(1, 3, bullet)),
            ("2017-02-28@2017-03-05T0912Z.wiki", &page(28, 2, bullet)),
        ],
    );
    let export: serde_json::Value =
        serde_json::from_str(out(dir.path(), &["export"]).trim()).unwrap();
    assert_eq!(export["date"], "2017-02-28");
    assert!(export["path"].as_str().unwrap().starts_with("/news/2017/03/1/"));
    assert_eq!(export["revisions"].as_array().unwrap().len(), 2);
}

#[test]
fn a_doubtful_match_is_held_and_listed() {
    let dir = tempdir().unwrap();
    let first = format!(
        "{PAGE}*Three children die when a mine goes off near the old bridge of Deir ez-Zor.\n}}}}"
    );
    let second = format!(
        "{PAGE}*Near the old bridge of Deir ez-Zor a mine kills several of a family who were fleeing.\n}}}}"
    );
    of_pages(dir.path(), &[("2016-09-19.wiki", &first), ("other.wiki", &second)]);
    let stats = json(dir.path(), &["stats", "--json"]);
    let held = stats["unpublished"].as_array().unwrap();
    assert_eq!(held.len(), 1, "{stats}");
    assert!(held[0]["status"].as_str().unwrap().starts_with("held: it may be the same as "));
}

#[test]
fn what_cannot_be_is_said_with_its_exit_status() {
    let dir = tempdir().unwrap();
    let code = |args: &[&str]| {
        let output = annals(dir.path(), args).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, message) = code(&["stats"]);
    assert_eq!(status, Some(3));
    assert!(message.contains("hint: `annals init`"), "{message}");
    init(dir.path());
    assert_eq!(code(&["show", "nothing"]).0, Some(2));
    assert_eq!(code(&["import", "no-such-file"]).0, Some(3));
    assert_eq!(code(&["frobnicate"]).0, Some(2));
    fs::write(dir.path().join("binary.wiki"), [0, 159, 146, 150, 0, 0]).unwrap();
    let file = dir.path().join("binary.wiki");
    assert_eq!(code(&["import", file.to_str().unwrap()]).0, Some(1));
    assert_eq!(code(&["check"]).0, Some(0));
}
