//! From what is kept to what is shown: the public shapes of every page.
//!
//! A [`Snapshot`] holds what all pages share (who stands where, which names have
//! pages); single pages read their events as they are built.

mod event;
mod list;
mod reports;
mod snapshot;
mod source_pages;
mod subject;
mod timeline;

pub(crate) use event::{change, field};
pub use event::{event_page, event_page_as_of, lines};
pub(crate) use list::items;
pub use list::{Edition, day_page, entries_page, home_page, month_page, published, year_page};
pub use subject::{Subject, story_feed, subject_pages};

use crate::config;
use crate::record::day_folder;
use crate::stories::StoryDag;
use annals_model::{Date, EventId, Record, Text};
use annals_publish::wire;
use annals_store::{Head, NameKind};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What all pages share, read once.
#[derive(Debug, PartialEq)]
pub struct Snapshot {
    /// Every event, by day and id; those that readers do not see too.
    pub heads: Vec<Arc<Head>>,
    by_row: HashMap<i64, u32>,
    by_id: HashMap<EventId, u32>,
    additions: HashMap<EventId, Vec<u32>>,
    /// One for each language that has published events; the main one always, first.
    pub editions: Vec<Edition>,
    stories: BTreeMap<String, Subject>,
    entities: BTreeMap<String, Subject>,
    categories: BTreeMap<String, Subject>,
    dag: StoryDag,
    /// Entities that are others, with the keys of those.
    merged: HashMap<String, String>,
    revised: HashSet<i64>,
    main_lang: String,
}

impl Snapshot {
    /// The subjects of a kind that have events, by key.
    pub fn subjects(&self, kind: NameKind) -> &BTreeMap<String, Subject> {
        match kind {
            NameKind::Story => &self.stories,
            NameKind::Entity => &self.entities,
            NameKind::Category => &self.categories,
        }
    }

    /// The head of the event in a row.
    pub fn head(&self, row: i64) -> Option<&Head> {
        self.by_row.get(&row).map(|at| &*self.heads[*at as usize])
    }

    /// The head of an event.
    pub fn head_of(&self, id: EventId) -> Option<&Head> {
        self.by_id.get(&id).map(|at| &*self.heads[*at as usize])
    }

    /// The edition that shows events of a language.
    pub fn edition(&self, lang: &str) -> &Edition {
        let lang = config::primary(lang);
        self.editions
            .iter()
            .find(|e| e.lang == lang)
            .or_else(|| self.editions.iter().find(|e| e.lang == self.main_lang))
            .expect("the main edition is always there")
    }

    /// The published events that stand directly under one.
    pub fn additions(&self, id: EventId) -> impl Iterator<Item = &Head> {
        self.additions.get(&id).into_iter().flatten().map(|at| &*self.heads[*at as usize])
    }

    /// Whether an event was ever revised.
    pub fn is_revised(&self, row: i64) -> bool {
        self.revised.contains(&row)
    }

    /// The nesting of stories.
    pub fn dag(&self) -> &StoryDag {
        &self.dag
    }

    /// The entity that a key means: another one, where it was merged.
    pub(crate) fn entity<'k>(&'k self, key: &'k str) -> &'k str {
        self.merged.get(key).map_or(key, String::as_str)
    }

    /// The page of a name, where it has one.
    pub(crate) fn name_ref(&self, kind: NameKind, key: &str, title: &str) -> wire::Ref {
        let url = self.subjects(kind).get(key).map(|s| s.name.path.clone());
        wire::Ref { title: title.to_owned(), url, key: None }
    }

    pub(crate) fn statement(&self, text: &Text) -> wire::Statement {
        let mut parts = Vec::new();
        let mut from = 0;
        let plain = |text: &str| wire::Part { text: text.to_owned(), entity: None, url: None };
        for link in &text.links {
            if link.start > from {
                parts.push(plain(&text.text[from..link.start]));
            }
            let key = self.entity(link.target.as_str());
            parts.push(wire::Part {
                text: text.label(link).to_owned(),
                entity: Some(key.to_owned()),
                url: self.name_ref(NameKind::Entity, key, "").url,
            });
            from = link.end;
        }
        if from > 0 && from < text.text.len() {
            parts.push(plain(&text.text[from..]));
        }
        wire::Statement { text: text.text.clone(), parts }
    }

    pub(crate) fn story_refs(&self, record: &Record) -> Vec<Vec<wire::Ref>> {
        record
            .stories
            .iter()
            .map(|path| {
                path.iter()
                    .map(|story| wire::Ref {
                        key: story.target.as_ref().map(|t| t.to_string()),
                        ..self.name_ref(NameKind::Story, story.key().as_str(), &story.title)
                    })
                    .collect()
            })
            .collect()
    }
}

/// Path of a day's page, without suffix.
pub fn day_url(prefix: &str, day: Date) -> String {
    format!("{}/index", day_folder(prefix, day))
}

/// Path of a month's page, without suffix.
pub fn month_url(prefix: &str, year: i16, month: i8) -> String {
    format!("{prefix}/news/{year:04}/{month:02}/index")
}

/// Path of a year's page, without suffix.
pub fn year_url(prefix: &str, year: i16) -> String {
    format!("{prefix}/news/{year:04}/index")
}

pub(crate) fn event_ref(head: &Head) -> wire::EventRef {
    wire::EventRef {
        id: head.id.to_string(),
        url: head.path.clone(),
        day: head.day.to_string(),
        text: head.text.clone(),
    }
}

pub(crate) fn day_ref(prefix: &str, day: Date) -> wire::Ref {
    wire::Ref { title: day.to_string(), url: Some(day_url(prefix, day)), key: None }
}

pub(crate) fn summary(record: &Record) -> Option<wire::Summary> {
    record.summary.as_ref().map(|s| wire::Summary { text: s.text.clone(), by: s.by.clone() })
}

pub(crate) fn sources(record: &Record) -> Vec<wire::Source> {
    record
        .sources
        .iter()
        .map(|s| wire::Source {
            name: s.name.clone(),
            via: s.via.clone(),
            url: s.url.clone(),
            page: None,
        })
        .collect()
}
