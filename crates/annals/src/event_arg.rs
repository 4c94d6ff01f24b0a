//! Which event is meant: an id, an address, or a path on the site.

use crate::cmd::Usage;
use annals_model::EventId;
use annals_store::{Reader, StoredEvent};

/// Finds the event that `text` names: `wkbomz4jxrd3`, `/e/wkbomz4jxrd3`,
/// `/news/2016/10/5/slug.html`, or a whole address with such a path.
pub(crate) fn find(reader: &Reader<'_>, text: &str) -> anyhow::Result<StoredEvent> {
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => text,
    };
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let bare = [".html", ".json", ".xml", ".md"]
        .iter()
        .find_map(|suffix| path.strip_suffix(suffix))
        .unwrap_or(path);
    let id = bare.strip_prefix("/e/").unwrap_or(bare);
    if let Ok(id) = id.parse::<EventId>()
        && let Some(event) = reader.event(id)?
    {
        return Ok(event);
    }
    if let Some(event) = reader.event_at(bare)? {
        return Ok(event);
    }
    Err(Usage(format!(
        "the archive has no event `{text}`\nhint: an event is named by its id or by its address, `/news/2016/10/5/slug`"
    ))
    .into())
}
