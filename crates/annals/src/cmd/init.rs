//! `annals init`

use super::{Outcome, Usage};
use crate::out;
use annals_archive::{Archive, config};
use std::path::PathBuf;

/// Make a new archive in a folder
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder; it is made where it does not exist
    dir: PathBuf,
    /// The archive's name
    #[arg(long, default_value = "Annals")]
    title: String,
    /// Main language (BCP 47)
    #[arg(long, default_value = "en")]
    lang: String,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    if !config::is_language(&args.lang) {
        return Err(
            Usage(format!("`{}` is no language code, write `en` or `zh`", args.lang)).into()
        );
    }
    Archive::init(&args.dir, &args.title, &args.lang)?;
    out::line(format!("archive in `{}`; its settings are in annals.toml", args.dir.display()))?;
    Ok(Outcome::Done)
}
