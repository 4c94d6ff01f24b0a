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
pub(super) static UNAUTHORIZED: Kind = Kind {
    name: "unauthorized",
    status: StatusCode::UNAUTHORIZED,
    title: "Who are you?",
    about: "Writing takes a token: `Authorization: Bearer annals_…`. `annals token add` makes one; \
            a signed-in browser's cookie is not taken here.",
};
pub(super) static FORBIDDEN: Kind = Kind {
    name: "forbidden",
    status: StatusCode::FORBIDDEN,
    title: "The token does not reach that far",
    about: "A token may do what its scope says, and never more than its account's present role.",
};
pub(super) static REFUSED: Kind = Kind {
    name: "refused",
    status: StatusCode::CONFLICT,
    title: "This cannot be done",
    about: "The act is well formed, but contradicts the record: merging an event into itself, \
            restoring one that was not withdrawn. The detail says why, and what can be done.",
};
pub(super) static CONFLICT: Kind = Kind {
    name: "conflict",
    status: StatusCode::PRECONDITION_FAILED,
    title: "Somebody else revised the event",
    about: "The event has a newer revision than the act was made for. `yours` is what the act \
            would have said, `theirs` the revisions since, `revision` the number to expect next.",
};
pub(super) static PRECONDITION: Kind = Kind {
    name: "precondition-required",
    status: StatusCode::PRECONDITION_REQUIRED,
    title: "Which revision is the act for?",
    about: "An act that changes an event's record says which revision its maker saw, so that \
            nobody's work is overwritten unseen (RFC 6585).",
};
pub(super) static TOO_LARGE: Kind = Kind {
    name: "too-long",
    status: StatusCode::PAYLOAD_TOO_LARGE,
    title: "The request is too long",
    about: "The detail says how much is taken.",
};
pub(super) static UNSUPPORTED: Kind = Kind {
    name: "unsupported-media-type",
    status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
    title: "The body has the wrong format",
    about: "Bodies are JSON, and say so in `Content-Type`.",
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

pub(super) static NO_METHOD: Kind = Kind {
    name: "method",
    status: StatusCode::METHOD_NOT_ALLOWED,
    title: "This cannot be done to an address",
    about: "No address of the server takes the method.",
};
pub(super) static ADDRESS_TOO_LONG: Kind = Kind {
    name: "address-too-long",
    status: StatusCode::URI_TOO_LONG,
    title: "The address is too long",
    about: "Ask for less at once: fewer filters, shorter texts.",
};
pub(super) static PACKED: Kind = Kind {
    name: "packed",
    status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
    title: "Requests are taken unpacked only",
    about: "Send the body without `Content-Encoding`. Answers are packed where `Accept-Encoding` asks for it.",
};
pub(super) static TOO_SLOW: Kind = Kind {
    name: "too-slow",
    status: StatusCode::REQUEST_TIMEOUT,
    title: "The request's body came too slowly",
    about: "Send the whole request without a pause.",
};
pub(super) static HOST: Kind = Kind {
    name: "host",
    status: StatusCode::MISDIRECTED_REQUEST,
    title: "This site has another name",
    about: "The server was asked by a name that is none of its own; its owner can add one to `hosts`.",
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
    &UNAUTHORIZED,
    &FORBIDDEN,
    &REFUSED,
    &CONFLICT,
    &PRECONDITION,
    &TOO_LARGE,
    &UNSUPPORTED,
    &TOO_OFTEN,
    &BUSY,
    &NO_METHOD,
    &ADDRESS_TOO_LONG,
    &PACKED,
    &TOO_SLOW,
    &HOST,
    &INTERNAL,
];

/// What every address may answer with.
pub(super) static ALWAYS: &[&Kind] =
    &[&INVALID, &UNKNOWN_PARAMETER, &NOT_ACCEPTABLE, &TOO_OFTEN, &BUSY];
