//! Saying: a person's word is recorded, and what follows from it is done at once.

use super::{Rulings, refresh};
use crate::record::{Before, Recorder, story_of};
use crate::{Archive, ArchiveError, articles, relink};
use annals_model::{
    Correction, CorrectionKind, EventId, Field, Matter, Source, StoryPath, Timestamp, Value,
    Verdict,
};
use annals_store::{ArticleRelation, StoredEvent, Subject};

/// What a person says.
#[derive(Debug, Clone)]
pub struct Saying {
    /// Of what.
    pub matter: Matter,
    /// What.
    pub verdict: Verdict,
    /// Who.
    pub by_name: String,
    /// Why.
    pub reason: String,
    /// The title of a story that the archive does not know yet.
    pub title: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct Said {
    /// The word that holds now.
    pub correction: Correction,
    /// Whether it was said anew; else the same was said before.
    pub new: bool,
    /// The event whose record it changed.
    pub revised: Option<EventId>,
}

/// Records a person's word with what follows from it, in one transaction.
pub fn say(archive: &Archive, saying: &Saying, now: Timestamp) -> Result<Said, ArchiveError> {
    let mut recorder = Recorder::begin_act(archive, now)?;
    let said = record(&mut recorder, saying, None)?;
    recorder.commit()?;
    Ok(said)
}

/// Undoes a correction by a further one: what was said of the matter before it
/// holds again, or what is computed.
///
/// # Errors
/// [`ArchiveError::Refused`] where there is no such correction, or where something
/// else was said of the matter since.
pub fn undo(
    archive: &Archive,
    number: u32,
    by_name: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Said, ArchiveError> {
    let mut recorder = Recorder::begin_act(archive, now)?;
    let said = undo_word(&mut recorder, number, by_name, reason)?;
    recorder.commit()?;
    Ok(said)
}

/// Undoes a correction in an open transaction.
pub(crate) fn undo_word(
    recorder: &mut Recorder<'_>,
    number: u32,
    by_name: &str,
    reason: &str,
) -> Result<Said, ArchiveError> {
    let all = recorder.writer().corrections()?;
    let Some(word) = all.into_iter().find(|c| c.number == number) else {
        let problem = format!("there is no correction {number}");
        return Err(ArchiveError::Refused(format!(
            "{problem}\nhint: `annals corrections` lists them"
        )));
    };
    let words = recorder.writer().said_of(&word.matter)?;
    // A later word that says the same again, as undoing another does, is no obstacle.
    if let Some(last) = words.last().filter(|last| last.verdict != word.verdict) {
        let problem = format!("correction {number} holds no more: {} was said since", last.number);
        let hint = format!("`annals corrections undo {}` takes that back", last.number);
        return Err(ArchiveError::Refused(format!("{problem}\nhint: {hint}")));
    }
    let before = words.iter().rfind(|c| c.number < number);
    let before = before.map_or(Verdict::Withdrawn, |c| c.verdict);
    let saying = Saying {
        matter: word.matter.clone(),
        verdict: before,
        by_name: by_name.to_owned(),
        reason: reason.to_owned(),
        title: None,
    };
    record(recorder, &saying, Some(&word))
}

/// Records a word in an open transaction.
pub(crate) fn record_word(
    recorder: &mut Recorder<'_>,
    saying: &Saying,
) -> Result<Said, ArchiveError> {
    record(recorder, saying, None)
}

/// Records a word; `undone` is the one that it takes back.
fn record(
    recorder: &mut Recorder<'_>,
    saying: &Saying,
    undone: Option<&Correction>,
) -> Result<Said, ArchiveError> {
    let last = recorder.writer().said_of(&saying.matter)?.pop();
    let holds = last.as_ref().map_or(Verdict::Withdrawn, |c| c.verdict);
    if holds == saying.verdict {
        return match last {
            Some(correction) => Ok(Said { correction, new: false, revised: None }),
            None => Err(ArchiveError::Refused("nothing was said of it".into())),
        };
    }
    let correction = Correction {
        number: recorder.writer().last_correction()? + 1,
        matter: saying.matter.clone(),
        verdict: saying.verdict,
        by_name: saying.by_name.clone(),
        reason: saying.reason.clone(),
        recorded_at: recorder.now(),
        known_at: Some(recorder.now()),
    };
    recorder.writer().add_correction(&correction)?;
    let revised = follow(recorder, &correction, saying.title.as_deref(), undone)?;
    Ok(Said { correction, new: true, revised })
}

/// Takes over corrections of an export: those that the archive lacks, in their
/// order. What they changed of records the export's revisions say.
pub(crate) fn recall(
    recorder: &mut Recorder<'_>,
    corrections: &[Correction],
) -> Result<(), ArchiveError> {
    let mut new = false;
    for correction in corrections {
        let known = recorder.writer().said_of(&correction.matter)?;
        // Those that the export itself brought are no reason to leave one out.
        let old = |k: &&Correction| k.number <= recorder.corrections_before();
        if known.iter().filter(old).any(|k| k.is_same_word(correction)) {
            continue;
        }
        let number = recorder.writer().last_correction()? + 1;
        recorder.writer().add_correction(&Correction { number, ..correction.clone() })?;
        let mut days = Vec::new();
        for text in [&correction.matter.subject, &correction.matter.object] {
            if let Ok(id) = text.parse::<EventId>()
                && let Some(event) = recorder.writer().event(id)?
            {
                days.push(day(&event));
            }
        }
        days.push(Subject::Article(correction.matter.subject.clone()));
        recorder.touch_all(&days)?;
        new = true;
    }
    if new {
        refresh(recorder.archive(), recorder.writer(), recorder.seq())?;
    }
    Ok(())
}

fn day(event: &StoredEvent) -> Subject {
    Subject::Day { lang: event.record.lang.clone(), day: event.record.day.to_string() }
}

/// What follows from a word. Returns the event whose record it changed.
fn follow(
    recorder: &mut Recorder<'_>,
    word: &Correction,
    title: Option<&str>,
    undone: Option<&Correction>,
) -> Result<Option<EventId>, ArchiveError> {
    let (archive, seq) = (recorder.archive(), recorder.seq());
    match word.matter.kind {
        kind if kind.is_of_entities() => {
            refresh(archive, recorder.writer(), seq)?;
            Ok(None)
        }
        CorrectionKind::Story => story(recorder, word, title, undone),
        CorrectionKind::Related => {
            let one = event(recorder, &word.matter.subject)?;
            let other = event(recorder, &word.matter.object)?;
            relink::relate_again(recorder.writer(), &[one.row, other.row], seq)?;
            // What explains later events may lead through the link.
            let later = if one.record.day > other.record.day { one } else { other };
            recorder.touch_all(&[day(&later)])?;
            Ok(None)
        }
        CorrectionKind::Reports | CorrectionKind::Mentions => article(recorder, word, undone),
        CorrectionKind::Origin => {
            articles::trace_as_said(recorder.writer(), &word.matter.subject, seq)?;
            recorder.touch_all(&[Subject::Article(word.matter.subject.clone())])?;
            Ok(None)
        }
        // Accepting records the event before the word is said; what is left is the list.
        _ => {
            articles::drop_decided(recorder.writer())?;
            // It names no article, and only asks for drafts to be looked for again.
            recorder.touch_all(&[Subject::Article(word.matter.subject.clone())])?;
            Ok(None)
        }
    }
}

fn event(recorder: &Recorder<'_>, id: &str) -> Result<StoredEvent, ArchiveError> {
    let found = match id.parse::<EventId>() {
        Ok(id) => recorder.writer().event(id)?,
        Err(_) => None,
    };
    found.ok_or_else(|| ArchiveError::Refused(format!("the archive has no event `{id}`")))
}

fn story(
    recorder: &mut Recorder<'_>,
    word: &Correction,
    title: Option<&str>,
    undone: Option<&Correction>,
) -> Result<Option<EventId>, ArchiveError> {
    let key = word.matter.object.as_str();
    let event = event(recorder, &word.matter.subject)?;
    // What was computed of the pair is settled now.
    let mut links = recorder.writer().story_links(event.row)?;
    links.retain(|l| l.story != key);
    if let Some(stories) = recorder.writer().set_story_links(event.row, &links)? {
        let mut subjects: Vec<Subject> = stories.into_iter().map(Subject::Story).collect();
        // What was believed of it counted in what it is related to.
        subjects.extend([Subject::Event(event.row), day(&event)]);
        recorder.touch_all(&subjects)?;
    }
    let before = match undone {
        Some(word) => recorder.before(&event, word, Field::Stories)?,
        None => Before::Same,
    };
    let known = &event.record.stories;
    let is_in = known.iter().flatten().any(|s| s.key().as_str() == key);
    // Where other things changed since, only the one story comes or goes.
    let verdict = match (&before, word.verdict, undone.map(|u| u.verdict)) {
        (Before::Changed, Verdict::Withdrawn, Some(Verdict::Yes)) => Verdict::No,
        (Before::Changed, Verdict::Withdrawn, Some(Verdict::No)) => Verdict::Yes,
        (_, verdict, _) => verdict,
    };
    let value = match (before, verdict) {
        (Before::Was(before), _) => before,
        (_, Verdict::Yes) if is_in => return Ok(None),
        (_, Verdict::Yes) => {
            let Some(story) = story_of(recorder.writer(), key, title)? else {
                return Err(ArchiveError::Refused(format!("the archive has no story `{key}`")));
            };
            Value::Stories(known.iter().cloned().chain([vec![story]]).collect())
        }
        (_, Verdict::No) => Value::Stories(without_story(known, key)),
        // It was said of what is computed, and changed no record.
        (_, Verdict::Withdrawn) => {
            recorder.touch_all(&[day(&event)])?;
            return Ok(None);
        }
    };
    let changed = recorder.edit(&event, value, word)?;
    Ok(changed.then_some(event.id))
}

/// The chains of headings without one story; what stood around it stays.
pub(crate) fn without_story(stories: &[StoryPath], key: &str) -> Vec<StoryPath> {
    let mut left: Vec<StoryPath> = Vec::new();
    for path in stories {
        let path: StoryPath = path.iter().filter(|s| s.key().as_str() != key).cloned().collect();
        if !path.is_empty() && !left.contains(&path) {
            left.push(path);
        }
    }
    left
}

fn article(
    recorder: &mut Recorder<'_>,
    word: &Correction,
    undone: Option<&Correction>,
) -> Result<Option<EventId>, ArchiveError> {
    let page = word.matter.subject.as_str();
    let event = event(recorder, &word.matter.object)?;
    let rulings = Rulings::read(recorder.writer())?;
    let cites = |s: &Source| s.page_key() == Some(page);
    let sources = &event.record.sources;
    let before = match undone {
        Some(word) => recorder.before(&event, word, Field::Sources)?,
        None => Before::Same,
    };
    let is_source = sources.iter().any(cites);
    let reports = rulings.article(page, event.id, None);
    let denied = rulings.word_on_article(page, event.id).is_some()
        && reports != Some(ArticleRelation::Reports);
    let add = match (&before, undone.map(|u| u.verdict)) {
        (Before::Changed, Some(Verdict::Yes)) if word.verdict == Verdict::Withdrawn => Some(false),
        (Before::Changed, Some(Verdict::No)) if word.verdict == Verdict::Withdrawn => Some(true),
        _ if word.verdict == Verdict::Withdrawn => None,
        _ if denied => Some(false),
        _ => reports.map(|_| true),
    };
    let value = match (before, add) {
        (Before::Was(before), _) => Some(before),
        (_, Some(false)) if is_source => {
            let left = sources.iter().filter(|s| !cites(s)).cloned().collect();
            Some(Value::Sources(left))
        }
        (_, Some(true)) if !is_source => {
            let source = articles::source(recorder.writer(), page)?.ok_or_else(|| {
                let problem = format!("the archive has no article of `{page}`");
                ArchiveError::Refused(format!("{problem}\nhint: `annals import` takes its page"))
            })?;
            Some(Value::Sources(sources.iter().cloned().chain([source]).collect()))
        }
        _ => None,
    };
    let changed = match value {
        Some(value) => recorder.edit(&event, value, word)?,
        None => false,
    };
    articles::link_page(recorder.writer(), page, recorder.seq())?;
    recorder.touch_all(&[Subject::Article(page.to_owned())])?;
    Ok(changed.then_some(event.id))
}
