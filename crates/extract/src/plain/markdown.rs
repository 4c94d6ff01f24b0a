//! Markdown's marks within a line: links, pictures, emphasis.

use crate::page::resolve;
use annals_model::{Hyperlink, Picture, Prose, tidy};
use url::Url;

/// Longest label of a link, in bytes; what is longer is text with brackets in it.
const LABEL: usize = 600;
/// Longest address with its title, in bytes.
const ADDRESS: usize = 2_000;

/// A line's text with its links. `marked` says whether the text uses Markdown at
/// all: without it a star or an underscore is only itself.
pub(super) fn prose(line: &str, marked: Marked, base: Option<&Url>) -> Prose {
    if marked == Marked::No {
        return Prose::plain(tidy(line));
    }
    let mut out = Prose::default();
    let mut open = String::new();
    // No link begins where no bracket closes any more.
    let unclosed = line.len() - line.rfind([')', '>']).map_or(0, |at| at + 1);
    let mut rest = line;
    while let Some(at) = rest.find(['[', '!', '<', '\\', '*', '_', '`', '~']) {
        let (before, here) = rest.split_at(at);
        open.push_str(before);
        if here.len() > unclosed
            && let Some((link, after)) = link(here)
        {
            push(&mut out, &std::mem::take(&mut open), None);
            // A picture within a line leaves its words out.
            if !link.is_picture {
                push(&mut out, &plain(link.label), resolve(base, link.address));
            }
            rest = after;
            continue;
        }
        let width = here.chars().next().map_or(1, char::len_utf8);
        let next = &here[width..];
        match here.as_bytes()[0] {
            b'\\' if next.starts_with(|c: char| c.is_ascii_punctuation()) => {
                open.push_str(&next[..1]);
                rest = &next[1..];
            }
            b'*' | b'_' | b'~' if is_emphasis(before, here) => {
                rest = here.trim_start_matches(&here[..1]);
            }
            b'`' => rest = here.trim_start_matches('`'),
            _ => {
                open.push_str(&here[..width]);
                rest = next;
            }
        }
    }
    open.push_str(rest);
    push(&mut out, &open, None);
    while out.text.ends_with(' ') {
        out.text.pop();
    }
    // What composes across a link's edge, or was nothing but marks, loses its links.
    let whole = tidy(&out.text);
    let good = |l: &Hyperlink| l.start < l.end && l.end <= whole.len();
    if whole != out.text || !out.links.iter().all(good) {
        return Prose::plain(whole);
    }
    out
}

/// Whether a text uses Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    Yes,
    No,
}

/// Whether some line uses Markdown's links or emphasis.
pub(super) fn is_used(text: &str) -> bool {
    text.contains("](") || text.contains("**")
}

/// A line that is nothing but a picture.
pub(super) fn picture(line: &str, base: Option<&Url>) -> Option<Picture> {
    let line = line.trim();
    // A picture may itself be a link.
    let inner = match link_with_picture(line) {
        Some(inner) => inner,
        None => line,
    };
    let (link, after) = link(inner)?;
    if !link.is_picture || !after.trim().is_empty() {
        return None;
    }
    let url = resolve(base, link.address).filter(|u| u.starts_with("http"))?;
    let alt = Some(tidy(link.label)).filter(|a| !a.is_empty());
    Some(Picture {
        url,
        alt,
        caption: link.title.map(tidy).filter(|t| !t.is_empty()),
        ..Picture::default()
    })
}

fn link_with_picture(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("[![")?;
    let end = inner.find(")](")?;
    Some(&line[1..end + 4])
}

struct Link<'t> {
    label: &'t str,
    address: &'t str,
    title: Option<&'t str>,
    is_picture: bool,
}

