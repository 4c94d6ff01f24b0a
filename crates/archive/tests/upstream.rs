//! Following the day pages of a wiki that lives on loopback.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_archive::editing::{Act, ActError};
use annals_archive::queue::{self, Asked, Kind, Waiting};
use annals_archive::upstream::{self, Options, Report};
use annals_archive::{Archive, check};
use annals_fetch::mediawiki::Patience;
use annals_fetch::{Answer, Ask, Exchange, Fetch, FetchError};
use annals_model::{By, Status, Step, Timestamp, date, history};
use annals_upstream::mediawiki::{Edit, Fault, Wiki};
use annals_upstream::{Reply, Server};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

const FIFTH: &str = "Portal:Current events/2016 October 5";
const SIXTH: &str = "Portal:Current events/2016 October 6";

const TYPHOON: &str = "*[[Typhoon Chaba]] reaches the south of [[Japan]] with heavy rain. [https://a.example/2016/10/05/chaba (Example News)]";
const TRAIN: &str = "*Two trains collide near [[Lucerne]] and injure five people. [https://a.example/2016/10/05/train (Example News)]";
const PRIZE: &str = "*The [[Nobel Prize in Chemistry]] goes to three makers of molecular machines. [https://b.example/2016/10/05/nobel (Example Post)]";
const TREATY: &str = "*The [[European Union]] ratifies the [[Paris Agreement]] on the climate. [https://b.example/2016/10/05/paris (Example Post)]";
const VOTE: &str = "*[[Security Council]] members name [[António Guterres]] for Secretary-General. [https://c.example/2016/10/05/un (Example Times)]";

/// A client that goes to loopback only, and gives up after so many answers.
struct Plain {
    left: AtomicU64,
}

impl Plain {
    fn new() -> Plain {
        Plain::giving_up_after(u64::MAX)
    }

    fn giving_up_after(answers: u64) -> Plain {
        Plain { left: AtomicU64::new(answers) }
    }
}

impl Fetch for Plain {
    fn get(&self, ask: &Ask<'_>) -> Result<Answer, FetchError> {
        let url = ask.url.to_string();
        let failed = |why: String| FetchError::Failed { url: url.clone(), why, lasting: false };
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return Err(FetchError::Forbidden { url, host: "killed".into() });
        }
        self.left.store(left - 1, Ordering::SeqCst);
        let host = format!("{}:{}", ask.url.host_str().unwrap(), ask.url.port().unwrap());
        let mut stream = TcpStream::connect(&host).map_err(|e| failed(e.to_string()))?;
        let path = &ask.url[url::Position::BeforePath..];
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).map_err(|e| failed(e.to_string()))?;
        stream.shutdown(std::net::Shutdown::Write).map_err(|e| failed(e.to_string()))?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).map_err(|e| failed(e.to_string()))?;
        let end = all.windows(4).position(|w| w == b"\r\n\r\n");
        let end = end.ok_or_else(|| failed("no answer".into()))?;
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = head
            .lines()
            .filter_map(|l| l.split_once(": "))
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        let coded = all[end + 4..].to_vec();
        let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        if matches!(status, 429 | 503) {
            let after = header("Retry-After").and_then(|v| v.parse().ok()).unwrap_or(1);
            return Err(FetchError::Later {
                url,
                after: Duration::from_secs(after),
                status: Some(status),
            });
        }
        let mut body = coded.clone();
        if header("Content-Encoding").is_some() {
            body.clear();
            flate2::read::GzDecoder::new(&coded[..]).read_to_end(&mut body).unwrap();
        }
        let exchange = Exchange {
            at: Timestamp::UNIX_EPOCH,
            url: ask.url.clone(),
            ip: None,
            sent: Vec::new(),
            status,
            headers,
            body: coded,
        };
        Ok(Answer { exchanges: vec![exchange], body, cut: false })
    }
}

