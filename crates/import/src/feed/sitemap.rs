//! Sitemaps (<https://www.sitemaps.org/protocol.html>): sets of pages, indexes of
//! sitemaps, news sitemaps, plain lists of addresses; gzipped or not.
//!
//! ```
//! use annals_import::feed::sitemap;
//!
//! let xml = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
//!   <url><loc>https://example.org/a</loc><lastmod>2016-09-12</lastmod></url></urlset>";
//! let map = sitemap::read(xml, &sitemap::Options::default()).unwrap();
//! assert_eq!(map.pages[0].url, "https://example.org/a");
//! ```

use super::charref;
use super::doctype::Entities;
use super::log::Log;
use super::when::{Moment, When};
use super::xml::{Scanner, Token};
use super::{Refused, address, encoding, names};
use annals_model::{Note, tidy};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// What is known about a sitemap apart from its bytes, and how much of it is read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The header's Content-Type, for its charset.
    pub content_type: Option<String>,
    /// Bytes, unpacked.
    pub bytes: usize,
    /// Pages, or sitemaps of an index.
    pub entries: usize,
}

impl Default for Options {
    fn default() -> Options {
        // The protocol's own bounds: 50 MB and 50,000 addresses.
        Options { content_type: None, bytes: 52_428_800, entries: 50_000 }
    }
}

/// A sitemap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sitemap {
    /// Pages, in its order.
    pub pages: Vec<Entry>,
    /// Further sitemaps, in its order: it is an index.
    pub sitemaps: Vec<Entry>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// A page, or a sitemap of an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Its address: absolute, of the web.
    pub url: String,
    /// When it was last changed.
    pub changed: Option<Moment>,
    /// When its article was published, in a news sitemap.
    pub published: Option<Moment>,
    /// The article's title, in a news sitemap.
    pub title: Option<String>,
    /// The publication's name, in a news sitemap.
    pub publisher: Option<String>,
    /// The publication's language, in a news sitemap.
    pub language: Option<String>,
}

/// The longest text of an element, in bytes; longer ones are cut.
const LONGEST: usize = 8 << 10;

/// Reads a sitemap.
///
/// # Errors
/// The input is something else.
pub fn read(bytes: &[u8], options: &Options) -> Result<Sitemap, Refused> {
    let mut notes = Vec::new();
    let bytes = unpacked(bytes, options.bytes, &mut notes)?;
    let decoded = encoding::decode(&bytes, options.content_type.as_deref(), &mut notes);
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(Refused { reason: "empty".to_owned() });
    }
    if text.starts_with('<') {
        xml(text, notes, options.entries)
    } else {
        list(text, notes, options.entries)
    }
}

/// The bytes, unpacked where they are gzip, at most `most` of them.
fn unpacked<'a>(
    bytes: &'a [u8],
    most: usize,
    notes: &mut Vec<Note>,
) -> Result<Cow<'a, [u8]>, Refused> {
    let mut out = if bytes.starts_with(b"\x1f\x8b") {
        let mut out = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let read = MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut out);
        if let Err(error) = read {
            if out.is_empty() {
                return Err(Refused { reason: format!("gzip that cannot be unpacked: {error}") });
            }
            notes.push(Note {
                line: None,
                kind: "input-damaged",
                problem: format!("the gzip breaks off: {error}"),
                done: "read what was unpacked".into(),
            });
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(bytes)
    };
    if out.len() > most {
        notes.push(Note {
            line: None,
            kind: "sitemap-too-long",
            problem: format!("the sitemap has more than {most} bytes"),
            done: "read those".into(),
        });
        match &mut out {
            Cow::Owned(bytes) => bytes.truncate(most),
            Cow::Borrowed(bytes) => *bytes = &bytes[..most],
        }
    }
    Ok(out)
}

/// A list of addresses, one a line.
fn list(text: &str, notes: Vec<Note>, most: usize) -> Result<Sitemap, Refused> {
    let mut log = Log::with(text, notes);
    let mut pages = Vec::new();
    let mut at = 0;
    for line in text.lines() {
        let (here, url) = (at, line.trim());
        at += line.len() + 1;
        if url.is_empty() {
            continue;
        }
        if !address::is_web(url) {
            if pages.is_empty() {
                let reason = format!("no sitemap: it begins with `{}`", crate::quote(url));
                return Err(Refused { reason });
            }
            log.problem(here, "address-not-web", "a line is no address of the web", "left it out");
        } else if pages.len() >= most {
            log.whole("sitemap-too-long", "the list is too long", "left out the rest");
            break;
        } else {
            pages.push(Entry { url: url.to_owned(), ..Entry::default() });
        }
    }
    Ok(Sitemap { pages, sitemaps: Vec::new(), notes: log.finish() })
}

