//! Random secrets, and what they are recognised by.

use super::AccountError;
use sha2::{Digest, Sha256};

/// A random secret of 256 bits, as 64 hexadecimal digits.
pub(super) fn random() -> Result<String, AccountError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| AccountError::Secret(e.to_string()))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// What the archive keeps of a secret. A random secret of 256 bits needs no slow
/// hash, and looking up by its hash tells nothing about it by the time it takes.
pub(super) fn recognise(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ() {
        let (a, b) = (random().unwrap(), random().unwrap());
        assert!(a.len() == 64 && a != b && recognise(&a) != recognise(&b));
    }
}
