//! Who asks: the address, whether the way is encrypted, the name that was asked for.
//!
//! Headers of proxies are believed only where the connection itself comes from one
//! that the owner named, and each further hop only as long as it is one of them:
//! the client is the rightmost address that is not a proxy's. What a client writes
//! into such a header stands further left and is never read.

use super::settings::Limits;
use annals_archive::config::ProxyHeaders;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Each is a sign that somebody asks for somebody else.
const SIGNS: [HeaderName; 5] =
    [FOR, PROTO, HOST, header::FORWARDED, HeaderName::from_static("x-real-ip")];

/// More proxies in a row than this are not followed.
const HOPS: usize = 16;

/// The other end of the connection; the listener puts it into each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Who asks. Every request has one among its extensions; it is an extractor, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Client {
    /// Its address; `None` where the request came over no network (tests).
    pub(crate) address: Option<IpAddr>,
    /// Whether its way to the site is encrypted: cookies may be `Secure`.
    pub(crate) is_secure: bool,
    /// Whether it is the machine's own, or a proxy that asks for itself.
    pub(crate) is_local: bool,
    /// Whether its connection comes from a proxy whose headers are believed.
    pub(super) is_trusted: bool,
    /// The host (without port, in small letters) that a proxy was asked for.
    pub(super) forwarded_host: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Client, Infallible> {
        Ok(parts.extensions.get::<Client>().cloned().unwrap_or_default())
    }
}

impl Client {
    /// Who is behind a connection from `peer` with these headers.
    pub(super) fn new(peer: Option<Peer>, headers: &HeaderMap, limits: &Limits) -> Client {
        let Some(Peer(peer)) = peer else {
            return Client { is_local: true, ..Client::default() };
        };
        let address = peer.ip().to_canonical();
        let direct = Client { address: Some(address), ..Client::default() };
        if !limits.trusts(address) {
            return direct;
        }
        let direct = Client { is_trusted: true, ..direct };
        if !SIGNS.iter().any(|name| headers.contains_key(name)) {
            return Client { is_local: true, ..direct };
        }
        match limits.proxy_headers {
            ProxyHeaders::XForwarded => Client {
                address: Some(behind(address, limits, rightmost(headers, &FOR).map(node))),
                is_secure: rightmost(headers, &PROTO).next().is_some_and(is_https),
                forwarded_host: rightmost(headers, &HOST).next().map(host_name),
                ..direct
            },
            ProxyHeaders::Forwarded => {
                let mut hops = rightmost(headers, &header::FORWARDED);
                let last = hops.next().unwrap_or_default();
                let all = rightmost(headers, &header::FORWARDED);
                Client {
                    address: Some(behind(
                        address,
                        limits,
                        all.map(|hop| parameter(hop, "for").and_then(|n| node(&n))),
                    )),
                    is_secure: parameter(last, "proto").is_some_and(|p| is_https(&p)),
                    forwarded_host: parameter(last, "host").map(|host| host_name(&host)),
                    ..direct
                }
            }
        }
    }
}

/// The rightmost address that is no proxy's, from the connection's own to the left.
fn behind(peer: IpAddr, limits: &Limits, hops: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
    let mut client = peer;
    for hop in hops.take(HOPS) {
        // What a trusted proxy could not name is as far as is known.
        let Some(hop) = hop else { break };
        client = hop;
        if !limits.trusts(client) {
            break;
        }
    }
    client
}

/// The members of a list header, the last first.
fn rightmost<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let lines: Vec<&str> =
        headers.get_all(name).iter().map(|v| v.to_str().unwrap_or_default()).collect();
    lines.into_iter().rev().flat_map(|line| line.rsplit(',')).map(str::trim)
}

/// The address in `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn node(text: &str) -> Option<IpAddr> {
    let address = text
        .parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    address.map(|a| a.to_canonical())
}

fn is_https(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https")
}

