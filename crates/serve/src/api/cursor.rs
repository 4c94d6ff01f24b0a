//! Cursors: places in lists, as texts that clients hand back unread.
//!
//! The parts of a place, after the name of the list, in base64 (RFC 4648, section 5).
//! A cursor names the last thing of a page, not its number, so that it stays good
//! whatever is added or goes.

use super::problems::INVALID;
use crate::answer::Problem;
use data_encoding::BASE64URL_NOPAD;

/// Between the parts: in no id, day, number, key or address.
const BETWEEN: char = '\u{1f}';

/// Bytes of a cursor: the longest keys are addresses of pages.
const LONGEST: usize = 6 * 1024;

/// Writes a place of a list.
pub(super) fn write(list: &str, parts: &[&str]) -> String {
    let mut text = list.to_owned();
    for part in parts {
        text.push(BETWEEN);
        text.push_str(part);
    }
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// Reads a place of a list that has so many parts.
pub(super) fn read<const N: usize>(list: &str, cursor: &str) -> Result<[String; N], Problem> {
    let parts = || {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
        let text = String::from_utf8(bytes).ok().filter(|_| cursor.len() <= LONGEST)?;
        let (of, rest) = text.split_once(BETWEEN)?;
        let parts: Vec<String> = rest.split(BETWEEN).map(str::to_owned).collect();
        <[String; N]>::try_from(parts).ok().filter(|_| of == list)
    };
    parts().ok_or_else(broken)
}

/// What is said of a cursor that is none of this list's.
pub(super) fn broken() -> Problem {
    INVALID.of("`cursor` takes the `next` of an earlier answer from this address, unchanged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back() {
        let cursor = write("events", &["2016-09-09", "aaaaaaaaaaaa"]);
        assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        let [day, id] = read::<2>("events", &cursor).unwrap();
        assert_eq!((day.as_str(), id.as_str()), ("2016-09-09", "aaaaaaaaaaaa"));
        assert!(read::<2>("names", &cursor).is_err(), "another list's");
        assert!(read::<1>("events", &cursor).is_err());
        for bad in ["", "x", "!!!!", "AAAA", "////"] {
            assert!(read::<2>("events", bad).is_err(), "{bad}");
        }
    }
}
