//! The client against servers on loopback, over real sockets.
#![allow(clippy::unwrap_used, reason = "test code")]
#![allow(dead_code, reason = "the harness is ahead of the tests")]

mod harness;
mod way;
