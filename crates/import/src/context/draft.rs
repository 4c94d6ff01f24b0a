//! From the tellings of one event to its draft: wordings in order, with what The Context says beside them.

use super::{
    address,
    clean::{self, Cleaned},
    page::{Edition, EventPage},
    reunite::{Content, Telling},
    topic::{self, Prefixed},
    wordings::{self, without_prefix},
};
use annals_model::{
    By, ClaimedRelated, Date, Draft, Image, Note, Source, StoryRef, Summary, Version, fold_key,
};
use std::collections::HashSet;

/// Words in the address of a picture that shows a publisher and not the event.
const LOGOS: &[&str] = &[
    "logo",
    "favicon",
    "placeholder",
    "default-image",
    "default_image",
    "blank.",
    "spacer",
    "sprite",
    "no-image",
    "noimage",
    "apple-touch-icon",
    "transparent.",
];

/// Tellings of one event that are compared with each other; real ones have at
/// most some twenty.
const MOST_TELLINGS: usize = 200;

/// Wordings and sources of one event that are told apart.
pub(super) const MOST_VALUES: usize = 1_000;

/// Notes with the name of the page that they are about.
pub(super) type Notes = Vec<(String, Note)>;

/// Makes the draft. `None`, with a note, where no wording or no day is left.
pub(super) fn make(
    date: Option<Date>,
    edition: Edition,
    mut tellings: Vec<Telling>,
    other_paths: Vec<String>,
    notes: &mut Notes,
) -> Option<Draft> {
    let first = tellings.first()?.name.clone();
    let beyond: Vec<String> =
        tellings.iter().skip(MOST_TELLINGS).filter_map(|t| t.path.clone()).collect();
    if !beyond.is_empty() {
        let problem = format!("one event has {} tellings", tellings.len());
        let kept = note(
            None,
            "too-many-tellings",
            problem,
            "kept all addresses and read only the first texts",
        );
        notes.push((first.clone(), kept));
        tellings.truncate(MOST_TELLINGS);
    }
    let other_paths = other_paths.into_iter().chain(beyond).collect();
    let Some(day) = date else {
        notes.push((
            first,
            note(None, "date-missing", "the page names no day".to_owned(), "left it out"),
        ));
        return None;
    };
    let mut reported = HashSet::new();
    for telling in &tellings {
        report_repairs(telling, &mut reported, notes);
        check_date(day, telling, notes);
    }
    let prefix = wordings::prefix(&tellings);
    let wordings = wordings::wordings(day, edition, &tellings, prefix.as_deref(), notes);
    let Some(current) = wordings.last().map(|w| w.text.clone()) else {
        notes.push((
            first,
            note(None, "text-missing", "no sentence is left".to_owned(), "left it out"),
        ));
        return None;
    };
    let stories = stories(&tellings, &current, prefix.as_deref(), notes);
    let sources = sources(&tellings, notes);
    let summary = summary(&tellings, &sources, &current);
    let image = image(&tellings, notes);
    let file = tellings.iter().find(|t| matches!(t.content, Content::Page(_)));
    let file = file.unwrap_or(&tellings[0]);
    let upstream = file.path.clone();

    // The Context tracked nothing but the wording: what a page says beside it
    // holds for all of its wordings, as far as anybody knows.
    let versions: Vec<Version> = wordings
        .into_iter()
        .map(|wording| Version {
            known_at: wording.time,
            by: By::importer("context", wording.path.or_else(|| upstream.clone())),
            day,
            text: wording.text,
            links: None,
            category: None,
            stories: stories.clone(),
            summary: summary.clone(),
            sources: sources.clone(),
            image: image.clone(),
            lang: edition.lang().to_owned(),
        })
        .collect();
    Some(Draft {
        id: None,
        old_paths: old_paths(&tellings, &current, prefix.as_deref(), other_paths),
        under: None,
        line: match &file.content {
            Content::Page(page) => Some(page.line),
            Content::Item(item) => Some(item.line),
        },
        versions,
        claimed_related: related(&tellings),
    })
}

pub(super) fn note(line: Option<u32>, kind: &'static str, problem: String, done: &str) -> Note {
    Note { line, kind, problem, done: done.to_owned() }
}

pub(super) fn pages(tellings: &[Telling]) -> impl Iterator<Item = (&Telling, &EventPage)> {
    tellings.iter().filter_map(|t| match &t.content {
        Content::Page(page) => Some((t, page.as_ref())),
        Content::Item(_) => None,
    })
}

fn line(telling: &Telling) -> Option<u32> {
    match &telling.content {
        Content::Page(page) => Some(page.line),
        Content::Item(item) => Some(item.line),
    }
}

