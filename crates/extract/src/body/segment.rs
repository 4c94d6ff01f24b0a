//! Segments: the stretches of text that a reader sees as one line or paragraph.

use super::{
    phrases,
    words::{self, Says},
};
use crate::tree::{NodeId, Tag, Tree};

/// Elements whose content is no text of the page: it is never shown, or it
/// belongs to a control.
const NO_TEXT: &[Tag] = &[
    Tag::Script,
    Tag::Style,
    Tag::Noscript,
    Tag::Template,
    Tag::Iframe,
    Tag::Noembed,
    Tag::Noframes,
    Tag::Svg,
    Tag::Math,
    Tag::Canvas,
    Tag::Object,
    Tag::Applet,
    Tag::Audio,
    Tag::Video,
    Tag::Map,
    Tag::Button,
    Tag::Select,
    Tag::Option,
    Tag::Textarea,
    Tag::Title,
    Tag::Head,
    Tag::Dialog,
    Tag::Rp,
    Tag::Rt,
];

/// A stretch of text within one block.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The innermost block element around it.
    pub(super) block: NodeId,
    /// Its first text node.
    pub(super) first: NodeId,
    /// Its last text node.
    pub(super) last: NodeId,
    /// Its text, white space tidied, line breaks as `\n`.
    pub(super) text: String,
    /// Links: their stretch of the text, and the element.
    pub(super) links: Vec<(usize, usize, NodeId)>,
    /// Words; two letters of a script without spaces count as one.
    pub(super) words: usize,
    /// Words within links.
    pub(super) linked: usize,
    /// Whether it is a note on cookies and consent.
    pub(super) consent: bool,
}

impl Segment {
    /// The share of its words that are links, 0 to 1.
    pub(super) fn link_density(&self) -> f32 {
        self.linked as f32 / self.words.max(1) as f32
    }

    /// Whether it ends as sentences end.
    pub(super) fn ends_as_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(CLOSING);
        text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '۔', '؟', '։'])
    }
}

/// What may stand after a sentence's last mark.
const CLOSING: &[char] = &['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', '）', ' '];

/// What stands around a node.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    block: NodeId,
    link: NodeId,
    hidden: bool,
}

/// All segments of a page, in its order.
pub(super) fn all(tree: &Tree<'_>) -> Vec<Segment> {
    let mut around = vec![Around::default(); tree.len() as usize];
    let mut out: Vec<Segment> = Vec::new();
    let mut open = Open::default();
    let mut id = 1;
    while id < tree.len() {
        let mut here = around[tree.parent(id) as usize];
        if let Some(text) = tree.text(id) {
            if !here.hidden {
                if open.segment.block != here.block {
                    open.end(&mut out);
                }
                open.add(text, id, here);
            }
            id += 1;
            continue;
        }
        let Some(tag) = tree.tag(id) else { break };
        if NO_TEXT.contains(&tag) || is_hidden(tree, id) || tag.is_inline() && is_insert(tree, id) {
            // What is not there still parts lines, if it is a block.
            if !tag.is_inline() && !matches!(tag, Tag::Script | Tag::Style | Tag::Template) {
                open.end(&mut out);
            }
            id = tree.end(id);
            continue;
        }
        match tag {
            Tag::Br => open.line_break(&mut out),
            Tag::A => here.link = if leads_somewhere(tree, id) { id } else { here.link },
            _ => {}
        }
        if !tag.is_inline() && tag != Tag::Br {
            open.end(&mut out);
            here.block = id;
        } else if tag == Tag::Other || tag == Tag::Img {
            open.space = true;
        }
        around[id as usize] = here;
        id += 1;
    }
    open.end(&mut out);
    out
}

/// Whether an `a` is a link, and no mere anchor: one without address is led by a script.
fn leads_somewhere(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.attr(id, "href").is_some()
        || tree.attr(id, "name").is_none() && tree.attr(id, "id").is_none()
}

/// Whether an element says that it is not shown.
fn is_hidden(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.attrs(id).iter().any(|a| {
        if a.name.eq_ignore_ascii_case("style") {
            let bytes = a.value.as_bytes();
            memchr::memmem::find(bytes, b"none").is_some_and(|at| {
                let before = a.value[..at].trim_end();
                before.strip_suffix(':').is_some_and(|b| {
                    let b = b.trim_end();
                    b.len() >= 7
                        && b.is_char_boundary(b.len() - 7)
                        && b[b.len() - 7..].eq_ignore_ascii_case("display")
                })
            })
        } else {
            a.name.eq_ignore_ascii_case("hidden")
        }
    })
}

/// Longest text, in bytes with its markup's, of an insert.
const INSERT: usize = 4_000;

/// Whether an inline element in a line of text is something put into it: a card
/// that shows when the pointer rests on a name, words for screen readers.
fn is_insert(tree: &Tree<'_>, id: NodeId) -> bool {
    let mut insert = false;
    for attr in tree.attrs(id) {
        if attr.name.eq_ignore_ascii_case("class") {
            words::read(&attr.value, &mut |says| insert |= says == Says::Hidden);
        }
    }
    insert && tree.below(id).filter_map(|n| tree.text(n)).map(str::len).sum::<usize>() < INSERT
}

/// The segment that is being put together.
#[derive(Default)]
struct Open {
    segment: Segment,
    space: bool,
    breaks: u8,
}

impl Open {
    fn add(&mut self, text: &str, id: NodeId, here: Around) {
        let mut rest = text;
        if rest.starts_with(char::is_whitespace) {
            self.space = true;
            rest = rest.trim_start();
        }
        if rest.is_empty() {
            return;
        }
        let segment = &mut self.segment;
        if segment.text.is_empty() {
            segment.block = here.block;
            segment.first = id;
        } else if self.breaks > 0 {
            segment.text.push('\n');
        } else if self.space {
            segment.text.push(' ');
        }
        self.breaks = 0;
        self.space = false;
        segment.last = id;
        let from = segment.text.len();
        let mut words = 0;
        let mut first = true;
        for word in rest.split(char::is_whitespace) {
            if word.is_empty() {
                self.space = true;
                continue;
            }
            if !first {
                segment.text.push(' ');
            }
            first = false;
            self.space = false;
            words += words_in(word);
            segment.text.push_str(word);
        }
        self.space |= rest.ends_with(char::is_whitespace);
        segment.words += words;
        if here.link != 0 {
            segment.linked += words;
            let to = segment.text.len();
            match segment.links.last_mut() {
                Some((_, end, link)) if *link == here.link => *end = to,
                _ => segment.links.push((from, to, here.link)),
            }
        }
    }

    fn line_break(&mut self, out: &mut Vec<Segment>) {
        if !self.segment.text.is_empty() {
            self.breaks += 1;
            if self.breaks >= 2 {
                self.end(out);
            }
        }
    }

    fn end(&mut self, out: &mut Vec<Segment>) {
        self.breaks = 0;
        self.space = false;
        if !self.segment.text.is_empty() {
            let mut segment = std::mem::take(&mut self.segment);
            segment.consent = phrases::asks_for_consent(&segment.text);
            out.push(segment);
        }
    }
}

/// How many words a run of letters counts for.
fn words_in(run: &str) -> usize {
    if run.is_ascii() {
        return usize::from(run.bytes().any(|b| b.is_ascii_alphanumeric()));
    }
    let dense = run.chars().filter(|c| is_dense(*c)).count();
    if dense > 0 { dense.div_ceil(2) } else { usize::from(run.chars().any(char::is_alphanumeric)) }
}

/// Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}
