//! Which revisions the wiki itself took back.

use annals_fetch::mediawiki::PageRevision;
use annals_model::Timestamp;

/// Revisions that one revert undoes at most; the wiki's own marks look as far back.
pub(super) const WINDOW: usize = 15;

/// Seconds within which a revert says that what it undid was never meant to stay. What
/// stood longer was the list's word, and taking it back is an edit.
const SOON: i64 = 24 * 3600;

/// Words by which comments say that a revision is undone.
const UNDOING: &[&str] =
    &["undid", "undo", "revert", "rv", "rollback", "撤销", "撤銷", "回退", "恢复", "取消"];

/// Says of each revision, oldest first, whether a later one took it back. `recent` are
/// the SHA-1s of the states before the first.
pub(super) fn taken_back(revisions: &[PageRevision], recent: &[String]) -> Vec<bool> {
    let mut back = vec![false; revisions.len()];
    for (at, revision) in revisions.iter().enumerate() {
        if revision.tags.iter().any(|tag| tag == "mw-reverted") {
            back[at] = true;
        }
        if let Some(sha1) = &revision.sha1 {
            // The newest earlier state with the same text; all between were in vain.
            let earliest = at.saturating_sub(WINDOW + 1);
            let same = (earliest..at).rev().find(|e| revisions[*e].sha1.as_ref() == Some(sha1));
            let first = match same {
                Some(same) => Some(same + 1),
                None => {
                    let before = recent.iter().rev().position(|known| known == sha1);
                    before.filter(|before| before + at <= WINDOW).map(|_| 0)
                }
            };
            if let Some(first) = first {
                for between in first..at {
                    back[between] |= soon(revisions[between].at, revision.at);
                }
            }
        }
        // Where others edited in between, only the comment tells.
        let comment = revision.comment.to_lowercase();
        if UNDOING.iter().any(|word| comment.contains(word)) {
            for number in numbers(&comment) {
                let earlier =
                    revisions[..at].iter().rev().take(WINDOW).position(|r| r.id == number);
                if let Some(steps) = earlier {
                    let undone = at - 1 - steps;
                    back[undone] |= soon(revisions[undone].at, revision.at);
                }
            }
        }
    }
    back
}

fn soon(then: Timestamp, now: Timestamp) -> bool {
    (0..=SOON).contains(&(now.as_second() - then.as_second()))
}

/// The numbers in a text, longer than any count that a comment names.
fn numbers(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() > 2).filter_map(|d| d.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(id: u64, minute: i64, sha1: &str, comment: &str) -> PageRevision {
        PageRevision {
            id,
            at: Timestamp::from_second(1_475_000_000 + minute * 60).unwrap(),
            author: None,
            comment: comment.into(),
            size: None,
            sha1: Some(sha1.into()),
            tags: Vec::new(),
            text: Some(String::new()),
        }
    }

    #[test]
    fn what_was_put_back_was_in_vain() {
        let history = [
            revision(101, 0, "a", ""),
            revision(102, 1, "spam", ""),
            revision(103, 2, "more", ""),
            revision(104, 3, "a", "rv"),
            revision(105, 4, "b", ""),
        ];
        assert_eq!(taken_back(&history, &[]), [false, true, true, false, false]);
        // Across the end of what was recorded.
        assert_eq!(taken_back(&history[1..], &["a".into()]), [true, true, false, false]);
        // A day later it is an edit.
        let mut late = history.clone();
        late[3] = revision(104, 3000, "a", "rv");
        assert_eq!(taken_back(&late, &[]), [false; 5]);
    }

    #[test]
    fn an_undoing_names_what_it_undoes() {
        let history = [
            revision(101, 0, "a", ""),
            revision(102, 1, "bad", ""),
            revision(103, 2, "bad and good", ""),
            revision(104, 3, "good", "Undid revision 102 by Vandal"),
        ];
        assert_eq!(taken_back(&history, &[]), [false, true, false, false]);
    }
}
