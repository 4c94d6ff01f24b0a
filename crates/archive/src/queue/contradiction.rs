//! Events whose own sources say that they cannot be of their day.

use super::{About, Evidence, Kind, SHOWN, Waiting, of_event};
use crate::ArchiveError;
use crate::articles::article;
use crate::editing::Act;
use annals_store::{DisputedDay, Reader};

/// What waits of an event that an article reported before the day it is filed under.
pub(super) fn shown(
    reader: &Reader<'_>,
    disputed: &DisputedDay,
) -> Result<Option<Waiting>, ArchiveError> {
    let Some(event) = reader.event_in(disputed.event)? else { return Ok(None) };
    let Some(article) = article(reader, &disputed.page)? else { return Ok(None) };
    let id = event.id.to_string();
    let about = About {
        kind: "article",
        id: disputed.page.clone(),
        text: article.title.unwrap_or_else(|| disputed.page.clone()),
        url: disputed.page.clone(),
        day: Some(disputed.published.to_string()),
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    for said in article.published.evidence.into_iter().take(SHOWN) {
        let text = format!("{}: {}", said.from, said.text);
        evidence.push(Evidence { kind: "reason".into(), text, weight: None });
    }
    let sure = f64::from(article.published.confidence);
    evidence.insert(
        0,
        Evidence {
            kind: "probability".into(),
            text: String::new(),
            weight: Some((sure * 100.0).round() / 100.0),
        },
    );
    let (page, day) = (disputed.page.clone(), disputed.published.to_string());
    Ok(Some(Waiting {
        kind: Kind::Contradiction,
        id: format!("{id} {page}"),
        text: event.record.statement.text.clone(),
        day: Some(event.record.day.to_string()),
        about: vec![about, of_event(&event)],
        evidence,
        acts: vec![
            Act::Redate { event: id.clone(), day },
            Act::Uncite { page: page.clone(), event: id.clone() },
            // That a person says so settles it: the day stands.
            Act::Cite { page, event: id },
        ],
    }))
}
