//! What programs present instead of a password.

use super::{AccountError, Role, Scope, broken, role_of, secrets, users};
use crate::Archive;
use annals_model::{Date, Timestamp, tidy};
use annals_store::TokenRow;

/// What a token begins with, so that it is recognised where it must not be.
pub const TOKEN_PREFIX: &str = "annals_";
/// Characters of a token's label at most.
const LABEL: usize = 80;
/// Tokens of one account at most that are neither revoked nor over.
const TOKENS: usize = 50;

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// The owner's account.
    pub account: String,
    /// What the owner calls it.
    pub label: String,
    /// What it is good for: not more than the owner may.
    pub scope: Scope,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
}

/// A token as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub number: i64,
    /// The owner's account.
    pub account: String,
    /// What the owner calls it.
    pub label: String,
    /// What it was made for.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None`: never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The last day on which it was used (UTC).
    pub used_day: Option<Date>,
}

/// What a token that was presented is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The owner's account: what acts are recorded under.
    pub account: String,
    /// The token's number, for limits by token.
    pub token: i64,
    /// What it may do: the less of what it was made for and what its owner may now.
    pub scope: Scope,
}

impl Grant {
    /// Whether it may do what a scope stands for.
    pub fn may(&self, scope: Scope) -> bool {
        scope <= self.scope
    }
}

/// Makes a token. The text is what the program presents; it is shown here only.
///
/// # Errors
/// [`AccountError::Missing`] for an unknown account, [`AccountError::Refused`]
/// where its role may not do that much, or where it has too many tokens.
pub fn make_token(
    archive: &Archive,
    new: &NewToken,
    now: Timestamp,
) -> Result<(String, Token), AccountError> {
    let label = tidy(&new.label);
    if label.is_empty() || label.chars().count() > LABEL {
        let problem = format!("a token's name has 1 to {LABEL} characters");
        return Err(AccountError::Invalid(problem));
    }
    if new.expires_at.is_some_and(|end| end <= now) {
        return Err(AccountError::Invalid("the token would be over before it is made".into()));
    }
    let secret = format!("{TOKEN_PREFIX}{}", secrets::random()?);
    let writer = archive.store.write_durably()?;
    let owner = users::known(&writer, &new.account)?;
    let role = role_of(&owner.role)?;
    if !role.may(new.scope) {
        return Err(AccountError::Refused(format!(
            "{} is {} and may not {}",
            owner.name,
            role.name(),
            new.scope.name()
        )));
    }
    let mine = |t: &TokenRow| {
        t.account == owner.name
            && t.revoked_at.is_none()
            && t.expires_at.is_none_or(|end| end > now)
    };
    if writer.api_tokens()?.iter().filter(|t| mine(t)).count() >= TOKENS {
        let problem = format!("{} has {TOKENS} tokens", owner.name);
        return Err(AccountError::Refused(format!("{problem}\nhint: revoke one first")));
    }
    let mut row = TokenRow {
        number: 0,
        hash: secrets::recognise(&secret),
        label,
        account: owner.name,
        scope: new.scope.name().to_owned(),
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
        used_day: None,
    };
    row.number = writer.add_api_token(&row)?;
    writer.commit()?;
    Ok((secret, token(row)?))
}

/// What a token that was presented is good for; `None` where it is none, is over
/// or revoked, or its owner's account is disabled.
///
/// # Errors
/// [`AccountError::Archive`].
pub fn grant(
    archive: &Archive,
    presented: &str,
    now: Timestamp,
) -> Result<Option<Grant>, AccountError> {
    if !presented.starts_with(TOKEN_PREFIX) || presented.len() > 256 {
        return Ok(None);
    }
    let reader = archive.store.read()?;
    let Some(row) = reader.api_token(&secrets::recognise(presented))? else { return Ok(None) };
    if row.revoked_at.is_some() || row.expires_at.is_some_and(|end| end <= now) {
        return Ok(None);
    }
    let owner = reader.account(&row.account)?.filter(|a| a.disabled_at.is_none());
    drop(reader);
    let Some(owner) = owner else { return Ok(None) };
    let role: Role = role_of(&owner.role)?;
    let today = day(now);
    if row.used_day != Some(today)
        && let Some(writer) = archive.store.write_if_free()?
    {
        writer.use_api_token(row.number, today)?;
        writer.commit()?;
    }
    let scope = scope_of(&row.scope)?.min(role.scope());
    Ok(Some(Grant { account: owner.name, token: row.number, scope }))
}

/// Every token, or those of one account, in the order of making.
///
/// # Errors
/// [`AccountError::Archive`].
pub fn tokens(archive: &Archive, account: Option<&str>) -> Result<Vec<Token>, AccountError> {
    let rows = archive.store.read()?.api_tokens()?.into_iter();
    rows.filter(|r| account.is_none_or(|a| r.account == a)).map(token).collect()
}

/// Revokes a token for ever; `account` is the owner, where only an owner may.
///
/// # Errors
/// [`AccountError::Missing`] where there is no such token, or it is revoked already.
pub fn revoke_token(
    archive: &Archive,
    number: i64,
    account: Option<&str>,
    now: Timestamp,
) -> Result<(), AccountError> {
    let writer = archive.store.write_durably()?;
    let all = writer.api_tokens()?;
    let own = all.iter().any(|t| t.number == number && account.is_none_or(|a| t.account == a));
    if !own || !writer.revoke_api_token(number, now)? {
        let problem = format!("there is no token {number} that could be revoked");
        return Err(AccountError::Missing(problem));
    }
    writer.commit()?;
    Ok(())
}

fn token(row: TokenRow) -> Result<Token, AccountError> {
    Ok(Token {
        scope: scope_of(&row.scope)?,
        number: row.number,
        account: row.account,
        label: row.label,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        used_day: row.used_day,
    })
}

fn scope_of(name: &str) -> Result<Scope, AccountError> {
    Scope::from_name(name).ok_or_else(|| broken("scope", name))
}

/// The day of a moment, UTC.
fn day(now: Timestamp) -> Date {
    let days = now.as_second().div_euclid(86_400);
    let first = annals_model::date(1970, 1, 1);
    let span = annals_model::Span::new().try_days(days).unwrap_or_default();
    first.checked_add(span).unwrap_or(first)
}
