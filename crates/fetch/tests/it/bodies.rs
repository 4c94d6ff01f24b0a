//! Servers that lie about what they send, send too much, or take their time.

use crate::harness::{api, client, here};
use annals_fetch::{Answer, ClientOptions, FetchError, Limits};
use annals_upstream::{Reply, Server};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::time::Duration;

/// Limits that a test need not wait for.
fn small() -> Limits {
    Limits {
        sent: 100_000,
        unpacked: 200_000,
        head: 4 << 10,
        connect: Duration::from_secs(2),
        silence: Duration::from_secs(10),
        total: Duration::from_secs(20),
        ..Limits::default()
    }
}

fn get(reply: Reply) -> Result<Answer, FetchError> {
    within(reply, small())
}

fn within(reply: Reply, limits: Limits) -> Result<Answer, FetchError> {
    let server = Server::start(move |_| reply.clone());
    let (client, _) = client(ClientOptions { limits, ..here() });
    let told = api(&client, &server.url("/"));
    assert_eq!(server.asked().len(), 1, "asked once, whatever comes");
    told
}

/// What comes of bytes after which the connection is closed: the body, and whether its
/// end is missing.
fn raw(bytes: &[u8]) -> (Vec<u8>, bool) {
    let answer = get(Reply::Raw(bytes.to_vec())).unwrap();
    (answer.body, answer.cut)
}

/// Why there is no answer; a failure that may pass.
fn why(reply: Reply) -> String {
    why_of(get(reply))
}

