//! `[fetch]` in `annals.toml`: what is fetched, how often, and with which manners.

use super::Period;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use url::Url;

/// What is fetched, and how. Every key is optional.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fetch {
    /// Whom a site's operator can reach: an address of mail, or of a page. It stands in
    /// every request's `User-Agent` behind annals's own name.
    pub contact: Option<String>,
    /// Between an answer of a host and the next request to it, at least.
    pub pause: Period,
    /// The longest time for which a host that asks to be left alone is left alone.
    pub longest_wait: Period,
    /// Hosts that are asked at the same time; each is asked one thing at a time.
    pub hosts_at_once: u32,
    /// Pages that one round asks for, in all.
    pub most: u32,
    /// Pages that one round asks of one host.
    pub most_each: u32,
    /// How much of one answer is taken, in mebibytes, unpacked.
    pub body_mib: u32,
    /// How long connecting may take.
    pub connect: Period,
    /// How long one request may take in all.
    pub answer: Period,
    /// Redirects that are followed.
    pub redirects: u32,
    /// A proxy, `http://host:port`, through which everything goes.
    pub proxy: Option<Address>,
    /// A file of certificates (PEM): the authorities that vouch for `https` servers,
    /// instead of those built in. Relative to the archive's folder.
    pub authorities: Option<PathBuf>,
    /// Hosts and addresses that may be asked although they are not of the open internet:
    /// `"localhost"`, `"10.1.2.3"`, `"news.internal"`.
    pub allow: Vec<String>,
    /// Whether the pages of feeds' and sitemaps' new entries are fetched.
    pub articles: bool,
    /// Whether the sources of new events are captured.
    pub sources: bool,
    /// How far back an event is new.
    pub sources_of: Period,
    /// How long after its first capture a page is asked for again, each time once:
    /// what was edited in silence or is gone is noticed then.
    pub again: Vec<Period>,
    /// What holds for single hosts, by name.
    pub hosts: BTreeMap<String, Host>,
    /// The Current Events pages of a wiki.
    pub wcep: Wcep,
    /// Feeds that are followed, besides those of imported lists.
    pub feed: Vec<Feed>,
    /// Sitemaps that are followed.
    pub sitemap: Vec<Sitemap>,
    /// Pages that are watched.
    pub page: Vec<Page>,
}

/// What holds for one host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Host {
    /// The pause between requests to it, where it is longer than everybody's.
    pub pause: Option<Period>,
    /// Pages that one round asks of it.
    pub most: Option<u32>,
    /// Whether it is left alone altogether.
    pub skip: bool,
}

/// The Current Events pages of a wiki, through its MediaWiki API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wcep {
    /// Whether a round asks for them; `annals fetch wcep` does in any case.
    pub on: bool,
    /// The API.
    pub api: Address,
    /// The title of a day's page: `{year}`, `{month name}` (English), `{month}` or
    /// `{0month}` (its number), `{day}` or `{0day}` are filled in.
    pub title: String,
    /// The pages' language, BCP 47; the archive's own where nothing is said.
    pub lang: Option<String>,
    /// How many days back a round looks, besides the pages that were edited lately.
    pub days: u16,
    /// How often a round asks.
    pub every: Period,
}

/// A feed that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Where it lies.
    pub url: Address,
    /// How often it is asked for; less often where it asks for that.
    #[serde(default = "feed_every")]
    pub every: Period,
    /// Whether the pages of its entries are fetched; `articles` of `[fetch]` by default.
    pub articles: Option<bool>,
}

/// A sitemap, a news sitemap or an index of sitemaps that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitemap {
    /// Where it lies.
    pub url: Address,
    /// How often it is asked for.
    #[serde(default = "sitemap_every")]
    pub every: Period,
    /// Pages that were published or changed longer ago are passed over, and those
    /// without a time.
    #[serde(default = "sitemap_newer")]
    pub newer: Period,
    /// Beginnings of paths that are taken (`/world/`); all, where none is named.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// A page that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Where it lies.
    pub url: Address,
    /// How often it is asked for.
    #[serde(default = "page_every")]
    pub every: Period,
}

