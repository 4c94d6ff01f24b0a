//! The lines of a text: bullets joined with what they mark, wrapped lines joined,
//! rulers and Markdown's marks read.

use super::wrap;

/// How a line is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Not at all.
    Text,
    /// As an entry of a list.
    Item {
        /// The number that marks it, if one does.
        number: Option<u16>,
    },
    /// As a heading, 1 to 6.
    Heading(u8),
    /// As somebody else's words.
    Quote,
    /// As a row of a table.
    Row,
    /// Nothing but a mark: layout.
    Ruler,
    /// Text between fences, its line breaks kept.
    Code,
}

/// A line, without its mark.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it says, trimmed.
    pub(super) text: String,
    pub(super) form: Form,
    /// Whether a blank line stands before it.
    pub(super) gap: bool,
}

/// The lines of a text that are not blank.
pub(super) fn read(text: &str) -> Vec<Line> {
    // Old Macintosh texts have no line feed at all.
    let breaks: &[char] =
        if text.contains('\n') { &['\n', '\u{2028}', '\u{2029}', '\u{c}'] } else { &['\r', '\n'] };
    let raw: Vec<&str> = text.split(breaks).map(|l| l.trim_end_matches('\r')).collect();
    let wrapped = wrap::find(&raw);
    let mut out: Vec<Line> = Vec::new();
    let mut gap = true;
    let mut fence: Option<&str> = None;
    // The raw line before, if a wrapped one may go on from it.
    let mut before: Option<&str> = None;
    for line in raw {
        let trimmed = line.trim();
        if let Some(mark) = fence {
            match out.last_mut() {
                _ if trimmed.starts_with(mark) => fence = None,
                Some(code) => {
                    code.text.push_str(line.trim_end());
                    code.text.push('\n');
                }
                None => {}
            }
            continue;
        }
        if trimmed.is_empty() {
            gap = true;
            before = None;
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|m| trimmed.starts_with(m)) {
            fence = Some(mark);
            out.push(Line { text: String::new(), form: Form::Code, gap });
            (gap, before) = (false, None);
            continue;
        }
        let (form, said) = mark_of(trimmed);
        if let Some(open) = out.last_mut()
            && !gap
        {
            // A line under a line: it makes a heading.
            if let (Form::Ruler, Some(level), Form::Text) =
                (form, underline(trimmed, &open.text), open.form)
            {
                open.form = Form::Heading(level);
                before = None;
                continue;
            }
            // A bullet on a line of its own marks the next line.
            let lone = open.text.is_empty() && matches!(open.form, Form::Item { .. });
            let goes_on = form == Form::Text
                && matches!(open.form, Form::Text | Form::Item { .. } | Form::Quote)
                || form == Form::Quote && open.form == Form::Quote;
            let forced = wrapped.zip(before).is_some_and(|(w, b)| wrap::is_forced(b, said, w));
            if form == Form::Text && lone {
                open.text.push_str(said);
                before = Some(line);
                continue;
            }
            if goes_on && forced {
                wrap::join(&mut open.text, said);
                before = Some(line);
                continue;
            }
        }
        before = Some(line);
        out.push(Line { text: said.to_owned(), form, gap });
        gap = false;
    }
    out.retain(|l| !l.text.trim().is_empty() || l.form == Form::Ruler);
    out
}

/// Whether a line begins something new by its mark.
pub(super) fn is_marked(trimmed: &str) -> bool {
    mark_of(trimmed).0 != Form::Text
}

/// Bullets; a hyphen needs a space after it, or nothing at all.
const BULLETS: &[char] =
    &['-', '*', '+', '•', '◦', '‣', '▪', '●', '■', '○', '►', '▸', '·', '–', '—', '»', '→', '✓'];

