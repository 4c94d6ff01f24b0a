//! OPML 1.0 and 2.0: lists of feeds, as readers exchange them.
//!
//! ```
//! use annals_import::feed::opml::{self, Subscription};
//!
//! let list = [Subscription {
//!     title: "Eddystone".to_owned(),
//!     address: "https://example.org/feed.xml".to_owned(),
//!     site: None,
//!     folder: vec!["Lights".to_owned()],
//! }];
//! let text = opml::write("Feeds", &list);
//! assert_eq!(opml::read(text.as_bytes()).unwrap().subscriptions, list);
//! ```

use super::charref;
use super::doctype::Entities;
use super::log::Log;
use super::xml::{Scanner, Token, attributes};
use super::{Refused, address, encoding, html, names};
use annals_model::{Note, tidy};
use std::fmt::Write as _;

/// A feed that somebody follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    /// The feed's name; its address where the list gives none.
    pub title: String,
    /// The feed's address.
    pub address: String,
    /// The site's page.
    pub site: Option<String>,
    /// The folders that it lies in, outermost first.
    pub folder: Vec<String>,
}

/// A list of feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The list's title.
    pub title: Option<String>,
    /// The feeds, in its order.
    pub subscriptions: Vec<Subscription>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// Folders deeper than this count as this deep.
const DEEPEST: usize = 16;

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// The most feeds of a list.
const MOST: usize = 50_000;

/// Reads a list. A feed's outline is one with `xmlUrl`; any other is a folder.
///
/// # Errors
/// The input is no OPML.
pub fn read(bytes: &[u8]) -> Result<Outline, Refused> {
    let mut notes = Vec::new();
    let decoded = encoding::decode(bytes, None, &mut notes);
    let text = decoded.text;
    let mut log = Log::with(&text, notes);
    let mut reader = Reader::default();
    let mut scanner = Scanner::new(&text);
    while let Some(token) = scanner.next(&mut log) {
        match token {
            Token::Start(tag) => {
                let name = names::split(tag.name).1.to_ascii_lowercase();
                if !reader.is_opml && name != "opml" {
                    let reason = format!("no OPML: its root is `{}`", crate::quote(tag.name));
                    return Err(Refused { reason });
                }
                reader.is_opml = true;
                reader.in_title = name == "title" && !tag.empty;
                if name == "outline" {
                    reader.outline(tag.attributes, tag.at, tag.empty, &mut log);
                }
            }
            Token::End { name, .. } => {
                reader.in_title = false;
                if names::split(name).1.eq_ignore_ascii_case("outline") {
                    reader.close();
                }
            }
            Token::Text { raw, at } if reader.in_title => {
                let text = charref::decode_xml(raw, at, &mut reader.entities, &mut log);
                reader.title = reader.title.take().or_else(|| name(&text));
            }
            Token::Doctype(doctype) => reader.entities.declare(doctype, &mut log),
            _ => {}
        }
    }
    if !reader.is_opml {
        return Err(Refused { reason: "no OPML: no element in it".to_owned() });
    }
    let Reader { title, subscriptions, .. } = reader;
    Ok(Outline { title, subscriptions, notes: log.finish() })
}

#[derive(Default)]
struct Reader {
    is_opml: bool,
    in_title: bool,
    title: Option<String>,
    entities: Entities,
    /// The open outlines: folders have a name, feeds none.
    open: Vec<Option<String>>,
    /// Outlines below the deepest that are open.
    deeper: usize,
    subscriptions: Vec<Subscription>,
}

impl Reader {
    fn outline(&mut self, source: &str, at: usize, empty: bool, log: &mut Log<'_>) {
        let (mut text, mut title, mut feed, mut site) = (None, None, None, None);
        for attribute in attributes(source).take(100) {
            let value = charref::decode_xml(attribute.value, at, &mut self.entities, log);
            match attribute.name.to_ascii_lowercase().as_str() {
                "text" => text = name(&value),
                "title" => title = name(&value),
                "xmlurl" | "url" if feed.is_none() => feed = Some(address::join("", &value)),
                "htmlurl" => site = Some(address::join("", &value)),
                _ => {}
            }
        }
        let named = text.or(title);
        let feed = feed.filter(|f| !f.is_empty());
        let folder = feed.is_none().then(|| named.clone()).flatten();
        match feed {
            Some(_) if self.subscriptions.len() >= MOST => {
                log.whole("subscriptions-left-out", "the list is too long", "left out the rest");
            }
            Some(address) if address::is_web(&address) => {
                let site = site.filter(|s| address::is_web(s));
                let title = named.unwrap_or_else(|| address.clone());
                let folder = self.open.iter().flatten().cloned().collect();
                self.subscriptions.push(Subscription { title, address, site, folder });
            }
            Some(address) => {
                let problem = format!("`{}` is no address of the web", crate::quote(&address));
                log.problem(at, "address-not-web", &problem, "left the feed out");
            }
            None => {}
        }
        if empty {
            return;
        }
        if self.open.len() < DEEPEST { self.open.push(folder) } else { self.deeper += 1 }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.open.pop();
        }
    }
}

