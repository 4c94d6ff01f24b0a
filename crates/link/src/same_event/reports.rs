//! Which known events an article reports, and which it only mentions.
//!
//! An event is covered by a stretch of text as far as its terms stand there,
//! each weighing the square of its rarity. An article *reports* an event when
//! its front (title and first sentences) covers the statement and the days
//! agree; it *mentions* one that two sentences deep in it cover, as background.

use super::Told;
use super::events::Index;
use super::reading::{Block, Line, read};
use super::sentences::cut;
use crate::logit::log_odds;
use crate::{Reason, ReasonKind};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the weights and thresholds below.
pub const REPORTS_VERSION: &str = "reports-1";

/// What an article has to do with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It tells that the event happened: it can be a source of it.
    Reports,
    /// It tells of it as background.
    Mentions,
}

/// An article's link to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventLink {
    /// The event, by its caller's number ([`super::Known::id`]).
    pub event: u64,
    /// What the article has to do with it.
    pub relation: Relation,
    /// How sure that is, 0 to 1; 1 where the event cites the article.
    pub score: f32,
    /// What speaks for it, greatest first.
    pub reasons: Vec<Reason>,
}

/// The features of an article and an event, in the order of
/// [`ReportWeights::values`], each between 0 and 1. The first speak for a
/// report, the last against it: `…_front` is the share of the statement's
/// words, names that the front covers, `…_text` what the whole covers, `best`
/// the words that some two sentences cover; `back` the share of the front's
/// words that the statement has; `…_missing` what is nowhere in the text.
pub const REPORT_FEATURES: [&str; REPORT_N] = [
    "words_front",
    "names_front",
    "words_text",
    "names_text",
    "best",
    "back",
    "numbers",
    "names_missing",
    "numbers_missing",
    "front_missing",
];

/// Number of features.
pub const REPORT_N: usize = 10;

/// Features that speak for a report.
pub const REPORT_FOR: usize = 7;

/// A logistic model: the log odds that an article reports an event, days aside.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportWeights {
    /// One for each of [`REPORT_FEATURES`], none negative.
    pub values: [f32; REPORT_N],
    /// Log odds where nothing is shared.
    pub bias: f32,
}

impl ReportWeights {
    /// The log odds for features' values.
    pub fn log_odds(&self, features: &[f32; REPORT_N]) -> f32 {
        log_odds(&self.values, self.bias, features, REPORT_FOR)
    }
}

/// Made by `cargo xtask eval coreference PATH --train` from topics 1 to 35 of ECB+.
impl Default for ReportWeights {
    fn default() -> Self {
        ReportWeights {
            values: [
                1.904, // words_front
                0.226, // names_front
                1.997, // words_text
                0.512, // names_text
                1.439, // best
                2.877, // back
                1.432, // numbers
                0.515, // names_missing
                0.729, // numbers_missing
                1.472, // front_missing
            ],
            bias: -2.297,
        }
    }
}

/// How to link articles to events.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportOptions {
    /// What a feature is worth.
    pub weights: ReportWeights,
    /// Score from which an article reports an event.
    pub least: f32,
    /// How many days an event may be filed after the article's day: zones differ.
    pub days_before: i32,
    /// How many days after an event a report of it may come.
    pub days_after: i32,
    /// Log odds that each day between the two costs, beyond the first.
    pub per_day: f32,
    /// How many days back an event may lie that is mentioned.
    pub mention_days: i32,
    /// Share of a statement's words, and of its names, that two sentences must
    /// cover to mention it.
    pub mention: f32,
    /// Share of a statement, words and names together, that the front must cover to report it.
    pub front: f32,
    /// Events that are looked at closely.
    pub candidates: usize,
}

impl Default for ReportOptions {
    fn default() -> Self {
        ReportOptions {
            weights: ReportWeights::default(),
            least: 0.35,
            days_before: 1,
            days_after: 3,
            per_day: 1.0,
            mention_days: 1_095,
            mention: 0.75,
            front: 0.25,
            candidates: 24,
        }
    }
}

/// Terms of an article, by where they stand.
struct Article {
    front: BTreeSet<u32>,
    /// All terms, heavier in the front.
    all: BTreeMap<u32, f32>,
    lines: Vec<BTreeSet<u32>>,
    front_words: f32,
}

/// How much more a term in front counts when candidates are looked for.
const FRONT: f32 = 3.0;

/// Words of a statement, names aside, without which it cannot be told from others.
const FEWEST_WORDS: usize = 3;

