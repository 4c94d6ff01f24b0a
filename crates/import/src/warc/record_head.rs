//! The heads of records: their fields, and what goes into these unchanged by
//! whatever stands in it.

use sha2::{Digest, Sha256};

/// A record's header while it grows.
pub(super) struct Head {
    text: String,
}

impl Head {
    pub(super) fn new(kind: &str, record: &str, date: &str) -> Head {
        let mut head = Head { text: "WARC/1.1\r\n".to_owned() };
        head.field("WARC-Type", kind);
        head.field("WARC-Record-ID", &format!("<{record}>"));
        head.field("WARC-Date", date);
        head
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        self.text.extend([name, ": ", value, "\r\n"]);
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// An id that is the same for the same parts: a UUID of version 8 (RFC 9562).
pub(super) fn id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With the length before it no part can pass for two.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut uuid = [0; 16];
    uuid.copy_from_slice(&hash.finalize()[..16]);
    uuid[6] = uuid[6] & 0x0F | 0x80;
    uuid[8] = uuid[8] & 0x3F | 0x80;
    let hex = hex(&uuid);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// A header's value on one line.
pub(super) fn line(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// An address without anything that would end or split its line.
pub(super) fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.trim().chars() {
        if c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(c);
        }
    }
    address
}
