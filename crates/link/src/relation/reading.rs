//! A text made ready for rules: its words in the lower case, cues in it.

use crate::tokens::{Gap, Shape, Token, folded, tokens};
use crate::vocabulary::is_stop_word;
use crate::words::stem;

/// Words before a cue by which it is not said to have happened, as far back as [`BEFORE`].
const UNREAL: &[&str] = &[
    "not",
    "no",
    "never",
    "may",
    "might",
    "could",
    "would",
    "should",
    "will",
    "if",
    "threaten",
    "threatens",
    "threatened",
    "threatening",
    "urge",
    "urges",
    "urged",
    "urging",
    "demand",
    "demands",
    "demanded",
    "call",
    "calls",
    "called",
    "calling",
    "fail",
    "fails",
    "failed",
    "plan",
    "plans",
    "planned",
    "propose",
    "proposes",
    "proposed",
    "want",
    "wants",
    "seek",
    "seeks",
    "sought",
    "hope",
    "hopes",
    "ask",
    "asks",
    "asked",
    "attempt",
    "attempts",
    "try",
    "tries",
    "refuse",
    "refuses",
    "refused",
    "without",
    "unless",
    "warns",
    "warned",
    "whether",
    "accuse",
    "accuses",
    "accused",
    "accusing",
    "vow",
    "vows",
    "vowed",
    "can",
    "cannot",
    "request",
    "requests",
    "appeal",
    "appeals",
    "negotiate",
    "alleged",
    "allegedly",
];

/// How many words before a cue may make it unreal.
const BEFORE: usize = 4;

/// Words of a text that are read: statements are shorter, pages put in by mistake are not.
const MOST_WORDS: usize = 160;

/// Words behind a cue that its object may stand in.
const OBJECT: usize = 14;

/// How far a person's name may stand from what happens to the person.
const OF_PERSON: usize = 8;

/// Words that stand near a number where it counts the dead.
const VICTIMS: &[&str] =
    &["kill*", "dead", "die", "dies", "died", "death*", "fatalit*", "toll", "casualt*"];

/// How far from such a word the number may stand.
const NEAR: usize = 8;

/// Words of bodies and papers: that both texts have them says nothing of what they are about.
const FORMAL: &[&str] = &[
    "bill",
    "council",
    "draft",
    "government",
    "law",
    "legislation",
    "measure",
    "nations",
    "people",
    "president",
    "resolution",
    "security",
    "state",
    "states",
    "united",
    "would",
    "prime",
    "minister",
    "country",
    "killed",
    "attack",
    "attacks",
    "kills",
    "new",
    "military",
    "forces",
];

/// Words that stand beside a number that counts something else than the dead.
const OTHERS: &[&str] = &[
    "wound*",
    "injur*",
    "missing",
    "hurt",
    "homes",
    "houses",
    "percent",
    "km",
    "miles",
    "magnitude",
    "years",
    "old",
    "days",
    "hours",
];

/// A text made ready for rules.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    words: Vec<String>,
    lang: &'static str,
}

