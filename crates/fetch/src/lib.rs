//! The network, asked politely and safely.
//!
//! One small client through which everything goes that annals fetches. It knows neither
//! archives nor formats of news, keeps nothing on disk and asks no clock but the one that
//! it is given. The way of a request ([`Client`]):
//!
//! 1. The address: scheme, credentials, port, and the host as the URL Standard reads it.
//! 2. `robots.txt` of the host (RFC 9309), unless an interface for programs is asked.
//! 3. The host's turn: one request at a time, a pause since the last, and none at all
//!    while the host wants to be left alone.
//! 4. The host's numbers: all of the open internet, or the host is one that the operator
//!    allows by name. The connection goes to a number that was looked at.
//! 5. The request, with who asks and where they can be reached.
//! 6. The response, within limits of time and size.
//! 7. A redirect begins at 1 again. Each request with its response is an [`Exchange`].
//! 8. Content codings come off, within limits; both forms are in the [`Answer`].

mod address;
mod ask;
mod authorities;
mod client;
mod coding;
mod ip;
pub mod mediawiki;
mod options;
mod pace;
mod reservation;
mod resolve;
mod robots;
pub mod s3;
mod send;
mod wire;

pub use ask::{Answer, Ask, Exchange, Fetch, FetchError, Purpose};
pub use authorities::Authorities;
pub use client::{Client, PRODUCT};
pub use options::{ClientOptions, Clock, Limits, OptionsError, Pace};
pub use pace::HostKnown;
pub use reservation::{Reservation, ReservationsKnown, Right, Said, SaidIn};
pub use resolve::{Resolve, System, Unresolved};
pub use robots::{Robots, RobotsKnown, RobotsState};
pub use send::{Courier, Method, Parcel, Reach, Receipt, SendError, Sender};
