//! The unpacked bytes of a web archive: plain, gzip members or zstd frames.
//!
//! Members are followed one by one, because a member's beginning is a place
//! where a record begins: reading can go on there after damage, and a record
//! that claims to reach beyond it lies. A damaged member ends the bytes as the
//! end of the file does, until [`Stream::recover`] finds the next whole one.

use super::{
    Limits,
    frames::{Frames, Next},
    packed::Packed,
    seek::{Packing, seek_record},
    window::Window,
};
use flate2::bufread::GzDecoder;
use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
    mem,
};

/// A reader that can be taken out of a decoder, so that the decoder is used again:
/// making one costs more than unpacking a small record.
struct Slot<R>(Option<Packed<R>>);

impl<R: Read> Read for Slot<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |packed| packed.read(to))
    }
}

impl<R: Read> BufRead for Slot<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.as_mut().map_or(Ok(&[]), |packed| packed.fill_buf())
    }

    fn consume(&mut self, n: usize) {
        if let Some(packed) = &mut self.0 {
            packed.consume(n);
        }
    }
}

enum Layer<R> {
    Plain(Packed<R>),
    Gzip(Box<GzDecoder<Slot<R>>>),
    Zstd(Box<Frames<R>>),
    /// Between two gzip members.
    Between(Packed<R>),
    Ended,
}

/// Where a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Bytes into the file: of the record itself or of its member.
    File(u64),
    /// Bytes into what the file unpacks to: a record in the middle of a member.
    Unpacked(u64),
}

impl Place {
    /// The bytes, of whichever.
    pub(super) fn offset(self) -> u64 {
        match self {
            Place::File(at) | Place::Unpacked(at) => at,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::File(at) => write!(f, "offset {at}"),
            Place::Unpacked(at) => write!(f, "unpacked offset {at}"),
        }
    }
}

/// What [`Stream::recover`] came to.
pub(super) enum Recovery {
    /// The file ended where it should.
    End,
    /// There was damage at an offset, and reading goes on at another, if any.
    Damage { at: u64, reason: String, on: Option<u64> },
}

/// Unpacked bytes with a look ahead and a way back.
pub(super) struct Stream<R> {
    layer: Layer<R>,
    packing: Packing,
    window: Window,
    /// A decoder of gzip members between two of them.
    spare: Option<Box<GzDecoder<Slot<R>>>>,
    /// Unpacked offset of the next byte.
    position: u64,
    /// Members that begin at or after `position`: unpacked and packed offset.
    starts: VecDeque<(u64, u64)>,
    /// Packed and unpacked offset where the current member began.
    member: (u64, u64),
    broken: Option<(u64, String)>,
    ratio: u64,
    ratio_from: u64,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(input: R, limits: &Limits) -> io::Result<Stream<R>> {
        let mut packed = Packed::new(input);
        let mut early = None;
        let packing = match packed.peek(4) {
            Ok(head) => Packing::of(head),
            Err(error) if is_damage(&error) => {
                early = Some((0, error.to_string()));
                Packing::Plain
            }
            Err(error) => return Err(error),
        };
        let layer = match packing {
            Packing::Plain => Layer::Plain(packed),
            Packing::Gzip => Layer::Between(packed),
            Packing::Zstd => Layer::Zstd(Box::new(Frames::new(packed, limits.window_bytes))),
        };
        let mut stream = Stream {
            layer,
            packing,
            window: Window::default(),
            spare: None,
            position: 0,
            starts: VecDeque::new(),
            member: (0, 0),
            broken: early,
            ratio: limits.ratio,
            ratio_from: limits.ratio_from,
        };
        if packing == Packing::Zstd && stream.broken.is_none() {
            stream.next_frame()?;
        }
        Ok(stream)
    }

