//! The addresses that The Context gave: computed only to redirect them.
//!
//! Its rule, read off its pages: the first 140 bytes of the sentence's UTF-8,
//! each byte taken for a Latin-1 character, transliterated to ASCII with
//! Unidecode's tables, in small letters, every run of anything but letters and
//! digits a hyphen, none at the ends.

use annals_model::{Date, slug};

/// The path of a sentence's page there, without suffix.
pub fn path(day: Date, sentence: &str) -> String {
    format!("{}/{}", crate::record::day_folder("", day), slug_of(sentence))
}

fn slug_of(sentence: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for byte in sentence.bytes().take(slug::MAX_BYTES) {
        for c in transliterate(char::from(byte)).chars() {
            if c.is_ascii_alphanumeric() {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(c.to_ascii_lowercase());
            } else {
                gap = true;
            }
        }
    }
    out
}

/// Unidecode's row for Latin-1 (U+0080 to U+00FF), which differs from later
/// tables: the section sign is "SS", the copyright sign "(c)".
fn transliterate(c: char) -> &'static str {
    const C1_TO_BF: [&str; 32] = [
        " ", "!", "C/", "PS", "$?", "Y=", "|", "SS", "\"", "(c)", "a", "<<", "!", "", "(r)", "-",
        "deg", "+-", "2", "3", "'", "u", "P", "*", ",", "1", "o", ">>", "1/4", "1/2", "3/4", "?",
    ];
    const C0_TO_FF: [&str; 64] = [
        "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I", "D", "N",
        "O", "O", "O", "O", "O", "x", "O", "U", "U", "U", "U", "Y", "Th", "ss", "a", "a", "a", "a",
        "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o",
        "o", "/", "o", "u", "u", "u", "u", "y", "th", "y",
    ];
    const ASCII: [u8; 128] = {
        let mut table = [0; 128];
        let mut at = 0;
        while at < 128 {
            table[at] = at as u8;
            at += 1;
        }
        table
    };
    match u32::from(c) as usize {
        code @ 0..=0x7f => std::str::from_utf8(&ASCII[code..=code]).unwrap_or(" "),
        code @ 0xa0..=0xbf => C1_TO_BF[code - 0xa0],
        code @ 0xc0..=0xff => C0_TO_FF[code - 0xc0],
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;

    #[test]
    fn its_accidents_are_reproduced() {
        assert_eq!(
            slug_of("António in Curaçao, Gülen, café, Österreich"),
            "anta3nio-in-curaassao-ga1-4len-cafa-c-asterreich"
        );
        assert_eq!(path(date(2016, 10, 5), " A truce. "), "/news/2016/10/5/a-truce");
    }

    #[test]
    fn the_cut_is_by_bytes() {
        assert_eq!(slug_of(&"ab ".repeat(60)).len(), 140);
    }
}
