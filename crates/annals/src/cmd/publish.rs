//! `annals publish`

use super::{Outcome, Usage};
use crate::{moment::Moment, out};
use annals_archive::{Archive, as_of, publish, relink};
use annals_publish::Format;
use std::path::PathBuf;

/// Publish the archive as a site: HTML, JSON, XML, Markdown, feeds
///
/// The folder shows the old site until the new one is whole. Publishing again
/// writes only the files that changed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that becomes the site
    out: PathBuf,
    /// Formats of pages, with commas between
    #[arg(long, default_value = "html,json,xml,md", value_delimiter = ',')]
    formats: Vec<String>,
    /// Where the site will stand: `https://news.example.org`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish what was known at a time (a day means its end, UTC)
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
    /// A folder of templates that replace the built-in ones
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let options = publish::Options {
        out: args.out.clone(),
        formats: formats(&args.formats)?,
        base_url: args.base_url.map(|u| u.trim_end_matches('/').to_owned()),
        theme: args.theme,
    };
    if let Some(base) = &options.base_url
        && !(base.starts_with("https://") || base.starts_with("http://"))
    {
        return Err(Usage(format!("`{base}` is no address: write https://news.example.org")).into());
    }
    let past = match args.as_of {
        None => None,
        Some(time) => {
            let copy = as_of::copy(archive, time.0)?;
            relink::run(&copy.archive, relink::Extent::Whole)?;
            Some(copy)
        }
    };
    let summary = write(past.as_ref().map_or(archive, |p| &p.archive), &options)?;
    if args.json {
        out::json(&serde_json::json!({
            "written": summary.written, "unchanged": summary.unchanged,
            "removed": summary.removed, "bytes": summary.bytes,
        }))?;
    } else {
        out::line(line(&summary, &args.out))?;
    }
    Ok(Outcome::Done)
}

fn formats(names: &[String]) -> Result<Vec<Format>, Usage> {
    let mut formats = Vec::new();
    for name in names {
        let format = Format::ALL.iter().find(|f| f.suffix() == name).ok_or_else(|| {
            Usage(format!("`{name}` is no format: choose from html, json, xml, md"))
        })?;
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    formats.sort();
    Ok(formats)
}

/// Publishes with a progress bar.
pub(crate) fn write(
    archive: &Archive,
    options: &publish::Options,
) -> anyhow::Result<publish::Summary> {
    let bar = out::progress("publishing", "{msg} {wide_bar} {percent} %");
    let summary = publish::run(archive, options, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    Ok(summary)
}

/// One line about a publication.
pub(crate) fn line(summary: &publish::Summary, out: &std::path::Path) -> String {
    format!(
        "published to `{}`: {} files written ({} kB), {} unchanged, {} removed",
        out.display(),
        out::number(summary.written),
        out::number(summary.bytes / 1000),
        out::number(summary.unchanged),
        out::number(summary.removed)
    )
}
