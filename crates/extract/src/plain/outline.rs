//! Where the headline stands, where the body begins, and where it ends.

use super::{
    lines::{Form, Line},
    measure::{ends_as_sentence, is_prose, words},
    roles::Role,
    vocabulary::{ABOUT_PARAGRAPHS, HEADLINE_WORDS, LINKS_UNDER_LABEL},
};

/// Most lines before the first paragraph among which a headline is looked for.
const BEFORE: usize = 200;
/// Words from which on the first such line is the headline; menus' entries have fewer.
const CLEAR: usize = 5;
/// Most words of a deck.
const DECK_WORDS: std::ops::RangeInclusive<usize> = 5..=45;
/// How many lines at the end can be about address, date or rights.
const FOOTER: usize = 12;

/// The parts of a text, as numbers of its lines.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) headline: Option<usize>,
    pub(super) deck: Option<usize>,
    /// The first line that can be body.
    pub(super) body: usize,
    /// One past the last line that can be body.
    pub(super) end: usize,
}

/// Finds the parts, and marks in `roles` what belongs to lists of other articles.
pub(super) fn find(lines: &[Line], roles: &mut [Role], has_title: bool) -> Outline {
    mark_elsewhere(lines, roles);
    question_headline(lines, roles);
    let first =
        roles.iter().position(|r| matches!(r, Role::Prose | Role::Code)).unwrap_or(lines.len());
    let mut outline = Outline { body: 0, end: lines.len(), ..Outline::default() };
    if !has_title && let Some(at) = headline(lines, roles, first) {
        outline.headline = Some(at);
        outline.body = at + 1;
        outline.deck = deck(lines, roles, at);
        outline.body = outline.deck.map_or(at, |deck| deck) + 1;
    }
    outline.end = end(lines, roles, outline.body);
    outline
}

/// A first line that asks or exclaims is a headline, if it is one short sentence
/// and paragraphs follow.
fn question_headline(lines: &[Line], roles: &mut [Role]) {
    let mut texts = (0..roles.len()).filter(|at| !roles[*at].is_dropped());
    let Some(first) = texts.next().filter(|at| roles[*at] == Role::Prose) else { return };
    let text = &lines[first].text;
    let asks = text.ends_with(['?', '!', '？', '！', '؟']) && !text.contains(". ");
    if asks && words(text) <= 20 && texts.next().is_some_and(|at| roles[at] == Role::Prose) {
        roles[first] = Role::Short;
    }
}

fn headline(lines: &[Line], roles: &[Role], first: usize) -> Option<usize> {
    let before = 0..first.min(BEFORE);
    for level in 1..=2 {
        if let Some(at) = before.clone().find(|at| roles[*at] == Role::Heading(level)) {
            return Some(at);
        }
    }
    let could_be = |at: &usize| {
        let text = &lines[*at].text;
        matches!(roles[*at], Role::Short | Role::Heading(_))
            && !is_trail(text)
            && !text.ends_with([':', ',', '：'])
    };
    let count = |at: &usize| words(&lines[*at].text);
    let all = before.filter(could_be);
    let clear = all.clone().find(|at| (CLEAR..=*HEADLINE_WORDS.end()).contains(&count(at)));
    let fitting = all.clone().filter(|at| HEADLINE_WORDS.contains(&count(at)));
    let fair = fitting.max_by_key(|at| (count(at), usize::MAX - at));
    // A word or two right before the paragraphs; in a text without any, its first line.
    let brief = if first < lines.len() { all.clone().next_back() } else { all.clone().next() };
    clear.or(fair).or(brief.filter(|at| count(at) <= *HEADLINE_WORDS.end()))
}

/// Menus and breadcrumbs: "Home | News | World", "News > World".
fn is_trail(text: &str) -> bool {
    let marks = [" | ", " > ", " » ", " › ", " / ", " • ", " · "];
    let parts = marks.iter().map(|m| text.matches(m).count()).max().unwrap_or(0);
    parts >= 2 || text.starts_with("http://") || text.starts_with("https://")
}

/// The line under the headline that byline or date part from the body.
fn deck(lines: &[Line], roles: &[Role], headline: usize) -> Option<usize> {
    let mut next = (headline + 1..roles.len()).filter(|at| roles[*at] != Role::Layout).take(6);
    let deck = next.next()?;
    let fits = matches!(roles[deck], Role::Prose | Role::Short)
        && DECK_WORDS.contains(&words(&lines[deck].text));
    let parted = next.next().is_some_and(|at| matches!(roles[at], Role::Byline | Role::Dated));
    let followed = next.any(|at| roles[at] == Role::Prose);
    (fits && parted && followed).then_some(deck)
}

/// Marks what stands under labels such as "Related".
fn mark_elsewhere(lines: &[Line], roles: &mut [Role]) {
    let mut at = 0;
    while at < lines.len() {
        if roles[at] != Role::Elsewhere {
            at += 1;
            continue;
        }
        let level = match lines[at].form {
            Form::Heading(level) => Some(level),
            _ => None,
        };
        at += 1;
        let from = at;
        while at < lines.len() {
            let goes_on = match (&roles[at], lines[at].form) {
                (_, Form::Heading(next)) => level.is_some_and(|l| next > l),
                (Role::Item | Role::Short | Role::Dated | Role::Links | Role::Layout, _) => true,
                _ => false,
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        // A longer list is the article's own, whatever its heading says.
        if at - from <= LINKS_UNDER_LABEL {
            roles[from..at].fill(Role::Links);
        }
    }
}

/// Where the body ends: at the readers' comments, at an end mark, before what is
/// said about the company; without the lines of rights and addresses.
fn end(lines: &[Line], roles: &[Role], body: usize) -> usize {
    let is_text =
        |r: &Role| matches!(r, Role::Prose | Role::Quote | Role::Item | Role::Row | Role::Code);
    let mut texts = 0;
    let mut left = roles[body..].iter().filter(|r| **r == Role::Prose).count();
    let mut end = lines.len();
    for (at, role) in roles.iter().enumerate().skip(body) {
        match role {
            Role::Comments if texts >= 1 => end = at,
            // A mark in the middle parts sections.
            Role::End if texts >= 1 && left <= texts => end = at,
            Role::About if texts >= 2 && left <= ABOUT_PARAGRAPHS.min(texts) => end = at,
            role => {
                texts += usize::from(is_text(role));
                left -= usize::from(*role == Role::Prose);
                continue;
            }
        }
        break;
    }
    let floor = end.saturating_sub(FOOTER).max(body);
    let footer = |at: usize| match &roles[at] {
        Role::Short => words(&lines[at].text) <= 3 && !ends_as_sentence(&lines[at].text),
        Role::Heading(_) => true,
        role => role.is_dropped(),
    };
    let any = roles[body..end].contains(&Role::Prose);
    while any && end > floor && footer(end - 1) {
        end -= 1;
    }
    end
}

/// Whether a short line heads the paragraphs after it.
pub(super) fn is_heading(text: &str) -> bool {
    let begins = text.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || super::measure::is_wide(c)
    });
    begins
        && (1..=super::vocabulary::HEADING_WORDS).contains(&words(text))
        && !is_prose(text)
        && !ends_as_sentence(text)
        && !text.ends_with([',', ';', ':', '-', '–', '—'])
}
