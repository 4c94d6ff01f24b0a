//! What stands around a date: the label before it, the classes of its elements,
//! the length of its line.

use super::{clue::About, markup::tail, names};
use crate::{
    page::Page,
    tree::{NodeId, Tag},
};

/// Longest block of text that is a line about the article and no prose of it.
pub(super) const LONGEST_LINE: usize = 220;

/// What the words before a date say of it, with the label.
pub(super) fn label(lead: &str) -> Option<(&'static str, Option<About>)> {
    let lead = tail(lead).to_lowercase();
    let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric());
    if lead.len() < 4 {
        return None;
    }
    names::label(lead)
}

/// What classes and ids of the element around a text say.
pub(super) fn class_says(page: &Page<'_>, node: NodeId) -> Option<About> {
    let tree = page.tree;
    let own = tree.tag(node).is_some().then_some(node);
    let mut said = None;
    for up in own.into_iter().chain(tree.ancestors(node).take(3)) {
        // Larger elements speak of the whole article.
        if tree.end(up) - up > 40 {
            break;
        }
        // "entry-date updated" is what themes give the one date that they show.
        let (mut dated, mut about) = (false, None);
        for name in ["class", "id"] {
            for word in words(tree.attr(up, name).unwrap_or("")) {
                match names::DATE_WORDS.iter().find(|(w, _)| begins_with(word, w)) {
                    Some((_, About::Unsaid)) => dated = true,
                    Some((_, a)) => {
                        about = if about.is_some_and(|b| b != *a) {
                            Some(About::Unsaid)
                        } else {
                            Some(*a)
                        }
                    }
                    None => {}
                }
            }
        }
        match about {
            Some(About::Modified) if dated => return Some(About::Unsaid),
            Some(about) => return Some(about),
            None if dated => said = said.or(Some(About::Unsaid)),
            None => {}
        }
    }
    said
}

/// Longest class or id that is read.
const LONGEST_CLASS: usize = 400;

/// The words of a class or id.
pub(super) fn words(value: &str) -> impl Iterator<Item = &str> {
    let mut end = value.len().min(LONGEST_CLASS);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value[..end].split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() >= 4)
}

/// Whether a word begins with another one in lower case, or holds it behind a
/// capital ("entryDate").
pub(super) fn begins_with(word: &str, beginning: &str) -> bool {
    let (word, beginning) = (word.as_bytes(), beginning.as_bytes());
    if word.len() < beginning.len() {
        return false;
    }
    if word[..beginning.len()].eq_ignore_ascii_case(beginning) {
        return true;
    }
    if !word[1..].iter().any(u8::is_ascii_uppercase) {
        return false;
    }
    word.windows(beginning.len())
        .any(|w| w[0].is_ascii_uppercase() && w.eq_ignore_ascii_case(beginning))
}

/// The length of the block around a text, up to a bound.
pub(super) fn block_length(page: &Page<'_>, node: NodeId) -> usize {
    let tree = page.tree;
    let inline = |id: &NodeId| tree.tag(*id).is_some_and(Tag::is_inline);
    let Some(block) = tree.ancestors(node).find(|id| !inline(id)) else { return 0 };
    let mut length = 0;
    for id in tree.below(block).take(200) {
        length += tree.text(id).map_or(0, |t| t.trim().len());
        if length > LONGEST_LINE {
            break;
        }
    }
    length
}
