//! Corrections: a person's word about what is computed, once, for ever.
//!
//! Links, identities and stories are computed and may be computed again; what a
//! person said of them holds through all of it. Corrections are append-only:
//! one is undone by a further one. The last word on a [`Matter`] holds.

use crate::{By, Timestamp};

/// One word of a person. Never changed and never removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Counts from 1 in the order of recording.
    pub number: u32,
    /// What it is about.
    pub matter: Matter,
    /// What is said of it.
    pub verdict: Verdict,
    /// The person's name.
    pub by_name: String,
    /// Why.
    pub reason: String,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// When the person said it; `None` where nobody says.
    pub known_at: Option<Timestamp>,
}

/// What a correction is about: a statement that is so or not so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Matter {
    /// What kind of statement.
    pub kind: CorrectionKind,
    /// What it is about, see [`CorrectionKind`].
    pub subject: String,
    /// What is said to be so of it; empty where the kind needs nothing more.
    pub object: String,
}

/// What kind of statement a correction affirms or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CorrectionKind {
    /// The entity (a key) is the entity of the other key, which stays.
    EntityMerge,
    /// The entity (a key) is of this kind: `person`, `place` and so on.
    EntityKind,
    /// The entity (a key) is a word that ties nothing: it is never context.
    EntityJunk,
    /// The name (a key) is an entity and no accident of spelling.
    EntityConfirmed,
    /// The event (an id) is part of the story (a key).
    Story,
    /// The two events (ids, the smaller first) belong together.
    Related,
    /// The article (a page's key) reports the event (an id).
    Reports,
    /// The article (a page's key) mentions the event (an id).
    Mentions,
    /// The report (a page's key) is a copy of the other (a page's key).
    Origin,
    /// The draft (its id) tells an event (an id, where it was accepted).
    Draft,
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nothing is said any more: what is computed holds again.
    Withdrawn,
}

impl CorrectionKind {
    /// Every kind.
    pub const ALL: [CorrectionKind; 10] = [
        CorrectionKind::EntityMerge,
        CorrectionKind::EntityKind,
        CorrectionKind::EntityJunk,
        CorrectionKind::EntityConfirmed,
        CorrectionKind::Story,
        CorrectionKind::Related,
        CorrectionKind::Reports,
        CorrectionKind::Mentions,
        CorrectionKind::Origin,
        CorrectionKind::Draft,
    ];

    /// Its name in the database, in event lines and in messages.
    pub fn name(self) -> &'static str {
        match self {
            CorrectionKind::EntityMerge => "entity-merge",
            CorrectionKind::EntityKind => "entity-kind",
            CorrectionKind::EntityJunk => "entity-junk",
            CorrectionKind::EntityConfirmed => "entity-confirmed",
            CorrectionKind::Story => "story",
            CorrectionKind::Related => "related",
            CorrectionKind::Reports => "reports",
            CorrectionKind::Mentions => "mentions",
            CorrectionKind::Origin => "origin",
            CorrectionKind::Draft => "draft",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<CorrectionKind> {
        CorrectionKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether it is about entities.
    pub fn is_of_entities(self) -> bool {
        matches!(
            self,
            CorrectionKind::EntityMerge
                | CorrectionKind::EntityKind
                | CorrectionKind::EntityJunk
                | CorrectionKind::EntityConfirmed
        )
    }
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 3] = [Verdict::Yes, Verdict::No, Verdict::Withdrawn];

    /// Its name in the database, in event lines and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::No => "no",
            Verdict::Withdrawn => "withdrawn",
        }
    }

    /// The verdict with this name.
    pub fn from_name(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|v| v.name() == name)
    }
}

impl Matter {
    /// A statement about a subject and an object.
    pub fn new(
        kind: CorrectionKind,
        subject: impl Into<String>,
        object: impl Into<String>,
    ) -> Matter {
        Matter { kind, subject: subject.into(), object: object.into() }
    }

    /// That two events belong together: the same matter whichever is named first.
    pub fn related(one: impl Into<String>, other: impl Into<String>) -> Matter {
        let (one, other) = (one.into(), other.into());
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        Matter::new(CorrectionKind::Related, first, second)
    }
}

impl Correction {
    /// Who stands behind it, as revisions say it.
    pub fn by(&self) -> By {
        By::Editor { name: self.by_name.clone(), reason: self.reason.clone() }
    }

    /// From when it counts as known.
    pub fn known_from(&self) -> Timestamp {
        self.known_at.unwrap_or(self.recorded_at)
    }

    /// Whether another correction says the same at the same time: the one that an
    /// export brings back.
    pub fn is_same_word(&self, other: &Correction) -> bool {
        (&self.matter, self.verdict, &self.by_name, &self.reason, self.known_from())
            == (&other.matter, other.verdict, &other.by_name, &other.reason, other.known_from())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for kind in CorrectionKind::ALL {
            assert_eq!(CorrectionKind::from_name(kind.name()), Some(kind));
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_name(verdict.name()), Some(verdict));
        }
    }

    #[test]
    fn two_events_are_one_matter_in_either_order() {
        assert_eq!(Matter::related("b", "a"), Matter::related("a", "b"));
    }
}
