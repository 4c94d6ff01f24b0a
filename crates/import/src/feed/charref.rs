//! Character and entity references, of XML and of the HTML inside it.

use super::doctype::Entities;
use super::log::Log;
use std::borrow::Cow;

/// The longest reference of HTML, `&CounterClockwiseContourIntegral;`, has 33 bytes.
const LONGEST: usize = 34;

/// Windows-1252 at 0x80 to 0x9f: what `&#146;` means, whatever the standard says.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a writer of U+0080 to U+009F meant.
pub(super) fn windows_1252(c: char) -> char {
    let index = (c as usize).checked_sub(0x80);
    index.and_then(|i| WINDOWS_1252.get(i)).copied().unwrap_or(c)
}

/// What a reference stands for.
enum Meaning {
    Character(char),
    Html(String),
    Entity(String),
}

/// Decodes the references of XML text, HTML's names and the document's own
/// entities included. What means nothing stays as it is, with a note.
pub(super) fn decode_xml<'a>(
    text: &'a str,
    at: usize,
    entities: &mut Entities,
    log: &mut Log<'_>,
) -> Cow<'a, str> {
    decode_with(text, |offset, name| {
        let meaning = match meaning(name) {
            Some(Meaning::Html(html)) if !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") => {
                // Not declared in XML, but everybody knows what is meant.
                if entities.expand(name).is_none() {
                    log.problem(
                        at + offset,
                        "xml-entity-undeclared",
                        &format!("`&{};` is HTML's, not XML's", crate::quote(name)),
                        "read it as HTML does",
                    );
                }
                Some(Meaning::Html(html))
            }
            None => entities.expand(name).map(Meaning::Entity),
            known => known,
        };
        if meaning.is_none() {
            log.problem(
                at + offset,
                "xml-reference-unknown",
                &format!("`&{}` is no reference", crate::quote(name)),
                "kept it as text",
            );
        }
        meaning
    })
}

/// Decodes the references of HTML.
pub(super) fn decode_html(text: &str) -> Cow<'_, str> {
    decode_with(text, |_, name| meaning(name))
}

/// Whether this is a name of HTML's references: `eacute`.
pub(super) fn is_html_name(name: &str) -> bool {
    named(name).is_some()
}

fn decode_with<'a>(
    text: &'a str,
    mut meaning: impl FnMut(usize, &str) -> Option<Meaning>,
) -> Cow<'a, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.bytes().take(LONGEST).position(|b| b == b';').map(|end| &rest[1..end]);
        // Without its semicolon the name is only quoted in a note.
        let shown = name.unwrap_or_else(|| {
            rest[1..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
        });
        match meaning(text.len() - rest.len(), shown).filter(|_| name.is_some()) {
            Some(Meaning::Character(c)) => out.push(c),
            Some(Meaning::Html(known) | Meaning::Entity(known)) => out.push_str(&known),
            None => {
                out.push('&');
                rest = &rest[1..];
                continue;
            }
        }
        rest = &rest[name.unwrap_or_default().len() + 2..];
    }
    out.push_str(rest);
    out.into()
}

fn meaning(name: &str) -> Option<Meaning> {
    let Some(number) = name.strip_prefix('#') else { return named(name).map(Meaning::Html) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = char::from_u32(code.ok()?)?;
    Some(Meaning::Character(match c {
        '\u{80}'..='\u{9f}' => windows_1252(c),
        '\t' | '\n' | '\r' => c,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }))
}

fn named(name: &str) -> Option<String> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let reference = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&reference);
    (decoded != reference).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_references() {
        let text = "a &amp; b &#8211; &#x2019;&#146;&eacute;&apos; AT&T &unknown; &#xD800; &";
        assert_eq!(decode_html(text), "a & b – ’’é' AT&T &unknown; &#xD800; &");
    }
}
