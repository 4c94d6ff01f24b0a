//! Tokens to nodes: which element ends where (WHATWG HTML 13.2.6, simplified).

use super::{
    MAX_DEPTH, MAX_NODES, Node, NodeId, Tag, Tree, What,
    tag::Class,
    token::{self, Token, Tokens},
};
use std::borrow::Cow;

pub(super) fn build(html: &str) -> Tree<'_> {
    // Pages have a node for some 25 bytes.
    let mut builder = Builder {
        tree: Tree {
            nodes: Vec::with_capacity(html.len() / 25 + 16),
            attrs: Vec::new(),
            cut: false,
        },
        open: Vec::with_capacity(64),
        counts: [0; Tag::COUNT],
        flattened: [0; Tag::COUNT],
        body_seen: false,
    };
    builder.push(0, What::Document);
    let mut tokens = Tokens::new(html);
    let mut first_attr = 0;
    while let Some(token) = tokens.next(&mut builder.tree.attrs) {
        match token {
            Token::Text(text) => builder.text(text),
            Token::End { tag, name } => builder.end(tag, name),
            Token::Start { tag, name, closes_itself } => {
                let last = builder.tree.attrs.len() as u32;
                let raw = builder.start(tag, name, first_attr..last, closes_itself);
                first_attr = last;
                if let Some(id) = raw {
                    let content = tokens.raw(tag, name);
                    let content = match tag.class() {
                        Class::Escapable => token::resolve(content),
                        _ => Cow::Borrowed(content),
                    };
                    if !content.is_empty() {
                        builder.push(id, What::Text(content));
                        let end = builder.tree.len();
                        builder.tree.nodes[id as usize].end = end;
                    }
                }
            }
        }
        if builder.tree.nodes.len() >= MAX_NODES {
            builder.tree.cut = true;
            break;
        }
    }
    builder.close_down_to(0);
    let end = builder.tree.len();
    builder.tree.nodes[0].end = end;
    builder.tree
}

/// An element that is not yet ended.
struct Open<'s> {
    id: NodeId,
    tag: Tag,
    name: &'s str,
    /// Its end tag came while a block in it was open: it ends with that block.
    ends_with_block: bool,
}

struct Builder<'s> {
    tree: Tree<'s>,
    open: Vec<Open<'s>>,
    /// How many elements of each tag are open.
    counts: [u32; Tag::COUNT],
    /// How many start tags of each were too deep to be opened.
    flattened: [u32; Tag::COUNT],
    body_seen: bool,
}

impl<'s> Builder<'s> {
    fn push(&mut self, parent: NodeId, what: What<'s>) -> NodeId {
        let id = self.tree.nodes.len() as NodeId;
        self.tree.nodes.push(Node { parent, end: id + 1, what });
        id
    }

    fn current(&self) -> NodeId {
        self.open.last().map_or(0, |o| o.id)
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.counts[tag as usize] > 0
    }

    fn text(&mut self, text: &'s str) {
        let parent = self.current();
        if self.open.last().is_some_and(|o| o.tag == Tag::Head) {
            if text.trim_ascii().is_empty() {
                return;
            }
            self.pop();
            return self.text(text);
        }
        self.push(parent, What::Text(token::resolve(text)));
    }

    /// Opens an element; returns its number if its raw content comes next.
    fn start(
        &mut self,
        tag: Tag,
        name: &'s str,
        attrs: std::ops::Range<u32>,
        closes_itself: bool,
    ) -> Option<NodeId> {
        // A second `html` or `body` only brings attributes.
        if (tag == Tag::Html && self.is_open(Tag::Html)) || (tag == Tag::Body && self.body_seen) {
            return None;
        }
        self.body_seen |= tag == Tag::Body;
        // Parts of a table without a table are nothing.
        if is_part_of_table(tag) && !self.is_open(Tag::Table) && !self.is_open(Tag::Template) {
            return None;
        }
        let foreign = self.is_open(Tag::Svg) || self.is_open(Tag::Math);
        if foreign && (tag.class() == Class::Block || matches!(tag, Tag::Img | Tag::Br)) {
            self.close(Tag::Svg);
            self.close(Tag::Math);
        }
        self.imply_ends(tag);
        let id = self.push(self.current(), What::Element(tag, name, attrs));
        match tag.class() {
            Class::Void => return None,
            _ if closes_itself && (foreign || tag == Tag::Other && name.contains(':')) => {
                return None;
            }
            // In a drawing, `title` and `style` hold elements like any other.
            Class::Escapable if foreign => {}
            Class::Raw | Class::Escapable => return Some(id),
            _ => {}
        }
        if self.open.len() >= MAX_DEPTH {
            self.flattened[tag as usize] += 1;
            return None;
        }
        self.counts[tag as usize] += 1;
        self.open.push(Open { id, tag, name, ends_with_block: false });
        None
    }

