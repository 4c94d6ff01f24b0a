//! The files of a theme: the built-in ones, and a folder's in their stead.

use super::ThemeError;
use super::messages::EMBEDDED;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const TEMPLATES: &[(&str, &str)] = &[
    ("api.html", include_str!("../../theme/api.html")),
    ("api_problems.html", include_str!("../../theme/api_problems.html")),
    ("layout.html", include_str!("../../theme/layout.html")),
    ("event.html", include_str!("../../theme/event.html")),
    ("list.html", include_str!("../../theme/list.html")),
    ("not_found.html", include_str!("../../theme/not_found.html")),
    ("no_search.html", include_str!("../../theme/no_search.html")),
    ("account.html", include_str!("../../theme/account.html")),
    ("changed.html", include_str!("../../theme/changed.html")),
    ("coverage.html", include_str!("../../theme/coverage.html")),
    ("compare.html", include_str!("../../theme/compare.html")),
    ("conflict.html", include_str!("../../theme/conflict.html")),
    ("edit.html", include_str!("../../theme/edit.html")),
    ("entity.html", include_str!("../../theme/entity.html")),
    ("problem.html", include_str!("../../theme/problem.html")),
    ("queue.html", include_str!("../../theme/queue.html")),
    ("results.html", include_str!("../../theme/results.html")),
    ("sign_in.html", include_str!("../../theme/sign_in.html")),
    ("versions.html", include_str!("../../theme/versions.html")),
    ("memento.html", include_str!("../../theme/memento.html")),
    ("captured.html", include_str!("../../theme/captured.html")),
];

const ASSETS: &[(&str, &[u8])] = &[
    ("annals.css", include_bytes!("../../theme/annals.css")),
    ("annals.js", include_bytes!("../../theme/annals.js")),
    ("favicon.svg", include_bytes!("../../theme/favicon.svg")),
];

/// Everything that a theme is made of, read.
pub(crate) struct ThemeFiles {
    /// Name and source, in the order of names.
    pub(crate) templates: BTreeMap<String, String>,
    /// Path within the site and content, in the order of paths.
    pub(crate) assets: Vec<(String, Vec<u8>)>,
    /// Language and the theme's own catalogue; the fallback first.
    pub(crate) messages: Vec<(String, Option<String>)>,
}

/// Reads the built-in theme with a folder's files in place of its own.
pub(crate) fn read(dir: Option<&Path>) -> Result<ThemeFiles, ThemeError> {
    let mut templates: BTreeMap<String, String> =
        TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut assets: BTreeMap<String, Vec<u8>> =
        ASSETS.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    if let Some(dir) = dir {
        for (name, path) in folder(dir)? {
            if name.ends_with(".html") {
                templates.insert(name, text(&path)?);
            } else if ASSETS.iter().any(|(asset, _)| *asset == name) {
                assets.insert(name, bytes(&path)?);
            }
        }
        for (name, path) in optional_folder(&dir.join("messages"))? {
            if let Some(lang) = name.strip_suffix(".ftl") {
                own.insert(lang.to_owned(), text(&path)?);
            }
        }
        for (name, path) in optional_folder(&dir.join("assets"))? {
            assets.insert(name, bytes(&path)?);
        }
    }
    let mut messages: Vec<_> =
        EMBEDDED.iter().map(|(lang, _)| ((*lang).to_owned(), own.remove(*lang))).collect();
    messages.extend(own.into_iter().map(|(lang, text)| (lang, Some(text))));
    let assets =
        assets.into_iter().map(|(name, bytes)| (format!("/assets/{name}"), bytes)).collect();
    Ok(ThemeFiles { templates, assets, messages })
}

impl ThemeFiles {
    /// A digest of every file and of the version of what Rust writes.
    pub(crate) fn fingerprint(&self, version: u32) -> String {
        let mut digest = Sha256::new();
        let mut part = |bytes: &[u8]| {
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        };
        part(&version.to_le_bytes());
        for (name, text) in &self.templates {
            part(name.as_bytes());
            part(text.as_bytes());
        }
        // The style sheet is a file of its own: a change to it changes no page.
        for (lang, own) in &self.messages {
            part(lang.as_bytes());
            part(own.as_deref().unwrap_or_default().as_bytes());
        }
        for (lang, text) in EMBEDDED {
            part(lang.as_bytes());
            part(text.as_bytes());
        }
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The plain files of a folder by name.
fn folder(dir: &Path) -> Result<BTreeMap<String, PathBuf>, ThemeError> {
    let fail = |source| ThemeError::Read { path: dir.to_owned(), source };
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
            && !name.starts_with('.')
        {
            files.insert(name.to_owned(), path);
        }
    }
    Ok(files)
}

fn optional_folder(dir: &Path) -> Result<BTreeMap<String, PathBuf>, ThemeError> {
    if dir.is_dir() { folder(dir) } else { Ok(BTreeMap::new()) }
}

fn bytes(path: &Path) -> Result<Vec<u8>, ThemeError> {
    std::fs::read(path).map_err(|source| ThemeError::Read { path: path.to_owned(), source })
}

fn text(path: &Path) -> Result<String, ThemeError> {
    String::from_utf8(bytes(path)?).map_err(|_| ThemeError::Encoding { path: path.to_owned() })
}
