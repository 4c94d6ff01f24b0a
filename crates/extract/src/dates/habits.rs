//! In which order sites write figures, learned from the dates of their pages
//! that have one reading only: after 26/08/2016, a site's 09/05/2016 is in May.

use super::{
    SiteHabits,
    written::{Hints, Order, first},
};
use annals_model::Article;
use std::collections::HashMap;
use url::Url;

/// Most sites that are remembered.
const SITES: usize = 100_000;
/// How many of a site's dates must agree, of ten: a page quotes others.
const AGREE: u32 = 9;

/// What the pages of each site showed so far.
#[derive(Debug, Default)]
pub struct Habits {
    /// By host: dates with the day first, dates with the month first.
    sites: HashMap<String, (u32, u32)>,
}

impl Habits {
    /// Learns from the evidence of an article's dates.
    pub fn learn(&mut self, article: &Article) {
        let Some(host) = article.url.as_deref().and_then(host) else { return };
        let evidence = article.published.evidence.iter().chain(&article.modified.evidence);
        for order in evidence.filter_map(|e| shown(&e.text)) {
            if self.sites.len() >= SITES && !self.sites.contains_key(&host) {
                return;
            }
            let counts = self.sites.entry(host.clone()).or_default();
            match order {
                Order::DayFirst => counts.0 += 1,
                _ => counts.1 += 1,
            }
        }
    }

    /// What is known of the site that an address belongs to.
    pub fn of(&self, url: Option<&str>) -> SiteHabits {
        let counts = url.and_then(host).and_then(|h| self.sites.get(&h)).copied();
        let order = match counts {
            Some((day, month)) if day * 10 >= (day + month) * AGREE => Some(Order::DayFirst),
            Some((day, month)) if month * 10 >= (day + month) * AGREE => Some(Order::MonthFirst),
            _ => None,
        };
        SiteHabits { order }
    }
}

fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    Some(url.host_str()?.trim_start_matches("www.").to_owned())
}

/// The order of a date in figures, at the beginning of a text, that has one
/// reading only, of the web's own years.
fn shown(text: &str) -> Option<Order> {
    let found = first(text, &Hints::default()).filter(|f| f.range.start == 0 && !f.is_open())?;
    let reading = found.readings.first().filter(|r| (1990..2100).contains(&r.year))?;
    // Two figures for the year leave too much open.
    text[found.range.clone()].contains(&reading.year.to_string()).then_some(())?;
    found.order_of(reading).filter(|order| *order != Order::YearFirst)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, read};

    fn page(date: &str) -> Article {
        let html = format!(
            "<title>The bridge is open</title><h1>The bridge is open</h1><p class=date>{date}</p>\
             <p>The Øresund bridge between Denmark and Sweden was opened to cars and trains.</p>"
        );
        let url = Some("https://www.bridges.example/a");
        read(&Input { bytes: html.as_bytes(), url, ..Input::default() })
    }

    #[test]
    fn one_page_teaches_how_to_read_another() {
        let mut habits = Habits::default();
        assert_eq!(habits.of(Some("https://bridges.example/b")).order, None);
        habits.learn(&page("26/07/2000"));
        let known = habits.of(Some("https://bridges.example/b"));
        assert_eq!(known.order, Some(Order::DayFirst));
        let html = "<h1>The bridge is open</h1><p class=date>01/07/2000</p>\
            <p>The Øresund bridge between Denmark and Sweden was opened to cars and trains.</p>";
        let url = Some("https://bridges.example/b");
        let input = Input { bytes: html.as_bytes(), url, habits: known, ..Input::default() };
        assert_eq!(read(&input).published.value.as_deref(), Some("2000-07-01"));
    }

    #[test]
    fn only_dates_with_one_reading_teach() {
        assert_eq!(shown("08/26/2016"), Some(Order::MonthFirst));
        assert_eq!(shown("26.8.2016"), Some(Order::DayFirst));
        for text in ["09/05/2016", "2016-08-26", "26 August 2016", "99/99/2016", ""] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
