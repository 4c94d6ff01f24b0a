//! The gazetteer: names, identities and company, learned from the links of an
//! archive in the order of its days.

use super::candidates::{Possible, possible};
use super::fold::fold;
use super::habits::{Habits, Model};
use super::identity::Identities;
use super::lesson::Lesson;
use super::mention::Kind;
use super::patterns::Patterns;
use super::surfaces::{Surfaces, primary};
use super::tally::Tally;
use super::{Text, Told, kinds};
use crate::EntityKind;
use crate::gazetteer as tables;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Links of one text that are read; real texts have some five.
const MOST_ANCHORS: usize = 500;

/// One identity.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// `en:France`
    pub key: String,
    /// By its title.
    pub kind: Kind,
    /// Links to it.
    pub links: Tally,
    /// The texts that link it, in order of days.
    pub texts: Vec<u32>,
    /// The country that it lies in, where the tables say so.
    pub within: Option<u32>,
    /// The country that its title names: `President of France`.
    pub country: Option<u32>,
    /// Whether it is a country.
    pub state: bool,
}

/// Names and identities, as an archive's own links give them.
///
/// Whatever is asked about a text is answered from the days before its own.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    identities: Identities,
    pub(super) surfaces: Surfaces,
    pub(super) patterns: Patterns,
    pub(super) targets: Vec<Target>,
    by_key: HashMap<String, u32>,
    /// The days of the texts with links, in order.
    pub(super) days: Vec<i32>,
    /// By language.
    habits: BTreeMap<String, Habits>,
    /// What is used until a language has habits.
    first: Model,
}

