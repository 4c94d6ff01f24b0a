//! A mention as it is compared by: its trigger, and what stands around it.

use super::Mention;
use super::families::{families, is_light, is_loose, is_saying};
use super::lemma::lemma;
use crate::names::{Form, names};
use crate::same_event::reading::figure;
use crate::same_event::times::times;
use crate::tokens::{Shape, Token, folded, tokens};
use crate::vocabulary::is_stop_word;
use std::collections::BTreeSet;

/// Words to each side of the trigger that count as near it.
const NEAR: usize = 6;

/// Parts of a trigger that are read.
const MOST_SPANS: usize = 16;

/// A mention made ready.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// Lemma of the trigger's head.
    pub head: String,
    /// All content lemmas of the trigger.
    pub trigger: BTreeSet<String>,
    pub families: BTreeSet<u16>,
    pub saying: bool,
    /// Content lemmas of the sentence without the trigger.
    pub sentence: BTreeSet<String>,
    /// Those within a few words of it.
    pub near: BTreeSet<String>,
    /// Names of the sentence before the trigger, and after it.
    pub before: BTreeSet<String>,
    pub after: BTreeSet<String>,
    pub numbers: BTreeSet<String>,
    pub times: BTreeSet<String>,
}

/// Reads a mention. Spans that do not lie on characters' borders are left out.
pub(crate) fn read(mention: &Mention<'_>) -> Reading {
    let text = mention.sentence;
    let tokens = tokens(text);
    let inside = |t: &Token<'_>| {
        mention
            .trigger
            .iter()
            .take(MOST_SPANS)
            .any(|span| span.start <= t.start && t.start < span.end)
    };
    let at: Vec<usize> = (0..tokens.len()).filter(|i| inside(&tokens[*i])).collect();
    let words: Vec<String> = at.iter().map(|i| folded(tokens[*i].text)).collect();
    let mut out = Reading { head: head(&words), ..Reading::default() };
    let content = words.iter().filter(|w| !is_loose(w)).map(|w| lemma(w));
    out.trigger = content.filter(|l| words.len() == 1 || !is_light(l)).collect();
    out.trigger.insert(out.head.clone());
    out.families = out.trigger.iter().flat_map(|l| families(l)).copied().collect();
    out.saying = is_saying(&out.head);
    let (first, last) = (at.first().copied().unwrap_or(0), at.last().copied().unwrap_or(0));
    for (i, token) in tokens.iter().enumerate() {
        let word = folded(token.text);
        if inside(token) || is_stop_word(&word) || word.len() < 2 || token.shape == Shape::Number {
            continue;
        }
        let word = lemma(&word);
        if i + NEAR >= first && i <= last + NEAR {
            out.near.insert(word.clone());
        }
        out.sentence.insert(word);
    }
    let border = tokens.get(first).map_or(0, |t| t.start);
    let split = tokens.partition_point(|t| t.start < border);
    for name in names(text, &tokens[..split], &[], "en") {
        if matches!(name.form, Form::Part | Form::Single | Form::Known) {
            out.before.insert(name.id);
        }
    }
    for name in names(text, &tokens[split..], &[], "en") {
        if matches!(name.form, Form::Part | Form::Single | Form::Known) {
            out.after.insert(name.id);
        }
    }
    let (found, taken) = times(&tokens);
    out.times = found.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        if token.shape == Shape::Number && !taken.contains(&i) && !inside(token) {
            out.numbers.insert(figure(token.text));
        }
    }
    out
}

/// The lemma of a trigger's head: its first word that is neither loose nor
/// light ("made an announcement"); of words before a final noun in a compound
/// the last ("guilty plea"). Without such a word, whatever there is.
fn head(words: &[String]) -> String {
    let content: Vec<String> = words.iter().filter(|w| !is_loose(w)).map(|w| lemma(w)).collect();
    let heavy: Vec<&String> = content.iter().filter(|l| !is_light(l)).collect();
    let verb_first =
        words.iter().zip(words.iter().skip(1)).any(|(a, b)| !is_loose(a) && is_loose(b));
    let chosen = if verb_first { heavy.first() } else { heavy.last() };
    chosen
        .map(|l| (*l).clone())
        .or_else(|| content.first().cloned())
        .or_else(|| words.first().map(|w| lemma(w)))
        .unwrap_or_default()
}