/// Where a cue stands: its verb, and its object where the rule wants one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    verb: usize,
    object: Option<usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(text: &'a str, lang: &str) -> Reading<'a> {
        let english = lang.is_empty() || lang == "en" || lang.starts_with("en-");
        let mut tokens = tokens(text);
        tokens.truncate(MOST_WORDS);
        let words = tokens.iter().map(|t| folded(t.text)).collect();
        Reading { text, tokens, words, lang: if english { "en" } else { "" } }
    }

    /// The words in the lower case, without dots and commas.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// `en`, or nothing for a language without rules.
    pub(super) fn lang(&self) -> &'static str {
        self.lang
    }

    /// Whether any word fits any of the patterns.
    pub(super) fn any(&self, patterns: &[&str]) -> bool {
        patterns.iter().any(|pattern| match pattern.split_once(' ') {
            None => self.words.iter().any(|word| fits(pattern, word)),
            Some(_) => (0..self.words.len()).any(|at| self.phrase(at, pattern)),
        })
    }

    /// Whether the words of a pattern of several stand at a place.
    fn phrase(&self, at: usize, pattern: &str) -> bool {
        let mut words = self.words[at..].iter();
        pattern.split(' ').all(|p| words.next().is_some_and(|word| fits(p, word)))
    }

    /// The first place where a verb stands that is said to happen, with an object
    /// at most `within` words behind it, in the same sentence. Without objects, the verb alone.
    pub(super) fn cue(&self, verbs: &[&str], objects: &[&str], within: usize) -> Option<Cue> {
        for verb in 0..self.words.len() {
            if !verbs.iter().any(|p| self.phrase(verb, p)) || self.is_unreal(verb) {
                continue;
            }
            if objects.is_empty() {
                return Some(Cue { verb, object: None });
            }
            let mut at = verb + 1;
            while at < self.words.len()
                && at <= verb + within
                && self.tokens[at].gap != Gap::Sentence
            {
                if objects.iter().any(|p| self.phrase(at, p)) {
                    return Some(Cue { verb, object: Some(at) });
                }
                at += 1;
            }
        }
        None
    }

    fn is_unreal(&self, verb: usize) -> bool {
        let mut at = verb;
        for _ in 0..BEFORE {
            if at == 0 || self.tokens[at].gap == Gap::Sentence {
                return false;
            }
            at -= 1;
            if UNREAL.contains(&self.words[at].as_str()) {
                return true;
            }
        }
        false
    }

    /// Whether the text has the object of another one's cue, by the same pattern.
    pub(super) fn has_object(&self, later: &Reading<'_>, cue: &Cue, objects: &[&str]) -> bool {
        let Some(object) = cue.object else { return false };
        let same = objects.iter().filter(|p| later.phrase(object, p));
        same.into_iter().any(|p| self.any(&[p]))
    }

    /// How many different words behind the cue the other text has too, names among them.
    pub(super) fn overlap_after(&self, cue: &Cue, other: &Reading<'_>) -> usize {
        let from = cue.object.map_or(cue.verb, |o| o - 1) + 1;
        let mut seen: Vec<String> = Vec::new();
        for at in from..self.words.len().min(from + OBJECT) {
            let word = &self.words[at];
            if self.tokens[at].gap == Gap::Sentence {
                break;
            }
            if word.len() < 3 || is_stop_word(word) || FORMAL.contains(&word.as_str()) {
                continue;
            }
            let own = stem(word.clone());
            if !seen.contains(&own) && other.words.iter().any(|w| stem(w.clone()) == own) {
                seen.push(own);
            }
        }
        seen.len()
    }

    /// Whether one of the shared names is somebody's to whom both things happen: no
    /// place of a table, with capitals in both texts, near the cue of this one and
    /// near one of the words that the earlier one must have.
    pub(super) fn shares_person(
        &self,
        cue: &Cue,
        earlier: &Reading<'_>,
        said: &[&str],
        names: &[&str],
    ) -> bool {
        names.iter().any(|name| {
            let last = name.rsplit([' ', '-']).next().unwrap_or(name);
            let word = folded(last);
            crate::gazetteer::of_title(name).is_none()
                && self.capital(&word).any(|at| at.abs_diff(cue.verb) <= OF_PERSON)
                && earlier.capital(&word).any(|at| {
                    let around =
                        at.saturating_sub(OF_PERSON)..earlier.words.len().min(at + OF_PERSON + 1);
                    around.into_iter().any(|w| said.iter().any(|p| earlier.phrase(w, p)))
                })
        })
    }

    /// Where a word stands with a capital.
    fn capital<'r>(&'r self, word: &'r str) -> impl Iterator<Item = usize> + 'r {
        let all = self.words.iter().zip(&self.tokens).enumerate();
        all.filter(move |(_, (w, t))| *w == word && t.shape == Shape::Capital).map(|(at, _)| at)
    }

    /// The greatest number that stands beside a word for the dead; `None` without one.
    pub(super) fn victims(&self) -> Option<u64> {
        let mut most = None;
        for (at, token) in self.tokens.iter().enumerate() {
            let number = match token.shape {
                Shape::Number => self.words[at].parse::<u64>().ok(),
                _ => spelled(&self.words[at]),
            };
            let Some(number) = number else { continue };
            // A year is no toll, nor is an age.
            if (1900..2100).contains(&number) && !token.text.contains(',') {
                continue;
            }
            let beside = at.saturating_sub(2)..(at + 4).min(self.words.len());
            if self.words[beside].iter().any(|w| OTHERS.iter().any(|p| fits(p, w))) {
                continue;
            }
            let around = at.saturating_sub(NEAR)..(at + NEAR + 1).min(self.words.len());
            let near = self.words[around].iter().any(|w| VICTIMS.iter().any(|p| fits(p, w)));
            if near {
                most = most.max(Some(number));
            }
        }
        most
    }

    /// The cue as the text has it: the words of the verb, and the object's first.
    pub(super) fn words_of(&self, cue: &Cue, verbs: &[&str]) -> String {
        let verb = verbs.iter().find(|p| self.phrase(cue.verb, p));
        let length = verb.map_or(1, |p| p.split(' ').count());
        let last = &self.tokens[(cue.verb + length - 1).min(self.tokens.len() - 1)];
        let from = self.tokens[cue.verb].start;
        let said = &self.text[from..last.start + last.text.len()];
        let Some(object) = cue.object.map(|at| &self.tokens[at]) else { return said.to_owned() };
        let near = self.text.get(last.start + last.text.len()..object.start);
        match near {
            Some(near) if near.trim().is_empty() => format!("{said} {}", object.text),
            Some(_) => format!("{said} … {}", object.text),
            None => said.to_owned(),
        }
    }
}

/// Whether a word fits a pattern: the word itself, or its beginning before a star.
fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    }
}

/// Small numbers in words.
fn spelled(word: &str) -> Option<u64> {
    const NUMBERS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    NUMBERS.iter().position(|n| *n == word).map(|at| at as u64 + 1)
}
