//! Names as people begin to type them: every word of a title is a beginning.

use crate::Kind;
use crate::analysis::fold;
use crate::columns::Keys;

/// Titles by each of their words' beginnings.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// A folded title from a word on, sorted.
    beginnings: Vec<Beginning>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    rest: Box<str>,
    /// Whether it is the whole title.
    later: bool,
    kind: Kind,
    number: u32,
}

/// A name that begins as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) number: u32,
    /// Whether the title does, not only a later word of it.
    pub(crate) at_start: bool,
    /// Whether nothing follows.
    pub(crate) whole: bool,
}

/// Words of a title that may begin it.
const WORDS: usize = 8;

impl Names {
    /// Of all names but languages.
    pub(crate) fn new(keys: &Keys) -> Names {
        let mut beginnings = Vec::new();
        for kind in [Kind::Story, Kind::Entity, Kind::Category, Kind::Source] {
            for (number, name) in keys.names(kind).iter().enumerate() {
                let title = plain(&name.title);
                let starts = title.match_indices(' ').map(|(at, _)| at + 1);
                for start in std::iter::once(0).chain(starts).take(WORDS) {
                    beginnings.push(Beginning {
                        rest: title[start..].into(),
                        later: start > 0,
                        kind,
                        number: number as u32,
                    });
                }
            }
        }
        beginnings.sort_unstable();
        Names { beginnings }
    }

    /// The names that begin with a text; one may come several times.
    pub(crate) fn beginning(&self, text: &str) -> impl Iterator<Item = Found> + '_ {
        let start = plain(text);
        let first = self.beginnings.partition_point(|b| *b.rest < *start);
        let length = start.len();
        self.beginnings[first..].iter().take_while(move |b| b.rest.starts_with(start.as_str())).map(
            move |b| Found {
                kind: b.kind,
                number: b.number,
                at_start: !b.later,
                whole: b.rest.len() == length && !b.later,
            },
        )
    }
}

/// A title in small letters without accents and signs, one space between words.
fn plain(title: &str) -> String {
    let mut out = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold(word));
    }
    out
}
