//! What waits for a person: held events, drafts, events that their sources
//! contradict, held edits of an upstream, suggested stories, names that nobody
//! confirmed. Each says what it is about, what speaks for what, and which
//! acts answer it; an answered one is gone.

mod contradiction;

use crate::editing::Act;
use crate::{Archive, ArchiveError};
use annals_model::{EventId, Status, fold_key, word_diff};
use annals_store::{
    DisputedDay, DraftRow, EntityCount, HeldKind, NameKind, Reader, StoredEvent, StoryLinkRow,
    UpstreamHeld, WhyPart,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Entries of a page at most.
pub const LONGEST_PAGE: usize = 200;
/// Events and spellings that are shown of a name, reasons of a date.
const SHOWN: usize = 3;
/// Events that say a name before a person is asked about it: most names are said
/// once, and confirming those changes nothing.
const LEAST_EVENTS: u64 = 3;

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An event that may be one that the archive has.
    Held,
    /// An event that only articles tell.
    Draft,
    /// An event that was reported before its day.
    Contradiction,
    /// What is held of an upstream's revision: what looks like damage, what it took off.
    Upstream,
    /// An event that may be part of a story.
    Story,
    /// A name that may be an entity's.
    Entity,
}

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only one kind; `None`: all, in the order of [`Kind`].
    pub kind: Option<Kind>,
    /// Where the last page ended ([`Page::next`]).
    pub after: Option<String>,
    /// Entries, 1 to [`LONGEST_PAGE`]; 0 for 50.
    pub limit: usize,
}

/// A page of what waits.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Page {
    /// How much waits of each kind.
    pub counts: BTreeMap<Kind, u64>,
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// What to ask for after this page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// Why it waits.
    pub kind: Kind,
    /// What names it: an event's id, a draft's, an entity's key, the number of a held
    /// edit; for a story the
    /// event's id, a space and the story's key.
    pub id: String,
    /// What it is about, as people read it: a statement, a name.
    pub text: String,
    /// Its day, ISO 8601, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// What it may be or may be part of: the event that a held one resembles, the
    /// story, the events that say a name.
    pub about: Vec<About>,
    /// What speaks for it, the strongest first.
    pub evidence: Vec<Evidence>,
    /// The acts that answer it, ready to be asked for with a reason.
    pub acts: Vec<Act>,
}

/// Something that has a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// `event`, `story` or `article`.
    pub kind: &'static str,
    /// Its id or key.
    pub id: String,
    /// Its statement or title.
    pub text: String,
    /// Its page's path without suffix; for an article its page's key.
    pub url: String,
    /// Its day, ISO 8601, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

/// What speaks for something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// What kind of evidence: `reason`, `words`, `source`, `probability`, `feature`,
    /// `surface`, `origins`, `revision`.
    pub kind: String,
    /// What it is.
    pub text: String,
    /// How much of the whole it is, or how sure, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

impl Kind {
    /// Every kind, in the order of the queue.
    pub const ALL: [Kind; 6] =
        [Kind::Held, Kind::Draft, Kind::Contradiction, Kind::Upstream, Kind::Story, Kind::Entity];

