//! Whether a text is in the language of its page, by its script and its smallest words.

use super::{Sign, clear, weak};

/// Small words of English.
const ENGLISH: &[&str] = &[
    "the", "of", "in", "to", "a", "an", "and", "is", "are", "was", "were", "at", "for", "by", "on",
    "with", "from", "as", "that", "after", "has", "have", "his", "her", "its", "it", "he", "she",
    "be", "been", "over", "against", "into", "will", "not", "who", "which", "this", "their",
    "than", "but",
];

/// Small words of other languages that English does not have.
const OTHERS: &[&str] = &[
    "el", "los", "las", "una", "del", "que", "por", "con", "para", "como", "está",
    "muy", // Spanish
    "le", "les", "des", "une", "est", "dans", "pour", "qui", "sur", "avec", "et",
    "je", // French
    "der", "das", "und", "ist", "nicht", "ein", "eine", "den", "von", "mit", "auf",
    "ich", // German
    "il", "della", "che", "sono", "di", "per", "nel", // Italian
    "os", "uma", "não", "em", "dos", "foi", // Portuguese
    "het", "een", "niet", "van", "zijn", // Dutch
    "yang", "dan", "ini", "itu", "dengan", "untuk", // Indonesian
    "bir", "ve", "bu", "için", // Turkish
    "jest", "nie", "się", "och", "att", "som", // Polish, Swedish
];

/// A script, as far as they are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    East,
    Other,
}

fn script(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Script::East,
        _ => Script::Other,
    })
}

/// Signs of another language; `part` says that only `added` is new of `text`.
pub(super) fn signs(text: &str, added: &str, part: bool, lang: &str) -> Vec<Sign> {
    let own = match lang.split('-').next().unwrap_or_default() {
        "zh" | "ja" | "ko" => Script::East,
        "ru" | "uk" | "ar" | "fa" | "he" | "hi" | "el" | "bg" | "sr" => Script::Other,
        _ => Script::Latin,
    };
    let (mut all, mut mine) = (0_usize, 0_usize);
    for script in added.chars().filter_map(script) {
        all += 1;
        mine += usize::from(script == own);
    }
    // Names in their own script stand in brackets; a whole text of it is another text.
    // Eastern texts hold Latin names, and a Latin word has many letters.
    let foreign = if own == Script::East { mine * 12 < all } else { mine * 2 < all };
    if all >= 12 && foreign {
        return vec![clear("it is written in another script")];
    }
    if part || lang.split('-').next() != Some("en") {
        return Vec::new();
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let english = words.iter().filter(|w| ENGLISH.contains(&w.as_str())).count();
    let mut others: Vec<&str> =
        words.iter().map(String::as_str).filter(|w| OTHERS.contains(w)).collect();
    let times = others.len();
    others.sort_unstable();
    others.dedup();
    if words.len() >= 5 && english * 2 < times && others.len() >= 2 {
        return vec![clear("it is in another language")];
    }
    if words.len() >= 8 && english == 0 {
        return vec![weak("it has no small word of the language")];
    }
    Vec::new()
}
