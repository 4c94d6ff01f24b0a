//! Zstandard frames one after the other, with the dictionary that a `.warc.zst`
//! file may carry in its first frame.
//!
//! Source: "Zstandard compression of WARC files" of the IIPC; RFC 8878 for the
//! frames. A dictionary lies in a skippable frame with a magic of its own, as
//! it is or itself compressed.

use super::packed::Packed;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};
use std::io::{self, BufRead, Read};

/// A frame.
pub(super) const FRAME: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// The skippable frame that holds the dictionary.
pub(super) const DICTIONARY_FRAME: [u8; 4] = [0x5D, 0x2A, 0x4D, 0x18];
/// Largest dictionary; zstd itself trains them to some 100 KB.
const DICTIONARY_BYTES: u64 = 8 << 20;

/// What comes next in a stream of frames.
pub(super) enum Next {
    Frame,
    End,
}

/// Unpacks one frame after the other.
pub(super) struct Frames<R> {
    packed: Packed<R>,
    decoder: FrameDecoder,
    dictionary: Option<u32>,
}

impl<R: Read> Frames<R> {
    /// Windows of more than `window` bytes are refused.
    pub(super) fn new(packed: Packed<R>, window: u64) -> Frames<R> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window);
        Frames { packed, decoder, dictionary: None }
    }

    pub(super) fn packed(&mut self) -> &mut Packed<R> {
        &mut self.packed
    }

    pub(super) fn offset(&self) -> u64 {
        self.packed.offset()
    }

    /// Goes to the next frame and reads its header; skippable frames are passed over.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        loop {
            let head = self.packed.peek(8)?;
            if head.is_empty() {
                return Ok(Next::End);
            }
            let skippable =
                head.len() == 8 && head[1..4] == [0x2A, 0x4D, 0x18] && head[0] >> 4 == 5;
            if !skippable {
                break;
            }
            let dictionary = head[..4] == DICTIONARY_FRAME;
            let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
            self.packed.consume(8);
            if dictionary {
                self.learn(u64::from(length))?;
            } else {
                let skipped =
                    io::copy(&mut (&mut self.packed).take(length.into()), &mut io::sink())?;
                if skipped < u64::from(length) {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
        self.decoder.reset(&mut self.packed).map_err(damage)?;
        if let Some(id) = self.dictionary {
            self.decoder.force_dict(id).map_err(damage)?;
        }
        Ok(Next::Frame)
    }

    fn learn(&mut self, length: u64) -> io::Result<()> {
        if length > DICTIONARY_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the dictionary is too large"));
        }
        let mut raw = Vec::new();
        (&mut self.packed).take(length).read_to_end(&mut raw)?;
        if (raw.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if raw.starts_with(&FRAME) {
            let mut inner = Frames::new(Packed::new(raw.as_slice()), DICTIONARY_BYTES);
            inner.next()?;
            let mut unpacked = Vec::new();
            inner.take(DICTIONARY_BYTES).read_to_end(&mut unpacked)?;
            raw = unpacked;
        }
        let dictionary = Dictionary::decode_dict(&raw).map_err(damage)?;
        self.dictionary = Some(dictionary.id);
        self.decoder.add_dict(dictionary).map_err(damage)
    }
}

/// Reads to the end of the frame: `Ok(0)` there.
impl<R: Read> Read for Frames<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.decoder.can_collect() == 0 {
            if self.decoder.is_finished() {
                let stated = self.decoder.get_checksum_from_data();
                if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "wrong checksum"));
                }
                return Ok(0);
            }
            let one = BlockDecodingStrategy::UptoBlocks(1);
            self.decoder.decode_blocks(&mut self.packed, one).map_err(damage)?;
        }
        self.decoder.read(to)
    }
}

fn damage(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
