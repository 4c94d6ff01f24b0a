//! `annals mcp`

use super::Outcome;
use crate::moment;
use annals_archive::Archive;
use annals_serve::{App, Settings, mcp};

/// Answer language models on standard input and output (Model Context Protocol)
///
/// The same tools as `annals serve` has under `/mcp`: search, event,
/// `story_timeline`, background, changes, `verify_quotation`. They only read.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the site stands, for addresses in answers: `https://news.example.org`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

pub(crate) fn run(args: Args, archive: Archive) -> anyhow::Result<Outcome> {
    let base_url = args.base_url.map(|u| u.trim_end_matches('/').to_owned());
    // Nothing but the protocol may stand on the standard output.
    let settings = Settings { base_url, cache_bytes: 0, ..Settings::default() };
    mcp::stdio(App::open(archive, settings, moment::now)?)?;
    Ok(Outcome::Done)
}
