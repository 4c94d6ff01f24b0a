//! Writing WARC 1.1: one gzip member for each record, so that each can be read
//! from its offset alone.
//!
//! The same inputs give the same bytes: a record's id is made of what the
//! record says, and nothing asks the clock.

use super::{
    capture::{Capture, Content},
    digest, http,
    messages::{http_head, request_head},
    record_head::{Head, address, hex, id, line},
};
use annals_model::Timestamp;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::net::IpAddr;

/// The profile of a revisit whose content has not changed (WARC 1.1, 6.7.2).
const SAME_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// The profile of a revisit of which the server said that nothing changed (WARC 1.1, 6.7.3).
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

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
    /// The request behind it, where annals asked itself: it becomes a record of its own.
    pub sent: Option<Sent<'a>>,
}

/// The request that a response answers. Transfer codings of such a response are gone.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The headers that were sent, in their order.
    pub headers: &'a [(String, String)],
    /// The address that the host's name led to.
    pub ip: Option<IpAddr>,
    /// Whether the page's body still has the content codings that the response's
    /// headers name.
    pub coded: bool,
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
        let content = Content::AsSent;
        Page { url, captured_at, response: None, content_type, body, content, sent: None }
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
            sent: None,
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
    /// Its payload as it is kept; `None` where it is the page's own, byte for byte.
    pub payload: Option<Payload<'a>>,
}

/// The payload of a record that other records refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload<'a> {
    /// `sha1:…`
    pub digest: &'a str,
    /// The content codings that it has.
    pub coding: Option<&'a str>,
}

/// Where a record lies, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Bytes into the file.
    pub offset: u64,
    /// Bytes of the member.
    pub length: u64,
    /// Bytes of the request's member, which follows it; 0 where there is none.
    pub request: u64,
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
    /// the record reads as it is; of a response that annals asked for they are kept
    /// under the name `X-Orig-…`, as Webrecorder's tools do, and its request follows.
    ///
    /// # Errors
    /// An error of the output; it may then hold a part of the record.
    pub fn write(&mut self, page: &Page<'_>) -> io::Result<Written> {
        let kind = if page.response.is_some() { "response" } else { "resource" };
        let digest = digest::sha1(page.body);
        let (record, mut head) = page_head(kind, page, &digest);
        if page.content == Content::Cut {
            head.field(
                "WARC-Truncated",
                if page.sent.is_some() { "length" } else { "unspecified" },
            );
        }
        let block = match &page.response {
            Some(response) => {
                head.field("Content-Type", "application/http;msgtype=response");
                let mut block = http_head(response, page, None);
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
        self.with_request(page, head, &block, record, digest)
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
        let own = digest::sha1(page.body);
        // Codings may differ where contents do not. What is referred to is the
        // original's payload, and the headers have to be true of that.
        let other = original.payload.filter(|payload| payload.digest != own);
        let digest = other.map_or(own, |payload| line(payload.digest));
        let (record, mut head) = page_head("revisit", page, &digest);
        head.field("WARC-Profile", SAME_PAYLOAD);
        refer(&mut head, original);
        let block = match &page.response {
            Some(response) => {
                head.field("Content-Type", "application/http;msgtype=response");
                http_head(response, page, other)
            }
            None => Vec::new(),
        };
        self.with_request(page, head, &block, record, digest)
    }

    /// Writes that a server said of a page that nothing changed since an earlier
    /// capture (304): the answer's headers. The body of `page` is not looked at.
    ///
    /// # Errors
    /// An error of the output; it may then hold a part of the record.
    pub fn write_not_modified(
        &mut self,
        page: &Page<'_>,
        original: &Original<'_>,
    ) -> io::Result<Written> {
        let page = &Page { body: b"", ..*page };
        let digest = original.payload.map(|payload| line(payload.digest)).unwrap_or_default();
        let (record, mut head) = page_head("revisit", page, &digest);
        head.field("WARC-Profile", NOT_MODIFIED);
        refer(&mut head, original);
        head.field("Content-Type", "application/http;msgtype=response");
        let block = page.response.as_ref().map_or_else(Vec::new, |r| http_head(r, page, None));
        self.with_request(page, head, &block, record, digest)
    }

    /// Bytes of the file so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.out
    }

    /// Writes a record, and the request behind it.
    fn with_request(
        &mut self,
        page: &Page<'_>,
        head: Head,
        block: &[u8],
        record: String,
        digest: String,
    ) -> io::Result<Written> {
        let mut written = self.member(head, block, record, digest)?;
        let Some(sent) = &page.sent else { return Ok(written) };
        let (url, date) = (address(page.url), page.captured_at.to_string());
        let block = request_head(&url, sent.headers);
        let request = id(&["request", &url, &date, &written.record]);
        let mut head = Head::new("request", &request, &date);
        head.field("WARC-Target-URI", &url);
        head.field("WARC-Concurrent-To", &format!("<{}>", written.record));
        if let Some(ip) = sent.ip {
            head.field("WARC-IP-Address", &ip.to_string());
        }
        head.field("Content-Type", "application/http;msgtype=request");
        written.request = self.member(head, &block, request, String::new())?.length;
        Ok(written)
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
        member.write_all(head.text().as_bytes())?;
        member.write_all(b"\r\n")?;
        member.write_all(block)?;
        member.write_all(b"\r\n\r\n")?;
        let member = member.finish()?;
        self.out.write_all(&member)?;
        let (offset, length) = (self.offset, member.len() as u64);
        self.offset += length;
        Ok(Written { offset, length, request: 0, record, digest })
    }
}

fn page_head(kind: &str, page: &Page<'_>, digest: &str) -> (String, Head) {
    let (url, date) = (address(page.url), page.captured_at.to_string());
    let mut payload = Sha256::new();
    payload.update(page.body);
    let record = id(&[kind, &url, &date, &hex(&payload.finalize())]);
    let mut head = Head::new(kind, &record, &date);
    head.field("WARC-Target-URI", &url);
    if let Some(ip) = page.sent.and_then(|sent| sent.ip) {
        head.field("WARC-IP-Address", &ip.to_string());
    }
    if !digest.is_empty() {
        head.field("WARC-Payload-Digest", digest);
    }
    (record, head)
}

fn refer(head: &mut Head, original: &Original<'_>) {
    head.field("WARC-Refers-To", &format!("<{}>", line(original.record)));
    head.field("WARC-Refers-To-Target-URI", &address(original.url));
    head.field("WARC-Refers-To-Date", &original.captured_at.to_string());
}
