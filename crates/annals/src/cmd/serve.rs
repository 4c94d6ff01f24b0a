//! `annals serve`

use super::{Outcome, Usage, watch::Beside};
use crate::{moment, out};
use annals_archive::Archive;
use annals_serve::{App, LOG_DEFAULT, LogForm, Settings};
use std::net::SocketAddr;

/// Serve the archive: pages, search, API, editing
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The address to serve on [default: 127.0.0.1:8620, or `listen` in annals.toml]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Where the site stands for its readers: `https://news.example.org`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A proxy whose headers are believed: an address or a network (repeatable)
    #[arg(long, value_name = "NET")]
    trusted_proxy: Vec<String>,
    /// Rendered pages kept in memory, in MiB
    #[arg(long, value_name = "MIB")]
    cache: Option<u32>,
    /// Answers a second that take work, for one client; 0 for no limit
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
    /// The form of the log on standard error; `ANNALS_LOG` filters it (`info`, `warn`, `off`)
    #[arg(long, value_name = "FORM", default_value = "text")]
    log: Form,
    /// Keep the archive current, too, as `annals watch` does; its rounds stand in the log
    #[arg(long)]
    watch: bool,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// The variable with the log's filter.
const FILTER: &str = "ANNALS_LOG";

pub(crate) fn run(args: Args, archive: Archive) -> anyhow::Result<Outcome> {
    let filter = std::env::var(FILTER).unwrap_or_else(|_| LOG_DEFAULT.into());
    let form = match args.log {
        Form::Text => LogForm::Text,
        Form::Json => LogForm::Json,
    };
    annals_serve::start_log(form, &filter).map_err(Usage)?;
    let mut serve = archive.config.serve.clone();
    if !args.trusted_proxy.is_empty() {
        serve.trusted_proxies = args.trusted_proxy;
    }
    serve.cache_mib = args.cache.unwrap_or(serve.cache_mib);
    serve.rate = args.rate.unwrap_or(serve.rate);
    let base_url = args.base_url.map(|u| u.trim_end_matches('/').to_owned());
    let settings = Settings { base_url, ..Settings::of(&serve).map_err(Usage)? };
    let listen = args.listen.unwrap_or(serve.listen);
    if !args.watch {
        return on(archive, listen, settings);
    }
    let beside = Beside::start(&archive.dir)?;
    let settings = Settings { watch: Some(beside.status.clone()), ..settings };
    let served = on(archive, listen, settings);
    beside.stop();
    served
}

/// Serves an archive with the default settings until the process is asked to stop.
pub(crate) fn run_on(
    archive: Archive,
    listen: SocketAddr,
    base_url: Option<String>,
) -> anyhow::Result<Outcome> {
    on(archive, listen, Settings { base_url, ..Settings::default() })
}

fn on(archive: Archive, listen: SocketAddr, settings: Settings) -> anyhow::Result<Outcome> {
    let app = App::open(archive, settings, moment::now)?;
    annals_serve::run(app, listen, |address| {
        // Nothing is lost where this line cannot be shown.
        let _ = out::line(format!("serving on http://{address}/ (stop with Ctrl-C)"));
    })?;
    Ok(Outcome::Done)
}
