//! Running a task again in the release profile.
//!
//! `cargo xtask` builds in the development profile, whose artefacts the tests
//! share. What measures (`eval`, `bench`) would measure the wrong thing there.

use std::process::{Command, ExitCode};

/// Whether this is the build for development.
pub(crate) const MISSING: bool = cfg!(debug_assertions);

/// Runs the same command line in the release profile and returns how it ended.
///
/// # Errors
/// Where cargo could not be started.
pub(crate) fn again() -> anyhow::Result<ExitCode> {
    let status = Command::new(crate::cargo())
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(std::env::args_os().skip(1))
        .status()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(3)))
}
