//! When a value that annals found is the one that a set has.
//!
//! Each rule is told in two strengths: equal to the letter, and the same for a
//! reader. A set's titles may end in the site's name and its bylines in a date;
//! annals leaves both out, so that the letter alone would count good readings
//! as bad ones. The rules never look at what the other side could have meant
//! beyond that: a missing name, a cut title, another day are different.

use annals_model::Timestamp;

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// To the letter, save for white space.
    Equal,
    /// The same for a reader.
    Same,
    /// Not the same.
    Different,
}

/// What stands between a headline and a site's name. A bare hyphen or colon
/// stands within headlines and so is none.
const SEPARATORS: &[&str] = &[
    " | ", " [", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " / ", " ｜ ", "_", "｜",
];

/// Words of a byline that are no name: what introduces one and what joins two,
/// in the languages that news sets have.
const BYLINE_WORDS: &[&str] = &[
    // introduces
    "by",
    "written",
    "author",
    "authors",
    "par",
    "von",
    "por",
    "di",
    "door",
    "av",
    "af",
    "od",
    "edited",
    "follow",
    "with",
    "avec",
    "con",
    "mit",
    "med",
    "photographs",
    "reporting",
    // degrees
    "ma",
    "md",
    "phd",
    // joins
    "and",
    "et",
    "und",
    "y",
    "e",
    "en",
    "och",
    "og",
    "a",
    "i",
    // dates
    "published",
    "updated",
    "last",
    "on",
    "at",
    "am",
    "pm",
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether a set's byline names anybody: some hold a date or a button's words.
pub(super) fn names_somebody(truth: &str) -> bool {
    fold(truth).split(' ').any(|w| w.chars().any(char::is_alphabetic) && !BYLINE_WORDS.contains(&w))
}

/// Titles: the same are those with the same letters and digits, also once one of
/// the `sites` (the site's name as the set has it, the publisher that was found)
/// is cut from the set's.
pub(super) fn title(truth: Option<&str>, sites: &[Option<&str>], found: Option<&str>) -> Verdict {
    let (Some(truth), Some(found)) = (truth, found) else { return Verdict::Different };
    same_or(truth, found, |truth, found| {
        let found = fold(found);
        !found.is_empty()
            && (fold(truth) == found || without_site(truth, sites).iter().any(|t| fold(t) == found))
    })
}

/// What a title may be without the site's name: what is left beside the name
/// where it is known, or beside a part of few words and letters at an end, and what stands before or behind a separator where that is
/// the longest part, since headlines are longer than names.
fn without_site<'t>(title: &'t str, sites: &[Option<&str>]) -> Vec<&'t str> {
    let mut cut = Vec::new();
    let names: Vec<String> =
        sites.iter().flatten().map(|s| fold(s)).filter(|s| !s.is_empty()).collect();
    for separator in SEPARATORS {
        let parts: Vec<&str> = title.split(separator).collect();
        if let [first, .., last] = parts[..] {
            let length = |part: &str| fold(part).chars().count();
            // A short part at an end is a name of the site or of its section.
            let small = |part: &str| {
                length(part) * 3 <= length(title) && part.split_whitespace().count() <= 4
            };
            let longest = parts.iter().map(|part| length(part)).max().unwrap_or(0);
            cut.extend([first, last].into_iter().filter(|part| length(part) == longest));
            if names.contains(&fold(last)) || small(last) {
                cut.push(&title[..title.len() - last.len() - separator.len()]);
            }
            if names.contains(&fold(first)) || small(first) {
                cut.push(&title[first.len() + separator.len()..]);
            }
        }
    }
    cut
}

/// Bylines: the same where every author found stands in the set's and nothing
/// else is left there but [`BYLINE_WORDS`], numbers, addresses and what annals
/// gives in another field (`others`: publisher, agency).
pub(super) fn byline(truth: Option<&str>, found: &[String], others: &[Option<&str>]) -> Verdict {
    let Some(truth) = truth else { return Verdict::Different };
    let shown: Vec<&str> = truth.split_whitespace().filter(|word| !word.contains("://")).collect();
    let shown = shown.join(" ");
    // "Curie, Marie" is a catalogue's way to write one name.
    let turned = match shown.split(',').collect::<Vec<_>>()[..] {
        [family, given] => format!("{given} {family}"),
        _ => shown.clone(),
    };
    same_or(truth, &found.join(", "), |_, _| {
        [shown, turned].iter().any(|truth| names_are_all(&fold(truth), found, others))
    })
}

