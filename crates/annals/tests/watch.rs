//! `annals watch`, as it is run: rounds, reports, the lock, signals, kills, settings
//! that change, and a server with a watcher in it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::{TempDir, tempdir};

/// The program; its clock is the machine's.
fn annals(archive: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.arg("--archive").arg(archive).args(args);
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("ANNALS_LOG");
    command
}

fn run(archive: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = annals(archive, args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// An archive with a folder whose files are imported, and a round each second.
fn archive() -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    let init = Command::new(env!("CARGO_BIN_EXE_annals")).arg("init").arg(&dir).output().unwrap();
    assert!(init.status.success());
    fs::create_dir(dir.join("inbox")).unwrap();
    settings(&dir, "every = \"1s\"\ninbox = [\"inbox\"]\njitter = 0\n");
    (home, dir)
}

fn settings(dir: &Path, watch: &str) {
    // Beside and renamed: whole at once.
    let beside = dir.join("annals.toml.new");
    fs::write(&beside, format!("[watch]\n{watch}")).unwrap();
    fs::rename(beside, dir.join("annals.toml")).unwrap();
}

/// Puts a list of events into the inbox, as if it had lain there for some time.
fn put(dir: &Path, name: &str, count: u32) {
    put_into(&dir.join("inbox"), name, count);
}

/// The year of a list's events: like ones of one day would be the same event.
fn year(name: &str) -> u32 {
    1900 + u32::from(name.as_bytes()[0])
}

fn put_into(folder: &Path, name: &str, count: u32) {
    let mut lines = String::new();
    for n in 0..count {
        let line = serde_json::json!({
            "date": format!("{}-{:02}-{:02}", year(name), n / 28 % 12 + 1, n % 28 + 1),
            "text": format!("Item {n} of the council's agenda is adopted."),
        });
        lines += &format!("{line}\n");
    }
    // Beside and renamed, with an old time: whole at once.
    let beside = folder.join(format!(".{name}"));
    fs::write(&beside, lines).unwrap();
    let old = SystemTime::now() - Duration::from_secs(3_600);
    fs::File::open(&beside).unwrap().set_modified(old).unwrap();
    fs::rename(beside, folder.join(name)).unwrap();
}

fn report(dir: &Path) -> serde_json::Value {
    let (_, text, errors) = run(dir, &["watch", "--report", "--json"]);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{errors}"))
}

fn step<'a>(report: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    report["steps"].as_array().unwrap().iter().find(|step| step["step"] == name).unwrap()
}

fn events(dir: &Path) -> u64 {
    let (status, text, errors) = run(dir, &["check", "--json"]);
    assert_eq!(status, 0, "{text}{errors}");
    serde_json::from_str::<serde_json::Value>(&text).unwrap()["events"].as_u64().unwrap()
}

/// A watcher that runs, and its lines.
struct Watching {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    fn start(dir: &Path) -> Watching {
        let mut child =
            annals(dir, &["watch"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.starts_with("watching `"), "{first}");
        Watching { child, lines }
    }

