//! Writes a small WARC for other tools to check: a response, a resource and a revisit.
//!
//! `cargo run -p annals-import --example write_warc -- pages.warc.gz`, then for
//! example `warcio check -v pages.warc.gz`.

use annals_import::warc::{Content, FileInfo, Original, Page, Response, Writer};
use std::{env, error::Error, fs::File, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: write_warc FILE.warc.gz")?;
    let filename = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let first = "2016-09-26T10:15:00Z".parse()?;
    let second = "2016-09-27T10:15:00.25Z".parse()?;

    let software = concat!("annals/", env!("CARGO_PKG_VERSION"));
    let info = FileInfo { filename: &filename, software, at: first };
    let mut writer = Writer::start(File::create(&path)?, &info)?;

    // The page was sent gzipped and in chunks; both are taken off by now.
    let headers: Vec<(String, String)> = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Encoding", "gzip"),
        ("Last-Modified", "Mon, 26 Sep 2016 08:00:00 GMT"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let page = Page {
        url: "https://example.org/comet",
        captured_at: first,
        response: Some(Response { status: 200, headers: &headers }),
        content_type: None,
        body: "<h1>Rosetta</h1><p>The probe is to land on 67P/Tschurjumow\u{2013}Gerassimenko."
            .as_bytes(),
        content: Content::Decoded,
        sent: None,
    };
    let response = writer.write(&page)?;
    let saved = Page::saved("https://example.org/note", first, "text/plain", b"Saved by hand.\n");
    let resource = writer.write(&saved)?;
    let again = Page { captured_at: second, ..page };
    let original =
        Original { url: page.url, captured_at: first, record: &response.record, payload: None };
    let revisit = writer.write_revisit(&again, &original)?;

    for written in [response, resource, revisit] {
        println!("{} {} {} {}", written.offset, written.length, written.record, written.digest);
    }
    Ok(())
}
