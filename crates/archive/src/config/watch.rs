//! `[watch]` in `annals.toml`: how an archive keeps itself current.

use super::Period;
use serde::Deserialize;
use std::path::PathBuf;

/// How often what is done. Every key is optional. How often lists, feeds and
/// sitemaps are asked for stands with them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Watch {
    /// The shortest time from one round to the next.
    pub every: Period,
    /// How much longer than set an interval may be by chance, in percent, so that
    /// not all archives of the world ask at the same minute.
    pub jitter: u32,
    /// The longest pause after failures in a row, where the interval is not longer.
    pub longest_pause: Period,
    /// Folders (from the archive's own) whose new and changed files are imported.
    pub inbox: Vec<PathBuf>,
    /// How often statements are held against the stored bytes of their sources; `0s`: never.
    pub verify: Period,
    /// How often it is worked out what the archive lacks; `0s`: never.
    pub coverage: Period,
    /// Reports of rounds that are kept; older ones are removed.
    pub reports: u32,
}

impl Default for Watch {
    fn default() -> Watch {
        Watch {
            every: Period::minutes(10),
            jitter: 10,
            longest_pause: Period::hours(6),
            inbox: Vec::new(),
            verify: Period::days(1),
            coverage: Period::hours(6),
            reports: 1_000,
        }
    }
}

impl Watch {
    /// What cannot be, in words; the kind of each value is checked by reading.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.every == Period::seconds(0) {
            return Err("[watch] every must be at least a second".into());
        }
        if self.jitter > 100 {
            return Err("[watch] jitter is a percentage, 0 to 100".into());
        }
        if self.reports == 0 {
            return Err("[watch] reports must be at least 1".into());
        }
        Ok(())
    }
}

/// The section's text for a new archive: every key with its default.
pub(super) const TEMPLATE: &str = "\n\
# `annals watch` keeps the archive current in rounds. docs/watching.md says more.\n\
# [watch]\n\
# The shortest time from one round to the next: 30s, 15m, 2h, 1d.\n\
# every = \"10m\"\n\
# Intervals are up to so many percent longer by chance; failures make pauses longer, up to this.\n\
# jitter = 10\n\
# longest_pause = \"6h\"\n\
# Folders whose new and changed files are imported.\n\
# inbox = []\n\
# How often statements are held against their stored sources, and how often it is worked out\n\
# what the archive lacks; \"0s\": never. What is fetched has intervals of its own in [fetch].\n\
# verify = \"1d\"\n\
# coverage = \"6h\"\n\
# Reports of rounds that are kept.\n\
# reports = 1000\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_the_defaults() {
        let settings = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
        let settings: Vec<&str> = settings.filter(|line| line.contains(" = ")).collect();
        let read: Watch = toml::from_str(&settings.join("\n")).unwrap();
        assert_eq!(read, Watch::default());
        assert_eq!(settings.len(), 7, "every key stands there");
    }

    #[test]
    fn what_cannot_be_is_said() {
        let read = |text: &str| toml::from_str::<Watch>(text).unwrap().check();
        assert_eq!(read(""), Ok(()));
        assert!(read("every = \"0s\"").unwrap_err().contains("every"));
        assert!(read("jitter = 101").unwrap_err().contains("percentage"));
        assert!(read("reports = 0").unwrap_err().contains("at least 1"));
    }
}
