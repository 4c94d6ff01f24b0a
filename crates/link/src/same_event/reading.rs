//! A text as it is compared by: its words, names, places, numbers and times,
//! and what of it stands in front.

use super::sentences::sentences;
use super::times::times;
use crate::EntityKind;
use crate::names::{Form, Name, names};
use crate::tokens::{Gap, Shape, Token, folded, tokens};
use crate::vocabulary::is_generic;
use crate::words::of_tokens;
use std::collections::HashSet;

/// What texts are compared by. Each is a vector of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Block {
    /// All words.
    Words,
    /// Words of the title and the first sentences.
    Lead,
    /// All names.
    Names,
    /// Names of the title and the first sentences.
    LeadNames,
    /// Known places, and names that follow "in", "at", "near".
    Places,
    /// Figures, but for those of dates.
    Numbers,
    /// Weekdays, days of a month, years.
    Times,
}

/// Number of blocks.
pub(crate) const BLOCKS: usize = 7;

/// Words of the front of a text: headline and the first sentence or two, where
/// a report says what happened.
const LEAD_WORDS: usize = 60;

/// Prepositions of place.
const WHERE: &[&str] = &["at", "in", "near", "off", "outside"];

/// Words of the lines around an article (when and by whom it was put up): they
/// say nothing about its event.
const LAYOUT: &[&str] = &[
    "posted",
    "updated",
    "published",
    "edt",
    "est",
    "gmt",
    "bst",
    "pst",
    "pdt",
    "pm",
    "am",
    "et",
    "comment",
    "comments",
    "share",
    "email",
    "print",
    "copyright",
    "reuters",
    "ap",
    "afp",
];

/// One term of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    pub block: Block,
    /// What equal terms have in common.
    pub id: String,
    /// Weight before rarity, once for each time that it stands in the text.
    pub weight: f32,
    /// A word that stands with a capital within a sentence, so is part of a name.
    pub named: bool,
}

/// One sentence with its terms.
#[derive(Debug, Clone)]
pub(crate) struct Line<'t> {
    pub text: &'t str,
    pub terms: Vec<Term>,
    /// Whether it stands in front: in the title or the first sentences.
    pub lead: bool,
    pub headline: bool,
}

/// Reads a text. The title may be empty.
pub(crate) fn terms(title: &str, text: &str, lang: &str) -> Vec<Term> {
    read(title, text, lang).into_iter().flat_map(|line| line.terms).collect()
}

/// Reads a text sentence by sentence, the title's first.
pub(crate) fn read<'t>(title: &'t str, text: &'t str, lang: &str) -> Vec<Line<'t>> {
    let mut lines: Vec<&str> = sentences(title);
    lines.extend(sentences(text));
    let tokenised: Vec<Vec<Token<'_>>> = lines.iter().map(|l| tokens(l)).collect();
    let mut found: Vec<Vec<Name>> = Vec::with_capacity(lines.len());
    for (line, tokens) in lines.iter().zip(&tokenised) {
        let headline = is_headline(tokens);
        let known = |n: &Name| !headline || matches!(n.form, Form::Known | Form::Hint);
        let mut of_line = names(line, tokens, &[], lang);
        of_line.retain(known);
        found.push(of_line);
    }
    let mut all = Vec::with_capacity(lines.len());
    let again = confirmed(&found);
    let mut before = 0;
    for ((tokens, names), line) in tokenised.iter().zip(&found).zip(&lines) {
        let lead = before < LEAD_WORDS;
        let headline = is_headline(tokens);
        before += tokens.len();
        let mut out = Vec::new();
        let mut push = |block, id: String, weight| {
            out.push(Term { block, id, weight, named: false });
        };
        of_tokens(tokens, lang, &mut |word, token| {
            if token.shape == Shape::Number || LAYOUT.contains(&folded(token.text).as_str()) {
                return;
            }
            if lead {
                push(Block::Lead, word.clone(), 1.0);
            }
            push(Block::Words, word, 1.0);
        });
        let names_words = named_words(tokens, &again, headline, lang);
        for term in &mut out {
            term.named = term.block == Block::Words && names_words.contains(&term.id);
        }
        let mut push = |block, id: String, weight| {
            out.push(Term { block, id, weight, named: false });
        };
        for name in names {
            let weight = weight(name.form);
            if lead {
                push(Block::LeadNames, name.id.clone(), weight);
            }
            if name.kind == EntityKind::Place {
                push(Block::Places, name.id.clone(), weight);
            }
            push(Block::Names, name.id.clone(), weight);
        }
        for id in headline_names(tokens, &again, headline) {
            if lead {
                push(Block::LeadNames, id.clone(), weight(Form::Single));
            }
            push(Block::Names, id, weight(Form::Single));
        }
        for id in where_to(tokens) {
            push(Block::Places, id, 1.0);
        }
        let (dates, taken) = times(tokens);
        for id in dates {
            push(Block::Times, id, 1.0);
        }
        for (i, token) in tokens.iter().enumerate() {
            if token.shape == Shape::Number && !taken.contains(&i) {
                push(Block::Numbers, figure(token.text), 1.0);
            }
        }
        all.push(Line { text: line, terms: out, lead, headline });
    }
    all
}

