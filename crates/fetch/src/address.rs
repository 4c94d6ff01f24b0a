//! Which addresses may be asked and sent to: the defence against being sent to places that only
//! this machine can reach (SSRF).
//!
//! An address is looked at twice. Before anything is asked: scheme, credentials, port,
//! host, as the URL Standard's parser understood them, so that `http://2130706433` and
//! `http://0x7f.1` are `127.0.0.1` by now. Then the host's numbers, and the connection
//! goes to one of the very numbers that were checked: nobody looks the name up again.
//!
//! A host with good and bad numbers is refused as a whole. No publisher's name leads
//! into a private network; one that does is an attack or a mistake, and taking the good
//! number would let whoever sets the name decide by trying which one is taken.

use crate::ip;
use crate::options::{ClientOptions, OptionsError};
use crate::resolve::{NUMBERS, Resolve, System, Unresolved};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// Longest address that is asked for, in bytes.
const LONGEST: usize = 8 << 10;

/// Ports above 1023 that belong to other protocols: the list of the Fetch Standard, and
/// the stores that answer a line of text (memcached, redis).
const OTHER_PROTOCOLS: [u16; 18] = [
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6667, 6668, 6669, 6679,
    6697, 10080,
];

/// Names that belong to no public host (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's
/// `internal`): the name itself or what ends with it.
const INNER_NAMES: [&str; 10] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "localdomain",
    "test",
    "invalid",
    "onion",
];

/// The rules, and what the operator let pass.
pub(crate) struct Addresses {
    /// Whether every place is allowed.
    anywhere: bool,
    allow: Vec<(String, Option<u16>)>,
    names: Vec<(String, IpAddr)>,
    resolver: Arc<dyn Resolve>,
}

/// A host that may be asked as far as its address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The name or number, lower case, without a dot at its end or brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Its number, if the address has one.
    number: Option<IpAddr>,
    /// Whether the operator let it pass by name.
    allowed: bool,
}

/// Where a host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Never empty.
    pub(crate) at: Vec<SocketAddr>,
    /// Whether it is no public place, and only asked because the operator allows it.
    pub(crate) inner: bool,
}

/// Why a host is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotFound {
    Refused(String),
    Unresolved(Unresolved),
}

impl Addresses {
    pub(crate) fn new(options: &ClientOptions) -> Result<Addresses, OptionsError> {
        let allow = options.allow.iter().map(|text| allowed(text)).collect::<Result<_, _>>()?;
        let mut names = Vec::new();
        for (name, number) in &options.names {
            match allowed(name)? {
                (name, None) => names.push((name, *number)),
                _ => return Err(OptionsError::Host(name.clone())),
            }
        }
        let resolver = Arc::clone(&options.resolver);
        Ok(Addresses { anywhere: false, allow, names, resolver })
    }

    /// Every place is allowed: for addresses that the operator wrote down themselves.
    pub(crate) fn anywhere() -> Addresses {
        let resolver = Arc::new(System);
        Addresses { anywhere: true, allow: Vec::new(), names: Vec::new(), resolver }
    }

    /// What an address says by itself; the text is why it is refused.
    pub(crate) fn look(&self, url: &Url) -> Result<Place, String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("only http and https are spoken, not {}", url.scheme()));
        }
        if url.as_str().len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it has a user name or password in it".to_owned());
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err("it names no host".to_owned());
        };
        let (host, number) = match host {
            Host::Domain(name) => (bare(name), None),
            Host::Ipv4(ip) => (ip.to_string(), Some(IpAddr::V4(ip))),
            Host::Ipv6(ip) => (ip.to_string(), Some(IpAddr::V6(ip))),
        };
        let named = |(name, only): &(String, Option<u16>)| {
            *name == host && only.is_none_or(|only| only == port)
        };
        let allowed = self.anywhere || self.allow.iter().any(named);
        let place = Place { host, port, number, allowed };
        if !allowed {
            refusal(&place).map_or(Ok(()), Err)?;
        }
        Ok(place)
    }

    /// Where a host is, each number checked. Takes as long as `limit`.
    pub(crate) fn find(&self, place: &Place, limit: Duration) -> Result<Found, NotFound> {
        let fixed = self.names.iter().filter(|(name, _)| *name == place.host).map(|(_, ip)| *ip);
        let fixed: Vec<IpAddr> = place.number.into_iter().chain(fixed).collect();
        let mut numbers = if fixed.is_empty() {
            self.resolver.resolve(&place.host, limit).map_err(NotFound::Unresolved)?
        } else {
            fixed
        };
        if numbers.is_empty() {
            return Err(NotFound::Unresolved(Unresolved::NoSuchHost));
        }
        let bad = numbers.iter().find_map(|ip| ip::closed(*ip).map(|what| (*ip, what)));
        match bad {
            Some((ip, what)) if !place.allowed => {
                return Err(NotFound::Refused(closed(&place.host, ip, what)));
            }
            _ => numbers.truncate(NUMBERS),
        }
        let at = numbers.into_iter().map(|ip| SocketAddr::new(ip, place.port)).collect();
        Ok(Found { at, inner: bad.is_some() })
    }
}

impl Place {
    /// What manners go by: the host, with its port unless that is the usual one.
    pub(crate) fn key(&self) -> String {
        match self.port {
            80 | 443 => self.host.clone(),
            port => format!("{}:{port}", self.host),
        }
    }

    /// Whether the address itself says that this machine is meant.
    pub(crate) fn is_allowed(&self) -> bool {
        self.allowed
    }
}

