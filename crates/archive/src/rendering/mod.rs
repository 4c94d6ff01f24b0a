//! From public shapes to the bytes of files, for publishing and for serving alike.

mod feed;
mod moves;
mod sitemaps;

pub(crate) use feed::{FEED_SUFFIXES, FeedOf, search_feed};
pub(crate) use moves::{Moves, old_paths};
pub(crate) use sitemaps::{Part, Sitemaps};

use crate::config::Config;
use crate::{Archive, ArchiveError};
use annals_publish::html::{Theme, ThemeError};
use annals_publish::wire::{Event, List};
use annals_publish::{Format, Settings, json, markdown, xml};
use std::path::Path;

/// Raised when pages change their form without a change in the archive, so that
/// a site of an earlier annals is rendered anew.
const RENDERING: &str = concat!("annals ", env!("CARGO_PKG_VERSION"), " pages 1");

/// What turns every shape of one site into bytes.
#[derive(Debug)]
pub struct Rendering {
    /// What is the same on every page.
    pub settings: Settings,
    /// How HTML looks.
    pub theme: Theme,
}

impl Rendering {
    /// The rendering of an archive's site in some formats. `base_url` goes before
    /// the archive's own; `theme` is a folder of templates that replace the
    /// built-in ones.
    pub fn load(
        config: &Config,
        formats: &[Format],
        base_url: Option<&str>,
        theme: Option<&Path>,
    ) -> Result<Rendering, ArchiveError> {
        let settings = Settings {
            title: config.title.clone(),
            description: config.description.clone(),
            base_url: base_url.map(str::to_owned).or_else(|| config.base_url.clone()),
            lang: config.lang.clone(),
            license: config.license.as_ref().map(|l| (l.name.clone(), l.url.clone())),
            formats: formats.to_vec(),
            hubs: config.deliver.hubs.clone(),
        };
        Ok(Rendering { settings, theme: Theme::load(theme).map_err(broken_theme)? })
    }

    /// A text that differs where the same archive would be rendered differently.
    pub(crate) fn fingerprint(&self, archive: &Archive) -> String {
        let (settings, theme) = (&self.settings, self.theme.fingerprint());
        format!("{RENDERING}\n{settings:?}\n{:?}\n{theme}", archive.config.continues)
    }

    /// Appends an event's page.
    pub fn event(
        &self,
        page: &Event,
        format: Format,
        out: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        match format {
            Format::Html => {
                self.theme.event(&self.settings, page, out).map_err(broken_theme)?;
            }
            Format::Json => json::event(page, out),
            Format::Xml => xml::event(page, out),
            Format::Markdown => markdown::event(page, &self.settings, out),
        }
        Ok(())
    }

    /// Appends a list's page.
    pub fn list(&self, page: &List, format: Format, out: &mut Vec<u8>) -> Result<(), ArchiveError> {
        match format {
            Format::Html => {
                self.theme.list(&self.settings, page, out).map_err(broken_theme)?;
            }
            Format::Json => json::list(page, out),
            Format::Xml => xml::list(page, out),
            Format::Markdown => markdown::list(page, &self.settings, out),
        }
        Ok(())
    }

    /// The files that a site has once and that depend on no event: path within the
    /// site and content.
    pub(crate) fn fixed_files(&self) -> Result<Vec<(String, Vec<u8>)>, ArchiveError> {
        let mut files = self.theme.assets().to_vec();
        let (settings, lang) = (&self.settings, &self.settings.lang);
        let mut page = Vec::new();
        self.theme.not_found(settings, lang, &mut page).map_err(broken_theme)?;
        files.push(("/404.html".into(), page));
        let mut page = Vec::new();
        self.theme.no_search(settings, lang, &mut page).map_err(broken_theme)?;
        files.push(("/search.html".into(), page));
        files.push(("/robots.txt".into(), annals_publish::sitemap::robots_txt(settings)));
        files.push(("/schema/annals.schema.json".into(), json::SCHEMA.as_bytes().to_vec()));
        files.push(("/schema/annals.xsd".into(), xml::SCHEMA.as_bytes().to_vec()));
        Ok(files)
    }

    /// A page's path with the suffix of the format that people read.
    pub(crate) fn page(&self, path: &str) -> String {
        page(&self.settings, path)
    }
}

fn page(settings: &Settings, path: &str) -> String {
    let format = settings.formats.first().map_or("html", |f| f.suffix());
    format!("{path}.{format}")
}

/// A theme's fault is one of the archive's settings.
pub(crate) fn broken_theme(error: ThemeError) -> ArchiveError {
    ArchiveError::Config(error.to_string())
}
