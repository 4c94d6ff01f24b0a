//! The client: what an [`Ask`] goes through until it is an [`Answer`].

use crate::address::{Addresses, NotFound, Place};
use crate::options::{Clock, Limits};
use crate::pace::{HostKnown, Hosts, lock};
use crate::reservation::{self, HostFiles, ReservationsKnown};
use crate::resolve::Unresolved;
use crate::robots::{LARGEST, RobotsCache, RobotsKnown, Verdict};
use crate::wire::{End, Wire};
use crate::{
    Answer, Ask, ClientOptions, Exchange, Fetch, FetchError, OptionsError, Purpose, Reservation,
    Robots, coding, ip,
};
use std::sync::Arc;
use url::Url;

/// The product token, by which `robots.txt` may address this program.
pub const PRODUCT: &str = "annals";

/// Redirects that a `robots.txt` is looked for behind (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: usize = 5;

/// The client: asks for what may be asked for, as fast as manners allow, and takes as much
/// as is good. Any number of threads may use one at the same time.
pub struct Client {
    addresses: Addresses,
    hosts: Hosts,
    robots: RobotsCache,
    files: HostFiles,
    wire: Wire,
    limits: Limits,
    clock: Clock,
    agent: String,
    has_contact: bool,
}

/// Where a chain of redirects stands.
struct Hop {
    url: Url,
    /// Whether this host is asked only because the operator allows it by name.
    inner: bool,
}

impl Client {
    /// A client.
    ///
    /// # Errors
    /// [`OptionsError`]: what is wrong with the options.
    pub fn new(options: ClientOptions, clock: Clock) -> Result<Client, OptionsError> {
        let agent = user_agent(options.contact.as_deref())?;
        Ok(Client {
            addresses: Addresses::new(&options)?,
            hosts: Hosts::new(options.pace, clock.clone()),
            robots: RobotsCache::default(),
            files: HostFiles::default(),
            wire: Wire::new(options.proxy.as_ref(), &options.authorities)?,
            limits: options.limits,
            clock,
            agent,
            has_contact: options.contact.is_some(),
        })
    }

    /// What every request says of who asks: `annals/VERSION (+CONTACT)`.
    pub fn user_agent(&self) -> &str {
        &self.agent
    }

    /// What is known of hosts' `robots.txt`, by origin, to be kept between runs.
    pub fn robots_known(&self) -> Vec<RobotsKnown> {
        self.robots.known()
    }

    /// Takes what [`Client::robots_known`] gave in another run.
    pub fn know_robots(&self, known: Vec<RobotsKnown>) {
        known.into_iter().for_each(|one| self.robots.know(one, PRODUCT));
    }

    /// What is known of hosts' patience, by name, to be kept between runs.
    pub fn hosts_known(&self) -> Vec<HostKnown> {
        self.hosts.known()
    }

    /// Takes what [`Client::hosts_known`] gave in another run.
    pub fn know_hosts(&self, known: Vec<HostKnown>) {
        self.hosts.know(known);
    }

    /// What is known of hosts' files that reserve something, by origin, to be kept between
    /// runs.
    pub fn reservations_known(&self) -> Vec<ReservationsKnown> {
        self.files.known()
    }

    /// Takes what [`Client::reservations_known`] gave in another run.
    pub fn know_reservations(&self, known: Vec<ReservationsKnown>) {
        known.into_iter().for_each(|one| self.files.know(one));
    }

    /// The rules for the host of an address; asked for if they are not known.
    ///
    /// # Errors
    /// [`FetchError`], where they cannot be had.
    pub fn robots(&self, url: &Url) -> Result<Arc<Robots>, FetchError> {
        let origin = url.origin().ascii_serialization();
        if let Some(verdict) = self.robots.verdict(&origin, self.clock.now()) {
            return follow(verdict, url);
        }
        let asking = self.robots.asking(&origin);
        let _one_at_a_time = lock(&asking);
        if let Some(verdict) = self.robots.verdict(&origin, self.clock.now()) {
            return follow(verdict, url);
        }
        self.ask_for_robots(url, &origin)?;
        match self.robots.verdict(&origin, self.clock.now()) {
            Some(verdict) => follow(verdict, url),
            None => Err(failed(url, "its robots.txt cannot be had")),
        }
    }

