//! How often enriching fills and holds rightly, measured on data that others made.
//! Skipped where `ANNALS_GOLD` (`../shared/gold`) is absent; `ENRICH_SHOW=1` prints pairs.

use super::agree::{Agreement, Page, Statement};
use annals_model::date;
use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

/// A document of ECB+: its topic, its sub-topic, its sentences.
struct Told {
    topic: u32,
    plus: bool,
    lines: Vec<String>,
}

fn gold(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ANNALS_GOLD")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"));
    let path = folder.join(file);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The documents, without lines that are addresses.
fn documents(path: &PathBuf) -> Vec<Told> {
    let file = std::fs::File::open(path).expect("opens");
    let mut tar = tar::Archive::new(GzDecoder::new(file));
    let mut out = BTreeMap::new();
    for entry in tar.entries().expect("reads") {
        let mut entry = entry.expect("reads");
        let name = entry.path().expect("a path").display().to_string();
        if !name.ends_with(".xml") {
            continue;
        }
        let mut xml = String::new();
        entry.read_to_string(&mut xml).expect("reads");
        let topic = name.rsplit('/').nth(1).and_then(|t| t.parse().ok()).unwrap_or(0);
        let told = Told { topic, plus: name.ends_with("plus.xml"), lines: sentences(&xml) };
        out.insert(name, told);
    }
    out.into_values().filter(|t| t.lines.len() > 1).collect()
}

fn sentences(xml: &str) -> Vec<String> {
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    for token in xml.split("<token ").skip(1) {
        let Some((head, rest)) = token.split_once('>') else { continue };
        let number = head.split("sentence=\"").nth(1).and_then(|s| s.split('"').next());
        let Some(number) = number.and_then(|n| n.parse().ok()) else { continue };
        let word = rest.split('<').next().unwrap_or_default();
        let word = html_text(word);
        let line = lines.entry(number).or_default();
        let joins = word.starts_with(['.', ',', ';', ':', '!', '?', '\'', ')']);
        if !line.is_empty() && !joins {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.into_values().filter(|l| !l.starts_with("http")).collect()
}

fn html_text(word: &str) -> String {
    word.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

/// Whether a sentence is as lists write them: it has names and says one thing.
fn is_statement(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let names = words.iter().skip(1).filter(|w| w.starts_with(char::is_uppercase)).count();
    let plain = words.iter().filter(|w| w.starts_with(char::is_lowercase)).count();
    (12..=45).contains(&words.len())
        && names >= 3
        && plain >= 7
        && line.ends_with('.')
        && !line.to_lowercase().contains("updated")
        && !line.contains(['"', '`', '“', '?'])
}

#[test]
fn stories_are_told_apart() {
    let Some(path) = gold("events-ecbplus-1-35.tar.gz") else { return };
    let show = std::env::var_os("ENRICH_SHOW").is_some();
    let documents = documents(&path);
    // [same story, the other story of the topic, another topic]: filled, of how many.
    let mut filled = [[0u32; 2]; 3];
    let mut described = 0;
    for (at, one) in documents.iter().enumerate() {
        let Some(line) = one.lines.iter().find(|l| is_statement(l)) else { continue };
        let statement = Statement::new(line, [], date(2010, 1, 1));
        let mut taken = [0u32; 3];
        // Others in an order that is no order of topics.
        for step in 1..documents.len() {
            let other = &documents[(at + step * 37) % documents.len()];
            let class = match (other.topic == one.topic, other.plus == one.plus) {
                (true, true) => 0,
                (true, false) => 1,
                _ => 2,
            };
            if std::ptr::eq(one, other) || taken[class] == [3, 2, 6][class] {
                continue;
            }
            taken[class] += 1;
            let text = other.lines[1..].join(" ");
            let page = Page { title: &other.lines[0], text: &text, day: None };
            let same = statement.agrees(&page) == Agreement::Same;
            filled[class][0] += u32::from(same);
            filled[class][1] += 1;
            if same && class == 0 {
                described +=
                    u32::from(other.lines.iter().take(5).any(|l| statement.is_named_in(l)));
            }
            if show && (same != (class == 0)) && class != 1 {
                let kind = ["HELD", "", "WRONG"][class];
                eprintln!("{kind}\n  {line}\n  {}\n  {text:.200}", other.lines[0]);
            }
        }
    }
    let [right, near, wrong] = filled;
    eprintln!("same story {right:?} described {described}, same topic {near:?}, other {wrong:?}");
    let share = |[n, of]: [u32; 2]| f64::from(n) / f64::from(of.max(1));
    assert!(share(right) > 0.85, "{right:?}");
    assert!(share(wrong) < 0.002, "{wrong:?}");
}