/// How often a feed is asked for where nobody says it.
pub const FEED_EVERY: Period = Period::minutes(30);
/// How far back a sitemap's pages are taken where nobody says it.
pub const SITEMAP_NEWER: Period = Period::days(2);

const fn feed_every() -> Period {
    FEED_EVERY
}

const fn sitemap_every() -> Period {
    Period::hours(1)
}

const fn sitemap_newer() -> Period {
    SITEMAP_NEWER
}

const fn page_every() -> Period {
    Period::days(1)
}

/// An address of the web: `http` or `https`, with a host, without credentials and
/// fragment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Address(Url);

/// A text that is no address of the web.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{address}` is no address to fetch: {why}")]
pub struct InvalidAddress {
    address: String,
    why: &'static str,
}

/// The longest address.
const LONGEST: usize = 4_000;

impl Address {
    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl std::str::FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Address, InvalidAddress> {
        let wrong = |why| InvalidAddress { address: text.chars().take(200).collect(), why };
        if text.len() > LONGEST {
            return Err(wrong("it is too long"));
        }
        let mut url = Url::parse(text.trim()).map_err(|_| wrong("write https://…"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it must begin with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("names and passwords do not belong there"));
        }
        url.set_fragment(None);
        Ok(Address(url))
    }
}

impl TryFrom<String> for Address {
    type Error = InvalidAddress;

    fn try_from(text: String) -> Result<Address, InvalidAddress> {
        text.parse()
    }
}

impl Default for Fetch {
    fn default() -> Fetch {
        Fetch {
            contact: None,
            pause: Period::seconds(5),
            longest_wait: Period::days(1),
            hosts_at_once: 8,
            most: 500,
            most_each: 50,
            body_mib: 64,
            connect: Period::seconds(10),
            answer: Period::minutes(1),
            redirects: 8,
            proxy: None,
            authorities: None,
            allow: Vec::new(),
            articles: true,
            sources: true,
            sources_of: Period::days(30),
            again: vec![Period::days(7), Period::days(90)],
            hosts: BTreeMap::new(),
            wcep: Wcep::default(),
            feed: Vec::new(),
            sitemap: Vec::new(),
            page: Vec::new(),
        }
    }
}

impl Default for Wcep {
    fn default() -> Wcep {
        // The constant is an address.
        let api = Url::parse("https://en.wikipedia.org/w/api.php").map(Address);
        Wcep {
            on: false,
            api: api.expect("an address"),
            title: "Portal:Current events/{year} {month name} {day}".into(),
            lang: None,
            days: crate::upstream::DAYS,
            every: Period::hours(2),
        }
    }
}

