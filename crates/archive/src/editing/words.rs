//! Acts that say something of what is computed: they become corrections.

use super::{ActError, Outcome, Revised, event, plan::reason, read};
use crate::corrections::{Said, Saying, entity_key, record_word, undo_word};
use crate::editing::Act;
use crate::record::Recorder;
use crate::{ArchiveError, articles};
use annals_model::{
    By, CorrectionKind, EventId, Matter, Status, Timestamp, Value, Verdict, fold_key,
};
use annals_store::Reader;

/// What an entity may be.
pub(super) const ENTITY_KINDS: &[&str] =
    &["person", "organisation", "place", "event", "work", "other"];

/// What is to be said.
pub(super) enum Words {
    /// A word.
    Say(Box<Saying>),
    /// A draft becomes an event.
    Accept(String),
    /// A draft is none.
    Reject(String),
    /// The correction with this number is taken back.
    Undo(u32),
}

/// Turns an act into what is to be said; the acts on records are not among them.
pub(super) fn of(reader: &Reader<'_>, act: &Act, by: &By) -> Result<Words, ActError> {
    use CorrectionKind as Kind;
    let mut named = None;
    let (matter, verdict) = match act {
        Act::AcceptDraft { draft } => {
            draft_of(reader, draft)?;
            return Ok(Words::Accept(draft.clone()));
        }
        Act::RejectDraft { draft } => {
            draft_of(reader, draft)?;
            return Ok(Words::Reject(draft.clone()));
        }
        Act::UndoCorrection { correction } => {
            if !reader.corrections()?.iter().any(|c| c.number == *correction) {
                return Err(ActError::Missing(format!("there is no correction {correction}")));
            }
            return Ok(Words::Undo(*correction));
        }
        Act::EntityMerge { entity, into } => (two(Kind::EntityMerge, entity, into)?, Verdict::Yes),
        Act::EntitySplit { entity, from } => (two(Kind::EntityMerge, entity, from)?, Verdict::No),
        Act::EntityConfirm { entity } => {
            (Matter::new(Kind::EntityConfirmed, key(entity)?, ""), Verdict::Yes)
        }
        Act::EntityDrop { entity } => {
            (Matter::new(Kind::EntityJunk, key(entity)?, ""), Verdict::Yes)
        }
        Act::EntityKind { entity, entity_kind } => {
            if !ENTITY_KINDS.contains(&entity_kind.as_str()) {
                return read::invalid(format!(
                    "`{}` is no kind of entity\nhint: {}",
                    read::short(entity_kind),
                    ENTITY_KINDS.join(", ")
                ));
            }
            (Matter::new(Kind::EntityKind, key(entity)?, entity_kind), Verdict::Yes)
        }
        Act::StoryLink { event: id, story, title } => {
            named = title.as_deref().map(|t| read::category(Some(t))).transpose()?.flatten();
            (of_story(reader, id, story)?, Verdict::Yes)
        }
        Act::StoryUnlink { event: id, story } => (of_story(reader, id, story)?, Verdict::No),
        Act::Relate { event: id, other } => (pair(reader, id, other)?, Verdict::Yes),
        Act::Unrelate { event: id, other } => (pair(reader, id, other)?, Verdict::No),
        Act::Cite { page, event: id } => (report(reader, page, id)?, Verdict::Yes),
        Act::Uncite { page, event: id } => (report(reader, page, id)?, Verdict::No),
        Act::Reword { .. }
        | Act::Redate { .. }
        | Act::Stories { .. }
        | Act::Sources { .. }
        | Act::Split { .. }
        | Act::Merge { .. }
        | Act::Withdraw { .. }
        | Act::Restore { .. }
        | Act::Release { .. }
        | Act::Reject { .. }
        | Act::AcceptUpstream { .. }
        | Act::RefuseUpstream { .. }
        | Act::Undo { .. } => return read::invalid("this is said of a record"),
    };
    Ok(Words::Say(Box::new(Saying {
        matter,
        verdict,
        by_name: by.name().to_owned(),
        reason: reason(by),
        title: named,
    })))
}

fn draft_of(reader: &Reader<'_>, id: &str) -> Result<(), ActError> {
    if reader.drafts()?.iter().any(|d| d.id == id) {
        return Ok(());
    }
    Err(ActError::Missing(format!("there is no draft `{}`", read::short(id))))
}

