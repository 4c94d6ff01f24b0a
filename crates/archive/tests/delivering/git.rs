//! Repositories that are there already, others' files and commits, signing, pushing.

use crate::world::{ADMITTED, archive, checked_out, deliver, from_scratch, git, now, told, tree};
use std::fs;
use std::path::Path;
use std::process::Command;

const GIT: &str = "[[target]]\nname = 'git'\nkind = 'git'\npath = '../site.git'\n";

/// What the only target came to.
fn placed(
    archive: &annals_archive::Archive,
    at: i64,
) -> Result<annals_archive::deliver::Placed, String> {
    deliver(archive, at).remove(0).placed
}

fn commits(repository: &Path) -> usize {
    git(repository, &["rev-list", "main"]).lines().count()
}

#[test]
fn the_state_is_in_the_history() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("archive");
    let one = archive(&dir, GIT);
    told(&one, &ADMITTED[..2], 0);
    assert!(placed(&one, 1).unwrap().commit.is_some());
    let repository = home.path().join("site.git");
    let message = git(&repository, &["log", "-1", "--format=%B", "main"]);
    let change = one.store.read().unwrap().last_change().unwrap();
    assert!(message.contains(&format!("\nAnnals-Change: {change}\n")), "{message}");
    assert!(message.starts_with("2 events new, 0 changed\n"), "{message}");
    assert_eq!(
        git(&repository, &["log", "-1", "--format=%an <%ae> %cn", "main"]).trim(),
        "annals <annals@localhost> annals"
    );

    // Whoever has lost all notes goes on from it.
    let writer = one.store.write().unwrap();
    writer.set_delivery("git", "{}").unwrap();
    writer.commit().unwrap();
    assert_eq!(placed(&one, 2).unwrap().commit, None);
    told(&one, &ADMITTED[2..3], 3);
    let third = placed(&one, 3).unwrap();
    assert!(third.commit.is_some() && third.written > 0);
    assert_eq!(commits(&repository), 2);

    // Another look renders everything, and commits what differs.
    fs::write(dir.join("annals.toml"), format!("title = \"Other facts\"\n{GIT}")).unwrap();
    let other = annals_archive::Archive::open(&dir).unwrap();
    assert!(placed(&other, 4).unwrap().commit.is_some());
    let message = git(&repository, &["log", "-1", "--format=%B", "main"]);
    assert!(message.contains("rendered anew"), "{message}");
    // Without base_url there is no sitemap: what was ours and is no more is gone.
    let scratch = from_scratch(&other, &home.path().join("scratch"));
    assert!(!scratch.contains_key("sitemap.xml"));
    assert_eq!(checked_out(&repository, "main", home.path().join("clone")), scratch);
}

#[test]
fn what_others_have_is_theirs() {
    let home = tempfile::tempdir().unwrap();
    let theirs = home.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    git(&theirs, &["init", "--quiet", "--initial-branch=main"]);
    fs::write(theirs.join("README"), "ours\n").unwrap();
    git(&theirs, &["add", "."]);
    git(&theirs, &["commit", "--quiet", "-m", "First"]);
    let start = git(&theirs, &["rev-parse", "main"]);

    let root = archive(
        &home.path().join("root"),
        "[[target]]\nname = 'git'\nkind = 'git'\npath = '../theirs'\n",
    );
    told(&root, &ADMITTED[..1], 0);
    let why = placed(&root, 1).unwrap_err();
    assert!(why.contains("did not put there"), "{why}");
    assert_eq!(git(&theirs, &["rev-parse", "main"]), start);

    // A folder of its own in the same branch, which is checked out.
    let within = archive(
        &home.path().join("within"),
        "[[target]]\nname = 'git'\nkind = 'git'\npath = '../theirs'\nfolder = 'site/news'\n",
    );
    told(&within, &ADMITTED[..1], 0);
    placed(&within, 1).unwrap();
    let scratch = from_scratch(&within, &home.path().join("scratch"));
    assert_eq!(tree(&theirs.join("site/news")), scratch);
    assert_eq!(fs::read_to_string(theirs.join("README")).unwrap(), "ours\n");
    assert_eq!(git(&theirs, &["status", "--porcelain"]), "");

    // They add a file in our folder, and break one of ours: theirs stays, ours comes back.
    fs::write(theirs.join("site/news/CNAME"), "news.example.org\n").unwrap();
    fs::write(theirs.join("site/news/index.html"), "gone\n").unwrap();
    git(&theirs, &["add", "."]);
    git(&theirs, &["commit", "--quiet", "-m", "By hand"]);
    placed(&within, 2).unwrap();
    let mut expected = scratch.clone();
    expected.insert("CNAME".into(), b"news.example.org\n".to_vec());
    assert_eq!(tree(&theirs.join("site/news")), expected);
    assert_eq!(git(&theirs, &["status", "--porcelain"]), "");

    // What they have not committed is not overwritten.
    fs::write(theirs.join("site/news/index.html"), "in the making\n").unwrap();
    told(&within, &ADMITTED[1..2], 3);
    let why = placed(&within, 3).unwrap_err();
    assert!(why.contains("changes of its own"), "{why}");
    assert_eq!(fs::read_to_string(theirs.join("site/news/index.html")).unwrap(), "in the making\n");
    git(&theirs, &["checkout", "--quiet", "--", "."]);
    assert!(placed(&within, 4).unwrap().commit.is_some());
    assert_eq!(git(&theirs, &["status", "--porcelain"]), "");
}

