//! The bytes of a web archive as they lie on disk: buffered, counted, and seen ahead.
//!
//! Finding the next whole member after a damaged one needs a look at some
//! kilobytes that are not consumed, which [`BufRead`] does not promise.

use std::io::{self, BufRead, Read};

/// Room for a look ahead and a way back from any place.
const ROOM: usize = 256 << 10;
/// The farthest look ahead.
pub(super) const LOOK: usize = 32 << 10;
/// The farthest way back. A decoder that runs from the cut end of a member into
/// the next one mostly notices within some kilobytes.
const BACK: usize = 64 << 10;

/// A reader with a position and a look ahead.
pub(super) struct Packed<R> {
    inner: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    /// The input's own error. Decoders wrap it so that it looks like damage.
    failure: Option<io::Error>,
}

impl<R: Read> Packed<R> {
    pub(super) fn new(inner: R) -> Packed<R> {
        Packed { inner, buffer: Vec::new(), start: 0, end: 0, offset: 0, failure: None }
    }

    /// Where the next byte lies.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The error with which the input itself failed, if it did.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The next `n` bytes (at most [`LOOK`]), fewer at the end of the input only.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        let n = n.min(LOOK);
        while self.end - self.start < n {
            if self.more()? == 0 {
                break;
            }
        }
        Ok(&self.buffer[self.start..self.end.min(self.start + n)])
    }

    /// Goes back to an offset, or as near to it as can be.
    pub(super) fn back_to(&mut self, offset: u64) {
        let wanted = self.offset.saturating_sub(offset);
        let n = usize::try_from(wanted).unwrap_or(usize::MAX).min(self.start).min(BACK);
        self.start -= n;
        self.offset -= n as u64;
    }

    /// Reads on behind what is buffered.
    fn more(&mut self) -> io::Result<usize> {
        if self.buffer.is_empty() {
            self.buffer.resize(ROOM, 0);
        }
        if self.end + LOOK > self.buffer.len() {
            let from = self.start.saturating_sub(BACK);
            self.buffer.copy_within(from..self.end, 0);
            (self.start, self.end) = (self.start - from, self.end - from);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(n) => {
                    self.end += n;
                    return Ok(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let copy = io::Error::new(error.kind(), error.to_string());
                    self.failure = Some(error);
                    return Err(copy);
                }
            }
        }
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let n = from.len().min(to.len());
        to[..n].copy_from_slice(&from[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.more()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        let n = n.min(self.end - self.start);
        self.start += n;
        self.offset += n as u64;
    }
}
