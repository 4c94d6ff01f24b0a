//! Story or event: telling a heading from a sentence.

use annals_model::{EntityKey, Link, StoryRef, Text, tidy};

/// Words outside of links that a heading may have which are neither small nor
/// names: "War in [[Darfur]]" has one, "The president leaves for [[Beijing]]" two.
const MOST_CONTENT_WORDS: usize = 1;

/// Words of a heading that says so with a colon: "Reactions to the vote:".
const MOST_WORDS_WITH_COLON: usize = 12;

/// A heading is shorter than this, in bytes. It is copied to each of its events.
const LONGEST: usize = 240;

/// Sibling stories in one bullet, `[[A]], [[B]]`; the portal's lists have at most six.
const MOST_SIBLINGS: usize = 8;

/// Words that may stand beside several links in one heading.
const SMALL_WORDS: &[&str] = &[
    "a",
    "after",
    "aftermath",
    "and",
    "at",
    "between",
    "by",
    "crisis",
    "during",
    "for",
    "from",
    "impact",
    "in",
    "of",
    "on",
    "over",
    "reactions",
    "responses",
    "the",
    "timeline",
    "to",
    "with",
];

/// How the words before a link begin in a heading that is more than links.
const OPENINGS: &[&str] = &[
    "aftermath",
    "reaction",
    "reactions",
    "response",
    "responses",
    "timeline",
    "impact",
    "effects",
    "investigation",
    "trial",
    "death",
    "funeral",
];

/// The stories that a bullet with bullets beneath it stands for, if it is a
/// heading: siblings where it lists several links, one otherwise.
pub(super) fn stories(text: &Text) -> Option<Vec<StoryRef>> {
    let (body, colon) = without_colon(&text.text);
    if body.is_empty() || body.len() > LONGEST || ends_sentence(body) {
        return None;
    }
    if let Some(siblings) = only_links(text, body.len()) {
        return Some(siblings);
    }
    let outside = words_outside(text, body.len());
    let whole = || StoryRef { title: body.to_owned(), target: only_target(&text.links) };
    let content = outside.iter().filter(|word| is_content(word)).count();
    let heading = if colon {
        outside.len() <= MOST_WORDS_WITH_COLON
    } else if text.links.len() > 1 {
        outside.iter().all(|word| is_small(word))
    } else {
        content <= MOST_CONTENT_WORDS
    };
    heading.then(|| vec![whole()])
}

/// Whether a bullet *without* bullets beneath looks like a heading that lost its events.
pub(super) fn is_bare(text: &Text) -> bool {
    let (body, colon) = without_colon(&text.text);
    colon || (!ends_sentence(body) && only_links(text, body.len()).is_some())
}

/// `[[X]]: At least 95 people …`: the stories before the colon, and the text after it.
pub(super) fn leading(text: &Text) -> Option<(Vec<StoryRef>, Text)> {
    let first = text.links.first()?;
    if first.start > LONGEST {
        return None;
    }
    let colon = text.links.iter().take(MOST_SIBLINGS).find_map(|link| {
        let rest = &text.text[link.end..];
        (rest.starts_with(": ") || rest.starts_with(" : ")).then_some(link.end)
    })?;
    let head = Text {
        text: text.text[..colon].to_owned(),
        links: text.links.iter().filter(|l| l.end <= colon).cloned().collect(),
    };
    if head.text.len() > LONGEST {
        return None;
    }
    let opening = head.text.split(' ').next().unwrap_or_default().to_lowercase();
    let stories = match only_links(&head, head.text.len()) {
        Some(siblings) => siblings,
        None if OPENINGS.contains(&opening.as_str()) => stories(&head)?,
        None => return None,
    };
    let cut = colon + text.text[colon..].find(": ")? + 2;
    let rest = &text.text[cut..];
    // "[[Ratio]]: a to b" is no heading; a sentence begins with a capital, a
    // digit or a quotation, and has more than two words.
    let sentence = rest.chars().next().is_some_and(|c| !c.is_lowercase())
        && rest.split(' ').take(3).count() == 3;
    if !sentence {
        return None;
    }
    let links = text.links.iter().filter(|l| l.start >= cut);
    let links = links.map(|l| Link { start: l.start - cut, end: l.end - cut, ..l.clone() });
    Some((stories, Text::linked(rest, links.collect())))
}

