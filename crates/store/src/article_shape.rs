//! How tellings of articles are written into the database: compact JSON with a
//! shape of its own, so that the model need not serialize.

use crate::StoreError;
use annals_model::{
    Access, Article, Block, Dating, Evidence, Hyperlink, Note, Picture, Precision, Prose,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Shape {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deck: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteShape>,
}

#[derive(Serialize, Deserialize)]
struct Date {
    value: Option<String>,
    precision: Option<String>,
    confidence: f32,
    /// Place, text, value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<(String, String, Option<String>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<String>,
}

/// Address, description, caption, credit, licence.
#[derive(Serialize, Deserialize)]
struct Image(String, Option<String>, Option<String>, Option<String>, Option<String>);

/// Text; start, end (bytes) and address of its links.
#[derive(Serialize, Deserialize)]
struct Words(String, #[serde(default)] Vec<(usize, usize, String)>);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    P(Words),
    H(u8, Words),
    Quote(Vec<Words>),
    List(bool, Vec<Words>),
    Table(Vec<Vec<String>>),
    Image(Image),
    Embed(String, Option<String>),
    Pre(String),
}

/// Line, kind, problem, what was done.
#[derive(Serialize, Deserialize)]
struct NoteShape(Option<u32>, String, String, String);

pub(crate) fn write(article: &Article) -> String {
    let a = article.clone();
    let shape = Shape {
        url: a.url,
        canonical: a.canonical,
        title: a.title,
        deck: a.deck,
        authors: a.authors,
        publisher: a.publisher,
        agency: a.agency,
        published: date(a.published),
        modified: date(a.modified),
        language: a.language,
        section: a.section,
        keywords: a.keywords,
        image: a.image.map(image),
        licence: a.licence,
        access: (a.access != Access::Whole).then(|| a.access.name().to_owned()),
        blocks: a.blocks.into_iter().map(part).collect(),
        notes: a
            .notes
            .into_iter()
            .map(|n| NoteShape(n.line, n.kind.to_owned(), n.problem, n.done))
            .collect(),
    };
    serde_json::to_string(&shape).expect("plain shapes always become JSON")
}

pub(crate) fn read(told: &str) -> Result<Article, StoreError> {
    let broken = |why: String| StoreError::Broken { what: "article".into(), why };
    let s: Shape = serde_json::from_str(told).map_err(|e| broken(e.to_string()))?;
    Ok(Article {
        url: s.url,
        canonical: s.canonical,
        title: s.title,
        deck: s.deck,
        authors: s.authors,
        publisher: s.publisher,
        agency: s.agency,
        published: dating(s.published)?,
        modified: dating(s.modified)?,
        language: s.language,
        section: s.section,
        keywords: s.keywords,
        image: s.image.map(picture),
        licence: s.licence,
        access: match s.access.as_deref() {
            None => Access::Whole,
            Some("paywalled") => Access::Paywalled,
            Some("stub") => Access::Stub,
            Some(other) => return Err(broken(format!("no access is called `{other}`"))),
        },
        blocks: s.blocks.into_iter().map(block).collect(),
        notes: s
            .notes
            .into_iter()
            .map(|n| Note { line: n.0, kind: known_kind(n.1), problem: n.2, done: n.3 })
            .collect(),
    })
}

/// Kinds of notes are a small fixed set, so the few texts that are read back are
/// kept for good; a set that grows without end would be a broken archive.
fn known_kind(kind: String) -> &'static str {
    use std::sync::Mutex;
    static KINDS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut kinds = KINDS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = kinds.iter().find(|k| **k == kind) {
        return known;
    }
    if kinds.len() >= 1_000 {
        return "unknown";
    }
    let kept: &'static str = kind.leak();
    kinds.push(kept);
    kept
}

fn date(d: Dating) -> Option<Date> {
    (d != Dating::default()).then(|| Date {
        value: d.value,
        precision: d.precision.map(|p| p.name().to_owned()),
        confidence: d.confidence,
        evidence: d.evidence.into_iter().map(|e| (e.from, e.text, e.value)).collect(),
        alternatives: d.alternatives,
    })
}

