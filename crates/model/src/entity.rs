//! Entity keys: which person, place or thing is meant, whatever the text calls it.

use crate::tidy;
use std::fmt;

/// The identity of an entity: a language code and the title of its page, `en:France`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityKey(String);

/// Interwiki prefixes for sister projects that may stand before a title.
const PROJECTS: &[&str] = &["w", "wikipedia", "d", "wikt", "s", "n", "commons"];

impl EntityKey {
    /// The key of the page `target` of the encyclopedia in language `lang`.
    ///
    /// The title is normalised as MediaWiki does: underscores are spaces, a
    /// section (`#…`) and a leading colon go, the first letter is upper case,
    /// and `:fr:Alep` names the page of another language.
    /// Returns `None` where no title is left, as in `[[#Section]]`.
    pub fn new(lang: &str, target: &str) -> Option<EntityKey> {
        let title = tidy(&target.split('#').next()?.replace('_', " "));
        let mut title = title.trim_start_matches(':').trim();
        let mut lang = lang;
        while let Some((prefix, rest)) = title.split_once(':') {
            if PROJECTS.iter().any(|p| p.eq_ignore_ascii_case(prefix)) {
                title = rest.trim_start_matches(':').trim_start();
            } else if is_language(prefix) && !rest.starts_with(' ') {
                lang = prefix;
                title = rest.trim_start_matches(':').trim_start();
            } else {
                break;
            }
        }
        let mut chars = title.chars();
        let first = chars.next()?;
        let title: String = first.to_uppercase().chain(chars).collect();
        Some(EntityKey(format!("{lang}:{title}")))
    }

    /// Reads a whole key, `en:France`. `None` where the language or the title is missing.
    pub fn parse(key: &str) -> Option<EntityKey> {
        let (lang, title) = key.split_once(':')?;
        let made = EntityKey::new(lang, title)?;
        (!lang.is_empty()).then_some(made)
    }

    /// The key as it is stored and published, `en:France`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language code before the colon.
    pub fn lang(&self) -> &str {
        self.0.split_once(':').map_or("", |(lang, _)| lang)
    }

    /// The page's title after the colon.
    pub fn title(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, title)| title)
    }
}

/// Two or three small letters: the form of nearly every Wikipedia's code.
fn is_language(prefix: &str) -> bool {
    matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|b| b.is_ascii_lowercase())
}

impl fmt::Display for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_normalised_as_mediawiki_does() {
        let key = |t| EntityKey::new("en", t).map(|k| k.to_string());
        assert_eq!(key("france").as_deref(), Some("en:France"));
        assert_eq!(key("Kinshasa#Social_issues").as_deref(), Some("en:Kinshasa"));
        assert_eq!(key(":fr:alep").as_deref(), Some("fr:Alep"));
        assert_eq!(key("Mission: Impossible").as_deref(), Some("en:Mission: Impossible"));
        assert_eq!(key("w::foo").as_deref(), Some("en:Foo"));
        assert_eq!(key("#Top"), None);
        assert_eq!(key(""), None);
    }
}
