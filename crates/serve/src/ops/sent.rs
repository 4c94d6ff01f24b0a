//! An answer on its way: counts its bytes, and when it is out, writes the log's line
//! and says that the connection rests.

use super::connection::Connection;
use super::guard::Route;
use crate::App;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, StatusCode};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// What the log says of a request.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) method: Method,
    pub(super) route: Route,
    pub(super) status: StatusCode,
    /// Time until the answer began.
    pub(super) took: Duration,
}

/// The body of an answer.
#[derive(Debug)]
pub(super) struct Sent {
    body: Body,
    line: Line,
    bytes: u64,
    app: Arc<App>,
    connection: Option<Connection>,
}

impl Sent {
    pub(super) fn new(
        body: Body,
        line: Line,
        app: Arc<App>,
        connection: Option<Connection>,
    ) -> Sent {
        Sent { body, line, bytes: 0, app, connection }
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            self.bytes += data.len() as u64;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.app.ops.metrics.sent(self.bytes);
        let line = &self.line;
        // Tenths of a millisecond.
        let ms = line.took.as_micros() / 100;
        tracing::info!(
            target: "annals::request",
            id = %line.id,
            method = %line.method,
            route = line.route.name(),
            status = line.status.as_u16(),
            ms = ms as f64 / 10.0,
            bytes = self.bytes,
            "answered"
        );
        if let Some(connection) = &self.connection {
            connection.activity.rests();
        }
    }
}