/// The section's text for a new archive: every key, with its default where it has one.
pub(super) const TEMPLATE: &str = "\n\
# `annals fetch` and `annals watch`. docs/fetching.md says more. Times: \"30s\", \"20m\", \"2h\", \"1d\".\n\
# [fetch]\n\
# Whom a site's operator can reach; it stands in every request. Say it before you fetch.\n\
# contact = \"archive@example.org\"\n\
# Between two requests to one host; the longest that a host can ask to be left alone.\n\
# pause = \"5s\"\n\
# longest_wait = \"1d\"\n\
# Hosts asked at the same time; each is asked one thing at a time.\n\
# hosts_at_once = 8\n\
# Pages that a round asks for: in all, and of one host.\n\
# most = 500\n\
# most_each = 50\n\
# How much of one answer is taken, unpacked, in MiB.\n\
# body_mib = 64\n\
# How long connecting may take, and a request in all; how many redirects are followed.\n\
# connect = \"10s\"\n\
# answer = \"1m\"\n\
# redirects = 8\n\
# A proxy through which everything goes.\n\
# proxy = \"http://127.0.0.1:3128\"\n\
# The authorities that vouch for https servers, instead of those built in.\n\
# authorities = \"/etc/ssl/certs/ca-certificates.crt\"\n\
# Hosts that may be asked although they are not of the open internet: [\"news.internal\"].\n\
# allow = []\n\
# Fetch the pages of feeds' and sitemaps' new entries.\n\
# articles = true\n\
# Capture the sources of new events, and how far back an event is new.\n\
# sources = true\n\
# sources_of = \"30d\"\n\
# How long after its first capture a page is asked for again: silent edits and dead links.\n\
# again = [\"7d\", \"90d\"]\n\
#\n\
# One host: a longer pause, fewer pages a round, or none at all.\n\
# [fetch.hosts.\"slow.example.org\"]\n\
# pause = \"1m\"\n\
# most = 5\n\
# skip = false\n\
#\n\
# Current Events pages of a wiki through its MediaWiki API.\n\
# [fetch.wcep]\n\
# on = false\n\
# api = \"https://en.wikipedia.org/w/api.php\"\n\
# title = \"Portal:Current events/{year} {month name} {day}\"\n\
# The pages' language, where it is not the archive's.\n\
# lang = \"en\"\n\
# How many days back edits are looked for, and how often.\n\
# days = 7\n\
# every = \"2h\"\n\
#\n\
# A feed; those of lists that were imported (OPML) are followed, too.\n\
# [[fetch.feed]]\n\
# url = \"https://example.org/feed.xml\"\n\
# every = \"30m\"\n\
# Fetch its entries' pages; as [fetch] says where it is left out.\n\
# articles = true\n\
#\n\
# A sitemap, a news sitemap or an index: pages newer than so long; paths that are taken.\n\
# [[fetch.sitemap]]\n\
# url = \"https://example.org/news-sitemap.xml\"\n\
# every = \"1h\"\n\
# newer = \"2d\"\n\
# paths = [\"/world/\"]\n\
#\n\
# A page that is watched.\n\
# [[fetch.page]]\n\
# url = \"https://example.org/live\"\n\
# every = \"1d\"\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        fetch: Fetch,
    }

    #[test]
    fn the_template_says_the_defaults() {
        let settings = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
        let settings: Vec<&str> = settings
            .filter(|line| {
                line.starts_with('[')
                    || line.split_once(" = ").is_some_and(|(key, _)| {
                        key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    })
            })
            .collect();
        let read: File = toml::from_str(&settings.join("\n")).unwrap();
        let given = read.fetch;
        assert_eq!((given.feed.len(), given.sitemap.len(), given.page.len()), (1, 1, 1));
        assert_eq!(given.feed[0].every, FEED_EVERY);
        assert_eq!(
            (given.sitemap[0].every, given.sitemap[0].newer),
            (sitemap_every(), SITEMAP_NEWER)
        );
        assert_eq!(given.page[0].every, page_every());
        let shown = Fetch {
            contact: None,
            proxy: None,
            authorities: None,
            hosts: BTreeMap::new(),
            wcep: Wcep { lang: None, ..given.wcep.clone() },
            feed: Vec::new(),
            sitemap: Vec::new(),
            page: Vec::new(),
            ..given
        };
        assert_eq!(shown, Fetch::default());
        let keys = settings.iter().filter(|line| !line.starts_with('[')).count();
        assert_eq!(keys, 17 + 3 + 6 + 3 + 4 + 2, "every key stands there");
    }

    #[test]
    fn only_addresses_of_the_web() {
        let read = |text: &str| text.parse::<Address>().map(|a| a.as_str().to_owned());
        assert_eq!(read("https://Example.org/a#b").unwrap(), "https://example.org/a");
        for wrong in
            ["", "example.org", "file:///etc/passwd", "https://a:b@example.org/", "ftp://x.org"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
