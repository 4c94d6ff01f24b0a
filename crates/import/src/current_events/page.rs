//! A page's raw shape: lines without comments, told apart by how they begin.
//! What they mean is left to [`super::days`] and [`super::outline`].

use super::charrefs::prepare;
use super::notes::{Notes, quote};
use super::{header, inline, template};
use std::borrow::Cow;
use std::collections::VecDeque;

/// A line of the page, or several that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Where it begins, from 1.
    pub(super) line: u32,
    /// What it is.
    pub(super) kind: BlockKind,
}

/// How a block is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A template that names the page's day.
    Header(header::Header),
    /// `==Heading==`, wikitext inside.
    Heading(String),
    /// `;Heading`, or `'''Heading'''` alone on its line.
    Category(String),
    /// A list item.
    Bullet {
        /// Number of list marks.
        depth: usize,
        /// Wikitext behind the marks.
        text: String,
    },
    /// A line without any mark.
    Paragraph(String),
}

/// A bullet that spans more lines than this is not closed at all.
const MAX_JOINED: usize = 40;

/// Templates that stand alone on lines and say nothing of events.
const SILENT: &[&str] = &[
    "short description",
    "reflist",
    "toc",
    "tocright",
    "tocleft",
    "clear",
    "-",
    "pp",
    "pp-move",
    "pp-protected",
    "protected",
    "noindex",
    "shortcut",
    "current events sidebar",
    "p&l",
    "portal navbar",
    "portal",
    "portals",
    "months",
    "calendar",
    "use dmy dates",
    "use mdy dates",
    "monthsinyear",
    "ongoing events",
    "on this day",
    "in the news",
    "purge",
];

/// Reads a page's blocks.
pub(super) fn blocks(text: &str, notes: &mut Notes) -> Vec<Block> {
    let lines = without_tables(without_comments(text, notes), notes);
    let mut reader = Reader { lines, out: Vec::new(), in_page_template: false, continues: false };
    while let Some((number, line)) = reader.lines.pop_front() {
        notes.at(number);
        reader.line(number, &line, notes);
    }
    reader.out
}

type Lines = VecDeque<(u32, String)>;

/// The page's lines without `<!-- … -->`. A line that held only a comment is
/// gone; a comment over several lines joins what stands around it.
fn without_comments(text: &str, notes: &mut Notes) -> Lines {
    let mut out = Lines::new();
    let mut in_comment = false;
    // Once there is no end any more, there is none for the rest of the page.
    let last_end = text.rfind("-->").unwrap_or(0);
    let mut offset = 0;
    let mut kept = String::new();
    let mut started = 0;
    let mut had_comment = false;
    for (number, full) in (1_u32..).zip(text.split_inclusive('\n')) {
        let begins = offset;
        offset += full.len();
        let line = full.trim_end_matches(['\n', '\r']);
        let mut at = 0;
        if !in_comment {
            kept.clear();
            started = number;
            had_comment = false;
        }
        loop {
            if in_comment {
                match line[at..].find("-->") {
                    Some(end) => {
                        at += end + 3;
                        in_comment = false;
                    }
                    None => break,
                }
            }
            match line[at..].find("<!--") {
                Some(start) if last_end >= begins + at + start + 4 => {
                    kept.push_str(&line[at..at + start]);
                    at += start + 4;
                    in_comment = true;
                    had_comment = true;
                }
                Some(start) => {
                    notes.at(number);
                    let problem = format_args!("a comment without its end: {}", quote(&line[at..]));
                    notes.add("unclosed-comment", problem, "left out the rest of its line");
                    kept.push_str(&line[at..at + start]);
                    had_comment = true;
                    break;
                }
                None => {
                    kept.push_str(&line[at..]);
                    break;
                }
            }
        }
        let only_comment = had_comment && kept.trim().is_empty();
        if !in_comment && !only_comment {
            out.push_back((started, std::mem::take(&mut kept)));
        }
    }
    out
}

