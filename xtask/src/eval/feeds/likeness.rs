//! HTML compared with HTML that feedparser has sanitized.
//!
//! What its sanitizer takes away is no matter of a reader's: annals cleans HTML
//! where it makes pages. So the expected HTML must be *kept* in ours: the same
//! words in the same order (scripts and styles out on both sides), every
//! expected tag at its place with every expected attribute and declaration of
//! style, while ours may have more tags and attributes. What feedparser removes
//! is not asked for; what it keeps must be there.

use std::collections::BTreeMap;

/// Elements whose content feedparser removes with them.
const REMOVED: &[&str] = &["script", "applet", "style"];

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Letter(char),
    Space,
    Open(String, BTreeMap<String, String>),
    Close(String),
}

/// Whether ours has all of the expected HTML.
pub(super) fn keeps(expected: &str, ours: &str) -> bool {
    let (expected, ours) = (pieces(expected), pieces(ours));
    let mut wanted = expected.iter().peekable();
    for piece in &ours {
        while wanted
            .next_if(|w| matches!(w, Piece::Space) && !matches!(piece, Piece::Space))
            .is_some()
        {}
        let found = wanted.next_if(|want| covers(want, piece)).is_some();
        if !found && matches!(piece, Piece::Letter(_)) {
            return false;
        }
    }
    wanted.all(|w| matches!(w, Piece::Space) || matches!(w, Piece::Close(_)))
}

/// The words of HTML.
pub(super) fn words(html: &str) -> String {
    let letters = pieces(html).into_iter().filter_map(|p| match p {
        Piece::Letter(c) => Some(c),
        Piece::Space => Some(' '),
        Piece::Open(name, _) if matches!(name.as_str(), "br" | "p" | "div" | "li") => Some(' '),
        _ => None,
    });
    let text: String = letters.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether its tags have attributes.
pub(super) fn has_attributes(html: &str) -> bool {
    pieces(html).iter().any(|p| matches!(p, Piece::Open(_, attributes) if !attributes.is_empty()))
}

fn covers(want: &Piece, have: &Piece) -> bool {
    match (want, have) {
        (Piece::Open(a, wanted), Piece::Open(b, had)) => {
            a == b
                && wanted.iter().all(|(name, value)| {
                    had.get(name).is_some_and(|h| {
                        if name == "style" { styles(value, h) } else { value.trim() == h.trim() }
                    })
                })
        }
        (a, b) => a == b,
    }
}

/// Whether every declaration is among the others.
fn styles(wanted: &str, had: &str) -> bool {
    let declarations = |style: &str| -> Vec<String> {
        let style = style.replace(['"', '\''], "").to_lowercase();
        let each = style.split(';').map(|d| d.split_whitespace().collect::<String>());
        each.filter(|d| !d.is_empty()).collect()
    };
    let had = declarations(had);
    declarations(wanted).iter().all(|d| had.contains(d))
}

fn pieces(html: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = html;
    let mut hidden: Option<String> = None;
    while let Some(first) = rest.chars().next() {
        let begins_name = |c: char| c.is_ascii_alphabetic() || c == '/';
        let tag = first == '<' && rest[1..].starts_with(begins_name);
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |e| &rest[e + 3..]);
        } else if tag {
            let end = end_of_tag(rest);
            let inside = rest[1..end].trim_end_matches('>').trim_end_matches('/');
            rest = &rest[end..];
            let name_end = inside[1..]
                .find(|c: char| c.is_whitespace() || c == '/')
                .map_or(inside.len(), |e| e + 1);
            let name = inside[..name_end].to_lowercase();
            if let Some(closed) = name.strip_prefix('/') {
                if hidden.as_deref() == Some(closed) {
                    hidden = None;
                } else if hidden.is_none() {
                    out.push(Piece::Close(closed.to_owned()));
                }
            } else if hidden.is_none() {
                if REMOVED.contains(&name.as_str()) {
                    hidden = Some(name);
                } else {
                    out.push(Piece::Open(name, attributes(&inside[name_end..])));
                }
            }
        } else if first == '<' && rest[1..].starts_with(['!', '?']) && rest.contains('>') {
            rest = rest.find('>').map_or("", |e| &rest[e + 1..]);
        } else {
            let skip = usize::from(first == '<');
            let end = rest[skip..].find('<').map_or(rest.len(), |e| e + skip);
            if hidden.is_none() {
                for c in html_text(&rest[..end]).chars() {
                    out.push(if c.is_whitespace() { Piece::Space } else { Piece::Letter(c) });
                }
            }
            rest = &rest[end..];
        }
    }
    out.dedup_by(|a, b| *a == Piece::Space && *b == Piece::Space);
    out
}

fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    tag.find('>').map_or(tag.len(), |e| e + 1)
}

fn attributes(text: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inside, end) = match quote {
                Some(quote) => {
                    let end = after[1..].find(quote).map_or(after.len(), |e| e + 1);
                    (&after[1..end], (end + 1).min(after.len()))
                }
                None => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    (&after[..end], end)
                }
            };
            value = inside;
            rest = &after[end..];
        }
        rest = rest.trim_start();
        // HTML knows its vocabularies without declarations.
        if name.starts_with("xmlns") {
            continue;
        }
        if !name.is_empty() {
            out.insert(name, html_text(value));
        } else if rest.starts_with(['=', '"', '\'']) {
            rest = &rest[1..];
        }
    }
    out
}

/// Decodes references.
fn html_text(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_must_be_kept() {
        assert!(keeps("<p>a <b>b</b></p>", "<p id=x onclick='y'>a <b>b</b><script>c</script></p>"));
        assert!(keeps("<a href=\"http://e.example/\">x</a>", "<a href='http://e.example/'>x</a>"));
        assert!(keeps("<i style=\"color: red;\">x</i>", "<i style='x:y; COLOR:red'>x</i>"));
        for (expected, ours) in [
            ("<p>a b</p>", "<p>a c</p>"),
            ("<p>a</p>", "a"),
            ("<p>a</p>", "<p>a b</p>"),
            ("<p>a b</p>", "<p>a</p>"),
            ("<a href=\"http://e.example/\">x</a>", "<a href='/'>x</a>"),
            ("<i style=\"color: red;\">x</i>", "<i style='color: blue'>x</i>"),
            ("a<br />b", "ab<br>"),
        ] {
            assert!(!keeps(expected, ours), "{expected} | {ours}");
        }
    }
}
