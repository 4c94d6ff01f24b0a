//! Weights of the first days: what is used until an archive has links enough of
//! its own to learn from.
//!
//! Set by hand, from what editors do: a name is linked as often as it was
//! before (the log-odds of that have weight 1), the first time in a text and not
//! again, as a whole and not in part; rows of the tables are linked half the
//! time; what nobody ever linked is a mention where it is a run of capitals,
//! rather of several words than of one, rather within a sentence than at its beginning.

use super::choose::{CLASSES, FIGURES, Figures};

/// The version of these weights and of what is learned on them; it changes
/// whenever the same archive would be read in another way.
pub const WEIGHTS_VERSION: u32 = 2;

/// Weights that are not 0, by the number of the figure; see [`super::candidates`].
const KNOWN: &[(usize, f32)] = &[
    (0, -0.1),
    (1, 0.9),
    (6, 0.4),
    (9, -0.8),
    (17, 0.3),
    (19, -2.2),
    (21, -0.8),
    (22, -3.0),
    (26, -2.0),
];

/// The same for what was never linked.
const UNKNOWN: &[(usize, f32)] =
    &[(0, -2.3), (1, -1.2), (6, 0.5), (8, -0.5), (9, -2.0), (10, 1.0), (14, 1.0), (15, 2.7)];

const fn figures(list: &[(usize, f32)]) -> Figures {
    let mut out = [0.0; FIGURES];
    let mut at = 0;
    while at < list.len() {
        out[list[at].0] = list[at].1;
        at += 1;
    }
    out
}

/// By class: known with spaces, unknown with spaces, known without, unknown without.
pub(super) const CHOOSER: [Figures; CLASSES] =
    [figures(KNOWN), figures(UNKNOWN), figures(KNOWN), figures(UNKNOWN)];