fn xml(text: &str, notes: Vec<Note>, most: usize) -> Result<Sitemap, Refused> {
    let mut log = Log::with(text, notes);
    let mut reader = Reader { most, ..Reader::default() };
    let mut scanner = Scanner::new(text);
    while let Some(token) = scanner.next(&mut log) {
        match token {
            Token::Start(tag) => {
                let (prefix, name) = names::split(tag.name);
                let name = name.to_ascii_lowercase();
                if !reader.is_sitemap && !matches!(name.as_str(), "urlset" | "sitemapindex") {
                    let reason = format!("no sitemap: its root is `{}`", crate::quote(tag.name));
                    return Err(Refused { reason });
                }
                reader.is_sitemap = true;
                reader.start(prefix, &name, tag.at, tag.empty, &mut log);
            }
            Token::End { name, .. } => {
                reader.end(&names::split(name).1.to_ascii_lowercase(), &mut log);
            }
            Token::Text { raw, at } if reader.field.is_some() => {
                let raw = cut(raw);
                let text = charref::decode_xml(raw, at, &mut reader.entities, &mut log);
                reader.text(&text);
            }
            Token::CData(text) => reader.text(text),
            Token::Doctype(doctype) => reader.entities.declare(doctype, &mut log),
            Token::Text { .. } => {}
        }
    }
    if !reader.is_sitemap {
        return Err(Refused { reason: "no sitemap: no element in it".to_owned() });
    }
    reader.close(&mut log);
    let Reader { pages, sitemaps, .. } = reader;
    Ok(Sitemap { pages, sitemaps, notes: log.finish() })
}

/// The beginning of a text, of at most [`LONGEST`] bytes.
fn cut(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Address,
    Changed,
    Published,
    Title,
    Publisher,
    Language,
}

#[derive(Default)]
struct Reader {
    most: usize,
    is_sitemap: bool,
    entities: Entities,
    /// The entry that is open: whether it is a sitemap's, and where it began.
    open: Option<(bool, usize)>,
    entry: Entry,
    /// What the text is of.
    field: Option<Field>,
    value: String,
    pages: Vec<Entry>,
    sitemaps: Vec<Entry>,
}

