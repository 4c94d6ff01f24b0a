//! Sending: what goes to hubs, webhooks and buckets. Asking for pages is another thing
//! ([`crate::Fetch`]): what is sent goes to places that the operator named, with their
//! manners, not `robots.txt`.
//!
//! Nothing is redirected: a receiver that moved has to be named anew, so that neither
//! secrets nor news go where nobody meant them to. Errors name the host only, because
//! addresses may hold signatures.

use std::io::Read;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

/// Whoever carries things to receivers: [`Sender`], and what stands for it in tests.
pub trait Courier: Send + Sync {
    /// Sends something and returns what the receiver answers, whatever its status.
    ///
    /// # Errors
    /// [`SendError`]: it may not be sent there, or there was no answer. It may have
    /// arrived all the same.
    fn send(&self, parcel: &Parcel<'_>) -> Result<Receipt, SendError>;
}

/// How something is sent (RFC 9110, 9.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Asks for something.
    Get,
    /// Asks about something.
    Head,
    /// Has it processed.
    Post,
    /// Puts it there.
    Put,
    /// Takes it away.
    Delete,
}

/// Something to be sent.
#[derive(Clone, Copy)]
pub struct Parcel<'a> {
    /// How.
    pub method: Method,
    /// Where to, `http` or `https`.
    pub url: &'a Url,
    /// Headers in their order, names in small letters; `Content-Length` is added.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
    /// Bytes of the answer that are taken at most; a longer one is an error.
    pub most: u64,
}

/// What a receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The status.
    pub status: u16,
    /// The headers in their order, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing is sent there.
    #[error("nothing is sent to `{host}`: {why}")]
    Refused {
        /// The host.
        host: String,
        /// Why, for people.
        why: String,
    },
    /// It did not work.
    #[error("`{host}`: {why}")]
    Failed {
        /// The host.
        host: String,
        /// Why, for people.
        why: String,
    },
}

/// Where a [`Sender`] may send to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Wherever the operator says: their own bucket may stand on their own machine.
    Anywhere,
    /// Public addresses, and these hosts (`NAME` or `NAME:PORT`) whatever their address.
    Public(Vec<String>),
}

/// Sends over the network; it keeps connections for what follows.
#[derive(Debug, Clone)]
pub struct Sender {
    agent: Agent,
}

/// How long a receiver may take to answer, and to be reached.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(10);
/// Connections that are kept, in all.
const KEPT: usize = 64;

impl Receipt {
    /// The value of a header; the first, if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for Parcel<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither the query, which may be a signature, nor headers and body belong in logs.
        f.debug_struct("Parcel")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Sender {
    /// A sender that says who it is.
    pub fn new(user_agent: &str, reach: Reach) -> Sender {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(user_agent)
            .accept_encoding("identity")
            .max_response_header_size(64 << 10)
            .max_idle_connections(KEPT)
            .max_idle_connections_per_host(KEPT)
            .timeout_connect(Some(CONNECT))
            .timeout_resolve(Some(CONNECT))
            .timeout_global(Some(PATIENCE))
            .build();
        Sender { agent: Agent::with_parts(config, DefaultConnector::new(), Checked(reach)) }
    }

    fn ask(&self, parcel: &Parcel<'_>) -> Result<Receipt, Error> {
        let method = match parcel.method {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        };
        let mut request = Request::builder().method(method).uri(parcel.url.as_str());
        for (name, value) in parcel.headers {
            request = request.header(*name, *value);
        }
        let mut response = match parcel.method {
            Method::Post | Method::Put => self.agent.run(request.body(parcel.body)?)?,
            _ => self.agent.run(request.body(())?)?,
        };
        let of = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(of).collect();
        let status = response.status().as_u16();
        let mut body = Vec::new();
        let reader = response.body_mut().as_reader();
        reader.take(parcel.most.saturating_add(1)).read_to_end(&mut body)?;
        if body.len() as u64 > parcel.most {
            return Err(Error::BodyExceedsLimit(parcel.most));
        }
        Ok(Receipt { status, headers, body })
    }
}

impl Courier for Sender {
    fn send(&self, parcel: &Parcel<'_>) -> Result<Receipt, SendError> {
        let host = parcel.url.host_str().unwrap_or_default().to_owned();
        let refused = |why: &str| SendError::Refused { host: host.clone(), why: why.to_owned() };
        let failed = |why: &str| SendError::Failed { host: host.clone(), why: why.to_owned() };
        if !matches!(parcel.url.scheme(), "http" | "https") {
            return Err(refused("only http and https are spoken"));
        }
        if !parcel.url.username().is_empty() || parcel.url.password().is_some() {
            return Err(refused("its address holds a name or a password"));
        }
        self.ask(parcel).map_err(|error| match error {
            Error::Other(error) if error.is::<NotPublic>() => refused(&error.to_string()),
            Error::Timeout(_) => failed("it took too long"),
            Error::BodyExceedsLimit(_) => failed("it answered too much"),
            // The text of an error about the address would show the address.
            Error::BadUri(_) | Error::Http(_) => failed("its address or a header is malformed"),
            error => failed(&error.to_string()),
        })
    }
}

/// The host's address is none that may be sent to.
#[derive(Debug, thiserror::Error)]
#[error("its address {0} is not public\nhint: allow the host by name")]
struct NotPublic(IpAddr);

/// Looks names up and checks every address; connections go to what was checked.
#[derive(Debug)]
struct Checked(Reach);

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        // An address with a number in it has the form that the URL standard gave it.
        let name = uri.host().unwrap_or_default();
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        });
        let found: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
            Ok(number) => (number, port).to_socket_addrs()?.collect(),
            Err(_) => DefaultResolver::default().resolve(uri, config, timeout)?.to_vec(),
        };
        if let Reach::Public(allowed) = &self.0 {
            let whole = format!("{bare}:{port}");
            let named = allowed
                .iter()
                .any(|host| host.eq_ignore_ascii_case(bare) || host.eq_ignore_ascii_case(&whole));
            // A name with one inner address is no public one.
            if let Some(inner) = found.iter().map(SocketAddr::ip).find(|ip| !is_public(*ip))
                && !named
            {
                return Err(Error::Other(Box::new(NotPublic(inner))));
            }
        }
        let mut all = self.empty();
        for address in found.into_iter().take(16) {
            all.push(address);
        }
        if all.is_empty() { Err(Error::HostNotFound) } else { Ok(all) }
    }
}

