//! `[[target]]` and `[deliver]` in `annals.toml`: where the site is published to, and
//! who is told of it.

use super::Config;
use annals_publish::Format;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is told to whom when the site has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deliver {
    /// WebSub hubs that are told of changed feeds, and that feeds name.
    pub hubs: Vec<String>,
    /// Hosts, `NAME` or `NAME:PORT`, that hubs and webhooks may stand on although their
    /// addresses are no public ones.
    pub allow: Vec<String>,
}

/// A place that the site is published to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Target {
    /// A folder of this machine.
    Folder(FolderTarget),
    /// A branch of a git repository.
    Git(GitTarget),
    /// A bucket of a server that speaks S3.
    S3(BucketTarget),
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderTarget {
    /// By what it is called in reports; no other target has it.
    pub name: String,
    /// The folder; what is not absolute begins at the archive's.
    pub path: PathBuf,
    /// Where its site will stand; the archive's `base_url` where it is not said.
    pub base_url: Option<String>,
    /// The formats of pages, by suffix; all where it is not said.
    pub formats: Option<Vec<String>>,
    /// A folder of templates that replace the built-in ones.
    pub theme: Option<PathBuf>,
}

/// A branch of a git repository.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GitTarget {
    /// By what it is called in reports; no other target has it.
    pub name: String,
    /// The repository, which is made (a bare one) where there is none; what is not
    /// absolute begins at the archive's folder.
    pub path: PathBuf,
    /// The branch.
    #[serde(default = "main_branch")]
    pub branch: String,
    /// The folder in it that holds the site; empty for its root.
    #[serde(default)]
    pub folder: String,
    /// Author and committer, `Name <mail@example.org>`.
    #[serde(default = "author")]
    pub author: String,
    /// With what commits are signed.
    pub sign: Option<Signing>,
    /// The address of a repository that the branch is pushed to.
    pub push: Option<String>,
    /// Where its site will stand; the archive's `base_url` where it is not said.
    pub base_url: Option<String>,
    /// The formats of pages, by suffix; all where it is not said.
    pub formats: Option<Vec<String>>,
    /// A folder of templates that replace the built-in ones.
    pub theme: Option<PathBuf>,
}

/// With what commits are signed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// `openpgp`, `ssh` or `x509`, as git's `gpg.format`.
    pub format: String,
    /// The key: its id, or for `ssh` the file of the private or public key.
    pub key: String,
}

/// A bucket of a server that speaks S3.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketTarget {
    /// By what it is called in reports; no other target has it.
    pub name: String,
    /// The server, `https://s3.eu-central-1.amazonaws.com`.
    pub endpoint: String,
    /// The bucket, which must be there.
    pub bucket: String,
    /// The region that requests are signed for.
    #[serde(default = "region")]
    pub region: String,
    /// What the site's keys begin with; empty for the bucket's root.
    #[serde(default)]
    pub prefix: String,
    /// Whether the bucket's name stands in the path (`true`) or before the host's.
    #[serde(default = "yes")]
    pub path_style: bool,
    /// A file with `access_key_id`, `secret_access_key` and perhaps `session_token`, one a
    /// line with `=` between; the environment's `AWS_…` where it is not said.
    pub credentials: Option<PathBuf>,
    /// What `Cache-Control` says of pages and feeds.
    #[serde(default = "page_cache")]
    pub cache_control: String,
    /// What it says of scripts, style sheets and pictures.
    #[serde(default = "asset_cache")]
    pub cache_control_assets: String,
    /// Files that are sent at the same time, 1 to 64.
    #[serde(default = "sending")]
    pub sending: u8,
    /// Where its site will stand; the archive's `base_url` where it is not said.
    pub base_url: Option<String>,
    /// The formats of pages, by suffix; all where it is not said.
    pub formats: Option<Vec<String>>,
    /// A folder of templates that replace the built-in ones.
    pub theme: Option<PathBuf>,
}

fn main_branch() -> String {
    "main".into()
}

fn author() -> String {
    "annals <annals@localhost>".into()
}