    /// The files in which a host reserves something; asked for if they are not known.
    fn reserving_files(&self, url: &Url) -> ReservationsKnown {
        let origin = url.origin().ascii_serialization();
        let asking = self.robots.asking(&format!("{origin} reserves"));
        let _one_at_a_time = lock(&asking);
        if let Some(known) = self.files.get(&origin, self.clock.now()) {
            return known;
        }
        let tdmrep = self.reserving_file(url, reservation::TDMREP);
        let ai_txt = self.reserving_file(url, reservation::AI_TXT);
        let mut asked = self.clock.now();
        if tdmrep.is_none() || ai_txt.is_none() {
            asked = asked.checked_sub(reservation::SOONER).unwrap_or(asked);
        }
        let (tdmrep, ai_txt) = (tdmrep.unwrap_or_default(), ai_txt.unwrap_or_default());
        let known = ReservationsKnown { origin, asked, tdmrep, ai_txt };
        self.files.know(known.clone());
        known
    }

    /// A file of a host, empty where there is none; `None` where it cannot be had now.
    fn reserving_file(&self, url: &Url, path: &str) -> Option<Vec<u8>> {
        let file = url.join(path).ok()?;
        let ask = Ask {
            url: &file,
            purpose: Purpose::Page,
            if_none_match: None,
            if_modified_since: None,
        };
        let limits = Limits {
            sent: reservation::LARGEST,
            unpacked: reservation::LARGEST,
            ..self.limits.clone()
        };
        match self.chain(&ask, &limits, Manners::Robots) {
            Ok(Chain::Answer(answer, End::Whole)) => match answer.last().status {
                200 => Some(reservation::counts(path, answer.body)),
                500.. => None,
                _ => Some(Vec::new()),
            },
            Ok(Chain::TooLong(_)) => Some(Vec::new()),
            Err(FetchError::Forbidden { .. } | FetchError::Refused { .. }) => Some(Vec::new()),
            // Too large, broken off, or not to be reached.
            Ok(Chain::Answer(..)) | Err(_) => None,
        }
    }

    fn ask_for_robots(&self, url: &Url, origin: &str) -> Result<(), FetchError> {
        let Ok(file) = url.join("/robots.txt") else {
            return Err(failed(url, "it has no place for a robots.txt"));
        };
        let ask = Ask {
            url: &file,
            purpose: Purpose::Page,
            if_none_match: None,
            if_modified_since: None,
        };
        // One byte more than what is read says that there is more.
        let limits = Limits {
            sent: LARGEST as u64 + 1,
            unpacked: LARGEST as u64 + 1,
            redirects: ROBOTS_REDIRECTS,
            ..self.limits.clone()
        };
        let asked = self.chain(&ask, &limits, Manners::Pace);
        let now = self.clock.now();
        let unreachable = |why: String| {
            let why = format!("its robots.txt cannot be had: {why}");
            self.robots.unreachable(origin, now, why, PRODUCT);
        };
        match asked {
            Ok(Chain::TooLong(_)) => self.robots.none(origin, now),
            Ok(Chain::Answer(_, End::Broken(why))) => unreachable(why),
            Ok(Chain::Answer(answer, _)) => match answer.last().status {
                200..=299 => self.robots.there(origin, now, answer.body, PRODUCT),
                300..=499 => self.robots.none(origin, now),
                status => unreachable(format!("status {status}")),
            },
            // Said of the host, not of its robots.txt.
            Err(FetchError::Later { after, status, .. }) => {
                return Err(FetchError::Later { url: url.to_string(), after, status });
            }
            Err(FetchError::Failed { why, lasting: true, .. }) => {
                return Err(FetchError::Failed { url: url.to_string(), why, lasting: true });
            }
            Err(FetchError::Refused { url: at, why }) if at == file.as_str() => {
                return Err(FetchError::Refused { url: url.to_string(), why });
            }
            Err(FetchError::Failed { why, .. } | FetchError::Refused { why, .. }) => {
                unreachable(why);
            }
            Err(error @ FetchError::Forbidden { .. }) => return Err(error),
        }
        Ok(())
    }

    /// Follows redirects from an address to an answer.
    fn chain(&self, ask: &Ask<'_>, limits: &Limits, manners: Manners) -> Result<Chain, FetchError> {
        let mut url = ask.url.clone();
        url.set_fragment(None);
        let mut hop = Hop { url, inner: true };
        let mut exchanges = Vec::new();
        loop {
            let (exchange, end, inner) = self.exchange(&hop, ask, limits, manners)?;
            hop.inner = inner;
            exchanges.push(exchange);
            let Some(exchange) = exchanges.last() else { continue };
            let Some(next) = next(exchange)? else {
                return Ok(answer(exchanges, end, limits));
            };
            if exchanges.len() > limits.redirects {
                return Ok(Chain::TooLong(ask.url.to_string()));
            }
            hop.url = next;
        }
    }

