//! The front matter: a few `key: value` lines between two lines of `---`, plain
//! YAML whose odd values are in double quotes.

use super::push;
use std::borrow::Cow;

/// Appends a line.
pub(super) fn line(out: &mut Vec<u8>, key: &str, value: &str) {
    push(out, key);
    push(out, ": ");
    if is_plain(value) {
        push(out, value);
    } else {
        quoted(out, value);
    }
    out.push(b'\n');
}

/// Appends a value in double quotes.
pub(crate) fn quoted(out: &mut Vec<u8>, value: &str) {
    // A JSON string is a YAML string in double quotes, but for U+007F and
    // above that some YAML readers take for line ends.
    let json = serde_json::to_string(value).expect("a string is always written");
    for char in json.chars() {
        match char {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                push(out, &format!("\\u{:04x}", u32::from(char)));
            }
            _ => push(out, char.encode_utf8(&mut [0; 4])),
        }
    }
}

/// Words that YAML 1.1 takes for truth values and nothing (`no` is Norwegian).
const YAML_WORDS: &[&str] =
    &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// Whether YAML reads the bare value as this text (or, for a day, as this day).
fn is_plain(value: &str) -> bool {
    is_plain_text(value) || crate::words::iso_date(value).is_some()
}

/// Whether YAML reads the bare value as this text.
pub(crate) fn is_plain_text(value: &str) -> bool {
    let begins = value.starts_with(|c: char| c.is_alphabetic() || c == '/');
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    let word = YAML_WORDS.iter().any(|w| w.eq_ignore_ascii_case(value));
    begins && !word && value.chars().all(safe)
}

/// Reads a line; `None` where it is none.
pub(super) fn read(line: &str) -> Option<(&str, Cow<'_, str>)> {
    let (key, value) = line.split_once(':')?;
    let value = value.trim_matches(' ');
    let value = if value.starts_with('"') {
        Cow::Owned(serde_json::from_str(value).ok()?)
    } else {
        Cow::Borrowed(value)
    };
    Some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_values_are_quoted() {
        let check = |value: &str, written: &str| {
            let mut out = Vec::new();
            line(&mut out, "k", value);
            assert_eq!(String::from_utf8(out).unwrap(), format!("k: {written}\n"));
        };
        check("/news/2016/10/5/停火", "/news/2016/10/5/停火");
        check("2016-10-05", "2016-10-05");
        check("no", "\"no\"");
        check("234567234567", "\"234567234567\"");
        check("a: b", "\"a: b\"");
        check("", "\"\"");
    }

    proptest! {
        #[test]
        fn lines_read_back(value in "(?s).{0,40}") {
            let mut out = Vec::new();
            line(&mut out, "k", &value);
            let written = String::from_utf8(out).unwrap();
            let (key, back) = read(written.strip_suffix('\n').unwrap()).unwrap();
            prop_assert_eq!((key, &*back), ("k", &*value));
        }
    }
}