/// Notes what cleaning the sentence took out, once where several pages repeat it.
fn report_repairs(telling: &Telling, reported: &mut HashSet<String>, notes: &mut Notes) {
    let Cleaned { repairs, links, .. } = &telling.text;
    for (kind, raw) in repairs {
        if !reported.insert(format!("{kind} {raw}")) {
            continue;
        }
        let (kind, done) = match *kind {
            "too-long" => ("text-too-long", "kept it whole without looking for markup"),
            "mojibake" => ("mojibake", "undid the wrong decoding"),
            "language-variants" => {
                ("language-variants", "kept the wording in the text's own script")
            }
            "time-stamp" => ("debris-removed", "removed the rest of a time stamp"),
            "link-to-the-wiki" => ("debris-removed", "removed a link to a page of the wiki itself"),
            _ => ("markup-removed", "removed the markup and kept its text"),
        };
        let problem = format!("debris in the sentence: {}", crate::quote(raw));
        notes.push((telling.name.clone(), note(line(telling), kind, problem, done)));
    }
    for link in links {
        if !reported.insert(format!("link {}", link.raw)) {
            continue;
        }
        let done = match (&link.source.url, link.source.name.is_empty()) {
            (Some(_), _) => "moved it to the sources",
            (None, false) => "kept its publisher as a source without address, which is not certain",
            (None, true) => "removed it; its address is not certain and it names no publisher",
        };
        let problem = format!("a link in the sentence: {}", crate::quote(&link.raw));
        notes.push((telling.name.clone(), note(line(telling), "link-in-text", problem, done)));
    }
}

/// Notes where the page's day is contradicted by its address or by a source's.
fn check_date(day: Date, telling: &Telling, notes: &mut Notes) {
    let path_day = telling.path.as_deref().and_then(address::day);
    if let Some(other) = path_day.filter(|d| *d != day) {
        let problem = format!("the page says {day}, its address {other}");
        let kept = note(None, "date-contradicts-address", problem, "kept the page's day");
        notes.push((telling.name.clone(), kept));
    }
    let Content::Page(page) = &telling.content else { return };
    let urls = page.sources.iter().map(|c| c.url.as_str());
    if let Some((url, cited)) =
        urls.filter_map(|url| Some((url, address::same_day_of_another_year(url, day)?))).next()
    {
        let problem =
            format!("filed under {day}, but a source is of {cited}: {}", crate::quote(url));
        let kept = note(None, "year-doubtful", problem, "kept the page's day; check the year");
        notes.push((telling.name.clone(), kept));
    }
}

/// The story, where a heading is one.
fn stories(
    tellings: &[Telling],
    statement: &str,
    prefix: Option<&str>,
    notes: &mut Notes,
) -> Option<Vec<Vec<StoryRef>>> {
    let statement = without_prefix(statement, prefix);
    if let Some(prefix) = prefix {
        return Some(vec![vec![StoryRef::titled(prefix)]]);
    }
    let mut labels: Vec<(&Telling, String)> = Vec::new();
    for telling in tellings {
        let topic = match &telling.content {
            Content::Page(page) => page.topic.as_deref(),
            Content::Item(item) => item.topic.as_deref(),
        };
        let topic = topic.map(clean::text).filter(|t| !t.is_empty());
        if let Some(topic) = topic.filter(|t| labels.iter().all(|(_, l)| l != t)) {
            labels.push((telling, topic));
        }
    }
    let is_story = |t: &str| topic::is_story(t, statement, Prefixed::No);
    if let Some((_, story)) = labels.iter().find(|(_, t)| is_story(t)) {
        return Some(vec![vec![StoryRef::titled(story)]]);
    }
    // A label that the sentence repeats is not lost; another one is named.
    let key = fold_key(statement);
    for (telling, label) in labels.iter().filter(|(_, t)| !key.contains(&fold_key(t))) {
        let problem =
            format!("the heading `{}` is a link's label and names no story", crate::quote(label));
        let kept = note(line(telling), "heading-no-story", problem, "left the story unknown");
        notes.push((telling.name.clone(), kept));
    }
    None
}

