//! Text in Markdown (CommonMark 0.31 with GitHub's extensions) so that nothing
//! in it becomes structure, and back.
//!
//! What is structure on our pages is made of bytes that are always escaped in
//! text, so a reader finds the seams without guessing.

/// Where a piece of text stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// At the start of a block, where `1.`, `-` or a quotation mark would mean something.
    pub(crate) start: bool,
    /// At the end of a line, where a space would be lost.
    pub(crate) end: bool,
    /// Bytes that part the pieces here, and so are escaped as well.
    pub(crate) parting: &'static [u8],
}

/// A whole line or the whole rest of one.
pub(super) const LINE: Place = Place { start: true, end: true, parting: b"" };

/// An item of a list within a line, where commas and brackets part the items.
pub(super) const ITEM: Place = Place { start: true, end: true, parting: b",()" };

/// Within other text.
const INSIDE: Place = Place { start: false, end: false, parting: b"" };

/// The label of a link.
pub(crate) const LABEL: Place = Place { start: false, end: true, parting: b"" };

/// What to do with a byte of text.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Plain,
    /// Escaped everywhere: emphasis, code, links, tags, entities, headings, strikethrough.
    Mark,
    /// A control character, written as a reference.
    Control,
    /// Depends on what stands beside it.
    Look,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'>' | b'&' | b'#' | b'~' => {
                Class::Mark
            }
            0..0x20 | 0x7f => Class::Control,
            // `://` and `www.` become links by themselves on GitHub; `!` before
            // a link makes it an image; C2 85, E2 80 A8 and E2 80 A9 end lines
            // in some tools; the others part the items of a line or the
            // cells of a table.
            b':' | b'.' | b'!' | 0xc2 | 0xe2 | b',' | b'(' | b')' | b'"' | b' ' | b'|' => {
                Class::Look
            }
            _ => Class::Plain,
        };
        byte += 1;
    }
    classes
};

/// Appends text. The empty text becomes `""` at the start of a block; that is
/// why a quotation mark there is escaped.
pub(crate) fn text(out: &mut Vec<u8>, text: &str, place: Place) {
    let bytes = text.as_bytes();
    let mut from = 0;
    if place.start {
        match bytes.first() {
            None => return out.extend_from_slice(b"\"\""),
            Some(b'-' | b'+' | b'"' | b'=') => out.push(b'\\'),
            Some(b'0'..=b'9') => {
                let end = bytes.iter().position(|b| !b.is_ascii_digit()).unwrap_or(bytes.len());
                if matches!(bytes.get(end), Some(b'.' | b')'))
                    && matches!(bytes.get(end + 1), None | Some(b' '))
                {
                    out.extend_from_slice(&bytes[..end]);
                    out.push(b'\\');
                    out.push(bytes[end]);
                    from = end + 1;
                }
            }
            _ => {}
        }
    }
    let mut next = from;
    while let Some(run) =
        bytes[next..].iter().position(|b| CLASSES[usize::from(*b)] != Class::Plain)
    {
        let at = next + run;
        next = at + 1;
        let byte = bytes[at];
        let class = CLASSES[usize::from(byte)];
        if at == 0 && byte == b'"' && place.start {
            continue; // escaped above
        }
        let reference = match class {
            Class::Control => 1,
            Class::Look => match byte {
                b' ' if (at == 0 && place.start) || (at + 1 == bytes.len() && place.end) => 1,
                0xc2 if bytes.get(at + 1) == Some(&0x85) => 2,
                0xe2 if bytes.get(at + 1) == Some(&0x80)
                    && matches!(bytes.get(at + 2), Some(0xa8 | 0xa9)) =>
                {
                    3
                }
                _ => 0,
            },
            _ => 0,
        };
        if reference > 0 {
            out.extend_from_slice(&bytes[from..at]);
            let char = text[at..].chars().next().map_or(0, u32::from);
            char_reference(out, char);
            from = at + reference;
            next = from;
        } else if class == Class::Mark || means_something(bytes, at, place) {
            out.extend_from_slice(&bytes[from..at]);
            out.push(b'\\');
            from = at;
        }
    }
    out.extend_from_slice(&bytes[from..]);
}

