//! The elements of one entry, or of a feed's head, in an arena.
//!
//! Indices instead of boxes: a document of 100,000 nested elements is built,
//! walked and dropped without recursion, and an entry's elements are given back
//! as soon as it has been read.

use super::names::Space;
use std::rc::Rc;

/// A node's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(u32);

const NONE: u32 = u32::MAX;

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) space: Space,
    /// As written, prefix included.
    pub(super) name: String,
    /// Without prefix, lower case: names of feeds differ in nothing but case.
    pub(super) local: String,
    pub(super) attributes: Vec<Attribute>,
    /// The language in force, `xml:lang` of it or of an element around it.
    pub(super) language: Option<Rc<str>>,
    /// What relative addresses in it begin at.
    pub(super) base: Rc<str>,
    /// Its offset in the text.
    pub(super) at: usize,
}

/// An attribute, decoded.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) space: Space,
    /// As written, prefix included.
    pub(super) name: String,
    pub(super) value: String,
}

impl Element {
    /// The attribute of that lower-case name without prefix, or with the element's own.
    pub(super) fn attribute(&self, local: &str) -> Option<&str> {
        let found = |a: &&Attribute| {
            (a.space == Space::Core || a.space == self.space)
                && super::names::split(&a.name).1.eq_ignore_ascii_case(local)
        };
        self.attributes.iter().find(found).map(|a| a.value.trim())
    }

    /// The attribute of that name in another space: `rdf:about`.
    pub(super) fn attribute_in(&self, space: Space, local: &str) -> Option<&str> {
        let found = |a: &&Attribute| {
            a.space == space && super::names::split(&a.name).1.eq_ignore_ascii_case(local)
        };
        self.attributes.iter().find(found).map(|a| a.value.trim())
    }
}

#[derive(Debug)]
enum Content {
    Element(Box<Element>),
    Text(String),
}

