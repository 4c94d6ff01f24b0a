//! The HTML inside texts: told from plain text, reduced to it, its addresses resolved.
//!
//! Cleaning it is not done here: markup comes out as the feed has it, and is
//! made safe in one place, where pages are made.

use super::address;
use super::charref::{self, decode_html};
use super::xml::{Quotes, attributes, name_end, starts_name, tag_end};
use std::borrow::Cow;

/// Elements whose content is never read as text.
const NOT_TEXT: &[&str] = &["script", "style", "applet", "template", "noframes"];

/// Elements that stand on lines of their own: without their tags their words
/// must not run together.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements of HTML's body: a text whose tags are all of these is taken for HTML.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "codebase",
    "data",
    "href",
    "longdesc",
    "poster",
    "src",
    "usemap",
];

/// A piece of HTML.
enum Piece<'a> {
    Text(&'a str),
    /// The name, and what stands between it and the `>`.
    Open(&'a str, &'a str),
    Close(&'a str),
    /// A comment, declaration or processing instruction.
    Other,
}

struct Pieces<'a> {
    text: &'a str,
    at: usize,
    quotes: Quotes,
    /// No `-->` is left.
    last_comment: bool,
}

fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0, quotes: Quotes::default(), last_comment: false }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.text.get(self.at..).filter(|r| !r.is_empty())?;
        let (piece, len) = if let Some(inside) = rest.strip_prefix("<!--") {
            let end = if self.last_comment { None } else { inside.find("-->") };
            self.last_comment |= end.is_none();
            // An unclosed comment ends with its first line's tag, as old browsers had it.
            let end = end.map(|e| e + 7).or_else(|| Some(rest.find('>')? + 1));
            let end = end.unwrap_or(rest.len());
            (Piece::Other, end)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            let end = rest.find('>').map_or(rest.len(), |e| e + 1);
            // A declaration that never ends is a writer's text.
            let closed = rest[..end].ends_with('>');
            (if closed { Piece::Other } else { Piece::Text(rest) }, end)
        } else if rest.starts_with("</") && rest[2..].starts_with(starts_name) {
            let end = rest[2..].find(['>', '<']).map_or(rest.len(), |e| e + 2);
            let closed = usize::from(rest.as_bytes().get(end) == Some(&b'>'));
            (Piece::Close(rest[2..end].trim()), end + closed)
        } else if rest.starts_with('<') && rest[1..].starts_with(starts_name) {
            let name_end = name_end(self.text, self.at + 1);
            let end = tag_end(self.text, name_end, &mut self.quotes);
            let closed = usize::from(self.text.as_bytes().get(end) == Some(&b'>'));
            let name = &self.text[self.at + 1..name_end];
            (Piece::Open(name, &self.text[name_end..end]), end + closed - self.at)
        } else {
            // A `<` at the beginning is no tag's.
            let skip = usize::from(rest.starts_with('<'));
            let end = rest[skip..].find('<').map_or(rest.len(), |e| e + skip);
            (Piece::Text(&rest[..end]), end)
        };
        self.at += len;
        Some(piece)
    }
}

