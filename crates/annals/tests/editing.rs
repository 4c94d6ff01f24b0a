//! Editing seen from outside: an acknowledged act survives a killed process, and a
//! backup made beside a writer is a good archive.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, example, init, json, run};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use tempfile::tempdir;

/// Kills of a process that edits.
const KILLS: usize = 12;

fn event(dir: &Path) -> String {
    let export = run::out(dir, &["export"]);
    let line: Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    line["id"].as_str().unwrap().to_owned()
}

fn editor(dir: &Path) -> Child {
    annals(dir, &["edit", "act", "-", "--by", "ada"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn reword(to: &mut ChildStdin, event: &str, text: &str) -> std::io::Result<()> {
    let act = serde_json::json!({"kind": "reword", "event": event, "statement": text});
    writeln!(to, "{}", serde_json::json!({"act": act, "reason": "counted"}))
}

#[test]
fn an_acknowledged_edit_survives_a_killed_process() {
    let dir = tempdir().unwrap();
    init(dir.path());
    run(dir.path(), &["import", example().to_str().unwrap()]);
    let id = event(dir.path());
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let mut child = editor(dir.path());
        let mut to = child.stdin.take().unwrap();
        let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
        for n in 0..=round % 4 {
            let text = format!("Edit {n} of round {round}.");
            reword(&mut to, &id, &text).unwrap();
            let answer: Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
            acknowledged.push((answer["events"][0]["revision"].as_u64().unwrap(), text));
        }
        // One more is under way when the process is killed.
        reword(&mut to, &id, &format!("Unanswered {round}.")).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let check = json(dir.path(), &["check", "--json"]);
        assert_eq!(check["problems"], serde_json::json!([]), "after kill {round}");
    }
    let log = json(dir.path(), &["log", &id, "--json"]);
    for (number, text) in &acknowledged {
        let found = log["revisions"].as_array().unwrap().iter().find(|r| r["number"] == *number);
        assert_eq!(found.unwrap()["changes"][0]["after"][0], text.as_str());
    }
}

#[test]
fn a_backup_beside_a_writer_is_a_good_archive() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    run(&dir, &["import", example().to_str().unwrap()]);
    let id = event(&dir);
    let mut child = editor(&dir);
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
    reword(&mut to, &id, "The first edit.").unwrap();
    from.next().unwrap().unwrap();
    let writing = std::thread::spawn({
        let id = id.clone();
        move || {
            for n in 0..40 {
                if reword(&mut to, &id, &format!("Edit {n}.")).is_err() || from.next().is_none() {
                    break;
                }
            }
        }
    });
    let file = home.path().join("copy.tar.gz");
    let report = json(&dir, &["backup", file.to_str().unwrap(), "--json"]);
    writing.join().unwrap();
    child.wait().unwrap();
    assert!(report["revisions"].as_u64() > report["events"].as_u64());
    // It replaces no file, and leaves nothing beside.
    let again = annals(&dir, &["backup", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 2);

    let unpacked = home.path().join("unpacked");
    std::fs::create_dir(&unpacked).unwrap();
    let tar = Command::new("tar").arg("-xzf").arg(&file).arg("-C").arg(&unpacked).status();
    assert!(tar.unwrap().success());
    let copy = unpacked.join("copy");
    let check = json(&copy, &["check", "--json"]);
    assert_eq!(check["problems"], serde_json::json!([]));
    assert_eq!(check["revisions"], report["revisions"]);
    let log = json(&copy, &["log", &id, "--json"]);
    let second = &log["revisions"][1]["changes"][0]["after"][0];
    assert_eq!(second, "The first edit.");
}
