//! Which mementos an original has, and which of them fits a time.

use super::instant;
use super::original::{Addressed, Site, own_address};
use crate::App;
use crate::answer::Problem;
use annals_archive::articles;
use annals_model::{EventId, Status, Step, Timestamp, history};
use annals_publish::Format;
use annals_store::{Reader, StoredCapture, StoredEvent};

/// The mementos of one original, oldest first; there is at least one.
#[derive(Debug)]
pub(super) struct Mementos {
    /// Its address, as headers and addresses can have it.
    pub(super) original: String,
    /// What there is.
    pub(super) holding: Holding,
    /// Their times, whole seconds, each once.
    pub(super) times: Vec<Timestamp>,
}

/// What the mementos are of.
#[derive(Debug)]
pub(super) enum Holding {
    /// An event's page.
    Event {
        /// The event.
        event: Box<StoredEvent>,
        /// The format that the original's suffix names.
        format: Option<Format>,
    },
    /// A captured page; one capture for each time.
    Captures(Vec<StoredCapture>),
}

impl Mementos {
    /// The number of the last one.
    pub(super) fn last(&self) -> usize {
        self.times.len() - 1
    }

    /// When a memento is of.
    pub(super) fn time(&self, at: usize) -> Timestamp {
        self.times[at]
    }

    /// The memento for a time. A version of an event holds until the next one, so
    /// it is the last one up to then; captures are samples, so it is the nearest,
    /// of two equally near ones the earlier. The first, before the first.
    pub(super) fn at(&self, time: Timestamp) -> usize {
        let time = instant::second(time).unwrap_or(time);
        let after = self.times.partition_point(|t| *t <= time);
        let Some(before) = after.checked_sub(1) else { return 0 };
        match self.holding {
            Holding::Captures(_) if after < self.times.len() => {
                let away = |at: usize| self.times[at].as_second().abs_diff(time.as_second());
                if away(after) < away(before) { after } else { before }
            }
            _ => before,
        }
    }
}

/// The mementos of an original; `None` where the archive has none.
pub(super) fn of(
    app: &App,
    site: &Site,
    addressed: &Addressed,
) -> Result<Option<Mementos>, Problem> {
    let reader = app.archive().store.read()?;
    match addressed {
        Addressed::Own { path, format } => of_event(site, &reader, path, *format),
        Addressed::Elsewhere(url) => {
            let mut captures: Vec<(Timestamp, StoredCapture)> = reader
                .captures_of(&articles::key(url.as_str()))?
                .into_iter()
                .filter_map(|c| Some((instant::second(c.at())?, c)))
                .collect();
            // The later recorded one of a second stands for it.
            captures.reverse();
            captures.dedup_by_key(|(time, _)| *time);
            captures.reverse();
            let (times, captures): (Vec<_>, Vec<_>) = captures.into_iter().unzip();
            Ok((!times.is_empty()).then(|| Mementos {
                original: url.as_str().to_owned(),
                holding: Holding::Captures(captures),
                times,
            }))
        }
    }
}

fn of_event(
    site: &Site,
    reader: &Reader<'_>,
    path: &str,
    format: Option<Format>,
) -> Result<Option<Mementos>, Problem> {
    let event = match path.strip_prefix("/e/") {
        Some(id) => match id.parse::<EventId>() {
            Ok(id) => reader.event(id)?,
            Err(_) => None,
        },
        None => reader.event_at(path)?,
    };
    let Some(event) = event else { return Ok(None) };
    let times = public_times(&history::steps(&reader.revisions(event.row)?));
    Ok((!times.is_empty()).then(|| Mementos {
        original: own_address(site, path, format),
        holding: Holding::Event { event: Box::new(event), format },
        times,
    }))
}

/// When readers saw something new: from the first moment at which the event was
/// not held back, the seconds in which something changed.
fn public_times(steps: &[Step]) -> Vec<Timestamp> {
    let held = |step: &&Step| matches!(step.record.status, Status::Held(_));
    let mut times: Vec<Timestamp> = Vec::new();
    for (number, step) in steps.iter().skip_while(held).enumerate() {
        if number > 0 && step.changes.is_empty() {
            continue;
        }
        let Some(time) = instant::second(history::known_from(step)) else { continue };
        // What became known later is not known before it.
        let time = times.last().map_or(time, |last| time.max(*last));
        if times.last() != Some(&time) {
            times.push(time);
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{By, Record, Revision, Text, Value, date};

    fn mementos(seconds: &[i64], captures: bool) -> Mementos {
        let record = Record {
            day: date(2016, 9, 9),
            statement: Text::plain("x"),
            category: None,
            stories: Vec::new(),
            summary: None,
            sources: Vec::new(),
            image: None,
            lang: "en".into(),
            under: None,
            status: Status::Published,
        };
        let event =
            StoredEvent { row: 1, id: "4oymiquy7qob".parse().unwrap(), path: "/e".into(), record };
        Mementos {
            original: String::new(),
            holding: match captures {
                true => Holding::Captures(Vec::new()),
                false => Holding::Event { event: Box::new(event), format: None },
            },
            times: seconds.iter().map(|s| Timestamp::from_second(*s).unwrap()).collect(),
        }
    }

    #[test]
    fn versions_hold_and_captures_are_near() {
        let at = |all: &Mementos, s: i64| all.at(Timestamp::from_second(s).unwrap());
        let versions = mementos(&[10, 20, 40], false);
        assert_eq!([5, 10, 19, 39, 40, 99].map(|s| at(&versions, s)), [0, 0, 0, 1, 2, 2]);
        let captures = mementos(&[10, 20, 40], true);
        assert_eq!(
            [5, 14, 15, 16, 29, 30, 31, 99].map(|s| at(&captures, s)),
            [0, 0, 0, 1, 1, 1, 2, 2]
        );
        assert_eq!(captures.at(Timestamp::MIN), 0);
        assert_eq!(captures.at(Timestamp::MAX), 2);
    }

    #[test]
    fn what_was_held_back_has_no_memento() {
        let at = |s| Some(Timestamp::from_second(s).unwrap());
        let revision = |number, known, values| Revision {
            known_at: at(known),
            ..Revision::new(number, By::importer("lines", None), values)
        };
        let steps = history::steps(&[
            revision(
                1,
                10,
                vec![
                    Value::Statement(Text::plain("a")),
                    Value::Status(Status::Held("doubtful".into())),
                ],
            ),
            revision(2, 20, vec![Value::Status(Status::Published)]),
            revision(3, 30, vec![Value::Statement(Text::plain("a"))]),
            revision(4, 40, vec![Value::Statement(Text::plain("b"))]),
        ]);
        let seconds: Vec<i64> = public_times(&steps).iter().map(|t| t.as_second()).collect();
        assert_eq!(seconds, [20, 40]);
        assert!(public_times(&steps[..1]).is_empty());
    }
}
