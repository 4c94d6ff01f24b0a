//! Marks of spun copies: what programs leave that replace words to make a text look new.

use super::vocabulary::SPUN_ENDINGS;
use annals_model::{Block, Note};

/// Most marks that the note names.
const NAMED: usize = 12;

/// Words that such programs put for their likes, with what was meant. Data from
/// texts seen; each is a thing that no writer means.
const SLIPS: &[(&str, &str)] = &[("choline gas", "chlorine gas")];

/// A note of kind `spun-copy-marks` that names the marks, if there are any.
///
/// A name was replaced in the middle of a compound: "USA -backed" was "US-backed",
/// "United Nations -led" was "UN-led". Nobody writes a space before that hyphen.
pub fn spun_copy_marks(blocks: &[Block]) -> Option<Note> {
    let mut marks: Vec<String> = Vec::new();
    for block in blocks {
        if matches!(block, Block::Preformatted(_) | Block::Table(_)) {
            continue;
        }
        find(&block.text(), &mut marks);
        if marks.len() > NAMED {
            break;
        }
    }
    marks.truncate(NAMED);
    (!marks.is_empty()).then(|| Note {
        line: None,
        kind: "spun-copy-marks",
        problem: format!("marks of a copy in which words were replaced: {}", marks.join("; ")),
        done: "kept the text as it stands".to_owned(),
    })
}

fn find(text: &str, marks: &mut Vec<String>) {
    let mut add = |mark: String| {
        if marks.len() <= NAMED && !marks.contains(&mark) {
            marks.push(mark);
        }
    };
    let mut from = 0;
    while let Some(at) = text[from..].find(" -") {
        let hyphen = from + at + 1;
        from = hyphen + 1;
        let (before, after) = (&text[..hyphen - 1], &text[hyphen + 1..]);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let ending = &after[..end];
        let participle = ending.len() >= 3
            && ending.starts_with(char::is_lowercase)
            && SPUN_ENDINGS.iter().any(|e| ending.ends_with(e));
        let name = name_before(before);
        if participle && !name.is_empty() {
            add(format!("{name} -{ending}"));
        }
    }
    let lower = text.to_lowercase();
    for (slip, meant) in SLIPS {
        if lower.contains(slip) {
            add(format!("{slip} (for {meant})"));
        }
    }
}

/// The name at a text's end: the last words that begin with a capital.
fn name_before(text: &str) -> &str {
    let mut from = text.len();
    for _ in 0..3 {
        let rest = text[..from].trim_end_matches(' ');
        // One space parts the words of a name.
        if text.len() - rest.len() > 1 && from == text.len() {
            break;
        }
        let start = rest
            .rfind(|c: char| c.is_whitespace())
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[start..];
        let capital = word.starts_with(char::is_uppercase);
        let plain = word.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '\'');
        if !capital || !plain {
            break;
        }
        from = start;
    }
    let name = &text[from..];
    // An article before a name is none of it.
    ["The ", "A ", "An "].iter().find_map(|a| name.strip_prefix(a)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::Prose;

    fn marks(text: &str) -> Option<String> {
        spun_copy_marks(&[Block::Paragraph(Prose::plain(text))]).map(|n| n.problem)
    }

    #[test]
    fn a_space_within_a_compound_is_a_mark() {
        let found = marks("The USA -backed force and European Union -funded schools, USA -backed.");
        assert_eq!(
            found.as_deref(),
            Some(
                "marks of a copy in which words were replaced: USA -backed; European Union -funded"
            ),
        );
        assert_eq!(marks("He used choline gas.").map(|m| m.contains("chlorine")), Some(true));
    }

    #[test]
    fn dashes_and_options_are_none() {
        for text in [
            "Nepal - based on maps",
            "run ls -created",
            "Rome -the city- burned",
            "US-backed",
            "A -5 degrees",
        ] {
            assert_eq!(marks(text), None, "{text}");
        }
    }
}
