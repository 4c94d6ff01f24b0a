//! Rounds over months: a network in memory, and a clock that the test sets.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::Archive;
use annals_archive::fetch::{self, Due, Options, Report, Wish};
use annals_fetch::{Answer, Ask, Exchange, Fetch, FetchError, Reservation, Right, Said, SaidIn};
use annals_model::Timestamp;
use annals_store::{FetchKind, FetchState, StoredFetch};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

const DAY: i64 = 86_400;
/// 12 September 2016, noon.
const NOW: i64 = 1_473_681_600;

/// What a host answers, by address.
#[derive(Clone)]
enum Says {
    Status(u16, Vec<(&'static str, String)>, String),
    Later(u64),
    Forbidden,
    Silence,
}

struct World {
    home: TempDir,
    clock: AtomicI64,
    pages: Mutex<BTreeMap<String, Says>>,
    asked: Mutex<Vec<String>>,
    /// What `/ai.txt` reserves, by host.
    ai: Mutex<BTreeMap<String, String>>,
}

impl Fetch for World {
    fn reservation(&self, answer: &Answer) -> Reservation {
        let mut all = Reservation::of(answer);
        let url = &answer.last().url;
        if let Some(words) = self.ai.lock().unwrap().get(url.host_str().unwrap()) {
            all.said.push(Said {
                right: Right::Training,
                reserved: true,
                place: SaidIn::AiTxt,
                url: url.join("/ai.txt").unwrap(),
                words: words.clone(),
                policy: None,
            });
        }
        all
    }

    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let url = ask.url.to_string();
        self.asked.lock().unwrap().push(url.clone());
        let mut exchanges = Vec::new();
        let mut at = ask.url.clone();
        loop {
            let says = self.pages.lock().unwrap().get(at.as_str()).cloned();
            let (status, headers, body) = match says {
                Some(Says::Status(status, headers, body)) => (status, headers, body),
                Some(Says::Later(seconds)) => {
                    let after = Duration::from_secs(seconds);
                    return Err(FetchError::Later { url, after, status: Some(503) });
                }
                Some(Says::Forbidden) => {
                    return Err(FetchError::Forbidden { url, host: "a host".into() });
                }
                Some(Says::Silence) => {
                    return Err(FetchError::Failed {
                        url,
                        why: "no answer".into(),
                        lasting: false,
                    });
                }
                None => (404, Vec::new(), String::new()),
            };
            let headers: Vec<(String, String)> =
                headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let to = headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.clone());
            exchanges.push(Exchange {
                at: self.now(),
                url: at.clone(),
                ip: None,
                sent: Vec::new(),
                status,
                headers,
                body: body.clone().into_bytes(),
            });
            match to {
                Some(to) if (300..400).contains(&status) => at = at.join(&to).unwrap(),
                _ => return Ok(Answer { exchanges, body: body.into_bytes(), cut: false }),
            }
        }
    }
}

impl World {
    fn new(settings: &str) -> (World, Archive) {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("annals.toml"), settings).unwrap();
        let archive = Archive::init(home.path(), "Lights", "en").unwrap();
        let world = World {
            home,
            clock: AtomicI64::new(NOW),
            pages: Mutex::default(),
            asked: Mutex::default(),
            ai: Mutex::default(),
        };
        (world, archive)
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    fn says(&self, url: &str, says: Says) {
        self.pages.lock().unwrap().insert(url.to_owned(), says);
    }

    fn page(&self, url: &str, words: &str) {
        let body = format!(
            "<html lang=en><title>{words}</title><article><h1>{words}</h1>\
             <p>{words}. The lamp of the Eddystone was lit by 24 candles in 1759, and was seen \
             from the Hoe in Plymouth on clear nights.</p></article>"
        );
        self.says(url, ok("text/html", body));
    }

    fn feed(&self, url: &str, head: &str, links: &[&str]) {
        let items: String = links
            .iter()
            .map(|l| format!("<item><title>{l}</title><link>{l}</link></item>"))
            .collect();
        let body = format!(
            "<rss version='2.0'><channel><title>Lights</title>{head}{items}</channel></rss>"
        );
        self.says(url, ok("application/rss+xml", body));
    }

    fn run(&self, archive: &Archive, wish: &Wish) -> Report {
        let clock = || self.now();
        let options = Options { clock: &clock, due: Due::Only, stop: None };
        fetch::run(archive, self, wish, &options, &mut |_| {}).unwrap()
    }

    /// The addresses that a round asks for.
    fn round(&self, archive: &Archive) -> Vec<String> {
        self.asked.lock().unwrap().clear();
        self.run(archive, &Wish::All);
        let mut asked = self.asked.lock().unwrap().clone();
        asked.sort();
        asked
    }

    fn state(&self, archive: &Archive, page: &str) -> StoredFetch {
        archive.store.read().unwrap().fetched(page).unwrap().unwrap()
    }
}

fn ok(media: &str, body: String) -> Says {
    Says::Status(200, vec![("content-type", media.to_owned())], body)
}

