//! Times of day beside a date, with their zone.

use super::scan::{
    char_at, char_before, number, number_before, short_number, skip, skip_back, space, word_at,
};
use super::value::Clock;

/// Words between a date and its time, in many languages.
const JOINING: &[&str] = &[
    "at",
    "um",
    "à",
    "a",
    "as",
    "às",
    "las",
    "alle",
    "ore",
    "om",
    "kl",
    "klo",
    "klokken",
    "o",
    "godz",
    "godzina",
    "в",
    "о",
    "об",
    "saat",
    "pukul",
    "jam",
    "u",
    "t",
    "time",
    "from",
    "la",
    "ora",
    "ob",
    "uhr",
    "alle",
    "the",
    "—",
    "г",
    "год",
    "р",
    "року",
    "ure",
    "h",
    "v",
    "ve",
    "ساعت",
    "الساعة",
    "στις",
    "ώρα",
];

/// Words that follow a time and tell its half of the day, or nothing.
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Morning),
    ("a", Half::Morning),
    ("pm", Half::Afternoon),
    ("p", Half::Afternoon),
    ("上午", Half::Morning),
    ("下午", Half::Afternoon),
    ("午前", Half::Morning),
    ("午後", Half::Afternoon),
    ("오전", Half::Morning),
    ("오후", Half::Afternoon),
    ("ق", Half::Morning),
    ("ص", Half::Morning),
    ("م", Half::Afternoon),
    ("ΠΜ", Half::Morning),
    ("ΜΜ", Half::Afternoon),
    ("π", Half::Morning),
    ("μ", Half::Afternoon),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// Names of zones, in minutes ahead of UTC. Names that mean several zones (IST, BST
/// of Bangladesh, CST of China) have the meaning that news pages give them most.
const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("bst", 60),
    ("cet", 60),
    ("mez", 60),
    ("west", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("sast", 120),
    ("eest", 180),
    ("msk", 180),
    ("мск", 180),
    ("ist", 330),
    ("wib", 420),
    ("hkt", 480),
    ("sgt", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("ast", -240),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cst", -360),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
];

/// The time that follows a date ending at `at`, and where it ends.
pub(super) fn after(text: &str, at: usize) -> Option<(Clock, usize)> {
    // "2016-05-09T14:30" and "09/May/2016:14:30:00" need no gap.
    if matches!(char_at(text, at), Some('T' | 't' | ':' | '_'))
        && let Some(found) = number(text, at + 1).and_then(|n| read(text, at + 1, n.digits > 2))
    {
        return Some(found);
    }
    let gap = |c| {
        space(c)
            || matches!(
                c,
                ',' | '|'
                    | '-'
                    | '–'
                    | '—'
                    | '·'
                    | '•'
                    | '@'
                    | ':'
                    | '('
                    | '.'
                    | '/'
                    | ';'
                    | '年'
                    | '∙'
            )
    };
    let mut at = skip(text, at, gap);
    let mut joined = false;
    for _ in 0..2 {
        let word = word_at(text, at);
        if word.is_empty() || word.len() > 20 {
            break;
        }
        let lower = text[word.clone()].to_lowercase();
        if half(&lower).is_some() && !JOINING.contains(&lower.as_str()) {
            break;
        }
        if !JOINING.contains(&lower.as_str()) {
            return None;
        }
        joined = true;
        at = skip(text, word.end, gap);
    }
    read(text, at, joined)
}

/// The time that stands before a date beginning at `at`, and where it begins.
pub(super) fn before(text: &str, at: usize, floor: usize) -> Option<(Clock, usize)> {
    let mut from = at.saturating_sub(30).max(floor);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..at)?;
    let colon = window.rfind(':')? + from;
    let (mut start, first) = number_before(text, colon, 2)?;
    // The colon of "14:30:05" is the second one.
    if char_before(text, start) == Some(':')
        && let Some((earlier, _)) = number_before(text, start - 1, 2)
    {
        start = earlier;
    }
    if start < floor || first.digits > 2 {
        return None;
    }
    let (clock, end) = read(text, start, false)?;
    if end > at {
        return None;
    }
    // Between the two stand only marks and words such as "on".
    let mut rest = skip(text, end, |c| space(c) || ",|-–—·•".contains(c));
    let word = word_at(text, rest);
    if matches!(
        &text[word.clone()],
        "on" | "am" | "Uhr" | "le" | "del" | "de" | "Wib" | "den" | "h"
    ) {
        rest = skip(text, word.end, |c| space(c) || ",|-–—·•".contains(c));
    }
    (rest >= at || skip_back(text, at, space) <= rest).then_some((clock, start))
}

