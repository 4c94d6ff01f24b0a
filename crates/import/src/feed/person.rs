//! People and organisations as feeds name them in one string.

/// An author, contributor or publisher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name; `None` where only an address is given.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Their page on the web.
    pub url: Option<String>,
}

impl Person {
    /// Whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.url.is_none()
    }

    /// Reads `name (mail)`, `mail (name)`, `name <mail>`, `mail`, `name`.
    pub(super) fn read(text: &str) -> Option<Person> {
        let text = annals_model::tidy(text);
        let email = text.split(is_outside_mail).find(|w| is_mail(w)).map(str::to_owned);
        let name = match &email {
            Some(email) => {
                let start = text.find(email.as_str()).unwrap_or_default();
                let (before, after) = (&text[..start], &text[start + email.len()..]);
                // `me@example.com?subject=…`, as in a link
                let after = after.strip_prefix("?subject=").map_or(after, |rest| {
                    rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest)
                });
                let around = |c: char| c.is_whitespace() || "()<>[],;:".contains(c);
                let strip = |part: &str| {
                    let part = part.trim().trim_end_matches("mailto:");
                    part.trim_matches(around).to_owned()
                };
                annals_model::tidy(&format!("{} {}", strip(before), strip(after)))
            }
            None => text,
        };
        let name = Some(name).filter(|n| !n.is_empty());
        let person = Person { name, email, url: None };
        (!person.is_empty()).then_some(person)
    }
}

fn is_outside_mail(c: char) -> bool {
    c.is_whitespace() || "()<>[],;:\"?".contains(c)
}

/// A word with one `@` and a dotted domain behind it.
pub(super) fn is_mail(word: &str) -> bool {
    let Some((user, domain)) = word.split_once('@') else { return false };
    let sound =
        |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-%'".contains(&b));
    let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    !user.is_empty() && sound(user) && sound(domain) && dotted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_mails() {
        let check = |text: &str, name: Option<&str>, email: Option<&str>| {
            let found = Person::read(text).unwrap_or_default();
            assert_eq!((found.name.as_deref(), found.email.as_deref()), (name, email), "{text}");
        };
        let both = (Some("Ada Lovelace"), Some("ada@example.org"));
        for text in [
            "Ada Lovelace (ada@example.org)",
            "ada@example.org (Ada Lovelace)",
            "Ada Lovelace <ada@example.org>",
            "Ada Lovelace, ada@example.org",
            "ada@example.org?subject=Analytical%20engine (Ada Lovelace)",
        ] {
            check(text, both.0, both.1);
        }
        check("ada@example.org", None, both.1);
        check("Ada Lovelace", both.0, None);
        check("@ada", Some("@ada"), None);
        check(" ", None, None);
    }
}
