//! The sitemap: an index, a part for each year, one for names.

use super::page;
use crate::pages::{Snapshot, day_url, month_url, year_url};
use annals_model::Date;
use annals_publish::Settings;
use annals_publish::sitemap::{self, Location};
use annals_store::NameKind;
use std::collections::{BTreeMap, BTreeSet};

/// The sitemaps of a site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sitemaps<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) settings: &'a Settings,
}

/// What one sitemap lists, before it is cut into files of a bounded size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The pages of a year.
    Year(i16),
    /// The pages of names.
    Names,
}

impl Part {
    /// What the part's files are called after `sitemap-`.
    pub(crate) fn name(self) -> String {
        match self {
            Part::Year(year) => format!("{year:04}"),
            Part::Names => "names".into(),
        }
    }
}

impl Sitemaps<'_> {
    /// The parts that the site has, years first.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let days = self.snapshot.editions.iter().flat_map(|e| e.days.keys());
        let years: BTreeSet<i16> = days.map(|day| day.year()).collect();
        years.into_iter().map(Part::Year).chain([Part::Names]).collect()
    }

    /// The files of a part: path within the site and content.
    pub(crate) fn files(&self, part: Part) -> Vec<(String, Vec<u8>)> {
        let locations = self.locations(part);
        let pieces = sitemap::pieces(&locations, self.settings);
        let files = pieces.into_iter().enumerate().map(|(number, piece)| {
            let mut file = Vec::new();
            sitemap::part(&locations[piece], self.settings, &mut file);
            (path(&part.name(), number), file)
        });
        files.collect()
    }

    /// `/sitemap.xml`, which leads to the parts.
    pub(crate) fn index(&self) -> Vec<u8> {
        let mut parts: Vec<Location> = Vec::new();
        for part in self.parts() {
            let locations = self.locations(part);
            let newest = locations.iter().filter_map(|(_, day)| day.clone()).max();
            for number in 0..sitemap::pieces(&locations, self.settings).len() {
                parts.push((path(&part.name(), number), newest.clone()));
            }
        }
        let mut file = Vec::new();
        sitemap::index(&parts, self.settings, &mut file);
        file
    }

    fn locations(&self, part: Part) -> Vec<Location> {
        match part {
            Part::Year(year) => self.of_year(year),
            Part::Names => self.of_names(),
        }
    }

    /// The pages of one year: its events, days, months and itself.
    fn of_year(&self, year: i16) -> Vec<Location> {
        let page = |url: &str| page(self.settings, url);
        let mut locations = Vec::new();
        for edition in &self.snapshot.editions {
            let prefix = &edition.prefix;
            let first = Date::new(year, 1, 1).unwrap_or(Date::ZERO);
            let mut newest: BTreeMap<i8, Date> = BTreeMap::new();
            for (day, events) in edition.days.range(first..=first.last_of_year()) {
                newest.insert(day.month(), *day);
                locations.push((page(&day_url(prefix, *day)), Some(day.to_string())));
                for at in events {
                    let head = &self.snapshot.heads[*at as usize];
                    locations.push((page(&head.path), Some(day.to_string())));
                }
            }
            for (month, day) in &newest {
                let url = month_url(prefix, year, *month);
                locations.push((page(&url), Some(day.to_string())));
            }
            if let Some((_, day)) = newest.last_key_value() {
                locations.push((page(&year_url(prefix, year)), Some(day.to_string())));
            }
        }
        locations
    }

    fn of_names(&self) -> Vec<Location> {
        let mut locations = Vec::new();
        for kind in NameKind::ALL {
            for subject in self.snapshot.subjects(kind).values() {
                let last = subject.events.last();
                let day = last.map(|at| self.snapshot.heads[*at as usize].day.to_string());
                locations.push((page(self.settings, &subject.name.path), day));
            }
        }
        locations
    }
}

/// `/sitemap-2016.xml`, `/sitemap-2016-2.xml`.
fn path(name: &str, number: usize) -> String {
    match number {
        0 => format!("/sitemap-{name}.xml"),
        n => format!("/sitemap-{name}-{}.xml", n + 1),
    }
}
