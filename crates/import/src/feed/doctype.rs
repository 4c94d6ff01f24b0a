//! The entities that a document declares for itself.
//!
//! A plain text (`<!ENTITY hq "Geneva">`) is put in where it is named, within
//! bounds. An entity that names another or holds markup is the beginning of the
//! "billion laughs", and one that names a file or an address reads what is not
//! the feed's: both stay unexpanded.

use super::log::Log;
use std::collections::BTreeMap;

/// The most entities that are kept. Feeds that declare any declare a handful.
const MOST: usize = 200;

/// The longest text of one, in bytes.
const LONGEST: usize = 1_000;

/// The most bytes that all expansions of a document may add up to.
const EXPANDED: usize = 1 << 20;

/// Entities by name.
#[derive(Debug, Default)]
pub(super) struct Entities {
    texts: BTreeMap<String, String>,
    expanded: usize,
}

impl Entities {
    /// Reads the internal subset of a document type declaration.
    pub(super) fn declare(&mut self, doctype: &str, log: &mut Log<'_>) {
        let Some((_, subset)) = doctype.split_once('[') else { return };
        for declaration in subset.split("<!ENTITY").skip(1) {
            let mut words = declaration.split_whitespace();
            let Some(name) = words.next() else { continue };
            if name == "%" {
                // A parameter entity changes the declaration itself, never the text.
                continue;
            }
            let value = declaration.trim_start().get(name.len()..).unwrap_or_default().trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let text = quote.and_then(|q| value.get(1..)?.split_once(q)).map(|(text, _)| text);
            let why = match text {
                None => "points outside of the document",
                Some(t) if t.contains(['&', '<', '%']) => "holds markup or other entities",
                Some(t) if t.len() > LONGEST => "is too long",
                Some(_) if self.texts.len() >= MOST => "is one of too many",
                Some(text) => {
                    // The first declaration of a name counts (XML 1.0, 4.2).
                    self.texts.entry(name.to_owned()).or_insert_with(|| text.to_owned());
                    continue;
                }
            };
            let problem = format!("the entity `{}` {why}", crate::quote(name));
            log.whole("entity-refused", &problem, "did not expand it");
        }
    }

    /// The text of an entity; `None` where it is not declared or has been used too often.
    pub(super) fn expand(&mut self, name: &str) -> Option<String> {
        let text = self.texts.get(name)?;
        self.expanded += text.len();
        (self.expanded <= EXPANDED).then(|| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_alone_are_expanded() {
        let mut log = Log::new("");
        let mut entities = Entities::default();
        entities.declare(
            "rss [<!ENTITY hq \"Geneva\"> <!ENTITY % p 'x'> <!ENTITY b \"&hq;&hq;\">
             <!ENTITY passwd SYSTEM \"file:///etc/passwd\"> <!ENTITY hq 'Bern'>]",
            &mut log,
        );
        assert_eq!(entities.expand("hq").as_deref(), Some("Geneva"));
        assert_eq!(entities.expand("b"), None);
        assert_eq!(entities.expand("passwd"), None);
        assert_eq!(log.finish().len(), 2);
    }

    #[test]
    fn expansion_is_bounded() {
        let mut entities = Entities::default();
        let text = format!("a [<!ENTITY a '{}'>]", "x".repeat(LONGEST));
        entities.declare(&text, &mut Log::new(""));
        let bytes: usize = (0..10_000).filter_map(|_| entities.expand("a")).map(|t| t.len()).sum();
        assert!(bytes <= EXPANDED);
    }
}
