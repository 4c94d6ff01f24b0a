//! Pages, feeds and web archives through the program: extracting, keeping,
//! telling what changed, giving everything back.

#![allow(clippy::unwrap_used, reason = "test code")]

mod run;

use run::{annals, init, json, out, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tempfile::tempdir;

/// A page about the truce of 12 September 2016, with what pages have around their text.
fn page(headline: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
        <title>{headline} | Monitor</title><meta property="og:site_name" content="Monitor">
        <link rel="canonical" href="https://monitor.example.org/2016/09/12/truce">
        <script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}",
        "datePublished":"2016-09-12T19:30:00+03:00","author":{{"name":"Rana Haddad"}}}}</script>
        </head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
        <article><h1>{headline}</h1><p class="byline">By Rana Haddad</p>
        <div class="article-body">{body}</div></article>
        <aside class="related"><h3>More news</h3><a href="/2016/09/20/convoy">A convoy is hit</a>
        </aside><footer>© Monitor</footer></body></html>"#
    )
}

const LEAD: &str = "A truce brokered by the United States and the Russian Federation came into \
    force across Syria at sunset on Monday, the first day of Eid al-Adha.";
const SECOND: &str = "Monitors counted 15 breaches in the first hours, none of them in Aleppo.";
const THIRD: &str = "Lorries with aid waited at the border, the Office for the Coordination of \
    Humanitarian Affairs said.";
const ADDRESS: &str = "https://monitor.example.org/2016/09/12/truce";

#[test]
fn one_page_gives_one_object_of_the_documented_shape() {
    let home = tempdir().unwrap();
    let file = home.path().join("truce.html");
    fs::write(&file, page("Truce takes effect in Syria", &[LEAD, SECOND, THIRD])).unwrap();
    let file = file.to_str().unwrap();
    let article = json(home.path(), &["extract", file]);
    let text = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(text("title"), "Truce takes effect in Syria");
    assert_eq!(article["authors"], serde_json::json!(["Rana Haddad"]));
    assert_eq!(text("publisher"), "Monitor");
    assert_eq!(text("canonical"), ADDRESS);
    assert_eq!(text("language"), "en");
    assert_eq!(text("text"), [LEAD, SECOND, THIRD].join("\n\n"));
    assert!(article["published"]["value"].as_str().unwrap().starts_with("2016-09-12T"));
    assert!(article["published"]["evidence"].as_array().unwrap().len() >= 2);
    for key in ["url", "deck", "modified", "image", "notes", "blocks"] {
        assert!(article.get(key).is_some(), "`{key}` is missing");
    }
    let markdown = out(home.path(), &["extract", "--format", "markdown", file]);
    assert!(markdown.contains("# Truce takes effect in Syria"), "{markdown}");
    let html = out(home.path(), &["extract", "--format", "html", file]);
    assert!(html.starts_with("<article") && !html.contains("convoy"), "{html}");
    assert_eq!(out(home.path(), &["extract", "--format", "text", file]).trim(), text("text"));
    // Standard input is a page as well.
    let piped = annals(home.path(), &["extract", "-"])
        .stdin(fs::File::open(file).unwrap())
        .output()
        .unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&piped.stdout).unwrap()["title"], article["title"]);
}

#[test]
fn a_folder_gives_a_line_for_each_page() {
    let home = tempdir().unwrap();
    for n in 0..150 {
        let first = format!("Report {n} of the monitors was read in the council at noon.");
        let html = page(&format!("Report {n} is read"), &[&first, LEAD, SECOND]);
        fs::write(home.path().join(format!("{n:03}.html")), html).unwrap();
    }
    let lines = out(home.path(), &["extract", home.path().to_str().unwrap()]);
    let pages: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(pages.len(), 150);
    for (n, page) in pages.iter().enumerate() {
        assert_eq!(page["title"], format!("Report {n} is read"));
        assert!(page["file"].as_str().unwrap().ends_with(&format!("{n:03}.html")));
    }
}

/// Three captures of a page, the last with the bytes of the second.
fn captures(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let first = page("Truce takes effect in Syria", &[LEAD, SECOND, THIRD]);
    let toll = SECOND.replace("15", "28");
    let second = page("Truce takes effect in Syria", &[LEAD, &toll]);
    fs::write(folder.join("truce@2016-09-12T200000Z.html"), first).unwrap();
    fs::write(folder.join("truce@2016-09-13T080000Z.html"), &second).unwrap();
    fs::write(folder.join("truce@2016-09-14T080000Z.html"), &second).unwrap();
}