fn means_something(bytes: &[u8], at: usize, place: Place) -> bool {
    match bytes[at] {
        b'!' => at + 1 == bytes.len(),
        b':' => bytes[at..].starts_with(b"://"),
        b'.' => at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www"),
        byte => place.parting.contains(&byte),
    }
}

/// Appends text within other text.
pub(super) fn inside(out: &mut Vec<u8>, words: &str) {
    text(out, words, INSIDE);
}

/// Appends an unusual value, in quotation marks, where a known word or a date
/// is expected.
pub(super) fn quoted(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    text(out, value, Place { start: false, end: true, parting: b",()\"" });
    out.push(b'"');
}

/// Appends the destination of a link, and the title where there is one:
/// `/context/france.md "en:France"`.
pub(crate) fn target(out: &mut Vec<u8>, url: Option<&str>, suffix: &str, title: Option<&str>) {
    match url {
        None => out.extend_from_slice(b"<>"),
        Some(url) => {
            if url.is_empty() && suffix.is_empty() {
                // An address that is there but empty, unlike one that is not.
                out.extend_from_slice(b"\"\"");
            }
            destination(out, url);
            out.extend_from_slice(suffix.as_bytes());
        }
    }
    if let Some(title) = title {
        out.extend_from_slice(b" \"");
        text(out, title, Place { start: false, end: false, parting: b"\"" });
        out.push(b'"');
    }
}

