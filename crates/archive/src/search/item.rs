//! A result as lists show events, read for itself: without the snapshot of the whole
//! archive that pages are built from.

use super::Kind;
use crate::ArchiveError;
use crate::pages::{sources, summary};
use annals_model::{Grade, Record, Step, Text};
use annals_publish::wire::{Item, Part, Ref, Statement};
use annals_search::Index;
use annals_store::{NameKind, Reader, StoredEvent};
use std::collections::HashMap;

/// What the results of one answer share.
pub(super) struct Items<'a> {
    reader: &'a Reader<'a>,
    index: &'a Index,
    /// Entities that are others.
    merged: HashMap<String, String>,
}

impl<'a> Items<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, index: &'a Index) -> Result<Self, ArchiveError> {
        let identities = reader.identities()?.into_iter();
        let merged = identities.filter_map(|i| i.into.map(|into| (i.key, into))).collect();
        Ok(Items { reader, index, merged })
    }

    /// An event as lists show it; `record` is the state to show, and `steps` are those
    /// known then.
    pub(super) fn item(
        &self,
        event: &StoredEvent,
        record: &Record,
        steps: &[Step],
    ) -> Result<Item, ArchiveError> {
        let changes = steps.iter().filter(|s| s.grade == Grade::Material).count();
        let mut stories = Vec::new();
        for story in record.stories.iter().filter_map(|path| path.last()) {
            let url = self.url(Kind::Story, story.key().as_str())?;
            let key = story.target.as_ref().map(|t| t.to_string());
            stories.push(Ref { title: story.title.clone(), url, key });
        }
        Ok(Item {
            id: event.id.to_string(),
            url: event.path.clone(),
            day: record.day.to_string(),
            lang: record.lang.clone(),
            statement: self.statement(&record.statement)?,
            stories,
            summary: summary(record),
            sources: sources(record),
            material_changes: u32::try_from(changes).unwrap_or(u32::MAX),
            under: record.under.map(|id| id.to_string()),
        })
    }

    fn statement(&self, text: &Text) -> Result<Statement, ArchiveError> {
        let mut parts = Vec::new();
        let mut from = 0;
        let plain = |text: &str| Part { text: text.to_owned(), entity: None, url: None };
        for link in &text.links {
            if link.start > from {
                parts.push(plain(&text.text[from..link.start]));
            }
            let key = link.target.as_str();
            let key = self.merged.get(key).map_or(key, String::as_str);
            parts.push(Part {
                text: text.label(link).to_owned(),
                entity: Some(key.to_owned()),
                url: self.url(Kind::Entity, key)?,
            });
            from = link.end;
        }
        if from > 0 && from < text.text.len() {
            parts.push(plain(&text.text[from..]));
        }
        Ok(Statement { text: text.text.clone(), parts })
    }

    /// The page of a name, where events of today have it.
    pub(super) fn url(&self, kind: Kind, key: &str) -> Result<Option<String>, ArchiveError> {
        let name = match kind {
            Kind::Story => NameKind::Story,
            Kind::Entity => NameKind::Entity,
            Kind::Category => NameKind::Category,
            Kind::Source | Kind::Lang => return Ok(None),
        };
        if self.index.events_of(kind, key) == 0 {
            return Ok(None);
        }
        Ok(self.reader.name(name, key)?.map(|name| name.path))
    }
}
