//! From a text to the terms that it is found by.
//!
//! [`tokens`] is the one way from text to terms, for documents, questions and
//! highlights alike: words are cut (`cut.rs`), folded (`fold.rs`) and stemmed
//! (`stem.rs`), Chinese is segmented (`chinese.rs`). Several tokens may stand at one
//! position: "cease-fire" is `cease`, `fire` and `ceasefire`, so that it meets
//! "ceasefire" without a gap in phrases.

mod chinese;
mod cut;
mod fold;
mod stem;

pub(crate) use chinese::warm;
pub(crate) use fold::fold;
pub(crate) use stem::stem;

use cut::Run;
use tantivy::tokenizer as tv;

/// Longest term in characters; what is longer is cut, in documents and questions alike.
pub(crate) const LONGEST_TERM: usize = 40;
/// Parts that a compound may have; a longer one is no word.
const MOST_PARTS: usize = 4;

/// What a token is of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A word.
    Word,
    /// A part of a compound, `cease` of "cease-fire".
    Part,
    /// A compound as one word, `ceasefire`.
    Joined,
    /// One character of a script without spaces.
    Letter,
    /// A word of such a script, at the position of its first character.
    Segment,
}

/// A term with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded, not stemmed.
    pub(crate) word: String,
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Place in phrases.
    pub(crate) position: usize,
    /// What it is.
    pub(crate) role: Role,
}

/// Cuts a text into its tokens, by position. Never fails.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut position = 0;
    for run in cut::runs(text) {
        match run {
            Run::Word { start, end } => {
                word(&mut tokens, text, (start, end), position);
                position += 1;
            }
            Run::Letters { start, end } => {
                position += chinese::letters(&mut tokens, &text[start..end], start, position);
            }
        }
    }
    tokens
}

fn word(tokens: &mut Vec<Token>, text: &str, (start, end): (usize, usize), position: usize) {
    let run = &text[start..end];
    let parts = cut::parts(run);
    let token = |word: String, from: usize, to: usize, role| Token {
        word,
        start: start + from,
        end: start + to,
        position,
        role,
    };
    let mut joined = String::new();
    let role = if parts.len() > 1 { Role::Part } else { Role::Word };
    let last = parts.last().map_or(0, |(_, to)| *to);
    for (from, to) in &parts {
        let word = bounded(fold(&cut::without_points(&run[*from..*to])));
        joined.push_str(&word);
        if !word.is_empty() {
            tokens.push(token(word, *from, *to, role));
        }
    }
    if (2..=MOST_PARTS).contains(&parts.len()) && joined.chars().count() <= LONGEST_TERM {
        tokens.push(token(joined, parts[0].0, last, Role::Joined));
    }
}

fn bounded(word: String) -> String {
    match word.char_indices().nth(LONGEST_TERM) {
        Some((at, _)) => word[..at].to_owned(),
        None => word,
    }
}

/// Which of a text's terms a field is indexed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Stems,
    Words,
}

/// The analysis as the index calls it.
#[derive(Debug, Clone)]
pub(crate) struct Analyzer {
    form: Form,
    tokens: Vec<tv::Token>,
}

impl Analyzer {
    /// Stemmed terms with positions.
    pub(crate) fn stems() -> Analyzer {
        Analyzer { form: Form::Stems, tokens: Vec::new() }
    }

    /// Words as they are written, folded, without single characters of Chinese.
    pub(crate) fn words() -> Analyzer {
        Analyzer { form: Form::Words, tokens: Vec::new() }
    }
}

impl tv::Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.tokens.clear();
        for token in tokens(text) {
            if self.form == Form::Words && token.role == Role::Letter {
                continue;
            }
            let text = match self.form {
                Form::Stems => stem(&token.word).into_owned(),
                Form::Words => token.word,
            };
            self.tokens.push(tv::Token {
                offset_from: token.start,
                offset_to: token.end,
                position: token.position,
                text,
                position_length: 1,
            });
        }
        Stream { tokens: &mut self.tokens, next: 0 }
    }
}

/// The tokens of one text.
#[derive(Debug)]
pub(crate) struct Stream<'a> {
    tokens: &'a mut Vec<tv::Token>,
    next: usize,
}

impl tv::TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &tv::Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut tv::Token {
        &mut self.tokens[self.next - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &str) -> String {
        let show = |t: &Token| format!("{}@{}", stem(&t.word), t.position);
        tokens(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hyphens_neither_part_nor_hide() {
        assert_eq!(terms("A cease-fire holds"), "a@0 ceas@1 fire@1 ceasefir@1 hold@2");
        assert_eq!(terms("ceasefires"), "ceasefir@0");
        assert_eq!(terms("Cease\u{2011}fire – now"), "ceas@0 fire@0 ceasefir@0 now@1");
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(terms("1,200 dead, 3.5% of 12"), "1200@0 dead@1 3.5@2 of@3 12@4");
        assert_eq!(terms("in 2012,300 of"), "in@0 2012300@1 of@2");
        assert_eq!(terms("10,20 and 7-year-old"), "10@0 20@1 and@2 7@3 year@3 old@3 7yearold@3");
    }

    #[test]
    fn accents_points_and_apostrophes_fall() {
        assert_eq!(terms("Łódź, Reykjavík; Straße"), "lodz@0 reykjavik@1 strass@2");
        assert_eq!(terms("U.S. and J.K. end.Next"), "us@0 and@1 jk@2 end@3 next@4");
        assert_eq!(terms("Assad's, Côte d’Ivoire"), "assad@0 cote@1 d@2 ivoir@2 divoir@2");
    }

    #[test]
    fn chinese_has_words_and_characters() {
        let all = terms("叙利亚停火 2016");
        assert!(
            all.contains("叙利亚@0") && all.contains("停火@3") && all.contains("利@1"),
            "{all}"
        );
        assert!(all.ends_with("2016@5"), "{all}");
    }

    proptest! {
        #[test]
        fn tokens_lie_in_their_text(text in "\\PC{0,80}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.start < token.end);
                prop_assert!(text.get(token.start..token.end).is_some());
                prop_assert!(token.position >= last);
                prop_assert!(token.word.chars().count() <= LONGEST_TERM);
                last = token.position;
            }
        }

        #[test]
        fn a_long_text_without_spaces_is_bounded(
            piece in prop::sample::select(vec!["a", "-a", "'s", ".a", ",123", "é", "阿", "カ"])
        ) {
            let text = piece.repeat(20_000);
            let total: usize = tokens(&text).iter().map(|t| t.word.len()).sum();
            prop_assert!(total <= 8 * text.len());
        }
    }
}
