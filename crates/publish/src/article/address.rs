//! Which addresses an article may lead to, and how they are written.

use crate::html::links::{WebLink, encode_url};
use crate::html::markup::Markup;

/// An address that is safe to follow, in ASCII: what an address can not hold is
/// percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address(String);

impl Address {
    /// Takes http and https addresses of a plain host (see [`WebLink`]) and mailto.
    pub(super) fn of(url: &str) -> Option<Address> {
        Address::web(url).or_else(|| {
            let rest = has_scheme(url, "mailto:").then(|| &url["mailto:".len()..])?;
            let mut out = String::from("mailto:");
            encode_url(&mut out, rest);
            Some(Address(bare(&out)))
        })
    }

    /// Takes http and https addresses only: pictures and embeds.
    pub(super) fn web(url: &str) -> Option<Address> {
        let mut out = Markup::default();
        WebLink::parse(url)?.href(&mut out);
        Some(Address(bare(&out.into_string())))
    }

    /// The address itself.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it opens a page rather than a letter.
    pub(super) fn is_web(&self) -> bool {
        !has_scheme(&self.0, "mailto:")
    }
}

/// Takes back the one reference that an encoded address can hold.
fn bare(attribute: &str) -> String {
    attribute.replace("&amp;", "&")
}

/// Whether an address begins with `http://` or `https://`; what the JSON holds
/// as it came.
pub(super) fn is_web(url: &str) -> bool {
    has_scheme(url, "https://") || has_scheme(url, "http://")
}

/// As [`is_web`], or `mailto:`.
pub(super) fn is_link(url: &str) -> bool {
    is_web(url) || has_scheme(url, "mailto:")
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_pass() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " https://a.org/",
            "data:text/html,<script>",
            "vbscript:x",
            "https://user@bank.example@evil.example/",
            "//a.org/",
            "/a",
            "",
            "mailt",
            "é",
        ] {
            assert_eq!(Address::of(bad), None, "{bad}");
        }
        let check = |url: &str, written: &str| {
            assert_eq!(Address::of(url).as_ref().map(Address::as_str), Some(written));
        };
        check("https://a.org/x?a=1&b=2&amp;c", "https://a.org/x?a=1&b=2&amp;c");
        check("HTTP://a.org/\"'><", "HTTP://a.org/%22%27%3E%3C");
        check("https://a.org/é b\0", "https://a.org/%C3%A9%20b%00");
        check("MAILTO:desk@a.org?subject=\"<b>", "mailto:desk@a.org?subject=%22%3Cb%3E");
        assert!(Address::web("mailto:a@b.org").is_none());
    }
}
