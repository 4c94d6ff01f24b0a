//! Bytes to text: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

use annals_model::Note;

/// The text of a page; `None`, with a note, where the bytes are no text.
pub(super) fn text(bytes: Vec<u8>, notes: &mut Vec<Note>) -> Option<String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(mut text) if !looks_binary(text.as_bytes()) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            return Some(text);
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(&bytes)
        && encoding != encoding_rs::UTF_8
    {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[length..]);
        if had_errors {
            notes.push(note(
                "encoding-damaged",
                format!("the text is {} with errors in it", encoding.name()),
                "put U+FFFD where nothing could be read",
            ));
        }
        return Some(text.into_owned());
    }
    if looks_binary(&bytes) {
        notes.push(note(
            "not-text",
            "the file is no text".to_owned(),
            "left it out; annals imports text, gzip and tar",
        ));
        return None;
    }
    // A page of UTF-8 with a few broken bytes is not Windows-1252: that would
    // spoil every other letter of it.
    let (lossy, broken) = (String::from_utf8_lossy(&bytes), broken(&bytes));
    if broken.sound > broken.bad {
        notes.push(note(
            "not-utf-8",
            format!("{} places of the text are not UTF-8", broken.bad),
            "put U+FFFD there",
        ));
        return Some(lossy.into_owned());
    }
    notes.push(note(
        "encoding-guessed",
        "the text is not UTF-8".to_owned(),
        "read it as Windows-1252",
    ));
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    Some(text.into_owned())
}

fn note(kind: &'static str, problem: String, done: &str) -> Note {
    Note { line: None, kind, problem, done: done.to_owned() }
}

/// How many sequences of several bytes are sound UTF-8, and how many places are not.
struct Broken {
    sound: usize,
    bad: usize,
}

fn broken(bytes: &[u8]) -> Broken {
    let mut counts = Broken { sound: 0, bad: 0 };
    for chunk in bytes.utf8_chunks() {
        counts.sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        counts.bad += usize::from(!chunk.invalid().is_empty());
    }
    counts
}

/// A NUL, or many control characters, near the beginning.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8_192)];
    let control = |b: &&u8| matches!(**b, 0..=8 | 14..=26 | 28..=31);
    let nul = head.iter().filter(|b| **b == 0).count();
    // A stray NUL in a text is debris; several say what the file is.
    let controls = head.iter().filter(control).count();
    nul > 3 || (controls > 3 && controls * 20 > head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: Option<&str>, kind: Option<&str>) {
        let mut notes = Vec::new();
        assert_eq!(text(bytes.to_vec(), &mut notes).as_deref(), expect);
        assert_eq!(notes.first().map(|n| n.kind), kind);
    }

    #[test]
    fn encodings_are_told_apart() {
        check("é".as_bytes(), Some("é"), None);
        check(b"\xef\xbb\xbfa", Some("a"), None);
        check(b"\xff\xfea\0b\0", Some("ab"), None);
        check(b"\xfe\xff\0a\0b", Some("ab"), None);
        check(b"caf\xe9 \x96", Some("café –"), Some("encoding-guessed"));
        check(
            "été à Zürich \u{fffd}".replace('\u{fffd}', "\u{1}").as_bytes(),
            Some("été à Zürich \u{1}"),
            None,
        );
        check(b"\xc3\xa9t\xc3\xa9 \xff", Some("été \u{fffd}"), Some("not-utf-8"));
        check(b"\x7fELF\0\0\0\0\0\x01\x02", None, Some("not-text"));
    }
}
