//! What an article's words and links are, worked out again letter by letter, so
//! that the writers have something to be compared with.

use crate::any::ADDRESSES;
use annals_model::{Block, Picture, Prose};

/// A letter and where it leads.
pub(crate) type Letter = (char, Option<String>);

/// How an address is written, if it may be followed.
pub(crate) fn written(url: &str) -> Option<String> {
    let known = ADDRESSES.iter().find(|a| a.0 == url).map(|a| a.1.map(str::to_owned));
    known.unwrap_or_else(|| url.starts_with("https://example.org/").then(|| url.to_owned()))
}

/// As [`written`], for pictures and embeds.
pub(crate) fn written_web(url: &str) -> Option<String> {
    written(url).filter(|url| url.starts_with("http"))
}

/// White space becomes single spaces that lead nowhere, none at the ends.
pub(crate) fn collapse(letters: impl IntoIterator<Item = Letter>) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for (c, to) in letters {
        match c {
            ' ' | '\t' | '\n' | '\r' => {
                if out.last().is_some_and(|l| l.0 != ' ') {
                    out.push((' ', None));
                }
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if c.is_control()
                || (c as u32) & 0xfffe == 0xfffe
                || ('\u{fdd0}'..='\u{fdef}').contains(&c) =>
            {
                out.push(('\u{fffd}', to));
            }
            _ => out.push((c, to)),
        }
    }
    if out.last().is_some_and(|l| l.0 == ' ') {
        out.pop();
    }
    out
}

pub(crate) fn plain(text: &str) -> Vec<Letter> {
    collapse(text.chars().map(|c| (c, None)))
}

pub(crate) fn of_prose(prose: &Prose) -> Vec<Letter> {
    let mut leads: Vec<Option<String>> = vec![None; prose.text.len()];
    let mut from = 0;
    for link in &prose.links {
        let whole = prose.text.get(link.start..link.end).is_some_and(|label| !label.is_empty());
        if whole && link.start >= from {
            leads[link.start..link.end].fill(written(&link.url));
            from = link.end;
        }
    }
    collapse(prose.text.char_indices().map(|(at, c)| (c, leads[at].clone())))
}

/// A block: its kind, and its parts that have words.
#[derive(Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) kind: String,
    pub(crate) parts: Vec<Vec<Letter>>,
}

impl Shape {
    pub(crate) fn new(kind: impl Into<String>, parts: Vec<Vec<Letter>>) -> Shape {
        Shape { kind: kind.into(), parts }
    }
}

/// The block that a reader is to see; none where there is nothing to see.
pub(crate) fn shape(block: &Block) -> Option<Shape> {
    let parts =
        |parts: &[Prose]| parts.iter().map(of_prose).filter(|p| !p.is_empty()).collect::<Vec<_>>();
    let shape = match block {
        Block::Paragraph(words) => Shape::new("p", parts(std::slice::from_ref(words))),
        Block::Heading { level, text } => {
            Shape::new(format!("h{}", level.clamp(&2, &6)), parts(std::slice::from_ref(text)))
        }
        Block::Quote(quoted) => Shape::new("quote", parts(quoted)),
        Block::List { numbered, items } => {
            Shape::new(if *numbered { "ol" } else { "ul" }, parts(items))
        }
        Block::Table(rows) => {
            if rows.iter().all(Vec::is_empty) {
                return None;
            }
            return Some(Shape::new(
                "table",
                rows.iter().map(|row| cells(row.iter().map(|c| plain(c)))).collect(),
            ));
        }
        Block::Picture(picture) => return of_picture(picture),
        Block::Embed { url, title } => {
            let to = written_web(url);
            let title = title.as_deref().map(plain).filter(|t| !t.is_empty());
            let words = title.unwrap_or_else(|| plain(to.as_deref().unwrap_or_default()));
            let words = words.into_iter().map(|(c, _)| (c, to.clone()).clone());
            Shape::new(
                "p",
                vec![spaces_lead_nowhere(words)].into_iter().filter(|p| !p.is_empty()).collect(),
            )
        }
        Block::Preformatted(text) => {
            Shape::new("pre", vec![plain(text)].into_iter().filter(|p| !p.is_empty()).collect())
        }
    };
    (!shape.parts.is_empty()).then_some(shape)
}

fn spaces_lead_nowhere(letters: impl Iterator<Item = Letter>) -> Vec<Letter> {
    letters.map(|(c, to)| if c == ' ' { (c, None) } else { (c, to) }).collect()
}

/// A row as one part: cells end in a mark, empty ones at the end are not there.
pub(crate) fn cells(cells: impl Iterator<Item = Vec<Letter>>) -> Vec<Letter> {
    let mut out = Vec::new();
    for cell in cells {
        out.extend(cell);
        out.push(('\u{1f}', None));
    }
    while out.ends_with(&[('\u{1f}', None), ('\u{1f}', None)]) || out == [('\u{1f}', None)] {
        out.pop();
    }
    out
}

/// A picture with an address is its alternative text and what stands below it.
pub(crate) fn of_picture(picture: &Picture) -> Option<Shape> {
    let mut below: Vec<Letter> = Vec::new();
    let mut add = |letters: Vec<Letter>| {
        if !letters.is_empty() && !below.is_empty() {
            below.push((' ', None));
        }
        below.extend(letters);
    };
    add(plain(picture.caption.as_deref().unwrap_or_default()));
    add(plain(picture.credit.as_deref().unwrap_or_default()));
    let licence = picture.licence.as_deref().unwrap_or_default();
    let to = written_web(licence);
    add(spaces_lead_nowhere(plain(licence).into_iter().map(|(c, _)| (c, to.clone()))));
    match written_web(&picture.url) {
        Some(url) => {
            let alt = plain(picture.alt.as_deref().unwrap_or_default());
            Some(Shape::new(format!("image {url}"), vec![alt, below]))
        }
        None => (!below.is_empty()).then(|| Shape::new("p", vec![below])),
    }
}
