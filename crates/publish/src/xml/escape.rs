//! Escaping for XML 1.0, shared by everything that writes XML.

/// What stands for a character that XML 1.0 cannot hold, escaped or not
/// (<https://www.w3.org/TR/xml/#charsets>): control characters, U+FFFE, U+FFFF.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// Appends text between tags.
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    escape(out, text, in_text);
}

/// Appends a value between double quotes. Line ends and tabs are written as
/// references, or a reader would take them for spaces.
pub(crate) fn attribute(out: &mut Vec<u8>, value: &str) {
    escape(out, value, in_attribute);
}

fn in_text(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'\n' | b'\t' => None,
        b'"' => None,
        _ => in_attribute(byte),
    }
}

fn in_attribute(byte: u8) -> Option<&'static [u8]> {
    Some(match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\t' => b"&#9;",
        b'\n' => b"&#10;",
        b'\r' => b"&#13;",
        0..0x20 => REPLACEMENT,
        _ => return None,
    })
}

fn escape(out: &mut Vec<u8>, text: &str, replace: fn(u8) -> Option<&'static [u8]>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let (with, length) = match byte {
            0..0x20 | b'&' | b'<' | b'>' | b'"' => match replace(byte) {
                Some(with) => (with, 1),
                None => continue,
            },
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
            0xef if bytes[at..].starts_with(&[0xef, 0xbf]) && bytes[at + 2] >= 0xbe => {
                (REPLACEMENT, 3)
            }
            _ => continue,
        };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(with);
        from = at + length;
    }
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    fn check(given: &str, in_text: &str, in_attribute: &str) {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        super::text(&mut a, given);
        super::attribute(&mut b, given);
        assert_eq!((String::from_utf8(a).unwrap(), String::from_utf8(b).unwrap()), {
            (in_text.to_owned(), in_attribute.to_owned())
        });
    }

    #[test]
    fn nothing_becomes_markup() {
        check("a<b & \"c\">", "a&lt;b &amp; \"c\"&gt;", "a&lt;b &amp; &quot;c&quot;&gt;");
        check("]]>", "]]&gt;", "]]&gt;");
        check("l\nm\r\t", "l\nm&#13;\t", "l&#10;m&#13;&#9;");
    }

    #[test]
    fn what_xml_cannot_hold_is_shown_as_missing() {
        check(
            "a\0b\u{ffff}\u{fffd}é",
            "a\u{fffd}b\u{fffd}\u{fffd}é",
            "a\u{fffd}b\u{fffd}\u{fffd}é",
        );
    }
}
