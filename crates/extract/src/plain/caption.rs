//! Captions that stand among paragraphs because their picture is gone.

use super::{
    measure::{key, words},
    vocabulary::{CAPTION_WORDS, CREDITS, LONGEST_LABEL, PLACES, POSES, SPEECH},
};
use crate::dates::written::{Form, Hints, find_all};

/// What is seen of a caption, each with what it counts. [`ENOUGH`] makes one.
const CREDIT: i32 = 4;
/// Somebody stands "center" or "from left".
const PLACE: i32 = 2;
/// A verb of pictures within the first words, in the present.
const POSE: i32 = 1;
/// The line ends with a full date: "…, Friday, Aug. 26, 2016." With its day of
/// the week it is agencies' custom for captions and hardly for reports.
const WEEKDAY_AND_YEAR: i32 = 2;
const YEAR: i32 = 1;
/// It is opened as captions are: "In this photo taken …".
const OPENING: i32 = 2;
/// Somebody speaks: a report.
const SPOKEN: i32 = -3;
/// From here on it is a caption: no single sign but a credit is enough.
const ENOUGH: i32 = 3;
/// In how many words the verb of a caption stands.
const VERB_WITHIN: usize = 14;

/// A caption and who made the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caption {
    /// What stands under the picture; empty where only a credit does.
    pub(super) text: String,
    pub(super) credit: Option<String>,
}

/// Reads a line as a caption, if it is one.
pub(super) fn read(line: &str) -> Option<Caption> {
    if line.len() > LONGEST_LABEL || words(line) > CAPTION_WORDS {
        return None;
    }
    let (text, credit) = take_credit(line);
    if credit.is_some() && words(text) == 0 {
        return Some(Caption { text: String::new(), credit });
    }
    (weigh(line, credit.is_some()) >= ENOUGH).then(|| Caption { text: text.to_owned(), credit })
}

fn weigh(line: &str, credited: bool) -> i32 {
    let lower = format!(" {} ", line.to_lowercase().replace('’', "'"));
    let has = |list: &[&str]| list.iter().any(|p| lower.contains(p));
    let mut sum = 0;
    if credited {
        sum += CREDIT;
    }
    if has(PLACES) {
        sum += PLACE;
    }
    let opens =
        lower.trim_start().starts_with("in this ") || lower.trim_start().starts_with("file");
    if opens && ["photo", "image", "picture", "file"].iter().any(|w| lower.contains(w)) {
        sum += OPENING;
    }
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let begin: Vec<String> = lower.split_whitespace().take(VERB_WITHIN).map(bare).collect();
    // "To meet" and "will speak" are no pictures.
    let posing = |w: &[String]| {
        POSES.contains(&w[1].as_str())
            && !["to", "will", "would", "should", "must", "can", "could", "may"]
                .contains(&w[0].as_str())
    };
    if begin.windows(2).any(posing) {
        sum += POSE;
    }
    sum += dated_end(line);
    if has(SPEECH) && !credited {
        sum += SPOKEN;
    }
    sum
}

/// What a date at a line's end counts.
fn dated_end(line: &str) -> i32 {
    let Some(last) = find_all(line, &Hints::default()).pop() else { return 0 };
    let named = matches!(last.form, Form::Named | Form::EastAsian);
    let rest = line[last.range.end..].trim_matches(|c: char| !c.is_alphanumeric());
    match () {
        () if !named || !rest.is_empty() => 0,
        () if last.weekday.is_some() => WEEKDAY_AND_YEAR,
        () => YEAR,
    }
}

/// Parts the credit from a caption: "(AP Photo/…)" at its end, "Photo: …" at its
/// end or as the whole line.
fn take_credit(line: &str) -> (&str, Option<String>) {
    let line = line.trim();
    let tidy = |c: &str| {
        let inner = c.trim().trim_matches(['(', ')', '[', ']', '（', '）', '.', ' ']);
        Some(inner.to_owned()).filter(|c| !c.is_empty())
    };
    // Within brackets at the end.
    if let Some(body) = line.trim_end_matches('.').strip_suffix([')', ']', '）'])
        && let Some(at) = body.rfind(['(', '[', '（'])
        && is_credit(&line[at..])
    {
        return (line[..at].trim(), tidy(&line[at..]));
    }
    // The whole line, with nothing that tells.
    if opens_with_credit(line) && words(line) <= 12 && !line.contains(". ") {
        return ("", tidy(line));
    }
    // From a late sentence or bar on; initials have stops too.
    for mark in [" | ", ". ", " — ", " – ", " / ", "。"] {
        for (at, _) in line.rmatch_indices(mark).take(4) {
            let tail = &line[at + mark.len()..];
            if words(tail) <= 10 && (opens_with_credit(tail) || ends_with_credit(tail)) {
                let stop = if mark == ". " || mark == "。" { mark.len() } else { 0 };
                return (line[..at + stop].trim(), tidy(tail));
            }
        }
    }
    (line, None)
}

/// Whether brackets hold a credit.
fn is_credit(brackets: &str) -> bool {
    let lower = brackets.to_lowercase();
    words(brackets) <= 14 && CREDITS.iter().any(|c| lower.contains(c))
}

fn opens_with_credit(text: &str) -> bool {
    let lower = key(text);
    CREDITS.iter().any(|c| {
        let opens = lower.starts_with(c);
        // "Photo by" and "Foto:" open; "shutterstock" alone is one too.
        opens
            && (c.ends_with([':', '：', '=', '/', ' '])
                || c.ends_with(" by")
                || lower.len() <= c.len() + 30)
    })
}

fn ends_with_credit(text: &str) -> bool {
    let lower = key(text);
    [
        "getty images",
        "shutterstock",
        "ap photo",
        "afp photo",
        "wikimedia commons",
        "file photo",
        "picture alliance",
    ]
    .iter()
    .any(|c| lower.ends_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, text: &str, credit: Option<&str>) {
        let found = read(line).map(|c| (c.text, c.credit));
        assert_eq!(found, Some((text.to_owned(), credit.map(str::to_owned))), "{line}");
    }

    #[test]
    fn captions_are_told_by_several_signs() {
        let seen = "Mikhail Gorbachev, left, shakes hands with Ronald Reagan in Reykjavik, Iceland, Saturday, Oct. 11, 1986.";
        check(seen, seen, None);
        check(
            "Neil Armstrong stands on the Moon. (AP Photo/NASA)",
            "Neil Armstrong stands on the Moon.",
            Some("AP Photo/NASA"),
        );
        check(
            "Der Bundestag in Bonn im Jahr 1990. Foto: Archiv",
            "Der Bundestag in Bonn im Jahr 1990.",
            Some("Foto: Archiv"),
        );
        check("Photo: NASA/Bill Anders", "", Some("Photo: NASA/Bill Anders"));
        check(
            "The Palace of Nations in Geneva | Getty Images",
            "The Palace of Nations in Geneva",
            Some("Getty Images"),
        );
    }

    #[test]
    fn reports_are_no_captions() {
        for line in [
            "The treaty was signed in Rome on Monday, March 25, 1957.",
            "Reagan and Gorbachev met in Reykjavik on October 11, 1986.",
            "Kohl said the wall, left standing for 28 years, fell on Thursday, 9 November 1989.",
            "The photo by Anders shows the Earth above the Moon and became famous.",
            "Kofi Annan speaks for the United Nations.",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
