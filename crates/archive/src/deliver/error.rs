//! Why a site is not brought to a place.

use annals_publish::site::SiteError;
use std::io;
use std::path::PathBuf;

/// Why a site is not brought to a place.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// No target is set, or none of this name.
    #[error(
        "there is no target{}\n\
         hint: name a folder, or say in annals.toml under [[target]] where the site goes",
        .0.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default()
    )]
    NoTarget(Option<String>),
    /// A setting that cannot be followed.
    #[error("{0}")]
    Settings(String),
    /// There is no git.
    #[error("could not run `git`\nhint: install git, or publish to a folder")]
    NoGit(#[source] io::Error),
    /// A folder that is not empty and no repository.
    #[error("`{0}` is not empty and no git repository\nhint: name a new folder or a repository")]
    NoRepository(PathBuf),
    /// The branch holds files that annals did not commit.
    #[error(
        "branch `{branch}` of `{path}` holds files that annals did not put there\n\
         hint: name another branch, or a folder of its own in it"
    )]
    Foreign {
        /// The repository.
        path: PathBuf,
        /// The branch.
        branch: String,
    },
    /// Another process publishes there.
    #[error("another publication into `{0}` is running\nhint: wait for it to end")]
    Locked(PathBuf),
    /// Git refused.
    #[error("git in `{path}`: {why}")]
    Git {
        /// The repository.
        path: PathBuf,
        /// What it says.
        why: String,
    },
    /// The bucket refused.
    #[error("bucket `{bucket}`: {why}")]
    Bucket {
        /// The bucket.
        bucket: String,
        /// What is wrong.
        why: String,
    },
    /// The bucket's server refused, or was not reached.
    #[error("the bucket's server: {0}")]
    S3(annals_fetch::s3::S3Error),
    /// The file system refused.
    #[error("could not use `{path}`")]
    Io {
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl DeliverError {
    /// A place's refusal of a path.
    pub(super) fn place(error: SiteError) -> DeliverError {
        DeliverError::Settings(error.to_string())
    }
}
