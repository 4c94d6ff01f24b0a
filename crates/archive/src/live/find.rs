//! What stands at an address of the site.

use super::{Answer, File, Live, State};
use crate::ArchiveError;
use crate::pages::{self, Edition, Snapshot, day_url, month_url, year_url};
use crate::rendering::{FEED_SUFFIXES, FeedOf, Sitemaps};
use annals_model::{Date, EventId, Status};
use annals_publish::Format;
use annals_publish::wire::{Event, List};
use annals_store::{NameKind, Reader, StoredEvent};

/// A longer path is no page's: slugs have at most 140 bytes, folders are few.
const LONGEST_PATH: usize = 512;

/// The shape of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// An event's.
    Event(Box<Event>, i64),
    /// A list's.
    List(Box<List>),
    /// Another page's path, without suffix.
    Moved(String),
}

impl Live {
    /// The file at a path of the site (decoded, with its suffix; a path that ends
    /// with a slash means `index.html` there).
    pub fn file(&self, path: &str) -> Result<Answer, ArchiveError> {
        let state = self.state();
        let found = |bytes| Ok(Answer::File(File { bytes, event: None, change: state.change }));
        if path.len() > LONGEST_PATH {
            return Ok(Answer::Missing);
        }
        if let Some(bytes) = self.fixed.get(path) {
            return found(bytes.clone());
        }
        let reader = self.archive.store.read()?;
        if let Some(bytes) = self.feed_file(&state, &reader, path)? {
            return found(bytes);
        }
        if let Some(bytes) = self.sitemap(&state, path) {
            return found(bytes);
        }
        if path.ends_with('/') {
            return self.page_file(&state, &reader, &format!("{path}index"), Format::Html);
        }
        if let Some((path, suffix)) = path.rsplit_once('.')
            && let Some(format) = Format::ALL.into_iter().find(|f| f.suffix() == suffix)
        {
            return self.page_file(&state, &reader, path, format);
        }
        // Permanent addresses stand without a suffix, too.
        if path.starts_with("/e/") {
            return self.page_file(&state, &reader, path, Format::Html);
        }
        Ok(Answer::Missing)
    }

