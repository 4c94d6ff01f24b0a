//! Bytes to text: which encoding a page is really in.
//!
//! The order of trust is the byte order mark, what the bytes themselves can
//! only be (UTF-8, UTF-16), the protocol, the page's own word, and at last a
//! guess from the letters (chardetng, as Firefox does). Declarations are wrong
//! often enough that none is taken against the bytes.
//!
//! WHATWG Encoding; WHATWG HTML 13.2.3.

use annals_model::Note;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes in which a page declares its encoding: the standard says 1,024, pages say more.
const PRESCAN: usize = 8 << 10;
/// Bytes that the detector looks at; more only repeats.
const DETECT: usize = 256 << 10;
/// Bad sequences in 1,000 bytes of UTF-8 up to which it still is UTF-8 with damage.
const DAMAGE_PER_1000: usize = 4;

/// A page's text and the encoding that it was in.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text, without byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding's name in the standard.
    pub encoding: &'static str,
}

/// Decodes a page. `content_type` is the protocol's, where there was one.
/// Every input gives some text; what was odd is noted.
pub fn decode<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    notes: &mut Vec<Note>,
) -> Decoded<'b> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], notes);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return with(encoding, bytes, notes);
    }
    let declared = content_type
        .and_then(charset_parameter)
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| prescan(&bytes[..bytes.len().min(PRESCAN)]));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // What is valid UTF-8 and has other letters than ASCII is UTF-8, unless
        // an escape of ISO-2022-JP stands in it.
        let escaped = declared.is_some_and(|e| e.name() == "ISO-2022-JP")
            && memchr::memchr(0x1b, bytes).is_some();
        if !escaped {
            if !bytes.is_ascii() {
                note_wrong(declared, UTF_8, notes);
            }
            return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
        }
    }
    // A page cannot declare in ASCII that it is UTF-16 (the standard says UTF-8 then).
    let declared = declared.filter(|e| *e != UTF_16LE && *e != UTF_16BE);
    match declared {
        Some(encoding) if encoding != UTF_8 => with(encoding, bytes, notes),
        _ if is_damaged_utf8(bytes) => with(UTF_8, bytes, notes),
        _ => {
            let guess = guess(bytes);
            note_wrong(declared, guess, notes);
            with(guess, bytes, notes)
        }
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8], notes: &mut Vec<Note>) -> Decoded<'b> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        notes.push(Note {
            line: None,
            kind: "encoding-damaged",
            problem: format!("the page has bytes that are nothing in {}", encoding.name()),
            done: "put replacement characters in their place".to_owned(),
        });
    }
    Decoded { text, encoding: encoding.name() }
}

fn note_wrong(declared: Option<&'static Encoding>, real: &'static Encoding, notes: &mut Vec<Note>) {
    if let Some(declared) = declared.filter(|d| *d != real) {
        notes.push(Note {
            line: None,
            kind: "encoding-declared-wrongly",
            problem: format!("the page calls itself {} and is {}", declared.name(), real.name()),
            done: format!("read it as {}", real.name()),
        });
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let looked_at = &bytes[..bytes.len().min(DETECT)];
    // Markup is ASCII and says nothing, but a page may have its letters late.
    let letters = looked_at.iter().any(|b| *b >= 0x80);
    if letters {
        detector.feed(looked_at, true);
    } else {
        let first = bytes.iter().position(|b| *b >= 0x80).unwrap_or(0);
        detector.feed(&bytes[first..bytes.len().min(first + DETECT)], true);
    }
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == UTF_8 { WINDOWS_1252 } else { guess }
}

/// UTF-16 without a mark: text in Latin script has a zero in every other byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2 * 3 / 4;
    match (even, odd) {
        (0, odd) if odd >= most => Some(UTF_16LE),
        (even, 0) if even >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes are UTF-8 in which a little was broken or glued in.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
        if bad * 1_000 > bytes.len().max(1_000) * DAMAGE_PER_1000 {
            return false;
        }
    }
    good > bad * 2
}

/// `charset` in `text/html; charset="windows-1251"`.
fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// What the page says of itself: `<meta charset>`, `<meta http-equiv content>`,
/// `<?xml encoding?>`.
fn prescan(head: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declared = |after: &str| {
        let label =
            after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = label.find(['"', '\'', ';', '>', '/', ' ', '?']).unwrap_or(label.len());
        Encoding::for_label(label[..end].trim().as_bytes())
    };
    if let Some(xml) = text.trim_start().strip_prefix("<?xml")
        && let Some((declaration, _)) = xml.split_once('>')
        && let Some((_, after)) = declaration.split_once("encoding")
        && let Some(found) = declared(after)
    {
        return Some(found);
    }
    text.split("<meta").skip(1).find_map(|tag| {
        let tag = tag.split('>').next()?;
        let (_, after) = tag.split_once("charset")?;
        declared(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, encoding: &str, text: &str, noted: &[&str]) {
        let mut notes = Vec::new();
        let decoded = decode(bytes, content_type, &mut notes);
        assert_eq!((decoded.encoding, decoded.text.as_ref()), (encoding, text));
        assert_eq!(notes.iter().map(|n| n.kind).collect::<Vec<_>>(), noted);
    }

    #[test]
    fn the_bytes_say_more_than_the_declaration() {
        let page = "<meta charset=iso-8859-1><p>Zażółć gęślą jaźń";
        check(page.as_bytes(), None, "UTF-8", page, &["encoding-declared-wrongly"]);
        let page = "<meta charset=utf-8><p>caf\u{e9} au lait";
        let (bytes, ..) = WINDOWS_1252.encode(page);
        check(&bytes, None, "windows-1252", page, &["encoding-declared-wrongly"]);
    }

    #[test]
    fn declarations_are_found_wherever_they_stand() {
        let page = "<p>Москва";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(page);
        check(&bytes, Some("text/html; Charset=\"cp1251\""), "windows-1251", page, &[]);
        let page = "<?xml version='1.0' encoding='shift_jis'?><p>東京";
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(page);
        check(&bytes, None, "Shift_JIS", page, &[]);
        let page = "<meta http-equiv=content-type content='text/html;charset=big5'><p>香港";
        let (bytes, ..) = encoding_rs::BIG5.encode(page);
        check(&bytes, None, "Big5", page, &[]);
    }

    #[test]
    fn undeclared_letters_are_guessed() {
        let page = "<p>Совет Безопасности ООН проголосовал за резолюцию по Сирии";
        let (bytes, ..) = encoding_rs::KOI8_R.encode(page);
        check(&bytes, None, "KOI8-U", page, &[]);
    }

    #[test]
    fn utf16_is_told_by_mark_and_by_zeros() {
        let page = "<p>Aleppo, Damascus";
        let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, None, "UTF-16LE", page, &[]);
        check(&big, None, "UTF-16BE", page, &[]);
        check(&[b"\xff\xfe", &little[..]].concat(), None, "UTF-16LE", page, &[]);
        // An odd byte at the end is damage and not the end of the world.
        let cut = format!("{}\u{fffd}", &page[..page.len() - 1]);
        check(&little[..little.len() - 1], None, "UTF-16LE", &cut, &["encoding-damaged"]);
    }

    #[test]
    fn a_little_damage_leaves_utf8() {
        let mut bytes = "<p>Größe, Straße, Düne, Öl, Bäume".as_bytes().to_vec();
        bytes.push(0xe9);
        let text = "<p>Größe, Straße, Düne, Öl, Bäume\u{fffd}";
        check(&bytes, None, "UTF-8", text, &["encoding-damaged"]);
    }
}
