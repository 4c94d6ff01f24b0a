//! Names by their plain characters: a tree that grows as names are learned.

use super::fold::Glyph;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Longest name, in characters. Link texts that are longer are sentences.
pub(super) const LONGEST: usize = 80;

/// Stands for no surface.
pub(super) const NONE: u32 = u32::MAX;

/// Mixes the small keys of the tree; the standard hasher would cost more than all else.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, n: u64) {
        // splitmix64 (Steele, Lea and Flood 2014).
        let mut z = (self.0 ^ n).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = z ^ (z >> 31);
    }
}

/// A tree of names for each language; each leads to the first of its surfaces.
#[derive(Debug, Clone, Default)]
pub(super) struct Trie {
    roots: HashMap<String, u32>,
    edges: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    /// By node: its first surface.
    surfaces: Vec<u32>,
}

fn edge(node: u32, c: char) -> u64 {
    u64::from(node) << 32 | u64::from(c as u32)
}

impl Trie {
    /// Where a language's names begin.
    pub(super) fn root(&self, lang: &str) -> Option<u32> {
        self.roots.get(lang).copied()
    }

    /// The node of a name, made where it is new.
    pub(super) fn insert(&mut self, lang: &str, name: &[Glyph]) -> u32 {
        let mut node = match self.roots.get(lang) {
            Some(root) => *root,
            None => {
                let root = self.node();
                self.roots.insert(lang.to_owned(), root);
                root
            }
        };
        for glyph in name {
            let edge = edge(node, glyph.plain);
            node = match self.edges.get(&edge) {
                Some(next) => *next,
                None => {
                    let next = self.node();
                    self.edges.insert(edge, next);
                    next
                }
            };
        }
        node
    }

    fn node(&mut self) -> u32 {
        self.surfaces.push(NONE);
        (self.surfaces.len() - 1) as u32
    }

    /// The node after one more character.
    pub(super) fn step(&self, node: u32, c: char) -> Option<u32> {
        self.edges.get(&edge(node, c)).copied()
    }

    /// The first surface at a node, or [`NONE`].
    pub(super) fn surface(&self, node: u32) -> u32 {
        self.surfaces[node as usize]
    }

    /// Sets the first surface at a node.
    pub(super) fn set_surface(&mut self, node: u32, surface: u32) {
        self.surfaces[node as usize] = surface;
    }
}
