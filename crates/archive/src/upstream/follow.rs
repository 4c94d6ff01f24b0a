//! Recording a page's revisions: what each changes, what of it is held, what it took away.

use super::bullets::{Bullet, Page, Source};
use super::judge::{self, Around, Neighbours};
use super::lineage::{self, Kin};
use super::{Options, Report};
use crate::ingest::Problem;
use crate::record::{Outcome, Recorder};
use crate::{Archive, ArchiveError};
use annals_fetch::mediawiki::PageRevision;
use annals_model::{
    By, Document, EventId, Incoming, Kept, Revision, Span, Status, Timestamp, Value, word_diff,
};
use annals_store::{
    HeldItem, HeldKind, HeldState, UpstreamGone, UpstreamHeld, UpstreamItem, UpstreamPage,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// States whose SHA-1 is remembered.
const RECENT: usize = super::reverts::WINDOW;
/// Bullets of a page at most: the longest day has some hundred.
const MOST: usize = 1_000;
/// Things that a page listed once and lists no more, at most.
const MOST_GONE: usize = 500;
/// What is taken off at once, to be a mass: so many at least, and half of the page.
const MASS: usize = 4;
/// Bullets that are added at once, to be too many: so many at least, and twice the page.
const FLOOD: usize = 15;
/// Days around a page's own on which something that moved may stand.
const MOVED: i32 = 7;

/// Words that a bullet shares at least with the one whose source it took over.
const LIKE: f32 = 0.25;

/// How the reason begins for which an event is held that its list has no more.
const GONE: &str = "the list has it no more";

/// A page that is being followed, within one transaction.
struct Following<'a, 'r> {
    recorder: Recorder<'a>,
    options: &'r Options,
    page: UpstreamPage,
    /// What it lists, in order, and then what it listed.
    items: Vec<UpstreamItem>,
    held: Vec<UpstreamHeld>,
    tally: Report,
}

/// Records revisions of a page, oldest first, each with whether the wiki took it back;
/// `whole` says that there are no more. In one transaction.
pub(super) fn record(
    archive: &Archive,
    options: &Options,
    page: &mut UpstreamPage,
    revisions: &[(PageRevision, bool)],
    whole: bool,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let recorder = Recorder::begin(archive, options.now)?;
    let mut page_now = page.clone();
    page_now.catching = page.catching.or(Some(options.now));
    page_now.number = recorder.writer().set_upstream_page(&page_now)?;
    let items = recorder.writer().upstream_items(page_now.number)?;
    let held = recorder.writer().upstream_held_of(page_now.number)?;
    let tally = Report::default();
    let mut following = Following { recorder, options, page: page_now, items, held, tally };
    for (at, (revision, reverted)) in revisions.iter().enumerate() {
        following.revision(revision, *reverted, whole && at + 1 == revisions.len())?;
    }
    let done = following.end(whole)?;
    *page = done.0;
    report.add(done.1);
    Ok(())
}

impl Following<'_, '_> {
    fn revision(
        &mut self,
        revision: &PageRevision,
        reverted: bool,
        newest: bool,
    ) -> Result<(), ArchiveError> {
        self.tally.revisions += 1;
        self.page.revision = revision.id;
        self.page.revised_at = revision.at;
        if let Some(sha1) = &revision.sha1 {
            // It is kept in one text: what is no hash would break it.
            if sha1.len() <= 64 && sha1.chars().all(|c| c.is_ascii_alphanumeric()) {
                self.page.recent.push(sha1.clone());
                let over = self.page.recent.len().saturating_sub(RECENT);
                self.page.recent.drain(..over);
            }
        }
        if reverted {
            self.tally.reverted += 1;
            return Ok(());
        }
        let Some(text) = &revision.text else {
            self.problem("text-hidden", format!("revision {} has no text", revision.id));
            return Ok(());
        };
        let start: String = text.trim_start().chars().take(12).collect::<String>().to_lowercase();
        if start.starts_with("#redirect") || start.starts_with("#重定向") {
            self.problem("redirect", format!("revision {} only leads elsewhere", revision.id));
            return Ok(());
        }
        let title = self.page.title.clone();
        let source = Source::of(&title, revision, &self.options.lang, self.page.day);
        let read = source.read(text);
        if read.bullets.len() > MOST {
            let count = read.bullets.len();
            self.problem("page-too-long", format!("revision {} has {count} bullets", revision.id));
            return Ok(());
        }
        if newest {
            self.tally.problems.extend(read.notes.iter().map(|note| Problem {
                file: title.clone(),
                line: note.line,
                kind: note.kind,
                problem: note.problem.clone(),
                done: note.done.clone(),
            }));
        }
        self.take(revision, read)
    }

    /// Takes what a revision changes.
    fn take(&mut self, revision: &PageRevision, read: Page) -> Result<(), ArchiveError> {
        let bullets = &read.bullets;
        let (kin, left) = lineage::align(&self.items, bullets, self.page.day);
        self.supersede(bullets, &kin)?;
        let fresh = self.hold(revision, &read, &kin)?;
        // What stands in place of something held is not gone.
        let replaced: HashSet<usize> = bullets
            .iter()
            .zip(&kin)
            .filter_map(|(bullet, kin)| match kin {
                Kin::New(Some(item)) if fresh.contains(&bullet.mark()) => Some(*item),
                _ => None,
            })
            .collect();
        let left: Vec<usize> = left.into_iter().filter(|at| !replaced.contains(at)).collect();
        let mass = self.mass(revision, &left)?;

        // What the revision tells, with what it has still, so that nothing is taken for that.
        let mut document = Document { name: self.page.title.clone(), ..Document::default() };
        let mut places: Vec<Option<usize>> = vec![None; bullets.len()];
        let mut tells = false;
        for (at, (bullet, kin)) in bullets.iter().zip(&kin).enumerate() {
            let held = fresh.contains(&bullet.mark());
            let known = match kin {
                Kin::Same(item) | Kin::Changed(item) | Kin::Back(item) => Some(*item),
                Kin::New(_) => None,
            };
            let same = known.is_some_and(|item| self.items[item].content == bullet.content);
            let incoming = match known {
                Some(item) if held || same => kept(self.items[item].event),
                None if held => continue,
                _ => {
                    let mut draft = bullet.draft.clone();
                    draft.under = draft.under.and_then(|above| places[above]);
                    draft.id = match known {
                        Some(item) => Some(self.items[item].event),
                        None => self.moved(bullet)?,
                    };
                    tells = true;
                    Incoming::Told(draft)
                }
            };
            places[at] = Some(document.found.len());
            document.found.push(incoming);
        }
        // Left out of a held mass, or behind something held: still no other draft's.
        for at in replaced.iter().chain(left.iter().filter(|_| mass)) {
            document.found.push(kept(self.items[*at].event));
        }
        let mut outcomes = Vec::new();
        if tells {
            self.recorder.start_document()?;
            outcomes = self.recorder.record(&document)?;
            self.count(&document, &outcomes);
        }
        self.list(revision, &read, &kin, &fresh, (&left, mass, &replaced), &places, &outcomes)
    }

    /// The page's items after a revision.
    #[allow(clippy::too_many_arguments, reason = "the one step that brings all together")]
    fn list(
        &mut self,
        revision: &PageRevision,
        read: &Page,
        kin: &[Kin],
        fresh: &HashSet<String>,
        (left, mass, replaced): (&[usize], bool, &HashSet<usize>),
        places: &[Option<usize>],
        outcomes: &[Outcome],
    ) -> Result<(), ArchiveError> {
        let old = std::mem::take(&mut self.items);
        let mut listed: Vec<UpstreamItem> = Vec::with_capacity(read.bullets.len());
        let mut used = HashSet::new();
        let mut heirs = Vec::new();
        for (at, (bullet, kin)) in read.bullets.iter().zip(kin).enumerate() {
            let held = fresh.contains(&bullet.mark());
            match kin {
                Kin::Same(item) | Kin::Changed(item) | Kin::Back(item) => {
                    used.insert(*item);
                    let before = &old[*item];
                    if held {
                        listed.push(before.clone());
                        continue;
                    }
                    if before.gone.is_some() {
                        self.back(before.event, revision)?;
                    }
                    listed.push(bullet.item(before.event));
                }
                Kin::New(_) if held => {}
                Kin::New(place) => {
                    let Some(outcome) = places[at].and_then(|place| outcomes.get(place)) else {
                        continue;
                    };
                    let event = id(outcome);
                    heirs.push((*place, bullet, event));
                    self.back(event, revision)?;
                    self.found_again(event)?;
                    listed.push(bullet.item(event));
                }
            }
        }
        let mut gone = Vec::new();
        for at in left {
            used.insert(*at);
            let mut item = old[*at].clone();
            if !mass {
                item.gone = Some(UpstreamGone {
                    revision: revision.id,
                    at: revision.at,
                    author: revision.author.clone(),
                    comment: short(&revision.comment),
                    heir: heir(*at, &item, &heirs),
                });
                gone.push(item);
            } else {
                listed.push(item);
            }
        }
        for at in replaced {
            used.insert(*at);
            listed.push(old[*at].clone());
        }
        gone.extend(
            old.into_iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, i)| i),
        );
        gone.truncate(MOST_GONE);
        listed.extend(gone);
        self.items = listed;
        Ok(())
    }

    /// Finds out which bullets of a revision are held, and holds those that are not yet.
    /// Returns the marks of all that are held or were refused.
    fn hold(
        &mut self,
        revision: &PageRevision,
        read: &Page,
        kin: &[Kin],
    ) -> Result<HashSet<String>, ArchiveError> {
        let headings: HashSet<String> = self
            .items
            .iter()
            .filter(|i| i.gone.is_none())
            .flat_map(|i| i.above.lines())
            .map(str::to_owned)
            .collect();
        let same = read.bullets.iter().zip(kin).filter(|(_, k)| matches!(k, Kin::Same(_)));
        let headings = headings.iter().map(String::as_str).collect();
        let around = Around {
            day: self.page.day,
            other_day: read.other_day,
            tags: &revision.tags,
            lang: &self.options.lang,
            neighbours: Neighbours::of(same.map(|(bullet, _)| bullet)),
            headings: &headings,
        };
        let known: HashSet<String> = self
            .held
            .iter()
            .filter(|h| h.kind == HeldKind::Told)
            .flat_map(|h| h.items.iter().map(|i| i.key.clone()))
            .collect();
        let leaving = leaving(&self.items, kin);
        let listed = self.items.iter().filter(|i| i.gone.is_none()).count();
        let new = kin.iter().filter(|k| matches!(k, Kin::New(_))).count();
        let flood = listed >= 5 && new >= FLOOD.max(2 * listed);
        let mut holding = HashSet::new();
        let mut entries: Vec<(String, Vec<HeldItem>)> = Vec::new();
        for (bullet, kin) in read.bullets.iter().zip(kin) {
            let before = match kin {
                Kin::Same(_) => continue,
                Kin::Changed(item) | Kin::Back(item) => Some(&self.items[*item]),
                Kin::New(_) => None,
            };
            let mark = bullet.mark();
            if known.contains(&mark) || holding.contains(&mark) {
                holding.insert(mark);
                continue;
            }
            let mut reason = judge::reason(&judge::signs(bullet, before, &around));
            if reason.is_none() && matches!(kin, Kin::New(_)) {
                reason = replaced(bullet, &leaving);
            }
            let flooded = flood && matches!(kin, Kin::New(_));
            if reason.is_none() && !flooded {
                continue;
            }
            holding.insert(mark.clone());
            let event = before.map(|item| item.event);
            let item = HeldItem { key: mark, text: bullet.text.clone(), event };
            let what = reason
                .take()
                .unwrap_or_else(|| format!("the revision adds {new} events to {listed} at once"));
            match entries.last_mut().filter(|(last, _)| flooded && *last == what) {
                Some((_, items)) => items.push(item),
                None => entries.push((what, vec![item])),
            }
        }
        for (reason, items) in entries {
            self.tally.quarantined += items.len() as u64;
            self.put(revision, HeldKind::Told, reason, items)?;
        }
        Ok(holding)
    }

    /// Whether a revision takes off so much that a person has to look; it is held then.
    fn mass(&mut self, revision: &PageRevision, left: &[usize]) -> Result<bool, ArchiveError> {
        let listed = self.items.iter().filter(|i| i.gone.is_none()).count();
        if left.len() < MASS.min(listed.max(2)) || left.len() * 2 < listed {
            return Ok(false);
        }
        let events: HashSet<EventId> = left.iter().map(|at| self.items[*at].event).collect();
        let known = self.held.iter().filter(|h| h.kind == HeldKind::Gone).any(|h| {
            let theirs: HashSet<EventId> = h.items.iter().filter_map(|i| i.event).collect();
            events.is_subset(&theirs)
        });
        if !known {
            let items = left.iter().map(|at| gone_item(&self.items[*at])).collect();
            let reason =
                format!("the revision takes {} of {listed} events off the list", left.len());
            self.tally.removals += 1;
            self.put(revision, HeldKind::Gone, reason, items)?;
        }
        Ok(true)
    }

    fn put(
        &mut self,
        revision: &PageRevision,
        kind: HeldKind,
        reason: String,
        items: Vec<HeldItem>,
    ) -> Result<(), ArchiveError> {
        let wikitext = match kind {
            HeldKind::Told => revision.text.clone().unwrap_or_default(),
            HeldKind::Gone => String::new(),
        };
        let mut held = UpstreamHeld {
            number: 0,
            page: self.page.number,
            kind,
            revision: revision.id,
            at: revision.at,
            author: revision.author.clone(),
            comment: short(&revision.comment),
            reason,
            wikitext,
            state: HeldState::Waits,
            items,
        };
        held.number = self.recorder.writer().hold_upstream(&held)?;
        self.held.push(held);
        Ok(())
    }

    /// Lets go of what waits and the page says otherwise by now.
    fn supersede(&mut self, bullets: &[Bullet], kin: &[Kin]) -> Result<(), ArchiveError> {
        let marks: HashSet<String> = bullets.iter().map(Bullet::mark).collect();
        let listed: HashSet<EventId> = kin
            .iter()
            .filter_map(|kin| match kin {
                Kin::Same(item) | Kin::Changed(item) | Kin::Back(item) => {
                    Some(self.items[*item].event)
                }
                Kin::New(_) => None,
            })
            .collect();
        let now = self.recorder.now();
        let mut over = HashSet::new();
        for held in self.held.iter().filter(|h| h.state == HeldState::Waits) {
            let is_over = match held.kind {
                HeldKind::Told => !held.items.iter().any(|item| marks.contains(&item.key)),
                HeldKind::Gone => {
                    let back = |item: &&HeldItem| item.event.is_some_and(|e| listed.contains(&e));
                    held.items.iter().filter(back).count() * 2 > held.items.len()
                }
            };
            if is_over {
                self.recorder.writer().supersede_upstream(held.number, now)?;
                over.insert(held.number);
            }
        }
        self.held.retain(|held| !over.contains(&held.number));
        Ok(())
    }

    /// The event of a bullet that another day's page had, and has no more.
    fn moved(&self, bullet: &Bullet) -> Result<Option<EventId>, ArchiveError> {
        let day = |apart: i32| self.page.day.checked_add(Span::new().days(apart));
        let (Ok(from), Ok(to)) = (day(-MOVED), day(MOVED)) else { return Ok(None) };
        let writer = self.recorder.writer();
        let found = writer.upstream_gone_elsewhere(&self.page, &bullet.key, (from, to))?;
        match found {
            // Listed again since: it is another with the same words.
            Some(item) if !writer.upstream_lists(item.event)? => Ok(Some(item.event)),
            _ => Ok(None),
        }
    }

    /// Shows an event again that was held because its list had it no more.
    fn back(&mut self, event: EventId, revision: &PageRevision) -> Result<(), ArchiveError> {
        let Some(event) = self.recorder.writer().event(event)? else { return Ok(()) };
        if matches!(&event.record.status, Status::Held(reason) if reason.starts_with(GONE)) {
            let by = self.by(revision.id, revision.author.as_deref());
            let values = vec![Value::Status(Status::Published)];
            self.recorder.state(&event, values, &by, Some(revision.at))?;
        }
        Ok(())
    }

    /// Lets go of what waits because another day's page lists an event no more.
    fn found_again(&self, event: EventId) -> Result<(), ArchiveError> {
        let writer = self.recorder.writer();
        for held in writer.upstream_waiting(0)? {
            let only = held.items.iter().all(|item| item.event == Some(event));
            if held.kind == HeldKind::Gone && held.page != self.page.number && only {
                writer.supersede_upstream(held.number, self.recorder.now())?;
            }
        }
        Ok(())
    }

    fn by(&self, revision: u64, author: Option<&str>) -> By {
        By::revision_of("wikitext", &self.page.title, revision, author)
    }

    fn count(&mut self, document: &Document, outcomes: &[Outcome]) {
        for (incoming, outcome) in document.found.iter().zip(outcomes) {
            let Incoming::Told(draft) = incoming else { continue };
            match outcome {
                Outcome::New(_) => self.tally.new += 1,
                Outcome::Changed(_) => self.tally.changed += 1,
                Outcome::Same(_) => {}
                Outcome::Held(_, reason) => {
                    self.tally.held += 1;
                    let text = draft.versions.last().map(|v| v.text.as_str()).unwrap_or_default();
                    let quoted: String = text.chars().take(80).collect();
                    self.tally.problems.push(Problem {
                        file: self.page.title.clone(),
                        line: draft.line,
                        kind: "doubtful-match",
                        problem: format!("`{quoted}`: {reason}"),
                        done: "held back from readers until a person decides".into(),
                    });
                }
            }
        }
    }

    fn problem(&mut self, kind: &'static str, problem: String) {
        self.tally.problems.push(Problem {
            file: self.page.title.clone(),
            line: None,
            kind,
            problem,
            done: "took nothing of it".into(),
        });
    }

    /// Keeps how far the page is, decides of what is gone where its history is whole, and
    /// makes it all visible.
    fn end(mut self, whole: bool) -> Result<(UpstreamPage, Report), ArchiveError> {
        self.recorder.writer().set_upstream_items(self.page.number, &self.items)?;
        if whole {
            self.settle()?;
            self.page.catching = None;
        }
        self.recorder.writer().set_upstream_page(&self.page)?;
        self.recorder.commit()?;
        Ok((self.page, self.tally))
    }

    /// Decides of what the page lists no more: see `mod.rs`.
    fn settle(&mut self) -> Result<(), ArchiveError> {
        let gone: Vec<UpstreamItem> =
            self.items.iter().filter(|i| i.gone.is_some()).cloned().collect();
        if gone.is_empty() {
            return Ok(());
        }
        let ever = self.recorder.writer().upstream_held_ever(self.page.number)?;
        let asked: HashSet<(u64, EventId)> = ever
            .iter()
            .filter(|h| h.kind == HeldKind::Gone)
            .flat_map(|h| h.items.iter().filter_map(|i| Some((h.revision, i.event?))))
            .collect();
        let since = self.page.catching.unwrap_or(self.recorder.now());
        let mut waiting: BTreeMap<(Timestamp, u64, EventId), UpstreamItem> = BTreeMap::new();
        for item in gone {
            let Some(gone) = &item.gone else { continue };
            let writer = self.recorder.writer();
            if asked.contains(&(gone.revision, item.event)) || writer.upstream_lists(item.event)? {
                continue;
            }
            let Some(event) = writer.event(item.event)? else { continue };
            if event.record.status != Status::Published {
                continue;
            }
            let told = writer.revisions(event.row)?;
            let ours =
                |r: &Revision| matches!(&r.by, By::Importer { name, .. } if name == "wikitext");
            if told.iter().all(ours) && told.first().is_some_and(|r| r.recorded_at >= since) {
                let by = self.by(gone.revision, gone.author.as_deref());
                let status = Status::Held(self.why(gone)?);
                let at = gone.at;
                self.recorder.state(&event, vec![Value::Status(status)], &by, Some(at))?;
                self.tally.held += 1;
            } else {
                waiting.insert((gone.at, gone.revision, item.event), item);
            }
        }
        for item in waiting.into_values() {
            let Some(gone) = item.gone.clone() else { continue };
            let held = UpstreamHeld {
                number: 0,
                page: self.page.number,
                kind: HeldKind::Gone,
                revision: gone.revision,
                at: gone.at,
                author: gone.author.clone(),
                comment: gone.comment.clone(),
                reason: self.why(&gone)?,
                wikitext: String::new(),
                state: HeldState::Waits,
                items: vec![gone_item(&item)],
            };
            self.recorder.writer().hold_upstream(&held)?;
            self.tally.removals += 1;
        }
        Ok(())
    }

    /// Why something that is gone is held, for people; what stands there instead is named
    /// as the queue looks for it.
    fn why(&self, gone: &UpstreamGone) -> Result<String, ArchiveError> {
        let mut why = format!("{GONE} since revision {}", gone.revision);
        if let Some(author) = &gone.author {
            why += &format!(" by {author}");
        }
        if !gone.comment.is_empty() {
            why += &format!(", “{}”", gone.comment);
        }
        if let Some(heir) = gone.heir
            && let Some(heir) = self.recorder.writer().event(heir)?
        {
            why += &format!("; it may be the same as {} ({})", heir.id, heir.path);
        }
        Ok(why)
    }
}

