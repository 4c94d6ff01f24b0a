//! A repository and our branch in it.

use super::super::DeliverError;
use super::history::Person;
use super::import::Import;
use super::program::{Program, Settings, said};
use crate::config::Signing;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// An open repository; nobody else publishes into it meanwhile.
#[derive(Debug)]
pub(super) struct Repository {
    path: PathBuf,
    git: Program,
    /// The whole name of the branch, `refs/heads/main`.
    branch: String,
    _lock: File,
}

/// How many files two commits differ in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) written: u64,
    pub(super) removed: u64,
}

impl Repository {
    /// Opens the repository at a path, bare or not; makes a bare one where nothing is.
    pub(super) fn open(path: &Path, branch: &str) -> Result<Repository, DeliverError> {
        let io = |source| DeliverError::Io { path: path.to_owned(), source };
        let empty = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => true,
            Err(e) => return Err(io(e)),
        };
        if empty && is_branch(branch) {
            make(path, branch)?;
        }
        let path = path.canonicalize().map_err(io)?;
        let outside = Program { folder: path.clone(), git_dir: None };
        if !is_branch(branch) {
            return Err(DeliverError::Settings(format!("`{branch}` is no branch's name")));
        }
        // The common folder: a linked work tree has its own HEAD, and no branches.
        let args = ["rev-parse", "--path-format=absolute", "--git-common-dir"];
        let found = outside.run(args).map_err(|_| DeliverError::NoRepository(path.clone()))?;
        let dir = PathBuf::from(String::from_utf8_lossy(&found).trim_end_matches('\n'));
        let file = dir.join("annals.lock");
        let lock = File::create(&file).map_err(|e| DeliverError::Io { path: file, source: e })?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DeliverError::Locked(path)),
            Err(TryLockError::Error(e)) => {
                return Err(DeliverError::Io { path: dir, source: e });
            }
        }
        let git = Program { folder: path.clone(), git_dir: Some(dir) };
        Ok(Repository { path, git, branch: format!("refs/heads/{branch}"), _lock: lock })
    }

    pub(super) fn git(&self) -> &Program {
        &self.git
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The commit that the branch stands on.
    pub(super) fn tip(&self) -> Result<Option<String>, DeliverError> {
        let name = format!("{}^{{commit}}", self.branch);
        let found = self.git.ask(["rev-parse", "--quiet", "--verify", &name])?;
        Ok(found.map(|name| line(&name)))
    }

    /// Where a commit is kept until the branch moves to it.
    pub(super) fn staging(&self) -> String {
        format!("refs/annals/{}", self.branch.trim_start_matches("refs/heads/"))
    }

    pub(super) fn import(&self) -> Result<Import, DeliverError> {
        Import::start(&self.git)
    }

    /// Whether a commit has files in a folder.
    pub(super) fn holds_files(&self, commit: &str, folder: &str) -> Result<bool, DeliverError> {
        let within = format!("{commit}:{folder}");
        // A folder that is not there is none with files.
        let found = self.git.run(["ls-tree", "-z", "--name-only", &within]);
        Ok(found.is_ok_and(|names| !names.is_empty()))
    }

    /// All files of a folder, by their paths in it.
    pub(super) fn files(
        &self,
        commit: &str,
        folder: &str,
    ) -> Result<BTreeSet<String>, DeliverError> {
        if !self.holds_files(commit, folder)? {
            return Ok(BTreeSet::new());
        }
        let within = format!("{commit}:{folder}");
        let found = self.git.run(["ls-tree", "-r", "-z", "--name-only", &within])?;
        Ok(names(&found).collect())
    }

    /// Files of a folder that commits other than ours added.
    pub(super) fn others(
        &self,
        commit: &str,
        folder: &str,
    ) -> Result<BTreeSet<String>, DeliverError> {
        let mut args = vec!["log", "--format=", "--name-only", "-z", "--diff-filter=A"];
        args.extend(["--no-renames", "--no-show-signature", "-m", "--invert-grep", "-F"]);
        args.extend(["--grep=Annals-Site: /", commit]);
        if !folder.is_empty() {
            args.extend(["--", folder]);
        }
        let within = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let found = self.git.run(args)?;
        let found = names(&found).filter_map(|name| {
            name.trim_start_matches('\n').strip_prefix(&within).map(str::to_owned)
        });
        Ok(found.collect())
    }

    /// In how many files two commits differ; without the first, how many the second has.
    pub(super) fn changed(&self, from: Option<&str>, to: &str) -> Result<Changed, DeliverError> {
        let empty;
        let from = match from {
            Some(from) => from,
            None => {
                empty = self.empty_tree()?;
                &empty
            }
        };
        let args = ["diff-tree", "-r", "--no-renames", "--name-status", "-z", from, to];
        let found = self.git.run(args)?;
        let mut changed = Changed::default();
        for status in found.split(|b| *b == 0).step_by(2) {
            match status {
                b"" => {}
                b"D" => changed.removed += 1,
                _ => changed.written += 1,
            }
        }
        Ok(changed)
    }

    fn empty_tree(&self) -> Result<String, DeliverError> {
        let found = self.git.run(["hash-object", "-w", "-t", "tree", "/dev/null"])?;
        Ok(line(&found))
    }

    /// The same commit as another, signed.
    pub(super) fn sign(
        &self,
        commit: &str,
        parent: Option<&str>,
        message: &str,
        person: &Person,
        sign: &Signing,
    ) -> Result<String, DeliverError> {
        let mut command = self.git.command(Settings::Own);
        command.args(["-c", &format!("gpg.format={}", sign.format)]);
        command.args(["-c", &format!("user.signingKey={}", sign.key)]);
        command.args(["commit-tree", &format!("-S{}", sign.key)]);
        if let Some(parent) = parent {
            command.args(["-p", parent]);
        }
        command.arg(format!("{commit}^{{tree}}"));
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), &person.name);
            command.env(format!("GIT_{who}_EMAIL"), &person.mail);
            command.env(format!("GIT_{who}_DATE"), format!("@{}", person.date));
        }
        Ok(line(&self.git.feed(command, message.as_bytes())?))
    }

    /// Moves the branch from one commit to another in one step, with the files of the
    /// work trees that have it checked out.
    pub(super) fn show(
        &self,
        from: Option<&str>,
        to: &str,
        staging: &str,
    ) -> Result<(), DeliverError> {
        // The files first: killed in between, the next round finds them and goes on.
        for folder in self.work_trees()? {
            let empty;
            let from = match from {
                Some(from) => from,
                None => {
                    empty = self.empty_tree()?;
                    &empty
                }
            };
            let there = Program { folder: folder.clone(), git_dir: None };
            there.run(["read-tree", "-m", "-u", from, to]).map_err(|e| {
                let why = format!(
                    "its work tree has changes of its own: {e}\n\
                     hint: commit or drop them, or let annals have a bare repository"
                );
                DeliverError::Git { path: folder, why }
            })?;
        }
        let branch = &self.branch;
        // An empty old value means that there must be none.
        let zero = "0".repeat(to.len());
        let from = from.unwrap_or(&zero);
        let steps = format!("update {branch} {to} {from}\ndelete {staging}\n");
        let mut command = self.git.command(Settings::Own);
        command.args(["update-ref", "--stdin"]);
        self.git.feed(command, steps.as_bytes()).map(drop)
    }

    /// The work trees that have the branch checked out.
    fn work_trees(&self) -> Result<Vec<PathBuf>, DeliverError> {
        let found = self.git.run(["worktree", "list", "--porcelain", "-z"])?;
        let wanted = format!("branch {}", self.branch);
        let (mut trees, mut at) = (Vec::new(), None);
        let mut bare = false;
        for part in found.split(|b| *b == 0) {
            let part = String::from_utf8_lossy(part);
            if let Some(path) = part.strip_prefix("worktree ") {
                (at, bare) = (Some(PathBuf::from(path)), false);
            } else if part == "bare" {
                bare = true;
            } else if part == wanted && !bare {
                trees.extend(at.take());
            }
        }
        Ok(trees)
    }

    /// Drops a commit that nothing came of.
    pub(super) fn forget(&self, staging: &str) -> Result<(), DeliverError> {
        self.git.run(["update-ref", "-d", staging]).map(drop)
    }

    /// Lets git pack what has gathered, when it finds that it is time.
    pub(super) fn tidy(&self) {
        // The history is good without it.
        let _ = self.git.run(["gc", "--auto", "--quiet"]);
    }

    /// Pushes a commit to the branch of the same name.
    pub(super) fn push(&self, remote: &str, commit: &str) -> Result<(), DeliverError> {
        if remote.starts_with('-') || remote.contains("::") {
            return Err(DeliverError::Settings("that is no address to push to".into()));
        }
        let mut command = self.git.command(Settings::All);
        if std::env::var_os("GIT_SSH_COMMAND").is_none() && std::env::var_os("GIT_SSH").is_none() {
            command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=30");
        }
        // A remote that does not move is given up.
        command.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60"]);
        command.args(["push", "--quiet", remote, &format!("{commit}:{}", self.branch)]);
        command.stdin(Stdio::null());
        said(&self.path, command.output().map_err(DeliverError::NoGit)?).map(drop)
    }
}