fn archive() -> (TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::init(dir.path(), "News", "en").unwrap();
    (dir, archive)
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

static WAITED: AtomicU64 = AtomicU64::new(0);

fn options(api: &str, now: &str) -> Options {
    let wait = |pause: Duration| {
        WAITED.fetch_add(pause.as_secs(), Ordering::SeqCst);
    };
    Options {
        from: Some(date(2016, 10, 5)),
        to: Some(date(2016, 10, 6)),
        patience: Patience { wait, most: Duration::from_secs(60) },
        ..Options::new(Url::parse(api).unwrap(), time(now))
    }
}

fn round(archive: &Archive, wiki: &Wiki, now: &str) -> Report {
    upstream::run(archive, &Plain::new(), &options(&wiki.api(), now), &mut |_| {}).unwrap()
}

/// A day page with these bullets.
fn page(bullets: &[&str]) -> String {
    format!(
        "{{{{Current events|year=2016|month=10|day=5|content=\n;World\n{}\n}}}}",
        bullets.join("\n")
    )
}

/// Saves the page of the fifth, so many minutes after eight.
fn save(wiki: &Wiki, minute: i64, by: &str, comment: &str, bullets: &[&str]) -> u64 {
    let eight = time("2016-10-05T08:00:00Z").as_second();
    let at = Timestamp::from_second(eight + 60 * minute).unwrap().to_string();
    wiki.save(FIFTH, Edit { at: &at, by, comment, text: &page(bullets) })
}

/// The statement, status and steps of each event that is there, by statement.
fn events(archive: &Archive) -> Vec<(String, Status, Vec<Step>)> {
    let reader = archive.store.read().unwrap();
    let mut all = Vec::new();
    for head in reader.heads().unwrap() {
        let event = reader.event_in(head.row).unwrap().unwrap();
        let steps = history::steps(&reader.revisions(head.row).unwrap());
        all.push((event.record.statement.text, event.record.status, steps));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn one(archive: &Archive, beginning: &str) -> (String, Status, Vec<Step>) {
    let mut found = events(archive);
    found.retain(|(text, ..)| text.starts_with(beginning));
    assert_eq!(found.len(), 1, "{beginning}: {found:#?}");
    found.pop().unwrap()
}

fn waiting(archive: &Archive) -> Vec<Waiting> {
    let asked = Asked { kind: Some(Kind::Upstream), ..Asked::default() };
    queue::list(archive, &asked).unwrap().waiting
}

fn is_clean(archive: &Archive) {
    assert_eq!(check::run(archive).unwrap().problems, Vec::<String>::new());
}

#[test]
fn each_edit_is_a_revision_with_its_time_and_author() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    wiki.gzip();
    wiki.in_parts();
    save(&wiki, 0, "Ada", "start", &[TYPHOON]);
    save(&wiki, 5, "Ada", "train", &[TYPHOON, TRAIN]);
    let third = TRAIN.replace("five people", "17 people");
    let id = save(&wiki, 9, "Grace", "more are hurt", &[TYPHOON, &third]);
    save(&wiki, 30, "192.0.2.7", "", &[TYPHOON, &third, PRIZE]);
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.revisions, report.new, report.changed), (4, 3, 1), "{report:#?}");
    assert_eq!((report.pages, report.missing, report.edited), (2, 1, 1));
    assert_eq!(report.asked, wiki.asked().len() as u64);
    let (text, _, steps) = one(&archive, "Two trains");
    assert!(text.contains("17 people"));
    let times: Vec<_> = steps.iter().map(|s| s.known_at.unwrap().to_string()).collect();
    assert_eq!(times, ["2016-10-05T08:05:00Z", "2016-10-05T08:09:00Z"]);
    let by = By::importer("wikitext", Some(format!("{FIFTH} (revision {id} by Grace)")));
    assert_eq!(steps[1].by, by);
    // Whoever was not logged in is not named.
    let (.., steps) = one(&archive, "The Nobel");
    let By::Importer { upstream: Some(by), .. } = &steps[0].by else { panic!() };
    assert!(by.ends_with(&format!("(revision {})", id + 1)), "{by}");

    // Nothing new: one question about the latest revisions (in its two parts), no texts.
    let (asked, texts) = (wiki.asked().len(), wiki.asked_for_texts());
    let report = round(&archive, &wiki, "2016-10-05T20:10:00Z");
    assert_eq!((report.edited, report.revisions), (0, 0));
    assert_eq!((wiki.asked().len() - asked, wiki.asked_for_texts() - texts), (2, 0));

    // One edit more: only what is newer than the known revision is asked for.
    save(&wiki, 700, "Ada", "treaty", &[TYPHOON, &third, PRIZE, TREATY]);
    let report = round(&archive, &wiki, "2016-10-05T20:20:00Z");
    assert_eq!((report.revisions, report.new, report.changed), (1, 1, 0));
    let last = wiki.asked().pop().unwrap();
    assert_eq!(last.query("rvstartid"), Some((id + 1).to_string()));
    is_clean(&archive);
}

