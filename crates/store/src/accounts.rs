//! Accounts, sessions and tokens of programs. Secrets come in as hashes.

use crate::events::{parse, time};
use crate::{Reader, StoreError, Writer};
use annals_model::{Date, Timestamp};
use rusqlite::{Row, params};

/// A person's account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its name, which revisions carry.
    pub name: String,
    /// `reader`, `editor` or `admin`.
    pub role: String,
    /// PHC string of the password.
    pub password: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when nobody may log in with it; `None`: one may.
    pub disabled_at: Option<Timestamp>,
}

/// Somebody who is logged in.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of what the browser holds.
    pub hash: [u8; 32],
    /// Name of the account.
    pub account: String,
    /// What the session's forms carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, as far as that was noted.
    pub used_at: Timestamp,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
}

/// What a program presents instead of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Counts from 1 in the order of making.
    pub number: i64,
    /// SHA-256 of it.
    pub hash: [u8; 32],
    /// What its owner calls it.
    pub label: String,
    /// Name of the owner's account.
    pub account: String,
    /// `read`, `edit` or `admin`.
    pub scope: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The last day on which it was used.
    pub used_day: Option<Date>,
}

const ACCOUNT: &str = "SELECT name, role, password, created_at, disabled_at FROM account";
const SESSION: &str =
    "SELECT hash, account, csrf, created_at, used_at, expires_at FROM session WHERE hash = ?1";
const TOKEN: &str = "SELECT number, hash, label, account, scope, created_at, expires_at,
     revoked_at, used_day FROM api_token";

fn moment(row: &Row<'_>, at: usize) -> Result<Option<Timestamp>, StoreError> {
    row.get::<_, Option<i64>>(at)?.map(time).transpose()
}

fn account(row: &Row<'_>) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        name: row.get(0)?,
        role: row.get(1)?,
        password: row.get(2)?,
        created_at: time(row.get(3)?)?,
        disabled_at: moment(row, 4)?,
    })
}

fn session(row: &Row<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        hash: row.get(0)?,
        account: row.get(1)?,
        csrf: row.get(2)?,
        created_at: time(row.get(3)?)?,
        used_at: time(row.get(4)?)?,
        expires_at: time(row.get(5)?)?,
    })
}

fn token(row: &Row<'_>) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        number: row.get(0)?,
        hash: row.get(1)?,
        label: row.get(2)?,
        account: row.get(3)?,
        scope: row.get(4)?,
        created_at: time(row.get(5)?)?,
        expires_at: moment(row, 6)?,
        revoked_at: moment(row, 7)?,
        used_day: row.get::<_, Option<String>>(8)?.map(|d| parse(&d, "day")).transpose()?,
    })
}

impl Reader<'_> {
    /// The account with this name.
    pub fn account(&self, name: &str) -> Result<Option<AccountRow>, StoreError> {
        Ok(self.all(&format!("{ACCOUNT} WHERE name = ?1"), [name], account)?.pop())
    }

    /// Every account, by name.
    pub fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.all(&format!("{ACCOUNT} ORDER BY name"), [], account)
    }

    /// The session whose token has this hash, ended by time or not.
    pub fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        Ok(self.all(SESSION, [hash.as_slice()], session)?.pop())
    }

    /// The token with this hash, whether it still counts or not.
    pub fn api_token(&self, hash: &[u8; 32]) -> Result<Option<TokenRow>, StoreError> {
        Ok(self.all(&format!("{TOKEN} WHERE hash = ?1"), [hash.as_slice()], token)?.pop())
    }

    /// Every token in the order of making.
    pub fn api_tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        self.all(&format!("{TOKEN} ORDER BY number"), [], token)
    }
}

impl Writer<'_> {
    /// Adds an account; its name must be new.
    pub fn add_account(&self, account: &AccountRow) -> Result<(), StoreError> {
        self.sql().prepare_cached("INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
            params![
                account.name,
                account.role,
                account.password,
                account.created_at.as_microsecond(),
                account.disabled_at.map(Timestamp::as_microsecond),
            ],
        )?;
        Ok(())
    }

    /// Replaces what is kept of an account, save when it was made.
    pub fn set_account(&self, account: &AccountRow) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE account SET role = ?2, password = ?3, disabled_at = ?4 WHERE name = ?1",
            )?
            .execute(params![
                account.name,
                account.role,
                account.password,
                account.disabled_at.map(Timestamp::as_microsecond),
            ])?;
        Ok(())
    }

    /// Adds a session.
    pub fn add_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        self.sql().prepare_cached("INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(
            params![
                session.hash.as_slice(),
                session.account,
                session.csrf,
                session.created_at.as_microsecond(),
                session.used_at.as_microsecond(),
                session.expires_at.as_microsecond(),
            ],
        )?;
        Ok(())
    }

    /// Notes that a session was used.
    pub fn use_session(&self, hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE session SET used_at = ?2 WHERE hash = ?1")?
            .execute(params![hash.as_slice(), now.as_microsecond()])?;
        Ok(())
    }

    /// Ends a session; returns whether there was one.
    pub fn end_session(&self, hash: &[u8; 32]) -> Result<bool, StoreError> {
        let sql = "DELETE FROM session WHERE hash = ?1";
        Ok(self.sql().prepare_cached(sql)?.execute([hash.as_slice()])? > 0)
    }

    /// Ends the sessions of an account, save the one with the hash `but`; returns
    /// how many there were.
    pub fn end_sessions(&self, account: &str, but: Option<&[u8; 32]>) -> Result<u64, StoreError> {
        let but = but.map(<[u8; 32]>::as_slice);
        let sql = "DELETE FROM session WHERE account = ?1 AND (?2 IS NULL OR hash <> ?2)";
        Ok(self.sql().prepare_cached(sql)?.execute(params![account, but])? as u64)
    }

    /// Removes the sessions that ended before `now` or were last used before `idle`.
    pub fn drop_old_sessions(&self, now: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM session WHERE expires_at <= ?1 OR used_at <= ?2")?
            .execute([now.as_microsecond(), idle.as_microsecond()])?;
        Ok(())
    }

    /// Adds a token (its `number` is not looked at) and returns its number.
    pub fn add_api_token(&self, token: &TokenRow) -> Result<i64, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO api_token
                     (hash, label, account, scope, created_at, expires_at, revoked_at, used_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                token.hash.as_slice(),
                token.label,
                token.account,
                token.scope,
                token.created_at.as_microsecond(),
                token.expires_at.map(Timestamp::as_microsecond),
                token.revoked_at.map(Timestamp::as_microsecond),
                token.used_day.map(|d| d.to_string()),
            ])?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Revokes a token; returns whether there was one that was not revoked.
    pub fn revoke_api_token(&self, number: i64, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE api_token SET revoked_at = ?2 WHERE number = ?1 AND revoked_at IS NULL";
        let done = self.sql().prepare_cached(sql)?.execute([number, now.as_microsecond()])?;
        Ok(done > 0)
    }

    /// Notes the day on which a token was used.
    pub fn use_api_token(&self, number: i64, day: Date) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE api_token SET used_day = ?2 WHERE number = ?1")?
            .execute(params![number, day.to_string()])?;
        Ok(())
    }
}

impl std::fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither hashes nor secrets belong in logs.
        f.debug_struct("AccountRow")
            .field("name", &self.name)
            .field("role", &self.role)
            .field("disabled_at", &self.disabled_at)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRow").field("account", &self.account).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TokenRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenRow")
            .field("number", &self.number)
            .field("account", &self.account)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
