//! Revisions: what a source or a person stated about an event, once, for ever.

use crate::{Date, EventId, Image, Record, Source, Status, StoryPath, Summary, Text, Timestamp};

/// One statement about an event. Never changed and never removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Counts from 1 in the order of recording.
    pub number: u32,
    /// When the world could know: the upstream's own time; `None` where it gives none.
    pub known_at: Option<Timestamp>,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// Who states it.
    pub by: By,
    /// What is stated: at most one value a field, in the order of [`Field`].
    pub values: Vec<Value>,
}

/// Who stands behind a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A reader of annals, from an upstream page.
    Importer {
        /// The reader's name: `wikitext`, `context`, `lines`.
        name: String,
        /// The upstream's page and revision, as far as the input says.
        upstream: Option<String>,
    },
    /// A person; what a person sets, no import overrides.
    Editor {
        /// The account's name.
        name: String,
        /// Why.
        reason: String,
    },
}

/// The fields of a [`Record`], in the order in which revisions list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// [`Record::day`]
    Day,
    /// [`Record::statement`]
    Statement,
    /// [`Record::category`]
    Category,
    /// [`Record::stories`]
    Stories,
    /// [`Record::summary`]
    Summary,
    /// [`Record::sources`]
    Sources,
    /// [`Record::image`]
    Image,
    /// [`Record::lang`]
    Lang,
    /// [`Record::under`]
    Under,
    /// [`Record::status`]
    Status,
}

/// A field with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is the field of Record with its name
pub enum Value {
    Day(Date),
    Statement(Text),
    Category(Option<String>),
    Stories(Vec<StoryPath>),
    Summary(Option<Summary>),
    Sources(Vec<Source>),
    Image(Option<Image>),
    Lang(String),
    Under(Option<EventId>),
    Status(Status),
}

impl Field {
    /// Every field, in order.
    pub const ALL: [Field; 10] = [
        Field::Day,
        Field::Statement,
        Field::Category,
        Field::Stories,
        Field::Summary,
        Field::Sources,
        Field::Image,
        Field::Lang,
        Field::Under,
        Field::Status,
    ];

    /// The name that formats and commands use: `statement`.
    pub fn name(self) -> &'static str {
        match self {
            Field::Day => "day",
            Field::Statement => "statement",
            Field::Category => "category",
            Field::Stories => "stories",
            Field::Summary => "summary",
            Field::Sources => "sources",
            Field::Image => "image",
            Field::Lang => "lang",
            Field::Under => "under",
            Field::Status => "status",
        }
    }
}

impl Value {
    /// The field that the value belongs to.
    pub fn field(&self) -> Field {
        match self {
            Value::Day(_) => Field::Day,
            Value::Statement(_) => Field::Statement,
            Value::Category(_) => Field::Category,
            Value::Stories(_) => Field::Stories,
            Value::Summary(_) => Field::Summary,
            Value::Sources(_) => Field::Sources,
            Value::Image(_) => Field::Image,
            Value::Lang(_) => Field::Lang,
            Value::Under(_) => Field::Under,
            Value::Status(_) => Field::Status,
        }
    }

    /// Reads the field's value out of a record.
    pub fn of(record: &Record, field: Field) -> Value {
        match field {
            Field::Day => Value::Day(record.day),
            Field::Statement => Value::Statement(record.statement.clone()),
            Field::Category => Value::Category(record.category.clone()),
            Field::Stories => Value::Stories(record.stories.clone()),
            Field::Summary => Value::Summary(record.summary.clone()),
            Field::Sources => Value::Sources(record.sources.clone()),
            Field::Image => Value::Image(record.image.clone()),
            Field::Lang => Value::Lang(record.lang.clone()),
            Field::Under => Value::Under(record.under),
            Field::Status => Value::Status(record.status.clone()),
        }
    }

