//! Sending what waits: in order, at least once, with pauses that grow, until it is taken
//! or nobody took it for days.

use super::sign;
use crate::{Archive, ArchiveError};
use annals_fetch::{Courier, Method, Parcel};
use annals_model::Timestamp;
use annals_store::{OutboxRow, OutboxState, SavedSearch};
use std::time::Duration;
use url::Url;

/// Notices of one letter at most.
pub(super) const NOTICES: usize = 20;
/// How long something is tried before it is given up.
pub const GIVEN_UP_AFTER: Duration = Duration::from_secs(4 * 24 * 3600);
/// The pauses after the first tries; the last one holds for all that follow.
const PAUSES: [u64; 8] = [60, 300, 900, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600];
/// Letters that are read at a time, and bytes of an answer that are looked at.
const AT_A_TIME: usize = 16;
const ANSWER: u64 = 64 << 10;

/// What became of one search's news.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The search.
    pub search: String,
    /// Letters that were taken.
    pub sent: u64,
    /// Letters that wait for the next try.
    pub waiting: u64,
    /// Letters that were given up in this run: the receiver is gone.
    pub given_up: u64,
    /// Why the receiver did not take one.
    pub problem: Option<String>,
}

/// Sends what waits of a search, as far as the receiver takes it and its time has come.
pub(super) fn send(
    archive: &Archive,
    search: &SavedSearch,
    now: Timestamp,
    courier: &dyn Courier,
) -> Result<Told, ArchiveError> {
    let mut told = Told { search: search.name.clone(), ..Told::default() };
    let Some(webhook) = &search.webhook else { return Ok(told) };
    'all: loop {
        let rows = archive.store.read()?.outbox(&search.name, AT_A_TIME)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.next_at > now {
                told.problem.clone_from(&row.problem);
                break 'all;
            }
            let answer = try_once(archive, search, webhook, &row, now, courier);
            let row = after(row, &answer, now);
            let writer = archive.store.write()?;
            writer.set_outbox(&row)?;
            writer.commit()?;
            match row.state {
                OutboxState::Sent => told.sent += 1,
                OutboxState::GivenUp => told.given_up += 1,
                OutboxState::Waiting => {}
            }
            if let Err(refusal) = answer {
                told.problem = Some(refusal.why);
                // What is given up is out of the way; else nothing goes before it.
                if row.state == OutboxState::Waiting {
                    break 'all;
                }
            }
        }
    }
    let (counts, _) = archive.store.read()?.outbox_counts(&search.name)?;
    let waiting = counts.iter().find(|(state, _)| *state == OutboxState::Waiting);
    told.waiting = waiting.map_or(0, |(_, count)| *count);
    Ok(told)
}

/// Why something was not taken.
struct Refusal {
    why: String,
    /// The receiver says that it is gone for ever.
    lasting: bool,
}

impl Refusal {
    fn passing(why: impl ToString) -> Refusal {
        Refusal { why: why.to_string(), lasting: false }
    }
}

fn try_once(
    archive: &Archive,
    search: &SavedSearch,
    webhook: &str,
    row: &OutboxRow,
    now: Timestamp,
    courier: &dyn Courier,
) -> Result<(), Refusal> {
    let url = Url::parse(webhook).map_err(Refusal::passing)?;
    let file = search.secret_file.as_deref().unwrap_or_default();
    let secret = sign::secret(archive, file).map_err(Refusal::passing)?;
    let proof = secret.sign(&row.key, now, &row.body);
    let receipt = courier
        .send(&Parcel {
            method: Method::Post,
            url: &url,
            headers: &[
                ("content-type", "application/json"),
                ("webhook-id", &row.key),
                ("webhook-timestamp", &proof.timestamp),
                ("webhook-signature", &proof.signature),
            ],
            body: row.body.as_bytes(),
            most: ANSWER,
        })
        .map_err(Refusal::passing)?;
    match receipt.status {
        200..=299 => Ok(()),
        410 => Err(Refusal { why: "it answered 410: it is gone".into(), lasting: true }),
        300..=399 => Err(Refusal::passing(format!(
            "it answered {}: what moved has to be named anew",
            receipt.status
        ))),
        status => Err(Refusal::passing(format!("it answered {status}"))),
    }
}

/// What became of something after a try.
fn after(row: OutboxRow, answer: &Result<(), Refusal>, now: Timestamp) -> OutboxRow {
    let Err(refusal) = answer else {
        let tries = row.tries + 1;
        return OutboxRow {
            state: OutboxState::Sent,
            body: String::new(),
            problem: None,
            tries,
            ..row
        };
    };
    let old = now.duration_since(row.made_at).unsigned_abs() >= GIVEN_UP_AFTER;
    let state = if refusal.lasting || (old && row.tries > 0) {
        OutboxState::GivenUp
    } else {
        OutboxState::Waiting
    };
    let at = usize::try_from(row.tries).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    let next_at = now.checked_add(Duration::from_secs(PAUSES[at])).unwrap_or(now);
    let tries = row.tries.saturating_add(1);
    OutboxRow { state, next_at, tries, problem: Some(refusal.why.clone()), ..row }
}
