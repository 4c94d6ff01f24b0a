//! The unpacked bytes at hand: read at the end, taken and put back at the front.

/// Bytes that are unpacked at once.
const STEP: usize = 64 << 10;

/// A stretch of bytes in a buffer that is used again and again.
#[derive(Default)]
pub(super) struct Window {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Window {
    /// The bytes at hand.
    pub(super) fn left(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }

    pub(super) fn len(&self) -> usize {
        self.to - self.from
    }

    pub(super) fn consume(&mut self, n: usize) {
        self.from += n.min(self.len());
    }

    /// Puts bytes before those at hand.
    pub(super) fn push_front(&mut self, bytes: &[u8]) {
        match self.from.checked_sub(bytes.len()) {
            // They mostly lie there still.
            Some(from) => {
                self.bytes[from..self.from].copy_from_slice(bytes);
                self.from = from;
            }
            None => {
                self.bytes.splice(..self.from, bytes.iter().copied());
                self.to = self.to - self.from + bytes.len();
                self.from = 0;
            }
        }
    }

    /// Room behind the bytes at hand, to read into.
    pub(super) fn room(&mut self) -> &mut [u8] {
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
            // What was put back may have been large.
            if self.bytes.len() > 16 * STEP {
                self.bytes = Vec::new();
            }
        } else if self.from > 4 * STEP {
            self.bytes.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        if self.bytes.len() < self.to + STEP {
            self.bytes.resize(self.to + STEP, 0);
        }
        &mut self.bytes[self.to..self.to + STEP]
    }

    /// So many bytes were read into the room.
    pub(super) fn grow(&mut self, n: usize) {
        self.to += n.min(self.bytes.len() - self.to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_in_their_order() {
        let mut window = Window::default();
        for _ in 0..100 {
            window.room()[..3].copy_from_slice(b"abc");
            window.grow(3);
            window.consume(1);
            window.push_front(b"xy");
            assert_eq!(window.left(), b"xybc");
            window.consume(2);
            window.push_front(&[b'z'; 300_000]);
            window.consume(299_999);
            window.room()[..1].copy_from_slice(b"d");
            window.grow(1);
            assert_eq!(window.left(), b"zbcd");
            window.consume(9);
            assert_eq!(window.len(), 0);
        }
    }
}
