//! Passwords: argon2id, and the same work whether an account exists or not.

use super::AccountError;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Characters that a password has at least (NIST SP 800-63B-4 asks for 15 where a
/// password is all there is, and for 8 at the very least).
pub const PASSWORD_CHARACTERS: usize = 12;
/// Bytes that a password has at most: bounds what hashing reads.
pub const PASSWORD_BYTES: usize = 1024;

/// Memory (KiB), passes and lanes, as OWASP's Password Storage Cheat Sheet gives
/// them for argon2id (2025): 19 MiB, two passes, one lane.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2() -> Result<Argon2<'static>, AccountError> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(fail)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fail(error: impl std::fmt::Display) -> AccountError {
    AccountError::Secret(error.to_string())
}

/// The form in which passwords are compared (NFKC, as SP 800-63B asks for), so that
/// another keyboard gives the same password.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Hashes a new password; a PHC string.
///
/// # Errors
/// [`AccountError::Invalid`] where it is too short or too long.
pub(super) fn hash(password: &str) -> Result<String, AccountError> {
    if password.len() > PASSWORD_BYTES {
        let problem = format!("the password has more than {PASSWORD_BYTES} bytes");
        return Err(AccountError::Invalid(problem));
    }
    let password = normal(password);
    if password.chars().count() < PASSWORD_CHARACTERS {
        return Err(AccountError::Invalid(format!(
            "the password has less than {PASSWORD_CHARACTERS} characters\nhint: several words are easier to keep in mind than one with signs"
        )));
    }
    let hash = argon2()?.hash_password(password.as_bytes()).map_err(fail)?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was hashed. Without a hash it is compared
/// with one that nobody has the password of: who asks learns nothing from the
/// time it takes.
pub(super) fn is_right(password: &str, hash: Option<&str>) -> Result<bool, AccountError> {
    if password.len() > PASSWORD_BYTES {
        return Ok(false);
    }
    // Made before it is known whether it is needed.
    let nobodys = nobodys()?;
    let parsed = PasswordHash::new(hash.unwrap_or(nobodys)).map_err(fail)?;
    let right = argon2()?.verify_password(normal(password).as_bytes(), &parsed).is_ok();
    Ok(right && hash.is_some())
}

fn nobodys() -> Result<&'static str, AccountError> {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    if let Some(hash) = NOBODYS.get() {
        return Ok(hash);
    }
    let made = hash(&super::secrets::random()?)?;
    Ok(NOBODYS.get_or_init(|| made))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_however_it_is_composed() {
        let hash = hash("caf\u{e9} au lait au lit").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("cafe\u{301} au lait au lit", Some(&hash)).unwrap());
        assert!(!is_right("cafe au lait au lit", Some(&hash)).unwrap());
        assert!(!is_right("caf\u{e9} au lait au lit", None).unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(matches!(hash("short"), Err(AccountError::Invalid(_))));
        assert!(matches!(hash(&"x".repeat(PASSWORD_BYTES + 1)), Err(AccountError::Invalid(_))));
        assert!(!is_right(&"x".repeat(PASSWORD_BYTES + 1), None).unwrap());
    }

    #[test]
    fn a_missing_account_costs_what_a_wrong_password_costs() {
        use std::time::Instant;
        let hash = hash("the right pass phrase").unwrap();
        // The least of several: what other processes take only adds.
        let least = |of: Option<&str>| {
            let time = || {
                let start = Instant::now();
                assert!(!is_right("the wrong pass phrase", of).unwrap());
                start.elapsed()
            };
            (0..5).map(|_| time()).min().unwrap()
        };
        let (known, unknown) = (least(Some(&hash)), least(None));
        assert!(unknown * 2 > known && known * 2 > unknown, "{known:?} {unknown:?}");
    }
}
