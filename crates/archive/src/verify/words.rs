//! Whether words stand in a text: exactly, with other marks, or nearly.
//!
//! Near matches are found by the edit distance of words between the quotation and
//! every stretch of the text (Sellers, "The theory and computation of evolutionary
//! distances: pattern recognition", 1980), which takes the product of both lengths.

use std::collections::HashMap;

/// A word of a text: as it is compared, and its place in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// A text made ready to be compared with many quotations.
#[derive(Debug)]
pub struct Words(Vec<Word>);

/// How well a stretch of a text fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Most of its words, in their order.
    Near,
    /// The same words; capitals, punctuation or spaces differ.
    SameWords,
    /// The same characters.
    Exact,
}

/// A stretch of a text that fits a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How well.
    pub fit: Fit,
    /// Words that are the same, of those of the quotation: 0 to 1.
    pub likeness: f64,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Words that only the quotation has.
    pub only_quoted: Vec<String>,
    /// Words that only the text has.
    pub only_there: Vec<String>,
}

/// Least likeness of a near match, and the fewest words that can have one: of two
/// words one that differs leaves nothing.
const LEAST: f64 = 0.75;
const FEWEST: usize = 4;
/// Share of the quotation's words that a text must have to be looked at closely.
const SHARED: f64 = 0.6;

impl Words {
    /// The words of a text: letters and digits in a row, small, with straight
    /// apostrophes; each character by itself where scripts have no spaces.
    pub fn of(text: &str) -> Words {
        let mut words: Vec<Word> = Vec::new();
        let mut open = false;
        let mut before = ' ';
        for (at, c) in text.chars().enumerate() {
            let apostrophe = matches!(c, '\'' | '\u{2019}' | '\u{2bc}') && before.is_alphanumeric();
            let within = apostrophe && open;
            if !c.is_alphanumeric() && !within {
                open = false;
                before = c;
                continue;
            }
            let alone = is_alone(c);
            if !open || alone {
                words.push(Word { text: String::new(), start: at, end: at });
            }
            if let Some(word) = words.last_mut() {
                if apostrophe {
                    word.text.push('\'');
                } else {
                    word.text.extend(c.to_lowercase());
                    word.end = at + 1;
                }
            }
            open = !alone;
            before = c;
        }
        for word in &mut words {
            // An apostrophe at the end closed a quotation.
            let kept = word.text.trim_end_matches('\'').len();
            word.text.truncate(kept);
        }
        Words(words)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Words {
    /// Where each word stands, for [`Words::place_of`].
    pub(super) fn places(&self) -> HashMap<&str, Vec<usize>> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, word) in self.0.iter().enumerate() {
            places.entry(bare(&word.text)).or_default().push(at);
        }
        places
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first place of a name, word for word but for a final `'s`: its first
    /// character, and one past its last.
    pub(super) fn place_of(
        &self,
        name: &Words,
        places: &HashMap<&str, Vec<usize>>,
    ) -> Option<(usize, usize)> {
        let first = name.0.first()?;
        let starts = places.get(bare(&first.text))?;
        let here = |start: &&usize| {
            let there = self.0.get(**start..**start + name.0.len());
            there.is_some_and(|there| {
                name.0.iter().zip(there).all(|(a, b)| bare(&a.text) == bare(&b.text))
            })
        };
        let start = *starts.iter().find(here)?;
        Some((self.0[start].start, self.0[start + name.0.len() - 1].end))
    }
}

/// A word without the ending of whose something is.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word)
}

/// Characters of scripts without spaces between words.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// The best place of a quotation in a text; `None` where nothing fits.
pub fn find(quotation: &str, quoted: &Words, text: &str, there: &Words) -> Option<Found> {
    if let Some(at) = text.find(quotation).filter(|_| !quotation.is_empty()) {
        let start = text[..at].chars().count();
        let end = start + quotation.chars().count();
        let none = Vec::new;
        let (only_quoted, only_there) = (none(), none());
        return Some(Found { fit: Fit::Exact, likeness: 1.0, start, end, only_quoted, only_there });
    }
    let (quoted, there) = (&quoted.0, &there.0);
    if quoted.is_empty() || there.is_empty() || !is_likely(quoted, there) {
        return None;
    }
    let (distance, first, last) = nearest(quoted, there)?;
    let likeness = 1.0 - distance as f64 / quoted.len() as f64;
    if distance > 0 && (likeness < LEAST || quoted.len() < FEWEST) {
        return None;
    }
    let stretch = &there[first..=last];
    Some(Found {
        fit: if distance == 0 { Fit::SameWords } else { Fit::Near },
        likeness,
        start: stretch[0].start,
        end: stretch[stretch.len() - 1].end,
        only_quoted: missing(quoted, stretch),
        only_there: missing(stretch, quoted),
    })
}

