//! The little Markdown that The Context wrote, line by line.
//!
//! A general Markdown parser is no help: sentences hold brackets, bare
//! addresses, stars and underscores that nobody escaped, and The Context's
//! own pages never used anything but headings, numbered items and links.

/// A link with what stands around it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Linked<'l> {
    /// The text between the brackets.
    pub(super) label: &'l str,
    /// What stands between the parentheses.
    pub(super) target: &'l str,
    /// What follows the link.
    pub(super) rest: &'l str,
}

/// The level and the text of a heading.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    // `##### ` without text is a heading; `#5 of the list` is none.
    let is_heading = (1..=6).contains(&level) && (text.is_empty() || text.starts_with([' ', '\t']));
    is_heading.then(|| (level, text.trim()))
}

/// The text of a numbered item, `3. text`.
pub(super) fn item(line: &str) -> Option<&str> {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < line.trim_start().len()).then_some(())?;
    rest.strip_prefix(". ").map(str::trim)
}

/// Longest label, in bytes: without an end, a line of nothing but links would
/// take quadratic time.
const LONGEST_LABEL: usize = 64 << 10;

/// Reads the link that the line begins with. The label may hold brackets, also
/// such as belong to mangled links; the address may hold parentheses.
pub(super) fn link(line: &str) -> Option<Linked<'_>> {
    let inside = line.trim_start().strip_prefix('[')?;
    // The label ends where an address begins; where none does, at the last `](`.
    let mut end = None;
    for (at, _) in inside.match_indices("](").take_while(|(at, _)| *at < LONGEST_LABEL) {
        end = Some(at);
        let target = &inside[at + 2..];
        if target.starts_with('/') || target.starts_with("http") {
            break;
        }
    }
    let end = end?;
    let after = &inside[end + 2..];
    let close = closing(after)?;
    Some(Linked {
        label: &inside[..end],
        target: after[..close].trim(),
        rest: after[close + 1..].trim(),
    })
}

/// Where the parenthesis closes that was open before `text`: balanced if
/// possible, else the last one before white space, else the first.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => {
                depth -= 1;
                last = Some(at);
            }
            c if c.is_whitespace() && last.is_some() => return last,
            _ => {}
        }
    }
    last
}

/// What stands between underscores at the end, `_Context: a, b_`.
pub(super) fn emphasis(text: &str) -> Option<&str> {
    text.trim().strip_prefix('_')?.strip_suffix('_').map(str::trim)
}
