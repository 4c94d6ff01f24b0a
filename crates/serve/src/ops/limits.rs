//! How often one client may ask: by its address, by its token, and for sign-in.

use super::buckets::Buckets;
use super::client::{Client, of_one};
use super::settings::Limits;
use crate::answer::Problem;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// A token may be used from several addresses at once: so many times one's rate.
const TOKEN_SHARE: u32 = 4;

/// What clients asked for lately.
#[derive(Debug)]
pub(super) struct Rates {
    addresses: Buckets,
    tokens: Buckets,
    sign_in_addresses: Buckets,
    sign_in_names: Buckets,
}

/// Too often: how long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften(pub Duration);

impl Rates {
    pub(super) fn new(limits: &Limits) -> Rates {
        let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
        let sign_in = || Buckets::new(limits.sign_ins, minute, limits.sign_ins);
        let share = |n: u32| n.saturating_mul(TOKEN_SHARE);
        Rates {
            addresses: Buckets::new(limits.rate, second, limits.burst),
            tokens: Buckets::new(share(limits.rate), second, share(limits.burst)),
            sign_in_addresses: sign_in(),
            sign_in_names: sign_in(),
        }
    }

    /// Counts an answer that takes work: against the client's address, and against
    /// its token where it sends one. A token never makes up for an address, so that
    /// inventing tokens gains nothing.
    pub(super) fn answer(&self, client: &Client, headers: &HeaderMap) -> Result<(), TooOften> {
        let now = Instant::now();
        if let Some(address) = client.address.filter(|_| !client.is_local) {
            self.addresses.take(of_one(address), now).map_err(TooOften)?;
        }
        if let Some(token) = headers.get(header::AUTHORIZATION).filter(|_| !client.is_local) {
            self.tokens.take(token.as_bytes(), now).map_err(TooOften)?;
        }
        Ok(())
    }

    /// Counts an attempt to sign in: [`super::Ops::sign_in`].
    pub(super) fn sign_in(&self, address: Option<IpAddr>, name: &str) -> Result<(), TooOften> {
        let now = Instant::now();
        if let Some(address) = address {
            self.sign_in_addresses.take(of_one(address), now).map_err(TooOften)?;
        }
        self.sign_in_names.take(name.trim().to_lowercase(), now).map_err(TooOften)
    }
}

impl From<TooOften> for Problem {
    fn from(TooOften(wait): TooOften) -> Problem {
        let seconds = seconds(wait);
        let often = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-often", "You ask too often")
            .detail(format!("try again in {seconds} s"));
        Problem { retry_after: Some(seconds), ..often }
    }
}

impl IntoResponse for TooOften {
    fn into_response(self) -> Response {
        Problem::from(self).into_response()
    }
}

/// Whole seconds, at least one.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0).max(u64::from(wait.is_zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_is_limited_by_address_and_by_name() {
        let rates = Rates::new(&Limits { sign_ins: 3, ..Limits::default() });
        let address = |n: u8| Some(IpAddr::from([192, 0, 2, n]));
        for name in ["a", "b", "c"] {
            assert_eq!(rates.sign_in(address(1), name), Ok(()));
        }
        assert!(rates.sign_in(address(1), "d").is_err(), "by address");
        assert_eq!(rates.sign_in(address(2), " E "), Ok(()));
        assert_eq!(rates.sign_in(address(3), "e"), Ok(()));
        assert_eq!(rates.sign_in(None, "e"), Ok(()));
        let TooOften(wait) = rates.sign_in(address(4), "e").unwrap_err();
        assert!(wait > Duration::from_secs(10) && wait <= Duration::from_secs(20), "{wait:?}");
    }

    #[test]
    fn one_network_counts_once_and_tokens_do_not_help() {
        let rates = Rates::new(&Limits { rate: 1, burst: 2, ..Limits::default() });
        let client =
            |address: &str| Client { address: Some(address.parse().unwrap()), ..Client::default() };
        let none = HeaderMap::new();
        assert_eq!(rates.answer(&client("2001:db8::1"), &none), Ok(()));
        assert_eq!(rates.answer(&client("2001:db8::2"), &none), Ok(()));
        assert!(rates.answer(&client("2001:db8::3"), &none).is_err());
        let mut token = HeaderMap::new();
        token.insert(header::AUTHORIZATION, "Bearer a".parse().unwrap());
        assert!(rates.answer(&client("2001:db8::3"), &token).is_err());
        assert_eq!(rates.answer(&client("2001:db8:0:1::3"), &token), Ok(()));
    }

    #[test]
    fn a_token_is_limited_wherever_it_is_used() {
        let rates = Rates::new(&Limits { rate: 1, burst: 1, ..Limits::default() });
        let mut token = HeaderMap::new();
        token.insert(header::AUTHORIZATION, "Bearer a".parse().unwrap());
        let asked: Vec<bool> = (0..6u8)
            .map(|n| {
                let address = Some(IpAddr::from([192, 0, 2, n]));
                rates.answer(&Client { address, ..Client::default() }, &token).is_ok()
            })
            .collect();
        assert_eq!(asked, [true, true, true, true, false, false]);
    }
}
