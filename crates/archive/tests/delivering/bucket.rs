//! Buckets: what is sent, in which order, and what a round that is cut short leaves.

use crate::world::{ADMITTED, archive, deliver, differences, from_scratch, tell, told, version};
use annals_archive::Archive;
use annals_archive::deliver::Placed;
use annals_model::date;
use annals_upstream::s3::{ACCESS_KEY, BUCKET, Bucket, Deed, REGION, SECRET_KEY};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const PREFIX: &str = "site/news";

/// An archive with a bucket for its only target.
fn with_bucket(home: &Path, name: &str, server: &Bucket) -> Archive {
    let keys = format!("access_key_id = {ACCESS_KEY}\nsecret_access_key = {SECRET_KEY}\n");
    fs::write(home.join("keys"), keys).unwrap();
    let settings = format!(
        "[[target]]\nname = 'bucket'\nkind = 's3'\nendpoint = '{}'\nbucket = '{BUCKET}'\n\
         region = '{REGION}'\nprefix = '{PREFIX}'\ncredentials = '../keys'\nsending = 4\n",
        server.endpoint()
    );
    archive(&home.join(name), &settings)
}

fn placed(archive: &Archive, at: i64) -> Result<Placed, String> {
    deliver(archive, at).remove(0).placed
}

/// The site as it lies in the bucket.
fn site(server: &Bucket) -> BTreeMap<String, Vec<u8>> {
    let within = |key: &str| key.strip_prefix(&format!("{PREFIX}/")).map(str::to_owned);
    let files = server.objects().into_iter().filter_map(|(k, o)| Some((within(&k)?, o.bytes)));
    files.filter(|(path, _)| !path.starts_with(".annals/")).collect()
}

/// The pages among what was done, by their paths.
fn pages(deeds: &[Deed]) -> Vec<(bool, String)> {
    let page = |deed: &Deed| {
        let (put, key) = match deed {
            Deed::Put(key) => (true, key),
            Deed::Deleted(key) => (false, key),
        };
        let path = key.strip_prefix(&format!("{PREFIX}/"))?;
        (!path.starts_with(".annals/")).then(|| (put, path.to_owned()))
    };
    deeds.iter().filter_map(page).collect()
}

#[test]
fn only_what_changed_is_sent_and_nobody_is_led_to_nothing() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    let archive = with_bucket(home.path(), "archive", &server);
    told(&archive, &ADMITTED[..3], 0);
    let first = placed(&archive, 1).unwrap();
    assert_eq!(server.problems(), Vec::<String>::new());
    let scratch = from_scratch(&archive, &home.path().join("scratch"));
    assert_eq!(site(&server), scratch);
    assert_eq!(first.written, scratch.len() as u64);
    let sent = pages(&server.deeds());
    let at = |path: &str| {
        sent.iter().position(|(_, p)| p == path).unwrap_or_else(|| panic!("no {path}"))
    };
    let event = scratch.keys().find(|p| p.starts_with("news/1960/09/20/cameroon")).unwrap();
    // Where readers come in is last; nothing leads to the rest before.
    for later in ["index.html", "feeds/all.atom", "sitemap.xml"] {
        assert!(at(event) < at(later) && at("assets/annals.css") < at(later), "{later}");
    }
    assert!(at("news/1960/09/20/index.html") < at("index.html"));
    let objects = server.objects();
    let kind = |path: &str, name: &str| objects[&format!("{PREFIX}/{path}")].headers[name].clone();
    assert_eq!(kind("index.html", "content-type"), "text/html; charset=utf-8");
    assert_eq!(kind("feeds/all.json", "content-type"), "application/feed+json");
    assert_eq!(kind("index.html", "cache-control"), "public, max-age=60");
    assert_eq!(kind("assets/annals.css", "cache-control"), "public, max-age=3600");

    // Nothing new: nothing is sent.
    let none = placed(&archive, 2).unwrap();
    assert_eq!((none.written, none.removed), (0, 0));
    assert_eq!(server.deeds(), []);

    // One event more: the new pages first, then what leads to them.
    let before = scratch;
    told(&archive, &ADMITTED[3..4], 3);
    placed(&archive, 3).unwrap();
    let scratch = from_scratch(&archive, &home.path().join("scratch-2"));
    assert_eq!(site(&server), scratch);
    let sent: Vec<String> = pages(&server.deeds()).into_iter().map(|(_, path)| path).collect();
    let mut changed: Vec<String> = scratch
        .iter()
        .filter(|(p, b)| before.get(*p) != Some(*b))
        .map(|(p, _)| p.clone())
        .collect();
    let mut sorted = sent.clone();
    sorted.sort();
    changed.sort();
    assert_eq!(sorted, changed);
    let last_new = sent.iter().rposition(|p| !before.contains_key(p)).unwrap();
    let first_old = sent.iter().position(|p| before.contains_key(p)).unwrap();
    assert!(last_new < first_old, "{sent:?}");
    assert_eq!(server.problems(), Vec::<String>::new());
}

