//! The date of a text that has no page around it: from its lines, its dateline,
//! and the days that it tells of.

use super::{
    choose,
    clue::{About, Clue, Kind},
    nearby::label,
    order,
    written::{Form, Found, Hints, Reading, find_all},
};
use annals_model::{Date, Dating, Evidence};

/// So many lines that end in a date of their own are a list of other articles.
const LIST: usize = 3;
/// Fewest letters beside the date of such a line: the title of an article.
const ITEM_LETTERS: usize = 5;
/// What is left of a date in such a list.
const LISTED: f32 = 0.05;
/// What is left of a line's date if it has more words than a date has.
const WORDY: f32 = 0.5;
/// A line with more bytes beside its date is a sentence.
const LONGEST_LINE: usize = 60;
/// Where a dateline ends at the latest.
const LONGEST_DATELINE: usize = 90;
/// Most paragraphs that are read.
const MOST_PARAGRAPHS: usize = 400;
/// Trust in a day that the text tells of, by what stands beside it: news tell of
/// the day before or of the same day, and name its weekday.
const WITH_WEEKDAY: f32 = 2.0;
/// The same for a day without one.
const BARE: f32 = 1.0;
/// Names of weekdays that a text mentions, in the evidence.
const MOST_WEEKDAYS: usize = 3;

/// The date of a plain text, with its reasons. `leading_lines` stand before the
/// text; dates in a list of them are other articles' and never win.
///
/// ```
/// use annals_extract::dates::{in_text, written::Hints};
///
/// let text = ["OSLO, June 7, 1905 - The parliament dissolved the union today.".to_owned()];
/// let dating = in_text(None, &text, &[], &Hints::default());
/// assert_eq!(dating.value, None); // The web is younger: kept as evidence.
/// assert_eq!(dating.evidence[0].value.as_deref(), Some("1905-06-07"));
/// ```
pub fn in_text(
    title: Option<&str>,
    paragraphs: &[String],
    leading_lines: &[String],
    hints: &Hints<'_>,
) -> Dating {
    let mut clues = Vec::new();
    lines(leading_lines, hints, &mut clues);
    if let Some(title) = title {
        for found in find_all(title, hints).into_iter().take(2) {
            add(&mut clues, Kind::Words, About::Unsaid, "title".into(), title, found, 1.0);
        }
    }
    // Dates without a year are of the year that the others name.
    let year = hints.year.or_else(|| only_year(paragraphs, &clues, hints));
    let hints = Hints { year, ..*hints };
    let told = paragraphs.iter().take(MOST_PARAGRAPHS).flat_map(|p| find_all(p, &hints));
    let told = told.filter(|f| f.form != Form::Yearless).filter_map(|f| f.readings.first()?.date());
    let latest = told.max();
    for (index, paragraph) in paragraphs.iter().take(MOST_PARAGRAPHS).enumerate() {
        read_paragraph(index, paragraph, latest, &hints, &mut clues);
    }
    let mut reasons = order::settle(&mut clues, &hints, None);
    reasons.extend(weekdays(paragraphs, &clues));
    choose::published(&clues, &reasons)
}

fn add(
    clues: &mut Vec<Clue>,
    kind: Kind,
    about: About,
    from: String,
    text: &str,
    found: Found,
    place: f32,
) {
    let shown = text.get(found.range.clone()).unwrap_or("").to_owned();
    let clue = Clue::new(kind, about, from.into(), &shown, found);
    clues.push(Clue { place, ..clue });
}

/// Reads the lines before a text: lines about it, and lists of other articles.
fn lines(lines: &[String], hints: &Hints<'_>, clues: &mut Vec<Clue>) {
    let dated: Vec<(&String, Vec<Found>)> = lines
        .iter()
        .map(|line| (line, find_all(line, hints)))
        .filter(|(_, all)| !all.is_empty())
        .collect();
    let is_item = |line: &str, found: &Found| {
        letters_beside(line, found) >= ITEM_LETTERS && label_of(line, found).is_none()
    };
    let items = dated.iter().filter(|(l, all)| all.iter().any(|f| is_item(l, f))).count();
    for (line, all) in dated {
        let mut from = 0;
        for found in all {
            let lead = line.get(from..found.range.start).unwrap_or("");
            from = found.range.end;
            let beside = line.len() - found.range.len();
            let (kind, about, name, place) = match label(lead) {
                Some((name, Some(about))) => {
                    (Kind::Label, about, format!("line after \"{name}\""), 1.0)
                }
                Some((_, None)) => {
                    (Kind::Text, About::Unsaid, "line of another day".to_owned(), 0.1)
                }
                None if items >= LIST && is_item(line, &found) => {
                    (Kind::Line, About::Unsaid, "list of dated lines".to_owned(), LISTED)
                }
                None if beside <= 12 => (Kind::Line, About::Unsaid, "line".to_owned(), 1.0),
                None if beside <= LONGEST_LINE => {
                    (Kind::Line, About::Unsaid, "line".to_owned(), WORDY)
                }
                None => (Kind::Text, About::Unsaid, "text".to_owned(), 1.0),
            };
            add(clues, kind, about, name, line, found, place);
        }
    }
}

