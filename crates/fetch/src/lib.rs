//! The network, asked politely and safely.
//!
//! One small client through which everything goes that annals fetches: it decides
//! which addresses may be asked at all, what `robots.txt` forbids, how fast a host is
//! asked, and how much of an answer is taken. It knows neither archives nor formats of
//! news, keeps nothing on disk and asks no clock but the one that it is given.

mod ask;
pub mod mediawiki;

pub use ask::{Answer, Ask, Exchange, Fetch, FetchError, Purpose};
