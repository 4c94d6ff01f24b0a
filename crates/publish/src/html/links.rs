//! Addresses on pages: relative ones within the site, checked ones outside it.
//!
//! Links within the site are relative to the page, so that it works from a
//! folder, below a path and at a root. The shapes' paths are taken as paths
//! whatever they hold: `javascript:x` is a file of that name.

use super::markup::Markup;
use std::borrow::Cow;

/// Where a page stands; what its links are relative to.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    path: Cow<'a, str>,
    /// Length of the path up to and with its last slash.
    folder: usize,
    /// What every link begins with, for a page that is shown at any address.
    absolute: Option<String>,
}

impl<'a> Place<'a> {
    /// The place of a page with this path.
    pub(crate) fn of(path: &'a str) -> Place<'a> {
        let path = tidy_path(path);
        let folder = path.rfind('/').map_or(0, |at| at + 1);
        Place { path, folder, absolute: None }
    }

    /// The place of a page that a server shows at any address, such as the one
    /// for what is not found: links begin with the path of the site's root.
    pub(crate) fn anywhere(path: &'a str, base_url: Option<&str>) -> Place<'a> {
        let below = base_url
            .and_then(|url| url.split_once("://"))
            .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
            .map_or(Cow::Borrowed(""), tidy_path);
        let mut root = String::new();
        encode_path(&mut root, below.trim_end_matches('/'));
        Place { absolute: Some(root), ..Place::of(path) }
    }

    /// Writes the address of another page (`/stories/x`) with a suffix (`.html`).
    pub(crate) fn href(&self, out: &mut Markup, path: &str, suffix: &'static str) {
        let path = tidy_path(path);
        if let Some(root) = &self.absolute {
            out.escaped().push_str(root);
            encode_path(out.escaped(), &path);
            out.raw(suffix);
            return;
        }
        let shared =
            self.path[..self.folder].bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        let shared =
            self.path.as_bytes()[..shared].iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
        for _ in self.path.as_bytes()[shared..self.folder].iter().filter(|b| **b == b'/') {
            out.raw("../");
        }
        encode_path(out.escaped(), path.get(shared..).unwrap_or_default());
        out.raw(suffix);
    }

    /// The way to the site's root: empty, or `../` some times.
    pub(crate) fn root(&self) -> String {
        if let Some(root) = &self.absolute {
            return format!("{root}/");
        }
        "../".repeat(
            self.path[..self.folder].bytes().filter(|b| *b == b'/').count().saturating_sub(1),
        )
    }

    /// Writes the page's own path, encoded, with its first slash.
    pub(crate) fn write_path(&self, out: &mut Markup) {
        encode_path(out.escaped(), &self.path);
    }
}

/// A path that begins with one slash and has neither empty nor dot segments;
/// nearly every path is so already.
fn tidy_path(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') && !path.contains("//") && !path.contains("/.") {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len() + 1);
    for segment in path.split('/').filter(|s| !matches!(*s, "" | "." | "..")) {
        out.push('/');
        out.push_str(segment);
    }
    if path.ends_with('/') || out.is_empty() {
        out.push('/');
    }
    Cow::Owned(out)
}

/// Percent-encodes a path (RFC 3986): unreserved characters and slashes stay.
fn encode_path(out: &mut String, path: &str) {
    encode(out, path, |byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte));
}

/// Copies runs of what stays; encodes every other byte.
fn encode(out: &mut String, text: &str, stays: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(run) = bytes[at..].iter().position(|byte| !stays(*byte)) {
        out.push_str(&text[at..at + run]);
        at += run;
        // The whole character, so that the next run begins on a boundary.
        let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
        for byte in &bytes[at..end] {
            push_percent(out, *byte);
        }
        at = end;
    }
    out.push_str(&text[at..]);
}

fn push_percent(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

/// An address elsewhere that may be linked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WebLink<'a> {
    url: &'a str,
    /// The host without `www.`, as readers know it.
    pub(crate) host: &'a str,
}

impl<'a> WebLink<'a> {
    /// Takes http and https addresses with a plain host and no user name; a
    /// link that pretends to lead elsewhere stays text.
    pub(crate) fn parse(url: &'a str) -> Option<WebLink<'a>> {
        let rest = strip_scheme(url, "https://").or_else(|| strip_scheme(url, "http://"))?;
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let host = match authority.split_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => host,
            Some(_) => return None,
            None => authority,
        };
        is_plain_host(host)
            .then(|| WebLink { url, host: host.strip_prefix("www.").unwrap_or(host) })
    }

