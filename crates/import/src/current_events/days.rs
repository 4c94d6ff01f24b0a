//! A page's days: a page may hold one day, framed by its template, or a month
//! of days under headings that are dates.

use super::charrefs::prepare;
use super::dates::{self, Partial};
use super::inline;
use super::notes::{Notes, quote};
use super::page::{Block, BlockKind};
use annals_model::Date;

/// One day of a page.
#[derive(Debug, Default)]
pub(super) struct Day {
    /// Its date; `None` where neither the page nor its name gives one.
    pub(super) date: Option<Date>,
    /// Where it begins.
    pub(super) line: u32,
    /// What it holds.
    pub(super) blocks: Vec<Block>,
    /// The date is the template's word, which no heading overrides.
    framed: bool,
}

impl Day {
    /// Number of its bullets.
    pub(super) fn bullets(&self) -> usize {
        self.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Bullet { .. })).count()
    }
}

/// Splits a page into its days. What the page says of its date goes before
/// what its name says.
pub(super) fn split(blocks: Vec<Block>, name: Partial, notes: &mut Notes) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = Day { line: 1, ..Day::default() };
    let mut context = Partial { day: None, ..name };
    for block in blocks {
        notes.at(block.line);
        let found = match &block.kind {
            BlockKind::Header(header) => {
                if let Some(given) = &header.unreadable {
                    let problem =
                        format_args!("the page's template has no such day: {}", quote(given));
                    notes.add("bad-date", problem, "looked for the date elsewhere");
                }
                if header.closes
                    && let (Some(theirs), Some(ours)) = (header.day, day.date)
                    && theirs != ours
                {
                    contradiction(notes, "the template at the day's end", theirs, ours);
                    continue;
                }
                match header.day {
                    Some(date) if !header.closes => date,
                    _ => continue,
                }
            }
            _ => match date_of(&block, context, notes) {
                Found::Day(date) => {
                    match day.date {
                        Some(ours) if day.framed && ours != date => {
                            contradiction(notes, "a heading", date, ours);
                            continue;
                        }
                        _ => {}
                    }
                    date
                }
                Found::Context(found) => {
                    context = Partial { day: None, year: found.year.or(context.year), ..found };
                    continue;
                }
                Found::Nothing => {
                    day.blocks.push(block);
                    continue;
                }
            },
        };
        let framed = matches!(block.kind, BlockKind::Header(_));
        context.year = Some(found.year());
        if day.date != Some(found) {
            let next = Day { date: Some(found), line: block.line, framed, ..Day::default() };
            let done = std::mem::replace(&mut day, next);
            if done.date.is_some() || done.bullets() > 0 {
                days.push(done);
            } else {
                // A heading above the day's template still belongs to the page's start.
                day.line = done.line;
            }
        }
        day.framed |= framed;
    }
    days.push(day);
    name_the_rest(&mut days, name, notes);
    days
}

enum Found {
    Day(Date),
    Context(Partial),
    Nothing,
}

/// Whether a block is a heading that is a date, alone on its line.
fn date_of(block: &Block, context: Partial, notes: &mut Notes) -> Found {
    let (text, heading) = match &block.kind {
        BlockKind::Heading(text) => (text, true),
        BlockKind::Category(text) | BlockKind::Paragraph(text) => (text, false),
        BlockKind::Bullet { depth: 1, text } => (text, false),
        _ => return Found::Nothing,
    };
    // A date with its links is short; most blocks need no second look.
    const LONGEST: usize = 160;
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return Found::Nothing;
    }
    let shown = inline::plain(&prepare(text));
    let Some(found) = dates::phrase(&shown) else { return Found::Nothing };
    if found.is_day() {
        match found.within(context) {
            Some(date) => Found::Day(date),
            None => {
                let problem = format_args!("a heading that is no whole date: {}", quote(&shown));
                notes.add("bad-date", problem, "read what follows as part of the day before");
                Found::Nothing
            }
        }
    } else if heading && found.year.is_some() {
        Found::Context(found)
    } else {
        Found::Nothing
    }
}

fn contradiction(notes: &mut Notes, what: &str, theirs: Date, ours: Date) {
    let problem = format_args!("{what} says {theirs}, the page's template {ours}");
    notes.add("date-contradiction", problem, "used the template's date");
}

/// Gives the page's name its say: for what stands under no date, and against
/// what the page says.
fn name_the_rest(days: &mut Vec<Day>, name: Partial, notes: &mut Notes) {
    let named = name.within(Partial::default());
    let own: Vec<Date> = days.iter().filter_map(|d| d.date).collect();
    if let (Some(named), Some(first)) = (named, own.first())
        && !own.contains(&named)
    {
        notes.at(days.iter().find(|d| d.date.is_some()).map_or(1, |d| d.line));
        let problem = format_args!("the page says {first}, its name {named}");
        notes.add("date-contradiction", problem, "used the page's own date");
    }
    // Bullets above the first heading are that day's only if the name says so.
    for day in days.iter_mut().filter(|d| d.date.is_none()) {
        day.date = if own.is_empty() { named } else { named.filter(|n| own.contains(n)) };
    }
    if days.len() > 1 {
        days.retain(|day| {
            if day.date.is_none() && day.bullets() > 0 {
                notes.at(day.line);
                let problem = format_args!("{} bullets under no date", day.bullets());
                notes.add("no-date", problem, "left them out");
            }
            day.date.is_some()
        });
    }
}
