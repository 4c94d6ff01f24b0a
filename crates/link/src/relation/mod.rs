//! What an event does to an earlier one, where its own words say so: it vetoes
//! it, breaks it, confirms it, follows from it.
//!
//! A rule is data: cues that the later text must have ("extends the
//! truce"), what the earlier text must speak of, and what both must share. The
//! rules are made to be right rather than to find much: where they are silent,
//! nothing is said. A [`Claim`] is a later text with the rules that it may meet.
//!
//! ```
//! use annals_link::relation::{Claim, Kind, Tie};
//! let later = Claim::of("Syria's army extends the truce around Aleppo by 72 hours.", "en");
//! let tie = Tie { days: 2, names: &["Aleppo"], shared: 0.6 };
//! let found = later.toward("A truce takes effect around Aleppo.", "en", &tie);
//! assert_eq!(found.map(|f| (f.kind, f.words)), Some((Kind::Extends, "extends … truce".into())));
//! ```

mod reading;
mod rules;

use reading::{Cue, Reading};
use rules::{Needs, RULES, Rule};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Changes whenever a relation could change.
pub const RELATION_VERSION: &str = "relation-1";

/// What the later of two events is to the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Stops it by a veto.
    Vetoes,
    /// Breaks a truce or an agreement.
    Breaks,
    /// Makes it last longer.
    Extends,
    /// Brings it to its end.
    Ends,
    /// Says that it is not so.
    Denies,
    /// Says that it is so.
    Confirms,
    /// Reacts to it.
    Answers,
    /// Tells newer figures of it.
    Updates,
    /// Is a step of law after it: an arrest, a trial, a verdict.
    Tries,
    /// Is a burial or mourning after a death.
    Mourns,
    /// Is the outcome of a vote, or somebody taking the office that it gave.
    Decides,
    /// Brings help after a disaster.
    Relieves,
    /// Remembers it on its day of the year.
    Remembers,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 13] = [
        Kind::Vetoes,
        Kind::Breaks,
        Kind::Extends,
        Kind::Ends,
        Kind::Denies,
        Kind::Confirms,
        Kind::Answers,
        Kind::Updates,
        Kind::Tries,
        Kind::Mourns,
        Kind::Decides,
        Kind::Relieves,
        Kind::Remembers,
    ];

    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Vetoes => "vetoes",
            Kind::Breaks => "breaks",
            Kind::Extends => "extends",
            Kind::Ends => "ends",
            Kind::Denies => "denies",
            Kind::Confirms => "confirms",
            Kind::Answers => "answers",
            Kind::Updates => "updates",
            Kind::Tries => "tries",
            Kind::Mourns => "mourns",
            Kind::Decides => "decides",
            Kind::Relieves => "relieves",
            Kind::Remembers => "remembers",
        }
    }
}

/// A relation with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Which.
    pub kind: Kind,
    /// The later text's own words, with "…" where some between are left out.
    pub words: String,
}

/// What two events have in common, as relating found it.
#[derive(Debug, Clone, Copy)]
pub struct Tie<'a> {
    /// How many days the earlier one is earlier; 0 for the same day.
    pub days: i32,
    /// The names that both share, those of every tenth event left out where others are.
    pub names: &'a [&'a str],
    /// What words, names and numbers in common add to the score of their link.
    pub shared: f32,
}

/// The rules by the first words of their verbs.
struct Openings {
    words: HashMap<&'static str, Vec<usize>>,
    beginnings: Vec<(&'static str, usize)>,
}

static OPENINGS: LazyLock<Openings> = LazyLock::new(|| {
    let mut openings = Openings { words: HashMap::new(), beginnings: Vec::new() };
    for (at, rule) in RULES.iter().enumerate() {
        for verb in rule.verbs {
            let first = verb.split(' ').next().unwrap_or(verb);
            match first.strip_suffix('*') {
                Some(beginning) => openings.beginnings.push((beginning, at)),
                None => openings.words.entry(first).or_default().push(at),
            }
        }
    }
    openings
});

/// A text with what it says that it does to something earlier.
#[derive(Debug)]
pub struct Claim<'a> {
    reading: Reading<'a>,
    /// The rules whose cue it has, in the order of rules.
    cues: Vec<(&'static Rule, Cue)>,
}

impl<'a> Claim<'a> {
    /// Reads a text in a language (BCP 47); there are rules for English only.
    pub fn of(text: &'a str, lang: &str) -> Claim<'a> {
        let reading = Reading::of(text, lang);
        let mut rules: HashSet<usize> = HashSet::new();
        for word in reading.words() {
            rules.extend(OPENINGS.words.get(word.as_str()).into_iter().flatten());
            let begun = OPENINGS.beginnings.iter().filter(|(b, _)| word.starts_with(b));
            rules.extend(begun.map(|(_, at)| *at));
        }
        let mut rules: Vec<usize> = rules.into_iter().collect();
        rules.sort_unstable();
        let cues = rules
            .into_iter()
            .map(|at| &RULES[at])
            .filter(|rule| rule.lang == reading.lang() && !reading.any(rule.not_later))
            .filter_map(|rule| Some((rule, reading.cue(rule.verbs, rule.objects, rule.within)?)))
            .collect();
        Claim { reading, cues }
    }

    /// What the text says that it is to an earlier one; `None` where it does not say.
    pub fn toward(&self, earlier: &str, lang: &str, tie: &Tie<'_>) -> Option<Typed> {
        if tie.names.is_empty() || self.cues.is_empty() {
            return None;
        }
        let fits = |rule: &Rule| {
            (rule.days.0..=rule.days.1).contains(&tie.days) && tie.shared >= rule.least_shared
        };
        if !self.cues.iter().any(|(rule, _)| fits(rule)) {
            return None;
        }
        let earlier = Reading::of(earlier, lang);
        if earlier.lang() != self.reading.lang() {
            return None;
        }
        let held =
            self.cues.iter().find(|(rule, cue)| fits(rule) && self.holds(rule, cue, &earlier, tie));
        held.map(|(rule, cue)| Typed {
            kind: rule.kind,
            words: self.reading.words_of(cue, rule.verbs),
        })
    }

    fn holds(&self, rule: &Rule, cue: &Cue, earlier: &Reading<'_>, tie: &Tie<'_>) -> bool {
        if earlier.any(rule.not_earlier) || !earlier.any(rule.earlier) {
            return false;
        }
        let later = &self.reading;
        // What is extended is what was agreed: the same thing by the same word.
        if rule.same_object && !earlier.has_object(later, cue, rule.objects) {
            return false;
        }
        match rule.needs {
            Needs::Nothing => true,
            Needs::Person => later.shares_person(cue, earlier, rule.earlier, tie.names),
            Needs::Object(least) => later.overlap_after(cue, earlier) >= least,
            Needs::MoreVictims => matches!(
                (later.victims(), earlier.victims()),
                (Some(now), Some(then)) if now > then
            ),
            Needs::SameDayOfYear => {
                let of_year = tie.days.rem_euclid(1461).rem_euclid(365);
                let same_day = of_year <= 3 || of_year >= 362;
                tie.days > 300 && same_day && later.overlap_after(cue, earlier) >= 2
            }
        }
    }
}
