//! `robots.txt`: what a host asks of programs that fetch by themselves (RFC 9309).
//!
//! `rules.rs` reads and applies it, `known.rs` remembers it for each host.

mod known;
mod rules;

pub(crate) use known::{RobotsCache, Verdict};
pub use known::{RobotsKnown, RobotsState};
pub(crate) use rules::LARGEST;
pub use rules::Robots;
