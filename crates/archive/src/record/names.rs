//! Addresses and names: made once, at first sight, and kept for ever.

use crate::{Archive, ArchiveError};
use annals_model::{Date, EntityKey, Record, StoryKey, StoryRef, fold_key, slug};
use annals_store::{Name, NameKind, Writer};

/// A page of its own for an event: `/news/2016/10/5/slug`, the month with two
/// digits and the day without a leading zero, as The Context had them.
pub(super) fn event_path(
    archive: &Archive,
    writer: &Writer<'_>,
    record: &Record,
) -> Result<String, ArchiveError> {
    let folder = day_folder(&archive.prefix(&record.lang), record.day);
    let slug = slug::make(&record.statement.text);
    free_path(&folder, &slug, |path| Ok(writer.path_is_taken(path)?))
}

/// The folder of a day's pages, without a final slash.
pub fn day_folder(prefix: &str, day: Date) -> String {
    format!("{prefix}/news/{:04}/{:02}/{}", day.year(), day.month(), day.day())
}

fn free_path(
    folder: &str,
    slug: &str,
    taken: impl Fn(&str) -> Result<bool, ArchiveError>,
) -> Result<String, ArchiveError> {
    let mut number = 1;
    loop {
        let path = format!("{folder}/{}", slug::numbered(slug, number));
        if !taken(&path)? {
            return Ok(path);
        }
        number += 1;
    }
}

/// The key of a category: headings that differ only in case and points are one.
pub fn category_key(category: &str) -> String {
    fold_key(category)
}

/// The names that a record belongs to, and the edges between its stories.
pub(super) struct Belongings {
    pub(super) names: Vec<(NameKind, String)>,
    pub(super) edges: Vec<(String, String)>,
}

/// Reads the names out of a record and gives new ones their pages.
pub(super) fn belongings(
    archive: &Archive,
    writer: &Writer<'_>,
    record: &Record,
) -> Result<Belongings, ArchiveError> {
    let prefix = archive.prefix(&record.lang);
    let mut found = Belongings { names: Vec::new(), edges: Vec::new() };
    if let Some(category) = &record.category {
        let key = category_key(category);
        ensure(writer, NameKind::Category, &key, category, &format!("{prefix}/categories"))?;
        found.names.push((NameKind::Category, key));
    }
    for path in &record.stories {
        let keys: Vec<StoryKey> = path.iter().map(StoryRef::key).collect();
        for (story, key) in path.iter().zip(&keys) {
            let title = story.target.as_ref().map_or(story.title.as_str(), EntityKey::title);
            ensure(writer, NameKind::Story, key.as_str(), title, &format!("{prefix}/stories"))?;
            found.names.push((NameKind::Story, key.as_str().to_owned()));
        }
        for pair in keys.windows(2) {
            found.edges.push((pair[0].as_str().to_owned(), pair[1].as_str().to_owned()));
        }
    }
    for link in &record.statement.links {
        let key = link.target.as_str();
        let folder = format!("{}/context", archive.prefix(link.target.lang()));
        ensure(writer, NameKind::Entity, key, link.target.title(), &folder)?;
        found.names.push((NameKind::Entity, key.to_owned()));
    }
    found.names.sort();
    found.names.dedup();
    Ok(found)
}

pub(super) fn ensure(
    writer: &Writer<'_>,
    kind: NameKind,
    key: &str,
    title: &str,
    folder: &str,
) -> Result<(), ArchiveError> {
    if writer.name(kind, key)?.is_some() {
        return Ok(());
    }
    let path = free_path(folder, &slug::make(title), |p| Ok(writer.name_path_is_taken(p)?))?;
    writer.add_name(kind, &Name { key: key.into(), title: title.into(), path })?;
    Ok(())
}
