//! The shapes that only the API has; everything else is a shape of the published
//! JSON (`annals_publish::wire`), whose schema is theirs too.

use annals_archive::query;
use annals_model::word_diff::PieceKind;
use annals_model::{Correction, Dating};
use annals_publish::wire;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use std::borrow::Cow;

/// Names a shape of the published JSON, for the schema only.
macro_rules! published {
    ($($name:ident = $shape:literal),* $(,)?) => {$(
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $shape.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "$ref": concat!("#/components/schemas/", $shape) })
            }
        }
    )*};
}

published!(
    EventShape = "event",
    ListShape = "list",
    ItemShape = "item",
    ChangeShape = "change",
    RelatedShape = "related",
    StepShape = "step",
    TimelineShape = "timeline",
    ReportsShape = "reports",
    EventRefShape = "eventRef",
    DayShape = "day",
    IdShape = "id",
    GradeShape = "grade",
    PathShape = "path",
);

/// One page of a list.
#[derive(Debug, Serialize)]
pub(super) struct Items<T> {
    pub(super) items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<u64>,
}

/// A story, entity or category.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Name {
    /// Its identity among the names of its kind.
    pub(super) key: String,
    /// As people read it.
    pub(super) title: String,
    /// Its page's path without suffix.
    #[schemars(with = "PathShape")]
    pub(super) url: String,
    /// Number of its published events.
    pub(super) count: u64,
    /// First day of those.
    #[schemars(with = "DayShape")]
    pub(super) first: String,
    /// Last day of those.
    #[schemars(with = "DayShape")]
    pub(super) last: String,
}

impl From<query::NameLine> for Name {
    fn from(line: query::NameLine) -> Name {
        let query::NameLine { key, title, url, count, first, last } = line;
        Name { key, title, url, count, first, last }
    }
}

/// A story's life in short.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StoryTimeline {
    /// The story's key.
    pub(super) key: String,
    /// As people read it.
    pub(super) title: String,
    /// Its page's path without suffix.
    #[schemars(with = "PathShape")]
    pub(super) url: String,
    /// Absent where the story has only a few events.
    #[schemars(with = "Option<TimelineShape>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeline: Option<wire::Timeline>,
}

/// A host whose pages events cite.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Source {
    /// The host, without `www.`.
    pub(super) host: String,
    /// Number of published events that cite it.
    pub(super) events: u64,
    /// First day of those.
    #[schemars(with = "DayShape")]
    pub(super) first: String,
    /// Last day of those.
    #[schemars(with = "DayShape")]
    pub(super) last: String,
}

impl From<&query::Host> for Source {
    fn from(host: &query::Host) -> Source {
        Source {
            host: host.host.clone(),
            events: host.events,
            first: host.first.to_string(),
            last: host.last.to_string(),
        }
    }
}

/// A host with what it is called.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SourceWhole {
    /// The host, without `www.`.
    pub(super) host: String,
    /// Number of published events that cite it.
    pub(super) events: u64,
    /// First day of those.
    #[schemars(with = "DayShape")]
    pub(super) first: String,
    /// Last day of those.
    #[schemars(with = "DayShape")]
    pub(super) last: String,
    /// Number of the host's articles that the archive holds.
    pub(super) articles: u64,
    /// What its newest events call the publisher, the commonest name first.
    pub(super) names: Vec<Called>,
}

/// A publisher's name.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Called {
    /// The name.
    pub(super) name: String,
    /// How often.
    pub(super) count: u64,
}

/// What the archive knows of an article; its text is its publisher's.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Article {
    /// The key of its page: the address without scheme and `www.`.
    pub(super) page: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<String>,
    /// Whose report it is where the publisher only carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) agency: Option<String>,
    /// When it was published.
    pub(super) published: Dated,
    /// When it was last changed.
    pub(super) modified: Dated,
    /// Language of the body, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    /// The site's section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<String>,
}

/// A date with how sure it is; `annals extract` has the evidence.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Dated {
    /// The date believed, EDTF level 0; absent where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    /// How often a value with this evidence is right, 0 to 1; 0 without a value.
    #[schemars(range(min = 0, max = 1))]
    pub(super) confidence: f64,
    /// Other readings that stay possible, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternatives: Vec<String>,
}

impl From<&Dating> for Dated {
    fn from(dating: &Dating) -> Dated {
        Dated {
            value: dating.value.clone(),
            confidence: (f64::from(dating.confidence) * 100.0).round().clamp(0.0, 100.0) / 100.0,
            alternatives: dating.alternatives.clone(),
        }
    }
}

impl From<query::ArticleLine> for Article {
    fn from(line: query::ArticleLine) -> Article {
        let article = line.article;
        Article {
            page: line.page,
            url: article.url,
            title: article.title,
            authors: article.authors,
            publisher: article.publisher,
            agency: article.agency,
            published: (&article.published).into(),
            modified: (&article.modified).into(),
            language: article.language,
            section: article.section,
        }
    }
}

/// An article with the events that it belongs to and the report that it goes back to.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ArticleWhole {
    /// The article.
    pub(super) article: Article,
    /// The events that it reports or mentions.
    pub(super) events: Vec<EventOfArticle>,
    /// Where its text is from; absent where that was not looked into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Origin>,
}

/// An event that an article reports or mentions.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EventOfArticle {
    /// The event.
    #[schemars(with = "EventRefShape")]
    pub(super) event: wire::EventRef,
    /// `reports` or `mentions`.
    pub(super) relation: String,
    /// Whether the event cites the article, or a person says so.
    pub(super) certain: bool,
    /// How likely it is, 0 to 1.
    pub(super) score: f64,
}

