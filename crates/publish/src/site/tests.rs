//! Sites as a caller sees them, and as a killed process leaves them.

use super::*;
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;

type Files<'a> = &'a [(&'a str, &'a str)];

/// A place for a site that is not there yet.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    (folder, out)
}

fn publish(out: &Path, fingerprint: &str, put: Files, gone: &[&str], state: &str) -> Summary {
    let site = Publication::begin(out, fingerprint).unwrap();
    for (path, text) in put {
        site.put(path, text.as_bytes()).unwrap();
    }
    for path in gone {
        site.remove(path).unwrap();
    }
    site.commit(state).unwrap()
}

/// Every file of a tree but the manifest, with its text.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != MANIFEST {
                let name = format!("/{}", path.strip_prefix(root).unwrap().display());
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

fn check(out: &Path, expect: Files) {
    let expect: BTreeMap<String, String> =
        expect.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    assert_eq!(files(out), expect);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const FIRST: Files = &[("/index.html", "home"), ("/news/2016/10/5/a.html", "a"), ("/e/x", "x")];

#[test]
fn a_new_site_appears_whole() {
    let (folder, out) = place();
    let site = Publication::begin(&out, "f").unwrap();
    assert_eq!((site.mode(), site.previous_state()), (Mode::Whole, None));
    for (path, text) in FIRST {
        site.put(path, text.as_bytes()).unwrap();
    }
    assert!(!out.exists());
    let summary = site.commit("1").unwrap();
    assert_eq!(summary, Summary { written: 3, bytes: 6, ..Summary::default() });
    check(&out, FIRST);
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn an_empty_folder_is_taken_and_its_parents_are_made() {
    let (_folder, out) = place();
    fs::create_dir(&out).unwrap();
    publish(&out, "f", FIRST, &[], "1");
    check(&out, FIRST);
    let deep = out.parent().unwrap().join("a/b/site");
    publish(&deep, "f", FIRST, &[], "1");
    check(&deep, FIRST);
}

#[test]
fn publishing_the_same_again_writes_nothing() {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    let before = fs::metadata(&out).unwrap();
    let summary = publish(&out, "f", FIRST, &["/not/there"], "1");
    assert_eq!(summary, Summary { unchanged: 3, ..Summary::default() });
    let after = fs::metadata(&out).unwrap();
    assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn updates_touch_what_changed_and_reuse_the_standby() {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    let kept = fs::metadata(out.join("e/x")).unwrap().ino();
    let mut inodes = Vec::new();
    for round in 0..5 {
        let site = Publication::begin(&out, "f").unwrap();
        assert_eq!(site.mode(), Mode::Update);
        assert_eq!(site.previous_state(), Some(&*format!("{}", round + 1)));
        let text = format!("home {round}");
        site.put("/index.html", text.as_bytes()).unwrap();
        site.put(&format!("/news/{round}.html"), b"new").unwrap();
        site.put("/e/x", b"x").unwrap();
        if round == 2 {
            site.remove("/news/2016/10/5/a.html").unwrap();
        }
        let summary = site.commit(&format!("{}", round + 2)).unwrap();
        assert_eq!((summary.written, summary.unchanged), (2, 1));
        assert_eq!(summary.removed, u64::from(round == 2));
        assert_eq!(files(&out)["/index.html"], text);
        assert_eq!(files(&out).len(), if round < 2 { 4 + round } else { 3 + round });
        assert_eq!(out.join("news/2016").exists(), round < 2);
        assert_eq!(fs::metadata(out.join("e/x")).unwrap().ino(), kept);
        inodes.push(fs::metadata(&out).unwrap().ino());
    }
    // The same two folders take turns.
    assert_eq!((inodes[0], inodes[1]), (inodes[2], inodes[3]));
    assert_eq!(names(folder.path()), [".site.annals-standby", ".site.annals-standby.json", "site"]);
}

#[test]
fn an_update_in_steps_is_the_same_as_a_whole_site() {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    publish(&out, "f", &[("/b", "b")], &["/e/x"], "2");
    publish(&out, "f", &[("/index.html", "home 2")], &[], "3");
    let other = folder.path().join("other");
    let whole = [("/index.html", "home 2"), ("/news/2016/10/5/a.html", "a"), ("/b", "b")];
    publish(&other, "f", &whole, &[], "3");
    check(&out, &whole);
    let manifest = |root: &Path| fs::read(root.join(MANIFEST)).unwrap();
    assert_eq!(manifest(&out), manifest(&other));
}

#[test]
fn another_fingerprint_makes_the_site_anew_and_links_what_is_equal() {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    publish(&out, "f", &[("/b", "b")], &[], "2");
    let kept = fs::metadata(out.join("e/x")).unwrap().ino();
    let site = Publication::begin(&out, "g").unwrap();
    assert_eq!((site.mode(), site.previous_state()), (Mode::Whole, None));
    site.put("/e/x", b"x").unwrap();
    site.put("/index.html", b"other home").unwrap();
    let summary = site.commit("2").unwrap();
    assert_eq!((summary.written, summary.unchanged), (1, 1));
    check(&out, &[("/e/x", "x"), ("/index.html", "other home")]);
    assert_eq!(fs::metadata(out.join("e/x")).unwrap().ino(), kept);
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn a_new_state_without_changes_is_kept() {
    let (_folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    publish(&out, "f", &[("/b", "b")], &[], "2");
    let before = fs::metadata(&out).unwrap().ino();
    publish(&out, "f", &[("/b", "b")], &[], "3");
    assert_eq!(fs::metadata(&out).unwrap().ino(), before);
    let standby = out.with_file_name(".site.annals-standby");
    let inode = fs::metadata(&standby).unwrap().ino();
    let site = Publication::begin(&out, "f").unwrap();
    assert_eq!(site.previous_state(), Some("3"));
    site.put("/b", b"bb").unwrap();
    site.commit("4").unwrap();
    // The standby was reused although the manifest had changed in between.
    assert_eq!(fs::metadata(&out).unwrap().ino(), inode);
}

/// Publishes and stops as a killed process would; then everything must go on.
fn killed(step: Option<Step>, fingerprint: &str, published: bool) {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    publish(&out, "f", &[("/b", "b")], &[], "2");
    let old = files(&out);
    let mut site = Publication::begin(&out, fingerprint).unwrap();
    site.put("/b", b"new").unwrap();
    site.remove("/e/x").unwrap();
    site.put("/c/d", b"d").unwrap();
    if let Some(step) = step {
        site.stop_at = Some(step);
        assert!(matches!(site.commit("3"), Err(SiteError::Stopped)));
    } else {
        site.done = true; // the tree stays as it is
        drop(site);
    }
    let whole = fingerprint != "f";
    match (published, whole) {
        (false, _) => assert_eq!(files(&out), old),
        (true, true) => check(&out, &[("/b", "new"), ("/c/d", "d")]),
        (true, false) => check(
            &out,
            &[
                ("/b", "new"),
                ("/c/d", "d"),
                ("/index.html", "home"),
                ("/news/2016/10/5/a.html", "a"),
            ],
        ),
    }
    let expect = [("/b", "last"), ("/c/d", "d"), ("/index.html", "home")];
    publish(&out, "f", &expect, &["/e/x", "/news/2016/10/5/a.html"], "4");
    check(&out, &expect);
    publish(&out, "f", &[("/b", "very last")], &[], "5");
    check(&out, &[("/b", "very last"), expect[1], expect[2]]);
    let left = names(folder.path());
    assert!(!left.iter().any(|n| n.contains("next") || n.contains("aside")), "{left:?}");
}

#[test]
fn a_killed_process_leaves_the_old_site_or_the_new_one() {
    for fingerprint in ["f", "g"] {
        killed(None, fingerprint, false);
        killed(Some(Step::Filled), fingerprint, false);
        killed(Some(Step::Signed), fingerprint, false);
        killed(Some(Step::Noted), fingerprint, false);
        killed(Some(Step::Swapped), fingerprint, true);
    }
}

#[test]
fn an_exchange_in_turn_is_repaired_wherever_it_stops() {
    let (_folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    let beside = Siblings::of(&out).unwrap();
    fs::create_dir(&beside.next).unwrap();
    fs::write(beside.next.join("new"), "new").unwrap();
    swap::in_turn(&out, &beside.next, &beside.aside).unwrap();
    check(&out, &[("/new", "new")]);
    check(&beside.next, FIRST);
    swap::in_turn(&out, &beside.next, &beside.aside).unwrap();
    // Stopped after the first rename: the old site comes back.
    fs::rename(&out, &beside.aside).unwrap();
    drop(Publication::begin(&out, "f").unwrap());
    check(&out, FIRST);
    // Stopped after the second: the new one stays.
    fs::create_dir(&beside.aside).unwrap();
    drop(Publication::begin(&out, "f").unwrap());
    check(&out, FIRST);
    assert!(!beside.aside.exists());
}

#[test]
fn dropped_without_commit_nothing_happened() {
    let (folder, out) = place();
    let site = Publication::begin(&out, "f").unwrap();
    site.put("/a", b"a").unwrap();
    drop(site);
    assert!(names(folder.path()).is_empty());
    publish(&out, "f", FIRST, &[], "1");
    let site = Publication::begin(&out, "f").unwrap();
    site.put("/a", b"a").unwrap();
    drop(site);
    check(&out, FIRST);
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn foreign_folders_and_files_are_left_alone() {
    let (_folder, out) = place();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.tex"), "years of work").unwrap();
    let error = Publication::begin(&out, "f").unwrap_err();
    assert!(error.to_string().contains("hint: "), "{error}");
    assert!(matches!(error, SiteError::Foreign(_)));
    let file = out.join("thesis.tex");
    assert!(matches!(Publication::begin(&file, "f"), Err(SiteError::NotAFolder(_))));
    assert_eq!(fs::read_to_string(file).unwrap(), "years of work");
}

#[test]
fn two_publications_do_not_meet() {
    let (_folder, out) = place();
    let first = Publication::begin(&out, "f").unwrap();
    assert!(matches!(Publication::begin(&out, "f"), Err(SiteError::Locked(_))));
    drop(first);
    Publication::begin(&out, "f").unwrap();
}

#[test]
fn the_last_word_on_a_path_counts() {
    let (_folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    let site = Publication::begin(&out, "f").unwrap();
    site.remove("/e/x").unwrap();
    site.put("/e/x", b"y").unwrap();
    site.put("/e/x", b"x").unwrap();
    site.put("/new/a", b"a").unwrap();
    site.remove("/new/a").unwrap();
    site.commit("2").unwrap();
    check(&out, FIRST);
    let twice = Publication::begin(&out, "g").unwrap();
    twice.put("/a", b"a").unwrap();
    assert!(matches!(twice.put("/a", b"b"), Err(SiteError::Twice(_))));
    assert!(matches!(twice.put("/../a", b"b"), Err(SiteError::Path { .. })));
    assert!(twice.put("/a/b", b"b").is_err());
}

#[test]
fn many_threads_put_at_once() {
    let (_folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    for (fingerprint, count) in [("f", 300), ("g", 300)] {
        let site = Publication::begin(&out, fingerprint).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let site = &site;
                scope.spawn(move || {
                    for n in (thread..count).step_by(4) {
                        site.put(&format!("/many/{}/{n}", n % 7), b"text").unwrap();
                    }
                });
            }
        });
        let summary = site.commit("2").unwrap();
        assert_eq!(summary.written + summary.unchanged, count as u64);
    }
    assert_eq!(files(&out).len(), 300);
}

#[test]
fn files_added_by_hand_survive_updates_and_a_link_is_followed() {
    let (folder, out) = place();
    publish(&out, "f", FIRST, &[], "1");
    publish(&out, "f", &[("/b", "b")], &[], "2");
    fs::write(out.join("CNAME"), "news.example.org").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&out, &link).unwrap();
    publish(&link, "f", &[("/b", "b2")], &[], "3");
    publish(&link, "f", &[("/b", "b3")], &[], "4");
    assert_eq!(files(&out)["/CNAME"], "news.example.org");
    assert_eq!(files(&out)["/b"], "b3");
    assert!(link.symlink_metadata().unwrap().is_symlink());
}
