//! Bytes to text, whatever a feed says of its encoding.
//!
//! In the order of trust: a byte order mark, the zeros of UTF-16 and UTF-32, a
//! text that is valid UTF-8 beyond ASCII, the charset of the HTTP header (RFC
//! 7303), the XML declaration, a guess. The first that reads without errors wins:
//! a declaration is wrong more often than a text is UTF-8 by chance.

use annals_model::Note;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How far into a document its XML declaration is looked for.
const HEAD: usize = 1_024;

/// How much of a document the guess looks at.
const GUESSED_FROM: usize = 1 << 20;

/// A feed's text.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The encoding's name in the WHATWG's list, or `UTF-32LE`, `UTF-32BE`.
    pub(super) encoding: &'static str,
}

/// Decodes, and takes out what no XML may hold.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    notes: &mut Vec<Note>,
) -> Decoded<'a> {
    let Decoded { text, encoding } = read(bytes, content_type, notes);
    Decoded { text: without_controls(text, notes), encoding }
}

fn read<'a>(bytes: &'a [u8], content_type: Option<&str>, notes: &mut Vec<Note>) -> Decoded<'a> {
    if let Some((little, skip)) = utf_32(bytes) {
        return from_utf_32(&bytes[skip..], little, notes);
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes).or_else(|| utf_16(bytes)) {
        return decode_as(encoding, &bytes[skip..], notes);
    }
    let utf_8 = std::str::from_utf8(bytes).ok();
    if let Some(text) = utf_8.filter(|t| !t.is_ascii()) {
        return Decoded { text: text.into(), encoding: UTF_8.name() };
    }
    let header = content_type.and_then(|t| named(charset(t)?));
    let declaration = named(declared(bytes).unwrap_or_default());
    // What can be read byte for byte up to its declaration is not UTF-16.
    let candidates: Vec<&'static Encoding> = [header, declaration]
        .into_iter()
        .flatten()
        .filter(|e| *e != UTF_16BE && *e != UTF_16LE)
        .collect();
    for encoding in &candidates {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return Decoded { text, encoding: encoding.name() };
        }
    }
    if let Some(text) = utf_8 {
        return Decoded { text: text.into(), encoding: UTF_8.name() };
    }
    // UTF-8 with a few broken bytes is not a text of Windows-1252 or of anything else.
    let encoding = if mostly_utf_8(bytes) { UTF_8 } else { guess(bytes, candidates.last()) };
    notes.push(note(
        "encoding-guessed",
        match candidates.first() {
            Some(first) => format!("the feed says {}, but it is not", first.name()),
            None => "the feed is not UTF-8 and names no other encoding".to_owned(),
        },
        format!("read it as {}", encoding.name()),
    ));
    decode_as(encoding, bytes, notes)
}

fn decode_as<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    notes: &mut Vec<Note>,
) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        notes.push(note(
            "encoding-damaged",
            format!("the text is {} with errors in it", encoding.name()),
            "put U+FFFD where nothing could be read".to_owned(),
        ));
    }
    Decoded { text, encoding: encoding.name() }
}

fn note(kind: &'static str, problem: String, done: String) -> Note {
    Note { line: None, kind, problem, done }
}

/// The encoding of that label; the one that only stands for forbidden labels is none.
fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.trim().as_bytes())
}

/// The charset of a Content-Type header.
fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let mut charsets = parameters.filter_map(|p| p.split_once('='));
    let (_, value) = charsets.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let start = head.windows(5).position(|w| w == b"<?xml")?;
    let end = start + head[start..].iter().position(|b| *b == b'>')?;
    let text = std::str::from_utf8(&head[start..end]).ok()?;
    let (_, value) = text.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// Whether the bytes are UTF-32, little-endian or not, and the length of the mark.
fn utf_32(bytes: &[u8]) -> Option<(bool, usize)> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => Some((true, 4)),
        [0, 0, 0xfe, 0xff, ..] => Some((false, 4)),
        [c, 0, 0, 0, ..] if begins_feed(*c) => Some((true, 0)),
        [0, 0, 0, c, ..] if begins_feed(*c) => Some((false, 0)),
        _ => None,
    }
}

/// UTF-16 without its mark: the first two characters are ASCII, with zeros between.
fn utf_16(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [c, 0, d, 0, ..] if begins_feed(*c) && *d != 0 => Some((UTF_16LE, 0)),
        [0, c, 0, d, ..] if begins_feed(*c) && *d != 0 => Some((UTF_16BE, 0)),
        _ => None,
    }
}

