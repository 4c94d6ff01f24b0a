//! Reading an event's page back. It takes the text along the seams that
//! [`super::event`] leaves: front matter, lines above the title, title, summary,
//! and the sections behind their headings.

use super::escape::unescape;
use super::event::stated;
use super::front;
use super::line::{Line, plain};
use super::{reports, sources};
use crate::wire::{
    Change, Event, FieldChange, Image, Neighbours, Part, Reason, Ref, Related, Statement, Status,
    Step, Summary, Typed,
};
use crate::words::{Terms, Words};
use crate::{Format, ReadError, brief};

/// Reads an event's page back.
///
/// # Errors
/// Where the front matter or the title is missing, or a line does not have the
/// form that the writer gives it.
pub fn read_event(bytes: &[u8]) -> Result<Event, ReadError> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| ReadError::new(Format::Markdown, 1, "not UTF-8"))?;
    let mut lines = text.split('\n').enumerate().map(|(at, l)| (at + 1, l.trim_end_matches('\r')));
    let (mut page, words) = Page::begin(&mut lines)?;
    for (number, line) in lines {
        let rest = line.trim_start_matches(' ');
        if !rest.is_empty() {
            page.take(Line { rest, number, words })?;
        }
    }
    page.finish()
}

/// Where the reader is in the page.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Above,
    Title,
    Sources,
    Reports,
    Image,
    Additions,
    Changes,
    Background,
    Related,
    Neighbours,
}

/// The page as far as it is read.
struct Page {
    section: Section,
    event: Event,
    titled: bool,
    /// Version of the weights where a related event does not name its own.
    weights: String,
    /// The heading that the related events stand under.
    relation: String,
    /// Whether the last change names its wording by itself.
    worded: bool,
}

impl Page {
    /// Reads the front matter.
    fn begin<'a>(
        lines: &mut impl Iterator<Item = (usize, &'a str)>,
    ) -> Result<(Page, &'static Words), ReadError> {
        let error = |line, problem: &str| ReadError::new(Format::Markdown, line, problem);
        if lines.next().is_none_or(|(_, line)| line != "---") {
            return Err(error(1, "the page does not begin with `---`"));
        }
        let [mut id, mut url, mut day, mut lang, mut weights] = [const { None::<String> }; 5];
        for (number, line) in lines {
            if line == "---" {
                let need = |value: Option<String>, name: &str| {
                    value.ok_or_else(|| error(number, &format!("`{name}:` is missing")))
                };
                let lang = need(lang, "lang")?;
                let words = Words::of(&lang);
                let event = Event {
                    id: need(id, "id")?,
                    url: need(url, "url")?,
                    day: need(day, "day")?,
                    lang,
                    status: None,
                    category: None,
                    stories: Vec::new(),
                    statement: Statement::default(),
                    summary: None,
                    sources: Vec::new(),
                    reports: None,
                    image: None,
                    under: None,
                    additions: Vec::new(),
                    changes: Vec::new(),
                    background: Vec::new(),
                    related: Vec::new(),
                    neighbours: Neighbours::default(),
                };
                let page = Page {
                    section: Section::Above,
                    event,
                    titled: false,
                    weights: weights.unwrap_or_default(),
                    relation: String::new(),
                    worded: false,
                };
                return Ok((page, words));
            }
            let (key, value) = front::read(line)
                .ok_or_else(|| error(number, &format!("`{}` is no front matter", brief(line))))?;
            // Lines that somebody added are theirs.
            match key {
                "id" => id = Some(value.into_owned()),
                "url" => url = Some(value.into_owned()),
                "day" => day = Some(value.into_owned()),
                "lang" => lang = Some(value.into_owned()),
                "weights" => weights = Some(value.into_owned()),
                _ => {}
            }
        }
        Err(error(1, "the front matter does not end"))
    }

    fn finish(mut self) -> Result<Event, ReadError> {
        if !self.titled {
            return Err(ReadError::new(Format::Markdown, 1, "the page has no title"));
        }
        self.close_change();
        Ok(self.event)
    }

    fn take(&mut self, mut line: Line) -> Result<(), ReadError> {
        if line.eat("## ") {
            return self.enter(&line);
        }
        match self.section {
            Section::Above => self.above(line),
            Section::Title => self.summary(line),
            Section::Sources => sources::read(&mut self.event, line),
            Section::Reports => reports::read(&mut self.event, line),
            Section::Image => self.image(line),
            Section::Additions => {
                line.expect("- ")?;
                self.event.additions.push(line.event_ref()?);
                Ok(())
            }
            Section::Changes => self.change(line),
            Section::Background => self.background(line),
            Section::Related => self.related(line),
            Section::Neighbours => self.neighbour(line),
        }
    }