fn dating(date: Option<Date>) -> Result<Dating, StoreError> {
    let Some(d) = date else { return Ok(Dating::default()) };
    let all =
        [Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second];
    let precision = match d.precision {
        None => None,
        Some(name) => Some(all.into_iter().find(|p| p.name() == name).ok_or_else(|| {
            StoreError::Broken { what: "date".into(), why: format!("no precision is `{name}`") }
        })?),
    };
    Ok(Dating {
        value: d.value,
        precision,
        confidence: d.confidence,
        evidence: d
            .evidence
            .into_iter()
            .map(|(from, text, value)| Evidence { from, text, value })
            .collect(),
        alternatives: d.alternatives,
    })
}

fn image(p: Picture) -> Image {
    Image(p.url, p.alt, p.caption, p.credit, p.licence)
}

fn picture(i: Image) -> Picture {
    Picture { url: i.0, alt: i.1, caption: i.2, credit: i.3, licence: i.4 }
}

fn words(p: Prose) -> Words {
    Words(p.text, p.links.into_iter().map(|l| (l.start, l.end, l.url)).collect())
}

fn prose(w: Words) -> Prose {
    let links = w.1.into_iter().map(|(start, end, url)| Hyperlink { start, end, url });
    Prose { links: links.collect(), text: w.0 }
}

fn part(block: Block) -> Part {
    match block {
        Block::Paragraph(p) => Part::P(words(p)),
        Block::Heading { level, text } => Part::H(level, words(text)),
        Block::Quote(list) => Part::Quote(list.into_iter().map(words).collect()),
        Block::List { numbered, items } => {
            Part::List(numbered, items.into_iter().map(words).collect())
        }
        Block::Table(rows) => Part::Table(rows),
        Block::Picture(p) => Part::Image(image(p)),
        Block::Embed { url, title } => Part::Embed(url, title),
        Block::Preformatted(text) => Part::Pre(text),
    }
}

fn block(part: Part) -> Block {
    match part {
        Part::P(w) => Block::Paragraph(prose(w)),
        Part::H(level, w) => Block::Heading { level, text: prose(w) },
        Part::Quote(list) => Block::Quote(list.into_iter().map(prose).collect()),
        Part::List(numbered, items) => {
            Block::List { numbered, items: items.into_iter().map(prose).collect() }
        }
        Part::Table(rows) => Block::Table(rows),
        Part::Image(i) => Block::Picture(picture(i)),
        Part::Embed(url, title) => Block::Embed { url, title },
        Part::Pre(text) => Block::Preformatted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_reads_back() {
        let prose = Prose {
            text: "A truce holds.".into(),
            links: vec![Hyperlink { start: 2, end: 7, url: "https://un.org/".into() }],
        };
        let picture = Picture { url: "https://a.org/b.jpg".into(), ..Picture::default() };
        let article = Article {
            title: Some("Truce".into()),
            authors: vec!["A B".into()],
            published: Dating {
                value: Some("2016-09-12".into()),
                precision: Some(Precision::Day),
                confidence: 0.35,
                evidence: vec![Evidence {
                    from: "time".into(),
                    text: "12/09/2016".into(),
                    value: None,
                }],
                alternatives: vec!["2016-12-09".into()],
            },
            access: Access::Paywalled,
            image: Some(picture.clone()),
            blocks: vec![
                Block::Paragraph(prose.clone()),
                Block::Heading { level: 2, text: prose.clone() },
                Block::Quote(vec![prose.clone()]),
                Block::List { numbered: true, items: vec![prose] },
                Block::Table(vec![vec!["a".into()], vec![]]),
                Block::Picture(picture),
                Block::Embed { url: "https://c.org/".into(), title: None },
                Block::Preformatted("x\n y".into()),
            ],
            notes: vec![Note {
                line: None,
                kind: "encoding-damaged",
                problem: "p".into(),
                done: "d".into(),
            }],
            ..Article::default()
        };
        assert_eq!(read(&write(&article)).expect("reads"), article);
        assert_eq!(read("{}").expect("reads"), Article::default());
    }
}