#[test]
fn a_thousand_bullets_of_history_do_not_make_an_event_twice() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    wiki.limit(10);
    for minute in 0..60 {
        let count = format!("{} people", minute + 2);
        let train = TRAIN.replace("five people", &count);
        save(&wiki, minute, "Ada", "", &[TYPHOON, &train, PRIZE, TREATY]);
    }
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.revisions, report.new, report.changed, report.quarantined), (60, 4, 59, 0));
    assert_eq!(one(&archive, "Two trains").2.len(), 60);
    is_clean(&archive);
}

/// Everything that readers and the queue could tell apart, without row numbers.
fn state(archive: &Archive) -> String {
    let mut text = String::new();
    for (statement, status, steps) in events(archive) {
        text += &format!("{statement} {status:?}\n");
        for step in steps {
            text += &format!("  {:?} {:?} {:?}\n", step.known_at, step.by, step.changes);
        }
    }
    for waiting in waiting(archive) {
        text += &format!("{} {:?}\n", waiting.text, waiting.evidence);
    }
    text
}

fn eventful(wiki: &Wiki) {
    save(wiki, 0, "Ada", "", &[TYPHOON]);
    save(wiki, 1, "Ada", "", &[TYPHOON, TRAIN, PRIZE]);
    save(wiki, 2, "Vandal", "", &["poop"]);
    save(wiki, 3, "Ada", "rv", &[TYPHOON, TRAIN, PRIZE]);
    for minute in 4..40 {
        let train = TRAIN.replace("five", &format!("{minute}"));
        save(wiki, minute, "Grace", "", &[TYPHOON, &train, PRIZE]);
    }
    save(wiki, 41, "Grace", "", &[TYPHOON, PRIZE, "*lol Timmy was here"]);
    save(wiki, 42, "Grace", "", &[TYPHOON, PRIZE, "*lol Timmy was here", TREATY]);
    let text = page(&[VOTE]).replace("day=5", "day=6");
    wiki.save(SIXTH, Edit { at: "2016-10-06T09:00:00Z", by: "Ada", comment: "", text: &text });
}

#[test]
fn a_killed_round_loses_nothing_and_asks_for_nothing_twice() {
    let whole = {
        let (_dir, archive) = archive();
        let wiki = Wiki::start();
        wiki.limit(7);
        eventful(&wiki);
        round(&archive, &wiki, "2016-10-07T20:00:00Z");
        is_clean(&archive);
        (state(&archive), wiki.asked().len() as u64)
    };
    assert!(whole.0.contains("Paris Agreement") && whole.0.contains("António Guterres"));
    for answers in 0..whole.1 {
        let (_dir, archive) = archive();
        let wiki = Wiki::start();
        wiki.limit(7);
        eventful(&wiki);
        let options = options(&wiki.api(), "2016-10-07T20:00:00Z");
        let killed = Plain::giving_up_after(answers);
        let first = upstream::run(&archive, &killed, &options, &mut |_| {}).unwrap();
        assert!(first.unfinished > 0, "{first:#?}");
        let options = Options { now: time("2016-10-07T20:30:00Z"), ..options };
        let next = upstream::run(&archive, &Plain::new(), &options, &mut |_| {}).unwrap();
        assert_eq!(next.unfinished, 0);
        assert_eq!(first.revisions + next.revisions, 43, "after {answers}");
        assert_eq!(state(&archive), whole.0, "after {answers}");
        is_clean(&archive);
    }
}

