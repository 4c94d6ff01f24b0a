//! Writing WACZ 1.1.1: a zip file with the archives, an index of them, a list of
//! their pages, and what says of each file how long it is and which digest it has.
//!
//! Everything is stored, not packed, so that a reader takes a record out of the zip
//! by its place; and everything is written as it comes, so that no archive is too
//! large. Source: Webrecorder's WACZ 1.1.1.

use super::{cdxj::CdxjLine, record_head::hex};
use annals_model::Timestamp;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::{self, Seek, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Lines of an index that are packed together: as many as py-wacz packs.
const BLOCK: usize = 3_000;

/// What a WACZ says about itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// Who writes it: `annals/0.1.0`.
    pub software: &'a str,
    /// When it was made.
    pub at: Timestamp,
}

/// A page in the list of pages.
#[derive(Debug, Clone, Copy)]
pub struct PageLine<'a> {
    /// The address.
    pub url: &'a str,
    /// When it was captured.
    pub at: Timestamp,
    /// Its title.
    pub title: Option<&'a str>,
    /// What names it: its record's id.
    pub id: &'a str,
}

/// A file in the zip whose bytes come.
#[derive(Debug)]
struct Open {
    path: String,
    hash: Sha256,
    bytes: u64,
}

/// Writes a WACZ, one file after the other: the archives' bytes through [`Write`]
/// after [`WaczWriter::archive`], then the index and the pages, then the end.
#[derive(Debug)]
pub struct WaczWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    options: SimpleFileOptions,
    /// Files that are done: path, digest, bytes.
    done: Vec<(String, String, u64)>,
    open: Option<Open>,
}

impl<W: Write + Seek> WaczWriter<W> {
    /// Begins a WACZ in `out`, which is empty.
    pub fn start(out: W, about: &About<'_>) -> WaczWriter<W> {
        let at = about.at.to_zoned(jiff::tz::TimeZone::UTC);
        let small = |n: i8| u8::try_from(n).unwrap_or(0);
        let date = DateTime::from_date_and_time(
            u16::try_from(at.year()).unwrap_or(0),
            small(at.month()),
            small(at.day()),
            small(at.hour()),
            small(at.minute()),
            small(at.second()),
        );
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(date.unwrap_or_default());
        WaczWriter { zip: ZipWriter::new(out), options, done: Vec::new(), open: None }
    }

    /// Begins an archive; what is written from now on is its content.
    ///
    /// # Errors
    /// An error of the output.
    pub fn archive(&mut self, name: &str) -> io::Result<()> {
        self.begin(&format!("archive/{name}"))
    }

    /// Writes the index. The lines come sorted as [`CdxjLine::sorted_by`] says; they
    /// are packed some thousand at a time, with a second index of where each such
    /// block begins.
    ///
    /// # Errors
    /// An error of the output, or of whoever makes the lines.
    pub fn index<E: From<io::Error>>(
        &mut self,
        lines: impl FnOnce(&mut dyn FnMut(&CdxjLine) -> Result<(), E>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.begin("indexes/index.cdx.gz")?;
        let mut blocks = Blocks {
            first: String::new(),
            lines: 0,
            text: String::new(),
            at: 0,
            index: String::new(),
        };
        blocks
            .index
            .push_str("!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n");
        lines(&mut |line| {
            if blocks.lines == 0 {
                blocks.first = line.sorted_by();
            }
            blocks.text.push_str(&line.to_string());
            blocks.text.push('\n');
            blocks.lines += 1;
            if blocks.lines == BLOCK {
                self.block(&mut blocks)?;
            }
            Ok(())
        })?;
        self.block(&mut blocks)?;
        self.begin("indexes/index.idx")?;
        Ok(self.write_all(blocks.index.as_bytes())?)
    }

    fn block(&mut self, blocks: &mut Blocks) -> io::Result<()> {
        if blocks.lines == 0 {
            return Ok(());
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(blocks.text.as_bytes())?;
        let packed = packed.finish()?;
        self.write_all(&packed)?;
        let digest = hex(&Sha256::digest(&packed));
        blocks.index.push_str(&format!(
            "{} {{\"offset\": {}, \"length\": {}, \"digest\": \"sha256:{digest}\", \"filename\": \"index.cdx.gz\"}}\n",
            blocks.first, blocks.at, packed.len()
        ));
        blocks.at += packed.len() as u64;
        blocks.text.clear();
        blocks.lines = 0;
        Ok(())
    }

    /// Writes the list of pages.
    ///
    /// # Errors
    /// An error of the output, or of whoever lists the pages.
    pub fn pages<E: From<io::Error>>(
        &mut self,
        pages: impl FnOnce(&mut dyn FnMut(&PageLine<'_>) -> Result<(), E>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.begin("pages/pages.jsonl")?;
        let head =
            "{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"All Pages\"}\n";
        self.write_all(head.as_bytes())?;
        pages(&mut |page| {
            let mut line = serde_json::json!({
                "id": page.id,
                "url": page.url,
                "ts": seconds(page.at),
            });
            if let Some(title) = page.title {
                line["title"] = title.into();
            }
            Ok(self.write_all(format!("{line}\n").as_bytes())?)
        })
    }

    /// Writes what is said about the files, and ends the zip.
    ///
    /// # Errors
    /// An error of the output.
    pub fn finish(mut self, about: &About<'_>) -> io::Result<W> {
        self.end();
        let resources: Vec<serde_json::Value> = self
            .done
            .iter()
            .map(|(path, hash, bytes)| {
                let name = path.rsplit('/').next().unwrap_or(path);
                serde_json::json!({ "name": name, "path": path, "hash": hash, "bytes": bytes })
            })
            .collect();
        let package = serde_json::json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": about.title,
            "software": about.software,
            "created": seconds(about.at),
            "resources": resources,
        });
        let package = format!("{package:#}\n");
        self.begin("datapackage.json")?;
        self.write_all(package.as_bytes())?;
        let hash = format!("sha256:{}", hex(&Sha256::digest(package.as_bytes())));
        let digest = serde_json::json!({ "path": "datapackage.json", "hash": hash });
        self.begin("datapackage-digest.json")?;
        self.write_all(format!("{digest:#}\n").as_bytes())?;
        self.zip.finish().map_err(io::Error::from)
    }

    fn begin(&mut self, path: &str) -> io::Result<()> {
        self.end();
        // Only archives and their index grow beyond what a plain zip can tell.
        let large = path.starts_with("archive/") || path.ends_with(".cdx.gz");
        self.zip.start_file(path, self.options.large_file(large))?;
        self.open = Some(Open { path: path.to_owned(), hash: Sha256::new(), bytes: 0 });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(open) = self.open.take() {
            let hash = format!("sha256:{}", hex(&open.hash.finalize()));
            self.done.push((open.path, hash, open.bytes));
        }
    }
}

impl<W: Write + Seek> Write for WaczWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.zip.write(bytes)?;
        if let Some(open) = &mut self.open {
            open.hash.update(&bytes[..written]);
            open.bytes += written as u64;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// Lines that wait to be packed, and where the blocks before them lie.
struct Blocks {
    /// What the first line is sorted by.
    first: String,
    lines: usize,
    text: String,
    at: u64,
    index: String,
}

/// A moment without fractions of a second: readers of WACZ know no others.
fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
