//! Looking for claims in texts.

use super::{
    claims::{Claim, ClaimKind, What},
    figures::{Figure, FigureFit, figures},
    report::{ClaimReport, Context, EventReport, Held, Place, SourceState, Verdict},
    source::Read,
    texts::Texts,
    words::{Fit, Words, find},
};
use annals_store::StoredEvent;
use std::collections::HashMap;

/// Words of quotations times words of texts that are compared for one statement.
const COMPARED: usize = 300_000_000;
/// Characters of context on each side of a place.
const CONTEXT: usize = 60;

/// Looks for every claim in every source.
pub(super) fn look(event: &StoredEvent, claims: &[Claim], sources: Vec<Read>) -> EventReport {
    let record = &event.record;
    let mut reports: Vec<ClaimReport> = claims
        .iter()
        .map(|claim| ClaimReport {
            kind: claim.kind,
            text: claim.text.clone(),
            start: claim.start,
            end: claim.end,
            held: None,
            places: Vec::new(),
        })
        .collect();
    let mut left = COMPARED;
    for (number, source) in sources.iter().enumerate() {
        for texts in &source.texts {
            let other_language = is_other(&record.lang, texts.language.as_deref());
            for (of, text) in &texts.texts {
                let words = Words::of(text);
                let ready = Ready { words: &words, places: words.places(), figures: figures(text) };
                for (claim, report) in claims.iter().zip(&mut reports) {
                    let found = report.places.iter().any(|p| p.source == number && p.fit.counts());
                    let asks = claim.kind == ClaimKind::Figure || !other_language;
                    if !asks {
                        continue;
                    }
                    report.held.get_or_insert(false);
                    if found && (claim.kind != ClaimKind::Figure || *of == "page") {
                        continue;
                    }
                    // Menus are full of small numbers: beside an article the whole page has a
                    // figure only where the same thing is counted.
                    let beside =
                        claim.kind == ClaimKind::Figure && *of == "page" && has_article(texts);
                    let place = ready.place(claim, text, &mut left);
                    if let Some(place) = place.filter(|p| !beside || p.same_counted == Some(true)) {
                        let place = place.at(number, of, text, texts);
                        take(report, place);
                    }
                }
            }
        }
    }
    for report in &mut reports {
        report.held = report.held.map(|_| report.places.iter().any(|p| p.fit.counts()));
    }
    let damaged = sources.iter().any(|s| s.report.state == SourceState::Damaged);
    let verdict = if damaged {
        Verdict::Damaged
    } else if sources.iter().all(|s| s.texts.is_empty()) {
        Verdict::Unchecked
    } else if reports.iter().any(|report| report.held == Some(false)) {
        Verdict::Unsupported
    } else {
        Verdict::Holds
    };
    EventReport {
        id: event.id.to_string(),
        path: event.path.clone(),
        day: record.day.to_string(),
        statement: record.statement.text.clone(),
        verdict,
        claims: reports,
        sources: sources.into_iter().map(|source| source.report).collect(),
    }
}

/// Keeps the better place of those in one source.
fn take(report: &mut ClaimReport, place: Place) {
    let rank = |p: &Place| (p.fit.counts(), p.same_counted == Some(true), p.fit);
    match report.places.iter_mut().find(|known| known.source == place.source) {
        Some(known) if rank(&place) > rank(known) => *known = place,
        Some(_) => {}
        None => report.places.push(place),
    }
}

fn has_article(texts: &Texts) -> bool {
    texts.texts.iter().any(|(of, _)| *of == "article")
}

/// Whether a text is known to be in another language than the statement.
fn is_other(statement: &str, text: Option<&str>) -> bool {
    let primary = |lang: &str| lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
    text.is_some_and(|text| !statement.is_empty() && primary(statement) != primary(text))
}

/// A text made ready to be looked through.
struct Ready<'w> {
    words: &'w Words,
    /// Where each word stands.
    places: HashMap<&'w str, Vec<usize>>,
    figures: Vec<Figure>,
}

/// Where something stands in a text.
struct Stretch {
    fit: Held,
    start: usize,
    end: usize,
    same_counted: Option<bool>,
}

impl Ready<'_> {
    fn place(&self, claim: &Claim, text: &str, left: &mut usize) -> Option<Stretch> {
        match &claim.what {
            What::Figure(figure) => self.figure(figure),
            What::Quotation(words) => {
                let cost = words.len().saturating_mul(self.words.len());
                // A statement that quotes so much is not looked at word by word any more.
                if cost > *left && !text.contains(&claim.text) {
                    return None;
                }
                *left = left.saturating_sub(cost);
                let found = find(&claim.text, words, text, self.words)?;
                let fit = match found.fit {
                    Fit::Exact => Held::Exact,
                    Fit::SameWords => Held::Same,
                    Fit::Near => Held::Near,
                };
                Some(Stretch { fit, start: found.start, end: found.end, same_counted: None })
            }
            What::Name(names) => {
                let found = names.iter().find_map(|name| self.words.place_of(name, &self.places));
                let (start, end) = found?;
                Some(Stretch { fit: Held::Same, start, end, same_counted: None })
            }
        }
    }

    fn figure(&self, claim: &Figure) -> Option<Stretch> {
        let mut best: Option<(bool, FigureFit, &Figure)> = None;
        for there in &self.figures {
            let Some(fit) = claim.fits(there) else { continue };
            let same = claim.counted.is_some() && claim.counted == there.counted;
            if best.is_none_or(|(s, f, _)| (same, fit) > (s, f)) {
                best = Some((same, fit, there));
            }
        }
        let (same, fit, there) = best?;
        let fit = match fit {
            FigureFit::Within => Held::Within,
            FigureFit::Rounded => Held::Rounded,
            FigureFit::Same => Held::Same,
        };
        let known = claim.counted.is_some() && there.counted.is_some();
        let same_counted = known.then_some(same);
        Some(Stretch { fit, start: there.start, end: there.end, same_counted })
    }
}

impl Stretch {
    fn at(self, source: usize, of: &'static str, text: &str, texts: &Texts) -> Place {
        let Stretch { fit, start, end, same_counted } = self;
        let cut = |from: usize, to: usize| -> String {
            text.chars().skip(from).take(to.saturating_sub(from)).collect()
        };
        Place {
            source,
            fit,
            verbatim: cut(start, end),
            start,
            end,
            of,
            captured_at: texts.at.to_string(),
            same_counted,
            context: Context {
                before: cut(start.saturating_sub(CONTEXT), start),
                after: cut(end, end + CONTEXT),
            },
        }
    }
}
