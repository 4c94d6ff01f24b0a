//! From a body as it was sent to its content: gzip, deflate, br, zstd.
//!
//! Servers declare codings that they do not use; what is plainly not what it is said to
//! be is kept as it is. Everything is bounded: in size, and in how many times larger the
//! content may be than what was sent.

use crate::options::Limits;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::{self, Read};

/// What is asked for.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd";
/// Codings one over the other that are taken off; two occur by mistake.
const LAYERS: usize = 3;
/// Unpacked bytes from which the ratio counts.
const RATIO_FROM: u64 = 8 << 20;
/// Largest window of zstd in HTTP (RFC 9659).
const ZSTD_WINDOW: u64 = 8 << 20;

/// A body without its codings.
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// Whether its end is missing: by a limit, or because the packing is damaged there.
    pub(crate) cut: bool,
}

/// Takes off the codings that a `Content-Encoding` declares.
pub(crate) fn decode(declared: &str, body: &[u8], limits: &Limits) -> Content {
    let mut content: Option<Vec<u8>> = None;
    let mut cut = false;
    // The last coding was put on last.
    for name in declared.rsplit(',').take(LAYERS) {
        let name = name.trim().to_ascii_lowercase();
        let packed = content.as_deref().unwrap_or(body);
        if packed.is_empty() || matches!(name.as_str(), "" | "identity" | "none") {
            continue;
        }
        let unpacked = match name.as_str() {
            "gzip" | "x-gzip" => unpack(Members::of(packed), packed, limits),
            "deflate" | "x-deflate" => {
                // The standard means zlib; some servers send the bare stream (RFC 9110, 8.4.1.2).
                let zlib = unpack(ZlibDecoder::new(packed), packed, limits);
                match zlib {
                    Unpacked { bytes, whole: false, .. } if bytes.is_empty() => {
                        unpack(DeflateDecoder::new(packed), packed, limits)
                    }
                    zlib => zlib,
                }
            }
            "br" => unpack(brotli_decompressor::Decompressor::new(packed, 4 << 10), packed, limits),
            "zstd" => zstd(packed, limits),
            _ => break,
        };
        if unpacked.damaged && (unpacked.bytes.is_empty() || is_text(packed)) {
            // Not what it is said to be.
            break;
        }
        cut |= !unpacked.whole;
        content = Some(unpacked.bytes);
    }
    let mut bytes = content.unwrap_or_else(|| body.to_vec());
    let most = usize::try_from(limits.unpacked).unwrap_or(usize::MAX);
    if bytes.len() > most {
        bytes.truncate(most);
        cut = true;
    }
    Content { bytes, cut }
}

struct Unpacked {
    bytes: Vec<u8>,
    whole: bool,
    damaged: bool,
}

fn unpack(mut reader: impl Read, packed: &[u8], limits: &Limits) -> Unpacked {
    let by_ratio = (packed.len() as u64).saturating_mul(limits.ratio).max(RATIO_FROM);
    let bound = limits.unpacked.min(by_ratio);
    let mut bytes = Vec::new();
    let read = reader.by_ref().take(bound).read_to_end(&mut bytes);
    let damaged = read.is_err();
    let whole = match read {
        Err(_) => false,
        Ok(_) if (bytes.len() as u64) < bound => true,
        Ok(_) => matches!(reader.read(&mut [0]), Ok(0)),
    };
    Unpacked { bytes, whole, damaged }
}

fn zstd(packed: &[u8], limits: &Limits) -> Unpacked {
    let decoder = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(packed, ZSTD_WINDOW);
    match decoder {
        Ok(decoder) => unpack(decoder, packed, limits),
        Err(_) => Unpacked { bytes: Vec::new(), whole: false, damaged: true },
    }
}

/// The members of a gzip stream, up to its end or to something else: servers append line
/// ends and comments.
struct Members<'b> {
    current: GzDecoder<&'b [u8]>,
    over: bool,
}

impl<'b> Members<'b> {
    fn of(packed: &'b [u8]) -> Members<'b> {
        Members { current: GzDecoder::new(packed), over: false }
    }
}

impl Read for Members<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while !self.over {
            let n = self.current.read(to)?;
            if n > 0 || to.is_empty() {
                return Ok(n);
            }
            let rest: &[u8] = self.current.get_ref();
            self.over = !rest.starts_with(&[0x1f, 0x8b]);
            if !self.over {
                self.current = GzDecoder::new(rest);
            }
        }
        Ok(0)
    }
}

/// Whether bytes that are said to be packed are plain text.
fn is_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(512)];
    let odd = |b: &u8| matches!(b, 0..=8 | 11 | 14..=31 | 127);
    !start.iter().any(odd) && start.first().is_some_and(u8::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        to.write_all(bytes).expect("memory");
        to.finish().expect("memory")
    }

    fn check(declared: &str, body: &[u8]) -> (Vec<u8>, bool) {
        let content = decode(declared, body, &Limits::default());
        (content.bytes, content.cut)
    }

    #[test]
    fn each_coding_and_two_of_them() {
        let text = b"The ceasefire took effect at sunset on 12 September 2016.".repeat(9);
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(&text).expect("memory");
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(&text).expect("memory");
        let fastest = ruzstd::encoding::CompressionLevel::Fastest;
        for (name, body) in [
            ("gzip", gzip(&text)),
            ("x-gzip", gzip(&text)),
            ("GZIP", [gzip(&text[..100]), gzip(&text[100..])].concat()),
            ("gzip", [gzip(&text), b"\r\n<!-- cached -->".to_vec()].concat()),
            ("deflate", zlib.finish().expect("memory")),
            ("deflate", raw.finish().expect("memory")),
            ("zstd", ruzstd::encoding::compress_to_vec(text.as_slice(), fastest)),
            ("gzip, gzip", gzip(&gzip(&text))),
            ("identity", text.clone()),
            ("", text.clone()),
        ] {
            assert_eq!(check(name, &body), (text.clone(), false), "{name}");
        }
    }

    #[test]
    fn brotli() {
        // A stream of one meta-block without compression (RFC 7932, 9.2) around "sunset".
        let body = [0x8b, 0x02, 0x80, b's', b'u', b'n', b's', b'e', b't', 0x03];
        assert_eq!(check("br", &body), (b"sunset".to_vec(), false));
    }

    #[test]
    fn what_is_not_packed_is_left_alone() {
        let text = b"<p>Plain all the same.</p>".to_vec();
        for name in ["gzip", "deflate", "br", "zstd", "aws-chunked", "gzip, br"] {
            assert_eq!(check(name, &text), (text.clone(), false), "{name}");
        }
    }

    #[test]
    fn damaged_and_too_large() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let packed = gzip(&text);
        let (bytes, cut) = check("gzip", &packed[..packed.len() / 2]);
        assert!(cut && !bytes.is_empty() && text.starts_with(&bytes));

        let bomb = gzip(&vec![b'a'; 20 << 20]);
        let (bytes, cut) = check("gzip", &bomb);
        assert!(cut, "the ratio holds");
        assert_eq!(bytes.len() as u64, RATIO_FROM.max(bomb.len() as u64 * 100));

        let limits = Limits { unpacked: 1000, ..Limits::default() };
        let content = decode("gzip", &packed, &limits);
        assert!(content.cut);
        assert_eq!(content.bytes, text[..1000]);
        let content = decode("", &text, &limits);
        assert!(content.cut);
        assert_eq!(content.bytes.len(), 1000);
    }
}
