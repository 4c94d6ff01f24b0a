//! Prose cut into lines and pieces: what Markdown and HTML both write.
//!
//! Links that cut a character, overlap or lie outside their text are left out,
//! and so is an address that may not be followed; the words stay.

use super::address::Address;
use crate::html::markup::{is_forbidden, is_override};
use annals_model::{Hyperlink, Prose};

/// A stretch of a line, never empty. Two neighbours are not both plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Where it leads.
    pub(super) to: Option<Address>,
}

/// A line, without white space at its ends. It is not empty.
pub(super) type Line = Vec<Piece>;

/// The text's lines that have something in them. A link over several lines
/// becomes a link in each.
pub(super) fn lines(prose: &Prose) -> Vec<Line> {
    let mut cutter = Cutter::default();
    let mut at = 0;
    for link in sound_links(prose) {
        cutter.add(&prose.text[at..link.start], None);
        cutter.add(&prose.text[link.start..link.end], Address::of(&link.url));
        at = link.end;
    }
    cutter.add(&prose.text[at..], None);
    cutter.end_line();
    cutter.lines
}

/// The lines joined to one by spaces; empty where there is nothing.
pub(super) fn one_line(prose: &Prose) -> Line {
    let mut joined = Line::new();
    for line in lines(prose) {
        if !joined.is_empty() {
            push(&mut joined, " ".into(), None);
        }
        for piece in line {
            push(&mut joined, piece.text, piece.to);
        }
    }
    joined
}

/// Text without links in one line.
pub(super) fn plain_line(text: &str) -> String {
    one_line(&Prose::plain(text)).into_iter().map(|piece| piece.text).collect()
}

/// The links that stand in order, within the text and on its characters.
pub(super) fn sound_links(prose: &Prose) -> impl Iterator<Item = &Hyperlink> {
    let mut from = 0;
    prose.links.iter().filter(move |link| {
        let sound = link.start >= from
            && link.start < link.end
            && prose.text.is_char_boundary(link.start)
            && prose.text.is_char_boundary(link.end);
        if sound {
            from = link.end;
        }
        sound
    })
}

/// What is shown of a text: line ends are `\n`, the characters that HTML
/// forbids are U+FFFD, and directional overrides are gone.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            _ if is_override(c) => {}
            _ if c.is_control() || is_forbidden(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Cutter {
    lines: Vec<Line>,
    line: Line,
}

impl Cutter {
    fn add(&mut self, text: &str, to: Option<Address>) {
        for (at, part) in shown(text).split('\n').enumerate() {
            if at > 0 {
                self.end_line();
            }
            push(&mut self.line, part.replace('\t', " "), to.clone());
        }
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        while let Some(first) = line.first_mut() {
            first.text.drain(..first.text.len() - first.text.trim_start_matches(' ').len());
            if !first.text.is_empty() {
                break;
            }
            line.remove(0);
        }
        while let Some(last) = line.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            line.pop();
        }
        if !line.is_empty() {
            self.lines.push(line);
        }
    }
}

/// Appends a piece; plain words behind plain words lengthen them.
fn push(line: &mut Line, text: String, to: Option<Address>) {
    match line.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.to.is_none() && to.is_none() => last.text.push_str(&text),
        _ => line.push(Piece { text, to }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `words|words->address|…`, a line each.
    fn check(text: &str, links: &[(usize, usize, &str)], expect: &[&str]) {
        let links = links.iter().map(|(start, end, url)| Hyperlink {
            start: *start,
            end: *end,
            url: (*url).into(),
        });
        let prose = Prose { text: text.into(), links: links.collect() };
        let found = lines(&prose).into_iter().map(|line| {
            let pieces = line.into_iter().map(|piece| match piece.to {
                Some(to) => format!("{}->{}", piece.text, to.as_str()),
                None => piece.text,
            });
            pieces.collect::<Vec<_>>().join("|")
        });
        assert_eq!(found.collect::<Vec<_>>(), expect, "{text:?}");
    }

    #[test]
    fn prose_is_cut_at_links_and_line_ends() {
        check("", &[], &[]);
        check(" a \r\n\n\tb ", &[], &["a", "b"]);
        check("see it now", &[(4, 6, "https://a.org")], &["see |it->https://a.org| now"]);
        check(
            "a b\nc d",
            &[(2, 5, "http://a.org/")],
            &["a |b->http://a.org/", "c->http://a.org/| d"],
        );
        check(" ab", &[(0, 1, "http://a.org/")], &["ab"]);
    }

    #[test]
    fn bad_links_are_words() {
        let url = "http://a.org/";
        check("é", &[(1, 2, url)], &["é"]);
        check("ab", &[(0, 9, url), (1, 1, url), (2, 1, url)], &["ab"]);
        check("abc", &[(0, 2, url), (1, 3, url)], &["ab->http://a.org/|c"]);
        // The pieces are joined, or `1` and `. b` would begin a list in Markdown.
        check("1. b", &[(1, 2, "javascript:x")], &["1. b"]);
        check("1\u{202e}. b", &[(1, 4, url)], &["1. b"]);
    }

    #[test]
    fn nothing_invisible_is_shown() {
        assert_eq!(shown("a\0b\u{85}c\rd\u{202e}e\u{ffff}"), "a\u{fffd}b\u{fffd}c\nde\u{fffd}");
    }
}
