//! The files in which a host reserves something, read and remembered.

use super::{Reservation, Right, Said, SaidIn, short};
use crate::pace::{later, lock};
use crate::{PRODUCT, Robots};
use annals_model::Timestamp;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use url::Url;

/// How long files count.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// How much sooner files are asked for again that could not be had.
pub(crate) const SOONER: Duration = Duration::from_secs(23 * 3600);
/// Hosts whose files are held; the oldest go for the next.
const HOSTS: usize = 2_000;
/// Bytes of all files that are held.
const BYTES: usize = 32 << 20;
/// Entries of a `tdmrep.json` that are looked at.
const ENTRIES: usize = 2_000;
/// Bytes of a file that are taken.
pub(crate) const LARGEST: u64 = 256 << 10;

/// Where the protocol's file lies.
pub(crate) const TDMREP: &str = "/.well-known/tdmrep.json";
/// Where the proposal's file lies.
pub(crate) const AI_TXT: &str = "/ai.txt";

/// What a host's files say, to be kept between runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationsKnown {
    /// Scheme, host and port: `https://example.org`.
    pub origin: String,
    /// When the files were asked for.
    pub asked: Timestamp,
    /// `/.well-known/tdmrep.json`; empty where there is none.
    pub tdmrep: Vec<u8>,
    /// `/ai.txt`; empty where there is none.
    pub ai_txt: Vec<u8>,
}

/// The files of all hosts, by origin.
#[derive(Default)]
pub(crate) struct HostFiles {
    entries: Mutex<HashMap<String, ReservationsKnown>>,
}

impl HostFiles {
    /// What is known of a host and not too old.
    pub(crate) fn get(&self, origin: &str, now: Timestamp) -> Option<ReservationsKnown> {
        let entries = lock(&self.entries);
        let known = entries.get(origin)?;
        (known.asked <= now && now < later(known.asked, FRESH)).then(|| known.clone())
    }

    pub(crate) fn know(&self, known: ReservationsKnown) {
        let mut entries = lock(&self.entries);
        entries.remove(&known.origin);
        let size = |known: &ReservationsKnown| known.tdmrep.len() + known.ai_txt.len();
        let mut bytes: usize = entries.values().map(size).sum();
        while !entries.is_empty() && (entries.len() >= HOSTS || bytes + size(&known) > BYTES) {
            let oldest = entries.values().min_by_key(|entry| entry.asked);
            let Some(origin) = oldest.map(|entry| entry.origin.clone()) else { break };
            bytes -= entries.remove(&origin).map_or(0, |entry| size(&entry));
        }
        entries.insert(known.origin.clone(), known);
    }

    /// Everything, by origin.
    pub(crate) fn known(&self) -> Vec<ReservationsKnown> {
        let mut known: Vec<_> = lock(&self.entries).values().cloned().collect();
        known.sort_by(|a, b| a.origin.cmp(&b.origin));
        known
    }
}

/// A file as it counts: an error page that is said to be the file is none.
pub(crate) fn counts(path: &str, body: Vec<u8>) -> Vec<u8> {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body).trim_ascii_start();
    let good = if path == TDMREP { start.starts_with(b"[") } else { !start.starts_with(b"<") };
    if good { body } else { Vec::new() }
}

impl ReservationsKnown {
    /// What the files say of an address of their host.
    pub(crate) fn about(&self, url: &Url) -> Reservation {
        let mut all = Reservation::default();
        all.said.extend(self.ai(url));
        all.said.extend(self.tdm(url));
        all
    }

    fn ai(&self, url: &Url) -> Option<Said> {
        let rules = Robots::parse(&self.ai_txt, PRODUCT);
        if self.ai_txt.is_empty() || rules.allows(url) {
            return None;
        }
        Some(Said {
            right: Right::Training,
            reserved: true,
            place: SaidIn::AiTxt,
            url: url.join(AI_TXT).ok()?,
            words: format!("Disallow: {}", short(&rules.decisive(url)?)),
            policy: None,
        })
    }

    /// The entry whose location fits best: locations are written as in `robots.txt`.
    fn tdm(&self, url: &Url) -> Option<Said> {
        let text = self.tdmrep.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.tdmrep);
        let entries: Vec<Value> = serde_json::from_slice(text).ok()?;
        let fits = entries.iter().take(ENTRIES).filter_map(|entry| {
            let location = entry.get("location")?.as_str()?;
            let reserved = match entry.get("tdm-reservation")? {
                Value::Number(n) => n.as_u64()? == 1,
                Value::String(s) => s.trim() == "1",
                _ => return None,
            };
            Robots::fits(location, url).then_some((location, reserved, entry))
        });
        let (location, reserved, entry) = fits.max_by_key(|(location, ..)| location.len())?;
        let policy = entry.get("tdm-policy").and_then(Value::as_str);
        Some(Said {
            right: Right::Mining,
            reserved,
            place: SaidIn::TdmRep,
            url: url.join(TDMREP).ok()?,
            words: format!("{}: tdm-reservation: {}", short(location), u8::from(reserved)),
            policy: policy.filter(|_| reserved).map(short).filter(|p| !p.is_empty()),
        })
    }
}
