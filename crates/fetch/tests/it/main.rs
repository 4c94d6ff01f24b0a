//! The client against servers on loopback, over real sockets.
#![allow(clippy::unwrap_used, reason = "test code")]

mod addresses;
mod bodies;
mod harness;
mod manners;
mod robots;
mod tls;
mod way;
