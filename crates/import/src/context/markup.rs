//! Markup that leaked into The Context's texts: wikitext, HTML tags, shortcodes and time stamps.

use annals_model::tidy;

/// Marks of links to the wiki's own pages, which stand for nothing outside it.
const OWN_PAGES: &[&str] = &["Portal:", "维基新闻", "維基新聞", "参见", "參見"];

/// Templates that are debris even where their end was cut off.
const CUT_TEMPLATES: &[&str] = &["dead link", "cite ", "link"];

/// Takes out what wikitext and HTML left: quotes, templates, links, tags, time stamps.
pub(super) fn remove(mut text: String, repairs: &mut Vec<(&'static str, String)>) -> String {
    let mut apply = |kind: &'static str, text: &mut String, changed: Option<String>| {
        if let Some(changed) = changed {
            repairs.push((kind, std::mem::replace(text, changed)));
        }
    };
    let changed = quotes(&text);
    apply("bold-italic", &mut text, changed);
    let changed = templates(&text);
    apply("template", &mut text, changed);
    let changed = wiki_links(&text);
    apply("wiki-link", &mut text, changed);
    let changed = tags(&text);
    apply("tag", &mut text, changed);
    let changed = own_pages(&text);
    apply("link-to-the-wiki", &mut text, changed);
    let changed = time_stamp(&text);
    apply("time-stamp", &mut text, changed);
    // The list's own marks at the end of a line.
    if let Some(at) = text.rfind("date=") {
        let rest = without_date(&text[at..]);
        if rest.trim().is_empty() {
            let changed = Some(text[..at].to_owned());
            apply("template", &mut text, changed);
        }
    }
    text
}

/// Bold and italic: `'''X'''`, and `"'X"'` which The Context made of it.
fn quotes(text: &str) -> Option<String> {
    let mut changed = None;
    if text.contains("\"'") {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("\"'") {
            kept.push_str(before);
            // A pair holds no quotation mark: `"'No'" and "'Yes'"` are quotations.
            match after.split_once("\"'") {
                Some((inside, behind)) if !inside.contains('"') => {
                    kept.push_str(inside);
                    rest = behind;
                }
                _ => {
                    kept.push_str("\"'");
                    rest = after;
                }
            }
        }
        kept.push_str(rest);
        changed = Some(kept).filter(|k| k != text);
    }
    let current = changed.as_deref().unwrap_or(text);
    if current.contains("''") {
        let mut kept = String::with_capacity(current.len());
        let mut run = 0_usize;
        for c in current.chars().chain(['\0']) {
            if c == '\'' {
                run += 1;
                continue;
            }
            // Two, three and five are markup; of four, one is an apostrophe.
            match run {
                1 | 4 => kept.push('\''),
                _ => {}
            }
            run = 0;
            if c != '\0' {
                kept.push(c);
            }
        }
        changed = Some(kept);
    }
    changed
}

/// Removes shortcodes of publishing systems, `[photo-caption image="…"]`.
pub(super) fn shortcodes(text: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find('[').map(|i| from + i) {
        let inside = &rest[at + 1..];
        let name = inside.find(|c: char| !c.is_ascii_lowercase() && !matches!(c, '-' | '_'));
        let name = name.filter(|n| *n > 2 && inside[*n..].starts_with(' '));
        // Near, as for tags.
        let end = inside.find(']').filter(|end| *end < 600);
        match (name, end) {
            (Some(name), Some(end))
                if inside[name..end].contains("=\"") || inside[name..end].contains("= ") =>
            {
                kept.push_str(&rest[..at]);
                rest = &inside[end + 1..];
                from = 0;
            }
            _ => from = at + 1,
        }
    }
    (rest.len() < text.len()).then(|| kept + rest)
}

