//! Hubs are told of the feeds that changed, once the site shows them.

use crate::world::{ADMITTED, archive, now, told};
use annals_archive::{Archive, deliver};
use annals_fetch::{Reach, Sender};
use annals_upstream::{Reply, Server};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

fn round(archive: &Archive, at: i64) -> deliver::Delivered {
    let options = deliver::Options { now: now(at), clock: || now(0), only: None };
    let sender = Sender::new("annals test", Reach::Public(archive.config.deliver.allow.clone()));
    deliver::run(archive, &options, &sender, |_, _, _| {}).unwrap().targets.remove(0)
}

/// The topics that a hub was told of, sorted.
fn topics(hub: &Server, from: usize) -> Vec<String> {
    let mut topics: Vec<String> = hub.asked()[from..]
        .iter()
        .map(|request| {
            let form = url::form_urlencoded::parse(&request.body).into_owned();
            let form: std::collections::BTreeMap<String, String> = form.collect();
            assert_eq!(form["hub.mode"], "publish");
            assert_eq!(form["hub.topic"], form["hub.url"]);
            form["hub.topic"].clone()
        })
        .collect();
    topics.sort();
    topics
}

#[test]
fn hubs_hear_of_feeds_that_changed() {
    let home = tempfile::tempdir().unwrap();
    let status = Arc::new(AtomicU16::new(503));
    let answer = Arc::clone(&status);
    let site = home.path().join("site");
    let feed = site.join("feeds/all.atom");
    let hub = Server::start(move |_| {
        assert!(feed.exists(), "the hub would find nothing");
        Reply::status(answer.load(Ordering::SeqCst))
    });
    let settings = format!(
        "[deliver]\nhubs = ['{}']\nallow = ['{}']\n\
         [[target]]\nname = 'folder'\nkind = 'folder'\npath = '../site'\n",
        hub.url("/hub"),
        hub.address()
    );
    let archive = archive(&home.path().join("archive"), &settings);
    told(&archive, &ADMITTED[..1], 0);
    let first = round(&archive, 1);
    assert!(first.placed.is_ok());
    assert_eq!((first.told, first.problems.len()), (0, 1), "{first:?}");
    for (name, link) in [
        ("all.atom", format!("<link rel=\"hub\" href=\"{}\"/>", hub.url("/hub"))),
        ("all.rss", format!("<atom:link rel=\"hub\" href=\"{}\"/>", hub.url("/hub"))),
        ("all.json", format!("\"hubs\":[{{\"type\":\"WebSub\",\"url\":\"{}\"}}]", hub.url("/hub"))),
    ] {
        let text = fs::read_to_string(site.join("feeds").join(name)).unwrap();
        assert!(text.contains(&link), "{name}: {text}");
    }
    // A round without news makes up for it: three forms of two feeds.
    status.store(204, Ordering::SeqCst);
    let before = hub.asked().len();
    assert_eq!(round(&archive, 2).told, 6);
    let heard = topics(&hub, before);
    assert_eq!(heard.len(), 6);
    assert_eq!(heard[0], "https://news.example.org/feeds/all.atom");
    // Nothing changed: nothing is told.
    let before = hub.asked().len();
    assert_eq!(round(&archive, 3).told, 0);
    told(&archive, &ADMITTED[1..2], 4);
    assert_eq!(round(&archive, 4).told, 6);
    assert_eq!(topics(&hub, before), heard);
}
