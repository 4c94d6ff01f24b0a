//! The chunked transfer coding (RFC 9112, 7.1), and what is left of it in
//! archives: chunks that lie, end early, or were taken off while the header stayed.

/// What taking the coding off came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunked {
    /// All chunks up to the last.
    Whole(Vec<u8>),
    /// The chunks end too early or go wrong at this byte of the body.
    Broken(Vec<u8>, usize),
    /// The body does not begin with a chunk: it was sent or stored without.
    Not,
}

/// Longest line with a chunk's size and extensions.
const SIZE_LINE: usize = 4 << 10;

/// Takes the coding off.
pub(super) fn decode(body: &[u8]) -> Chunked {
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let Some((size, data)) = size_line(body, at) else {
            // A body that was cut within a size line is chunked all the same.
            return if at == 0 { Chunked::Not } else { Chunked::Broken(out, at) };
        };
        if size == 0 {
            // Trailers may follow; they say nothing about the page.
            return Chunked::Whole(out);
        }
        let left = &body[data..];
        let Some(chunk) = usize::try_from(size).ok().and_then(|size| left.get(..size)) else {
            // The body ends within the chunk. Of a first one, only a plausible
            // size tells it from a word that happens to be hexadecimal.
            if at == 0 && size > (64 << 20) {
                return Chunked::Not;
            }
            out.extend_from_slice(left);
            return Chunked::Broken(out, body.len());
        };
        let end = data + chunk.len();
        let after = &body[end..];
        let line_end = if after.starts_with(b"\r\n") {
            2
        } else if after.starts_with(b"\n") {
            1
        } else if after.is_empty() {
            0
        } else {
            if at == 0 {
                return Chunked::Not;
            }
            out.extend_from_slice(chunk);
            return Chunked::Broken(out, end);
        };
        out.extend_from_slice(chunk);
        at = end + line_end;
    }
}

/// The size at a place, and where its data begins.
fn size_line(body: &[u8], at: usize) -> Option<(u64, usize)> {
    let window = &body[at..body.len().min(at + SIZE_LINE)];
    let length = window.iter().position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(&window[..length]).ok()?;
    // Some servers pad the size with spaces.
    let size = line.split(';').next().unwrap_or_default().trim();
    if size.is_empty() || size.len() > 16 || !size.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    Some((u64::from_str_radix(size, 16).ok()?, at + length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let body = b"4\r\nWiki\r\n5;name=\"x\"\r\npedia\r\n0\r\nX-Trailer: 1\r\n\r\n";
        assert_eq!(decode(body), Chunked::Whole(b"Wikipedia".to_vec()));
        assert_eq!(decode(b"0\r\n\r\n"), Chunked::Whole(Vec::new()));
        assert_eq!(decode(b"4  \nWiki\n0\n\n"), Chunked::Whole(b"Wiki".to_vec()));
    }

    #[test]
    fn lies_are_told() {
        let early = b"4\r\nWiki\r\n5\r\nped";
        assert_eq!(decode(early), Chunked::Broken(b"Wikiped".to_vec(), early.len()));
        assert_eq!(decode(b"4\r\nWiki\r\n"), Chunked::Broken(b"Wiki".to_vec(), 9));
        let wrong = b"4\r\nWiki\r\nzz\r\npedia\r\n0\r\n\r\n";
        assert_eq!(decode(wrong), Chunked::Broken(b"Wiki".to_vec(), 9));
        assert_eq!(decode(b"4\r\nWiki\r\n2\r\npedia"), Chunked::Broken(b"Wikipe".to_vec(), 14));
        let huge = b"4\r\nWiki\r\nFFFFFFFFFFFFFFFF\r\npedia";
        assert_eq!(decode(huge), Chunked::Broken(b"Wikipedia".to_vec(), huge.len()));
        assert_eq!(decode(b"<html>"), Chunked::Not);
        assert_eq!(decode(b"beef\r\nis what the page begins with".as_slice()), decode_beef());
        assert_eq!(decode(b""), Chunked::Not);
    }

    /// `beef` is a size of 48,879 bytes, of which the archive has 31.
    fn decode_beef() -> Chunked {
        let text = b"is what the page begins with";
        Chunked::Broken(text.to_vec(), 6 + text.len())
    }
}
