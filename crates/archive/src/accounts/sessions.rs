//! Who is logged in.
//!
//! A session begins with a new secret, whatever the browser held before, so that
//! nobody can be given one that another knows (OWASP: session fixation). It ends
//! by logging out, by time, and when the account's password or role changes.

use super::{AccountError, Role, passwords, role_of, secrets, users};
use crate::Archive;
use annals_model::{Span, Timestamp};
use annals_store::SessionRow;

/// Hours without use after which a session has ended.
pub const IDLE_HOURS: i64 = 12;
/// Days after which a session has ended, however much it is used.
pub const LONGEST_DAYS: i64 = 7;
/// Minutes between two notes that a session is used: reading should not write.
const NOTED_EVERY_MINUTES: i64 = 5;

/// A session that has begun. Its secrets are shown here only.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// What the browser's cookie holds.
    pub token: String,
    /// When the cookie may go.
    pub expires_at: Timestamp,
    /// The session.
    pub session: Session,
}

/// Somebody who is logged in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The account's name: what acts are recorded under.
    pub account: String,
    /// What the person may do now.
    pub role: Role,
    /// What the session's forms carry against forgery.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
}

impl Session {
    /// Whether what a form carries is this session's; takes as long for a wrong one.
    pub fn is_own_form(&self, carried: &str) -> bool {
        // Equal hashes are found as fast as different ones by who cannot choose them.
        carried.len() <= 256 && secrets::recognise(carried) == secrets::recognise(&self.csrf)
    }
}

/// Begins a session if the password is right; `old` is what the browser's cookie
/// held, which ends. `None` for a wrong password, an unknown or a disabled account,
/// which take the same time.
///
/// # Errors
/// [`AccountError::Archive`], [`AccountError::Secret`].
pub fn log_in(
    archive: &Archive,
    name: &str,
    password: &str,
    old: Option<&str>,
    now: Timestamp,
) -> Result<Option<Started>, AccountError> {
    let account = archive.store.read()?.account(name)?.filter(|a| a.disabled_at.is_none());
    // The reader is gone: hashing takes long.
    let hash = account.as_ref().map(|a| a.password.as_str());
    if !passwords::is_right(password, hash)? {
        return Ok(None);
    }
    let Some(account) = account else { return Ok(None) };
    start(archive, &account.name, &account.password, old, now)
}

/// Begins a session of an account whose password was just found to be right.
fn start(
    archive: &Archive,
    name: &str,
    password: &str,
    old: Option<&str>,
    now: Timestamp,
) -> Result<Option<Started>, AccountError> {
    let (token, csrf) = (secrets::random()?, secrets::random()?);
    let expires_at = later(now, Span::new().hours(24 * LONGEST_DAYS));
    let writer = archive.store.write()?;
    // Somebody may have closed the account or changed its password meanwhile.
    let account = writer.account(name)?;
    let Some(account) = account.filter(|a| a.disabled_at.is_none() && a.password == password)
    else {
        return Ok(None);
    };
    writer.drop_old_sessions(now, idle_since(now))?;
    if let Some(old) = old {
        writer.end_session(&secrets::recognise(old))?;
    }
    writer.add_session(&SessionRow {
        hash: secrets::recognise(&token),
        account: account.name.clone(),
        csrf: csrf.clone(),
        created_at: now,
        used_at: now,
        expires_at,
    })?;
    writer.commit()?;
    let role = role_of(&account.role)?;
    let session = Session { account: account.name, role, csrf, created_at: now };
    Ok(Some(Started { token, expires_at, session }))
}

/// The session of a cookie; `None` where there is none, or none any more.
///
/// # Errors
/// [`AccountError::Archive`].
pub fn look_up(
    archive: &Archive,
    token: &str,
    now: Timestamp,
) -> Result<Option<Session>, AccountError> {
    let hash = secrets::recognise(token);
    let reader = archive.store.read()?;
    let Some(row) = reader.session(&hash)? else { return Ok(None) };
    if row.expires_at <= now || row.used_at <= idle_since(now) {
        return Ok(None);
    }
    let account = reader.account(&row.account)?.filter(|a| a.disabled_at.is_none());
    drop(reader);
    let Some(account) = account else { return Ok(None) };
    if later(row.used_at, Span::new().minutes(NOTED_EVERY_MINUTES)) <= now
        && let Some(writer) = archive.store.write_if_free()?
    {
        writer.use_session(&hash, now)?;
        writer.commit()?;
    }
    let role = role_of(&account.role)?;
    let (csrf, created_at) = (row.csrf, row.created_at);
    Ok(Some(Session { account: account.name, role, csrf, created_at }))
}

/// Ends the session of a cookie; returns whether there was one.
///
/// # Errors
/// [`AccountError::Archive`].
pub fn log_out(archive: &Archive, token: &str) -> Result<bool, AccountError> {
    let writer = archive.store.write()?;
    let ended = writer.end_session(&secrets::recognise(token))?;
    writer.commit()?;
    Ok(ended)
}

/// Changes the password of who is logged in, who has to know the present one. All
/// sessions of the account end and a new one begins; `None` for a wrong password
/// or no session.
///
/// # Errors
/// [`AccountError::Invalid`] where the new password cannot be one.
pub fn change_password(
    archive: &Archive,
    token: &str,
    present: &str,
    new: &str,
    now: Timestamp,
) -> Result<Option<Started>, AccountError> {
    let Some(session) = look_up(archive, token, now)? else { return Ok(None) };
    let account = archive.store.read()?.account(&session.account)?;
    let Some(account) = account else { return Ok(None) };
    if !passwords::is_right(present, Some(&account.password))? {
        return Ok(None);
    }
    let password = passwords::hash(new)?;
    let writer = archive.store.write_durably()?;
    let mut row = users::known(&writer, &account.name)?;
    if row.password != account.password {
        return Ok(None);
    }
    row.password.clone_from(&password);
    users::save(&writer, &row)?;
    writer.commit()?;
    start(archive, &account.name, &password, None, now)
}

/// What was last used before this has ended.
fn idle_since(now: Timestamp) -> Timestamp {
    now.saturating_sub(Span::new().hours(IDLE_HOURS)).unwrap_or(Timestamp::MIN)
}

fn later(time: Timestamp, by: Span) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

impl std::fmt::Debug for Started {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Started").field("session", &self.session).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("account", &self.account)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
