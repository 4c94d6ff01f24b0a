//! Killed at any moment, the archive is good and the site is the old or the new one.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, differences, example, init, json, out, run, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// Kills in each test.
const KILLS: u32 = 20;

/// Runs a command once to learn how long it takes, and says when to kill the
/// `n`-th run: spread over that time, and a little beyond.
fn moment(whole: Duration, n: u32) -> Duration {
    whole * (n * 11 % (KILLS + 1)) / KILLS
}

fn kill_after(archive: &Path, args: &[&str], after: Duration) {
    let mut child =
        annals(archive, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    // It may be done already: then there is nothing to kill.
    let _ = child.kill();
    child.wait().unwrap();
}

/// Event lines enough for several transactions.
fn many_lines(file: &Path) {
    let mut lines = String::new();
    for n in 0..12_000 {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let line = serde_json::json!({
            "date": format!("20{:02}-{month:02}-{day:02}", n / 336 % 20),
            "text": format!("Report {n} of the monitors is read in the chamber of the council."),
            "sources": [{"name": "Minutes", "url": format!("https://example.org/minutes/{n}")}],
        });
        lines += &line.to_string();
        lines.push('\n');
    }
    fs::write(file, lines).unwrap();
}

#[test]
fn a_killed_import_leaves_a_good_archive_and_goes_on() {
    let home = tempdir().unwrap();
    let lines = home.path().join("lines.jsonl");
    many_lines(&lines);
    let import = ["import", "--no-link", lines.to_str().unwrap()];
    let whole = home.path().join("whole");
    init(&whole);
    let start = Instant::now();
    run(&whole, &import);
    let took = start.elapsed();
    let dir = home.path().join("killed");
    init(&dir);
    let mut events = 0;
    for n in 0..KILLS {
        kill_after(&dir, &import, moment(took, n));
        let report = json(&dir, &["check", "--json"]);
        assert_eq!(report["problems"], serde_json::json!([]), "after kill {n}");
        let now = report["events"].as_u64().unwrap();
        assert!(now >= events, "events were lost");
        events = now;
    }
    run(&dir, &import);
    assert_eq!(out(&dir, &["export"]), out(&whole, &["export"]));
}

#[test]
fn a_killed_publication_leaves_the_old_site_or_the_new() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    run(&dir, &["import", example().to_str().unwrap()]);
    let publish = |site: &Path| ["publish".to_owned(), site.to_str().unwrap().to_owned()];
    let new = home.path().join("new");
    let start = Instant::now();
    run(&dir, &publish(&new).each_ref().map(String::as_str));
    let took = start.elapsed();
    let new = tree(&new);

    // From nothing: there is no site, or the whole one.
    for n in 0..KILLS / 2 {
        let site = home.path().join(format!("fresh-{n}"));
        kill_after(&dir, &publish(&site).each_ref().map(String::as_str), moment(took, n));
        if site.exists() {
            assert_eq!(differences(&tree(&site), &new), Vec::<String>::new());
        }
        run(&dir, &publish(&site).each_ref().map(String::as_str));
        assert_eq!(differences(&tree(&site), &new), Vec::<String>::new());
    }

    // Over an older site: the old one, or the new one.
    let older = home.path().join("older");
    init(&older);
    let pages = fs::read_dir(example()).unwrap().map(|e| e.unwrap().path());
    let early: Vec<_> = pages.filter(|p| p.to_str().unwrap().contains("/2015-")).collect();
    let mut args = vec!["import"];
    args.extend(early.iter().map(|p| p.to_str().unwrap()));
    run(&older, &args);
    let grow: Vec<String> = vec!["import".into(), example().to_str().unwrap().into()];
    for n in 0..KILLS / 2 {
        let archive = home.path().join(format!("growing-{n}"));
        copy_archive(&older, &archive);
        let site = home.path().join(format!("site-{n}"));
        let args = publish(&site);
        let args = args.each_ref().map(String::as_str);
        run(&archive, &args);
        let old: BTreeMap<_, _> = tree(&site);
        run(&archive, &grow.iter().map(String::as_str).collect::<Vec<_>>());
        kill_after(&archive, &args, moment(took, n));
        let now = tree(&site);
        if now != old {
            let reference = home.path().join(format!("reference-{n}"));
            run(&archive, &publish(&reference).each_ref().map(String::as_str));
            assert_eq!(differences(&now, &tree(&reference)), Vec::<String>::new(), "kill {n}");
        }
        run(&archive, &args);
        let reference = home.path().join(format!("again-{n}"));
        run(&archive, &publish(&reference).each_ref().map(String::as_str));
        assert_eq!(differences(&tree(&site), &tree(&reference)), Vec::<String>::new());
    }
}

fn copy_archive(from: &Path, to: &Path) {
    init(to);
    let lines = to.join("lines.jsonl");
    fs::write(&lines, out(from, &["export"])).unwrap();
    run(to, &["import", lines.to_str().unwrap()]);
}
