//! Turning what editors typed into values: tidy, bounded, with addresses that are
//! addresses.

use super::{ActError, Anchor, Description, Expected, Reference};
use crate::{articles, config};
use annals_model::{
    Date, EntityKey, EventId, Link, Source, StoryPath, StoryRef, Summary, Text, fold_key, tidy,
    word_diff::{self, PieceKind},
};
use annals_store::{NameKind, Reader};
use std::collections::BTreeMap;
use url::Url;

/// Bytes of a statement: a sentence or two, with room for scripts of three bytes a letter.
pub(super) const STATEMENT: usize = 8_000;
/// Bytes of a description.
const DESCRIPTION: usize = 20_000;
/// Bytes of a name, a heading, a label.
const NAME: usize = 500;
/// Bytes of an address.
const ADDRESS: usize = 4_000;
/// Bytes of a reason.
const REASON: usize = 2_000;
/// Entries of a list: sources, chains, links, parts, expected events.
pub(super) const LIST: usize = 200;

pub(super) fn invalid<T>(why: impl Into<String>) -> Result<T, ActError> {
    Err(ActError::Invalid(why.into()))
}

/// What was typed, shortened for a message.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Text, tidy, of at least one character and at most `limit` bytes.
fn text(what: &str, typed: &str, limit: usize) -> Result<String, ActError> {
    if typed.len() > limit {
        return invalid(format!("the {what} has more than {limit} bytes"));
    }
    let text = tidy(typed);
    if text.is_empty() { invalid(format!("the {what} is empty")) } else { Ok(text) }
}

/// Who does it.
pub(super) fn name(typed: &str) -> Result<String, ActError> {
    text("editor's name", typed, NAME)
}

/// Why.
pub(super) fn reason(typed: &str) -> Result<String, ActError> {
    text("reason", typed, REASON)
}

pub(super) fn bounded<T>(what: &str, list: &[T]) -> Result<(), ActError> {
    if list.len() > LIST {
        return invalid(format!("there are more than {LIST} {what}"));
    }
    Ok(())
}

pub(super) fn expected(typed: &BTreeMap<String, u32>) -> Result<Expected, ActError> {
    if typed.len() > LIST {
        return invalid(format!("more than {LIST} events are expected"));
    }
    let read = |(id, number): (&String, &u32)| match id.parse::<EventId>() {
        Ok(id) => Ok((id, *number)),
        Err(error) => invalid(error.to_string()),
    };
    typed.iter().map(read).collect()
}

/// A day of the years 1 to 9999.
pub(super) fn day(typed: &str) -> Result<Date, ActError> {
    match typed.trim().parse::<Date>() {
        Ok(day) if typed.trim().len() == 10 && day.year() >= 1 => Ok(day),
        _ => invalid(format!("`{}` is no day\nhint: write 2016-10-05", short(typed))),
    }
}

/// A language code.
pub(super) fn lang(typed: &str) -> Result<String, ActError> {
    let lang = typed.trim();
    if !config::is_language(lang) {
        return invalid(format!("`{}` is no language code\nhint: write `en`, `zh`", short(typed)));
    }
    Ok(lang.to_owned())
}

/// A heading; `None` where it is to be empty.
pub(super) fn category(typed: Option<&str>) -> Result<Option<String>, ActError> {
    typed.map(|t| text("category", t, NAME)).transpose()
}

/// A description; `None` where it is to be empty.
pub(super) fn summary(typed: Option<&Description>) -> Result<Option<Summary>, ActError> {
    let Some(typed) = typed else { return Ok(None) };
    let by = typed.by.as_deref().map(|by| text("name of whose words they are", by, NAME));
    let text = text("summary", &typed.text, DESCRIPTION)?;
    Ok(Some(Summary { text, by: by.transpose()? }))
}

/// A statement with its links: those that are given, or those of the old wording
/// whose words it still has.
pub(super) fn statement(
    typed: &str,
    anchors: Option<&[Anchor]>,
    old: &Text,
    lang: &str,
) -> Result<Text, ActError> {
    let new = text("statement", typed, STATEMENT)?;
    match anchors {
        None => Ok(carry(old, &new)),
        Some(anchors) => linked(new, anchors, lang),
    }
}

