//! Why two events are related: the terms of their score, grouped for people.
//!
//! Every part of the score is handed to exactly one reason, so the reasons of a
//! link add up to its score.

use crate::day::Kind;
use crate::names::{Form, Name, names};
use crate::rank::{Ranked, Scratch};
use crate::tokens::{Shape, folded, tokens};
use crate::vocabulary::is_generic;
use crate::words::{of_tokens, stem};
use crate::{EntityKind, Index, Options, Reason, ReasonKind, Shared};
use std::rc::Rc;

/// Events whose names are remembered, for each thread.
const REMEMBERED: usize = 4_096;

/// Words that a reason shows.
const SHOWN_WORDS: usize = 4;

/// A word that adds less than this share of the greatest one is not shown:
/// beside "volcanic", "people" explains nothing.
const SHOWN_SHARE: f32 = 0.3;

/// Names that a context shows.
const SHOWN_NAMES: usize = 6;

/// A name in more of the window's events than this is left out of the context
/// where that leaves another: "United States" says little, one event in ten has it.
const COMMON: f32 = 0.08;

/// A name that both texts have.
struct Tie {
    id: String,
    label: String,
    kind: EntityKind,
    key: Option<String>,
    score: f32,
    /// The share of the window's events that have it.
    share: f32,
    /// Whether the context may show it.
    shown: bool,
    /// The folded words by which the query's text calls it.
    surface: Vec<String>,
}

impl Index<'_> {
    /// The names of one item, for showing. The last ones are remembered: the
    /// same events stand on many lists of a day.
    pub(crate) fn names_of(&self, scratch: &mut Scratch, item: usize) -> Rc<[Name]> {
        if let Some(names) = scratch.names.get(&item) {
            return Rc::clone(names);
        }
        if scratch.names.len() >= REMEMBERED {
            scratch.names.clear();
        }
        let it = &self.items[item];
        let names: Rc<[Name]> = names(it.text, &tokens(it.text), it.entities, it.lang).into();
        scratch.names.insert(item, Rc::clone(&names));
        names
    }

    /// The names that both share, most telling first, without the reasons.
    pub(crate) fn shared_names(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ours: &[Name],
        ranked: &Ranked,
        options: &Options,
    ) -> Vec<Shared> {
        context(self.ties(scratch, query, ours, ranked, options))
    }

    /// The reasons, greatest first, and the names shared, most telling first.
    pub(crate) fn explain(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ours: &[Name],
        ranked: &Ranked,
        options: &Options,
    ) -> (Vec<Reason>, Vec<Shared>) {
        let mut ties = self.ties(scratch, query, ours, ranked, options);
        let mut reasons = self.words_shared(scratch, query, ranked, options, &mut ties);
        for tie in &ties {
            let kind = match tie.kind {
                EntityKind::Place => ReasonKind::Place,
                EntityKind::Organisation => ReasonKind::Organisation,
                EntityKind::Unknown => ReasonKind::Name,
            };
            reasons.push(Reason { kind, label: tie.label.clone(), score: tie.score });
        }
        let others = [
            (ReasonKind::Time, String::new(), ranked.parts.time),
            (
                ReasonKind::Story,
                self.story_shared(query, ranked.other, options),
                ranked.parts.story,
            ),
            (
                ReasonKind::Category,
                self.items[query].category.unwrap_or_default().to_owned(),
                ranked.parts.category,
            ),
        ];
        reasons.extend(others.into_iter().map(|(kind, label, score)| Reason {
            kind,
            label,
            score,
        }));
        reasons.retain(|r| r.score > 0.0);
        reasons.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.kind.cmp(&b.kind))
                .then_with(|| a.label.cmp(&b.label))
        });
        (reasons, context(ties))
    }

    /// The names that both have, with their part of the score.
    fn ties(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ours: &[Name],
        ranked: &Ranked,
        options: &Options,
    ) -> Vec<Tie> {
        let theirs = self.names_of(scratch, ranked.other);
        let shared = self.shared(&mut scratch.day, Kind::Names, query, ranked.other);
        // A vector's terms are the distinct identities in the order of the text.
        let mut distinct: Vec<&Name> = Vec::new();
        for name in ours {
            if !distinct.iter().any(|n| n.id == name.id) {
                distinct.push(name);
            }
        }
        let vector = self.names.vector(query);
        let countries =
            self.places[query].iter().filter(|p| self.places[ranked.other].contains(p)).count();
        let mut ties: Vec<Tie> = Vec::new();
        for (name, entry) in distinct.iter().zip(vector) {
            let Some((_, product)) = shared.iter().find(|(id, _)| *id == entry.id) else {
                continue;
            };
            let mut score = options.weights.names * product;
            if countries > 0 && crate::gazetteer::is_country(&name.id) {
                score += ranked.parts.places / countries as f32;
            }
            let is = |n: &&Name| n.id == name.id;
            let said = |names: &[Name]| {
                names.iter().filter(is).any(|n| !matches!(n.form, Form::Hint | Form::Part))
            };
            let key = ours.iter().chain(theirs.iter()).filter(is).find_map(|n| n.key.clone());
            let linked =
                ours.iter().chain(theirs.iter()).filter(is).find(|n| n.form == Form::Linked);
            let best = linked.unwrap_or(name);
            let frequency = scratch.day.frequency(Kind::Names, entry.id) as f32;
            ties.push(Tie {
                id: name.id.clone(),
                label: best.label.clone(),
                kind: best.kind,
                key,
                score,
                share: frequency / scratch.day.window.len().max(1) as f32,
                shown: (said(ours) || said(&theirs))
                    && !is_generic(name.id.trim_start_matches('~'))
                    && !namesakes(&name.id, ours, &theirs),
                surface: ours
                    .iter()
                    .filter(is)
                    .flat_map(|n| {
                        tokens(&n.surface).iter().map(|t| folded(t.text)).collect::<Vec<_>>()
                    })
                    .collect(),
            });
        }
        merged(ties)
    }

    /// The words that both have; those that are a shared name's go to the name.
    fn words_shared(
        &self,
        scratch: &mut Scratch,
        query: usize,
        ranked: &Ranked,
        options: &Options,
        ties: &mut [Tie],
    ) -> Vec<Reason> {
        let item = &self.items[query];
        let all = tokens(item.text);
        let mut distinct: Vec<(String, usize, usize, Shape)> = Vec::new();
        let mut from = 0;
        let mut last = usize::MAX;
        of_tokens(&all, item.lang, &mut |word, token| {
            // Pairs of characters follow each other within one token.
            if token.start != last {
                (last, from) = (token.start, token.start);
            }
            let (start, end) = if token.shape == Shape::Unspaced {
                let start = from;
                from += token.text[start - token.start..].chars().next().map_or(1, char::len_utf8);
                (start, start + word.len())
            } else {
                (token.start, token.start + token.text.len())
            };
            if !distinct.iter().any(|(known, ..)| *known == word) {
                distinct.push((word, start, end, token.shape));
            }
        });
        let shared = self.shared(&mut scratch.day, Kind::Words, query, ranked.other);
        let mut numbers: Vec<(usize, usize, f32)> = Vec::new();
        let mut words: Vec<(usize, usize, f32)> = Vec::new();
        for ((word, start, end, shape), entry) in distinct.iter().zip(self.words.vector(query)) {
            let Some((_, product)) = shared.iter().find(|(id, _)| *id == entry.id) else {
                continue;
            };
            let score = options.weights.words * product;
            let named =
                |tie: &&mut Tie| tie.surface.iter().any(|s| s == word || stem(s.clone()) == *word);
            if *shape == Shape::Number {
                numbers.push((*start, *end, score));
            } else if let Some(tie) = ties.iter_mut().find(named) {
                tie.score += score;
            } else if let Some((_, at, sum)) = words.last_mut().filter(|(_, at, _)| start < at) {
                // Pairs of characters that overlap are one word.
                *at = *end;
                *sum += score;
            } else {
                words.push((*start, *end, score));
            }
        }
        [(ReasonKind::Words, words), (ReasonKind::Number, numbers)]
            .into_iter()
            .map(|(kind, mut spans)| {
                let score = spans.iter().map(|(_, _, score)| score).sum();
                spans.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
                let least = spans.first().map_or(0.0, |best| best.2 * SHOWN_SHARE);
                let shown = spans.iter().filter(|s| s.2 >= least).take(SHOWN_WORDS);
                let shown: Vec<String> =
                    shown.map(|(a, b, _)| lowered(&item.text[*a..*b])).collect();
                Reason { kind, label: shown.join(", "), score }
            })
            .collect()
    }
}

