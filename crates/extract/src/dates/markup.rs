//! Clues in the page itself: one walk through its elements and texts.

use super::{
    address,
    clue::{About, Clue, Kind},
    head,
    nearby::{LONGEST_LINE, block_length, class_says, label},
    written::{Form, Found, Hints, find_all, read_machine},
};
use crate::{
    page::Page,
    tree::{NodeId, Tag},
};
use std::borrow::Cow;

/// What the walk brings home.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub clues: Vec<Clue>,
    /// Headings of the first three levels, with how much visible text stands before them.
    pub headings: Vec<(NodeId, usize)>,
    /// How much visible text stands before the body, and before its end.
    pub body: Option<(usize, usize)>,
    /// How much visible text there is.
    pub length: usize,
}

/// Most clues among what readers see: pages with more are lists.
const MOST_SEEN: usize = 600;
/// Most clues of any kind; what comes later is left out.
const MOST_CLUES: usize = 3_000;
/// Most attempts to read a date from the parts of an element.
const MOST_COMPOSED: usize = 150;
/// Longest element, in nodes, whose parts together may be one date.
const LARGEST_COMPOSED: NodeId = 24;
/// Longest text of such an element, with its white space.
const LONGEST_RAW: usize = 2_000;
/// The same without.
const LONGEST_COMPOSED: usize = 120;

/// Walks through the page.
pub(super) fn gather(page: &Page<'_>, hints: &Hints<'_>, walk: &mut Walk) {
    let tree = page.tree;
    let mut at: NodeId = 1;
    // The end of the element whose parts were read as one date.
    let mut composed_to: NodeId = 0;
    let mut composed = 0;
    let mut seen = 0;
    let mut previous: (NodeId, &str) = (0, "");
    let mut body = (None, None);
    while at < tree.len() && walk.clues.len() < MOST_CLUES {
        if page.region.is_some_and(|r| r.first == at) {
            body.0 = Some(walk.length);
        }
        match tree.tag(at) {
            Some(tag) if head::is_script(tag) => {
                head::script(page, at, hints, &mut walk.clues);
                at = tree.end(at);
                continue;
            }
            Some(
                Tag::Style
                | Tag::Title
                | Tag::Template
                | Tag::Svg
                | Tag::Noscript
                | Tag::Textarea
                | Tag::Select,
            ) => {
                at = tree.end(at);
                continue;
            }
            Some(Tag::Meta) => {
                head::meta(page, at, hints, &mut walk.clues);
                address::tag(page, at, hints, &mut walk.clues);
            }
            Some(Tag::Link) => address::tag(page, at, hints, &mut walk.clues),
            Some(tag) => {
                if matches!(tag, Tag::H1 | Tag::H2 | Tag::H3) {
                    walk.headings.push((at, walk.length));
                }
                if seen < MOST_SEEN {
                    seen += attributes(page, at, tag, hints, walk);
                }
            }
            None => {
                let text = tree.text(at).unwrap_or("");
                if seen < MOST_SEEN && text.len() >= 2 && has_digit(text) {
                    let before = if at - previous.0 <= 12 { previous.1 } else { "" };
                    let all = find_all(text, hints);
                    let whole = all.iter().any(|f| f.form != Form::Month) || text.len() >= 40;
                    if !all.is_empty() && whole {
                        seen += all.len();
                        texts(page, at, text, before, all, walk);
                    } else if text.len() < 40 && at >= composed_to && composed < MOST_COMPOSED {
                        composed += 1;
                        if let Some(end) = compose(page, at, before, hints, walk) {
                            composed_to = end;
                            seen += 1;
                        } else if !all.is_empty() {
                            texts(page, at, text, before, all, walk);
                        }
                    }
                }
                let trimmed = text.trim_ascii();
                if !trimmed.is_empty() {
                    walk.length += trimmed.len();
                    previous = (at, tail(trimmed));
                }
            }
        }
        if page.region.is_some_and(|r| r.last == at) {
            body.1 = Some(walk.length);
        }
        at += 1;
    }
    walk.body = body.0.zip(body.1);
}

/// Whether an ASCII digit or one of another script can be in a text.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit() || matches!(b, 0xD9 | 0xDB | 0xEF | 0xE0))
}

