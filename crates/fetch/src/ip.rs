//! Which numbers of hosts belong to the open internet.
//!
//! The rule is a list of what is refused, by the registries of special-purpose
//! addresses (IANA; RFC 6890 and its successors) for IPv4, and for IPv6 the other way
//! round: only what is given out as global unicast is good, minus what was taken out of
//! it. An IPv6 address that carries an IPv4 address is as good as what it carries.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that no public host has: first address, bits, what they are.
const CLOSED: [(Ipv4Addr, u32, &str); 17] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "of \"this network\""),
    (Ipv4Addr::new(10, 0, 0, 0), 8, PRIVATE),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "a carrier's inside"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, LOOPBACK),
    // Where clouds tell machines their secrets; the next one is Azure's, in public space.
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local, or a cloud's metadata"),
    (Ipv4Addr::new(168, 63, 129, 16), 32, "a cloud's metadata"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, PRIVATE),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "of protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a relay of 6to4"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, PRIVATE),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// Networks within global unicast (`2000::/3`) that no public host has.
const CLOSED_6: [(Ipv6Addr, u32, &str); 4] = [
    // Teredo, ORCHID, benchmarks and other protocols lie in it.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "of protocols (Teredo among them)"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "of 6to4"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

const PRIVATE: &str = "private";
const LOOPBACK: &str = "loopback";

/// What is wrong with an address; `None` if it is of the open internet.
pub(crate) fn closed(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => closed_4(ip),
        IpAddr::V6(ip) => closed_6(ip),
    }
}

/// Whether an address is this machine itself.
pub(crate) fn is_loopback(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback(),
        IpAddr::V6(ip) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
    }
}

fn closed_4(ip: Ipv4Addr) -> Option<&'static str> {
    let within = |net: Ipv4Addr, bits: u32| (u32::from(ip) ^ u32::from(net)) >> (32 - bits) == 0;
    CLOSED.iter().find(|(net, bits, _)| within(*net, *bits)).map(|(_, _, what)| *what)
}

fn closed_6(ip: Ipv6Addr) -> Option<&'static str> {
    if ip.is_unspecified() {
        return Some("unspecified");
    }
    if ip.is_loopback() {
        return Some(LOOPBACK);
    }
    if let Some(inner) = carried(ip) {
        return closed_4(inner);
    }
    let within = |net: Ipv6Addr, bits: u32| (u128::from(ip) ^ u128::from(net)) >> (128 - bits) == 0;
    if let Some((_, _, what)) = CLOSED_6.iter().find(|(net, bits, _)| within(*net, *bits)) {
        return Some(what);
    }
    match ip.segments()[0] {
        0x2000..=0x3fff => None,
        0xff00..=0xffff => Some("multicast"),
        0xfe80..=0xfebf => Some("link-local"),
        0xfc00..=0xfdff => Some("private"),
        _ => Some("not global"),
    }
}

/// The IPv4 address that an IPv6 address stands for where a host's traffic goes to it:
/// mapped (`::ffff:a.b.c.d`) and the well-known prefix of NAT64 (`64:ff9b::/96`), by
/// which networks without IPv4 reach the whole of it.
///
/// Compatible (`::a.b.c.d`), 6to4 and Teredo carry addresses too, but have no honest use
/// any more and are refused as they are.
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, high, low] = ip.segments();
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => {
            let ([p, q], [r, s]) = (high.to_be_bytes(), low.to_be_bytes());
            Some(Ipv4Addr::new(p, q, r, s))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<&'static str> {
        closed(text.parse().expect(text))
    }

    #[test]
    fn closed_networks_to_their_last_address() {
        for text in [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "169.254.0.0",
            "168.63.129.16",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.0",
            "192.168.255.255",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::808:808",
            "100::1",
            "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::1",
            "fe80::a9fe:a9fe",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ] {
            assert!(check(text).is_some(), "{text} passes");
        }
    }

    #[test]
    fn neighbours_of_closed_networks_are_open() {
        for text in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "8.8.8.8",
            "91.198.174.192",
            "::ffff:91.198.174.192",
            "64:ff9b::5bc6:aec0",
            "2001:200::1",
            "2001:db7::1",
            "2001:db9::1",
            "2003::1",
            "2620:0:862:ed1a::1",
            "2a02:ec80:300:ed1a::1",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn this_machine() {
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(text.parse().expect(text)), "{text}");
        }
        assert!(!is_loopback("10.0.0.1".parse().expect("an address")));
    }
}
