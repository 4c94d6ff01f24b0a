//! `annals extract`

use super::Outcome;
use crate::{moment::Moment, out};
use annals_archive::articles::extract::{self, Options, Progress, Read};
use annals_import::inputs;
use annals_publish::article;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Read the article on a saved page: headline, authors, dates with their reasons, text
///
/// HTML, plain text, web archives (WARC, ARC, WACZ), folders of them; `-` reads
/// standard input. Needs no archive. One page gives one object; several give one
/// JSON line a page, with `file` or `record` naming it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, or `-`
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The form to write it in
    #[arg(long, default_value = "json", value_parser = ["json", "markdown", "text", "html"])]
    format: String,
    /// The page's address, for one page
    #[arg(long)]
    url: Option<String>,
    /// When the page was captured, for inputs that do not say it: nothing in it is later
    #[arg(long, value_name = "TIME")]
    captured_at: Option<Moment>,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    let options = Options {
        paths: args.paths.clone(),
        reading: inputs::Options {
            known_at: args.captured_at.map(|m| m.0),
            ..inputs::Options::default()
        },
        url: args.url,
    };
    let bar = out::progress("reading", "{msg} {wide_bar} {bytes}/{total_bytes} {prefix} pages");
    let mut pages = 0_u64;
    let mut problems = false;
    let many = many(&args.paths);
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let progress = |p: Progress| {
        if let Some(total) = p.total {
            bar.set_length(total);
        }
        bar.set_position(p.bytes);
    };
    extract::run::<anyhow::Error>(&options, progress, &mut |read| {
        for note in &read.notes {
            problems = true;
            let place = read.record.as_deref().unwrap_or("");
            bar.suspend(|| {
                eprintln!("{} {place}: {}: {}; {}", read.name, note.kind, note.problem, note.done);
            });
        }
        if read.article.is_some() {
            if pages > 0 && args.format != "json" {
                writeln!(stdout)?;
            }
            pages += 1;
            bar.set_prefix(out::number(pages));
            write(&mut stdout, &args.format, many, read)?;
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    stdout.flush()?;
    Ok(if problems { Outcome::Problems } else { Outcome::Done })
}

/// Whether the inputs may hold several pages, so that each must be named.
fn many(paths: &[PathBuf]) -> bool {
    let archive = |path: &Path| {
        let name = path.to_string_lossy().to_ascii_lowercase();
        [".warc", ".arc", ".wacz", ".tar", ".tgz"].iter().any(|s| name.contains(s))
    };
    paths.len() > 1 || paths.iter().any(|p| p.is_dir() || archive(p))
}

fn write(out: &mut impl Write, format: &str, many: bool, read: Read) -> anyhow::Result<()> {
    let Read { name, record, article: Some(article), .. } = read else { return Ok(()) };
    match format {
        "markdown" => out.write_all(article::markdown(&article).as_bytes())?,
        "html" => out.write_all(article::html(&article).as_bytes())?,
        "text" => writeln!(out, "{}", article::text(&article))?,
        _ => {
            let mut shape = article::wire::Article::from(&article);
            shape.file = many.then_some(name);
            shape.record = record;
            if !many && io::stdout().is_terminal() {
                serde_json::to_writer_pretty(&mut *out, &shape)?;
                writeln!(out)?;
            } else {
                writeln!(out, "{}", article::json(&shape))?;
            }
        }
    }
    Ok(())
}
