//! Hashes of words and runs: the same on every machine and in every version,
//! because fingerprints may be kept.

/// FNV-1a of the bytes, mixed.
pub(super) fn of_str(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mixed(fnv)
}

/// One hash of several, in their order.
pub(super) fn of_all(keys: impl IntoIterator<Item = u64>) -> u64 {
    keys.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash, key| mixed(hash.rotate_left(5) ^ key))
}

/// The finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit of the
/// input moves every bit of the output.
pub(super) fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