fn key(typed: &str) -> Result<String, ActError> {
    // Keys are whole here: what is short on the command line is made whole there.
    let whole = typed.len() <= 500 && typed.contains(':');
    match entity_key(typed, "en").filter(|_| whole) {
        Some(key) => Ok(key),
        None => read::invalid(format!(
            "`{}` is no key of an entity\nhint: write `en:France` or `name:…`",
            read::short(typed)
        )),
    }
}

fn two(kind: CorrectionKind, one: &str, other: &str) -> Result<Matter, ActError> {
    let (one, other) = (key(one)?, key(other)?);
    if one == other {
        return read::invalid("an entity is itself");
    }
    Ok(Matter::new(kind, one, other))
}

fn of_story(reader: &Reader<'_>, id: &str, story: &str) -> Result<Matter, ActError> {
    let event = event(reader, id)?;
    let key = fold_key(story);
    if key.is_empty() || key.len() > 500 {
        return read::invalid(format!("`{}` is no story", read::short(story)));
    }
    Ok(Matter::new(CorrectionKind::Story, event.id.as_str(), key))
}

fn pair(reader: &Reader<'_>, one: &str, other: &str) -> Result<Matter, ActError> {
    let (one, other) = (event(reader, one)?, event(reader, other)?);
    if one.id == other.id {
        return read::invalid("an event belongs together with itself");
    }
    Ok(Matter::related(one.id.as_str(), other.id.as_str()))
}

fn report(reader: &Reader<'_>, page: &str, id: &str) -> Result<Matter, ActError> {
    let event = event(reader, id)?;
    let page = articles::key(page.trim());
    if reader.article(&page)?.is_none() {
        let problem = format!("the archive has no article of `{}`", read::short(&page));
        return Err(ActError::Missing(problem));
    }
    Ok(Matter::new(CorrectionKind::Reports, page, event.id.as_str()))
}

/// Says it, with what follows from it.
pub(super) fn say(
    recorder: &mut Recorder<'_>,
    words: &Words,
    by: &By,
) -> Result<Outcome, ActError> {
    let reason = reason(by);
    let (said, event) = match words {
        Words::Say(saying) => {
            let said = record_word(recorder, saying)?;
            let event = said.revised;
            (said, event)
        }
        Words::Accept(draft) => {
            let (event, said) = articles::accept_within(recorder, draft, by.name(), &reason)?;
            (said, Some(event))
        }
        Words::Reject(draft) => {
            (articles::reject_within(recorder, draft, by.name(), &reason)?, None)
        }
        Words::Undo(number) => {
            let said = undo_word(recorder, *number, by.name(), &reason)?;
            let event = match undraft(recorder, &said, by)? {
                Some(event) => Some(event),
                None => said.revised,
            };
            (said, event)
        }
    };
    let mut outcome = Outcome { correction: Some(said.correction.number), ..Outcome::default() };
    if let Some(id) = event
        && let Some(event) = recorder.writer().event(id)?
    {
        let revision = recorder.writer().revisions(event.row)?.len() as u32;
        let created = matches!(words, Words::Accept(_)) && revision == 1;
        outcome.events.push(Revised { id: id.to_string(), url: event.path, revision, created });
    }
    Ok(outcome)
}

/// The event of a draft goes where the word about the draft went: it is withdrawn
/// when its acceptance is taken back, and published when that is taken back.
fn undraft(
    recorder: &mut Recorder<'_>,
    said: &Said,
    by: &By,
) -> Result<Option<EventId>, ArchiveError> {
    let word = &said.correction;
    if word.matter.kind != CorrectionKind::Draft {
        return Ok(None);
    }
    let Ok(id) = word.matter.object.parse::<EventId>() else { return Ok(None) };
    let Some(event) = recorder.writer().event(id)? else { return Ok(None) };
    // A draft may tell an event that was there before: that one stays.
    let first = recorder.writer().revisions(event.row)?.into_iter().next();
    if !first.is_some_and(|r| articles::is_of_articles(&r.by)) {
        return Ok(None);
    }
    let status = match (word.verdict, &event.record.status) {
        (Verdict::Yes, Status::Withdrawn(_)) => Status::Published,
        (Verdict::No | Verdict::Withdrawn, Status::Published | Status::Held(_)) => {
            Status::Withdrawn(reason(by))
        }
        _ => return Ok(None),
    };
    let known_at: Timestamp = recorder.known_now(&[&event])?;
    recorder.state(&event, vec![Value::Status(status)], by, Some(known_at))?;
    Ok(Some(id))
}