fn is_in(list: &[&str], name: &str) -> bool {
    list.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// The text of HTML: tags, comments and scripts out, references decoded.
pub(super) fn plain_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut hidden: Option<&str> = None;
    for piece in pieces(html) {
        match piece {
            Piece::Close(name) if hidden.is_some_and(|h| h.eq_ignore_ascii_case(name)) => {
                hidden = None;
            }
            _ if hidden.is_some() => {}
            Piece::Text(text) => out.push_str(&decode_html(text)),
            Piece::Open(name, rest) if is_in(NOT_TEXT, name) && !rest.ends_with('/') => {
                hidden = Some(name);
            }
            Piece::Open(name, _) | Piece::Close(name) if is_in(BLOCKS, name) => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Whether a text that should be plain is HTML: it closes a tag or has a
/// reference, and all its tags and references are HTML's. (feedparser's rule;
/// doubtful texts are plain, because taking tags out of those would lose words.)
pub(super) fn looks_like_html(text: &str) -> bool {
    let mut evidence = false;
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => match references(text) {
                References::None => {}
                References::Html => evidence = true,
                References::Foreign => return false,
            },
            Piece::Open(name, _) => {
                if !is_in(ELEMENTS, name.trim_end_matches('/')) {
                    return false;
                }
                // `<br>` and `<img …>` are never closed.
                evidence |= matches!(name, "br" | "BR" | "img" | "IMG" | "hr" | "HR");
            }
            Piece::Close(name) => {
                if !is_in(ELEMENTS, name) {
                    return false;
                }
                evidence = true;
            }
            Piece::Other => {}
        }
    }
    evidence
}

enum References {
    None,
    Html,
    Foreign,
}

fn references(text: &str) -> References {
    let mut found = References::None;
    for part in text.split('&').skip(1) {
        let end = part.bytes().take(34).position(|b| b == b';');
        let Some(name) = end.map(|e| &part[..e]) else { continue };
        let number = name.strip_prefix('#').is_some_and(|n| {
            !n.is_empty() && n.bytes().all(|b| b.is_ascii_hexdigit() || b"xX".contains(&b))
        });
        if number || charref::is_html_name(name) {
            found = References::Html;
        } else if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return References::Foreign;
        }
    }
    found
}

/// Resolves the relative addresses of HTML; everything else stays to the byte.
pub(super) fn resolve<'a>(html: &'a str, base: &str) -> Cow<'a, str> {
    if !address::is_web(base) || !html.contains('<') {
        return html.into();
    }
    let mut out = String::new();
    let mut copied = 0;
    for piece in pieces(html) {
        let Piece::Open(_, inside) = piece else { continue };
        let offset = inside.as_ptr() as usize - html.as_ptr() as usize;
        for attribute in attributes(inside) {
            if attribute.value.is_empty() || !is_in(ADDRESSES, attribute.name) {
                continue;
            }
            let value = decode_html(attribute.value);
            let resolved = address::join(base, &value);
            if resolved == value.trim() {
                continue;
            }
            out.push_str(&html[copied..offset + attribute.from]);
            out.push('"');
            out.push_str(&escaped(&resolved));
            out.push('"');
            copied = offset + attribute.to;
        }
    }
    if copied == 0 {
        return html.into();
    }
    out.push_str(&html[copied..]);
    out.into()
}

/// A text as it stands in an attribute or between tags.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_to_text() {
        assert_eq!(
            plain_text("<b>Rhein</b>&shy;fall<br>bei Schaffhausen"),
            "Rhein\u{ad}fall bei Schaffhausen"
        );
        assert_eq!(plain_text("a<script>alert('x')</script>b<!-- c -->d"), "abd");
        assert_eq!(plain_text("1 < 2 &amp;&amp; 3 > 2"), "1 < 2 && 3 > 2");
    }

    #[test]
    fn html_is_told_from_text() {
        for html in ["<b>x</b>", "AT&amp;T", "a<br>b", "&#8217;s"] {
            assert!(looks_like_html(html), "{html}");
        }
        for text in ["1 < 2", "the <blink> tag", "a <T> b</T>", "x &foo; &amp;", "AT&T; now", "R&D"]
        {
            assert!(!looks_like_html(text), "{text}");
        }
    }

    #[test]
    fn addresses_are_resolved() {
        let base = "https://example.org/a/";
        assert_eq!(
            resolve("<a href='b?c&amp;d' x=y>e</a><img src=/f.png>", base),
            "<a href=\"https://example.org/a/b?c&amp;d\" x=y>e</a><img src=\"https://example.org/f.png\">"
        );
        assert_eq!(resolve("<a href=\"mailto:x\">", base), "<a href=\"mailto:x\">");
        assert_eq!(resolve("<a href=\"b\">", ""), "<a href=\"b\">");
    }
}