fn pages(urls: &[&str]) -> Wish {
    Wish::Pages { named: urls.iter().map(|url| url.parse().unwrap()).collect() }
}

const PAGE: &str = "https://a.example/1";
const FEED: &str = "https://a.example/feed";

#[test]
fn a_page_that_is_not_there_is_asked_for_ever_more_rarely_and_then_no_more() {
    let (world, archive) = World::new("");
    world.run(&archive, &pages(&[PAGE]));
    let mut days = Vec::new();
    for day in 1..120 {
        world.later(DAY);
        if !world.round(&archive).is_empty() {
            days.push(day);
        }
    }
    assert_eq!(days, [1, 4, 11, 41]);
    let state = world.state(&archive, "a.example/1");
    assert_eq!((state.state, state.due_at, state.failures), (FetchState::Dead, None, 5));
    assert_eq!(state.status, Some(404));
    // A person's word revives it.
    world.page(PAGE, "It is back");
    world.run(&archive, &pages(&[PAGE]));
    assert_eq!(world.state(&archive, "a.example/1").state, FetchState::Good);
}

#[test]
fn a_page_is_looked_at_again_at_its_ages() {
    let (world, archive) = World::new("[fetch]\nagain = [\"7d\", \"30d\"]\n");
    world.page(PAGE, "First words");
    assert_eq!(world.run(&archive, &pages(&[PAGE])).new, 1);
    let mut days = Vec::new();
    for day in 1..200 {
        world.later(DAY);
        if day == 20 {
            world.page(PAGE, "Other words");
        }
        if !world.round(&archive).is_empty() {
            days.push(day);
        }
    }
    assert_eq!(days, [7, 30]);
    let state = world.state(&archive, "a.example/1");
    assert_eq!(state.changed_at.unwrap().as_second(), NOW + 30 * DAY);
    let reader = archive.store.read().unwrap();
    assert_eq!(reader.captures_of("a.example/1").unwrap().len(), 3);
    let row = reader.article("a.example/1").unwrap().unwrap().row;
    assert_eq!(reader.tellings(row).unwrap().len(), 2, "one edit");
}

#[test]
fn a_feed_says_how_often_and_its_entries_come_once() {
    let (world, archive) = World::new(&format!("[[fetch.feed]]\nurl = \"{FEED}\"\n"));
    world.feed(FEED, "<ttl>120</ttl>", &[PAGE, "https://b.example/2"]);
    world.page(PAGE, "Letter one");
    world.says("https://b.example/2", Says::Forbidden);
    assert_eq!(world.round(&archive), [PAGE, FEED, "https://b.example/2"]);
    let mut minutes = Vec::new();
    for step in 1..=24 {
        world.later(15 * 60);
        if world.round(&archive) == [FEED] {
            minutes.push(step * 15);
        }
    }
    assert_eq!(minutes, [120, 240, 360]);
    assert_eq!(world.state(&archive, "b.example/2").state, FetchState::Forbidden);
    // A new entry is fetched in the round in which it is named.
    world.feed(FEED, "<ttl>120</ttl>", &["https://a.example/3", PAGE]);
    world.page("https://a.example/3", "Letter three");
    world.later(7_200);
    assert_eq!(world.round(&archive), ["https://a.example/3", FEED]);
}

#[test]
fn a_feed_that_fails_rests_and_comes_back() {
    let (world, archive) = World::new(&format!("[[fetch.feed]]\nurl = \"{FEED}\"\n"));
    world.says(FEED, Says::Silence);
    let mut hours = Vec::new();
    for hour in 0..40 {
        if !world.round(&archive).is_empty() {
            hours.push(hour);
        }
        world.later(3_600);
    }
    assert_eq!(hours, [0, 1, 3, 7, 15, 31]);
    world.feed(FEED, "", &[]);
    world.later(2 * DAY);
    assert_eq!(world.round(&archive), [FEED]);
    world.later(1_800);
    assert_eq!(world.round(&archive), [FEED], "as often as before");
}

#[test]
fn a_host_that_asks_to_wait_is_left_alone_as_a_whole() {
    let (world, archive) = World::new("");
    let urls: Vec<String> = (0..5).map(|n| format!("https://a.example/{n}")).collect();
    for url in &urls {
        world.says(url, Says::Later(3_600));
    }
    let named: Vec<&str> = urls.iter().map(String::as_str).collect();
    let report = world.run(&archive, &pages(&named));
    assert_eq!((report.asked, report.later), (1, 5), "{report:?}");
    assert_eq!(report.problems.len(), 1);
}

