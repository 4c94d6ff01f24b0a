//! The hash of what was told, so that the same input twice changes nothing.

use annals_model::{By, Draft, Version};
use sha2::{Digest, Sha256};

/// A hash over everything that a version states and where it comes from.
pub(super) fn of(draft: &Draft, version: &Version) -> [u8; 32] {
    let mut hash = Fields(Sha256::new());
    hash.optional(draft.id.as_ref().map(|id| id.as_str()));
    match &version.by {
        By::Importer { name, upstream } => hash.text(name).optional(upstream.as_deref()),
        By::Editor { name, reason } => hash.text(name).text(reason),
    };
    hash.optional(version.known_at.map(|t| t.to_string()).as_deref())
        .text(&version.day.to_string())
        .text(&version.text)
        .text(&version.lang)
        .optional(version.category.as_deref());
    for link in version.links.iter().flatten() {
        hash.number(link.start).number(link.end).text(link.target.as_str());
    }
    hash.text("stories");
    for path in version.stories.iter().flatten() {
        hash.number(path.len());
        for story in path {
            hash.text(&story.title).optional(story.target.as_ref().map(|t| t.as_str()));
        }
    }
    hash.text("sources");
    for source in version.sources.iter().flatten() {
        hash.text(&source.name).optional(source.via.as_deref()).optional(source.url.as_deref());
    }
    if let Some(summary) = &version.summary {
        hash.text("summary").text(&summary.text).optional(summary.by.as_deref());
    }
    if let Some(image) = &version.image {
        hash.text("image")
            .text(&image.url)
            .optional(image.alt.as_deref())
            .optional(image.credit.as_deref());
    }
    hash.0.finalize().into()
}

/// A hash over what a draft's last version states, whoever states it and whenever.
pub(crate) fn of_content(draft: &Draft) -> [u8; 32] {
    let mut draft = Draft { id: None, ..draft.clone() };
    let last = draft.versions.pop().map(|version| Version {
        by: By::importer("", None),
        known_at: None,
        ..version
    });
    last.map_or([0; 32], |version| of(&draft, &version))
}

/// Feeds fields with their lengths, so that no two lists of fields run together.
struct Fields(Sha256);

impl Fields {
    fn text(&mut self, text: &str) -> &mut Fields {
        self.number(text.len());
        self.0.update(text.as_bytes());
        self
    }

    fn optional(&mut self, text: Option<&str>) -> &mut Fields {
        match text {
            Some(text) => self.number(1).text(text),
            None => self.number(0),
        }
    }

    fn number(&mut self, number: usize) -> &mut Fields {
        self.0.update((number as u64).to_le_bytes());
        self
    }
}
