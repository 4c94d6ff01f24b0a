//! The `<meta>` elements of a page, found by their tags.
//!
//! This is no parser of HTML: it reads start tags of that one name outside comments, at
//! the beginning of a page, in one pass.

/// Bytes of a page that are looked through.
const LOOKED_THROUGH: usize = 512 << 10;
/// Elements that are kept.
const METAS: usize = 200;

/// Name and content of each, as they are written, with the commonest character references
/// replaced.
pub(super) fn metas(page: &[u8]) -> Vec<(String, String)> {
    let mut rest = &page[..page.len().min(LOOKED_THROUGH)];
    let mut found = Vec::new();
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix(b"!--") {
            let end = inner.windows(3).position(|w| w == b"-->");
            rest = end.map_or(&[], |end| &inner[end + 3..]);
            continue;
        }
        let is_meta = rest.len() > 4
            && rest[..4].eq_ignore_ascii_case(b"meta")
            && (rest[4].is_ascii_whitespace() || rest[4] == b'/');
        if !is_meta {
            continue;
        }
        let (attributes, after) = attributes(&rest[4..]);
        rest = after;
        let value = |name: &str| {
            attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
        };
        if let (Some(name), Some(content)) = (value("name"), value("content")) {
            found.push((name.trim().to_owned(), content.trim().to_owned()));
            if found.len() >= METAS {
                break;
            }
        }
    }
    found
}

/// The attributes up to the end of a tag, and what follows it.
fn attributes(mut rest: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut found = Vec::new();
    loop {
        let is_between = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
        let start = rest.iter().position(|b| !is_between(b)).unwrap_or(rest.len());
        rest = &rest[start..];
        match rest.first() {
            None => return (found, rest),
            Some(b'>') => return (found, &rest[1..]),
            Some(_) => {}
        }
        let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/');
        // A name that begins with `=` is a name all the same, so that this goes forward.
        let end = rest.iter().skip(1).position(is_end).map_or(rest.len(), |at| at + 1);
        let name = text(&rest[..end]);
        rest = rest[end..].trim_ascii_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix(b"=") {
            rest = after.trim_ascii_start();
            let quote = rest.first().copied().filter(|b| matches!(b, b'"' | b'\''));
            let (taken, left) = match quote {
                Some(quote) => {
                    let inner = &rest[1..];
                    let end = inner.iter().position(|b| *b == quote).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                }
                None => {
                    let is_end = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
                    let end = rest.iter().position(is_end).unwrap_or(rest.len());
                    rest.split_at(end)
                }
            };
            value = text(taken);
            rest = left;
        }
        found.push((name, value));
    }
}

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if !text.contains('&') {
        return text.into_owned();
    }
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
