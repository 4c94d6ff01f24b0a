//! Addresses of sources as people type them: `[http://… (Reuters)]` and all
//! the ways in which that goes wrong.

/// What stands where an external link begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// An http or https address.
    Good(String),
    /// The same, after a repair that is worth a note.
    Repaired(String),
    /// An address of another kind (`javascript:`, `ftp:`): never a source's address.
    Refused(String),
}

/// An external link in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracketed {
    /// One past its last byte.
    pub(super) end: usize,
    /// The address.
    pub(super) address: Address,
    /// The label's wikitext; empty where there is none.
    pub(super) label: String,
    /// What is malformed, if anything.
    pub(super) malformed: Option<&'static str>,
}

/// Mistyped schemes that were seen in lists, and what they stand for.
const MISTYPED: &[(&str, &str)] = &[
    ("http//", "http://"),
    ("https//", "https://"),
    ("http:///", "http://"),
    ("https:///", "https://"),
    ("http;//", "http://"),
    ("https;//", "https://"),
    ("http::/", "http:/"),
    ("htp://", "http://"),
    ("hhtp://", "http://"),
    ("htttp://", "http://"),
    ("hhttp://", "http://"),
    ("htpp://", "http://"),
    ("ttp://", "http://"),
    ("ttps://", "https://"),
    ("htps://", "https://"),
    ("httpss://", "https://"),
    ("http:/", "http://"),
    ("https:/", "https://"),
    ("www.", "http://www."),
];

/// Schemes that a browser would follow but no source may have.
const REFUSED: &[&str] = &[
    "javascript:",
    "vbscript:",
    "data:",
    "file:",
    "ftp://",
    "ftps://",
    "mailto:",
    "news:",
    "irc://",
    "gopher://",
    "telnet://",
    "nntp://",
    "rtsp://",
    "mms://",
    "tel:",
    "magnet:",
    "ircs://",
];

/// Reads the scheme at the start of `text`: how many of its bytes stand for
/// which beginning of an address.
fn scheme(text: &str) -> Option<Scheme> {
    let starts = |with: &str| text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with));
    let doubled = ["http://http://", "http://https://", "https://https://", "https://http://"];
    if let Some(twice) = doubled.iter().find(|d| starts(d)) {
        let second = twice.rfind("http").unwrap_or(0);
        return Some(Scheme { bytes: twice.len(), stands_for: &twice[second..], kind: Kind::Bad });
    }
    if let Some((typed, meant)) = MISTYPED.iter().find(|(typed, _)| {
        starts(typed) && !starts("http://") && !starts("https://")
            || starts(typed) && typed.ends_with("///")
    }) {
        return Some(Scheme { bytes: typed.len(), stands_for: meant, kind: Kind::Bad });
    }
    if starts("http://") {
        return Some(Scheme { bytes: 7, stands_for: "http://", kind: Kind::Good });
    }
    if starts("https://") {
        return Some(Scheme { bytes: 8, stands_for: "https://", kind: Kind::Good });
    }
    // `[//host/page label]` is legal: the address takes the page's own scheme.
    let next = text.get(2..).and_then(|t| t.chars().next());
    if starts("//") && next.is_some_and(char::is_alphanumeric) {
        return Some(Scheme { bytes: 2, stands_for: "https://", kind: Kind::Good });
    }
    REFUSED.iter().find(|r| starts(r) && !text[r.len()..].starts_with(' ')).map(|_| Scheme {
        bytes: 0,
        stands_for: "",
        kind: Kind::Refused,
    })
}

struct Scheme {
    bytes: usize,
    stands_for: &'static str,
    kind: Kind,
}

enum Kind {
    Good,
    Bad,
    Refused,
}

/// Whether an address, good or mistyped, begins here.
pub(super) fn begins(text: &str) -> bool {
    scheme(text).is_some()
}

/// Whether it is an address of the web: `[[File:…]]` is a picture and `[[News:…]]` a page.
pub(super) fn begins_web(text: &str) -> bool {
    scheme(text).is_some_and(|s| !matches!(s.kind, Kind::Refused))
}

/// Makes an address of a whole text; `None` where it is none or has no host.
pub(super) fn of(text: &str) -> Option<Address> {
    let found = scheme(text)?;
    let url = format!("{}{}", found.stands_for, &text[found.bytes..]);
    let has_host = url.split("://").nth(1).is_some_and(|r| r.starts_with(char::is_alphanumeric));
    match found.kind {
        Kind::Refused => Some(Address::Refused(url)),
        _ if !has_host => None,
        Kind::Good => Some(Address::Good(url)),
        Kind::Bad => Some(Address::Repaired(url)),
    }
}

