//! `annals search`

use super::{Outcome, Usage, index};
use crate::moment::Moment;
use crate::out;
use annals_archive::Archive;
use annals_archive::search::{Answer, Extent, Fragment, Hit, Kind, Question, Searcher, Sort};
use annals_model::{Date, fold_key};
use annals_store::{NameKind, Reader};
use std::io::IsTerminal;

/// Find events by words, names and days
///
/// All words must be there, in any form: `"exact phrase"`, `-not`, `one OR other`,
/// `begin*`, `Alepo~` (a letter off). `story:`, `entity:`, `source:`, `category:` before a
/// word look in those names only, `lang:zh` and `day:2016-09` or `day:2016-09-01..2016-09-30`
/// narrow. Without a query the newest events are listed. docs/search.md says more, and
/// what `--json` prints.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to look for; `--` goes before a query that begins with `-`
    query: Vec<String>,
    /// First day
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// Only events of this story (its name); may be given several times, as the next ones
    #[arg(long, value_name = "NAME")]
    story: Vec<String>,
    /// Only events that name this person, place or organisation
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// Only events that this publisher reports
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only events under this heading
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Only events in this language
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// What was known at this time: a day (its end) or a time, 2016-10-05T18:00:00Z
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
    /// The order of the results
    #[arg(long, default_value = "relevance", value_parser = Sort::ALL.map(|(_, name)| name))]
    sort: String,
    /// How many results to list, 200 at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many results to pass over, 10,000 at most
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let (searcher, report) = Searcher::open(archive)?;
    if report.rebuilt.is_some() {
        eprintln!("{}", index::summary(&report));
    }
    if report.behind {
        eprintln!("the search index cannot be written now: the newest changes are not found");
    }
    let sort = Sort::ALL.iter().find(|(_, name)| *name == args.sort).map(|(sort, _)| *sort);
    let question = Question {
        query: args.query.join(" "),
        from: args.from,
        to: args.to,
        names: names(&args, archive, &archive.store.read()?)?,
        as_of: args.as_of.map(|moment| moment.0),
        sort: sort.unwrap_or_default(),
        offset: args.offset,
        limit: args.limit,
        extent: Extent::Whole,
    };
    let answer = searcher.ask(archive, &question)?;
    if args.json {
        out::json(&answer)?;
    } else {
        print(&answer, &question)?;
    }
    Ok(Outcome::Done)
}

/// The filters' names as keys.
fn names(
    args: &Args,
    archive: &Archive,
    reader: &Reader<'_>,
) -> anyhow::Result<Vec<(Kind, String)>> {
    let mut names = Vec::new();
    for story in &args.story {
        names.push((Kind::Story, story_key(reader, story)?));
    }
    for entity in &args.entity {
        let key = annals_archive::corrections::entity_key(entity, &archive.config.lang);
        let key = key.ok_or_else(|| Usage(format!("`{entity}` is no name")))?;
        names.push((Kind::Entity, resolved(reader, key)?));
    }
    names.extend(args.source.iter().map(|name| (Kind::Source, fold_key(name))));
    names.extend(args.category.iter().map(|name| (Kind::Category, fold_key(name))));
    names.extend(args.lang.iter().map(|code| (Kind::Lang, code.to_ascii_lowercase())));
    Ok(names)
}

/// The key of the story with this name.
fn story_key(reader: &Reader<'_>, name: &str) -> anyhow::Result<String> {
    let key = fold_key(name);
    if reader.name(NameKind::Story, &key)?.is_some() {
        return Ok(key);
    }
    let hint = "hint: `annals search 'story:WORD'` finds stories by a word of their names";
    Err(Usage(format!("the archive has no story `{name}`\n{hint}")).into())
}

/// The key of the entity that one is.
fn resolved(reader: &Reader<'_>, key: String) -> anyhow::Result<String> {
    let merged = reader.identities()?.into_iter().find(|i| i.key == key);
    Ok(merged.and_then(|i| i.into).unwrap_or(key))
}

fn print(answer: &Answer, question: &Question) -> anyhow::Result<()> {
    for note in &answer.notes {
        eprintln!("note: {}", note.text);
    }
    if let Some(suggestion) = &answer.suggestion {
        let found = out::number(suggestion.total);
        eprintln!("did you mean: {} ({found} events)", suggestion.query);
    }
    let style = Style::of_terminal();
    for Hit { item, statement, summary, .. } in &answer.hits {
        out::line(format!("{}  {}  {}", item.day, item.id, style.write(statement)))?;
        if let Some(summary) = summary {
            out::line(format!("            … {}", style.write(summary)))?;
        }
    }
    let shown = answer.hits.len();
    if (shown as u64) < answer.total {
        let first = question.offset + 1;
        eprintln!("{first} to {} of {}", question.offset + shown, out::number(answer.total));
    }
    Ok(())
}

/// How marked words look: bold on a terminal, plain elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Bold,
    Plain,
}

impl Style {
    fn of_terminal() -> Style {
        let plain = !std::io::stdout().is_terminal()
            || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if plain { Style::Plain } else { Style::Bold }
    }

    fn write(self, fragment: &Fragment) -> String {
        let segment = |s: &annals_archive::search::Segment| match (self, s.marked) {
            (Style::Bold, true) => format!("\u{1b}[1m{}\u{1b}[0m", s.text),
            _ => s.text.clone(),
        };
        fragment.segments.iter().map(segment).collect()
    }
}