/// Removes `{{…}}`, nested ones included; an opening without an end loses only its
/// braces, unless its name says that it was debris.
fn templates(text: &str) -> Option<String> {
    text.contains("{{").then_some(())?;
    let mut kept = String::with_capacity(text.len());
    let mut starts: Vec<usize> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        kept.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some(inside) = tail.strip_prefix("{{") {
            rest = inside;
            let lower = rest.get(..9).unwrap_or(rest).to_ascii_lowercase();
            let cut = CUT_TEMPLATES.iter().any(|t| lower.starts_with(t));
            if cut && !rest.contains("}}") {
                rest = rest.find(|c: char| !c.is_ascii()).map_or("", |at| &rest[at..]);
                continue;
            }
            starts.push(kept.len());
        } else if let Some(after) = tail.strip_prefix("}}") {
            if let Some(start) = starts.pop() {
                kept.truncate(start);
            }
            rest = after;
        } else {
            kept.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    kept.push_str(rest);
    Some(kept)
}

/// `[[Target|label]]` and `[[label]]` become their label; halves of a link go.
fn wiki_links(text: &str) -> Option<String> {
    if !text.contains("[[") {
        let stray = text.contains("]]") || (text.contains(']') && !text.contains('['));
        return stray.then(|| text.replace(']', ""));
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        kept.push_str(before);
        match after.split_once("]]") {
            Some((inside, behind)) if !inside.contains("[[") => {
                kept.push_str(inside.rsplit('|').next().unwrap_or(inside));
                rest = behind;
            }
            _ => rest = after,
        }
    }
    kept.push_str(rest);
    Some(kept.replace("]]", ""))
}

/// Removes HTML tags; `<` before anything else stays.
fn tags(text: &str) -> Option<String> {
    text.contains('<').then_some(())?;
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let name = after.strip_prefix('/').unwrap_or(after);
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.starts_with("!--");
        match after.split_once('>') {
            // A tag's end is near: looking further would make hostile input quadratic.
            Some((inside, behind)) if is_tag && inside.len() < 400 => {
                kept.push(' ');
                rest = behind;
            }
            _ => {
                kept.push('<');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    let kept = tidy(&kept);
    (kept != tidy(text)).then_some(kept)
}

/// Removes links to the wiki's own pages: `（参见Portal:…）`, and `→ 維基新聞` at the end.
fn own_pages(text: &str) -> Option<String> {
    let mut changed = None;
    for (open, close) in [('（', '）'), ('(', ')')] {
        let current = changed.as_deref().unwrap_or(text);
        let mut kept = String::with_capacity(current.len());
        let mut rest = current;
        while let Some((before, after)) = rest.split_once(open) {
            kept.push_str(before);
            match after.split_once(close) {
                Some((inside, behind))
                    if inside.contains("Portal:") || inside.contains("分类:") =>
                {
                    rest = behind;
                }
                _ => {
                    kept.push(open);
                    rest = after;
                }
            }
        }
        kept.push_str(rest);
        if kept != current {
            changed = Some(kept);
        }
    }
    let current = changed.as_deref().unwrap_or(text);
    if let Some(at) = current.rfind('→') {
        let tail = current[at + '→'.len_utf8()..].trim();
        if OWN_PAGES.iter().any(|own| tail.starts_with(own)) && tail.chars().count() <= 40 {
            changed = Some(current[..at].to_owned());
        }
    }
    changed
}

/// Removes the rest of a time stamp, `:59:17+00:00`, at the end.
fn time_stamp(text: &str) -> Option<String> {
    let end = text.trim_end();
    let stamp = end.get(end.len().checked_sub(12)?..)?;
    let form: Vec<bool> = stamp.bytes().map(|b| b.is_ascii_digit()).collect();
    let is_stamp = stamp.starts_with(':')
        && stamp.ends_with("+00:00")
        && form[1]
        && form[2]
        && form[4]
        && form[5]
        && stamp.as_bytes()[3] == b':';
    is_stamp.then(|| end[..end.len() - 12].to_owned())
}

/// Drops `date=十一月 2017`, `date=2018年5月` or `date=May 2018` at the start.
pub(super) fn without_date(text: &str) -> &str {
    let Some(rest) = text.trim_start().strip_prefix("date=") else { return text };
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (first, after) = rest.split_at(end);
    let year = |t: &str| t.len() >= 4 && t.bytes().take(4).all(|b| b.is_ascii_digit());
    let next = after.trim_start();
    match next.get(..4) {
        Some(y) if !first.contains("年") && year(y) => &next[4..],
        _ => after,
    }
}
