//! HTML being written: literal markup and outside text can not be confused.
//!
//! [`Markup::raw`] takes only strings that are part of the program, so that text
//! from outside can enter by [`Markup::text`] alone, which escapes it. The
//! escaped form is good between tags and inside quoted attributes.

use minijinja::Value;

/// A piece of finished HTML.
#[derive(Debug, Default, Clone)]
pub(crate) struct Markup(String);

/// What stands in for characters that HTML forbids (controls, non-characters).
const REPLACEMENT: &str = "\u{fffd}";

impl Markup {
    /// Room for a fragment of some size.
    pub(crate) fn with_capacity(bytes: usize) -> Markup {
        Markup(String::with_capacity(bytes))
    }

    /// Writes markup of the program's own.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.0.push_str(markup);
        self
    }

    /// Writes text from outside, escaped.
    pub(crate) fn text(&mut self, text: &str) -> &mut Markup {
        escape_into(&mut self.0, text);
        self
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, n: impl Into<u64>) -> &mut Markup {
        let mut n = n.into();
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (n % 10) as u8;
            n /= 10;
            if n == 0 {
                break;
            }
        }
        self.0.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
        self
    }

    /// Appends a finished piece.
    pub(crate) fn markup(&mut self, piece: &Markup) -> &mut Markup {
        self.0.push_str(&piece.0);
        self
    }

    /// Direct access for the writers of addresses and JSON, which do their own
    /// escaping.
    pub(super) fn escaped(&mut self) -> &mut String {
        &mut self.0
    }

    /// Whether anything was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value for a template: safe HTML, which is false where it is empty.
    pub(crate) fn into_value(self) -> Value {
        Value::from_safe_string(self.0)
    }

    /// The finished HTML.
    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// What was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Bytes that need a second look.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 0x20 {
        table[b] = !matches!(b as u8, b'\t' | b'\n');
        b += 1;
    }
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table[0x7f] = true;
    // Lead bytes of the C1 controls (U+0080..9F), of the directional overrides
    // and of the non-characters.
    table[0xc2] = true;
    table[0xe2] = true;
    table[0xef] = true;
    b = 0xf0;
    while b < 0xf5 {
        table[b] = true;
        b += 1;
    }
    table
};

fn escape_into(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !SPECIAL[byte as usize] {
            at += 1;
            continue;
        }
        let (instead, width) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            0..=0x7f => (REPLACEMENT, 1),
            _ => match text[at..].chars().next() {
                Some(c) if is_forbidden(c) => (REPLACEMENT, c.len_utf8()),
                Some(c) if is_override(c) => ("", c.len_utf8()),
                Some(c) => {
                    at += c.len_utf8();
                    continue;
                }
                None => break,
            },
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        at += width;
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Characters that the HTML standard does not allow in a document.
pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

/// Characters that turn round what follows them, to the end of the paragraph:
/// text from outside must not reach into the page's own words.
pub(crate) fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> String {
        let mut out = Markup::default();
        out.text(text);
        out.0
    }

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(escaped("<a href='x'>\"&amp;"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;");
        assert_eq!(escaped("a\u{202e}b – “c”"), "ab – “c”");
        assert_eq!(
            escaped("a\0b\u{85}c\u{ffff}d\u{1fffe}é中\u{fffd}"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}é中\u{fffd}"
        );
    }

    #[test]
    fn numbers_are_whole() {
        let mut out = Markup::default();
        out.number(0u32).raw(" ").number(u64::MAX);
        assert_eq!(out.as_str(), "0 18446744073709551615");
    }

    proptest! {
        #[test]
        fn escaping_is_undone_by_unescaping(text in "[ -~\\u{a0}-\\u{d7ff}]{0,80}") {
            let out = escaped(&text);
            prop_assert!(!out.contains(['<', '>', '"', '\'']));
            let back = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(back, text.replace(is_override, ""));
        }
    }
}
