//! Lines that name the agency a text comes from.

use super::text::{MOST_BYTES, head};
use std::ops::Range;

/// An agency's credit in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The agency, by its usual name.
    pub agency: &'static str,
    /// Bytes of the text.
    pub bytes: Range<usize>,
}

/// Agencies and how credits write them. Short names count only where a credit
/// stands ("(AP) -"), because they mean other things elsewhere.
const AGENCIES: &[(&str, &[&str])] = &[
    ("Reuters", &["Reuters", "Thomson Reuters", "路透社", "路透"]),
    ("AP", &["AP", "Associated Press", "The Associated Press", "美联社"]),
    ("AFP", &["AFP", "Agence France-Presse", "法新社"]),
    ("dpa", &["dpa", "DPA", "Deutsche Presse-Agentur"]),
    ("Xinhua", &["Xinhua", "新华社", "新华网"]),
    ("CNS", &["China News Service", "中新社", "中新网"]),
    ("TASS", &["TASS", "ITAR-TASS", "ТАСС", "塔斯社"]),
    ("Interfax", &["Interfax", "Интерфакс"]),
    ("RIA Novosti", &["RIA Novosti", "РИА Новости"]),
    ("UPI", &["UPI", "United Press International"]),
    ("PA", &["PA", "PA Media", "Press Association"]),
    ("CP", &["The Canadian Press", "Canadian Press", "CP"]),
    ("AAP", &["AAP", "Australian Associated Press"]),
    ("PTI", &["PTI", "Press Trust of India"]),
    ("IANS", &["IANS", "Indo-Asian News Service"]),
    ("ANI", &["ANI"]),
    ("Kyodo", &["Kyodo", "Kyodo News", "共同社", "共同通信"]),
    ("Jiji", &["Jiji", "Jiji Press", "時事", "时事社"]),
    ("Yonhap", &["Yonhap", "연합뉴스", "韩联社"]),
    ("ANSA", &["ANSA", "Ansa"]),
    ("EFE", &["EFE", "Efe", "埃菲社"]),
    ("APA", &["APA"]),
    ("ATS", &["ATS", "Keystone-ATS"]),
    ("SID", &["SID", "sid"]),
    ("Anadolu", &["Anadolu Agency", "AA", "Anadolu"]),
    ("IRNA", &["IRNA"]),
    ("Bernama", &["Bernama", "BERNAMA"]),
    ("Antara", &["ANTARA", "Antara"]),
    ("Bloomberg", &["Bloomberg", "Bloomberg News", "彭博社"]),
    ("Dow Jones", &["Dow Jones", "Dow Jones Newswires"]),
    ("CNA", &["中央社", "CNA"]),
];

/// What stands before an agency in a line that is nothing but a credit. Lower case.
const LEADS: &[&str] = &[
    "source:",
    "sources:",
    "by",
    "from",
    "via",
    "with",
    "with inputs from",
    "with input from",
    "with files from",
    "with additional reporting by",
    "(with inputs from",
    "(source:",
    "copyright",
    "©",
    "text:",
    "quelle:",
    "fonte:",
    "fuente:",
    "avec",
    "par",
    "mit material von",
    "来源：",
    "来源:",
    "据",
    "(",
    "（",
    "-",
    "–",
    "—",
    "--",
];

/// Bytes of a line that can be a credit, at most.
const LINE: usize = 120;
/// Bytes from a paragraph's beginning in which its dateline ends.
const DATELINE: usize = 120;
/// Lines from each end of a text that are read for credits.
const LINES: usize = 8;