    /// The first line from here on that holds a text.
    fn until(&mut self, text: &str) -> String {
        self.lines.by_ref().map(|line| line.unwrap()).find(|line| line.contains(text)).unwrap()
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Its exit status and what it said on standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (self.child.wait().unwrap().code(), errors)
    }
}

#[test]
fn a_round_imports_links_and_indexes_and_says_so() {
    let (_home, dir) = archive();
    put(&dir, "one.jsonl", 40);
    let (status, line, errors) = run(&dir, &["watch", "--once"]);
    assert_eq!(status, 0, "{line}{errors}");
    assert!(line.starts_with("round 20") && line.lines().count() == 1, "{line}");
    assert!(line.contains("inbox 1 files imported, 40 new"), "{line}");
    let report = report(&dir);
    assert_eq!(step(&report, "inbox")["counts"]["new"], 40);
    assert_eq!(step(&report, "link")["counts"]["events related"], 40);
    assert_eq!(step(&report, "index")["counts"]["events indexed"], 40);
    assert_eq!(report["problems"], 0);
    let (status, shown, _) = run(&dir, &["watch", "--report"]);
    assert_eq!(status, 0);
    assert!(shown.contains("  inbox: done, 1 files imported, 40 new"), "{shown}");
    let (_, found, _) = run(&dir, &["search", "agenda"]);
    assert!(found.contains("Item 39"), "{found}");
    // Nothing came: nothing is read again.
    let (status, line, _) = run(&dir, &["watch", "--once"]);
    assert_eq!(status, 0);
    assert!(line.contains("nothing new"), "{line}");
    // What is wrong with an input is a problem, and the others go on.
    fs::write(dir.join("inbox/two.jsonl"), "{\"date\": \"2016-01-02\", \"text\":\n").unwrap();
    let old = SystemTime::now() - Duration::from_secs(60);
    fs::File::open(dir.join("inbox/two.jsonl")).unwrap().set_modified(old).unwrap();
    put(&dir, "one.jsonl", 41);
    let (status, line, _) = run(&dir, &["watch", "--once"]);
    assert_eq!(status, 1);
    assert!(line.contains("1 new") && line.contains("problem"), "{line}");
    let (status, shown, _) = run(&dir, &["watch", "--report"]);
    assert_eq!(status, 1);
    assert!(shown.contains("two.jsonl:1: line-not-json"), "{shown}");
    assert_eq!(events(&dir), 41);
}

#[test]
fn without_a_round_there_is_no_report() {
    let (_home, dir) = archive();
    let (status, _, errors) = run(&dir, &["watch", "--report"]);
    assert_eq!(status, 2);
    assert!(errors.contains("no report"), "{errors}");
}

#[test]
fn a_second_watcher_hears_who_is_first() {
    let (_home, dir) = archive();
    let mut first = Watching::start(&dir);
    for args in
        [&["watch"][..], &["watch", "--once"], &["serve", "--watch", "--listen", "127.0.0.1:0"]]
    {
        let (status, _, errors) = run(&dir, args);
        assert_eq!(status, 3);
        let who = format!("watched by process {} since", first.child.id());
        assert!(errors.contains(&who), "{errors}");
    }
    // The system releases the lock of a killed process.
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    assert_eq!(run(&dir, &["watch", "--once"]).0, 0);
}

#[test]
fn rounds_go_on_and_a_signal_ends_them() {
    for signal in ["-TERM", "-INT"] {
        let (_home, dir) = archive();
        let mut watching = Watching::start(&dir);
        for (n, name) in ["a.jsonl", "b.jsonl"].into_iter().enumerate() {
            put(&dir, name, 5 + u32::try_from(n).unwrap());
            watching.until(&format!("{} new", 5 + n));
        }
        watching.signal(signal);
        assert_eq!(watching.end(), (Some(0), String::new()));
        assert_eq!(events(&dir), 11);
        assert_ne!(report(&dir)["stopped"], true, "it ended between rounds");
    }
}

#[test]
fn settings_that_change_are_taken_over_and_bad_ones_are_not() {
    let (home, dir) = archive();
    let mut watching = Watching::start(&dir);
    watching.until("round ");
    settings(&dir, "every = \"often\"\n");
    watching.until("round ");
    put(&dir, "a.jsonl", 3);
    watching.until("3 new");
    let other = home.path().join("other");
    fs::create_dir(&other).unwrap();
    put_into(&other, "b.jsonl", 4);
    settings(&dir, &format!("every = \"1s\"\ninbox = [{other:?}]\n"));
    watching.until("the settings were changed");
    watching.until("4 new");
    watching.signal("-TERM");
    let (status, errors) = watching.end();
    assert_eq!(status, Some(0));
    let said: Vec<&str> =
        errors.lines().filter(|line| line.contains("old settings stay")).collect();
    assert_eq!(said.len(), 1, "said once: {errors}");
    assert!(said[0].contains("`often`"), "{errors}");
}

#[test]
fn killed_at_any_moment_it_goes_on_and_loses_nothing() {
    const KILLS: u32 = 6;
    let (_home, dir) = archive();
    for n in 0..KILLS {
        put(&dir, &format!("{n}.jsonl"), 300);
        let mut watching = Watching::start(&dir);
        std::thread::sleep(Duration::from_millis(u64::from(n) * 60));
        watching.child.kill().unwrap();
        watching.child.wait().unwrap();
        // Whatever there is, is whole.
        events(&dir);
    }
    let (status, line, errors) = run(&dir, &["watch", "--once"]);
    assert_eq!(status, 0, "{line}{errors}");
    assert_eq!(events(&dir), u64::from(KILLS) * 300);
    let rounds = dir.join("rounds");
    let halves = Command::new("find").arg(&rounds).args(["-name", "*.part"]).output().unwrap();
    assert!(halves.stdout.len() < 4_096, "a kill leaves at most one half a time");
}

#[test]
fn a_round_that_was_killed_is_said() {
    let (_home, dir) = archive();
    put(&dir, "many.jsonl", 3_000);
    let mut watching = Watching::start(&dir);
    // The round begins at once and takes longer than this.
    let begun = || {
        let store = annals_store::Store::open(&dir.join("annals.db")).unwrap();
        let begun = store.read().unwrap().meta("watch-begun").unwrap();
        begun.filter(|at| !at.is_empty())
    };
    let at = (0..1_000).find_map(|_| {
        std::thread::sleep(Duration::from_millis(5));
        begun()
    });
    watching.child.kill().unwrap();
    watching.child.wait().unwrap();
    let at = at.expect("a round began");
    assert_eq!(begun(), Some(at.clone()));
    let (status, line, errors) = run(&dir, &["watch", "--once"]);
    assert_eq!(status, 0, "{line}{errors}");
    assert!(line.contains(&format!("goes on from {at}, which was cut off")), "{line}");
    assert_eq!(report(&dir)["goes_on_from"], at);
    assert_eq!(begun(), None);
    assert_eq!(events(&dir), 3_000);
}

#[test]
fn few_reports_are_kept() {
    let (_home, dir) = archive();
    settings(&dir, "every = \"1s\"\nreports = 3\n");
    for _ in 0..5 {
        run(&dir, &["watch", "--once"]);
    }
    let found = Command::new("find").arg(dir.join("rounds")).args(["-type", "f"]).output().unwrap();
    assert_eq!(String::from_utf8(found.stdout).unwrap().lines().count(), 3);
}

/// A page of a server; `None` where the server is gone.
fn get(address: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    let mut text = Vec::new();
    stream.read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn a_server_with_a_watcher_serves_what_arrives_and_stops_with_it() {
    let (_home, dir) = archive();
    let mut server = annals(&dir, &["serve", "--watch", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    put(&dir, "a.jsonl", 6);
    let said = log.by_ref().map(Result::unwrap).find(|line| line.contains("6 new")).unwrap();
    assert!(said.contains("annals::watch"), "{said}");
    let metrics = get(&address, "/metrics").unwrap();
    for figure in [
        "annals_watch_running 1.0",
        "annals_watch_rounds_total",
        "annals_watch_round_timestamp_seconds",
        "annals_watch_next_round_timestamp_seconds",
        "annals_watch_round_steps_failed 0.0",
    ] {
        assert!(metrics.contains(figure), "{figure} in {metrics}");
    }
    assert!(get(&address, "/readyz").unwrap().starts_with("HTTP/1.1 200"));
    let day = format!("/news/{}/01/1/index.html", year("a.jsonl"));
    // The server takes over within some rounds what the watcher recorded.
    let seen = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        get(&address, &day).unwrap().starts_with("HTTP/1.1 200")
    });
    assert!(seen, "the page of the day");
    let id = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    // What it still logs is read, so that it does not wait for a reader.
    let rest: Vec<String> = log.map(Result::unwrap).collect();
    assert_eq!(server.wait().unwrap().code(), Some(0), "{rest:?}");
    assert!(get(&address, "/healthz").is_none());
    assert_eq!(run(&dir, &["watch", "--once"]).0, 0, "the lock is free");
}
