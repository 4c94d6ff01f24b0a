//! Which pages to render: all, or those that show what changed.

use crate::ArchiveError;
use crate::pages::Snapshot;
use annals_model::Date;
use annals_store::{NameKind, Reader, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// The pages to render. Rendering one too many costs a comparison; one too few
/// would leave an old page, so the plan errs towards more.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Whether the site is rendered from nothing.
    pub(crate) whole: bool,
    /// Days by edition (position) with the rows of the events to render; `None` is all.
    pub(crate) days: BTreeMap<(usize, Date), Option<BTreeSet<i64>>>,
    /// Rows of events without a place on lists: withdrawn, merged, held.
    pub(crate) apart: BTreeSet<i64>,
    /// Months by edition.
    pub(crate) months: BTreeSet<(usize, i16, i8)>,
    /// Years by edition.
    pub(crate) years: BTreeSet<(usize, i16)>,
    /// Names with their key.
    pub(crate) subjects: BTreeSet<(NameKind, String)>,
    /// Names that have no published event any more: their pages go.
    pub(crate) gone_subjects: BTreeSet<(NameKind, String)>,
    /// Days that have no published event any more.
    pub(crate) gone_days: BTreeSet<(String, Date)>,
}

/// The events whose pages a plan renders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// By row.
    pub rows: BTreeSet<i64>,
}

impl Plan {
    /// The events whose pages are to be rendered.
    pub(crate) fn shown(&self, snapshot: &Snapshot) -> Shown {
        let mut rows = self.apart.clone();
        for ((edition, day), only) in &self.days {
            let all = || {
                let at = snapshot.editions.get(*edition).and_then(|e| e.days.get(day));
                at.into_iter().flatten().map(|at| snapshot.heads[*at as usize].row).collect()
            };
            rows.extend(only.clone().unwrap_or_else(all));
        }
        Shown { rows }
    }

    /// Everything.
    pub(crate) fn whole(snapshot: &Snapshot) -> Plan {
        let mut plan = Plan { whole: true, ..Plan::default() };
        for (edition, e) in snapshot.editions.iter().enumerate() {
            for day in e.days.keys() {
                plan.day(edition, *day);
                plan.days.insert((edition, *day), None);
            }
        }
        plan.apart = snapshot.heads.iter().filter(|h| !h.published).map(|h| h.row).collect();
        for kind in NameKind::ALL {
            plan.subjects.extend(snapshot.subjects(kind).keys().map(|key| (kind, key.clone())));
        }
        plan
    }

    /// What shows the subjects that changed after change `seq`.
    pub(crate) fn since(
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        seq: i64,
    ) -> Result<Plan, ArchiveError> {
        let mut plan = Plan::default();
        let (mut places, mut stories) = (BTreeSet::new(), Vec::new());
        for subject in reader.touched_since(seq)? {
            match subject {
                Subject::Event(row) => {
                    plan.event_and_those_that_show_it(snapshot, reader, row)?;
                    places.extend(snapshot.place(row));
                }
                Subject::Links(row) => {
                    plan.event(snapshot, row);
                    plan.stories_of(snapshot, reader, row)?;
                }
                Subject::Day { lang, day } => {
                    let Ok(day) = day.parse::<Date>() else { continue };
                    places.extend(snapshot.places_around(day));
                    let edition = snapshot.edition(&lang);
                    let at = plan.position(snapshot, &edition.lang);
                    if !edition.days.contains_key(&day) {
                        plan.gone_days.insert((edition.prefix.clone(), day));
                    }
                    plan.day(at, day);
                    // The days beside it lead to it: their pages and their events' pages.
                    let (before, after) = edition.around(day);
                    for day in [before, after].into_iter().flatten() {
                        plan.day(at, day);
                        plan.days.insert((at, day), None);
                    }
                }
                Subject::Story(key) => {
                    stories.push(key.clone());
                    let dag = snapshot.dag();
                    for near in dag.parents(&key).chain(dag.parts(&key)) {
                        plan.subjects.insert((NameKind::Story, near.clone()));
                    }
                    plan.subject(snapshot, NameKind::Story, key);
                }
                Subject::Entity(key) => plan.subject(snapshot, NameKind::Entity, key),
                Subject::Category(key) => plan.subject(snapshot, NameKind::Category, key),
                Subject::Article(page) => plan.article(snapshot, reader, &page)?,
            }
        }
        // An event that came to a story, left it or moved in it has other neighbours
        // there: around where it stands now, and around the day where it stood.
        for story in &stories {
            for place in &places {
                for neighbour in snapshot.beside_in_story(story, *place) {
                    plan.event(snapshot, neighbour);
                }
            }
        }
        Ok(plan)
    }

