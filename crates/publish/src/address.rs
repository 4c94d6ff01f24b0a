//! Addresses of the site's own files, for formats that need them encoded or whole.

use crate::Settings;
use crate::wire::Source;

/// Appends a path percent-encoded (RFC 3986): unreserved characters and slashes stay.
pub(crate) fn encode(out: &mut Vec<u8>, path: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte);
            }
            _ => out.extend_from_slice(&[
                b'%',
                HEX[usize::from(byte >> 4)],
                HEX[usize::from(byte & 15)],
            ]),
        }
    }
}

/// The whole address of a path with its suffix; from the root where the site's
/// own address is not known.
pub(crate) fn whole(settings: &Settings, path: &str, suffix: &str) -> String {
    let base = settings.base_url.as_deref().unwrap_or_default().trim_end_matches('/');
    let mut out = base.as_bytes().to_vec();
    encode(&mut out, path);
    encode(&mut out, suffix);
    String::from_utf8(out).unwrap_or_default()
}

/// The way from the page at one path to another file of the site, encoded.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or(0, |at| at + 1);
    let shared =
        from.as_bytes()[..folder].iter().zip(to.as_bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..shared].iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
    let up = from.as_bytes()[shared..folder].iter().filter(|b| **b == b'/').count();
    let mut out = b"../".repeat(up);
    encode(&mut out, &to[shared..]);
    String::from_utf8(out).unwrap_or_default()
}

/// A source's address if it may be linked: http or https.
pub(crate) fn of_source(source: &Source) -> Option<&str> {
    let url = source.url.as_deref()?;
    let (scheme, _) = url.split_once("://")?;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_once() {
        let check = |path: &str, encoded: &str| {
            let mut out = Vec::new();
            encode(&mut out, path);
            assert_eq!(String::from_utf8(out).unwrap(), encoded);
        };
        check("/news/2016/10/5/a-b", "/news/2016/10/5/a-b");
        check("/zh/停火 %", "/zh/%E5%81%9C%E7%81%AB%20%25");
    }

    #[test]
    fn ways_go_up_and_down() {
        assert_eq!(relative("/news/2016/10/5/a.html", "/news/2016/10/6/b.html"), "../6/b.html");
        assert_eq!(relative("/news/2016/10/5/a.html", "/news/2016/10/5/b.html"), "b.html");
        assert_eq!(relative("/e/x.html", "/news/é.html"), "../news/%C3%A9.html");
        assert_eq!(relative("/a.html", "/b/c.html"), "b/c.html");
        assert_eq!(relative("/news/10/a", "/news/1/a"), "../1/a");
    }
}
