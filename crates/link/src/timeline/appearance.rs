//! Who and what an event names, for the lists of people and places of a story.
//!
//! A name counts by its rarity in the window behind its day: that is fixed when
//! the day is related, so a story's page never hangs on what other events are
//! added to the archive later.

use super::kinds;
use crate::day::Kind;
use crate::names::{Form, Name};
use crate::tokens::{folded, tokens};
use crate::vocabulary::{is_generic, is_title};
use crate::{EntityKind, Index, Options};

/// Names of one event that are kept; a list of all the world's countries is about none.
const MOST: usize = 16;

/// A name in an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Appearance {
    /// As people read it: "France" where the text says "French".
    pub label: String,
    /// The entity's key, where the text links it.
    pub key: Option<String>,
    /// What it is.
    pub kind: NameKind,
    /// ln(1 + N / (1 + events that have it)) over the N events of the window
    /// behind the event's day: near 0.7 for what every event names, 9 and more
    /// for what only one of ten thousand does.
    pub rarity: f32,
}

/// What a name is, as far as tables and its own words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Somebody: a title stands before it, or it begins with a given name.
    Person,
    /// A country, region, city, river.
    Place,
    /// An alliance, agency, party, company, armed group.
    Organisation,
    /// Anything else, or nobody knows.
    Other,
}

impl NameKind {
    /// All kinds, in the order in which pages show them.
    pub const ALL: [NameKind; 4] =
        [NameKind::Person, NameKind::Place, NameKind::Organisation, NameKind::Other];

    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organisation => "organisation",
            NameKind::Other => "other",
        }
    }

    /// The kind of this name; `None` for other words.
    pub fn of(name: &str) -> Option<NameKind> {
        NameKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The names of each item from `from` on, in the order of its text, each once.
pub fn appearances(index: &Index<'_>, from: usize, options: &Options) -> Vec<Vec<Appearance>> {
    let queries: Vec<usize> = (from..index.items.len()).collect();
    index.by_day(&queries, options, |scratch, item| {
        let names = index.names_of(scratch, item);
        let text = index.items[item].text;
        let mut distinct: Vec<&str> = Vec::new();
        let mut out: Vec<Appearance> = Vec::new();
        for name in names.iter() {
            if distinct.contains(&name.id.as_str()) {
                continue;
            }
            // A vector's terms are the distinct identities in the order of the text.
            let entry = index.names.vector(item).get(distinct.len());
            distinct.push(&name.id);
            let (Some(entry), true) = (entry, out.len() < MOST) else { continue };
            // The form that says most, where the name comes several times.
            let forms = names.iter().filter(|n| n.id == name.id);
            let Some(best) = forms.min_by_key(|n| order(n.form)) else { continue };
            let bare = name.id.trim_start_matches('~');
            if matches!(best.form, Form::Part | Form::Hint) || is_generic(bare) {
                continue;
            }
            out.push(Appearance {
                label: best.label.clone(),
                key: names.iter().filter(|n| n.id == name.id).find_map(|n| n.key.clone()),
                kind: kind(best, text),
                rarity: scratch.day.rarity(Kind::Names, entry.id),
            });
        }
        out
    })
}

fn order(form: Form) -> u8 {
    match form {
        Form::Linked => 0,
        Form::Known => 1,
        Form::Phrase => 2,
        Form::Single => 3,
        Form::Part => 4,
        Form::Hint => 5,
    }
}

/// What the name is: by the tables, by its words, by what stands before it.
fn kind(name: &Name, text: &str) -> NameKind {
    match name.kind {
        EntityKind::Place => return NameKind::Place,
        EntityKind::Organisation => return NameKind::Organisation,
        EntityKind::Unknown => {}
    }
    let words: Vec<String> = tokens(&name.label).iter().map(|t| folded(t.text)).collect();
    if let Some(kind) = kinds::by_words(&words) {
        return kind;
    }
    let titled = text.find(name.surface.as_str()).is_some_and(|at| {
        let before = text[..at].trim_end().rsplit([' ', '-']).next().unwrap_or_default();
        // A comma or full stop between them: the title is somebody else's.
        before.chars().next().is_some_and(char::is_uppercase)
            && before.chars().all(|c| c.is_alphabetic() || c == '.')
            && is_title(&folded(before))
    });
    let plausible = words.len() <= 4 && words.iter().all(|w| w.chars().all(char::is_alphabetic));
    if plausible && (titled || (words.len() > 1 && kinds::is_given_name(&words[0]))) {
        return NameKind::Person;
    }
    NameKind::Other
}