fn without_colon(text: &str) -> (&str, bool) {
    let body = text.trim_end_matches([':', ' ', '-', '–', '—']);
    (body, text.trim_end().ends_with(':'))
}

fn ends_sentence(body: &str) -> bool {
    // "U.S." and "Jr." end headings as well, but those are links as a rule.
    body.ends_with(['.', '!', '?', '"', '”'])
}

/// The links as sibling stories, where between them is nothing but separators.
fn only_links(text: &Text, length: usize) -> Option<Vec<StoryRef>> {
    let mut from = 0;
    let mut stories: Vec<StoryRef> = Vec::new();
    if text.links.is_empty() || text.links.len() > MOST_SIBLINGS {
        return None;
    }
    for link in &text.links {
        let between = &text.text[from..link.start];
        let separates = !between.trim().is_empty() || from == 0;
        if !is_separator(between) || !separates {
            return None;
        }
        from = link.end;
        let story = StoryRef {
            title: tidy(text.label(link).trim_end_matches(':')),
            target: Some(link.target.clone()),
        };
        if !stories.iter().any(|s| s.key() == story.key()) {
            stories.push(story);
        }
    }
    is_separator(text.text.get(from..length).unwrap_or_default()).then_some(stories)
}

fn is_separator(between: &str) -> bool {
    between
        .split([' ', ',', ';', '/', '&', '•', '·', '|', '-', '–', '—', ':', '"'])
        .all(|word| word.is_empty() || word == "and")
}

fn is_small(word: &str) -> bool {
    let word = word.to_lowercase();
    SMALL_WORDS.contains(&word.as_str()) || OPENINGS.contains(&word.as_str())
}

/// Whether a word may be a verb: neither small, nor a number, nor a name
/// (which the first word, with its capital, may be as well).
fn is_content(word: &str) -> bool {
    !is_small(word) && word.starts_with(char::is_lowercase)
}

fn words_outside(text: &Text, length: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let ends = text.links.iter().map(|l| (l.start, l.end)).chain([(length, length)]);
    for (start, end) in ends {
        if let Some(between) = text.text.get(from..start.min(length)) {
            words.extend(between.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)));
        }
        from = end;
    }
    words
}

fn only_target(links: &[Link]) -> Option<EntityKey> {
    match links {
        [one] => Some(one.target.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(with_links: &str) -> Text {
        let mut text = Text::default();
        for part in with_links.split_inclusive(['[', ']']) {
            let piece = part.trim_end_matches(['[', ']']);
            let start = text.text.len();
            text.text.push_str(piece);
            if part.ends_with(']') {
                let target = EntityKey::new("en", piece).unwrap();
                text.links.push(Link { start, end: text.text.len(), target });
            }
        }
        text
    }

    #[test]
    fn headings_and_sentences() {
        let count = |t: &str| stories(&text(t)).map(|s| s.len());
        assert_eq!(count("[Syrian civil war]"), Some(1));
        assert_eq!(count("[A], [B] and [C]:"), Some(3));
        assert_eq!(count("Aftermath of the [Arab Spring]"), Some(1));
        assert_eq!(count("Iraq war:"), Some(1));
        assert_eq!(count("War in [Darfur]"), Some(1));
        assert_eq!(count("The president leaves for [Beijing]"), None);
        assert_eq!(count("Two bombs explode in Baghdad"), None);
        assert_eq!(count("[Hamas] attacks [Israel]"), None);
        assert_eq!(count("[Hamas] and [Fatah] sign an accord."), None);
        assert_eq!(count("A long sentence that nobody gave a source for"), None);
    }

    #[test]
    fn a_leading_link_with_a_colon_is_a_story() {
        let (stories, rest) = leading(&text("[Iraq War]: Troops enter [Fallujah].")).unwrap();
        assert_eq!(stories[0].title, "Iraq War");
        assert_eq!(rest.text, "Troops enter Fallujah.");
        assert_eq!(rest.label(&rest.links[0]), "Fallujah");
        assert!(leading(&text("The [Senate] says: We go on strike.")).is_none());
        assert!(leading(&text("[Odds]: two to one on.")).is_none());
    }
}
