//! Which entity each key is: the fold of the settings and of people's words.

use crate::record::ensure_name;
use crate::{Archive, ArchiveError};
use annals_model::{CorrectionKind, Date, EntityKey, Verdict};
use annals_store::{Identity, NameKind, Reader, Subject, Writer};
use std::collections::BTreeMap;

use super::Rulings;

/// The key of an entity as people type it: `en:France`, `France` in the archive's
/// own language, `name:…` for a name that is no known entity's.
pub fn entity_key(text: &str, lang: &str) -> Option<String> {
    let text = text.trim();
    if let Some(name) = text.strip_prefix(NAME) {
        return (!name.trim().is_empty()).then(|| format!("{NAME}{}", name.trim()));
    }
    EntityKey::new(lang, text).map(|key| key.as_str().to_owned())
}

/// Before a name that is no known entity's.
const NAME: &str = "name:";

/// What holds of entities: `same` are the settings' merges, over which people's words go.
///
/// Merges are laid in the order in which they were said; one that would close a
/// circle is left out. Each key leads to the last of its chain.
pub fn identities(rulings: &Rulings, same: &BTreeMap<String, String>) -> Vec<Identity> {
    let mut into: BTreeMap<String, String> = BTreeMap::new();
    let denied = |from: &str, to: &str| {
        let words = rulings.of_kind(CorrectionKind::EntityMerge);
        words.iter().any(|c| {
            c.verdict == Verdict::No
                && ((&*c.matter.subject, &*c.matter.object) == (from, to)
                    || (&*c.matter.subject, &*c.matter.object) == (to, from))
        })
    };
    for (from, to) in same {
        if !denied(from, to) {
            lay(&mut into, from, to);
        }
    }
    for word in rulings.of_kind(CorrectionKind::EntityMerge) {
        if word.verdict == Verdict::Yes {
            lay(&mut into, &word.matter.subject, &word.matter.object);
        }
    }
    let mut all: BTreeMap<String, Identity> = BTreeMap::new();
    let of = |all: &mut BTreeMap<String, Identity>, key: &str, set: &dyn Fn(&mut Identity)| {
        let new = || Identity { key: key.to_owned(), ..Identity::default() };
        set(all.entry(key.to_owned()).or_insert_with(new));
    };
    for key in into.keys() {
        let last = follow(&into, key).to_owned();
        of(&mut all, key, &|i| i.into = Some(last.clone()));
    }
    for word in rulings.of_kind(CorrectionKind::EntityKind) {
        if word.verdict == Verdict::Yes {
            of(&mut all, &word.matter.subject, &|i| i.kind = Some(word.matter.object.clone()));
        }
    }
    for word in rulings.of_kind(CorrectionKind::EntityJunk) {
        of(&mut all, &word.matter.subject, &|i| i.junk = word.verdict == Verdict::Yes);
    }
    for word in rulings.of_kind(CorrectionKind::EntityConfirmed) {
        of(&mut all, &word.matter.subject, &|i| i.confirmed = word.verdict == Verdict::Yes);
    }
    // What is a junk word is one under its other names as well.
    let junk: Vec<String> = all.values().filter(|i| i.junk).map(|i| i.key.clone()).collect();
    for identity in all.values_mut() {
        identity.junk |= identity.into.as_ref().is_some_and(|into| junk.contains(into));
    }
    let says = |i: &Identity| i.into.is_some() || i.kind.is_some() || i.junk || i.confirmed;
    all.into_values().filter(says).collect()
}

/// Lays a merge unless it closes a circle.
fn lay(into: &mut BTreeMap<String, String>, from: &str, to: &str) {
    if follow(into, to) != from {
        into.insert(from.to_owned(), to.to_owned());
    }
}

/// The last key of a chain. There is no circle ([`lay`]).
fn follow<'a>(into: &'a BTreeMap<String, String>, key: &'a str) -> &'a str {
    let mut key = key;
    while let Some(next) = into.get(key) {
        key = next;
    }
    key
}