/// Characters that end a bare address.
fn ends_bare(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '[' | ']' | '<' | '>' | '"' | '{' | '}' | '|')
        || c == super::charrefs::MARK
}

/// The bare address at the start of `text`, without the punctuation of the
/// sentence that follows it.
pub(super) fn bare(text: &str) -> &str {
    let end = text.find(ends_bare).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    // As MediaWiki does: a closing parenthesis belongs to an address that opens one.
    if url.contains('(') { url } else { url.trim_end_matches(')').trim_end_matches(['.', ',']) }
}

/// Reads the external link whose `[` stands at `open`; `None` where no address
/// follows. `inner_end` gives the end of a `[[…]]` that begins at a place.
pub(super) fn bracketed(
    text: &str,
    open: usize,
    inner_end: impl Fn(usize) -> Option<usize>,
) -> Option<Bracketed> {
    let mut malformed = None;
    let mut start = open + 1;
    if text[start..].starts_with('[') {
        start += 1;
        malformed = Some("an external link in double brackets");
    }
    let double = malformed.is_some();
    let spaces = text[start..].len() - text[start..].trim_start().len();
    if spaces > 0 {
        start += spaces;
        malformed = Some("a space before the address");
    }
    if !begins(&text[start..]) || (double && !begins_web(&text[start..])) {
        return None;
    }
    let (inside_end, closed) = find_close(text, start, inner_end);
    let mut end = inside_end;
    if closed {
        end += 1;
        if text[open + 1..].starts_with('[') && text[end..].starts_with(']') {
            end += 1;
        }
    } else {
        malformed = Some("an external link without its closing bracket");
        end = open_end(text, start, inside_end);
    }
    let inside = &text[start..if closed { inside_end } else { end }];
    let (url, label, odd) = split(inside);
    let address = of(&url)?;
    if let Address::Repaired(_) = address {
        malformed = malformed.or(Some("a mistyped address"));
    }
    Some(Bracketed { end, address, label: label.to_owned(), malformed: odd.or(malformed) })
}

/// Where the link's `]` stands, and whether there is one before the next link begins.
fn find_close(
    text: &str,
    start: usize,
    inner_end: impl Fn(usize) -> Option<usize>,
) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut in_address = true;
    let mut opened = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b' ' => in_address = false,
            b'[' => {
                if let Some(end) = inner_end(at) {
                    // A label may hold a link, `[http://… (''[[The Times]]'')]`,
                    // but an address directly before one lacks its bracket.
                    if in_address {
                        return (at, false);
                    }
                    at = end;
                    continue;
                }
                if begins(&text[at + 1..]) {
                    return (at, false);
                }
                opened += 1;
            }
            b']' if opened > 0 => opened -= 1,
            b']' if in_address && goes_on(&text[at + 1..]) => {}
            b']' => return (at, true),
            _ => {}
        }
        at += 1;
    }
    (text.len(), false)
}

/// Whether an address goes on after a `]` that nothing opened: more of an
/// address, then a label in parentheses, and another `]` before any `[`.
fn goes_on(rest: &str) -> bool {
    // An address with such a bracket is shorter than this; the bound keeps the scan linear.
    let near = rest.bytes().take(300).position(|b| b == b']' || b == b'[');
    let Some(close) = near.filter(|n| rest.as_bytes()[*n] == b']') else { return false };
    let (tail, label) = match rest[..close].split_once(' ') {
        Some(parts) => parts,
        None => return false,
    };
    tail.starts_with(|c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '&' | '%')
    }) && label.trim_start_matches('\'').starts_with('(')
}

/// Where a link without its bracket ends: after a label in parentheses, or
/// after the address.
fn open_end(text: &str, start: usize, limit: usize) -> usize {
    let inside = &text[start..limit];
    let Some(space) = inside.find(' ') else { return start + bare_len(inside) };
    let label = inside[space..].trim_start();
    let label_at = limit - label.len();
    if label.starts_with('(')
        && let Some(close) = label.find(')')
    {
        return label_at + close + 1;
    }
    // A short rest of the bullet is the label; a long one is the sentence going on.
    const SHORT: usize = 30;
    let short = !label.is_empty() && label.trim_end().len() <= SHORT;
    if short && (limit == text.len() || label.starts_with('(')) {
        return limit;
    }
    start + bare_len(&inside[..space])
}