    /// One request to one host, with its manners; whether the host is an inner one.
    fn exchange(
        &self,
        hop: &Hop,
        ask: &Ask<'_>,
        limits: &Limits,
        manners: Manners,
    ) -> Result<(Exchange, End, bool), FetchError> {
        let url = &hop.url;
        let refused = |why: String| FetchError::Refused { url: url.to_string(), why };
        let place = self.addresses.look(url).map_err(refused)?;
        self.has_contact(&place).map_err(refused)?;
        let delay = match manners {
            Manners::Robots => {
                let rules = self.robots(url)?;
                if !rules.allows(url) {
                    let host = place.host.clone();
                    return Err(FetchError::Forbidden { url: url.to_string(), host });
                }
                rules.crawl_delay()
            }
            Manners::Pace => {
                // Its own rules are not known yet, or do not concern an API.
                None
            }
        };
        let later = |after, status| FetchError::Later { url: url.to_string(), after, status };
        let turn = self.hosts.turn(&place.key(), delay).map_err(|after| later(after, None))?;
        let (at, inner) = self.whereabouts(url, &place)?;
        if inner && !hop.inner {
            return Err(refused("a public host leads to an inner one".to_owned()));
        }
        let sent = self.headers(url, ask);
        let moment = self.clock.now();
        let received = self.wire.ask(url, &at, &sent, limits).map_err(|why| failed(url, &why))?;
        let exchange = Exchange {
            at: moment,
            url: url.clone(),
            ip: received.ip,
            sent,
            status: received.status,
            headers: received.headers,
            body: received.body,
        };
        let wait = turn.answered(exchange.status, exchange.header("retry-after"));
        match wait {
            Some(after) => Err(later(after, Some(exchange.status))),
            None => Ok((exchange, received.end, inner)),
        }
    }

    /// Where to connect to, and whether that is no public place.
    fn whereabouts(
        &self,
        url: &Url,
        place: &Place,
    ) -> Result<(Vec<std::net::SocketAddr>, bool), FetchError> {
        if self.wire.is_proxied() {
            return Ok((Vec::new(), place.is_allowed()));
        }
        match self.addresses.find(place, self.limits.connect) {
            Ok(found) => {
                let here = found.at.iter().all(|at| ip::is_loopback(at.ip()));
                if !self.has_contact && !here {
                    return Err(FetchError::Refused {
                        url: url.to_string(),
                        why: NO_CONTACT.into(),
                    });
                }
                Ok((found.at, found.inner))
            }
            Err(NotFound::Refused(why)) => Err(FetchError::Refused { url: url.to_string(), why }),
            Err(NotFound::Unresolved(why)) => Err(FetchError::Failed {
                url: url.to_string(),
                lasting: why == Unresolved::NoSuchHost,
                why: why.to_string(),
            }),
        }
    }

    /// Without a contact, only hosts that the operator allows come into question, and of
    /// those (see [`Client::whereabouts`]) only this machine.
    fn has_contact(&self, place: &Place) -> Result<(), String> {
        if self.has_contact || place.is_allowed() { Ok(()) } else { Err(NO_CONTACT.to_owned()) }
    }