/// The lines without `{| … |}`. A table in which bullets carry addresses is
/// the page's layout: only its own marks go.
fn without_tables(lines: Lines, notes: &mut Notes) -> Lines {
    let mut ends = vec![None; lines.len()];
    let mut open = Vec::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        let line = line.trim_start_matches([':', ' ', '*']);
        if line.starts_with("{|") {
            open.push(at);
        } else if line.starts_with("|}")
            && !line.starts_with("|}}")
            && let Some(from) = open.pop()
        {
            ends[from] = Some(at);
        }
    }
    let mut out = Lines::with_capacity(lines.len());
    let mut skip_to = 0;
    let mut layout_to = 0;
    let is_event = |line: &str| line.trim_start().starts_with(['*', ':']) && line.contains("[http");
    for (at, (number, line)) in lines.iter().enumerate() {
        if at < skip_to {
            continue;
        }
        if let Some(end) = ends[at]
            && at >= layout_to
        {
            if lines.range(at..=end).any(|(_, line)| is_event(line)) {
                layout_to = end + 1;
            } else {
                notes.at(*number);
                let problem = format_args!("a table of {} lines: {}", end - at + 1, quote(line));
                notes.add("table", problem, "left it out");
                skip_to = end + 1;
                continue;
            }
        }
        let trimmed = line.trim_start();
        let table_mark = trimmed.starts_with("{|")
            || (trimmed.starts_with("|}") && !trimmed.starts_with("|}}"))
            || (at < layout_to && trimmed.starts_with(['|', '!']));
        if !table_mark {
            out.push_back((*number, line.clone()));
        } else {
            // What stands behind a table's end; or an empty line, which ends a bullet.
            let rest = trimmed.strip_prefix("|}").unwrap_or_default();
            out.push_back((*number, rest.to_owned()));
        }
    }
    out
}

struct Reader {
    lines: Lines,
    out: Vec<Block>,
    /// Inside `{{Current events|content=…`: a `}}` alone ends it.
    in_page_template: bool,
    /// The line before was a bullet, so that an unmarked line goes on with it.
    continues: bool,
}

impl Reader {
    fn push(&mut self, line: u32, kind: BlockKind) {
        self.continues = matches!(kind, BlockKind::Bullet { .. });
        self.out.push(Block { line, kind });
    }

    fn line(&mut self, number: u32, line: &str, notes: &mut Notes) {
        let mut number = number;
        let mut line = Cow::Borrowed(line);
        let mut at = 0;
        while let Some(found) = header::find(&line[at..]) {
            let before = line[at..at + found].trim();
            if !before.is_empty() {
                self.text_line(number, before, notes);
            }
            at += found;
            let (header, used) = match header::read(&line[at..]) {
                Some(read) => read,
                None => {
                    // Its parameters go on in the lines below.
                    line = Cow::Owned(self.with_lines_below(&line[at..]));
                    at = 0;
                    header::read(&line).unwrap_or_else(|| {
                        notes.add("unclosed-template", quote(&line), "read it up to here");
                        (header::partly(&line), line.len())
                    })
                }
            };
            self.in_page_template |= header.open;
            self.push(number, BlockKind::Header(header));
            let newlines = line[at..at + used].matches('\n').count();
            number += u32::try_from(newlines).unwrap_or(0);
            at += used;
        }
        for (below, rest) in (0..).zip(line[at..].split('\n')) {
            self.text_line(number + below, rest, notes);
        }
    }

    /// A line without the page's own template.
    fn text_line(&mut self, number: u32, line: &str, notes: &mut Notes) {
        let text = line.trim();
        if text.is_empty() {
            self.continues = false;
        } else if text.starts_with("{{") {
            self.block_template(number, text, notes);
        } else {
            self.marked(number, line, notes);
        }
    }

    /// A header with the lines below it, up to the one that ends it.
    fn with_lines_below(&mut self, start: &str) -> String {
        let mut text = start.to_owned();
        for _ in 0..header::MAX_LINES {
            let Some((_, next)) = self.lines.pop_front() else { break };
            text.push('\n');
            text.push_str(&next);
            if header::read(&text).is_some() {
                break;
            }
        }
        text
    }