/// Bytes of an article that are read: what it reports stands in front, what it
/// mentions in its first pages.
const MOST_BYTES: usize = 16_000;

/// Reasons of one link.
const MOST_REASONS: usize = 6;

impl Article {
    fn new(index: &Index, lines: &[Line<'_>]) -> Article {
        let mut out = Article {
            front: BTreeSet::new(),
            all: BTreeMap::new(),
            lines: Vec::new(),
            front_words: 0.0,
        };
        for line in lines {
            let known: BTreeSet<u32> = line.terms.iter().filter_map(|t| index.known(t)).collect();
            for term in &known {
                let weight = out.all.entry(*term).or_insert(1.0);
                if line.lead {
                    *weight = FRONT;
                }
            }
            if line.lead {
                out.front.extend(&known);
            }
            out.lines.push(known);
        }
        let words = out.front.iter().filter(|t| index.label(**t).0 == Block::Words);
        out.front_words = words.map(|t| index.rarity(*t).powi(2)).sum();
        out
    }
}

/// Sums of squared rarities of an event's terms of one block: all, in the
/// front, in the text.
#[derive(Default, Clone, Copy)]
struct Cover {
    all: f32,
    front: f32,
    text: f32,
}

impl Cover {
    fn share(&self, part: f32) -> f32 {
        if self.all > 0.0 { part / self.all } else { 0.0 }
    }

    fn missing(&self) -> f32 {
        self.share(self.all - self.text)
    }
}

/// One event beside one article.
struct Compared {
    features: [f32; REPORT_N],
    /// What two sentences tell of it at best: the smaller of the shares of its
    /// words and of its names.
    told: f32,
}

fn compare(index: &Index, article: &Article, event: usize) -> Compared {
    let terms = &index.events[event].terms;
    let mut covers = [Cover::default(); 3];
    for term in terms {
        let weight = index.rarity(*term).powi(2);
        let cover = match index.label(*term).0 {
            Block::Names => &mut covers[1],
            Block::Numbers => &mut covers[2],
            _ => &mut covers[0],
        };
        cover.all += weight;
        if article.front.contains(term) {
            cover.front += weight;
        }
        if article.all.contains_key(term) {
            cover.text += weight;
        }
    }
    let [words, names, numbers] = covers;
    let all: f32 = words.all + names.all;
    let plain = &index.events[event].plain;
    let all_plain: f32 = plain.iter().map(|t| index.rarity(*t).powi(2)).sum();
    let share = |part: f32, all: f32| if all > 0.0 { part / all } else { 0.0 };
    let (mut best, mut told) = (0.0f32, 0.0f32);
    for at in 0..article.lines.len() {
        let (a, b) = (&article.lines[at], article.lines.get(at + 1));
        let (mut of_words, mut of_plain, mut of_names) = (0.0, 0.0, 0.0);
        for term in terms.iter().filter(|t| a.contains(t) || b.is_some_and(|b| b.contains(t))) {
            match index.label(*term).0 {
                Block::Words => {
                    of_words += index.rarity(*term).powi(2);
                    if plain.binary_search(term).is_ok() {
                        of_plain += index.rarity(*term).powi(2);
                    }
                }
                Block::Names => of_names += index.rarity(*term).powi(2),
                _ => {}
            }
        }
        best = best.max(share(of_words + of_names, all));
        // Without names, or with hardly a word besides, nothing tells which event it is.
        if names.all > 0.0 && plain.len() >= FEWEST_WORDS {
            told = told.max(share(of_plain, all_plain).min(share(of_names, names.all)));
        }
    }
    let back = if article.front_words > 0.0 { words.front / article.front_words } else { 0.0 };
    let features = [
        words.share(words.front),
        names.share(names.front),
        words.share(words.text),
        names.share(names.text),
        best,
        back.min(1.0),
        numbers.share(numbers.text),
        names.missing(),
        numbers.missing(),
        1.0 - (words.front + names.front) / all.max(f32::MIN_POSITIVE),
    ];
    Compared { features, told }
}

impl Index {
    /// The events that the article reports or mentions, reports first, the
    /// surest first. `cited`: numbers of events that name the article as their
    /// source, which is certain. An article without any day can report an
    /// event of any day, which is less sure: only the surest such is kept.
    pub fn reports(
        &self,
        article: &Told<'_>,
        cited: &[u64],
        options: &ReportOptions,
    ) -> Vec<EventLink> {
        let lines = read(article.title, cut(article.text, MOST_BYTES), article.lang);
        let article_terms = Article::new(self, &lines);
        let day = article.day_told();
        let days = match day {
            Some(day) => (
                day.saturating_sub(options.mention_days.max(options.days_after)),
                day.saturating_add(options.days_before),
            ),
            None => (i32::MIN, i32::MAX),
        };
        let mut out: Vec<EventLink> = cited
            .iter()
            .map(|event| EventLink {
                event: *event,
                relation: Relation::Reports,
                score: 1.0,
                reasons: Vec::new(),
            })
            .collect();
        let mut candidates = self.candidates(&article_terms.all, days, options.candidates);
        if let Some(day) = day {
            // Background has as many rivals as the archive has years; what the
            // article's own days hold is looked at in any case.
            let near = (day.saturating_sub(options.days_after), days.1);
            candidates.extend(self.candidates(&article_terms.all, near, options.candidates));
            candidates.sort_unstable();
            candidates.dedup();
        }
        for event in candidates {
            let id = self.events[event].id;
            if out.iter().any(|l| l.event == id) {
                continue;
            }
            let compared = compare(self, &article_terms, event);
            let Some((relation, score)) = self.decided(&compared, event, day, options) else {
                continue;
            };
            let reasons = self.why(&article_terms, event, &options.weights);
            out.push(EventLink { event: id, relation, score, reasons });
        }
        let rank = |l: &EventLink| usize::from(l.relation == Relation::Mentions);
        out.sort_by(|a, b| {
            rank(a).cmp(&rank(b)).then(b.score.total_cmp(&a.score)).then(a.event.cmp(&b.event))
        });
        if day.is_none() {
            let certain = cited.len();
            let mut seen = 0;
            out.retain(|link| {
                seen += usize::from(link.relation == Relation::Reports);
                link.relation == Relation::Mentions || seen <= certain.max(1)
            });
        }
        out
    }

