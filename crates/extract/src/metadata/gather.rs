//! One walk over the page that puts aside every element that may say
//! something about the article, so that no reader has to walk it again.

use super::value::cut;
use crate::tree::{NodeId, Tag, Tree};

/// Most elements kept of one kind. Real pages have some 40 metas and 10 bylines;
/// what comes after the first thousands is a list or an attack.
const MAX_KEPT: usize = 1_000;

/// What an element's `class` or `id` says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Who wrote it.
    Byline,
    /// The sentence under the headline.
    Deck,
    /// The headline.
    Headline,
    /// Who made a picture.
    Credit,
    /// That more is for subscribers.
    Paywall,
    /// That it is about something else: other articles, readers' comments, menus.
    Elsewhere,
}

/// Parts of class names that say what an element is. Whole words are not asked
/// for, because sites glue them: `storybyline`, `postAuthor`. In the order of the
/// alphabet, because they are looked up by their first letter.
const MARKS: &[(&str, Mark)] = &[
    ("about-author", Mark::Elsewhere),
    ("aboutauthor", Mark::Elsewhere),
    ("article-summary", Mark::Deck),
    ("article-title", Mark::Headline),
    ("article__summary", Mark::Deck),
    ("article__title", Mark::Headline),
    ("aside", Mark::Elsewhere),
    ("auteur", Mark::Byline),
    ("author", Mark::Byline),
    ("author-bio", Mark::Elsewhere),
    ("author-count", Mark::Elsewhere),
    ("author-views", Mark::Elsewhere),
    ("authorbio", Mark::Elsewhere),
    ("autor", Mark::Byline),
    ("bio-author", Mark::Elsewhere),
    ("byline", Mark::Byline),
    ("carousel", Mark::Elsewhere),
    ("chapo", Mark::Deck),
    ("comment", Mark::Elsewhere),
    ("contributor", Mark::Byline),
    ("cookie", Mark::Elsewhere),
    ("copyright", Mark::Credit),
    ("credit", Mark::Credit),
    ("deck", Mark::Deck),
    ("dek", Mark::Deck),
    ("disqus", Mark::Elsewhere),
    ("entry-title", Mark::Headline),
    ("footer", Mark::Elsewhere),
    ("headline", Mark::Headline),
    ("ingress", Mark::Deck),
    ("journalist", Mark::Byline),
    ("kicker-text", Mark::Deck),
    ("latest-news", Mark::Elsewhere),
    ("lede", Mark::Deck),
    ("modal", Mark::Elsewhere),
    ("more-from", Mark::Elsewhere),
    ("morefrom", Mark::Elsewhere),
    ("most-read", Mark::Elsewhere),
    ("mostread", Mark::Elsewhere),
    ("newsletter", Mark::Elsewhere),
    ("next-article", Mark::Elsewhere),
    ("other-articles", Mark::Elsewhere),
    ("outbrain", Mark::Elsewhere),
    ("paywall", Mark::Paywall),
    ("popular", Mark::Elsewhere),
    ("post-title", Mark::Headline),
    ("premium-content", Mark::Paywall),
    ("promo", Mark::Elsewhere),
    ("read-more", Mark::Elsewhere),
    ("read-next", Mark::Elsewhere),
    ("readmore", Mark::Elsewhere),
    ("recommend", Mark::Elsewhere),
    ("regwall", Mark::Paywall),
    ("related", Mark::Elsewhere),
    ("replies", Mark::Elsewhere),
    ("reply", Mark::Elsewhere),
    ("reporter", Mark::Byline),
    ("side-bar", Mark::Elsewhere),
    ("sidebar", Mark::Elsewhere),
    ("signature", Mark::Byline),
    ("standfirst", Mark::Deck),
    ("story-summary", Mark::Deck),
    ("story-title", Mark::Headline),
    ("sub-headline", Mark::Deck),
    ("sub-title", Mark::Deck),
    ("subhead", Mark::Deck),
    ("subheading", Mark::Deck),
    ("subheadline", Mark::Deck),
    ("subscribe-wall", Mark::Paywall),
    ("subscriber", Mark::Paywall),
    ("subtitle", Mark::Deck),
    ("taboola", Mark::Elsewhere),
    ("trending", Mark::Elsewhere),
    ("vcard", Mark::Byline),
    ("widget", Mark::Elsewhere),
    ("writer", Mark::Byline),
    ("written-by", Mark::Byline),
    ("writtenby", Mark::Byline),
];

/// For each two first letters the third letters with which a word of [`MARKS`] goes on.
const STARTS: [u32; 26 * 26] = starts();
/// For each first letter the place of its first word in [`MARKS`].
const PLACES: [usize; 26] = places();

const fn starts() -> [u32; 26 * 26] {
    let mut table = [0u32; 26 * 26];
    let mut i = 0;
    while i < MARKS.len() {
        let word = MARKS[i].0.as_bytes();
        let pair = (word[0] - b'a') as usize * 26 + (word[1] - b'a') as usize;
        table[pair] |= 1 << (word[2] - b'a');
        i += 1;
    }
    table
}

