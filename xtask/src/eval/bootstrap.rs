//! How sure a difference between two rankers is.

/// Samples drawn.
const SAMPLES: usize = 2_000;

/// The 95 % interval of the mean of `ours - theirs` over queries, by the paired
/// bootstrap: queries are drawn with replacement (Efron and Tibshirani, "An
/// Introduction to the Bootstrap", 1993, chapter 13). The same figures give the
/// same interval.
pub(crate) fn paired(ours: &[f64], theirs: &[f64]) -> [f64; 2] {
    let differences: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
    if differences.is_empty() {
        return [0.0, 0.0];
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        // xorshift64* (Vigna 2016).
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % differences.len()
    };
    let mut means: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let sum: f64 = (0..differences.len()).map(|_| differences[draw()]).sum();
            sum / differences.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    [means[SAMPLES / 40], means[SAMPLES - 1 - SAMPLES / 40]]
}

#[cfg(test)]
mod tests {
    use super::paired;

    #[test]
    fn a_sure_difference_lies_above_zero() {
        let ours: Vec<f64> = (0..200).map(|i| f64::from(i % 7) / 7.0 + 0.1).collect();
        let theirs: Vec<f64> = (0..200).map(|i| f64::from(i % 7) / 7.0).collect();
        let [low, high] = paired(&ours, &theirs);
        assert!((low - 0.1).abs() < 1e-9 && (high - 0.1).abs() < 1e-9);
        let noise: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 11) / 11.0).collect();
        let other: Vec<f64> = (0..200).map(|i| f64::from(i * 53 % 11) / 11.0).collect();
        let [low, high] = paired(&noise, &other);
        assert!(low < 0.0 && high > 0.0);
    }
}