    /// A line that begins with a template: a box of its own, or the first word of a text.
    fn block_template(&mut self, number: u32, text: &str, notes: &mut Notes) {
        const MAX_LINES: usize = 30;
        let mut whole = text.to_owned();
        let mut depth = Depth::default();
        depth.read(text);
        let mut taken = Vec::new();
        while depth.open > 0 && taken.len() < MAX_LINES {
            let Some(next) = self.lines.pop_front() else { break };
            depth.read(&next.1);
            whole.push('\n');
            whole.push_str(&next.1);
            taken.push(next);
        }
        if depth.open > 0 {
            // It never ends: only its own line counts.
            for next in taken.into_iter().rev() {
                self.lines.push_front(next);
            }
            let problem = format_args!("a template without its end: {}", quote(text));
            notes.add("unclosed-template", problem, "left its line out");
            return;
        }
        if !depth.text_outside {
            let (name, _) = template::name_and_rest(&whole[2..].replace("}}", "|"));
            if !SILENT.contains(&name.as_str()) {
                notes.add("template", quote(&whole), "left it out");
            }
            return;
        }
        self.marked(number, &whole, notes);
    }

    /// A line with text, told by its marks.
    fn marked(&mut self, number: u32, line: &str, notes: &mut Notes) {
        let mut line = line.trim();
        if self.in_page_template {
            // The end of the page's template, alone or behind the last bullet.
            if line.trim_start_matches(['|', '}']).is_empty() {
                return;
            }
            if let Some(before) = line.strip_suffix("}}")
                && template_balance(before) == 0
            {
                line = before.trim_end();
            }
        }
        if line.starts_with("<noinclude") || line.starts_with("</noinclude") {
            line = line.split_once('>').map_or("", |(_, rest)| rest).trim();
        }
        if line.is_empty() || line.chars().all(|c| c == '-' || c == '=') {
            return;
        }
        let marks = line.bytes().take_while(|b| matches!(b, b'*' | b':' | b'#' | b';')).count();
        if line.get(..9).is_some_and(|l| l.eq_ignore_ascii_case("#redirect")) {
            notes.add("redirect", quote(line), "the page holds no events of its own");
        } else if marks > 0 {
            self.list_item(number, &line[..marks], line[marks..].trim(), notes);
        } else if let Some(inside) = heading(line) {
            self.push(number, BlockKind::Heading(inside.to_owned()));
        } else if let Some(inside) = bold_alone(line) {
            self.push(number, BlockKind::Category(inside.to_owned()));
        } else {
            self.unmarked(number, line, notes);
        }
    }

    fn list_item(&mut self, number: u32, marks: &str, text: &str, notes: &mut Notes) {
        // `* ** text`: marks after a space mark nothing.
        let text = text.trim_start_matches(['*', ':', ' ']);
        let whole = self.joined(text);
        if whole.is_empty() {
            // An empty bullet is a leftover of the template that editors fill in.
            return;
        }
        let is_category = marks.ends_with(';') && !whole.contains("[http");
        // `*'''Heading'''`: bold as a whole, and no link that could be a story.
        let bold = bold_alone(&whole).filter(|b| marks.len() == 1 && !b.contains("[["));
        if is_category {
            let inside = bold_alone(&whole).unwrap_or(&whole).to_owned();
            self.push(number, BlockKind::Category(inside));
        } else if let Some(inside) = bold {
            self.push(number, BlockKind::Category(inside.to_owned()));
        } else {
            if marks.ends_with(';') {
                notes.add("heading-with-source", quote(&whole), "read it as an event");
            }
            self.push(number, BlockKind::Bullet { depth: marks.len(), text: whole });
        }
    }

