//! The unpacked bytes of a web archive: plain, gzip members or zstd frames.
//!
//! Members are followed one by one, because a member's beginning is a place
//! where a record begins: reading can go on there after damage, and a record
//! that claims to reach beyond it lies. A damaged member ends the bytes as the
//! end of the file does, until [`Stream::recover`] finds the next whole one.

use super::{
    Limits, arc,
    frames::{FRAME, Frames, Next},
    packed::{LOOK, Packed},
};
use flate2::bufread::GzDecoder;
use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
    mem,
};

/// Bytes that are unpacked at once.
const STEP: usize = 64 << 10;
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

enum Layer<R> {
    Plain(Packed<R>),
    Gzip(Box<GzDecoder<Packed<R>>>),
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
    out: Vec<u8>,
    from: usize,
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
            out: Vec::new(),
            from: 0,
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

    /// The next bytes; none at the end and at damage.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.from == self.out.len() {
            self.more()?;
        }
        Ok(&self.out[self.from..])
    }

    pub(super) fn consume(&mut self, n: usize) {
        let n = n.min(self.out.len() - self.from);
        self.from += n;
        self.position += n as u64;
        while self.starts.front().is_some_and(|(at, _)| *at < self.position) {
            self.starts.pop_front();
        }
    }

    /// The next `n` bytes, fewer at the end and at damage only.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.out.len() - self.from < n && self.more()? > 0 {}
        let end = self.out.len().min(self.from + n);
        Ok(&self.out[self.from..end])
    }

    /// Puts bytes back before the next one.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        self.out.splice(..self.from, bytes.iter().copied());
        self.from = 0;
        self.position = self.position.saturating_sub(bytes.len() as u64);
    }

    /// Whether the next byte is the first of a member.
    pub(super) fn at_member(&self) -> bool {
        self.starts.front().is_some_and(|(at, _)| *at == self.position)
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
        if self.from > 0 && (self.from == self.out.len() || self.from > 4 * STEP) {
            self.out.drain(..self.from);
            self.from = 0;
            // What was pushed back may have been large.
            if self.out.is_empty() && self.out.capacity() > 16 * STEP {
                self.out = Vec::new();
            }
        }
        loop {
            if self.broken.is_some() || matches!(self.layer, Layer::Ended) {
                return Ok(0);
            }
            if matches!(self.layer, Layer::Between(_)) {
                self.next_member()?;
                continue;
            }
            let held = self.out.len();
            self.out.resize(held + STEP, 0);
            let read = match &mut self.layer {
                Layer::Plain(packed) => packed.read(&mut self.out[held..]),
                Layer::Gzip(gzip) => gzip.read(&mut self.out[held..]),
                Layer::Zstd(frames) => frames.read(&mut self.out[held..]),
                Layer::Between(_) | Layer::Ended => Ok(0),
            };
            self.out.truncate(held + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(0) => self.ended()?,
                Ok(n) => {
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
            Layer::Gzip(gzip) => self.layer = Layer::Between(gzip.into_inner()),
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
                self.layer = Layer::Gzip(Box::new(GzDecoder::new(packed)));
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
        self.position + (self.out.len() - self.from) as u64
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
            Layer::Gzip(gzip) => gzip.get_ref().offset(),
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
            Layer::Gzip(gzip) => gzip.get_mut().failure(),
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
            Layer::Gzip(gzip) => Some(gzip.into_inner()),
            Layer::Between(packed) => Some(packed),
            Layer::Zstd(mut frames) => {
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

/// Moves to the next place where a record begins, if one is found within reason.
fn seek_record<R: Read>(packed: &mut Packed<R>, packing: Packing) -> io::Result<Option<u64>> {
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

/// Whether an error speaks of the content and not of the disk or the network.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    ) || error.kind() == io::ErrorKind::Other && error.raw_os_error().is_none()
}
