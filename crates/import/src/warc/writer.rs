//! Writing WARC 1.1: one gzip member for each record, so that each can be read
//! from its offset alone.
//!
//! The same inputs give the same bytes: a record's id is made of what the
//! record says, and nothing asks the clock.

use super::{
    capture::{Capture, Content},
    digest, http,
};
use annals_model::Timestamp;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The profile of a revisit whose content has not changed (WARC 1.1, 6.7.2).
const SAME_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// Headers that are not true any more once codings were taken off.
const ABOUT_CODING: [&str; 3] = ["transfer-encoding", "content-encoding", "content-length"];

/// Reason phrases (RFC 9110) of the statuses that pages have; others go without.
const REASONS: [(u16, &str); 16] = [
    (200, "OK"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (206, "Partial Content"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (410, "Gone"),
    (500, "Internal Server Error"),
    (503, "Service Unavailable"),
];

/// What a file's first record says about it.
#[derive(Debug, Clone, Copy)]
pub struct FileInfo<'a> {
    /// The file's name.
    pub filename: &'a str,
    /// Who writes it: `annals/0.1.0`.
    pub software: &'a str,
    /// When it was begun.
    pub at: Timestamp,
}

/// A page as it is written.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The address.
    pub url: &'a str,
    /// When it was fetched or saved.
    pub captured_at: Timestamp,
    /// The HTTP response; `None` for a page that was saved without one.
    pub response: Option<Response<'a>>,
    /// The media type, where there is no response to tell it.
    pub content_type: Option<&'a str>,
    /// The content.
    pub body: &'a [u8],
    /// How the content relates to what was sent.
    pub content: Content,
}

/// Status and headers of an HTTP response.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// The status.
    pub status: u16,
    /// The headers as they were sent.
    pub headers: &'a [(String, String)],
}

impl<'a> Page<'a> {
    /// A page that was saved without its HTTP response.
    pub fn saved(
        url: &'a str,
        captured_at: Timestamp,
        content_type: &'a str,
        body: &'a [u8],
    ) -> Page<'a> {
        let content_type = Some(content_type);
        Page { url, captured_at, response: None, content_type, body, content: Content::AsSent }
    }

    /// A capture with the moment that it is filed under. `None` if it has no
    /// body of its own, being a revisit of a capture that was not seen.
    pub fn of(capture: &'a Capture, captured_at: Timestamp) -> Option<Page<'a>> {
        let response = capture.status.map(|status| Response { status, headers: &capture.headers });
        (capture.content != Content::Missing).then_some(Page {
            url: &capture.url,
            captured_at,
            response,
            content_type: capture.content_type.as_deref(),
            body: &capture.body,
            content: capture.content,
        })
    }
}

/// The earlier capture whose content a revisit repeats.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// Its address.
    pub url: &'a str,
    /// Its moment.
    pub captured_at: Timestamp,
    /// Its record's id, as [`Written`] told it.
    pub record: &'a str,
}

/// Where a record lies, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Bytes into the file.
    pub offset: u64,
    /// Bytes of the member.
    pub length: u64,
    /// `urn:uuid:…`
    pub record: String,
    /// `sha1:…`, of the content; empty for a file's first record.
    pub digest: String,
}