fn why_of(told: Result<Answer, FetchError>) -> String {
    match told {
        Err(FetchError::Failed { why, lasting: false, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lengths() {
    let whole = |body: &str| (body.as_bytes().to_vec(), false);
    let cut = |body: &str| (body.as_bytes().to_vec(), true);
    assert_eq!(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), whole("hello"));
    // Until the end of the connection, as in the first years.
    assert_eq!(raw(b"HTTP/1.0 200 OK\r\n\r\nhello"), whole("hello"));
    assert_eq!(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"), cut("hello"));
    assert_eq!(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhello"), whole("hell"));
    let most = b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nhello";
    assert_eq!(raw(most), cut("hello"));
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let with = |body: &[u8]| raw(&[chunked, body].concat());
    assert_eq!(with(b"5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n"), whole("hello"));
    assert_eq!(with(b"5\r\nhello\r\n50\r\nthere"), cut("hellothere"));
    assert_eq!(with(b"5\r\nhello\r\n"), cut("hello"));
    // Both: the chunks count (RFC 9112, 6.3).
    let both = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n\
                 5\r\nhello\r\n0\r\n\r\n";
    assert_eq!(raw(both), whole("hello"));
}

#[test]
fn no_body_where_one_was_said_to_come() {
    why(Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n".to_vec()));
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunks";
    why(Reply::Raw(chunked.to_vec()));
    // Chunks that go wrong take what was read together with them along.
    let wrong = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nthere";
    why(Reply::Raw(wrong.to_vec()));
}

#[test]
fn what_is_no_http() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBroken Header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"\0\0\0\0\0\0\0\0",
    ] {
        let told = get(Reply::Raw(bytes.to_vec()));
        let text = String::from_utf8_lossy(bytes);
        assert!(matches!(told, Err(FetchError::Failed { lasting: false, .. })), "{text}: {told:?}");
    }
}

#[test]
fn heads_too_large_or_without_end() {
    let large = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(5 << 10));
    let why_large = why(Reply::Raw(large.into_bytes()));
    assert!(why_large.contains("4096"), "{why_large}");
    why(Reply::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-More: and more\r\n".to_vec()));
    why(Reply::Endless(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), b"and more ".to_vec()));
    // Told to go on waiting for ever.
    let hints = Reply::Endless(Vec::new(), b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec());
    why_of(within(hints, Limits { total: Duration::from_secs(2), ..small() }));
}

#[test]
fn a_body_without_end() {
    for head in
        [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"]
    {
        let answer = get(Reply::Endless(head.to_vec(), vec![b'a'; 5000])).unwrap();
        assert!(answer.cut);
        assert_eq!(answer.body.len(), 100_000);
        assert_eq!(answer.last().body.len(), 100_000);
    }
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let answer = get(Reply::Endless(head, b"5\r\nhello\r\n".to_vec())).unwrap();
    assert!(answer.cut && answer.body.len() == 100_000 && answer.body.starts_with(b"hellohello"));
}

#[test]
fn codings_come_off_and_are_kept() {
    let text = "The vote ended with 52 to 48. ".repeat(200);
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let reply = Reply::ok("text/plain", packed.clone()).with("Content-Encoding", "gzip");
    let answer = get(reply).unwrap();
    assert_eq!(answer.body, text.as_bytes());
    assert_eq!(answer.last().body, packed);
    assert!(!answer.cut);
    assert_eq!(answer.last().header("content-encoding"), Some("gzip"));

    let half = packed[..packed.len() / 2].to_vec();
    let answer = get(Reply::ok("text/plain", half).with("Content-Encoding", "gzip")).unwrap();
    assert!(answer.cut, "the packing ends early");
    // It is not packed at all.
    let answer = get(Reply::ok("text/plain", "plain").with("Content-Encoding", "gzip")).unwrap();
    assert_eq!((answer.body.as_slice(), answer.cut), (&b"plain"[..], false));
}

#[test]
fn a_body_that_unpacks_to_too_much() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..50 {
        packed.write_all(&[b'a'; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 100_000);
    let answer = get(Reply::ok("text/plain", packed).with("Content-Encoding", "gzip")).unwrap();
    assert!(answer.cut);
    assert_eq!(answer.body.len(), 200_000);
}

#[test]
fn lies_about_the_charset_change_no_byte() {
    let bytes = b"caf\xe9 \xf0\x9f\x97\x9e \xff".to_vec();
    for charset in ["utf-8", "iso-8859-1", "utf-16", "no-such-charset", "\"", "utf-7; charset=x"] {
        let media_type = format!("text/html; charset={charset}");
        let answer = get(Reply::ok(&media_type, bytes.clone())).unwrap();
        assert_eq!(answer.body, bytes, "{charset}");
        assert_eq!(answer.last().header("content-type"), Some(media_type.as_str()));
    }
}

#[test]
fn headers_that_are_no_ascii() {
    let raw = b"HTTP/1.1 200 OK\r\nX-A: caf\xe9\r\nX-B: caf\xc3\xa9\r\nContent-Length: 0\r\n\r\n";
    let answer = get(Reply::Raw(raw.to_vec())).unwrap();
    assert_eq!(answer.last().header("x-a"), Some("café"));
    assert_eq!(answer.last().header("x-b"), Some("café"));
}

#[test]
fn hanging() {
    let long = Duration::from_secs(30);
    let get = |reply| within(reply, Limits { silence: Duration::from_secs(1), ..small() });
    let silent = why_of(get(Reply::Hang(long)));
    assert!(silent.contains("nothing came"), "{silent}");
    why_of(get(Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-".to_vec(), long)));
    why_of(get(Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n".to_vec(), long)));
    let part = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello".to_vec();
    let answer = get(Reply::Stall(part, long)).unwrap();
    assert_eq!((answer.body.as_slice(), answer.cut), (&b"hello"[..], true));
}

#[test]
fn byte_after_byte() {
    // Never silent for long, and never done.
    let get = |reply| within(reply, Limits { total: Duration::from_secs(2), ..small() });
    let pause = Duration::from_millis(50);
    let head = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1000));
    let slow = why_of(get(Reply::Slowly(head.into_bytes(), pause)));
    assert!(slow.contains("not done after"), "{slow}");
    let body = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(1000));
    let answer = get(Reply::Slowly(body.into_bytes(), Duration::from_millis(20))).unwrap();
    assert!(answer.cut && !answer.body.is_empty() && answer.body.len() < 1000);
}

#[test]
fn nobody_there() {
    let server = Server::start(|_| Reply::status(204));
    let url = server.url("/");
    drop(server);
    let (client, _) = client(ClientOptions { limits: small(), ..here() });
    // The listener may take a moment to go; then nobody answers.
    std::thread::sleep(Duration::from_millis(100));
    let told = api(&client, &url);
    assert!(matches!(told, Err(FetchError::Failed { lasting: false, .. })), "{told:?}");
}
