//! Telling a day page's wikitext from other formats by its first lines.

use super::charrefs::prepare;
use super::{dates, header, inline};

/// Lines that are looked at.
const LINES: usize = 400;

/// Marks that the page's own templates leave.
const SURE: &[&str] = &["all news items below this line", "all news items above this line"];

/// Whether a text, of which at most the first 64 KiB are given, is a page of
/// Wikipedia's Current Events portal. It claims neither The Context's Markdown
/// (whose links are `[text](address)`) nor lines of JSON, nor HTML.
pub fn looks_like(head: &str) -> bool {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("{\"") || start.starts_with('[') && !start.starts_with("[[") {
        return false;
    }
    let lower: String = start.chars().take(20).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype") || lower.starts_with("<html") || lower.starts_with("<?xml") {
        return false;
    }
    if lower.starts_with("#redirect") {
        return true;
    }
    let (mut headings, mut links) = (0, 0);
    for line in start.lines().take(LINES) {
        if header::find(line).is_some() {
            return true;
        }
        let line = line.trim();
        let low = line.to_lowercase();
        if SURE.iter().any(|s| low.contains(s)) {
            return true;
        }
        // Markdown: `[label](address)`, `# Heading`.
        if line.contains("](") || line.starts_with("# ") || line.starts_with("## ") {
            return false;
        }
        let item = line.starts_with(['*', ':', '#']);
        links += u32::from(item && (line.contains("[[") && line.contains("]]")));
        links += u32::from(item && (line.contains("[http://") || line.contains("[https://")));
        let bold = line.starts_with("'''") && line.trim_end_matches(':').ends_with("'''");
        let titled = line.starts_with("==") && line.ends_with("==");
        headings += u32::from(line.starts_with(';') || bold || titled);
        let short = line.len() < 120 && (bold || titled || line.starts_with("[["));
        if short
            && dates::phrase(&inline::plain(&prepare(line.trim_matches(['=', '\'', ' ']))))
                .is_some()
        {
            headings += 1;
        }
    }
    // A list with wiki links alone may be any article; with sources it is a list of news.
    links > 0 && (headings > 0 || links > 1)
}
