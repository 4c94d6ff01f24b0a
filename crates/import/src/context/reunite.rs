//! Reuniting the pages of one event.
//!
//! The Context took the wording for the identity, so that each rewording of an
//! event made a new page. What belongs to one event is told here by addresses
//! first (lists of changes name them), then by the sentence, then by a source
//! in common with nearly the same sentence. Never by likeness alone: on one
//! day "Chad elects a president" stands beside "Peru elects a president".

use super::{
    address, clean, draft,
    page::{DayItem, Edition, EventPage, Page, Shape},
    topic,
};
use annals_model::{Date, Document, Note, Source, fold_key};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Likeness (Dice's coefficient over pairs of letters) from which two sentences
/// with a source in common are one event. Two events of one day from one
/// source measured up to .89 ("2016 presidential election in Chad" / "Peru"),
/// all of them short, rewordings of long sentences mostly over .85.
const LIKENESS: f64 = 0.85;

/// Shorter sentences (in letters and digits) are not compared by likeness.
const LONG_ENOUGH: usize = 40;

/// A day with more tellings than this is no day's list: comparing all of its
/// sentences with each other would take too long.
const COMPARED: usize = 2_000;

/// One telling of an event: its page, or its place on a day's page.
pub(super) struct Telling {
    /// The input that it stands in.
    pub(super) name: String,
    /// Its own address.
    pub(super) path: Option<String>,
    /// The sentence, cleaned.
    pub(super) text: clean::Cleaned,
    /// What the telling says beside it.
    pub(super) content: Content,
}

/// Where a telling stands.
pub(super) enum Content {
    /// On a page of its own.
    Page(Box<EventPage>),
    /// On a day's page.
    Item(DayItem),
}

/// Everything that is told of one day in one edition.
#[derive(Default)]
struct Day {
    tellings: Vec<Telling>,
    notes: Vec<(String, Note)>,
    names: Vec<String>,
}

/// Reunites the pages of each event; a document for each day of each edition.
///
/// Pages may come in any order and repeatedly (`README.md` beside `index.md`).
/// Events come in the order of the day's page, those that it leaves out behind
/// them in the order of their pages.
pub fn assemble(pages: Vec<Page>) -> Vec<Document> {
    let mut days: BTreeMap<(Option<Date>, Edition), Day> = BTreeMap::new();
    let mut sayings = Sayings::default();
    let mut seen_items: HashSet<(String, String)> = HashSet::new();
    let listed = chinese_addresses(&pages);
    for mut page in pages {
        settle_edition(&mut page, &listed);
        match page.shape {
            Shape::Nothing => {
                let day = days.entry((None, page.edition)).or_default();
                day.add_page(&page.name, page.notes);
            }
            Shape::Event(event) => {
                for related in &event.related {
                    sayings.add(&related.path, &related.text);
                }
                let date = event.day.or_else(|| event.path.as_deref().and_then(address::day));
                let day = days.entry((date, page.edition)).or_default();
                day.add_page(&page.name, page.notes);
                day.tellings.push(Telling {
                    name: page.name,
                    path: event.path.clone(),
                    text: clean::clean(&event.statement),
                    content: Content::Page(event),
                });
            }
            Shape::Day(list) => {
                let mut notes = Some(page.notes);
                for item in list.items {
                    // A home page lists several days: the address tells which.
                    let date = address::day(&item.path).or(list.day);
                    let day = days.entry((date, page.edition)).or_default();
                    day.add_page(&page.name, notes.take().unwrap_or_default());
                    if !seen_items.insert((item.path.clone(), item.text.clone())) {
                        continue;
                    }
                    day.tellings.push(Telling {
                        name: page.name.clone(),
                        path: Some(item.path.clone()),
                        text: clean::clean(&item.text),
                        content: Content::Item(item),
                    });
                }
            }
        }
    }
    days.into_iter().map(|((date, edition), day)| document(date, edition, day, &sayings)).collect()
}

/// Addresses that the Chinese edition's day pages list.
fn chinese_addresses(pages: &[Page]) -> HashSet<String> {
    let lists = pages.iter().filter_map(|p| match &p.shape {
        Shape::Day(list) if p.edition == Edition::Chinese => Some(list),
        _ => None,
    });
    lists.flat_map(|list| list.items.iter().map(|i| i.path.clone())).collect()
}

/// A page with neither links nor headings to tell its edition, and with a
/// sentence in Latin letters, belongs to the edition whose day page lists it.
fn settle_edition(page: &mut Page, listed: &HashSet<String>) {
    let Shape::Event(event) = &mut page.shape else { return };
    let Some(path) = event.path.as_deref().filter(|_| page.edition == Edition::English) else {
        return;
    };
    let chinese = address::in_edition(path.to_owned(), Edition::Chinese);
    if event.related.is_empty() && event.changes.is_empty() && listed.contains(&chinese) {
        event.path = Some(chinese);
        page.edition = Edition::Chinese;
    }
}

impl Day {
    fn add_page(&mut self, name: &str, notes: Vec<Note>) {
        if self.names.last().is_none_or(|n| n != name) {
            self.names.push(name.to_owned());
        }
        self.notes.extend(notes.into_iter().map(|note| (name.to_owned(), note)));
    }

    /// The page's name where there is one page, else the folder that they share.
    fn name(&self, date: Option<Date>, edition: Edition) -> String {
        if let [one] = self.names.as_slice() {
            return one.clone();
        }
        let mut shared = self.names.first().cloned().unwrap_or_default();
        for name in &self.names {
            while !name.starts_with(&shared) {
                shared.truncate(shared.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1));
            }
        }
        if let Some(at) = shared.rfind('/').filter(|at| *at > 0) {
            shared.truncate(at);
            return shared;
        }
        match date {
            Some(date) => format!("The Context ({}), {date}", edition.lang()),
            None => format!("The Context ({})", edition.lang()),
        }
    }
}

