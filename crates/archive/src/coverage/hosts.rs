//! Hosts that forbid being asked, or answer with errors.

use super::{Finding, Kind, Period, host, written};
use annals_store::Asked;
use std::collections::BTreeMap;

/// Addresses of a host that must fail, all of them that were asked lately, before it is
/// the host that fails and not a page.
const ADDRESSES: usize = 3;

#[derive(Default)]
struct Host<'a> {
    good: usize,
    bad: Vec<&'a Asked>,
    forbidden: Vec<&'a Asked>,
}

pub(super) fn look(period: &Period, asked: &[Asked], findings: &mut Vec<Finding>) {
    let mut hosts: BTreeMap<&str, Host<'_>> = BTreeMap::new();
    for one in asked.iter().filter(|a| a.at.is_none_or(|at| period.has(at))) {
        let host = hosts.entry(host(&one.page)).or_default();
        let refuses = matches!(one.status, Some(401 | 403 | 429 | 451));
        match one.state.as_str() {
            "good" => host.good += 1,
            "forbidden" => host.forbidden.push(one),
            "failing" | "dead" if refuses => host.forbidden.push(one),
            "failing" | "dead" => host.bad.push(one),
            _ => {}
        }
    }
    for (name, host) in hosts {
        if let Some(first) = host.forbidden.first() {
            let by = match (first.state.as_str(), first.status) {
                ("forbidden", _) | (_, None) => "its robots.txt forbids".to_owned(),
                (_, Some(status)) => format!("it answers {status} to"),
            };
            findings.push(Finding {
                kind: Kind::ForbiddenHost,
                // A host that forbids everything we ask of it gives nothing any more.
                grave: false,
                what: format!(
                    "{by} {} of {} addresses",
                    host.forbidden.len(),
                    host.forbidden.len() + host.bad.len() + host.good
                ),
                place: name.to_owned(),
                since: host.forbidden.iter().filter_map(|a| a.at).min().map(written),
                next: "cite it without fetching, or ask its owner".to_owned(),
            });
        }
        if host.good == 0 && host.bad.len() >= ADDRESSES {
            let last = host.bad.iter().max_by_key(|a| a.at);
            let why = last.and_then(|a| a.note.clone()).or_else(|| {
                let status = last.and_then(|a| a.status)?;
                Some(format!("it answers {status}"))
            });
            findings.push(Finding {
                kind: Kind::FailingHost,
                grave: true,
                what: format!(
                    "all {} addresses that were asked fail: {}",
                    host.bad.len(),
                    why.unwrap_or_else(|| "it does not answer".to_owned())
                ),
                place: name.to_owned(),
                since: host.bad.iter().filter_map(|a| a.at).min().map(written),
                next: "wait, it is tried again by itself; or take it out of annals.toml".to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Timestamp, date};

    fn asked(page: &str, state: &str, status: Option<u16>) -> Asked {
        Asked {
            page: page.into(),
            url: format!("https://{page}"),
            kind: "source".into(),
            state: state.into(),
            status,
            at: "2016-10-05T12:00:00Z".parse().ok(),
            answers: 0,
            failures: 1,
            note: None,
        }
    }

    #[test]
    fn a_host_fails_only_if_all_of_it_does() {
        let now: Timestamp = "2016-10-06T00:00:00Z".parse().expect("a time");
        let period = Period { from: date(2016, 9, 6), to: date(2016, 10, 6), now };
        let all = [
            asked("down.org/a", "failing", None),
            asked("down.org/b", "dead", Some(500)),
            asked("down.org/c", "failing", Some(503)),
            asked("part.org/a", "failing", Some(500)),
            asked("part.org/b", "failing", Some(500)),
            asked("part.org/c", "failing", Some(500)),
            asked("part.org/d", "good", Some(200)),
            asked("shut.org/a", "failing", Some(403)),
            asked("robots.org/a", "forbidden", None),
        ];
        let mut findings = Vec::new();
        look(&period, &all, &mut findings);
        let said: Vec<(Kind, &str)> = findings.iter().map(|f| (f.kind, f.place.as_str())).collect();
        assert_eq!(
            said,
            [
                (Kind::FailingHost, "down.org"),
                (Kind::ForbiddenHost, "robots.org"),
                (Kind::ForbiddenHost, "shut.org")
            ]
        );
    }
}
