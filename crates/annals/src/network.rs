//! The network as an archive's settings allow it.

use annals_archive::Archive;
use annals_fetch::{Answer, Ask, Fetch, FetchError};

/// What an archive's settings ask the network with.
///
/// # Errors
/// A text that says which setting is wrong.
pub(crate) fn of(_archive: &Archive) -> Result<Box<dyn Fetch>, String> {
    Ok(Box::new(Silence))
}

/// Answers nothing.
struct Silence;

impl Fetch for Silence {
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        Err(FetchError::Refused { url: ask.url.to_string(), why: "there is no client".into() })
    }
}