/// Sentences that lists of related events give for addresses: so an address
/// that no page has any more is still known to be an event's.
#[derive(Default)]
struct Sayings {
    paths: HashMap<(Option<Date>, String), Vec<String>>,
    seen: HashSet<String>,
}

impl Sayings {
    fn add(&mut self, path: &str, text: &str) {
        if self.seen.insert(path.to_owned()) {
            let key = fold_key(&clean::text(text));
            self.paths.entry((address::day(path), key)).or_default().push(path.to_owned());
        }
    }
}

fn document(date: Option<Date>, edition: Edition, mut day: Day, sayings: &Sayings) -> Document {
    let name = day.name(date, edition);
    let mut notes = Vec::new();
    let single = day.names.len() == 1;
    for (page, note) in std::mem::take(&mut day.notes) {
        notes.push(placed(note, &page, single));
    }
    let mut found = Vec::new();
    let groups = group(&day.tellings);
    let mut tellings: Vec<Option<Telling>> = day.tellings.into_iter().map(Some).collect();
    for members in groups {
        let members: Vec<Telling> =
            members.into_iter().filter_map(|i| tellings[i].take()).collect();
        let other_paths = members
            .iter()
            .flat_map(|m| sayings.paths.get(&(date, fold_key(&m.text.text))))
            .flatten()
            .filter(|p| p.starts_with("/zh/") == (edition == Edition::Chinese))
            .cloned()
            .collect();
        let mut own = Vec::new();
        let draft = draft::make(date, edition, members, other_paths, &mut own);
        notes.extend(own.into_iter().map(|(page, note)| placed(note, &page, single)));
        found.extend(draft.map(annals_model::Incoming::Told));
    }
    Document { name, found, notes, ..Document::default() }
}

/// A note in a document of several pages names its page.
fn placed(note: Note, page: &str, single: bool) -> Note {
    if single {
        return note;
    }
    let file = page.rsplit('/').next().unwrap_or(page);
    let problem = match note.line {
        Some(line) => format!("{file}:{line}: {}", note.problem),
        None => format!("{file}: {}", note.problem),
    };
    Note { line: None, problem, ..note }
}