/// Makes a bare repository beside the path and moves it there when it is whole.
fn make(path: &Path, branch: &str) -> Result<(), DeliverError> {
    let io = |source| DeliverError::Io { path: path.to_owned(), source };
    let name = path.file_name().ok_or_else(|| DeliverError::NoRepository(path.to_owned()))?;
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(io)?;
    let parent = parent.canonicalize().map_err(io)?;
    let mut new = std::ffi::OsString::from(".");
    new.push(name);
    new.push(".annals-new");
    let new = parent.join(new);
    match fs::remove_dir_all(&new) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(io(e)),
        _ => {}
    }
    let git = Program { folder: parent.clone(), git_dir: None };
    let branch = format!("--initial-branch={branch}");
    let mut command = git.command(Settings::Own);
    command.args(["init", "--quiet", "--bare", "--template=", &branch, "--"]).arg(&new);
    git.feed(command, b"")?;
    fs::rename(&new, parent.join(name)).map_err(io)
}

/// Whether a branch may have this name (`git help check-ref-format`).
fn is_branch(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(".lock")
            && !part.contains(|c: char| c.is_control() || " ~^:?*[\\".contains(c))
    };
    name.split('/').all(part)
        && !name.starts_with('-')
        && !name.ends_with('.')
        && !name.contains("..")
        && !name.contains("@{")
        && name != "@"
        && name != "HEAD"
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// Names with a NUL after each. One that is no UTF-8 is none of ours.
fn names(bytes: &[u8]) -> impl Iterator<Item = String> + '_ {
    let parts = bytes.split(|b| *b == 0).filter(|name| !name.is_empty());
    parts.filter_map(|name| std::str::from_utf8(name).ok().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_have_the_names_that_git_gives() {
        for good in ["main", "gh-pages", "site/news", "停火", "a.b"] {
            assert!(is_branch(good), "{good}");
        }
        for bad in [
            "", "-f", "a..b", "a b", "a\n", "x.lock", "a//b", "/a", ".a", "a.", "@", "a@{1}",
            "a~1", "HEAD",
        ] {
            assert!(!is_branch(bad), "{bad}");
        }
    }
}
