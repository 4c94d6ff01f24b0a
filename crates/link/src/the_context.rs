//! The Context's own rule for related events, kept as a baseline.
//!
//! Ranked by the number of shared link labels, most first, then by the date as
//! an *unpadded string*, descending, so that the 9th comes before the 31st.
//! Events whose lines carry no links are taken to link the names in their text.

use crate::names::{Form, names};
use crate::tokens::tokens;
use crate::{Item, Options, WithinDay};
use rayon::prelude::*;
use std::collections::HashMap;

/// For each of the queries, the earlier items that share a label, best first.
/// Of the options only `max_age` and `within_day` count.
pub fn rank(items: &[Item<'_>], queries: &[usize], options: &Options) -> Vec<Vec<usize>> {
    let labels: Vec<Vec<String>> = items.par_iter().map(labels).collect();
    let mut postings: HashMap<&str, Vec<usize>> = HashMap::new();
    for (item, labels) in labels.iter().enumerate() {
        for label in labels {
            postings.entry(label).or_default().push(item);
        }
    }
    let dates: Vec<String> = items.par_iter().map(|i| path_date(i.day)).collect();
    let one = |query: &usize| {
        let today = items[*query].day;
        let end = match options.within_day {
            WithinDay::Related => *query,
            WithinDay::Apart => items.partition_point(|i| i.day < today),
        };
        let oldest = options.max_age.map_or(i32::MIN, |age| today.saturating_sub(age));
        let start = items.partition_point(|i| i.day < oldest);
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for label in &labels[*query] {
            let all = postings.get(label.as_str()).map_or(&[][..], Vec::as_slice);
            let from = all.partition_point(|i| *i < start);
            for item in all[from..].iter().take_while(|i| **i < end) {
                *counts.entry(*item).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, usize)> = counts.into_iter().collect();
        ranked.sort_unstable_by(|(a, ties_a), (b, ties_b)| {
            ties_b.cmp(ties_a).then_with(|| dates[*b].cmp(&dates[*a])).then(a.cmp(b))
        });
        ranked.into_iter().map(|(item, _)| item).collect()
    };
    queries.par_iter().map(one).collect()
}

/// The distinct labels of an item.
fn labels(item: &Item<'_>) -> Vec<String> {
    let mut labels: Vec<String> = if item.entities.is_empty() {
        let found = names(item.text, &tokens(item.text), &[], item.lang);
        let said = found.into_iter().filter(|n| !matches!(n.form, Form::Hint | Form::Part));
        said.map(|n| n.surface).collect()
    } else {
        item.entities.iter().map(|(_, label)| (*label).to_owned()).collect()
    };
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The date as The Context's addresses have it, `2016/10/5`.
fn path_date(day: i32) -> String {
    // Days to a civil date, after Howard Hinnant's "chrono-compatible low-level date algorithms".
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year}/{month:02}/{day}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_unpadded_and_sort_as_strings() {
        assert_eq!(path_date(0), "1970/01/1");
        assert_eq!(path_date(17_079), "2016/10/5");
        assert_eq!(path_date(11_016), "2000/02/29");
        assert!(path_date(17_083) > path_date(17_105), "the 9th before the 31st");
    }

    #[test]
    fn more_labels_first_then_the_string() {
        let entities: [&[(&str, &str)]; 4] = [
            &[("en:Syria", "Syria"), ("en:Russia", "Russia")],
            &[("en:Syria", "Syria")],
            &[("en:Syria", "Syria")],
            &[("en:Syria", "Syria"), ("en:Russia", "Russia")],
        ];
        let items: Vec<Item<'_>> = [17_075, 17_083, 17_105, 17_110]
            .iter()
            .zip(entities)
            .map(|(day, entities)| Item {
                id: 0,
                day: *day,
                text: "",
                lang: "en",
                entities,
                stories: &[],
                category: None,
            })
            .collect();
        assert_eq!(rank(&items, &[3], &Options::default()), [[0, 1, 2]]);
    }
}
