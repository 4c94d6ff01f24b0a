//! The key under which an index of web archives has an address: its host turned
//! round and its path and query brought to one form (Sort-friendly URI Reordering
//! Transform), as the Wayback Machine and pywb look it up.
//!
//! `https://www.Example.org:443/A/../b/?y=2&x=1#top` has the key
//! `org,example)/b?x=1&y=2`. The rules are those of the Internet Archive's
//! `DefaultIAURLCanonicalizer`; `tests/captures` compares with the Python package.

/// The key of an address of the web. Always ASCII without spaces; linear in the
/// length of the address.
pub fn surt(url: &str) -> String {
    let cleaned: String = url.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let (scheme, rest) = split_scheme(&cleaned);
    let rest = rest.split('#').next().unwrap_or(rest);
    let rest = rest.trim_start_matches('/');
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, port) = host_and_port(authority);
    let host = host_key(host);
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.reverse();
    let mut key = labels.join(",");
    let default = if scheme == "https" { 443 } else { 80 };
    if let Some(port) = port.filter(|port| *port != default) {
        key.push_str(&format!(":{port}"));
    }
    key.push(')');
    key.push_str(&path_key(path));
    let query = query_key(query);
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query);
    }
    key
}

/// The scheme in small letters, `http` where there is none, and what follows it. Of
/// a scheme that stands there several times, the last.
fn split_scheme(url: &str) -> (&'static str, &str) {
    let (mut scheme, mut rest) = ("http", url);
    loop {
        let starts = |s: &str| rest.get(..s.len()).is_some_and(|r| r.eq_ignore_ascii_case(s));
        if starts("http://") {
            (scheme, rest) = ("http", &rest[7..]);
        } else if starts("https://") {
            (scheme, rest) = ("https", &rest[8..]);
        } else {
            return (scheme, rest);
        }
    }
}

/// Host and port of an authority, without the user.
fn host_and_port(authority: &str) -> (&str, Option<u16>) {
    let authority = authority.rsplit('@').next().unwrap_or(authority).trim_end_matches(':');
    match authority.rsplit_once(':') {
        // Within brackets a colon belongs to the address (IPv6).
        Some((host, port)) if !port.contains(']') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (host, None),
        },
        _ => (authority, None),
    }
}

fn host_key(host: &str) -> String {
    let bytes = unescaped(host.as_bytes());
    let host = match String::from_utf8(bytes) {
        Ok(host) if host.is_ascii() => host,
        Ok(host) => idna::domain_to_ascii(&host).unwrap_or(host),
        Err(error) => escaped(error.as_bytes()),
    };
    let host = host.replace("..", ".").to_ascii_lowercase();
    let host = host.trim_matches('.');
    if let Some(address) = ip_address(host) {
        return address;
    }
    let mut host = escaped(host.as_bytes()).to_ascii_lowercase();
    // `www.`, `www2.`: the same site.
    if let Some(rest) = host.strip_prefix("www") {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if let Some(rest) = rest.strip_prefix('.') {
            host = rest.to_owned();
        }
    }
    host
}

