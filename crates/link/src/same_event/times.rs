//! Times that a text names, as terms to compare by. Nothing is resolved: that
//! two reports both say "Friday" ties them, that one says 3 May and the other
//! 12 June parts them.

use crate::tokens::{Shape, Token, folded};
use std::collections::HashSet;

const WEEKDAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Months, by their first three letters, and how many letters the whole has.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month, from 1, of a word with a capital: in full, or its first three or four letters.
fn month(token: &Token<'_>) -> Option<usize> {
    if token.shape != Shape::Capital || token.text.len() < 3 {
        return None;
    }
    let word = folded(token.text);
    let whole = |m: &&str| **m == word || (word.len() <= 4 && m.starts_with(word.as_str()));
    MONTHS.iter().position(whole).map(|m| m + 1)
}

fn day(token: &Token<'_>) -> Option<u32> {
    let digits = token.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: u32 = digits.parse().ok()?;
    (digits.len() <= 2 && (1..=31).contains(&day)).then_some(day)
}

fn year(token: &Token<'_>) -> Option<u32> {
    let year: u32 = token.text.parse().ok()?;
    (token.text.len() == 4 && (1900..=2099).contains(&year)).then_some(year)
}

/// The times of a sentence (`friday`, `5/3`, `2013`), and the tokens that are part of them.
pub(crate) fn times(tokens: &[Token<'_>]) -> (Vec<String>, HashSet<usize>) {
    let mut out = Vec::new();
    let mut taken = HashSet::new();
    for (i, token) in tokens.iter().enumerate() {
        let word = folded(token.text);
        if token.shape == Shape::Capital && WEEKDAYS.contains(&word.as_str()) {
            out.push(word);
            taken.insert(i);
        } else if let Some(month) = month(token) {
            let after = tokens.get(i + 1).and_then(day).map(|d| (i + 1, d));
            let before = i.checked_sub(1).and_then(|b| Some((b, day(&tokens[b])?)));
            if let Some((at, day)) = after.or(before) {
                out.push(format!("{month}/{day}"));
                taken.extend([i, at]);
            }
        } else if let Some(year) = year(token) {
            out.push(year.to_string());
            taken.insert(i);
        }
    }
    (out, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    #[test]
    fn dates_of_both_orders_meet() {
        let of = |text: &str| times(&tokens(text)).0;
        assert_eq!(of("On 5 May 2016, a Thursday,"), ["5/5", "2016", "thursday"]);
        assert_eq!(of("on Sept. 5th"), ["9/5"]);
        assert_eq!(of("It may 5 times march 3 ways, 50 men"), Vec::<String>::new());
    }
}
