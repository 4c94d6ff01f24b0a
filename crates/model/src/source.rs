//! Sources: the pages that report an event.

/// A page that reports an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Publisher as the list names it, tidy; empty where it names none.
    pub name: String,
    /// Who carried the publisher's report: `SBS` in "AAP via SBS".
    pub via: Option<String>,
    /// The page's address, http or https, as given.
    pub url: Option<String>,
}

impl Source {
    /// Splits "AAP via SBS" into the reporter and the carrier.
    pub fn named(label: &str, url: Option<String>) -> Source {
        let at = label
            .char_indices()
            .find(|(i, _)| label[*i..].get(..5).is_some_and(|s| s.eq_ignore_ascii_case(" via ")));
        match at {
            Some((at, _)) if at > 0 && !label[at + 5..].trim().is_empty() => Source {
                name: label[..at].trim().to_owned(),
                via: Some(label[at + 5..].trim().to_owned()),
                url,
            },
            _ => Source { name: label.trim().to_owned(), via: None, url },
        }
    }

    /// The name as people read it, "AAP via SBS".
    pub fn label(&self) -> String {
        match &self.via {
            Some(via) => format!("{} via {via}", self.name),
            None => self.name.clone(),
        }
    }

    /// The address without what does not change the page: scheme, `www.`,
    /// fragment, final slash, and the prefix of a web archive.
    pub fn page_key(&self) -> Option<&str> {
        Some(page_key(self.url.as_deref()?))
    }
}

/// See [`Source::page_key`].
fn page_key(url: &str) -> &str {
    let mut rest = strip_scheme(url);
    if let Some(archived) = rest.strip_prefix("web.archive.org/web/")
        && let Some((_, original)) = archived.split_once('/')
    {
        rest = strip_scheme(original);
    }
    rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split('#').next().unwrap_or(rest).trim_end_matches('/')
}

fn strip_scheme(url: &str) -> &str {
    url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn via_is_kept_apart() {
        let source = Source::named("AAP via SBS", None);
        assert_eq!((source.name.as_str(), source.via.as_deref()), ("AAP", Some("SBS")));
        assert_eq!(source.label(), "AAP via SBS");
        assert_eq!(Source::named("Via Rail", None).name, "Via Rail");
        assert_eq!(Source::named("é via", None).name, "é via");
    }

    #[test]
    fn an_archived_copy_is_the_same_page() {
        let a =
            Source::named("x", Some("https://web.archive.org/web/2005/http://www.a.org/b/".into()));
        let b = Source::named("x", Some("https://a.org/b#c".into()));
        assert_eq!(a.page_key(), b.page_key());
    }
}
