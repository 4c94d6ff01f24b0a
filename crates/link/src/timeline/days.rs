//! A story's key days: where it began and ended, where much happened at once,
//! where it turned, and what was referred to later.
//!
//! Each day gets a score, a sum of what speaks for it; days are taken greedily,
//! each for what its best sentence still has to tell (see [`super::sentence`]).
//! After bursts (Kleinberg 2002, here against the story's own rate nearby) and
//! change points as divergence of neighbouring windows (TextTiling, Hearst 1997).

use super::Told;
use super::sentence::{Texts, cosine, merged};

/// A timeline has at most so many key days.
pub(super) const MOST: usize = 12;

/// A story of n events has 1 + this times ln n key days: 4 for ten events, 8 for a hundred.
const GROWTH: f32 = 1.5;

/// What each thing that speaks for a day is worth.
const BURST: f32 = 1.0;
const TURN: f32 = 0.35;
const REFERRED: f32 = 0.5;
const SOURCES: f32 = 0.12;
const TOLD: f32 = 1.2;

/// Days before and after a day that its rate is held against.
const NEARBY: i32 = 30;

/// Events before and after a day that are compared for a turn.
const AROUND: usize = 8;

/// A turn is said to be one where the events before and after it differ so many
/// standard deviations more than they do on the story's usual day.
const TURNS: f32 = 1.5;

/// A story with fewer such comparisons has no usual day.
const USUAL: usize = 8;

/// How a key day is taken off its neighbours: two key days this share of the
/// story's life apart take half of it.
const APART: f32 = 0.02;
const CLOSE: f32 = 0.8;

/// Later events that must refer to a day before that is said of it.
const OFTEN: u32 = 3;

/// A key day.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyDay {
    /// Days since 1 January 1970.
    pub day: i32,
    /// The event whose statement tells the day, by its place among the story's events.
    pub event: usize,
    /// How many of the story's events the day has.
    pub events: u32,
    /// Why it is a key day, the strongest reason first; never empty.
    pub why: Vec<Why>,
}

/// Why a day is a key day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The story begins.
    First,
    /// So far the story ends.
    Last,
    /// So many events on one day, more than usual.
    Burst(u32),
    /// So many later events refer back to it.
    Referred(u32),
    /// What is told after it is about something else than what was told before.
    Turn,
    /// It tells what no other key day does.
    New,
}

impl Why {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Why::First => "first",
            Why::Last => "last",
            Why::Burst(_) => "burst",
            Why::Referred(_) => "referred",
            Why::Turn => "turn",
            Why::New => "new",
        }
    }

    /// The number that belongs to it.
    pub fn number(self) -> Option<u32> {
        match self {
            Why::Burst(n) | Why::Referred(n) => Some(n),
            _ => None,
        }
    }
}

/// What speaks for a day.
struct Scored {
    day: i32,
    /// Its events, by place.
    from: usize,
    to: usize,
    burst: f32,
    referred: u32,
    turn: f32,
    score: f32,
}

impl Scored {
    fn events(&self) -> u32 {
        u32::try_from(self.to - self.from).unwrap_or(u32::MAX)
    }
}