/// The last bytes of a text, enough for any label.
pub(super) fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(60);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Reads the attributes of an element that carry dates; how many clues were found.
fn attributes(
    page: &Page<'_>,
    node: NodeId,
    tag: Tag,
    hints: &Hints<'_>,
    walk: &mut Walk,
) -> usize {
    let tree = page.tree;
    let (mut datetime, mut title, mut content, mut property) = (None, None, None, None);
    let (mut data, mut pubdate) = (None, false);
    for attr in tree.attrs(node) {
        let (name, value) = (attr.name.as_bytes(), attr.value.as_ref());
        match (name.len(), name.first().map_or(0, u8::to_ascii_lowercase)) {
            (8, b'd') if name.eq_ignore_ascii_case(b"datetime") => datetime = Some(value),
            (5, b't') if value.len() >= 8 && name.eq_ignore_ascii_case(b"title") => {
                title = Some(value)
            }
            (7, b'c') if name.eq_ignore_ascii_case(b"content") => content = Some(value),
            (7, b'p') if name.eq_ignore_ascii_case(b"pubdate") => pubdate = true,
            (8, b'i') if name.eq_ignore_ascii_case(b"itemprop") => property = Some(value),
            (8, b'p') if name.eq_ignore_ascii_case(b"property") => {
                property = property.or(Some(value))
            }
            (9.., b'd')
                if value.len() >= 8
                    && value.len() <= 60
                    && name[..5].eq_ignore_ascii_case(b"data-")
                    && data.is_none()
                    && speaks_of_date(&name[5..])
                    && has_digit(value) =>
            {
                data = Some((attr.name, value));
            }
            _ => {}
        }
    }
    let before = walk.clues.len();
    let said = property.and_then(itemprop);
    let whole = |value: &str| {
        // A title such as "Posts of 9 May 2016 about…" is a text and no date.
        read_machine(value, hints).filter(|f| f.range.len() * 2 >= value.trim().len())
    };
    if let Some(about) = said {
        let value = content.or(datetime).or(title.filter(|t| has_digit(t)));
        let (text, found) = match value.and_then(|v| read_machine(v, hints).map(|f| (v, f))) {
            Some((value, found)) => (Cow::Borrowed(value), Some(found)),
            // The element's own text is read with the other texts; here it counts for what it is said to be.
            None if tree.end(node) - node <= LARGEST_COMPOSED => {
                let text = tree.inner_text(node);
                let found = find_all(&text, hints).into_iter().next();
                (Cow::Owned(text), found)
            }
            None => (Cow::Borrowed(""), None),
        };
        if let Some(found) = found {
            push(
                walk,
                Kind::Microdata,
                about,
                format!("microdata {}", property.unwrap_or("")),
                &text,
                found,
                node,
            );
            return 1;
        }
    }
    let value = datetime.filter(|_| matches!(tag, Tag::Time | Tag::Ins | Tag::Abbr | Tag::Span));
    if let Some((value, found)) = value.and_then(|v| read_machine(v, hints).map(|f| (v, f))) {
        let about = if pubdate { About::Published } else { About::Unsaid };
        let about =
            class_says(page, node).map_or(about, |a| if a == About::Unsaid { about } else { a });
        push(walk, Kind::Time, about, "time", value, found, node);
    }
    if matches!(tag, Tag::Abbr | Tag::Span | Tag::Time | Tag::A | Tag::Div | Tag::P)
        && let Some((title, found)) =
            title.filter(|t| t.len() <= 60 && has_digit(t)).and_then(|t| whole(t).map(|f| (t, f)))
    {
        let about = class_says(page, node).unwrap_or(About::Unsaid);
        let kind = if tag == Tag::Abbr { Kind::Class } else { Kind::Attribute };
        push(walk, kind, about, format!("{} title", tag.name()), title, found, node);
    }
    if let Some((name, value, found)) = data.and_then(|(n, v)| whole(v).map(|f| (n, v, f))) {
        let lower = name.to_ascii_lowercase();
        let about = if lower.contains("modif") || lower.contains("updat") {
            About::Modified
        } else if lower.contains("publi") {
            About::Published
        } else {
            About::Unsaid
        };
        push(walk, Kind::Attribute, about, lower, value, found, node);
    }
    walk.clues.len() - before
}

/// Whether the name of a `data-` attribute speaks of a date.
fn speaks_of_date(name: &[u8]) -> bool {
    let has = |part: &[u8]| name.windows(part.len()).any(|w| w.eq_ignore_ascii_case(part));
    (has(b"date") && !has(b"update-")) || has(b"time") || has(b"publish")
}