#[test]
fn what_the_wiki_took_back_is_not_taken() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN]);
    save(
        &wiki,
        1,
        "Vandal",
        "",
        &[
            TYPHOON,
            TRAIN,
            "*A sound sentence about [[Mars]] that nobody wants. [https://z.example/x (Z)]",
        ],
    );
    save(&wiki, 3, "Grace", "Reverted edits", &[TYPHOON, TRAIN]);
    let id = save(
        &wiki,
        4,
        "Vandal",
        "",
        &[
            TYPHOON,
            TRAIN,
            "*Another sentence about [[Venus]] that nobody wants. [https://z.example/y (Z)]",
        ],
    );
    wiki.tag(id, "mw-reverted");
    save(&wiki, 5, "Grace", "", &[TYPHOON, TRAIN, PRIZE]);
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.reverted, report.new, report.quarantined), (2, 3, 0));
    assert_eq!(events(&archive).len(), 3);
    assert_eq!(waiting(&archive), []);
}

#[test]
fn damage_waits_and_the_rest_of_its_revision_is_taken() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN, PRIZE, TREATY]);
    let bad = TRAIN.replace("injure five people", "injure five poop heads lol");
    let id = save(
        &wiki,
        2,
        "Timmy",
        "fix",
        &[TYPHOON, &bad, PRIZE, TREATY, VOTE, "*JOHNNY IS THE VERY BEST PLAYER"],
    );
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.quarantined, report.new), (2, 5), "{report:#?}");
    // No event, no slug; the changed one says what it said.
    assert_eq!(events(&archive).len(), 5);
    assert!(one(&archive, "Two trains").0.contains("five people"));
    let held = waiting(&archive);
    assert_eq!(held.len(), 2);
    assert!(held[0].text.contains("poop") && held[0].evidence[0].text.contains("lol"));
    assert!(held[0].evidence[1].text.contains(&format!("revision {id} by Timmy")));
    // The next sound edit takes no damage along, and asks nothing again.
    save(
        &wiki,
        8,
        "Grace",
        "",
        &[
            &TYPHOON.replace("heavy rain", "heavy rain and wind"),
            &bad,
            PRIZE,
            TREATY,
            VOTE,
            "*JOHNNY IS THE VERY BEST PLAYER",
        ],
    );
    let report = round(&archive, &wiki, "2016-10-05T20:10:00Z");
    assert_eq!((report.quarantined, report.new, report.changed), (0, 0, 1));
    assert_eq!(waiting(&archive).len(), 2);
    // A person lets the one through and refuses the other.
    let (accepted, refused) = (held[0].id.parse().unwrap(), held[1].id.parse().unwrap());
    let word = ("ada", "they do");
    let now = time("2016-10-05T21:00:00Z");
    let done = upstream::accept(&archive, accepted, word, now).unwrap();
    assert_eq!((done.events.len(), done.events[0].created), (1, false));
    upstream::refuse(&archive, refused, word, now).unwrap();
    assert!(matches!(upstream::accept(&archive, accepted, word, now), Err(ActError::Refused(_))));
    assert!(matches!(upstream::accept(&archive, 99, word, now), Err(ActError::Missing(_))));
    let (text, _, steps) = one(&archive, "Two trains");
    assert!(text.contains("poop"));
    assert_eq!(steps.last().unwrap().known_at, Some(time("2016-10-05T08:02:00Z")));
    assert_eq!(waiting(&archive), []);
    // Refused is refused, however often it is saved.
    save(
        &wiki,
        9,
        "Grace",
        "",
        &[TYPHOON, &bad, PRIZE, TREATY, VOTE, "*JOHNNY IS THE VERY BEST PLAYER"],
    );
    let report = round(&archive, &wiki, "2016-10-05T21:10:00Z");
    assert_eq!((report.quarantined, report.new, events(&archive).len()), (0, 0, 5));
    assert_eq!(waiting(&archive), []);
    is_clean(&archive);
}

#[test]
fn what_takes_the_place_and_the_source_of_another_waits() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN, PRIZE, TREATY]);
    let source = &TRAIN[TRAIN.find(" [http").unwrap()..];
    let bad = format!("*Giant rabbits govern the moon from a castle of cheese{source}");
    save(&wiki, 2, "Timmy", "fixed typo", &[TYPHOON, &bad, PRIZE, TREATY]);
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.quarantined, report.new), (1, 4), "{report:#?}");
    assert_eq!(events(&archive).len(), 4);
    let held = waiting(&archive);
    assert!(held.iter().any(|one| one.text.contains("rabbits")), "{held:#?}");
    // The same bullet in other words is no other one.
    let other = TRAIN.replace("injure five people", "injure at least seven people");
    save(&wiki, 4, "Grace", "", &[TYPHOON, &other, PRIZE, TREATY]);
    let report = round(&archive, &wiki, "2016-10-05T20:10:00Z");
    assert_eq!((report.quarantined, events(&archive).len()), (0, 4));
    assert!(one(&archive, "Two trains").0.contains("seven"));
    assert_eq!(waiting(&archive), []);
    is_clean(&archive);
}

