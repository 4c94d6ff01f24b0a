//! Sending: what goes to hubs, webhooks and buckets. Asking for pages is another thing
//! ([`crate::Fetch`]): what is sent goes to places that the operator named, with their
//! manners, not `robots.txt`.
//!
//! Nothing is redirected: a receiver that moved has to be named anew, so that neither
//! secrets nor news go where nobody meant them to. Errors name the host only, because
//! addresses may hold signatures.

use crate::address::{Addresses, NotFound};
use crate::{ClientOptions, OptionsError, Unresolved};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
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
    /// Public addresses, and these hosts (`NAME` or `NAME:PORT`) whatever their address:
    /// the rules by which pages are asked for.
    Public(Vec<String>),
}

/// Sends over the network; it keeps connections for what follows.
#[derive(Clone)]
pub struct Sender {
    agent: Agent,
    addresses: Arc<Addresses>,
    /// What is wrong with the hosts that are allowed: then nothing is sent.
    wrong: Option<OptionsError>,
}

/// How long a receiver may take to answer, and to be reached.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(10);
/// Numbers of a host that are tried, as many as `ureq` takes.
const NUMBERS: usize = 16;
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

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl Sender {
    /// A sender that says who it is. If one of the hosts in `reach` is none, it sends
    /// nothing and says so.
    pub fn new(user_agent: &str, reach: Reach) -> Sender {
        let rules = match reach {
            Reach::Anywhere => Ok(Addresses::anywhere()),
            Reach::Public(allow) => {
                Addresses::new(&ClientOptions { allow, ..ClientOptions::default() })
            }
        };
        Sender::with(user_agent, rules)
    }

    fn with(user_agent: &str, rules: Result<Addresses, OptionsError>) -> Sender {
        let (addresses, wrong) = match rules {
            Ok(addresses) => (Arc::new(addresses), None),
            // Never asked, as nothing is sent.
            Err(error) => (Arc::new(Addresses::anywhere()), Some(error)),
        };
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
        let resolver = Checked(Arc::clone(&addresses));
        let agent = Agent::with_parts(config, DefaultConnector::new(), resolver);
        Sender { agent, addresses, wrong }
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
        if let Some(wrong) = &self.wrong {
            return Err(refused(&wrong.to_string()));
        }
        self.addresses.look(parcel.url).map_err(|why| refused(&why))?;
        self.ask(parcel).map_err(|error| match error {
            Error::Other(error) if error.is::<Closed>() => refused(&error.to_string()),
            Error::Timeout(_) => failed("it took too long"),
            Error::BodyExceedsLimit(_) => failed("it answered too much"),
            // The text of an error about the address would show the address.
            Error::BadUri(_) | Error::Http(_) => failed("its address or a header is malformed"),
            error => failed(&error.to_string()),
        })
    }
}

/// Nothing may be sent there; the text says why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Closed(String);