fn bare_len(text: &str) -> usize {
    bare(text).len().max(1)
}

/// Splits the inside of a link into address and label.
fn split(inside: &str) -> (String, &str, Option<&'static str>) {
    let (url, label) = match inside.find([' ', super::charrefs::MARK, '<', '"']) {
        Some(at) => (&inside[..at], inside[at..].trim_start_matches([' ', '"'])),
        None => (inside, ""),
    };
    // `[http://…(Reuters)]`: the space is missing.
    if label.is_empty()
        && let Some(at) = url.rfind('(')
        && url.ends_with(')')
        && !url[..at].ends_with(['_', '/', '=', '-'])
        && url[at + 1..].starts_with(char::is_uppercase)
    {
        return (url[..at].to_owned(), &url[at..], Some("no space between address and label"));
    }
    if let Some((before, after)) = url.split_once('|') {
        // `[http://…|Reuters]` and `[http://…|The Times]` take it for a wiki link;
        // before a label in parentheses the bar belongs to the address.
        return if label.trim_start_matches('\'').starts_with('(') && !after.starts_with('(') {
            (url.to_owned(), label, Some("a bar inside the address"))
        } else {
            let at = before.len() + 1;
            (before.to_owned(), &inside[at..], Some("a bar between address and label"))
        };
    }
    // `[http://host/some page.html (Reuters)]`: a space inside the address.
    if let Some((word, rest)) = label.split_once(' ')
        && rest.starts_with('(')
        && (word.contains(['/', '=', '?', '%']) || word.contains(".htm") || word.contains(".asp"))
    {
        return (format!("{url}%20{word}"), rest, Some("a space inside the address"));
    }
    if url.contains([']', '[']) {
        return (url.to_owned(), label, Some("a bracket inside the address"));
    }
    (url.to_owned(), label, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String, bool, usize) {
        let found = bracketed(text, 0, |_| None).unwrap();
        let url = match found.address {
            Address::Good(url) | Address::Repaired(url) | Address::Refused(url) => url,
        };
        (url, found.label, found.malformed.is_some(), found.end)
    }

    #[test]
    fn addresses_as_people_type_them() {
        for (text, url, label) in [
            ("[http//a.org/b (X)]", "http://a.org/b", "(X)"),
            ("[http:/a.org/b (X)]", "http://a.org/b", "(X)"),
            ("[http://http://a.org (X)]", "http://a.org", "(X)"),
            ("[ http://a.org (X)]", "http://a.org", "(X)"),
            ("[www.a.org/b (X)]", "http://www.a.org/b", "(X)"),
            ("[[http://a.org (X)]]", "http://a.org", "(X)"),
            ("[http://a.org (X)", "http://a.org", "(X)"),
            ("[http://a.org|X]", "http://a.org", "X"),
            ("[http://a.org|The X]", "http://a.org", "The X"),
            ("[http://a.org/b|c (X)]", "http://a.org/b|c", "(X)"),
            ("[http://a.org/b c.html (X)]", "http://a.org/b%20c.html", "(X)"),
            ("[http://a.org/b[1].html (X)]", "http://a.org/b[1].html", "(X)"),
            ("[http://a.org/b].html (X)]", "http://a.org/b].html", "(X)"),
            ("[http://a.org/b(Reuters)]", "http://a.org/b", "(Reuters)"),
        ] {
            let (got, got_label, malformed, end) = read(text);
            assert_eq!((got.as_str(), got_label.as_str(), malformed), (url, label, true), "{text}");
            assert_eq!(end, text.len(), "{text}");
        }
    }

    #[test]
    fn sound_addresses() {
        for (text, url, label) in [
            ("[http://a.org (X)] [http://b.org (Y)]", "http://a.org", "(X)"),
            ("[https://a.org]. Then [b]", "https://a.org", ""),
            ("[//a.org/b X]", "https://a.org/b", "X"),
            ("[HTTP://a.org/b_(c) X]", "http://a.org/b_(c)", "X"),
        ] {
            let (got, got_label, malformed, _) = read(text);
            assert_eq!(
                (got.as_str(), got_label.as_str(), malformed),
                (url, label, false),
                "{text}"
            );
        }
    }

    #[test]
    fn bare_addresses_end_before_punctuation() {
        assert_eq!(bare("http://a.org/b. Then"), "http://a.org/b");
        assert_eq!(bare("http://a.org/b_(c), x"), "http://a.org/b_(c)");
        assert_eq!(bare("http://a.org/b) x"), "http://a.org/b");
    }
}
