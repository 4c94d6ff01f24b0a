//! The public shapes: what a page says, whatever its format.
//!
//! JSON is these types as serde writes them; XML, Markdown and HTML say the
//! same. Addresses (`url`) are paths from the site's root without a format
//! suffix (`/news/2016/10/5/slug`); a directory's page ends in `index`.
//! Days are ISO 8601 (`2016-10-05`), times RFC 3339 in UTC. Absent means unknown.

use serde::{Deserialize, Serialize};

/// A page with one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Twelve characters that never change.
    pub id: String,
    /// The page's path without suffix.
    pub url: String,
    /// The day that it is filed under.
    pub day: String,
    /// Language of the statement, BCP 47.
    pub lang: String,
    /// Whether it stands; absent for the ordinary case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The heading of the event list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Ref>,
    /// The chains of stories above it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Vec<Ref>>,
    /// What happened.
    pub statement: Statement,
    /// A longer description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// The pages that report it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What annals found in the archive's articles of it; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports: Option<Reports>,
    /// A cover image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The event that it was told under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<EventRef>,
    /// Events told under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<EventRef>,
    /// Every revision, in the order in which they became known.
    pub changes: Vec<Change>,
    /// The earlier events that explain it, oldest first: how did we get here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub background: Vec<Step>,
    /// Related events: earlier ones, best first, then later ones, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Neighbours in time and story.
    #[serde(default, skip_serializing_if = "Neighbours::is_empty")]
    pub neighbours: Neighbours,
}

/// Why an event is not an ordinary published one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// `held`, `withdrawn` or `merged`.
    pub state: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The event that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<EventRef>,
}

/// A statement: the whole text, and the same text in parts where some are linked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The whole text.
    pub text: String,
    /// The text cut at its links; joined, the parts are the text. Empty where nothing is linked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A stretch of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The words.
    pub text: String,
    /// The entity that they name, `en:France`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The entity's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A named thing with a page: a story, a category, an entity, a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ref {
    /// Its name.
    pub title: String,
    /// Its page, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its entity key, `en:Syrian peace process`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A description in somebody's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The description.
    pub text: String,
    /// Whose words they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A page that reports an event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Publisher; may be empty.
    pub name: String,
    /// Who carried the publisher's report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The page's address, http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What the page itself tells, as the archive captured it; only on an event's own
    /// page, absent where there is no capture or it tells something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Box<SourcePage>>,
}

/// What a source's page tells, as it was captured; never empty.
///
/// It is computed; it is no part of what any list states.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourcePage {
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says of the event, in its own words, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who published it, as it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The day on which it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Whether its publisher reserves the text, so that only title and link are shown.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reserved: bool,
    /// Its last capture in which it tells this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<SourceCapture>,
    /// That it is no longer there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<SourceGone>,
    /// What changed in it from capture to capture, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<SourceEdit>,
}

/// A capture of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceCapture {
    /// When it was taken.
    pub at: String,
    /// Where a served site shows it: `/web/20160926190000/https://…`.
    pub url: String,
}

/// That a source is no longer there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceGone {
    /// When that was first seen.
    pub since: String,
    /// The status that its address answers with; absent: it does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// A change of a source's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceEdit {
    /// When it was captured.
    pub at: String,
    /// How much it matters: `typo`, `wording` or `material`.
    pub grade: String,
    /// What changed: `title`, `body`, `published`; passages, shortened, a line for each.
    pub fields: Vec<FieldChange>,
}

/// The articles that report an event, by the report that each goes back to.
///
/// It is computed from their texts; it is no part of what any list states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reports {
    /// Number of articles that report it.
    pub count: u64,
    /// Number of reports that they go back to.
    pub origins: u64,
    /// The origins with their copies, those with most first; not more than a page holds.
    pub groups: Vec<ReportGroup>,
}

/// A report with what goes back to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportGroup {
    /// The first report.
    pub origin: Report,
    /// The others; not more than a page holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<ReportCopy>,
}

/// An article that reports an event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its headline; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who published it: a name, or the host.
    pub publisher: String,
    /// Its address, http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The day on which it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Whether only annals says that it reports the event: no list cites it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub found: bool,
    /// Whether it is named only as the origin of others: it is not counted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub uncounted: bool,
}

/// An article that was made from another one, with what shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportCopy {
    /// The article.
    #[serde(flatten)]
    pub report: Report,
    /// What was done: `copy`, `wire`, `excerpt`, `merged` or `spun`.
    pub kind: String,
    /// Number of sentences that stand in both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<u32>,
    /// Words that were replaced, a few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ChangedWords>,
    /// The agency that it credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// Words of a report and those that a copy has in their place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedWords {
    /// In the report that it was made from.
    pub before: String,
    /// In the copy.
    pub after: String,
}

/// A cover image; it is linked and credited, never embedded from elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// The picture's address, http or https.
    pub url: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// Another event, named briefly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRef {
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its day.
    pub day: String,
    /// Its statement.
    pub text: String,
}

/// One revision, as readers see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Number of the revision, from 1 in the order of recording.
    pub number: u32,
    /// When the world could know; absent where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<String>,
    /// Who states it: `wikitext`, `context`, `lines`, or `editor NAME`.
    pub by: String,
    /// The upstream's page and revision, or an editor's reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `first`, `typo`, `wording`, `material`, or `none`.
    pub grade: String,
    /// The statement's wording, for the first revision and wherever it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The fields that changed, with before and after; empty for the first revision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// One field that a revision changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// `day`, `statement`, `category`, `stories`, `summary`, `sources`, `image`, `lang`, `under`, `status`.
    pub field: String,
    /// As for the whole change.
    pub grade: String,
    /// The value before, a line for each source or story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// The value after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
}

