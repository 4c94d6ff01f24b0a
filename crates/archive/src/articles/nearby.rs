//! Which of two readings of a date is right, decided by what the archive knows of
//! both days: "09/05/2016" is the day whose events the article speaks of.
//!
//! The decision is derived and never kept: it is made when an article is shown,
//! and a better archive decides better.

use crate::ArchiveError;
use annals_link::{Item, Options};
use annals_model::{Article, Date, Evidence, Span, Status};
use annals_store::{Reader, StoredEvent};

/// Days before and after a reading whose events count: articles tell of the days
/// before them, and lists file an event a day early or late.
const AROUND: (i64, i64) = (2, 1);
/// Events of a day that count: an article is about few.
const BEST: usize = 3;
/// How much more one reading's events must share with the article than the
/// other's. With it 94 of 100 decisions are right (`cargo xtask eval readings`).
const CLEAR: f32 = 2.0;
/// The least that they must share: below it are common words.
const LEAST: f32 = 1.2;
/// How sure such a decision is; see [`CLEAR`].
const CONFIDENCE: f32 = 0.8;
/// How much of a text is compared, in characters: an article says first what it is about.
const TEXT: usize = 2_000;

/// Two readings that the archive can tell apart: the better one, and its events.
#[derive(Debug)]
pub struct Decision {
    /// Which of the readings.
    pub reading: usize,
    /// The events that speak for it, best first.
    pub events: Vec<StoredEvent>,
}

/// Decides between days that a text may have been written on. `None` where the
/// archive's events do not tell them apart. `skip` leaves events out.
pub fn decide(
    reader: &Reader<'_>,
    text: &str,
    lang: &str,
    readings: &[Date],
    skip: impl Fn(&StoredEvent) -> bool,
) -> Result<Option<Decision>, ArchiveError> {
    let mut events: Vec<(usize, StoredEvent)> = Vec::new();
    for (at, day) in readings.iter().enumerate() {
        let from = day.saturating_sub(Span::new().days(AROUND.0));
        let to = day.saturating_add(Span::new().days(AROUND.1));
        for event in reader.events_between(from, to)? {
            if event.record.status == Status::Published && !skip(&event) {
                events.push((at, event));
            }
        }
    }
    // All stand on one day before the text, so that only what they say counts.
    let mut items: Vec<Item<'_>> = events
        .iter()
        .enumerate()
        .map(|(at, (_, e))| item(at as u64, 0, &e.record.statement.text, &e.record.lang))
        .collect();
    let head: String = text.chars().take(TEXT).collect();
    items.push(item(u64::MAX, 1, &head, lang));
    // Nearness in time and headings are what is asked, and prove nothing.
    let mut options = Options { k: items.len(), per_story: items.len(), ..Options::default() };
    options.weights.fresh = 0.0;
    options.weights.recent = 0.0;
    options.weights.category = 0.0;
    let related = annals_link::relate(&items, items.len() - 1, &options);
    let mut sums = vec![0.0_f32; readings.len()];
    let mut best: Vec<Vec<usize>> = vec![Vec::new(); readings.len()];
    for link in related.first().into_iter().flatten() {
        let reading = events[link.other].0;
        if best[reading].len() < BEST {
            best[reading].push(link.other);
            sums[reading] += link.score;
        }
    }
    let Some(first) = (0..sums.len()).max_by(|a, b| sums[*a].total_cmp(&sums[*b])) else {
        return Ok(None);
    };
    let second = (0..sums.len()).filter(|at| *at != first).map(|at| sums[at]).fold(0.0, f32::max);
    if sums[first] < LEAST || sums[first] < second * CLEAR {
        return Ok(None);
    }
    let speak = best.swap_remove(first);
    let events = speak.into_iter().map(|at| events[at].1.clone()).collect();
    Ok(Some(Decision { reading: first, events }))
}

/// Lets the archive's events decide between the readings of an article's date,
/// where that is open; both readings and the events stay as evidence.
pub fn date(reader: &Reader<'_>, article: &mut Article) -> Result<(), ArchiveError> {
    let dating = &article.published;
    if dating.confidence >= CONFIDENCE || dating.alternatives.is_empty() {
        return Ok(());
    }
    let values: Vec<String> =
        dating.value.iter().chain(&dating.alternatives).take(4).cloned().collect();
    let days: Option<Vec<Date>> =
        values.iter().map(|v| v.get(..10).and_then(|d| d.parse().ok())).collect();
    let Some(days) = days.filter(|d| d.len() > 1) else { return Ok(()) };
    let text = format!("{}. {}", article.title.as_deref().unwrap_or(""), article.text());
    let lang = article.language.clone().unwrap_or_else(|| "en".to_owned());
    let Some(decision) = decide(reader, &text, &lang, &days, |_| false)? else { return Ok(()) };
    let dating = &mut article.published;
    let value = values[decision.reading].clone();
    dating.alternatives = values.iter().filter(|v| **v != value).cloned().collect();
    dating.confidence = CONFIDENCE;
    let evidence = decision.events.iter().map(|e| Evidence {
        from: "event of the archive".to_owned(),
        text: format!(
            "{} {}",
            e.path,
            e.record.statement.text.chars().take(80).collect::<String>()
        ),
        value: Some(e.record.day.to_string()),
    });
    dating.evidence.splice(0..0, evidence);
    dating.value = Some(value);
    Ok(())
}

fn item<'a>(id: u64, day: i32, text: &'a str, lang: &'a str) -> Item<'a> {
    Item { id, day, text, lang, entities: &[], stories: &[], category: None }
}
