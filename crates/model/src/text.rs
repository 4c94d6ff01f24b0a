//! A statement's text with its links, and the two normal forms of text:
//! [`tidy`] for what people read, [`fold_key`] for what is compared.

use crate::EntityKey;
use unicode_normalization::UnicodeNormalization;

/// Plain text with the links that the source put into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text as people read it: no markup, tidy (see [`tidy`]).
    pub text: String,
    /// Links in order of `start`, none overlapping, each within `text` on character boundaries.
    pub links: Vec<Link>,
}

/// A stretch of text that names an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// First byte of the label in the text.
    pub start: usize,
    /// One past the last byte of the label.
    pub end: usize,
    /// The entity that is meant, whatever the label says.
    pub target: EntityKey,
}

impl Text {
    /// Text without links.
    pub fn plain(text: impl Into<String>) -> Text {
        Text { text: text.into(), links: Vec::new() }
    }

    /// Text with links; links that overlap, lie outside the text or cut a
    /// character are dropped, the rest are put in order.
    pub fn linked(text: impl Into<String>, mut links: Vec<Link>) -> Text {
        let text = text.into();
        links.sort_by_key(|l| (l.start, l.end));
        let mut from = 0;
        links.retain(|l| {
            let good = l.start >= from
                && l.start < l.end
                && l.end <= text.len()
                && text.is_char_boundary(l.start)
                && text.is_char_boundary(l.end);
            if good {
                from = l.end;
            }
            good
        });
        Text { text, links }
    }

    /// What the text calls the link's target.
    pub fn label(&self, link: &Link) -> &str {
        &self.text[link.start..link.end]
    }

    /// The same links on another wording: each label is looked for, in order;
    /// a label that the new text does not have loses its link.
    pub fn carry_links(&self, text: &str) -> Text {
        let mut links = Vec::new();
        let mut from = 0;
        for link in &self.links {
            let label = self.label(link);
            if let Some(at) = text[from..].find(label) {
                let start = from + at;
                from = start + label.len();
                links.push(Link { start, end: from, target: link.target.clone() });
            }
        }
        Text { text: text.to_owned(), links }
    }
}

/// Makes text fit to read: NFC, no control, zero-width or directional-override
/// characters, every run of white space one space, none at the ends.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    // What is invisible goes first: between a letter and its accent it would
    // keep the two from composing.
    for c in text.chars().filter(|c| !is_invisible(*c)).nfc() {
        if c.is_whitespace() {
            space = true;
        } else {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// Characters that show nothing: they hide differences or reverse what follows.
/// ZWNJ and ZWJ (U+200C, U+200D) are spelled with in Persian and Indic scripts,
/// but news lists only ever hold them as debris, so they go as well.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The form in which texts are the same text: NFKC, lower case, every run of
/// anything that is no letter or digit one space.
pub fn fold_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_leaves_no_debris() {
        assert_eq!(tidy("  a\u{200b}b \u{a0} c\u{0}\n\td \u{202e}"), "ab c d");
    }

    #[test]
    fn what_is_tidy_stays_as_it_is() {
        let tidied = tidy("e\u{200b}\u{301}");
        assert_eq!(tidied, "é");
        assert_eq!(tidy(&tidied), tidied);
    }

    #[test]
    fn keys_ignore_case_and_punctuation() {
        assert_eq!(fold_key("Côte d’Ivoire – U.S.!"), "côte d ivoire u s");
        assert_eq!(fold_key("中国，俄罗斯"), "中国 俄罗斯");
    }

    #[test]
    fn links_are_carried_by_their_label() {
        let target = EntityKey::new("en", "France").unwrap();
        let old = Text::linked("France asks.", vec![Link { start: 0, end: 6, target }]);
        let new = old.carry_links("Today France asks.");
        assert_eq!(new.label(&new.links[0]), "France");
        assert!(old.carry_links("Paris asks.").links.is_empty());
    }

    #[test]
    fn bad_links_are_dropped() {
        let link = |start, end| Link { start, end, target: EntityKey::new("en", "X").unwrap() };
        let text = Text::linked("é ab", vec![link(3, 4), link(0, 1), link(0, 2), link(3, 9)]);
        assert_eq!(text.links.len(), 2);
    }
}
