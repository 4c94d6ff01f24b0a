//! An event as the states that readers could see, one after the other.

use crate::ArchiveError;
use crate::record::category_key;
use annals_model::{Record, Source, Status, fold_key, history};
use annals_search::{Document, Named};
use annals_store::{Identity, NameKind, Reader, StoredEvent};
use std::collections::{BTreeSet, HashMap};

/// What the documents of all events share.
pub(super) struct States {
    identities: HashMap<String, Identity>,
    /// Titles that were looked up.
    titles: HashMap<(NameKind, String), String>,
}

impl States {
    /// Reads what all events share.
    pub(super) fn new(reader: &Reader<'_>) -> Result<States, ArchiveError> {
        let identities = reader.identities()?.into_iter().map(|i| (i.key.clone(), i)).collect();
        Ok(States { identities, titles: HashMap::new() })
    }

    /// The documents of an event: one for each stretch of time in which its record
    /// stood as it did, in the order of knowing. What was held or withdrawn has none.
    pub(super) fn of(
        &mut self,
        reader: &Reader<'_>,
        event: &StoredEvent,
    ) -> Result<Vec<Document>, ArchiveError> {
        let steps = history::steps(&reader.revisions(event.row)?);
        let computed = [
            self.computed(reader, event, NameKind::Story)?,
            self.computed(reader, event, NameKind::Entity)?,
        ];
        let mut documents = Vec::new();
        // A step counts from when it and all before it were known, as `history::as_of` has it.
        let mut from = None;
        for (at, step) in steps.iter().enumerate() {
            let known = history::known_from(step);
            from = from.max(Some(known));
            let until =
                steps.get(at + 1).map(|s| history::known_from(s).max(from.unwrap_or(known)));
            let from = from.unwrap_or(known);
            if step.record.status != Status::Published || until == Some(from) {
                continue;
            }
            let record = &step.record;
            // What is computed is computed of the statement as it stands.
            let same = record.statement.text == event.record.statement.text;
            let computed = computed.each_ref().map(|c| if same { &c[..] } else { &[] });
            let stories = self.names(reader, NameKind::Story, record, computed[0])?;
            let entities = self.names(reader, NameKind::Entity, record, computed[1])?;
            documents.push(Document {
                id: event.id,
                row: event.row,
                from,
                until,
                day: record.day,
                lang: record.lang.clone(),
                statement: record.statement.text.clone(),
                summary: record.summary.as_ref().map(|s| s.text.clone()).unwrap_or_default(),
                stories,
                entities,
                category: record
                    .category
                    .as_ref()
                    .map(|title| Named { key: category_key(title), title: title.clone() }),
                publishers: publishers(&record.sources),
                hosts: hosts(&record.sources),
                sources: u32::try_from(record.sources.len()).unwrap_or(u32::MAX),
            });
        }
        Ok(documents)
    }

    /// The names that an event has by computation only.
    fn computed(
        &self,
        reader: &Reader<'_>,
        event: &StoredEvent,
        kind: NameKind,
    ) -> Result<Vec<String>, ArchiveError> {
        let own = self.own(kind, &event.record);
        let mut names = reader.names_of(kind, event.row)?;
        names.retain(|key| !own.contains(key));
        Ok(names)
    }

    /// The names that a record itself gives, as what they are now.
    fn own(&self, kind: NameKind, record: &Record) -> BTreeSet<String> {
        if kind == NameKind::Story {
            let stories = record.stories.iter().flatten();
            return stories.map(|s| s.key().as_str().to_owned()).collect();
        }
        let mut keys = BTreeSet::new();
        for link in &record.statement.links {
            let key = link.target.as_str();
            match self.identities.get(key) {
                Some(identity) if identity.junk => {}
                Some(Identity { into: Some(into), .. }) => {
                    keys.insert(into.clone());
                }
                _ => {
                    keys.insert(key.to_owned());
                }
            }
        }
        keys
    }

    fn names(
        &mut self,
        reader: &Reader<'_>,
        kind: NameKind,
        record: &Record,
        computed: &[String],
    ) -> Result<Vec<Named>, ArchiveError> {
        let mut keys = self.own(kind, record);
        keys.extend(computed.iter().cloned());
        keys.into_iter()
            .map(|key| Ok(Named { title: self.title(reader, kind, &key)?, key }))
            .collect()
    }

    /// A name's title; for one without a page its key without the language.
    fn title(
        &mut self,
        reader: &Reader<'_>,
        kind: NameKind,
        key: &str,
    ) -> Result<String, ArchiveError> {
        if let Some(title) = self.titles.get(&(kind, key.to_owned())) {
            return Ok(title.clone());
        }
        let title = match reader.name(kind, key)? {
            Some(name) => name.title,
            None if kind == NameKind::Entity => {
                key.split_once(':').map_or(key, |(_, title)| title).to_owned()
            }
            None => key.to_owned(),
        };
        self.titles.insert((kind, key.to_owned()), title.clone());
        Ok(title)
    }
}

/// Who reports an event: the publishers that the list names and those that carried
/// their reports, else the hosts; by key, each once.
fn publishers(sources: &[Source]) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for source in sources {
        let host = host(source).unwrap_or_default();
        let names = [Some(source.name.as_str()), source.via.as_deref()];
        let names = names.into_iter().flatten().filter(|n| !n.is_empty());
        let titles: Vec<&str> = names.collect();
        let titles = if titles.is_empty() { vec![host.as_str()] } else { titles };
        for title in titles {
            // Debris of markup around a name is no part of it.
            let title = title.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
            let key = fold_key(title);
            if !key.is_empty() {
                named.push(Named { key, title: title.to_owned() });
            }
        }
    }
    named.sort();
    named.dedup_by(|next, kept| next.key == kept.key);
    named
}

/// The hosts of the pages that report an event, each once.
fn hosts(sources: &[Source]) -> Vec<String> {
    sources.iter().filter_map(host).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The host of a source's page in small letters, without `www.`, name and port.
fn host(source: &Source) -> Option<String> {
    let place = source.page_key()?.split(['/', '?']).next()?;
    let host = place.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishers_are_named_once_or_by_their_host() {
        let source = |name: &str, url: &str| Source::named(name, Some(url.to_owned()));
        let sources = [
            source("Reuters", "https://www.reuters.com/a"),
            source("reuters", "http://uk.reuters.com:80/b"),
            source("AAP via SBS", "https://sbs.com.au"),
            source("", "https://user@Example.org/x"),
        ];
        let titles: Vec<String> = publishers(&sources).into_iter().map(|n| n.title).collect();
        assert_eq!(titles, ["AAP", "example.org", "Reuters", "SBS"]);
        assert_eq!(hosts(&sources), ["example.org", "reuters.com", "sbs.com.au", "uk.reuters.com"]);
    }
}
