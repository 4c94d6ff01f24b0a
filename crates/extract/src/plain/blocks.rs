//! Blocks of the lines that stay.

use super::{
    lines::{Form, Line},
    markdown::{self, Marked},
    measure::ends_as_sentence,
    outline::{self, Outline},
    roles::Role,
};
use annals_model::{Block, Hyperlink, Picture, Prose, tidy};
use url::Url;

/// Makes the blocks of a text.
pub(super) fn make(
    lines: &[Line],
    roles: &[Role],
    outline: &Outline,
    marked: Marked,
    base: Option<&Url>,
) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let kept: Vec<usize> =
        (outline.body..outline.end).filter(|at| !roles[*at].is_dropped()).collect();
    let first = kept.iter().position(|at| roles[*at] == Role::Prose);
    for (nth, at) in kept.iter().copied().enumerate() {
        let line = &lines[at];
        let prose = || markdown::prose(&line.text, marked, base);
        match &roles[at] {
            Role::Caption(caption) => {
                let text = Some(tidy(&caption.text)).filter(|t| !t.is_empty());
                let credit = caption.credit.as_deref().map(tidy).filter(|t| !t.is_empty());
                picture(text, credit, &mut out);
            }
            Role::Heading(level) => {
                // The headline is level 1 and stands elsewhere.
                out.push(Block::Heading { level: (*level).max(2), text: prose() });
            }
            Role::Item => {
                let Form::Item { number } = line.form else { continue };
                let numbered = number.is_some();
                // One number between paragraphs heads what follows.
                let role = |at: Option<usize>| at.and_then(|n| kept.get(n)).map(|n| &roles[*n]);
                let alone = role(nth.checked_sub(1)) != Some(&Role::Item)
                    && role(Some(nth + 1)) == Some(&Role::Prose);
                if let Some(number) = number
                    && alone
                    && outline::is_heading(&line.text)
                {
                    let mut text = Prose::plain(format!("{number}. "));
                    let shift = text.text.len();
                    let rest = prose();
                    text.text.push_str(&rest.text);
                    text.links = shifted(rest.links, shift);
                    out.push(Block::Heading { level: 2, text });
                    continue;
                }
                match out.last_mut() {
                    Some(Block::List { numbered: open, items }) if *open == numbered => {
                        items.push(prose());
                    }
                    _ => out.push(Block::List { numbered, items: vec![prose()] }),
                }
            }
            Role::Quote => {
                let before = nth.checked_sub(1).map(|n| kept[n]);
                let goes_on = before.is_some_and(|b| b + 1 == at && roles[b] == Role::Quote);
                match out.last_mut() {
                    Some(Block::Quote(parts)) if goes_on && !line.gap => {
                        let open = parts.last_mut().filter(|p| !ends_as_sentence(&p.text));
                        match open {
                            Some(open) => join(open, prose()),
                            None => parts.push(prose()),
                        }
                    }
                    _ => out.push(Block::Quote(vec![prose()])),
                }
            }
            Role::Row => {
                let Some(cells) = cells(&line.text, marked) else { continue };
                match out.last_mut() {
                    Some(Block::Table(rows)) => rows.push(cells),
                    _ => out.push(Block::Table(vec![cells])),
                }
            }
            Role::Code => {
                let text = line.text.trim_matches('\n').replace('\0', "");
                out.push(Block::Preformatted(text));
            }
            role => {
                if let Some(found) = markdown::picture(&line.text, base) {
                    out.push(Block::Picture(found));
                    continue;
                }
                let next = kept.get(nth + 1).is_some_and(|n| roles[*n] == Role::Prose);
                // Before the first paragraph stand kickers and places.
                let early = first.is_some_and(|f| nth < f);
                if *role == Role::Short && early && super::measure::words(&line.text) <= 3 {
                    continue;
                }
                let heads =
                    *role == Role::Short && !early && next && outline::is_heading(&line.text);
                out.push(match heads {
                    true => Block::Heading { level: 2, text: prose() },
                    false => Block::Paragraph(prose()),
                });
            }
        }
    }
    out.retain(has_words);
    out
}

/// A caption without its picture; a credit alone belongs to the caption before it.
fn picture(caption: Option<String>, credit: Option<String>, out: &mut Vec<Block>) {
    match out.last_mut() {
        Some(Block::Picture(open)) if caption.is_none() && open.credit.is_none() => {
            open.credit = credit;
        }
        Some(Block::Picture(open)) if open.caption.is_none() && !open.url.is_empty() => {
            open.caption = caption;
            open.credit = credit;
        }
        _ if caption.is_some() => {
            out.push(Block::Picture(Picture { caption, credit, ..Picture::default() }));
        }
        _ => {}
    }
}

fn join(open: &mut Prose, next: Prose) {
    if !open.text.is_empty() && !next.text.is_empty() {
        open.text.push(' ');
    }
    // Both are tidy and a space parts them: what they make is tidy.
    let shift = open.text.len();
    open.text.push_str(&next.text);
    open.links.extend(shifted(next.links, shift));
}

/// Links of a text before which `shift` bytes were put.
fn shifted(mut links: Vec<Hyperlink>, shift: usize) -> Vec<Hyperlink> {
    for link in &mut links {
        link.start += shift;
        link.end += shift;
    }
    links
}

/// The cells of a row; `None` for the line between head and body.
fn cells(row: &str, marked: Marked) -> Option<Vec<String>> {
    let inner = row.trim_matches('|');
    let rule = inner.chars().all(|c| "-:| \t+".contains(c));
    (!rule).then(|| inner.split('|').map(|c| markdown::prose(c, marked, None).text).collect())
}

fn has_words(block: &Block) -> bool {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } => !text.text.is_empty(),
        Block::Quote(parts) => parts.iter().any(|p| !p.text.is_empty()),
        Block::List { items, .. } => items.iter().any(|p| !p.text.is_empty()),
        Block::Preformatted(text) => !text.trim().is_empty(),
        _ => true,
    }
}