/// Reads a time that begins at a place. `joined` says that words or marks beside
/// it make clear that a time must stand here.
fn read(text: &str, at: usize, joined: bool) -> Option<(Clock, usize)> {
    let (mut at, mut half_day) = (at, None);
    // "下午2:30"
    let word = word_at(text, at);
    if !word.is_empty() {
        half_day = Some(half(&text[word.clone()])?);
        at = skip(text, word.end, space);
    }
    let hour = number(text, at)?;
    let (mut value, mut minute, mut second) = (hour.value, None, None);
    let mut end = hour.end;
    if hour.digits == 6 || hour.digits == 4 {
        // "T1430" and "T143005"
        if !joined {
            return None;
        }
        let all = if hour.digits == 4 { value * 100 } else { value };
        value = all / 10_000;
        minute = Some(all / 100 % 100);
        second = (hour.digits == 6).then_some(all % 100);
    } else if hour.digits > 2 {
        return None;
    } else {
        let mark = char_at(text, end);
        let sure = matches!(mark, Some(':' | '：' | 'h' | 'H' | '時' | '时' | '시' | '点'));
        if sure || mark == Some('.') {
            let mark_end = end + mark.map_or(0, char::len_utf8);
            let next = if sure { skip(text, mark_end, space) } else { mark_end };
            match short_number(text, next, 2) {
                Some(n) if n.digits == 2 || (sure && mark != Some(':')) => {
                    minute = Some(n.value);
                    end = n.end;
                    if matches!(char_at(text, end), Some('分' | '분')) {
                        end += 3;
                    }
                }
                _ if sure && mark != Some(':') => {
                    minute = Some(0);
                    end = mark_end;
                }
                _ => {}
            }
            if !sure && minute.is_some() && !joined && !followed_by_hour_word(text, end) {
                return None;
            }
            // Seconds, and fractions of them, which are left out.
            if minute.is_some()
                && matches!(char_at(text, end), Some(':' | '.'))
                && let Some(n) = short_number(text, end + 1, 2).filter(|n| n.digits == 2)
            {
                second = Some(n.value);
                end = n.end;
                if matches!(char_at(text, end), Some('.' | ',')) {
                    end = number(text, end + 1).map_or(end, |n| n.end);
                }
            }
        }
    }
    if half_day.is_none() {
        let next = skip(text, end, space);
        let word = word_at(text, next);
        if word.len() <= 6
            && let Some(found) = half(&text[word.clone()].to_lowercase())
        {
            let dotted = text[word.clone()].chars().count() == 1;
            let rest = &text[word.end..];
            // "p.m." and "p. m."; a bare "a" is a word.
            let tail = [".m.", ". m.", ".m", ".μ."]
                .iter()
                .find(|t| rest.get(..t.len()).is_some_and(|r| r.eq_ignore_ascii_case(t)));
            if !dotted || tail.is_some() || matches!(&text[word.clone()], "م" | "ص" | "ق") {
                half_day = Some(found);
                end = word.end + tail.map_or(0, |t| t.len());
            }
        }
    }
    let minute = match minute {
        Some(m) => m,
        None if half_day.is_some() => 0,
        None if joined && followed_by_hour_word(text, end) => 0,
        None => return None,
    };
    let hour = match half_day {
        Some(Half::Afternoon) if value < 12 => value + 12,
        Some(Half::Morning) if value == 12 => 0,
        _ => value,
    };
    // A leap second is counted to the minute it ends.
    let second = second.map(|s| s.min(59));
    if hour == 24 && minute == 0 {
        return None;
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let (offset, end) = zone(text, end);
    let clock =
        Clock { hour: hour as i8, minute: minute as i8, second: second.map(|s| s as i8), offset };
    Some((clock, end))
}

fn half(word: &str) -> Option<Half> {
    HALVES.iter().find(|(w, _)| *w == word).map(|(_, h)| *h)
}

/// Whether "Uhr", "h" or "год." follows.
fn followed_by_hour_word(text: &str, at: usize) -> bool {
    let word = word_at(text, skip(text, at, space));
    matches!(
        text.get(word),
        Some("Uhr" | "uhr" | "h" | "hs" | "hrs" | "heures" | "am" | "pm" | "AM" | "PM" | "WIB")
    )
}

/// The zone after a time, and where time and zone end.
fn zone(text: &str, at: usize) -> (Option<i16>, usize) {
    let start = skip(text, at, |c| space(c) || c == '(');
    let (mut named, mut end) = (None, at);
    let word = word_at(text, start);
    if !word.is_empty() && word.len() <= 6 {
        let lower = text[word.clone()].to_lowercase();
        if let Some((_, offset)) = ZONES.iter().find(|(n, _)| *n == lower) {
            (named, end) = (Some(*offset), word.end);
        } else if lower == "uhr" {
            return zone(text, word.end);
        }
    }
    let sign_at = if named.is_some() { end } else { start };
    let sign = match char_at(text, sign_at) {
        Some('+') => 1,
        Some('-' | '−') if named == Some(0) || sign_at == at || word.is_empty() => -1,
        _ => return (named, end),
    };
    let after_sign = sign_at + char_at(text, sign_at).map_or(1, char::len_utf8);
    let Some(n) = number(text, after_sign) else { return (named, end) };
    let (hours, minutes, stop) = match n.digits {
        4 => (n.value / 100, n.value % 100, n.end),
        1 | 2 => match char_at(text, n.end) {
            Some(':') => match short_number(text, n.end + 1, 2) {
                Some(m) => (n.value, m.value, m.end),
                None => (n.value, 0, n.end),
            },
            // "14:30 - 16" is a span of time, no zone.
            _ if sign_at == at || named.is_some() => (n.value, 0, n.end),
            _ => return (named, end),
        },
        _ => return (named, end),
    };
    if hours > 14 || minutes > 59 {
        return (named, end);
    }
    let offset = sign * (hours * 60 + minutes) as i16;
    (Some(offset), stop)
}
