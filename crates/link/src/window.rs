//! How far back a day's scores may look.
//!
//! Everything that a score depends on lies in the window behind its own day, so
//! that a day's links come out the same whether the archive is related at once
//! or day by day.

use crate::Options;

/// Index of the first item that the scores of the items at `from` and after
/// may depend on. `days` are the days of all items, sorted.
///
/// The window of a day is its last [`Options::window_days`], and at least the
/// last [`Options::window_items`] items before the day.
pub fn window_start(days: &[i32], from: usize, options: &Options) -> usize {
    let Some(day) = days.get(from) else { return days.len() };
    let day_start = days.partition_point(|d| d < day);
    let by_days = days.partition_point(|d| *d < day.saturating_sub(options.window_days));
    let by_items = day_start.saturating_sub(options.window_items);
    // Whole days only: which of a day's events are in must not hang on their ids.
    let at = by_days.min(by_items);
    days.partition_point(|d| *d < days[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparse_archive_is_seen_further_back() {
        let days: Vec<i32> = (0..100).map(|i| i * 10 / 2 * 2).collect();
        let options = Options { window_days: 50, window_items: 3, ..Options::default() };
        assert_eq!(days[window_start(&days, 80, &options)], days[80] - 50);
        let options = Options { window_items: 30, ..options };
        assert_eq!(window_start(&days, 80, &options), 50);
        assert_eq!(window_start(&days, 100, &options), 100);
        assert_eq!(window_start(&[], 0, &options), 0);
    }

    #[test]
    fn days_are_whole() {
        let options = Options { window_days: 1, window_items: 3, ..Options::default() };
        assert_eq!(window_start(&[1, 1, 1, 2, 2, 9], 5, &options), 0);
    }
}