    fn headers(&self, url: &Url, ask: &Ask<'_>) -> Vec<(String, String)> {
        let host = match (url.host_str().unwrap_or_default(), url.port()) {
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        let accept = match ask.purpose {
            Purpose::Page => "text/html, application/xhtml+xml, */*;q=0.5",
            Purpose::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, \
                 application/xml;q=0.9, */*;q=0.5"
            }
            Purpose::Api => "application/json, */*;q=0.5",
        };
        let mut headers = vec![
            ("host", host.as_str()),
            ("user-agent", &self.agent),
            ("accept", accept),
            ("accept-encoding", coding::ACCEPTED),
            ("connection", "close"),
        ];
        let conditions =
            [("if-none-match", ask.if_none_match), ("if-modified-since", ask.if_modified_since)];
        for (name, value) in conditions {
            // What a server once sent is sent back, but never a line end.
            let value = value.filter(|v| v.bytes().all(|b| matches!(b, b' '..=b'~' | 0x80..)));
            headers.extend(value.map(|value| (name, value)));
        }
        headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

impl Fetch for Client {
    fn robots_known(&self) -> Vec<RobotsKnown> {
        Client::robots_known(self)
    }

    fn hosts_known(&self) -> Vec<HostKnown> {
        Client::hosts_known(self)
    }

    fn know(&self, robots: Vec<RobotsKnown>, hosts: Vec<HostKnown>) {
        self.know_robots(robots);
        self.know_hosts(hosts);
    }

    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let manners = match ask.purpose {
            Purpose::Api => Manners::Pace,
            Purpose::Page | Purpose::Feed => Manners::Robots,
        };
        match self.chain(ask, &self.limits, manners)? {
            Chain::TooLong(url) => Err(FetchError::Failed {
                url,
                why: format!("more than {} redirects", self.limits.redirects),
                lasting: false,
            }),
            Chain::Answer(answer, End::Broken(why)) if answer.last().body.is_empty() => {
                Err(failed(ask.url, &why))
            }
            Chain::Answer(answer, _) => Ok(answer),
        }
    }

    fn reservations_known(&self) -> Vec<ReservationsKnown> {
        Client::reservations_known(self)
    }

    fn know_reservations(&self, known: Vec<ReservationsKnown>) {
        Client::know_reservations(self, known);
    }

    fn reservation(&self, answer: &Answer) -> Reservation {
        let own = Reservation::of(answer);
        let mut all = match answer.exchanges.last() {
            Some(last) => self.reserving_files(&last.url).about(&last.url),
            None => Reservation::default(),
        };
        all.said.extend(own.said);
        all
    }

    fn sitemaps(&self, url: &Url) -> Result<Vec<Url>, FetchError> {
        Ok(self.robots(url)?.sitemaps(url).collect())
    }
}

/// Which manners a request needs.
#[derive(Debug, Clone, Copy)]
enum Manners {
    /// A pause.
    Pace,
    /// That, and what `robots.txt` says.
    Robots,
}

/// Where a chain of redirects led.
enum Chain {
    Answer(Answer, End),
    TooLong(String),
}

fn answer(exchanges: Vec<Exchange>, end: End, limits: &Limits) -> Chain {
    let (body, cut) = match exchanges.last() {
        Some(last) => {
            let codings = last.headers.iter().filter(|(n, _)| n == "content-encoding");
            let codings: Vec<&str> = codings.map(|(_, value)| value.as_str()).collect();
            let content = coding::decode(&codings.join(","), &last.body, limits);
            (content.bytes, content.cut || end != End::Whole)
        }
        None => (Vec::new(), false),
    };
    Chain::Answer(Answer { exchanges, body, cut }, end)
}

/// Where a response sends us, if it does.
fn next(exchange: &Exchange) -> Result<Option<Url>, FetchError> {
    if !matches!(exchange.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(to) = exchange.header("location") else { return Ok(None) };
    let Ok(mut to) = exchange.url.join(to) else {
        return Err(failed(&exchange.url, "it redirects to something that is no address"));
    };
    to.set_fragment(None);
    Ok(Some(to))
}

fn follow(verdict: Verdict, url: &Url) -> Result<Arc<Robots>, FetchError> {
    match verdict {
        Verdict::Rules(rules) => Ok(rules),
        Verdict::Unreachable(why) => Err(failed(url, &why)),
    }
}

fn failed(url: &Url, why: &str) -> FetchError {
    FetchError::Failed { url: url.to_string(), why: why.to_owned(), lasting: false }
}

const NO_CONTACT: &str = "no contact is named, so only this machine is asked\n\
                          hint: name a mail address or a web address where you can be reached";

fn user_agent(contact: Option<&str>) -> Result<String, OptionsError> {
    let program = concat!("annals/", env!("CARGO_PKG_VERSION"));
    let Some(contact) = contact else { return Ok(program.to_owned()) };
    let contact = contact.trim();
    let plain = contact.bytes().all(|b| b.is_ascii_graphic() && !b"()<>\"\\".contains(&b));
    let web =
        Url::parse(contact).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"));
    let mail = contact.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !contact.contains('/')
    });
    if plain && (web || mail) && contact.len() <= 200 {
        Ok(format!("{program} (+{contact})"))
    } else {
        Err(OptionsError::Contact(contact.to_owned()))
    }
}
