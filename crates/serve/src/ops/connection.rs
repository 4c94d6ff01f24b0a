//! A connection that does not wait for ever: for a request to begin, for its head to
//! come whole, for the other side to take what is written.
//!
//! The protocol's own timer counts rest and head as one; telling them apart lets
//! proxies keep connections for minutes, while a head that comes byte by byte
//! (slowloris) ends soon.

use super::client::Peer;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// What a request knows about the connection that it came over.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) peer: Peer,
    pub(super) activity: Arc<Activity>,
}

/// Whether a request is being answered.
#[derive(Debug, Default)]
pub(super) struct Activity {
    busy: AtomicBool,
    requests: AtomicU32,
}

impl Activity {
    /// A request's head has come.
    pub(super) fn begins(&self) {
        self.busy.store(true, Ordering::Release);
        self.requests.fetch_add(1, Ordering::Release);
    }

    /// Its answer is out.
    pub(super) fn rests(&self) {
        self.busy.store(false, Ordering::Release);
    }
}

/// How long a connection waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waits {
    /// For a head to come whole, from its first byte on, and for the other side to
    /// take anything of what is written.
    pub(super) client: Duration,
    /// For the next head's first byte.
    pub(super) idle: Duration,
}

/// A stream with its waits.
#[derive(Debug)]
pub(super) struct Timed<S> {
    stream: S,
    waits: Waits,
    activity: Arc<Activity>,
    /// The request after which the present rest began.
    after: u32,
    /// When the rest, or the head that ended it, must be over.
    until: Option<Instant>,
    /// Whether a head has begun.
    in_head: bool,
    reading: Option<Pin<Box<Sleep>>>,
    writing: Option<Pin<Box<Sleep>>>,
}

impl<S> Timed<S> {
    pub(super) fn new(stream: S, waits: Waits, activity: Arc<Activity>) -> Timed<S> {
        Timed {
            stream,
            waits,
            activity,
            after: 0,
            until: None,
            in_head: false,
            reading: None,
            writing: None,
        }
    }

    /// Takes note of where the connection stands; `true` while a request is answered.
    fn look(&mut self) -> bool {
        let requests = self.activity.requests.load(Ordering::Acquire);
        if requests != self.after {
            self.after = requests;
            self.until = None;
            self.in_head = false;
        }
        self.activity.busy.load(Ordering::Acquire)
    }

    /// After bytes have come.
    fn heard(&mut self) -> io::Result<()> {
        if self.look() {
            return Ok(());
        }
        let now = Instant::now();
        if !self.in_head {
            self.in_head = true;
            self.until = Some(now + self.waits.client);
        } else if self.until.is_some_and(|until| now > until) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(())
    }

    /// While no bytes come.
    fn waits_for_bytes(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let is_busy = self.look();
            let now = Instant::now();
            let until = if is_busy {
                // Looked at again then: the request may have been answered.
                now + self.waits.idle
            } else {
                *self.until.get_or_insert(now + self.waits.idle)
            };
            if until <= now {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            let sleep = sleep(&mut self.reading, until);
            match sleep.as_mut().poll(cx) {
                Poll::Pending => return Poll::Pending,
                // Where the timer was for something that is over, on to the next.
                Poll::Ready(()) => self.reading = None,
            }
        }
    }

    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        polled: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.writing = None;
            return polled;
        }
        let wait = self.waits.client;
        let sleep = self.writing.get_or_insert_with(|| Box::pin(tokio::time::sleep(wait)));
        match sleep.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
        }
    }
}

/// The timer, set to a time.
fn sleep(timer: &mut Option<Pin<Box<Sleep>>>, until: Instant) -> &mut Pin<Box<Sleep>> {
    let timer = timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
    if timer.deadline() > until || timer.is_elapsed() {
        timer.as_mut().reset(until);
    }
    timer
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Ready(Ok(())) if buffer.filled().len() > before => Poll::Ready(self.heard()),
            Poll::Pending => self.waits_for_bytes(cx),
            ended => ended,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        self.written(cx, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.written(cx, polled)
    }
}
