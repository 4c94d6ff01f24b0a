//! An article in Markdown: CommonMark with GitHub's tables. Nothing that came
//! from outside becomes structure; `markdown/escape.rs` sees to that.

use super::address::Address;
use super::prose::{self, Line, Piece};
use super::{front, lead_picture};
use crate::markdown::escape::{self, LABEL, Place};
use annals_model::{Article, Block, Picture, Prose};

/// The fewest marks that open a block of code (CommonMark 4.5).
const FENCE: usize = 3;

/// What parts the cells of a table. It is escaped in every line that stands
/// above or below another too: a line of bars and colons could be the rule
/// under the head of a table.
const TABLE: &[u8] = b"|";

/// An article as a Markdown page: front matter, headline, body.
///
/// A heading or a cell with line breaks becomes one line, and a table's first
/// row becomes its head, because Markdown has no other form for them.
pub fn markdown(article: &Article) -> String {
    let mut out = Vec::new();
    front::matter(&mut out, article);
    if let Some(title) = &article.title {
        write_heading(&mut out, 1, &Prose::plain(title.as_str()));
    }
    if let Some(deck) = &article.deck {
        paragraph(&mut out, &prose::lines(&Prose::plain(deck.as_str())));
    }
    if let Some(picture) = lead_picture(article) {
        write_picture(&mut out, picture);
    }
    let mut last_list = None;
    for block in &article.blocks {
        let before = out.len();
        if let Block::List { numbered, items } = block {
            // Two lists of one kind in a row would be one: the mark tells them apart.
            let other_mark = last_list == Some((*numbered, false));
            list(&mut out, *numbered, other_mark, items);
            if out.len() > before {
                last_list = Some((*numbered, other_mark));
            }
            continue;
        }
        write_block(&mut out, block);
        if out.len() > before {
            last_list = None;
        }
    }
    String::from_utf8(out).expect("text, ASCII and whole characters are UTF-8")
}

fn write_block(out: &mut Vec<u8>, block: &Block) {
    match block {
        Block::Paragraph(words) => paragraph(out, &prose::lines(words)),
        Block::Heading { level, text } => write_heading(out, (*level).clamp(2, 6), text),
        Block::Quote(parts) => quote(out, parts),
        Block::List { .. } => {} // the caller knows what stands before it
        Block::Table(rows) => table(out, rows),
        Block::Picture(picture) => write_picture(out, picture),
        Block::Embed { url, title } => embed(out, url, title.as_deref()),
        Block::Preformatted(text) => code(out, text),
    }
}

/// Begins a block: an empty line behind what is there.
fn begin(out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(b'\n');
    }
}

/// Lines as a block of their own; none where there are no lines.
fn paragraph(out: &mut Vec<u8>, lines: &[Line]) {
    if !lines.is_empty() {
        begin(out);
        write_lines(out, lines, "");
    }
}

/// Lines with hard breaks between them, each but the first behind the margin of
/// its block, and the end of the last.
fn write_lines(out: &mut Vec<u8>, lines: &[Line], margin: &str) {
    write_parted(out, lines, margin, if lines.len() > 1 { TABLE } else { b"" });
}

fn write_parted(out: &mut Vec<u8>, lines: &[Line], margin: &str, parting: &'static [u8]) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            push(out, "\\\n");
            push(out, margin);
        }
        write_line(out, line, parting);
    }
    out.push(b'\n');
}

/// A line's pieces. The line begins where a block could begin.
fn write_line(out: &mut Vec<u8>, line: &[Piece], parting: &'static [u8]) {
    for (at, piece) in line.iter().enumerate() {
        if let Some(to) = &piece.to {
            link(out, &piece.text, to, parting);
            continue;
        }
        let end = at + 1 == line.len();
        match piece.text.strip_prefix(':').filter(|_| at == 0 && !parting.is_empty()) {
            Some(rest) => {
                push(out, "\\:");
                if !rest.is_empty() {
                    escape::text(out, rest, Place { start: false, end, parting });
                }
            }
            None => escape::text(out, &piece.text, Place { start: at == 0, end, parting }),
        }
    }
}

fn link(out: &mut Vec<u8>, label: &str, to: &Address, parting: &'static [u8]) {
    out.push(b'[');
    escape::text(out, label, Place { parting, ..LABEL });
    push(out, "](");
    escape::target(out, Some(to.as_str()), "", None);
    out.push(b')');
}

