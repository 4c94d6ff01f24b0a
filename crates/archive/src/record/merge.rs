//! What a version of an event says that the record does not say yet.
//!
//! An upstream that says less than another takes nothing away: event lines
//! without links do not unlink, a list that names "Reuters" does not drop the
//! address that another list gave.

use annals_model::{
    By, Field, Record, Revision, Source, StoryPath, Text, Value, Version, fold_key,
};

/// How a version is told beside what the event's upstreams told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// A later state of an input: what it names no more, it takes back.
    Again,
    /// A second bullet of the same input with the same words: it only adds.
    Twin,
    /// It follows another version of the same draft, so that it is news even
    /// where it returns to an old wording.
    Next,
}

/// The values of a version that differ from the record, in the order of fields.
///
/// `revisions` are the event's so far, the newest last: they tell what the same
/// upstream said before, and which wordings are old news.
pub(super) fn changes(
    record: &Record,
    revisions: &[Revision],
    version: &Version,
    telling: Telling,
) -> Vec<Value> {
    let mut values = Vec::new();
    let mut push = |value: Value| {
        if !value.holds_in(record) {
            values.push(value);
        }
    };
    // An old wording without a time of its own is old news, not a return to it;
    // so is a wording that differs only by its story's name in front.
    let told = |text: &str| {
        revisions
            .iter()
            .flat_map(|r| &r.values)
            .any(|v| matches!(v, Value::Statement(t) if t.text == text))
    };
    let text = without_story(record, &version.text);
    let timeless = version.known_at.is_none() && telling != Telling::Next;
    let old_news = timeless && (told(&version.text) || told(text));
    if !old_news {
        push(Value::Day(version.day));
    }
    if !old_news || record.statement.text == version.text {
        push(Value::Statement(match &version.links {
            Some(links) => Text::linked(version.text.clone(), links.clone()),
            None => record.statement.carry_links(&version.text),
        }));
    }
    if let Some(category) = &version.category
        && record.category.as_deref().is_none_or(|old| fold_key(old) != fold_key(category))
        && (record.category.is_none() || may_replace(revisions, version, Field::Category))
    {
        push(Value::Category(Some(category.clone())));
    }
    if let Some(stories) = &version.stories {
        let replace = may_replace(revisions, version, Field::Stories);
        push(Value::Stories(merge_stories(&record.stories, stories, replace)));
    }
    if version.summary.is_some() {
        push(Value::Summary(version.summary.clone()));
    }
    if let Some(sources) = &version.sources {
        let before = match telling {
            Telling::Twin => &[],
            Telling::Again | Telling::Next => said_before(revisions, version),
        };
        push(Value::Sources(merge_sources(&record.sources, before, sources)));
    }
    if version.image.is_some() {
        push(Value::Image(version.image.clone()));
    }
    values
}

/// A statement without the name of its story in front ("Story: what happened").
fn without_story<'t>(record: &Record, text: &'t str) -> &'t str {
    record
        .stories
        .iter()
        .flatten()
        .find_map(|story| text.strip_prefix(story.title.as_str())?.strip_prefix(": "))
        .unwrap_or(text)
}

/// Whether a version may replace what a field says: its own upstream's word, or
/// that of a reader that knows less of the list's headings.
fn may_replace(revisions: &[Revision], version: &Version, field: Field) -> bool {
    let setter = revisions.iter().rev().find(|r| r.values.iter().any(|v| v.field() == field));
    setter.is_none_or(|r| {
        r.by.is_same_voice(&version.by) || authority(&version.by) > authority(&r.by)
    })
}

/// How much a reader knows of headings: the wikitext has them all, event lines
/// and The Context's pages were flattened by whoever made them.
fn authority(by: &By) -> u8 {
    match by {
        By::Editor { .. } => 2,
        By::Importer { name, .. } if name == "wikitext" => 1,
        By::Importer { .. } => 0,
    }
}

/// All that the first version of an event states.
pub(super) fn first(version: &Version) -> Vec<Value> {
    let links = version.links.clone().unwrap_or_default();
    let mut values =
        vec![Value::Day(version.day), Value::Statement(Text::linked(version.text.clone(), links))];
    values.extend(version.category.clone().map(|c| Value::Category(Some(c))));
    values.extend(version.stories.clone().filter(|s| !s.is_empty()).map(Value::Stories));
    values.extend(version.summary.clone().map(|s| Value::Summary(Some(s))));
    values.extend(
        version
            .sources
            .clone()
            .filter(|s| !s.is_empty())
            .map(|s| Value::Sources(merge_sources(&[], &[], &s))),
    );
    values.extend(version.image.clone().map(|i| Value::Image(Some(i))));
    values.push(Value::Lang(version.lang.clone()));
    values
}

/// The sources that the version's own upstream page named last time.
fn said_before<'a>(revisions: &'a [Revision], version: &Version) -> &'a [Source] {
    revisions
        .iter()
        .rev()
        .filter(|r| r.by.is_same_voice(&version.by))
        .find_map(|r| {
            r.values.iter().find_map(|v| match v {
                Value::Sources(sources) => Some(sources.as_slice()),
                _ => None,
            })
        })
        .unwrap_or_default()
}