/// A parameter of one hop (RFC 7239, section 4). Values never hold commas or
/// semicolons in what we read, so that quotes need no reader of their own.
fn parameter(hop: &str, name: &str) -> Option<String> {
    hop.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The name in `name`, `name:port`, `[::1]` or `[::1]:port`, in small letters.
pub(super) fn host_name(authority: &str) -> String {
    let authority = authority.trim();
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// What counts as one client for limits: an IPv4 address, or the /64 that a
/// network gives to one of its customers.
pub(super) fn of_one(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(_) => IpNet::new(address, 64).map_or(address, |net| net.network()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(peer: &str, trusted: &[&str], by: ProxyHeaders, lines: &[(&str, &str)]) -> Client {
        let limits = Limits {
            trusted: trusted.iter().map(|t| t.parse().unwrap()).collect(),
            proxy_headers: by,
            ..Limits::default()
        };
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        Client::new(Some(Peer(peer)), &headers, &limits)
    }

    fn address(client: &Client) -> String {
        client.address.unwrap().to_string()
    }

    #[test]
    fn only_named_proxies_are_believed() {
        let spoofed = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-proto", "https")];
        let client = asked("198.51.100.7", &["127.0.0.0/8"], ProxyHeaders::XForwarded, &spoofed);
        assert_eq!(address(&client), "198.51.100.7");
        assert!(!client.is_secure && !client.is_local);
        let client = asked("127.0.0.1", &["127.0.0.0/8"], ProxyHeaders::XForwarded, &spoofed);
        assert_eq!(address(&client), "192.0.2.1");
        assert!(client.is_secure && !client.is_local);
    }

    #[test]
    fn the_rightmost_address_that_is_no_proxys_is_the_clients() {
        let trusted = ["127.0.0.1/32", "10.0.0.0/8"];
        for (lines, wanted) in [
            (vec![("x-forwarded-for", "203.0.113.9, 192.0.2.1, 10.1.2.3")], "192.0.2.1"),
            (
                vec![("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.1")],
                "192.0.2.1",
            ),
            (vec![("x-forwarded-for", "[2001:db8::1]:80")], "2001:db8::1"),
            (vec![("x-forwarded-for", "192.0.2.1:80")], "192.0.2.1"),
            (vec![("x-forwarded-for", "::ffff:192.0.2.1")], "192.0.2.1"),
            (vec![("x-forwarded-for", "192.0.2.1, nonsense")], "127.0.0.1"),
            (vec![("x-forwarded-for", "")], "127.0.0.1"),
            // The other kind of header may be the client's own: it is not read.
            (vec![("forwarded", "for=192.0.2.1")], "127.0.0.1"),
        ] {
            let client = asked("127.0.0.1", &trusted, ProxyHeaders::XForwarded, &lines);
            assert_eq!(address(&client), wanted, "{lines:?}");
            assert!(!client.is_local, "{lines:?}");
        }
    }

    #[test]
    fn the_standard_header_is_read_where_it_is_chosen() {
        let lines = [
            (
                "forwarded",
                "for=203.0.113.9;proto=http, For=\"[2001:db8::5]:1\";Proto=https;host=\"A.example:443\"",
            ),
            ("x-forwarded-for", "192.0.2.77"),
        ];
        let client = asked("::1", &["::1/128"], ProxyHeaders::Forwarded, &lines);
        assert_eq!(address(&client), "2001:db8::5");
        assert!(client.is_secure);
        assert_eq!(client.forwarded_host.as_deref(), Some("a.example"));
        let unknown =
            asked("::1", &["::1/128"], ProxyHeaders::Forwarded, &[("forwarded", "for=unknown")]);
        assert_eq!(address(&unknown), "::1");
    }

    #[test]
    fn the_machine_itself_is_known() {
        let local = asked("127.0.0.1", &["127.0.0.0/8"], ProxyHeaders::XForwarded, &[]);
        assert!(local.is_local && !local.is_secure);
        assert!(!asked("127.0.0.1", &[], ProxyHeaders::XForwarded, &[]).is_local);
        let behind = [("x-real-ip", "192.0.2.1")];
        assert!(!asked("127.0.0.1", &["127.0.0.0/8"], ProxyHeaders::XForwarded, &behind).is_local);
    }

    #[test]
    fn names_and_networks() {
        assert_eq!(host_name("News.Example.org.:8620"), "news.example.org");
        assert_eq!(host_name("[::1]:80"), "::1");
        let one = of_one("2001:db8:1:2:3:4:5:6".parse().unwrap());
        assert_eq!(one.to_string(), "2001:db8:1:2::");
        assert_eq!(of_one("192.0.2.1".parse().unwrap()).to_string(), "192.0.2.1");
    }
}
