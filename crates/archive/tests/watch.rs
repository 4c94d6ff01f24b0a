//! Rounds of a watcher with steps of the tests' own: what fails, what is left out, what
//! is kept, what a stop and a kill leave.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::watch::{
    Context, Did, Duty, Options, Outcome, Report, Said, State, Status, Step, Stop, Watcher, When,
    kept,
};
use annals_archive::{Archive, ArchiveError};
use annals_fetch::{
    Answer, Ask, Courier, Exchange, Fetch, FetchError, Parcel, Purpose, Receipt, SendError,
};
use annals_model::Timestamp;
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

const MINUTE: u64 = 60;

/// What a test does before a step does its work.
type Before = Box<dyn Fn(&Context<'_>)>;

thread_local! {
    /// The clock of a test; each test has a thread of its own.
    static CLOCK: Cell<i64> = const { Cell::new(1_700_000_000) };
    /// What steps did.
    static DONE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// Runs before a step does its work.
    static BEFORE: RefCell<Option<Before>> = const { RefCell::new(None) };
}

fn clock() -> Timestamp {
    Timestamp::from_second(CLOCK.get()).unwrap()
}

fn later(seconds: u64) {
    CLOCK.set(CLOCK.get() + i64::try_from(seconds).unwrap());
}

fn done() -> Vec<String> {
    DONE.take()
}

/// A network that has one page of a hundred bytes everywhere.
struct Everywhere;

impl Fetch for Everywhere {
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let exchange = Exchange {
            at: clock(),
            url: ask.url.clone(),
            ip: None,
            sent: Vec::new(),
            status: 200,
            headers: Vec::new(),
            body: vec![b'x'; 100],
        };
        Ok(Answer { exchanges: vec![exchange], body: vec![b'x'; 100], cut: false })
    }
}

impl Courier for Everywhere {
    fn send(&self, _: &Parcel<'_>) -> Result<Receipt, SendError> {
        Ok(Receipt { status: 204, headers: Vec::new(), body: Vec::new() })
    }
}

fn everywhere() -> annals_archive::watch::Network {
    let fetch: Box<dyn Fetch> = Box::new(Everywhere);
    annals_archive::watch::Network { fetch: Ok(fetch), courier: Box::new(Everywhere) }
}

fn duty(step: &'static str, name: &str, every: u64, when: When) -> Duty {
    Duty { name: name.into(), step, every: Duration::from_secs(every), when }
}

/// Asks for an address for each duty, and writes down that it did.
fn feeds(context: &Context<'_>) -> Result<Did, ArchiveError> {
    let mut did = Did::default();
    for duty in context.duties {
        BEFORE.with_borrow(|before| before.as_ref().map(|before| before(context)));
        let url = Url::parse("https://news.example.org/feed").unwrap();
        let ask =
            Ask { url: &url, purpose: Purpose::Feed, if_none_match: None, if_modified_since: None };
        match context.fetch().unwrap().get(&ask) {
            Ok(_) if duty.name.ends_with("bad") => {
                context.end(duty, &Outcome::Failed("it is no feed".into()));
            }
            Ok(_) => {
                did.count("asked", 1);
                DONE.with_borrow_mut(|done| done.push(duty.name.clone()));
                context.end(duty, &Outcome::Done);
            }
            // It is asked next time.
            Err(_) => {}
        }
    }
    Ok(did)
}

fn each(name: &'static str) -> fn(&Archive, Timestamp) -> Result<Vec<Duty>, ArchiveError> {
    match name {
        "link" => |_, _| Ok(vec![duty("link", "link", 10 * MINUTE, When::EachRound)]),
        "fault" => |_, _| Ok(vec![duty("fault", "fault", 10 * MINUTE, When::EachRound)]),
        "error" => |_, _| Ok(vec![duty("error", "error", 10 * MINUTE, When::EachRound)]),
        _ => |_, _| Ok(vec![duty("after", "after", 10 * MINUTE, When::EachRound)]),
    }
}

const FEEDS: Step = Step {
    name: "feeds",
    needs: &[],
    duties: |_, _| {
        let feed = |name| duty("feeds", name, 30 * MINUTE, When::Timed);
        Ok(vec![feed("feed a"), feed("feed b"), feed("feed c")])
    },
    does: feeds,
};

