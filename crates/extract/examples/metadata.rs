//! Measures titles and bylines on Readability's test pages and the time that
//! metadata take.
//!
//! `cargo run --release -p annals-extract --example metadata -- DIR`, where each
//! folder in DIR has `source.html` and `expected-metadata.json`.
//!
//! *Strict*: the same words, after folding case, white space and punctuation.
//! *Sensible*: their title may keep what is no part of the headline. Ours is the
//! same if it is what stands before or after a separator of theirs, and either
//! the rest names the site (their `siteName`, or a word of the page's own host or
//! `<title>` end) or ours is a heading of the page, word for word. A byline is the
//! same if each of our authors stands in theirs, and theirs has no other name once
//! "By", dates, degrees, editors and the site's name are cut off. Bylines of theirs
//! that hold no name at all (a date, a button's label) are counted apart.

use annals_extract::{
    Input, body, decode, metadata,
    page::Page,
    read,
    structured::Structured,
    tree::{Tag, Tree},
};
use annals_model::{Article, fold_key};
use serde_json::Value;
use std::{collections::HashSet, error::Error, fs, time::Instant};

#[derive(Default)]
struct Score {
    all: usize,
    strict: usize,
    sensible: usize,
}

impl Score {
    fn add(&mut self, strict: bool, sensible: bool) {
        self.all += 1;
        self.strict += usize::from(strict);
        self.sensible += usize::from(strict || sensible);
    }

    fn print(&self, what: &str) {
        let share = |n: usize| n as f64 / self.all.max(1) as f64;
        let (strict, sensible) = (share(self.strict), share(self.sensible));
        println!("{what:<22} strict {strict:.3}  sensible {sensible:.3}  of {}", self.all);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).ok_or("name the folder of the pages")?;
    let mut folders: Vec<_> =
        fs::read_dir(&dir)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    folders.sort();
    let (mut titles, mut bylines) =
        ([Score::default(), Score::default()], [Score::default(), Score::default()]);
    let (mut nameless, mut unasked) = (0, 0);
    let mut spent = 0.0;
    let mut pages = 0;
    for (i, folder) in folders.iter().filter(|f| f.join("source.html").is_file()).enumerate() {
        let bytes = fs::read(folder.join("source.html"))?;
        let gold: Value =
            serde_json::from_slice(&fs::read(folder.join("expected-metadata.json"))?)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let article = read(&Input { bytes: &bytes, ..Input::default() });
        spent += time(&bytes);
        pages += 1;
        let text = decode::decode(&bytes, None, &mut Vec::new()).text.to_string();
        let tree = Tree::parse(&text);

        let theirs = gold["title"].as_str().unwrap_or("");
        let ours = article.title.as_deref().unwrap_or("");
        let strict = fold_key(theirs) == fold_key(ours);
        let sensible = same_title(ours, theirs, &gold, &tree, &article);
        titles[i % 2].add(strict, sensible);
        if !strict {
            println!("{} title {name}\n     ours   {ours}\n     theirs {theirs}", mark(sensible));
        }
        match gold["byline"].as_str() {
            Some(byline) if !names_nobody(byline) => {
                let (strict, sensible) = same_byline(&article, byline, &gold);
                bylines[i % 2].add(strict, sensible);
                if !strict {
                    let byline = annals_model::tidy(byline);
                    println!(
                        "{} byline {name}\n     ours   {:?} ({:?})\n     theirs {byline}",
                        mark(sensible),
                        article.authors,
                        article.agency
                    );
                }
            }
            Some(byline) => {
                nameless += 1;
                println!(
                    "  .. no name in theirs, {name}: ours {:?}, theirs {}",
                    article.authors,
                    annals_model::tidy(byline)
                );
            }
            None if !article.authors.is_empty() => {
                unasked += 1;
                println!("  .. none in theirs, {name}: ours {:?}", article.authors);
            }
            None => {}
        }
    }
    for (half, name) in ["even", "odd"].iter().enumerate() {
        titles[half].print(&format!("title, {name} pages"));
        bylines[half].print(&format!("byline, {name} pages"));
    }
    sum(&titles).print("title");
    sum(&bylines).print("byline");
    println!("theirs without a name {nameless}; ours where theirs is empty {unasked}");
    println!("metadata: {:.3} ms a page, {pages} pages", spent * 1000.0 / f64::from(pages.max(1)));
    Ok(())
}

fn mark(sensible: bool) -> &'static str {
    if sensible { "  ok" } else { "MISS" }
}

fn sum(parts: &[Score]) -> Score {
    parts.iter().fold(Score::default(), |a, b| Score {
        all: a.all + b.all,
        strict: a.strict + b.strict,
        sensible: a.sensible + b.sensible,
    })
}

/// Seconds for the metadata of one page alone.
fn time(bytes: &[u8]) -> f64 {
    let decoded = decode::decode(bytes, None, &mut Vec::new());
    let tree = Tree::parse(&decoded.text);
    let structured = Structured::read(&tree);
    let mut page = Page {
        tree: &tree,
        structured: &structured,
        url: None,
        base: None,
        captured_at: None,
        last_modified: None,
        region: None,
    };
    let body = body::find(&page);
    page.region = body.region;
    const ROUNDS: u32 = 5;
    let rounds = (0..ROUNDS).map(|_| {
        let mut article = Article { blocks: body.blocks.clone(), ..Article::default() };
        let start = Instant::now();
        metadata::fill(&page, &mut article);
        start.elapsed().as_secs_f64()
    });
    // The best round: the others waited for other programs.
    rounds.fold(f64::INFINITY, f64::min)
}

