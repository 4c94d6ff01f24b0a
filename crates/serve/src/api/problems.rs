//! The kinds of problems (RFC 9457) that the API answers with.

use crate::answer::Problem;
use axum::http::StatusCode;

/// A kind of problem.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name: the fragment of its `type`.
    pub(super) name: &'static str,
    pub(super) status: StatusCode,
    /// The same for every problem of the kind.
    pub(super) title: &'static str,
    /// What it means and what to do.
    pub(super) about: &'static str,
}

impl Kind {
    /// A problem of the kind: what went wrong this time.
    pub(super) fn of(&self, detail: impl Into<String>) -> Problem {
        Problem::new(self.status, self.name, self.title).detail(detail)
    }
}

pub(super) static INVALID: Kind = Kind {
    name: "invalid",
    status: StatusCode::BAD_REQUEST,
    title: "The request is not valid",
    about: "A parameter has a value that it cannot have, is missing, is given too often, or the \
            whole query is too long. The detail names it and says what it takes.",
};
pub(super) static UNKNOWN_PARAMETER: Kind = Kind {
    name: "unknown-parameter",
    status: StatusCode::BAD_REQUEST,
    title: "There is no such parameter",
    about: "A misspelt filter that is passed over in silence gives wrong answers; so every \
            parameter must be one of those that are documented for the address.",
};
pub(super) static MISSING: Kind = Kind {
    name: "missing",
    status: StatusCode::NOT_FOUND,
    title: "There is nothing at this address",
    about: "No such address, or no event, name, article or revision of that name. An event that \
            was withdrawn or merged is still there and says so.",
};
pub(super) static NOT_YET_KNOWN: Kind = Kind {
    name: "not-yet-known",
    status: StatusCode::NOT_FOUND,
    title: "Nothing was known of it then",
    about: "The event became known after the moment given as `as_of`.",
};
pub(super) static METHOD: Kind = Kind {
    name: "method-not-allowed",
    status: StatusCode::METHOD_NOT_ALLOWED,
    title: "The address does not take this method",
    about: "`Allow` names those that it takes.",
};
pub(super) static NOT_ACCEPTABLE: Kind = Kind {
    name: "not-acceptable",
    status: StatusCode::NOT_ACCEPTABLE,
    title: "It is not there in this format",
    about: "Neither the suffix nor `Accept` names a format in which the answer is there.",
};
pub(super) static CURSOR_GONE: Kind = Kind {
    name: "cursor-gone",
    status: StatusCode::GONE,
    title: "The cursor is of another archive",
    about: "The cursor lies behind the archive's last change: the archive was made anew, or put \
            back to an older state. Begin from the start, without a cursor.",
};
pub(super) static REFUSED: Kind = Kind {
    name: "refused",
    status: StatusCode::UNPROCESSABLE_ENTITY,
    title: "This cannot be done",
    about: "The request is well formed, but what it asks for cannot be; the detail says why.",
};
pub(super) static TOO_OFTEN: Kind = Kind {
    name: "too-often",
    status: StatusCode::TOO_MANY_REQUESTS,
    title: "Too many requests",
    about: "Wait as many seconds as `Retry-After` says.",
};
pub(super) static BUSY: Kind = Kind {
    name: "busy",
    status: StatusCode::SERVICE_UNAVAILABLE,
    title: "The archive is busy",
    about: "Too much is asked for at once. Try again after as many seconds as `Retry-After` says.",
};
pub(super) static INTERNAL: Kind = Kind {
    name: "internal",
    status: StatusCode::INTERNAL_SERVER_ERROR,
    title: "The server made a mistake",
    about: "It is in the server's log; the archive is not harmed by it.",
};

/// Every kind, as the documentation lists them.
pub(super) static KINDS: &[&Kind] = &[
    &INVALID,
    &UNKNOWN_PARAMETER,
    &MISSING,
    &NOT_YET_KNOWN,
    &METHOD,
    &NOT_ACCEPTABLE,
    &CURSOR_GONE,
    &REFUSED,
    &TOO_OFTEN,
    &BUSY,
    &INTERNAL,
];

/// What every address may answer with.
pub(super) static ALWAYS: &[&Kind] =
    &[&INVALID, &UNKNOWN_PARAMETER, &NOT_ACCEPTABLE, &TOO_OFTEN, &BUSY];
