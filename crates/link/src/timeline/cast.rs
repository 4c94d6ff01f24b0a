//! Whom and what a story is about: its names by how often and how rare.

use super::{Appearance, NameKind, Told};
use crate::tokens::{folded, tokens};
use std::collections::BTreeMap;

/// Names of each kind that are listed.
const OF_A_KIND: usize = 8;

/// In a story with more events than this, a name of one event alone is left out.
const SMALL: usize = 4;

/// A name's weight is its rarity times its count to this power: what every
/// tenth event names is not ten times as telling as what one names.
const BY_COUNT: f32 = 0.75;

/// A name that a story's events share.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// As people read it.
    pub label: String,
    /// The entity's key, where an event links it.
    pub key: Option<String>,
    /// What it is.
    pub kind: NameKind,
    /// How many of the story's events name it.
    pub count: u32,
    /// How much it tells: more for what comes often here and seldom elsewhere.
    pub weight: f32,
}

struct Counted {
    label: String,
    key: Option<String>,
    kinds: [u32; 4],
    count: u32,
    rarity: f32,
}

/// The names of a story's events, kind by kind, the weightiest first.
pub(super) fn cast(events: &[Told<'_>]) -> Vec<Member> {
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    for event in events {
        for name in event.names {
            count(&mut counted, name);
        }
    }
    let least = if events.len() > SMALL { 2 } else { 1 };
    let mut members: Vec<Member> = folded_surnames(counted)
        .into_iter()
        .filter(|c| c.count >= least)
        .map(|c| {
            let rarity = c.rarity / c.count as f32;
            Member {
                kind: kind(&c),
                weight: rarity * (c.count as f32).powf(BY_COUNT),
                label: c.label,
                key: c.key,
                count: c.count,
            }
        })
        .collect();
    members.sort_by(|a, b| {
        a.kind.cmp(&b.kind).then(b.weight.total_cmp(&a.weight)).then_with(|| a.label.cmp(&b.label))
    });
    let mut of_kind = [0; 4];
    members.retain(|m| {
        of_kind[m.kind as usize] += 1;
        of_kind[m.kind as usize] <= OF_A_KIND
    });
    members
}

fn count(counted: &mut BTreeMap<String, Counted>, name: &Appearance) {
    let words: Vec<String> = tokens(&name.label).iter().map(|t| folded(t.text)).collect();
    let id = if words.is_empty() { name.label.clone() } else { words.join(" ") };
    let entry = counted.entry(id).or_insert_with(|| Counted {
        label: name.label.clone(),
        key: None,
        kinds: [0; 4],
        count: 0,
        rarity: 0.0,
    });
    entry.count += 1;
    entry.rarity += name.rarity;
    entry.kinds[name.kind as usize] += 1;
    if entry.key.is_none() && name.key.is_some() {
        entry.key.clone_from(&name.key);
        entry.label.clone_from(&name.label);
    }
}

/// The kind that most events give it; a table's word goes before "other".
fn kind(counted: &Counted) -> NameKind {
    let known = NameKind::ALL[..3]
        .iter()
        .max_by_key(|k| (counted.kinds[**k as usize], std::cmp::Reverse(**k)));
    match known {
        Some(kind) if counted.kinds[*kind as usize] > 0 => *kind,
        _ => NameKind::Other,
    }
}

/// "Mistura" alone is Staffan de Mistura, where the story names one such person and no other.
fn folded_surnames(mut counted: BTreeMap<String, Counted>) -> Vec<Counted> {
    let mut whole: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (id, c) in &counted {
        if let Some((_, last)) = id.rsplit_once(' ')
            && kind(c) == NameKind::Person
        {
            // Two persons of one surname: the surname alone is neither.
            whole
                .entry(last.to_owned())
                .and_modify(|known| *known = None)
                .or_insert(Some(id.clone()));
        }
    }
    for (last, id) in whole {
        let Some(id) = id else { continue };
        let alone =
            counted.get(&last).is_some_and(|c| c.key.is_none() && kind(c) != NameKind::Place);
        if alone
            && let Some(single) = counted.remove(&last)
            && let Some(person) = counted.get_mut(&id)
        {
            person.count += single.count;
            person.rarity += single.rarity;
        }
    }
    counted.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(label: &str, kind: NameKind, rarity: f32) -> Appearance {
        Appearance { label: label.into(), key: None, kind, rarity }
    }

    #[test]
    fn rare_names_weigh_more_and_surnames_are_persons() {
        let full = [
            name("Staffan de Mistura", NameKind::Person, 7.0),
            name("United States", NameKind::Place, 0.9),
            name("Aleppo", NameKind::Place, 4.0),
        ];
        let short =
            [name("Mistura", NameKind::Other, 6.0), name("United States", NameKind::Place, 0.9)];
        let once = [name("Once Only", NameKind::Other, 9.0), name("Aleppo", NameKind::Place, 4.0)];
        let told = |names| Told { day: 0, text: "", lang: "en", sources: 0, referred: 0, names };
        let names: [&[Appearance]; 5] = [&full, &short, &short, &once, &[]];
        let cast = cast(&names.map(told));
        let shown: Vec<(&str, u32)> = cast.iter().map(|m| (m.label.as_str(), m.count)).collect();
        assert_eq!(shown, [("Staffan de Mistura", 3), ("Aleppo", 2), ("United States", 3)]);
    }
}
