//! `cargo xtask eval SUITE PATH`: figures of quality on data of a suite's form.

pub(crate) mod articles;
mod bm25;
mod coreference;
mod dates;
mod entities;
mod feeds;
pub(crate) mod files;
mod floors;
mod lines;
mod measures;
mod metadata;
mod origins;
mod readings;
mod related;
pub(crate) mod shingles;
pub(crate) mod speed;

use clap::Subcommand;
use std::process::ExitCode;

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum Suite {
    /// Article bodies, measured as the scrapinghub benchmark does
    Articles(articles::Articles),
    /// Which texts and which mentions tell the same event, laid out as ECB+ is
    Coreference(coreference::Coreference),
    /// Publication dates, laid out as htmldate's test set is
    Dates(dates::Dates),
    /// Titles, bylines and dates, laid out as Readability's test pages are
    Metadata(metadata::Metadata),
    /// Dates with two readings, decided by the events of both days
    Readings(readings::Readings),
    /// Origins: copies made of real texts, and reuse between real texts
    Origins(origins::Origins),
    /// Related events: relevant is what has the same story
    Related(related::Related),
    /// Entities: links are hidden and found again
    Entities(entities::Entities),
    /// Feeds: feedparser's tests, as far as they ask for what annals' model has
    Feeds(feeds::Feeds),
}

/// Runs one suite. Exit status 1: a figure is below its floor.
pub(crate) fn run(suite: &Suite) -> anyhow::Result<ExitCode> {
    match suite {
        Suite::Articles(options) => articles::run(options),
        Suite::Coreference(options) => coreference::run(options),
        Suite::Dates(options) => dates::run(options),
        Suite::Metadata(options) => metadata::run(options),
        Suite::Readings(options) => readings::run(options),
        Suite::Origins(options) => origins::run(options),
        Suite::Related(options) => related::run(options),
        Suite::Entities(options) => entities::run(options),
        Suite::Feeds(options) => feeds::run(options),
    }
}
