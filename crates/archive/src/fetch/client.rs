//! The client as the archive's settings want it.

use crate::config::Fetch as Settings;
use crate::{Archive, ArchiveError};
use annals_fetch::{Authorities, Client, ClientOptions, Limits, Pace};
use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use annals_fetch::Clock;
use url::Url;

/// Bytes of a file of certificates that are read; those of a whole system are a quarter
/// of a mebibyte.
const MOST_CERTIFICATES: u64 = 16 << 20;

/// A client with the manners that an archive's settings ask for.
///
/// # Errors
/// [`ArchiveError::Config`]: a setting that makes no sense, certificates that cannot be
/// read, or nobody to reach where hosts of the open internet are asked.
pub fn client(archive: &Archive, clock: Clock) -> Result<Client, ArchiveError> {
    let config = &archive.config;
    let settings = &config.fetch;
    // The site itself says who stands behind it, and how to reach them.
    let contact = settings.contact.clone().or_else(|| config.base_url.clone());
    if contact.is_none() && settings.allow.is_empty() {
        return Err(ArchiveError::Config(NO_CONTACT.into()));
    }
    let named = settings.authorities.as_ref().map(|path| authorities(&archive.dir.join(path)));
    let options = ClientOptions {
        contact,
        allow: settings.allow.clone(),
        proxy: settings.proxy.as_ref().map(|proxy| proxy.url().clone()),
        authorities: named.transpose()?.unwrap_or_default(),
        pace: pace(settings),
        limits: limits(settings),
        ..ClientOptions::default()
    };
    Client::new(options, clock).map_err(|error| ArchiveError::Config(format!("[fetch]: {error}")))
}

const NO_CONTACT: &str = "nobody is named whom the operators of sites can reach\n\
    hint: write contact = \"you@example.org\" under [fetch] in annals.toml";

fn authorities(path: &Path) -> Result<Authorities, ArchiveError> {
    let wrong = |why: &dyn std::fmt::Display| {
        ArchiveError::Config(format!("[fetch] authorities, `{}`: {why}", path.display()))
    };
    let mut pem = Vec::new();
    let file = File::open(path).map_err(|e| wrong(&e))?;
    file.take(MOST_CERTIFICATES).read_to_end(&mut pem).map_err(|e| wrong(&e))?;
    Authorities::from_pem(&pem).map_err(|e| wrong(&e))
}

fn pace(settings: &Settings) -> Pace {
    let own = settings.hosts.iter().filter_map(|(host, own)| Some((host, own.pause?)));
    Pace {
        pause: settings.pause.duration(),
        pauses: own
            .map(|(host, pause)| (host.to_ascii_lowercase(), pause.max(settings.pause).duration()))
            .collect(),
        longest_wait: settings.longest_wait.duration(),
        ..Pace::default()
    }
}

fn limits(settings: &Settings) -> Limits {
    let unpacked = u64::from(settings.body_mib.max(1)) << 20;
    Limits {
        sent: unpacked,
        unpacked,
        redirects: usize::try_from(settings.redirects).unwrap_or(usize::MAX),
        connect: settings.connect.duration(),
        total: settings.answer.duration(),
        silence: settings.answer.duration().min(Limits::default().silence),
        ..Limits::default()
    }
}

/// What a host is called where one thing at a time is asked of it: `example.org`, or
/// `example.org:8080`.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
