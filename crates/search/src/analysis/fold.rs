//! Folding: the letters that a reader types for those that a text has.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkd_quick};

/// Small letters without accents: NFKD (UAX #15) without the combining marks of
/// Latin, Greek and Cyrillic, and the Latin letters that Unicode does not decompose.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.chars().flat_map(char::to_lowercase);
    if word.chars().all(super::cut::is_unspaced) && is_nfkd_quick(word.chars()) == IsNormalized::Yes
    {
        return word.to_owned();
    }
    let bare = lower.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}'));
    let mut out = String::with_capacity(word.len());
    for c in bare.flat_map(char::to_lowercase).nfc() {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// Latin letters that stand for themselves in Unicode, as they are typed without them.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ŋ' => "n",
        'ŧ' => "t",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_finds_what_is_written() {
        let check = |written: &str, typed: &str| assert_eq!(fold(written), typed);
        check("Reykjavík", "reykjavik");
        check("ERDOĞAN", "erdogan");
        check("İstanbul", "istanbul");
        check("Ærø", "aero");
        check("Zürich ①", "zurich 1");
        check("Ⅻ ﬁn", "xii fin");
        check("Киев и Йемен", "киев и иемен");
        check("서울", "서울");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
