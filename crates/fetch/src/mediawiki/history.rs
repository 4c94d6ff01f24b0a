//! One page's revisions, from a known one on, answer by answer.

use super::answer::PageRevision;
use super::api::{Api, ApiError, Parameter, with};
use annals_model::Timestamp;

/// Revisions an answer: the most that a wiki gives with their texts.
const LIMIT: u16 = 50;

/// What is asked of each revision.
const WANTED: &str = "ids|timestamp|user|comment|size|sha1|content|flags|tags";

/// Times that a history is begun anew where the wiki lost its place in it.
const RESTARTS: u8 = 3;

/// A revision that is known, and when it was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub revision: u64,
    /// When it was saved.
    pub at: Timestamp,
}

/// The revisions of one answer, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The revisions; may be empty.
    pub revisions: Vec<PageRevision>,
    /// Whether there are more.
    pub more: bool,
}

/// Where the next question begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Start,
    Behind(Known),
    /// As `Behind`, for a revision that the wiki has no more.
    Since(Timestamp),
    Rest(Vec<Parameter>),
    End,
}

/// A page's revisions that are newer than a known one. Memory: one answer.
#[derive(Debug)]
pub struct History {
    page: u64,
    place: Place,
    /// The last revision that is known or was handed on.
    last: Option<Known>,
    /// The ids that the last answer handed on, and the known one: a history that is
    /// begun anew may give them again.
    given: Vec<u64>,
    limit: u16,
    restarts: u8,
}

impl History {
    /// The history of the page with an id, newer than `known`; all of it without.
    pub fn new(page: u64, known: Option<Known>) -> History {
        History {
            page,
            place: known.map_or(Place::Start, Place::Behind),
            last: known,
            given: known.iter().map(|k| k.revision).collect(),
            limit: LIMIT,
            restarts: 0,
        }
    }

    /// The next revisions; `None` when all were handed on.
    ///
    /// # Errors
    /// [`ApiError`]; asking again goes on at the same place.
    pub fn next(&mut self, api: &mut Api<'_>) -> Result<Option<Chunk>, ApiError> {
        loop {
            if self.place == Place::End {
                return Ok(None);
            }
            let question = self.question();
            let whole = match api.ask(&question) {
                Ok(whole) => whole,
                Err(error) => {
                    self.recover(error)?;
                    continue;
                }
            };
            let (truncated, rest) = (whole.truncated(), whole.going_on());
            let Some(page) = whole.query.pages.into_iter().find(|p| p.pageid == Some(self.page))
            else {
                return Err(api.broken(&question, format!("it has no page {}", self.page)));
            };
            if page.missing {
                return Err(api.broken(&question, format!("page {} is gone", self.page)));
            }
            let mut revisions = Vec::new();
            for raw in page.revisions {
                if !self.given.contains(&raw.revid) {
                    revisions.push(raw.revision().map_err(|why| api.broken(&question, why))?);
                }
            }
            // The wiki sorts by time; whoever does not is not believed to.
            revisions.sort_by_key(|r: &PageRevision| (r.at, r.id));
            if revisions.is_empty() && rest.is_some() {
                let stays = matches!(&self.place, Place::Rest(now) if Some(now) == rest.as_ref());
                if truncated && self.limit > 1 {
                    self.limit = (self.limit / 2).max(1);
                } else if stays || truncated {
                    return Err(api.broken(&question, "it goes on and gives nothing"));
                }
            }
            if let Some(last) = revisions.last() {
                self.last = Some(Known { revision: last.id, at: last.at });
                let known = self.given.first().copied();
                self.given = known.into_iter().chain(revisions.iter().map(|r| r.id)).collect();
            } else if rest.is_some() {
                self.restarts += 1;
                if self.restarts > 4 * RESTARTS {
                    return Err(api.broken(&question, "it goes on and gives nothing"));
                }
            }
            let more = rest.is_some();
            self.place = rest.map_or(Place::End, Place::Rest);
            if !revisions.is_empty() || !more {
                return Ok(Some(Chunk { revisions, more }));
            }
        }
    }

    fn question(&self) -> Vec<Parameter> {
        let mut question = vec![
            with("prop", "revisions"),
            with("pageids", self.page.to_string()),
            with("rvdir", "newer"),
            with("rvprop", WANTED),
            with("rvslots", "main"),
            with("rvlimit", self.limit.to_string()),
        ];
        match &self.place {
            Place::Start | Place::End => {}
            Place::Behind(known) => question.push(with("rvstartid", known.revision.to_string())),
            Place::Since(time) => question.push(with("rvstart", time.to_string())),
            Place::Rest(pairs) => question.extend(pairs.iter().cloned()),
        }
        question
    }

    /// Says how to go on behind an error, or that there is no going on.
    fn recover(&mut self, error: ApiError) -> Result<(), ApiError> {
        match &error {
            ApiError::Cut { .. } if self.limit > 1 => {
                self.limit = (self.limit / 2).max(1);
                Ok(())
            }
            ApiError::Told { code, .. } if self.restarts < RESTARTS => {
                let lost = code.contains("badcontinue") || code.contains("invalidcontinue");
                self.place = match (&self.place, self.last) {
                    (Place::Rest(_), Some(last)) if lost => Place::Behind(last),
                    (Place::Rest(_), None) if lost => Place::Start,
                    // The known revision was removed: its time is still a place.
                    (Place::Behind(known), _)
                        if code.contains("revid") || code.contains("rvstartid") =>
                    {
                        Place::Since(known.at)
                    }
                    _ => return Err(error),
                };
                self.restarts += 1;
                Ok(())
            }
            _ => Err(error),
        }
    }
}
