//! Whether confidence keeps its word: of the values believed at .9, nine in ten
//! should be right.

/// Where one bucket of confidence ends and the next begins.
const BOUNDS: &[f32] = &[0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0];

/// Values of a stretch of confidence.
#[derive(Debug, PartialEq)]
struct Bucket {
    from: f32,
    to: f32,
    n: usize,
    /// Mean confidence.
    said: f32,
    /// Share that is right.
    right: f32,
}

/// Prints the table, and how far confidence and truth are apart in the mean.
pub(super) fn print(believed: &[(f32, bool)]) {
    if believed.is_empty() {
        return;
    }
    println!("confidence        n   said  right");
    let buckets = buckets(believed);
    for bucket in &buckets {
        println!(
            "{:.2} to {:.2}  {:>6}   {:.3}  {:.3}",
            bucket.from, bucket.to, bucket.n, bucket.said, bucket.right
        );
    }
    let apart = |b: &Bucket| (b.said - b.right).abs() * b.n as f32 / believed.len() as f32;
    let apart: f32 = buckets.iter().map(apart).sum();
    println!("apart by {apart:.3} in the mean\n");
}

/// The buckets that hold values; a bound belongs to the bucket above it, 1 to the last.
fn buckets(believed: &[(f32, bool)]) -> Vec<Bucket> {
    let bucket = |bounds: &[f32]| {
        let (from, to) = (bounds[0], bounds[1]);
        let within = |confidence: f32| {
            (confidence >= from && confidence < to) || (confidence >= to && to >= 1.0)
        };
        let held: Vec<_> = believed.iter().filter(|(confidence, _)| within(*confidence)).collect();
        let n = held.len();
        let said = held.iter().map(|(confidence, _)| confidence).sum::<f32>() / n.max(1) as f32;
        let right = held.iter().filter(|(_, right)| *right).count() as f32 / n.max(1) as f32;
        (n > 0).then_some(Bucket { from, to, n, said, right })
    };
    BOUNDS.windows(2).filter_map(bucket).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_one_bucket() {
        let believed = [(0.0, false), (0.9, true), (0.9, false), (1.0, true), (0.98, true)];
        let buckets = buckets(&believed);
        assert_eq!(buckets.iter().map(|b| b.n).sum::<usize>(), believed.len());
        let middle = &buckets[1];
        assert_eq!((middle.from, middle.n, middle.right), (0.9, 2, 0.5));
        assert_eq!(buckets[2].right, 1.0);
    }
}
