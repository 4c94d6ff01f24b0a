//! A network for tests: servers on loopback that behave, and that do not.
//!
//! A [`Server`] answers each request with what its handler says, byte for byte if it
//! wants to, and remembers what it was asked for. One thread each connection; it ends
//! with the [`Server`].

pub mod mediawiki;
mod request;
mod server;

pub use request::Request;
pub use server::{Reply, Server};