const fn places() -> [usize; 26] {
    let mut table = [MARKS.len(); 26];
    let mut i = MARKS.len();
    while i > 0 {
        i -= 1;
        table[(MARKS[i].0.as_bytes()[0] - b'a') as usize] = i;
    }
    table
}

/// What stood in the page.
#[derive(Debug)]
pub(super) struct Found<'p> {
    pub(super) tree: &'p Tree<'p>,
    /// Key in lower case with `:` for `.`, and content; those with `property` first.
    pub(super) metas: Vec<(String, &'p str)>,
    /// How many metas have `property`.
    properties: usize,
    /// `rel` in lower case, and address, of `<link>`.
    pub(super) links: Vec<(String, &'p str)>,
    pub(super) html: Option<NodeId>,
    pub(super) title: Option<NodeId>,
    pub(super) h1: Vec<NodeId>,
    pub(super) marks: Vec<(NodeId, Mark)>,
    /// `itemprop` of elements other than `<meta>`.
    pub(super) props: Vec<(NodeId, &'p str)>,
    /// Links with `rel=author`.
    pub(super) author_links: Vec<NodeId>,
    /// Links with `rel=license`, or to Creative Commons.
    pub(super) licence_links: Vec<NodeId>,
    pub(super) images: Vec<NodeId>,
    /// Outermost elements of [`Mark::Elsewhere`], in order, none within another.
    pub(super) elsewhere: Vec<NodeId>,
    /// How many links there are.
    pub(super) anchors: usize,
}

impl<'p> Found<'p> {
    /// Walks the page.
    pub(super) fn gather(tree: &'p Tree<'p>) -> Found<'p> {
        let mut found = Found {
            tree,
            metas: Vec::new(),
            properties: 0,
            links: Vec::new(),
            html: None,
            title: None,
            h1: Vec::new(),
            marks: Vec::new(),
            props: Vec::new(),
            author_links: Vec::new(),
            licence_links: Vec::new(),
            images: Vec::new(),
            elsewhere: Vec::new(),
            anchors: 0,
        };
        let mut id = 1;
        while id < tree.len() {
            if let Some(tag) = tree.tag(id) {
                match tag {
                    Tag::Svg => {
                        // Drawings have titles and classes of their own.
                        id = tree.end(id).max(id + 1);
                        continue;
                    }
                    Tag::Meta => found.meta(id),
                    Tag::Link => found.link(id),
                    Tag::Script | Tag::Style | Tag::Br | Tag::Input | Tag::Option => {}
                    tag => found.element(id, tag),
                }
            }
            id += 1;
        }
        found
    }

    fn meta(&mut self, id: NodeId) {
        if self.metas.len() >= MAX_KEPT {
            return;
        }
        let Some(content) = self.tree.attr(id, "content") else { return };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            let Some(keys) = self.tree.attr(id, name) else { continue };
            // `property="og:title twitter:title"` is two keys.
            for key in cut(keys, 200).split_ascii_whitespace().take(4) {
                let mut key = key.to_ascii_lowercase().replace('.', ":");
                if name == "itemprop" {
                    key.insert_str(0, "itemprop:");
                }
                // RDFa's form is the more careful one where a page has both.
                if name == "property" {
                    self.metas.insert(self.properties, (key, content));
                    self.properties += 1;
                } else {
                    self.metas.push((key, content));
                }
            }
        }
    }

    fn link(&mut self, id: NodeId) {
        if self.links.len() >= MAX_KEPT {
            return;
        }
        let (Some(rel), Some(href)) = (self.tree.attr(id, "rel"), self.tree.attr(id, "href"))
        else {
            return;
        };
        if !rel.eq_ignore_ascii_case("stylesheet") && !rel.eq_ignore_ascii_case("preload") {
            self.links.push((cut(rel, 200).to_ascii_lowercase(), href));
        }
    }

    fn element(&mut self, id: NodeId, tag: Tag) {
        match tag {
            Tag::Html => self.html = self.html.or(Some(id)),
            Tag::Title => self.title = self.title.or(Some(id)),
            Tag::H1 => keep(&mut self.h1, id),
            Tag::Img => keep(&mut self.images, id),
            Tag::A => self.anchors += 1,
            _ => {}
        }
        for attr in self.tree.attrs(id) {
            let value = attr.value.as_ref();
            match attr.name.len() {
                5 if attr.name.eq_ignore_ascii_case("class") => self.mark(id, value),
                2 if attr.name.eq_ignore_ascii_case("id") => self.mark(id, value),
                8 if attr.name.eq_ignore_ascii_case("itemprop") => {
                    keep(&mut self.props, (id, value));
                }
                3 if attr.name.eq_ignore_ascii_case("rel") && tag == Tag::A => {
                    let mut rels = value.split_ascii_whitespace();
                    if rels.clone().any(|r| r.eq_ignore_ascii_case("author")) {
                        keep(&mut self.author_links, id);
                    }
                    if rels.any(|r| r.eq_ignore_ascii_case("license")) {
                        keep(&mut self.licence_links, id);
                    }
                }
                4 if tag == Tag::A
                    && attr.name.eq_ignore_ascii_case("href")
                    && cut(value, 40).contains("creativecommons.org/")
                    && self.licence_links.last() != Some(&id) =>
                {
                    keep(&mut self.licence_links, id);
                }
                _ => {}
            }
        }
    }

    /// Looks for the words of [`MARKS`]; one look at each letter, because this
    /// runs over the classes of the whole page.
    fn mark(&mut self, id: NodeId, value: &str) {
        let bytes = cut(value, 400).as_bytes();
        let mut seen = 0u8;
        for (i, three) in bytes.windows(3).enumerate() {
            let letter = |b: u8| (b | 0x20).wrapping_sub(b'a') as usize;
            let (a, b, c) = (letter(three[0]), letter(three[1]), letter(three[2]));
            if a > 25 || b > 25 || c > 25 || STARTS[a * 26 + b] & (1 << c) == 0 {
                continue;
            }
            let first = b'a' + a as u8;
            let group = MARKS[PLACES[a]..].iter().take_while(|(w, _)| w.as_bytes()[0] == first);
            for (word, mark) in group {
                let found = bytes[i..]
                    .get(..word.len())
                    .is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()));
                if found && seen & (1 << *mark as u8) == 0 {
                    seen |= 1 << *mark as u8;
                    if *mark == Mark::Elsewhere {
                        self.elsewhere(id);
                    } else if self.marks.last() != Some(&(id, *mark)) {
                        keep(&mut self.marks, (id, *mark));
                    }
                }
            }
        }
    }

    fn elsewhere(&mut self, id: NodeId) {
        // What holds the page says nothing of its parts: `layout-with-sidebar`.
        let large = |id: NodeId| self.tree.end(id) - id > self.tree.len() / 3;
        let holds_all = matches!(self.tree.tag(id), Some(Tag::Html | Tag::Body | Tag::Main));
        let nested = self.elsewhere.last().is_some_and(|last| self.tree.is_within(id, *last));
        if !holds_all && !nested && !large(id) {
            keep(&mut self.elsewhere, id);
        }
    }

    /// Whether an element stands in a part of the page that is about something else
    /// than what the `anchor` (the headline) is part of.
    pub(super) fn is_elsewhere(&self, id: NodeId, anchor: Option<NodeId>) -> bool {
        let before = self.elsewhere.partition_point(|e| *e <= id);
        let Some(around) = before.checked_sub(1).and_then(|i| self.elsewhere.get(i)) else {
            return false;
        };
        self.tree.is_within(id, *around) && !anchor.is_some_and(|a| self.tree.is_within(a, *around))
    }

    /// The contents of the metas with a key, cleaned, in the page's order.
    pub(super) fn meta_values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = String> + 'a {
        let same = self.metas.iter().filter(move |(k, _)| k == key);
        same.filter_map(|(_, v)| super::value::clean(v))
    }

    /// The first of the metas with one of these keys, keys in order.
    pub(super) fn first_meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.meta_values(key).next())
    }

    /// The elements with a mark.
    pub(super) fn marked(&self, wanted: Mark) -> impl Iterator<Item = NodeId> + '_ {
        self.marks.iter().filter(move |(_, m)| *m == wanted).map(|(id, _)| *id)
    }

    /// The elements with a word in their `itemprop`.
    pub(super) fn with_prop<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.props
            .iter()
            .filter(move |(_, p)| p.split_ascii_whitespace().any(|w| w == wanted))
            .map(|(id, _)| *id)
    }
}

