//! The site on its way to its places: what arrives, what does not, what a kill leaves.

#![allow(clippy::unwrap_used, reason = "test code")]

mod bucket;
mod git;
mod hubs;
mod notify;
mod rounds;
mod world;