/// Looks names up by the rules of addresses; connections go to what was checked.
struct Checked(Arc<Addresses>);

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checked").finish_non_exhaustive()
    }
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let other = |why: String| Error::Other(Box::new(Closed(why)));
        let url = Url::parse(&uri.to_string()).map_err(|e| other(e.to_string()))?;
        let place = self.0.look(&url).map_err(other)?;
        let found = self.0.find(&place, CONNECT).map_err(|error| match error {
            NotFound::Refused(why) => other(why),
            NotFound::Unresolved(Unresolved::NoSuchHost) => Error::HostNotFound,
            NotFound::Unresolved(error) => Error::Io(std::io::Error::other(error)),
        })?;
        let mut all = self.empty();
        for address in found.at.into_iter().take(NUMBERS) {
            all.push(address);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Resolve;
    use annals_upstream::{Reply, Server};
    use std::net::IpAddr;

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

    /// Names as a bad name server has them.
    struct Names;

    impl Resolve for Names {
        fn resolve(&self, host: &str, _: Duration) -> Result<Vec<IpAddr>, Unresolved> {
            let numbers: &[[u8; 4]] = match host {
                "inner.example.org" => &[[10, 0, 0, 1]],
                "both.example.org" => &[[127, 0, 0, 1], [10, 0, 0, 1]],
                "home.example.org" | "named.example.org" => &[[127, 0, 0, 1]],
                _ => return Err(Unresolved::NoSuchHost),
            };
            Ok(numbers.iter().map(|number| IpAddr::from(*number)).collect())
        }
    }

    fn knowing_names(allow: &[&str]) -> Sender {
        let options = ClientOptions {
            resolver: Arc::new(Names),
            allow: allow.iter().map(|host| (*host).to_owned()).collect(),
            ..ClientOptions::default()
        };
        Sender::with("annals test", Addresses::new(&options))
    }

    #[test]
    fn inner_addresses_need_a_name() {
        let server = Server::start(|_| Reply::status(204));
        let strict = knowing_names(&["named.example.org"]);
        let port = server.address().port();
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "0",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "169.254.169.254",
            "10.0.0.1",
            "[fd00:ec2::254]",
            "localhost",
            "localhost.",
            "hooks",
            "hooks.internal",
            "inner.example.org",
            "both.example.org",
            "home.example.org",
            "home.example.org.",
            "me:you@named.example.org",
        ] {
            let said = post(&strict, &format!("http://{host}:{port}/"));
            assert!(matches!(said, Err(SendError::Refused { .. })), "{host}: {said:?}");
        }
        for url in [
            "http://home.example.org:25/",
            "http://91.198.174.192:25/",
            "http://91.198.174.192:6379/",
            "ftp://91.198.174.192/",
            "file:///etc/hostname",
        ] {
            let said = post(&strict, url);
            assert!(matches!(said, Err(SendError::Refused { .. })), "{url}: {said:?}");
        }
        let said = post(&strict, &format!("http://nobody.example.org:{port}/"));
        assert!(matches!(said, Err(SendError::Failed { .. })), "{said:?}");
        assert_eq!(server.asked().len(), 0);
        // What is allowed is allowed by its name, not by where it leads.
        let url = format!("http://named.example.org:{port}/");
        assert_eq!(post(&strict, &url).expect("an answer").status, 204);
        let named = Sender::new("annals test", Reach::Public(vec![format!("127.0.0.1:{port}")]));
        assert_eq!(post(&named, &server.url("/")).expect("an answer").status, 204);
        assert_eq!(server.asked().len(), 2);
    }

    #[test]
    fn no_redirect_leads_anywhere() {
        let inner = Server::start(|_| Reply::ok("text/plain", "secret"));
        let to = inner.url("/");
        let server = Server::start(move |request| {
            let status = request.path().trim_start_matches('/').parse().unwrap_or(302);
            Reply::redirect(status, &to)
        });
        let port = server.address().port();
        let strict = knowing_names(&[&format!("named.example.org:{port}")]);
        let free = Sender::new("annals test", Reach::Anywhere);
        for (sender, host) in [(strict, "named.example.org"), (free, "127.0.0.1")] {
            for status in [301, 302, 303, 307, 308] {
                let receipt = post(&sender, &format!("http://{host}:{port}/{status}"));
                assert_eq!(receipt.expect("an answer").status, status);
            }
        }
        assert_eq!(server.asked().len(), 10);
        assert_eq!(inner.asked().len(), 0);
    }

    #[test]
    fn an_allowed_host_that_is_none_stops_everything() {
        let server = Server::start(|_| Reply::status(204));
        let allow = vec![server.address().to_string(), "http://hooks.example.org/x".to_owned()];
        let said = post(&Sender::new("annals test", Reach::Public(allow)), &server.url("/"));
        let Err(SendError::Refused { why, .. }) = said else { panic!("{said:?}") };
        assert!(why.contains("hooks.example.org"), "{why}");
        assert_eq!(server.asked().len(), 0);
    }
}
