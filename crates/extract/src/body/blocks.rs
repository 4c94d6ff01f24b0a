//! Segments to blocks: paragraphs, headings, lists, quotes, tables, pictures.

use super::{headline::heading, marks::Marks, pictures, segment::Segment};
use crate::{
    page::{self, Page},
    tree::{NodeId, Tag, Tree},
};
use annals_model::{Block, Hyperlink, Prose, tidy};

/// Longest row and table that are kept as a table; the rest comes as paragraphs.
const MAX_CELLS: usize = 100_000;
/// Words of a cell on average, above which a table only lays the page out.
const CELL_WORDS: usize = 30;

/// Where a segment belongs: consecutive ones of one place are one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading(u8),
    Paragraph,
    List(NodeId),
    Quote(NodeId),
    Table(NodeId),
    Preformatted(NodeId),
}

/// Makes blocks of the segments that stay, with the pictures among them.
pub(super) fn make(
    page: &Page<'_>,
    root: NodeId,
    kept: &[&Segment],
    marks: &[Marks],
) -> Vec<Block> {
    let tree = page.tree;
    let mut pictures = pictures::find(page, root, kept, marks).into_iter().peekable();
    let mut out = Vec::new();
    let mut at = 0;
    while at < kept.len() {
        while let Some((_, picture)) = pictures.next_if(|(node, _)| *node < kept[at].first) {
            out.push(picture);
        }
        let place = place(tree, root, kept[at]);
        let mut to = at + 1;
        if !matches!(place, Place::Heading(_) | Place::Paragraph) {
            while to < kept.len() && self::place(tree, root, kept[to]) == place {
                to += 1;
            }
        }
        block(page, place, &kept[at..to], &mut out);
        at = to;
    }
    out.extend(pictures.map(|(_, picture)| picture));
    out
}

fn place(tree: &Tree<'_>, root: NodeId, segment: &Segment) -> Place {
    if let Some(level) = heading(tree, segment) {
        return Place::Heading(level);
    }
    let mut list = None;
    let mut item = false;
    for id in std::iter::once(segment.block).chain(tree.ancestors(segment.block)) {
        if id <= root {
            break;
        }
        match tree.tag(id) {
            Some(Tag::Blockquote) => return Place::Quote(id),
            Some(Tag::Pre | Tag::Listing) => return Place::Preformatted(id),
            Some(Tag::Table) if is_data(tree, id) => return Place::Table(id),
            Some(Tag::Table) => break,
            Some(Tag::Li | Tag::Dd | Tag::Dt) => item = true,
            // Lists within lists are one list.
            Some(Tag::Ul | Tag::Ol | Tag::Dl | Tag::Menu) if item => list = Some(id),
            _ => {}
        }
    }
    list.map_or(Place::Paragraph, Place::List)
}

fn block(page: &Page<'_>, place: Place, segments: &[&Segment], out: &mut Vec<Block>) {
    let tree = page.tree;
    let proses = || segments.iter().map(|s| prose(page, s)).filter(|p| !p.text.is_empty());
    match place {
        Place::Heading(level) => {
            // The headline is level 1 and stands elsewhere.
            out.extend(proses().map(|text| Block::Heading { level: level.max(2), text }));
        }
        Place::Paragraph => out.extend(proses().map(Block::Paragraph)),
        Place::Quote(_) => out.push(Block::Quote(proses().collect())),
        Place::Preformatted(id) => {
            let text: String = tree.below(id).filter_map(|n| tree.text(n)).collect();
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            let text = lines.join("\n");
            out.push(Block::Preformatted(text.trim_matches('\n').replace('\0', "")));
        }
        Place::List(id) => {
            let mut items: Vec<Prose> = Vec::new();
            let mut last = None;
            for segment in segments {
                let item = item(tree, segment.block);
                let next = prose(page, segment);
                match items.last_mut() {
                    Some(open) if last == Some(item) => append(open, next),
                    _ => items.push(next),
                }
                last = Some(item);
            }
            items.retain(|p| !p.text.is_empty());
            out.push(Block::List { numbered: tree.tag(id) == Some(Tag::Ol), items });
        }
        Place::Table(_) => out.push(Block::Table(rows(tree, segments))),
    }
}

