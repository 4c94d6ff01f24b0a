//! A scanner for XML as it is found: text to tags, never failing.
//!
//! A pull parser of the strict kind (`quick-xml` too) stops at the first `<` in
//! a sentence or the first unclosed section, and with it ends the feed. This
//! scanner goes on, as browsers do, tells what was wrong, and looks at each
//! byte a bounded number of times. Names, nesting and references are left to
//! [`parse`](super::parse); HTML inside texts is cut by the same functions.

use super::log::Log;

/// A piece of a document. Comments and processing instructions are left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Start(Tag<'a>),
    End {
        name: &'a str,
        at: usize,
    },
    /// Text with its references.
    Text {
        raw: &'a str,
        at: usize,
    },
    CData(&'a str),
    /// What stands between `<!DOCTYPE` and its `>`.
    Doctype(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// The attributes as written; [`attributes`] reads them.
    pub(super) attributes: &'a str,
    /// `<name/>`
    pub(super) empty: bool,
    pub(super) at: usize,
}

/// Which quotation marks are known not to occur any more. Remembering it keeps
/// a document of unclosed quotations from being searched again and again.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    single: Option<usize>,
    double: Option<usize>,
}

impl Quotes {
    /// The next such mark from `from`.
    fn find(&mut self, text: &str, mark: u8, from: usize) -> Option<usize> {
        let (gone, mark) =
            if mark == b'"' { (&mut self.double, '"') } else { (&mut self.single, '\'') };
        if gone.is_some_and(|g| from >= g) {
            return None;
        }
        let found = text.get(from..)?.find(mark);
        if found.is_none() {
            *gone = Some(from);
        }
        found.map(|f| from + f)
    }
}

/// Walks over a text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    quotes: Quotes,
    /// Only the first declaration is worth a search for its end.
    doctype_seen: bool,
    /// No `?>` is left.
    last_instruction: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        let quotes = Quotes::default();
        Scanner { text, at: 0, quotes, doctype_seen: false, last_instruction: false }
    }

    /// The next token, `None` at the end.
    pub(super) fn next(&mut self, log: &mut Log<'_>) -> Option<Token<'a>> {
        loop {
            let at = self.at;
            let rest = self.text.get(at..).filter(|r| !r.is_empty())?;
            if !rest.starts_with('<') {
                return Some(self.text_until_tag());
            }
            if let Some(inside) = rest.strip_prefix("<!--") {
                self.at = self.after(inside, "-->", "comment", log);
            } else if let Some(inside) = rest.strip_prefix("<![CDATA[") {
                self.at = self.after(inside, "]]>", "CDATA section", log);
                let closed = self.text[..self.at].ends_with("]]>");
                let end = self.at - if closed { 3 } else { 0 };
                return Some(Token::CData(self.text.get(at + 9..end).unwrap_or_default()));
            } else if let Some(inside) = rest.strip_prefix("<?") {
                // `<? … >` without its second mark is as common as the right form.
                let end = if self.last_instruction { None } else { inside.find("?>") };
                self.last_instruction |= end.is_none();
                let end = end.map(|e| e + 2).or_else(|| Some(inside.find('>')? + 1));
                self.at = end.map_or(self.text.len(), |e| self.text.len() - inside.len() + e);
            } else if rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!DOCTYPE")) {
                let short = rest.find('>').map_or(rest.len(), |e| e + 1);
                let end = if self.doctype_seen { short } else { doctype_end(rest, short) };
                self.doctype_seen = true;
                self.at = at + end;
                return Some(Token::Doctype(rest.get(9..end.max(10) - 1).unwrap_or_default()));
            } else if let Some(inside) = rest.strip_prefix("</") {
                let end = inside.find(['>', '<']).unwrap_or(inside.len());
                let closed = inside.as_bytes().get(end) == Some(&b'>');
                if !closed {
                    log.problem(at, "xml-tag-unclosed", "an end tag has no `>`", "ended it there");
                }
                self.at = at + 2 + end + usize::from(closed);
                return Some(Token::End { name: inside[..end].trim(), at });
            } else if rest[1..].starts_with(starts_name) {
                return Some(Token::Start(self.tag(log)));
            } else {
                log.problem(at, "xml-bare-less-than", "a `<` begins no tag", "read it as text");
                self.at += 1;
                let Token::Text { raw, .. } = self.text_until_tag() else { continue };
                return Some(Token::Text { raw: &self.text[at..at + 1 + raw.len()], at });
            }
        }
    }

    fn text_until_tag(&mut self) -> Token<'a> {
        let at = self.at;
        let rest = &self.text[at..];
        let end = rest.find('<').unwrap_or(rest.len());
        self.at += end;
        Token::Text { raw: &rest[..end], at }
    }

    /// The position after the next `end` in `inside`, which runs to the text's end.
    fn after(&self, inside: &str, end: &str, what: &str, log: &mut Log<'_>) -> usize {
        match inside.find(end) {
            Some(found) => self.text.len() - inside.len() + found + end.len(),
            None => {
                let problem = format!("a {what} is not closed");
                log.problem(self.at, "xml-section-unclosed", &problem, "read it to the end");
                self.text.len()
            }
        }
    }

    fn tag(&mut self, log: &mut Log<'_>) -> Tag<'a> {
        let at = self.at;
        let name_end = name_end(self.text, at + 1);
        let end = tag_end(self.text, name_end, &mut self.quotes);
        let closed = self.text.as_bytes().get(end) == Some(&b'>');
        if !closed {
            log.problem(at, "xml-tag-unclosed", "a tag has no `>`", "ended it there");
        }
        self.at = end + usize::from(closed);
        let inside = &self.text[name_end..end];
        let (attributes, empty) = match inside.trim_end().strip_suffix('/') {
            Some(attributes) => (attributes, true),
            None => (inside, false),
        };
        Tag { name: &self.text[at + 1..name_end], attributes, empty, at }
    }
}