#[test]
fn what_was_lost_here_is_read_there() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    let archive = with_bucket(home.path(), "archive", &server);
    told(&archive, &ADMITTED[..2], 0);
    placed(&archive, 1).unwrap();
    server.deeds();
    // This machine forgets all it noted.
    fs::remove_dir_all(archive.dir.join("delivered")).unwrap();
    placed(&archive, 2).unwrap();
    assert_eq!(server.deeds(), []);
    // The bucket loses what it says of itself: the objects are looked at, none is sent.
    for key in server.objects().keys().filter(|k| k.contains("/.annals/")) {
        server.lose(key);
    }
    assert_eq!(placed(&archive, 3).unwrap().written, 0);
    assert_eq!(pages(&server.deeds()), []);
}

#[test]
fn others_objects_are_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    server.place("elsewhere/index.html", b"theirs");
    let archive = with_bucket(home.path(), "archive", &server);
    told(&archive, &ADMITTED[..1], 0);
    placed(&archive, 1).unwrap();
    assert_eq!(server.objects()["elsewhere/index.html"].bytes, b"theirs");

    let server = Bucket::start();
    server.place(&format!("{PREFIX}/index.html"), b"theirs");
    let archive = with_bucket(home.path(), "second", &server);
    told(&archive, &ADMITTED[..1], 0);
    let why = placed(&archive, 1).unwrap_err();
    assert!(why.contains("did not put there") && !why.contains(SECRET_KEY), "{why}");
    assert_eq!(server.deeds(), []);
}

#[test]
fn a_round_that_is_cut_short_anywhere_is_finished_by_the_next() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    let archive = with_bucket(home.path(), "archive", &server);
    // The first round is cut short again and again, each time a little later.
    told(&archive, &ADMITTED[..2], 0);
    let mut cuts = 0;
    for requests in (0..).step_by(23) {
        server.serve(Some(requests));
        let done = placed(&archive, 1);
        server.serve(None);
        if done.is_ok() {
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 2);
    assert_eq!(site(&server), from_scratch(&archive, &home.path().join("scratch")));

    // Rounds with news, each cut once. What was told in the end stands there.
    for (n, state) in ADMITTED[2..8].iter().enumerate() {
        told(&archive, &[state], 2);
        tell(&archive, version(date(1960, 9, 20), ADMITTED[0], 2 + n, 2), 2);
        // So alike that it counts as another wording of the same event.
        let other = ADMITTED[1].replace("joins", ["enters", "joins"][n % 2]);
        tell(&archive, version(date(1960, 9, 20), &other, 1, 2), 2);
        server.serve(Some(3 + 9 * n));
        let cut = placed(&archive, 3);
        server.serve(None);
        assert!(cut.is_err(), "{n} {cut:?}");
        // Something else becomes known before the next round.
        if n % 2 == 0 {
            told(&archive, &ADMITTED[8 + n / 2..9 + n / 2], 4);
        }
        placed(&archive, 5).unwrap();
        let scratch = from_scratch(&archive, &home.path().join(format!("scratch-{n}")));
        assert_eq!(differences(&site(&server), &scratch), Vec::<String>::new(), "round {n}");
        server.deeds();
        placed(&archive, 6).unwrap();
        assert_eq!(server.deeds(), [], "round {n}");
    }
    assert_eq!(server.problems(), Vec::<String>::new());
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    let archive = with_bucket(home.path(), "archive", &server);
    told(&archive, &ADMITTED[..1], 0);
    server.be_busy(3);
    placed(&archive, 1).unwrap();
    assert_eq!(site(&server), from_scratch(&archive, &home.path().join("scratch")));
}

#[test]
fn wrong_keys_are_said_to_be_wrong_and_not_shown() {
    let home = tempfile::tempdir().unwrap();
    let server = Bucket::start();
    let archive = with_bucket(home.path(), "archive", &server);
    told(&archive, &ADMITTED[..1], 0);
    fs::write(home.path().join("keys"), "access_key_id=AKIDTEST\nsecret_access_key=wrong1\n")
        .unwrap();
    let why = placed(&archive, 1).unwrap_err();
    assert!(why.contains("SignatureDoesNotMatch"), "{why}");
    assert!(
        !why.contains("AKID") && !why.contains("wrong1") && !why.contains("Signature="),
        "{why}"
    );
}