    /// Ends what a start tag ends without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        if self.is_open(Tag::Head) && !may_stand_in_head(tag) {
            self.close(Tag::Head);
        }
        match tag {
            Tag::Li => self.close_within(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir]),
            Tag::Dt | Tag::Dd => self.close_within(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Tr => self.close_within(&[Tag::Tr, Tag::Caption, Tag::Colgroup], &[Tag::Table]),
            Tag::Td | Tag::Th => self.close_within(&[Tag::Td, Tag::Th], &[Tag::Table, Tag::Tr]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => self.close_within(
                &[Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Caption, Tag::Colgroup],
                &[Tag::Table],
            ),
            Tag::Option => self.close_within(&[Tag::Option], &[Tag::Select, Tag::Optgroup]),
            Tag::Optgroup => self.close_within(&[Tag::Optgroup], &[Tag::Select]),
            // A link in a link ends the first (as does a button).
            Tag::A => self.close_within(&[Tag::A], &[]),
            Tag::Button => self.close_within(&[Tag::Button], &[]),
            _ => {}
        }
        let block = matches!(tag.class(), Class::Block | Class::Scope) || tag == Tag::Hr;
        if block && !is_part_of_table(tag) && tag != Tag::Object && self.is_open(Tag::P) {
            self.close_within(&[Tag::P], &[Tag::Button]);
        }
        if tag.heading().is_some() && self.open.last().is_some_and(|o| o.tag.heading().is_some()) {
            self.pop();
        }
    }

    fn end(&mut self, tag: Tag, name: &'s str) {
        if self.flattened[tag as usize] > 0 {
            self.flattened[tag as usize] -= 1;
            return;
        }
        match tag {
            // What follows them still belongs to the page's body.
            Tag::Html | Tag::Body => return,
            Tag::Br => {
                let empty = self.tree.attrs.len() as u32;
                let parent = self.current();
                self.push(parent, What::Element(Tag::Br, name, empty..empty));
                return;
            }
            _ => {}
        }
        if !self.is_open(tag) {
            // `<h2>…</h3>`: any heading's end tag ends a heading.
            if tag.heading().is_some()
                && self.open.last().is_some_and(|o| o.tag.heading().is_some())
            {
                self.pop();
            }
            return;
        }
        let same =
            |o: &Open<'_>| o.tag == tag && (tag != Tag::Other || o.name.eq_ignore_ascii_case(name));
        let Some(at) = self.open.iter().rposition(same) else { return };
        let above = &self.open[at + 1..];
        match tag.class() {
            Class::Inline => {
                let block = |o: &Open<'_>| matches!(o.tag.class(), Class::Block | Class::Scope);
                if above.iter().any(block) {
                    self.open[at].ends_with_block = true;
                    return;
                }
            }
            Class::Block => {
                let inside_table =
                    matches!(tag, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Colgroup);
                let hides = |o: &Open<'_>| match o.tag {
                    Tag::Td | Tag::Th | Tag::Caption => !inside_table,
                    other => other.class() == Class::Scope,
                };
                if above.iter().any(hides) {
                    return;
                }
            }
            _ => {
                if tag != Tag::Table && above.iter().any(|o| o.tag == Tag::Table) {
                    return;
                }
            }
        }
        self.close_down_to(at);
    }

    /// Ends the innermost open element of a tag, whatever stands around it.
    fn close(&mut self, tag: Tag) {
        if self.is_open(tag)
            && let Some(at) = self.open.iter().rposition(|o| o.tag == tag)
        {
            self.close_down_to(at);
        }
    }

    /// Ends the innermost element that is one of `tags`, unless one of `barriers`
    /// or the scope of a table cell stands in it.
    fn close_within(&mut self, tags: &[Tag], barriers: &[Tag]) {
        if !tags.iter().any(|t| self.is_open(*t)) {
            return;
        }
        for at in (0..self.open.len()).rev() {
            let tag = self.open[at].tag;
            if tags.contains(&tag) {
                return self.close_down_to(at);
            }
            if barriers.contains(&tag) || tag.class() == Class::Scope {
                return;
            }
        }
    }

    fn pop(&mut self) {
        if let Some(at) = self.open.len().checked_sub(1) {
            self.close_down_to(at);
        }
    }

    /// Ends the open elements from `at` inwards, and the inline ones around
    /// them that were waiting for that.
    fn close_down_to(&mut self, at: usize) {
        let end = self.tree.len();
        let mut at = at;
        while at > 0 && self.open.get(at - 1).is_some_and(|o| o.ends_with_block) {
            at -= 1;
        }
        for open in self.open.drain(at..) {
            self.tree.nodes[open.id as usize].end = end;
            self.counts[open.tag as usize] -= 1;
        }
    }
}

fn is_part_of_table(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Caption
            | Tag::Col
            | Tag::Colgroup
    )
}

fn may_stand_in_head(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Html
            | Tag::Title
            | Tag::Meta
            | Tag::Link
            | Tag::Base
            | Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Template
            | Tag::Iframe // trackers put it there; it shows nothing
            | Tag::Img
    )
}