const LINK: Step = Step {
    name: "link",
    needs: &[],
    duties: |archive, now| each("link")(archive, now),
    does: |_| {
        DONE.with_borrow_mut(|done| done.push("link".into()));
        Ok(Did::default())
    },
};

const GOOD: &[Step] = &[FEEDS, LINK];

struct Watched {
    dir: tempfile::TempDir,
    stop: Stop,
    status: Arc<Status>,
    said: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    fn new() -> Watched {
        let dir = tempfile::tempdir().unwrap();
        Archive::init(dir.path(), "Tests", "en").unwrap();
        let settings = "[watch]\njitter = 0\n";
        std::fs::write(dir.path().join("annals.toml"), settings).unwrap();
        BEFORE.set(None);
        Watched { dir, stop: Stop::default(), status: Arc::default(), said: Arc::default() }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn watcher(&self, steps: &'static [Step]) -> Watcher {
        let said = self.said.clone();
        let options = Options {
            clock,
            stop: self.stop.clone(),
            network: Box::new(|_| everywhere()),
            say: Box::new(move |what| {
                if let Said::Notice(text) | Said::Trouble(text) = what {
                    said.lock().unwrap().push(text.to_owned());
                }
            }),
            status: self.status.clone(),
            steps,
        };
        Watcher::open(self.path(), options).unwrap()
    }
}

fn states(report: &Report) -> Vec<(&str, State)> {
    report.steps.iter().map(|step| (step.step.as_str(), step.state)).collect()
}

#[test]
fn rounds_do_what_is_due_and_leave_reports() {
    let watched = Watched::new();
    let mut watcher = watched.watcher(GOOD);
    let report = watcher.once().unwrap().unwrap();
    assert_eq!(done(), ["feed a", "feed b", "feed c", "link"]);
    assert!(report.is_good());
    assert_eq!((report.requests, report.bytes), (3, 300));
    assert_eq!(report.steps[0].counts["asked"], 3);
    let (path, read) = kept::last(watched.path()).unwrap().unwrap();
    assert_eq!(read, report);
    assert!(path.starts_with(watched.path().join("rounds/2023/11")), "{}", path.display());
    // In between only what each round does; and all of it survives a restart.
    later(10 * MINUTE);
    drop(watcher);
    let mut watcher = watched.watcher(GOOD);
    assert_eq!(states(&watcher.once().unwrap().unwrap()), [("link", State::Done)]);
    assert_eq!(done(), ["link"]);
    later(20 * MINUTE);
    watcher.once().unwrap().unwrap();
    assert_eq!(done().len(), 4);
    let figures = watched.status.figures();
    assert_eq!((figures.rounds, figures.failed_rounds, figures.requests), (3, 0, 6));
}

#[test]
fn a_step_that_fails_stops_only_what_needs_it() {
    const STEPS: &[Step] = &[
        Step {
            name: "fault",
            needs: &[],
            duties: |archive, now| each("fault")(archive, now),
            does: |_| panic!("a fault of the tests"),
        },
        Step {
            name: "error",
            needs: &["link"],
            duties: |archive, now| each("error")(archive, now),
            does: |_| Err(ArchiveError::Refused("it cannot be\nhint: never".into())),
        },
        Step {
            name: "after",
            needs: &["link", "error"],
            duties: |archive, now| each("after")(archive, now),
            does: |_| panic!("it is not begun"),
        },
        LINK,
    ];
    let watched = Watched::new();
    let mut watcher = watched.watcher(STEPS);
    let report = watcher.once().unwrap().unwrap();
    let expected = [
        ("fault", State::Failed),
        ("error", State::Failed),
        ("after", State::LeftOut),
        ("link", State::Done),
    ];
    assert_eq!(states(&report), expected);
    assert!(!report.is_good());
    assert_eq!(report.problems, 3);
    assert_eq!(report.steps[0].problems, ["annals has a fault here: a fault of the tests"]);
    assert_eq!(report.steps[1].problems, ["it cannot be; hint: never"]);
    assert_eq!(report.steps[2].problems, ["it needs error, which failed"]);
    // Whatever fails pauses longer; what was left out is tried with the next round.
    later(10 * MINUTE);
    let next = watcher.once().unwrap().unwrap();
    assert_eq!(next.steps.len(), 2, "{next:?}");
    assert_eq!(next.steps[1].state, State::Done);
    let rows = Archive::open(watched.path()).unwrap().store.read().unwrap().duties().unwrap();
    let failing: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.failures)).collect();
    assert_eq!(failing, [("after", 1), ("error", 1), ("fault", 1), ("link", 0)]);
}

