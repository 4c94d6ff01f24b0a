//! Clues: places of a page that speak of its date, and how far each kind is trusted.

use super::written::{Found, Reading};
use crate::tree::NodeId;
use std::borrow::Cow;

/// What a date is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum About {
    /// The day of publication.
    Published,
    /// The day of the last change.
    Modified,
    /// Not said: mostly the day of publication.
    Unsaid,
}

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    JsonLdArticle,
    JsonLdCreated,
    JsonLdPage,
    JsonLdOther,
    MetaStrong,
    Meta,
    MetaWeak,
    Microdata,
    Address,
    AddressMonth,
    AddressWords,
    Label,
    Time,
    Class,
    Line,
    Words,
    Text,
    Dateline,
    Attribute,
    Script,
    Image,
    Protocol,
}

/// Kinds that one hand writes, so that their agreement proves little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// The software behind the page.
    Software,
    /// The address.
    Address,
    /// What readers see.
    Sight,
}

impl Kind {
    /// How often such a clue, in its best place and alone, is right.
    pub(super) fn trust(self) -> f32 {
        match self {
            Kind::JsonLdArticle => 0.94,
            Kind::JsonLdCreated => 0.75,
            Kind::JsonLdPage => 0.86,
            Kind::JsonLdOther => 0.3,
            Kind::MetaStrong => 0.94,
            Kind::Meta => 0.7,
            Kind::MetaWeak => 0.6,
            Kind::Microdata => 0.9,
            Kind::Address => 0.92,
            Kind::AddressMonth => 0.5,
            Kind::AddressWords => 0.3,
            Kind::Label => 0.9,
            Kind::Time => 0.85,
            Kind::Class => 0.82,
            Kind::Line => 0.75,
            Kind::Words => 0.4,
            Kind::Text => 0.2,
            Kind::Dateline => 0.6,
            Kind::Attribute => 0.5,
            Kind::Script => 0.5,
            Kind::Image => 0.15,
            Kind::Protocol => 0.05,
        }
    }

    pub(super) fn hand(self) -> Hand {
        match self {
            Kind::Address | Kind::AddressMonth | Kind::AddressWords => Hand::Address,
            Kind::Label
            | Kind::Time
            | Kind::Class
            | Kind::Line
            | Kind::Words
            | Kind::Text
            | Kind::Dateline => Hand::Sight,
            _ => Hand::Software,
        }
    }

    /// Whether it stands among what readers see, so that its place matters.
    pub(super) fn is_seen(self) -> bool {
        self.hand() == Hand::Sight || matches!(self, Kind::Microdata | Kind::Attribute)
    }
}

/// A place that speaks of a date.
#[derive(Debug, Clone)]
pub(super) struct Clue {
    pub kind: Kind,
    pub about: About,
    /// The place, as [`annals_model::Evidence::from`] names it.
    pub from: Cow<'static, str>,
    /// What stands there.
    pub text: String,
    /// What it can mean, likeliest first.
    pub found: Found,
    /// Where it stands; 0 where that is no place of the page.
    pub node: NodeId,
    /// How much visible text stands before it.
    pub offset: usize,
    /// What its place leaves of its kind's trust, 0 to 1.
    pub place: f32,
    /// How sure its first reading is among its readings, 0 to 1.
    pub share: f32,
}

impl Clue {
    /// A clue in no place of the page.
    pub(super) fn new(
        kind: Kind,
        about: About,
        from: Cow<'static, str>,
        text: &str,
        found: Found,
    ) -> Clue {
        let text = shorten(text);
        Clue { kind, about, from, text, found, node: 0, offset: 0, place: 1.0, share: 1.0 }
    }

    /// How far it is trusted.
    pub(super) fn weight(&self) -> f32 {
        self.kind.trust() * self.place
    }

    /// Whether another reading than the first one stays possible: nothing that
    /// belongs to this page or site has decided.
    pub(super) fn is_undecided(&self) -> bool {
        self.found.is_open() && self.share < 0.95
    }

    /// Its likeliest reading.
    pub(super) fn reading(&self) -> Option<&Reading> {
        self.found.readings.first()
    }
}

/// A text cut to what evidence shows of it.
pub(super) fn shorten(text: &str) -> String {
    let tidy = annals_model::tidy(text);
    match tidy.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &tidy[..at]),
        None => tidy,
    }
}
