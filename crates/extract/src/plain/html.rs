//! Whether a text is HTML, or speaks of it, or only holds a few tags.

/// How much of a text is looked at, in bytes.
const HEAD: usize = 64 << 10;

/// Elements that pages are built of. Markdown and prose mention or use the small
/// ones (`b`, `i`, `code`, `br`, `img`, `a`); these hold the text of real pages.
#[rustfmt::skip]
const BUILDING: &[&str] = &[
    "html", "head", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
    "table", "tr", "td", "tbody", "article", "section", "main", "header", "footer", "nav", "aside",
    "figure", "blockquote", "form", "meta", "link", "title", "script", "style", "center", "frameset",
    "font", "pre", "iframe", "noscript", "svg", "amp-story",
];

/// Small elements that are HTML where a text begins with one.
const SMALL: &[&str] = &[
    "a", "b", "i", "em", "strong", "span", "br", "img", "hr", "u", "small", "sup", "time", "base",
];

/// Whether a text is HTML: a whole page, or a fragment without head. `head` is
/// the text or its beginning.
///
/// Text that mentions tags, Markdown that uses some, wiki text and messages with
/// header fields are none.
pub fn looks_like_html(head: &str) -> bool {
    let head = cut(head).trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{fffd}')
    });
    if is_declared(head) {
        return true;
    }
    let (mut tagged, mut bare, mut written) = (0_usize, 0_usize, 0_usize);
    let (mut building, mut ends) = (0_usize, 0_usize);
    let mut fenced = false;
    for line in head.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
            written += 1;
            continue;
        }
        if fenced {
            continue;
        }
        let count = tags(line);
        building += count.building;
        ends += count.ends;
        written += usize::from(is_written(line));
        if count.building > 0 || line.starts_with('<') {
            tagged += 1;
        } else {
            bare += 1;
        }
    }
    let begins = begins_with_tag(head);
    // Without Markdown or wiki text between the tags, beginning with one is enough,
    // even if the text then runs on over many lines.
    if begins && written * 4 <= tagged {
        return building + ends > 0;
    }
    building >= 2 && ends >= 1 && tagged > bare + written * 2
}

/// Whether a text says at its beginning that it is markup.
pub(super) fn is_declared(head: &str) -> bool {
    let head = cut(head).trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let begins =
        |mark: &str| head.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    ["<!doctype", "<html", "<?xml", "<head>", "<body"].iter().any(|mark| begins(mark))
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a text begins with a tag or a comment.
fn begins_with_tag(text: &str) -> bool {
    text.starts_with("<!--")
        || tag_at(text).is_some_and(|(name, _)| is_in(name, BUILDING) || is_in(name, SMALL))
}

/// Lines that no page has: Markdown, wiki text, header fields.
fn is_written(line: &str) -> bool {
    let hashes = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
        || ["- ", "* ", "> ", "== ", "{{", "[[", "|-", "{|"].iter().any(|m| line.starts_with(m))
        || line.contains("](")
        || line.contains("[[") && line.contains("]]")
}

#[derive(Default)]
struct Tags {
    building: usize,
    ends: usize,
}

fn tags(line: &str) -> Tags {
    let mut found = Tags::default();
    let mut code = false;
    let mut rest = line;
    while let Some(at) = rest.find(['<', '`']) {
        let here = &rest[at..];
        if here.starts_with('`') {
            code = !code;
        } else if !code && let Some((name, end)) = tag_at(here) {
            let building = is_in(name, BUILDING);
            found.building += usize::from(building && !end);
            found.ends += usize::from(end && (building || is_in(name, SMALL)));
        }
        rest = &here[1..];
    }
    found
}

/// The name of the tag that a text begins with, and whether it is an end tag.
fn tag_at(text: &str) -> Option<(&str, bool)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.starts_with('/');
    let name = inner.trim_start_matches('/');
    let stop = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let after = name[stop..].chars().next()?;
    let closes = after == '>' || after == '/' || after.is_ascii_whitespace();
    (stop > 0 && closes).then_some((&name[..stop], end))
}

fn is_in(name: &str, list: &[&str]) -> bool {
    list.iter().any(|n| name.eq_ignore_ascii_case(n))
}

#[cfg(test)]
mod tests {
    use super::looks_like_html;

    #[test]
    fn pages_and_fragments_are_html() {
        for html in [
            "<!DOCTYPE html><title>x</title>",
            "\u{feff}\n <HTML><body>x",
            "<?xml version='1.0'?><html xmlns='x'>",
            "<!-- saved --><p>Nepal became a republic in 2008.</p>",
            "<p>Malta joined the union in 2004.\n<p>So did Cyprus.",
            "<div>One</div>\n<div>Two</div>",
            "Geneva<p>The charter was signed.</p><p>It was June.</p>",
            "<b>Paris</b> - <br>The pact was signed.<br>",
            "<p>One</p>\ntext on\nmany lines\nfollows\nhere",
        ] {
            assert!(looks_like_html(html), "{html}");
        }
    }

    #[test]
    fn what_mentions_or_uses_tags_is_text() {
        for text in [
            "",
            "The `<b>` tag was part of HTML 2.0. Use <b> sparingly.",
            "5 < 6 and a<b>c",
            "# Title\n\n<p align=\"center\"><img src=\"a.png\"></p>\n\nText follows.\n\n- one\n- two",
            "<p align=\"center\">\n  <b>annals</b>\n</p>\n\n# annals\n\n- [a](b)\n- [c](d)\n\n> quote\n",
            "Write\n\n```html\n<div><p>x</p></div>\n<div><p>y</p></div>\n```\n\nand look.",
            "'''Nepal''' is a [[republic]].<ref>{{cite web}}</ref>\n== History ==\n<div>x</div>",
            "From: a@example.org\nSubject: The <p> element\nDate: Mon, 9 May 2016 10:00:00 +0000\n\nHello",
            "<3 from all of us",
            "<john@example.org> wrote:\n> hello",
        ] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
