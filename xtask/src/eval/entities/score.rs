//! Counting what was found against the held-back links.

use serde_json::{Map, Value, json};

/// Counts over texts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub texts: usize,
    /// Links held back.
    pub gold: usize,
    /// Mentions found.
    pub found: usize,
    /// Of these, with the ends of a link.
    pub spans: usize,
    /// Of these, with an identity.
    pub identified: usize,
    /// Of these, with the right one.
    pub right: usize,
}

/// A link or mention: from, to, identity.
pub(crate) type Span = (usize, usize, Option<String>);

impl Counts {
    /// Counts one text.
    pub(crate) fn add(&mut self, gold: &[Span], found: &[Span]) {
        self.texts += 1;
        self.gold += gold.len();
        self.found += found.len();
        for (from, to, key) in found {
            let Some(link) = gold.iter().find(|g| (g.0, g.1) == (*from, *to)) else { continue };
            self.spans += 1;
            if key.is_some() {
                self.identified += 1;
                self.right += usize::from(*key == link.2);
            }
        }
    }

    /// Adds the counts of other texts.
    pub(crate) fn join(&mut self, other: &Counts) {
        self.texts += other.texts;
        self.gold += other.gold;
        self.found += other.found;
        self.spans += other.spans;
        self.identified += other.identified;
        self.right += other.right;
    }

    /// The figures, each name beginning with `prefix`.
    pub(crate) fn figures(&self, prefix: &str) -> Map<String, Value> {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        let f1 = |right: usize| 2.0 * right as f64 / (self.found + self.gold).max(1) as f64;
        let figures = [
            ("precision", json!(share(self.spans, self.found))),
            ("recall", json!(share(self.spans, self.gold))),
            ("f1", json!(f1(self.spans))),
            ("accuracy", json!(share(self.right, self.identified))),
            ("end_to_end_f1", json!(f1(self.right))),
        ];
        figures.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
    }
}
