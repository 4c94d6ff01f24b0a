//! Runs of capitals: what looks like a name though nobody ever linked it.

use super::fold::Glyph;
use super::surfaces::sentence_begins;
use super::units::{Look, Unit};
use crate::vocabulary::{is_generic, is_joiner, is_stop_word, is_title};

/// Small words between two capitals of one name, at most.
const MOST_JOINERS: usize = 2;

/// Units of one name, at most; a heading in capitals is no name.
const LONGEST: usize = 12;

/// The unit's word, small and without accents.
pub(super) fn word(text: &[Glyph], unit: &Unit) -> String {
    text[unit.from as usize..unit.to as usize].iter().map(|g| g.plain).collect()
}

/// Names by their capitals, as pairs of units: first, and one past the last.
/// A title or stop word at the beginning is left out ("President Obama").
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
        while from < end {
            let small = word(text, &units[from]);
            if !is_capital(&units[from]) || is_title(&small) || is_stop_word(&small) {
                from += 1;
            } else {
                break;
            }
        }
        if from < end && !(end - from == 1 && doubtful(text, units, from)) {
            out.push((from, end));
        }
        at = end;
    }
    out
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
            let mark = text[unit.from as usize].plain;
            let next_close = units.get(at + 1).is_some_and(|n| !n.spaced && is_capital(n));
            if mark != '-' || unit.spaced || !next_close {
                break;
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
    use super::super::fold::{fold, written};
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
            found("Protesters meet President Jean-Marie Dupont of Orania in Oran, Tlemcen."),
            ["Jean-Marie Dupont of Orania", "Oran", "Tlemcen"]
        );
        assert_eq!(found("Police say that Flight Alpha Beta 12 lands."), ["Flight Alpha Beta 12"]);
    }
}
