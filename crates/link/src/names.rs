//! Text to names: who and what a sentence speaks of, found without links.
//!
//! A name is a known one (a country by any of its forms), or a run of words
//! with capitals ("Staffan de Mistura"). Its words count as names too, so that
//! "Mistura" alone meets the full name. A capital at the beginning of a
//! sentence says nothing: such a word counts only where it is known, where more
//! capitals follow, or where the same text has it again within a sentence.

use crate::EntityKind;
use crate::gazetteer::{self, Entry};
use crate::tokens::{Gap, Shape, Token, folded};
use crate::vocabulary::{is_generic, is_joiner, is_stop_word, is_title};

/// One name in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    /// Identity: what equal names have in common.
    pub id: String,
    /// As people read it.
    pub label: String,
    /// As it stands in this text.
    pub surface: String,
    /// How it was found.
    pub form: Form,
    /// What it is.
    pub kind: EntityKind,
    /// The entity key of a link.
    pub key: Option<String>,
}

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Given as a link.
    Linked,
    /// In a table of known names.
    Known,
    /// Several words with capitals.
    Phrase,
    /// One word with a capital, alone.
    Single,
    /// One word of a longer name.
    Part,
    /// The country of a known place.
    Hint,
}

/// Links of one text that are read.
const MOST_LINKS: usize = 200;

/// All names of a text, its links first, then in the text's order; a name may come repeatedly.
pub(crate) fn names(
    text: &str,
    tokens: &[Token<'_>],
    entities: &[(&str, &str)],
    lang: &str,
) -> Vec<Name> {
    let mut out = Vec::new();
    for (key, label) in entities.iter().take(MOST_LINKS) {
        linked(key, label, &mut out);
    }
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        match token.shape {
            Shape::Unspaced => {
                for (entry, _, form) in gazetteer::unspaced(token.text) {
                    let label = if lang.starts_with("zh") { form } else { entry.title };
                    known(entry, label, form, &mut out);
                }
                at += 1;
            }
            // "al-Qaeda", "al-Assad": a name may begin with its article.
            Shape::Capital => at = run(text, tokens, at, &mut out),
            Shape::Lower if is_joiner(token.text) => {
                match gazetteer::longest(tokens[at..].iter().map(|t| t.text)) {
                    Some((entry, taken)) => {
                        known(entry, entry.title, written(text, &tokens[at..at + taken]), &mut out);
                        at += taken;
                    }
                    None => at += 1,
                }
            }
            Shape::Lower | Shape::Number => at += 1,
        }
    }
    out
}

fn linked(key: &str, label: &str, out: &mut Vec<Name>) {
    let title = key.split_once(':').map_or(key, |(_, title)| title);
    match gazetteer::of_title(title).or_else(|| gazetteer::of_title(label)) {
        Some(entry) => {
            let title = display(entry.title);
            known(entry, title, label, out);
            if let Some(name) = out.iter_mut().rev().find(|n| n.form == Form::Known) {
                name.form = Form::Linked;
                name.key = Some(key.to_owned());
            }
        }
        None => out.push(Name {
            id: gazetteer::identity(title),
            label: display(title).to_owned(),
            surface: label.to_owned(),
            form: Form::Linked,
            kind: EntityKind::Unknown,
            key: Some(key.to_owned()),
        }),
    }
}

/// A page's title without what tells it from its namesakes: "Georgia (country)".
fn display(title: &str) -> &str {
    match title.find(" (") {
        Some(at) if at > 0 && title.ends_with(')') => &title[..at],
        _ => title,
    }
}

fn known(entry: Entry, label: &str, surface: &str, out: &mut Vec<Name>) {
    if let Some(country) = entry.within {
        out.push(Name {
            id: gazetteer::identity(country),
            label: display(country).to_owned(),
            surface: surface.to_owned(),
            form: Form::Hint,
            kind: EntityKind::Place,
            key: None,
        });
    }
    out.push(Name {
        id: gazetteer::identity(entry.title),
        label: display(label).to_owned(),
        surface: surface.to_owned(),
        form: Form::Known,
        kind: entry.kind,
        key: None,
    });
}