/// "Ceasefire" at a sentence's beginning is the word ceasefire; "UNICEF" stays.
fn lowered(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if chars.clone().all(|c| !c.is_uppercase()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => word.to_owned(),
    }
}

/// Whether a word that both have is of two names: "Wilson" beside Cody Wilson in one
/// text and Heather Wilson in the other. Names that share a further word may be one.
fn namesakes(id: &str, ours: &[Name], theirs: &[Name]) -> bool {
    let Some(word) = id.strip_prefix('~') else { return false };
    let longer = |names: &[Name]| -> Vec<String> {
        let wholes = names.iter().filter(|n| matches!(n.form, Form::Phrase | Form::Linked));
        let with = wholes.filter(|n| n.id.contains(' ') && n.id.split(' ').any(|w| w == word));
        with.map(|n| n.id.clone()).collect()
    };
    let (ours, theirs) = (longer(ours), longer(theirs));
    let apart =
        |a: &String, b: &String| a.split(' ').all(|w| w == word || b.split(' ').all(|v| v != w));
    !ours.is_empty()
        && !theirs.is_empty()
        && ours.iter().all(|a| theirs.iter().all(|b| apart(a, b)))
}

/// Joins a word to the longer shared name that it is part of.
fn merged(ties: Vec<Tie>) -> Vec<Tie> {
    let (mut whole, parts): (Vec<Tie>, Vec<Tie>) =
        ties.into_iter().partition(|t| !t.id.starts_with('~'));
    for part in parts {
        let word = part.id.trim_start_matches('~').to_owned();
        match whole.iter_mut().find(|w| w.surface.contains(&word)) {
            Some(name) => name.score += part.score,
            None => whole.push(part),
        }
    }
    whole
}

/// What the reader sees as shared.
fn context(mut ties: Vec<Tie>) -> Vec<Shared> {
    ties.retain(|t| t.shown);
    if ties.iter().any(|t| t.share <= COMMON) {
        ties.retain(|t| t.share <= COMMON);
    }
    ties.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    let mut out: Vec<Shared> = Vec::new();
    for tie in ties {
        if out.len() < SHOWN_NAMES && !out.iter().any(|o| o.label == tie.label) {
            out.push(Shared { label: tie.label, key: tie.key, kind: tie.kind });
        }
    }
    out
}
