//! An archive is a folder: its settings and its database.

use crate::config::{self, Config};
use annals_store::{Store, StoreError};
use std::path::{Path, PathBuf};

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    /// The folder.
    pub dir: PathBuf,
    /// What its owner decided.
    pub config: Config,
    /// What it keeps.
    pub store: Store,
}

/// What can go wrong with an archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The settings.
    #[error("{0}")]
    Config(String),
    /// The folder.
    #[error("could not write `{0}`")]
    Folder(PathBuf, #[source] std::io::Error),
    /// A file of the folder.
    #[error("could not read `{0}`")]
    Unread(PathBuf, #[source] std::io::Error),
    /// Reading inputs.
    #[error(transparent)]
    Input(#[from] annals_import::inputs::ReadError),
    /// Writing the site.
    #[error(transparent)]
    Site(#[from] annals_publish::site::SiteError),
    /// The captures of pages.
    #[error(transparent)]
    Capture(#[from] crate::articles::CaptureError),
    /// The search index.
    #[error(transparent)]
    Search(#[from] annals_search::SearchError),
    /// Bringing the site to a place.
    #[error(transparent)]
    Deliver(#[from] crate::deliver::DeliverError),
    /// What was asked for cannot be; the text says why.
    #[error("{0}")]
    Refused(String),
    /// Writing an export.
    #[error("could not write the export")]
    Export(#[source] std::io::Error),
}

const DATABASE: &str = "annals.db";
/// The settings' file in an archive's folder.
pub(crate) const SETTINGS: &str = "annals.toml";

impl Archive {
    /// Makes an archive in a folder, which may exist; settings that are there stay.
    pub fn init(dir: &Path, title: &str, lang: &str) -> Result<Archive, ArchiveError> {
        let fail = |error| ArchiveError::Folder(dir.to_owned(), error);
        std::fs::create_dir_all(dir).map_err(fail)?;
        let settings = dir.join(SETTINGS);
        if !settings.exists() {
            std::fs::write(&settings, config::template(title, lang)).map_err(fail)?;
        }
        Store::create(&dir.join(DATABASE))?;
        Archive::open(dir)
    }

    /// Opens the archive in a folder.
    pub fn open(dir: &Path) -> Result<Archive, ArchiveError> {
        let config = config::read(&dir.join(SETTINGS)).map_err(ArchiveError::Config)?;
        let store = Store::open(&dir.join(DATABASE))?;
        Ok(Archive { dir: dir.to_owned(), config, store })
    }

    /// The prefix of a language's addresses: empty for the main language, `/zh` for another.
    pub fn prefix(&self, lang: &str) -> String {
        let (lang, main) = (config::primary(lang), config::primary(&self.config.lang));
        if lang == main || !config::is_language(&lang) { String::new() } else { format!("/{lang}") }
    }
}
