//! Marks: what elements say of themselves, and who inherits it.

use super::{
    segment::Segment,
    words::{self, Says},
};
use crate::tree::{NodeId, Tag, Tree};

/// The share of a page's good text from which on an element cannot be junk,
/// whatever its name says: `<body class="has-sidebar">`, `<main id="comments-page">`.
const TOO_MUCH_FOR_JUNK: f32 = 0.45;

/// The same for an element that the headline stands in.
const ENOUGH_WITH_HEADLINE: f32 = 0.15;

/// Longest line under a picture, in words.
const CAPTION_WORDS: usize = 80;

/// The same for a line in ordinary type: longer ones describe goods in lists.
const BARE_CAPTION_WORDS: usize = 25;

/// Whether a segment is the line under a picture that stands in the same block:
/// the block has nothing else, and the line is in small or slanted type or the
/// block is no paragraph.
pub(super) fn is_under_picture(tree: &Tree<'_>, segments: &[Segment], at: usize) -> bool {
    let segment = &segments[at];
    let alone = |other: Option<&Segment>| other.is_none_or(|o| o.block != segment.block);
    if segment.words > CAPTION_WORDS
        || !alone(at.checked_sub(1).and_then(|b| segments.get(b)))
        || !alone(segments.get(at + 1))
    {
        return false;
    }
    // A picture is near its line: no more nodes than a frame and its sources have.
    let from = (segment.block + 1).max(segment.first.saturating_sub(40));
    let pictured = (from..segment.first).any(|id| tree.tag(id) == Some(Tag::Img));
    let set_apart = tree
        .ancestors(segment.first)
        .take_while(|id| *id > segment.block)
        .any(|id| matches!(tree.tag(id), Some(Tag::Small | Tag::Em | Tag::I | Tag::Cite)));
    let plain = segment.words <= BARE_CAPTION_WORDS
        && matches!(tree.tag(segment.block), Some(Tag::Div | Tag::Section | Tag::Td));
    pictured && (set_apart || plain)
}

/// A set of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    pub(super) const JUNK: Marks = Marks(1);
    pub(super) const CAPTION: Marks = Marks(2);
    pub(super) const META: Marks = Marks(4);
    /// The element calls itself the text. Not inherited.
    pub(super) const BODY: Marks = Marks(8);
    pub(super) const HIDDEN: Marks = Marks(16);
    pub(super) const LIST: Marks = Marks(32);
    pub(super) const QUOTE: Marks = Marks(64);
    pub(super) const TABLE: Marks = Marks(128);
    /// Whatever is no text of the article.
    pub(super) const ASIDE: Marks = Marks(1 | 2 | 4 | 16);

    pub(super) fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    pub(super) fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }
}

/// Sums of the segments' good words, to ask for any element's.
#[derive(Debug)]
pub(super) struct Sums {
    /// For each node, how many segments begin before it.
    before: Vec<u32>,
    sums: Vec<f32>,
}

impl Sums {
    /// Sums a weight of the segments, which are in the page's order.
    pub(super) fn new(nodes: NodeId, segments: &[Segment], weight: impl Fn(usize) -> f32) -> Sums {
        let mut before = Vec::with_capacity(nodes as usize + 1);
        let mut sums = Vec::with_capacity(segments.len() + 1);
        sums.push(0.0);
        for (at, segment) in segments.iter().enumerate() {
            before.resize(segment.first as usize + 1, at as u32);
            sums.push(sums[at] + weight(at));
        }
        before.resize(nodes as usize + 1, segments.len() as u32);
        Sums { before, sums }
    }

    /// The segments that begin in a node.
    pub(super) fn within(&self, tree: &Tree<'_>, id: NodeId) -> std::ops::Range<usize> {
        self.before[id as usize] as usize..self.before[tree.end(id) as usize] as usize
    }

    /// The sum of the segments that begin in a node.
    pub(super) fn of(&self, tree: &Tree<'_>, id: NodeId) -> f32 {
        let range = self.within(tree, id);
        self.sums[range.end] - self.sums[range.start]
    }
}

/// The marks of every node. `good` sums the words of good text; `headline` is
/// the node of the headline's text.
pub(super) fn all(tree: &Tree<'_>, good: &Sums, headline: Option<NodeId>) -> Vec<Marks> {
    let total = good.of(tree, 0).max(1.0);
    let mut marks: Vec<Marks> = vec![Marks::default(); tree.len() as usize];
    for id in 1..tree.len() {
        let inherited = marks[tree.parent(id) as usize].without(Marks::BODY);
        let Some(tag) = tree.tag(id) else {
            marks[id as usize] = inherited;
            continue;
        };
        if tree.attr(id, "class").is_some_and(words::names_post) {
            marks[id as usize] = Marks::QUOTE;
            continue;
        }
        let mut own = by_tag(tag).with(by_name(tree, id));
        if own.has(Marks::ASIDE) {
            let has_headline = headline.is_some_and(|h| tree.is_within(h, id));
            let limit = if has_headline { ENOUGH_WITH_HEADLINE } else { TOO_MUCH_FOR_JUNK };
            if good.of(tree, id) > total * limit {
                own = own.without(Marks::ASIDE);
            }
        }
        marks[id as usize] = inherited.with(own);
    }
    marks
}

fn by_tag(tag: Tag) -> Marks {
    match tag {
        Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form | Tag::Menu | Tag::Label => Marks::JUNK,
        Tag::Figure | Tag::Figcaption => Marks::CAPTION,
        Tag::Address | Tag::Time => Marks::META,
        Tag::Li | Tag::Dd | Tag::Dt => Marks::LIST,
        Tag::Blockquote => Marks::QUOTE,
        Tag::Td | Tag::Th => Marks::TABLE,
        _ => Marks::default(),
    }
}

fn by_name(tree: &Tree<'_>, id: NodeId) -> Marks {
    let mut marks = Marks::default();
    for attr in tree.attrs(id) {
        let name = attr.name;
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            words::read(&attr.value, &mut |says| marks = marks.with(of(says)));
        } else if name.eq_ignore_ascii_case("itemprop") {
            if attr.value.eq_ignore_ascii_case("articleBody") {
                marks = marks.with(Marks::BODY);
            }
        } else if name.eq_ignore_ascii_case("role") {
            match attr.value.as_ref() {
                "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "menu"
                | "dialog" | "alert" | "tooltip" | "toolbar" => marks = marks.with(Marks::JUNK),
                _ => {}
            }
        } else if name.eq_ignore_ascii_case("aria-hidden")
            && attr.value.eq_ignore_ascii_case("true")
        {
            marks = marks.with(Marks::HIDDEN);
        }
    }
    // Who calls itself both the text and junk ("article-body-related") is junk.
    if marks.has(Marks::JUNK) { marks.without(Marks::BODY) } else { marks }
}

fn of(says: Says) -> Marks {
    match says {
        Says::Junk => Marks::JUNK,
        Says::Caption => Marks::CAPTION,
        Says::Meta => Marks::META,
        Says::Body => Marks::BODY,
        Says::Hidden => Marks::HIDDEN,
    }
}