#[test]
fn what_the_page_says_no_more_does_not_wait() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN, PRIZE, TREATY]);
    save(&wiki, 2, "Timmy", "", &[TYPHOON, TRAIN, PRIZE, TREATY, "*hi mom im famous"]);
    round(&archive, &wiki, "2016-10-05T10:00:00Z");
    assert_eq!(waiting(&archive).len(), 1);
    save(&wiki, 90, "Ada", "clean", &[TYPHOON, TRAIN, PRIZE, TREATY, VOTE]);
    round(&archive, &wiki, "2016-10-05T11:00:00Z");
    assert_eq!(waiting(&archive), []);
    assert_eq!(events(&archive).len(), 5);
}

#[test]
fn a_removal_withdraws_nothing_by_itself() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN, PRIZE, TREATY, VOTE]);
    round(&archive, &wiki, "2016-10-05T09:00:00Z");
    save(&wiki, 70, "Grace", "not notable", &[TYPHOON, PRIZE, TREATY, VOTE]);
    let report = round(&archive, &wiki, "2016-10-05T10:00:00Z");
    assert_eq!(report.removals, 1);
    assert_eq!(one(&archive, "Two trains").1, Status::Published);
    let held = waiting(&archive);
    assert_eq!(held.len(), 1);
    assert!(held[0].evidence[0].text.contains("not notable"), "{held:#?}");
    // Put back: the same event, and nothing waits.
    save(&wiki, 130, "Ada", "it is", &[TYPHOON, TRAIN, PRIZE, TREATY, VOTE]);
    let report = round(&archive, &wiki, "2016-10-05T11:00:00Z");
    assert_eq!((report.new, waiting(&archive).len(), events(&archive).len()), (0, 0, 5));
    // Removed again; now a person agrees.
    save(&wiki, 200, "Grace", "twice told", &[TYPHOON, PRIZE, TREATY, VOTE]);
    round(&archive, &wiki, "2016-10-05T12:00:00Z");
    let held = waiting(&archive).pop().unwrap();
    upstream::accept(
        &archive,
        held.id.parse().unwrap(),
        ("ada", "it is no news"),
        time("2016-10-05T12:30:00Z"),
    )
    .unwrap();
    assert!(matches!(one(&archive, "Two trains").1, Status::Withdrawn(_)));
    assert_eq!(waiting(&archive), []);
    is_clean(&archive);
}

#[test]
fn what_came_and_went_before_anybody_looked_is_not_shown() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON, TRAIN, PRIZE]);
    save(&wiki, 50, "Grace", "not notable", &[TYPHOON, PRIZE]);
    let report = round(&archive, &wiki, "2016-10-06T09:00:00Z");
    assert_eq!((report.new, report.held, report.removals), (3, 1, 0));
    let (_, status, steps) = one(&archive, "Two trains");
    assert!(
        matches!(&status, Status::Held(why) if why.contains("by Grace, “not notable”")),
        "{status:?}"
    );
    assert_eq!(steps[1].known_at, Some(time("2016-10-05T08:50:00Z")));
    // And is, once it is listed again.
    save(&wiki, 1500, "Ada", "", &[TYPHOON, TRAIN, PRIZE]);
    round(&archive, &wiki, "2016-10-06T12:00:00Z");
    assert_eq!(one(&archive, "Two trains").1, Status::Published);
    is_clean(&archive);
}

#[test]
fn mass_deletion_and_blanking_take_nothing_away() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    let all = [TYPHOON, TRAIN, PRIZE, TREATY, VOTE];
    save(&wiki, 0, "Ada", "", &all);
    save(&wiki, 5, "Timmy", "", &[]);
    let report = round(&archive, &wiki, "2016-10-05T09:00:00Z");
    assert_eq!((report.removals, report.held), (1, 0));
    assert_eq!(events(&archive).iter().filter(|e| e.1 == Status::Published).count(), 5);
    assert!(waiting(&archive)[0].evidence[0].text.contains("5 of 5"));
    save(&wiki, 100, "Ada", "", &all);
    let report = round(&archive, &wiki, "2016-10-05T10:00:00Z");
    assert_eq!((report.new, report.changed, waiting(&archive).len()), (0, 0, 0));
    is_clean(&archive);
}