#[test]
fn a_folder_that_is_no_repository_is_refused() {
    let home = tempfile::tempdir().unwrap();
    // Within another repository, which is not meant.
    git(home.path(), &["init", "--quiet"]);
    fs::create_dir(home.path().join("site.git")).unwrap();
    fs::write(home.path().join("site.git/letter"), "dear").unwrap();
    let archive = archive(&home.path().join("archive"), GIT);
    told(&archive, &ADMITTED[..1], 0);
    let why = placed(&archive, 1).unwrap_err();
    assert!(why.contains("no git repository"), "{why}");
    assert_eq!(fs::read_dir(home.path().join("site.git")).unwrap().count(), 1);
}

#[test]
fn hooks_and_settings_of_the_repository_do_not_disturb() {
    let home = tempfile::tempdir().unwrap();
    let repository = home.path().join("site.git");
    git(home.path(), &["init", "--quiet", "--bare", "--initial-branch=main", "site.git"]);
    for (name, value) in [
        ("core.autocrlf", "true"),
        ("commit.gpgSign", "true"),
        ("core.safecrlf", "true"),
        ("log.showSignature", "true"),
    ] {
        git(&repository, &["config", name, value]);
    }
    let hook = repository.join("hooks/reference-transaction");
    fs::create_dir_all(repository.join("hooks")).unwrap();
    fs::write(&hook, "#!/bin/sh\nexit 1\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&hook, mode).unwrap();
    let archive = archive(&home.path().join("archive"), GIT);
    told(&archive, &ADMITTED[..1], 0);
    placed(&archive, 1).unwrap();
    fs::remove_file(&hook).unwrap();
    git(&repository, &["config", "core.autocrlf", "false"]);
    let scratch = from_scratch(&archive, &home.path().join("scratch"));
    assert_eq!(checked_out(&repository, "main", home.path().join("clone")), scratch);
}

#[test]
fn a_push_that_failed_is_made_up_for() {
    let home = tempfile::tempdir().unwrap();
    let remote = home.path().join("remote.git");
    let settings = format!("{GIT}push = '{}'\n", remote.display());
    let archive = archive(&home.path().join("archive"), &settings);
    told(&archive, &ADMITTED[..1], 0);
    let first = deliver(&archive, 1).remove(0);
    assert_eq!(first.placed.as_ref().unwrap().pushed, Some(false));
    assert_eq!(first.problems.len(), 1, "{:?}", first.problems);
    git(home.path(), &["init", "--quiet", "--bare", "--initial-branch=main", "remote.git"]);
    // No news, but the branch is to be pushed.
    let second = deliver(&archive, 2).remove(0);
    assert_eq!((second.placed.unwrap().pushed, second.problems), (Some(true), Vec::new()));
    let ours = home.path().join("site.git");
    assert_eq!(git(&remote, &["rev-parse", "main"]), git(&ours, &["rev-parse", "main"]));
    // Nothing to push: the remote is not asked.
    fs::rename(&remote, home.path().join("away.git")).unwrap();
    assert_eq!(deliver(&archive, 3).remove(0).problems, Vec::<String>::new());
}

#[test]
fn commits_are_signed_where_that_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let key = home.path().join("key");
    let made =
        Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no ssh-keygen");
        return;
    }
    let settings = format!("{GIT}sign = {{ format = 'ssh', key = '{}' }}\n", key.display());
    let archive = archive(&home.path().join("archive"), &settings);
    told(&archive, &ADMITTED[..1], 0);
    placed(&archive, 1).unwrap();
    told(&archive, &ADMITTED[1..2], 2);
    placed(&archive, 2).unwrap();
    let repository = home.path().join("site.git");
    let public = fs::read_to_string(home.path().join("key.pub")).unwrap();
    let signers = home.path().join("signers");
    fs::write(&signers, format!("annals@localhost {public}")).unwrap();
    let allowed = format!("gpg.ssh.allowedSignersFile={}", signers.display());
    let log = git(&repository, &["-c", &allowed, "log", "--format=%G? %ct", "main"]);
    let times = [2, 1].map(|at| format!("G {}", now(at).as_second()));
    assert_eq!(log.lines().collect::<Vec<_>>(), times);
    assert_eq!(placed(&archive, 3).unwrap().commit, None);
}
