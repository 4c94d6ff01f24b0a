//! Bodies that are too long, or packed.

use crate::site::{Answer, Site};
use annals_serve::Limits;
use std::io::Write;
use std::time::{Duration, Instant};

fn limits() -> Limits {
    Limits { body: 4096, ..Limits::default() }
}

#[test]
fn bodies_are_bounded() {
    let site = Site::new(limits());
    let head = "POST /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    // A length that is too long is refused before anything is sent.
    let began = Instant::now();
    let huge = site.send(format!("{head}Content-Length: 99999999999\r\n\r\n"));
    assert_eq!(Answer::new(&huge).status, 413);
    assert!(began.elapsed() < Duration::from_secs(5));
    let waits = format!("{head}Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(Answer::new(&site.send(waits)).status, 413, "no `100 Continue` comes first");
    // One without a length is cut off where it gets too long.
    let pieces = format!("1000\r\n{}\r\n", "a".repeat(0x1000)).repeat(3);
    let pieces = site.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n{pieces}0\r\n\r\n"));
    assert_eq!(Answer::new(&pieces).status, 413);
    assert!(pieces.contains("application/problem+json") && pieces.contains("4096"), "{pieces}");
    // Within the bound it comes to its address, which takes none.
    let fine = site.send(format!("{head}Content-Length: 4096\r\n\r\n{}", "a".repeat(4096)));
    assert_eq!(Answer::new(&fine).status, 405);
    // An endless one does not take memory or a place for ever.
    let mut stream = site.connect();
    stream.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).unwrap();
    let piece = format!("1000\r\n{}\r\n", "a".repeat(0x1000));
    let sent = (0..100_000).take_while(|_| stream.write_all(piece.as_bytes()).is_ok()).count();
    assert!(sent < 100_000, "the server closed the connection");
}

#[test]
fn packed_bodies_are_refused() {
    let site = Site::new(limits());
    for coding in ["gzip", "deflate", "br", "zstd", "gzip, gzip", "nonsense"] {
        let answer = Answer::new(&site.send(format!(
            "POST /index.html HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: {coding}\r\n\
             Content-Length: 4\r\nConnection: close\r\n\r\nxxxx"
        )));
        assert_eq!(answer.status, 415, "{coding}");
        assert_eq!(answer.header("accept-encoding"), Some("identity"), "{coding}");
    }
}