#[test]
fn an_event_that_moves_to_another_day_is_the_same() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    // Without a source nothing but the words ties the two.
    let bare = TRAIN.split(" [http").next().unwrap();
    save(&wiki, 0, "Ada", "", &[TYPHOON, bare, PRIZE]);
    let sixth = |bullets: &[&str], hour: u32| {
        let text = page(bullets).replace("day=5", "day=6");
        let at = format!("2016-10-06T{hour:02}:00:00Z");
        wiki.save(SIXTH, Edit { at: &at, by: "Ada", comment: "", text: &text });
    };
    sixth(&[VOTE], 7);
    round(&archive, &wiki, "2016-10-06T08:00:00Z");
    let before = archive.store.read().unwrap().heads().unwrap().len();
    save(&wiki, 1500, "Ada", "to the 6th", &[TYPHOON, PRIZE]);
    sixth(&[VOTE, bare], 10);
    round(&archive, &wiki, "2016-10-06T11:00:00Z");
    assert_eq!(archive.store.read().unwrap().heads().unwrap().len(), before);
    let (_, status, steps) = one(&archive, "Two trains");
    assert_eq!((status, steps.last().unwrap().record.day), (Status::Published, date(2016, 10, 6)));
    assert_eq!(waiting(&archive), []);
    is_clean(&archive);
}

#[test]
fn the_wiki_is_waited_for() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON]);
    let before = WAITED.load(Ordering::SeqCst);
    wiki.faults([Fault::Maxlag(7), Fault::Reply(Reply::status(429).with("Retry-After", "11"))]);
    let report = round(&archive, &wiki, "2016-10-05T20:00:00Z");
    assert_eq!((report.new, report.later), (1, None));
    assert!(WAITED.load(Ordering::SeqCst) - before >= 18);
    // Longer than there is patience: the round ends, and says when to come again.
    wiki.faults([Fault::Reply(Reply::status(503).with("Retry-After", "3600"))]);
    let report = round(&archive, &wiki, "2016-10-05T21:00:00Z");
    assert_eq!((report.later, report.unfinished), (Some(3600), 2));
}

#[test]
fn the_history_goes_on_where_the_wiki_stumbles() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    wiki.limit(2);
    for (minute, bullets) in
        [&[TYPHOON][..], &[TYPHOON, TRAIN], &[TYPHOON, TRAIN, PRIZE]].into_iter().enumerate()
    {
        save(&wiki, minute as i64, "Ada", "", bullets);
    }
    let nothing = Fault::Reply(Reply::status(200));
    wiki.faults([nothing]);
    let report = round(&archive, &wiki, "2016-10-05T19:00:00Z");
    assert_eq!((report.unfinished, report.problems.len()), (2, 1), "{report:#?}");
    let options = options(&wiki.api(), "2016-10-05T20:00:00Z");
    let pass = Fault::Truncated;
    wiki.faults([pass.clone(), pass.clone(), pass]);
    let report = upstream::run(&archive, &Plain::new(), &options, &mut |_| {}).unwrap();
    assert_eq!((report.new, report.unfinished), (3, 0), "{report:#?}");
    // The known revision was removed: its time is a place, too.
    let last = save(&wiki, 30, "Ada", "", &[TYPHOON, TRAIN, PRIZE, TREATY]);
    wiki.remove(last - 1);
    let report = round(&archive, &wiki, "2016-10-05T21:00:00Z");
    assert_eq!((report.new, report.unfinished), (1, 0), "{report:#?}");
}