/// The link that a text begins with, and what follows it.
fn link(text: &str) -> Option<(Link<'_>, &str)> {
    if let Some(inner) = text.strip_prefix('<') {
        let end = inner.find(['>', ' ', '<']).filter(|e| inner[*e..].starts_with('>'))?;
        let address = &inner[..end];
        let known = address.starts_with("http://") || address.starts_with("https://");
        let link = Link { label: address, address, title: None, is_picture: false };
        return known.then_some((link, &inner[end + 1..]));
    }
    let (is_picture, inner) = match text.strip_prefix("![") {
        Some(inner) => (true, inner),
        None => (false, text.strip_prefix('[')?),
    };
    // Brackets within the label are balanced.
    let mut depth = 1_u32;
    let end = inner.bytes().take(LABEL).position(|b| {
        match b {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let target = inner[end + 1..].strip_prefix('(')?;
    let mut depth = 1_u32;
    let close = target.bytes().take(ADDRESS).position(|b| {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let inside = target[..close].trim();
    let (address, title) = match inside.split_once(char::is_whitespace) {
        Some((address, title)) => (address, Some(title.trim().trim_matches(['"', '\'']))),
        None => (inside, None),
    };
    let address = address.trim_start_matches('<').trim_end_matches('>');
    Some((Link { label: &inner[..end], address, title, is_picture }, &target[close + 1..]))
}

/// A label without emphasis.
fn plain(label: &str) -> String {
    label.replace(['*', '`'], "").trim_matches('_').to_owned()
}

/// Whether stars or underscores here mark emphasis: they stand at a word's edge.
fn is_emphasis(before: &str, here: &str) -> bool {
    let mark = &here[..1];
    let run = here.len() - here.trim_start_matches(mark).len();
    let after = here[run..].chars().next();
    let last = before.chars().next_back();
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if mark == "~" {
        return run == 2;
    }
    // `snake_case` and "2 * 3" are no emphasis.
    run <= 3 && !(space(last) && space(after)) && !(mark == "_" && letter(last) && letter(after))
}

fn push(out: &mut Prose, stretch: &str, url: Option<String>) {
    if stretch.is_empty() {
        return;
    }
    let words = tidy(stretch);
    let open = !out.text.is_empty() && !out.text.ends_with(' ');
    if open && stretch.starts_with(char::is_whitespace) {
        out.text.push(' ');
    }
    let start = out.text.len();
    out.text.push_str(&words);
    if let Some(url) = url.filter(|_| !words.is_empty()) {
        out.links.push(Hyperlink { start, end: out.text.len(), url });
    }
    if !words.is_empty() && stretch.ends_with(char::is_whitespace) {
        out.text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, text: &str, links: &[(&str, &str)]) {
        let base = Url::parse("https://example.org/a/").ok();
        let got = prose(line, Marked::Yes, base.as_ref());
        let labels: Vec<_> =
            got.links.iter().map(|l| (&got.text[l.start..l.end], l.url.as_str())).collect();
        assert_eq!((got.text.as_str(), labels.as_slice()), (text, links), "{line}");
    }

    #[test]
    fn links_and_emphasis_are_read() {
        check(
            "The [United *Nations*](/un \"UN\") was **founded** in _1945_.",
            "The United Nations was founded in 1945.",
            &[("United Nations", "https://example.org/un")],
        );
        check(
            "See <https://un.org/> and ![logo](l.png) `x_y`",
            "See https://un.org/ and x_y",
            &[("https://un.org/", "https://un.org/")],
        );
        check("snake_case, 2 * 3, \\*kept\\*", "snake_case, 2 * 3, *kept*", &[]);
        check("[no](javascript:alert(1)) [a] (b)", "no [a] (b)", &[]);
    }

    #[test]
    fn pictures_stand_alone() {
        let found = picture("[![A map](https://example.org/m.png \"Map of 1900\")](x)", None);
        assert_eq!(found.and_then(|p| p.caption), Some("Map of 1900".to_owned()));
        assert_eq!(picture("see ![a](https://example.org/m.png)", None), None);
    }
}