    fn enter(&mut self, line: &Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
            self.event.reports = Some(reports::begin(line)?);
            self.section = Section::Reports;
            return Ok(());
        }
        let sections = [
            (words.sources, Section::Sources),
            (words.image, Section::Image),
            (words.additions, Section::Additions),
            (words.changes, Section::Changes),
            (words.background, Section::Background),
            (words.related, Section::Related),
            (words.neighbours, Section::Neighbours),
        ];
        let found = sections.into_iter().find(|(title, _)| *title == line.rest);
        self.section = found.ok_or_else(|| line.error("no section of an event's page"))?.1;
        Ok(())
    }

    /// Lines above the title; the formats and the date say nothing new.
    fn above(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.eat("# ") {
            self.event.statement = statement(&mut line)?;
            self.section = Section::Title;
            self.titled = true;
        } else if line.eat_bullet(words.status) {
            let raw = line.all();
            let state = line.term(Terms::States, raw)?;
            self.event.status = Some(Status { state, reason: None, into: None });
        } else if line.eat_bullet(words.reason) {
            let error = line.error("a reason without a status");
            self.event.status.as_mut().ok_or(error)?.reason = Some(plain(line.all()));
        } else if line.eat_bullet(words.see) {
            let error = line.error("a merge without a status");
            self.event.status.as_mut().ok_or(error)?.into = Some(line.event_ref()?);
        } else if line.eat_bullet(words.category) {
            self.event.category = Some(line.reference(b"")?);
        } else if line.eat_bullet(words.story) {
            self.event.stories.push(chain(&mut line)?);
        } else if line.eat_bullet(words.under) {
            self.event.under = Some(line.event_ref()?);
        }
        Ok(())
    }

    fn summary(&mut self, mut line: Line) -> Result<(), ReadError> {
        line.expect(">")?;
        line.eat(" ");
        if line.rest.is_empty() {
            return Ok(());
        }
        match &mut self.event.summary {
            None => self.event.summary = Some(Summary { text: plain(line.all()), by: None }),
            Some(summary) => {
                line.expect("— ")?;
                summary.by = Some(plain(line.all()));
            }
        }
        Ok(())
    }

    fn image(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.eat("- [") {
            line.until(b"]");
            let url = address(&mut line)?;
            self.event.image = Some(Image { url, alt: None, credit: None });
            return Ok(());
        }
        let Some(image) = &mut self.event.image else {
            return Err(line.error("a picture's address is missing"));
        };
        if line.eat_bullet(words.shows) {
            image.alt = Some(plain(line.all()));
        } else if line.eat_bullet(words.credit) {
            image.credit = Some(plain(line.all()));
        } else {
            return Err(line.error("no line about a picture"));
        }
        Ok(())
    }

    fn change(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
            self.close_change();
            self.event.changes.push(change(&mut line)?);
            self.worded = false;
            return Ok(());
        }
        let Some(change) = self.event.changes.last_mut() else {
            return Err(line.error("a change does not begin with its number"));
        };
        if line.eat_bullet(words.wording) {
            let none = line.rest.strip_prefix('*').and_then(|rest| rest.strip_suffix('*'));
            if none != Some(words.none) {
                change.statement = Some(plain(line.rest));
            }
            self.worded = true;
            return Ok(());
        }
        let last = change.fields.last_mut();
        if line.eat_bullet(words.before) {
            let error = line.error("a value without its field");
            last.ok_or(error)?.before.push(plain(line.all()));
        } else if line.eat_bullet(words.after) {
            let error = line.error("a value without its field");
            last.ok_or(error)?.after.push(plain(line.all()));
        } else {
            line.expect("- ")?;
            let raw = line.until(b"(").trim_end_matches(' ');
            let field = line.term(Terms::Fields, raw)?;
            line.expect("(")?;
            let raw = line.until(b")");
            let grade = line.term(Terms::Grades, raw)?;
            change.fields.push(FieldChange { field, grade, before: Vec::new(), after: Vec::new() });
        }
        Ok(())
    }

    /// A change that does not name its wording has the one of its fields.
    fn close_change(&mut self) {
        if let Some(change) = self.event.changes.last_mut()
            && !self.worded
        {
            change.statement = stated(&change.fields).map(str::to_owned);
        }
        self.worded = true;
    }

    fn background(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
            line.number::<u64>()?;
            line.expect(". ")?;
            self.event.background.push(Step {
                event: line.event_ref()?,
                toward: String::new(),
                context: Vec::new(),
                words: None,
            });
            return Ok(());
        }
        let Some(step) = self.event.background.last_mut() else {
            return Err(line.error("an event of the background does not begin with its number"));
        };
        if line.eat_bullet(words.tied_to) {
            let raw = line.all();
            step.toward = line.term(Terms::Toward, raw)?;
        } else if line.eat_bullet(words.context) {
            while !line.rest.is_empty() {
                step.context.push(line.reference(b",")?);
                line.seam(", ")?;
            }
        } else if line.eat_bullet(words.shared_words) {
            step.words = Some(plain(line.all()));
        } else {
            return Err(line.error("no line about an event of the background"));
        }
        Ok(())
    }

    fn related(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        if line.eat("### ") {
            let raw = line.all();
            self.relation = line.term(Terms::Relations, raw)?;
            return Ok(());
        }
        if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
            line.number::<u64>()?;
            line.expect(". ")?;
            self.event.related.push(Related {
                event: line.event_ref()?,
                relation: self.relation.clone(),
                score: 0.0,
                weights: self.weights.clone(),
                typed: None,
                context: Vec::new(),
                reasons: Vec::new(),
            });
            return Ok(());
        }
        let Some(related) = self.event.related.last_mut() else {
            return Err(line.error("a related event does not begin with its number"));
        };
        if line.eat_bullet(words.relation) {
            let raw = line.until(b",");
            let kind = line.term(Terms::Kinds, raw)?;
            line.expect(", ")?;
            let raw = line.until(b",");
            let by = line.term(Terms::Sides, raw)?;
            line.expect(",")?;
            // An empty value may have lost its space.
            line.eat(" ");
            related.typed = Some(Typed { kind, by, words: plain(line.all()) });
        } else if line.eat_bullet(words.context) {
            while !line.rest.is_empty() {
                related.context.push(line.reference(b",")?);
                line.seam(", ")?;
            }
        } else if line.eat_bullet(words.why) {
            while !line.rest.is_empty() {
                related.reasons.push(reason(&mut line)?);
                line.seam(", ")?;
            }
        } else if line.eat_bullet(words.strength) {
            let raw = line.until(b"(").trim_end_matches(' ');
            related.score = raw.parse().map_err(|_| line.error("the strength is no number"))?;
            if line.eat("(") {
                line.expect(words.weights)?;
                line.expect(": ")?;
                related.weights = plain(line.until(b")"));
            }
        } else {
            return Err(line.error("no line about a related event"));
        }
        Ok(())
    }

    fn neighbour(&mut self, mut line: Line) -> Result<(), ReadError> {
        let words = line.words;
        let neighbours = &mut self.event.neighbours;
        if line.eat_bullet(words.previous_day) {
            neighbours.previous_day = Some(day_ref(&mut line)?);
        } else if line.eat_bullet(words.next_day) {
            neighbours.next_day = Some(day_ref(&mut line)?);
        } else if line.eat_bullet(words.previous_in_story) {
            neighbours.previous_in_story = Some(line.event_ref()?);
        } else if line.eat_bullet(words.next_in_story) {
            neighbours.next_in_story = Some(line.event_ref()?);
        } else {
            return Err(line.error("no neighbour"));
        }
        Ok(())
    }
}