impl Reader {
    fn start(&mut self, prefix: &str, name: &str, at: usize, empty: bool, log: &mut Log<'_>) {
        self.field = None;
        self.value.clear();
        // Pictures and films of a page have addresses and titles as well.
        let news = prefix.eq_ignore_ascii_case("news") || prefix == "n";
        match name {
            "url" | "sitemap" if prefix.is_empty() || self.open.is_none() => {
                self.close(log);
                self.open = (!empty).then_some((name == "sitemap", at));
            }
            _ if self.open.is_none() || empty => {}
            "loc" if self.entry.url.is_empty() && !matches!(prefix, "image" | "video") => {
                self.field = Some(Field::Address);
            }
            "lastmod" => self.field = Some(Field::Changed),
            "publication_date" if prefix != "video" => self.field = Some(Field::Published),
            "title" if news => self.field = Some(Field::Title),
            "name" if news => self.field = Some(Field::Publisher),
            "language" if news => self.field = Some(Field::Language),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.field.is_some() && self.value.len() < LONGEST {
            self.value.push_str(cut(text));
        }
    }

    fn end(&mut self, name: &str, log: &mut Log<'_>) {
        let value = tidy(&std::mem::take(&mut self.value));
        match self.field.take() {
            Some(Field::Address) => self.entry.url = value,
            Some(Field::Changed) => self.entry.changed = When::read(&value).value,
            Some(Field::Published) => self.entry.published = When::read(&value).value,
            Some(Field::Title) => self.entry.title = Some(value).filter(|v| !v.is_empty()),
            Some(Field::Publisher) => self.entry.publisher = Some(value).filter(|v| !v.is_empty()),
            Some(Field::Language) => self.entry.language = Some(value).filter(|v| !v.is_empty()),
            None if matches!(name, "url" | "sitemap") => self.close(log),
            None => {}
        }
    }

    /// Ends the entry that is open.
    fn close(&mut self, log: &mut Log<'_>) {
        let entry = std::mem::take(&mut self.entry);
        let Some((is_sitemap, at)) = self.open.take() else { return };
        if !address::is_web(&entry.url) {
            log.problem(at, "address-not-web", "an entry has no address of the web", "left it out");
            return;
        }
        let list = if is_sitemap { &mut self.sitemaps } else { &mut self.pages };
        if list.len() >= self.most {
            log.whole("sitemap-too-long", "the sitemap is too long", "left out the rest");
        } else {
            list.push(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc> https://example.org/eddystone?a=1&amp;b=2 </loc>
  <image:image><image:loc>https://example.org/light.jpg</image:loc><image:title>x</image:title></image:image>
  <news:news><news:publication><news:name>The Keeper</news:name><news:language>en</news:language>
   </news:publication><news:publication_date>1759-10-16T18:00:00+01:00</news:publication_date>
   <news:title><![CDATA[Smeaton's tower is lit & burns]]></news:title></news:news>
  <lastmod>1882-05-18</lastmod></url>
 <url><loc>ftp://example.org/x</loc></url><url/>
 <url><image:loc>https://example.org/only.jpg</image:loc></url>
</urlset>"#;

    #[test]
    fn a_news_sitemap_names_title_and_time() {
        let map = read(NEWS.as_bytes(), &Options::default()).unwrap();
        let [page] = map.pages.as_slice() else { panic!("{map:?}") };
        assert_eq!(page.url, "https://example.org/eddystone?a=1&b=2");
        assert_eq!(page.title.as_deref(), Some("Smeaton's tower is lit & burns"));
        assert_eq!(page.publisher.as_deref(), Some("The Keeper"));
        assert_eq!(page.language.as_deref(), Some("en"));
        let published = page.published.unwrap().timestamp().unwrap();
        assert_eq!(published.to_string(), "1759-10-16T17:00:00Z");
        assert_eq!(page.changed.unwrap().date.to_string(), "1882-05-18");
        assert_eq!(map.notes.len(), 2, "{:?}", map.notes);
    }

    #[test]
    fn gzip_indexes_and_lists() {
        let index = b"<sitemapindex><sitemap><loc>https://example.org/1.xml.gz</loc></sitemap>
            <sitemap><loc>https://example.org/2.xml</loc><lastmod>2016-09-12T10:00:00Z</lastmod>";
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(index).unwrap();
        let map = read(&gz.finish().unwrap(), &Options::default()).unwrap();
        let urls: Vec<&str> = map.sitemaps.iter().map(|s| s.url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/1.xml.gz", "https://example.org/2.xml"]);
        let map = read(
            b"\xef\xbb\xbfhttps://example.org/a\r\n\r\nhttps://example.org/b",
            &Options::default(),
        );
        assert_eq!(map.unwrap().pages.len(), 2);
    }

    #[test]
    fn what_is_none_is_refused() {
        for other in ["", " ", "<html><body>", "<rss>", "Not found", "<!-- x -->", "\x1f\u{8b}"] {
            assert!(read(other.as_bytes(), &Options::default()).is_err(), "{other:?}");
        }
        assert!(read(b"\x1f\x8b\x08nonsense", &Options::default()).is_err());
    }

    #[test]
    fn bounds_hold() {
        let mut gz = GzEncoder::new(Vec::new(), Compression::best());
        gz.write_all(b"<urlset>").unwrap();
        for _ in 0..200 {
            gz.write_all(" ".repeat(10_000).as_bytes()).unwrap();
        }
        let options = Options { bytes: 1_000, ..Options::default() };
        let map = read(&gz.finish().unwrap(), &options).unwrap();
        assert_eq!(map.notes[0].kind, "sitemap-too-long");
        let many = format!("<urlset>{}", "<url><loc>https://example.org/".repeat(1_000));
        let options = Options { entries: 10, ..Options::default() };
        assert!(read(many.as_bytes(), &options).unwrap().pages.len() <= 10);
        let deep = format!("<urlset>{}", "<url>".repeat(200_000));
        assert!(read(deep.as_bytes(), &Options::default()).unwrap().pages.is_empty());
    }
}