/// Brings what holds of entities up to date with corrections and settings, and
/// notes the pages that show it. Returns whether something changed.
pub(crate) fn refresh(
    archive: &Archive,
    writer: &Writer<'_>,
    seq: i64,
) -> Result<bool, ArchiveError> {
    let same = &archive.config.entities.same;
    let old = writer.identities()?;
    let new = identities(&Rulings::read(writer)?, same);
    if old == new {
        return Ok(false);
    }
    writer.set_identities(&new)?;
    let gone = old.iter().filter(|o| !new.contains(o));
    let came = new.iter().filter(|n| !old.contains(n));
    for identity in &new {
        // What a person names has a page, if an event names it.
        for key in identity.into.iter().chain(identity.confirmed.then_some(&identity.key)) {
            if let Some((lang, title)) = key.split_once(':') {
                ensure_name(writer, NameKind::Entity, key, title, &archive.prefix(lang))?;
            }
        }
    }
    let mut subjects = Vec::new();
    for identity in gone.chain(came) {
        // Other words of their entities show on other events' lists.
        subjects.extend(naming(writer, &identity.key)?);
        subjects.push(Subject::Entity(identity.key.clone()));
        subjects.extend(identity.into.clone().map(Subject::Entity));
    }
    subjects.sort();
    subjects.dedup();
    writer.touch(seq, &subjects)?;
    Ok(true)
}

/// The events that name an entity, and the first of their days, from which on
/// everything is related anew.
fn naming(reader: &Reader<'_>, key: &str) -> Result<Vec<Subject>, ArchiveError> {
    let mut subjects = Vec::new();
    let mut first: Option<(Date, String)> = None;
    for row in reader.events_naming(key)? {
        subjects.push(Subject::Event(row));
        // Lists show the statement with what its names lead to.
        for (kind, subject) in [
            (NameKind::Story, Subject::Story as fn(String) -> Subject),
            (NameKind::Entity, Subject::Entity),
            (NameKind::Category, Subject::Category),
        ] {
            subjects.extend(reader.names_of(kind, row)?.into_iter().map(subject));
        }
        if let Some(event) = reader.event_in(row)? {
            let day = (event.record.day, event.record.lang);
            if first.as_ref().is_none_or(|first| day < *first) {
                first = Some(day);
            }
        }
    }
    subjects.extend(first.map(|(day, lang)| Subject::Day { lang, day: day.to_string() }));
    Ok(subjects)
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Correction, Matter, Timestamp};

    fn merge(number: u32, from: &str, to: &str, verdict: Verdict) -> Correction {
        Correction {
            number,
            matter: Matter::new(CorrectionKind::EntityMerge, from, to),
            verdict,
            by_name: "Ada".into(),
            reason: "renamed".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            known_at: None,
        }
    }

    fn resolved(said: Vec<Correction>, same: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
        let same = same.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        identities(&Rulings::of(said), &same).into_iter().map(|i| (i.key, i.into)).collect()
    }

    #[test]
    fn a_chain_leads_to_its_end_and_a_circle_is_left_open() {
        let yes = Verdict::Yes;
        let said = vec![merge(1, "en:A", "en:B", yes), merge(2, "en:B", "en:C", yes)];
        let to_c = |key: &str| (key.to_owned(), Some("en:C".to_owned()));
        assert_eq!(resolved(said.clone(), &[]), [to_c("en:A"), to_c("en:B")]);
        let circle = [said, vec![merge(3, "en:C", "en:A", yes)]].concat();
        assert_eq!(resolved(circle, &[]), [to_c("en:A"), to_c("en:B")]);
    }

    #[test]
    fn a_person_splits_what_the_settings_merge() {
        let same = [("en:Burma", "en:Myanmar")];
        assert_eq!(resolved(vec![], &same).len(), 1);
        let said = vec![merge(1, "en:Burma", "en:Myanmar", Verdict::No)];
        assert_eq!(resolved(said, &same), []);
    }

    #[test]
    fn keys_are_typed_short() {
        assert_eq!(entity_key("france", "en").as_deref(), Some("en:France"));
        assert_eq!(entity_key("fr:Alep", "en").as_deref(), Some("fr:Alep"));
        assert_eq!(entity_key("name:Abu Omar", "en").as_deref(), Some("name:Abu Omar"));
        assert_eq!(entity_key("  ", "en"), None);
    }
}