fn same_title(ours: &str, theirs: &str, gold: &Value, tree: &Tree<'_>, article: &Article) -> bool {
    let (ours_key, theirs_key) = (fold_key(ours), fold_key(theirs));
    if ours_key.is_empty() {
        return false;
    }
    let rest = if let Some(rest) = theirs_key.strip_prefix(&ours_key) {
        rest
    } else if let Some(rest) = theirs_key.strip_suffix(&ours_key) {
        rest
    } else {
        return false;
    };
    let heading = [Tag::H1, Tag::H2]
        .iter()
        .flat_map(|tag| tree.elements(*tag))
        .any(|id| fold_key(&tree.inner_text(id)) == ours_key);
    let site =
        [gold["siteName"].as_str(), article.publisher.as_deref(), article.canonical.as_deref()];
    let title = tree.elements(Tag::Title).next().map(|id| tree.inner_text(id)).unwrap_or_default();
    let sites: Vec<String> =
        site.into_iter().flatten().map(|s| fold_key(s).replace(' ', "")).collect();
    let rest_key = rest.replace(' ', "");
    let named = sites.iter().any(|s| s.contains(&rest_key) || rest_key.contains(s.as_str()))
        || (fold_key(&title).ends_with(rest)
            && rest.split(' ').filter(|w| !w.is_empty()).count() <= 2);
    // A separator stands between: what was cut is not the middle of a sentence.
    let first = ours.chars().last().is_some_and(char::is_alphanumeric);
    heading || (named && (first || !rest.is_empty()))
}

/// Whether each of our authors stands in their byline and no other name is left there.
fn same_byline(article: &Article, byline: &str, gold: &Value) -> (bool, bool) {
    let theirs = fold_key(byline);
    let ours: Vec<String> = article.authors.iter().map(|a| fold_key(a)).collect();
    let strict = theirs == ours.join(" ") || theirs == format!("by {}", ours.join(" "));
    // A further line that does not begin with "By" is where the author works.
    let mut lines = byline.lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next().unwrap_or("");
    let first_is_by = fold_key(first) == "by";
    let others: HashSet<String> = lines
        .skip(usize::from(first_is_by))
        .filter(|l| !fold_key(l).contains(" by "))
        .flat_map(|l| words(&fold_key(l)))
        .collect();
    // Editors are no authors.
    let theirs = theirs.split(" edited by ").next().unwrap_or("").to_owned();
    // "Nolan22" is a name and the day that follows it.
    let theirs: String = theirs
        .chars()
        .scan(false, |letter, c| {
            let glued = *letter && c.is_ascii_digit();
            *letter = c.is_alphabetic();
            Some(if glued { vec![' ', c] } else { vec![c] })
        })
        .flatten()
        .collect();
    let mut left: Vec<String> = words(&theirs);
    for author in &ours {
        for word in words(author) {
            let Some(at) = left.iter().position(|w| *w == word) else { return (strict, false) };
            left.remove(at);
        }
    }
    let site: HashSet<String> =
        [gold["siteName"].as_str(), article.publisher.as_deref(), article.agency.as_deref()]
            .into_iter()
            .flatten()
            .flat_map(|s| words(&fold_key(s)))
            .collect();
    let empty = [
        "by", "par", "von", "and", "avec", "et", "written", "ma", "md", "news", "http", "https",
        "org", "com",
    ];
    left.retain(|w| {
        !w.chars().any(|c| c.is_ascii_digit())
            && !empty.contains(&w.as_str())
            && !site.contains(w)
            && !others.contains(w)
            && !is_calendar(w)
    });
    // A repetition is no other name; a nickname in brackets neither.
    let said: HashSet<String> = ours.iter().flat_map(|a| words(a)).collect();
    let bracketed: HashSet<String> = byline
        .split(['(', '（'])
        .skip(1)
        .filter_map(|p| p.split([')', '）']).next())
        .flat_map(|p| words(&fold_key(p)))
        .collect();
    left.retain(|w| !said.contains(w) && (!bracketed.contains(w) || theirs.contains(" avec ")));
    (strict, !ours.is_empty() && left.is_empty())
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn is_calendar(word: &str) -> bool {
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    ["am", "pm", "at", "on", "last", "updated"].contains(&word)
        || months.iter().any(|m| word.starts_with(m) && word.len() <= 9)
}

/// Whether a byline of theirs holds no name: a date, a button's label.
fn names_nobody(byline: &str) -> bool {
    let key = fold_key(byline);
    key.starts_with("follow ")
        || words(&key).iter().all(|w| is_calendar(w) || w.chars().any(|c| c.is_ascii_digit()))
        || key.chars().filter(|c| c.is_alphabetic()).count() < 2
        || byline.trim_start().starts_with("Last Updated")
        || key
            .split(' ')
            .next()
            .is_some_and(|w| ["january", "february", "march", "april", "june", "july"].contains(&w))
}
