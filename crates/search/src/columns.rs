//! What questions filter, count and order by, in memory: for each document its
//! times, its day and its names as numbers. A segment never changes, so its columns
//! are read once.

use crate::{Kind, Named, SearchError};
use annals_model::{Date, EventId, date};
use std::collections::{BTreeMap, HashMap};
use tantivy::SegmentReader;

/// What stands for "until now".
pub(crate) const STILL: i64 = i64::MAX;

/// Days since 1 January 1970.
pub(crate) fn day_number(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// The day with a number, within the years 1 to 9999.
pub(crate) fn day_of(number: i32) -> Date {
    date(1970, 1, 1)
        .checked_add(annals_model::Span::new().days(number.clamp(-719_162, 2_932_896)))
        .unwrap_or(date(1970, 1, 1))
}

/// The alphabet of event ids in the order of their characters.
const ID: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// An event id as a number; numbers are ordered as the ids are.
pub(crate) fn id_number(id: EventId) -> u64 {
    id.as_str().bytes().fold(0, |number, byte| {
        let digit = ID.iter().position(|b| *b == byte).unwrap_or(0);
        number << 5 | digit as u64
    })
}

/// The id with a number; `None` for a number that is none's.
pub(crate) fn id_of(number: u64) -> Option<EventId> {
    let letters: Vec<u8> = (0..12).rev().map(|at| ID[(number >> (5 * at) & 31) as usize]).collect();
    std::str::from_utf8(&letters).ok()?.parse().ok()
}

/// The names of each kind with a number each, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    kinds: [KindKeys; 5],
}

#[derive(Debug, Clone, Default)]
struct KindKeys {
    numbers: HashMap<String, u32>,
    names: Vec<Named>,
    /// Of the names that are written in several ways, how often each is.
    written: HashMap<u32, BTreeMap<String, u64>>,
    /// How often the others are.
    often: Vec<u64>,
}

impl Keys {
    /// The number of a key; `None` where no document has it.
    pub(crate) fn number(&self, kind: Kind, key: &str) -> Option<u32> {
        self.kinds[kind as usize].numbers.get(key).copied()
    }

    /// The names of a kind by number.
    pub(crate) fn names(&self, kind: Kind) -> &[Named] {
        &self.kinds[kind as usize].names
    }

    /// The number of a key that so many documents have with a title. Of several ways
    /// to write a name the commonest is shown, of equals the first by letter.
    fn add(&mut self, kind: Kind, key: &str, title: &str, times: u64) -> u32 {
        let of_kind = &mut self.kinds[kind as usize];
        let Some(number) = of_kind.numbers.get(key).copied() else {
            let number = u32::try_from(of_kind.names.len()).unwrap_or(u32::MAX);
            of_kind.numbers.insert(key.to_owned(), number);
            of_kind.names.push(Named { key: key.to_owned(), title: title.to_owned() });
            of_kind.often.push(times);
            return number;
        };
        let name = &mut of_kind.names[number as usize];
        let often = &mut of_kind.often[number as usize];
        if name.title == title && !of_kind.written.contains_key(&number) {
            *often += times;
            return number;
        }
        let first = || BTreeMap::from([(name.title.clone(), *often)]);
        let written = of_kind.written.entry(number).or_insert_with(first);
        *written.entry(title.to_owned()).or_default() += times;
        let best = written.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        if let Some((title, _)) = best {
            name.title.clone_from(title);
        }
        number
    }
}

/// For each document a list of numbers.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    /// The numbers of a document.
    pub(crate) fn of(&self, doc: u32) -> &[u32] {
        let at = doc as usize;
        &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// The columns of a segment, by document.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) id: Vec<u64>,
    pub(crate) row: Vec<i64>,
    pub(crate) from: Vec<i64>,
    pub(crate) until: Vec<i64>,
    pub(crate) day: Vec<i32>,
    pub(crate) sources: Vec<u32>,
    pub(crate) names: [Lists; 5],
}

