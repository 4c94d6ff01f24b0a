//! Running `git` so that neither the machine's settings nor the environment change
//! what comes out.

use super::super::DeliverError;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// How git is run on one repository.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The folder in which it runs.
    pub(super) folder: PathBuf,
    /// The repository's own folder, where it is known.
    pub(super) git_dir: Option<PathBuf>,
}

/// Whose settings apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settings {
    /// The repository's only.
    Own,
    /// The machine's and the user's too: how to sign in at a remote stands there.
    All,
}

impl Program {
    /// A command, without its arguments. Hooks never run, nothing is converted, and a
    /// repository of another owner is no obstacle: the settings of the archive name it.
    pub(super) fn command(&self, settings: Settings) -> Command {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            let kept = settings == Settings::All
                && matches!(
                    name.to_str(),
                    Some("GIT_SSH" | "GIT_SSH_COMMAND" | "GIT_SSL_CAINFO" | "GIT_ASKPASS")
                );
            if name.to_string_lossy().starts_with("GIT_") && !kept {
                command.env_remove(name);
            }
        }
        command.current_dir(&self.folder).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
        if settings == Settings::Own {
            command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        }
        // A folder within another repository is not that repository.
        if let Some(above) = self.folder.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        if let Some(dir) = &self.git_dir {
            command.env("GIT_DIR", dir);
        }
        for setting in [
            "core.hooksPath=/dev/null",
            "safe.directory=*",
            "core.autocrlf=false",
            "core.quotePath=false",
            "core.fsmonitor=false",
            "gc.autoDetach=false",
            // Fewer objects are taken one by one, and those that are there not again.
            "fastimport.unpackLimit=2000",
        ] {
            command.args(["-c", setting]);
        }
        command
    }

    /// Runs it and returns what it printed.
    pub(super) fn run<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
    ) -> Result<Vec<u8>, DeliverError> {
        let mut command = self.command(Settings::Own);
        command.args(args).stdin(Stdio::null());
        said(&self.folder, command.output().map_err(DeliverError::NoGit)?)
    }

    /// Runs it with something to read.
    pub(super) fn feed(&self, mut command: Command, input: &[u8]) -> Result<Vec<u8>, DeliverError> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(DeliverError::NoGit)?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends early says why itself.
            let _ = stdin.write_all(input);
        }
        said(&self.folder, child.wait_with_output().map_err(DeliverError::NoGit)?)
    }

    /// Runs it; `None` where it ends with status 1, which says no.
    pub(super) fn ask<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
    ) -> Result<Option<Vec<u8>>, DeliverError> {
        let mut command = self.command(Settings::Own);
        command.args(args).stdin(Stdio::null());
        let output = command.output().map_err(DeliverError::NoGit)?;
        if output.status.code() == Some(1) {
            return Ok(None);
        }
        said(&self.folder, output).map(Some)
    }
}

/// What a program printed, if it ended well.
pub(super) fn said(folder: &Path, output: Output) -> Result<Vec<u8>, DeliverError> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let why = redacted(text.trim());
    let why = if why.is_empty() { output.status.to_string() } else { why };
    Err(DeliverError::Git { path: folder.to_owned(), why })
}

/// A text without the names and passwords that stand in addresses in it.
pub(in super::super) fn redacted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after.find(['/', ' ', '\'', '"', '\n', '?']).unwrap_or(after.len());
        let host = after[..end].rfind('@').map_or(0, |at| at + 1);
        rest = &after[host..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_addresses_are_not_told() {
        let said = "fatal: unable to access 'https://me:secret@git.example.org/a@b.git/': no, \
                    nor ssh://me@host:22/x";
        assert_eq!(
            redacted(said),
            "fatal: unable to access 'https://git.example.org/a@b.git/': no, nor ssh://host:22/x"
        );
        assert_eq!(redacted("nothing"), "nothing");
    }
}
