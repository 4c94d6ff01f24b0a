//! The days of what was found, as a small chart (SVG) whose bars lead to the
//! searches within them.

use super::asked::Asked;
use annals_archive::search::Histogram;
use serde_json::{Value, json};

/// The chart's height in its own units.
const HEIGHT: f64 = 40.0;

/// The bars with their places; none where there is only one.
pub(super) fn chart(asked: &Asked, histogram: &Histogram) -> Option<Value> {
    let most = histogram.buckets.iter().map(|b| b.count).max().filter(|most| *most > 0)?;
    if histogram.buckets.len() < 2 {
        return None;
    }
    let bars: Vec<Value> = histogram
        .buckets
        .iter()
        .enumerate()
        .filter(|(_, bucket)| bucket.count > 0)
        .map(|(at, bucket)| {
            // Even one event is seen.
            let height = (bucket.count as f64 / most as f64 * HEIGHT).max(1.0);
            let (from, to) = (bucket.from.to_string(), bucket.to.to_string());
            json!({
                "x": at, "y": format!("{:.2}", HEIGHT - height), "height": format!("{height:.2}"),
                "from": from, "to": to, "count": bucket.count,
                "url": format!("/search?{}", asked.between(&from, &to).query()),
            })
        })
        .collect();
    Some(json!({ "bars": bars, "width": histogram.buckets.len(), "height": HEIGHT,
                 "from": histogram.buckets.first()?.from.to_string(),
                 "to": histogram.buckets.last()?.to.to_string() }))
}