/// The key days of events in the order of their days.
pub(super) fn key_days(events: &[Told<'_>]) -> Vec<KeyDay> {
    if events.is_empty() {
        return Vec::new();
    }
    let texts = Texts::of(events);
    let days = scored(events, &texts);
    let wanted = (1.0 + GROWTH * (events.len() as f32).ln()).round() as usize;
    let wanted = wanted.clamp(1, MOST).min(days.len());
    let mut chosen: Vec<usize> = vec![0];
    if wanted > 1 {
        chosen.push(days.len() - 1);
    }
    let best = |day: &Scored, told: &[usize]| texts.best(day.from..day.to, events, told);
    let mut told: Vec<usize> = Vec::new();
    for at in &chosen {
        let (event, _) = best(&days[*at], &told);
        told.push(event);
    }
    let life = (events[events.len() - 1].day.saturating_sub(events[0].day)).max(1) as f32;
    // Sentences are looked for on the best days alone: bounds the time on huge stories.
    let mut open: Vec<usize> = (0..days.len()).filter(|at| !chosen.contains(at)).collect();
    open.sort_by(|a, b| days[*b].score.total_cmp(&days[*a].score).then(a.cmp(b)));
    open.truncate(12 * MOST);
    while chosen.len() < wanted {
        let mut top = (f32::NEG_INFINITY, 0, 0);
        for (place, at) in open.iter().enumerate() {
            let day = &days[*at];
            let (event, news) = best(day, &told);
            let close: f32 = chosen
                .iter()
                .map(|c| {
                    let apart = (days[*c].day.abs_diff(day.day)) as f32 / life;
                    CLOSE * (-apart / APART).exp2()
                })
                .fold(0.0, f32::max);
            let gain = day.score + TOLD * news - close;
            if gain > top.0 {
                top = (gain, place, event);
            }
        }
        if open.is_empty() {
            break;
        }
        chosen.push(open.swap_remove(top.1));
        told.push(top.2);
    }
    chosen.sort_unstable();
    chosen.dedup();
    sentences(events, &texts, &days, &chosen)
}

/// The sentence of each chosen day, told in the order of time.
fn sentences(events: &[Told<'_>], texts: &Texts, days: &[Scored], chosen: &[usize]) -> Vec<KeyDay> {
    let mut told = Vec::new();
    let last = days.len() - 1;
    chosen
        .iter()
        .map(|at| {
            let day = &days[*at];
            let (event, _) = texts.best(day.from..day.to, events, &told);
            told.push(event);
            let mut why = reasons(day);
            if *at == 0 {
                why.insert(0, Why::First);
            } else if *at == last {
                why.insert(0, Why::Last);
            } else if why.is_empty() {
                why.push(Why::New);
            }
            KeyDay { day: day.day, event, events: day.events(), why }
        })
        .collect()
}

/// What is said for a day, the strongest first.
fn reasons(day: &Scored) -> Vec<Why> {
    let mut why = Vec::new();
    if day.events() > 2 && day.burst > 0.5 {
        why.push((BURST * day.burst, Why::Burst(day.events())));
    }
    if day.referred >= OFTEN {
        why.push((REFERRED * (1.0 + day.referred as f32).ln(), Why::Referred(day.referred)));
    }
    if day.turn >= TURNS {
        why.push((TURN * day.turn, Why::Turn));
    }
    why.sort_by(|a, b| b.0.total_cmp(&a.0));
    why.into_iter().map(|(_, why)| why).collect()
}

/// The days with what speaks for them.
fn scored(events: &[Told<'_>], texts: &Texts) -> Vec<Scored> {
    let mut days: Vec<Scored> = Vec::new();
    let mut from = 0;
    for chunk in events.chunk_by(|a, b| a.day == b.day) {
        let to = from + chunk.len();
        let referred = chunk.iter().fold(0u32, |sum, e| sum.saturating_add(e.referred));
        days.push(Scored {
            day: chunk[0].day,
            from,
            to,
            burst: 0.0,
            referred,
            turn: 0.0,
            score: 0.0,
        });
        from = to;
    }
    let turns = turns(&days, events.len(), texts);
    let (mut left, mut right) = (0, 0);
    for (day, turn) in days.iter_mut().zip(turns) {
        while events[left].day < day.day.saturating_sub(NEARBY) {
            left += 1;
        }
        while right < events.len() && events[right].day <= day.day.saturating_add(NEARBY) {
            right += 1;
        }
        let own = day.events() as f32;
        // One event is always expected, so that a quiet story's lone days are no bursts.
        let expected = 1.0 + (right - left) as f32 / (2 * NEARBY + 1) as f32;
        day.burst = (own / expected).ln().max(0.0);
        day.turn = turn;
        let sources = events[day.from..day.to].iter().map(|e| e.sources.min(50)).max().unwrap_or(0);
        day.score = BURST * day.burst
            + TURN * day.turn
            + REFERRED * (1.0 + day.referred as f32).ln()
            + SOURCES * (1.0 + sources as f32).ln();
    }
    days
}

/// How much more the events before and from each day on differ than they do on
/// the story's usual day, in standard deviations, 0 to 3.
fn turns(days: &[Scored], events: usize, texts: &Texts) -> Vec<f32> {
    let differences: Vec<Option<f32>> = days
        .iter()
        .map(|day| {
            let before = day.from.saturating_sub(AROUND)..day.from;
            let after = day.from..(day.from + AROUND).min(events);
            let enough = before.len() >= AROUND / 2 && after.len() >= AROUND / 2;
            enough.then(|| 1.0 - cosine(&merged(texts, before), &merged(texts, after)))
        })
        .collect();
    let known: Vec<f32> = differences.iter().flatten().copied().collect();
    if known.len() < USUAL {
        return vec![0.0; days.len()];
    }
    let n = known.len() as f32;
    let mean = known.iter().sum::<f32>() / n;
    let deviation = (known.iter().map(|d| (d - mean) * (d - mean)).sum::<f32>() / n).sqrt();
    // Where all days are alike, a hair's breadth is no turn.
    let above = |d: f32| ((d - mean) / deviation.max(0.02)).clamp(0.0, 3.0);
    differences.into_iter().map(|d| d.map_or(0.0, above)).collect()
}
