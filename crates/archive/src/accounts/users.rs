//! The accounts themselves.

use super::{AccountError, Role, passwords, role_of};
use crate::Archive;
use annals_model::Timestamp;
use annals_store::{AccountRow, Reader, Writer};

/// Characters of an account's name at most.
const NAME: usize = 40;

/// A person's account, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name, which revisions carry.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when nobody may log in with it; `None`: one may.
    pub disabled_at: Option<Timestamp>,
}

/// Makes an account.
///
/// # Errors
/// [`AccountError::Invalid`] for a name or password that cannot be,
/// [`AccountError::Refused`] where the name is taken.
pub fn add_user(
    archive: &Archive,
    name: &str,
    role: Role,
    password: &str,
    now: Timestamp,
) -> Result<Account, AccountError> {
    check_name(name)?;
    // Hashing takes long: it is done before the archive is held.
    let password = passwords::hash(password)?;
    let writer = archive.store.write_durably()?;
    if writer.account(name)?.is_some() {
        return Err(AccountError::Refused(format!("there is an account `{name}` already")));
    }
    let row = AccountRow {
        name: name.to_owned(),
        role: role.name().to_owned(),
        password,
        created_at: now,
        disabled_at: None,
    };
    writer.add_account(&row)?;
    writer.commit()?;
    account(row)
}

/// Small letters, digits, `.`, `_` and `-`, a letter first: what reads the same in
/// a log, an address and a revision, and cannot look like another's.
fn check_name(name: &str) -> Result<(), AccountError> {
    let good = (1..=NAME).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-')
        });
    if good {
        return Ok(());
    }
    let shown: String = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
    Err(AccountError::Invalid(format!(
        "`{shown}` cannot be an account's name\nhint: it has up to {NAME} of a-z, 0-9, `.`, `_` and `-`, and begins with a letter"
    )))
}

/// Every account, by name.
pub fn list(archive: &Archive) -> Result<Vec<Account>, AccountError> {
    archive.store.read()?.accounts()?.into_iter().map(account).collect()
}

/// Sets a password. Everybody who is logged in with the account is logged out.
///
/// # Errors
/// [`AccountError::Missing`], [`AccountError::Invalid`].
pub fn set_password(archive: &Archive, name: &str, password: &str) -> Result<(), AccountError> {
    let password = passwords::hash(password)?;
    change(archive, name, |row| row.password = password)
}

/// Gives an account another role. Everybody who is logged in with it is logged
/// out; its tokens never do more than the new role may.
///
/// # Errors
/// [`AccountError::Missing`].
pub fn set_role(archive: &Archive, name: &str, role: Role) -> Result<(), AccountError> {
    change(archive, name, |row| row.role = role.name().to_owned())
}

/// Closes an account: its sessions end, its tokens are good for nothing.
///
/// # Errors
/// [`AccountError::Missing`].
pub fn disable(archive: &Archive, name: &str, now: Timestamp) -> Result<(), AccountError> {
    change(archive, name, |row| row.disabled_at = row.disabled_at.or(Some(now)))
}

/// Opens a closed account again.
///
/// # Errors
/// [`AccountError::Missing`].
pub fn enable(archive: &Archive, name: &str) -> Result<(), AccountError> {
    change(archive, name, |row| row.disabled_at = None)
}

fn change(
    archive: &Archive,
    name: &str,
    set: impl FnOnce(&mut AccountRow),
) -> Result<(), AccountError> {
    let writer = archive.store.write_durably()?;
    let mut row = known(&writer, name)?;
    set(&mut row);
    save(&writer, &row)?;
    writer.commit()?;
    Ok(())
}

/// Keeps an account that was changed and ends its sessions.
pub(super) fn save(writer: &Writer<'_>, row: &AccountRow) -> Result<(), AccountError> {
    writer.set_account(row)?;
    writer.end_sessions(&row.name, None)?;
    Ok(())
}

/// The account with a name.
pub(super) fn known(reader: &Reader<'_>, name: &str) -> Result<AccountRow, AccountError> {
    reader.account(name)?.ok_or_else(|| {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
        AccountError::Missing(format!(
            "there is no account `{shown}`\nhint: `annals user list` shows them"
        ))
    })
}

fn account(row: AccountRow) -> Result<Account, AccountError> {
    let role = role_of(&row.role)?;
    let AccountRow { name, created_at, disabled_at, .. } = row;
    Ok(Account { name, role, created_at, disabled_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_deceive() {
        for bad in ["", "Ada", "ada ", "1ada", "\u{430}da", "a/b", "a\nb", "-a", &"a".repeat(41)] {
            assert!(matches!(check_name(bad), Err(AccountError::Invalid(_))), "{bad:?}");
        }
        for good in ["ada", "a.lovelace-2_x"] {
            assert!(check_name(good).is_ok());
        }
    }
}