/// The entry of a list that a block stands in: the innermost one.
fn item(tree: &Tree<'_>, block: NodeId) -> NodeId {
    let entry = |id: &NodeId| matches!(tree.tag(*id), Some(Tag::Li | Tag::Dd | Tag::Dt));
    std::iter::once(block).chain(tree.ancestors(block)).find(entry).unwrap_or(block)
}

/// Joins two paragraphs of one entry.
fn append(to: &mut Prose, next: Prose) {
    if next.text.is_empty() {
        return;
    }
    if !to.text.is_empty() {
        to.text.push('\n');
    }
    let shift = to.text.len();
    to.text.push_str(&next.text);
    to.links.extend(next.links.into_iter().map(|l| Hyperlink {
        start: l.start + shift,
        end: l.end + shift,
        url: l.url,
    }));
}

/// The kept cells of a table, row by row.
fn rows(tree: &Tree<'_>, segments: &[&Segment]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut last_row, mut last_cell) = (None, None);
    for segment in segments {
        let words = tidy(&segment.text);
        if words.is_empty() {
            continue;
        }
        let cell = std::iter::once(segment.block)
            .chain(tree.ancestors(segment.block))
            .find(|id| matches!(tree.tag(*id), Some(Tag::Td | Tag::Th | Tag::Caption)));
        let row = cell.map(|c| tree.parent(c));
        if row != last_row || rows.is_empty() {
            rows.push(Vec::new());
        }
        let Some(open) = rows.last_mut() else { break };
        match open.last_mut() {
            Some(text) if cell == last_cell && row == last_row => {
                text.push(' ');
                text.push_str(&words);
            }
            _ => open.push(words),
        }
        (last_row, last_cell) = (row, cell);
    }
    rows
}

/// Whether a table holds data, and not the page's layout: several rows with
/// several short cells, and no table in it.
fn is_data(tree: &Tree<'_>, table: NodeId) -> bool {
    let (mut cells, mut rows, mut words) = (0_usize, 0_usize, 0_usize);
    for id in tree.below(table) {
        match tree.tag(id) {
            Some(Tag::Table) => return false,
            Some(Tag::Tr) => rows += 1,
            Some(Tag::Td | Tag::Th) => cells += 1,
            _ => {
                words += tree.text(id).map_or(0, |t| t.split_ascii_whitespace().count());
            }
        }
        if cells > MAX_CELLS {
            return false;
        }
    }
    rows >= 2 && cells >= rows * 2 && words <= cells * CELL_WORDS
}

/// A segment's text with its links.
pub(super) fn prose(page: &Page<'_>, segment: &Segment) -> Prose {
    let mut text = String::with_capacity(segment.text.len());
    let mut links = Vec::new();
    let mut from = 0;
    for (start, end, element) in &segment.links {
        push_tidy(&mut text, &segment.text[from..*start]);
        let at = text.len();
        push_tidy(&mut text, &segment.text[*start..*end]);
        let address = page.tree.attr(*element, "href").unwrap_or("");
        // A link to a place on the page leads to no other page.
        let url = if address.trim_start().starts_with('#') {
            None
        } else {
            page::resolve(page.base, address)
        };
        // The space that a label begins with is none of it.
        let at = at + (text[at..].len() - text[at..].trim_start().len());
        if let Some(url) = url
            && at < text.len()
        {
            links.push(Hyperlink { start: at, end: text.len(), url });
        }
        from = *end;
    }
    push_tidy(&mut text, &segment.text[from..]);
    while text.ends_with([' ', '\n']) {
        text.pop();
    }
    links.retain(|l| l.end <= text.len());
    Prose { text, links }
}

/// Appends a stretch of a segment, tidy, with the white space at its ends.
fn push_tidy(out: &mut String, stretch: &str) {
    if stretch.bytes().all(|b| b == b'\n' || (0x20..0x7f).contains(&b)) {
        let fresh = out.is_empty() || out.ends_with([' ', '\n']);
        out.push_str(if fresh { stretch.trim_start() } else { stretch });
        return;
    }
    for (at, line) in stretch.split('\n').enumerate() {
        if at > 0 && !out.is_empty() {
            out.push('\n');
        }
        let open = !out.is_empty() && !out.ends_with([' ', '\n']);
        if open && line.starts_with(' ') {
            out.push(' ');
        }
        let words = tidy(line);
        out.push_str(&words);
        if !words.is_empty() && line.ends_with(' ') {
            out.push(' ');
        }
    }
}
