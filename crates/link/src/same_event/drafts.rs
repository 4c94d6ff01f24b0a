//! Events that no list has yet: clusters of articles that report no known
//! event, from several origins, with a statement taken from one of them.

use super::reading::{Block, Line, Term, read};
use super::{Cluster, Options, Told, cluster};
use crate::EntityKind;
use crate::names::{Form, names};
use crate::tokens::tokens;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A proposal of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftEvent {
    /// One sentence, word for word from an article.
    pub statement: String,
    /// The article that it stands in, by its place among those given.
    pub from: usize,
    /// The day that most articles are of, the earliest of equals; `None` where
    /// none has a day.
    pub day: Option<i32>,
    /// How many articles are of that day.
    pub day_support: usize,
    /// The place that most articles name in front, where one is known.
    pub place: Option<String>,
    /// The articles, by their places among those given.
    pub articles: Vec<usize>,
    /// Their origins, ascending, each once.
    pub origins: Vec<usize>,
}

/// How drafts are made.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftOptions {
    /// How the articles are clustered.
    pub cluster: Options,
    /// Origins that a draft has at least.
    pub origins: usize,
}

impl Default for DraftOptions {
    fn default() -> Self {
        DraftOptions { cluster: Options::default(), origins: 2 }
    }
}

/// Sentences of an article that may be its statement: what happened stands in front.
const FIRST: usize = 5;

/// Words of a statement, fewest and most.
const WORDS: (usize, usize) = (6, 60);

/// What begins a sentence that leans on one before it.
const LEANING: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "this",
    "that",
    "these",
    "those",
    "but",
    "and",
    "his",
    "her",
    "their",
    "its",
    "here",
    "there",
    "we",
    "i",
    "you",
    "meanwhile",
    "however",
];

/// What a statement is worth.
mod worth {
    /// Being like all that the cluster's articles say in front.
    pub(super) const CENTRAL: f32 = 3.0;
    /// A name in it.
    pub(super) const NAME: f32 = 0.5;
    /// A place, or a time, in it.
    pub(super) const WHERE_OR_WHEN: f32 = 0.3;
    /// Ending with a stop, as sentences do and headlines do not.
    pub(super) const WHOLE: f32 = 0.6;
    /// Each sentence before it.
    pub(super) const LATER: f32 = -0.15;
    /// Leaning on what stands before it, or being someone's words.
    pub(super) const LEANS: f32 = -1.0;
}

/// The drafts among articles that report no known event. `origins` gives the
/// origin of each article: copies of one report have one origin. Articles
/// beyond its end have none and are left out. In the order of their first articles.
pub fn drafts(articles: &[Told<'_>], origins: &[usize], options: &DraftOptions) -> Vec<DraftEvent> {
    let articles = &articles[..articles.len().min(origins.len())];
    cluster(articles, &options.cluster)
        .into_iter()
        .filter_map(|found| draft(articles, origins, found, options.origins))
        .collect()
}

fn draft(
    articles: &[Told<'_>],
    origins: &[usize],
    found: Cluster,
    least: usize,
) -> Option<DraftEvent> {
    let members = found.members;
    let of: BTreeSet<usize> = members.iter().map(|m| origins[*m]).collect();
    if of.len() < least {
        return None;
    }
    let told: Vec<Told<'_>> = members.iter().map(|m| articles[*m]).collect();
    let (from, statement) = statement(&told)?;
    let mut days: BTreeMap<i32, usize> = BTreeMap::new();
    for day in told.iter().filter_map(Told::day_told) {
        *days.entry(day).or_default() += 1;
    }
    let day = days.iter().max_by_key(|(day, n)| (**n, std::cmp::Reverse(**day)));
    Some(DraftEvent {
        statement: statement.to_owned(),
        from: members[from],
        day: day.map(|(day, _)| *day),
        day_support: day.map_or(0, |(_, n)| *n),
        place: place(&told),
        articles: members,
        origins: of.into_iter().collect(),
    })
}

/// The sentence that says best what the texts tell, and the text that it stands
/// in: like what all say in front, with names, a place and a time, whole, and
/// early. `None` where no text has a sentence of fit length.
pub fn statement<'t>(texts: &[Told<'t>]) -> Option<(usize, &'t str)> {
    let read: Vec<Vec<Line<'t>>> = texts
        .iter()
        .map(|t| {
            let titles = read(t.title, "", t.lang).len();
            read_front(t, titles)
        })
        .collect();
    let mut held: HashMap<&str, f32> = HashMap::new();
    for lines in &read {
        let words: HashSet<&str> = lines.iter().flat_map(|l| counted(&l.terms)).collect();
        words.into_iter().for_each(|word| *held.entry(word).or_default() += 1.0);
    }
    let mut best: Option<(f32, usize, &'t str)> = None;
    for (at, lines) in read.iter().enumerate() {
        for (number, line) in lines.iter().enumerate() {
            let Some(score) = score(line, number, &held, texts.len(), texts[at].lang) else {
                continue;
            };
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, at, line.text));
            }
        }
    }
    best.map(|(_, at, text)| (at, text))
}

