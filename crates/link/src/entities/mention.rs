//! What comes out: mentions with identity, kind, confidence and reasons.

/// A name in a text, and who or what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// First byte in the text, on the boundary of a character.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The name as it stands in the text.
    pub surface: String,
    /// The identity, `en:France`; none for a name that the archive does not know.
    pub key: Option<String>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// How sure it is that this is a mention and means this, 0 to 1.
    pub confidence: f32,
    /// Whether the archive knows the identity.
    pub state: State,
    /// Why this identity, greatest first.
    pub reasons: Vec<Reason>,
}

/// Whether a mention is sure to be an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is an identity of the archive, or of the tables of countries,
    /// organisations and places.
    Confirmed,
    /// It looks like a name, but nothing in the archive is called so.
    Unconfirmed,
}

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A human being.
    Person,
    /// A state body, company, party, team, armed group.
    Organisation,
    /// A country, region, city, building, water.
    Place,
    /// A war, election, disaster, match.
    Event,
    /// A book, film, law, prize.
    Work,
    /// Something else, or nobody knows.
    Other,
}

impl Kind {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Event => "event",
            Kind::Work => "work",
            Kind::Other => "other",
        }
    }
}

/// One term of the score by which an identity was chosen among those of its
/// name, or by which a mention was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What speaks for it.
    pub kind: ReasonKind,
    /// The thing, where there is one: another mention's key for company, a
    /// word of the title for exact. Else empty.
    pub label: String,
    /// What it adds, in natural logarithms.
    pub score: f32,
}

/// What speaks for an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// The text itself links it.
    Link,
    /// How often the name meant this before, with a decay of four years.
    Prior,
    /// It often stands together with another mention of the text.
    Company,
    /// It was in the news within the last weeks.
    Time,
    /// The name is the title, or the text has a word that tells it from its namesakes.
    Exact,
    /// A table of countries, organisations and places has it.
    Table,
    /// It is written and placed as names are; nothing more is known.
    Shape,
}

impl ReasonKind {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            ReasonKind::Link => "link",
            ReasonKind::Prior => "prior",
            ReasonKind::Company => "company",
            ReasonKind::Time => "time",
            ReasonKind::Exact => "exact",
            ReasonKind::Table => "table",
            ReasonKind::Shape => "shape",
        }
    }
}