fn mark_of(trimmed: &str) -> (Form, &str) {
    if is_ruler(trimmed) {
        return (Form::Ruler, trimmed);
    }
    let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
    if (1..=6).contains(&hashes)
        && let Some(heading) = trimmed[hashes..].strip_prefix([' ', '\t'])
    {
        let heading = heading.trim().trim_end_matches('#').trim_end();
        return (Form::Heading(hashes as u8), heading);
    }
    if let Some(heading) = wiki_heading(trimmed) {
        return heading;
    }
    if let Some(quote) = trimmed.strip_prefix('>') {
        return (Form::Quote, quote.trim_start_matches(['>', ' ']));
    }
    if trimmed.starts_with('|') && trimmed.ends_with('|') && trimmed.len() > 2 {
        return (Form::Row, trimmed);
    }
    if let Some(rest) = trimmed.strip_prefix(BULLETS) {
        let dash = trimmed.starts_with(['–', '—', '»']);
        // A dash opens direct speech in many languages; alone on a line it is a bullet.
        if rest.is_empty() || !dash && rest.starts_with([' ', '\t']) {
            return (Form::Item { number: None }, rest.trim());
        }
    }
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=3).contains(&digits)
        && let Some(rest) = trimmed[digits..].strip_prefix(['.', ')'])
        && rest.starts_with([' ', '\t'])
    {
        return (Form::Item { number: trimmed[..digits].parse().ok() }, rest.trim());
    }
    (Form::Text, trimmed)
}

/// `== History ==`, as wikis write.
fn wiki_heading(trimmed: &str) -> Option<(Form, &str)> {
    let marks = trimmed.len() - trimmed.trim_start_matches('=').len();
    let ends = trimmed.len() - trimmed.trim_end_matches('=').len();
    let inner = trimmed.get(marks..trimmed.len().checked_sub(ends)?)?.trim();
    ((2..=6).contains(&marks) && marks == ends && !inner.is_empty())
        .then_some((Form::Heading(marks as u8), inner))
}

/// Three and more marks of one kind, with or without spaces between.
fn is_ruler(trimmed: &str) -> bool {
    let mut marks = trimmed.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    let ruling = matches!(
        first,
        '-' | '*' | '_' | '=' | '~' | '—' | '–' | '─' | '━' | '•' | '·' | '+' | '.' | '#'
    );
    ruling
        && trimmed.chars().filter(|c| !c.is_whitespace()).count() >= 3
        && marks.all(|c| c == first)
}

/// The level of heading that a line of `=` or `-` makes of the line above. A
/// ruler after a paragraph makes none: headings are short.
fn underline(ruler: &str, above: &str) -> Option<u8> {
    let level = match ruler.chars().next()? {
        '=' => 1,
        '-' => 2,
        _ => return None,
    };
    let fits = above.len() <= 200 && !super::measure::is_prose(above);
    (fits && ruler.len() >= 3 && !ruler.contains(' ')).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[(Form, &str)]) {
        let lines = read(text);
        let got: Vec<_> = lines.iter().map(|l| (l.form, l.text.as_str())).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn bullets_join_what_they_mark() {
        let item = Form::Item { number: None };
        check("-\nOne\n-\nTwo\n• Three", &[(item, "One"), (item, "Two"), (item, "Three")]);
        check(
            "1. One\n2) Two",
            &[(Form::Item { number: Some(1) }, "One"), (Form::Item { number: Some(2) }, "Two")],
        );
        check(
            "– Non, dit-il.\n1945 ended",
            &[(Form::Text, "– Non, dit-il."), (Form::Text, "1945 ended")],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The Treaty of Rome was signed on 25 March 1957 by six states:\n\
            Belgium, France, Italy, Luxembourg, the Netherlands and West\n\
            Germany. It came into force on the first day of the next year\n\
            and set up the European Economic Community.\n\nThe union's name came later.";
        let lines = read(text);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].text.ends_with("West Germany. It came into force on the first day of the next year and set up the European Economic Community."));
        let verse = "Roses are red,\nviolets are blue,\nsugar is sweet,\nand so are you.";
        assert_eq!(read(verse).len(), 4);
    }

    #[test]
    fn rulers_and_underlines_are_told_apart() {
        check(
            "Title\n=====\n\n* * *\n\nText\n\n---",
            &[
                (Form::Heading(1), "Title"),
                (Form::Ruler, "* * *"),
                (Form::Text, "Text"),
                (Form::Ruler, "---"),
            ],
        );
        check(
            "== Life ==\n> quoted\n| a | b |",
            &[(Form::Heading(2), "Life"), (Form::Quote, "quoted"), (Form::Row, "| a | b |")],
        );
    }
}
