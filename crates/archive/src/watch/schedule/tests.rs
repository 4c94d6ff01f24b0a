//! What must hold of every schedule.

use super::*;
use proptest::prelude::*;

const START: i64 = 1_700_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(START + seconds).unwrap()
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn pace() -> Pace {
    Pace { rounds: seconds(60), jitter: 10, longest: seconds(21_600), seed: 7 }
}

fn timed(name: &str, every: u64) -> Duty {
    Duty { name: name.into(), step: "feeds", every: seconds(every), when: When::Timed }
}

fn each(name: &str, every: u64) -> Duty {
    Duty { when: When::EachRound, ..timed(name, every) }
}

fn since_start(at: Timestamp) -> i64 {
    at.as_second() - START
}

/// Does rounds whenever one is due until a time; each run ends as `outcome` says.
/// Returns the runs with their times, and the times of rounds.
fn simulate(
    schedule: &mut Schedule,
    until: i64,
    mut outcome: impl FnMut(&str, i64) -> Outcome,
) -> (Vec<(String, i64)>, Vec<i64>) {
    let (mut runs, mut rounds) = (Vec::new(), Vec::new());
    let mut now = at(0);
    while since_start(now) <= until {
        schedule.look(now);
        let next = schedule.next().expect("there are duties");
        if next > now {
            // Moments between seconds are rounded up.
            let next = next.as_second() + i64::from(next.subsec_nanosecond() > 0);
            now = Timestamp::from_second(next).unwrap();
            continue;
        }
        let due = schedule.due(now);
        assert!(!due.is_empty(), "a round is due for something");
        rounds.push(since_start(now));
        for duty in due {
            let ends = outcome(&duty.name, since_start(now));
            schedule.ended(&duty.name, now, &ends, now);
            runs.push((duty.name, since_start(now)));
        }
        schedule.round_ended(now);
        now = at(since_start(now) + 1);
    }
    (runs, rounds)
}

