//! What a page says of itself, made fit to be shown: short, on one line, without markup
//! and without signs that hide or turn what follows.

use annals_model::tidy;

/// Characters of a title, of a description, of a passage of an edit, at most.
pub(super) const TITLE: usize = 240;
pub(super) const DESCRIPTION: usize = 320;
pub(super) const PASSAGE: usize = 240;
/// Bytes of an address, at most.
const ADDRESS: usize = 2_000;
/// Bytes of a text that are looked at, for each character that is kept.
const LOOKED_AT: usize = 16;

/// A text of at most so many characters, cut at a word; `None` where nothing is left.
pub(super) fn text(text: &str, most: usize) -> Option<String> {
    let end = text.len().min(most * LOOKED_AT);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let plain = tidy(&without_tags(&text[..end]));
    if !plain.chars().any(char::is_alphanumeric) {
        return None;
    }
    let Some((end, _)) = plain.char_indices().nth(most) else { return Some(plain) };
    // A word is not cut, unless it is as long as a script without spaces has them.
    let head = &plain[..end];
    let word = head.rfind(' ').filter(|at| *at * 4 > head.len() * 3).unwrap_or(head.len());
    let head =
        head[..word].trim_end_matches(|c: char| !c.is_alphanumeric() && !"”’」)".contains(c));
    Some(format!("{head}…"))
}

/// Takes out what looks like tags: pages put markup into their descriptions.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let opens = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = if opens { tag.find('>') } else { None };
        match end {
            Some(end) => {
                out.push(' ');
                rest = &tag[end + 1..];
            }
            // Nothing closes from here on: the rest is text.
            None if opens => {
                rest = tag;
                break;
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

/// An address of the web that may be linked; `None` for others and for endless ones.
pub(super) fn address(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    let good = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| host.contains('.'))
        && url.username().is_empty()
        && url.password().is_none()
        && url.as_str().len() <= ADDRESS;
    good.then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_hidden_signs_go() {
        let hostile = "Truce \u{202e}holds<script>alert(1)</script>\u{0}\u{200b} in <b>Aleppo</b>";
        assert_eq!(text(hostile, 100).as_deref(), Some("Truce holds alert(1) in Aleppo"));
        assert_eq!(text("5 < 6 and 7 > 6", 100).as_deref(), Some("5 < 6 and 7 > 6"));
        assert_eq!(text(" \u{202e}… ", 100), None);
    }

    #[test]
    fn a_megabyte_is_cut_at_a_word() {
        let long = "Aleppo ".repeat(150_000);
        let short = text(&long, 50).expect("text");
        assert!(short.chars().count() <= 51 && short.ends_with("Aleppo…"), "{short}");
        let endless = "<".repeat(1 << 20);
        assert_eq!(text(&endless, 50), None);
        assert_eq!(text(&"<a ".repeat(1 << 18), 50).map(|t| t.chars().count() <= 51), Some(true));
    }

    #[test]
    fn only_the_web_is_linked() {
        assert!(address("https://upload.wikimedia.org/a.jpg").is_some());
        for bad in ["javascript:alert(1)", "data:image/png;base64,A", "https://a:b@c.org/", "x"] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