/// The sources of all pages, the first page's first, and those that stood in the sentence.
fn sources(tellings: &[Telling], notes: &mut Notes) -> Option<Vec<Source>> {
    let mut sources: Vec<Source> = Vec::new();
    let mut add = |source: Source| {
        let same = |s: &&mut Source| match (s.page_key(), source.page_key()) {
            (Some(a), Some(b)) => a == b,
            _ => fold_key(&s.label()) == fold_key(&source.label()),
        };
        let full = sources.len() >= MOST_VALUES;
        match sources.iter_mut().find(same) {
            // A publisher may be known by name first and by its address later.
            Some(known) if known.url.is_none() => known.url = source.url,
            Some(known) if known.name.is_empty() => known.name = source.name,
            // Later forms of a page know the same address with https.
            Some(known) if source.url.as_deref().is_some_and(|u| u.starts_with("https:")) => {
                known.url = source.url;
            }
            Some(_) => {}
            None if full => {}
            None => sources.push(source),
        }
    };
    for (telling, page) in pages(tellings) {
        for cited in &page.sources {
            let label = clean::publisher(&cited.label);
            if label.is_empty() && !cited.label.trim().is_empty() {
                let problem = format!("no publisher's name: {}", crate::quote(&cited.label));
                let kept =
                    note(Some(cited.line), "source-without-name", problem, "kept its address");
                notes.push((telling.name.clone(), kept));
            }
            let url = web_address(&cited.url);
            if url.is_none() && !cited.url.is_empty() {
                let problem =
                    format!("no web address in a list of sources: {}", crate::quote(&cited.url));
                let kept = note(
                    Some(cited.line),
                    "source-without-address",
                    problem,
                    "kept the publisher without address",
                );
                notes.push((telling.name.clone(), kept));
            }
            if label.is_empty() && url.is_none() {
                continue;
            }
            add(Source::named(&label, url));
        }
    }
    for telling in tellings {
        for link in &telling.text.links {
            if link.source.url.is_some() || !link.source.name.is_empty() {
                add(link.source.clone());
            }
        }
    }
    Some(sources).filter(|s| !s.is_empty())
}

/// The address where it is one; without a scheme as browsers complete it.
fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let url = match url.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => url.to_owned(),
    };
    let scheme = url.split_once("://").map(|(s, rest)| (s.to_ascii_lowercase(), rest));
    let good = matches!(&scheme, Some((s, rest)) if matches!(s.as_str(), "http" | "https") && rest.contains('.'));
    (good && !url.chars().any(|c| c.is_whitespace() || c.is_control())).then_some(url)
}

/// The description, with whose words they are where only one publisher can be meant:
/// The Context took it from the page of a source.
fn summary(
    tellings: &[Telling],
    sources: &Option<Vec<Source>>,
    statement: &str,
) -> Option<Summary> {
    let from_page = pages(tellings).filter_map(|(_, p)| p.summary.as_deref()).last();
    let mut from_list = tellings.iter().filter_map(|t| match &t.content {
        Content::Item(item) => item.summary.as_deref(),
        Content::Page(_) => None,
    });
    let text = clean::text(from_page.or_else(|| from_list.next_back())?);
    if text.is_empty() || fold_key(&text) == fold_key(statement) {
        return None;
    }
    let by = match sources.as_deref() {
        Some([one]) => Some(one.name.clone()).filter(|n| !n.is_empty()),
        _ => None,
    };
    Some(Summary { text, by })
}

/// The last page's cover image; a publisher's logo is none.
fn image(tellings: &[Telling], notes: &mut Notes) -> Option<Image> {
    let mut image = None;
    for (telling, page) in pages(tellings) {
        for url in &page.images {
            let problem = if web_address(url).is_none() {
                "the cover image has no web address"
            } else if LOGOS.iter().any(|l| url.to_ascii_lowercase().contains(l)) {
                "the cover image is a publisher's logo"
            } else {
                image = web_address(url).map(|url| Image { url, alt: None, credit: None });
                continue;
            };
            let kept = note(
                None,
                "image-unusable",
                format!("{problem}: {}", crate::quote(url)),
                "left it out",
            );
            notes.push((telling.name.clone(), kept));
        }
    }
    image
}

/// Every address that led to the event, those of the current wording first.
fn old_paths(
    tellings: &[Telling],
    current: &str,
    prefix: Option<&str>,
    other: Vec<String>,
) -> Vec<String> {
    let is_current = |t: &&Telling| without_prefix(&t.text.text, prefix) == current;
    let (now, before): (Vec<&Telling>, Vec<&Telling>) = tellings.iter().partition(is_current);
    let own = now.into_iter().chain(before).filter_map(|t| t.path.clone());
    let changes = pages(tellings).flat_map(|(_, p)| &p.changes).filter_map(|w| w.path.clone());
    let mut seen = HashSet::new();
    own.chain(changes).chain(other).filter(|p| seen.insert(p.clone())).collect()
}

/// The lists of related events of all pages, each address once.
fn related(tellings: &[Telling]) -> Vec<ClaimedRelated> {
    let mut seen = HashSet::new();
    pages(tellings)
        .flat_map(|(_, p)| &p.related)
        .filter(|r| seen.insert(r.path.as_str()))
        .map(|r| ClaimedRelated {
            path: r.path.clone(),
            text: clean::text(&r.text),
            context: r.context.iter().map(|c| clean::text(c)).filter(|c| !c.is_empty()).collect(),
        })
        .collect()
}