fn linked(text: String, anchors: &[Anchor], lang: &str) -> Result<Text, ActError> {
    bounded("links", anchors)?;
    let mut links = Vec::with_capacity(anchors.len());
    let mut from = 0;
    for anchor in anchors {
        let label = tidy(&anchor.text);
        let found = if label.is_empty() { None } else { text[from..].find(&label) };
        let Some(at) = found else {
            return invalid(format!(
                "the statement does not say `{}` where its link belongs\nhint: links are listed in their order",
                short(&anchor.text)
            ));
        };
        if anchor.target.len() > NAME {
            return invalid(format!("a link's target has more than {NAME} bytes"));
        }
        let Some(target) = EntityKey::new(&config::primary(lang), &anchor.target) else {
            return invalid(format!("`{}` is no entity", short(&anchor.target)));
        };
        let start = from + at;
        from = start + label.len();
        links.push(Link { start, end: from, target });
    }
    Ok(Text::linked(text, links))
}

/// The links of an old wording on a new one: a stretch that the two share keeps
/// its links where it stands now; a label that was moved is looked for.
pub(super) fn carry(old: &Text, new: &str) -> Text {
    let mut shared: Vec<(usize, usize, usize)> = Vec::new();
    let (mut before, mut after) = (0, 0);
    for piece in word_diff::words(&old.text, new) {
        let length = piece.text.len();
        match piece.kind {
            PieceKind::Same => {
                shared.push((before, after, length));
                before += length;
                after += length;
            }
            PieceKind::Removed => before += length,
            PieceKind::Added => after += length,
        }
    }
    let mut links: Vec<Link> = Vec::with_capacity(old.links.len());
    let mut moved: Vec<&Link> = Vec::new();
    for link in &old.links {
        let place = shared.iter().find(|(b, _, n)| *b <= link.start && link.end <= b + n);
        match place {
            Some((b, a, _)) => links.push(Link {
                start: a + link.start - b,
                end: a + link.end - b,
                target: link.target.clone(),
            }),
            None => moved.push(link),
        }
    }
    for link in moved {
        let label = old.label(link);
        let free = |start: usize| {
            let end = start + label.len();
            is_word(new, start, end) && links.iter().all(|l| end <= l.start || l.end <= start)
        };
        let start = new.match_indices(label).map(|(at, _)| at).find(|at| free(*at));
        if let Some(start) = start {
            let target = link.target.clone();
            links.push(Link { start, end: start + label.len(), target });
        }
    }
    Text::linked(new, links)
}

/// Whether a stretch does not begin or end within a word (of a script with spaces).
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let edge = |a: Option<char>, b: Option<char>| !(inside(a) && inside(b));
    edge(text[..start].chars().next_back(), text[start..].chars().next())
        && edge(text[..end].chars().next_back(), text[end..].chars().next())
}

/// Chains of headings; a story that the archive knows is named as it knows it.
pub(super) fn chains(
    reader: &Reader<'_>,
    known: &[StoryPath],
    typed: &[Vec<String>],
) -> Result<Vec<StoryPath>, ActError> {
    bounded("chains of stories", typed)?;
    let mut chains: Vec<StoryPath> = Vec::with_capacity(typed.len());
    for chain in typed {
        bounded("stories in a chain", chain)?;
        let stories = chain.iter().map(|title| story(reader, known, title));
        let chain: StoryPath = stories.collect::<Result<_, _>>()?;
        if chain.is_empty() {
            return invalid("a chain of stories is empty");
        }
        if !chains.contains(&chain) {
            chains.push(chain);
        }
    }
    Ok(chains)
}

fn story(reader: &Reader<'_>, known: &[StoryPath], typed: &str) -> Result<StoryRef, ActError> {
    let title = text("story", typed, NAME)?;
    let key = fold_key(&title);
    if key.is_empty() {
        return invalid(format!("`{}` is no story", short(typed)));
    }
    if let Some(story) = known.iter().flatten().find(|s| s.key().as_str() == key) {
        return Ok(story.clone());
    }
    let name = reader.name(NameKind::Story, &key)?.map(|n| StoryRef::titled(n.title));
    Ok(name.filter(|s| s.key().as_str() == key).unwrap_or_else(|| StoryRef::titled(title)))
}

/// Sources, none twice.
pub(super) fn sources(typed: &[Reference]) -> Result<Vec<Source>, ActError> {
    bounded("sources", typed)?;
    let mut sources = Vec::with_capacity(typed.len());
    for reference in typed {
        add_source(&mut sources, source(reference)?);
    }
    Ok(sources)
}

