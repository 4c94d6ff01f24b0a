//! Which original an address means (URI-R), and where this site stands.

use super::{Asked, instant};
use crate::App;
use crate::answer::{Problem, decode_path};
use annals_model::Timestamp;
use annals_publish::Format;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use url::Url;

/// A longer original is refused; browsers and servers agree on some 2,000.
const LONGEST: usize = 4_096;

/// Where this site stands, for addresses that are sent elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// `https://news.example.org`, without a final slash.
    base: String,
    /// The path of the site's root, without a final slash: empty, or `/news`.
    root: String,
}

impl Site {
    /// As the owner set it; otherwise the host that the client asked.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Site {
        let set = app.live.rendering().settings.base_url.as_deref();
        if let Some(url) = set.and_then(|base| Url::parse(base).ok())
            && url.has_host()
        {
            let root = url.path().trim_end_matches('/').to_owned();
            let base = url.as_str().trim_end_matches('/').to_owned();
            return Site { base, root };
        }
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        let host = host.filter(|h| is_host(h)).unwrap_or("localhost");
        Site { base: format!("http://{host}"), root: String::new() }
    }

    /// The whole address of a path of this site (not encoded).
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{}", self.base, crate::answer::encode_path(path))
    }

    /// The address of an original's TimeGate.
    pub(crate) fn timegate(&self, original: &str) -> String {
        format!("{}/timegate/{original}", self.base)
    }

    /// The address of an original's TimeMap, `link` or `json`.
    pub(crate) fn timemap(&self, format: &str, original: &str) -> String {
        format!("{}/timemap/{format}/{original}", self.base)
    }

    /// The address of a memento.
    pub(crate) fn memento(&self, time: Timestamp, original: &str) -> String {
        format!("{}/web/{}/{original}", self.base, instant::digits(time))
    }

    /// The path of a memento for redirects: it never leads to another host.
    pub(super) fn memento_path(&self, time: Timestamp, original: &str) -> String {
        self.asked_path(time, Asked::Page, original)
    }

    pub(super) fn asked_path(&self, time: Timestamp, asked: Asked, original: &str) -> String {
        let mark = if asked == Asked::Bytes { "id_" } else { "" };
        format!("{}/web/{}{mark}/{original}", self.root, instant::digits(time))
    }

    /// The path of a memento without the site's root, as templates want it.
    pub(super) fn below_root(&self, time: Timestamp, original: &str) -> String {
        format!("/web/{}/{original}", instant::digits(time))
    }

    /// The path of the site's root, without a final slash.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The path (decoded) that an address has on this site; `None` for others.
    fn own(&self, url: &Url) -> Option<String> {
        let base = Url::parse(&self.base).ok()?;
        // A site behind a proxy is asked under both schemes.
        let same = base.host_str() == url.host_str()
            && base.port_or_known_default() == url.port_or_known_default()
            || (base.host_str() == url.host_str() && base.port().is_none() && url.port().is_none());
        if !same {
            return None;
        }
        let path = url.path().strip_prefix(self.root.as_str())?;
        decode_path(path).filter(|path| path.starts_with('/'))
    }
}

/// A host with or without a port, and nothing that could be something else in a header.
fn is_host(host: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b);
    !host.is_empty()
        && host.len() <= 255
        && host.bytes().all(fits)
        && Url::parse(&format!("http://{host}")).is_ok_and(|u| u.path() == "/")
}

/// What stands behind the prefix of an address, its query included, as it was sent.
pub(super) fn asked<'u>(uri: &'u Uri, prefix: &str) -> Result<&'u str, Problem> {
    let whole = uri.path_and_query().map_or("", |p| p.as_str());
    // The prefix may have been sent with escapes; then it is no address of ours.
    let rest = whole.strip_prefix(prefix).ok_or_else(Problem::missing)?;
    if rest.len() > LONGEST {
        let title = "The address is too long";
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "too-long", title)
            .detail(format!("an original may have {LONGEST} bytes")));
    }
    Ok(rest)
}

/// An original as it was addressed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Addressed {
    /// A page of this site.
    Own {
        /// Its path without suffix.
        path: String,
        /// The format that its suffix names.
        format: Option<Format>,
    },
    /// A page elsewhere.
    Elsewhere(Url),
}

impl Addressed {
    /// Reads what stands behind a prefix: an address, encoded as a whole or not, or
    /// a path of this site. An address without scheme is one of the web.
    pub(super) fn read(site: &Site, asked: &str) -> Result<Addressed, Problem> {
        let text = match with_scheme(asked) {
            Some(text) => text,
            None => match decode_path(asked).as_deref().and_then(with_scheme) {
                Some(text) => text,
                None => return Addressed::schemeless(asked),
            },
        };
        let mut url = Url::parse(&text)
            .map_err(|_| Problem::invalid("the original is no address of the web"))?;
        if !url.username().is_empty() || url.password().is_some() || !url.has_host() {
            return Err(Problem::invalid("the original must be an address without a user name"));
        }
        url.set_fragment(None);
        Ok(match site.own(&url) {
            Some(path) => own(&path),
            None => Addressed::Elsewhere(url),
        })
    }