/// The title: text with links.
fn statement(line: &mut Line) -> Result<Statement, ReadError> {
    let mut parts = Vec::new();
    let whole = line.rest;
    let mut text = String::new();
    while !line.rest.is_empty() {
        let part = if line.rest.starts_with('[') {
            let link = line.link()?;
            let url = line.page(link.url)?;
            Part { text: unescape(link.label), entity: link.title, url }
        } else {
            Part { text: unescape(line.until(b"[")), entity: None, url: None }
        };
        text.push_str(&part.text);
        parts.push(part);
    }
    if parts.iter().all(|p| p.entity.is_none() && p.url.is_none()) {
        parts.clear();
        text = plain(whole);
    }
    Ok(Statement { text, parts })
}

fn chain(line: &mut Line) -> Result<Vec<Ref>, ReadError> {
    let mut chain = Vec::new();
    while !line.rest.is_empty() {
        chain.push(line.reference(b">")?);
        line.rest = line.rest.trim_start_matches(' ');
        line.seam("> ")?;
    }
    Ok(chain)
}

/// The address behind a label that says nothing.
fn address(line: &mut Line) -> Result<String, ReadError> {
    line.expect("](")?;
    if line.eat("\"\"") {
        return Ok(String::new());
    }
    Ok(unescape(line.until(b" )")))
}

fn change(line: &mut Line) -> Result<Change, ReadError> {
    let number = line.number()?;
    line.expect(". ")?;
    let raw = line.until(b",");
    let grade = line.term(Terms::Grades, raw)?;
    line.expect(", ")?;
    let raw = line.until(b",");
    line.expect(", ")?;
    let known_at = if raw == line.words.unknown_time {
        None
    } else if let Some((day, clock)) = raw.strip_suffix(" UTC").and_then(|t| t.split_once(' ')) {
        Some(format!("{day}T{clock}Z"))
    } else {
        Some(line.date(raw)?)
    };
    let by = plain(line.until(b"(").trim_end_matches(' '));
    let from = line.eat("(").then(|| plain(line.until(b")")));
    Ok(Change { number, known_at, by, from, grade, statement: None, fields: Vec::new() })
}

fn reason(line: &mut Line) -> Result<Reason, ReadError> {
    let label = plain(line.until(b"(").trim_end_matches(' '));
    line.expect("(")?;
    let raw = line.until(b")");
    line.expect(")")?;
    let parted = raw.strip_suffix('%').and_then(|raw| raw.rsplit_once(' '));
    let (kind, share) = parted.ok_or_else(|| line.error("a reason has no share"))?;
    let share = share.parse().map_err(|_| line.error("a share is no percentage"))?;
    Ok(Reason { kind: line.term(Terms::Reasons, kind)?, label, share })
}

/// A page whose title is a date.
fn day_ref(line: &mut Line) -> Result<Ref, ReadError> {
    let link = line.link()?;
    let title = line.date(link.label)?;
    Ok(Ref { title, url: line.page(link.url)?, key: link.title })
}
