//! ECB+ as it lies in its folders: tokens, event mentions, and which of them
//! are one event.
//!
//! A mention is an `ACTION_…` or `NEG_ACTION_…` markable with tokens, in a
//! sentence that `ECBplus_coreference_sentences.csv` lists (Cybulska & Vossen
//! 2015). Its event is the `note` of the `CROSS_DOC_COREF` relation that names
//! it, or its `INTRA_DOC_COREF` relation; a mention that no relation names is an
//! event of its own. Lines that hold the page's address are left out: only the
//! texts that were added for ECB+ have one.

use crate::eval::files::Files;
use anyhow::{Context as _, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// One text.
pub(crate) struct Document {
    /// Topic and kind (`ecb`, `ecbplus`), the gold cluster. Never a feature.
    pub topic: u32,
    pub kind: String,
    pub sentences: Vec<Sentence>,
    pub mentions: Vec<GoldMention>,
}

/// One sentence, its tokens joined by spaces.
#[derive(Default)]
pub(crate) struct Sentence {
    pub number: usize,
    pub text: String,
}

/// An event mention of a validated sentence.
pub(crate) struct GoldMention {
    /// Index into the document's sentences.
    pub sentence: usize,
    /// Byte ranges of its tokens in the sentence's text.
    pub spans: Vec<(usize, usize)>,
    /// The event.
    pub event: String,
}

impl Document {
    /// The text, a line for each sentence.
    pub(crate) fn text(&self) -> String {
        let lines: Vec<&str> = self.sentences.iter().map(|s| s.text.as_str()).collect();
        lines.join("\n")
    }
}

/// Reads the corpus. The documents come in the order of their texts, so that
/// nothing depends on their names.
pub(crate) fn read(files: Files) -> Result<Vec<Document>> {
    let mut valid: HashSet<(String, String, usize)> = HashSet::new();
    let mut xml: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (name, bytes) in files.into_iter() {
        let base = name.rsplit('/').next().unwrap_or(&name).to_owned();
        if base == "ECBplus_coreference_sentences.csv" {
            for line in String::from_utf8_lossy(&bytes).lines().skip(1) {
                let mut cells = line.split(',').map(|c| c.trim().to_owned());
                if let (Some(topic), Some(file), Some(number)) =
                    (cells.next(), cells.next(), cells.next())
                {
                    valid.insert((topic, file, number.parse().context("sentence number")?));
                }
            }
        } else if base.ends_with("ecb.xml") || base.ends_with("ecbplus.xml") {
            xml.insert(base, bytes);
        }
    }
    anyhow::ensure!(!valid.is_empty(), "it holds no ECBplus_coreference_sentences.csv");
    let mut out = Vec::new();
    for (name, bytes) in xml {
        let Some((topic, file)) = name.trim_end_matches(".xml").split_once('_') else { continue };
        let of_file: BTreeSet<usize> =
            valid.iter().filter(|(t, f, _)| t == topic && f == file).map(|(_, _, n)| *n).collect();
        let kind = file.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        let topic_number = topic.parse().with_context(|| name.clone())?;
        let document = document(&bytes, &name, (topic_number, kind), &of_file);
        out.push(document.with_context(|| name.clone())?);
    }
    out.sort_by_cached_key(Document::text);
    Ok(out)
}

struct RawToken {
    sentence: usize,
    text: String,
}

/// Events of the mentions of one file, while it is read.
#[derive(Default)]
struct Raw {
    tokens: BTreeMap<u64, RawToken>,
    /// Markables with tokens: id, whether it is an event, its tokens.
    markables: Vec<(String, Vec<u64>)>,
    events: HashMap<String, String>,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    let found = element.try_get_attribute(name)?;
    Ok(found.map(|a| a.value.into_owned()))
}

fn raw(text: &str, file: &str) -> Result<Raw> {
    let mut reader = Reader::from_str(text);
    let mut raw = Raw::default();
    let mut token: Option<(u64, RawToken)> = None;
    let mut is_action = false;
    let mut relation: Option<(String, Vec<String>)> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(e)) => {
                let name = e.name().as_ref().to_owned();
                match name.as_str() {
                    "token" => {
                        let id = attribute(&e, "t_id")?.context("token without t_id")?.parse()?;
                        let sentence =
                            attribute(&e, "sentence")?.context("no sentence")?.parse()?;
                        token = Some((id, RawToken { sentence, text: String::new() }));
                    }
                    "CROSS_DOC_COREF" => {
                        let note = attribute(&e, "note")?.context("relation without note")?;
                        relation = Some((note, Vec::new()));
                    }
                    "INTRA_DOC_COREF" => {
                        let id = attribute(&e, "r_id")?.context("relation without r_id")?;
                        relation = Some((format!("{file}#{id}"), Vec::new()));
                    }
                    _ if name.contains("ACTION_") => {
                        is_action = true;
                        let id = attribute(&e, "m_id")?.context("markable without m_id")?;
                        raw.markables.push((id, Vec::new()));
                    }
                    _ => {}
                }
            }
            Ok(Event::Empty(e)) => match e.name().as_ref() {
                "token_anchor" if is_action => {
                    let id = attribute(&e, "t_id")?.context("anchor without t_id")?.parse()?;
                    if let Some((_, tokens)) = raw.markables.last_mut() {
                        tokens.push(id);
                    }
                }
                "source" => {
                    if let (Some((_, members)), Some(id)) =
                        (relation.as_mut(), attribute(&e, "m_id")?)
                    {
                        members.push(id);
                    }
                }
                _ => {}
            },
            Ok(Event::Text(text)) => {
                if let Some((_, token)) = token.as_mut() {
                    token.text.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some((_, token)) = token.as_mut() {
                    let whole = format!("&{};", &*name);
                    token.text.push_str(&html_escape::decode_html_entities(&whole));
                }
            }
            Ok(Event::End(e)) => match e.name().as_ref() {
                "token" => {
                    if let Some((id, done)) = token.take() {
                        raw.tokens.insert(id, done);
                    }
                }
                "CROSS_DOC_COREF" | "INTRA_DOC_COREF" => {
                    if let Some((event, members)) = relation.take() {
                        for member in members {
                            raw.events.insert(member, event.clone());
                        }
                    }
                }
                name if name.contains("ACTION_") => is_action = false,
                _ => {}
            },
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(raw)
}

fn document(
    bytes: &[u8],
    name: &str,
    (topic, kind): (u32, String),
    valid: &BTreeSet<usize>,
) -> Result<Document> {
    let raw = raw(&String::from_utf8_lossy(bytes), name)?;
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut places: HashMap<u64, (usize, usize, usize)> = HashMap::new();
    for (id, token) in &raw.tokens {
        if sentences.last().is_none_or(|s| s.number != token.sentence) {
            sentences.push(Sentence { number: token.sentence, text: String::new() });
        }
        let at = sentences.len() - 1;
        let text = &mut sentences[at].text;
        if !text.is_empty() && !is_tight(text, &token.text) {
            text.push(' ');
        }
        places.insert(*id, (at, text.len(), text.len() + token.text.len()));
        text.push_str(&token.text);
    }
    let mut mentions = Vec::new();
    for (id, tokens) in &raw.markables {
        let found: Vec<(usize, usize, usize)> =
            tokens.iter().filter_map(|t| places.get(t).copied()).collect();
        let Some((sentence, ..)) = found.first().copied() else { continue };
        if !valid.contains(&sentences[sentence].number) {
            continue;
        }
        let mut spans: Vec<(usize, usize)> = found
            .iter()
            .filter(|(s, ..)| *s == sentence)
            .map(|(_, start, end)| (*start, *end))
            .collect();
        spans.sort_unstable();
        let event = raw.events.get(id).cloned();
        let event = event.unwrap_or_else(|| format!("{name}!{id}"));
        mentions.push(GoldMention { sentence, spans, event });
    }
    mentions.sort_by_key(|m| (m.sentence, m.spans.first().copied()));
    // Emptied, not removed: mentions know their sentences by number.
    for (at, sentence) in sentences.iter_mut().enumerate() {
        if sentence.text.starts_with("http") && !mentions.iter().any(|m| m.sentence == at) {
            sentence.text.clear();
        }
    }
    Ok(Document { topic, kind, sentences, mentions })
}

/// Whether the token belongs to the one before it: what was added for ECB+ parts
/// "2.6", "1,300" and "U.S." into three tokens, the older texts do not.
fn is_tight(text: &str, token: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or("");
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let initial = |s: &str| s.len() == 1 && s.bytes().all(|b| b.is_ascii_uppercase());
    let begun = word.strip_suffix(['.', ',']);
    match token {
        "." => initial(word.rsplit('.').next().unwrap_or("")) || (!word.is_empty() && digits(word)),
        "," => !word.is_empty() && digits(word),
        _ if digits(token) => begun
            .is_some_and(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit() || b == b',')),
        _ => initial(token) && begun.is_some_and(|w| initial(w.rsplit('.').next().unwrap_or(""))),
    }
}
