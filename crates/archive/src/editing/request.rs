//! What an editor asks for: the acts, in the words that the API has for them.
//!
//! These types serialize: their JSON is a promise to programs. Events are named
//! by their ids, entities and stories by their keys, articles by the keys of
//! their pages, days as ISO 8601.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// An act with its reason: `{"act": {"kind": "redate", …}, "reason": "…", "expected": {…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is to be done.
    pub act: Act,
    /// Why; it is kept for ever. Never empty.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The number of the last revision that the editor saw of each event, by the
    /// event's id. An event that has a newer one by now is a conflict; an event
    /// that is not named is taken as it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expected: BTreeMap<String, u32>,
}

/// What an editor may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// Says an event in other words. What is absent stays; `null` empties.
    Reword {
        /// The event's id.
        event: String,
        /// The statement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
        /// The statement's links; absent: the links whose words the statement still has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        links: Option<Vec<Anchor>>,
        /// The list's heading.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
        category: Option<Option<String>>,
        /// The longer description.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
        summary: Option<Option<Description>>,
        /// Language of the statement, BCP 47.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
    },
    /// Files an event under another day.
    Redate {
        /// The event's id.
        event: String,
        /// The day, ISO 8601.
        day: String,
    },
    /// Changes the chains of headings above an event: first `set`, then `remove`, then `add`.
    Stories {
        /// The event's id.
        event: String,
        /// All chains, each with the outermost heading first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set: Option<Vec<Vec<String>>>,
        /// Chains to add.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        add: Vec<Vec<String>>,
        /// Stories to take out of all chains, by key or heading.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remove: Vec<String>,
    },
    /// Changes the sources of an event: first `set`, then `remove`, then `add`.
    Sources {
        /// The event's id.
        event: String,
        /// All sources.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set: Option<Vec<Reference>>,
        /// Sources to add; one of a page that is there already replaces its name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        add: Vec<Reference>,
        /// Sources to take out, by address or, where they have none, by name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remove: Vec<String>,
    },
    /// Makes several events of one. The event stays what `keep` says it is, each of
    /// `parts` becomes an event.
    Split {
        /// The event's id.
        event: String,
        /// What the event says from now on; absent: what it said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep: Option<Part>,
        /// The new events, at least one.
        parts: Vec<Part>,
    },
    /// Says that two events are one: the address of the first leads to the second,
    /// which takes over its sources and stories and what was told under it. The
    /// first may be held.
    Merge {
        /// The id of the event that is the other.
        event: String,
        /// The id of the event that stays.
        into: String,
    },
    /// Takes an event back; its page says the reason.
    Withdraw {
        /// The event's id.
        event: String,
    },
    /// Publishes a withdrawn event again.
    Restore {
        /// The event's id.
        event: String,
    },
    /// Publishes a held event as one of its own.
    Release {
        /// The event's id.
        event: String,
    },
    /// Says that a held event is none; it is withdrawn with the reason.
    Reject {
        /// The event's id.
        event: String,
    },
    /// Makes an event of a draft, with its articles as sources.
    AcceptDraft {
        /// The draft's id.
        draft: String,
    },
    /// Says that a draft is no event.
    RejectDraft {
        /// The draft's id.
        draft: String,
    },
    /// Lets through what is held of an upstream's revision: what it tells becomes part
    /// of the record, what it takes off the list is withdrawn.
    AcceptUpstream {
        /// The number of what is held.
        held: u64,
    },
    /// Refuses what is held of an upstream's revision.
    RefuseUpstream {
        /// The number of what is held.
        held: u64,
    },
    /// Says that an entity is another, which stays.
    EntityMerge {
        /// The entity's key.
        entity: String,
        /// The key of the entity that it is.
        into: String,
    },
    /// Says that an entity is not another.
    EntitySplit {
        /// The entity's key.
        entity: String,
        /// The key of the entity that it is not.
        from: String,
    },
    /// Says that a name is an entity.
    EntityConfirm {
        /// The entity's key.
        entity: String,
    },
    /// Says that a name ties nothing together.
    EntityDrop {
        /// The entity's key.
        entity: String,
    },
    /// Says what kind of thing an entity is.
    EntityKind {
        /// The entity's key.
        entity: String,
        /// `person`, `organisation`, `place`, `event`, `work` or `other`.
        entity_kind: String,
    },
    /// Says that an event is part of a story.
    StoryLink {
        /// The event's id.
        event: String,
        /// The story's key.
        story: String,
        /// Its title, where the archive does not know it yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
    /// Says that an event is not part of a story.
    StoryUnlink {
        /// The event's id.
        event: String,
        /// The story's key.
        story: String,
    },
    /// Says that two events belong together.
    Relate {
        /// The one's id.
        event: String,
        /// The other's id.
        other: String,
    },
    /// Says that two events do not belong together.
    Unrelate {
        /// The one's id.
        event: String,
        /// The other's id.
        other: String,
    },
    /// Says that an article reports an event.
    Cite {
        /// The key or address of the article's page.
        page: String,
        /// The event's id.
        event: String,
    },
    /// Says that an article does not report an event.
    Uncite {
        /// The key or address of the article's page.
        page: String,
        /// The event's id.
        event: String,
    },
    /// Undoes the editor's act that a revision is part of, on all its events.
    Undo {
        /// The event's id.
        event: String,
        /// The revision's number.
        revision: u32,
    },
    /// Undoes what a person said of what is computed.
    UndoCorrection {
        /// The correction's number.
        correction: u32,
    },
}

