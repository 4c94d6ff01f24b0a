//! What tools are asked about: events, stories, moments, in the forms that people
//! and models write them.

use crate::App;
use annals_archive::ArchiveError;
use annals_archive::live::{Page, State};
use annals_archive::pages::{self, Subject};
use annals_model::{Date, EventId, Timestamp, history};
use annals_publish::{Format, wire};
use annals_store::{NameKind, Reader};
use rmcp::model::{CallToolResult, ContentBlock};

/// Why a tool has no answer: said to the model, which may ask otherwise.
#[derive(Debug)]
pub(super) struct Refused(pub(super) String);

impl Refused {
    /// As the protocol has it: an answer that is an error.
    pub(super) fn result(self) -> CallToolResult {
        CallToolResult::error(vec![ContentBlock::text(self.0)])
    }
}

impl From<ArchiveError> for Refused {
    fn from(error: ArchiveError) -> Refused {
        match error {
            ArchiveError::Refused(why) => Refused(why),
            error => {
                tracing::error!(%error, "a tool failed");
                Refused("the archive could not be read; try again later".into())
            }
        }
    }
}

impl From<annals_store::StoreError> for Refused {
    fn from(error: annals_store::StoreError) -> Refused {
        ArchiveError::from(error).into()
    }
}

/// Longest thing that names something.
const NAME_BYTES: usize = 2_000;

/// A moment: a time (RFC 3339), or a day, which means its end in UTC.
pub(super) fn moment(text: &str) -> Result<Timestamp, Refused> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let end = day(text)?.tomorrow().map(|next| history::day_start(next).as_second() - 1);
    let wrong = || Refused(format!("`{}` lies beyond the calendar", cut(text)));
    end.ok().and_then(|s| Timestamp::from_second(s).ok()).ok_or_else(wrong)
}

/// A day, `2016-09-09`.
pub(super) fn day(text: &str) -> Result<Date, Refused> {
    text.parse().map_err(|_| {
        Refused(format!("`{}` is no time: write 2016-10-05 or 2016-10-05T18:00:00Z", cut(text)))
    })
}

/// What was written, short enough to be said again.
pub(super) fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// An event's page now or as it was known, with the event's row.
pub(super) fn event(
    app: &App,
    state: &State,
    reader: &Reader<'_>,
    named: &str,
    as_of: Option<Timestamp>,
) -> Result<(wire::Event, i64), Refused> {
    let missing = || {
        let named = cut(named);
        Refused(format!(
            "no event `{named}`: give its id (12 characters) or the address of its page"
        ))
    };
    if named.len() > NAME_BYTES {
        return Err(missing());
    }
    let mut path = path(app, named.trim()).ok_or_else(missing)?;
    // A permanent address, an older one, a merged event: a few steps at most.
    for _ in 0..4 {
        match app.live.find(state, reader, &path)? {
            Some(Page::Moved(to)) => path = to,
            Some(Page::Event(page, row)) => {
                let Some(time) = as_of else { return Ok((*page, row)) };
                let stored = reader.event_in(row)?.ok_or_else(missing)?;
                let known = pages::event_page_as_of(&state.snapshot, reader, &stored, time)?;
                let unknown = || Refused(format!("nothing was known of {} then", page.id));
                return Ok((known.ok_or_else(unknown)?, row));
            }
            Some(Page::List(_)) | None => break,
        }
    }
    Err(missing())
}

/// The path, without suffix, that an id or an address means.
fn path(app: &App, named: &str) -> Option<String> {
    let id = named.strip_prefix("annals://event/").unwrap_or(named);
    if let Ok(id) = id.parse::<EventId>() {
        return Some(format!("/e/{id}"));
    }
    let base = app.live.rendering().settings.base_url.as_deref().unwrap_or_default();
    let rest = named.strip_prefix(base).unwrap_or(named);
    let path = match rest.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => rest,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = crate::answer::decode_path(path)?;
    let path = format!("/{}", path.trim_start_matches('/'));
    let suffix = Format::ALL.iter().find_map(|f| path.strip_suffix(&format!(".{}", f.suffix())));
    Some(suffix.unwrap_or(&path).to_owned())
}

/// A story by its key, its title or its page.
pub(super) fn story<'s>(app: &App, state: &'s State, named: &str) -> Result<&'s Subject, Refused> {
    let named = named.trim();
    let stories = state.snapshot.subjects(NameKind::Story);
    if let Some(story) = stories.get(named) {
        return Ok(story);
    }
    let wanted = named.to_lowercase();
    if let Some(story) = stories.values().find(|s| s.name.title.to_lowercase() == wanted) {
        return Ok(story);
    }
    if named.len() <= NAME_BYTES
        && let Some(path) = path(app, named)
        && let Some(story) = stories.values().find(|s| s.name.path == path)
    {
        return Ok(story);
    }
    let mut near: Vec<&Subject> = match wanted.is_empty() {
        true => Vec::new(),
        false => {
            stories.values().filter(|s| s.name.title.to_lowercase().contains(&wanted)).collect()
        }
    };
    if let [one] = near.as_slice() {
        return Ok(one);
    }
    near.sort_by_key(|s| std::cmp::Reverse(s.events.len()));
    let titles: Vec<String> = near.iter().take(10).map(|s| format!("“{}”", s.name.title)).collect();
    Err(Refused(match titles.is_empty() {
        true => format!("no story `{}`; `search` finds events and their stories", cut(named)),
        false => format!("several stories are called so: {}", titles.join(", ")),
    }))
}