fn names_are_all(truth: &str, found: &[String], others: &[Option<&str>]) -> bool {
    let mut rest = format!(" {truth} ");
    for name in found {
        let name = fold(name);
        match cut_name(&rest, &name) {
            Some(cut) => rest = cut,
            None => return false,
        }
    }
    for other in others.iter().flatten() {
        if let Some(cut) = cut_name(&rest, &fold(other)) {
            rest = cut;
        }
    }
    // A name is all that has letters and is not known to be something else.
    rest.split(' ')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .all(|word| BYLINE_WORDS.contains(&word))
}

/// The text without the name, which begins at a word and ends at one or before
/// a digit that a page glued to it.
fn cut_name(text: &str, name: &str) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let begins = format!(" {name}");
    text.match_indices(&begins).find_map(|(at, _)| {
        let behind = &text[at + begins.len()..];
        let ends = behind.chars().next().is_none_or(|letter| !letter.is_alphabetic());
        ends.then(|| format!("{} {behind}", &text[..at]))
    })
}

/// Dates: the same where they are the same instant to the minute, or where both
/// name the same day.
pub(super) fn published(truth: Option<&str>, found: Option<&str>) -> Verdict {
    let (Some(truth), Some(found)) = (truth, found) else { return Verdict::Different };
    let day = |value: &str| value.get(..10).and_then(|day| day.parse::<annals_model::Date>().ok());
    match (instant(truth), instant(found)) {
        (Some(a), Some(b)) if a.as_second().div_euclid(60) == b.as_second().div_euclid(60) => {
            Verdict::Equal
        }
        _ if truth == found => Verdict::Equal,
        _ if day(truth).is_some() && day(truth) == day(found) => Verdict::Same,
        _ => Verdict::Different,
    }
}

/// The instant of a date with a time and an offset.
fn instant(value: &str) -> Option<Timestamp> {
    value.trim().replacen(' ', "T", 1).parse().ok()
}

/// Names of sites: the same where their letters are, without "The" and the end
/// of a domain, or where one has a further word or more behind the other's.
pub(super) fn site_name(truth: Option<&str>, found: Option<&str>) -> Verdict {
    let (Some(truth), Some(found)) = (truth, found) else { return Verdict::Different };
    same_or(truth, found, |truth, found| {
        let (truth, found) = (bare(truth), bare(found));
        let joined = |name: &str| name.replace(' ', "");
        let longer = |long: &str, short: &str| long.starts_with(&format!("{short} "));
        !found.is_empty()
            && (joined(&truth) == joined(&found)
                || longer(&truth, &found)
                || longer(&found, &truth))
    })
}

fn bare(name: &str) -> String {
    let name = name.trim().trim_start_matches("https://").trim_start_matches("http://");
    let name = name.trim_start_matches("www.");
    // ".com" and its like; a longer ending is a word.
    let name = match name.rsplit_once('.') {
        Some((head, end)) if (2..=3).contains(&end.len()) => head,
        _ => name,
    };
    let name = fold(name);
    name.strip_prefix("the ").unwrap_or(&name).to_owned()
}

/// Languages: the same where the first subtag is.
pub(super) fn language(truth: Option<&str>, found: Option<&str>) -> Verdict {
    let (Some(truth), Some(found)) = (truth, found) else { return Verdict::Different };
    let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    same_or(truth, found, |truth, found| first(truth) == first(found))
}

fn same_or(truth: &str, found: &str, same: impl FnOnce(&str, &str) -> bool) -> Verdict {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy(truth) == tidy(found) {
        Verdict::Equal
    } else if same(truth, found) {
        Verdict::Same
    } else {
        Verdict::Different
    }
}

/// Letters and digits in lower case, one space for each run of anything else;
/// apostrophes join.
fn fold(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !matches!(letter, '\'' | '’' | '‘')).collect();
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
