//! `annals demo`

use super::{Outcome, import, link, publish as publish_cmd, serve};
use crate::{moment, out};
use annals_archive::{Archive, ingest, publish, relink};
use annals_import::inputs;

use annals_publish::Format;
use include_dir::{Dir, include_dir};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Sixty-six days of the Syrian peace process, written for annals.
static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/syrian-peace-process");

/// Build the bundled example archive, publish it and serve it on 127.0.0.1:8620
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder for the archive and the site
    #[arg(long, default_value = "annals-demo", value_name = "DIR")]
    dir: PathBuf,
    /// The address to serve on
    #[arg(long, default_value = "127.0.0.1:8620", value_name = "ADDR")]
    listen: SocketAddr,
    /// Build and publish, but do not serve
    #[arg(long)]
    no_serve: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    let pages = args.dir.join("wikitext");
    std::fs::create_dir_all(&pages)?;
    for file in EXAMPLE.files().filter(|f| f.path().extension().is_some_and(|e| e == "wiki")) {
        std::fs::write(pages.join(file.path()), file.contents())?;
    }
    let dir = args.dir.join("archive");
    let archive = Archive::init(&dir, "The Syrian peace process", "en")?;
    let options = ingest::Options {
        paths: vec![pages],
        reading: inputs::Options::default(),
        url: None,
        now: moment::now(),
    };
    let report = ingest::run(&archive, &options, |_| ())?;
    for problem in &report.problems {
        let line = problem.line.map(|l| format!(":{l}")).unwrap_or_default();
        out::line(format!("{}{line}: {}; {}", problem.file, problem.problem, problem.done))?;
    }
    out::line(import::summary(&report))?;
    out::line(link::summary(&relink::run(&archive, relink::Extent::Needed)?))?;
    let site = args.dir.join("site");
    let options = publish::Options {
        out: site.clone(),
        formats: Format::ALL.to_vec(),
        base_url: Some(format!("http://{}", args.listen)),
        theme: None,
    };
    out::line(publish_cmd::line(&publish_cmd::write(&archive, &options)?, &site))?;
    if args.no_serve {
        return Ok(Outcome::Done);
    }
    serve::run_on(archive, args.listen, Some(format!("http://{}", args.listen)))
}
