//! `annals.toml`: what an archive's owner decides.

mod deliver;
pub mod fetch;
mod period;
mod serve;
mod watch;

pub use deliver::{BucketTarget, Deliver, FolderTarget, GitTarget, Signing, Target};
pub use fetch::Fetch;
pub use period::{InvalidPeriod, Period};
pub use serve::{ProxyHeaders, Serve};
pub use watch::Watch;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The settings of an archive. Every key is optional.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The archive's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Its main language, BCP 47; events in another stand under `/LANG/`.
    pub lang: String,
    /// Where it will stand, `https://news.example.org`.
    pub base_url: Option<String>,
    /// The licence of the published text.
    pub license: Option<License>,
    /// Redirects to compute for addresses of an older archive: `the-context`.
    pub continues: Option<Continues>,
    /// What is known of entities.
    pub entities: Entities,
    /// What becomes of events that only articles tell.
    pub drafts: Drafts,
    /// How the archive is served.
    pub serve: Serve,
    /// What is told to whom when the site has changed.
    pub deliver: Deliver,
    /// Where the site is published to, in this order.
    pub target: Vec<Target>,
    /// What is fetched, and how.
    pub fetch: Fetch,
    /// How it keeps itself current.
    pub watch: Watch,
}

/// What is known of entities before anybody says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entities {
    /// Keys that are other keys: pages that were renamed, `"en:Burma" = "en:Myanmar"`.
    pub same: BTreeMap<String, String>,
}

/// What becomes of events that only articles tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Drafts {
    /// Whether they become events without a person's word.
    pub publish: bool,
}

/// A licence's name and address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    /// "CC BY-SA 4.0"
    pub name: String,
    /// Its text.
    pub url: String,
}

/// An older archive whose addresses annals can compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Continues {
    /// The Context, 2016 to 2019.
    TheContext,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            title: "Annals".into(),
            description: "A record of what happened, with its sources and every change.".into(),
            lang: "en".into(),
            base_url: None,
            license: None,
            continues: None,
            entities: Entities::default(),
            drafts: Drafts::default(),
            serve: Serve::default(),
            deliver: Deliver::default(),
            target: Vec::new(),
            fetch: Fetch::default(),
            watch: Watch::default(),
        }
    }
}

/// The file's text for a new archive.
pub fn template(title: &str, lang: &str) -> String {
    let quote = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "# Settings of this archive. Every line is optional.\n\
         title = {}\n\
         description = {}\n\
         # Main language (BCP 47); events in other languages stand under /LANG/.\n\
         lang = {}\n\
         # Where the published site will stand; needed for feeds and canonical links.\n\
         # base_url = \"https://news.example.org\"\n\
         # license = {{ name = \"CC BY-SA 4.0\", url = \"https://creativecommons.org/licenses/by-sa/4.0/\" }}\n\
         # Redirect the addresses that The Context gave to the same events.\n\
         # continues = \"the-context\"\n\
         \n\
         # Pages that were renamed: the first is the second. `annals entity merge` says it of one.\n\
         # [entities.same]\n\
         # \"en:Burma\" = \"en:Myanmar\"\n\
         \n\
         # Events that only articles tell wait for `annals drafts accept`; true takes all of them.\n\
         # [drafts]\n\
         # publish = false\n{}{}{}{}",
        quote(title),
        quote(&Config::default().description),
        quote(lang),
        serve::TEMPLATE,
        deliver::TEMPLATE,
        fetch::TEMPLATE,
        watch::TEMPLATE,
    )
}

/// Reads an archive's settings; a missing file means the defaults.
///
/// # Errors
/// A text that says which line is wrong.
pub fn read(path: &Path) -> Result<Config, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(format!("could not read `{}`: {error}", path.display())),
    };
    let mut config: Config =
        toml::from_str(&text).map_err(|e| format!("`{}`: {e}", path.display()))?;
    config.watch.check().map_err(|e| format!("`{}`: {e}", path.display()))?;
    if !is_language(&config.lang) {
        return Err(format!(
            "`{}`: `{}` is no language code\nhint: write `en`, `zh` or another BCP 47 code",
            path.display(),
            config.lang
        ));
    }
    if let Some(base) = &mut config.base_url {
        if !(base.starts_with("https://") || base.starts_with("http://")) {
            return Err(format!("`{}`: base_url must begin with https://", path.display()));
        }
        base.truncate(base.trim_end_matches('/').len());
    }
    deliver::check(&mut config).map_err(|why| format!("`{}`: {why}", path.display()))?;
    Ok(config)
}

/// Whether a text has the form of a BCP 47 code, as far as paths need: letters,
/// digits and hyphens, a language of two or three letters first.
pub fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    parts
        .next()
        .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The first part of a language code, in small letters: `zh` of `zh-Hant`.
pub fn primary(lang: &str) -> String {
    lang.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_archives_settings_read_back() {
        let config: Config = toml::from_str(&template("A \"title\"", "zh")).unwrap();
        assert_eq!((config.title.as_str(), config.lang.as_str()), ("A \"title\"", "zh"));
    }

    #[test]
    fn language_codes_are_safe_in_paths() {
        assert!(is_language("en") && is_language("zh-Hant-TW"));
        assert!(!is_language("../x") && !is_language("e") && !is_language(""));
    }
}