/// Adds a source; one of the same page is named anew.
pub(super) fn add_source(sources: &mut Vec<Source>, source: Source) {
    match sources.iter_mut().find(|s| is_same_source(s, &source)) {
        Some(known) => {
            if !source.name.is_empty() {
                known.name = source.name;
                known.via = source.via;
            }
            if known.url.is_none() {
                known.url = source.url;
            }
        }
        None => sources.push(source),
    }
}

/// Whether two entries mean the same page, or the same publisher without a page.
pub(super) fn is_same_source(a: &Source, b: &Source) -> bool {
    match (a.page_key(), b.page_key()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => fold_key(&a.label()) == fold_key(&b.label()),
        _ => false,
    }
}

/// Whether a source is what was typed: its address, or its name where it has none.
pub(super) fn names_source(source: &Source, typed: &str) -> bool {
    let typed = typed.trim();
    match source.page_key() {
        Some(page) => page == articles::key(typed) || source.url.as_deref() == Some(typed),
        None => fold_key(&source.label()) == fold_key(typed),
    }
}

fn source(typed: &Reference) -> Result<Source, ActError> {
    if typed.name.len() > NAME {
        return invalid(format!("a source's name has more than {NAME} bytes"));
    }
    let name = tidy(&typed.name);
    let url = typed.url.as_deref().map(address).transpose()?;
    if name.is_empty() && url.is_none() {
        return invalid("a source has neither name nor address");
    }
    Ok(Source::named(&name, url))
}

fn address(typed: &str) -> Result<String, ActError> {
    let address = typed.trim();
    let good = address.len() <= ADDRESS
        && !address.contains(|c: char| c.is_control() || c.is_whitespace())
        && Url::parse(address)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if good {
        Ok(address.to_owned())
    } else {
        invalid(format!("`{}` is no address\nhint: it begins with https://", short(typed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str, label: &str, target: &str) -> Link {
        let start = text.find(label).unwrap();
        Link { start, end: start + label.len(), target: EntityKey::parse(target).unwrap() }
    }

    fn labels(text: &Text) -> Vec<(usize, &str)> {
        text.links.iter().map(|l| (l.start, text.label(l))).collect()
    }

    #[test]
    fn links_stay_where_their_words_stay() {
        // The second "Aleppo" is the linked one; the first must not take its link.
        let old = "Rebels in Aleppo leave; buses wait in Aleppo for the rest of them.";
        let at = old.rfind("Aleppo").unwrap();
        let target = EntityKey::parse("en:Aleppo").unwrap();
        let old = Text::linked(old, vec![Link { start: at, end: at + 6, target }]);
        let new = carry(&old, "Some rebels in Aleppo leave; buses wait in Aleppo for the others.");
        assert_eq!(labels(&new), [(43, "Aleppo")]);
    }

    #[test]
    fn a_label_that_moved_is_found_again_as_a_word() {
        let old = "Oman mediates; a truce is agreed by all sides.";
        let old = Text::linked(old, vec![link(old, "Oman", "en:Oman")]);
        let new = carry(&old, "A woman says that all sides agreed a truce, after Oman did.");
        assert_eq!(labels(&new), [(50, "Oman")]);
        assert!(carry(&old, "A woman says so.").links.is_empty());
    }

    #[test]
    fn given_links_are_looked_for_in_order() {
        let anchor = |text: &str| Anchor { text: text.into(), target: "en:Aleppo".into() };
        let text = statement("Aid for Aleppo.", Some(&[anchor("Aleppo")]), &Text::default(), "en");
        assert_eq!(labels(&text.unwrap()), [(8, "Aleppo")]);
        let missing = statement("Aid.", Some(&[anchor("Aleppo")]), &Text::default(), "en");
        assert!(matches!(missing, Err(ActError::Invalid(_))));
    }

    #[test]
    fn only_addresses_are_addresses() {
        for bad in ["javascript:alert(1)", "//a.org", "https://", "ftp://a.org/", "https://a b.org"]
        {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert!(address(" https://example.org/1?a=b ").is_ok());
    }

    #[test]
    fn days_are_days() {
        assert!(day("2016-10-05").is_ok());
        for bad in ["2016-13-01", "5.10.2016", "", "2016-10-05T10:00", "-000001-01-01"] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }
}