fn keep<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MAX_KEPT {
        list.push(item);
    }
}

/// The lines of an element, blocks and line breaks parting them, at most
/// `max` bytes of it; without what is never shown, and without buttons.
pub(super) fn lines(tree: &Tree<'_>, id: NodeId, max: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut space = false;
    let mut length = 0;
    let mut ends: Vec<NodeId> = Vec::new();
    let mut at = id;
    let end = tree.end(id).max(id + 1);
    while at < end && length < max {
        while ends.last().is_some_and(|e| *e <= at) {
            ends.pop();
            out.push(String::new());
        }
        if let Some(text) = tree.text(at) {
            space |= text.starts_with(char::is_whitespace);
            for word in cut(text, max).split(char::is_whitespace).filter(|w| !w.is_empty()) {
                let Some(line) = out.last_mut() else { break };
                if space && !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                length += word.len() + 1;
                space = true;
            }
            space = text.ends_with(char::is_whitespace);
        } else if let Some(tag) = tree.tag(at) {
            match tag {
                Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Noscript
                | Tag::Button
                | Tag::Svg
                    if at != id =>
                {
                    at = tree.end(at);
                    continue;
                }
                Tag::Br => out.push(String::new()),
                tag if !tag.is_inline() && at != id => {
                    out.push(String::new());
                    ends.push(tree.end(at));
                }
                _ => {}
            }
        }
        at += 1;
    }
    out.retain(|l| !l.trim().is_empty());
    out
}