/// What a name weighs by how it was found, beside others of its text.
fn weight(form: Form) -> f32 {
    match form {
        Form::Linked | Form::Known | Form::Phrase | Form::Single => 1.0,
        Form::Part => 0.7,
        Form::Hint => 0.3,
    }
}

/// Whether nearly all words of the line have capitals, so that they tell no names.
fn is_headline(tokens: &[Token<'_>]) -> bool {
    let capitals = tokens.iter().filter(|t| t.shape == Shape::Capital).count();
    let lower = tokens.iter().filter(|t| t.shape == Shape::Lower);
    let long = lower.filter(|t| t.text.len() > 3).count();
    capitals >= 3 && capitals >= 2 * long
}

/// Single words that the text uses as names somewhere.
fn confirmed(found: &[Vec<Name>]) -> HashSet<&str> {
    let single = |n: &&Name| matches!(n.form, Form::Part | Form::Single);
    found.iter().flatten().filter(single).map(|n| n.id.as_str()).collect()
}

/// Names in a place where a capital says nothing, which the text confirms elsewhere.
fn headline_names(tokens: &[Token<'_>], again: &HashSet<&str>, headline: bool) -> Vec<String> {
    let silent = |t: &&Token<'_>| t.shape == Shape::Capital && (headline || t.gap == Gap::Sentence);
    let ids = tokens.iter().filter(silent).map(|t| format!("~{}", folded(t.text)));
    ids.filter(|id| again.contains(id.as_str())).collect()
}

/// The words of a line that are part of a name.
fn named_words(
    tokens: &[Token<'_>],
    again: &HashSet<&str>,
    headline: bool,
    lang: &str,
) -> HashSet<String> {
    let is_name = |t: &&Token<'_>| {
        let sure = !headline && t.gap != Gap::Sentence;
        t.shape == Shape::Capital
            && (sure || again.contains(format!("~{}", folded(t.text)).as_str()))
    };
    let named: Vec<Token<'_>> = tokens.iter().filter(is_name).copied().collect();
    let mut out = HashSet::new();
    of_tokens(&named, lang, &mut |word, _| {
        out.insert(word);
    });
    out
}

/// A figure as it is compared: without the commas of thousands, with its point.
pub(crate) fn figure(text: &str) -> String {
    text.chars().filter(|c| *c != ',').flat_map(char::to_lowercase).collect()
}

/// Names that follow a preposition of place.
fn where_to(tokens: &[Token<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    for pair in tokens.windows(2) {
        let [before, name] = pair else { continue };
        let word = folded(name.text);
        if name.shape == Shape::Capital
            && name.gap == Gap::Space
            && WHERE.contains(&before.text)
            && !is_generic(&word)
            && crate::gazetteer::longest([name.text].into_iter()).is_none()
        {
            out.push(format!("~{word}"));
        }
    }
    out
}
