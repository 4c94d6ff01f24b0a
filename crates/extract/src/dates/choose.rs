//! From clues to a date: which day is believed, how far, and what else was said.

use super::{
    clue::{About, Clue, Hand, Kind},
    written::{Clock, Reading},
};
use annals_model::{Date, Dating, Evidence};

/// Weakest clue that makes a value.
const LEAST: f32 = 0.12;
/// A day in another month than the address tells loses this much.
const AGAINST_ADDRESS: f32 = 0.7;
/// No certainty is whole.
const MOST: f32 = 0.99;
/// The date of the last change is that of publication so often.
const FROM_CHANGE: f32 = 0.4;
/// The web is not older: earlier days are believed only where software says them,
/// as it does in the archives of old newspapers.
const WEB_BEGINS: i16 = 1990;
/// Most evidence that is kept.
const MOST_EVIDENCE: usize = 24;
/// What a place leaves of a date in a list of others, at most (`place.rs`).
const LISTED: f32 = 0.15;
/// Most alternatives that are kept.
const MOST_ALTERNATIVES: usize = 4;
/// A reading weaker than this beside the value is no alternative.
const ALTERNATIVE: f32 = 0.25;

/// One day with what speaks for it.
#[derive(Debug)]
struct Candidate {
    day: Date,
    /// The best clue of each hand: software, address, sight.
    hands: [f32; 3],
    /// The best clue's weight and reading.
    best: (f32, Reading),
    /// A time of day that a good clue of this day tells.
    timed: Option<(f32, Reading)>,
    /// Whether only the text tells of it: a day of what is told, not of the telling.
    told: bool,
    /// Whether it stands in lists of other articles only: no reading of this one's.
    listed: bool,
    score: f32,
}

/// The day of publication.
pub(super) fn published(clues: &[Clue], reasons: &[Evidence]) -> Dating {
    let own: Vec<&Clue> = clues.iter().filter(|c| c.about != About::Modified).collect();
    let mut candidates = candidates(clues, |clue| match clue.about {
        About::Modified if clue.kind == Kind::Protocol => 0.0,
        About::Modified => clue.weight() * FROM_CHANGE,
        _ => clue.weight(),
    });
    local_days(&mut candidates);
    let months: Vec<&Clue> = own
        .iter()
        .copied()
        .filter(|c| c.reading().is_some_and(|r| r.day.is_none() && r.month.is_some()))
        .collect();
    // The address tells at least the month.
    if let Some(month) =
        months.iter().find(|c| c.kind == Kind::AddressMonth).and_then(|c| c.reading())
    {
        for candidate in &mut candidates {
            let agrees = month.agrees(&candidate.best.1);
            if agrees {
                candidate.hands[Hand::Address as usize] =
                    candidate.hands[Hand::Address as usize].max(Kind::AddressMonth.trust());
                candidate.score = score(&candidate.hands);
            } else {
                candidate.score *= AGAINST_ADDRESS;
            }
        }
        sort(&mut candidates);
    }
    let mut dating = decide(&candidates);
    other_readings(clues, &mut dating);
    if dating.value.is_none() {
        let month =
            months.iter().find(|c| matches!(c.kind, Kind::AddressMonth) || c.weight() >= 0.5);
        if let Some((reading, weight)) = month.and_then(|c| Some((c.reading()?, c.weight()))) {
            dating.value = Some(reading.edtf());
            dating.precision = Some(reading.precision());
            dating.confidence = weight;
        }
    }
    // The date of the last change is a reason only where nothing else says the day.
    let from_change = !own.iter().any(|c| says(c, &dating));
    let grounds =
        clues.iter().filter(|c| c.about != About::Modified || (from_change && says(c, &dating)));
    dating.evidence = evidence(grounds, &dating, reasons);
    dating
}

/// The day of the last change, not before that of publication.
pub(super) fn modified(clues: &[Clue], published: &Dating) -> Dating {
    let own: Vec<&Clue> = clues.iter().filter(|c| c.about == About::Modified).collect();
    let mut candidates = candidates(clues, |clue| match clue.about {
        About::Modified if clue.kind != Kind::Protocol => clue.weight(),
        _ => 0.0,
    });
    let first = published.day();
    candidates.retain(|c| first.is_none_or(|day| c.day >= day));
    // A change at an earlier hour of the same day is one of the two clocks being wrong.
    for candidate in &mut candidates {
        if let (Some(moment), Some(value)) = (candidate.best.1.moment(), &published.value) {
            let before = super::written::first(value, &super::written::Hints::default())
                .and_then(|f| f.readings.first()?.moment())
                .is_some_and(|p| p > moment);
            if before && first == Some(candidate.day) {
                candidate.best.1.time = None;
                candidate.timed = None;
            }
        }
    }
    let mut dating = decide(&candidates);
    dating.evidence = evidence(own.into_iter(), &dating, &[]);
    dating
}

/// All days, best first.
fn candidates(clues: &[Clue], weigh: impl Fn(&Clue) -> f32) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    for clue in clues {
        let whole = weigh(clue);
        if whole <= 0.0 {
            continue;
        }
        let count = clue.found.readings.len();
        for (index, reading) in clue.found.readings.iter().enumerate() {
            let Some(day) = reading.date() else { continue };
            let share = match index {
                0 => clue.share,
                _ => (1.0 - clue.share) / (count - 1) as f32,
            };
            let mut weight = whole * share;
            if reading.year < WEB_BEGINS && clue.kind.hand() != Hand::Software {
                weight = 0.0;
            }
            let hand = clue.kind.hand() as usize;
            let at = all.iter().position(|c| c.day == day).unwrap_or_else(|| {
                let (hands, best) = ([0.0; 3], (-1.0, *reading));
                all.push(Candidate {
                    day,
                    hands,
                    best,
                    timed: None,
                    told: true,
                    listed: true,
                    score: 0.0,
                });
                all.len() - 1
            });
            let candidate = &mut all[at];
            candidate.told &= clue.kind == Kind::Text;
            candidate.listed &= clue.place <= LISTED;
            candidate.hands[hand] = candidate.hands[hand].max(weight);
            if weight > candidate.best.0 {
                candidate.best = (weight, *reading);
            }
            if reading.time.is_some() && candidate.timed.is_none_or(|(w, _)| weight > w) {
                candidate.timed = Some((weight, *reading));
            }
        }
    }
    for candidate in &mut all {
        candidate.score = score(&candidate.hands);
    }
    sort(&mut all);
    all
}