impl Gazetteer {
    /// Learns from all texts, in the order of their days. `merges` says which
    /// keys were merged into which: redirects, renamed pages, decisions of a
    /// person. Texts without links teach nothing: nobody knows whether their
    /// source could have linked.
    pub fn learn(texts: &[Text<'_>], merges: &[(&str, &str)]) -> Gazetteer {
        let mut gazetteer = Gazetteer::empty(merges);
        gazetteer.add(texts);
        gazetteer
    }

    fn empty(merges: &[(&str, &str)]) -> Gazetteer {
        let mut out = Gazetteer {
            identities: Identities::new(merges),
            surfaces: Surfaces::default(),
            patterns: Patterns::default(),
            targets: Vec::new(),
            by_key: HashMap::new(),
            days: Vec::new(),
            habits: BTreeMap::new(),
            first: Model::first(),
        };
        out.add_tables();
        out
    }

    /// Adds the texts of later days. Days come whole and in order: a text of a
    /// day that is already learned, or of one before it, is passed over, for
    /// what was known on a day must not change afterwards.
    pub fn add(&mut self, texts: &[Text<'_>]) {
        let after = self.days.last().copied();
        let mut order: Vec<&Text<'_>> = texts
            .iter()
            .filter(|t| !t.anchors.is_empty() && after.is_none_or(|day| t.day > day))
            .collect();
        order.sort_by_key(|t| (t.day, t.id));
        for day in order.chunk_by(|a, b| a.day == b.day) {
            self.add_day(day);
        }
    }

    fn add_day(&mut self, texts: &[&Text<'_>]) {
        let lessons: Vec<Lesson<'_>> = texts.iter().filter_map(|t| self.lesson(t)).collect();
        let Some(day) = lessons.first().map(|l| l.text.day) else { return };
        // First the day is judged by what was known before it ...
        let judged: Vec<Possible> =
            lessons.par_iter().map(|l| possible(self, &l.lang, &l.glyphs, day)).collect();
        for (lesson, possible) in lessons.iter().zip(&judged) {
            self.habits.entry(lesson.lang.clone()).or_default().learn(lesson, possible);
        }
        for habits in self.habits.values_mut() {
            habits.keep(day);
        }
        // ... and then it becomes known.
        for (lesson, possible) in lessons.iter().zip(&judged) {
            self.count(lesson, possible);
        }
    }

    fn lesson<'a>(&mut self, text: &'a Text<'a>) -> Option<Lesson<'a>> {
        let glyphs = fold(text.text);
        let mut links = Vec::new();
        let mut anchors: Vec<_> = text.anchors.iter().take(MOST_ANCHORS).collect();
        anchors.sort_by_key(|a| (a.start, a.end));
        let mut at = 0;
        for anchor in anchors {
            let from = glyphs.partition_point(|g| (g.start as usize) < anchor.start);
            let to = glyphs.partition_point(|g| (g.start as usize) < anchor.end);
            if from >= at && from < to {
                let target = self.target(anchor.key);
                links.push((from as u32, to as u32, target));
                at = to;
            }
        }
        let in_glyphs = |(start, end): &(usize, usize)| {
            let at = |byte: usize| glyphs.partition_point(|g| (g.start as usize) < byte) as u32;
            (at(*start), at(*end))
        };
        let told = match text.told {
            Told::All => None,
            Told::Within(parts) => Some(parts.iter().take(MOST_ANCHORS).map(in_glyphs).collect()),
        };
        (!links.is_empty()).then(|| Lesson { text, lang: primary(text.lang), glyphs, links, told })
    }

    /// Counts the day's links, and the names known before that stand unlinked.
    fn count(&mut self, lesson: &Lesson<'_>, possible: &Possible) {
        let day = lesson.text.day;
        let text = self.days.len() as u32;
        self.days.push(day);
        // Editors link a name once: what stands there again, or within a longer
        // link, is no evidence against it.
        let mut seen: HashSet<u32> = HashSet::new();
        for occurrence in &possible.occurrences {
            let (from, to) = (occurrence.from, occurrence.to);
            if lesson.is_link(from, to) {
                seen.insert(occurrence.surface);
            }
        }
        for occurrence in &possible.occurrences {
            let (from, to) = (occurrence.from, occurrence.to);
            if lesson.told(from, to) && seen.insert(occurrence.surface) {
                self.surfaces.get_mut(occurrence.surface).unlinked.add(day);
            }
        }
        for patterned in &possible.patterned {
            let (from, to) = (patterned.from, patterned.to);
            if lesson.told(from, to) && !lesson.is_link(from, to) {
                self.patterns.unlinked(patterned.pattern, day);
            }
        }
        for country in &possible.countries {
            let at = lesson.links.partition_point(|l| l.1 <= country.0);
            if let Some(link) = lesson.links.get(at)
                && link.0 <= country.0
                && country.1 <= link.1
                && link.1 - link.0 > country.1 - country.0
            {
                let link = (link.0, link.1);
                self.patterns.linked(&lesson.lang, &lesson.glyphs, link, *country, day);
            }
        }
        for (from, to, target) in &lesson.links {
            let form = &lesson.glyphs[*from as usize..*to as usize];
            if let Some(id) = self.surfaces.learn(&lesson.lang, form, day) {
                let surface = self.surfaces.get_mut(id);
                surface.links.add(day);
                if lesson.told(*from, *to) {
                    surface.linked.add(day);
                }
                match surface.targets.iter_mut().find(|(t, _)| t == target) {
                    Some((_, tally)) => tally.add(day),
                    None => {
                        let mut tally = Tally::default();
                        tally.add(day);
                        surface.targets.push((*target, tally));
                    }
                }
            }
            let target = &mut self.targets[*target as usize];
            target.links.add(day);
            if target.texts.last() != Some(&text) {
                target.texts.push(text);
            }
        }
    }

    /// The identity of a key: after merges, with peoples folded into their country.
    /// `en:French people` gives `en:France`.
    pub fn identity(&self, key: &str) -> String {
        self.identities.of(key)
    }

    /// The number of a key's identity, where it is known.
    pub(super) fn known_target(&self, key: &str) -> Option<u32> {
        self.by_key.get(&self.identities.of(key)).copied()
    }

    /// The number of a key's identity, made where it is new.
    fn target(&mut self, key: &str) -> u32 {
        let key = self.identities.of(key);
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let title = key.split_once(':').map_or(key.as_str(), |(_, title)| title);
        let within = tables::of_title(title).and_then(|entry| entry.within);
        let named = if key.starts_with("en:") { country_in(title) } else { None };
        let kind = kinds::of_title(title);
        let state = tables::of_title(title)
            .is_some_and(|entry| tables::is_country(&tables::identity(entry.title)));
        let id = self.targets.len() as u32;
        self.by_key.insert(key.clone(), id);
        self.targets.push(Target {
            key,
            kind,
            links: Tally::default(),
            texts: Vec::new(),
            within: None,
            country: None,
            state,
        });
        if let Some(country) = within {
            let country = self.target(&format!("en:{country}"));
            self.targets[id as usize].within = Some(country);
        }
        if let Some(country) = named {
            let country = self.target(&format!("en:{country}"));
            self.targets[id as usize].country = Some(country);
        }
        id
    }

    fn add_tables(&mut self) {
        for row in tables::rows() {
            let kind = match row.kind {
                EntityKind::Place => Kind::Place,
                EntityKind::Organisation => Kind::Organisation,
                EntityKind::Unknown => Kind::Other,
            };
            let english = self.target(&format!("en:{}", row.title));
            self.targets[english as usize].kind = kind;
            for form in row.forms.split(';').chain([row.title]).filter(|f| !f.is_empty()) {
                // The article is no part of a link: "the [[Netherlands]]".
                if form.starts_with("The ") {
                    continue;
                }
                self.surfaces.tabled("en", form, english);
            }
            let mut forms = row.chinese.split(';').filter(|f| !f.is_empty()).peekable();
            if let Some(first) = forms.peek() {
                let chinese = self.target(&format!("zh:{first}"));
                self.targets[chinese as usize].kind = kind;
                for form in forms {
                    self.surfaces.tabled("zh", form, chinese);
                }
            }
        }
    }

    /// What was learned of choosing in a language before the day.
    pub(super) fn model(&self, lang: &str, day: i32) -> &Model {
        self.habits.get(lang).and_then(|h| h.model(day)).unwrap_or(&self.first)
    }

    /// Names, identities and sightings that are held.
    pub fn sizes(&self) -> Sizes {
        let sightings = (0..self.surfaces.len() as u32).map(|id| {
            let s = self.surfaces.get(id);
            s.links.len() + s.unlinked.len()
        });
        Sizes {
            names: self.surfaces.len(),
            identities: self.targets.len(),
            texts: self.days.len(),
            sightings: sightings.sum(),
        }
    }
}

/// The country that an English title names beside other words. A country's own
/// title names none.
fn country_in(title: &str) -> Option<&'static str> {
    let words: Vec<&str> = title.split([' ', '(', ')', ',']).filter(|w| !w.is_empty()).collect();
    (0..words.len()).find_map(|from| {
        let (entry, taken) = tables::longest(words[from..].iter().copied())?;
        let whole = taken == words.len() || entry.title == title;
        let country = tables::is_country(&tables::identity(entry.title));
        (country && !whole).then_some(entry.title)
    })
}

/// How much a gazetteer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Names as they are written.
    pub names: usize,
    /// Identities.
    pub identities: usize,
    /// Texts with links.
    pub texts: usize,
    /// Days on which a name was seen, over all names.
    pub sightings: usize,
}