/// Where an article's text is from.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Origin {
    /// The page of the first report of it, as a key.
    pub(super) origin: String,
    /// The page that it was copied from; absent where it is an origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<String>,
    /// `original`, `copy`, `wire`, `excerpt`, `merged`, `spun`, and others to come.
    pub(super) kind: String,
    /// How sure it is, 0 to 1.
    pub(super) score: f64,
}

impl From<query::ArticleWhole> for ArticleWhole {
    fn from(whole: query::ArticleWhole) -> ArticleWhole {
        let events = whole.events.into_iter().map(|e| EventOfArticle {
            event: e.event,
            relation: e.relation.name().to_owned(),
            certain: e.certain,
            score: e.score,
        });
        let origin = whole.origin.map(|o| Origin {
            origin: o.origin,
            from: o.from,
            kind: o.kind,
            score: o.score,
        });
        ArticleWhole { article: whole.line.into(), events: events.collect(), origin }
    }
}

/// One thing that changed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Changed {
    /// Number of the change; what changed together has one number.
    pub(super) change: i64,
    /// `event`: what it says. `links`: only what it is related to.
    pub(super) kind: ChangedKind,
    /// The event's id.
    #[schemars(with = "IdShape")]
    pub(super) id: String,
    /// Its page's path without suffix.
    #[schemars(with = "PathShape")]
    pub(super) url: String,
    /// The event as it stands; absent where it stands no more.
    #[schemars(with = "Option<ItemShape>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<wire::Item>,
    /// Why it stands no more: to be taken off lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gone: Option<Gone>,
}

/// What of an event changed.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChangedKind {
    Event,
    Links,
}

/// Why an event stands no more.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Gone {
    /// `withdrawn`, `merged`, or `held`: it waits for a person.
    pub(super) state: String,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// The event that it was merged into.
    #[schemars(with = "Option<EventRefShape>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) into: Option<wire::EventRef>,
}

impl From<query::Changed> for Changed {
    fn from(changed: query::Changed) -> Changed {
        Changed {
            change: changed.change,
            kind: if changed.links_only { ChangedKind::Links } else { ChangedKind::Event },
            id: changed.id.to_string(),
            url: changed.url,
            item: changed.item,
            gone: changed.gone.map(|g| Gone {
                state: g.state.to_owned(),
                reason: g.reason,
                into: g.into,
            }),
        }
    }
}

/// A page of changes.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Changes {
    /// What changed, in the order of changing.
    pub(super) items: Vec<Changed>,
    /// Where to read on: always there, and good for ever.
    pub(super) next: String,
    /// Whether there is more already; if not, ask again later.
    pub(super) more: bool,
}

/// What lies between two revisions of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Comparison {
    /// The event's id.
    #[schemars(with = "IdShape")]
    pub(super) id: String,
    /// Number of the one revision.
    pub(super) from: u32,
    /// Number of the other.
    pub(super) to: u32,
    /// How much the difference matters: the gravest of its fields.
    #[schemars(with = "GradeShape")]
    pub(super) grade: String,
    /// The fields that differ.
    pub(super) changes: Vec<Difference>,
}

/// A field that differs.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Difference {
    /// Which field.
    pub(super) field: String,
    /// How much its difference matters.
    #[schemars(with = "GradeShape")]
    pub(super) grade: String,
    /// The value after the one revision, a line for each source or story.
    pub(super) before: Vec<String>,
    /// The value after the other.
    pub(super) after: Vec<String>,
    /// Word by word, where both are one text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<Words>,
}

/// Words that both wordings have, or only one.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Words {
    /// Which has them.
    pub(super) kind: WordsKind,
    /// The words, with their white space.
    pub(super) text: String,
}

/// Which wording has some words.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum WordsKind {
    Same,
    Removed,
    Added,
}

impl From<query::Difference> for Difference {
    fn from(difference: query::Difference) -> Difference {
        let words = difference.words.into_iter().map(|piece| Words {
            kind: match piece.kind {
                PieceKind::Same => WordsKind::Same,
                PieceKind::Removed => WordsKind::Removed,
                PieceKind::Added => WordsKind::Added,
            },
            text: piece.text,
        });
        Difference {
            words: words.collect(),
            field: difference.change.field,
            grade: difference.change.grade,
            before: difference.change.before,
            after: difference.change.after,
        }
    }
}

/// What a person said of what is computed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CorrectionLine {
    /// Counts from 1 in the order of recording.
    pub(super) number: u32,
    /// What kind of statement: `entity-merge`, `story`, `related`, and others to come.
    pub(super) kind: String,
    /// What it is about: an event's id, the key of an entity or page.
    pub(super) subject: String,
    /// What is said of it; empty where the kind needs nothing more.
    pub(super) object: String,
    /// `yes`, `no`, or `withdrawn`: what is computed holds again.
    pub(super) verdict: String,
    /// Who says it.
    pub(super) by: String,
    /// Why.
    pub(super) reason: String,
    /// When it was said, RFC 3339 in UTC.
    pub(super) known_at: String,
}

impl From<Correction> for CorrectionLine {
    fn from(c: Correction) -> CorrectionLine {
        CorrectionLine {
            number: c.number,
            kind: c.matter.kind.name().to_owned(),
            known_at: c.known_from().to_string(),
            subject: c.matter.subject,
            object: c.matter.object,
            verdict: c.verdict.name().to_owned(),
            by: c.by_name,
            reason: c.reason,
        }
    }
}
