//! Cleaning The Context's texts: entities, mojibake, mangled links and wikitext that leaked.

use super::{markup, mojibake, variants};
use annals_model::{Source, tidy};

/// A text that people can read, and what was taken out of it.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// The text, tidy.
    pub(super) text: String,
    /// Links that stood in the text and are sources.
    pub(super) links: Vec<Mangled>,
    /// What was repaired or removed: the kind of note, and the text in question.
    pub(super) repairs: Vec<(&'static str, String)>,
}

/// A link that leaked into a sentence, mostly with its slashes turned into hyphens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mangled {
    /// The link as it stood there.
    pub(super) raw: String,
    /// The publisher, and the address where it is certain.
    pub(super) source: Source,
}

/// Brackets that are removed when removing a link left them empty.
const EMPTY: &[&str] = &["（）", "()", "《》", "【】", "[]", "「」", "（、）", "（，）", "( )"];

/// Marks that cannot end a text: they joined or enclosed what was removed.
const DANGLING: &[char] = &['、', '，', ',', ';', '→', '《', '（', '(', '「', '['];

/// Brackets that nothing follows: The Context lost the link that they enclosed.
const OPENING: &[char] = &['《', '（', '(', '「', '[', '【'];

/// What no publisher's name holds: a label with one of these is the rest of a template.
const NO_NAME: &[&str] = &["http", "url=", "date=", "{{", "}}", "|", ":--"];

/// Cleans a text without asking what was taken out, for texts that are only compared.
pub(super) fn text(raw: &str) -> String {
    clean(raw).text
}

/// Longest text in which markup is looked for, in bytes. The longest sentence of
/// the gold data has 9,000; looking for the other half of a bracket takes
/// quadratic time on a text that is nothing but brackets.
const LONGEST: usize = 16 << 10;

/// Cleans a text.
pub(super) fn clean(raw: &str) -> Cleaned {
    let mut out = Cleaned::default();
    if raw.len() > LONGEST {
        out.text = tidy(&mojibake::heal(raw));
        out.repairs.push(("too-long", tidy(raw)));
        return out;
    }
    let decoded = entities(raw);
    let healed = mojibake::heal(&decoded);
    if healed != decoded {
        out.repairs.push(("mojibake", raw.to_owned()));
    }
    let mut text = healed.into_owned();
    if let Some(changed) = markup::shortcodes(&text) {
        out.repairs.push(("shortcode", std::mem::replace(&mut text, changed)));
    }
    if text.contains("http") || text.contains(":--") {
        text = without_links(&text, &mut out);
    }
    if let Some(resolved) = variants::resolve(&text) {
        out.repairs.push(("language-variants", text));
        text = resolved;
    }
    if text.contains(['\'', '{', '[', ']', '<', '→', '=', '+', '（', '(']) {
        text = markup::remove(text, &mut out.repairs);
    }
    if !out.links.is_empty() || !out.repairs.is_empty() {
        for brackets in EMPTY {
            if text.contains(brackets) {
                text = text.replace(brackets, "");
            }
        }
        // What joined or enclosed links is left dangling.
        let end = text.trim_end_matches(|c: char| c.is_whitespace() || DANGLING.contains(&c)).len();
        text.truncate(end);
        for stop in ["。。", "，，", "、。"] {
            if text.contains(stop) {
                let last = stop.chars().next_back().unwrap_or('。');
                text = text.replace(stop, last.encode_utf8(&mut [0; 4]));
            }
        }
    }
    // Notes quote what stood on the page, not a half-way state.
    for (_, quoted) in &mut out.repairs {
        *quoted = tidy(raw);
    }
    out.repairs.dedup_by(|a, b| a.0 == b.0);
    out.text = tidy(text.trim_end_matches(|c: char| c.is_whitespace() || OPENING.contains(&c)));
    out
}

/// A publisher's name as a list of sources gives it; empty where a template stands in its place.
pub(super) fn publisher(label: &str) -> String {
    let name = text(label);
    if NO_NAME.iter().any(|n| label.contains(n)) { String::new() } else { name }
}

/// Decodes HTML entities, also those that were encoded several times.
fn entities(text: &str) -> String {
    let mut text = text.to_owned();
    // Three rounds undo `&amp;amp;rsquo;`; without an end, hostile input would set the number.
    for _ in 0..3 {
        if !text.contains('&') {
            break;
        }
        let decoded = html_escape::decode_html_entities(&text).into_owned();
        if decoded == text {
            break;
        }
        text = decoded;
    }
    text
}

