//! The tool `changes`: what the archive learned since a moment.

use super::finding::{self, Refused};
use super::shapes::{About, ChangeOut, EventBrief, Shaping};
use crate::App;
use annals_archive::pages;
use annals_model::{Status, Timestamp, history};
use annals_publish::wire;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

/// Changes of one answer: as many as are given where nobody says, and at most.
const LIMIT: usize = 50;
const MOST: usize = 200;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// A moment (RFC 3339), or a day, which means its end.
    pub(super) since: String,
    /// Changes, 1 to 200; 50 unless said.
    pub(super) limit: Option<usize>,
    /// `next` of an earlier answer: what follows it.
    pub(super) cursor: Option<String>,
}

/// What changed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    /// In the order in which the archive recorded it.
    pub(super) changes: Vec<Changed>,
    /// Ask again with it as `cursor` for more; absent where there is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// A revision of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Changed {
    /// The event as it stands now.
    pub(super) event: EventBrief,
    /// `new`, `changed`, `withdrawn` or `merged`.
    pub(super) what: &'static str,
    /// When the archive recorded it.
    pub(super) recorded_at: String,
    /// What it changed.
    pub(super) change: ChangeOut,
}

/// Answers.
pub(super) fn answer(app: &App, asked: &Asked) -> Result<Answer, Refused> {
    let since = finding::moment(&asked.since)?;
    let limit = asked.limit.unwrap_or(LIMIT).clamp(1, MOST);
    let wrong = || Refused("`cursor` must be the `next` of an earlier answer".into());
    let after = match &asked.cursor {
        Some(cursor) => Some(read_cursor(cursor).ok_or_else(wrong)?),
        None => None,
    };
    let reader = app.archive().store.read()?;
    let rows = reader.revisions_since(since, after, limit + 1)?;
    let shaping = Shaping::of(app);
    let mut changes = Vec::new();
    for (row, number, recorded_at) in rows.iter().take(limit) {
        let Some(event) = reader.event_in(*row)? else { continue };
        if matches!(event.record.status, Status::Held(_)) {
            continue;
        }
        let steps = history::steps(&reader.revisions(*row)?);
        let Some(at) = steps.iter().position(|s| s.number == *number) else { continue };
        let what = match (&steps[at].record.status, at) {
            (Status::Withdrawn(_), _) => "withdrawn",
            (Status::MergedInto(_), _) => "merged",
            (_, 0) => "new",
            _ => "changed",
        };
        let change = self::change(&shaping, &steps[at]);
        changes.push(Changed {
            event: shaping.brief(
                &event.id.to_string(),
                &event.path,
                &event.record.day.to_string(),
                &event.record.statement.text,
            ),
            what,
            recorded_at: recorded_at.to_string(),
            change,
        });
    }
    let last = rows.get(limit.saturating_sub(1)).filter(|_| rows.len() > limit);
    Ok(Answer {
        about: About::at((app.clock)()),
        changes,
        next: last.map(|(row, number, at)| format!("{}-{row}-{number}", at.as_microsecond())),
    })
}

fn read_cursor(cursor: &str) -> Option<(Timestamp, i64, u32)> {
    let (rest, number) = cursor.rsplit_once('-')?;
    let (at, row) = rest.rsplit_once('-')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, row.parse().ok()?, number.parse().ok()?))
}

fn change(shaping: &Shaping, step: &annals_model::Step) -> ChangeOut {
    let fields = step.changes.iter().filter(|c| c.before.is_some()).map(|c| wire::FieldChange {
        field: c.field().name().into(),
        grade: c.grade.name().into(),
        before: c.before.as_ref().map(pages::lines).unwrap_or_default(),
        after: pages::lines(&c.after),
    });
    shaping.change(&wire::Change {
        number: step.number,
        known_at: step.known_at.filter(|_| step.time_stated).map(|t| t.to_string()),
        by: match step.by.is_editor() {
            true => format!("editor {}", step.by.name()),
            false => step.by.name().to_owned(),
        },
        from: None,
        grade: step.grade.name().into(),
        statement: None,
        fields: fields.collect(),
    })
}