/// Whether two entries mean the same page, or the same publisher where one has no address.
fn same_source(a: &Source, b: &Source) -> bool {
    match (a.page_key(), b.page_key()) {
        (Some(a), Some(b)) => a == b,
        _ => fold_key(&a.label()) == fold_key(&b.label()),
    }
}

/// The known sources, less those that this upstream named before and names no
/// more, plus what it names newly; an address fills in where only a name stood.
fn merge_sources(known: &[Source], said_before: &[Source], now: &[Source]) -> Vec<Source> {
    let dropped = |s: &Source| {
        said_before.iter().any(|b| same_source(b, s)) && !now.iter().any(|n| same_source(n, s))
    };
    let mut merged: Vec<Source> = known.iter().filter(|s| !dropped(s)).cloned().collect();
    for source in now {
        match merged.iter_mut().find(|m| same_source(m, source)) {
            Some(known) => {
                if known.url.is_none() {
                    known.url.clone_from(&source.url);
                }
                if known.name.is_empty() {
                    known.name.clone_from(&source.name);
                    known.via.clone_from(&source.via);
                }
            }
            None => merged.push(source.clone()),
        }
    }
    merged
}

/// The stated chains, unless the record's say the same with more detail; where
/// the version may not replace them, its own are added.
fn merge_stories(known: &[StoryPath], now: &[StoryPath], replace: bool) -> Vec<StoryPath> {
    let siblings = known.iter().filter_map(|p| p.last()).map(|s| fold_key(&s.title));
    let siblings = siblings.collect::<Vec<_>>().join(" ");
    let covered = |path: &StoryPath| {
        known.iter().any(|k| {
            // A flattened list knows only some of the headings.
            let mut rest = k.iter();
            path.iter().all(|s| rest.by_ref().any(|r| r.agrees(s)))
        }) || matches!(path.as_slice(), [one] if fold_key(&one.title) == siblings)
    };
    let fresh: Vec<StoryPath> = now.iter().filter(|p| !covered(p)).cloned().collect();
    match (fresh.is_empty(), replace) {
        (true, _) => known.to_vec(),
        (false, true) => now.to_vec(),
        (false, false) => known.iter().cloned().chain(fresh).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{EntityKey, StoryRef, date, history};

    fn version(text: &str, sources: &[(&str, Option<&str>)], by: &str) -> Version {
        Version {
            known_at: None,
            by: By::importer(by, None),
            day: date(2016, 9, 12),
            text: text.into(),
            links: None,
            category: None,
            stories: None,
            summary: None,
            sources: Some(
                sources.iter().map(|(n, u)| Source::named(n, u.map(str::to_owned))).collect(),
            ),
            image: None,
            lang: "en".into(),
        }
    }

    fn after(revisions: &[Revision]) -> Record {
        history::steps(revisions).pop().unwrap().record
    }

    #[test]
    fn a_list_that_says_less_takes_nothing_away() {
        let first = version("A truce begins.", &[("BBC", Some("https://bbc.com/1"))], "wikitext");
        let revisions = vec![Revision::new(1, first.by.clone(), super::first(&first))];
        let lines = version("A truce begins.", &[("BBC", None)], "lines");
        assert_eq!(changes(&after(&revisions), &revisions, &lines, Telling::Again), []);
    }

    #[test]
    fn an_upstream_may_take_back_its_own_source_only() {
        let a =
            version("A truce begins.", &[("BBC", Some("https://bbc.com/1")), ("AP", None)], "a");
        let b = version("A truce begins.", &[("Reuters", Some("https://reuters.com/1"))], "b");
        let mut revisions = vec![Revision::new(1, a.by.clone(), super::first(&a))];
        let added = changes(&after(&revisions), &revisions, &b, Telling::Again);
        revisions.push(Revision::new(2, b.by.clone(), added));
        let shorter = version("A truce begins.", &[("BBC", Some("https://bbc.com/1"))], "a");
        let values = changes(&after(&revisions), &revisions, &shorter, Telling::Again);
        let Value::Sources(sources) = &values[0] else { panic!("{values:?}") };
        let names: Vec<_> = sources.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["BBC", "Reuters"]);
    }

    #[test]
    fn an_old_wording_told_again_is_old_news() {
        let a = version("A truce begins on monday.", &[], "a");
        let b = version("A truce begins on Monday.", &[], "a");
        let mut revisions = vec![Revision::new(1, a.by.clone(), super::first(&a))];
        let values = changes(&after(&revisions), &revisions, &b, Telling::Again);
        assert_eq!(values.len(), 1);
        revisions.push(Revision::new(2, b.by.clone(), values));
        assert_eq!(changes(&after(&revisions), &revisions, &a, Telling::Again), []);
    }

    #[test]
    fn a_bare_heading_does_not_replace_the_story_with_its_page() {
        let story = |title: &str, target: Option<&str>| StoryRef {
            title: title.into(),
            target: target.and_then(EntityKey::parse),
        };
        let known = vec![vec![
            story("Syrian Civil War", Some("en:Syrian Civil War")),
            story("Battle of Aleppo", Some("en:Battle of Aleppo (2012–2016)")),
        ]];
        let bare = [vec![story("battle of Aleppo", None)]];
        assert_eq!(merge_stories(&known, &bare, true), known);
        let other = vec![vec![story("Geneva talks", None)]];
        assert_eq!(merge_stories(&known, &other, true), other);
        assert_eq!(merge_stories(&known, &other, false).len(), 2);
    }
}
