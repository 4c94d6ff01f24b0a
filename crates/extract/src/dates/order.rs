//! Which of the figures of a date is the day: decided from what the page shows.

use super::{
    clue::Clue,
    names,
    written::{Form, Hints, Order, Reading, Separator},
};
use crate::page::Page;
use annals_model::{Dating, Evidence};

/// How sure an order is, by what it was decided from.
const BY_OTHER_CLUE: f32 = 0.97;
const BY_SITE: f32 = 0.96;
const BY_PAGE: f32 = 0.95;
/// Dots have the day in front nearly everywhere (CLDR).
const BY_DOTS: f32 = 0.97;
const BY_COUNTRY: f32 = 0.9;
const BY_LANGUAGE: f32 = 0.85;
/// Slashes on an English page of no country: America writes most of them.
const BY_SLASHES: f32 = 0.6;
/// Most reasons that are given.
const MOST_REASONS: usize = 6;
/// A clue has to be trusted this far to decide about another one.
const TRUSTED: f32 = 0.3;

/// The order that language and country suggest, with the reason and how sure it is.
pub(super) fn custom(page: &Page<'_>, language: Option<&str>) -> Option<(Order, String, f32)> {
    let host = page.url.and_then(|u| u.host_str()).unwrap_or("");
    let domain = host.rsplit('.').next().unwrap_or("");
    if let Some((_, order)) = names::order::DOMAINS.iter().find(|(d, _)| *d == domain) {
        return Some((*order, format!("domain .{domain}"), BY_COUNTRY));
    }
    let language = language?.to_ascii_lowercase().replace('_', "-");
    let table = names::order::LANGUAGES.iter().find(|(l, _)| language.starts_with(l));
    if let Some((_, order)) = table {
        return Some((*order, format!("language {language}"), BY_LANGUAGE));
    }
    // English alone says nothing; every other language has the day in front.
    (language.len() >= 2 && language != "en")
        .then(|| (Order::DayFirst, format!("language {language}"), BY_LANGUAGE))
}

/// What evidence calls the reasons where figures have several readings.
const ORDER_OF_FIGURES: &str = "order of the figures";

/// Whether a date was written in figures that have several readings.
pub fn had_several_readings(dating: &Dating) -> bool {
    dating.evidence.iter().any(|e| e.from == ORDER_OF_FIGURES)
}

/// Decides about all dates that have several readings; gives the reasons.
pub(super) fn settle(
    clues: &mut [Clue],
    hints: &Hints<'_>,
    custom: Option<&(Order, String, f32)>,
) -> Vec<Evidence> {
    if !clues.iter().any(|c| c.found.is_open()) {
        return Vec::new();
    }
    let mut sure: Vec<Reading> = clues
        .iter()
        .filter(|c| !c.found.is_open() && c.weight() >= TRUSTED)
        .filter_map(|c| c.reading().copied())
        .filter(|r| r.day.is_some())
        .collect();
    // Dots are clear in themselves, and may decide about slashes. They go first.
    clues.sort_by_key(|c| !matches!(c.found.form, Form::Figures { separator: Separator::Dot, .. }));
    let shown: Vec<(Separator, Order)> = clues
        .iter()
        .filter(|c| !c.found.is_open())
        .filter_map(|c| match c.found.form {
            Form::Figures { separator, .. } => Some((separator, c.found.order_of(c.reading()?)?)),
            _ => None,
        })
        .collect();
    let mut reasons = Vec::new();
    for clue in clues.iter_mut().filter(|c| c.found.is_open()) {
        let Form::Figures { separator, .. } = clue.found.form else { continue };
        let (reason, share) = decide(clue, separator, &sure, &shown, hints, custom);
        clue.share = share;
        let Some(first) = clue.reading().copied() else { continue };
        if share >= BY_PAGE && clue.weight() >= TRUSTED {
            sure.push(first);
        }
        let name = |reading: &Reading| match clue.found.order_of(reading) {
            Some(Order::DayFirst) => "day first",
            Some(Order::MonthFirst) => "month first",
            _ => "year first",
        };
        let mut add = |text: String, reading: &Reading| {
            let from = ORDER_OF_FIGURES.to_owned();
            let evidence = Evidence { from, text, value: Some(reading.edtf()) };
            if reasons.len() < MOST_REASONS && !reasons.contains(&evidence) {
                reasons.push(evidence);
            }
        };
        add(format!("{}: {}, by {reason}", clue.text, name(&first)), &first);
        // Both readings are shown where the other one stays possible.
        for other in clue.found.readings.iter().skip(1).filter(|_| clue.is_undecided()) {
            add(format!("{}: {} stays possible", clue.text, name(other)), other);
        }
    }
    reasons
}

/// Puts the likelier reading in front; why, and how likely it is.
fn decide(
    clue: &mut Clue,
    separator: Separator,
    sure: &[Reading],
    shown: &[(Separator, Order)],
    hints: &Hints<'_>,
    custom: Option<&(Order, String, f32)>,
) -> (String, f32) {
    let confirmed: Vec<usize> = (0..clue.found.readings.len())
        .filter(|i| {
            clue.found.readings.get(*i).is_some_and(|r| sure.iter().any(|s| s.date() == r.date()))
        })
        .collect();
    if let [one] = confirmed[..] {
        clue.found.readings.swap(0, one);
        return ("another date of the page".to_owned(), BY_OTHER_CLUE);
    }
    if let Some(order) = hints.site_order {
        put_first(clue, order);
        return ("other pages of the site".to_owned(), BY_SITE);
    }
    let mut orders = shown.iter().filter(|(s, _)| *s == separator).map(|(_, o)| *o);
    if let Some(first) = orders.next()
        && orders.all(|o| o == first)
    {
        put_first(clue, first);
        return ("other dates of the page".to_owned(), BY_PAGE);
    }
    let year_first = custom.is_some_and(|(o, ..)| *o == Order::YearFirst);
    if separator == Separator::Dot && !year_first {
        put_first(clue, Order::DayFirst);
        return ("the dots".to_owned(), BY_DOTS);
    }
    match custom {
        Some((order, why, share)) => {
            put_first(clue, *order);
            (why.clone(), *share)
        }
        None => {
            let order =
                if separator == Separator::Slash { Order::MonthFirst } else { Order::DayFirst };
            put_first(clue, order);
            ("custom, nothing else decides".to_owned(), BY_SLASHES)
        }
    }
}

fn put_first(clue: &mut Clue, order: Order) {
    let found = &mut clue.found;
    let index = found.readings.iter().position(|r| found.order_of(r) == Some(order));
    if let Some(index) = index {
        found.readings.swap(0, index);
    }
}
