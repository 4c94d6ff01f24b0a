//! What the owner allows: the `[serve]` section, understood.

use super::client::host_name;
use crate::Settings;
use annals_archive::config::{ProxyHeaders, Serve};
use ipnet::IpNet;
use std::net::IpAddr;
use std::time::Duration;

/// What one client, and all together, may ask of the server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Networks of the proxies whose headers are believed.
    pub trusted: Vec<IpNet>,
    /// Which headers of theirs.
    pub proxy_headers: ProxyHeaders,
    /// Host names that the site answers to, besides addresses and `localhost`, in
    /// small letters and without port.
    pub hosts: Vec<String>,
    /// Answers a second that take work, for one client; 0 for no limit.
    pub rate: u32,
    /// How many a client may have at once when it was silent before.
    pub burst: u32,
    /// Attempts to sign in, a minute, from one address or for one name.
    pub sign_ins: u32,
    /// The longest body of a request, in bytes.
    pub body: usize,
    /// How long one request may take.
    pub request: Duration,
    /// How long a client may take for a request's head or its body, and leave an
    /// answer unread.
    pub client: Duration,
    /// How long a connection may rest between two requests.
    pub idle: Duration,
    /// Open connections, in all.
    pub connections: usize,
    /// Open connections of one address.
    pub connections_each: usize,
    /// How long answers may take to finish when the server is asked to stop.
    pub stop: Duration,
    /// What opens `/metrics` to others than the machine itself.
    pub metrics_token: Option<String>,
}

impl Limits {
    /// Whether an address is that of a proxy whose headers are believed.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.contains(&address))
    }

    fn of(serve: &Serve) -> Result<Limits, String> {
        let seconds = |n: u32| Duration::from_secs(n.into());
        let trusted: Result<Vec<IpNet>, String> =
            serve.trusted_proxies.iter().map(|text| network(text)).collect();
        Ok(Limits {
            trusted: trusted?,
            proxy_headers: serve.proxy_headers,
            hosts: serve.hosts.iter().map(|host| host_name(host)).collect(),
            rate: serve.rate,
            burst: serve.burst.max(1),
            sign_ins: serve.sign_ins.max(1),
            body: serve.body_kib as usize * 1024,
            request: seconds(serve.request_seconds.max(1)),
            client: seconds(serve.client_seconds.max(1)),
            idle: seconds(serve.idle_seconds.max(1)),
            connections: serve.connections.max(1) as usize,
            connections_each: serve.connections_each.max(1) as usize,
            stop: seconds(serve.stop_seconds),
            metrics_token: serve.metrics_token.clone().filter(|token| !token.is_empty()),
        })
    }
}

impl Default for Limits {
    /// The defaults of `[serve]`.
    fn default() -> Limits {
        Limits::of(&Serve::default()).unwrap_or_else(|_| Limits {
            // Not reached: the defaults are tested. Nobody is trusted then.
            trusted: Vec::new(),
            ..Limits::closed()
        })
    }
}

impl Limits {
    /// The narrowest limits there are.
    fn closed() -> Limits {
        let one = Duration::from_secs(1);
        Limits {
            trusted: Vec::new(),
            proxy_headers: ProxyHeaders::default(),
            hosts: Vec::new(),
            rate: 1,
            burst: 1,
            sign_ins: 1,
            body: 1024,
            request: one,
            client: one,
            idle: one,
            connections: 1,
            connections_each: 1,
            stop: one,
            metrics_token: None,
        }
    }
}

impl Settings {
    /// The settings that an archive's `[serve]` section makes.
    ///
    /// # Errors
    /// A text that says which value is wrong.
    pub fn of(serve: &Serve) -> Result<Settings, String> {
        Ok(Settings {
            base_url: None,
            cache_bytes: serve.cache_mib as usize * (1 << 20),
            // Each holds a database connection with its page cache.
            working: serve.working.max(1) as usize,
            patience: Duration::from_secs(5),
            limits: Limits::of(serve)?,
            watch: None,
        })
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let net = text.parse::<IpNet>().ok();
    net.or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)).ok_or_else(|| {
        format!(
            "`{text}` in trusted_proxies is no address\nhint: write 127.0.0.1, ::1 or 10.0.0.0/8"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_understood() {
        let limits = Limits::of(&Serve::default()).unwrap();
        assert!(limits.trusts("127.0.0.1".parse().unwrap()));
        assert!(!limits.trusts("192.0.2.1".parse().unwrap()));
        assert_eq!(limits.body, 64 * 1024);
    }

    #[test]
    fn a_wrong_network_is_named() {
        let serve = Serve { trusted_proxies: vec!["proxy".into()], ..Serve::default() };
        assert!(Settings::of(&serve).unwrap_err().starts_with("`proxy`"));
    }
}