/// How many letters stand beside a date.
fn letters_beside(text: &str, found: &Found) -> usize {
    let beside = text.get(..found.range.start).into_iter().chain(text.get(found.range.end..));
    beside.flat_map(str::chars).filter(|c| c.is_alphabetic()).count()
}

fn label_of(line: &str, found: &Found) -> Option<&'static str> {
    label(line.get(..found.range.start)?).map(|(name, _)| name)
}

/// Reads one paragraph: its dateline, a line that dates the text, the days it tells of.
fn read_paragraph(
    index: usize,
    text: &str,
    latest: Option<Date>,
    hints: &Hints<'_>,
    clues: &mut Vec<Clue>,
) {
    for found in find_all(text, hints).into_iter().take(20) {
        // Nobody tells of later days: a day before the others is of the next year.
        let day = found.readings.first().and_then(Reading::date);
        if found.form == Form::Yearless && day.is_none_or(|d| latest.is_some_and(|l| d < l)) {
            continue;
        }
        let beside = text.len() - found.range.len();
        let lead = text.get(..found.range.start).unwrap_or("");
        // The first and the last paragraphs may be lines about the text.
        let (kind, about, from, place) = match label(lead) {
            Some((name, Some(about))) if beside <= LONGEST_LINE => {
                (Kind::Label, about, format!("line after \"{name}\""), 1.0)
            }
            _ if letters_beside(text, &found) < ITEM_LETTERS => {
                (Kind::Line, About::Unsaid, "line".to_owned(), 1.0)
            }
            _ if index < 3 && is_dateline(text, &found) => {
                (Kind::Dateline, About::Unsaid, "dateline".to_owned(), 1.0)
            }
            _ => {
                let fits = |r: &Reading| r.date().map(jiff::civil::Date::weekday) == found.weekday;
                let told = found.weekday.is_some() && found.readings.iter().any(fits);
                (
                    Kind::Text,
                    About::Unsaid,
                    "text".to_owned(),
                    if told { WITH_WEEKDAY } else { BARE },
                )
            }
        };
        add(clues, kind, about, from, text, found, place);
    }
}

/// Whether a date stands in a dateline: "GENEVA, Aug. 26 (AP) —".
fn is_dateline(text: &str, found: &Found) -> bool {
    let Some(head) = text.get(..found.range.start) else { return false };
    let city = head.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let loud = head
        .split(|c: char| !c.is_alphabetic())
        .next()
        .is_some_and(|word| word.len() >= 3 && word.chars().all(char::is_uppercase));
    let rest = text.get(found.range.end..).unwrap_or("");
    let dash = rest.char_indices().take(40).find(|(_, c)| matches!(c, '—' | '–' | '-' | ':'));
    city && loud && found.range.start <= LONGEST_DATELINE && dash.is_some()
}

/// The one year of the dates that name theirs.
fn only_year(paragraphs: &[String], clues: &[Clue], hints: &Hints<'_>) -> Option<i16> {
    let told = paragraphs.iter().take(MOST_PARAGRAPHS).flat_map(|p| find_all(p, hints));
    let mut years = told.filter_map(|f| f.readings.first().map(|r| r.year)).chain(
        clues.iter().filter(|c| c.place > LISTED).filter_map(|c| c.reading().map(|r| r.year)),
    );
    let first = years.next()?;
    years.all(|y| y == first).then_some(first)
}

/// Days of the week that the text names, where a date is open: they suit one
/// reading or all, and decide nothing.
fn weekdays(paragraphs: &[String], clues: &[Clue]) -> Vec<Evidence> {
    if !clues.iter().any(|c| c.found.is_open()) {
        return Vec::new();
    }
    let mut all: Vec<Evidence> = Vec::new();
    for paragraph in paragraphs.iter().take(MOST_PARAGRAPHS) {
        let mut before = "";
        for word in paragraph.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            // Short names of days are other words as well.
            if word.len() >= 6 && super::written::weekday(word).is_some() {
                let text = format!("{before} {word}").trim().to_owned();
                let evidence =
                    Evidence { from: "weekday in the text".to_owned(), text, value: None };
                if !all.contains(&evidence) {
                    all.push(evidence);
                }
                if all.len() >= MOST_WEEKDAYS {
                    return all;
                }
            }
            before = word;
        }
    }
    all
}