/// A stretch of a statement that names an entity; looked for in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The words, as they stand in the statement.
    pub text: String,
    /// The entity's key, `en:France`.
    pub target: String,
}

/// A longer description with whose words it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The description.
    pub text: String,
    /// Whose words it is: the publisher's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A source: a page with its publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The publisher, "AAP via SBS" where another carried it.
    #[serde(default)]
    pub name: String,
    /// The page's address, http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One of the events that an event is split into. What is absent is as the event has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What happened.
    pub statement: String,
    /// The statement's links; absent: those of the event whose words it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Anchor>>,
    /// Its day, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The list's heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Chains of headings, each with the outermost first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stories: Option<Vec<Vec<String>>>,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Reference>>,
}

/// Tells `null` (it is to be empty) from a missing key (nothing is said).
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

impl Act {
    /// A reworded statement, and nothing else.
    pub fn reword(event: impl Into<String>, statement: impl Into<String>) -> Act {
        Act::Reword {
            event: event.into(),
            statement: Some(statement.into()),
            links: None,
            category: None,
            summary: None,
            lang: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_read_as_they_are_documented() {
        let json = r#"{"act":{"kind":"reword","event":"4oymiquy7qob","statement":"A truce begins.","category":null},
                       "reason":"typing error","expected":{"4oymiquy7qob":2}}"#;
        let request: Request = serde_json::from_str(json).unwrap();
        let Act::Reword { statement, category, summary, .. } = &request.act else { panic!() };
        assert_eq!(statement.as_deref(), Some("A truce begins."));
        assert_eq!((category, summary), (&Some(None), &None));
        assert_eq!(request.expected["4oymiquy7qob"], 2);
        let again: Request =
            serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        assert_eq!(again, request);
    }

    #[test]
    fn what_is_misspelt_is_refused() {
        for bad in [
            r#"{"act":{"kind":"redate","event":"x","day":"2016-09-12","dya":1},"reason":"r"}"#,
            r#"{"act":{"kind":"redate","event":"x"},"reason":"r"}"#,
            r#"{"act":{"kind":"nothing"},"reason":"r"}"#,
            r#"{"act":{"kind":"release","event":"x"},"reason":"r","by":"Ada"}"#,
        ] {
            assert!(serde_json::from_str::<Request>(bad).is_err(), "{bad}");
        }
    }
}
