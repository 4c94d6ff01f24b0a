//! Fields before a text: those of messages (RFC 5322) and of Markdown files
//! (between two lines of `---`).

use super::measure::words;

/// What the fields say.
#[derive(Debug, Default)]
pub(super) struct Front<'t> {
    pub(super) title: Option<&'t str>,
    pub(super) byline: Option<&'t str>,
    pub(super) dates: Vec<&'t str>,
    pub(super) keywords: Option<&'t str>,
}

/// Most fields; what has more is data.
const MOST: usize = 60;
/// Names of fields without which a text's first lines are not taken for fields.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "from", "to", "subject", "date", "message-id", "newsgroups", "reply-to", "received", "title",
    "author", "authors", "byline", "headline", "published", "tags", "keywords", "categories", "layout",
    "slug", "source", "url", "link", "permalink", "language", "lang", "description",
];

/// Reads the fields at a text's beginning; gives them and the text after them.
pub(super) fn read(text: &str) -> (Front<'_>, &str) {
    let body = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let fenced = ["---\n", "---\r\n", "+++\n", "+++\r\n"].iter().find_map(|f| body.strip_prefix(f));
    let mut front = Front::default();
    let start = fenced.unwrap_or(body);
    let (mut known, mut count, mut rest) = (0, 0, start);
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        let ends = match fenced {
            Some(_) => trimmed == "---" || trimmed == "+++",
            None => trimmed.is_empty(),
        };
        if ends {
            // One field alone may be a sentence with a colon.
            let enough = if fenced.is_some() { 1 } else { 2 };
            let good = known >= enough && known * 2 >= count;
            return if good { (front, after) } else { (Front::default(), text) };
        }
        count += 1;
        let folded = line.starts_with([' ', '\t', '-']);
        let field = trimmed.split_once([':', '=']).filter(|(name, _)| is_name(name.trim()));
        match field {
            Some((name, value)) if !folded => {
                known += usize::from(front.take(name.trim(), value));
            }
            _ if folded => {}
            _ => return (Front::default(), text),
        }
        if count > MOST || after.is_empty() {
            return (Front::default(), text);
        }
        rest = after;
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && words(name) <= 2
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_ ".contains(&b))
}

impl<'t> Front<'t> {
    /// Keeps a field; whether its name is known.
    fn take(&mut self, name: &str, value: &'t str) -> bool {
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let name = name.to_ascii_lowercase();
        if value.is_empty() || value.len() > 1_000 {
            return KNOWN.contains(&name.as_str());
        }
        match name.as_str() {
            "title" | "subject" | "headline" => self.title = Some(value),
            "author" | "authors" | "byline" | "by" => {
                self.byline = Some(value.trim_matches(['[', ']']));
            }
            // "Ada Lovelace <ada@example.org>".
            "from" => {
                self.byline = value
                    .split('<')
                    .next()
                    .map(str::trim)
                    .filter(|n| !n.is_empty() && !n.contains('@'))
            }
            "date" | "published" => self.dates.push(value),
            "tags" | "keywords" => self.keywords = Some(value.trim_matches(['[', ']'])),
            name => return KNOWN.contains(&name),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn fields_are_read_and_sentences_are_not() {
        let (front, rest) =
            read("Subject: Norway votes\nDate: Mon, 1 May 1905 10:00:00 +0000\n\nText: here.");
        assert_eq!(
            (front.title, front.dates.len(), rest),
            (Some("Norway votes"), 1, "Text: here.")
        );
        let (front, rest) = read("---\ntitle: \"Oslo\"\ntags: [a, b]\n---\nText");
        assert_eq!((front.title, front.keywords, rest), (Some("Oslo"), Some("a, b"), "Text"));
        for text in [
            "Update: the vote is over\n\nText",
            "---\n\nOslo\n",
            "One: two\nthree\n\nfour",
            "Title: x",
        ] {
            assert_eq!(read(text).1, text);
        }
    }
}
