//! Digests as web archives state them: `sha1:` and base32 by custom, `sha256:`
//! and hexadecimal too.

use data_encoding::{BASE32, HEXLOWER};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// What comparing a stated digest came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Same,
    Different,
    /// An algorithm that annals does not know.
    Unknown,
}

/// The digest that records state of payloads and blocks: `sha1:` and base32.
pub fn sha1(bytes: &[u8]) -> String {
    format!("sha1:{}", BASE32.encode(&Sha1::digest(bytes)))
}

/// Compares bytes with a digest in base32 or hexadecimal, in whatever case.
pub(super) fn check(stated: &str, bytes: &[u8]) -> Match {
    let Some((algorithm, value)) = stated.split_once(':') else { return Match::Unknown };
    let value = value.trim().trim_end_matches('=');
    let same = |digest: &[u8]| {
        let base32 = BASE32.encode(digest);
        let same = value.eq_ignore_ascii_case(base32.trim_end_matches('='))
            || value.eq_ignore_ascii_case(&HEXLOWER.encode(digest));
        if same { Match::Same } else { Match::Different }
    };
    match algorithm.trim().to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => same(&Sha1::digest(bytes)),
        "sha256" | "sha-256" => same(&Sha256::digest(bytes)),
        _ => Match::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_compared() {
        // The digests of `abc` in FIPS 180's examples.
        let abc = b"abc";
        assert_eq!(sha1(abc), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
        assert_eq!(check("sha1:vgmt4nsha2awvor6evyxqugcnsonbwe5", abc), Match::Same);
        assert_eq!(check("sha1:A9993E364706816ABA3E25717850C26C9CD0D89D", abc), Match::Same);
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(check(&format!("sha-256:{sha256}"), abc), Match::Same);
        assert_eq!(check("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", b"abd"), Match::Different);
        assert_eq!(check("md5:900150983cd24fb0d6963f7d28e17f72", abc), Match::Unknown);
        assert_eq!(check("nonsense", abc), Match::Unknown);
    }
}