fn write_heading(out: &mut Vec<u8>, level: u8, text: &Prose) {
    let line = prose::one_line(text);
    if line.is_empty() {
        return;
    }
    begin(out);
    for _ in 0..level {
        out.push(b'#');
    }
    out.push(b' ');
    write_line(out, &line, b"");
    out.push(b'\n');
}

fn quote(out: &mut Vec<u8>, parts: &[Prose]) {
    let mut first = true;
    for part in parts {
        let lines = prose::lines(part);
        if lines.is_empty() {
            continue;
        }
        if first {
            begin(out);
        } else {
            push(out, ">\n");
        }
        first = false;
        push(out, "> ");
        write_lines(out, &lines, "> ");
    }
}

fn list(out: &mut Vec<u8>, numbered: bool, other_mark: bool, items: &[Prose]) {
    let items: Vec<_> = items.iter().map(prose::lines).filter(|lines| !lines.is_empty()).collect();
    if items.is_empty() {
        return;
    }
    begin(out);
    for (at, lines) in items.iter().enumerate() {
        let mark = match (numbered, other_mark) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, false) => format!("{}. ", at + 1),
            (true, true) => format!("{}) ", at + 1),
        };
        push(out, &mark);
        // As wide as the widest mark in CommonMark: a number of nine digits.
        let indent = &"           "[..mark.len().min(11)];
        write_lines(out, lines, indent);
    }
}

fn table(out: &mut Vec<u8>, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if columns == 0 {
        return;
    }
    begin(out);
    for (at, row) in rows.iter().enumerate() {
        out.push(b'|');
        for cell in row {
            let cell = prose::plain_line(cell);
            out.push(b' ');
            if !cell.is_empty() {
                escape::text(out, &cell, Place { start: false, end: true, parting: TABLE });
                out.push(b' ');
            }
            out.push(b'|');
        }
        // The head says how many columns there are; short rows below are filled
        // by the reader.
        let missing = if at == 0 { columns - row.len() } else { usize::from(row.is_empty()) };
        push(out, &" |".repeat(missing));
        out.push(b'\n');
        if at == 0 {
            out.push(b'|');
            push(out, &" --- |".repeat(columns));
            out.push(b'\n');
        }
    }
}

/// The picture, its caption in the line below, who made it below that.
fn write_picture(out: &mut Vec<u8>, picture: &Picture) {
    let mut below = Vec::new();
    if let Some(caption) = &picture.caption {
        below.extend(prose::lines(&Prose::plain(caption.as_str())));
    }
    let licence = picture.licence.as_deref().unwrap_or_default();
    for (words, to) in
        [(picture.credit.as_deref().unwrap_or_default(), None), (licence, Address::web(licence))]
    {
        let text = prose::plain_line(words);
        if !text.is_empty() {
            below.push(vec![Piece { text, to }]);
        }
    }
    let Some(address) = Address::web(&picture.url) else {
        return paragraph(out, &below);
    };
    begin(out);
    push(out, "![");
    let alt = prose::plain_line(picture.alt.as_deref().unwrap_or_default());
    if !alt.is_empty() {
        escape::text(out, &alt, Place { parting: TABLE, ..LABEL });
    }
    push(out, "](");
    escape::target(out, Some(address.as_str()), "", None);
    out.push(b')');
    if below.is_empty() {
        out.push(b'\n');
    } else {
        push(out, "\\\n");
        write_parted(out, &below, "", TABLE);
    }
}

fn embed(out: &mut Vec<u8>, url: &str, title: Option<&str>) {
    let title = prose::plain_line(title.unwrap_or_default());
    let to = Address::web(url);
    let text = match &to {
        Some(address) if title.is_empty() => address.as_str().to_owned(),
        _ => title,
    };
    if !text.is_empty() {
        paragraph(out, &[vec![Piece { text, to }]]);
    }
}

/// A block of code, its fence longer than every fence in the text.
fn code(out: &mut Vec<u8>, text: &str) {
    let text = prose::shown(text);
    let text = text.trim_matches('\n');
    if text.trim_matches([' ', '\t', '\n']).is_empty() {
        return;
    }
    let (mut run, mut longest) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(FENCE.max(longest + 1));
    begin(out);
    for part in [&fence, "\n", text, "\n", &fence, "\n"] {
        push(out, part);
    }
}

fn push(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
