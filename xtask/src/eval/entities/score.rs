//! Counting what was found against the held-back links.

use serde_json::{Map, Value, json};

/// Counts over texts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// How many texts.
    pub texts: usize,
    /// Where the data tells whether there is a link.
    pub told: Part,
    /// Everywhere: what has no link is taken for wrong.
    pub strict: Part,
    /// As `told`, only names that were linked before, and mentions with an identity.
    pub known: Part,
    /// All links; a mention without one counts unless it is `open`.
    pub judged: Part,
    /// Mentions that no link touches, of names that are linked on other days.
    pub open: usize,
}

/// Counts over some of the links and mentions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Part {
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

/// Questions about a stretch of a text.
pub(crate) struct Judge<'a> {
    /// Whether the data tells if it is linked.
    pub tells: &'a dyn Fn(usize, usize) -> bool,
    /// Whether its name was linked in an earlier text.
    pub knew: &'a dyn Fn(usize, usize) -> bool,
    /// Whether its name is linked on other days.
    pub elsewhere: &'a dyn Fn(usize, usize) -> bool,
}

impl Part {
    fn add(&mut self, found: &Span, gold: &[Span]) {
        self.found += 1;
        let Some(link) = gold.iter().find(|g| (g.0, g.1) == (found.0, found.1)) else { return };
        self.spans += 1;
        if found.2.is_some() {
            self.identified += 1;
            self.right += usize::from(found.2 == link.2);
        }
    }

    fn join(&mut self, other: &Part) {
        self.gold += other.gold;
        self.found += other.found;
        self.spans += other.spans;
        self.identified += other.identified;
        self.right += other.right;
    }
}

impl Counts {
    /// Counts one text.
    pub(crate) fn add(&mut self, gold: &[Span], found: &[Span], judge: &Judge<'_>) {
        let Judge { tells, knew, elsewhere } = judge;
        self.texts += 1;
        self.judged.gold += gold.len();
        self.strict.gold += gold.len();
        let told: Vec<Span> = gold.iter().filter(|g| tells(g.0, g.1)).cloned().collect();
        self.told.gold += told.len();
        let known: Vec<Span> = told.iter().filter(|g| knew(g.0, g.1)).cloned().collect();
        self.known.gold += known.len();
        for span in found {
            self.strict.add(span, gold);
            let crosses = told.iter().any(|g| g.0 < span.1 && span.0 < g.1);
            let is_link = gold.iter().any(|g| (g.0, g.1) == (span.0, span.1));
            let touches = gold.iter().any(|g| g.0 < span.1 && span.0 < g.1);
            if touches || !elsewhere(span.0, span.1) {
                self.judged.add(span, gold);
            } else {
                self.open += 1;
            }
            // A link that is not told counts on neither side.
            if crosses || (tells(span.0, span.1) && !is_link) {
                self.told.add(span, &told);
                let new_link = is_link && !knew(span.0, span.1);
                if span.2.is_some() && !new_link {
                    self.known.add(span, &known);
                }
            }
        }
    }

    /// Adds the counts of other texts.
    pub(crate) fn join(&mut self, other: &Counts) {
        self.texts += other.texts;
        self.told.join(&other.told);
        self.strict.join(&other.strict);
        self.known.join(&other.known);
        self.judged.join(&other.judged);
        self.open += other.open;
    }

    /// The figures, each name beginning with `prefix`.
    pub(crate) fn figures(&self, prefix: &str) -> Map<String, Value> {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        let f1 =
            |right: usize, part: &Part| 2.0 * right as f64 / (part.found + part.gold).max(1) as f64;
        let (told, strict, known) = (&self.told, &self.strict, &self.known);
        let judged = &self.judged;
        let figures = [
            ("precision", json!(share(judged.spans, judged.found))),
            ("recall", json!(share(judged.spans, judged.gold))),
            ("f1", json!(f1(judged.spans, judged))),
            ("open", json!(share(self.open, strict.found))),
            ("accuracy", json!(share(strict.right, strict.identified))),
            ("end_to_end_f1", json!(f1(judged.right, judged))),
            ("told_precision", json!(share(told.spans, told.found))),
            ("told_recall", json!(share(told.spans, told.gold))),
            ("told_f1", json!(f1(told.spans, told))),
            ("told_end_to_end_f1", json!(f1(told.right, told))),
            ("known_precision", json!(share(known.spans, known.found))),
            ("known_recall", json!(share(known.spans, known.gold))),
            ("known_f1", json!(f1(known.spans, known))),
            ("strict_precision", json!(share(strict.spans, strict.found))),
            ("strict_recall", json!(share(strict.spans, strict.gold))),
            ("strict_f1", json!(f1(strict.spans, strict))),
        ];
        figures.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
    }
}