    /// Writes the address for an attribute (see [`encode_url`]).
    pub(crate) fn href(&self, out: &mut Markup) {
        encode_url(out.escaped(), self.url);
    }
}

/// Writes a whole address for an attribute; characters that an address can not
/// hold are percent-encoded, what is encoded stays, `&` becomes `&amp;`.
pub(crate) fn encode_url(out: &mut String, url: &str) {
    let bytes = url.as_bytes();
    let mut fragment = false;
    for (at, byte) in bytes.iter().copied().enumerate() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'%' if !bytes
                .get(at + 1..at + 3)
                .is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) =>
            {
                out.push_str("%25");
            }
            b'#' if std::mem::replace(&mut fragment, true) => out.push_str("%23"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-._~:/?#@!$()*+,;=%".contains(&byte) => out.push(char::from(byte)),
            _ => push_percent(out, byte),
        }
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    url.get(..scheme.len()).filter(|s| s.eq_ignore_ascii_case(scheme))?;
    url.get(scheme.len()..)
}

/// Letters, digits and inner hyphens between single dots, as DNS has them, or
/// four numbers. Names in other scripts come as `xn--…`.
fn is_plain_host(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let good_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let numeric = host
        .rsplit('.')
        .next()
        .is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()) || l.starts_with("0x"));
    host.len() <= 253
        && host.split('.').all(good_label)
        && (!numeric || host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// The language that a path stands under, `/zh/news/…`; none for the main one.
pub(crate) fn lang_of_path(path: &str) -> Option<&str> {
    let mut parts = path.trim_start_matches('/').split('/');
    let first = parts.next()?;
    parts.next()?;
    let tag = matches!(first.len(), 2..=3)
        || first.get(2..3) == Some("-")
        || first.get(3..4) == Some("-");
    (tag && is_lang(first)).then_some(first)
}

/// Whether a text has the form of a language tag (BCP 47).
pub(crate) fn is_lang(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = |p: &str| matches!(p.len(), 2..=3) && p.bytes().all(|b| b.is_ascii_alphabetic());
    tag.len() <= 35
        && parts.next().is_some_and(language)
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(from: &str, to: &str) -> String {
        let mut out = Markup::default();
        Place::of(from).href(&mut out, to, ".html");
        out.as_str().to_owned()
    }

    #[test]
    fn links_are_relative_to_the_page() {
        let page = "/news/2016/10/5/a-truce";
        assert_eq!(href(page, "/news/2016/10/5/index"), "index.html");
        assert_eq!(href(page, "/news/2016/10/15/b"), "../15/b.html");
        assert_eq!(href(page, "/stories/x"), "../../../../stories/x.html");
        assert_eq!(href(page, "/index"), "../../../../index.html");
        assert_eq!(href("/index", "/news/2016/index"), "news/2016/index.html");
        assert_eq!(href("/zh/news/2016/10/5/a", "/zh/stories/b"), "../../../../stories/b.html");
        assert_eq!(
            (Place::of(page).root(), Place::of("/index").root()),
            ("../../../../".into(), String::new())
        );
    }

    #[test]
    fn paths_are_encoded_and_stay_inside() {
        assert_eq!(
            href("/index", "/stories/停火 'a'?#\"<"),
            "stories/%E5%81%9C%E7%81%AB%20%27a%27%3F%23%22%3C.html"
        );
        assert_eq!(href("/index", "javascript:alert(1)"), "javascript%3Aalert%281%29.html");
        assert_eq!(href("/a/b", "//evil.example/../../x"), "../evil.example/x.html");
        assert_eq!(href("", ""), ".html");
    }

    fn web(url: &str) -> Option<(String, &str)> {
        let link = WebLink::parse(url)?;
        let mut out = Markup::default();
        link.href(&mut out);
        Some((out.as_str().to_owned(), link.host))
    }

    #[test]
    fn only_plain_web_addresses_are_links() {
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.org/",
            "//a.org",
            "https://",
            "http:///x",
            "https://user:pw@a.org/",
            "https://bank.example@evil.example/",
            "http://a..b/",
            "http://[::1]/",
            "http://a b/",
            "http://a.org:99999/",
            "http://1.2.3/",
            "http://é.fr/",
            "htt",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
        assert_eq!(
            web("HTTPS://www.a.org/x?q=1&b='é|[#a#b%zz%41"),
            Some(("HTTPS://www.a.org/x?q=1&amp;b=%27%C3%A9%7C%5B#a%23b%25zz%41".into(), "a.org"))
        );
        assert_eq!(web("http://127.0.0.1:80/"), Some(("http://127.0.0.1:80/".into(), "127.0.0.1")));
    }

    #[test]
    fn paths_tell_their_language() {
        assert_eq!(lang_of_path("/zh/news/2016/10/5/x"), Some("zh"));
        assert_eq!(lang_of_path("/zh-Hant/index"), Some("zh-Hant"));
        assert_eq!(
            (lang_of_path("/news/2016/index"), lang_of_path("/index"), lang_of_path("/e/x")),
            (None, None, None)
        );
        assert!(!is_lang("en\" onload") && !is_lang("") && !is_lang("english"));
    }
}
