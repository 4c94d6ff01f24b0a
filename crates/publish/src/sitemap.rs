//! Sitemaps (<https://www.sitemaps.org/protocol.html>) and `robots.txt`.
//!
//! The protocol wants whole addresses, so there is a sitemap only where
//! [`Settings::base_url`] is set. Give a part to each year: a new day then
//! changes one small file. Written by hand: two elements need no library, and
//! the crates for it bring a calendar of their own.

use crate::xml::escape::text;
use crate::{Settings, address};
use std::ops::Range;

/// An address in a sitemap: its path with suffix, and the day of its last change.
pub type Location = (String, Option<String>);

/// Most addresses in one file, of the protocol.
const MAX_ADDRESSES: usize = 50_000;

/// Most bytes in one file, of the protocol (50 MiB), less the frame's.
const MAX_BYTES: usize = 50 * 1024 * 1024 - 1024;

/// What an entry has around its address and day.
const FRAME_BYTES: usize = 60;

/// Cuts a list of addresses where a file must end; most years are one piece.
pub fn pieces(locations: &[Location], settings: &Settings) -> Vec<Range<usize>> {
    let base = settings.base_url.as_deref().map_or(0, str::len);
    let mut pieces = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, (path, _)) in locations.iter().enumerate() {
        // An encoded byte is three, and so is the worst escape of an encoded path.
        let size = FRAME_BYTES + base * 6 + path.len() * 3;
        if at - start == MAX_ADDRESSES || (bytes + size > MAX_BYTES && at > start) {
            pieces.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < locations.len() {
        pieces.push(start..locations.len());
    }
    pieces
}

/// Appends a sitemap of at most one [piece](pieces).
pub fn part(locations: &[Location], settings: &Settings, out: &mut Vec<u8>) {
    frame(out, "urlset", "url", locations, settings);
}

/// Appends the index of the parts.
pub fn index(parts: &[Location], settings: &Settings, out: &mut Vec<u8>) {
    frame(out, "sitemapindex", "sitemap", parts, settings);
}

fn frame(out: &mut Vec<u8>, root: &str, entry: &str, list: &[Location], settings: &Settings) {
    let mut push = |bytes: &str| out.extend_from_slice(bytes.as_bytes());
    push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
    push(root);
    push(" xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let base = settings.base_url.as_deref().unwrap_or_default().trim_end_matches('/');
    for (path, day) in list {
        out.push(b'<');
        out.extend_from_slice(entry.as_bytes());
        out.extend_from_slice(b"><loc>");
        text(out, base);
        address::encode(out, path);
        out.extend_from_slice(b"</loc>");
        if let Some(day) = day {
            out.extend_from_slice(b"<lastmod>");
            text(out, day);
            out.extend_from_slice(b"</lastmod>");
        }
        out.extend_from_slice(b"</");
        out.extend_from_slice(entry.as_bytes());
        out.extend_from_slice(b">\n");
    }
    out.extend_from_slice(b"</");
    out.extend_from_slice(root.as_bytes());
    out.extend_from_slice(b">\n");
}

/// `robots.txt`: everybody may read everything; where the sitemap is, if there is one.
pub fn robots_txt(settings: &Settings) -> Vec<u8> {
    let mut out = b"User-agent: *\nAllow: /\n".to_vec();
    if settings.base_url.is_some() {
        out.extend_from_slice(b"\nSitemap: ");
        out.extend_from_slice(address::whole(settings, "/sitemap", ".xml").as_bytes());
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            title: "Truces".into(),
            description: "Truces and what broke them".into(),
            base_url: Some("https://news.example.org/a&b".into()),
            lang: "en".into(),
            license: None,
            formats: crate::Format::ALL.to_vec(),
            hubs: Vec::new(),
        }
    }

    #[test]
    fn addresses_are_encoded_and_escaped() {
        let mut out = Vec::new();
        let day = Some("2016-10-05".to_owned());
        part(&[("/zh/停.html".into(), day)], &settings(), &mut out);
        let xml = String::from_utf8(out).unwrap();
        assert!(xml.contains(
            "<url><loc>https://news.example.org/a&amp;b/zh/%E5%81%9C.html</loc>\
             <lastmod>2016-10-05</lastmod></url>"
        ));
        assert!(
            String::from_utf8(robots_txt(&settings()))
                .unwrap()
                .ends_with("Sitemap: https://news.example.org/a&b/sitemap.xml\n")
        );
    }

    #[test]
    fn files_end_in_time() {
        let many = vec![("/x".to_owned(), None); 120_001];
        let pieces = pieces(&many, &settings());
        assert_eq!(pieces, [0..50_000, 50_000..100_000, 100_000..120_001]);
        let long = vec![("x".repeat(1_000_000), None); 40];
        assert!(super::pieces(&long, &settings()).iter().all(|p| p.len() <= 17));
        assert!(super::pieces(&[], &settings()).is_empty());
    }
}
