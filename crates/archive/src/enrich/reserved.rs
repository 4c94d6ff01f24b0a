//! Whether a page's publisher keeps its text from being shown elsewhere.
//!
//! The TDM Reservation Protocol (W3C community report of 2024) says it in a header or in
//! the page: `tdm-reservation: 1`. `nosnippet`, in `X-Robots-Tag` or the page, says that
//! nothing of the text may be shown beside the link. Title and link stay.

use annals_import::warc::Capture;

/// Bytes of a page in which its metadata stands.
const HEAD: usize = 64 << 10;
/// Bytes of one element of metadata, at most.
const ELEMENT: usize = 1_000;

/// Whether a capture reserves the text.
pub(super) fn is_reserved(capture: &Capture) -> bool {
    let header = |name: &str, value: &str| {
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        (name == "tdm-reservation" && value == "1") || (name == "x-robots-tag" && silent(&value))
    };
    capture.headers.iter().any(|(name, value)| header(name, value))
        || in_page(&String::from_utf8_lossy(&capture.body[..capture.body.len().min(HEAD)]))
}

fn silent(value: &str) -> bool {
    value.split([',', ':', ' ']).any(|word| word == "nosnippet")
}

fn in_page(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        rest = &rest[at + 5..];
        let end = rest.bytes().take(ELEMENT).position(|b| b == b'>').unwrap_or(0);
        let element = &rest[..end];
        let (name, content) = (attribute(element, "name"), attribute(element, "content"));
        match (name, content) {
            (Some("tdm-reservation"), Some("1")) => return true,
            (Some("robots"), Some(value)) if silent(value) => return true,
            _ => {}
        }
    }
    false
}

/// The value of an attribute: `name="robots"`.
fn attribute<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    let at = element.match_indices(name).find(|(at, _)| {
        element[..*at].ends_with(|c: char| c.is_ascii_whitespace())
            && element[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = element[at.0 + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '/', '\t', '\n']).next()?,
    };
    Some(value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_it_in_their_metadata() {
        assert!(in_page("<head><META name='tdm-reservation' content='1'></head>"));
        assert!(in_page("<meta content=\"max-image-preview:none, nosnippet\" name=\"robots\" />"));
        for open in [
            "<meta name=tdm-reservation content=0>",
            "<meta name=\"robots\" content=\"index\">",
            "<meta name=\"description\" content=\"tdm-reservation 1\">",
            "<meta",
            "",
        ] {
            assert!(!in_page(open), "{open}");
        }
    }
}