fn times(runs: &[(String, i64)], name: &str) -> Vec<i64> {
    runs.iter().filter(|(n, _)| n == name).map(|(_, at)| *at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_duty_runs_twice_within_its_interval(
        every in prop::collection::vec(30_u64..20_000, 1..8),
        rounds in 1_u64..2_000,
        jitter in 0_u32..=100,
        seed: u64,
        failing in 0_u64..5,
    ) {
        let duties = every.iter().enumerate().map(|(n, every)| timed(&format!("d{n}"), *every));
        let pace = Pace { rounds: seconds(rounds), jitter, seed, ..pace() };
        let mut schedule = Schedule::new(pace, duties.collect(), Vec::new(), None);
        let mut count = 0;
        let (runs, begun) = simulate(&mut schedule, 100_000, |_, _| {
            count += 1;
            match count % 5 < failing {
                true => Outcome::Failed("no".into()),
                false => Outcome::Done,
            }
        });
        for (n, every) in every.iter().enumerate() {
            let times = times(&runs, &format!("d{n}"));
            prop_assert!(!times.is_empty());
            for pair in times.windows(2) {
                prop_assert!(pair[1] - pair[0] >= i64::try_from(*every).unwrap());
            }
        }
        for pair in begun.windows(2) {
            prop_assert!(pair[1] - pair[0] >= i64::try_from(rounds).unwrap());
        }
    }

    #[test]
    fn jitter_is_bounded_and_repeats(
        every in 1_u64..1_000_000,
        jitter in 0_u32..=100,
        seed: u64,
        begun in 0_i64..1_000_000_000,
        name in ".{0,40}",
    ) {
        let duty = timed(&name, every);
        let row = DutyRow {
            name, begun_at: at(begun), failures: 0, not_before: None, problem: None,
        };
        let pace = Pace { jitter, seed, ..pace() };
        let due = || {
            Schedule::new(pace, vec![duty.clone()], vec![row.clone()], None).due_at(&duty)
        };
        let wait = due().as_millisecond() - at(begun).as_millisecond();
        let every = i64::try_from(every).unwrap() * 1_000;
        prop_assert!(wait >= every, "{wait} {every}");
        prop_assert!(wait <= every + every * i64::from(jitter) / 100);
        prop_assert_eq!(due(), due());
    }

    #[test]
    fn failures_make_pauses_longer_up_to_the_cap_and_a_good_run_ends_that(
        every in 1_u64..100_000,
        longest in 1_u64..100_000,
        failures in 1_u32..80,
    ) {
        let pace = Pace { jitter: 0, longest: seconds(longest), ..pace() };
        let duty = timed("d", every);
        let mut schedule = Schedule::new(pace, vec![duty.clone()], Vec::new(), None);
        let cap = i64::try_from(every.max(longest)).unwrap();
        let mut now = 0;
        let mut last = 0;
        for _ in 0..failures {
            schedule.ended("d", at(now), &Outcome::Failed("no".into()), at(now));
            let pause = since_start(schedule.due_at(&duty)) - now;
            prop_assert!(pause >= last && pause <= cap);
            prop_assert!(pause == cap || pause >= 2 * last.max(i64::try_from(every).unwrap()));
            (last, now) = (pause, now + pause);
        }
        schedule.ended("d", at(now), &Outcome::Done, at(now));
        let pause = since_start(schedule.due_at(&duty)) - now;
        prop_assert_eq!(pause, i64::try_from(every).unwrap());
    }
}

#[test]
fn what_was_missed_in_sleep_is_done_once() {
    let duties = vec![timed("wcep", 1_800), timed("feed", 900), each("link", 600)];
    let mut schedule = Schedule::new(pace(), duties, Vec::new(), None);
    for name in ["wcep", "feed", "link"] {
        schedule.ended(name, at(0), &Outcome::Done, at(0));
    }
    schedule.round_ended(at(0));
    // A week later all is due, and none of it twice.
    let week = 7 * 86_400;
    schedule.look(at(week));
    assert!(schedule.next().unwrap() < at(week));
    let due = schedule.due(at(week));
    assert_eq!(due.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["wcep", "feed", "link"]);
    for duty in due {
        schedule.ended(&duty.name, at(week), &Outcome::Done, at(week));
    }
    schedule.round_ended(at(week));
    assert!(schedule.next().unwrap() >= at(week + 600));
}

#[test]
fn a_restart_neither_repeats_nor_skips() {
    let duties = || vec![timed("a", 1_000), timed("b", 1_700), each("link", 900)];
    let mut whole = Schedule::new(pace(), duties(), Vec::new(), None);
    let (runs, _) = simulate(&mut whole, 40_000, |_, _| Outcome::Done);
    // The same, made anew from what is kept before each round.
    let (mut rows, mut round): (BTreeMap<String, DutyRow>, _) = (BTreeMap::new(), None);
    let mut again = Vec::new();
    let mut now = 0;
    while now <= 40_000 {
        let mut schedule = Schedule::new(pace(), duties(), rows.values().cloned().collect(), round);
        schedule.look(at(now));
        let next = schedule.next().unwrap();
        if next > at(now) {
            now = since_start(next) + i64::from(next.subsec_nanosecond() > 0);
            continue;
        }
        for duty in schedule.due(at(now)) {
            let row = schedule.ended(&duty.name, at(now), &Outcome::Done, at(now));
            rows.insert(row.name.clone(), row);
            again.push((duty.name, now));
        }
        round = Some(at(now));
        now += 1;
    }
    assert_eq!(runs, again);
}

#[test]
fn what_each_round_does_waits_after_a_failure() {
    let duties = vec![timed("feed", 100), each("publish", 1_000)];
    let pace = Pace { rounds: seconds(1), jitter: 0, ..pace() };
    let mut schedule = Schedule::new(pace, duties, Vec::new(), None);
    let (runs, rounds) = simulate(&mut schedule, 10_000, |name, now| match name {
        "publish" if (500..5_000).contains(&now) => Outcome::Failed("disk full".into()),
        _ => Outcome::Done,
    });
    let published = times(&runs, "publish");
    // With each round while it works; then at its interval, which doubles; then again.
    assert_eq!(published[..6], [0, 100, 200, 300, 400, 500]);
    assert_eq!(published[6..8], [2_500, 6_500]);
    assert_eq!(published[8], 6_600);
    assert_eq!(rounds.len(), 101, "feeds do not wait for it");
}

#[test]
fn a_wish_to_be_left_alone_counts_if_it_is_longer_than_the_interval() {
    let duty = timed("feed", 900);
    let pace = Pace { jitter: 0, ..pace() };
    let mut schedule = Schedule::new(pace, vec![duty.clone()], Vec::new(), None);
    let row = schedule.ended("feed", at(0), &Outcome::Later(seconds(5_000)), at(10));
    assert_eq!((row.failures, since_start(schedule.due_at(&duty))), (0, 5_010));
    schedule.ended("feed", at(0), &Outcome::Later(seconds(5)), at(10));
    assert_eq!(since_start(schedule.due_at(&duty)), 900);
    // Nobody is left alone for ever.
    schedule.ended("feed", at(0), &Outcome::Later(Duration::MAX), at(0));
    assert_eq!(since_start(schedule.due_at(&duty)), 7 * 86_400);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let duty = timed("feed", 900);
    let mut schedule = Schedule::new(pace(), vec![duty.clone()], Vec::new(), None);
    let year = 365 * 86_400;
    schedule.ended("feed", at(year), &Outcome::Later(seconds(86_400 * 6)), at(year));
    schedule.round_ended(at(year));
    schedule.look(at(0));
    assert!(since_start(schedule.next().unwrap()) <= 7 * 86_400);
    schedule.ended("feed", at(year), &Outcome::Done, at(year));
    schedule.look(at(0));
    assert!(since_start(schedule.next().unwrap()) <= 990);
}

#[test]
fn settings_change_what_is_due_at_once_and_old_runs_are_forgotten() {
    let mut schedule = Schedule::new(pace(), vec![timed("feed", 86_400)], Vec::new(), None);
    schedule.ended("feed", at(0), &Outcome::Done, at(0));
    assert!(schedule.due(at(1_000)).is_empty());
    schedule.set(pace(), vec![timed("feed", 600), timed("feed", 1)]);
    assert_eq!(schedule.duties().len(), 1, "of equal names the first counts");
    assert_eq!(schedule.due(at(1_000)).len(), 1);
    schedule.set(pace(), Vec::new());
    assert_eq!(schedule.next(), None);
    assert!(schedule.forget(at(86_400)).is_empty(), "it may come back");
    assert_eq!(schedule.forget(at(31 * 86_400)), ["feed"]);
}

#[test]
fn a_time_that_is_known_counts_and_failures_still_make_pauses() {
    let duty = |seconds| Duty { when: When::At(at(seconds)), ..timed("pages", 600) };
    let pace = Pace { jitter: 0, ..pace() };
    let mut schedule = Schedule::new(pace, vec![duty(50)], Vec::new(), None);
    assert_eq!(since_start(schedule.next().unwrap()), 50, "it makes a round then");
    assert_eq!(schedule.due(at(20)).len(), 1, "and joins one that is made before");
    schedule.ended("pages", at(50), &Outcome::Done, at(55));
    schedule.set(pace, vec![duty(100)]);
    assert_eq!(since_start(schedule.next().unwrap()), 100);
    schedule.ended("pages", at(100), &Outcome::Failed("no".into()), at(101));
    assert_eq!(since_start(schedule.next().unwrap()), 1_300);
    assert!(schedule.due(at(1_299)).is_empty(), "what failed waits");
    schedule.set(pace, vec![duty(5_000)]);
    assert_eq!(since_start(schedule.next().unwrap()), 5_000);
}