/// Reads the run of capitals that begins at `from`; returns where it ends.
fn run(text: &str, tokens: &[Token<'_>], from: usize, out: &mut Vec<Name>) -> usize {
    let end = extent(tokens, from);
    let mut at = from;
    let mut piece = from; // beginning of the words since the last title
    while at < end {
        let word = folded(tokens[at].text);
        if is_title(&word) || (at == from && is_stop_word(&word)) {
            phrase(text, tokens, piece, at, out);
            piece = at + 1;
            at += 1;
            // "President of France": the joiners after a title begin no name.
            while at < end && tokens[at].shape != Shape::Capital {
                piece = at + 1;
                at += 1;
            }
            continue;
        }
        match gazetteer::longest(tokens[at..end].iter().map(|t| t.text)) {
            Some((entry, taken)) => {
                known(entry, entry.title, written(text, &tokens[at..at + taken]), out);
                if at == piece && at + taken < end && is_title(&folded(tokens[at + taken].text)) {
                    piece = at + taken;
                }
                // "St Louis Missouri" is also "St Louis".
                if at + taken == end && at > piece + 1 && tokens[at - 1].shape == Shape::Capital {
                    phrase(text, tokens, piece, at, out);
                }
                at += taken;
            }
            None => {
                let token = &tokens[at];
                if token.shape == Shape::Capital
                    && !is_generic(&word)
                    && !is_joiner(&word)
                    && word.len() > 1
                {
                    let sure = token.gap != Gap::Sentence || end - from > 1 || again(tokens, at);
                    if sure {
                        let form = if end - from == 1 { Form::Single } else { Form::Part };
                        out.push(plain(format!("~{word}"), token.text.to_owned(), form));
                    }
                }
                at += 1;
            }
        }
    }
    phrase(text, tokens, piece, end, out);
    end
}

/// One past the last word of the run that begins at `from`: capitals, with at
/// most two joiners between two of them.
fn extent(tokens: &[Token<'_>], from: usize) -> usize {
    let mut end = from + 1;
    let mut at = end;
    while let Some(token) = tokens.get(at) {
        let may_follow = token.gap == Gap::Space;
        if !may_follow || at - end > 2 {
            break;
        }
        match token.shape {
            Shape::Capital => end = at + 1,
            // "Malaysia Airlines Flight 370", "Typhoon 12": a number closes a name.
            Shape::Number if at == end && at - from >= 2 => {
                end = at + 1;
                break;
            }
            Shape::Lower if is_joiner(token.text) => {}
            _ => break,
        }
        at += 1;
    }
    end
}

/// The whole of a run as one name, where it has several words and is not a known one.
fn phrase(text: &str, tokens: &[Token<'_>], from: usize, to: usize, out: &mut Vec<Name>) {
    let mut from = from;
    while from < to && tokens[from].shape != Shape::Capital {
        from += 1;
    }
    if to < from + 2 {
        return;
    }
    let words = || tokens[from..to].iter().map(|t| t.text);
    if gazetteer::longest(words()).is_some_and(|(_, taken)| taken == to - from) {
        return;
    }
    let id: Vec<String> = words().map(folded).collect();
    if id.iter().all(|w| is_generic(w) || is_joiner(w)) {
        return;
    }
    out.push(plain(id.join(" "), written(text, &tokens[from..to]).to_owned(), Form::Phrase));
}

fn plain(id: String, label: String, form: Form) -> Name {
    let surface = label.clone();
    Name { id, label, surface, form, kind: EntityKind::Unknown, key: None }
}

/// The words as they stand.
fn written<'t>(text: &'t str, tokens: &[Token<'_>]) -> &'t str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &text[first.start..last.start + last.text.len()],
        _ => "",
    }
}

/// Whether the text has the word again with a capital within a sentence.
fn again(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .iter()
        .enumerate()
        .any(|(i, t)| i != at && t.gap != Gap::Sentence && t.text == tokens[at].text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn found(text: &str) -> Vec<String> {
        names(text, &tokens(text), &[], "en")
            .into_iter()
            .filter(|n| n.form != Form::Part)
            .map(|n| n.label)
            .collect()
    }

    #[test]
    fn titles_and_demonyms_are_parted_from_names() {
        assert_eq!(
            found("French President François Hollande resigns."),
            ["France", "François Hollande"]
        );
        assert_eq!(
            found("Talks in Geneva between Staffan de Mistura and U.S. envoys."),
            ["Switzerland", "Geneva", "Staffan de Mistura", "United States"]
        );
        assert_eq!(found("He meets Abdel Fattah el-Sisi."), ["Abdel Fattah el-Sisi"]);
        assert_eq!(found("The Syrian Civil War goes on."), ["Syria", "Syrian Civil War"]);
    }

    #[test]
    fn a_sentence_may_begin_with_any_word() {
        assert_eq!(found("Protesters gather. Police watch."), Vec::<String>::new());
        assert_eq!(
            found("Houthis advance as Saudi Arabia bombs Houthis."),
            ["Houthis", "Saudi Arabia", "Houthis"]
        );
    }

    #[test]
    fn links_name_their_page() {
        let of = names(
            "美國總統",
            &tokens("美國總統"),
            &[("zh:美国", "美國"), ("en:Georgia (country)", "Georgian")],
            "zh",
        );
        let shown: Vec<(&str, &str)> =
            of.iter().map(|n| (n.id.as_str(), n.label.as_str())).collect();
        assert_eq!(shown[0], ("united states", "United States"));
        assert_eq!(shown[1].1, "Georgia");
        assert_eq!(shown[2], ("united states", "美國"));
    }
}
