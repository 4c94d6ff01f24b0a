//! One request and its response on a connection of its own.
//!
//! The connection goes to a number that was checked before; `ureq` speaks HTTP and TLS
//! on it and decides nothing: it follows no redirects, looks up no names, unpacks
//! nothing, keeps no cookies and no connections, and takes no proxy from the environment.

use crate::Authorities;
use crate::options::{Limits, OptionsError};
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};
use ureq::{Agent, Body, Error, Proxy, Timeout};
use url::Url;

/// Numbers of a host that are tried one after the other.
const TRIES: usize = 4;

/// Whoever makes connections.
pub(crate) struct Wire {
    connector: Arc<DefaultConnector>,
    proxy: Option<Proxy>,
    tls: TlsConfig,
}

/// A response as it came.
pub(crate) struct Received {
    /// Where it came from; `None` through a proxy.
    pub(crate) ip: Option<IpAddr>,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// Without transfer codings, with content codings.
    pub(crate) body: Vec<u8>,
    pub(crate) end: End,
}

/// How a body ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// As it should.
    Whole,
    /// It is larger than what is taken.
    Limit,
    /// The sender broke off, broke the framing or took too long.
    Broken(String),
}

impl Wire {
    pub(crate) fn new(
        proxy: Option<&Url>,
        authorities: &Authorities,
    ) -> Result<Wire, OptionsError> {
        let proxy = match proxy {
            None => None,
            Some(url) if url.scheme() != "http" || url.host().is_none() => {
                return Err(OptionsError::Proxy(url.to_string()));
            }
            Some(url) => {
                let proxy = Proxy::new(url.as_str());
                Some(proxy.map_err(|_| OptionsError::Proxy(url.to_string()))?)
            }
        };
        let tls = authorities.tls();
        Ok(Wire { connector: Arc::new(DefaultConnector::new()), proxy, tls })
    }

    /// Whether a proxy looks up the names.
    pub(crate) fn is_proxied(&self) -> bool {
        self.proxy.is_some()
    }

    /// Asks one of these numbers, the first that can be connected to.
    ///
    /// # Errors
    /// What went wrong before the head of a response was there, for people.
    pub(crate) fn ask(
        &self,
        url: &Url,
        at: &[SocketAddr],
        headers: &[(String, String)],
        limits: &Limits,
    ) -> Result<Received, String> {
        if self.proxy.is_some() {
            return self.ask_one(url, None, headers, limits).map_err(|e| say(&e, limits));
        }
        let mut last = String::from("no number");
        for number in at.iter().take(TRIES) {
            match self.ask_one(url, Some(*number), headers, limits) {
                Ok(received) => return Ok(received),
                Err(error) => {
                    last = say(&error, limits);
                    if !before_asking(&error) {
                        break;
                    }
                }
            }
        }
        Err(last)
    }

    fn ask_one(
        &self,
        url: &Url,
        at: Option<SocketAddr>,
        headers: &[(String, String)],
        limits: &Limits,
    ) -> Result<Received, Error> {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(self.proxy.clone())
            .tls_config(self.tls.clone())
            // All that is sent is said by the caller.
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .max_response_header_size(limits.head)
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .timeout_global(Some(limits.total))
            .timeout_connect(Some(limits.connect))
            .timeout_per_read(Some(limits.silence))
            .timeout_per_write(Some(limits.silence))
            .build();
        let connector = Shared(Arc::clone(&self.connector));
        let agent = Agent::with_parts(config, connector, Pinned(at));
        let mut request = Request::get(url.as_str());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = agent.run(request.body(())?)?;
        let status = response.status().as_u16();
        let of = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), text(value.as_bytes()))
        };
        let headers = response.headers().iter().map(of).collect();
        let (body, end) = take(response.body_mut(), limits);
        Ok(Received { ip: at.map(|a| a.ip()), status, headers, body, end })
    }
}

/// The body up to the limit, and how it ended.
fn take(body: &mut Body, limits: &Limits) -> (Vec<u8>, End) {
    let mut reader = body.as_reader();
    let mut bytes = Vec::new();
    let mut part = [0; 16 << 10];
    loop {
        match reader.read(&mut part) {
            Ok(0) => return (bytes, End::Whole),
            Ok(n) => {
                let room = usize::try_from(limits.sent).unwrap_or(usize::MAX) - bytes.len();
                bytes.extend_from_slice(&part[..n.min(room)]);
                if n > room {
                    return (bytes, End::Limit);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (bytes, End::Broken(say(&Error::from(error), limits))),
        }
    }
}

/// Header values are bytes; those that are not UTF-8 are read as ISO 8859-1, which
/// loses none.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

/// Whether a failure happened before the host was asked, so that its next number can be.
fn before_asking(error: &Error) -> bool {
    match error {
        Error::Timeout(Timeout::Connect) | Error::ConnectionFailed => true,
        Error::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionRefused
                | io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::NetworkDown
                | io::ErrorKind::AddrNotAvailable
        ),
        _ => false,
    }
}

fn say(error: &Error, limits: &Limits) -> String {
    match error {
        Error::Timeout(Timeout::Connect) => {
            format!("no connection in {} s", limits.connect.as_secs_f32())
        }
        Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => {
            format!("nothing came for {} s", limits.silence.as_secs_f32())
        }
        Error::Timeout(_) => format!("not done after {} s", limits.total.as_secs_f32()),
        Error::LargeResponseHeader(..) => {
            format!("the head of the answer is larger than {} bytes", limits.head)
        }
        Error::Protocol(error) => format!("the answer is no HTTP: {error}"),
        Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "the connection ended too early".to_owned()
        }
        Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// The connector of all requests, which keeps what TLS needs.
#[derive(Debug)]
struct Shared(Arc<DefaultConnector>);

impl Connector<()> for Shared {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        self.0.connect(details, chained)
    }
}

/// Gives the number that was checked, whatever is asked; only the operator's own proxy is
/// looked up.
#[derive(Debug)]
struct Pinned(Option<SocketAddr>);

impl Resolver for Pinned {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut found = self.empty();
        match self.0 {
            Some(number) => found.push(number),
            None => {
                let (host, port) = (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80));
                let host = host.trim_start_matches('[').trim_end_matches(']');
                let first = (host, port).to_socket_addrs()?.next();
                found.push(first.ok_or(Error::HostNotFound)?);
            }
        }
        Ok(found)
    }
}
