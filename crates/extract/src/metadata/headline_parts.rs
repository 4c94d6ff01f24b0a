//! Cutting the site's name, its sections and dates off a headline:
//! "Oil falls below $30 | Business | Example News". A separator within the
//! headline itself survives, because only what is known or agreed on is cut.

use super::{
    sites::Sites,
    value::{fold, is_wide, words},
};

/// Marks that part a headline from a site's name where spaces stand around them.
const SPACED: &[&str] = &[
    "|", "-", "–", "—", "―", "−", "--", "·", "•", "»", "«", "›", "‹", "::", ":", ">", "<", "/",
    "\\", "~", "✩", "★", "_", "*", "@", "●", "⋆", "|", "–", "..", "¦",
];

/// Marks that part them without spaces, too.
const TIGHT: &[char] = &['|', '｜', '_', '»', '－', '—', '•', '¦'];

/// Marks that hardly ever stand inside a headline.
const STRONG: &[&str] = &["|", "｜", "_", "»", "::", "·", "•", "¦", "«", "›"];

/// Most parts that are looked at; what has more is a list.
const MAX_PARTS: usize = 24;

/// A mark that parts a headline.
#[derive(Debug, Clone, Copy)]
struct Separator<'t> {
    start: usize,
    end: usize,
    mark: &'t str,
}

impl Separator<'_> {
    fn is_strong(&self) -> bool {
        STRONG.contains(&self.mark)
    }
}

/// How a text is cut where nobody knows the site's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// `<title>`: a short last part is taken for a site's name.
    ShortTail,
    /// Other witnesses mostly give the bare headline.
    Nothing,
}

/// The headline in a text. `others` are the folded keys of what other places of
/// the page give as the headline.
pub(super) fn headline<'t>(
    text: &'t str,
    sites: &Sites,
    others: &[String],
    guess: Guess,
) -> &'t str {
    let mut rest = text.trim();
    let mut cut_with: Option<&str> = None;
    for _ in 0..8 {
        let found = separators(rest);
        if let Some(agreed) = agreed(rest, &found, sites, others) {
            return agreed;
        }
        if let Some(inner) = without_bracket(rest, sites) {
            rest = inner;
            continue;
        }
        // A colon with a space only after it may part a site from its headline,
        // never a headline from its site.
        let last = found.iter().rev().find(|s| !is_tight_colon(rest, s));
        if let Some(last) = last.filter(|s| cuts_tail(rest, s, sites)) {
            cut_with = Some(last.mark);
            rest = rest[..last.start].trim();
            continue;
        }
        if let Some(first) = found.first().filter(|s| sites.is_name(&rest[..s.start])) {
            rest = rest[first.end..].trim();
            continue;
        }
        break;
    }
    if cut_with.is_none() && guess == Guess::Nothing || others.contains(&fold(rest)) {
        return rest;
    }
    // Sections stand between headline and site, with the same mark.
    for _ in 0..3 {
        let found = separators(rest);
        let Some(last) = found.last().filter(|s| !is_tight_colon(rest, s)) else { break };
        let same = cut_with == Some(last.mark) && last.is_strong();
        let unknown = cut_with.is_none();
        if !((same || unknown) && is_short_tail(rest, last)) {
            break;
        }
        cut_with = Some(last.mark);
        rest = rest[..last.start].trim();
        if unknown {
            break;
        }
    }
    rest
}

/// The part at the beginning or end of the text that other places give as headline.
fn agreed<'t>(
    text: &'t str,
    found: &[Separator<'_>],
    sites: &Sites,
    others: &[String],
) -> Option<&'t str> {
    let parts = found
        .iter()
        .rev()
        .flat_map(|s| [text[..s.start].trim(), text[s.end..].trim()])
        .chain(text.rfind([' ', '　']).and_then(|_| before_bracket(text)));
    parts
        .filter(|part| words(part) >= 2 && !sites.is_name(part) && !is_generic(part))
        .find(|part| others.contains(&fold(part)))
}

/// Whether what follows a separator is no part of the headline.
fn cuts_tail(text: &str, separator: &Separator<'_>, sites: &Sites) -> bool {
    let (head, tail) = (text[..separator.start].trim(), text[separator.end..].trim());
    if head.is_empty() || sites.is_name(head) && !sites.is_name(tail) {
        return false;
    }
    sites.is_name(tail)
        || tail.is_empty()
        || is_date(tail)
        || (words(tail) <= 5 && words(head) > words(tail) && sites.names_part_of(tail))
}

