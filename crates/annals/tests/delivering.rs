//! `annals publish` to targets, killed at any moment, and `annals notify`.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, differences, example, init, json, out, run, tree};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::tempdir;

const KILLS: u32 = 12;

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git").current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn settings(dir: &Path, text: &str) {
    let file = dir.join("annals.toml");
    fs::write(&file, format!("{}\n{text}", fs::read_to_string(&file).unwrap())).unwrap();
}

#[test]
fn a_killed_delivery_leaves_no_half_commit_and_loses_nothing() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    settings(&dir, "[[target]]\nname = \"git\"\nkind = \"git\"\npath = \"../site.git\"\n");
    let mut pages: Vec<_> = fs::read_dir(example()).unwrap().map(|e| e.unwrap().path()).collect();
    pages.sort();
    let (early, late) = pages.split_at(pages.len() / 2);
    let import = |pages: &[std::path::PathBuf]| {
        let mut args = vec!["import"];
        args.extend(pages.iter().map(|p| p.to_str().unwrap()));
        run(&dir, &args);
    };
    let repository = home.path().join("site.git");
    let commits = || git(&repository, &["rev-list", "--all"]).lines().count();
    let scratch = |name: &str| {
        let site = home.path().join(name);
        run(&dir, &["publish", site.to_str().unwrap()]);
        tree(&site)
    };
    let clone = |name: &str| {
        let to = home.path().join(name);
        git(home.path(), &["clone", "--quiet", "site.git", to.to_str().unwrap()]);
        let mut files = tree(&to);
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    };
    import(early);
    // How long it takes, from a copy that is thrown away.
    let start = Instant::now();
    run(&dir, &["publish"]);
    let took = start.elapsed();
    fs::remove_dir_all(&repository).unwrap();
    for (round, name) in ["first", "second"].into_iter().enumerate() {
        if round == 1 {
            import(late);
        }
        for n in 0..KILLS {
            let mut child = annals(&dir, &["publish"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(took * (n * 5 % (KILLS + 1)) / KILLS);
            let _ = child.kill();
            child.wait().unwrap();
        }
        run(&dir, &["publish"]);
        git(&repository, &["fsck", "--strict", "--no-dangling"]);
        assert_eq!(
            differences(&clone(&format!("clone-{name}")), &scratch(name)),
            [""; 0],
            "{name}"
        );
        assert_eq!(commits(), round + 1, "killed or not, each round has one commit");
    }
    // Nothing new: nothing happens.
    let report = json(&dir, &["publish", "--json"]);
    assert_eq!(report["targets"][0]["commit"], serde_json::Value::Null);
    assert_eq!(report["targets"][0]["written"], 0);
    assert_eq!(commits(), 2);
}

#[test]
fn without_a_target_nothing_is_published() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let output = annals(&dir, &["publish"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no target") && said.contains("[[target]]"), "{said}");
}

#[test]
fn searches_are_saved_listed_and_removed() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    run(&dir, &["import", example().to_str().unwrap()]);
    run(&dir, &["notify", "add", "aleppo", "aleppo", "--feed"]);
    let listed = json(&dir, &["notify", "list", "--json"]);
    assert_eq!((&listed[0]["name"], &listed[0]["feed"]), (&"aleppo".into(), &true.into()));
    let site = home.path().join("site");
    run(&dir, &["publish", site.to_str().unwrap()]);
    assert!(
        fs::read_to_string(site.join("feeds/searches/aleppo.atom")).unwrap().contains("<entry")
    );
    assert!(out(&dir, &["notify", "run"]).contains("0 messages sent"));
    run(&dir, &["notify", "remove", "aleppo"]);
    assert!(out(&dir, &["notify", "list"]).contains("no saved search"));
}
