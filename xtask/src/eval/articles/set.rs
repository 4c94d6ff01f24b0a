//! The benchmark's pages with their true text.

use crate::eval::files::Files;
use annals_extract::Input;
use anyhow::{Context as _, Result};
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use std::io::Read as _;

/// The gold data's archive.
pub(crate) const GOLD: &str = "articles-scrapinghub.tar.gz";

/// The file that says what is true.
pub(super) const TRUTH: &str = "ground-truth.json";

/// A page.
pub(crate) struct Page {
    /// Its key in the ground truth.
    pub key: String,
    /// Its address.
    pub url: String,
    /// Its HTML.
    pub bytes: Vec<u8>,
    /// Its true text.
    pub truth: String,
}

/// A page as `ground-truth.json` has it.
#[derive(Deserialize)]
struct Truth {
    #[serde(default, rename = "articleBody")]
    article_body: String,
    #[serde(default)]
    url: String,
}

impl Page {
    /// The page as annals reads it.
    pub(crate) fn input(&self) -> Input<'_> {
        let url = Some(self.url.as_str()).filter(|url| !url.is_empty());
        Input { bytes: &self.bytes, url, ..Input::default() }
    }
}

/// Reads the pages in the ground truth's order.
pub(crate) fn read(files: &Files) -> Result<Vec<Page>> {
    let (folder, truth) = files.find(TRUTH)?;
    let truth: serde_json::Map<String, Value> = serde_json::from_slice(truth).context(TRUTH)?;
    let truth: Vec<(String, Value)> = truth.into_iter().collect();
    truth
        .into_par_iter()
        .map(|(key, value)| {
            let truth: Truth =
                serde_json::from_value(value).with_context(|| format!("{TRUTH}: {key}"))?;
            let name = format!("{folder}html/{key}.html.gz");
            let mut bytes = Vec::new();
            MultiGzDecoder::new(files.get(&name)?)
                .read_to_end(&mut bytes)
                .with_context(|| format!("cannot unpack {name}"))?;
            Ok(Page { key, url: truth.url, bytes, truth: truth.article_body })
        })
        .collect()
}
