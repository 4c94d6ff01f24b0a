//! Which revision pages have now, many pages a question.

use super::api::{Api, ApiError, Parameter, with};
use annals_model::Timestamp;
use std::collections::HashMap;

/// Titles a question: what every account may ask for.
pub const BATCH: usize = 50;

/// Answers that one question may have: each page has two properties, no more.
const ANSWERS: usize = 2 * BATCH + 2;

/// A page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The title as it was asked for.
    pub asked: String,
    /// What stands there.
    pub standing: Standing,
}

/// What stands at a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Missing,
    /// It is no title; the wiki says why.
    Invalid(String),
    /// A page.
    There {
        /// Its id, which it keeps when it is moved.
        page: u64,
        /// Its title: another one than asked for behind a redirect.
        title: String,
        /// Its last revision.
        revision: u64,
        /// When that was saved, where the wiki says it.
        at: Option<Timestamp>,
    },
}

impl Api<'_> {
    /// Says what stands at some titles, at most [`BATCH`] of them, in their order.
    /// Redirects are followed.
    ///
    /// # Errors
    /// [`ApiError`]. A title of which the wiki says nothing at all is an error, too:
    /// silence does not mean that there is no page.
    pub fn latest(&mut self, titles: &[String]) -> Result<Vec<Latest>, ApiError> {
        let titles = &titles[..titles.len().min(BATCH)];
        if titles.is_empty() {
            return Ok(Vec::new());
        }
        let question = [
            with("prop", "revisions|info"),
            with("rvprop", "ids|timestamp"),
            with("redirects", "1"),
            with("titles", titles.join("|")),
        ];
        let mut ways: HashMap<String, String> = HashMap::new();
        let mut standing: HashMap<String, Standing> = HashMap::new();
        let mut rest: Option<Vec<Parameter>> = None;
        for _ in 0..ANSWERS {
            let mut asked = question.to_vec();
            asked.extend(rest.iter().flatten().cloned());
            let whole = self.ask(&asked)?;
            let next = whole.going_on();
            for way in whole.query.normalized.into_iter().chain(whole.query.redirects) {
                ways.insert(way.from, way.to);
            }
            for page in whole.query.pages {
                let newest = page.revisions.first();
                let revision = page.lastrevid.or(newest.map(|r| r.revid));
                let at = newest.and_then(|r| r.at());
                let new = if page.invalid {
                    Standing::Invalid(super::api::shorten(
                        page.invalidreason.as_deref().unwrap_or("it is no title"),
                        200,
                    ))
                } else if let (Some(id), Some(revision), false) =
                    (page.pageid, revision, page.missing)
                {
                    Standing::There { page: id, title: page.title.clone(), revision, at }
                } else if page.missing {
                    Standing::Missing
                } else {
                    // The rest of it comes with the next answer.
                    continue;
                };
                match (standing.get_mut(&page.title), new) {
                    (Some(Standing::There { at: known, .. }), Standing::There { at, .. }) => {
                        *known = known.or(at);
                    }
                    (_, new) => {
                        standing.insert(page.title, new);
                    }
                }
            }
            if next.is_none() || next == rest {
                break;
            }
            rest = next;
        }
        titles
            .iter()
            .map(|asked| {
                let mut title = asked.as_str();
                // Normalizing, and redirects; the wiki follows one, and names circles.
                for _ in 0..4 {
                    match ways.get(title) {
                        Some(to) if !standing.contains_key(title) => title = to,
                        _ => break,
                    }
                }
                let standing = standing.get(title).cloned();
                let standing = standing.ok_or_else(|| {
                    let asked = super::api::shorten(asked, 120);
                    self.broken(&question, format!("it says nothing of `{asked}`"))
                })?;
                Ok(Latest { asked: asked.clone(), standing })
            })
            .collect()
    }
}
