//! Accounts: sessions that nobody can be given, tokens that never do more than
//! their owner may.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::Archive;
use annals_archive::accounts::{
    self, AccountError, IDLE_HOURS, LONGEST_DAYS, NewToken, Role, Scope, Started,
};
use annals_model::{Span, Timestamp};

const PASSWORD: &str = "a long pass phrase";

fn now() -> Timestamp {
    Timestamp::from_second(1_480_000_000).unwrap()
}

fn after(hours: i64) -> Timestamp {
    now() + Span::new().hours(hours)
}

fn archive(role: Role) -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "Test", "en").unwrap();
    accounts::add_user(&archive, "ada", role, PASSWORD, now()).unwrap();
    (dir, archive)
}

fn log_in(archive: &Archive, old: Option<&str>) -> Started {
    accounts::log_in(archive, "ada", PASSWORD, old, now()).unwrap().unwrap()
}

fn is_in(archive: &Archive, token: &str, at: Timestamp) -> bool {
    accounts::look_up(archive, token, at).unwrap().is_some()
}

#[test]
fn only_the_right_password_of_an_open_account_logs_in() {
    let (_dir, archive) = archive(Role::Editor);
    let try_in = |name: &str, password: &str| {
        accounts::log_in(&archive, name, password, None, now()).unwrap().is_some()
    };
    assert!(try_in("ada", PASSWORD));
    assert!(!try_in("ada", "another pass phrase"));
    assert!(!try_in("bob", PASSWORD));
    assert!(!try_in("' OR 1=1 --", PASSWORD));
    accounts::disable(&archive, "ada", now()).unwrap();
    assert!(!try_in("ada", PASSWORD));
    accounts::enable(&archive, "ada").unwrap();
    assert!(try_in("ada", PASSWORD));
    let twice = accounts::add_user(&archive, "ada", Role::Admin, PASSWORD, now());
    assert!(matches!(twice, Err(AccountError::Refused(_))));
    assert_eq!(accounts::list(&archive).unwrap()[0].role, Role::Editor);
}

#[test]
fn a_session_is_new_and_ends_the_one_before() {
    let (_dir, archive) = archive(Role::Editor);
    // What an attacker put into the browser is not what the session is known by.
    let planted = "0".repeat(64);
    let first = log_in(&archive, Some(&planted));
    assert!(first.token != planted && !is_in(&archive, &planted, now()));
    let second = log_in(&archive, Some(&first.token));
    assert!(!is_in(&archive, &first.token, now()) && is_in(&archive, &second.token, now()));
    assert!(first.session.csrf != second.session.csrf);
    assert!(second.session.is_own_form(&second.session.csrf));
    assert!(!second.session.is_own_form(&first.session.csrf));
    assert!(!second.session.is_own_form(""));
    assert!(accounts::log_out(&archive, &second.token).unwrap());
    assert!(!is_in(&archive, &second.token, now()));
}

#[test]
fn a_session_ends_by_time() {
    let (_dir, archive) = archive(Role::Editor);
    let idle = log_in(&archive, None);
    assert!(is_in(&archive, &idle.token, after(IDLE_HOURS - 1)));
    // It was used meanwhile.
    assert!(is_in(&archive, &idle.token, after(2 * IDLE_HOURS - 2)));
    assert!(!is_in(&archive, &idle.token, after(3 * IDLE_HOURS)));
    let busy = log_in(&archive, None);
    let mut hour = 0;
    while hour < 24 * LONGEST_DAYS {
        assert!(is_in(&archive, &busy.token, after(hour)), "after {hour} hours");
        hour += IDLE_HOURS - 1;
    }
    assert!(!is_in(&archive, &busy.token, after(24 * LONGEST_DAYS)));
}

