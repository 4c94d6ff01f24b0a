//! Bodies under codings, true and false ones.

use super::*;
use crate::warc::Content;
use flate2::write::{DeflateEncoder, ZlibEncoder};

const TEXT: &str = "<p>A comet was seen. A comet was seen. A comet was seen.</p>";

fn sent(head: &str, body: &[u8]) -> Capture {
    sent_within(head, body, &Limits::default())
}

fn sent_within(head: &str, body: &[u8], limits: &Limits) -> Capture {
    let (mut captures, _) = all_within(&response("a", head, body), limits);
    assert_eq!(captures.len(), 1);
    captures.remove(0)
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// `TEXT` as Google's encoder packs it.
const BROTLI: &[u8] = b"\x1b\x3b\x00\xf8\x1d\x09\x36\x4e\x72\xab\x66\x32\x67\x25\x08\x4f\x59\x07\
    \x8d\xc1\xdd\x69\x9f\xb6\x37\x3a\x29\x48\x31\x05\x65\x08\xcd\xc4\xb4\x05\xcc\xf7\xb2\xaf\x74\x00";

#[test]
fn every_coding_is_taken_off() {
    let text = TEXT.as_bytes();
    let cases: [(&str, Vec<u8>); 10] = [
        ("gzip", gzip(text)),
        ("x-gzip", gzip(text)),
        ("GZIP, identity", gzip(text)),
        ("deflate", zlib(text)),
        ("deflate", deflate(text)),
        ("br", BROTLI.to_vec()),
        ("zstd", zstd(text)),
        ("zstd", [zstd(&text[..9]), zstd(&text[9..])].concat()),
        ("deflate, gzip", gzip(&zlib(text))),
        ("gzip", [gzip(&text[..9]), gzip(&text[9..]), b"\r\n".to_vec()].concat()),
    ];
    for (coding, body) in cases {
        let capture = sent(&format!("Content-Encoding: {coding}"), &body);
        assert_eq!(String::from_utf8_lossy(&capture.body), TEXT, "{coding}");
        assert_eq!((capture.content, kinds(&capture)), (Content::Decoded, vec![]), "{coding}");
        let chunks = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
        let head = format!("Transfer-Encoding: chunked\nContent-Encoding: {coding}");
        let capture = sent(&head, &chunks);
        assert_eq!(String::from_utf8_lossy(&capture.body), TEXT, "chunked {coding}");
        assert_eq!(kinds(&capture), [""; 0], "chunked {coding}");
    }
}

#[test]
fn codings_that_lie_leave_the_body_alone() {
    for coding in ["gzip", "deflate", "br", "zstd", "compress", "utf-8"] {
        let capture = sent(&format!("Content-Encoding: {coding}"), TEXT.as_bytes());
        assert_eq!(String::from_utf8_lossy(&capture.body), TEXT, "{coding}");
        assert_eq!(capture.content, Content::AsSent, "{coding}");
        let known = !["compress", "utf-8"].contains(&coding);
        let kind = if known { "wrong-coding" } else { "unknown-coding" };
        assert_eq!(kinds(&capture), [kind], "{coding}");
    }
    let capture = sent("Transfer-Encoding: chunked", TEXT.as_bytes());
    assert_eq!((capture.body.as_slice(), capture.content), (TEXT.as_bytes(), Content::AsSent));
    assert_eq!(kinds(&capture), ["not-chunked"]);
    assert_eq!(kinds(&sent("Content-Encoding: gzip", b"")), [""; 0]);
}

#[test]
fn damaged_codings_give_what_lies_before() {
    let text: String = (0..20_000).map(|n| format!("<p>Paragraph {n}. ")).collect();
    for (coding, body) in [("gzip", gzip(text.as_bytes())), ("deflate", deflate(text.as_bytes()))] {
        let capture = sent(&format!("Content-Encoding: {coding}"), &body[..body.len() / 2]);
        assert_eq!(kinds(&capture), ["coding-damaged"]);
        assert!(capture.body.len() > 10_000 && text.as_bytes().starts_with(&capture.body));
    }
    let capture = sent("Transfer-Encoding: chunked", b"5\r\n<p>He\r\n5\r\nre");
    assert_eq!(capture.body, b"<p>Here");
    assert_eq!(kinds(&capture), ["chunks-broken"]);
}

#[test]
fn bombs_are_cut() {
    let limits = Limits { body_bytes: 1 << 20, ..Limits::default() };
    let zeros = vec![0; 32 << 20];
    let packed = gzip(&zeros);
    let capture = sent_within("Content-Encoding: gzip", &packed, &limits);
    assert_eq!((capture.body.len(), capture.content), (1 << 20, Content::Cut));
    assert_eq!(kinds(&capture), ["body-too-large"]);
    // The ratio counts too, however large a body may be: 32 MiB of 32 KB.
    let capture = sent_within("Content-Encoding: gzip", &packed, &Limits::default());
    assert!(capture.body.len() < 10 << 20, "{}", capture.body.len());
    assert_eq!(kinds(&capture), ["body-too-large"]);
    // A bomb in a bomb, and more codings than anyone uses.
    let twice = gzip(&packed);
    let capture = sent_within("Content-Encoding: gzip, gzip", &twice, &limits);
    assert_eq!(capture.body.len(), 1 << 20);
    let deep = sent("Content-Encoding: gzip, gzip, gzip, gzip", &gzip(&gzip(&gzip(&gzip(b"x")))));
    assert_eq!((deep.body, deep.content), (gzip(b"x"), Content::Decoded));
    let large = sent_within("X: 1", &zeros[..2 << 20], &limits);
    assert_eq!((large.body.len(), large.content), (1 << 20, Content::Cut));
}

#[test]
fn stated_digests_are_checked() {
    let digest = |payload: &[u8]| crate::warc::digest::sha1(payload);
    let chunks = b"4\r\nWiki\r\n0\r\n\r\n";
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let block = [&head[..], chunks].concat();
    let stating = |field: String| {
        let fields = format!(
            "WARC-Type: response\nWARC-Date: 2016-09-26T10:15:00Z\n\
             WARC-Target-URI: http://example.org/\n{field}"
        );
        let (captures, _) = all(&record(&fields, &block));
        (captures[0].digest.clone(), kinds(&captures[0]))
    };
    // Of the bytes as they were sent, and without their transfer coding.
    for sound in [digest(chunks), digest(b"Wiki")] {
        let stated = format!("WARC-Payload-Digest: {sound}");
        assert_eq!(stating(stated), (Some(sound), vec![]));
    }
    let wrong = digest(b"other");
    let stated = format!("WARC-Payload-Digest: {wrong}");
    assert_eq!(stating(stated), (Some(wrong.clone()), vec!["wrong-digest"]));
    assert_eq!(stating(format!("WARC-Block-Digest: {}", digest(&block))), (None, vec![]));
    assert_eq!(stating(format!("WARC-Block-Digest: {wrong}")), (None, vec!["wrong-digest"]));
}