impl Report {
    /// Adds what one transaction came to.
    fn add(&mut self, tally: Report) {
        self.revisions += tally.revisions;
        self.new += tally.new;
        self.changed += tally.changed;
        self.held += tally.held;
        self.quarantined += tally.quarantined;
        self.reverted += tally.reverted;
        self.removals += tally.removals;
        self.problems.extend(tally.problems);
    }
}

/// That a document has an event, and says nothing new of it.
pub(super) fn kept(id: EventId) -> Incoming {
    let (path, old_paths, revisions) = (String::new(), Vec::new(), Vec::new());
    Incoming::Kept(Kept { id, path, old_paths, revisions })
}

pub(super) fn id(outcome: &Outcome) -> EventId {
    match outcome {
        Outcome::New(id) | Outcome::Changed(id) | Outcome::Same(id) | Outcome::Held(id, _) => *id,
    }
}

fn gone_item(item: &UpstreamItem) -> HeldItem {
    let key = item.content.iter().map(|byte| format!("{byte:02x}")).collect();
    HeldItem { key, text: item.text.clone(), event: Some(item.event) }
}

/// What a revision takes off a page, by the sources that it cites.
fn leaving<'i>(items: &'i [UpstreamItem], kin: &[Kin]) -> HashMap<&'i str, &'i UpstreamItem> {
    let stays: HashSet<usize> = kin
        .iter()
        .filter_map(|kin| match kin {
            Kin::Same(item) | Kin::Changed(item) | Kin::Back(item) => Some(*item),
            Kin::New(_) => None,
        })
        .collect();
    let leaving = items.iter().enumerate();
    let leaving = leaving.filter(|(at, item)| item.gone.is_none() && !stays.contains(at));
    leaving.flat_map(|(_, item)| item.sources.iter().map(move |url| (url.as_str(), item))).collect()
}