fn destination(out: &mut Vec<u8>, url: &str) {
    let bytes = url.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let (escaped, length) = match bytes[at] {
            b'\\' | b'`' | b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'"' => (true, 1),
            b'&' if opens_entity(&bytes[at + 1..]) => (true, 1),
            0..=b' ' | 0x7f => (false, 1),
            // The only first bytes of white space and control characters beyond ASCII.
            0xc2 | 0xe1..=0xe3 => match url[at..].chars().next() {
                Some(char) if char.is_control() || char.is_whitespace() => (false, char.len_utf8()),
                _ => {
                    at += 2;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        out.extend_from_slice(&bytes[from..at]);
        from = at;
        if escaped {
            out.push(b'\\');
        } else {
            char_reference(out, url[at..].chars().next().map_or(0, u32::from));
            from += length;
        }
        at += length;
    }
    out.extend_from_slice(&bytes[from..]);
}

/// Whether `&` before these bytes would be read as `&lt;` or `&#60;`; the
/// longest name in HTML has 31 letters.
fn opens_entity(rest: &[u8]) -> bool {
    let name = rest.iter().take(33).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#');
    rest.get(name.count()) == Some(&b';')
}

fn char_reference(out: &mut Vec<u8>, char: u32) {
    out.extend_from_slice(b"&#");
    crate::decimal::write(out, char.into());
    out.push(b';');
}

/// The text behind escaped Markdown. What no writer of ours wrote is kept as it stands.
pub(super) fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['\\', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
        if let (true, Some(char)) = (rest.starts_with('\\'), escaped) {
            text.push(char);
            rest = &rest[2..];
        } else if let Some((char, length)) = referenced(rest) {
            text.push(char);
            rest = &rest[length..];
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

/// The character of a decimal reference at the start of `text`, and its length.
fn referenced(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("&#")?;
    let length = digits.bytes().take(8).take_while(u8::is_ascii_digit).count();
    let char = char::from_u32(digits[..length].parse().ok()?)?;
    digits[length..].starts_with(';').then_some((char, length + 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(words: &str) -> String {
        let mut out = Vec::new();
        text(&mut out, words, LINE);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_becomes_structure() {
        assert_eq!(line("# a"), "\\# a");
        assert_eq!(line("1. a"), "1\\. a");
        assert_eq!(line("- a"), "\\- a");
        assert_eq!(line("1.5 million"), "1.5 million");
        assert_eq!(line("](x) `<b>` *&amp;*"), "\\](x) \\`\\<b\\>\\` \\*\\&amp;\\*");
        assert_eq!(line("see http://a.org, WWW.b.org"), "see http\\://a.org, WWW\\.b.org");
        assert_eq!(line("a\nb "), "a&#10;b&#32;");
        assert_eq!(line("Help!"), "Help\\!");
        assert_eq!(line("\"No\", he said: 5.5% (U.S.)"), "\\\"No\", he said: 5.5% (U.S.)");
    }

    #[test]
    fn damaged_escapes_are_kept() {
        for raw in ["\\", "&", "&#", "&#;", "&#99999999999;", "&#xd800;", "&#55296;", "\\é"] {
            assert_eq!(unescape(raw), raw);
        }
    }

    /// What a reader of Markdown makes of a page: its tags, and its text.
    fn rendered(markdown: &str) -> (Vec<String>, String) {
        use pulldown_cmark::{Event, Options, Parser};
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let (mut tags, mut text) = (Vec::new(), String::new());
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(t) => text.push_str(&t),
                other => tags.push(format!("{other:?}")),
            }
        }
        (tags, text)
    }

    /// The structure of a page does not depend on the words.
    fn check_rendered(words: &str) {
        let mut label = Vec::new();
        super::text(&mut label, words, LABEL);
        let label = String::from_utf8(label).unwrap();
        let line = line(words);
        for frame in ["# @", "- @", "1. @\n   - @", "> @\n>\n> — @", "a: @", "# a[b](/c \"d\")@"]
        {
            let times = frame.matches('@').count();
            let (tags, text) = rendered(&frame.replace('@', &line));
            let (expect, around) = rendered(&frame.replace('@', "x"));
            assert_eq!(tags, expect, "{words:?} in {frame:?}");
            assert_eq!(text, around.replace('x', words), "{frame:?} {times}");
        }
        let (tags, text) = rendered(&format!("a![{label}](/c \"d\") b"));
        assert_eq!(tags, rendered("a![x](/c \"d\") b").0);
        assert_eq!(text, format!("a{words} b"));
    }

    #[test]
    fn hostile_words_render_as_they_are() {
        for words in [
            "# a",
            "## Sources",
            "---",
            "***",
            "> b",
            "- c",
            "+ d",
            "1. e",
            "12) f",
            "===",
            "~~~",
            "```",
            "`g`",
            "**h**",
            "_i_",
            "[j](k)",
            "](l \"m\")",
            "![n](o)",
            "p!",
            "<script>",
            "<https://q.org>",
            "&amp;",
            "&#65;",
            "\\",
            "\\\\",
            "a\\",
            "\"r\"",
            "|s|t|",
            "[ ] u",
            "[^v]",
            "[w]: /x",
            "<!-- y -->",
            "~~z~~",
            "    code",
            "a  b",
            " ",
            "#",
            "a #",
            "-",
            "1.",
        ] {
            check_rendered(words);
        }
    }

    proptest! {
        #[test]
        fn any_words_render_as_they_are(words in "[-+*_`~\\[\\](){}<>#&!|:;.\\\\\"'=^$/ 1aw\u{e9}]{1,20}") {
            check_rendered(&words);
        }

        #[test]
        fn text_reads_back(words in "(?s).{0,60}") {
            for place in [LINE, ITEM, INSIDE, LABEL] {
                let mut out = Vec::new();
                text(&mut out, &words, place);
                let raw = String::from_utf8(out).unwrap();
                let ends = ['\n', '\r', '\u{85}', '\u{2028}'];
                prop_assert!(!raw.contains(ends));
                let back = if raw == "\"\"" { String::new() } else { unescape(&raw) };
                prop_assert_eq!(back, words.clone());
            }
        }

        #[test]
        fn destinations_read_back(url in "(?s).{0,60}") {
            let mut out = Vec::new();
            destination(&mut out, &url);
            let raw = String::from_utf8(out).unwrap();
            prop_assert!(!raw.contains(char::is_whitespace));
            prop_assert_eq!(unescape(&raw), url);
        }
    }
}