#[test]
fn hidden_redirected_and_foreign_pages_give_what_they_can() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    let hidden = save(&wiki, 0, "Ada", "", &[TYPHOON]);
    save(&wiki, 1, "Ada", "", &[TYPHOON, TRAIN]);
    wiki.hide(hidden);
    // A page whose text calls itself that of another year: nothing new of it is taken.
    let foreign = page(&[VOTE]).replace("2016", "2011");
    wiki.save(SIXTH, Edit { at: "2016-10-06T00:00:00Z", by: "Ada", comment: "", text: &foreign });
    let report = round(&archive, &wiki, "2016-10-06T20:00:00Z");
    assert_eq!((report.new, report.quarantined, report.revisions), (2, 1, 3), "{report:#?}");
    assert!(report.problems.iter().any(|p| p.kind == "text-hidden"));
    assert!(waiting(&archive)[0].evidence[0].text.contains("2011-10-05"));
    // Moved onto the page of another day: it is not told twice.
    wiki.rename(FIFTH, "Portal:Current events/2016 October 4");
    let report = round(&archive, &wiki, "2016-10-06T21:00:00Z");
    assert!(report.problems.iter().any(|p| p.kind == "redirect"), "{report:#?}");
    assert_eq!(events(&archive).len(), 2);
}

#[test]
fn hostile_answers_are_told_and_harm_nothing() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        "",
        "<html>no</html>",
        "{\"query\":{\"pages\":{}}}",
        "{\"query\":{\"pages\":[{\"title\":3}]}}",
        "{\"query\":{\"pages\":[]}}",
        "{\"error\":{\"code\":\"internal_api_error_\\u0000\",\"info\":\"x\"}}",
        "{\"continue\":{\"rvcontinue\":\"1\"},\"query\":{\"pages\":[]}}",
        "null",
        deep.as_str(),
    ] {
        let (_dir, archive) = archive();
        let body = body.to_owned();
        let server = Server::start(move |_| Reply::ok("application/json", body.clone()));
        let options = options(&server.url("/w/api.php"), "2016-10-05T20:00:00Z");
        let report = upstream::run(&archive, &Plain::new(), &options, &mut |_| {}).unwrap();
        assert_eq!((report.unfinished, report.revisions), (2, 0));
        let problem = &report.problems[0].problem;
        assert!(problem.contains("/w/api.php"), "{problem}");
        assert!(server.asked().len() < 300, "{}", server.asked().len());
    }
    // A history that goes on for ever.
    let (_dir, archive) = archive();
    let server = Server::start(|request| {
        let body = if request.query("titles").is_some() {
            format!(
                "{{\"query\":{{\"pages\":[{{\"pageid\":1,\"title\":\"{FIFTH}\",\"lastrevid\":9}},{{\"title\":\"{SIXTH}\",\"missing\":true}}]}}}}"
            )
        } else {
            "{\"continue\":{\"rvcontinue\":\"1\"},\"query\":{\"pages\":[{\"pageid\":1,\"title\":\"x\",\"revisions\":[{\"revid\":5,\"timestamp\":\"2016-10-05T08:00:00Z\"}]}]}}".to_owned()
        };
        Reply::ok("application/json", body)
    });
    let options = options(&server.url("/w/api.php"), "2016-10-05T20:00:00Z");
    let report = upstream::run(&archive, &Plain::new(), &options, &mut |_| {}).unwrap();
    assert_eq!((report.unfinished, report.new), (1, 0));
    assert!(report.problems[0].problem.contains("goes on"), "{report:#?}");
    assert!(server.asked().len() < 30);
}

#[test]
fn without_a_range_the_last_days_and_lately_edited_pages_are_looked_at() {
    let (_dir, archive) = archive();
    let wiki = Wiki::start();
    save(&wiki, 0, "Ada", "", &[TYPHOON]);
    let api = Url::parse(&wiki.api()).unwrap();
    let first = Options::new(api.clone(), time("2016-10-05T20:00:00Z"));
    let report = upstream::run(&archive, &Plain::new(), &first, &mut |_| {}).unwrap();
    assert_eq!((report.pages, report.new), (9, 1));
    // Ten days later the page is out of range, and is looked at as it was edited lately.
    save(&wiki, 600, "Ada", "", &[TYPHOON, TRAIN]);
    let later = Options::new(api, time("2016-10-15T20:00:00Z"));
    let report = upstream::run(&archive, &Plain::new(), &later, &mut |_| {}).unwrap();
    assert_eq!((report.pages, report.new), (10, 1));
    let acts = waiting(&archive).into_iter().flat_map(|w| w.acts).collect::<Vec<Act>>();
    assert_eq!(acts, []);
}
