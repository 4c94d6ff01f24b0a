//! Character references: `&nbsp;`, `&#8211;`, and the text that `<nowiki>` protects.

use annals_model::tidy;
use std::borrow::Cow;

/// The longest reference of HTML, `&CounterClockwiseContourIntegral;`, has 33 bytes.
const MAX_REFERENCE: usize = 34;

/// Marks that the scanner puts into the text in place of what it took out.
/// They lie in a private plane; an input's own are removed beforehand.
pub(super) const MARK: char = '\u{f0000}';
/// Ends a [`MARK`].
pub(super) const MARK_END: char = '\u{f0001}';

/// A bullet's wikitext made ready: `<nowiki>` protected, references to
/// anything but ASCII punctuation decoded (the others could be taken for
/// markup), tidy.
pub(super) fn prepare(raw: &str) -> String {
    let raw = protect_nowiki(raw);
    let text = decode_where(&raw, |decoded| !decoded.contains(|c: char| c.is_ascii_punctuation()));
    let text: Cow<str> = if text.contains([MARK, MARK_END]) {
        text.replace([MARK, MARK_END], "").into()
    } else {
        text
    };
    // Removing an invisible character may bring a letter and its accent together.
    tidy(&tidy(&text))
}

/// Decodes all references that are left.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('&') { decode_where(text, |_| true) } else { text.into() }
}

fn decode_where(text: &str, wanted: impl Fn(&str) -> bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(MAX_REFERENCE).position(|b| b == b';').map(|e| e + 1);
        let decoded = end.map(|end| (end, html_escape::decode_html_entities(&rest[..end])));
        match decoded {
            Some((end, decoded)) if decoded != rest[..end] && wanted(&decoded) => {
                out.push_str(&decoded);
                rest = &rest[end..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Turns the punctuation inside `<nowiki>…</nowiki>` into references, which no
/// later stage takes for markup.
fn protect_nowiki(text: &str) -> Cow<'_, str> {
    const OPEN: &str = "<nowiki>";
    const CLOSE: &str = "</nowiki>";
    if !text.contains(OPEN) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        out.push_str(&rest[..at]);
        let inside = &rest[at + OPEN.len()..];
        let (inside, after) = inside.split_once(CLOSE).unwrap_or((inside, ""));
        for c in inside.chars() {
            if c.is_ascii_punctuation() && !matches!(c, '&' | ';' | '#') {
                out.push_str("&#");
                out.push_str(&u32::from(c).to_string());
                out.push(';');
            } else {
                out.push(c);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_characters_stay_referenced_until_the_end() {
        assert_eq!(prepare("a&nbsp;&ndash;&#160;b &lt;i&gt; caf&eacute;"), "a – b &lt;i&gt; café");
        assert_eq!(decode("&lt;i&gt; AT&T &bogus; &amp;lt;"), "<i> AT&T &bogus; &lt;");
        assert_eq!(decode(&prepare("<nowiki>[[x]]</nowiki>")), "[[x]]");
    }
}
