//! Related events: what ties each event to earlier ones.

use super::stories::{self, Asked};
use super::{Report, day_number};
use crate::ArchiveError;
use crate::background;
use crate::corrections::Rulings;
use annals_link::relation::{Claim, Tie};
use annals_link::{Index, Item, Options, ReasonKind, Related, Said};
use annals_model::{CorrectionKind, Date, EventId, StoryRef};
use annals_store::{
    ContextLabel, Identity, NameKind, RelatedRow, Relation, StoredEvent, Subject, WhyPart, Writer,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What stands as the reason of a link that a person set and nothing computed.
const EDITOR: &str = "editor";

/// What one computing works with.
pub(super) struct Round<'a, 'w> {
    pub(super) writer: &'a Writer<'w>,
    pub(super) rulings: &'a Rulings,
    pins: Pins,
    /// The number under which changes are noted.
    pub(super) seq: i64,
}

/// Relates the published events from `first` on, of rows and days in order.
pub(super) fn run(
    writer: &Writer<'_>,
    (shown, first): (&[(i64, Date)], usize),
    seq: i64,
    rulings: &Rulings,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let round = Round { writer, rulings, pins: Pins::read(writer, rulings)?, seq };
    relate(&round, shown, first, report)
}

/// Relates some events again, because of what a person said of them.
pub(crate) fn relate_again(
    writer: &Writer<'_>,
    rows: &[i64],
    seq: i64,
) -> Result<(), ArchiveError> {
    let rulings = Rulings::read(writer)?;
    let pins = Pins::read(writer, &rulings)?;
    let round = Round { writer, rulings: &rulings, pins, seq };
    let all = writer.published_days()?;
    for row in rows {
        // An event's list depends on nothing that stands behind it.
        let Some(at) = all.iter().position(|(r, _)| r == row) else { continue };
        relate(&round, &all[..=at], at, &mut Report::default())?;
    }
    Ok(())
}

/// What people said of pairs of events, by rows, the later event first.
#[derive(Default)]
struct Pins {
    pairs: Vec<(i64, i64, Pin)>,
}

/// What is said of a pair; with whose word.
enum Pin {
    Never,
    Always(String),
}

impl Pins {
    fn read(writer: &Writer<'_>, rulings: &Rulings) -> Result<Pins, ArchiveError> {
        let mut pins = Pins::default();
        for word in rulings.of_kind(CorrectionKind::Related) {
            let event = |id: &str| match id.parse::<EventId>() {
                Ok(id) => writer.event(id),
                Err(_) => Ok(None),
            };
            let (Some(one), Some(other)) =
                (event(&word.matter.subject)?, event(&word.matter.object)?)
            else {
                continue;
            };
            let of = |e: &StoredEvent| (e.record.day, e.id);
            let (later, earlier) = if of(&one) > of(&other) { (one, other) } else { (other, one) };
            let pin = match word.verdict {
                annals_model::Verdict::Yes => {
                    Pin::Always(format!("{}: {}", word.by_name, word.reason))
                }
                _ => Pin::Never,
            };
            pins.pairs.push((later.row, earlier.row, pin));
        }
        Ok(pins)
    }

    /// The pairs among some events, by their places.
    fn among(&self, told: &[Told]) -> Said {
        let mut said = Said::default();
        if self.pairs.is_empty() {
            return said;
        }
        let places: HashMap<i64, usize> =
            told.iter().enumerate().map(|(at, t)| (t.row, at)).collect();
        for (later, earlier, pin) in &self.pairs {
            if let (Some(later), Some(earlier)) = (places.get(later), places.get(earlier)) {
                match pin {
                    Pin::Never => said.never.insert((*later, *earlier)),
                    Pin::Always(_) => said.always.insert((*later, *earlier)),
                };
            }
        }
        said
    }

    /// Links that a person set to events so old that nothing is computed of them.
    fn older(&self, row: i64, list: &[RelatedRow], shown: &[(i64, Date)]) -> Vec<RelatedRow> {
        let link = |(later, earlier, pin): &(i64, i64, Pin)| match pin {
            Pin::Always(word)
                if *later == row
                    && list.iter().all(|l| l.other != *earlier)
                    && shown.iter().any(|(r, _)| r == earlier) =>
            {
                Some(RelatedRow {
                    event: row,
                    other: *earlier,
                    score: 0.0,
                    weights: EDITOR.to_owned(),
                    context: Vec::new(),
                    parts: vec![WhyPart {
                        kind: EDITOR.to_owned(),
                        label: word.clone(),
                        share: 100,
                    }],
                    relation: None,
                })
            }
            _ => None,
        };
        self.pairs.iter().filter_map(link).collect()
    }
}

/// An event as linking wants it, owned.
struct Told {
    row: i64,
    id: EventId,
    order: u64,
    date: Date,
    day: i32,
    text: String,
    lang: String,
    entities: Vec<(String, String)>,
    stories: Vec<String>,
    category: Option<String>,
}

/// Relates the events from `first` on, of rows and days in order, and keeps the lists.
fn relate(
    round: &Round<'_, '_>,
    shown: &[(i64, Date)],
    first: usize,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let Round { writer, pins, seq, .. } = round;
    let days: Vec<i32> = shown.iter().map(|(_, day)| day_number(*day)).collect();
    let options = Options::default();
    let window = if first == shown.len() {
        first
    } else {
        annals_link::window_start(&days, first, &options)
    };
    let identities: BTreeMap<String, Identity> =
        writer.identities()?.into_iter().map(|i| (i.key.clone(), i)).collect();
    let mut told: Vec<Told> = Vec::with_capacity(shown.len() - window);
    if let (Some((_, begin)), Some((_, last))) = (shown.get(window), shown.last()) {
        let wanted: HashSet<i64> = shown[window..].iter().map(|(row, _)| *row).collect();
        // The window may begin, and the rows may end, within a day.
        for event in writer.events_between(*begin, *last)? {
            if wanted.contains(&event.row) {
                told.push(owned(event, &identities));
            }
        }
    }
    let labels: Vec<Vec<(&str, &str)>> = told
        .iter()
        .map(|t| t.entities.iter().map(|(k, l)| (k.as_str(), l.as_str())).collect())
        .collect();
    let stories: Vec<Vec<&str>> =
        told.iter().map(|t| t.stories.iter().map(String::as_str).collect()).collect();
    let items: Vec<Item<'_>> = told
        .iter()
        .zip(labels.iter().zip(&stories))
        .map(|(t, (labels, stories))| Item {
            id: t.order,
            day: t.day,
            text: &t.text,
            lang: &t.lang,
            entities: labels,
            stories,
            category: t.category.as_deref(),
        })
        .collect();
    let names = writer.names(NameKind::Story)?;
    let titles = names.iter().map(|n| (n.key.as_str(), n.title.as_str())).collect();
    let mut index = Index::with_titles(&items, &titles, &options);
    let asked: Vec<Asked> = told
        .iter()
        .map(|t| Asked { row: t.row, id: t.id, day: t.date, told: !t.stories.is_empty() })
        .collect();
    stories::run(round, &mut index, asked.split_at(first - window), &options, report)?;
    let computed = index.related_as_said(first - window, &options, &pins.among(&told));
    for (at, list) in computed.into_iter().enumerate() {
        let own = &told[first - window + at];
        let claim = Claim::of(&own.text, &own.lang);
        let of = |link: Related| RelatedRow {
            relation: relation(&claim, &told[link.other], &link),
            ..link_row(own.row, told[link.other].row, link, &identities)
        };
        let list: Vec<RelatedRow> = list.into_iter().map(of).collect();
        let mut links = pins.older(own.row, &list, shown);
        links.extend(list);
        report.events += 1;
        report.links += links.len() as u64;
        if let Some(far) = writer.set_related(own.row, &links)? {
            report.changed += 1;
            let subjects: Vec<Subject> =
                far.into_iter().chain([own.row]).map(Subject::Links).collect();
            writer.touch(*seq, &subjects)?;
        }
    }
    let rows: Vec<i64> = told.iter().map(|t| t.row).collect();
    background::run(writer, *seq, &index, &rows, first - window, &options)
}

/// The versions of everything that is computed here.
pub(super) fn weights() -> [&'static str; 4] {
    [
        annals_link::stories::WEIGHTS_VERSION,
        annals_link::WEIGHTS_VERSION,
        annals_link::relation::RELATION_VERSION,
        annals_link::background::BACKGROUND_VERSION,
    ]
}

/// What an event says that it does to an earlier one on its list.
fn relation(claim: &Claim<'_>, earlier: &Told, link: &Related) -> Option<Relation> {
    let names: Vec<&str> = link.context.iter().map(|c| c.label.as_str()).collect();
    let outside = [ReasonKind::Time, ReasonKind::Category, ReasonKind::Story];
    let shared = link.reasons.iter().filter(|r| !outside.contains(&r.kind)).map(|r| r.score).sum();
    let tie = Tie { days: link.days, names: &names, shared };
    let typed = claim.toward(&earlier.text, &earlier.lang, &tie)?;
    Some(Relation { kind: typed.kind.name().to_owned(), words: typed.words })
}

fn link_row(
    row: i64,
    other: i64,
    link: Related,
    identities: &BTreeMap<String, Identity>,
) -> RelatedRow {
    let is_junk = |c: &annals_link::Shared| {
        let key = c.key.as_deref().unwrap_or_default();
        let name = format!("name:{}", c.label);
        [key, &name].into_iter().any(|k| identities.get(k).is_some_and(|i| i.junk))
    };
    let shared = link.context.into_iter().filter(|c| !is_junk(c));
    RelatedRow {
        event: row,
        other,
        score: f64::from(link.score),
        weights: annals_link::WEIGHTS_VERSION.to_owned(),
        context: shared.map(|c| ContextLabel { key: c.key, title: c.label }).collect(),
        parts: shares(link.score, link.reasons),
        relation: None,
    }
}

/// The terms of a score with their shares in percent; those that round to nothing are left out.
fn shares(score: f32, reasons: Vec<annals_link::Reason>) -> Vec<WhyPart> {
    reasons
        .into_iter()
        .map(|r| WhyPart {
            kind: r.kind.name().to_owned(),
            label: r.label,
            share: (100.0 * r.score / score.max(f32::MIN_POSITIVE)).round().clamp(0.0, 100.0) as u8,
        })
        .filter(|part| part.share > 0)
        .collect()
}

fn owned(event: StoredEvent, identities: &BTreeMap<String, Identity>) -> Told {
    let record = event.record;
    // An entity that is another counts as that one; a junk word ties nothing.
    let entity = |link: &annals_model::Link| {
        let key = link.target.as_str();
        let label = record.statement.label(link).to_owned();
        match identities.get(key) {
            Some(identity) if identity.junk => None,
            Some(Identity { into: Some(into), .. }) => Some((into.clone(), label)),
            _ => Some((key.to_owned(), label)),
        }
    };
    let entities = record.statement.links.iter().filter_map(entity).collect();
    let stories = record
        .stories
        .iter()
        .filter_map(|path| path.last())
        .map(StoryRef::key)
        .map(|k| k.as_str().to_owned())
        .collect();
    Told {
        row: event.row,
        id: event.id,
        order: order(event.id.as_str()),
        date: record.day,
        day: day_number(record.day),
        text: record.statement.text,
        lang: record.lang,
        entities,
        stories,
        category: record.category,
    }
}

/// A number that orders events as their ids do: the store sorts a day by id.
pub(super) fn order(id: &str) -> u64 {
    id.bytes().fold(0, |n, b| {
        // '2'-'7' sort before 'a'-'z'.
        let digit = if b.is_ascii_digit() { b - b'2' } else { b - b'a' + 6 };
        n << 5 | u64::from(digit)
    })
}
