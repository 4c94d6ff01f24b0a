//! Moments as people type them.

use annals_model::{Date, Timestamp, history};
use std::str::FromStr;
use std::time::Instant;

/// A moment: a time (RFC 3339), or a day, which means the end of that day in UTC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Moment, String> {
        if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(Moment(time));
        }
        let day = text.parse::<Date>().map_err(|_| {
            format!("`{text}` is no time: write 2016-10-05 or 2016-10-05T18:00:00Z")
        })?;
        let next = day.tomorrow().map_err(|e| e.to_string())?;
        let end = history::day_start(next).as_second() - 1;
        Timestamp::from_second(end).map(Moment).map_err(|e| e.to_string())
    }
}

/// The clock: `SOURCE_DATE_EPOCH` (seconds since 1970) where it is set, so that a
/// build can be repeated to the byte; the system's time otherwise.
pub(crate) fn now() -> Timestamp {
    std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds.trim().parse().ok()?).ok())
        .unwrap_or_else(Timestamp::now)
}

/// The system's clock, for what other machines compare with theirs: signed requests.
pub(crate) fn system() -> Timestamp {
    Timestamp::now()
}

/// A clock that begins at [`now`] and goes on as time goes: what paces requests must see
/// time pass even where a build stopped it.
pub(crate) fn clock() -> impl Fn() -> Timestamp + Send + Sync + Clone + 'static {
    let (begun, since) = (now(), Instant::now());
    move || begun.checked_add(since.elapsed()).unwrap_or(begun)
}