    /// Whether the record already says so.
    pub fn holds_in(&self, record: &Record) -> bool {
        match self {
            Value::Day(v) => *v == record.day,
            Value::Statement(v) => *v == record.statement,
            Value::Category(v) => *v == record.category,
            Value::Stories(v) => *v == record.stories,
            Value::Summary(v) => *v == record.summary,
            Value::Sources(v) => *v == record.sources,
            Value::Image(v) => *v == record.image,
            Value::Lang(v) => *v == record.lang,
            Value::Under(v) => *v == record.under,
            Value::Status(v) => *v == record.status,
        }
    }

    /// Puts the value into a record.
    pub fn put(self, record: &mut Record) {
        match self {
            Value::Day(v) => record.day = v,
            Value::Statement(v) => record.statement = v,
            Value::Category(v) => record.category = v,
            Value::Stories(v) => record.stories = v,
            Value::Summary(v) => record.summary = v,
            Value::Sources(v) => record.sources = v,
            Value::Image(v) => record.image = v,
            Value::Lang(v) => record.lang = v,
            Value::Under(v) => record.under = v,
            Value::Status(v) => record.status = v,
        }
    }
}

impl By {
    /// An importer, with the upstream's page and revision where known.
    pub fn importer(name: &str, upstream: Option<String>) -> By {
        By::Importer { name: name.to_owned(), upstream }
    }

    /// An importer of one revision of an upstream's page, with its author where known:
    /// `Portal:Current events/2016 October 5 (revision 742769374 by Ada)`.
    pub fn revision_of(name: &str, page: &str, revision: u64, author: Option<&str>) -> By {
        let author = author.map(|author| format!(" by {author}")).unwrap_or_default();
        By::importer(name, Some(format!("{page} (revision {revision}{author})")))
    }

    /// Whether both are the same account, or read the same page with the same reader,
    /// be it in different revisions.
    pub fn is_same_voice(&self, other: &By) -> bool {
        match (self, other) {
            (
                By::Importer { name, upstream },
                By::Importer { name: other_name, upstream: other },
            ) => name == other_name && upstream.as_deref().map(page) == other.as_deref().map(page),
            _ => self == other,
        }
    }

    /// The reader's name, or the account's.
    pub fn name(&self) -> &str {
        match self {
            By::Importer { name, .. } | By::Editor { name, .. } => name,
        }
    }

    /// Whether a person stands behind the revision.
    pub fn is_editor(&self) -> bool {
        matches!(self, By::Editor { .. })
    }
}

/// An upstream without its revision: what [`By::revision_of`] adds is taken off.
fn page(upstream: &str) -> &str {
    let revision = upstream.rfind(" (revision ").filter(|_| upstream.ends_with(')'));
    let digit =
        |at: &usize| upstream[at + " (revision ".len()..].starts_with(|c: char| c.is_ascii_digit());
    revision.filter(digit).map_or(upstream, |at| &upstream[..at])
}

impl Revision {
    /// A revision that was recorded at the epoch and is known from its day on;
    /// for examples and tests, and as a base for struct update.
    pub fn new(number: u32, by: By, mut values: Vec<Value>) -> Revision {
        values.sort_by_key(Value::field);
        Revision { number, known_at: None, recorded_at: Timestamp::UNIX_EPOCH, by, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_of_a_page_are_one_voice() {
        let page = By::importer("wikitext", Some("Portal:Current events/2016 October 5".into()));
        let of = |revision, author| {
            By::revision_of("wikitext", "Portal:Current events/2016 October 5", revision, author)
        };
        let (one, other) = (of(742_769_374, Some("Ada (botanist)")), of(742_769_380, None));
        assert!(one.is_same_voice(&other) && other.is_same_voice(&page));
        assert!(!one.is_same_voice(&By::importer("lines", None)));
        let elsewhere =
            By::revision_of("wikitext", "Portal:Current events/2016 October 6", 1, None);
        assert!(!one.is_same_voice(&elsewhere));
        let odd = By::importer("wikitext", Some("A page (revision of laws)".into()));
        assert!(!odd.is_same_voice(&By::importer("wikitext", Some("A page".into()))));
    }
}
