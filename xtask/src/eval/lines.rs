//! Event lines as the evaluations read them: only the fields that they need.

use anyhow::{Context as _, Result};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// One event.
#[derive(Deserialize)]
pub(crate) struct Line {
    /// Its day, `2016-10-05`.
    pub date: String,
    /// The statement.
    pub text: String,
    /// The list's heading.
    #[serde(default)]
    pub category: Option<String>,
    /// Headings above the event, outermost first.
    #[serde(default)]
    pub stories: Vec<String>,
    /// Links of the text.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Language of the text.
    #[serde(default)]
    pub lang: String,
    /// Days since 1 January 1970; filled in by [`read`].
    #[serde(skip)]
    pub day: i32,
}

/// A link of the text.
#[derive(Deserialize)]
pub(crate) struct Link {
    /// The words that carry it.
    pub text: String,
    /// The page that it leads to.
    pub target: String,
}

/// Reads event lines, plain or gzip, sorted by day and then as they stand.
pub(crate) fn read(path: &Path) -> Result<Vec<Line>> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    let mut file = BufReader::new(file);
    let gzip =
        file.fill_buf().with_context(|| format!("cannot read {name}"))?.starts_with(&[0x1f, 0x8b]);
    let reader: Box<dyn Read> =
        if gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut lines = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let number = number + 1;
        let line = line.with_context(|| format!("cannot read {name}, line {number}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let mut line: Line =
            serde_json::from_str(&line).with_context(|| format!("{name}, line {number}"))?;
        let date: jiff::civil::Date = line
            .date
            .parse()
            .with_context(|| format!("{name}, line {number}: date {}", line.date))?;
        line.day = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() as i32 / 24;
        lines.push(line);
    }
    lines.sort_by_key(|l| l.day);
    Ok(lines)
}