    /// The next bytes, of one member; none at the end and at damage.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.window.len() == 0 {
            self.more()?;
        }
        let next = self.starts.iter().find(|(at, _)| *at > self.position);
        let member = next.and_then(|(at, _)| usize::try_from(at - self.position).ok());
        let left = self.window.left();
        Ok(&left[..left.len().min(member.unwrap_or(usize::MAX))])
    }

    pub(super) fn consume(&mut self, n: usize) {
        let n = n.min(self.window.len());
        self.window.consume(n);
        self.position += n as u64;
        while self.starts.front().is_some_and(|(at, _)| *at < self.position) {
            self.starts.pop_front();
        }
    }

    /// The next `n` bytes, fewer at the end and at damage only.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.window.len() < n && self.more()? > 0 {}
        let left = self.window.left();
        Ok(&left[..left.len().min(n)])
    }

    /// Puts bytes back before the next one.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        self.window.push_front(bytes);
        self.position = self.position.saturating_sub(bytes.len() as u64);
    }

    /// Whether the next byte is the first of a member.
    pub(super) fn at_member(&mut self) -> io::Result<bool> {
        if self.packing == Packing::Plain || self.fill()?.is_empty() {
            return Ok(false);
        }
        Ok(self.starts.front().is_some_and(|(at, _)| *at == self.position))
    }

    pub(super) fn place(&self) -> Place {
        match self.starts.front() {
            _ if self.packing == Packing::Plain => Place::File(self.position),
            Some((at, packed)) if *at == self.position => Place::File(*packed),
            _ => Place::Unpacked(self.position),
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Unpacks on behind what is there; 0 at the end and at damage.
    fn more(&mut self) -> io::Result<usize> {
        loop {
            if self.broken.is_some() || matches!(self.layer, Layer::Ended) {
                return Ok(0);
            }
            if matches!(self.layer, Layer::Between(_)) {
                self.next_member()?;
                continue;
            }
            let room = self.window.room();
            let read = match &mut self.layer {
                Layer::Plain(packed) => packed.read(room),
                Layer::Gzip(gzip) => gzip.read(room),
                Layer::Zstd(frames) => frames.read(room),
                Layer::Between(_) | Layer::Ended => Ok(0),
            };
            match read {
                Ok(0) => self.ended()?,
                Ok(n) => {
                    self.window.grow(n);
                    self.check_ratio();
                    return Ok(n);
                }
                Err(error) => self.breaks(error)?,
            }
        }
    }

    /// Goes from the end of a member or of the file to what follows.
    fn ended(&mut self) -> io::Result<()> {
        match mem::replace(&mut self.layer, Layer::Ended) {
            Layer::Gzip(gzip) => {
                if let Some(packed) = self.emptied(gzip) {
                    self.layer = Layer::Between(packed);
                }
            }
            Layer::Zstd(frames) => {
                self.layer = Layer::Zstd(frames);
                self.next_frame()?;
            }
            Layer::Plain(_) | Layer::Between(_) | Layer::Ended => {}
        }
        Ok(())
    }

    fn next_member(&mut self) -> io::Result<()> {
        let Layer::Between(mut packed) = mem::replace(&mut self.layer, Layer::Ended) else {
            return Ok(());
        };
        let at = packed.offset();
        match packed.peek(2) {
            Ok([]) => {}
            Ok([0x1F, 0x8B]) => {
                self.begins(at);
                let slot = Slot(Some(packed));
                self.layer = Layer::Gzip(match self.spare.take() {
                    Some(mut gzip) => {
                        gzip.reset(slot);
                        gzip
                    }
                    None => Box::new(GzDecoder::new(slot)),
                });
            }
            Ok(_) => {
                self.broken = Some((at, "bytes that are no gzip member".to_owned()));
                self.layer = Layer::Between(packed);
            }
            Err(error) => {
                self.layer = Layer::Between(packed);
                self.breaks(error)?;
            }
        }
        Ok(())
    }

    /// Takes the bytes out of a decoder and keeps it.
    fn emptied(&mut self, mut gzip: Box<GzDecoder<Slot<R>>>) -> Option<Packed<R>> {
        let Slot(packed) = gzip.reset(Slot(None));
        self.spare = Some(gzip);
        packed
    }

    fn next_frame(&mut self) -> io::Result<()> {
        let Layer::Zstd(frames) = &mut self.layer else { return Ok(()) };
        let at = frames.offset();
        match frames.next() {
            Ok(Next::End) => self.layer = Layer::Ended,
            Ok(Next::Frame) => self.begins(at),
            Err(error) => {
                self.member = (at, self.produced());
                self.breaks(error)?;
            }
        }
        Ok(())
    }

    fn produced(&self) -> u64 {
        self.position + self.window.len() as u64
    }

    fn begins(&mut self, at: u64) {
        let produced = self.produced();
        self.member = (at, produced);
        // Of members that hold nothing only the last counts.
        while self.starts.back().is_some_and(|(place, _)| *place == produced) {
            self.starts.pop_back();
        }
        self.starts.push_back((produced, at));
    }

    fn check_ratio(&mut self) {
        let offset = match &self.layer {
            Layer::Gzip(gzip) => gzip.get_ref().0.as_ref().map_or(0, Packed::offset),
            Layer::Zstd(frames) => frames.offset(),
            _ => return,
        };
        let packed = offset.saturating_sub(self.member.0).max(1);
        let unpacked = self.produced().saturating_sub(self.member.1);
        if unpacked > self.ratio_from && unpacked / packed > self.ratio {
            let reason = format!("it unpacks to more than {} times its size", self.ratio);
            self.broken = Some((self.member.0, reason));
        }
    }

    /// Damage is kept for [`Stream::recover`]; a failing disk is an error.
    fn breaks(&mut self, error: io::Error) -> io::Result<()> {
        let failure = match &mut self.layer {
            Layer::Plain(packed) | Layer::Between(packed) => packed.failure(),
            Layer::Gzip(gzip) => gzip.get_mut().0.as_mut().and_then(Packed::failure),
            Layer::Zstd(frames) => frames.packed().failure(),
            Layer::Ended => None,
        };
        let gave_up = failure.is_some();
        let error = match failure {
            Some(failure) if !is_damage(&failure) => return Err(failure),
            Some(failure) => failure,
            None => error,
        };
        let reason = if error.kind() == io::ErrorKind::UnexpectedEof {
            "the file ends in the middle of it".to_owned()
        } else {
            error.to_string()
        };
        self.broken = Some((self.member.0, reason));
        if gave_up {
            // An input that gave up gives nothing more.
            self.layer = Layer::Ended;
        }
        Ok(())
    }

    /// After [`Stream::fill`] gave nothing: tells the end from damage, and goes
    /// on at the next member that unpacks to the beginning of a record.
    pub(super) fn recover(&mut self) -> io::Result<Recovery> {
        let Some((at, reason)) = self.broken.take() else { return Ok(Recovery::End) };
        let mut packed = match mem::replace(&mut self.layer, Layer::Ended) {
            Layer::Gzip(gzip) => {
                // A member that was cut short is read on into the next one.
                self.emptied(gzip).map(|mut packed| {
                    packed.back_to(at + 1);
                    packed
                })
            }
            Layer::Between(packed) => Some(packed),
            Layer::Zstd(mut frames) => {
                frames.packed().back_to(at + 1);
                let on = seek_record(frames.packed(), Packing::Zstd)?;
                if on.is_some() {
                    // The frames keep the dictionary.
                    self.layer = Layer::Zstd(frames);
                    self.next_frame()?;
                }
                return Ok(Recovery::Damage { at, reason, on });
            }
            Layer::Plain(_) | Layer::Ended => None,
        };
        let on = match &mut packed {
            Some(packed) => seek_record(packed, Packing::Gzip)?,
            None => None,
        };
        if let (Some(packed), Some(_)) = (packed, on) {
            self.layer = Layer::Between(packed);
        }
        Ok(Recovery::Damage { at, reason, on })
    }
}

/// Whether an error speaks of the content and not of the disk or the network.
pub(super) fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof, Unsupported};
    match error.kind() {
        InvalidData | InvalidInput | UnexpectedEof => true,
        Other | Unsupported => error.raw_os_error().is_none(),
        _ => false,
    }
}
