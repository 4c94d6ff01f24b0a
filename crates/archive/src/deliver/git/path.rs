//! Paths that may stand in a git repository.

use annals_publish::site::{self, SiteError};

/// Takes the first slash off a path that is a site's file's and that no git takes for
/// one of its own, on any file system that a repository may be checked out on.
pub(super) fn checked(path: &str) -> Result<&str, SiteError> {
    let relative = site::checked(path)?;
    if relative.split('/').any(is_gits_own) {
        return Err(SiteError::Path {
            path: relative.chars().take(80).collect(),
            problem: "git has a meaning for one of its names",
        });
    }
    Ok(relative)
}

/// `.git`, `.gitmodules` and the like as HFS+ and NTFS read them: without regard to case,
/// to characters that are not seen, to what stands behind a colon, and to dots and spaces
/// at the end; and their short names (`git~1`). Git's own list: `verify_dotfile` and
/// `is_ntfs_dotgit` in its source.
fn is_gits_own(name: &str) -> bool {
    let seen: String = name
        .chars()
        .filter(|c| {
            !matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{206a}'..='\u{206f}' | '\u{feff}')
        })
        .flat_map(char::to_lowercase)
        .collect();
    let seen = seen.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    seen.starts_with(".git") || seen.starts_with("git~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_takes_for_its_own_is_no_page() {
        for bad in [
            "/.git/config",
            "/a/.GIT/hooks/post-checkout",
            "/.g\u{200c}it/x",
            "/.git. /x",
            "/.git::$INDEX_ALLOCATION/x",
            "/GIT~1/x",
            "/.gitmodules",
            "/a/.gitattributes",
            "/../x",
            "x",
        ] {
            assert!(checked(bad).is_err(), "{bad:?}");
        }
        for good in ["/index.html", "/news/2016/10/5/git.html", "/digit~1", "/.well-known/x"] {
            assert_eq!(checked(good).unwrap(), &good[1..]);
        }
    }
}
