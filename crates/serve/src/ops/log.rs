//! The log: one line for each request, and what goes wrong. It holds no addresses,
//! no questions, no names and no tokens; a request is known by its id, which the
//! answer carries, too.

use tracing_subscriber::EnvFilter;

/// The form of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged where nothing else is asked for.
pub const LOG_DEFAULT: &str = "info";

/// Starts the log on standard error. `filter` is a list of directives as
/// `tracing-subscriber` reads them: `warn`, `info,annals::request=off`.
///
/// # Errors
/// A text that says what is wrong with the filter, or that a log runs already.
pub fn start_log(form: LogForm, filter: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|e| format!("`{filter}` is no log filter: {e}\nhint: write `info` or `warn`"))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match form {
        LogForm::Text => lines.with_ansi(false).try_init(),
        LogForm::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(|e| format!("the log could not be started: {e}"))
}