/// An IPv4 address in one of its odd spellings: one number, or fewer parts than four.
fn ip_address(host: &str) -> Option<String> {
    if host.is_empty() || !host.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    if !host.contains('.') {
        let number = host
            .bytes()
            .fold(0_u32, |n, digit| n.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')));
        return Some(std::net::Ipv4Addr::from(number).to_string());
    }
    let parts: Vec<&str> = host.split('.').collect();
    let numbers: Option<Vec<u32>> = parts
        .iter()
        .map(|part| match part.strip_prefix('0') {
            Some(octal) if !octal.is_empty() => u32::from_str_radix(octal, 8).ok(),
            _ => part.parse().ok(),
        })
        .collect();
    let numbers = numbers?;
    let (last, first) = numbers.split_last()?;
    if numbers.len() > 4 || first.iter().any(|n| *n > 255) {
        return None;
    }
    let room = 8 * (5 - u32::try_from(numbers.len()).ok()?);
    if u64::from(*last) >= 1 << room {
        return None;
    }
    let high = first.iter().fold(0_u32, |all, n| all << 8 | n);
    let address = high.checked_shl(room).unwrap_or(0) | last;
    Some(std::net::Ipv4Addr::from(address).to_string())
}

fn path_key(path: &str) -> String {
    let path = normalized(&unescaped(path.as_bytes()));
    let mut path = escaped(&path).to_ascii_lowercase();
    path = without_session_in_path(&path).unwrap_or(path);
    if path.len() > 1 && path.ends_with('/') {
        path.pop();
    }
    path
}

/// A path without empty segments, `.` and `..`; with a slash at its beginning.
fn normalized(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    for segment in path.split(|b| *b == b'/').skip(1) {
        match segment {
            b"." => {}
            b".." if !kept.is_empty() => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let mut out = vec![b'/'];
    let last = kept.len().saturating_sub(1);
    for (at, segment) in kept.into_iter().enumerate() {
        out.extend_from_slice(segment);
        if at < last && !segment.is_empty() {
            out.push(b'/');
        }
    }
    out
}

/// ASP.NET writes a session into the path: `/(S(24 characters))/page.aspx`, or
/// `/(24 characters)/page.aspx`.
fn without_session_in_path(path: &str) -> Option<String> {
    let session = |s: &str| s.len() == 24 && s.bytes().all(|b| b.is_ascii_alphanumeric());
    let one = |s: &str| -> bool {
        let inner = s.get(2..s.len().saturating_sub(1)).unwrap_or_default();
        let bytes = s.as_bytes();
        s.len() == 27
            && bytes[0].is_ascii_alphabetic()
            && bytes[1] == b'('
            && bytes[26] == b')'
            && session(inner)
    };
    for (at, _) in path.rmatch_indices("/(") {
        let rest = &path[at + 2..];
        let Some((inside, page)) = rest.split_once(")/") else { continue };
        let named = !inside.is_empty()
            && inside.len() % 27 == 0
            && inside.is_ascii()
            && (0..inside.len() / 27).all(|n| one(&inside[n * 27..(n + 1) * 27]));
        let before_query = page.split('?').next().unwrap_or(page);
        if (named || session(inside)) && before_query.find(".aspx").is_some_and(|at| at > 0) {
            return Some(format!("{}{page}", &path[..=at]));
        }
    }
    None
}

fn query_key(query: &str) -> String {
    let mut query = escaped(&unescaped(query.as_bytes()));
    for (name, length) in [("jsessionid=", 32), ("phpsessid=", 32), ("sid=", 32)] {
        query = without_session(query, name, |value| {
            value.len() == length && value.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    }
    query = without_asp_session(query);
    query = without_cold_fusion(query);
    query.make_ascii_lowercase();
    if query.len() > 1 {
        let mut parts: Vec<(&str, Option<&str>)> = query
            .split('&')
            .map(|part| match part.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (part, None),
            })
            .collect();
        parts.sort_unstable();
        let parts: Vec<String> = parts
            .into_iter()
            .map(|(name, value)| match value {
                Some(value) => format!("{name}={value}"),
                None => name.to_owned(),
            })
            .collect();
        return parts.join("&");
    }
    query
}

/// Takes the last `name=value` of a session out, with the `&` behind it.
fn without_session(query: String, name: &str, is_session: impl Fn(&str) -> bool) -> String {
    let small = query.to_ascii_lowercase();
    for (at, _) in small.rmatch_indices(name) {
        let from = at + name.len();
        let to = small[from..].find('&').map_or(small.len(), |n| from + n);
        if is_session(&small[from..to]) {
            return without(&query, at, to);
        }
    }
    query
}

/// `ASPSESSIONIDxxxxxxxx=` with 24 letters.
fn without_asp_session(query: String) -> String {
    let small = query.to_ascii_lowercase();
    let letters = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_alphabetic());
    for (at, name) in small.rmatch_indices("aspsessionid") {
        let from = at + name.len();
        let to = small[from..].find('&').map_or(small.len(), |n| from + n);
        let session = small[from..to].split_once('=');
        if session.is_some_and(|(id, value)| letters(id, 8) && letters(value, 24)) {
            return without(&query, at, to);
        }
    }
    query
}

/// `cfid=…&cftoken=…`
fn without_cold_fusion(query: String) -> String {
    let small = query.to_ascii_lowercase();
    for (at, name) in small.rmatch_indices("cfid=") {
        let from = at + name.len();
        let Some(middle) = small[from..].find('&').map(|n| from + n) else { continue };
        let Some(token) = small[middle + 1..].strip_prefix("cftoken=") else { continue };
        let value = token.split('&').next().unwrap_or(token);
        if middle > from && !value.is_empty() {
            return without(&query, at, middle + 1 + "cftoken=".len() + value.len());
        }
    }
    query
}

fn without(query: &str, from: usize, to: usize) -> String {
    let rest = &query[to..];
    format!("{}{}", &query[..from], rest.strip_prefix('&').unwrap_or(rest))
}

/// Takes percent-encoding off until there is none. What comes off may complete
/// another, so the end of what is written so far is looked at after each byte.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    for byte in text {
        out.push(*byte);
        while let [.., b'%', high, low] = out.as_slice() {
            let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { break };
            out.truncate(out.len() - 3);
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
        }
    }
    out
}

/// Percent-encodes what is not printable ASCII, and `#` and `%`.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_graphic() && !matches!(byte, b'#' | b'%') {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_have_one_key() {
        for (url, key) in [
            ("https://www.Example.org:443/A/../b/?y=2&x=1#top", "org,example)/b?x=1&y=2"),
            ("http://example.org", "org,example)/"),
            ("http://example.org?", "org,example)/"),
            ("http://user:word@www2.example.org:8080//a///b/./c/", "org,example:8080)/a/b/c"),
            ("http://https://example.org/x", "org,example)/x"),
            ("https://example.org/%2541%20b", "org,example)/a%20b"),
            ("https://example.org/Zürich?Ort=Zürich", "org,example)/z%c3%bcrich?ort=z%c3%bcrich"),
            ("https://bücher.example/", "example,xn--bcher-kva)/"),
            ("http://3279880203/blah", "11,0,127,195)/blah"),
            ("http://127.1/", "1,0,0,127)/"),
            ("http://example.org/?b&a=&a&B=1", "org,example)/?a&a=&b&b=1"),
            (
                "http://example.org/p?x=1&PHPSESSID=0123456789abcdefghijklemopqrstuv&y=2",
                "org,example)/p?x=1&y=2",
            ),
            ("http://example.org/p?cfid=1234&CFTOKEN=5678&z=1", "org,example)/p?z=1"),
            (
                "http://example.org/(S(4hqa0555fwsecu455xqckv45))/mail.aspx",
                "org,example)/mail.aspx",
            ),
            ("http://example.org/a b", "org,example)/a%20b"),
        ] {
            assert_eq!(surt(url), key, "{url}");
        }
    }

    #[test]
    fn encodings_over_each_other_cost_little() {
        let url = format!("http://example.org/%{}41", "25".repeat(200_000));
        assert_eq!(surt(&url), "org,example)/a");
    }

    #[test]
    fn whatever_it_is_has_a_key_on_one_line() {
        for url in [
            "",
            "%",
            "http://",
            "http:///",
            "http://[::1]:80/",
            "x",
            "http://../..",
            "http://a\u{0}b/ \u{7f}",
        ] {
            let key = surt(url);
            assert!(key.bytes().all(|b| b.is_ascii_graphic()), "{url:?}: {key:?}");
        }
    }
}
