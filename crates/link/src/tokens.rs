//! Text to tokens: the words as they stand, with what surrounds them.
//!
//! Written for the sentences of event lists: dots within initials belong to the
//! word ("U.S."), an apostrophe with an s does not ("Syria's"), and hyphens part
//! words ("al-Assad" is "al" and "Assad"). Scripts without spaces come as one
//! token a run; [`crate::words`] cuts them into pairs of characters.

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The word, without possessive s.
    pub text: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// What stands between it and the word before it.
    pub gap: Gap,
    /// What it is written with.
    pub shape: Shape,
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// White space or a hyphen: the words may form one name.
    Space,
    /// Anything else: they may not.
    Break,
    /// A full stop or the like, or nothing: a capital says nothing here.
    Sentence,
}

/// What a token is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Begins with a capital.
    Capital,
    /// Letters in the lower case, or of a script without cases.
    Lower,
    /// Begins with a digit.
    Number,
    /// A run of a script that parts no words.
    Unspaced,
}

/// Words whose dot ends no sentence. Single capitals are dealt with by rule.
const ABBREVIATIONS: &[&str] = &[
    "St", "Mr", "Mrs", "Ms", "Dr", "Gen", "Lt", "Col", "Sgt", "Capt", "Maj", "Sen", "Rep", "Gov",
    "Rev", "Hon", "Prof", "Jr", "Sr", "No", "Mt", "Ft", "vs", "v", "Inc", "Ltd", "Co", "Corp",
];

/// Bytes of a text that are read. A statement has a few hundred; what comes
/// after this many is a page put in by mistake, and would cost the square of its length.
const MOST_BYTES: usize = 8_000;

/// Whether the character belongs to a script written without spaces.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Cuts a text into tokens, of its first 8,000 bytes.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut most = MOST_BYTES.min(text.len());
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let text = &text[..most];
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut gap = Gap::Sentence;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if !c.is_alphanumeric() {
            gap = widened(gap, c, out.last());
            at += c.len_utf8();
            continue;
        }
        let end = at + extent(&text[at..], c);
        let mut word = &text[at..end];
        let mut next_gap = Gap::Space;
        for ending in ["'s", "’s", "'", "’"] {
            if let Some(bare) = word.strip_suffix(ending) {
                word = bare;
                next_gap = Gap::Break;
                break;
            }
        }
        out.push(Token { text: word, start: at, gap, shape: shape(c) });
        gap = next_gap;
        at = end;
    }
    out
}

fn shape(first: char) -> Shape {
    if is_unspaced(first) {
        Shape::Unspaced
    } else if first.is_numeric() {
        Shape::Number
    } else if first.is_uppercase() {
        Shape::Capital
    } else {
        Shape::Lower
    }
}

/// The gap after one more character of it.
fn widened(gap: Gap, c: char, last: Option<&Token<'_>>) -> Gap {
    if gap == Gap::Sentence || c.is_whitespace() {
        return gap;
    }
    match c {
        '-' | '\u{2010}' | '\u{2011}' => gap,
        '.' => {
            let abbreviation = last.is_some_and(|t| {
                ABBREVIATIONS.contains(&t.text)
                    || (t.shape == Shape::Capital && t.text.chars().count() == 1)
            });
            if abbreviation { gap } else { Gap::Sentence }
        }
        '!' | '?' | ':' | ';' | '\u{3002}' | '\u{2013}' | '\u{2014}' => Gap::Sentence,
        _ => Gap::Break,
    }
}

/// Length in bytes of the word that begins the text with `first`.
fn extent(text: &str, first: char) -> usize {
    if is_unspaced(first) {
        return text.find(|c| !is_unspaced(c)).unwrap_or(text.len());
    }
    let number = first.is_numeric();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut letters = 0; // since the last dot
    while let Some((i, c)) = chars.next() {
        if c.is_alphanumeric() && !is_unspaced(c) {
            letters += 1;
        } else {
            let next = chars.peek().map(|(_, n)| *n);
            let joins = match c {
                '\'' | '\u{2019}' => next.is_some_and(char::is_alphabetic),
                ',' | '.' if number => next.is_some_and(|n| n.is_ascii_digit()),
                '.' => {
                    letters == 1
                        && first.is_uppercase()
                        && (dotted(next) || text[..i].contains('.'))
                }
                _ => false,
            };
            if !joins {
                return end;
            }
            letters = 0;
        }
        end = i + c.len_utf8();
    }
    end
}

/// After "U.", an "S" goes on with the abbreviation.
fn dotted(next: Option<char>) -> bool {
    next.is_some_and(char::is_uppercase)
}

/// The word in the form in which words are compared: lower case, no dots.
pub(crate) fn folded(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '.' | ',' | '\'' | '\u{2019}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.text).collect()
    }

    #[test]
    fn dots_commas_and_apostrophes_stay_where_they_belong() {
        assert_eq!(
            words("The U.S. and Syria's 1,200 men."),
            ["The", "U.S.", "and", "Syria", "1,200", "men"]
        );
        assert_eq!(words("al-Assad in Xi'an, 4.5%"), ["al", "Assad", "in", "Xi'an", "4.5"]);
        assert_eq!(words("法国总统 Macron"), ["法国总统", "Macron"]);
    }

    #[test]
    fn sentences_and_breaks_are_told_apart() {
        let gaps: Vec<Gap> = tokens("A b, c. D George W. Bush").iter().map(|t| t.gap).collect();
        use Gap::{Break, Sentence, Space};
        assert_eq!(gaps, [Sentence, Space, Break, Sentence, Space, Space, Space]);
    }
}
