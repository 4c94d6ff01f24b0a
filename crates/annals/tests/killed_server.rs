//! A server that is killed while pages are read and an import runs beside it leaves
//! a whole archive, and the next one starts; one that is asked to stop ends well.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const ROUNDS: u64 = 3;
const LINES: u32 = 300;

fn annals(archive: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.arg("--archive").arg(archive).env_remove("ANNALS_LOG");
    command
}

fn done(output: Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let problems = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{problems}");
    text
}

/// A running server and its address.
fn serve(archive: &Path) -> (Child, String) {
    let mut server = annals(archive)
        .args(["serve", "--listen", "127.0.0.1:0", "--rate", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
    (server, address.to_owned())
}

/// The status of a page; `None` where the server is gone.
fn status(address: &str, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    let mut text = Vec::new();
    stream.read_to_end(&mut text).ok()?;
    String::from_utf8_lossy(&text).split(' ').nth(1)?.parse().ok()
}

/// Event lines of one round.
fn lines(round: u64) -> String {
    let mut text = String::new();
    for n in 0..LINES {
        let day = 1 + n % 28;
        writeln!(
            text,
            "{{\"date\":\"2016-0{}-{day:02}\",\"text\":\"Report {n} of round {round}: monitors \
             count the trucks of a convoy that reached the town.\",\"lang\":\"en\"}}",
            1 + round
        )
        .unwrap();
    }
    text
}

#[test]
fn a_killed_server_leaves_a_whole_archive() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("archive");
    done(annals(&archive).arg("init").arg(&archive).output().unwrap());
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = here.join("../../examples/syrian-peace-process");
    // Some of its lines have notes, which the status tells.
    let imported = annals(&archive).arg("import").arg(example).output().unwrap();
    assert!(matches!(imported.status.code(), Some(0 | 1)), "{imported:?}");
    for round in 0..ROUNDS {
        let (mut server, address) = serve(&archive);
        let input = dir.path().join(format!("round-{round}.jsonl"));
        fs::write(&input, lines(round)).unwrap();
        let over = AtomicBool::new(false);
        let pages = AtomicUsize::new(0);
        let imported = std::thread::scope(|scope| {
            for path in ["/index.html", "/stories/index.html", "/feeds/all.atom"] {
                let (over, pages, address) = (&over, &pages, &address);
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        if let Some(status) = status(address, path) {
                            assert_eq!(status, 200, "{path}");
                            pages.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
            let import = annals(&archive)
                .arg("import")
                .arg(&input)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            // At another point of the import each time.
            std::thread::sleep(Duration::from_millis(40 + 150 * round));
            server.kill().unwrap();
            server.wait().unwrap();
            let imported = import.wait_with_output().unwrap();
            over.store(true, Ordering::Relaxed);
            imported
        });
        done(imported);
        done(annals(&archive).arg("check").output().unwrap());
    }
    // The next one starts, has everything, and stops when it is asked to.
    let (mut server, address) = serve(&archive);
    for path in ["/index.html", "/news/2016/01/index.html", "/healthz", "/readyz"] {
        assert_eq!(status(&address, path), Some(200), "{path}");
    }
    let id = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.wait().unwrap().success());
    let text = done(annals(&archive).arg("check").output().unwrap());
    assert!(text.contains("all is well"), "{text}");
}
