//! Editing: an editor's acts, by programs with a token.
//!
//! Only a token in `Authorization` speaks for an account here. A browser's cookie does
//! not, so that no other site's page can act for a person who is signed in.

use super::media::Media;
use super::operations::{Answers, Body, Operation, Question, Reply};
use super::problems::{
    CONFLICT, FORBIDDEN, INVALID, MISSING, PRECONDITION, REFUSED, TOO_LARGE, UNAUTHORIZED,
    UNSUPPORTED,
};
use crate::App;
use crate::answer::Problem;
use crate::edit;
use annals_archive::accounts::{self, Scope};
use annals_archive::editing::{Act, ActError, Conflict, Outcome, Request};
use annals_archive::{pages, query};
use axum::http::Method;
use serde_json::json;

/// Bytes of a request's body: a statement is a few hundred.
const LONGEST: usize = 256 * 1024;

pub(super) static OPERATIONS: &[Operation] = &[Operation {
    name: "act",
    method: Method::POST,
    path: "/acts",
    group: "Editing",
    title: "Do what an editor may do",
    about: "Rewords, re-dates, merges, splits, withdraws and publishes events, links and unlinks \
            them, says what is known of entities, and undoes. Takes a token of scope `edit` \
            (`annals token add`). Every act is a revision with the account's name and the \
            reason; what is answered is on the disk. An act that changes an event's record \
            names the revision that it was made for, in `expected` (by the event's id) or as \
            `If-Match: \"NUMBER\"`; where the event has a newer one, nothing is done and the \
            problem has both sides.",
    parameters: &[],
    formats: &[Media::Json],
    answers: Answers::One(|g| g.subschema_for::<Outcome>()),
    problems: &[
        &UNAUTHORIZED,
        &FORBIDDEN,
        &MISSING,
        &REFUSED,
        &CONFLICT,
        &TOO_LARGE,
        &UNSUPPORTED,
        &PRECONDITION,
    ],
    body: Some(Body { media: Media::Json, schema: |g| g.subschema_for::<Request>() }),
    answer: act,
}];

fn act(app: &App, question: &Question) -> Result<Reply, Problem> {
    let Some(token) = question.token() else {
        return Err(UNAUTHORIZED.of("send `Authorization: Bearer annals_…`"));
    };
    let grant = accounts::grant(app.archive(), token, (app.clock)())?;
    let grant = grant.ok_or_else(|| {
        UNAUTHORIZED.of("the token is none of this archive's, is over, or was revoked")
    })?;
    if !grant.may(Scope::Edit) {
        return Err(FORBIDDEN.of("the token's scope, or its account's role, is not `edit`"));
    }
    if !question.is_json() {
        return Err(UNSUPPORTED.of("send the act as `Content-Type: application/json`"));
    }
    if question.body.len() > LONGEST {
        return Err(TOO_LARGE.of(format!("an act has at most {LONGEST} bytes")));
    }
    let mut request: Request = serde_json::from_slice(&question.body)
        .map_err(|e| INVALID.of(format!("the body is no act: {e}")))?;
    if let Some(event) = changed(&request.act) {
        let event = event.to_owned();
        if let Some(number) = question.if_match()? {
            request.expected.insert(event, number);
        } else if !request.expected.contains_key(&event) {
            let detail = "say which revision the act is for: `expected`, or `If-Match: \"NUMBER\"`";
            return Err(PRECONDITION.of(detail));
        }
    }
    let outcome = edit::act_as(app, &grant.account, &request).map_err(failed)?;
    Ok(Reply::json(&outcome))
}

/// The event whose record an act changes.
fn changed(act: &Act) -> Option<&str> {
    match act {
        Act::Reword { event, .. }
        | Act::Redate { event, .. }
        | Act::Stories { event, .. }
        | Act::Sources { event, .. }
        | Act::Split { event, .. }
        | Act::Merge { event, .. }
        | Act::Withdraw { event }
        | Act::Restore { event }
        | Act::Release { event }
        | Act::Reject { event }
        | Act::Undo { event, .. } => Some(event),
        _ => None,
    }
}

/// Why an act was not done.
fn failed(error: ActError) -> Problem {
    match error {
        ActError::Invalid(why) => INVALID.of(why),
        ActError::Missing(why) => MISSING.of(why),
        ActError::Refused(why) => REFUSED.of(why),
        ActError::Archive(error) => error.into(),
        ActError::Conflict(conflict) => both_sides(&conflict),
    }
}

/// What the act would have said beside what others said meanwhile.
fn both_sides(conflict: &Conflict) -> Problem {
    let mut problem = CONFLICT.of("the event was revised since; nothing was done");
    let yours = conflict
        .yours
        .iter()
        .map(|value| json!({ "field": value.field().name(), "value": pages::lines(value) }));
    let theirs: Vec<_> = conflict.theirs.iter().map(query::revision).collect();
    problem.more.insert("event".into(), conflict.event.to_string().into());
    problem.more.insert("expected".into(), conflict.expected.into());
    problem.more.insert("revision".into(), conflict.revision.into());
    problem.more.insert("yours".into(), yours.collect());
    problem.more.insert("theirs".into(), json!(theirs));
    problem
}
