//! How a file is packed, and where in damaged bytes a record begins again.

use super::{
    arc,
    frames::{FRAME, Frames, Next},
    packed::{LOOK, Packed},
    stream::is_damage,
};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// Places after a damaged member that look like a new one and are tried.
const CANDIDATES: u32 = 10_000;
/// Packed bytes of a candidate that are unpacked on trial.
const TRIAL: usize = 4 << 10;
/// Largest zstd window on trial: what `zstd -19` makes.
const TRIAL_WINDOW: u64 = 8 << 20;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    pub(super) fn of(head: &[u8]) -> Packing {
        let skippable = head.len() >= 4 && head[1..4] == [0x2A, 0x4D, 0x18] && head[0] >> 4 == 5;
        if head.starts_with(&[0x1F, 0x8B]) {
            Packing::Gzip
        } else if head.starts_with(&FRAME) || skippable {
            Packing::Zstd
        } else {
            Packing::Plain
        }
    }
}

/// Moves to the next place where a record begins, if one is found within reason.
pub(super) fn seek_record<R: Read>(
    packed: &mut Packed<R>,
    packing: Packing,
) -> io::Result<Option<u64>> {
    let magic: &[u8] = if packing == Packing::Zstd { &FRAME } else { &[0x1F, 0x8B, 8] };
    let mut tried = 0;
    loop {
        let seen = match packed.peek(LOOK) {
            Ok(seen) => seen,
            Err(error) if is_damage(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        if seen.len() < magic.len() {
            return Ok(None);
        }
        let Some(at) = seen.windows(magic.len()).position(|w| w == magic) else {
            let past = seen.len() + 1 - magic.len();
            packed.consume(past);
            continue;
        };
        packed.consume(at);
        let begins = match packed.peek(TRIAL) {
            Ok(candidate) => begins_record(candidate, packing),
            Err(_) => false,
        };
        if begins {
            return Ok(Some(packed.offset()));
        }
        packed.consume(1);
        tried += 1;
        if tried == CANDIDATES {
            return Ok(None);
        }
    }
}

/// Whether these packed bytes unpack to the beginning of a record. Frames with a
/// dictionary cannot be tried; a frame header that reads is proof enough there.
fn begins_record(packed: &[u8], packing: Packing) -> bool {
    if packing == Packing::Zstd && packed.get(4).is_some_and(|descriptor| descriptor & 3 != 0) {
        return true;
    }
    let head = unpack_head(packed, packing);
    head.starts_with(b"WARC/") || arc::begins(&head)
}

/// The beginning of what packed bytes unpack to, as far as they go.
pub(super) fn unpack_head(packed: &[u8], packing: Packing) -> Vec<u8> {
    let mut head = vec![0; 4 << 10];
    let mut held = 0;
    let mut reader: Box<dyn Read + '_> = match packing {
        Packing::Plain => Box::new(packed),
        Packing::Gzip => Box::new(GzDecoder::new(packed)),
        Packing::Zstd => {
            let mut frames = Frames::new(Packed::new(packed), TRIAL_WINDOW);
            match frames.next() {
                Ok(Next::Frame) => Box::new(frames),
                _ => return Vec::new(),
            }
        }
    };
    while held < head.len() {
        match reader.read(&mut head[held..]) {
            Ok(n) if n > 0 => held += n,
            _ => break,
        }
    }
    head.truncate(held);
    head
}