    /// Its name: `held`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Held => "held",
            Kind::Draft => "draft",
            Kind::Contradiction => "contradiction",
            Kind::Upstream => "upstream",
            Kind::Story => "story",
            Kind::Entity => "entity",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// Lists what waits, by kind and within a kind in an order that answering does not
/// change: held events and edits as they were recorded, drafts by day, contradictions
/// and stories by event, names by how many events say them.
///
/// # Errors
/// [`ArchiveError::Refused`] where `after` is not what a page ended with.
pub fn list(archive: &Archive, asked: &Asked) -> Result<Page, ArchiveError> {
    let reader = archive.store.read()?;
    let limit = if asked.limit == 0 { 50 } else { asked.limit.min(LONGEST_PAGE) };
    let after = asked.after.as_deref().map(cursor).transpose()?;
    let mut page = Page::default();
    let mut last = None;
    for kind in Kind::ALL {
        let mut entries = entries(&reader, kind)?;
        page.counts.insert(kind, entries.len() as u64);
        let asked_for = asked.kind.is_none_or(|k| k == kind);
        if !asked_for || page.next.is_some() || after.is_some_and(|(k, _)| kind < k) {
            continue;
        }
        if let Some((_, place)) = after.filter(|(k, _)| *k == kind) {
            entries.retain(|e| e.place.as_str() > place);
        }
        for Entry { place, what } in entries {
            if page.waiting.len() == limit {
                page.next = last.take();
                break;
            }
            page.waiting.extend(shown(&reader, what)?);
            last = Some(format!("{} {place}", kind.name()));
        }
    }
    Ok(page)
}

/// Where a page ended: a kind and a place in it.
fn cursor(text: &str) -> Result<(Kind, &str), ArchiveError> {
    let parts = text.split_once(' ').and_then(|(kind, at)| Some((Kind::from_name(kind)?, at)));
    parts.ok_or_else(|| {
        ArchiveError::Refused("the queue has no page there\nhint: begin with the first".into())
    })
}

/// Something that waits, with its place in the order of its kind.
struct Entry {
    place: String,
    what: What,
}

enum What {
    Held(Box<StoredEvent>),
    Draft(Box<DraftRow>),
    Contradiction(Box<DisputedDay>),
    Upstream(Box<UpstreamHeld>),
    Story(Box<StoryLinkRow>),
    Entity(EntityCount),
}

/// What waits of one kind, in order.
fn entries(reader: &Reader<'_>, kind: Kind) -> Result<Vec<Entry>, ArchiveError> {
    let mut entries: Vec<Entry> = match kind {
        Kind::Held => {
            let mut events = reader.unpublished()?;
            events.retain(|e| matches!(e.record.status, Status::Held(_)));
            let entry = |event: StoredEvent| Entry {
                place: format!("{:020}", event.row),
                what: What::Held(Box::new(event)),
            };
            events.into_iter().map(entry).collect()
        }
        Kind::Draft => {
            let entry = |draft: DraftRow| Entry {
                place: format!("{} {}", draft.day, draft.id),
                what: What::Draft(Box::new(draft)),
            };
            reader.drafts()?.into_iter().map(entry).collect()
        }
        Kind::Contradiction => {
            let entry = |disputed: DisputedDay| Entry {
                place: format!("{:020} {}", disputed.event, disputed.page),
                what: What::Contradiction(Box::new(disputed)),
            };
            reader.disputed_days()?.into_iter().map(entry).collect()
        }
        Kind::Upstream => {
            let entry = |held: UpstreamHeld| Entry {
                place: format!("{:020}", held.number),
                what: What::Upstream(Box::new(held)),
            };
            let mut held = Vec::new();
            for one in reader.upstream_waiting(0)? {
                if is_open(reader, &one)? {
                    held.push(entry(one));
                }
            }
            held
        }
        Kind::Story => {
            let entry = |link: StoryLinkRow| Entry {
                place: format!("{:020} {}", link.event, link.story),
                what: What::Story(Box::new(link)),
            };
            reader.suggested_stories()?.into_iter().map(entry).collect()
        }
        Kind::Entity => {
            // The commonest first: a number that falls where the count grows.
            let entry = |count: EntityCount| Entry {
                place: format!("{:020} {}", u64::MAX - count.events, count.key),
                what: What::Entity(count),
            };
            reader.unconfirmed_entities(LEAST_EVENTS)?.into_iter().map(entry).collect()
        }
    };
    entries.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(entries)
}

fn shown(reader: &Reader<'_>, what: What) -> Result<Option<Waiting>, ArchiveError> {
    match what {
        What::Held(event) => held(reader, &event).map(Some),
        What::Draft(draft) => Ok(Some(of_draft(*draft))),
        What::Contradiction(disputed) => contradiction::shown(reader, &disputed),
        What::Upstream(held) => of_upstream(reader, *held).map(Some),
        What::Story(link) => of_story(reader, &link),
        What::Entity(count) => of_entity(reader, count).map(Some),
    }
}

fn held(reader: &Reader<'_>, event: &StoredEvent) -> Result<Waiting, ArchiveError> {
    let id = event.id.to_string();
    let mut evidence = Vec::new();
    let mut about = Vec::new();
    let mut acts = vec![Act::Release { event: id.clone() }];
    if let Status::Held(reason) = &event.record.status {
        let other = resembled(reader, reason)?;
        evidence.push(Evidence { kind: "reason".into(), text: reason.clone(), weight: None });
        if let Some(other) = other.filter(|o| o.id != event.id) {
            let (one, two) = (&event.record.statement.text, &other.record.statement.text);
            let shared = word_diff::overlap(one, two);
            evidence.push(Evidence {
                kind: "words".into(),
                text: shared_words(one, two),
                weight: Some((f64::from(shared) * 100.0).round() / 100.0),
            });
            for source in &event.record.sources {
                let page = source.page_key();
                if page.is_some() && other.record.sources.iter().any(|s| s.page_key() == page) {
                    let text = source.url.clone().unwrap_or_default();
                    evidence.push(Evidence { kind: "source".into(), text, weight: None });
                }
            }
            if other.record.status == Status::Published {
                acts.insert(0, Act::Merge { event: id.clone(), into: other.id.to_string() });
            }
            about.push(of_event(&other));
        }
    }
    acts.push(Act::Reject { event: id.clone() });
    Ok(Waiting {
        kind: Kind::Held,
        id,
        text: event.record.statement.text.clone(),
        day: Some(event.record.day.to_string()),
        about,
        evidence,
        acts,
    })
}

/// The event that a held one resembles, as the reason names it; where that one was
/// merged, the one that it is.
fn resembled(reader: &Reader<'_>, reason: &str) -> Result<Option<StoredEvent>, ArchiveError> {
    let mut id = reason.split([' ', '(', ')']).find_map(|word| word.parse::<EventId>().ok());
    let mut found = None;
    // Merging refuses circles; the bound holds even where a file was changed.
    for _ in 0..32 {
        let Some(next) = id.take() else { break };
        found = reader.event(next)?;
        if let Some(Status::MergedInto(into)) = found.as_ref().map(|e| &e.record.status) {
            id = Some(*into);
        }
    }
    Ok(found)
}

/// The words that two statements share, in the order of the first.
fn shared_words(one: &str, other: &str) -> String {
    let (one, other) = (fold_key(one), fold_key(other));
    let other: std::collections::HashSet<&str> = other.split(' ').collect();
    let shared: Vec<&str> = one.split(' ').filter(|w| other.contains(w)).take(40).collect();
    shared.join(" ")
}

fn of_event(event: &StoredEvent) -> About {
    About {
        kind: "event",
        id: event.id.to_string(),
        text: event.record.statement.text.clone(),
        url: event.path.clone(),
        day: Some(event.record.day.to_string()),
    }
}

fn of_draft(draft: DraftRow) -> Waiting {
    let article = |page: &String| About {
        kind: "article",
        id: page.clone(),
        text: page.clone(),
        url: page.clone(),
        day: None,
    };
    let reports = format!("{} articles from {} origins", draft.articles.len(), draft.origins);
    Waiting {
        kind: Kind::Draft,
        about: draft.articles.iter().map(article).collect(),
        evidence: vec![Evidence { kind: "origins".into(), text: reports, weight: None }],
        acts: vec![
            Act::AcceptDraft { draft: draft.id.clone() },
            Act::RejectDraft { draft: draft.id.clone() },
        ],
        id: draft.id,
        text: draft.statement,
        day: Some(draft.day.to_string()),
    }
}

/// Whether something held still asks: an event that was taken off its list does not,
/// once it was withdrawn or merged.
fn is_open(reader: &Reader<'_>, held: &UpstreamHeld) -> Result<bool, ArchiveError> {
    if held.kind == HeldKind::Told {
        return Ok(true);
    }
    for event in held.items.iter().filter_map(|item| item.event) {
        if reader.event(event)?.is_some_and(|e| e.record.status == Status::Published) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Bullets of a held edit whose text is shown.
const BULLETS: usize = 5;

fn of_upstream(reader: &Reader<'_>, held: UpstreamHeld) -> Result<Waiting, ArchiveError> {
    let page = reader.upstream_page_in(held.page)?;
    let mut text: Vec<&str> = held.items.iter().take(BULLETS).map(|i| i.text.as_str()).collect();
    let more = held.items.len().saturating_sub(BULLETS);
    let more = format!("… {more} more");
    if held.items.len() > BULLETS {
        text.push(&more);
    }
    let mut about = Vec::new();
    let mut acts = Vec::new();
    for event in held.items.iter().filter_map(|i| i.event).take(BULLETS) {
        about.extend(reader.event(event)?.as_ref().map(of_event));
    }
    if let (HeldKind::Gone, [one]) = (held.kind, held.items.as_slice())
        && let Some(event) = one.event
        && let Some(heir) = resembled(reader, &held.reason)?.filter(|heir| heir.id != event)
    {
        if heir.record.status == Status::Published {
            acts.push(Act::Merge { event: event.to_string(), into: heir.id.to_string() });
        }
        about.push(of_event(&heir));
    }
    let number = held.number.unsigned_abs();
    acts.push(Act::AcceptUpstream { held: number });
    acts.push(Act::RefuseUpstream { held: number });
    let title = page.as_ref().map(|p| p.title.as_str()).unwrap_or_default();
    let author = held.author.map(|author| format!(" by {author}")).unwrap_or_default();
    let mut revision = format!("{title}, revision {}{author}, {}", held.revision, held.at);
    if !held.comment.is_empty() {
        revision += &format!(", “{}”", held.comment);
    }
    let evidence = |kind: &str, text: String| Evidence { kind: kind.into(), text, weight: None };
    Ok(Waiting {
        kind: Kind::Upstream,
        id: held.number.to_string(),
        text: text.join(" · "),
        day: page.map(|p| p.day.to_string()),
        about,
        evidence: vec![evidence("reason", held.reason), evidence("revision", revision)],
        acts,
    })
}

fn of_story(reader: &Reader<'_>, link: &StoryLinkRow) -> Result<Option<Waiting>, ArchiveError> {
    let Some(event) = reader.event_in(link.event)? else { return Ok(None) };
    let id = event.id.to_string();
    let name = reader.name(NameKind::Story, &link.story)?;
    let about = name.map(|n| About {
        kind: "story",
        id: link.story.clone(),
        text: n.title,
        url: n.path,
        day: None,
    });
    let part = |part: &WhyPart| Evidence {
        kind: part.kind.clone(),
        text: part.label.clone(),
        weight: Some(f64::from(part.share) / 100.0),
    };
    let sure = Evidence {
        kind: "probability".into(),
        text: String::new(),
        weight: Some((link.probability * 1000.0).round() / 1000.0),
    };
    Ok(Some(Waiting {
        kind: Kind::Story,
        id: format!("{id} {}", link.story),
        text: event.record.statement.text.clone(),
        day: Some(event.record.day.to_string()),
        about: about.into_iter().collect(),
        evidence: std::iter::once(sure).chain(link.why.iter().map(part)).collect(),
        acts: vec![
            Act::StoryLink { event: id.clone(), story: link.story.clone(), title: None },
            Act::StoryUnlink { event: id, story: link.story.clone() },
        ],
    }))
}

fn of_entity(reader: &Reader<'_>, count: EntityCount) -> Result<Waiting, ArchiveError> {
    let mut evidence = Vec::new();
    for surface in reader.surfaces(&count.key)?.into_iter().take(SHOWN) {
        let text = format!("`{}` {} times", surface.surface, surface.count);
        evidence.push(Evidence { kind: "surface".into(), text, weight: None });
    }
    let mut about = Vec::new();
    for row in reader.events_naming(&count.key)? {
        if let Some(event) = reader.event_in(row)?
            && event.record.status == Status::Published
        {
            about.push(of_event(&event));
        }
        if about.len() == SHOWN {
            break;
        }
    }
    let entity = count.key;
    Ok(Waiting {
        kind: Kind::Entity,
        text: entity.split_once(':').map_or(entity.as_str(), |(_, name)| name).to_owned(),
        id: entity.clone(),
        day: None,
        about,
        evidence,
        acts: vec![Act::EntityConfirm { entity: entity.clone() }, Act::EntityDrop { entity }],
    })
}
