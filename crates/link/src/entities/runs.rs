//! Runs of capitals: what looks like a name though nobody ever linked it.

use super::fold::{Glyph, written};
use super::kinds::of_title;
use super::mention::Kind;
use super::surfaces::sentence_begins;
use super::units::{Look, Unit};
use crate::EntityKind;
use crate::gazetteer;
use crate::vocabulary::{is_generic, is_joiner, is_stop_word, is_title};

/// Small words between two capitals of one name, at most.
const MOST_JOINERS: usize = 2;

/// Units of one name, at most; a heading in capitals is no name.
const LONGEST: usize = 12;

/// The unit's word, small and without accents.
pub(super) fn word(text: &[Glyph], unit: &Unit) -> String {
    text[unit.from as usize..unit.to as usize].iter().map(|g| g.plain).collect()
}

/// Number words: at the beginning of a sentence they count what follows.
const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "dozens",
    "hundreds",
    "thousands",
];

/// Forms of address that may stand inside a run of capitals.
const ADDRESSES: &[&str] = &["sir", "dame", "dr", "mr", "mrs", "ms", "president", "senator"];

/// Words before a name that is not theirs, beside the titles of the vocabulary.
const OFFICES: &[&str] = &["vice", "mp", "chief", "executive", "officer", "ceo", "spokesman"];

/// Second parts of compounds that are no part of a name: "US-led".
const COMPOUNDS: &[&str] = &["led", "era", "born", "run", "made", "held", "like", "only", "wide"];

/// Letters of a second part that belongs to a name, at most: "Kim Il-sung".
const SHORT: u32 = 4;

/// Names by their capitals, as pairs of units: first, and one past the last.
/// A title or stop word at the beginning is left out ("President Obama"). A run
/// that begins with a country comes once with it and once without ("U.S.
/// National Guard"), and so does one with a number behind it ("Soyuz 11").
pub(super) fn runs(text: &[Glyph], units: &[Unit]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if !is_capital(&units[at]) {
            at += 1;
            continue;
        }
        let end = extent(text, units, at);
        let mut from = at;
        // A form of address within a run begins another name: "Briton Sir Ann Lee".
        for part in at + 1..end {
            if part + 1 < end && ADDRESSES.contains(&word(text, &units[part]).as_str()) {
                name(text, units, from, part, &mut out);
                from = part + 1;
            }
        }
        name(text, units, from, end, &mut out);
        at = end;
    }
    out
}

/// Adds the name in a run, and its variants.
fn name(text: &[Glyph], units: &[Unit], from: usize, end: usize, out: &mut Vec<(usize, usize)>) {
    let mut from = from;
    let first = from;
    let begins = units.get(from).is_some_and(|u| sentence_begins(text, u.from as usize));
    while from < end {
        let small = word(text, &units[from]);
        let counts = begins && from == first && NUMBERS.contains(&small.as_str());
        let office = OFFICES.contains(&small.as_str()) && end - from > 1;
        let skipped = counts || office || is_title(&small) || is_stop_word(&small);
        if is_capital(&units[from]) && !skipped {
            break;
        }
        from += 1;
    }
    if from >= end || (end - from == 1 && doubtful(text, units, from)) {
        return;
    }
    let rest = after_country(text, units, from, end);
    if rest < end && is_title(&word(text, &units[rest])) {
        // "Dutch Prime Minister Ann Lee": the country is found by itself.
        return name(text, units, rest, end, out);
    }
    out.push((from, end));
    let single = rest + 1 == end;
    if rest < end && is_capital(&units[rest]) && !(single && doubtful(text, units, rest)) {
        out.push((rest, end));
    }
    if let Some(head) = before_place(text, units, from, end) {
        out.push((from, head));
    }
    let short = |u: &Unit| u.look == Look::Number && u.spaced && u.to - u.from < 4;
    if units.get(end).is_some_and(short) {
        out.push((from, end + 1));
    }
    let year = |u: &Unit| u.look == Look::Number && u.to - u.from == 4;
    if from > 0 && units[from].spaced && year(&units[from - 1]) {
        out.push((from - 1, end));
    }
}

