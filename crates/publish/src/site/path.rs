//! Which paths a file of a site may have.

use super::{MANIFEST, SiteError};

/// Longest name that file systems allow, in bytes.
const MAX_NAME: usize = 255;

/// Takes the first slash off a path that stays within the site and names a file.
///
/// # Errors
/// [`SiteError::Path`] for every other path.
pub fn checked(path: &str) -> Result<&str, SiteError> {
    let error = |problem| SiteError::Path { path: crate::brief(path), problem };
    let relative = path.strip_prefix('/').ok_or_else(|| error("it does not begin with `/`"))?;
    if relative.contains(['\0', '\\']) {
        return Err(error("it holds a NUL or a backslash"));
    }
    for segment in relative.split('/') {
        match segment {
            "" => return Err(error("one of its names is empty")),
            "." | ".." => return Err(error("it holds `.` or `..`")),
            _ if segment.len() > MAX_NAME => return Err(error("one of its names is too long")),
            _ => {}
        }
    }
    if relative == MANIFEST {
        return Err(error("the file is annals's own"));
    }
    Ok(relative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        for bad in [
            "",
            "/",
            "a",
            "//a",
            "/a/",
            "/a//b",
            "/../a",
            "/a/..",
            "/./a",
            "/a\\b",
            "/a\0b",
            "/.annals-site.json",
        ] {
            assert!(checked(bad).is_err(), "{bad:?}");
        }
        assert!(checked(&format!("/{}", "é".repeat(128))).is_err());
        for good in ["/a", "/a/b.html", "/..a/b..", "/停火.md", "/.well-known/x"] {
            assert_eq!(checked(good).unwrap(), &good[1..]);
        }
    }
}
