//! Addresses: joining relative ones to a base (RFC 3986, 5.2), and which may come out.
//!
//! A joined address is written as its parts were: nothing is re-encoded, so an
//! address with the letters of its country stays comparable with the feed's.

/// Joins `address` to `base`. Without an absolute base a relative address stays one.
pub(super) fn join(base: &str, address: &str) -> String {
    let address = address.trim_matches(|c: char| c.is_ascii_whitespace() || c.is_control());
    // Browsers ignore line breaks and tabs inside an address; feeds wrap long ones.
    let mut written = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '\n' | '\r' | '\t' => {}
            // What would end an address in a page is percent-encoded.
            ' ' => written.push_str("%20"),
            '"' => written.push_str("%22"),
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            c => written.push(c),
        }
    }
    let address = written;
    if scheme(&address).is_some() || !is_web(base) {
        return address;
    }
    let base = Parts::of(base);
    let (reference, fragment) = cut(&address, '#');
    let (path, query) = cut(reference, '?');
    let mut out = format!("{}:", base.scheme);
    if let Some(rest) = path.strip_prefix("//") {
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        out += &format!("//{authority}{}", without_dots(path));
    } else {
        out += &format!("//{}", base.authority);
        if path.is_empty() {
            out += base.path;
        } else if path.starts_with('/') {
            out += &without_dots(path);
        } else {
            let folder = base.path.rfind('/').map_or("/", |end| &base.path[..=end]);
            out += &without_dots(&format!("{folder}{path}"));
        }
    }
    let inherited = if path.is_empty() { base.query } else { None };
    if let Some(query) = query.or(inherited) {
        out += &format!("?{query}");
    }
    if let Some(fragment) = fragment {
        out += &format!("#{fragment}");
    }
    out
}

/// Whether this is an address of the web: the only kind that a feed may hand on.
pub(super) fn is_web(address: &str) -> bool {
    let after = |scheme: &str| {
        let (head, rest) = address.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let rest = after("http://").or_else(|| after("https://"));
    rest.is_some_and(|r| !r.is_empty() && !r.starts_with(['/', '?', '#']) && !r.contains(unsafe_in))
}

/// What ends an address in any place that it may be put into.
fn unsafe_in(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>')
}

/// The scheme of an address: letters, digits, `+`, `-`, `.` before the first colon.
pub(super) fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    sound.then_some(scheme)
}

struct Parts<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: &'a str,
    query: Option<&'a str>,
}

impl Parts<'_> {
    /// Of an address of the web.
    fn of(address: &str) -> Parts<'_> {
        let (address, _) = cut(address, '#');
        let (address, query) = cut(address, '?');
        let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Parts { scheme, authority, path, query }
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(head, rest)| (head, Some(rest)))
}

/// RFC 3986, 5.2.4.
fn without_dots(path: &str) -> String {
    if !path.contains("/.") {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        match part {
            "." | ".." => {
                if part == ".." {
                    kept.pop();
                }
                if parts.peek().is_none() {
                    kept.push("");
                }
            }
            part => kept.push(part),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_the_rfc_does() {
        // From RFC 3986, 5.4, on a web address.
        let base = "http://a/b/c/d;p?q";
        for (address, expect) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("", "http://a/b/c/d;p?q"),
            ("..", "http://a/b/"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("mailto:x@example.org", "mailto:x@example.org"),
        ] {
            assert_eq!(join(base, address), expect, "{address}");
        }
        assert_eq!(join("", "g"), "g");
        assert_eq!(join("http://example.org", "g"), "http://example.org/g");
        assert_eq!(join(base, "http://ex\nample.org/"), "http://example.org/");
    }

    #[test]
    fn only_the_web_is_the_web() {
        assert!(is_web("HTTPS://example.org/ä"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "http:", "http://", "/a", "é"] {
            assert!(!is_web(bad), "{bad}");
        }
        assert!(!is_web("http://example.org/\"><script>"));
        assert_eq!(join("", "http://example.org/a b"), "http://example.org/a%20b");
    }
}
