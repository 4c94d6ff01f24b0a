//! Which format a client likes best (RFC 9110, section 12.5.1).

use annals_publish::Format;
use axum::http::{HeaderMap, header};

/// More ranges than this in one header are not read.
const RANGES: usize = 32;

/// The format for an address of the site without a suffix: the one with the highest
/// quality; HTML where nothing is said, nothing fits, or several are liked equally.
pub(crate) fn format(headers: &HeaderMap) -> Option<Format> {
    let mut offered: Vec<&str> = Format::ALL.iter().map(|f| f.media_type()).collect();
    // What the site has besides the formats that publishing writes.
    offered.push(LINKED_DATA);
    match best(headers, &offered) {
        None => Some(Format::Html),
        Some(at) => Format::ALL.get(at).copied(),
    }
}

/// The media type of JSON-LD.
pub(crate) const LINKED_DATA: &str = "application/ld+json";

/// The place of the media type that a client likes best; the first where nothing is
/// said or several are liked equally, none where nothing fits.
pub(crate) fn best(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    let accept: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).collect();
    if accept.iter().all(|v| v.trim().is_empty()) {
        return Some(0);
    }
    let ranges: Vec<(&str, u32)> =
        accept.iter().flat_map(|v| v.split(',')).take(RANGES).filter_map(range).collect();
    let mut best = (0, None);
    for (at, media_type) in offered.iter().enumerate() {
        let quality = quality(&ranges, media_type);
        if quality > best.0 {
            best = (quality, Some(at));
        }
    }
    best.1
}
/// A media range with its quality in thousandths.
fn range(text: &str) -> Option<(&str, u32)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|r| r.contains('/'))?;
    let quality = parts
        .find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")))
        .map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
    // In range, so that the cast is exact enough.
    Some((range, (quality.clamp(0.0, 1.0) * 1000.0) as u32))
}

/// The quality of the most specific range that fits.
fn quality(ranges: &[(&str, u32)], media_type: &str) -> u32 {
    let group = media_type.split('/').next().unwrap_or_default();
    let fits = |(range, quality): &(&str, u32)| {
        let specific = if range.eq_ignore_ascii_case(media_type) {
            3
        } else if range.strip_suffix("/*").is_some_and(|g| g.eq_ignore_ascii_case(group)) {
            2
        } else if *range == "*/*" {
            1
        } else {
            return None;
        };
        Some((specific, *quality))
    };
    ranges.iter().filter_map(fits).max().map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(accept: &str) -> Option<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(accept).unwrap());
        format(&headers)
    }

    #[test]
    fn clients_get_what_they_like_best() {
        assert_eq!(format(&HeaderMap::new()), Some(Format::Html));
        for (accept, wanted) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format::Html),
            ("application/json", Format::Json),
            ("*/*", Format::Html),
            ("text/markdown, text/html;q=0.5", Format::Markdown),
            ("text/*;q=0.3, application/xml;q=0.4", Format::Xml),
            ("text/html;q=0, application/json;q=0.1", Format::Json),
            ("image/png", Format::Html),
            ("nonsense;;;q=x", Format::Html),
        ] {
            assert_eq!(asked(accept), Some(wanted), "{accept}");
        }
        assert_eq!(asked("application/ld+json"), None, "JSON-LD is none of the formats");
    }

    #[test]
    fn nothing_fits_where_nothing_does() {
        let mut headers = HeaderMap::new();
        assert_eq!(best(&headers, &["text/csv", "application/json"]), Some(0));
        headers.insert(header::ACCEPT, HeaderValue::from_static("image/png, text/csv;q=0"));
        assert_eq!(best(&headers, &["text/csv", "application/json"]), None);
    }
}
