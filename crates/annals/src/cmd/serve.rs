//! `annals serve`

use super::Outcome;
use crate::{moment, out};
use annals_archive::Archive;
use annals_serve::{App, Settings};
use std::net::SocketAddr;

/// Serve the archive: pages, search, API, editing
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The address to serve on
    #[arg(long, default_value = "127.0.0.1:8620", value_name = "ADDR")]
    listen: SocketAddr,
    /// Where the site stands for its readers: `https://news.example.org`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

pub(crate) fn run(args: Args, archive: Archive) -> anyhow::Result<Outcome> {
    let base_url = args.base_url.map(|u| u.trim_end_matches('/').to_owned());
    run_on(archive, args.listen, base_url)
}

/// Serves an archive until the process is asked to stop.
pub(crate) fn run_on(
    archive: Archive,
    listen: SocketAddr,
    base_url: Option<String>,
) -> anyhow::Result<Outcome> {
    let app = App::open(archive, Settings { base_url, ..Settings::default() }, moment::now)?;
    annals_serve::run(app, listen, |address| {
        // Nothing is lost where this line cannot be shown.
        let _ = out::line(format!("serving on http://{address}/ (stop with Ctrl-C)"));
    })?;
    Ok(Outcome::Done)
}
