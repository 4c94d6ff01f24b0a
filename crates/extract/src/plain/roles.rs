//! What each line of a text is, as far as the line itself tells.

use super::{
    caption::{self, Caption},
    lines::{Form, Line},
    measure::{ends_as_sentence, is_prose, is_wide, key, words},
    vocabulary::*,
};
use crate::dates::written::{Hints, find_all};

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// Sentences.
    Prose,
    /// A few words that no rule knows: a headline, a heading, a menu's entry.
    Short,
    /// Marked as a heading, 1 to 6.
    Heading(u8),
    Item,
    Quote,
    Row,
    Code,
    /// A caption without its picture.
    Caption(Caption),
    /// Who wrote it.
    Byline,
    /// When it was published or changed.
    Dated,
    /// Keywords, after their label.
    Keywords,
    /// Rulers, advertisements, buttons, requests: nothing of the article.
    Layout,
    /// A list of links to other articles.
    Links,
    /// "Related:"; other articles follow.
    Elsewhere,
    /// A line that leads to another article.
    LeadsElsewhere,
    /// The readers follow.
    Comments,
    /// The company, the author or the site follows.
    About,
    /// The text ends here: `###`, `-30-`.
    End,
    /// Whose the text is.
    Rights,
    /// An address to write to.
    Contact,
}

impl Role {
    /// Whether a line of this role is no text of the article.
    pub(super) fn is_dropped(&self) -> bool {
        !matches!(
            self,
            Role::Prose
                | Role::Short
                | Role::Heading(_)
                | Role::Item
                | Role::Quote
                | Role::Row
                | Role::Code
                | Role::Caption(_)
        )
    }
}

/// The role of a line.
pub(super) fn of(line: &Line) -> Role {
    let text = &line.text;
    match line.form {
        Form::Ruler if text.starts_with('#') => return Role::End,
        Form::Ruler => return Role::Layout,
        Form::Code => return Role::Code,
        Form::Row => return Role::Row,
        Form::Quote => return Role::Quote,
        _ => {}
    }
    if text.len() > LONGEST_LABEL {
        return if matches!(line.form, Form::Item { .. }) { Role::Item } else { Role::Prose };
    }
    let key = key(text);
    let is = |list: &[&str]| list.contains(&key.as_str());
    if is(ADVERTISEMENTS) || is(BUTTONS) && !matches!(line.form, Form::Heading(_)) {
        return Role::Layout;
    }
    if key.is_empty() && !text.chars().any(char::is_alphanumeric) {
        return Role::Layout;
    }
    if END_MARKS.contains(&text.trim()) {
        return Role::End;
    }
    if is_comments(&key) {
        return Role::Comments;
    }
    if is(ELSEWHERE) {
        return Role::Elsewhere;
    }
    if matches!(line.form, Form::Item { .. }) {
        return Role::Item;
    }
    let count = words(text);
    if leads_elsewhere(&key, count) {
        return Role::LeadsElsewhere;
    }
    if is_about(text, &key, count) {
        return Role::About;
    }
    if let Form::Heading(level) = line.form {
        let dated = is_dated(text, &key, count) && level > 1;
        return if dated { Role::Dated } else { Role::Heading(level) };
    }
    let begins = |list: &[&str]| list.iter().any(|p| key.starts_with(p));
    if count <= FOOTER_WORDS && begins(RIGHTS) {
        return Role::Rights;
    }
    if count <= FOOTER_WORDS && begins(TO_THE_READER) {
        return Role::Layout;
    }
    if count <= 6
        && READING_TIME.iter().any(|p| key.ends_with(p))
        && key.starts_with(|c: char| c.is_ascii_digit())
    {
        return Role::Layout;
    }
    if keywords(text).is_some() {
        return Role::Keywords;
    }
    if is_dated(text, &key, count) {
        return Role::Dated;
    }
    if let Some(caption) = caption::read(text) {
        return Role::Caption(caption);
    }
    if is_byline(text) {
        return Role::Byline;
    }
    if is_contact(text, count) {
        return Role::Contact;
    }
    if is_prose(text) { Role::Prose } else { Role::Short }
}

/// "Comments", "12 comments", "Comments (3)".
fn is_comments(key: &str) -> bool {
    let bare = key.trim_matches(|c: char| c.is_ascii_digit() || "() :.".contains(c));
    key.len() <= 60 && COMMENTS.contains(&bare)
}

/// "Related: Ten lakes to see", "Read more: …".
fn leads_elsewhere(key: &str, count: usize) -> bool {
    count <= LINK_WORDS
        && key.split_once([':', '：', '»', '|']).is_some_and(|(label, rest)| {
            !rest.trim().is_empty() && ELSEWHERE.contains(&label.trim())
        })
}

