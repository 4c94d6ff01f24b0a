//! `annals publish`

use super::{Outcome, Usage};
use crate::network::Network;
use crate::{moment, moment::Moment, out};
use annals_archive::{Archive, as_of, deliver, publish, relink};
use annals_publish::Format;
use std::path::PathBuf;

/// Publish the archive as a site: HTML, JSON, XML, Markdown, feeds
///
/// The folder shows the old site until the new one is whole. Publishing again
/// writes only the files that changed. Without a folder, the archive is published to the
/// targets of its settings: folders, git repositories, buckets.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that becomes the site; without it, the targets of annals.toml
    out: Option<PathBuf>,
    /// Only the target of this name
    #[arg(long, value_name = "NAME", conflicts_with = "out")]
    target: Option<String>,
    /// Formats of pages, with commas between
    #[arg(long, default_value = "html,json,xml,md", value_delimiter = ',', requires = "out")]
    formats: Vec<String>,
    /// Where the site will stand: `https://news.example.org`
    #[arg(long, value_name = "URL", requires = "out")]
    base_url: Option<String>,
    /// Publish what was known at a time (a day means its end, UTC)
    #[arg(long, value_name = "TIME", requires = "out")]
    as_of: Option<Moment>,
    /// A folder of templates that replace the built-in ones
    #[arg(long, value_name = "DIR", requires = "out")]
    theme: Option<PathBuf>,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let Some(folder) = args.out else {
        return to_targets(archive, args.target.as_deref(), args.json);
    };
    let options = publish::Options {
        out: folder.clone(),
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
        out::line(line(&summary, &folder))?;
    }
    Ok(Outcome::Done)
}

/// Publishes to the targets of the settings.
fn to_targets(archive: &Archive, only: Option<&str>, as_json: bool) -> anyhow::Result<Outcome> {
    let courier = Network::of(archive);
    let bar = out::progress("publishing", "{msg} {wide_bar} {percent} %");
    let options = deliver::Options { now: moment::now(), clock: moment::system, only };
    let report = deliver::run(archive, &options, &courier, |name, done, all| {
        if done == 1 {
            bar.set_message(name.to_owned());
        }
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    if as_json {
        let targets: Vec<_> = report
            .targets
            .iter()
            .map(|t| {
                let problems: Vec<&String> =
                    t.placed.as_ref().err().into_iter().chain(&t.problems).collect();
                let mut said =
                    serde_json::json!({ "name": t.name, "told": t.told, "problems": problems });
                if let Ok(placed) = &t.placed {
                    said["change"] = placed.change.into();
                    said["written"] = placed.written.into();
                    said["unchanged"] = placed.unchanged.into();
                    said["removed"] = placed.removed.into();
                    said["bytes"] = placed.bytes.into();
                    said["commit"] = placed.commit.clone().into();
                    said["pushed"] = placed.pushed.into();
                }
                said
            })
            .collect();
        out::json(&serde_json::json!({ "targets": targets }))?;
    } else {
        for target in &report.targets {
            tell(target)?;
        }
    }
    Ok(if report.is_good() { Outcome::Done } else { Outcome::Problems })
}

fn tell(target: &deliver::Delivered) -> anyhow::Result<()> {
    let name = &target.name;
    match &target.placed {
        Err(why) => out::line(format!("target `{name}`: not published: {why}"))?,
        Ok(done) => {
            let mut text = format!(
                "published to target `{name}`: {} files written, {} removed",
                out::number(done.written),
                out::number(done.removed)
            );
            if let Some(commit) = &done.commit {
                text += &format!(", commit {}", commit.get(..12).unwrap_or(commit));
            }
            if target.told > 0 {
                text += &format!(", hubs told of {} feeds", out::number(target.told));
            }
            out::line(text)?;
        }
    }
    for problem in &target.problems {
        out::line(format!("target `{name}`: {problem}"))?;
    }
    Ok(())
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