/// Why a new bullet is held that keeps the source of one that the same revision takes
/// off, but says nothing of what that said: the source tells the one, hardly the other.
fn replaced(bullet: &Bullet, leaving: &HashMap<&str, &UpstreamItem>) -> Option<String> {
    let item = bullet.sources.iter().find_map(|url| leaving.get(url.as_str()))?;
    (word_diff::overlap(&item.text, &bullet.text) < LIKE).then(|| {
        let text: String = item.text.chars().take(80).collect();
        format!(
            "it cites the source of `{text}`, in whose place it stands, and tells something else"
        )
    })
}

/// What may be an item that is gone: what stands in its place, or cites its source.
fn heir(
    at: usize,
    item: &UpstreamItem,
    new: &[(Option<usize>, &Bullet, EventId)],
) -> Option<EventId> {
    let cites = |bullet: &Bullet| bullet.sources.iter().any(|url| item.sources.contains(url));
    let found = new.iter().find(|(_, bullet, _)| cites(bullet));
    let found = found.or_else(|| new.iter().find(|(place, ..)| *place == Some(at)));
    found.map(|(.., event)| *event).filter(|event| *event != item.event)
}

/// A comment as it is kept: tidy, bounded.
fn short(comment: &str) -> String {
    annals_model::tidy(comment).chars().take(200).collect()
}
