//! `annals token`

use super::user::refused;
use super::{Outcome, Usage};
use crate::{moment, out};
use annals_archive::Archive;
use annals_archive::accounts::{self, NewToken, Scope, Token};
use serde_json::json;

/// Keep the tokens by which programs use the archive in an account's name
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a token; it is shown once and never again
    Add {
        /// The owner's account
        account: String,
        /// What the token is for, in the owner's words
        label: String,
        /// What it may do: read, edit or admin; never more than its owner may
        #[arg(long, default_value = "read", value_parser = ["read", "edit", "admin"])]
        scope: String,
        /// When it ends: 2027-01-01 or a time (RFC 3339)
        #[arg(long, value_name = "TIME")]
        expires: Option<moment::Moment>,
    },
    /// List the tokens
    List {
        /// Only those of one account
        account: Option<String>,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token for ever
    Revoke {
        /// The token's number
        number: i64,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    match args.command {
        Command::Add { account, label, scope, expires } => {
            let scope =
                Scope::from_name(&scope).ok_or_else(|| Usage(format!("`{scope}` is no scope")))?;
            let new = NewToken { account, label, scope, expires_at: expires.map(|m| m.0) };
            let (secret, token) =
                accounts::make_token(archive, &new, moment::now()).map_err(refused)?;
            eprintln!("token {} of {}, shown only now:", token.number, token.account);
            out::line(secret)?;
        }
        Command::List { account, json } => return list(archive, account.as_deref(), json),
        Command::Revoke { number } => {
            accounts::revoke_token(archive, number, None, moment::now()).map_err(refused)?;
            out::line(format!("token {number} is revoked"))?;
        }
    }
    Ok(Outcome::Done)
}

fn list(archive: &Archive, account: Option<&str>, as_json: bool) -> anyhow::Result<Outcome> {
    let tokens = accounts::tokens(archive, account)?;
    if as_json {
        let of = |t: &Token| {
            json!({
                "number": t.number,
                "account": t.account,
                "label": t.label,
                "scope": t.scope,
                "created_at": t.created_at.to_string(),
                "expires_at": t.expires_at.map(|t| t.to_string()),
                "revoked_at": t.revoked_at.map(|t| t.to_string()),
                "used_day": t.used_day.map(|d| d.to_string()),
            })
        };
        out::json(&tokens.iter().map(of).collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    for token in &tokens {
        let mut line = format!(
            "{:>3}  {}  {}  {}",
            token.number,
            token.account,
            token.scope.name(),
            token.label
        );
        if let Some(day) = token.used_day {
            line += &format!(", last used {day}");
        }
        if let Some(end) = token.expires_at {
            line += &format!(", ends {end}");
        }
        if token.revoked_at.is_some() {
            line += ", revoked";
        }
        out::line(line)?;
    }
    if tokens.is_empty() {
        out::line("there is no token")?;
    }
    Ok(Outcome::Done)
}