#[derive(Debug)]
struct Node {
    content: Content,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

/// A forest of nodes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// What a walk comes by.
pub(super) enum Step<'a> {
    Open(&'a Element),
    Close(&'a Element),
    Text(&'a str),
}

/// A state of a tree to go back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    len: usize,
    parent: u32,
    last: u32,
}

impl Mark {
    /// How many nodes there were.
    pub(super) fn len(self) -> usize {
        self.len
    }
}

impl Tree {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The state before a child of `parent` is added.
    pub(super) fn mark(&self, parent: Option<Id>) -> Mark {
        let parent = parent.map_or(NONE, |p| p.0);
        let last = self.nodes.get(parent as usize).map_or(NONE, |n| n.last);
        Mark { len: self.nodes.len(), parent, last }
    }

    /// Takes away all that was added since.
    pub(super) fn truncate(&mut self, mark: Mark) {
        self.nodes.truncate(mark.len);
        if let Some(parent) = self.nodes.get_mut(mark.parent as usize) {
            parent.last = mark.last;
            if mark.last == NONE {
                parent.first = NONE;
            }
        }
        if let Some(last) = self.nodes.get_mut(mark.last as usize) {
            last.next = NONE;
        }
    }

    pub(super) fn add(&mut self, parent: Option<Id>, element: Element) -> Id {
        self.push(parent, Content::Element(Box::new(element)))
    }

    /// Adds text; to the text before it, where there is one.
    pub(super) fn add_text(&mut self, parent: Id, text: &str) {
        let last = self.nodes[parent.0 as usize].last;
        match self.nodes.get_mut(last as usize) {
            Some(Node { content: Content::Text(before), .. }) => before.push_str(text),
            _ => {
                self.push(Some(parent), Content::Text(text.to_owned()));
            }
        }
    }

    fn push(&mut self, parent: Option<Id>, content: Content) -> Id {
        // The reader's limits are far below what an index can number.
        let id = u32::try_from(self.nodes.len()).unwrap_or(NONE - 1);
        let parent_at = parent.map_or(NONE, |p| p.0);
        self.nodes.push(Node { content, parent: parent_at, first: NONE, last: NONE, next: NONE });
        let Some(Id(parent)) = parent else { return Id(id) };
        let before = std::mem::replace(&mut self.nodes[parent as usize].last, id);
        match self.nodes.get_mut(before as usize) {
            Some(before) => before.next = id,
            None => self.nodes[parent as usize].first = id,
        }
        Id(id)
    }

    /// The element at an index that [`Tree::add`] or a walk gave out.
    pub(super) fn element(&self, id: Id) -> &Element {
        match &self.nodes[id.0 as usize].content {
            Content::Element(element) => element,
            Content::Text(_) => unreachable!("only elements' indices are given out"),
        }
    }

    /// The elements right below.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = (Id, &Element)> {
        let mut at = self.nodes[id.0 as usize].first;
        std::iter::from_fn(move || {
            while let Some(node) = self.nodes.get(at as usize) {
                let id = Id(at);
                at = node.next;
                if let Content::Element(element) = &node.content {
                    return Some((id, &**element));
                }
            }
            None
        })
    }

    /// Everything below an element, in the document's order.
    pub(super) fn walk(&self, id: Id) -> impl Iterator<Item = Step<'_>> {
        let root = id.0;
        let mut at = self.nodes[root as usize].first;
        // The element whose end is the next step.
        let mut closing: Option<u32> = None;
        std::iter::from_fn(move || {
            if let Some(closed) = closing.take().or_else(|| (at == NONE).then_some(NONE)) {
                let node = self.nodes.get(closed as usize)?;
                at = node.next;
                if at == NONE && node.parent != root {
                    closing = Some(node.parent);
                }
                let Content::Element(element) = &node.content else { return None };
                return Some(Step::Close(element));
            }
            let (index, node) = (at, self.nodes.get(at as usize)?);
            match &node.content {
                Content::Element(element) => {
                    at = node.first;
                    if at == NONE {
                        closing = Some(index);
                    }
                    Some(Step::Open(element))
                }
                Content::Text(text) => {
                    at = node.next;
                    if at == NONE && node.parent != root {
                        closing = Some(node.parent);
                    }
                    Some(Step::Text(text))
                }
            }
        })
    }

    /// Whether elements stand in it.
    pub(super) fn has_elements(&self, id: Id) -> bool {
        self.children(id).next().is_some()
    }

    /// All text below, without tags, as it stands.
    pub(super) fn text(&self, id: Id) -> String {
        let mut out = String::new();
        for step in self.walk(id) {
            if let Step::Text(text) = step {
                out.push_str(text);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(name: &str) -> Element {
        Element {
            space: Space::Core,
            name: name.to_owned(),
            local: name.to_owned(),
            attributes: Vec::new(),
            language: None,
            base: "".into(),
            at: 0,
        }
    }

    fn walked(tree: &Tree, id: Id) -> String {
        tree.walk(id)
            .map(|step| match step {
                Step::Open(e) => format!("<{}>", e.name),
                Step::Close(e) => format!("</{}>", e.name),
                Step::Text(t) => t.to_owned(),
            })
            .collect()
    }

    #[test]
    fn walks_and_truncates() {
        let mut tree = Tree::default();
        let root = tree.add(None, element("root"));
        tree.add_text(root, "1");
        let a = tree.add(Some(root), element("a"));
        let b = tree.add(Some(a), element("b"));
        tree.add(Some(b), element("c"));
        let mark = tree.mark(Some(root));
        let d = tree.add(Some(root), element("d"));
        tree.add_text(d, "2");
        assert_eq!(walked(&tree, root), "1<a><b><c></c></b></a><d>2</d>");
        assert_eq!(walked(&tree, a), "<b><c></c></b>");
        tree.truncate(mark);
        tree.add_text(root, "3");
        assert_eq!(walked(&tree, root), "1<a><b><c></c></b></a>3");
        assert_eq!(tree.text(root), "13");
        assert_eq!(tree.len(), 6);
    }
}
