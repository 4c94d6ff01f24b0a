//! What publishers reserve: mining of their text, training on it, showing copies.
//!
//! It is recorded with where it was said, and limits what may be published again of a
//! page's text. It does not limit citing the page: a fact and an address belong to nobody.
//!
//! Said by an answer: the headers `tdm-reservation` and `tdm-policy` (TDM Reservation
//! Protocol, W3C community group report of 2024), `X-Robots-Tag`, and `<meta>` of the
//! same names (`robots`, `annals`) in HTML. Said by a host: `/.well-known/tdmrep.json` of
//! the same protocol, and `/ai.txt` (Spawning's proposal), which is written like
//! `robots.txt`.

mod files;
mod meta;

pub use files::ReservationsKnown;
pub(crate) use files::{AI_TXT, HostFiles, LARGEST, SOONER, TDMREP, counts};

use crate::{Answer, PRODUCT};
use url::Url;

/// Characters of a publisher's words that are kept.
const WORDS: usize = 300;

/// What is reserved for an answer, and who says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Everything that was said, the nearest to the content last.
    pub said: Vec<Said>,
}

/// One statement of a publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is about.
    pub right: Right,
    /// Whether it is reserved, or given free explicitly.
    pub reserved: bool,
    /// Where it stands.
    pub place: SaidIn,
    /// The address at which it stands.
    pub url: Url,
    /// The words, such as `noai, noarchive`.
    pub words: String,
    /// Where conditions can be read (`tdm-policy`).
    pub policy: Option<String>,
}

/// What can be reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Mining of text and data.
    Mining,
    /// Training of models.
    Training,
    /// Showing a copy of the page (`noarchive`).
    Copy,
    /// Showing an excerpt (`nosnippet`).
    Excerpt,
}

/// Where something is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SaidIn {
    /// `/ai.txt` of the host.
    AiTxt,
    /// `/.well-known/tdmrep.json` of the host.
    TdmRep,
    /// A header of the response.
    Header,
    /// A `<meta>` of the page.
    Meta,
}

impl Right {
    /// As it is written down: `mining`.
    pub fn name(self) -> &'static str {
        match self {
            Right::Mining => "mining",
            Right::Training => "training",
            Right::Copy => "copy",
            Right::Excerpt => "excerpt",
        }
    }
}

impl SaidIn {
    /// As it is written down: `ai.txt`.
    pub fn name(self) -> &'static str {
        match self {
            SaidIn::AiTxt => "ai.txt",
            SaidIn::TdmRep => "tdmrep.json",
            SaidIn::Header => "header",
            SaidIn::Meta => "meta",
        }
    }
}

impl Reservation {
    /// What an answer says itself; the host's files are not looked at.
    pub fn of(answer: &Answer) -> Reservation {
        let mut all = Reservation::default();
        let Some(last) = answer.exchanges.last() else { return all };
        let url = &last.url;
        let header = |name: &str| last.header(name).map(str::to_owned);
        all.mining(SaidIn::Header, url, header("tdm-reservation"), header("tdm-policy"));
        for (name, value) in &last.headers {
            if name.eq_ignore_ascii_case("x-robots-tag") {
                all.robots(SaidIn::Header, url, for_us(value));
            }
        }
        let media_type = last.header("content-type").unwrap_or("text/html").to_ascii_lowercase();
        if media_type.contains("html") {
            let metas = meta::metas(&answer.body);
            let find = |name: &str| {
                let found = metas.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
                found.map(|(_, content)| content.clone())
            };
            all.mining(SaidIn::Meta, url, find("tdm-reservation"), find("tdm-policy"));
            for (name, content) in &metas {
                if name.eq_ignore_ascii_case("robots") || name.eq_ignore_ascii_case(PRODUCT) {
                    all.robots(SaidIn::Meta, url, content);
                }
            }
        }
        all
    }

    /// Whether a right is reserved: what stands nearest to the content decides, as the
    /// protocol has it, and at one place what is reserved rather than what is free.
    pub fn reserves(&self, right: Right) -> bool {
        let about = || self.said.iter().filter(|said| said.right == right);
        let nearest = about().map(|said| said.place).max();
        about().any(|said| Some(said.place) == nearest && said.reserved)
    }

    fn mining(&mut self, place: SaidIn, url: &Url, value: Option<String>, policy: Option<String>) {
        let reserved = match value.as_deref().map(str::trim) {
            Some("1") => true,
            Some("0") => false,
            _ => return,
        };
        self.said.push(Said {
            right: Right::Mining,
            reserved,
            place,
            url: url.clone(),
            words: format!("tdm-reservation: {}", u8::from(reserved)),
            policy: policy.filter(|_| reserved).map(|p| short(&p)).filter(|p| !p.is_empty()),
        });
    }

    fn robots(&mut self, place: SaidIn, url: &Url, words: &str) {
        let mut rights: Vec<Right> = words.split(',').filter_map(directive).collect();
        rights.sort();
        rights.dedup();
        for right in rights {
            let (url, words) = (url.clone(), short(words));
            self.said.push(Said { right, reserved: true, place, url, words, policy: None });
        }
    }
}

/// What a word of `robots` directives reserves.
fn directive(word: &str) -> Option<Right> {
    match word.trim().to_ascii_lowercase().as_str() {
        "noarchive" | "nocache" => Some(Right::Copy),
        "nosnippet" => Some(Right::Excerpt),
        "noai" | "noml" => Some(Right::Training),
        _ => None,
    }
}

/// The directives of an `X-Robots-Tag` that are for everyone or for this program:
/// `otherbot: noindex` is for another.
fn for_us(value: &str) -> &str {
    match value.split_once(':') {
        // `unavailable_after: DATE` and the like are directives with a value.
        Some((name, rest)) if !name.contains([',', ' ', '_']) && !name.starts_with("max-") => {
            if name.trim().eq_ignore_ascii_case(PRODUCT) {
                rest
            } else {
                ""
            }
        }
        _ => value,
    }
}

fn short(words: &str) -> String {
    let plain = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(WORDS).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests;