/// Between a key and its title in the index.
pub(crate) const BETWEEN: char = '\u{0}';

impl Columns {
    /// Reads a segment's columns, and numbers the names that are new.
    pub(crate) fn read(segment: &SegmentReader, keys: &mut Keys) -> Result<Columns, SearchError> {
        let docs = segment.max_doc();
        let fast = segment.fast_fields();
        let integers = |name: &str| -> Result<Vec<i64>, SearchError> {
            let column = fast.i64(name)?;
            Ok((0..docs).map(|doc| column.first(doc).unwrap_or_default()).collect())
        };
        let naturals = |name: &str| -> Result<Vec<u64>, SearchError> {
            let column = fast.u64(name)?;
            Ok((0..docs).map(|doc| column.first(doc).unwrap_or_default()).collect())
        };
        let mut names: [Lists; 5] = Default::default();
        let fields = crate::schema::NAMES.iter().copied().chain(["lang"]);
        for (kind, field) in Kind::ALL.into_iter().zip(fields) {
            names[kind as usize] = lists(segment, kind, field, keys)?;
        }
        Ok(Columns {
            id: naturals("id")?,
            row: integers("row")?,
            from: integers("from")?,
            until: integers("until")?,
            day: integers("day")?.into_iter().map(|d| i32::try_from(d).unwrap_or(0)).collect(),
            sources: naturals("sources")?.into_iter().map(|n| n.min(9_999) as u32).collect(),
            names,
        })
    }
}

fn lists(
    segment: &SegmentReader,
    kind: Kind,
    field: &str,
    keys: &mut Keys,
) -> Result<Lists, SearchError> {
    let docs = segment.max_doc();
    let Some(column) = segment.fast_fields().str(field)? else {
        return Ok(Lists { starts: vec![0; docs as usize + 1], values: Vec::new() });
    };
    let mut numbers = Vec::with_capacity(column.num_terms());
    let mut text = String::new();
    let mut times = vec![0u64; column.num_terms()];
    for doc in 0..docs {
        for ord in column.term_ords(doc) {
            if let Some(times) = times.get_mut(ord as usize) {
                *times += 1;
            }
        }
    }
    for (ord, times) in (0..).zip(times) {
        column.ord_to_str(ord, &mut text).map_err(tantivy::TantivyError::from)?;
        let (key, title) = text.split_once(BETWEEN).unwrap_or((&text, &text));
        numbers.push(keys.add(kind, key, title, times));
    }
    let mut lists = Lists::default();
    for doc in 0..docs {
        lists.starts.push(u32::try_from(lists.values.len()).unwrap_or(u32::MAX));
        let from = lists.values.len();
        let found = column.term_ords(doc).filter_map(|ord| numbers.get(ord as usize).copied());
        lists.values.extend(found);
        // A name counts once for an event, however often it is named.
        lists.values[from..].sort_unstable();
        let mut kept = from;
        for at in from..lists.values.len() {
            if kept == from || lists.values[at] != lists.values[kept - 1] {
                lists.values[kept] = lists.values[at];
                kept += 1;
            }
        }
        lists.values.truncate(kept);
    }
    lists.starts.push(u32::try_from(lists.values.len()).unwrap_or(u32::MAX));
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_and_back() {
        let mut all: Vec<EventId> =
            ["a", "b", "c", "d"].iter().map(|k| EventId::from_key(k)).collect();
        all.sort_by_key(EventId::to_string);
        let numbers: Vec<u64> = all.iter().map(|id| id_number(*id)).collect();
        assert!(numbers.is_sorted());
        assert_eq!(numbers.iter().map(|n| id_of(*n).unwrap()).collect::<Vec<_>>(), all);
    }

    #[test]
    fn days_are_numbers_and_back() {
        for day in [date(1, 1, 1), date(1969, 12, 31), date(2016, 9, 12), date(9999, 12, 31)] {
            assert_eq!(day_of(day_number(day)), day);
        }
    }
}