/// The agency credits of a text: datelines ("GENEVA (AP) -") and lines of their
/// own ("With inputs from AFP") at its beginning and end.
pub(super) fn credits(text: &str) -> Vec<Credit> {
    let text = head(text, MOST_BYTES);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lines.push(start..start + line.len());
        }
        start += line.len() + 1;
    }
    let mut out: Vec<Credit> = Vec::new();
    let last = lines.len().saturating_sub(LINES);
    for (i, bytes) in lines.into_iter().enumerate() {
        let found = (i < LINES || i >= last).then(|| of_line(&text[bytes.clone()])).flatten();
        if let Some((agency, place)) = found
            && out.iter().all(|c| c.agency != agency)
        {
            out.push(Credit { agency, bytes: bytes.start + place.start..bytes.start + place.end });
        }
    }
    out
}

/// The agency that is meant by a name as a page or feed gives it.
pub(super) fn agency(name: &str) -> Option<&'static str> {
    let name = name.trim();
    AGENCIES
        .iter()
        .find(|(_, forms)| forms.iter().any(|form| form.eq_ignore_ascii_case(name)))
        .map(|(agency, _)| *agency)
}

fn of_line(line: &str) -> Option<(&'static str, Range<usize>)> {
    let head = head(line, DATELINE);
    for (agency, forms) in AGENCIES {
        for form in *forms {
            for (at, _) in head.match_indices(form) {
                let before = &head[..at];
                let after = &line[at + form.len()..];
                let bounded = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let wide = !form.is_ascii();
                let parted = bounded(before.chars().next_back()) && bounded(after.chars().next());
                if !(wide || parted) {
                    continue;
                }
                if dateline(before, after) || alone(line, before, after) {
                    return Some((agency, at..at + form.len()));
                }
            }
        }
    }
    None
}

/// "GENEVA (Reuters) - ", "(AP) —", "BERLIN, Nov 3, dpa –", "新华社北京5月3日电".
fn dateline(before: &str, after: &str) -> bool {
    if before.trim().is_empty() && after.chars().take(24).any(|c| c == '电' || c == '電') {
        return true;
    }
    let closed = before.trim_end().ends_with(['(', '（', '/']);
    let rest = after.trim_start().trim_start_matches([')', '）', '/']).trim_start();
    let dashed = rest.starts_with(['-', '–', '—', '―']);
    // A place or nothing stands before it, no sentence.
    let place = before.chars().filter(|c| c.is_lowercase()).count() <= 30
        && !before.contains(". ")
        && before.split_whitespace().count() <= 8;
    place
        && dashed
        && (closed || before.trim().is_empty() || before.trim_end().ends_with([',', '.']))
}

/// A line that is nothing but a credit.
fn alone(line: &str, before: &str, after: &str) -> bool {
    if line.len() > LINE {
        return false;
    }
    let before = before.trim().to_lowercase();
    let rest = after.trim_matches(|c: char| !c.is_alphanumeric());
    let lead = before.is_empty()
        || LEADS.iter().any(|lead| {
            before == *lead || before.ends_with(&format!(" {lead}")) && before.len() < 40
        });
    lead && (rest.is_empty() || (before.is_empty() && rest.chars().all(|c| !c.is_alphabetic())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_mentions() {
        for (text, expect) in [
            ("GENEVA (Reuters) - Lake Geneva is deep.", Some("Reuters")),
            ("(AP) — Lake Geneva is deep.", Some("AP")),
            ("LAUSANNE, Switzerland (AFP) – Lake Geneva is deep.", Some("AFP")),
            ("Lake Geneva is deep.\n\nWith inputs from AFP", Some("AFP")),
            ("Der See ist tief.\n\nQuelle: dpa", Some("dpa")),
            ("新华社日内瓦5月3日电 湖很深。", Some("Xinhua")),
            ("The mayor told The Associated Press that the lake is deep.", None),
            ("The PA system broke.", None),
            ("Reuters was founded in London in 1851.", None),
            ("", None),
        ] {
            let found = credits(text);
            assert_eq!(found.first().map(|c| c.agency), expect, "{text}");
            assert!(found.iter().all(|c| text.get(c.bytes.clone()).is_some()));
        }
    }
}
