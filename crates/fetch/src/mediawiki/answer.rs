//! The shapes of answers (`formatversion=2`), as far as they are read.

use super::api::Parameter;
use annals_model::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A whole answer.
#[derive(Debug, Deserialize)]
pub(super) struct Whole {
    error: Option<Told>,
    #[serde(default)]
    errors: Vec<Told>,
    warnings: Option<Value>,
    /// What is to be sent along for the rest, in the order in which it came.
    #[serde(rename = "continue")]
    pub(super) go_on: Option<Map<String, Value>>,
    #[serde(default)]
    pub(super) query: Query,
}

/// What the interface says is wrong, in its older and its newer form.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    code: String,
    #[serde(default)]
    info: String,
    #[serde(default)]
    text: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    pub(super) normalized: Vec<Way>,
    #[serde(default)]
    pub(super) redirects: Vec<Way>,
    #[serde(default)]
    pub(super) pages: Vec<Page>,
}

/// From the title that was asked for to the one that is meant.
#[derive(Debug, Deserialize)]
pub(super) struct Way {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) pageid: Option<u64>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) missing: bool,
    #[serde(default)]
    pub(super) invalid: bool,
    pub(super) invalidreason: Option<String>,
    pub(super) lastrevid: Option<u64>,
    #[serde(default)]
    pub(super) revisions: Vec<Raw>,
}

/// A revision as it is sent.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    pub(super) revid: u64,
    pub(super) timestamp: Option<String>,
    user: Option<String>,
    #[serde(default)]
    anon: bool,
    comment: Option<String>,
    size: Option<u64>,
    sha1: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    slots: Option<Slots>,
    content: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Slots {
    main: Option<Slot>,
}

#[derive(Debug, Deserialize)]
struct Slot {
    content: Option<String>,
}

/// A revision of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRevision {
    /// Its id; ids are of the whole wiki, and grow.
    pub id: u64,
    /// When it was saved.
    pub at: Timestamp,
    /// Who saved it: an account's name; `None` where nobody was logged in, or where
    /// the wiki hides it. Addresses of machines are not handed on.
    pub author: Option<String>,
    /// What its author says of it; empty where hidden.
    pub comment: String,
    /// Bytes of its text.
    pub size: Option<u64>,
    /// SHA-1 of its text, as the wiki writes it: the same for equal texts.
    pub sha1: Option<String>,
    /// What the wiki marked it with: `mw-reverted`, `mw-blank`.
    pub tags: Vec<String>,
    /// Its wikitext; `None` where the wiki hides it.
    pub text: Option<String>,
}

impl Whole {
    /// What the interface says is wrong.
    pub(super) fn told(&self) -> Option<&Told> {
        self.error.as_ref().or_else(|| self.errors.first())
    }

    /// Whether a warning says that the answer would have been too large.
    pub(super) fn truncated(&self) -> bool {
        let text = self.warnings.as_ref().map(Value::to_string).unwrap_or_default();
        text.contains("truncated")
    }

    /// What is to be sent along for the rest.
    pub(super) fn going_on(&self) -> Option<Vec<Parameter>> {
        let pairs = self.go_on.as_ref()?.iter().map(|(name, value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (name.clone(), value)
        });
        Some(pairs.collect())
    }
}

impl Told {
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn info(&self) -> &str {
        if self.info.is_empty() { &self.text } else { &self.info }
    }
}

impl Raw {
    /// When it was saved, if it says so as it should.
    pub(super) fn at(&self) -> Option<Timestamp> {
        self.timestamp.as_ref()?.parse().ok()
    }

    /// The revision; the error says what is wrong with it.
    pub(super) fn revision(self) -> Result<PageRevision, String> {
        let at = self.at().ok_or_else(|| {
            let said = self.timestamp.as_deref().unwrap_or_default();
            format!("revision {} has no time but `{}`", self.revid, super::api::shorten(said, 40))
        })?;
        let address = |name: &String| name.parse::<std::net::IpAddr>().is_ok();
        let text = self.slots.and_then(|s| s.main).and_then(|m| m.content).or(self.content);
        Ok(PageRevision {
            id: self.revid,
            at,
            author: self.user.filter(|name| !self.anon && !name.is_empty() && !address(name)),
            comment: self.comment.unwrap_or_default(),
            size: self.size,
            sha1: self.sha1.filter(|s| !s.is_empty()),
            tags: self.tags,
            text,
        })
    }
}