    fn position(&self, snapshot: &Snapshot, lang: &str) -> usize {
        snapshot.editions.iter().position(|e| e.lang == lang).unwrap_or(0)
    }

    fn day(&mut self, edition: usize, day: Date) {
        self.days.entry((edition, day)).or_insert_with(|| Some(BTreeSet::new()));
        self.months.insert((edition, day.year(), day.month()));
        self.years.insert((edition, day.year()));
    }

    fn subject(&mut self, snapshot: &Snapshot, kind: NameKind, key: String) {
        if snapshot.subjects(kind).contains_key(&key) {
            self.subjects.insert((kind, key));
        } else {
            self.gone_subjects.insert((kind, key));
        }
    }

    fn event(&mut self, snapshot: &Snapshot, row: i64) {
        let Some(head) = snapshot.head(row) else { return };
        if !head.published {
            self.apart.insert(row);
            return;
        }
        let edition = self.position(snapshot, &snapshot.edition(&head.lang).lang);
        self.day(edition, head.day);
        if let Some(Some(rows)) = self.days.get_mut(&(edition, head.day)) {
            rows.insert(row);
        }
    }

    /// The events that name an article: those that it reports, and those that are
    /// reported by what goes back to it. Which events have other links or origins
    /// now is noted with them.
    fn article(
        &mut self,
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        page: &str,
    ) -> Result<(), ArchiveError> {
        let copies = reader.origin_group(page)?.into_iter().map(|row| row.page);
        for page in copies.chain([page.to_owned()]) {
            for link in reader.article_links(&page)? {
                self.event(snapshot, link.event);
            }
        }
        Ok(())
    }

    /// The pages of the stories that an event is part of.
    fn stories_of(
        &mut self,
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        row: i64,
    ) -> Result<(), ArchiveError> {
        for key in reader.names_of(NameKind::Story, row)? {
            self.subject(snapshot, NameKind::Story, key);
        }
        Ok(())
    }

    fn event_and_those_that_show_it(
        &mut self,
        snapshot: &Snapshot,
        reader: &Reader<'_>,
        row: i64,
    ) -> Result<(), ArchiveError> {
        self.event(snapshot, row);
        // Names that the record links are noted with it; those found in its words are not.
        for key in reader.names_of(NameKind::Entity, row)? {
            self.subject(snapshot, NameKind::Entity, key);
        }
        for (other, _) in reader.related_rows(row)? {
            self.event(snapshot, other);
            // Their timelines count who refers back to them.
            self.stories_of(snapshot, reader, other)?;
        }
        for other in reader.related_to_rows(row)? {
            self.event(snapshot, other);
        }
        for explained in reader.explained_by(row)? {
            self.event(snapshot, explained);
        }
        let Some(event) = reader.event_in(row)? else { return Ok(()) };
        for addition in snapshot.additions(event.id) {
            self.event(snapshot, addition.row);
        }
        if let Some(above) = event.record.under.and_then(|id| snapshot.head_of(id)) {
            self.event(snapshot, above.row);
        }
        Ok(())
    }
}