/// What an `itemprop` or RDFa `property` says of a date.
fn itemprop(value: &str) -> Option<About> {
    value.split_ascii_whitespace().find_map(|name| {
        let name = name.rsplit([':', '/']).next().unwrap_or(name);
        match name.len() {
            13 if name.eq_ignore_ascii_case("datePublished") => Some(About::Published),
            11 if name.eq_ignore_ascii_case("dateCreated") => Some(About::Published),
            12 if name.eq_ignore_ascii_case("dateModified") => Some(About::Modified),
            7 if name == "created" => Some(About::Published),
            _ => None,
        }
    })
}

#[allow(clippy::too_many_arguments, reason = "the parts of one clue")]
fn push(
    walk: &mut Walk,
    kind: Kind,
    about: About,
    from: impl Into<Cow<'static, str>>,
    text: &str,
    found: Found,
    node: NodeId,
) {
    let clue = Clue::new(kind, about, from.into(), text, found);
    walk.clues.push(Clue { node, offset: walk.length, ..clue });
}

/// Makes clues of the dates of one text.
fn texts(
    page: &Page<'_>,
    node: NodeId,
    text: &str,
    before: &str,
    all: Vec<Found>,
    walk: &mut Walk,
) {
    let mut from = 0;
    let start_offset = walk.length;
    let length = block_length(page, node);
    for found in all {
        let lead = &text[from..found.range.start];
        let lead = if from == 0 && lead.trim().is_empty() { before } else { lead };
        from = found.range.end;
        let shown = text[found.range.clone()].to_owned();
        clue(page, node, lead, length, shown, found, walk);
        if let Some(last) = walk.clues.last_mut() {
            last.offset = start_offset + last.found.range.start;
        }
    }
}

/// Reads a date whose parts stand in elements of their own; where it ends.
fn compose(
    page: &Page<'_>,
    node: NodeId,
    before: &str,
    hints: &Hints<'_>,
    walk: &mut Walk,
) -> Option<NodeId> {
    let tree = page.tree;
    for up in tree.ancestors(node).take(4) {
        if tree.end(up) - up > LARGEST_COMPOSED {
            return None;
        }
        let raw: usize = tree.below(up).filter_map(|n| tree.text(n)).map(str::len).sum();
        if raw > LONGEST_RAW {
            return None;
        }
        let text = tree.inner_text(up);
        if text.len() > LONGEST_COMPOSED {
            return None;
        }
        if let Some(found) = find_all(&text, hints).into_iter().next() {
            // What other elements hold as a whole is read there.
            let whole = tree.below(up).any(|n| {
                tree.text(n).is_some_and(|t| {
                    let has_day = |f: &Found| f.form != Form::Month;
                    t.len() >= 8 && has_digit(t) && find_all(t, hints).iter().any(has_day)
                })
            });
            if whole {
                return None;
            }
            let lead = if found.range.start == 0 { before } else { &text[..found.range.start] };
            let shown = text[found.range.clone()].to_owned();
            clue(page, node, lead, text.len(), shown, found, walk);
            return Some(tree.end(up));
        }
    }
    None
}

fn clue(
    page: &Page<'_>,
    node: NodeId,
    lead: &str,
    length: usize,
    shown: String,
    found: Found,
    walk: &mut Walk,
) {
    // What stands in a node of its own was set apart from the words around it.
    let alone = page.tree.text(node).is_some_and(|t| found.range.len() * 5 >= t.trim().len() * 4);
    let parent_is_time = page.tree.tag(page.tree.parent(node)) == Some(Tag::Time);
    let label = label(lead);
    let (kind, about, from): (Kind, About, Cow<'static, str>) = match label {
        Some((name, Some(about))) => (Kind::Label, about, format!("text after \"{name}\"").into()),
        Some((_, None)) => (Kind::Text, About::Unsaid, "text of another day".into()),
        None => match class_says(page, node) {
            _ if found.form == Form::Month => (Kind::Text, About::Unsaid, "text".into()),
            Some(about) => (
                if parent_is_time { Kind::Time } else { Kind::Class },
                about,
                "element for dates".into(),
            ),
            None if parent_is_time => (Kind::Time, About::Unsaid, "time".into()),
            None if found.range.len() * 3 >= length || alone && length <= LONGEST_LINE => {
                (Kind::Line, About::Unsaid, "line".into())
            }
            None if length <= LONGEST_LINE => (Kind::Words, About::Unsaid, "line of text".into()),
            None => (Kind::Text, About::Unsaid, "text".into()),
        },
    };
    push(walk, kind, about, from, &shown, found, node);
    if let (Some((_, None)), Some(last)) = (label, walk.clues.last_mut()) {
        last.place = 0.1;
    }
}