#[test]
fn a_followed_feed_moves_with_its_name() {
    let (world, archive) = World::new("");
    let new = "https://b.example/feed";
    let moved = || Says::Status(301, vec![("location", new.to_owned())], String::new());
    world.feed(FEED, "", &[]);
    let follow = Wish::Feeds { named: vec![FEED.parse().unwrap()], follow: fetch::Follow::Yes };
    world.run(&archive, &follow);
    world.says(FEED, moved());
    world.feed(new, "", &[]);
    world.later(3_600);
    assert_eq!(world.round(&archive), [FEED]);
    world.later(3_600);
    assert_eq!(world.round(&archive), [new]);
    let reader = archive.store.read().unwrap();
    let feeds = reader.subscriptions().unwrap();
    let shown: Vec<_> = feeds.iter().map(|f| (f.address.as_str(), f.title.as_deref())).collect();
    assert_eq!(shown, [(new, Some("Lights"))]);
    assert_eq!(reader.fetched("a.example/feed").unwrap(), None);
}

#[test]
fn a_sitemap_names_what_is_new_and_what_was_edited() {
    let map = "https://a.example/map.xml";
    let (world, archive) = World::new(&format!("[[fetch.sitemap]]\nurl = \"{map}\"\n"));
    let entry = |n: u32, at: i64| {
        let at = Timestamp::from_second(at).unwrap();
        format!("<url><loc>https://a.example/{n}</loc><lastmod>{at}</lastmod></url>")
    };
    let list = |entries: &[String]| {
        ok("application/xml", format!("<urlset>{}</urlset>", entries.concat()))
    };
    world.page(PAGE, "Letter one");
    world.page("https://a.example/2", "Letter two");
    world.says(map, list(&[entry(1, NOW - 60), entry(2, NOW - 9 * DAY)]));
    assert_eq!(world.round(&archive), [PAGE, map]);
    world.later(3_600);
    assert_eq!(world.round(&archive), [map]);
    world.says(map, list(&[entry(1, NOW + 3_601), entry(2, NOW - 9 * DAY)]));
    world.later(3_600);
    assert_eq!(world.round(&archive), [PAGE, map]);
}

#[test]
fn sources_of_new_events_come_newest_first_and_bounded() {
    let (world, archive) = World::new("[fetch]\nmost = 2\nsources_of = \"30d\"\n");
    let lines: String = [("2016-09-10", 1), ("2016-09-11", 2), ("2016-09-12", 3), ("2016-01-01", 4)]
        .iter()
        .map(|(day, n)| {
            let url = format!("https://h{n}.example/report");
            world.page(&url, &format!("Report {n}"));
            let text = format!("Report {n} of the board on the light is read in the House.");
            format!("{{\"date\":\"{day}\",\"text\":\"{text}\",\"sources\":[{{\"name\":\"B\",\"url\":\"{url}\"}}]}}\n")
        })
        .collect();
    let file = world.home.path().join("lines.jsonl");
    std::fs::write(&file, lines).unwrap();
    let import = annals_archive::ingest::Options {
        paths: vec![file],
        reading: annals_import::inputs::Options::default(),
        url: None,
        now: world.now(),
    };
    annals_archive::ingest::run(&archive, &import, |_| {}).unwrap();
    let report = |n| format!("https://h{n}.example/report");
    assert_eq!(world.round(&archive), [report(2), report(3)]);
    assert_eq!(world.round(&archive), [report(1)]);
    assert_eq!(world.round(&archive), Vec::<String>::new());
    let state = world.state(&archive, "h3.example/report");
    assert_eq!((state.kind, state.state), (FetchKind::Source, FetchState::Good));
    assert_eq!(fetch::next_due(&archive, world.now()).unwrap().unwrap().as_second(), NOW + 7 * DAY);
}

#[test]
fn one_process_fetches_at_a_time() {
    let (world, archive) = World::new("");
    let second = Archive::open(world.home.path()).unwrap();
    let lock = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(world.home.path().join("fetch.lock"))
        .unwrap();
    lock.lock().unwrap();
    let clock = || world.now();
    let options = Options { clock: &clock, due: Due::Only, stop: None };
    let held = fetch::all(&second, &world, &options, &mut |_| {});
    assert!(held.unwrap_err().to_string().contains("another process"));
    drop(lock);
    assert!(fetch::all(&archive, &world, &options, &mut |_| {}).is_ok());
}

#[test]
fn what_publishers_reserve_is_recorded_and_forgotten_when_they_drop_it() {
    let (world, archive) = World::new("[fetch]\nagain = [\"7d\"]\n");
    let other = "https://b.example/2";
    world.page(PAGE, "First words");
    world.page(other, "Free words");
    world.ai.lock().unwrap().insert("a.example".into(), "Disallow: /".into());
    world.run(&archive, &pages(&[PAGE, other]));
    let reserved = |page: &str| archive.store.read().unwrap().reserved(page).unwrap();
    let (limits, said) = reserved("a.example/1").unwrap();
    assert!(limits);
    let said: Vec<_> = said.iter().map(|s| (s.right.as_str(), s.place.as_str())).collect();
    assert_eq!(said, [("training", "ai.txt")]);
    assert_eq!(reserved("b.example/2"), None);
    world.ai.lock().unwrap().clear();
    world.later(8 * DAY);
    assert_eq!(world.round(&archive), [PAGE, other]);
    assert_eq!(reserved("a.example/1"), None);
}