/// Whether a tag's name can begin so.
pub(super) fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '_' | ':') || !c.is_ascii()
}

/// Where the name that begins at `from` ends.
pub(super) fn name_end(text: &str, from: usize) -> usize {
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<' | b'=');
    text.as_bytes()[from..].iter().position(stop).map_or(text.len(), |p| from + p)
}

/// The position of the `>` of a tag, or of the `<` or end of text that cuts it off.
pub(super) fn tag_end(text: &str, from: usize, quotes: &mut Quotes) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut value_next = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => return at,
            b'"' | b'\'' if value_next => {
                match quotes.find(text, *byte, at + 1) {
                    Some(end) => at = end,
                    // An unclosed quotation: the tag ends where it would without.
                    None => {
                        let rest = bytes[at..].iter().position(|b| matches!(b, b'>' | b'<'));
                        return rest.map_or(bytes.len(), |r| at + r);
                    }
                }
                value_next = false;
            }
            b'=' => value_next = true,
            b if b.is_ascii_whitespace() => {}
            _ => value_next = false,
        }
        at += 1;
    }
    bytes.len()
}

/// Where a document type declaration ends: after its `>`, internal subset included.
/// The first `>`, at `short`, ends one that is never closed.
fn doctype_end(text: &str, short: usize) -> usize {
    let (mut quote, mut inside, mut at) = (None, false, 9);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(q), b) if q == *b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'[') => inside = true,
            (None, b']') => inside = false,
            (None, b'<') if bytes[at..].starts_with(b"<!--") => {
                // An apostrophe in a comment is no quotation.
                let end = text.get(at..).and_then(|t| t.find("-->"));
                at = end.map_or(bytes.len(), |e| at + e + 2);
            }
            (None, b'>') if !inside => return at + 1,
            _ => {}
        }
        at += 1;
    }
    short
}

/// An attribute as written, its references not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawAttribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// Where the value stands in the attributes' text, quotation marks included.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Reads the attributes of a tag: quoted, unquoted, and names alone.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = RawAttribute<'_>> {
    let mut at = 0;
    let bytes = text.as_bytes();
    let skip = move |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    std::iter::from_fn(move || {
        // Debris between attributes is passed over.
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || b"/\"'=".contains(b)) {
            at += 1;
        }
        let start = at;
        let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'/' | b'"' | b'\'');
        at += bytes.get(at..)?.iter().position(ends).unwrap_or(bytes.len() - at);
        let name = text.get(start..at).filter(|n| !n.is_empty())?;
        let equals = skip(at);
        if bytes.get(equals) != Some(&b'=') {
            return Some(RawAttribute { name, value: "", from: at, to: at });
        }
        let from = skip(equals + 1);
        let (value, to) = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = bytes[from + 1..].iter().position(|b| b == quote);
                let end = end.map_or(bytes.len(), |e| from + 1 + e);
                (text.get(from + 1..end).unwrap_or_default(), (end + 1).min(bytes.len()))
            }
            _ => {
                let rest = bytes.get(from..).unwrap_or_default();
                let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                (text.get(from..from + end).unwrap_or_default(), from + end)
            }
        };
        at = to;
        Some(RawAttribute { name, value, from, to })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut log = Log::new(text);
        let mut scanner = Scanner::new(text);
        let mut out = Vec::new();
        while let Some(token) = scanner.next(&mut log) {
            out.push(match token {
                Token::Start(t) => format!("{}|{}|{}", t.name, t.attributes.trim(), t.empty),
                Token::End { name, .. } => format!("/{name}"),
                Token::Text { raw, .. } => format!("'{raw}"),
                Token::CData(text) => format!("[{text}"),
                Token::Doctype(text) => format!("!{text}"),
            });
        }
        (out, log.finish().into_iter().map(|n| n.kind).collect())
    }

    #[test]
    fn sound_xml() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \">\">]><a b=\"1>2\"><!-- - --><b/>\
            <![CDATA[<i>]]>é</a >";
        let expect =
            ["! a [<!ENTITY x \">\">]", "a|b=\"1>2\"|false", "b||true", "[<i>", "'é", "/a"];
        let (found, notes) = tokens(text);
        assert_eq!(found, expect);
        assert!(notes.is_empty());
    }

    #[test]
    fn broken_xml_goes_on() {
        let check = |text, expect: &[&str], kinds: &[&str]| {
            let (found, notes) = tokens(text);
            assert_eq!(found, expect);
            assert_eq!(notes, kinds);
        };
        check("<a>1 < 2</a>", &["a||false", "'1 ", "'< 2", "/a"], &["xml-bare-less-than"]);
        check("<a><![CDATA[b</a>", &["a||false", "[b</a>"], &["xml-section-unclosed"]);
        check("<a b=\"c><d>", &["a|b=\"c|false", "d||false"], &[]);
        check("<a <b", &["a||false", "b||false"], &["xml-tag-unclosed", "xml-tag-unclosed"]);
    }

    #[test]
    fn attributes_of_all_kinds() {
        let found: Vec<_> =
            attributes(" a=\"1 2\" b = '\"' c=d e f=").map(|a| (a.name, a.value)).collect();
        assert_eq!(found, [("a", "1 2"), ("b", "\""), ("c", "d"), ("e", ""), ("f", "")]);
    }

    #[test]
    fn unclosed_quotations_take_linear_time() {
        let text = "<a b='".repeat(200_000);
        assert!(!tokens(&text).0.is_empty());
    }
}