/// Writes records one after the other.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    offset: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file with its `warcinfo` record.
    ///
    /// # Errors
    /// An error of `out`.
    pub fn start(out: W, info: &FileInfo<'_>) -> io::Result<Writer<W>> {
        let mut writer = Writer::resume(out, 0);
        let block = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
            line(info.software)
        );
        let date = info.at.to_string();
        let filename = line(info.filename);
        let record = id(&["warcinfo", &filename, &date, &digest::sha1(block.as_bytes())]);
        let mut head = Head::new("warcinfo", &record, &date);
        head.field("WARC-Filename", &filename);
        head.field("Content-Type", "application/warc-fields");
        writer.member(head, block.as_bytes(), record, String::new())?;
        Ok(writer)
    }

    /// Goes on at the end of a file of `offset` bytes.
    pub fn resume(out: W, offset: u64) -> Writer<W> {
        Writer { out, offset }
    }

    /// Writes a page: a `response` with its HTTP headers, a `resource` without.
    ///
    /// Headers about codings are left out where these were taken off, so that
    /// the record reads as it is.
    ///
    /// # Errors
    /// An error of the output; it may then hold a part of the record.
    pub fn write(&mut self, page: &Page<'_>) -> io::Result<Written> {
        let kind = if page.response.is_some() { "response" } else { "resource" };
        let digest = digest::sha1(page.body);
        let (record, mut head) = page_head(kind, page, &digest);
        if page.content == Content::Cut {
            head.field("WARC-Truncated", "unspecified");
        }
        let block = match &page.response {
            Some(response) => {
                head.field("Content-Type", "application/http;msgtype=response");
                let mut block = http_head(response, page);
                block.extend_from_slice(page.body);
                block
            }
            None => {
                // A resource of this type would read as a response.
                let sound = page.content_type.map(line).filter(|t| !http::is_message(t));
                head.field("Content-Type", sound.as_deref().unwrap_or("application/octet-stream"));
                page.body.to_vec()
            }
        };
        self.member(head, &block, record, digest)
    }

    /// Writes that a page had the same content as an earlier capture: its
    /// headers without its body.
    ///
    /// # Errors
    /// An error of the output; it may then hold a part of the record.
    pub fn write_revisit(
        &mut self,
        page: &Page<'_>,
        original: &Original<'_>,
    ) -> io::Result<Written> {
        let digest = digest::sha1(page.body);
        let (record, mut head) = page_head("revisit", page, &digest);
        head.field("WARC-Profile", SAME_PAYLOAD);
        head.field("WARC-Refers-To", &format!("<{}>", line(original.record)));
        head.field("WARC-Refers-To-Target-URI", &address(original.url));
        head.field("WARC-Refers-To-Date", &original.captured_at.to_string());
        let block = match &page.response {
            Some(response) => {
                head.field("Content-Type", "application/http;msgtype=response");
                http_head(response, page)
            }
            None => Vec::new(),
        };
        self.member(head, &block, record, digest)
    }

    /// Bytes of the file so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn member(
        &mut self,
        mut head: Head,
        block: &[u8],
        record: String,
        digest: String,
    ) -> io::Result<Written> {
        head.field("WARC-Block-Digest", &digest::sha1(block));
        head.field("Content-Length", &block.len().to_string());
        let mut member = GzEncoder::new(Vec::new(), Compression::default());
        member.write_all(head.text.as_bytes())?;
        member.write_all(b"\r\n")?;
        member.write_all(block)?;
        member.write_all(b"\r\n\r\n")?;
        let member = member.finish()?;
        self.out.write_all(&member)?;
        let (offset, length) = (self.offset, member.len() as u64);
        self.offset += length;
        Ok(Written { offset, length, record, digest })
    }
}

/// A record's header while it grows.
struct Head {
    text: String,
}

impl Head {
    fn new(kind: &str, record: &str, date: &str) -> Head {
        let mut head = Head { text: "WARC/1.1\r\n".to_owned() };
        head.field("WARC-Type", kind);
        head.field("WARC-Record-ID", &format!("<{record}>"));
        head.field("WARC-Date", date);
        head
    }

    fn field(&mut self, name: &str, value: &str) {
        self.text.extend([name, ": ", value, "\r\n"]);
    }
}

fn page_head(kind: &str, page: &Page<'_>, digest: &str) -> (String, Head) {
    let (url, date) = (address(page.url), page.captured_at.to_string());
    let mut payload = Sha256::new();
    payload.update(page.body);
    let record = id(&[kind, &url, &date, &hex(&payload.finalize())]);
    let mut head = Head::new(kind, &record, &date);
    head.field("WARC-Target-URI", &url);
    head.field("WARC-Payload-Digest", digest);
    (record, head)
}

/// The head of an HTTP response that is true of the body as it is written.
fn http_head(response: &Response<'_>, page: &Page<'_>) -> Vec<u8> {
    let reason = REASONS.iter().find(|(status, _)| *status == response.status);
    let reason = reason.map_or("", |(_, reason)| reason);
    let mut head = format!("HTTP/1.1 {:03} {reason}\r\n", response.status);
    let as_sent = page.content == Content::AsSent;
    for (name, value) in response.headers {
        let coding = ABOUT_CODING.iter().any(|n| name.eq_ignore_ascii_case(n));
        if is_token(name) && (as_sent || !coding) {
            head.extend([name.as_str(), ": ", &line(value), "\r\n"]);
        }
    }
    if !as_sent {
        head.push_str(&format!("Content-Length: {}\r\n", page.body.len()));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// An id that is the same for the same parts: a UUID of version 8 (RFC 9562).
fn id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With the length before it no part can pass for two.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut uuid = [0; 16];
    uuid.copy_from_slice(&hash.finalize()[..16]);
    uuid[6] = uuid[6] & 0x0F | 0x80;
    uuid[8] = uuid[8] & 0x3F | 0x80;
    let hex = hex(&uuid);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// A header's value on one line.
fn line(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// An address without anything that would end or split its line.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.trim().chars() {
        if c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(c);
        }
    }
    address
}

/// A header's name: a token (RFC 9110, 5.6.2).
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
