//! The stream into `git fast-import`: bytes as they come, the commit in the end.
//! Its language: <https://git-scm.com/docs/git-fast-import>.

use super::super::DeliverError;
use super::history::Person;
use super::program::{Program, Settings, said};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};

/// A running import. Dropped without a commit, it leaves nothing that anybody sees.
#[derive(Debug)]
pub(super) struct Import {
    folder: PathBuf,
    child: Option<Child>,
    stream: Option<BufWriter<ChildStdin>>,
    marks: u64,
    bytes: u64,
}

/// A commit to be made.
pub(super) struct Commit<'a> {
    /// The ref that holds it until the branch does.
    pub(super) staging: &'a str,
    pub(super) person: &'a Person,
    pub(super) message: &'a str,
    pub(super) parent: Option<&'a str>,
    /// Files of the site with their marks.
    pub(super) files: &'a BTreeMap<String, u64>,
    pub(super) gone: &'a BTreeSet<String>,
    /// The site's folder in the branch.
    pub(super) folder: &'a str,
}

impl Import {
    pub(super) fn start(git: &Program) -> Result<Import, DeliverError> {
        let mut command = git.command(Settings::Own);
        command.args(["fast-import", "--quiet", "--done", "--force", "--date-format=raw"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(DeliverError::NoGit)?;
        let stream = child.stdin.take().map(|stdin| BufWriter::with_capacity(256 << 10, stdin));
        Ok(Import { folder: git.folder.clone(), child: Some(child), stream, marks: 0, bytes: 0 })
    }

    /// Bytes of the files so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes a file's bytes; returns its mark.
    pub(super) fn blob(&mut self, bytes: &[u8]) -> Result<u64, DeliverError> {
        self.marks += 1;
        self.bytes += bytes.len() as u64;
        let mark = self.marks;
        self.write(|out| {
            write!(out, "blob\nmark :{mark}\ndata {}\n", bytes.len())?;
            out.write_all(bytes)?;
            out.write_all(b"\n")
        })?;
        Ok(mark)
    }

    /// Makes the commit and returns its name.
    pub(super) fn commit(&mut self, commit: &Commit<'_>) -> Result<String, DeliverError> {
        let mark = self.marks + 1;
        self.write(|out| {
            let Person { name, mail, date } = commit.person;
            writeln!(out, "commit {}\nmark :{mark}", commit.staging)?;
            writeln!(out, "author {name} <{mail}> {date}\ncommitter {name} <{mail}> {date}")?;
            write!(out, "data {}\n{}\n", commit.message.len(), commit.message)?;
            if let Some(parent) = commit.parent {
                writeln!(out, "from {parent}")?;
            }
            for path in commit.gone {
                out.write_all(b"D ")?;
                quoted(out, commit.folder, path)?;
            }
            for (path, mark) in commit.files {
                write!(out, "M 100644 :{mark} ")?;
                quoted(out, commit.folder, path)?;
            }
            writeln!(out, "\nget-mark :{mark}\ndone")?;
            out.flush()
        })?;
        drop(self.stream.take());
        let Some(mut child) = self.child.take() else { return Err(self.ended(String::new())) };
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            // An unreadable answer is an empty one; the status says more.
            let _ = BufReader::new(stdout).read_line(&mut line);
        }
        said(&self.folder, child.wait_with_output().map_err(DeliverError::NoGit)?)?;
        let name = line.trim();
        if name.len() < 40 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(self.ended(format!("it named no commit but `{name}`")));
        }
        Ok(name.to_owned())
    }

    fn write(
        &mut self,
        what: impl FnOnce(&mut BufWriter<ChildStdin>) -> std::io::Result<()>,
    ) -> Result<(), DeliverError> {
        let Some(stream) = &mut self.stream else { return Err(self.ended(String::new())) };
        if what(stream).is_ok() {
            return Ok(());
        }
        // It ended: it says why.
        drop(self.stream.take());
        if let Some(child) = self.child.take()
            && let Ok(output) = child.wait_with_output()
        {
            said(&self.folder, output)?;
        }
        Err(self.ended(String::new()))
    }

    fn ended(&self, why: String) -> DeliverError {
        let why = if why.is_empty() { "git fast-import ended early".into() } else { why };
        DeliverError::Git { path: self.folder.clone(), why }
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        // Killed, it leaves neither objects nor a report of its crash behind.
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            drop(self.stream.take());
            let _ = child.wait();
        }
    }
}

/// A path in git's quotes, with its folder, and the end of the line.
fn quoted(out: &mut impl Write, folder: &str, path: &str) -> std::io::Result<()> {
    out.write_all(b"\"")?;
    let parts = if folder.is_empty() { [path, ""] } else { [folder, path] };
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 && !part.is_empty() {
            out.write_all(b"/")?;
        }
        for byte in part.bytes() {
            match byte {
                b'"' | b'\\' => out.write_all(&[b'\\', byte])?,
                0..0x20 | 0x7f => write!(out, "\\{byte:03o}")?,
                _ => out.write_all(&[byte])?,
            }
        }
    }
    out.write_all(b"\"\n")
}
