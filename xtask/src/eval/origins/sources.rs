//! Real texts, from which copies are made: the scrapinghub benchmark's bodies,
//! ECB+'s documents, or any folder of `.txt` files (first line the headline).

use super::random::Random;
use crate::eval::files::Files;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Characters of a text at least: less than three sentences are no report.
const LEAST: usize = 350;

/// A real text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its name within its set.
    pub name: String,
    /// Texts of one topic tell the same or like events.
    pub topic: String,
    /// What stands before the body.
    pub title: String,
    /// Blocks with a blank line between.
    pub text: String,
    /// Whether it is for training.
    pub train: bool,
}

/// All texts of the sets, in the order of their names. Topics are for training
/// or for testing as a whole.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let gold = ["articles-scrapinghub.tar.gz", "events-ecbplus-1-35.tar.gz"];
    let sets: Vec<(Option<&PathBuf>, &str)> = if paths.is_empty() {
        gold.iter().map(|name| (None, *name)).collect()
    } else {
        paths.iter().map(|path| (Some(path), gold[0])).collect()
    };
    let mut out = Vec::new();
    for (path, gold) in sets {
        for (name, bytes) in Files::read(path.map(PathBuf::as_path), gold)?.into_iter() {
            if name.ends_with("ground-truth.json") {
                articles(&bytes, &mut out).with_context(|| name.clone())?;
            } else if name.ends_with(".xml") {
                out.extend(ecb(&name, &String::from_utf8_lossy(&bytes)));
            } else if name.ends_with(".txt") && !name.to_lowercase().contains("licen") {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let (title, body) = text.split_once('\n').unwrap_or(("", &text));
                out.push(source(&name, &name, title, body.trim()));
            }
        }
    }
    out.retain(|source| source.text.len() >= LEAST);
    ensure!(
        !out.is_empty(),
        "no texts: name folders with ground-truth.json, ECB+ .xml or .txt files"
    );
    Ok(out)
}

fn source(name: &str, topic: &str, title: &str, text: &str) -> Source {
    let hash =
        topic.bytes().fold(7_u32, |hash, b| hash.wrapping_mul(31).wrapping_add(u32::from(b)));
    Source {
        name: name.to_owned(),
        topic: topic.to_owned(),
        title: title.trim().to_owned(),
        text: text.to_owned(),
        train: (hash >> 3) % 2 == 0,
    }
}

fn articles(bytes: &[u8], out: &mut Vec<Source>) -> Result<()> {
    let truth: Value = serde_json::from_slice(bytes)?;
    for (name, page) in truth.as_object().context("no object")? {
        let body = page.get("articleBody").and_then(Value::as_str).unwrap_or_default();
        out.push(source(name, name, "", body.trim()));
    }
    Ok(())
}

/// A document of ECB+: tokens with the numbers of their sentences. The first
/// sentences of the newer part are address, headline and date.
fn ecb(name: &str, xml: &str) -> Option<Source> {
    let topic = name.rsplit('/').nth(1)?;
    let mut sentences: Vec<Vec<String>> = Vec::new();
    let mut last = "";
    for piece in xml.split("<token ").skip(1) {
        let (head, rest) = piece.split_once('>')?;
        let sentence = head.split("sentence=\"").nth(1)?.split('"').next()?;
        let text = html_escape::decode_html_entities(rest.split("</token>").next()?).into_owned();
        if sentence != last || sentences.is_empty() {
            sentences.push(Vec::new());
            last = sentence;
        }
        sentences.last_mut()?.push(text);
    }
    let sentences: Vec<String> = sentences.iter().map(|tokens| joined(tokens)).collect();
    // What is before the first sentence of a body's length is no body.
    let body = sentences
        .iter()
        .position(|s| s.split(' ').count() >= 12 && s.ends_with(['.', '"', '”']))
        .unwrap_or(0);
    let blocks: Vec<String> = sentences[body..].chunks(2).map(|two| two.join(" ")).collect();
    let title = sentences[..body].last().cloned().unwrap_or_default();
    let leaf = name.rsplit('/').next()?;
    // The two parts of a topic tell two events.
    let event = if leaf.contains("ecbplus") { "plus" } else { "ecb" };
    Some(Source {
        topic: format!("{topic}/{event}"),
        ..source(name, &format!("topic {topic}"), &title, &blocks.join("\n\n"))
    })
}

/// Tokens as they were written: no space before a comma, none within quotation marks.
fn joined(tokens: &[String]) -> String {
    let mut out = String::new();
    let mut open = false;
    let mut glue = true;
    for token in tokens {
        let (text, before, after) = match token.as_str() {
            "``" => ("“", false, true),
            "''" => ("”", true, false),
            "\"" => {
                open = !open;
                if open { ("“", false, true) } else { ("”", true, false) }
            }
            "(" | "[" | "$" | "£" | "€" | "#" => (token.as_str(), false, true),
            "-" | "/" => (token.as_str(), true, true),
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "'" => {
                (token.as_str(), true, false)
            }
            other => (other, other.starts_with('\'') || other == "n't", false),
        };
        if !(glue || before) {
            out.push(' ');
        }
        out.push_str(text);
        glue = after;
    }
    out
}

/// Runs of this many words outside quotations that two texts have in common
/// make one of them reuse the other, or both a third.
pub(super) const RUN: usize = 12;

/// The runs of `n` words of a text, by hashes; quoted words end a run.
pub(super) fn runs(text: &str, n: usize) -> BTreeSet<u64> {
    let mut out = BTreeSet::new();
    let mut words: Vec<String> = Vec::new();
    let mut quoted = false;
    let mut flush = |words: &mut Vec<String>| {
        out.extend(words.windows(n).map(|run| Random::new(0, &run.join(" ")).next()));
        words.clear();
    };
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() && !quoted {
            words.push(word.to_lowercase());
        }
        match piece.chars().next_back() {
            Some('“') => {
                quoted = true;
                flush(&mut words);
            }
            Some('”') => quoted = false,
            Some('"') => {
                quoted = !quoted;
                flush(&mut words);
            }
            Some('\n') => quoted = false,
            _ => {}
        }
    }
    flush(&mut words);
    out
}