/// "About Airbus", "Media contact:".
fn is_about(text: &str, key: &str, count: usize) -> bool {
    let label = !ends_as_sentence(text) || text.ends_with(':');
    let named = key.strip_prefix("about ").is_some_and(|_| {
        let mut rest = text.split_whitespace().skip(1);
        rest.next().is_some_and(|w| w == "the" || w.starts_with(char::is_uppercase))
            && rest.all(|w| w.len() <= 3 || w.starts_with(char::is_uppercase) || w.starts_with('('))
    });
    count <= 7 && label && (named || ABOUT.contains(&key.trim_end_matches(':')))
}

/// The keywords of a line such as "Tags: Oslo, elections".
pub(super) fn keywords(text: &str) -> Option<Vec<String>> {
    let (label, rest) = text.split_once([':', '：'])?;
    KEYWORDS.contains(&key(label).as_str()).then(|| {
        let parts = rest.split([',', ';', '|', '，', '、', '#', '•']).map(annals_model::tidy);
        parts.filter(|p| !p.is_empty() && words(p) <= 6).take(40).collect()
    })
}

/// Whether a line does nothing but date the page: the date alone, after "Published",
/// after a place.
fn is_dated(text: &str, key: &str, count: usize) -> bool {
    if count > 14 || text.len() > 200 || !text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let found = find_all(text, &Hints::default());
    let Some(first) = found.first() else { return false };
    let mut rest = String::new();
    let mut from = 0;
    for date in &found {
        rest.push_str(&text[from..date.range.start]);
        rest.push(' ');
        from = date.range.end;
    }
    rest.push_str(&text[from..]);
    let labelled = DATED.iter().any(|d| {
        key.strip_prefix(d).is_some_and(|r| {
            !r.starts_with(char::is_alphanumeric)
                || r.starts_with(|c: char| c.is_ascii_digit() || is_wide(c))
        })
    });
    let left = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !is_clock(w))
        .count();
    let place = &text[..first.range.start];
    let placed = place.trim_end().ends_with(',') && words(place) <= 3 && left <= words(place);
    left == 0 || labelled && left <= 6 || placed
}

/// Parts of times that stay beside a date.
fn is_clock(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.chars().all(|c| c.is_ascii_digit())
        || [
            "am", "pm", "a", "p", "m", "gmt", "utc", "est", "edt", "et", "pst", "pdt", "pt", "cet",
            "cest", "ist", "bst", "at", "um", "uhr", "h", "à", "о", "в", "at",
        ]
        .contains(&lower.as_str())
}

/// Small words within names and between them.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "and", "und", "et", "y", "e", "och", "og", "en", "и", "with", "mit", "avec", "con", "for", "in", "of", "the",
    "de", "da", "do", "dos", "di", "del", "della", "van", "der", "den", "von", "zu", "la", "le", "al", "bin", "bint", "ibn", "el", "&", "|", "-", "–", "/", "at", "für", "pour",
];

/// "By Ada Lovelace", "Von Kurt Tucholsky, Berlin".
fn is_byline(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some(mark) = BYLINES.iter().find(|b| lower.starts_with(*b)) else { return false };
    // A few letters are longer or shorter in lower case.
    let Some(name) = text.get(mark.len()..).map(str::trim) else { return false };
    let count = words(name);
    if !(1..=16).contains(&count) || name.len() > 200 {
        return false;
    }
    if name.starts_with(is_wide) {
        return count <= 8;
    }
    let initial = name
        .rsplit(' ')
        .next()
        .is_some_and(|w| w.chars().count() <= 3 || w.eq_ignore_ascii_case("jr."));
    if ends_as_sentence(name) && !initial {
        return false;
    }
    let mut capitals = 0;
    for word in name.split([' ', ',', ';']).filter(|w| !w.is_empty()) {
        if word
            .starts_with(|c: char| c.is_uppercase() || c == '@' || c.is_ascii_digit() || c == '(')
        {
            capitals += 1;
        } else if !BETWEEN.contains(&word) && capitals < 2 {
            return false;
        }
    }
    capitals >= 1
}

/// A short line with an address for letters or a telephone's number.
fn is_contact(text: &str, count: usize) -> bool {
    let mail = text.split_whitespace().any(|w| {
        w.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    });
    let digits = text.chars().filter(|c| c.is_ascii_digit()).count();
    let lower = text.to_lowercase();
    let called = ["tel", "phone", "call", "fax", "telefon", "тел", "电话", "電話"]
        .iter()
        .any(|p| lower.starts_with(p));
    mail && count <= 16 || called && digits >= 6 && count <= 12
}