/// The first sentences of the body; the title's where there is no body.
fn read_front<'t>(text: &Told<'t>, titles: usize) -> Vec<Line<'t>> {
    let mut lines = read(text.title, text.text, text.lang);
    if lines.len() > titles {
        lines.drain(..titles);
    }
    lines.truncate(FIRST);
    lines
}

fn counted(terms: &[Term]) -> impl Iterator<Item = &str> {
    terms.iter().filter(|t| t.block == Block::Words).map(|t| t.id.as_str())
}

fn score(
    line: &Line<'_>,
    number: usize,
    held: &HashMap<&str, f32>,
    texts: usize,
    lang: &str,
) -> Option<f32> {
    let tokens = tokens(line.text);
    // Where no spaces part words, a run counts as one: the pairs tell the length.
    let words = tokens.len().max(counted(&line.terms).count() / 2);
    if line.headline || !(WORDS.0..=WORDS.1).contains(&words) {
        return None;
    }
    let distinct: BTreeSet<&str> = counted(&line.terms).collect();
    let shared = |w: &&str| (held.get(w).copied().unwrap_or(0.0) - 1.0) / texts.max(2) as f32;
    let sum: f32 = distinct.iter().map(shared).sum();
    let central = sum / (distinct.len() as f32).sqrt().max(1.0);
    let found = names(line.text, &tokens, &[], lang);
    let named = found.iter().filter(|n| n.form != Form::Hint).count().min(2);
    let has = |block: Block| f32::from(u8::from(line.terms.iter().any(|t| t.block == block)));
    let first = tokens.first().map(|t| t.text.to_lowercase()).unwrap_or_default();
    let quoted = line.text.starts_with(['"', '\u{201c}', '\'', '\u{2018}', '`', '\u{300c}']);
    let leans = quoted || LEANING.contains(&first.as_str());
    let whole = line.text.ends_with(['.', '!', '\u{3002}', '"', '\u{201d}']);
    Some(
        worth::CENTRAL * central
            + worth::NAME * named as f32
            + worth::WHERE_OR_WHEN * (has(Block::Places) + has(Block::Times))
            + worth::WHOLE * f32::from(u8::from(whole))
            + worth::LATER * number as f32
            + worth::LEANS * f32::from(u8::from(leans)),
    )
}

/// The place that most texts name in front: a known city or region before its country.
fn place(texts: &[Told<'_>]) -> Option<String> {
    let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for text in texts {
        let mut of_text = BTreeSet::new();
        for line in read(text.title, text.text, text.lang).iter().filter(|l| l.lead) {
            let of_line = names(line.text, &tokens(line.text), &[], text.lang);
            for name in of_line.into_iter().filter(|n| n.kind == EntityKind::Place) {
                let is_country = crate::gazetteer::is_country(&name.id);
                if name.form != Form::Hint {
                    of_text.insert((name.label, !is_country));
                }
            }
        }
        for place in of_text {
            *counts.entry(place).or_default() += 1;
        }
    }
    let half = texts.len().div_ceil(2);
    let told = counts.iter().filter(|(_, n)| **n >= half);
    // The finer place wins among those that half of the texts name.
    let best = told.max_by(|a, b| (a.0.1, a.1).cmp(&(b.0.1, b.1)).then_with(|| b.0.0.cmp(&a.0.0)));
    best.map(|((label, _), _)| label.clone())
}