fn begins_feed(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b' ' | b'\t' | b'\r' | b'\n')
}

fn from_utf_32<'a>(bytes: &[u8], little: bool, notes: &mut Vec<Note>) -> Decoded<'a> {
    let mut damaged = !bytes.len().is_multiple_of(4);
    let read = |four: &[u8]| {
        let four = [four[0], four[1], four[2], four[3]];
        if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }
    };
    let text: String = bytes
        .chunks_exact(4)
        .map(|four| {
            char::from_u32(read(four)).unwrap_or_else(|| {
                damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    let encoding = if little { "UTF-32LE" } else { "UTF-32BE" };
    if damaged {
        notes.push(note(
            "encoding-damaged",
            format!("the text is {encoding} with errors in it"),
            "put U+FFFD where nothing could be read".to_owned(),
        ));
    }
    Decoded { text: text.into(), encoding }
}

/// More sound sequences of several bytes than broken ones.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn guess(bytes: &[u8], declared: Option<&&'static Encoding>) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESSED_FROM)], true);
    let guessed = detector.guess(None, chardetng::Utf8Detection::Deny);
    // Windows-1252 is what the detector says when it knows nothing.
    match declared {
        Some(declared) if guessed == WINDOWS_1252 && **declared != *UTF_8 => declared,
        _ => guessed,
    }
}

/// Leaves out NUL and the other control characters that XML forbids, and reads
/// U+0080 to U+009F as Windows-1252, which is what their writers meant.
fn without_controls<'a>(text: Cow<'a, str>, notes: &mut Vec<Note>) -> Cow<'a, str> {
    let bad = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}')
    };
    if !text.contains(bad) {
        return text;
    }
    let mut forbidden = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{80}'..='\u{9f}' => out.push(super::charref::windows_1252(c)),
            '\u{feff}' => {}
            c if bad(c) => forbidden += 1,
            c => out.push(c),
        }
    }
    if forbidden > 0 {
        notes.push(note(
            "control-characters",
            format!("{forbidden} control characters stand in the text"),
            "left them out".to_owned(),
        ));
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expect: &str, kinds: &[&str]) {
        let mut notes = Vec::new();
        assert_eq!(decode(bytes, content_type, &mut notes).text, expect);
        assert_eq!(notes.iter().map(|n| n.kind).collect::<Vec<_>>(), kinds);
    }

    fn in_utf_32(text: &str) -> Vec<u8> {
        text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()
    }

    #[test]
    fn marks_and_zeros() {
        check(b"\xef\xbb\xbf<a>\xc3\xa9", Some("text/xml; charset=koi8-r"), "<a>é", &[]);
        check(b"\xff\xfe<\0a\0", None, "<a", &[]);
        check(b"\0<\0a", None, "<a", &[]);
        check(&in_utf_32("<é"), None, "<é", &[]);
        check(b"\0\0\xfe\xff\0\0\0<\0\0", None, "<", &["encoding-damaged"]);
        check(b"\xff\xfe<\0\0\xd8", None, "<\u{fffd}", &["encoding-damaged"]);
    }

    #[test]
    fn declarations_true_and_wrong() {
        let koi8 = b"<?xml version='1.0' encoding='koi8-r'?>\xcd\xc9\xd2";
        check(koi8, None, "<?xml version='1.0' encoding='koi8-r'?>мир", &[]);
        check(b"\xcd\xc9\xd2", Some("text/xml;charset=\"KOI8-R\""), "мир", &[]);
        let utf_8 = "<?xml version='1.0' encoding='iso-8859-1'?>Zürich";
        check(utf_8.as_bytes(), Some("text/xml; charset=windows-1252"), utf_8, &[]);
        let wrong = b"<?xml version='1.0' encoding='utf-8'?><a>Z\xfcrich, caf\xe9</a>";
        let right = "<?xml version='1.0' encoding='utf-8'?><a>Zürich, café</a>";
        check(wrong, None, right, &["encoding-guessed"]);
        let utf_16 = "<?xml version='1.0' encoding='utf-16'?>a";
        check(utf_16.as_bytes(), None, utf_16, &[]);
    }

    #[test]
    fn controls_go() {
        check("<a>\0b\u{1}\u{92}".as_bytes(), None, "<a>b’", &["control-characters"]);
    }
}