    /// The features of an article and every event, by the events' order of
    /// day and number, for training.
    pub fn report_features(&self, article: &Told<'_>) -> Vec<(u64, [f32; REPORT_N])> {
        let lines = read(article.title, cut(article.text, MOST_BYTES), article.lang);
        let article = Article::new(self, &lines);
        let compared = |e: usize| (self.events[e].id, compare(self, &article, e).features);
        (0..self.events.len()).map(compared).collect()
    }

    fn decided(
        &self,
        compared: &Compared,
        event: usize,
        day: Option<i32>,
        options: &ReportOptions,
    ) -> Option<(Relation, f32)> {
        let after = day.map(|d| d.saturating_sub(self.events[event].day));
        let odds = options.weights.log_odds(&compared.features);
        let near = after.is_none_or(|a| (-options.days_before..=options.days_after).contains(&a));
        let apart = after.map_or(0, |a| a.unsigned_abs().saturating_sub(1)) as f32;
        let score = 1.0 / (1.0 + (options.per_day * apart - odds).exp());
        if near && score >= options.least && 1.0 - compared.features[9] >= options.front {
            return Some((Relation::Reports, score));
        }
        let is_past = after.is_none_or(|a| a >= 0);
        let mentioned = is_past && compared.told >= options.mention;
        mentioned.then_some((Relation::Mentions, compared.told.min(1.0)))
    }

    /// The statement's terms that the article has, by what they weigh.
    fn why(&self, article: &Article, event: usize, weights: &ReportWeights) -> Vec<Reason> {
        let terms = &self.events[event].terms;
        let sum = |block: Block| -> f32 {
            let of_block = terms.iter().filter(|t| self.label(**t).0 == block);
            of_block.map(|t| self.rarity(*t).powi(2)).sum::<f32>().max(f32::MIN_POSITIVE)
        };
        let sums = [sum(Block::Words), sum(Block::Names), sum(Block::Numbers)];
        let mut out: Vec<Reason> = terms
            .iter()
            .filter(|t| article.all.contains_key(t))
            .map(|term| {
                let (block, label) = self.label(*term);
                let front = f32::from(u8::from(article.front.contains(term)));
                let [words_front, names_front, words_text, names_text, .., _, _, _] =
                    weights.values;
                let (kind, worth) = match block {
                    Block::Names => {
                        (ReasonKind::Name, (names_front * front + names_text) / sums[1])
                    }
                    Block::Numbers => (ReasonKind::Number, weights.values[6] / sums[2]),
                    _ => (ReasonKind::Words, (words_front * front + words_text) / sums[0]),
                };
                let score = worth * self.rarity(*term).powi(2);
                Reason { kind, label: label.to_owned(), score }
            })
            .collect();
        out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.label.cmp(&b.label)));
        out.truncate(MOST_REASONS);
        out
    }
}
