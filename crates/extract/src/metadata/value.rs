//! Values as pages write them: escaped twice, with markup within, or only
//! pretending to be there. What comes out is text that people can read.

use annals_model::{fold_key, tidy};

/// Longest value that is read, in bytes; a longer one is no title, name or
/// keyword but contents.
const MAX_VALUE: usize = 4_000;

/// What templates print where they have nothing to say.
const EMPTY: &[&str] = &[
    "null",
    "undefined",
    "none",
    "nil",
    "n/a",
    "na",
    "nan",
    "false",
    "true",
    "[object object]",
    "unknown",
    "(null)",
    "array",
    "default",
    "-",
];

/// The value's text: entities resolved however often they were escaped, no
/// markup, tidy; `None` if nothing is left or the template had nothing.
pub(super) fn clean(value: &str) -> Option<String> {
    let value = cut(value, MAX_VALUE);
    let mut text = std::borrow::Cow::Borrowed(value);
    // "&amp;amp;quot;" was seen three times over; a fixed number ends entity bombs.
    for _ in 0..3 {
        if !(text.contains('&') && text.contains(';')) {
            break;
        }
        let again = htmlize::unescape(text.as_ref()).into_owned();
        if again == text {
            break;
        }
        text = again.into();
    }
    let text = if text.contains('<') { tidy(&without_tags(&text)) } else { tidy(&text) };
    let is_template = text.contains("{{") || text.contains("<%") || text.contains("${");
    let lower = text.to_ascii_lowercase();
    (!text.is_empty() && !is_template && !EMPTY.contains(&lower.as_str())).then_some(text)
}

/// [`fold_key`], quick for plain ASCII: headlines and names are folded dozens of
/// times a page.
pub(super) fn fold(text: &str) -> String {
    if !text.is_ascii() {
        return fold_key(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    // Control characters are nothing, save those that are white space.
    for b in text.bytes().filter(|b| !b.is_ascii_control() || (9..=13).contains(b)) {
        if b.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(char::from(b.to_ascii_lowercase()));
        } else {
            gap = true;
        }
    }
    out
}

/// The text without tags, a space where one stood that parts words.
fn without_tags(text: &str) -> String {
    let text = text.replace("<![CDATA[", "").replace("]]>", "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let opens = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c));
        match tag.find('>').filter(|_| opens) {
            Some(end) => {
                // Inline marks do not part words, everything else does.
                let name = tag[1..end].trim_start_matches('/');
                let name = name.split([' ', '/']).next().unwrap_or("");
                if !matches!(name, "b" | "i" | "em" | "strong" | "span" | "a" | "u" | "sup") {
                    out.push(' ');
                }
                rest = &tag[end + 1..];
            }
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// At most `max` bytes of a text, ending between two characters.
pub(super) fn cut(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let end = (0..=max).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

/// The form in which names of sites are compared: folded, without spaces.
pub(super) fn squeezed(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Whether a value is an address and no words.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    lower.starts_with("http:")
        || lower.starts_with("https:")
        || lower.starts_with("www.")
        || lower.starts_with("//")
        || lower.contains("facebook.com")
        || (text.contains('@') && text.contains('.') && !text.contains(' '))
}

/// How many words a text has; letters of scripts without spaces count as one
/// word for every two.
pub(super) fn words(text: &str) -> usize {
    let wide = text.chars().filter(|c| is_wide(*c)).count();
    let spaced =
        text.split(|c: char| c.is_whitespace() || is_wide(c)).filter(|w| !w.is_empty()).count();
    spaced + wide.div_ceil(2)
}

/// Whether a character belongs to a script that puts no spaces between words.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_were_meant() {
        let check = |raw: &str, wanted: Option<&str>| {
            assert_eq!(clean(raw).as_deref(), wanted, "{raw:?}");
        };
        check("Rome &amp;amp; Carthage", Some("Rome & Carthage"));
        check("Treaty of &lt;i&gt;Lausanne&lt;/i&gt; signed", Some("Treaty of Lausanne signed"));
        check("Oil<br/>prices", Some("Oil prices"));
        check("<![CDATA[ Oslo ]]>", Some("Oslo"));
        check("5 < 7 and 7 > 5", Some("5 < 7 and 7 > 5"));
        check("undefined", None);
        check(" NULL ", None);
        check("{{ page.title }}", None);
        check("&nbsp;", None);
    }

    #[test]
    fn folding_is_the_models() {
        for text in ["Rome: the Treaty (1957)", "a\u{1}b\tc\u{1c}d", "  ", "A--B", "Côte d’Ivoire"]
        {
            assert_eq!(fold(text), fold_key(text), "{text:?}");
        }
    }

    #[test]
    fn words_are_counted_in_every_script() {
        let check = |text: &str, wanted: usize| assert_eq!(words(text), wanted, "{text}");
        check("Treaty of Rome", 3);
        check("罗马条约", 2);
        check("EU と 英国", 3);
        check("", 0);
    }
}