/// Where the name ends that a place follows after "of": "Gulf Coast of Texas" is
/// two names. A body or an office keeps its place: "Bank of England".
fn before_place(text: &[Glyph], units: &[Unit], from: usize, end: usize) -> Option<usize> {
    let words: Vec<String> =
        units[from..end].iter().map(|u| written(&text[u.from as usize..u.to as usize])).collect();
    let of = words.iter().rposition(|w| w == "of").filter(|of| *of > 0)?;
    let place = words[of + 1..].iter().filter(|w| *w != "the").map(String::as_str);
    let (entry, taken) = gazetteer::longest(place.clone())?;
    let head = words[..of].join(" ");
    let bound =
        of_title(&head) != Kind::Other || is_title(&words[of - 1].to_lowercase()) || of == 1;
    (taken == place.count() && entry.kind == EntityKind::Place && !bound).then_some(from + of)
}

/// Where a run goes on after the country that it begins with; its end if it begins with none.
fn after_country(text: &[Glyph], units: &[Unit], from: usize, end: usize) -> usize {
    let words: Vec<String> =
        units[from..end].iter().map(|u| written(&text[u.from as usize..u.to as usize])).collect();
    match gazetteer::longest(words.iter().map(String::as_str)) {
        // "Dutch Senate" may be linked as "Senate", "Netherlands Antilles" not as "Antilles".
        Some((entry, taken)) if words[..taken].join(" ") != entry.title => {
            let country = gazetteer::is_country(&gazetteer::identity(entry.title));
            if country { from + taken } else { end }
        }
        _ => end,
    }
}

fn is_capital(unit: &Unit) -> bool {
    matches!(unit.look, Look::Capital | Look::Capitals)
}

/// A single word is no name where it is a common one or only begins the sentence.
fn doubtful(text: &[Glyph], units: &[Unit], at: usize) -> bool {
    let unit = &units[at];
    let single = unit.to - unit.from < 2;
    let small = word(text, unit);
    let again = |small: &str| {
        units.iter().enumerate().any(|(i, u)| {
            i != at
                && is_capital(u)
                && !sentence_begins(text, u.from as usize)
                && word(text, u) == small
        })
    };
    let begins = unit.look == Look::Capital && sentence_begins(text, unit.from as usize);
    single || is_generic(&small) || (begins && (units.len() > MOST_AGAIN || !again(&small)))
}

/// Units of a text in which a second occurrence is looked for; a longer text is
/// an article, and looking would cost the square of its length.
const MOST_AGAIN: usize = 400;

/// One past the last unit of the run that begins at `from`.
fn extent(text: &[Glyph], units: &[Unit], from: usize) -> usize {
    let mut end = from + 1;
    let mut at = end;
    let mut joiners = 0;
    while let Some(unit) = units.get(at) {
        if at - from >= LONGEST {
            break;
        }
        if is_capital(unit) {
            // "Smith Jones" is one name, "Smith, Jones" is not.
            end = at + 1;
            joiners = 0;
        } else if unit.look == Look::Number && unit.spaced && at == end && at - from >= 2 {
            return at + 1; // "Malaysia Airlines Flight 370"
        } else if unit.look == Look::Mark {
            // Only a hyphen without spaces joins: "Jean-Pierre".
            // A number after one closes the name: "COVID-19".
            let next = units.get(at + 1).filter(|n| !n.spaced && !unit.spaced);
            match next.map(|n| n.look) {
                _ if text[unit.from as usize].plain != '-' => break,
                Some(Look::Capital | Look::Capitals) => {}
                Some(Look::Number) => return at + 2,
                Some(Look::Small)
                    if next.is_some_and(|n| {
                        n.to - n.from <= SHORT && !COMPOUNDS.contains(&word(text, n).as_str())
                    }) =>
                {
                    return at + 2;
                }
                _ => break,
            }
        } else if unit.look == Look::Small && joiners < MOST_JOINERS {
            if !is_joiner(&word(text, unit)) {
                break;
            }
            joiners += 1;
        } else {
            break;
        }
        at += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::units::units;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let glyphs = fold(text);
        let units = units(&glyphs);
        let of = |(from, to): (usize, usize)| {
            written(&glyphs[units[from].from as usize..units[to - 1].to as usize])
        };
        runs(&glyphs, &units).into_iter().map(of).collect()
    }

    #[test]
    fn names_by_their_capitals() {
        assert_eq!(
            found("An F-16 near a Dutch Air Guard lands"),
            ["F-16", "Dutch Air Guard", "Air Guard"],
        );
        assert_eq!(
            found("Protesters meet President Jean-Marie Dupont of Orania in Oran, Tlemcen."),
            ["Jean-Marie Dupont of Orania", "Oran", "Tlemcen"]
        );
        assert_eq!(found("Police say that Flight Alpha Beta 12 lands."), ["Flight Alpha Beta 12"]);
    }
}
