//! Of what lies behind an event, the few that explain it best together.

use super::reach::Found;
use super::{LENGTH, Step, Toward};
use crate::day::Kind;
use crate::rank::{Parts, Ranked, Scratch};
use crate::{EntityKind, Index, Options, ReasonKind, Shared};

/// What a link's strength adds to likeness: an event that links lead to explains
/// more than one that only sounds alike.
const BY_LINKS: f32 = 0.4;

/// What an event adds that the others found refer back to, for each doubling of their number.
const BY_CITATIONS: f32 = 0.06;

/// What the part of the event's own names and words adds that no chosen one had yet.
const BY_COVERAGE: f32 = 0.5;

/// What is taken off for likeness to one that is chosen already (cosine of words).
const FOR_REPETITION: f32 = 0.6;

/// What is taken off for each chosen one at the same distance in time. Distances
/// are the same where one is less than twice the other.
const FOR_SAME_TIME: f32 = 0.17;

/// An event explains nothing that shares less than this with it (see [`Parts::shared`]).
const LEAST_SHARED: f32 = 0.2;

/// The query again, told on another day (cosine of words), explains nothing.
const SAME_TEXT: f32 = 0.75;

/// Candidates that are weighed against each other, the best alone; and how many
/// of them are looked at closely.
const WEIGHED: usize = 32;
const TRIES: usize = 12;

/// How much of the words (cosine) two events share that have nothing but places in
/// common.
const WORDS_OF_A_PLACE: f32 = 0.2;

/// What part of the weight of a story in common says that they are of one story.
const OF_ONE_STORY: f32 = 0.5;

struct Candidate {
    ranked: Ranked,
    value: f32,
    /// Its likeness to the likest that is chosen.
    repeats: f32,
    /// The names that it shares with the query; of those that are weighed only.
    context: Vec<Shared>,
}

/// What a query is made of.
const KINDS: [Kind; 2] = [Kind::Words, Kind::Names];

/// Chooses the chain of a query, oldest first.
pub(super) fn choose(
    index: &Index<'_>,
    scratch: &mut Scratch,
    query: usize,
    found: &[Found],
    options: &Options,
) -> Vec<Step> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut candidates = weigh(index, scratch, query, found, options);
    untold(index, scratch, query);
    let ours = index.names_of(scratch, query);
    let mut chosen: Vec<Candidate> = Vec::with_capacity(LENGTH);
    let mut tries = TRIES;
    while chosen.len() < LENGTH && tries > 0 && !candidates.is_empty() {
        tries -= 1;
        let mut best = (f32::NEG_INFINITY, 0);
        for (at, candidate) in candidates.iter().enumerate() {
            let gain = candidate.value + BY_COVERAGE * news(index, scratch, candidate)
                - FOR_REPETITION * candidate.repeats
                - FOR_SAME_TIME * crowd(index, query, candidate, &chosen);
            if gain > best.0 {
                best = (gain, at);
            }
        }
        let mut taken = candidates.swap_remove(best.1);
        taken.context = index.shared_names(scratch, query, &ours, &taken.ranked, options);
        if !tells(&taken, options) {
            continue;
        }
        for kind in KINDS {
            for entry in kind.space(index).vector(taken.ranked.other) {
                scratch.untold[kind as usize][entry.id as usize] = 0.0;
            }
        }
        index.spread(scratch, Kind::Words, taken.ranked.other, 1.0);
        for candidate in &mut candidates {
            let alike = index.cosine(scratch, Kind::Words, candidate.ranked.other);
            candidate.repeats = candidate.repeats.max(alike);
        }
        index.clear(scratch, Kind::Words, taken.ranked.other);
        chosen.push(taken);
    }
    for kind in KINDS {
        for entry in kind.space(index).vector(query) {
            scratch.untold[kind as usize][entry.id as usize] = 0.0;
        }
    }
    chosen.sort_unstable_by_key(|c| c.ranked.other);
    explained(index, scratch, query, chosen, options)
}