/// Whether the last part looks like a site's name or a section: short, beginning
/// with a capital, and the headline before it longer.
fn is_short_tail(text: &str, separator: &Separator<'_>) -> bool {
    let (head, tail) = (text[..separator.start].trim(), text[separator.end..].trim());
    let most = if separator.is_strong() { 4 } else { 3 };
    let least = if separator.is_strong() { 3 } else { 4 };
    let begins = tail.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric());
    let dash_or_strong = separator.is_strong() || matches!(separator.mark, "-" | "–" | "—" | "@");
    dash_or_strong
        && begins
        && words(tail) <= most
        && words(head) >= least
        && words(head) > words(tail)
        && !tail.ends_with(['?', '!', '”', '"'])
}

/// The text before a site's name in brackets: "Headline [Example.net]".
fn without_bracket<'t>(text: &'t str, sites: &Sites) -> Option<&'t str> {
    let close = text.chars().last()?;
    let open = match close {
        ']' => '[',
        ')' => '(',
        '）' => '（',
        '】' => '【',
        _ => return None,
    };
    let at = text.rfind(open)?;
    let inner = &text[at + open.len_utf8()..text.len() - close.len_utf8()];
    let head = text[..at].trim();
    (!head.is_empty() && sites.is_name(inner)).then_some(head)
}

/// The text before a bracket at its end.
fn before_bracket(text: &str) -> Option<&str> {
    let open = if text.ends_with(']') { '[' } else { return None };
    text.rfind(open).map(|at| text[..at].trim())
}

/// All marks that may part the text, in order.
fn separators(text: &str) -> Vec<Separator<'_>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if out.len() >= MAX_PARTS {
            break;
        }
        let after = at + c.len_utf8();
        if c.is_whitespace() {
            let rest = &text[after..];
            let mark = rest.split(char::is_whitespace).next().unwrap_or("");
            if SPACED.contains(&mark) {
                let end = after + mark.len();
                out.push(Separator { start: at, end, mark });
                // The space after the mark may begin the next one.
                while chars.peek().is_some_and(|(i, _)| *i < end) {
                    chars.next();
                }
            }
        } else if at > 0 && TIGHT.contains(&c) {
            let before = text[..at].chars().next_back();
            // `snake_case` and a dash in a year span are no separators.
            let parts = !"_—".contains(c) || before.is_some_and(|b| is_wide(b) || !b.is_ascii());
            if parts {
                out.push(Separator { start: at, end: after, mark: &text[at..after] });
            }
        } else if (c == ':' && text[after..].starts_with(' ')) || c == '：' {
            out.push(Separator { start: at, end: after, mark: &text[at..after] });
        }
    }
    out
}

fn is_tight_colon(text: &str, separator: &Separator<'_>) -> bool {
    matches!(separator.mark, ":" | "：") && text[separator.start..].starts_with([':', '：'])
}

/// Whether a part is a date and nothing else: "07.12.2017", "Feb. 1, 2016".
fn is_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() > 1);
    (4..=14).contains(&digits)
        && text.len() <= 40
        && (text.contains("19") || text.contains("20"))
        && letters.count() <= 2
        && text.chars().any(|c| ".,/- 年:".contains(c))
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 12
}

/// Headlines of pages that have none.
const GENERIC: &[&str] = &[
    "home",
    "homepage",
    "home page",
    "news",
    "latest news",
    "latest news headlines",
    "breaking news",
    "breaking news latest news",
    "index",
    "untitled",
    "untitled document",
    "document",
    "article",
    "news article",
    "story",
    "blog",
    "page",
    "startseite",
    "accueil",
    "inicio",
    "portada",
    "главная",
    "новости",
    "首页",
    "ホーム",
    "no title",
    "title",
    "print",
    "search",
    "search results",
    "page not found",
    "menu",
    "navigation",
];

/// Whether a text is what templates call a page without a headline.
pub(super) fn is_generic(text: &str) -> bool {
    text.len() <= 60 && GENERIC.contains(&fold(text).as_str())
}
