//! A network for tests: servers on loopback that behave, and that do not.
//!
//! A [`Server`] answers each request with what its handler says, byte for byte if it
//! wants to, and remembers what it was asked for. One thread each connection; it ends
//! with the [`Server`].
//!
//! [`Server::start_tls`] speaks TLS as `news.test` and `127.0.0.1`. Its key is no secret:
//! only the [`AUTHORITY`] of these tests vouches for it, whose own key nobody has.

pub mod mediawiki;
mod request;
pub mod s3;
mod server;

pub use request::Request;
pub use server::{AUTHORITY, Reply, Server};
