//! `cargo xtask docs`: writes what is generated in the documentation.
//!
//! `docs/commands.md` is the command line's own help. A test in
//! `crates/annals/tests/docs.rs` compares the two and, where `ANNALS_BLESS` is
//! set, writes the file; only that test has the built program at hand.

use std::process::{Command, ExitCode};

/// Writes `docs/commands.md`.
///
/// # Errors
/// Where cargo could not be started.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let status = Command::new(crate::cargo())
        // The whole workspace, so that its features and with them its build are those of the tests.
        .args(["test", "--quiet", "--workspace", "--test", "docs", "commands_md"])
        .env("ANNALS_BLESS", "1")
        .current_dir(crate::root())
        .status()?;
    if status.success() {
        println!("wrote docs/commands.md");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
