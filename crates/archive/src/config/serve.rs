//! `[serve]` in `annals.toml`: what an owner decides about serving.

use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr};

/// How the archive is served. Every key is optional; options of `annals serve` go
/// before them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Serve {
    /// The address to serve on.
    pub listen: SocketAddr,
    /// Names under which the site is asked for besides that of `base_url`.
    pub hosts: Vec<String>,
    /// Addresses or networks (`10.0.0.0/8`) of the proxies whose headers are believed.
    pub trusted_proxies: Vec<String>,
    /// Which headers of theirs.
    pub proxy_headers: ProxyHeaders,
    /// Rendered pages that are kept, in mebibytes.
    pub cache_mib: u32,
    /// Questions that are worked on at the same time.
    pub working: u32,
    /// Answers a second that take work, for one client; 0 for no limit.
    pub rate: u32,
    /// How many more than that a client may have at once.
    pub burst: u32,
    /// Attempts to sign in, a minute, from one address or for one name.
    pub sign_ins: u32,
    /// The longest body of a request, in kibibytes.
    pub body_kib: u32,
    /// Seconds that one request may take.
    pub request_seconds: u32,
    /// Seconds that a client has for a request's head, and for its body; and that
    /// it may leave an answer unread.
    pub client_seconds: u32,
    /// Seconds that a connection may rest between two requests.
    pub idle_seconds: u32,
    /// Open connections, in all.
    pub connections: u32,
    /// Open connections of one address.
    pub connections_each: u32,
    /// Seconds that answers have to finish when the server is asked to stop.
    pub stop_seconds: u32,
    /// A secret that opens `/metrics` to whoever sends it as a bearer token.
    pub metrics_token: Option<String>,
}

/// The headers in which proxies say for whom they ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeaders {
    /// `X-Forwarded-For`, `X-Forwarded-Proto`, `X-Forwarded-Host`.
    #[default]
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl Default for Serve {
    fn default() -> Serve {
        Serve {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8620)),
            hosts: Vec::new(),
            trusted_proxies: vec!["127.0.0.0/8".into(), "::1".into()],
            proxy_headers: ProxyHeaders::default(),
            cache_mib: 64,
            working: 8,
            rate: 20,
            burst: 200,
            sign_ins: 10,
            body_kib: 64,
            request_seconds: 30,
            client_seconds: 15,
            idle_seconds: 75,
            connections: 1024,
            connections_each: 64,
            stop_seconds: 10,
            metrics_token: None,
        }
    }
}

/// The section's text for a new archive: every key with its default.
pub(super) const TEMPLATE: &str = "\n\
# `annals serve`; its options go before these. docs/serving.md says more.\n\
# [serve]\n\
# listen = \"127.0.0.1:8620\"\n\
# Names under which the site is asked for besides that of base_url.\n\
# hosts = []\n\
# Proxies whose headers are believed, and which headers: \"x-forwarded\" or \"forwarded\".\n\
# trusted_proxies = [\"127.0.0.0/8\", \"::1\"]\n\
# proxy_headers = \"x-forwarded\"\n\
# Rendered pages kept in memory, in MiB; questions worked on at once.\n\
# cache_mib = 64\n\
# working = 8\n\
# Answers a second that take work, for one client, and how many more at once; 0: no limit.\n\
# rate = 20\n\
# burst = 200\n\
# Attempts to sign in, a minute, from one address or for one name.\n\
# sign_ins = 10\n\
# The longest body of a request, in KiB.\n\
# body_kib = 64\n\
# Seconds: for a request; for a client to send one or take an answer; between two requests;\n\
# for answers to finish when the server stops.\n\
# request_seconds = 30\n\
# client_seconds = 15\n\
# idle_seconds = 75\n\
# stop_seconds = 10\n\
# Open connections, in all and of one address.\n\
# connections = 1024\n\
# connections_each = 64\n\
# Who sends this as a bearer token may read /metrics from anywhere.\n\
# metrics_token = \"a long secret\"\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_the_defaults() {
        let settings = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
        let settings: Vec<&str> =
            settings.filter(|line| line.contains(" = ") && !line.contains("secret")).collect();
        let read: Serve = toml::from_str(&settings.join("\n")).unwrap();
        assert_eq!(read, Serve::default());
        assert_eq!(settings.len(), 16, "every key stands there");
    }
}
