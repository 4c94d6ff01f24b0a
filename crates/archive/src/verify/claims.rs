//! What a statement claims that can be looked for: figures, quotations, names.

use super::{
    figures::{Figure, figures},
    words::Words,
};
use crate::ArchiveError;
use annals_store::{Reader, StoredEvent};
use serde::Serialize;

/// Quotations and names of one statement that are looked for; no statement has more.
const CLAIMS: usize = 100;
/// Other labels that a name is looked for under.
const LABELS: usize = 30;
/// Longest quotation, in characters; the rest of a longer one is not looked for.
const QUOTATION: usize = 2_000;

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// A number of something.
    Figure,
    /// Words in quotation marks.
    Quotation,
    /// A person, an organisation or a place.
    Name,
}

impl ClaimKind {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            ClaimKind::Figure => "figure",
            ClaimKind::Quotation => "quotation",
            ClaimKind::Name => "name",
        }
    }
}

/// A part of a statement that can be looked for.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) kind: ClaimKind,
    /// First character in the statement.
    pub(super) start: usize,
    /// One past the last character.
    pub(super) end: usize,
    /// The words of the statement.
    pub(super) text: String,
    /// What is looked for.
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Figure(Figure),
    Quotation(Words),
    /// Any of these.
    Name(Vec<Words>),
}

/// The claims of an event's statement, in their order.
pub(super) fn of(reader: &Reader<'_>, event: &StoredEvent) -> Result<Vec<Claim>, ArchiveError> {
    let text = &event.record.statement.text;
    let mut claims: Vec<Claim> = quotations(text);
    let within = |claims: &[Claim], start: usize, end: usize| {
        claims.iter().any(|claim| start < claim.end && end > claim.start)
    };
    for claim in names(reader, event)? {
        if !within(&claims, claim.start, claim.end) {
            claims.push(claim);
        }
    }
    let chars: Vec<char> = text.chars().collect();
    for figure in figures(text) {
        // `Group of 20` is a name.
        if !within(&claims, figure.start, figure.end) {
            let (start, end) = (figure.start, figure.end);
            let text = chars[start..end].iter().collect();
            let what = What::Figure(figure);
            claims.push(Claim { kind: ClaimKind::Figure, start, end, text, what });
        }
    }
    claims.sort_by_key(|claim| claim.start);
    Ok(claims)
}

/// Opening and closing marks; the straight one closes itself.
const MARKS: [(char, char); 8] = [
    ('“', '”'),
    ('„', '“'),
    ('«', '»'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('"', '"'),
    ('＂', '＂'),
];

/// Words in quotation marks, without these.
fn quotations(text: &str) -> Vec<Claim> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Claim> = Vec::new();
    let mut at = 0;
    while at < chars.len() && out.len() < CLAIMS {
        let Some((_, close)) = MARKS.iter().find(|(open, _)| *open == chars[at]) else {
            at += 1;
            continue;
        };
        let start = at + 1;
        let end = chars[start..].iter().take(QUOTATION).position(|c| c == close);
        let Some(length) = end else {
            at += 1;
            continue;
        };
        let inside: String = chars[start..start + length].iter().collect();
        let trimmed = inside.trim().trim_end_matches([',', '.', '，', '。']);
        let words = Words::of(trimmed);
        if !words.is_empty() && trimmed.chars().count() > 1 {
            let (kind, text) = (ClaimKind::Quotation, trimmed.to_owned());
            let end = start + length;
            out.push(Claim { kind, start, end, text, what: What::Quotation(words) });
        }
        at = start + length + 1;
    }
    out
}

/// Persons, organisations and places that the statement names.
fn names(reader: &Reader<'_>, event: &StoredEvent) -> Result<Vec<Claim>, ArchiveError> {
    let text = &event.record.statement.text;
    let mut out = Vec::new();
    for mention in reader.mentions(event.row)?.into_iter().take(CLAIMS) {
        let is_name = matches!(mention.kind.as_str(), "person" | "organisation" | "place");
        // A link's text may be any words; a name has a capital, or a script without them.
        let capital = mention.surface.chars().next().is_some_and(|c| !c.is_lowercase());
        let (Some(before), Some(label)) =
            (text.get(..mention.start), text.get(mention.start..mention.end))
        else {
            continue;
        };
        if !is_name || !capital {
            continue;
        }
        let title = mention.key.split_once(':').map_or("", |(_, title)| title);
        let title = title.split(" (").next().unwrap_or(title);
        let mut known = vec![mention.surface.clone(), title.to_owned()];
        known.extend(title.split_once(", ").map(|(place, _)| place.to_owned()));
        for other in reader.surfaces(&mention.key)?.into_iter().take(LABELS) {
            if other.surface.chars().next().is_some_and(|c| !c.is_lowercase()) {
                known.push(other.surface);
            }
        }
        if mention.kind == "person" {
            let last = |name: &str| name.split_whitespace().last().map(str::to_owned);
            known.extend([last(&mention.surface), last(title)].into_iter().flatten());
        } else if mention.kind == "place" && title.is_ascii() && !title.is_empty() {
            // Syrian, Iraqi, Sudanese, Canadian.
            known.extend(["n", "i", "ese", "an", "ian"].iter().map(|end| format!("{title}{end}")));
        }
        known.retain(|name| name.chars().count() > 1);
        known.sort();
        known.dedup();
        let start = before.chars().count();
        out.push(Claim {
            kind: ClaimKind::Name,
            start,
            end: start + label.chars().count(),
            text: label.to_owned(),
            what: What::Name(
                known.iter().map(|n| Words::of(n)).filter(|w| !w.is_empty()).collect(),
            ),
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_of_every_mark() {
        let of = |text: &str| quotations(text).into_iter().map(|c| c.text).collect::<Vec<_>>();
        assert_eq!(
            of("He spoke of a “real reduction of violence,” he said."),
            ["real reduction of violence"]
        );
        assert_eq!(of("\"One\" and \"two\""), ["One", "two"]);
        assert_eq!(of("外交部称「停火」已经开始。“和平”"), ["停火", "和平"]);
        assert_eq!(of("It’s the 1990s’ end"), Vec::<String>::new());
        assert_eq!(of("an open “mark and no end"), Vec::<String>::new());
        assert_eq!(of(&"“".repeat(20_000)), Vec::<String>::new());
    }
}
