//! Stories as a DAG: the headings' nesting, made free of circles.
//!
//! Editors sometimes nest A under B on one day and B under A on another. The
//! nesting that more events attest stands; the other is left out. The result
//! depends on the archive's content only.

use annals_store::StoryEdge;
use std::collections::{BTreeMap, BTreeSet};

/// Parents and parts of every story.
#[derive(Debug, Default, PartialEq)]
pub struct StoryDag {
    parents: BTreeMap<String, BTreeSet<String>>,
    parts: BTreeMap<String, BTreeSet<String>>,
}

impl StoryDag {
    /// Keeps the edges with most events first and leaves out those that close a circle.
    pub fn new(mut edges: Vec<StoryEdge>) -> StoryDag {
        edges.sort_by(|a, b| {
            b.events.cmp(&a.events).then_with(|| (&a.parent, &a.child).cmp(&(&b.parent, &b.child)))
        });
        let mut dag = StoryDag::default();
        for edge in edges {
            if edge.parent != edge.child && !dag.reaches(&edge.child, &edge.parent) {
                dag.parts.entry(edge.parent.clone()).or_default().insert(edge.child.clone());
                dag.parents.entry(edge.child).or_default().insert(edge.parent);
            }
        }
        dag
    }

    /// The stories that a story is directly part of.
    pub fn parents(&self, story: &str) -> impl Iterator<Item = &String> {
        self.parents.get(story).into_iter().flatten()
    }

    /// The stories directly under a story.
    pub fn parts(&self, story: &str) -> impl Iterator<Item = &String> {
        self.parts.get(story).into_iter().flatten()
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(story) = open.pop() {
            if story == to {
                return true;
            }
            open.extend(self.parts(story).map(String::as_str).filter(|s| seen.insert(s)));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_broken_at_its_weakest_edge() {
        let edge =
            |p: &str, c: &str, events| StoryEdge { parent: p.into(), child: c.into(), events };
        let dag = StoryDag::new(vec![
            edge("b", "a", 1),
            edge("a", "b", 5),
            edge("b", "c", 2),
            edge("c", "a", 1),
            edge("c", "c", 9),
        ]);
        assert_eq!(dag.parts("a").collect::<Vec<_>>(), ["b"]);
        assert_eq!(dag.parents("a").count(), 0);
        assert_eq!(dag.parents("c").collect::<Vec<_>>(), ["b"]);
    }
}