fn region() -> String {
    "us-east-1".into()
}

fn yes() -> bool {
    true
}

fn page_cache() -> String {
    "public, max-age=60".into()
}

fn asset_cache() -> String {
    "public, max-age=3600".into()
}

fn sending() -> u8 {
    16
}

impl Target {
    /// By what it is called.
    pub fn name(&self) -> &str {
        match self {
            Target::Folder(t) => &t.name,
            Target::Git(t) => &t.name,
            Target::S3(t) => &t.name,
        }
    }

    /// Where its site will stand, if that is another place than the archive's `base_url`.
    pub fn base_url(&self) -> Option<&str> {
        match self {
            Target::Folder(t) => t.base_url.as_deref(),
            Target::Git(t) => t.base_url.as_deref(),
            Target::S3(t) => t.base_url.as_deref(),
        }
    }

    /// Its templates, if they are not the built-in ones.
    pub fn theme(&self) -> Option<&Path> {
        match self {
            Target::Folder(t) => t.theme.as_deref(),
            Target::Git(t) => t.theme.as_deref(),
            Target::S3(t) => t.theme.as_deref(),
        }
    }

    /// The formats of its pages. Names that are none are passed over: reading the
    /// settings refuses them.
    pub fn formats(&self) -> Vec<Format> {
        let names = match self {
            Target::Folder(t) => &t.formats,
            Target::Git(t) => &t.formats,
            Target::S3(t) => &t.formats,
        };
        let Some(names) = names else { return Format::ALL.to_vec() };
        Format::ALL.into_iter().filter(|f| names.iter().any(|name| name == f.suffix())).collect()
    }

    fn base_url_mut(&mut self) -> &mut Option<String> {
        match self {
            Target::Folder(t) => &mut t.base_url,
            Target::Git(t) => &mut t.base_url,
            Target::S3(t) => &mut t.base_url,
        }
    }

    fn format_names(&self) -> &[String] {
        let names = match self {
            Target::Folder(t) => &t.formats,
            Target::Git(t) => &t.formats,
            Target::S3(t) => &t.formats,
        };
        names.as_deref().unwrap_or_default()
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Refuses what the types let through.
pub(super) fn check(config: &mut Config) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for target in &mut config.target {
        let name = target.name().to_owned();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err("a target's name is empty or no text".into());
        }
        if !names.insert(name.clone()) {
            return Err(format!("two targets are called `{name}`"));
        }
        if let Some(wrong) =
            target.format_names().iter().find(|n| Format::ALL.iter().all(|f| f.suffix() != **n))
        {
            return Err(format!(
                "target `{name}`: `{wrong}` is no format: choose from html, json, xml, md"
            ));
        }
        if target.formats().is_empty() {
            return Err(format!("target `{name}`: it has no format"));
        }
        if let Some(base) = target.base_url_mut() {
            if !is_web(base) {
                return Err(format!("target `{name}`: base_url must begin with https://"));
            }
            base.truncate(base.trim_end_matches('/').len());
        }
        match target {
            Target::Folder(_) => {}
            Target::Git(git) => {
                git.folder = git.folder.trim_matches('/').to_owned();
                if let Some(sign) = &git.sign
                    && !matches!(sign.format.as_str(), "openpgp" | "ssh" | "x509")
                {
                    return Err(format!(
                        "target `{name}`: commits are signed with openpgp, ssh or x509"
                    ));
                }
            }
            Target::S3(s3) => {
                s3.prefix = s3.prefix.trim_matches('/').to_owned();
                if !is_web(&s3.endpoint) {
                    return Err(format!("target `{name}`: endpoint must begin with https://"));
                }
                if !(1..=64).contains(&s3.sending) {
                    return Err(format!("target `{name}`: sending is from 1 to 64"));
                }
            }
        }
    }
    match config.deliver.hubs.iter().find(|hub| !is_web(hub)) {
        Some(hub) => Err(format!("`{hub}` is no hub: its address begins with https://")),
        None => Ok(()),
    }
}

