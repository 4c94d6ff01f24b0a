//! Signing what goes to webhooks, as Standard Webhooks says
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>):
//! HMAC-SHA256 over the message's id, the time of sending and the body. A receiver that
//! looks at the time takes no message that somebody sends again later, and one that looks
//! at the id takes none twice.

use crate::{Archive, ArchiveError};
use annals_model::Timestamp;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::path::Path;

/// Shortest secret, in bytes; shorter ones can be guessed.
const SHORTEST: usize = 16;
/// Largest file that is read for one.
const LARGEST: usize = 4 << 10;

/// A secret. Its text form does not show it.
pub(super) struct Secret(Vec<u8>);

/// The headers that prove who sent a message, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) timestamp: String,
    pub(super) signature: String,
}

/// Reads a secret's file: `whsec_` and Base64, or the secret itself; space around it is
/// no part of it.
pub(super) fn secret(archive: &Archive, file: &str) -> Result<Secret, ArchiveError> {
    let path = archive.dir.join(Path::new(file));
    let refused = |why: &str| ArchiveError::Refused(format!("`{}`: {why}", path.display()));
    let bytes = std::fs::read(&path).map_err(|e| refused(&e.to_string()))?;
    let text = bytes.trim_ascii();
    let secret = match text.strip_prefix(b"whsec_") {
        Some(encoded) => {
            BASE64.decode(encoded).map_err(|_| refused("what follows `whsec_` is no Base64"))?
        }
        None => text.to_vec(),
    };
    if secret.len() < SHORTEST || bytes.len() > LARGEST {
        return Err(refused("a secret has 16 bytes at least, and 4096 at most"));
    }
    Ok(Secret(secret))
}

impl Secret {
    /// Signs a message that is sent at a time.
    pub(super) fn sign(&self, id: &str, time: Timestamp, body: &str) -> Proof {
        let timestamp = time.as_second().to_string();
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        let signature = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
        Proof { timestamp, signature }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_the_standard_says() {
        // The key and message of its reference libraries' tests.
        let key = BASE64.decode(b"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let time = Timestamp::from_second(1_614_265_330).unwrap();
        let proof =
            Secret(key).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time, r#"{"test": 2432232314}"#);
        assert_eq!(proof.timestamp, "1614265330");
        assert_eq!(proof.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
