//! What is known of hosts, kept between rounds: rules for robots, and patience.

use crate::{Archive, ArchiveError};
use annals_fetch::{Fetch, HostKnown, ReservationsKnown, RobotsKnown, RobotsState};
use annals_model::Timestamp;
use annals_store::Writer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the archive has written down, by name, as it is written.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kept: BTreeMap<String, String>,
}

/// The written form; times are microseconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "lowercase")]
enum Known {
    Robots {
        asked: i64,
        state: State,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<i64>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// Files in which a host reserves something.
    Reserved {
        asked: i64,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        tdmrep: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        ai_txt: String,
    },
    Host {
        ready: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<i64>,
        #[serde(default)]
        refusals: u32,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    There,
    None,
    Unreachable,
}

/// What follows the origin in the name under which its files are kept.
const RESERVES: &str = " reserves";

impl Memory {
    /// Tells the network what the archive knows.
    pub(super) fn recall(archive: &Archive, network: &dyn Fetch) -> Result<Memory, ArchiveError> {
        let kept: BTreeMap<String, String> =
            archive.store.read()?.fetched_hosts()?.into_iter().collect();
        let (mut robots, mut hosts, mut files) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in &kept {
            // What does not read is learned again.
            match serde_json::from_str(text) {
                Ok(Known::Robots { asked, state, since, why, text }) => {
                    robots.extend(robots_of(name, asked, state, since, why, text));
                }
                Ok(Known::Reserved { asked, tdmrep, ai_txt }) => {
                    let Ok(asked) = Timestamp::from_microsecond(asked) else { continue };
                    let origin = name.strip_suffix(RESERVES).unwrap_or(name).to_owned();
                    let (tdmrep, ai_txt) = (tdmrep.into_bytes(), ai_txt.into_bytes());
                    files.push(ReservationsKnown { origin, asked, tdmrep, ai_txt });
                }
                Ok(Known::Host { ready, not_before, refusals }) => {
                    let Ok(ready) = Timestamp::from_microsecond(ready) else { continue };
                    let not_before = not_before.and_then(|t| Timestamp::from_microsecond(t).ok());
                    hosts.push(HostKnown { host: name.clone(), ready, not_before, refusals });
                }
                Err(_) => {}
            }
        }
        network.know(robots, hosts);
        network.know_reservations(files);
        Ok(Memory { kept })
    }

    /// Writes down what the network has learned since.
    pub(super) fn keep(
        &mut self,
        writer: &Writer<'_>,
        network: &dyn Fetch,
    ) -> Result<(), ArchiveError> {
        let robots = network.robots_known().into_iter().map(|known| {
            let (state, since, why) = match known.state {
                RobotsState::There => (State::There, None, String::new()),
                RobotsState::None => (State::None, None, String::new()),
                RobotsState::Unreachable(since, why) => {
                    (State::Unreachable, Some(since.as_microsecond()), why)
                }
            };
            let text = String::from_utf8_lossy(&known.text).into_owned();
            let asked = known.asked.as_microsecond();
            (known.origin, Known::Robots { asked, state, since, why, text })
        });
        let hosts = network.hosts_known().into_iter().map(|known| {
            let (ready, not_before) =
                (known.ready, known.not_before.map(Timestamp::as_microsecond));
            let refusals = known.refusals;
            (known.host, Known::Host { ready: ready.as_microsecond(), not_before, refusals })
        });
        let files = network.reservations_known().into_iter().map(|known| {
            let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
            let (tdmrep, ai_txt) = (text(known.tdmrep), text(known.ai_txt));
            let asked = known.asked.as_microsecond();
            (known.origin + RESERVES, Known::Reserved { asked, tdmrep, ai_txt })
        });
        for (name, known) in robots.chain(hosts).chain(files) {
            let Ok(text) = serde_json::to_string(&known) else { continue };
            if self.kept.get(&name) != Some(&text) {
                writer.set_fetched_host(&name, &text)?;
                self.kept.insert(name, text);
            }
        }
        Ok(())
    }
}

fn robots_of(
    origin: &str,
    asked: i64,
    state: State,
    since: Option<i64>,
    why: String,
    text: String,
) -> Option<RobotsKnown> {
    let asked = Timestamp::from_microsecond(asked).ok()?;
    let state = match state {
        State::There => RobotsState::There,
        State::None => RobotsState::None,
        State::Unreachable => {
            RobotsState::Unreachable(Timestamp::from_microsecond(since?).ok()?, why)
        }
    };
    Some(RobotsKnown { origin: origin.to_owned(), asked, state, text: text.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_fetch::{Answer, Ask, FetchError};
    use std::sync::Mutex;

    #[derive(Default)]
    struct Knowing(Mutex<(Vec<RobotsKnown>, Vec<HostKnown>)>, Mutex<Vec<ReservationsKnown>>);

    impl Fetch for Knowing {
        fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
            Err(FetchError::Forbidden { url: ask.url.to_string(), host: String::new() })
        }

        fn robots_known(&self) -> Vec<RobotsKnown> {
            self.0.lock().unwrap().0.clone()
        }
        fn hosts_known(&self) -> Vec<HostKnown> {
            self.0.lock().unwrap().1.clone()
        }
        fn reservations_known(&self) -> Vec<ReservationsKnown> {
            self.1.lock().unwrap().clone()
        }
        fn know_reservations(&self, known: Vec<ReservationsKnown>) {
            *self.1.lock().unwrap() = known;
        }
        fn know(&self, robots: Vec<RobotsKnown>, hosts: Vec<HostKnown>) {
            *self.0.lock().unwrap() = (robots, hosts);
        }
    }

    #[test]
    fn what_is_known_of_hosts_outlives_the_process() {
        let home = tempfile::tempdir().unwrap();
        let archive = Archive::init(home.path(), "Lights", "en").unwrap();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let robots = |origin: &str, state| RobotsKnown {
            origin: origin.into(),
            asked: at(5),
            state,
            text: b"User-agent: *\nDisallow: /private\n".to_vec(),
        };
        let known = Knowing::default();
        let robots = vec![
            robots("http://a.example:8080", RobotsState::None),
            robots("https://a.example", RobotsState::There),
            robots("https://b.example", RobotsState::Unreachable(at(3), "status 500".into())),
        ];
        let hosts = vec![HostKnown {
            host: "a.example".into(),
            ready: at(9),
            not_before: Some(at(99)),
            refusals: 2,
        }];
        known.know(robots.clone(), hosts.clone());
        let files = vec![ReservationsKnown {
            origin: "https://a.example".into(),
            asked: at(7),
            tdmrep: Vec::new(),
            ai_txt: b"User-agent: *\nDisallow: /\n".to_vec(),
        }];
        known.know_reservations(files.clone());
        let writer = archive.store.write().unwrap();
        Memory::default().keep(&writer, &known).unwrap();
        writer.set_fetched_host("broken", "{").unwrap();
        writer.commit().unwrap();
        let later = Knowing::default();
        Memory::recall(&archive, &later).unwrap();
        assert_eq!((later.robots_known(), later.hosts_known()), (robots, hosts));
        assert_eq!(later.reservations_known(), files);
    }
}
