//! From a host's name to its numbers.

use std::net::{IpAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Most numbers of one host that are looked at.
pub(crate) const NUMBERS: usize = 32;

/// Whoever knows the numbers of hosts: the system, or what stands for it in tests.
pub trait Resolve: Send + Sync {
    /// The numbers of a host, a name without dot at its end, in the order in which they
    /// should be tried. May take as long as `limit`.
    ///
    /// # Errors
    /// [`Unresolved`].
    fn resolve(&self, host: &str, limit: Duration) -> Result<Vec<IpAddr>, Unresolved>;
}

/// Why a name has no numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// The name does not exist, or has no numbers.
    #[error("there is no such host")]
    NoSuchHost,
    /// It could not be found out.
    #[error("its name cannot be looked up: {0}")]
    Failed(String),
}

/// The system's own way: its hosts file, its name servers.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Resolve for System {
    fn resolve(&self, host: &str, limit: Duration) -> Result<Vec<IpAddr>, Unresolved> {
        // The system's call knows no limit, so it runs on a thread of its own, which a
        // dead name server keeps for as long as the system's own patience.
        let (tell, told) = mpsc::sync_channel(1);
        let name = host.to_owned();
        let asking = thread::Builder::new().name("name".to_owned()).spawn(move || {
            let found = (name.as_str(), 0).to_socket_addrs();
            let _ = tell.send(found.map(|all| all.take(NUMBERS).map(|a| a.ip()).collect()));
        });
        if let Err(error) = asking {
            return Err(Unresolved::Failed(error.to_string()));
        }
        let found: std::io::Result<Vec<IpAddr>> = told
            .recv_timeout(limit)
            .map_err(|_| Unresolved::Failed(format!("no answer in {} s", limit.as_secs())))?;
        match found {
            Ok(numbers) if numbers.is_empty() => Err(Unresolved::NoSuchHost),
            Ok(numbers) => Ok(numbers),
            Err(error) => Err(unresolved(&error.to_string())),
        }
    }
}

/// What libraries of C say of a name that is not there, which the standard library only
/// hands on as text: glibc (two), musl, macOS, Windows.
const NOT_THERE: [&str; 5] = [
    "Name or service not known",
    "No address associated",
    "does not resolve",
    "nodename nor servname",
    "No such host is known",
];

fn unresolved(error: &str) -> Unresolved {
    if NOT_THERE.iter().any(|text| error.contains(text)) {
        Unresolved::NoSuchHost
    } else {
        Unresolved::Failed(error.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_and_unknown_are_two_things() {
        let gone = "failed to lookup address information: Name or service not known";
        assert_eq!(unresolved(gone), Unresolved::NoSuchHost);
        let later = "failed to lookup address information: Temporary failure in name resolution";
        assert!(matches!(unresolved(later), Unresolved::Failed(_)));
    }

    #[test]
    fn the_system_knows_this_machine() {
        let found = System.resolve("localhost", Duration::from_secs(10)).expect("localhost");
        assert!(found.iter().all(IpAddr::is_loopback), "{found:?}");
    }
}
