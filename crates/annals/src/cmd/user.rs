//! `annals user`

use super::{Outcome, Usage};
use crate::{moment, out};
use annals_archive::Archive;
use annals_archive::accounts::{self, Account, AccountError, Role};
use serde_json::json;
use std::io::{BufRead, IsTerminal};

/// Keep the accounts of those who edit
///
/// A password is asked for without showing it; where standard input is no
/// terminal, its first line is taken.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make an account
    Add {
        /// Its name: a-z, 0-9, `.`, `_`, `-`
        name: String,
        /// What the person may do: reader, editor or admin
        #[arg(long, value_parser = ["reader", "editor", "admin"])]
        role: String,
    },
    /// List the accounts
    List {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Give an account another role; its sessions end
    Role {
        /// The account
        name: String,
        /// The role: reader, editor or admin
        #[arg(value_parser = ["reader", "editor", "admin"])]
        role: String,
    },
    /// Set a password; the account's sessions end
    Password {
        /// The account
        name: String,
    },
    /// Close an account: its sessions end and its tokens count no more
    Disable {
        /// The account
        name: String,
    },
    /// Open a closed account again
    Enable {
        /// The account
        name: String,
    },
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let role =
        |name: &str| Role::from_name(name).ok_or_else(|| Usage(format!("`{name}` is no role")));
    match args.command {
        Command::Add { name, role: text } => {
            let role = role(&text)?;
            let password = password(&name)?;
            accounts::add_user(archive, &name, role, &password, moment::now()).map_err(refused)?;
            out::line(format!("made the account `{name}`: {}", role.name()))?;
        }
        Command::List { json } => return list(archive, json),
        Command::Role { name, role: text } => {
            accounts::set_role(archive, &name, role(&text)?).map_err(refused)?;
            out::line(format!("`{name}` is {text} now"))?;
        }
        Command::Password { name } => {
            let password = password(&name)?;
            accounts::set_password(archive, &name, &password).map_err(refused)?;
            out::line(format!("`{name}` has another password now"))?;
        }
        Command::Disable { name } => {
            accounts::disable(archive, &name, moment::now()).map_err(refused)?;
            out::line(format!("`{name}` is disabled"))?;
        }
        Command::Enable { name } => {
            accounts::enable(archive, &name).map_err(refused)?;
            out::line(format!("`{name}` may log in again"))?;
        }
    }
    Ok(Outcome::Done)
}

/// What cannot be is wrong usage and no failure.
pub(crate) fn refused(error: AccountError) -> anyhow::Error {
    match error {
        AccountError::Invalid(why) | AccountError::Missing(why) | AccountError::Refused(why) => {
            Usage(why).into()
        }
        other => other.into(),
    }
}

fn password(name: &str) -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    let password = rpassword::prompt_password(format!("Password for {name}: "))?;
    if rpassword::prompt_password("Once more: ")? != password {
        return Err(Usage("the two are not the same".into()).into());
    }
    Ok(password)
}

fn list(archive: &Archive, as_json: bool) -> anyhow::Result<Outcome> {
    let accounts = accounts::list(archive)?;
    if as_json {
        let of = |a: &Account| {
            json!({
                "name": a.name,
                "role": a.role,
                "created_at": a.created_at.to_string(),
                "disabled_at": a.disabled_at.map(|t| t.to_string()),
            })
        };
        out::json(&accounts.iter().map(of).collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    for account in &accounts {
        let since = account.disabled_at.map(|t| format!(", disabled since {t}"));
        let role = account.role.name();
        out::line(format!("{}  {role}{}", account.name, since.unwrap_or_default()))?;
    }
    if accounts.is_empty() {
        out::line("there is no account\nhint: `annals user add NAME --role editor` makes one")?;
    }
    Ok(Outcome::Done)
}