/// Whether an address belongs to the public internet, after the registries of addresses
/// for special purposes (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(matches!(a, 0 | 10 | 127 | 224..=255)
                || (a == 100 && (64..=127).contains(&b))
                || (a == 169 && b == 254)
                || (a == 172 && (16..=31).contains(&b))
                || (a == 192 && b == 168)
                || (a == 198 && (18..=19).contains(&b))
                || matches!(
                    (a, b, c),
                    (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113)
                ))
        }
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    // What leads into IPv4 counts as that: mapped, translated (RFC 6052), 6to4.
    let low = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public(IpAddr::from([a, b, c, d]))
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, h, l] | [0x64, 0xff9b, 0, 0, 0, 0, h, l] => low(h, l),
        [0x2002, h, l, ..] => low(h, l),
        // Documentation, benchmarking, Teredo, ORCHID; of the rest only 2000::/3 is given out.
        [0x2001, 0xdb8, ..] | [0x2001, 0..=0x1ff, ..] | [0x3fff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_upstream::{Reply, Server};

    fn post(sender: &Sender, url: &str) -> Result<Receipt, SendError> {
        let url = Url::parse(url).expect("an address");
        let headers = [("content-type", "text/plain"), ("x-a", "b")];
        sender.send(&Parcel {
            method: Method::Post,
            url: &url,
            headers: &headers,
            body: b"news",
            most: 10,
        })
    }

    #[test]
    fn what_is_sent_arrives_and_is_answered() {
        let server = Server::start(|request| match request.path() {
            "/moved" => Reply::redirect(302, "/taken"),
            "/long" => Reply::ok("text/plain", "x".repeat(11)),
            _ => Reply::ok("text/plain", "taken"),
        });
        let sender = Sender::new("annals test", Reach::Anywhere);
        let receipt = post(&sender, &server.url("/taken?a=b")).expect("an answer");
        assert_eq!((receipt.status, receipt.body.as_slice()), (200, b"taken".as_slice()));
        assert_eq!(receipt.header("Content-Type"), Some("text/plain"));
        let asked = &server.asked()[0];
        assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", "/taken?a=b"));
        assert_eq!((asked.header("x-a"), asked.body.as_slice()), (Some("b"), b"news".as_slice()));
        assert_eq!(asked.header("user-agent"), Some("annals test"));
        assert_eq!(post(&sender, &server.url("/moved")).expect("an answer").status, 302);
        assert_eq!(server.count("/taken"), 1, "a redirect is not followed");
        assert!(post(&sender, &server.url("/long")).is_err());
    }

    #[test]
    fn inner_addresses_need_a_name() {
        let server = Server::start(|_| Reply::status(204));
        let strict = Sender::new("annals test", Reach::Public(Vec::new()));
        let port = server.address().port();
        for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"] {
            let said = post(&strict, &format!("http://{host}:{port}/"));
            assert!(matches!(said, Err(SendError::Refused { .. })), "{host}: {said:?}");
        }
        let said = post(&strict, &format!("http://me:you@127.0.0.1:{port}/"));
        assert!(matches!(said, Err(SendError::Refused { .. })), "{said:?}");
        assert!(server.asked().is_empty());
        let named = Sender::new("annals test", Reach::Public(vec![format!("127.0.0.1:{port}")]));
        assert_eq!(post(&named, &server.url("/")).expect("an answer").status, 204);
    }

    #[test]
    fn special_addresses_are_not_public() {
        for inner in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.31.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "::ffff:10.0.0.1",
            "fd00:ec2::254",
        ] {
            assert!(!is_public(inner.parse().expect("an address")), "{inner}");
        }
        for public in ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
    }
}
