//! Accounts: who may do what, by password and session or by token.
//!
//! `passwords.rs` hashes, `users.rs` keeps the accounts, `sessions.rs` who is
//! logged in, `tokens.rs` what programs present. A secret is shown once; the
//! archive keeps what it can be recognised by and no more. No address of a
//! reader and no list of logins is kept.
//!
//! ```
//! use annals_archive::{Archive, accounts::{self, Role}};
//! use annals_model::Timestamp;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = tempfile::tempdir()?;
//! let archive = Archive::init(dir.path(), "Test", "en")?;
//! let now = Timestamp::UNIX_EPOCH;
//! accounts::add_user(&archive, "ada", Role::Editor, "a long pass phrase", now)?;
//! let started = accounts::log_in(&archive, "ada", "a long pass phrase", None, now)?.expect("right");
//! let session = accounts::look_up(&archive, &started.token, now)?.expect("just begun");
//! assert_eq!((session.account.as_str(), session.role), ("ada", Role::Editor));
//! # Ok(()) }
//! ```

mod passwords;
mod secrets;
mod sessions;
mod tokens;
mod users;

pub use passwords::{PASSWORD_BYTES, PASSWORD_CHARACTERS};
pub use sessions::{
    IDLE_HOURS, LONGEST_DAYS, Session, Started, change_password, log_in, log_out, look_up,
};
pub use tokens::{Grant, NewToken, TOKEN_PREFIX, Token, grant, make_token, revoke_token, tokens};
pub use users::{Account, add_user, disable, enable, list, set_password, set_role};

use crate::ArchiveError;
use annals_store::StoreError;
use serde::{Deserialize, Serialize};

/// What a person is here; each may do what the one before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads what is published, and has saved searches and tokens.
    Reader,
    /// Edits the record.
    Editor,
    /// Keeps the accounts.
    Admin,
}

/// What a token is good for; each includes the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Reading.
    Read,
    /// Editing the record.
    Edit,
    /// Keeping the accounts.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Reader, Role::Editor, Role::Admin];

    /// Its name: `editor`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor => "editor",
            Role::Admin => "admin",
        }
    }

    /// The role with this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }

    /// The most that this role may do.
    pub fn scope(self) -> Scope {
        match self {
            Role::Reader => Scope::Read,
            Role::Editor => Scope::Edit,
            Role::Admin => Scope::Admin,
        }
    }

    /// Whether this role may do what a scope stands for.
    pub fn may(self, scope: Scope) -> bool {
        scope <= self.scope()
    }
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Edit, Scope::Admin];

    /// Its name: `edit`.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Edit => "edit",
            Scope::Admin => "admin",
        }
    }

    /// The scope with this name.
    pub fn from_name(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// What can go wrong with accounts.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The request says something that cannot be; the text says what.
    #[error("{0}")]
    Invalid(String),
    /// There is no such account or token.
    #[error("{0}")]
    Missing(String),
    /// It cannot be as things are; the text says why.
    #[error("{0}")]
    Refused(String),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The system gives no random numbers, or no memory to hash with.
    #[error("could not make a secret: {0}")]
    Secret(String),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> AccountError {
        AccountError::Archive(error.into())
    }
}

fn role_of(name: &str) -> Result<Role, AccountError> {
    Role::from_name(name).ok_or_else(|| broken("role", name))
}

fn broken(what: &str, why: &str) -> AccountError {
    StoreError::Broken { what: what.to_owned(), why: format!("`{why}`") }.into()
}
