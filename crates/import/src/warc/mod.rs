//! Web archives: WARC, ARC and WACZ to captures, and captures to WARC.
//!
//! [`read`] streams a file, plain or packed, and hands on a [`Capture`] for each
//! page that it holds; [`read_wacz`] does the same for the archives within a
//! WACZ. [`Writer`] writes WARC 1.1 with a gzip member for each record, and
//! [`read_at`] reads one of them back from its offset. [`CdxjLine`] is a line of an
//! index of such files, under its [`surt`] key, and [`WaczWriter`] packs both. What a file does wrong
//! becomes a note; only a failing input is an error. Memory is bounded by
//! [`Limits`], whatever a file claims.
//!
//! Sources: ISO 28500:2017 (WARC 1.1) and the IIPC's text of it; the Internet
//! Archive's ARC File Format; the IIPC's WARC-zstd; Webrecorder's WACZ 1.1.
//!
//! The framing is annals' own. The crate `fastwarc` 2.0 (Apache-2.0, no `unsafe`
//! of its own) is fast, but made for sound files: it wants inputs that seek, so
//! no standard input; it reads no ARC; the first damaged member or stray line
//! ends it, with the same error for ever, and a cut file ends without a word; it
//! bounds neither what a member nor what a body unpacks to; its iterators hand
//! out shared records behind `Rc` or a lock; and it brings zstd's C sources and
//! the abandoned crate `encoding` along. What is hard in the formats, the
//! packing, is left to libraries here too.
//!
//! ```
//! use annals_import::warc::{self, FileInfo, Limits, Page, Writer};
//!
//! let at = "2016-09-26T10:15:00Z".parse().unwrap();
//! let info = FileInfo { filename: "pages.warc.gz", software: "example", at };
//! let mut file = Vec::new();
//! let mut writer = Writer::start(&mut file, &info).unwrap();
//! let page = Page::saved("https://example.org/", at, "text/html", b"<p>A page.");
//! writer.write(&page).unwrap();
//! let mut urls = Vec::new();
//! let summary = warc::read(file.as_slice(), &Limits::default(), &mut |capture| {
//!     urls.push(capture.url);
//!     Ok::<(), std::convert::Infallible>(())
//! })
//! .unwrap();
//! assert_eq!(urls, ["https://example.org/"]);
//! assert_eq!(summary.resource, 1);
//! ```

mod arc;
mod at;
mod capture;
mod cdxj;
mod chunked;
mod coding;
mod digest;
mod fields;
mod frames;
mod http;
mod messages;
mod moment;
mod notes;
mod packed;
mod pages;
mod read;
mod record;
mod record_head;
mod remembered;
mod seek;
mod shape;
mod stream;
mod surt;
mod wacz;
mod wacz_writer;
mod window;
mod writer;

pub use at::{Integrity, integrity_at, read_at};
pub use capture::{Capture, Content, Revisit};
pub use cdxj::{CdxjLine, mime};
pub use coding::uncoded;
pub use digest::sha1 as payload_digest;
pub use read::{Error, Limits, Summary, read};
pub use shape::{Shape, looks_like, shape};
pub use surt::surt;
pub use wacz::read_wacz;
pub use wacz_writer::{About as WaczAbout, PageLine, WaczWriter};
pub use writer::{FileInfo, Original, Page, Payload, Response, Sent, Writer, Written};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "test code")]
mod tests;