    fn page_file(
        &self,
        state: &State,
        reader: &Reader<'_>,
        path: &str,
        format: Format,
    ) -> Result<Answer, ArchiveError> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        let event = match self.find(state, reader, path)? {
            None => return Ok(Answer::Missing),
            Some(Page::Moved(to)) => {
                return Ok(Answer::Moved(format!("{to}.{}", format.suffix())));
            }
            Some(Page::Event(page, row)) => {
                self.rendering.event(&page, format, &mut bytes)?;
                Some(row)
            }
            Some(Page::List(page)) => {
                self.rendering.list(&page, format, &mut bytes)?;
                None
            }
        };
        Ok(Answer::File(File { bytes, event, change: state.change }))
    }

    /// The page at a path without suffix.
    pub fn find(
        &self,
        state: &State,
        reader: &Reader<'_>,
        path: &str,
    ) -> Result<Option<Page>, ArchiveError> {
        let moved = |to: &str| Ok(Some(Page::Moved(to.to_owned())));
        if let Some(id) = path.strip_prefix("/e/") {
            let event = match id.parse::<EventId>() {
                Ok(id) => reader.event(id)?,
                Err(_) => None,
            };
            let Some(event) = event else { return Ok(None) };
            return Ok(self.leads(state, reader, &event)?.map(Page::Moved));
        }
        if let Some(event) = reader.event_at(path)? {
            return match self.leads(state, reader, &event)? {
                Some(to) if to == path => {
                    let page = pages::event_page(&state.snapshot, reader, &event)?;
                    Ok(Some(Page::Event(Box::new(page), event.row)))
                }
                Some(to) => moved(&to),
                None => Ok(None),
            };
        }
        if let Some(list) = self.list(state, reader, path)? {
            return Ok(Some(Page::List(Box::new(list))));
        }
        if path.contains("/news/") || path.contains("/context/") {
            let moves = state.moves(&self.archive, reader)?;
            if let Some(to) = moves.moved.get(path) {
                return moved(to);
            }
        }
        Ok(None)
    }

    /// The path of the page that an event is shown on; `None` for a held one
    /// that never had an address.
    fn leads(
        &self,
        state: &State,
        reader: &Reader<'_>,
        event: &StoredEvent,
    ) -> Result<Option<String>, ArchiveError> {
        Ok(match &event.record.status {
            Status::MergedInto(id) => state.snapshot.head_of(*id).map(|h| h.path.clone()),
            Status::Held(_) if reader.old_paths(event.row)?.is_empty() => None,
            _ => Some(event.path.clone()),
        })
    }

    fn list(
        &self,
        state: &State,
        reader: &Reader<'_>,
        path: &str,
    ) -> Result<Option<List>, ArchiveError> {
        let snapshot = &state.snapshot;
        if let Some((kind, key)) = state.names.get(path) {
            return subject(snapshot, reader, *kind, key, None);
        }
        if let Some((of, year)) = path.rsplit_once('/')
            && let Some((kind, key)) = state.names.get(of)
            && let Some(year) = number::<i16>(year, 4)
        {
            return subject(snapshot, reader, *kind, key, Some(year));
        }
        let Some(folder) = path.strip_suffix("/index") else { return Ok(None) };
        // The longest prefix first: the main edition's is empty.
        for edition in snapshot.editions.iter().rev() {
            if let Some(rest) = folder.strip_prefix(&edition.prefix)
                && let Some(list) = self.of_edition(snapshot, reader, edition, rest)?
            {
                return Ok(Some(list).filter(|list| list.url == path));
            }
        }
        Ok(None)
    }

    /// A list of an edition by its folder: "" or "/news/2016/10/5".
    fn of_edition(
        &self,
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        edition: &Edition,
        folder: &str,
    ) -> Result<Option<List>, ArchiveError> {
        let of_names = |kind| Ok(Some(pages::entries_page(snapshot, edition, kind)));
        match folder {
            "" => {
                let title = &self.archive.config.title;
                return pages::home_page(snapshot, reader, edition, title).map(Some);
            }
            "/stories" => return of_names(NameKind::Story),
            "/context" => return of_names(NameKind::Entity),
            "/categories" => return of_names(NameKind::Category),
            _ => {}
        }
        let Some(date) = folder.strip_prefix("/news/") else { return Ok(None) };
        let mut parts = date.split('/');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let Some(year) = year.and_then(|y| number::<i16>(y, 4)) else { return Ok(None) };
        let url = format!("{}{folder}/index", edition.prefix);
        let Some(month) = month else {
            let any = edition.months().range((year, 1)..=(year, 12)).next().is_some();
            if !any || url != year_url(&edition.prefix, year) {
                return Ok(None);
            }
            return pages::year_page(snapshot, reader, edition, year).map(Some);
        };
        let Some(month) = number::<i8>(month, 2) else { return Ok(None) };
        let Some(day) = day else {
            let any = edition.months().contains_key(&(year, month));
            if !any || url != month_url(&edition.prefix, year, month) {
                return Ok(None);
            }
            return pages::month_page(snapshot, reader, edition, (year, month)).map(Some);
        };
        let Some(day) = number::<i8>(day, 2).and_then(|day| Date::new(year, month, day).ok())
        else {
            return Ok(None);
        };
        if !edition.days.contains_key(&day) || url != day_url(&edition.prefix, day) {
            return Ok(None);
        }
        let events = pages::published(snapshot, reader, edition, day)?;
        pages::day_page(snapshot, reader, edition, day, &events).map(Some)
    }

    fn feed_file(
        &self,
        state: &State,
        reader: &Reader<'_>,
        path: &str,
    ) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some((path, suffix)) = path.rsplit_once('.') else { return Ok(None) };
        if !path.contains("/feeds/") || !FEED_SUFFIXES.contains(&suffix) {
            return Ok(None);
        }
        let snapshot = &state.snapshot;
        let of_all = |e: &&Edition| path.strip_prefix(&e.prefix) == Some("/feeds/all");
        let feed = if let Some(edition) = snapshot.editions.iter().find(of_all) {
            FeedOf::edition(snapshot, reader, edition, &self.archive.config.title)?
        } else {
            let page = path.replacen("/feeds/stories/", "/stories/", 1);
            match state.names.get(&page) {
                Some((NameKind::Story, key)) => {
                    let subject = &snapshot.subjects(NameKind::Story)[key];
                    FeedOf::story(snapshot, reader, subject)?
                }
                _ => return Ok(None),
            }
        };
        let mut bytes = Vec::with_capacity(32 * 1024);
        feed.write(&self.rendering, suffix, &mut bytes);
        Ok(Some(bytes).filter(|_| feed.path == path))
    }

    fn sitemap(&self, state: &State, path: &str) -> Option<Vec<u8>> {
        let name = path.strip_prefix("/sitemap")?.strip_suffix(".xml")?;
        let settings = &self.rendering.settings;
        settings.base_url.as_ref()?;
        let sitemaps = Sitemaps { snapshot: &state.snapshot, settings };
        if name.is_empty() {
            return Some(sitemaps.index());
        }
        let part = sitemaps.parts().into_iter().find(|part| {
            let of = name.strip_prefix('-').and_then(|n| n.strip_prefix(part.name().as_str()));
            of.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })?;
        sitemaps.files(part).into_iter().find(|(file, _)| file == path).map(|(_, bytes)| bytes)
    }
}

fn subject(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    kind: NameKind,
    key: &str,
    year: Option<i16>,
) -> Result<Option<List>, ArchiveError> {
    let Some(subject) = snapshot.subjects(kind).get(key) else { return Ok(None) };
    let years = year.as_slice();
    let url = match year {
        None => subject.name.path.clone(),
        Some(year) => format!("{}/{year:04}", subject.name.path),
    };
    let pages = pages::subject_pages(snapshot, reader, kind, subject, Some(years))?;
    Ok(pages.into_iter().find(|page| page.url == url))
}

/// A number of at most so many digits, and nothing else.
fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    let plain = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
