//! What people said of what is computed, and how it holds.
//!
//! [`Rulings`] is the fold of all corrections: the last word on each matter.
//! Computing asks it and never overrides it. [`say`] records a word with what
//! follows from it: a word that changes an event's record makes a revision as well.

mod identities;
mod say;

pub(crate) use identities::refresh;
pub use identities::{entity_key, identities};
pub use say::{Said, Saying, say, undo};
pub(crate) use say::{recall, record_word, undo_word, without_story};

use crate::ArchiveError;
use annals_model::{Correction, CorrectionKind, EventId, Matter, Verdict};
use annals_store::{ArticleRelation, Reader};
use std::collections::{BTreeMap, HashMap};

/// The last word on each matter of which one holds.
#[derive(Debug, Clone, Default)]
pub struct Rulings {
    words: HashMap<Matter, Correction>,
}

impl Rulings {
    /// Reads all corrections.
    pub fn read(reader: &Reader<'_>) -> Result<Rulings, ArchiveError> {
        Ok(Rulings::of(reader.corrections()?))
    }

    /// Folds corrections, which are in the order of recording.
    pub fn of(corrections: Vec<Correction>) -> Rulings {
        let mut words = HashMap::new();
        for correction in corrections {
            match correction.verdict {
                Verdict::Withdrawn => words.remove(&correction.matter),
                Verdict::Yes | Verdict::No => words.insert(correction.matter.clone(), correction),
            };
        }
        Rulings { words }
    }

    /// What holds of a matter; `None` where nobody says.
    pub fn on(&self, matter: &Matter) -> Option<&Correction> {
        self.words.get(matter)
    }

    /// What holds of a kind, in the order in which it was said.
    pub fn of_kind(&self, kind: CorrectionKind) -> Vec<&Correction> {
        let mut words: Vec<&Correction> =
            self.words.values().filter(|c| c.matter.kind == kind).collect();
        words.sort_by_key(|c| c.number);
        words
    }

    /// Whether the event is part of the story; `None` where nobody says.
    pub fn story(&self, event: EventId, story: &str) -> Option<bool> {
        self.yes(&Matter::new(CorrectionKind::Story, event.as_str(), story))
    }

    /// Whether two events belong together; `None` where nobody says.
    pub fn related(&self, one: EventId, other: EventId) -> Option<bool> {
        self.yes(&Matter::related(one.as_str(), other.as_str()))
    }

    /// Whether one report is a copy of the other; `None` where nobody says.
    pub fn origin(&self, page: &str, from: &str) -> Option<bool> {
        self.yes(&Matter::new(CorrectionKind::Origin, page, from))
    }

    fn yes(&self, matter: &Matter) -> Option<bool> {
        self.on(matter).map(|c| c.verdict == Verdict::Yes)
    }

    /// What an article does with an event, by what people said and, where they
    /// said nothing, by what was computed. A report that is denied may still mention.
    pub fn article(
        &self,
        page: &str,
        event: EventId,
        computed: Option<ArticleRelation>,
    ) -> Option<ArticleRelation> {
        let said = |kind| self.yes(&Matter::new(kind, page, event.as_str()));
        match (said(CorrectionKind::Reports), said(CorrectionKind::Mentions)) {
            (Some(true), _) => Some(ArticleRelation::Reports),
            (_, Some(true)) => Some(ArticleRelation::Mentions),
            (_, Some(false)) => None,
            (Some(false), None) => computed.map(|_| ArticleRelation::Mentions),
            (None, None) => computed,
        }
    }

    /// The latest word on an article and an event; `None` where nobody says.
    pub fn word_on_article(&self, page: &str, event: EventId) -> Option<&Correction> {
        let on = |kind| self.on(&Matter::new(kind, page, event.as_str()));
        let words = [on(CorrectionKind::Reports), on(CorrectionKind::Mentions)];
        words.into_iter().flatten().max_by_key(|c| c.number)
    }

    /// What was decided of drafts, by their ids: the last word where there are several.
    pub fn drafts(&self) -> BTreeMap<&str, &Correction> {
        let words = self.of_kind(CorrectionKind::Draft);
        words.into_iter().map(|c| (c.matter.subject.as_str(), c)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::Timestamp;

    fn word(number: u32, matter: &Matter, verdict: Verdict) -> Correction {
        Correction {
            number,
            matter: matter.clone(),
            verdict,
            by_name: "Ada".into(),
            reason: "checked".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            known_at: None,
        }
    }

    #[test]
    fn the_last_word_holds() {
        let event = EventId::from_key("x");
        let matter = Matter::new(CorrectionKind::Story, event.as_str(), "syria");
        let mut said = vec![word(1, &matter, Verdict::Yes), word(2, &matter, Verdict::No)];
        assert_eq!(Rulings::of(said.clone()).story(event, "syria"), Some(false));
        said.push(word(3, &matter, Verdict::Withdrawn));
        assert_eq!(Rulings::of(said).story(event, "syria"), None);
    }

    #[test]
    fn an_article_does_what_people_say() {
        use ArticleRelation::{Mentions, Reports};
        let event = EventId::from_key("x");
        let said = |kind, verdict| word(1, &Matter::new(kind, "a.org/1", event.as_str()), verdict);
        let of =
            |said: Vec<Correction>, computed| Rulings::of(said).article("a.org/1", event, computed);
        assert_eq!(of(vec![], Some(Reports)), Some(Reports));
        let denied = vec![said(CorrectionKind::Reports, Verdict::No)];
        assert_eq!(of(denied.clone(), Some(Reports)), Some(Mentions));
        assert_eq!(of(denied, None), None);
        let nothing = vec![said(CorrectionKind::Mentions, Verdict::No)];
        assert_eq!(of(nothing, Some(Reports)), None);
        assert_eq!(of(vec![said(CorrectionKind::Reports, Verdict::Yes)], None), Some(Reports));
    }
}