/// The candidates that share enough, best first.
fn weigh(
    index: &Index<'_>,
    scratch: &mut Scratch,
    query: usize,
    found: &[Found],
    options: &Options,
) -> Vec<Candidate> {
    let mut ranked: Vec<Ranked> = found
        .iter()
        .map(|f| Ranked { other: f.item, score: 0.0, parts: Parts::default() })
        .collect();
    index.score(scratch, query, &mut ranked, options);
    let same = SAME_TEXT * options.weights.words;
    let mut candidates: Vec<Candidate> = ranked
        .into_iter()
        .zip(found)
        .filter(|(r, _)| r.parts.shared() >= LEAST_SHARED && r.parts.words < same)
        .map(|(ranked, f)| {
            let shared =
                ranked.parts.words + ranked.parts.names + ranked.parts.places + ranked.parts.story;
            let cited = (1.0 + f.cited as f32).log2();
            let value = shared + BY_LINKS * f.strength + BY_CITATIONS * cited;
            Candidate { ranked, value, repeats: 0.0, context: Vec::new() }
        })
        .collect();
    candidates.sort_unstable_by(|a, b| {
        b.value.total_cmp(&a.value).then(b.ranked.other.cmp(&a.ranked.other))
    });
    candidates.truncate(WEIGHED);
    candidates
}

/// Notes what each term of the query is of its whole; together 1 for each kind.
fn untold(index: &Index<'_>, scratch: &mut Scratch, query: usize) {
    for kind in KINDS {
        let mut sum = 0.0;
        for entry in kind.space(index).vector(query) {
            let weight = entry.weight * scratch.day.rarity(kind, entry.id);
            scratch.untold[kind as usize][entry.id as usize] = weight;
            sum += weight;
        }
        if sum > 0.0 {
            for entry in kind.space(index).vector(query) {
                scratch.untold[kind as usize][entry.id as usize] /= sum;
            }
        }
    }
}

/// The part of the query that the candidate is the first to speak of, 0 to 1.
fn news(index: &Index<'_>, scratch: &Scratch, candidate: &Candidate) -> f32 {
    let mut sum = 0.0;
    for kind in KINDS {
        for entry in kind.space(index).vector(candidate.ranked.other) {
            sum += scratch.untold[kind as usize][entry.id as usize];
        }
    }
    sum / KINDS.len() as f32
}

/// How many of the chosen lie at the candidate's distance in time.
fn crowd(index: &Index<'_>, query: usize, candidate: &Candidate, chosen: &[Candidate]) -> f32 {
    let age = |item: usize| index.days[query].saturating_sub(index.days[item]).max(1);
    let own = age(candidate.ranked.other);
    let near = |c: &&Candidate| {
        let other = age(c.ranked.other);
        other.max(own) < other.min(own).saturating_mul(2)
    };
    chosen.iter().filter(near).count() as f32
}

/// Whether what ties the two is more than that both name a country, or use the same
/// words: of one country there is always something to tell, and of two death tolls
/// that rise neither explains the other.
fn tells(candidate: &Candidate, options: &Options) -> bool {
    let parts = &candidate.ranked.parts;
    let words = parts.words / options.weights.words.max(f32::MIN_POSITIVE);
    match candidate.context.as_slice() {
        _ if parts.story >= OF_ONE_STORY * options.weights.story => true,
        [] => false,
        shared if shared.iter().all(|s| s.kind == EntityKind::Place) => words >= WORDS_OF_A_PLACE,
        _ => true,
    }
}

/// Says of each what ties it to the event, or to the next one.
fn explained(
    index: &Index<'_>,
    scratch: &mut Scratch,
    query: usize,
    chain: Vec<Candidate>,
    options: &Options,
) -> Vec<Step> {
    let after: Vec<usize> = chain.iter().skip(1).map(|c| c.ranked.other).collect();
    let mut steps = Vec::with_capacity(chain.len());
    for (at, Candidate { ranked, mut context, .. }) in chain.into_iter().enumerate() {
        let mut toward = Toward::Event;
        let mut words = String::new();
        if let (true, Some(next)) = (context.is_empty(), after.get(at)) {
            let theirs = index.names_of(scratch, *next);
            context = index.shared_names(scratch, *next, &theirs, &ranked, options);
            if !context.is_empty() {
                toward = Toward::Next;
            }
        }
        if context.is_empty() {
            let ours = index.names_of(scratch, query);
            let (reasons, _) = index.explain(scratch, query, &ours, &ranked, options);
            let said = reasons.into_iter().find(|r| r.kind == ReasonKind::Words);
            words = said.map(|r| r.label).unwrap_or_default();
        }
        let days = index.days[query].saturating_sub(index.days[ranked.other]);
        steps.push(Step { other: ranked.other, days, toward, context, words });
    }
    steps
}