/// Software often tells the moment in UTC, people and addresses the day at the place:
/// where these two differ by the one day that a zone can make, they mean the same, and
/// the day at the place is the page's.
fn local_days(candidates: &mut [Candidate]) {
    let late: Vec<(Date, f32, Clock)> = candidates
        .iter()
        .filter(|c| c.hands[Hand::Software as usize] > 0.5 && seen(c) < 0.5)
        .filter_map(|c| {
            let (weight, reading) = c.timed?;
            let time = reading.time.filter(|t| t.offset == Some(0) && t.hour >= EVENING)?;
            Some((c.day, weight, time))
        })
        .collect();
    for (day, weight, time) in late {
        let Ok(next) = day.tomorrow() else { continue };
        let Some(local) = candidates.iter_mut().find(|c| c.day == next && seen(c) >= 0.5) else {
            continue;
        };
        let software = &mut local.hands[Hand::Software as usize];
        *software = software.max(weight * SHIFTED);
        local.score = score(&local.hands);
        // A full hour is midnight at the place: the moment is known with its zone.
        if (time.minute, time.second.unwrap_or(0)) == (0, 0) && local.timed.is_none() {
            let offset = Some((24 - i16::from(time.hour)) * 60);
            let midnight = Clock { hour: 0, offset, ..time };
            local.timed = Some((local.best.0, Reading { time: Some(midnight), ..local.best.1 }));
        }
    }
    sort(candidates);
}

/// The hour in UTC from which it is tomorrow in places with many readers.
const EVENING: i8 = 15;
/// What is left of a clue of the day before.
const SHIFTED: f32 = 0.9;

/// How far people and the address speak for a day.
fn seen(candidate: &Candidate) -> f32 {
    candidate.hands[Hand::Sight as usize].max(candidate.hands[Hand::Address as usize])
}

/// That not all hands are wrong.
fn score(hands: &[f32; 3]) -> f32 {
    1.0 - hands.iter().map(|w| 1.0 - w).product::<f32>()
}

/// Best first; what came first in the page stays first among equals.
fn sort(all: &mut [Candidate]) {
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
}

fn decide(candidates: &[Candidate]) -> Dating {
    let mut dating = Dating::default();
    let Some(best) = candidates.first().filter(|c| c.score >= LEAST) else { return dating };
    let reading = match best.timed {
        Some((weight, reading)) if weight >= 0.5 * best.best.0 => reading,
        _ => best.best.1,
    };
    dating.value = Some(reading.edtf());
    dating.precision = Some(reading.precision());
    let rival = candidates.get(1).map_or(0.0, |c| c.score);
    dating.confidence = best.score.min(MOST) * (1.0 - 0.5 * rival);
    dating.alternatives = candidates
        .iter()
        .skip(1)
        .filter(|c| c.score >= ALTERNATIVE * best.score && !c.listed && (best.told || !c.told))
        .take(MOST_ALTERNATIVES)
        .map(|c| c.timed.filter(|(w, _)| *w >= 0.5 * c.best.0).map_or(c.best.1, |t| t.1).edtf())
        .collect();
    dating
}

/// Puts the other readings of the value in front of the alternatives.
fn other_readings(clues: &[Clue], dating: &mut Dating) {
    let Some(day) = dating.day() else { return };
    for clue in clues.iter().filter(|c| c.is_undecided() && c.weight() >= LEAST) {
        if !clue.found.readings.iter().any(|r| r.date() == Some(day)) {
            continue;
        }
        for other in clue.found.readings.iter().filter(|r| r.date() != Some(day)) {
            let value = other.edtf();
            dating.alternatives.retain(|a| a.get(..10) != value.get(..10));
            dating.alternatives.insert(0, value);
        }
    }
    dating.alternatives.truncate(MOST_ALTERNATIVES);
}

/// Whether a clue can be read as the day of the value.
fn says(clue: &Clue, dating: &Dating) -> bool {
    let Some(value) = dating.value.as_deref() else { return false };
    let day = value.get(..10).unwrap_or(value);
    clue.found.readings.iter().any(|r| r.edtf().starts_with(day))
}

/// Clues as evidence: first those that say the value, each by weight.
fn evidence<'c>(
    clues: impl Iterator<Item = &'c Clue>,
    dating: &Dating,
    reasons: &[Evidence],
) -> Vec<Evidence> {
    let mut all: Vec<(bool, f32, Evidence)> = Vec::new();
    for clue in clues {
        let value = match &clue.found.readings[..] {
            [one] => Some(one.edtf()),
            _ => None,
        };
        let entry = Evidence { from: clue.from.to_string(), text: clue.text.clone(), value };
        if !all.iter().any(|(.., e)| *e == entry) {
            all.push((says(clue, dating), clue.weight(), entry));
        }
        if all.len() > 200 {
            break;
        }
    }
    all.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut out: Vec<Evidence> = all.into_iter().map(|(.., e)| e).take(MOST_EVIDENCE).collect();
    let at = out.len().min(1);
    out.splice(at..at, reasons.iter().cloned());
    out
}