#[test]
fn a_change_of_role_or_password_ends_all_sessions() {
    let (_dir, archive) = archive(Role::Admin);
    let one = log_in(&archive, None);
    accounts::set_role(&archive, "ada", Role::Reader).unwrap();
    assert!(!is_in(&archive, &one.token, now()));
    let (one, two) = (log_in(&archive, None), log_in(&archive, None));
    assert_eq!(one.session.role, Role::Reader);
    let change = |present: &str, new: &str| {
        accounts::change_password(&archive, &one.token, present, new, now())
    };
    assert!(change("a wrong pass phrase", "another pass phrase").unwrap().is_none());
    assert!(matches!(change(PASSWORD, "short"), Err(AccountError::Invalid(_))));
    assert!(is_in(&archive, &one.token, now()));
    let new = change(PASSWORD, "another pass phrase").unwrap().unwrap();
    for old in [&one, &two] {
        assert!(!is_in(&archive, &old.token, now()));
    }
    assert!(is_in(&archive, &new.token, now()));
    assert!(accounts::log_in(&archive, "ada", PASSWORD, None, now()).unwrap().is_none());
    accounts::set_password(&archive, "ada", PASSWORD).unwrap();
    assert!(!is_in(&archive, &new.token, now()));
}

#[test]
fn the_archive_keeps_no_secret() {
    let (dir, archive) = archive(Role::Editor);
    let session = log_in(&archive, None);
    let new = NewToken {
        account: "ada".into(),
        label: "script".into(),
        scope: Scope::Edit,
        expires_at: None,
    };
    let (token, _) = accounts::make_token(&archive, &new, now()).unwrap();
    drop(archive);
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [PASSWORD, &session.token, &token] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
        }
    }
}

#[test]
fn a_token_never_does_more_than_its_owner() {
    let (_dir, archive) = archive(Role::Admin);
    let new = |scope, expires_at| NewToken {
        account: "ada".into(),
        label: "script".into(),
        scope,
        expires_at,
    };
    let make = |scope| accounts::make_token(&archive, &new(scope, None), now());
    let (token, made) = make(Scope::Admin).unwrap();
    assert!(token.starts_with("annals_") && token.len() == 71);
    let scope = |at| accounts::grant(&archive, &token, at).unwrap().map(|g| g.scope);
    assert_eq!(scope(now()), Some(Scope::Admin));
    assert_eq!(
        accounts::tokens(&archive, None).unwrap()[0].used_day,
        Some(annals_model::date(2016, 11, 24))
    );
    // The owner may do less from now on: so does the token.
    accounts::set_role(&archive, "ada", Role::Editor).unwrap();
    assert_eq!(scope(now()), Some(Scope::Edit));
    let grant = accounts::grant(&archive, &token, now()).unwrap().unwrap();
    assert!(grant.may(Scope::Edit) && grant.may(Scope::Read) && !grant.may(Scope::Admin));
    assert!(matches!(make(Scope::Admin), Err(AccountError::Refused(_))));
    accounts::set_role(&archive, "ada", Role::Reader).unwrap();
    assert_eq!(scope(now()), Some(Scope::Read));
    assert!(matches!(make(Scope::Edit), Err(AccountError::Refused(_))));
    accounts::disable(&archive, "ada", now()).unwrap();
    assert_eq!(scope(now()), None);
    accounts::enable(&archive, "ada").unwrap();
    assert_eq!(scope(now()), Some(Scope::Read));
    // A token is no session, and a session no token.
    assert!(accounts::look_up(&archive, &token, now()).unwrap().is_none());
    let session = log_in(&archive, None);
    assert!(accounts::grant(&archive, &session.token, now()).unwrap().is_none());
    // Another's account does not revoke it.
    let other = accounts::revoke_token(&archive, made.number, Some("bob"), now());
    assert!(matches!(other, Err(AccountError::Missing(_))));
    accounts::revoke_token(&archive, made.number, Some("ada"), now()).unwrap();
    assert_eq!(scope(now()), None);
    let brief = new(Scope::Read, Some(after(1)));
    let (brief, _) = accounts::make_token(&archive, &brief, now()).unwrap();
    assert!(accounts::grant(&archive, &brief, now()).unwrap().is_some());
    assert!(accounts::grant(&archive, &brief, after(1)).unwrap().is_none());
    for bad in ["", "annals_", "annals_0000", &token[..70], &format!("{token}0")] {
        assert!(accounts::grant(&archive, bad, now()).unwrap().is_none(), "{bad}");
    }
}