/// Whether a text has enough of the words at all.
fn is_likely(quoted: &[Word], there: &[Word]) -> bool {
    let mut wanted: HashMap<&str, bool> = quoted.iter().map(|w| (w.text.as_str(), false)).collect();
    for word in there {
        if let Some(seen) = wanted.get_mut(word.text.as_str()) {
            *seen = true;
        }
    }
    let seen = wanted.values().filter(|seen| **seen).count();
    seen as f64 >= SHARED * wanted.len() as f64
}

/// The stretch with the smallest distance: (distance, first word, last word).
fn nearest(quoted: &[Word], there: &[Word]) -> Option<(usize, usize, usize)> {
    // For each beginning of the quotation: the distance to a stretch that ends at
    // the present word, and where that stretch begins.
    let mut column: Vec<(usize, usize)> = (0..=quoted.len()).map(|i| (i, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, word) in there.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        diagonal.1 = at;
        for (i, wanted) in quoted.iter().enumerate() {
            let above = column[i + 1];
            let same = usize::from(wanted.text != word.text);
            let replaced = (diagonal.0 + same, diagonal.1);
            let left_out = (column[i].0 + 1, column[i].1);
            let added = (above.0 + 1, above.1);
            diagonal = above;
            column[i + 1] = [replaced, left_out, added].into_iter().min_by_key(|(d, _)| *d)?;
        }
        let (distance, first) = column[quoted.len()];
        if first <= at && best.is_none_or(|(d, ..)| distance < d) {
            best = Some((distance, first, at));
        }
    }
    best
}

/// The words of one that the other lacks, each as often as it lacks it.
fn missing(of: &[Word], from: &[Word]) -> Vec<String> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in from {
        *left.entry(&word.text).or_default() += 1;
    }
    let mut out = Vec::new();
    for word in of {
        match left.get_mut(word.text.as_str()) {
            Some(n) if *n > 0 => *n -= 1,
            _ => out.push(word.text.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“The bedrock of this agreement,” Mr. Kerry said in Geneva, “is a real \
        reduction of violence.” It didn’t hold. 叙利亚停火协议周一生效。";

    fn check(quotation: &str) -> Option<(Fit, String, Vec<String>, Vec<String>)> {
        let found = find(quotation, &Words::of(quotation), TEXT, &Words::of(TEXT))?;
        let verbatim: String =
            TEXT.chars().skip(found.start).take(found.end - found.start).collect();
        Some((found.fit, verbatim, found.only_quoted, found.only_there))
    }

    #[test]
    fn the_same_characters_are_exact() {
        for quotation in ["is a real reduction of violence", "停火协议", "It didn’t hold."] {
            assert_eq!(check(quotation), Some((Fit::Exact, quotation.into(), vec![], vec![])));
        }
    }

    #[test]
    fn other_marks_are_the_same_words() {
        for (quotation, verbatim) in [
            ("the BEDROCK of this agreement mr Kerry", "The bedrock of this agreement,” Mr. Kerry"),
            ("'It didn't hold'", "It didn’t hold"),
            ("停火，协议", "停火协议"),
        ] {
            assert_eq!(check(quotation), Some((Fit::SameWords, verbatim.into(), vec![], vec![])));
        }
    }

    #[test]
    fn near_ones_say_what_differs() {
        assert_eq!(
            check("is a real and lasting reduction of the violence"),
            None,
            "three of nine words differ"
        );
        assert_eq!(
            check("is a true reduction of violence"),
            Some((
                Fit::Near,
                "is a real reduction of violence".into(),
                vec!["true".into()],
                vec!["real".into()]
            ))
        );
        assert_eq!(check("a total ceasefire forever"), None);
        assert_eq!(check(""), None);
        assert_eq!(check("…"), None);
    }

    #[test]
    fn nothing_fits_nothing() {
        let none = Words::of("");
        assert_eq!(find("a", &Words::of("a"), "", &none), None);
        assert_eq!(none.len(), 0);
        // Many equal words are no trouble.
        let many = "a c d ".repeat(10_000);
        let quotation = "a c d b a c d";
        let found = find(quotation, &Words::of(quotation), &many, &Words::of(&many)).unwrap();
        assert_eq!((found.fit, found.only_quoted.as_slice()), (Fit::Near, &["b".to_owned()][..]));
    }
}