/// The tellings of each event, in the order in which the events are listed.
fn group(tellings: &[Telling]) -> Vec<Vec<usize>> {
    let mut sets = Sets((0..tellings.len()).collect());
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (i, telling) in tellings.iter().enumerate() {
        let mut join = |key: String| match by_key.get(&key) {
            Some(other) => sets.join(i, *other),
            None => {
                by_key.insert(key, i);
            }
        };
        if let Some(path) = &telling.path {
            join(format!("path {path}"));
        }
        let mut texts = vec![telling.text.text.clone()];
        if let Content::Page(page) = &telling.content {
            for wording in &page.changes {
                if let Some(path) = &wording.path {
                    join(format!("path {path}"));
                }
                texts.push(clean::text(&wording.text));
            }
        }
        for text in texts.iter().filter(|t| !t.is_empty()) {
            join(format!("text {}", fold_key(text)));
            if let Some((_, sentence)) = topic::split(text) {
                join(format!("text {}", fold_key(sentence)));
            }
        }
    }
    join_alike(tellings, &mut sets);

    // Events come in the order of the day's page.
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..tellings.len() {
        groups.entry(sets.root(i)).or_default().push(i);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_cached_key(|members| {
        let listed = members.iter().filter_map(|i| match &tellings[*i].content {
            Content::Item(item) => Some((item.line, *i)),
            Content::Page(_) => None,
        });
        match listed.min() {
            Some((line, at)) => (0, line, at, String::new()),
            None => (1, 0, 0, tellings[members[0]].path.clone().unwrap_or_default()),
        }
    });
    groups
}

/// Joins pages that cite the same address with nearly the same sentence.
fn join_alike(tellings: &[Telling], sets: &mut Sets) {
    let mut by_source: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, telling) in tellings.iter().enumerate().take(COMPARED) {
        let Content::Page(page) = &telling.content else { continue };
        for cited in &page.sources {
            let source = Source { url: Some(cited.url.clone()), ..Source::default() };
            if let Some(key) = source.page_key().filter(|k| k.contains('/')) {
                by_source.entry(key.to_owned()).or_default().push(i);
            }
        }
    }
    let mut pairs: HashMap<usize, (usize, HashMap<[char; 2], usize>)> = HashMap::new();
    for members in by_source.values() {
        for (n, a) in members.iter().enumerate() {
            for b in &members[..n.min(50)] {
                if sets.root(*a) == sets.root(*b) {
                    continue;
                }
                for i in [a, b] {
                    pairs.entry(*i).or_insert_with(|| letters(&tellings[*i].text.text));
                }
                if alike(&pairs[a], &pairs[b]) {
                    sets.join(*a, *b);
                }
            }
        }
    }
}

/// The number of letters, and how often each pair of neighbours occurs.
fn letters(text: &str) -> (usize, HashMap<[char; 2], usize>) {
    let chars: Vec<char> = fold_key(text).chars().filter(|c| *c != ' ').take(4_000).collect();
    let mut pairs = HashMap::new();
    for pair in chars.windows(2) {
        *pairs.entry([pair[0], pair[1]]).or_default() += 1;
    }
    (chars.len(), pairs)
}

fn alike(a: &(usize, HashMap<[char; 2], usize>), b: &(usize, HashMap<[char; 2], usize>)) -> bool {
    if a.0 < LONG_ENOUGH || b.0 < LONG_ENOUGH {
        return false;
    }
    let shared: usize = a.1.iter().map(|(k, n)| (*n).min(b.1.get(k).copied().unwrap_or(0))).sum();
    let both = (a.0 + b.0).saturating_sub(2).max(1);
    // Exact for the sizes of sentences.
    #[allow(clippy::cast_precision_loss)]
    let dice = 2.0 * shared as f64 / both as f64;
    dice >= LIKENESS
}

/// Disjoint sets over positions; the smallest member stands for its set.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
