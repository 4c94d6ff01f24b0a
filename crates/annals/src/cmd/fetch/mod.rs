//! `annals fetch`

mod rounds;

use super::Outcome;
use annals_archive::Archive;
use annals_archive::config::{Period, fetch::Address};
use annals_model::Date;
use clap::Subcommand;

/// Fetch feeds, pages, sitemaps and Current Events pages that changed
///
/// What is fetched is kept with its request and answer as WARC records; feeds' entries
/// and pages become articles, Current Events pages events. Only what changed is asked
/// for, what `robots.txt` forbids is not asked for, and each host is asked one thing at
/// a time. `[fetch]` in annals.toml says who asks, what is followed and how often;
/// docs/fetching.md says more. A round that was killed goes on when it is run again.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Everything that annals.toml and the followed feeds name, as far as it is due
    All {
        /// Ask also for what is not due yet
        #[arg(long)]
        now: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Current Events pages of a wiki: what was edited since the last time
    Wcep {
        /// First day, instead of the days that annals.toml says
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// Last day; today by default
        #[arg(long, value_name = "DAY")]
        to: Option<Date>,
        #[command(flatten)]
        common: Common,
    },
    /// Feeds and the pages of their entries: these, or those that are followed and due
    ///
    /// A feed that is named is followed from then on.
    Feed {
        /// Addresses of feeds
        #[arg(value_name = "URL")]
        urls: Vec<Address>,
        /// Do not follow the feeds that are named
        #[arg(long, conflicts_with = "unfollow", requires = "urls")]
        once: bool,
        /// Follow the feeds that are named no longer; nothing is asked for
        #[arg(long, requires = "urls")]
        unfollow: bool,
        /// Ask also for what is not due yet
        #[arg(long)]
        now: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Pages: these, or all that are due
    Page {
        /// Addresses of pages
        #[arg(value_name = "URL")]
        urls: Vec<Address>,
        /// Ask also for what is watched and not due yet
        #[arg(long)]
        now: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Sitemaps and the new pages in them: these, or those of annals.toml that are due
    Sitemap {
        /// Addresses of sitemaps, news sitemaps, indexes of sitemaps
        #[arg(value_name = "URL")]
        urls: Vec<Address>,
        /// How new a page must be, `2d`
        #[arg(long, value_name = "TIME", requires = "urls")]
        newer: Option<Period>,
        /// Ask also for what is not due yet
        #[arg(long)]
        now: bool,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Do not relate the new events now
    #[arg(long)]
    no_link: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// List every problem, not only the first twenty
    #[arg(long)]
    all_problems: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    rounds::run(args.what, archive)
}