#[test]
fn one_of_several_that_fails_is_a_problem_and_no_failure() {
    const STEPS: &[Step] = &[Step {
        duties: |_, _| {
            let feed = |name| duty("feeds", name, 30 * MINUTE, When::Timed);
            Ok(vec![feed("feed bad"), feed("feed good")])
        },
        ..FEEDS
    }];
    let watched = Watched::new();
    let report = watched.watcher(STEPS).once().unwrap().unwrap();
    assert_eq!(states(&report), [("feeds", State::Problems)]);
    assert_eq!(report.steps[0].problems, ["feed bad: it is no feed"]);
    let rows = Archive::open(watched.path()).unwrap().store.read().unwrap().duties().unwrap();
    assert_eq!(rows[0].problem.as_deref(), Some("it is no feed"));
}

#[test]
fn asked_to_stop_it_ends_what_is_in_flight_and_leaves_the_rest_due() {
    let watched = Watched::new();
    let mut watcher = watched.watcher(GOOD);
    // Asked while the first feed is asked.
    let stop = watched.stop.clone();
    BEFORE.set(Some(Box::new(move |_| {
        if DONE.with_borrow(Vec::len) == 1 {
            stop.ask();
        }
    })));
    let report = watcher.once().unwrap().unwrap();
    assert_eq!(done(), ["feed a"]);
    assert!(report.stopped);
    assert_eq!(states(&report), [("feeds", State::Stopped)]);
    drop(watcher);
    BEFORE.set(None);
    let watched = Watched { stop: Stop::default(), ..watched };
    let mut watcher = watched.watcher(GOOD);
    assert!(watcher.next().unwrap() <= clock(), "the rest is due at once");
    let report = watcher.once().unwrap().unwrap();
    assert_eq!(done(), ["feed b", "feed c", "link"]);
    assert_eq!(report.goes_on_from, None, "a stop is no kill");
}

#[test]
fn a_round_that_was_cut_off_is_noticed_and_its_work_not_repeated() {
    let watched = Watched::new();
    // As a kill leaves it: one duty kept, the round open, the file not written.
    let copy = tempfile::tempdir().unwrap();
    let to = copy.path().to_owned();
    let from = watched.path().to_owned();
    BEFORE.set(Some(Box::new(move |_| {
        if DONE.with_borrow(Vec::len) == 1 && !to.join("annals.db").exists() {
            let archive = Archive::open(&from).unwrap();
            archive.store.copy_to(&to.join("annals.db")).unwrap();
        }
    })));
    let first = watched.watcher(GOOD).once().unwrap().unwrap();
    BEFORE.set(None);
    done();
    let watched = Watched { dir: copy, ..watched };
    std::fs::write(watched.path().join("annals.toml"), "[watch]\njitter = 0\n").unwrap();
    later(5);
    let mut watcher = watched.watcher(GOOD);
    let report = watcher.once().unwrap().unwrap();
    assert_eq!(done(), ["feed b", "feed c", "link"]);
    assert_eq!(report.goes_on_from.as_ref(), Some(&first.begun));
    assert!(report.line().contains("goes on from"), "{}", report.line());
    later(10 * MINUTE);
    assert_eq!(watcher.once().unwrap().unwrap().goes_on_from, None);
}

#[test]
fn there_is_one_watcher() {
    let watched = Watched::new();
    let watcher = watched.watcher(GOOD);
    let options = Options {
        clock,
        stop: Stop::default(),
        network: Box::new(|_| everywhere()),
        say: Box::new(|_| ()),
        status: Arc::default(),
        steps: GOOD,
    };
    let error = Watcher::open(watched.path(), options).unwrap_err().to_string();
    assert!(error.contains(&format!("process {} since", std::process::id())), "{error}");
    drop(watcher);
    watched.watcher(GOOD);
}
