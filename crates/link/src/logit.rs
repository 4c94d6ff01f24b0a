//! The logistic models of this room: features for and against, no weight negative,
//! so that an explanation never inverts.

/// `bias` plus the features' values times their weights; those from the place
/// `against` on speak against and are subtracted.
pub(crate) fn log_odds<const N: usize>(
    values: &[f32; N],
    bias: f32,
    features: &[f32; N],
    against: usize,
) -> f32 {
    let terms = values.iter().zip(features).enumerate();
    terms.fold(bias, |sum, (i, (w, x))| if i < against { sum + w * x } else { sum - w * x })
}
