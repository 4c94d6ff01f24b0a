//! A server that is killed at any moment while an editor edits and an import runs
//! beside it: no acknowledged edit is lost, the archive is good, and the index
//! mends itself, damaged or not.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, example, init, json, out, run};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// Kills of the server.
const KILLS: u32 = 8;
const PASSWORD: &str = "correct horse battery";

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(dir: &Path) -> Server {
        let mut command = annals(dir, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Server { child, address }
    }

    /// Status, cookie and body of an answer; `None` where the server has gone.
    fn ask(&self, request: &str, cookie: &str, body: &str) -> Option<(u16, String, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: "));
        let cookie = cookie.unwrap_or_default().split(';').next().unwrap_or_default();
        Some((status, cookie.to_owned(), body.to_owned()))
    }

    fn get(&self, path: &str, cookie: &str) -> (u16, String) {
        let (status, _, body) = self.ask(&format!("GET {path}"), cookie, "").unwrap();
        (status, body)
    }
}

fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let from = page.find(&mark).unwrap_or_else(|| panic!("no {name} in {page}")) + mark.len();
    page[from..].split('"').next().unwrap().to_owned()
}

/// Lines that an import beside the server records.
fn lines(file: &Path, round: u32) {
    let line = |n: u32| {
        serde_json::json!({
            "date": format!("2015-03-{:02}", n % 28 + 1),
            "text": format!("Minute {n} of session {round} of the council is read."),
        })
        .to_string()
    };
    let all: Vec<String> = (0..2_000).map(line).collect();
    fs::write(file, all.join("\n")).unwrap();
}

/// Does to the index what a broken disk or a hand might.
fn damage(index: &Path, round: u32) {
    let Ok(entries) = fs::read_dir(index) else { return };
    let mut files: Vec<_> =
        entries.map(|e| e.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    match round % 4 {
        1 => fs::remove_dir_all(index).unwrap(),
        2 => {
            let file = &files[round as usize % files.len()];
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }
        3 => fs::remove_file(&files[round as usize % files.len()]).unwrap(),
        _ => {}
    }
}

#[test]
fn a_killed_server_loses_no_acknowledged_edit() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    run(&dir, &["import", example().join("2016-09-12.wiki").to_str().unwrap()]);
    let mut add = annals(&dir, &["user", "add", "ada", "--role", "editor"]);
    let mut add = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(add.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(add.wait().unwrap().success());
    let export = out(&dir, &["export"]);
    let first: serde_json::Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    let id = first["id"].as_str().unwrap().to_owned();
    let path = format!("/e/{id}/edit");
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..KILLS {
        let mut server = Server::start(&dir);
        let form = format!("name=ada&password={}", PASSWORD.replace(' ', "+"));
        let (status, cookie, _) = server.ask("POST /sign-in", "", &form).unwrap();
        assert_eq!(status, 303);
        let (_, page) = server.get(&path, &cookie);
        let (csrf, revision) = (hidden(&page, "csrf"), hidden(&page, "revision"));
        let mut revision: u32 = revision.parse().unwrap();
        let file = home.path().join("beside.jsonl");
        lines(&file, round);
        let beside = annals(&dir, &["import", "--no-link", file.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut beside = beside.unwrap();
        // One edit after another, until the server is killed under one of them.
        let id = server.child.id();
        let wait = Duration::from_millis(300 + u64::from(round * 137 % 700));
        let killer = std::thread::spawn(move || {
            std::thread::sleep(wait);
            let killed = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
            assert!(killed.unwrap().success());
        });
        for n in 0.. {
            let text = format!("Edit {n} of round {round} says so.");
            let form = format!(
                "csrf={csrf}&revision={revision}&act=reword&lang=en&reason=test&statement={}",
                text.replace(' ', "+")
            );
            match server.ask(&format!("POST {path}"), &cookie, &form) {
                Some((303, ..)) => {
                    acknowledged.push(text);
                    revision += 1;
                }
                // The import beside it writes; nothing was done.
                Some((503, ..)) => {}
                None => break,
                Some((status, _, body)) => panic!("{status}: {body}"),
            }
        }
        killer.join().unwrap();
        server.child.wait().unwrap();
        if round % 2 == 0 {
            // It may be done already.
            let _ = beside.kill();
        }
        beside.wait().unwrap();
        let check = json(&dir, &["check", "--json"]);
        assert_eq!(check["problems"], serde_json::json!([]), "after kill {round}");
        let export = out(&dir, &["export"]);
        for text in &acknowledged {
            assert!(export.contains(text), "lost in round {round}: {text}");
        }
        damage(&dir.join("index"), round);
    }
    assert!(acknowledged.len() > KILLS as usize, "{acknowledged:?}");
    let mut server = Server::start(&dir);
    let last = out(&dir, &["export"]);
    let last = last.lines().find(|l| l.contains("of round")).unwrap();
    let last: serde_json::Value = serde_json::from_str(last).unwrap();
    let text = last["text"].as_str().unwrap();
    let began = Instant::now();
    let found = loop {
        let query = format!("/search?q=%22{}%22", text.trim_end_matches('.').replace(' ', "+"));
        let (status, page) = server.get(&query, "");
        if status == 200 || began.elapsed() > Duration::from_secs(120) {
            break page;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    assert!(found.contains("class=\"hit\""), "the index does not know {text}: {found}");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
}
