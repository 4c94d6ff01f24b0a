//! Slugs: the readable end of an address, made once and kept for ever.

use crate::tidy;
use unicode_normalization::UnicodeNormalization;

/// Longest slug, in bytes of UTF-8: as The Context's, and well below the 255
/// that file systems allow for a name with its suffix.
pub const MAX_BYTES: usize = 140;

/// Makes a slug of a title: Latin letters are transliterated to ASCII (ó is o,
/// ß is ss), other scripts keep their own letters, everything else becomes one
/// `-`, and the whole is cut at a word within [`MAX_BYTES`].
///
/// A title without letters or digits gives `untitled`; `index` and `readme`,
/// which are names of day pages, get a `-page` behind them.
pub fn make(title: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in tidy(title).nfc() {
        if is_apostrophe(c) {
            continue;
        }
        let before = slug.len();
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        let start = slug.len();
        if is_latin(c) {
            let ascii = deunicode::deunicode_char(c).unwrap_or_default();
            slug.extend(
                ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()),
            );
        } else if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            slug.extend(c.to_lowercase());
        }
        if slug.len() == start {
            slug.truncate(before);
            gap = true;
        } else {
            gap = false;
        }
    }
    cut(&mut slug, MAX_BYTES);
    match slug.as_str() {
        "" => "untitled".to_owned(),
        "index" | "readme" => slug + "-page",
        _ => slug,
    }
}

/// The slug for the `n`-th thing that wants it: itself for 1, `slug-2` for the second.
pub fn numbered(slug: &str, n: usize) -> String {
    if n < 2 {
        return slug.to_owned();
    }
    let suffix = format!("-{n}");
    let mut slug = slug.to_owned();
    cut(&mut slug, MAX_BYTES - suffix.len());
    slug + &suffix
}

/// Cuts at the last word that fits, or at a character where one word is longer.
fn cut(slug: &mut String, max: usize) {
    if slug.len() <= max {
        return;
    }
    let mut end = max;
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    let whole_word = slug[end..].starts_with('-');
    slug.truncate(end);
    if !whole_word && let Some(at) = slug.rfind('-').filter(|at| *at > max / 2) {
        slug.truncate(at);
    }
    slug.truncate(slug.trim_end_matches('-').len());
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'
            | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}')
            && c.is_alphabetic()
}

/// Apostrophes and the letters that transliterate them join: "Hawai'i" is `hawaii`.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2bf}' | '\u{2be}' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn latin_is_transliterated_properly() {
        assert_eq!(make("António Guterres"), "antonio-guterres");
        assert_eq!(make("Curaçao’s Straße — Łódź, Ærø"), "curacaos-strasse-lodz-aero");
        assert_eq!(make("U.S. & U.K. at 50%"), "u-s-u-k-at-50");
    }

    #[test]
    fn other_scripts_keep_their_letters() {
        assert_eq!(make("馬來西亞航空370號班機，失去聯繫"), "馬來西亞航空370號班機-失去聯繫");
        assert_eq!(make("Президент Путин"), "президент-путин");
    }

    #[test]
    fn names_of_pages_are_not_taken() {
        assert_eq!(make("Index"), "index-page");
        assert_eq!(make("?!"), "untitled");
        assert_eq!(numbered("a", 2), "a-2");
    }

    proptest! {
        #[test]
        fn a_slug_is_safe_in_a_path(title in "\\PC{0,400}") {
            let slug = make(&title);
            prop_assert!(!slug.is_empty() && slug.len() <= MAX_BYTES + 5);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert!(!slug.contains(['/', '\\', '.', '%', '\0', ' ', '"', '<']));
            prop_assert!(numbered(&slug, 12).len() <= MAX_BYTES + 5);
        }
    }
}