/// A related event with what ties it to this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// The other event.
    pub event: EventRef,
    /// `earlier`, `same-day` or `later`.
    pub relation: String,
    /// Strength of the link; only to be compared within one version of the weights.
    pub score: f64,
    /// Version of the weights that made the link.
    pub weights: String,
    /// What the later of the two does to the earlier one, where its words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<Typed>,
    /// The entities that both share, the telling ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Ref>,
    /// What the score is made of, largest share first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// What the later of two related events does to the earlier one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// `vetoes`, `breaks`, `extends`, `ends`, `denies`, `confirms`, `answers`, `updates`,
    /// `tries`, `mourns`, `decides`, `relieves` or `remembers`.
    pub kind: String,
    /// Which is the later one and says so: `this`, the page's own event, or `other`.
    pub by: String,
    /// The later statement's own words that say so; `…` stands for words left out.
    pub words: String,
}

/// An earlier event that explains the page's event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The earlier event.
    pub event: EventRef,
    /// What it is tied to: `event`, the page's own, or `next`, the step after it.
    pub toward: String,
    /// The entities that both share, the telling ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Ref>,
    /// Words that both share; where they share no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// `entity`, `word`, `number`, `story`, `time`, …
    pub kind: String,
    /// What it is: "Aleppo", "3 days earlier".
    pub label: String,
    /// Share of the score, in percent.
    pub share: u8,
}

/// What stands beside an event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The archive's day before that has events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_day: Option<Ref>,
    /// The archive's next day that has events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_day: Option<Ref>,
    /// The event before it in its innermost story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_in_story: Option<EventRef>,
    /// The event after it in its innermost story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_in_story: Option<EventRef>,
}

impl Neighbours {
    /// Whether it stands alone.
    pub fn is_empty(&self) -> bool {
        *self == Neighbours::default()
    }
}

/// A page that lists events: the home page, a day, month or year, a story, an
/// entity, a category, and the indexes of those.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// What the page is about.
    pub kind: ListKind,
    /// The page's path without suffix.
    pub url: String,
    /// Its title; for days, months and years the ISO date (`2016-10-05`, `2016-10`,
    /// `2016`), which HTML and Markdown write out in the page's language.
    pub title: String,
    /// Language of the page, BCP 47.
    pub lang: String,
    /// Entity or story key, where the page is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Number of events that the page's subject has in all.
    pub count: u64,
    /// First day of the subject's events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Last day of the subject's events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The page before, of the same kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Ref>,
    /// The page after, of the same kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Ref>,
    /// The page above: a day's month, a part's whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up: Option<Ref>,
    /// Stories that a story is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Ref>,
    /// A story's life in short, where it has more than a few events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// Events, in groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Other pages: a year's months, a story's parts, an index's entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// The feeds of this subject, path with suffix, where it has its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<String>,
}

/// A story's life in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// The days that tell the story, in order, with a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_days: Vec<KeyDay>,
    /// How long a time each period is: `week`, `month`, `year`, `decade` or `century`.
    pub step: String,
    /// The story's events over time, one period after the other, those without events too.
    pub periods: Vec<Period>,
    /// Whom and what the story is about, kind by kind, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Cast>,
}

/// A day that tells a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyDay {
    /// The event whose statement tells it.
    pub event: EventRef,
    /// How many of the story's events the day has.
    pub events: u64,
    /// Why it is a key day, the strongest reason first.
    pub reasons: Vec<DayReason>,
}

/// Why a day tells a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayReason {
    /// `first`, `last`, `burst` (`count` events on the day), `referred` (`count` later
    /// events refer back to it), `turn` (other things are told from it on), `new`.
    pub kind: String,
    /// The number that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A stretch of a story's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// Its first day.
    pub from: String,
    /// How many events it has.
    pub count: u64,
}

/// A name that a story's events share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cast {
    /// The name, with its page and key where it has them.
    pub name: Ref,
    /// `person`, `place`, `organisation` or `other`.
    pub kind: String,
    /// How many of the story's events name it.
    pub count: u64,
    /// How telling it is: more for what comes often here and seldom elsewhere.
    pub weight: f64,
}

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum ListKind {
    Home,
    Day,
    Month,
    Year,
    Story,
    Stories,
    Entity,
    Entities,
    Category,
    Categories,
}

/// A group of events on a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading: a category on day pages (empty where unknown), an ISO day or
    /// month elsewhere.
    pub title: String,
    /// The heading's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Home page only: `today`, `yesterday`, `before`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The events.
    pub items: Vec<Item>,
}

/// An event on a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its day.
    pub day: String,
    /// Language of the statement.
    pub lang: String,
    /// What happened.
    pub statement: Statement,
    /// The innermost stories that it is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Ref>,
    /// A longer description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// The pages that report it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Number of material changes since it was first told.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub material_changes: u32,
    /// Id of the event that it was told under, where that one stands on the same list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
}

/// Another page, on an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its title (an ISO date for days and months).
    pub title: String,
    /// Its page.
    pub url: String,
    /// Number of its events.
    pub count: u64,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}
