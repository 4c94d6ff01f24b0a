//! Makes an archive of answers as a client hands them over: pages with content codings,
//! the same content again, a 304, redirects, errors. `tests/captures` has programs of
//! others read what is kept of them.
//!
//! Usage: fetched FOLDER BODIES < exchanges.json. Standard input is a list of answers,
//! each a list of exchanges (`url`, `at`, `status`, `headers`, and `body`, the name of a
//! file in BODIES with the bytes as they were sent) and `content`, the name of the file
//! with the bytes without codings.

use annals_archive::{Archive, captures, ingest};
use annals_fetch::{Answer, Exchange};
use annals_import::inputs::{Found, Options};
use serde::Deserialize;
use std::error::Error;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Told {
    exchanges: Vec<One>,
    content: String,
}

#[derive(Deserialize)]
struct One {
    url: String,
    at: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (folder, bodies) = args.next().zip(args.next()).ok_or("usage: fetched FOLDER BODIES")?;
    let archive = Archive::init(&folder, "Fetched", "en")?;
    let all: Vec<Told> = serde_json::from_reader(std::io::stdin().lock())?;
    for told in all {
        take(&archive, &bodies, told)?;
    }
    Ok(())
}

fn take(archive: &Archive, bodies: &Path, told: Told) -> Result<(), Box<dyn Error>> {
    let mut exchanges = Vec::new();
    for one in told.exchanges {
        exchanges.push(Exchange {
            at: one.at.parse()?,
            url: one.url.parse()?,
            ip: Some("192.0.2.7".parse()?),
            sent: vec![("User-Agent".into(), "annals-example".into())],
            status: one.status,
            headers: one.headers,
            body: std::fs::read(bodies.join(one.body))?,
        });
    }
    let body = std::fs::read(bodies.join(told.content))?;
    let answer = Answer { exchanges, body, cut: false };
    let (last, before) = answer.exchanges.split_last().ok_or("an answer has an exchange")?;
    let is_page = (200..300).contains(&last.status);
    let found = is_page.then(|| Found::Saved(Box::new(captures::saved(&answer))));
    let rest = if is_page { before } else { &answer.exchanges };
    let now = last.at;
    let options = ingest::Options { paths: vec![], reading: Options::default(), url: None, now };
    ingest::take(archive, &options, found.into_iter().collect(), |writer, _| {
        captures::note(archive, writer, rest, now)?;
        Ok(())
    })?;
    Ok(())
}