/// Takes links out: `[http:--host-path label]`, `[http://…]` and bare addresses.
fn without_links(text: &str, out: &mut Cleaned) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = next_address(rest) {
        let before = &rest[..at];
        let bracket = before.trim_end().strip_suffix('[');
        // In brackets the link ends with its bracket, else where its address does.
        // The opening bracket may be lost; then the closing one tells.
        let next = rest[at..].find(['[', ']', '\n']).map(|i| at + i);
        let (start, end, inside) = match next {
            Some(close) if rest[close..].starts_with(']') => {
                (bracket.map_or(at, str::len), close + 1, &rest[at..close])
            }
            _ => {
                let length = address_length(&rest[at..]);
                (bracket.map_or(at, str::len), at + length, &rest[at..at + length])
            }
        };
        kept.push_str(&rest[..start]);
        let address = &inside[..address_length(inside)];
        let label = tidy(inside[address.len()..].trim());
        let label = label
            .strip_prefix(['(', '（'])
            .and_then(|l| l.strip_suffix([')', '）']))
            .unwrap_or(&label);
        let label = if NO_NAME.iter().any(|n| label.contains(n)) { "" } else { label };
        out.links.push(Mangled {
            raw: rest[start..end].to_owned(),
            source: Source::named(label, restored(address)),
        });
        rest = &rest[end..];
        // `{{dead link|date=…}}` left its date behind the link.
        rest = markup::without_date(rest);
    }
    kept.push_str(rest);
    kept
}

/// Where the next address begins: `http://`, or mangled, `http:--` and `en:--`.
fn next_address(text: &str) -> Option<usize> {
    let slashes = text.match_indices("://").map(|(at, _)| at);
    let hyphens = text.match_indices(":--").map(|(at, _)| at);
    let starts = |at: usize, schemes: &[&str]| {
        let before = &text[..at];
        schemes.iter().find(|s| before.ends_with(**s)).map(|s| at - s.len())
    };
    let slashed = slashes.filter_map(|at| starts(at, &["https", "http"])).next();
    let mangled = hyphens.filter_map(|at| starts(at, &["https", "http", "en", "zh"])).next();
    match (slashed, mangled) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Bytes of the address at the start: up to white space or a character that
/// news addresses only hold encoded.
fn address_length(text: &str) -> usize {
    text.find(|c: char| {
        c.is_whitespace() || !c.is_ascii() || matches!(c, ']' | '[' | '"' | '<' | '>')
    })
    .unwrap_or(text.len())
}

/// The address as it was. Hyphens may have been slashes, so a mangled one is
/// certain only where nothing follows the host.
fn restored(address: &str) -> Option<String> {
    if let Some((scheme, rest)) = address.split_once(":--") {
        let host = rest.strip_suffix('-').unwrap_or(rest);
        let certain = scheme.starts_with("http") && !host.contains('-') && host.contains('.');
        return certain.then(|| format!("{scheme}://{host}/"));
    }
    Some(address.trim_end_matches(['.', ',', ';', ')']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: &str) -> Cleaned {
        let cleaned = clean(raw);
        assert_eq!(cleaned.text, expect);
        cleaned
    }

    #[test]
    fn debris_goes_and_words_stay() {
        check("&amp;rsquo;tis  &quot;so&quot; &amp; thus ", "’tis \"so\" & thus");
        check("新西兰举行\"'国会选举\"'。:59:17+00:00", "新西兰举行国会选举。");
        check("It reads '''The Times''' and ''Le Monde''.", "It reads The Times and Le Monde.");
        check("He said \"'No'\" and \"'Yes'\".", "He said \"'No'\" and \"'Yes'\".");
        check("Rain {{nowrap|at {{x}} last}} in [[Paris|the city]].", "Rain in the city.");
        check("Oil at 5 < 6 and <i>rising</i>.", "Oil at 5 < 6 and rising .");
        check("议会选举结束（参见Portal:新西兰）。→ 維基新聞", "议会选举结束。");
        check("Ratio 1:2 at 10:30:15+00:00 UTC", "Ratio 1:2 at 10:30:15+00:00 UTC");
    }

    #[test]
    fn mangled_links_become_sources_or_are_named() {
        let cleaned = check(
            "新西兰举行国会选举（[http:--www.example.org-a-b.html 示例社]）。",
            "新西兰举行国会选举。",
        );
        assert_eq!(cleaned.links[0].source, Source::named("示例社", None));
        let cleaned = check("大选。[http:--news.example.org (示例)]date=十一月 2017 ", "大选。");
        let url = Some("http://news.example.org/".to_owned());
        assert_eq!(cleaned.links[0].source, Source::named("示例", url));
        let cleaned = check("Votes are cast. http://example.org/a", "Votes are cast.");
        assert_eq!(cleaned.links[0].source.url.as_deref(), Some("http://example.org/a"));
        check("大选[http:--a.b date=2018年5月", "大选");
    }
}