    fn schemeless(asked: &str) -> Result<Addressed, Problem> {
        let rest = asked.trim_start_matches('/');
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Scripts and other schemes have a colon; a port has digits behind it.
        if let Some((_, port)) = host.split_once(':')
            && port.parse::<u16>().is_err()
        {
            return Err(Problem::invalid("the original must be an http or https address"));
        }
        let is_web = host.contains('.') && !matches!(host, "." | "..") && !asked.starts_with('/');
        if is_web && let Ok(url) = Url::parse(&format!("http://{rest}")) {
            return Ok(Addressed::Elsewhere(url));
        }
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        decode_path(&format!("/{path}")).map(|path| own(&path)).ok_or_else(Problem::missing)
    }
}

/// The address with a whole scheme, if it is one of http or https. Proxies and
/// shells make one slash of two.
fn with_scheme(text: &str) -> Option<String> {
    for scheme in ["https:", "http:"] {
        if let (Some(head), Some(rest)) = (text.get(..scheme.len()), text.get(scheme.len()..))
            && head.eq_ignore_ascii_case(scheme)
            && rest.starts_with('/')
        {
            let rest = rest.strip_prefix("//").or_else(|| rest.strip_prefix('/'))?;
            return (!rest.is_empty()).then(|| format!("{scheme}//{rest}"));
        }
    }
    None
}

fn own(path: &str) -> Addressed {
    if let Some((bare, suffix)) = path.rsplit_once('.')
        && let Some(format) = Format::ALL.into_iter().find(|f| f.suffix() == suffix)
    {
        return Addressed::Own { path: bare.to_owned(), format: Some(format) };
    }
    Addressed::Own { path: path.to_owned(), format: None }
}

/// The address of an original on this site.
pub(super) fn own_address(site: &Site, path: &str, format: Option<Format>) -> String {
    let suffix = format.map_or(String::new(), |f| format!(".{}", f.suffix()));
    site.address(&format!("{path}{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base: &str) -> Site {
        let root = Url::parse(base).unwrap().path().trim_end_matches('/').to_owned();
        Site { base: base.into(), root }
    }

    fn read(asked: &str) -> Result<Addressed, u16> {
        Addressed::read(&site("https://news.example.org"), asked).map_err(|p| p.status)
    }

    fn elsewhere(asked: &str) -> Option<String> {
        match read(asked) {
            Ok(Addressed::Elsewhere(url)) => Some(url.into()),
            _ => None,
        }
    }

    #[test]
    fn an_address_is_read_however_it_is_sent() {
        for asked in [
            "https://www.un.org/a?b=c&d=1",
            "HTTPS://www.un.org/a?b=c&d=1",
            "https:/www.un.org/a?b=c&d=1",
            "https%3A%2F%2Fwww.un.org%2Fa%3Fb%3Dc%26d%3D1",
            "https://www.un.org/a?b=c&d=1#e",
        ] {
            assert_eq!(
                elsewhere(asked).as_deref(),
                Some("https://www.un.org/a?b=c&d=1"),
                "{asked}"
            );
        }
        assert_eq!(elsewhere("www.un.org/a").as_deref(), Some("http://www.un.org/a"));
        assert_eq!(elsewhere("un.org:8080/a").as_deref(), Some("http://un.org:8080/a"));
    }

    #[test]
    fn an_own_page_is_one_however_it_is_sent() {
        let page = |format| Ok(Addressed::Own { path: "/news/2016/9/9/a".into(), format });
        assert_eq!(read("https://news.example.org/news/2016/9/9/a.json"), page(Some(Format::Json)));
        assert_eq!(read("http://news.example.org/news/2016/9/9/a"), page(None));
        assert_eq!(read("/news/2016/9/9/a.html"), page(Some(Format::Html)));
        assert_eq!(read("news/2016/9/9/a.md?x=1"), page(Some(Format::Markdown)));
        let below = site("https://example.org/archive");
        let read = |asked| Addressed::read(&below, asked).map_err(|p| p.status);
        assert_eq!(read("https://example.org/archive/news/2016/9/9/a"), page(None));
        assert!(matches!(read("https://example.org/news/x"), Ok(Addressed::Elsewhere(_))));
        assert_eq!(
            own_address(&below, "/news/2016/9/9/停火", Some(Format::Json)),
            "https://example.org/archive/news/2016/9/9/%E5%81%9C%E7%81%AB.json"
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://",
            "http://user:pass@example.org/",
            "http://[::1/",
            "http://exa mple.org/",
            "ftp:x",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        // A path, and no such page.
        for path in ["//evil.example/x", "../../etc/passwd", "..%2f..%2fetc"] {
            assert!(matches!(read(path), Ok(Addressed::Own { .. })), "{path}");
        }
        assert!(read("/%00").is_err() && read("/%ff").is_err());
    }

    #[test]
    fn hosts_cannot_break_out_of_headers() {
        for good in ["127.0.0.1:8620", "[::1]:80", "news.example.org"] {
            assert!(is_host(good), "{good}");
        }
        for bad in ["", "a>b", "a b", "a\"b", "a/b", "a@b", "a,b", "a;b", ":80:"] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
