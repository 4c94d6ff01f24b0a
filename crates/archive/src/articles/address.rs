//! Which page a saved file is a copy of, where only the file says it.

use url::Url;

/// Where in a file browsers and tools write the address of the page.
const HEAD: usize = 4 << 10;

/// Marks before the address, as programs that save pages write them.
const MARKS: &[&str] = &[
    // Internet Explorer's and Chrome's "mark of the web": `saved from url=(0042)https://…`
    "saved from url=",
    // SingleFile
    "url: ",
    // HTTrack
    "Mirrored from ",
    // wget -k and others
    "Original URL: ",
];

/// The address in a comment at the beginning of a saved page.
pub(super) fn saved_from(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let mut rest = head.as_ref();
    while let Some(at) = rest.find("<!--") {
        rest = &rest[at + 4..];
        let comment = rest.split("-->").next().unwrap_or(rest);
        for mark in MARKS {
            if let Some((_, after)) = comment.split_once(mark) {
                // The length in parentheses is of no use.
                let after = match after.strip_prefix('(') {
                    Some(counted) => counted.split_once(')').map_or("", |(_, a)| a),
                    None => after,
                };
                let word = after.split_whitespace().next().unwrap_or("");
                let with_scheme = match word.contains("://") {
                    true => word.to_owned(),
                    false => format!("http://{word}"),
                };
                if let Some(url) = web(&with_scheme) {
                    return Some(url);
                }
            }
        }
    }
    None
}

/// An address, if it is one of the web with a host that has a name.
pub(super) fn web(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let good = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|h| h.contains('.'))
        && address.len() <= 4_000;
    good.then(|| url.into())
}

/// The address under which an article is known: the one that the page gives as
/// its own, if it is of the same site; a copy on another site is another page.
pub(super) fn identity(url: &str, canonical: Option<&str>) -> String {
    let site = |address: &str| {
        let host = Url::parse(address).ok()?.host_str()?.to_ascii_lowercase();
        let mut parts: Vec<&str> = host.split('.').collect();
        // Versions for small screens and scripts-free readers stand on sub-domains.
        while parts.len() > 2 && matches!(parts[0], "www" | "m" | "mobile" | "amp") {
            parts.remove(0);
        }
        Some(parts.join("."))
    };
    match canonical {
        Some(own) if site(own).is_some() && site(own) == site(url) => own.to_owned(),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_leave_the_address() {
        let of = |html: &str| saved_from(html.as_bytes());
        let page = "https://www.un.org/press/en/2016/sc12538.doc.htm";
        assert_eq!(
            of(&format!("<!DOCTYPE html>\n<!-- saved from url=(0048){page} -->")),
            Some(page.into())
        );
        assert_eq!(
            of(&format!("<html><!--\n Page saved with SingleFile\n url: {page}\n-->")),
            Some(page.into())
        );
        assert_eq!(
            of("<!-- Mirrored from www.un.org/press/ by HTTrack -->").as_deref(),
            Some("http://www.un.org/press/")
        );
        assert_eq!(of("<!-- url: javascript:alert(1) --><p>url: https://a.org/"), None);
    }

    #[test]
    fn only_the_same_site_names_the_page() {
        let own = "https://www.bbc.com/news/world-37255033";
        assert_eq!(identity("https://m.bbc.com/news/world-37255033?x=1", Some(own)), own);
        let copy = "https://example.org/copied";
        assert_eq!(identity(copy, Some(own)), copy);
    }
}
