//! An event's sources with what their pages tell (see [`crate::enrich`]).

use crate::ArchiveError;
use annals_model::Timestamp;
use annals_publish::wire;
use annals_store::{Enriched, EnrichedRow, Reader, SourceEdit, SourceField, StoredEvent};

/// The sources as the record has them, each with its page.
pub(super) fn sources(
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<Vec<wire::Source>, ArchiveError> {
    let mut sources = super::sources(&event.record);
    if sources.is_empty() {
        return Ok(sources);
    }
    let mut told = reader.enriched_of(event.row)?;
    for (source, shown) in event.record.sources.iter().zip(&mut sources) {
        let Some(key) = source.page_key() else { continue };
        // A page that is cited twice tells itself once.
        if let Some(at) = told.iter().position(|row| row.page == key) {
            shown.page = page(told.swap_remove(at)).map(Box::new);
        }
    }
    Ok(sources)
}

/// What a page tells; of one that is held, only whether it is gone.
fn page(row: EnrichedRow) -> Option<wire::SourcePage> {
    let told = match row.held {
        None => row.told,
        Some(_) => Enriched { gone: row.told.gone, ..Enriched::default() },
    };
    let image = told.image.map(|url| wire::Image { url, alt: told.image_alt, credit: None });
    let page = wire::SourcePage {
        title: told.title,
        description: told.description,
        publisher: told.publisher,
        published: told.published,
        image,
        reserved: told.reserved,
        capture: told.capture.map(|c| wire::SourceCapture {
            url: format!("/web/{}/{}", digits(c.at), c.url),
            at: time(c.at),
        }),
        gone: told.gone.map(|g| wire::SourceGone { since: time(g.since), status: g.status }),
        edits: told.edits.into_iter().map(edit).collect(),
    };
    (page != wire::SourcePage::default()).then_some(page)
}

fn edit(edit: SourceEdit) -> wire::SourceEdit {
    let field = |f: SourceField| wire::FieldChange {
        field: f.field,
        grade: f.grade,
        before: f.before,
        after: f.after,
    };
    wire::SourceEdit {
        at: time(edit.at),
        grade: edit.grade,
        fields: edit.fields.into_iter().map(field).collect(),
    }
}

/// Microseconds since 1970 as RFC 3339, whole seconds.
fn time(microseconds: i64) -> String {
    whole_seconds(microseconds).to_string()
}

/// `20160926190000`, as addresses of captures have it.
fn digits(microseconds: i64) -> String {
    whole_seconds(microseconds).strftime("%Y%m%d%H%M%S").to_string()
}

fn whole_seconds(microseconds: i64) -> Timestamp {
    Timestamp::from_second(microseconds.div_euclid(1_000_000)).unwrap_or_default()
}