fn name(text: &str) -> Option<String> {
    let text: String = tidy(text).chars().take(LONGEST_NAME).collect();
    let text = tidy(&text);
    (!text.is_empty()).then_some(text)
}

/// Writes a list as OPML 2.0. Feeds of one folder should stand together; a folder
/// that is left and entered again is written twice, and reads back the same.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    // Writing to a string does not fail.
    let _ = writeln!(out, "  <head><title>{}</title></head>\n  <body>", html::escaped(title));
    let mut open: &[String] = &[];
    for subscription in subscriptions {
        let shared = open.iter().zip(&subscription.folder).take_while(|(a, b)| a == b).count();
        close(&mut out, open.len(), shared);
        for (depth, folder) in subscription.folder.iter().enumerate().skip(shared) {
            indent(&mut out, depth);
            let _ = writeln!(out, "<outline text=\"{}\">", html::escaped(folder));
        }
        open = &subscription.folder;
        indent(&mut out, open.len());
        let (title, address) =
            (html::escaped(&subscription.title), html::escaped(&subscription.address));
        let _ = write!(
            out,
            "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\""
        );
        if let Some(site) = &subscription.site {
            let _ = write!(out, " htmlUrl=\"{}\"", html::escaped(site));
        }
        out.push_str("/>\n");
    }
    close(&mut out, open.len(), 0);
    out.push_str("  </body>\n</opml>\n");
    out
}

fn close(out: &mut String, from: usize, to: usize) {
    for depth in (to..from).rev() {
        indent(out, depth);
        out.push_str("</outline>\n");
    }
}

fn indent(out: &mut String, depth: usize) {
    out.push_str(&" ".repeat(4 + 2 * depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_of_both_versions() {
        let text = "<opml version='1.0'><head><title>My &amp; feeds</title></head><body>
            <outline text='News'><outline text='Bern' type='rss' xmlUrl='https://example.org/b.xml'
              htmlUrl='https://example.org/'/><outline title='Deeper'>
              <outline xmlUrl='http://example.org/c?a=1&amp;b=2'></outline></outline></outline>
            <outline text='x' xmlUrl='file:///etc/passwd'/></body></opml>";
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(found.title.as_deref(), Some("My & feeds"));
        let shown: Vec<String> = found
            .subscriptions
            .iter()
            .map(|s| format!("{}: {} {}", s.folder.join("/"), s.title, s.address))
            .collect();
        assert_eq!(
            shown,
            [
                "News: Bern https://example.org/b.xml",
                "News/Deeper: http://example.org/c?a=1&b=2 http://example.org/c?a=1&b=2"
            ]
        );
        assert_eq!(found.notes[0].kind, "address-not-web");
        assert!(read(b"<html>").unwrap_err().reason.contains("`html`"));
        assert!(read(b"").is_err());
    }

    #[test]
    fn many_levels() {
        let text = format!("<opml><body>{}", "<outline text='a'>".repeat(100_000));
        assert!(read(text.as_bytes()).unwrap().subscriptions.is_empty());
    }

    fn subscription() -> impl Strategy<Value = Subscription> {
        let name = "[a-zé&<>\"' ]{0,8}x";
        let folder = proptest::collection::vec(name.prop_map(|n: String| tidy(&n)), 0..4);
        let site = proptest::option::of(Just("https://example.org/?a=1&b=2".to_owned()));
        (name, "https://[a-z]{1,9}\\.example/[a-z&?=]{0,9}", site, folder).prop_map(
            |(title, address, site, folder)| {
                let title = tidy(&title);
                Subscription { title, address, site, folder }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(list in proptest::collection::vec(subscription(), 0..9)) {
            let text = write("List", &list);
            let found = read(text.as_bytes()).unwrap();
            prop_assert_eq!(found.subscriptions, list);
            prop_assert!(found.notes.is_empty());
        }
    }
}
