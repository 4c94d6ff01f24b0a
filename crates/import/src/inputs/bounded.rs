//! Readers that count and that stop: against packed inputs that unpack without end.

use super::Limits;
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// Counts the bytes that pass.
pub(super) struct Counting<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counting<R> {
    pub(super) fn new(inner: R, count: Rc<Cell<u64>>) -> Counting<R> {
        Counting { inner, count }
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// The message of the error with which [`Bounded`] stops.
pub(super) const TOO_MUCH: &str = "it unpacks to far more than text does";

/// Ends an unpacked stream with an error once it is out of all proportion.
pub(super) struct Bounded<R> {
    inner: R,
    /// Packed bytes read so far.
    packed: Rc<Cell<u64>>,
    /// What `packed` was when this stream began.
    packed_before: u64,
    unpacked: u64,
    limits: Limits,
}

impl<R> Bounded<R> {
    pub(super) fn new(inner: R, packed: Rc<Cell<u64>>, limits: Limits) -> Bounded<R> {
        let packed_before = packed.get();
        Bounded { inner, packed, packed_before, unpacked: 0, limits }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.unpacked = self.unpacked.saturating_add(n as u64);
        let packed = self.packed.get().saturating_sub(self.packed_before).max(1);
        if self.unpacked > self.limits.ratio_from && self.unpacked / packed > self.limits.ratio {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_MUCH));
        }
        Ok(n)
    }
}

/// Whether an error says that the content is damaged, and not that the disk or
/// the network failed.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    ) || error.kind() == io::ErrorKind::Other && error.raw_os_error().is_none()
}
