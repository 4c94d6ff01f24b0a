//! A person's word, seen from outside: it is listed, it holds, it is exported, it is undone.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, differences, example, init, json, out, run, tree};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn of_example(dir: &Path) {
    init(dir);
    run(dir, &["import", example().to_str().unwrap()]);
}

fn keys(dir: &Path, args: &[&str]) -> Vec<String> {
    let list = json(dir, &[&["entity", "list", "--json"], args].concat());
    let key = |e: &Value| e["key"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(key).collect()
}

/// The id of the first event whose statement holds a text.
fn event(dir: &Path, text: &str) -> String {
    let export = out(dir, &["export"]);
    let line = export.lines().find(|l| l.contains(text)).unwrap();
    serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn merged_entities_are_one_until_they_part() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let site = dir.path().join("site");
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    let before = tree(&site);
    let all = keys(dir.path(), &[]);
    assert!(all.contains(&"en:Turkey".to_owned()));

    let merge = ["entity", "merge", "Turkey", "Türkiye", "--by", "Ada", "--reason", "renamed"];
    let said = json(dir.path(), &[&merge[..], &["--json"]].concat());
    assert_eq!((&said["number"], &said["new"]), (&1.into(), &true.into()), "{said}");
    let again = json(dir.path(), &[&merge[..], &["--json"]].concat());
    assert_eq!((&again["number"], &again["new"]), (&1.into(), &false.into()));
    run(dir.path(), &["link"]);
    let merged = keys(dir.path(), &[]);
    assert!(!merged.contains(&"en:Turkey".into()) && merged.contains(&"en:Türkiye".into()));
    let shown = json(dir.path(), &["entity", "show", "Turkey", "--json"]);
    assert_eq!(shown["key"], "en:Türkiye");
    assert_eq!(shown["merged"], serde_json::json!(["en:Turkey"]));
    assert!(shown["events"].as_array().unwrap().len() > 10);
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    let now = tree(&site);
    // One page: the old address leads to the new one, on any host.
    let old = String::from_utf8(now["context/turkey.html"].clone()).unwrap();
    assert!(old.contains("url=turkiye.html"), "{old}");
    assert!(
        now["_redirects"].windows(42).any(|w| w == b"/context/turkey.html /context/turkiye.html")
    );
    let event = String::from_utf8(now["context/syria.html"].clone()).unwrap();
    assert!(!event.contains("\"/context/turkey.html\""));
    // A site from nothing is the same one.
    let fresh = dir.path().join("fresh");
    run(dir.path(), &["publish", fresh.to_str().unwrap()]);
    assert_eq!(differences(&tree(&fresh), &now), Vec::<String>::new());

    let undo = ["corrections", "undo", "1", "--reason", "not in 2016"];
    run(dir.path(), &undo);
    run(dir.path(), &["link"]);
    assert_eq!(keys(dir.path(), &[]), all);
    run(dir.path(), &["publish", site.to_str().unwrap()]);
    assert_eq!(differences(&tree(&site), &before), Vec::<String>::new());
    let (code, errors) = status(dir.path(), &undo);
    assert_eq!(code, Some(2));
    assert!(errors.contains("hint: `annals corrections undo 2`"), "{errors}");
}

fn status(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = annals(dir, args).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_cannot_be_corrected_is_refused() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let refused = |args: &[&str]| {
        let (code, errors) = status(dir.path(), args);
        assert_eq!(code, Some(2), "{args:?}: {errors}");
    };
    let why = ["--reason", "x"];
    refused(&[&["entity", "merge", "Nowhere", "Syria"], &why[..]].concat());
    refused(&[&["entity", "merge", "Syria", "en:Syria"], &why[..]].concat());
    refused(&[&["entity", "kind", "Syria", "country"], &why[..]].concat());
    refused(&[&["drafts", "accept", "nothing"], &why[..]].concat());
    refused(&[&["corrections", "undo", "7"], &why[..]].concat());
    let id = event(dir.path(), "Bataclan");
    refused(&[&["story", "unlink", &id, "No such story"], &why[..]].concat());
    refused(&[&["relate", &id, &id], &why[..]].concat());
    refused(&["relate", &id, &event(dir.path(), "Jarabulus")]);
    assert_eq!(json(dir.path(), &["corrections", "--json"]), serde_json::json!([]));
}

#[test]
fn corrections_are_exported_and_imported() {
    let (a, b) = (tempdir().unwrap(), tempdir().unwrap());
    of_example(a.path());
    let (one, other) = (event(a.path(), "Bataclan"), event(a.path(), "Jarabulus"));
    let say =
        |args: &[&str]| run(a.path(), &[args, &["--by", "Ada", "--reason", "a test"]].concat());
    say(&["entity", "forget", "Geneva"]);
    say(&["entity", "kind", "Aleppo", "place"]);
    say(&["story", "link", &one, "Attacks in Paris"]);
    say(&["relate", &one, &other]);
    say(&["entity", "merge", "United Kingdom", "en:Britain"]);
    run(a.path(), &["link"]);
    let lines = out(a.path(), &["export"]);
    let file = b.path().join("export.jsonl");
    fs::write(&file, &lines).unwrap();
    init(b.path());
    run(b.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(out(b.path(), &["export"]), lines);
    run(b.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(out(b.path(), &["export"]), lines);
    let sites = [a.path().join("site"), b.path().join("site")];
    run(a.path(), &["publish", sites[0].to_str().unwrap()]);
    run(b.path(), &["publish", sites[1].to_str().unwrap()]);
    assert_eq!(differences(&tree(&sites[0]), &tree(&sites[1])), Vec::<String>::new());
    assert_eq!(json(b.path(), &["stats", "--json"])["corrections"], 5);
    // Before anybody said it, nobody had.
    let past = a.path().join("past");
    run(a.path(), &["publish", past.to_str().unwrap(), "--as-of", "2017-03-19"]);
    let past = tree(&past);
    assert!(
        past.contains_key("context/geneva.html")
            && past.contains_key("context/united-kingdom.html")
    );
    assert!(!past.contains_key("stories/attacks-in-paris.html"));
}

#[test]
fn a_word_on_a_story_is_a_revision() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let id = event(dir.path(), "Jarabulus");
    let word = ["--by", "Ada", "--reason", "a push of its own"];
    run(dir.path(), &[&["story", "link", &id, "Push to the border"], &word[..]].concat());
    assert!(out(dir.path(), &["story", "Push to the border"]).contains(&id));
    let log = out(dir.path(), &["log", &id]);
    assert!(log.contains("editor Ada: a push of its own"), "{log}");
    run(dir.path(), &["link", "--all"]);
    run(dir.path(), &["import", example().to_str().unwrap()]);
    assert!(out(dir.path(), &["story", "Push to the border"]).contains(&id));
    run(dir.path(), &["corrections", "undo", "1", "--reason", "it was not"]);
    assert_eq!(status(dir.path(), &["story", "Push to the border"]).0, Some(2));
}

#[test]
fn a_person_says_what_is_related() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let id = event(dir.path(), "Jarabulus");
    let related = || json(dir.path(), &["show", &id, "--format", "json"])["related"].clone();
    let first = related()[0]["event"]["id"].as_str().unwrap().to_owned();
    run(dir.path(), &["relate", &id, &first, "--never", "--reason", "another war"]);
    let has =
        |list: &Value, id: &str| list.as_array().unwrap().iter().any(|r| r["event"]["id"] == id);
    assert!(!has(&related(), &first));
    let other = event(dir.path(), "Bataclan");
    run(dir.path(), &["relate", &other, &id, "--reason", "one answer to it"]);
    assert_eq!(related()[0]["event"]["id"], other.as_str());
    run(dir.path(), &["link", "--all"]);
    assert!(!has(&related(), &first) && has(&related(), &other));
    run(dir.path(), &["corrections", "undo", "1", "--reason", "it is"]);
    assert!(has(&related(), &first));
}

/// A page of an article with its words.
fn page(address: &str, words: &str) -> String {
    format!(
        "<html><head><title>Aid lorries wait at the border</title><link rel=canonical href={address}>\
         <meta property=\"og:site_name\" content=\"The Ledger\">\
         <meta property=\"article:published_time\" content=\"2016-09-14T10:00:00Z\"></head>\
         <body><article><h1>Aid lorries wait at the border</h1><p>{words}</p>\
         <p>Forty lorries with flour stood in the zone between the border posts, their drivers said, \
         two days after the truce had begun, and no permit for the road to Aleppo had come.</p>\
         </article></body></html>"
    )
}

#[test]
fn a_cited_article_reports_and_a_person_decides_of_others() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let address = "https://ledger.example/2016/lorries";
    let file = dir.path().join("page.html");
    fs::write(&file, page(address, "The United Nations waits for letters of permission.")).unwrap();
    run(dir.path(), &["import", file.to_str().unwrap()]);
    let id = event(dir.path(), "Urum al-Kubra");
    let sources = || {
        let shown = out(dir.path(), &["show", &id]);
        shown.lines().filter(|l| l.starts_with("source: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = sources();
    let cite = |args: &[&str]| {
        run(dir.path(), &[&["cite", address, &id, "--reason", "read it"], args].concat());
    };
    cite(&[]);
    assert_eq!(sources().len(), before.len() + 1);
    assert!(sources().contains(&format!("source: The Ledger {address}")));
    let origins = json(dir.path(), &["origins", &id, "--json"]);
    assert_eq!((&origins["reports"], &origins["origins"]), (&1.into(), &1.into()), "{origins}");
    run(dir.path(), &["link", "--all"]);
    assert_eq!(json(dir.path(), &["stats", "--json"])["reports"], 1);
    cite(&["--mentions"]);
    assert_eq!(sources(), before);
    let stats = json(dir.path(), &["stats", "--json"]);
    assert_eq!((&stats["reports"], &stats["mentions"]), (&0.into(), &1.into()));
    cite(&["--never"]);
    assert_eq!(json(dir.path(), &["stats", "--json"])["mentions"], 0);
}

#[test]
fn a_person_says_which_report_is_a_copy() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let addresses = ["https://ledger.example/2016/lorries", "https://copy.example/lorries"];
    let id = event(dir.path(), "Urum al-Kubra");
    for (at, address) in addresses.iter().enumerate() {
        let file = dir.path().join(format!("{at}.html"));
        fs::write(&file, page(address, "The United Nations waits for letters.")).unwrap();
        run(dir.path(), &["import", file.to_str().unwrap()]);
        run(dir.path(), &["cite", address, &id, "--reason", "read it"]);
    }
    let copy = ["origins", addresses[1], "--copy-of", addresses[0], "--reason", "the same words"];
    run(dir.path(), &copy);
    let counted = |dir: &Path| {
        let origins = json(dir, &["origins", &id, "--json"]);
        (origins["reports"].as_u64().unwrap(), origins["origins"].as_u64().unwrap())
    };
    assert_eq!(counted(dir.path()), (2, 1));
    run(dir.path(), &["link", "--all"]);
    assert_eq!(counted(dir.path()), (2, 1));
    assert!(out(dir.path(), &["origins", &id]).starts_with("2 reports, 1 origin\n"));
    for (a, b) in [(1, 0), (0, 1)] {
        run(dir.path(), &["origins", addresses[a], "--no-copy-of", addresses[b], "--reason", "no"]);
    }
    run(dir.path(), &["link", "--all"]);
    assert_eq!(counted(dir.path()), (2, 2));
}

#[test]
fn what_only_articles_tell_waits_for_a_person() {
    let dir = tempdir().unwrap();
    of_example(dir.path());
    let told = [
        (
            "https://ledger.example/2016/bridge",
            "Bridge in Lisbon closed after a barge strikes a pier",
            "A gravel barge struck the main pier of the Vasco da Gama bridge in Lisbon on Wednesday, \
             and the police closed the crossing to all traffic.</p><p>Two sailors were taken to \
             hospital, the port authority said, and engineers looked at the damage before dusk.",
        ),
        (
            "https://courier.example/4711",
            "Barge hits Vasco da Gama bridge, Lisbon crossing shut",
            "Lisbon police shut the Vasco da Gama bridge on Wednesday when a barge loaded with \
             gravel ran into one of its piers in the Tagus.</p><p>Engineers want to know by Thursday \
             whether cars may pass; the port authority spoke of two injured sailors in hospital.",
        ),
    ];
    for (at, (address, title, words)) in told.iter().enumerate() {
        let html = format!(
            "<html lang=en><head><title>{title}</title><link rel=canonical href=\"{address}\">\
             <meta property=\"article:published_time\" content=\"2016-09-14T10:00:00Z\"></head>\
             <body><article><h1>{title}</h1><p>{words}</p></article></body></html>"
        );
        let file = dir.path().join(format!("{at}.html"));
        fs::write(&file, html).unwrap();
        run(dir.path(), &["import", file.to_str().unwrap()]);
    }
    let drafts = || json(dir.path(), &["drafts", "--json"]);
    let found = drafts();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!((&found[0]["day"], &found[0]["origins"]), (&"2016-09-14".into(), &2.into()));
    let id = found[0]["id"].as_str().unwrap();
    let word = ["--by", "Ada", "--reason", "both say so"];
    let said = json(dir.path(), &[&["drafts", "accept", id, "--json"], &word[..]].concat());
    let event = said["object"].as_str().unwrap();
    let shown = out(dir.path(), &["show", event]);
    assert!(told.iter().all(|(address, ..)| shown.contains(address)), "{shown}");
    run(dir.path(), &["link", "--all"]);
    assert_eq!(drafts(), serde_json::json!([]));
    let origins = json(dir.path(), &["origins", event, "--json"]);
    assert_eq!((&origins["reports"], &origins["origins"]), (&2.into(), &2.into()));
    assert_eq!(json(dir.path(), &["check", "--json"])["problems"], serde_json::json!([]));
}
