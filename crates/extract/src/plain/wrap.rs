//! Lines that a program broke: at which width, and where the text only seems to end.

use super::{
    lines::is_marked,
    measure::{ends_as_sentence, is_wide, width},
};

/// Widest lines that programs and people wrap at.
const WIDEST: usize = 110;
/// Narrowest; shorter lines were meant to be short.
const NARROWEST: usize = 40;
/// Lines looked at: a text wraps everywhere or nowhere.
const SAMPLE: usize = 4_000;
/// Fewest breaks that show a width.
const BREAKS: usize = 3;

/// The width at which a text was wrapped, if it was: the lines are of one
/// greatest width, the first word of the next line would not have fitted, and most
/// lines end within a sentence.
pub(super) fn find(lines: &[&str]) -> Option<usize> {
    let lines = &lines[..lines.len().min(SAMPLE)];
    let pairs: Vec<(&str, &str)> = lines
        .windows(2)
        .map(|w| (w[0].trim_end(), w[1].trim()))
        .filter(|(a, b)| !a.trim().is_empty() && !b.is_empty() && !is_marked(b))
        .collect();
    let mut widths: Vec<usize> = pairs.iter().map(|(a, _)| width(a)).collect();
    widths.sort_unstable();
    // One line in thirty may be longer: an address cannot be broken.
    let widest = *widths.get(widths.len().checked_sub(1 + widths.len() / 30)?)?;
    if widths.len() < BREAKS || !(NARROWEST..=WIDEST).contains(&widest) {
        return None;
    }
    let forced: Vec<&str> =
        pairs.iter().filter(|(a, b)| is_forced(a, b, widest)).map(|(a, _)| *a).collect();
    let ended = forced.iter().filter(|a| ends_as_sentence(a)).count();
    let wrapped =
        forced.len() >= BREAKS && forced.len() * 5 >= pairs.len() * 4 && ended * 2 < forced.len();
    wrapped.then_some(widest)
}

/// Whether a line ends only because the next word did not fit.
pub(super) fn is_forced(line: &str, next: &str, widest: usize) -> bool {
    let next = next.trim_start();
    let word = match next.chars().next() {
        Some(c) if is_wide(c) => 2,
        _ => width(next.split_whitespace().next().unwrap_or("")) + 1,
    };
    width(line.trim_end()) + word > widest
}

/// Appends the next line of a wrapped text.
pub(super) fn join(open: &mut String, next: &str) {
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    if !(wide(open.chars().next_back()) && wide(next.chars().next())) {
        open.push(' ');
    }
    open.push_str(next);
}
