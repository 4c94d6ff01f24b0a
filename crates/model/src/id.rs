//! Event ids: twelve base32 characters that never change.

use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// RFC 4648 base32, lower case, so that an id reads well in an address.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The identity of an event: 60 bits of a SHA-256 over the key that its first
/// source gave it, written as 12 lower-case base32 characters (RFC 4648 §6).
///
/// Rewording, re-dating, splitting and merging never change it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId([u8; 12]);

/// A text that is not an event id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an event id: an id is 12 characters of a-z and 2-7")]
pub struct InvalidId(pub String);

impl EventId {
    /// Derives the id from an origin's key. The same key gives the same id on every machine.
    pub fn from_key(key: &str) -> EventId {
        let hash = Sha256::digest(key.as_bytes());
        let mut bits = u64::from_be_bytes([
            hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
        ]);
        let mut id = [0; 12];
        for slot in &mut id {
            *slot = ALPHABET[(bits >> 59) as usize];
            bits <<= 5;
        }
        EventId(id)
    }

    /// The twelve characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an id holds ASCII by construction")
    }
}

impl FromStr for EventId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<EventId, InvalidId> {
        let bytes: [u8; 12] =
            text.as_bytes().try_into().map_err(|_| InvalidId(text.chars().take(40).collect()))?;
        if bytes.iter().all(|b| ALPHABET.contains(b)) {
            Ok(EventId(bytes))
        } else {
            Err(InvalidId(text.chars().take(40).collect()))
        }
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_is_stable() {
        let id = EventId::from_key("en/2016-09-12/a truce takes effect in syria");
        assert_eq!(id.as_str().parse(), Ok(id));
        // Pinned: changing the derivation would move every address that exists.
        assert_eq!(EventId::from_key("").as_str(), "4oymiquy7qob");
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in ["", "short", "UPPERCASE234", "abcdefghijk1", "abcdefghijklm", "äbcdefghijk"] {
            assert!(bad.parse::<EventId>().is_err(), "{bad}");
        }
    }
}
