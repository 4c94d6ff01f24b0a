//! A page as a tree: fast to build, flat in memory, safe for any input.
//!
//! The nodes stand in one list in the page's order, so everything below a node
//! is the stretch of the list that follows it, up to [`Tree::end`]: walking
//! needs no recursion, and nesting cannot exhaust the stack. The parser follows
//! the HTML standard's tokens, implied end tags and scopes (WHATWG HTML 13.2)
//! but leaves out what moves nodes about (adoption agency, foster parents):
//! for reading text, where a piece of text stands in the page's own order says more.
//!
//! A full parser of the standard was measured at a quarter of the speed and takes
//! time quadratic in the nesting.

mod build;
mod tag;
mod token;

pub use tag::Tag;

use std::{borrow::Cow, ops::Range};

/// Deepest nesting; elements below it are siblings. Browsers do the same (Blink: 512).
const MAX_DEPTH: usize = 512;
/// Most nodes; the rest of the page is left out, see [`Tree::is_cut`]. Of 1,100
/// pages of news none has more than a fiftieth; with it a page takes some 200 MB.
const MAX_NODES: usize = 2_000_000;

/// Number of a node. Greater numbers come later in the page.
pub type NodeId = u32;

/// A parsed page. Node 0 is the document.
#[derive(Debug)]
pub struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    attrs: Vec<Attr<'s>>,
    cut: bool,
}

/// An element, a text, or the document.
#[derive(Debug)]
struct Node<'s> {
    parent: NodeId,
    /// One past the last node below this one.
    end: NodeId,
    what: What<'s>,
}

#[derive(Debug)]
enum What<'s> {
    Document,
    Text(Cow<'s, str>),
    /// With the element's name as written, and its attributes.
    Element(Tag, &'s str, Range<u32>),
}

/// An attribute.
#[derive(Debug)]
pub struct Attr<'s> {
    /// Its name as written; compare without regard to case.
    pub name: &'s str,
    /// Its value, character references resolved; empty where it has none.
    pub value: Cow<'s, str>,
}

impl<'s> Tree<'s> {
    /// Reads a page. Never fails: any text is some tree.
    pub fn parse(html: &'s str) -> Tree<'s> {
        build::build(html)
    }

    /// Whether the page had too many nodes and its end was left out.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// How many nodes there are.
    pub fn len(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    /// Never true: there is always the document.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The element around a node; the document's is itself.
    pub fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].parent
    }

    /// One past the last node below this one: `id + 1..end(id)` is everything in it.
    pub fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].end
    }

    /// Everything below a node, in the page's order.
    pub fn below(&self, id: NodeId) -> Range<NodeId> {
        id + 1..self.end(id)
    }

    /// The nodes directly in a node.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.end(id);
        let mut next = id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.end(child);
                child
            })
        })
    }

    /// The elements around a node, from the nearest outwards, without the document.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            at = self.parent(at);
            (at != 0).then_some(at)
        })
    }

    /// Whether `id` is `ancestor` or below it.
    pub fn is_within(&self, id: NodeId, ancestor: NodeId) -> bool {
        id >= ancestor && id < self.end(ancestor)
    }

    /// The element's tag; `None` for text and the document.
    pub fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.nodes[id as usize].what {
            What::Element(tag, ..) => Some(tag),
            _ => None,
        }
    }

    /// The element's name as written; empty for text and the document.
    pub fn name(&self, id: NodeId) -> &'s str {
        match self.nodes[id as usize].what {
            What::Element(_, name, _) => name,
            _ => "",
        }
    }

    /// The text of a text node.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match &self.nodes[id as usize].what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The element's attributes.
    pub fn attrs(&self, id: NodeId) -> &[Attr<'s>] {
        match &self.nodes[id as usize].what {
            What::Element(_, _, range) => &self.attrs[range.start as usize..range.end as usize],
            _ => &[],
        }
    }

    /// The value of an attribute, by its name in lower case.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        let found = self.attrs(id).iter().find(|a| a.name.eq_ignore_ascii_case(name));
        found.map(|a| a.value.as_ref())
    }

    /// All elements with a tag, in the page's order.
    pub fn elements(&self, tag: Tag) -> impl Iterator<Item = NodeId> + '_ {
        (1..self.len()).filter(move |id| self.tag(*id) == Some(tag))
    }

    /// The text below a node, or the node's own, with every run of white space
    /// one space, blocks and line breaks parted by one, and without what is
    /// never shown (scripts, styles, templates).
    pub fn inner_text(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut space = false;
        let mut at = id;
        let end = self.end(id).max(id + 1);
        while at < end {
            match &self.nodes[at as usize].what {
                What::Text(text) => {
                    for word in text.split(|c: char| c.is_whitespace()) {
                        if word.is_empty() {
                            space = true;
                            continue;
                        }
                        if space && !out.is_empty() {
                            out.push(' ');
                        }
                        out.push_str(word);
                        space = true;
                    }
                    space = text.ends_with(char::is_whitespace);
                }
                What::Element(tag, ..) => {
                    if matches!(tag, Tag::Script | Tag::Style | Tag::Template | Tag::Noscript)
                        && at != id
                    {
                        at = self.end(at);
                        continue;
                    }
                    space |= !tag.is_inline();
                }
                What::Document => {}
            }
            // The end of a block parts words as its beginning does.
            let next = at + 1;
            if !space && next < end {
                space = self.leaves_block(at, next);
            }
            at = next;
        }
        out
    }

    /// Whether a block element ends between a node and the one that follows it.
    fn leaves_block(&self, at: NodeId, next: NodeId) -> bool {
        let mut up = at;
        while up != 0 && self.end(up) <= next {
            if self.tag(up).is_some_and(|t| !t.is_inline()) {
                return true;
            }
            up = self.parent(up);
        }
        false
    }
}
