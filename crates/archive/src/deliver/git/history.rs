//! What commits say about themselves, for the rounds after them.

use super::super::DeliverError;
use super::repository::Repository;
use annals_model::Timestamp;
use sha2::{Digest, Sha256};

/// The last lines of a commit's message, as `git interpret-trailers` reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trailers {
    /// The archive's change that the commit shows.
    pub(super) change: i64,
    /// The last row of the archive's events: what comes behind it is new.
    pub(super) rows: i64,
    /// The folder of the site and what shaped its pages; see [`site`].
    pub(super) site: String,
}

const CHANGE: &str = "Annals-Change";
const ROWS: &str = "Annals-Events";
const SITE: &str = "Annals-Site";

/// A site in a branch: its folder (`/` for the root), and a digest of what shapes its pages.
pub(super) fn site(folder: &str, fingerprint: &str) -> String {
    let digest = Sha256::digest(fingerprint.as_bytes());
    let short: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("{} {short}", start(folder))
}

/// What the trailer of every commit of a folder's site begins with.
fn start(folder: &str) -> String {
    if folder == "/" { folder.to_owned() } else { format!("/{}", folder.trim_matches('/')) }
}

impl Trailers {
    /// The whole message.
    pub(super) fn message(&self, new: usize, changed: usize, anew: bool) -> String {
        let events = |n: usize| if n == 1 { "event" } else { "events" };
        let how = if anew { ", all pages rendered anew" } else { "" };
        format!(
            "{new} {} new, {changed} changed{how}\n\n{CHANGE}: {}\n{ROWS}: {}\n{SITE}: {}\n",
            events(new),
            self.change,
            self.rows,
            self.site
        )
    }

    fn read(message: &str) -> Option<Trailers> {
        let value = |name: &str| {
            let found = message.lines().rev().filter_map(|line| line.split_once(": "));
            found.into_iter().find(|(n, _)| *n == name).map(|(_, value)| value.trim())
        };
        Some(Trailers {
            change: value(CHANGE)?.parse().ok()?,
            rows: value(ROWS)?.parse().ok()?,
            site: value(SITE)?.to_owned(),
        })
    }
}

/// Our last commit in a branch.
#[derive(Debug)]
pub(super) struct Ours {
    pub(super) commit: String,
    pub(super) trailers: Trailers,
}

impl Ours {
    /// Finds it; usually it is the branch's last one.
    pub(super) fn last(
        repository: &Repository,
        tip: &str,
        folder: &str,
    ) -> Result<Option<Ours>, DeliverError> {
        let start = format!("{} ", start(folder));
        let grep = format!("--grep={SITE}: {start}");
        let found = repository.git().run([
            "log",
            "-1",
            "--first-parent",
            "--no-show-signature",
            "--format=%H%n%B",
            "-F",
            &grep,
            tip,
        ])?;
        let found = String::from_utf8_lossy(&found);
        let Some((commit, message)) = found.split_once('\n') else { return Ok(None) };
        let trailers = Trailers::read(message).filter(|t| t.site.starts_with(&start));
        Ok(trailers.map(|trailers| Ours { commit: commit.to_owned(), trailers }))
    }

    /// Whether others changed or removed files of the folder since. What they added is theirs.
    pub(super) fn is_touched(
        &self,
        repository: &Repository,
        tip: &str,
        folder: &str,
    ) -> Result<bool, DeliverError> {
        let mut args = vec!["diff-tree", "-r", "--no-renames", "--name-only", "-z"];
        args.extend(["--diff-filter=a", &self.commit, tip]);
        if !folder.is_empty() {
            args.extend(["--", folder]);
        }
        Ok(!repository.git().run(args)?.is_empty())
    }
}

/// Author and committer of a commit, at a moment.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) mail: String,
    /// Seconds since 1970, and UTC, as git writes them.
    pub(super) date: String,
}

impl Person {
    /// Reads `Name <mail@example.org>`.
    pub(super) fn read(author: &str, now: Timestamp) -> Result<Person, DeliverError> {
        let whole = author.trim().strip_suffix('>').and_then(|a| a.split_once('<'));
        let (name, mail) = whole.unwrap_or(("", ""));
        let (name, mail) = (name.trim(), mail.trim());
        let plain = |text: &str| {
            !text.is_empty() && !text.contains(|c: char| c.is_control() || "<>\"".contains(c))
        };
        if author.contains(char::is_control) || !plain(name) || !plain(mail) {
            return Err(DeliverError::Settings(format!(
                "`{author}` is no author: write Name <mail@example.org>"
            )));
        }
        let date = format!("{} +0000", now.as_second().max(0));
        Ok(Person { name: name.to_owned(), mail: mail.to_owned(), date })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_back() {
        let site = site("a/b", "pages 1");
        assert!(site.starts_with("/a/b "));
        let trailers = Trailers { change: 12, rows: 7, site };
        let message = trailers.message(1, 2, false);
        assert!(message.starts_with("1 event new, 2 changed\n\n"), "{message}");
        assert_eq!(Trailers::read(&message), Some(trailers));
        assert_eq!(Trailers::read("Merge branch 'x'\n"), None);
    }

    #[test]
    fn an_author_has_a_name_and_an_address() {
        let now = Timestamp::from_second(1_475_625_600).unwrap();
        let person = Person::read("A B <a@example.org>", now).unwrap();
        assert_eq!((person.name.as_str(), person.mail.as_str()), ("A B", "a@example.org"));
        assert_eq!(person.date, "1475625600 +0000");
        for bad in ["", "A", "<a@b>", "A <>", "A\n <a@b>", "A <a@b> committer <c@d>"] {
            assert!(Person::read(bad, now).is_err(), "{bad:?}");
        }
    }
}