/// The sections' text for a new archive.
pub(super) const TEMPLATE: &str = "\n\
# Where `annals publish` without a folder publishes to, one after the other: as many\n\
# targets as you like, of three kinds. docs/delivering.md says more.\n\
# [[target]]\n\
# name = \"site\"\n\
# kind = \"folder\"\n\
# path = \"/srv/www/news\"\n\
\n\
# [[target]]\n\
# name = \"history\"\n\
# kind = \"git\"\n\
# path = \"site.git\"\n\
# branch = \"main\"\n\
# folder = \"\"\n\
# author = \"annals <annals@localhost>\"\n\
# sign = { format = \"ssh\", key = \"/etc/annals/signing_key\" }\n\
# push = \"git@git.example.org:news/site.git\"\n\
\n\
# [[target]]\n\
# name = \"bucket\"\n\
# kind = \"s3\"\n\
# endpoint = \"https://s3.eu-central-1.amazonaws.com\"\n\
# bucket = \"news-example-org\"\n\
# region = \"us-east-1\"\n\
# prefix = \"\"\n\
# path_style = true\n\
# credentials = \"/etc/annals/s3\"\n\
# cache_control = \"public, max-age=60\"\n\
# cache_control_assets = \"public, max-age=3600\"\n\
# sending = 16\n\
# Every target may have, if it differs from the archive's:\n\
# base_url = \"https://mirror.example.org\"\n\
# formats = [\"html\", \"json\", \"xml\", \"md\"]\n\
# theme = \"theme\"\n\
\n\
# [deliver]\n\
# WebSub hubs that are told of changed feeds, and that feeds name.\n\
# hubs = []\n\
# Hosts of hubs and webhooks whose addresses are no public ones: \"hooks.lan:8080\".\n\
# allow = []\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let mut config: Config = toml::from_str(text).map_err(|e| e.to_string())?;
        check(&mut config).map(|()| config)
    }

    #[test]
    fn the_template_reads_and_says_the_defaults() {
        let whole: Vec<&str> = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.starts_with('[') || line.contains(" = "))
            .collect();
        let config = read(&whole.join("\n")).unwrap();
        let names: Vec<&str> = config.target.iter().map(Target::name).collect();
        assert_eq!(names, ["site", "history", "bucket"]);
        assert_eq!(config.deliver, Deliver::default());
        let few = "[[target]]\nname = 'g'\nkind = 'git'\npath = 'site.git'\n\
                   [[target]]\nname = 's'\nkind = 's3'\nendpoint = 'https://a'\nbucket = 'b'\n";
        let few = read(few).unwrap();
        let (Target::Git(long), Target::Git(short)) = (&config.target[1], &few.target[0]) else {
            panic!("no repository")
        };
        assert_eq!(
            (&long.branch, &long.folder, &long.author),
            (&short.branch, &short.folder, &short.author)
        );
        let (Target::S3(long), Target::S3(short)) = (&config.target[2], &few.target[1]) else {
            panic!("no bucket")
        };
        assert_eq!(
            (&long.region, &long.prefix, long.path_style, &long.cache_control, long.sending),
            (&short.region, &short.prefix, short.path_style, &short.cache_control, short.sending)
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in [
            "[[target]]\nname = 'a'\nkind = 'ftp'\npath = 'x'",
            "[[target]]\nname = 'a'\nkind = 'folder'\npath = 'x'\nbranch = 'y'",
            "[[target]]\nname = ''\nkind = 'folder'\npath = 'x'",
            "[[target]]\nname = 'a'\nkind = 'folder'\npath = 'x'\nformats = ['pdf']",
            "[[target]]\nname = 'a'\nkind = 'folder'\npath = 'x'\nformats = []",
            "[[target]]\nname = 'a'\nkind = 'folder'\npath = 'x'\nbase_url = 'ftp://a'",
            "[[target]]\nname = 'a'\nkind = 'folder'\npath = 'x'\n\
             [[target]]\nname = 'a'\nkind = 'folder'\npath = 'y'",
            "[deliver]\nhubs = ['hub']",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