#[test]
fn later_captures_are_revisions_with_graded_changes() {
    let home = tempdir().unwrap();
    let (dir, folder) = (home.path().join("archive"), home.path().join("pages"));
    init(&dir);
    captures(&folder);
    let import = ["import", "--json", folder.to_str().unwrap()];
    let report = json(&dir, &import);
    let count = |report: &Value, key: &str| report[key].as_u64().unwrap();
    assert_eq!((count(&report, "read"), count(&report, "captures")), (3, 3));
    assert_eq!((count(&report, "new"), count(&report, "changed")), (1, 1));
    assert_eq!(count(&report, "same"), 1);
    // The same inputs twice change nothing.
    let again = json(&dir, &import);
    assert_eq!((count(&again, "same"), count(&again, "captures")), (3, 0));

    let log = json(&dir, &["log", "--json", ADDRESS]);
    let revisions = log["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[1]["grade"], "material");
    assert_eq!(revisions[1]["known_at"], "2016-09-13T08:00:00Z");
    let diff = out(&dir, &["diff", ADDRESS]);
    assert!(diff.contains("[-15-]{+28+} breaches"), "{diff}");
    assert!(diff.contains(&format!("[-{THIRD}-]")), "what vanished is told: {diff}");
    let before = out(&dir, &["show", ADDRESS, "--as-of", "2016-09-13T00:00:00Z"]);
    assert!(before.contains("15 breaches"), "{before}");
    assert!(out(&dir, &["show", ADDRESS]).contains("28 breaches"));
    let check = json(&dir, &["check", "--json"]);
    assert_eq!((&check["problems"], &check["captures"]), (&serde_json::json!([]), &3.into()));
}

#[test]
fn captures_of_any_order_tell_the_same_history() {
    let home = tempdir().unwrap();
    let folder = home.path().join("pages");
    captures(&folder);
    let (forward, backward) = (home.path().join("a"), home.path().join("b"));
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for (dir, files) in
        [(&forward, files.clone()), (&backward, files.into_iter().rev().collect::<Vec<_>>())]
    {
        init(dir);
        for file in files {
            run(dir, &["import", file.to_str().unwrap()]);
        }
    }
    let changes = |dir: &Path| {
        let log = json(dir, &["log", "--json", ADDRESS]);
        let steps = log["revisions"].as_array().unwrap().clone();
        steps
            .into_iter()
            .filter(|s| s["grade"] != "none")
            .map(|s| (s["known_at"].clone(), s["changes"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(changes(&forward), changes(&backward));
}

#[test]
fn exported_captures_give_the_same_articles() {
    let home = tempdir().unwrap();
    let (dir, copy) = (home.path().join("archive"), home.path().join("copy"));
    init(&dir);
    init(&copy);
    captures(&home.path().join("pages"));
    run(&dir, &["import", home.path().join("pages").to_str().unwrap()]);
    let warc = home.path().join("all.warc.gz");
    run(&dir, &["export", "--format", "warc", "--output", warc.to_str().unwrap()]);
    run(&copy, &["import", warc.to_str().unwrap()]);
    assert_eq!(out(&dir, &["log", "--json", ADDRESS]), out(&copy, &["log", "--json", ADDRESS]));
    let show = ["show", "--format", "json", ADDRESS];
    assert_eq!(json(&dir, &show)["blocks"], json(&copy, &show)["blocks"]);
}

#[test]
fn a_feed_tells_of_articles_and_is_followed() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let feed = format!(
        r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <title>World</title><atom:link rel="self" href="https://monitor.example.org/rss"/>
        <item><title>Truce due in Syria</title><link>{ADDRESS}</link>
        <source url="https://wire.example.org/">Wire Agency</source>
        <description>It is to begin at sunset.</description>
        <pubDate>Mon, 12 Sep 2016 09:00:00 GMT</pubDate></item></channel></rss>"#
    );
    let file = home.path().join("feed.xml");
    fs::write(&file, feed).unwrap();
    let report = json(&dir, &["import", "--json", file.to_str().unwrap()]);
    assert_eq!((report["new"].as_u64(), report["feeds"].as_u64()), (Some(1), Some(1)));
    let article = json(&dir, &["show", "--format", "json", ADDRESS]);
    assert_eq!(article["publisher"], "Wire Agency");
    assert_eq!(article["published"]["value"], "2016-09-12T09:00:00Z");
    // The page itself says more and comes later; the feed's summary stays.
    captures(&home.path().join("pages"));
    run(&dir, &["import", home.path().join("pages").to_str().unwrap()]);
    let article = json(&dir, &["show", "--format", "json", ADDRESS]);
    assert_eq!(article["title"], "Truce takes effect in Syria");
    assert_eq!(article["deck"], "It is to begin at sunset.");
    let opml = out(&dir, &["export", "--format", "opml"]);
    assert!(opml.contains("xmlUrl=\"https://monitor.example.org/rss\""), "{opml}");
    // A list of feeds goes in as well.
    let other = home.path().join("other");
    init(&other);
    let list = home.path().join("feeds.opml");
    fs::write(&list, opml).unwrap();
    let report = json(&other, &["import", "--json", list.to_str().unwrap()]);
    assert_eq!(report["feeds"].as_u64(), Some(1));
}

#[test]
fn what_has_no_address_is_refused_with_a_hint() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    let file = home.path().join("page.html");
    let html = page("Truce takes effect in Syria", &[LEAD, SECOND, THIRD]);
    fs::write(&file, html.replace("canonical", "none")).unwrap();
    let file = file.to_str().unwrap();
    let report = json(&dir, &["import", "--json", file]);
    assert_eq!(report["problems"][0]["kind"], "page-without-address");
    let report = json(&dir, &["import", "--json", "--url", ADDRESS, file]);
    assert_eq!(report["new"].as_u64(), Some(1));
}

#[test]
fn neighbouring_events_decide_between_two_readings_of_a_date() {
    let home = tempdir().unwrap();
    let dir = home.path().join("archive");
    init(&dir);
    // The paragraphs say what the events of 9 May 2016 say; those of September are others.
    let text = "Russia, United States work on the truce in Syria\n\n09/05/2016\n\n\
        Russia and the United States, which chair the International Syria Support Group, renewed \
        their commitment to the truce of February.\n\n\
        In Paris Jean-Marc Ayrault received countries that support the opposition, and Riad Hijab \
        of the High Negotiations Committee; John Kerry was there.\n";
    let file = home.path().join("page.txt");
    fs::write(&file, text).unwrap();
    let import = ["import", "--format", "page", "--url", ADDRESS, file.to_str().unwrap()];
    run(&dir, &import);
    let published =
        |dir: &Path| json(dir, &["show", "--format", "json", ADDRESS])["published"].clone();
    let alone = published(&dir);
    assert!(alone["confidence"].as_f64().unwrap() < 0.6, "{alone}");
    assert_eq!(alone["alternatives"].as_array().unwrap().len(), 1, "{alone}");
    run(&dir, &["import", run::example().to_str().unwrap()]);
    let among_events = published(&dir);
    assert_eq!(among_events["value"], "2016-05-09", "{among_events}");
    assert_eq!(among_events["alternatives"], serde_json::json!(["2016-09-05"]));
    assert_eq!(among_events["evidence"][0]["from"], "event of the archive");
}

#[test]
fn a_killed_import_of_pages_leaves_good_captures() {
    let home = tempdir().unwrap();
    let (dir, folder) = (home.path().join("archive"), home.path().join("pages"));
    fs::create_dir_all(&folder).unwrap();
    for n in 0..600 {
        let first = format!("Report {n} of the monitors was read in the council at noon.");
        let html = page(&format!("Report {n} is read"), &[&first, LEAD, SECOND])
            .replace("2016/09/12/truce", &format!("reports/{n}"));
        fs::write(folder.join(format!("{n:03}.html")), html).unwrap();
    }
    init(&dir);
    let import = ["import", folder.to_str().unwrap()];
    for n in 1..=6 {
        let mut child =
            annals(&dir, &import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(n * 60));
        let _ = child.kill();
        child.wait().unwrap();
        let check = json(&dir, &["check", "--json"]);
        assert_eq!(check["problems"], serde_json::json!([]), "after kill {n}");
    }
    run(&dir, &import);
    let check = json(&dir, &["check", "--json"]);
    assert_eq!((&check["problems"], &check["articles"]), (&serde_json::json!([]), &600.into()));
    assert_eq!(check["captures"], 600);
}
