//! Another query where this one finds little: words that the archive hardly knows,
//! replaced by ones that it knows well.

use crate::analysis::{Role, fold, tokens};
use crate::query::{Occur, Pattern, Query};
use crate::search::count;
use crate::view::View;
use crate::{Question, SearchError, Suggestion};

/// Results up to which a better query is looked for.
const FEW: u64 = 3;
/// A word that this many events have is no typing error.
const KNOWN: u32 = 3;
/// How much commoner the better word must be.
const COMMONER: u32 = 8;
/// Words that are looked at.
const MOST_WORDS: usize = 8;

/// A suggestion for a question with so many results, where there is a better query.
pub(crate) fn suggest(
    view: &View,
    question: &Question,
    query: &Query,
    total: u64,
) -> Result<Option<Suggestion>, SearchError> {
    if total > FEW {
        return Ok(None);
    }
    let mut corrected = question.query.clone();
    let mut replaced = false;
    let matchers = query.clauses.iter().filter(|c| c.occur == Occur::Must).flat_map(|c| &c.any);
    let words: Vec<_> = matchers
        .filter(|m| matches!(m.pattern, Pattern::Word(_) | Pattern::Phrase(_)))
        .take(MOST_WORDS)
        .collect();
    // From the end, so that the places before stay right.
    for matcher in words.iter().rev() {
        let Some(text) = question.query.get(matcher.at.clone()) else { continue };
        if let Some(better) = better_text(view, text) {
            corrected.replace_range(matcher.at.clone(), &better);
            replaced = true;
        }
    }
    if !replaced {
        return Ok(None);
    }
    let found = count(view, &Question { query: corrected.clone(), ..question.clone() })?;
    Ok((found > total).then_some(Suggestion { query: corrected, total: found }))
}

/// A text with its unknown words replaced; `None` where none is, or none can be.
fn better_text(view: &View, text: &str) -> Option<String> {
    let mut better = text.to_owned();
    let mut changed = false;
    let words: Vec<_> =
        tokens(text).into_iter().filter(|t| t.role == Role::Word).take(MOST_WORDS).collect();
    for token in words.iter().rev() {
        if let Some(word) = better_word(view, &fold(&token.word)) {
            better.replace_range(token.start..token.end, &word);
            changed = true;
        }
    }
    changed.then_some(better)
}

/// The word that was probably meant: the nearest, of equals the commonest.
fn better_word(view: &View, word: &str) -> Option<String> {
    let vocabulary = view.vocabulary();
    let known = vocabulary.count(word);
    let letters = word.chars().count();
    if known > KNOWN || letters < 3 || word.chars().any(char::is_numeric) {
        return None;
    }
    let most = if letters < 6 { 1 } else { 2 };
    let first = word.chars().next();
    let enough = known.saturating_mul(COMMONER).max(2);
    let mut near = vocabulary.near(word, most);
    near.retain(|n| n.count >= enough && n.word.chars().all(char::is_alphabetic));
    // The first letter is seldom wrong: another one counts as one error more.
    near.into_iter()
        .min_by_key(|n| {
            let other = usize::from(n.word.chars().next() != first);
            (n.distance + other, std::cmp::Reverse(n.count), n.word.clone())
        })
        .map(|n| n.word)
}
