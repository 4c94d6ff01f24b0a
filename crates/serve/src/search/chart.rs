//! The days of what was found, as a small chart (SVG) whose bars lead to the
//! searches within them.

use super::asked::Asked;
use annals_archive::search::Histogram;
use serde::Serialize;

/// The chart's height in its own units.
const HEIGHT: f64 = 40.0;

/// The bars with their places.
#[derive(Serialize)]
pub(super) struct Chart {
    bars: Vec<Bar>,
    width: usize,
    height: f64,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Bar {
    x: usize,
    y: String,
    height: String,
    from: String,
    to: String,
    count: u64,
    url: String,
}

impl Chart {
    /// None where there is only one bar, or nothing to show.
    pub(super) fn new(asked: &Asked, histogram: &Histogram) -> Option<Chart> {
        let most = histogram.buckets.iter().map(|b| b.count).max().filter(|most| *most > 0)?;
        if histogram.buckets.len() < 2 {
            return None;
        }
        let shown = histogram.buckets.iter().enumerate().filter(|(_, bucket)| bucket.count > 0);
        let bars = shown.map(|(at, bucket)| {
            // Even one event is seen.
            let height = (bucket.count as f64 / most as f64 * HEIGHT).max(1.0);
            Bar {
                x: at,
                y: format!("{:.2}", HEIGHT - height),
                height: format!("{height:.2}"),
                from: bucket.from.clone(),
                to: bucket.to.clone(),
                count: bucket.count,
                url: format!("/search?{}", asked.between(&bucket.from, &bucket.to).query()),
            }
        });
        Some(Chart {
            bars: bars.collect(),
            width: histogram.buckets.len(),
            height: HEIGHT,
            from: histogram.buckets.first()?.from.clone(),
            to: histogram.buckets.last()?.to.clone(),
        })
    }
}