fn refusal(place: &Place) -> Option<String> {
    let port = place.port;
    if !(port == 80 || port == 443 || port >= 1024) || OTHER_PROTOCOLS.contains(&port) {
        return Some(format!("port {port} belongs to another protocol"));
    }
    if let Some(ip) = place.number {
        return ip::closed(ip).map(|what| closed(&place.host, ip, what));
    }
    let name = place.host.as_str();
    if name.is_empty() || !name.contains('.') {
        return Some(format!("`{name}` is a name of an inner network{HINT}"));
    }
    let within = |inner: &&&str| {
        name.strip_suffix(**inner).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    INNER_NAMES
        .iter()
        .find(within)
        .map(|inner| format!("names in `{inner}` are of inner networks{HINT}"))
}

const HINT: &str = "\nhint: `allow` names hosts that may be asked all the same";

fn closed(host: &str, ip: IpAddr, what: &str) -> String {
    if ip.to_string() == host {
        format!("{ip} is {what}{HINT}")
    } else {
        format!("`{host}` leads to {ip}, which is {what}{HINT}")
    }
}

/// A name without dots at its end. The parser made it lower case and ASCII.
fn bare(name: &str) -> String {
    name.trim_end_matches('.').to_owned()
}

/// A host of the options, as it stands in addresses.
fn allowed(text: &str) -> Result<(String, Option<u16>), OptionsError> {
    let wrong = || OptionsError::Host(text.to_owned());
    // An IPv6 address may come with its brackets or without.
    let address = match text.parse::<IpAddr>() {
        Ok(IpAddr::V6(ip)) => format!("http://[{ip}]/"),
        _ => format!("http://{text}/"),
    };
    let url = Url::parse(&address).map_err(|_| wrong())?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong());
    }
    let host = match url.host() {
        Some(Host::Domain(name)) => bare(name),
        Some(Host::Ipv4(ip)) => ip.to_string(),
        Some(Host::Ipv6(ip)) => ip.to_string(),
        None => return Err(wrong()),
    };
    if host.is_empty() || host.contains('*') || !url.username().is_empty() {
        return Err(wrong());
    }
    // The parser leaves a scheme's usual port out, which here is meant.
    let port = if text.ends_with(":80") && text.parse::<IpAddr>().is_err() {
        Some(80)
    } else {
        url.port()
    };
    Ok((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A name server that says something else each time.
    struct Rebinding(Mutex<Vec<&'static str>>);

    impl Resolve for Rebinding {
        fn resolve(&self, _: &str, _: Duration) -> Result<Vec<IpAddr>, Unresolved> {
            let mut numbers = self.0.lock().expect("nobody panics with it");
            let next = numbers.pop().expect("asked once for each request");
            next.split(' ').map(|ip| ip.parse().map_err(|_| Unresolved::NoSuchHost)).collect()
        }
    }

    fn rules(numbers: &[&'static str], allow: &[&str]) -> Addresses {
        let numbers = numbers.iter().rev().copied().collect();
        let options = ClientOptions {
            resolver: Arc::new(Rebinding(Mutex::new(numbers))),
            allow: allow.iter().map(|name| (*name).to_owned()).collect(),
            ..ClientOptions::default()
        };
        Addresses::new(&options).expect("good options")
    }

    #[test]
    fn each_time_a_name_is_looked_up_it_is_looked_at() {
        let rules = rules(&["91.198.174.192", "127.0.0.1", "91.198.174.192 10.0.0.1"], &[]);
        let url = Url::parse("http://feeds.example.org/").expect("an address");
        let place = rules.look(&url).expect("nothing wrong with the address");
        let first = rules.find(&place, Duration::from_secs(1)).expect("public");
        assert_eq!(first.at, ["91.198.174.192:80".parse().expect("a number")]);
        assert!(!first.inner);
        for _ in 0..2 {
            let again = rules.find(&place, Duration::from_secs(1));
            assert!(matches!(again, Err(NotFound::Refused(_))), "{again:?}");
        }
    }

    #[test]
    fn what_is_allowed_is_known_as_inner() {
        let rules = rules(&["10.0.0.1", "91.198.174.192"], &["feeds.intern.example"]);
        let url = Url::parse("http://feeds.intern.example./").expect("an address");
        let place = rules.look(&url).expect("allowed");
        assert!(rules.find(&place, Duration::from_secs(1)).expect("allowed").inner);
        assert!(!rules.find(&place, Duration::from_secs(1)).expect("allowed").inner);
    }

    #[test]
    fn hosts_in_options() {
        for (text, host, port) in [
            ("Feeds.Example.Org.", "feeds.example.org", None),
            ("feeds.example.org:8080", "feeds.example.org", Some(8080)),
            ("feeds.example.org:80", "feeds.example.org", Some(80)),
            ("127.1", "127.0.0.1", None),
            ("::1", "::1", None),
            ("[::1]:8080", "::1", Some(8080)),
            ("::80", "::80", None),
            ("büro.example", "xn--bro-hoa.example", None),
        ] {
            assert_eq!(allowed(text), Ok((host.to_owned(), port)), "{text}");
        }
        for text in
            ["", "*", "*.example.org", "http://a.example", "a.example/x", "a@b.example", "a b"]
        {
            assert!(allowed(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ports() {
        let rules = rules(&[], &[]);
        for (port, is_good) in [
            (80, true),
            (443, true),
            (1024, true),
            (8080, true),
            (65535, true),
            (22, false),
            (1023, false),
            (6379, false),
            (6667, false),
            (0, false),
        ] {
            let url = format!("http://example.org:{port}/");
            let url = Url::parse(&url).expect("an address");
            assert_eq!(rules.look(&url).is_ok(), is_good, "{port}");
        }
        let long = format!("http://example.org/{}", "x".repeat(LONGEST));
        assert!(rules.look(&Url::parse(&long).expect("an address")).is_err());
    }
}
