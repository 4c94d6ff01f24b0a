//! The time in a file's name: `2016-09-10@2016-09-11T0930Z.wiki` holds the page as it was then.

use annals_model::Timestamp;

/// The day's part of a file's stem, and the time behind its last `@`.
///
/// Times are RFC 3339 without what file systems dislike: `2016-09-11T09:30:00Z`,
/// `2016-09-11T0930Z`, `2016-09-11T09-30-00Z`, `20160911T093000Z`, `20160911093000`
/// (as web archives write it), `2016-09-11`; UTC, and an offset as `+0200`.
pub(super) fn split(name: &str) -> (&str, Option<Timestamp>) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let Some(at) = file.rfind('@') else { return (name, None) };
    let stem = name.len() - file.len() + at;
    let mut time = &file[at + 1..];
    // The suffixes `.wiki`, `.txt.gz` hold letters; a fraction of a second does not.
    while let Some((before, suffix)) = time.rsplit_once('.') {
        if suffix.bytes().all(|b| b.is_ascii_digit() || b == b'Z') && !suffix.is_empty() {
            break;
        }
        time = before;
    }
    match parse(time) {
        Some(time) => (&name[..stem], Some(time)),
        None => (name, None),
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let (body, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(body) => (body, "Z".to_owned()),
        None => offset(text)?,
    };
    let body = body.split_once('.').map_or(body, |(whole, _)| whole);
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    let odd =
        body.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '-' | ':' | 'T' | 't' | '_'));
    if odd || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let padded = format!("{digits:0<14}");
    let part = |from: usize, to: usize| &padded[from..to];
    format!(
        "{}-{}-{}T{}:{}:{}{offset}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
    .parse()
    .ok()
}

/// The time without its offset, and the offset as RFC 3339 writes it; UTC where there is none.
fn offset(text: &str) -> Option<(&str, String)> {
    let Some(at) = text.rfind('+') else { return Some((text, "Z".to_owned())) };
    let digits: String = text[at + 1..].chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        2 => Some((&text[..at], format!("+{digits}:00"))),
        4 => Some((&text[..at], format!("+{}:{}", &digits[..2], &digits[2..]))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_names_are_read() {
        let of = |name| split(name).1.map(|t| t.to_string());
        let half_past_nine = Some("2016-09-11T09:30:00Z".to_owned());
        for name in [
            "2016-09-10@2016-09-11T0930Z.wiki",
            "a/2016-09-10@2016-09-11T09:30:00Z.txt.gz",
            "x@20160911T093000Z",
            "x@20160911093000.wiki",
            "x@2016-09-11T09-30-00Z.wiki",
            "x@2016-09-11T1130+0200.wiki",
            "x@2016-09-11T09:30:00.000Z.wiki",
        ] {
            assert_eq!(of(name), half_past_nine, "{name}");
        }
        assert_eq!(of("x@2016-09-11.wiki").as_deref(), Some("2016-09-11T00:00:00Z"));
        for name in
            ["x.wiki", "me@example.org/x.wiki", "x@later.wiki", "x@.wiki", "x@2016-13-41Z", "@é.é"]
        {
            assert_eq!(of(name), None, "{name}");
        }
        assert_eq!(split("a/day@20160911T093000Z.wiki").0, "a/day");
    }
}