    /// A bullet whose template or reference goes on in the lines below.
    fn joined(&mut self, text: &str) -> String {
        let mut depth = Depth::default();
        depth.read(text);
        if depth.open <= 0 && !depth.in_reference() {
            return text.to_owned();
        }
        for (more, (_, next)) in (1..).zip(self.lines.iter().take(MAX_JOINED)) {
            if next.trim_start().starts_with(['*', ':', ';', '#', '='])
                || header::find(next).is_some()
            {
                break;
            }
            depth.read(next);
            if depth.open <= 0 && !depth.in_reference() {
                let mut whole = text.to_owned();
                for (_, line) in self.lines.drain(..more) {
                    whole.push(' ');
                    whole.push_str(line.trim());
                }
                return whole;
            }
        }
        text.to_owned()
    }

    /// A line without a mark: the bullet above goes on, or a paragraph.
    fn unmarked(&mut self, number: u32, line: &str, notes: &mut Notes) {
        if is_page_furniture(line) {
            return;
        }
        let shown = inline::plain(&prepare(line));
        if shown.is_empty() {
            return;
        }
        if self.continues
            && let Some(Block { kind: BlockKind::Bullet { text, .. }, .. }) = self.out.last_mut()
            && !stands_alone(text, line)
        {
            notes.add("broken-line", quote(line), "read it as part of the bullet above");
            text.push(' ');
            text.push_str(line);
            return;
        }
        let whole = self.joined(line);
        self.push(number, BlockKind::Paragraph(whole));
    }
}

/// Whether a line behind a bullet is told on its own: the bullet has its
/// sources already, and the line begins anew and has its own.
fn stands_alone(bullet: &str, line: &str) -> bool {
    bullet.trim_end().ends_with([']', ')', '>', '}'])
        && line.trim_start_matches(['[', '\'']).starts_with(char::is_uppercase)
        && line.contains("[http")
        && !line.starts_with("[http")
}

/// Nesting of templates and references over lines.
#[derive(Debug, Default)]
struct Depth {
    open: i32,
    text_outside: bool,
    references: i32,
}

impl Depth {
    fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(at) = rest.find(['{', '}']) {
            self.text_outside |= self.open <= 0 && !rest[..at].trim().is_empty();
            let pair = rest.get(at..at + 2);
            self.open += i32::from(pair == Some("{{")) - i32::from(pair == Some("}}"));
            let length = if matches!(pair, Some("{{" | "}}")) { 2 } else { 1 };
            rest = &rest[at + length..];
        }
        self.text_outside |= self.open <= 0 && !rest.trim().is_empty();
        for part in line.split("<ref").skip(1) {
            let tag = part.split('>').next().unwrap_or_default();
            self.references += i32::from(part.starts_with([' ', '>']) && !tag.ends_with('/'));
        }
        self.references -= i32::try_from(line.matches("</ref").count()).unwrap_or(0);
    }

    fn in_reference(&self) -> bool {
        self.references > 0
    }
}

fn template_balance(text: &str) -> usize {
    text.matches("{{").count().saturating_sub(text.matches("}}").count())
}

/// The inside of `==Heading==`.
fn heading(line: &str) -> Option<&str> {
    let level = line.bytes().take_while(|b| *b == b'=').count();
    let inside = line.trim_matches('=');
    (level > 0 && line.ends_with('=') && !inside.trim().is_empty()).then(|| inside.trim())
}

/// The inside of `'''Heading'''` where it is the whole line, a colon aside.
fn bold_alone(line: &str) -> Option<&str> {
    let line = line.trim_end_matches([':', ' ']);
    let inside = line.strip_prefix("'''")?.strip_suffix("'''")?;
    let inside = inside.trim_matches('\'').trim().trim_end_matches(':');
    (!inside.is_empty() && !inside.contains("'''") && !inside.contains("[http")).then_some(inside)
}

/// Category and interlanguage links, file boxes and switches on a line of their own.
fn is_page_furniture(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("[[") else {
        return line.starts_with("__") && line.ends_with("__");
    };
    let Some((prefix, rest)) = rest.split_once(':') else { return false };
    let alone = rest.find("]]").is_some_and(|end| end + 2 == rest.len());
    let prefix = prefix.trim().to_lowercase();
    let language = matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|b| b.is_ascii_lowercase());
    alone && (prefix == "category" || language || prefix == "simple" || prefix == "zh-min-nan")
}
