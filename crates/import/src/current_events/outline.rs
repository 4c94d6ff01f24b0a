//! A day's outline: which bullet is a story, which an event, and what stands
//! under what.

use super::citation::Shared;
use super::days::Day;
use super::inline::{self, Piece};
use super::notes::{Notes, quote};
use super::page::{Block, BlockKind};
use super::statement::{self, Statement};
use super::{charrefs, dates, heading};
use crate::Origin;
use annals_model::{By, Date, Draft, Incoming, StoryPath, StoryRef, Text, Version};

/// Bullets deeper than this count as this deep. The portal's lists reach five.
const MAX_DEPTH: usize = 10;

/// An event stands in no more stories than this; siblings above siblings multiply.
const MAX_PATHS: usize = 8;

/// Sections of the early pages that hold no events of the day. Their bullets
/// are links to elsewhere, lists of the dead, calendars.
const OTHER_SECTIONS: &[&str] = &[
    "see also",
    "external links",
    "references",
    "notes",
    "footnotes",
    "ongoing events",
    "ongoing",
    "ongoing conflicts",
    "upcoming events",
    "recent deaths",
    "related pages",
    "archives",
    "past events",
    "news collections and sources",
    "current events by region",
    "related portals",
    "wikimedia",
    "sources",
];

/// The events of one day, and what is still to be filled in.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The events in order.
    pub(super) events: Vec<Draft>,
    /// Events, by position, that use a reference by its name; with the line.
    pub(super) named: Vec<(usize, String)>,
}

/// What an open bullet is to the bullets beneath it.
#[derive(Debug)]
struct Frame {
    depth: usize,
    /// The stories that it adds to those above: siblings.
    stories: Vec<StoryRef>,
    /// The event that it is.
    event: Option<usize>,
}

struct Builder<'a> {
    origin: &'a Origin,
    lang: &'a str,
    date: Date,
    shared: &'a mut Shared,
    notes: &'a mut Notes,
    category: Option<String>,
    skipping: bool,
    frames: Vec<Frame>,
    out: Outline,
}

/// Reads the events of a day that has a date.
pub(super) fn read(
    day: &Day,
    date: Date,
    origin: &Origin,
    lang: &str,
    shared: &mut Shared,
    notes: &mut Notes,
) -> Outline {
    let mut builder = Builder {
        origin,
        lang,
        date,
        shared,
        notes,
        category: None,
        skipping: false,
        frames: Vec::new(),
        out: Outline::default(),
    };
    for (at, block) in day.blocks.iter().enumerate() {
        builder.notes.at(block.line);
        let next = day.blocks.get(at + 1).map(|b| &b.kind);
        builder.block(block, next);
    }
    builder.out
}

impl Builder<'_> {
    fn block(&mut self, block: &Block, next: Option<&BlockKind>) {
        let (depth, text) = match &block.kind {
            BlockKind::Header(_) => return,
            BlockKind::Heading(text) | BlockKind::Category(text) => return self.category(text),
            BlockKind::Bullet { depth, text } => (*depth, text),
            BlockKind::Paragraph(text) => (0, text),
        };
        if self.skipping {
            return;
        }
        if depth > MAX_DEPTH {
            let problem = format_args!("a bullet {depth} levels deep");
            self.notes.add("too-deep", problem, "read it as one on the tenth level");
        }
        let depth = depth.min(MAX_DEPTH);
        let carries = match next {
            Some(BlockKind::Bullet { depth: below, .. }) => (*below).min(MAX_DEPTH) > depth,
            _ => false,
        };
        self.frames.retain(|frame| frame.depth < depth);
        let statement = self.statement(text);
        if depth == 0 {
            self.paragraph(block.line, text, statement, carries);
        } else {
            self.bullet(block.line, depth, text, statement, carries);
        }
    }

    fn statement(&mut self, text: &str) -> Statement {
        let pieces: Vec<Piece> = inline::pieces(text, self.lang, self.shared, self.notes);
        statement::assemble(&pieces, self.notes)
    }

    fn category(&mut self, text: &str) {
        let statement = self.statement(text);
        let title = statement.text.text.trim_matches([':', ' ', '-', '–']).to_owned();
        self.frames.clear();
        self.skipping = OTHER_SECTIONS.contains(&title.to_lowercase().as_str());
        if self.skipping {
            self.notes.add("other-section", quote(&title), "left the section out");
        } else {
            self.category = (!title.is_empty()).then_some(title);
        }
    }

    fn bullet(&mut self, line: u32, depth: usize, raw: &str, read: Statement, carries: bool) {
        if read.text.text.is_empty() {
            return self.only_sources(raw, read);
        }
        let unsourced = read.sources.is_empty() && read.named.is_empty();
        if carries
            && unsourced
            && let Some(stories) = heading::stories(&read.text)
        {
            self.frames.push(Frame { depth, stories, event: None });
            return;
        }
        if !carries && unsourced && heading::is_bare(&read.text) {
            let problem = format_args!("a heading without events: {}", quote(&read.text.text));
            self.notes.add("heading-without-events", problem, "kept it as an event");
        }
        self.event(line, depth, read);
    }

    fn paragraph(&mut self, line: u32, raw: &str, read: Statement, carries: bool) {
        let text = &read.text.text;
        if read.sources.is_empty() && read.named.is_empty() {
            let marked = !read.text.links.is_empty() || text.ends_with(':');
            if carries
                && marked
                && let Some(stories) = heading::stories(&read.text)
            {
                self.frames.push(Frame { depth: 0, stories, event: None });
                return;
            }
            let sentence = text.ends_with(['.', '!', '?']) && text.split(' ').nth(3).is_some();
            if !sentence {
                if !text.is_empty() {
                    self.notes.add(
                        "text-outside-list",
                        quote(raw),
                        "left it out: it is no sentence",
                    );
                }
                return;
            }
        }
        if text.is_empty() {
            return self.only_sources(raw, read);
        }
        self.notes.add("text-outside-list", quote(raw), "read it as an event");
        self.event(line, 0, read);
    }

    /// A bullet that holds nothing but sources: they are those of the event above.
    fn only_sources(&mut self, raw: &str, read: Statement) {
        if read.sources.is_empty() && read.named.is_empty() {
            if !inline::plain(&charrefs::prepare(raw)).is_empty() {
                self.notes.add("empty-bullet", quote(raw), "left it out: nothing is left to say");
            }
            return;
        }
        let above = self.frames.iter().rev().find_map(|f| f.event);
        let above = above.or_else(|| self.out.events.len().checked_sub(1));
        let sources = above
            .and_then(|at| self.out.events.get_mut(at))
            .and_then(|draft| draft.versions.last_mut())
            .and_then(|version| version.sources.as_mut());
        match (above, sources) {
            (Some(at), Some(sources)) => {
                for source in read.sources {
                    if !sources.contains(&source) && sources.len() < statement::MAX_SOURCES {
                        sources.push(source);
                    }
                }
                self.out.named.extend(read.named.into_iter().map(|name| (at, name)));
                self.notes.add("source-alone", quote(raw), "added it to the event above");
            }
            _ => self.notes.add("source-alone", quote(raw), "left it out: no event is above it"),
        }
    }

    fn event(&mut self, line: u32, depth: usize, read: Statement) {
        let (own, text) = match heading::leading(&read.text) {
            Some((stories, text)) => (stories, text),
            None => (Vec::new(), read.text),
        };
        let Text { text, links } = text;
        let position = self.out.events.len();
        let under = self.frames.iter().rev().find_map(|frame| frame.event);
        self.frames.push(Frame { depth, stories: own, event: Some(position) });
        let version = Version {
            known_at: self.origin.known_at,
            by: match &self.origin.revision {
                Some(r) => By::revision_of("wikitext", &r.page, r.id, r.author.as_deref()),
                None => By::importer("wikitext", Some(dates::page_title(self.date))),
            },
            day: self.date,
            text,
            links: Some(links),
            category: self.category.clone(),
            stories: Some(self.paths()),
            summary: None,
            sources: Some(read.sources),
            image: None,
            lang: self.lang.to_owned(),
        };
        self.out.named.extend(read.named.into_iter().map(|name| (position, name)));
        self.out.events.push(Draft {
            id: None,
            old_paths: Vec::new(),
            under,
            line: Some(line),
            versions: vec![version],
            claimed_related: Vec::new(),
        });
    }

    /// Every chain of stories down to the innermost open bullet.
    fn paths(&mut self) -> Vec<StoryPath> {
        let mut paths: Vec<StoryPath> = vec![Vec::new()];
        let mut cut = false;
        for frame in self.frames.iter().filter(|f| !f.stories.is_empty()) {
            let mut longer = Vec::new();
            for path in &paths {
                for story in &frame.stories {
                    if longer.len() == MAX_PATHS {
                        cut = true;
                        break;
                    }
                    let mut path = path.clone();
                    if !path.iter().any(|s: &StoryRef| s.key() == story.key()) {
                        path.push(story.clone());
                    }
                    if !longer.contains(&path) {
                        longer.push(path);
                    }
                }
            }
            paths = longer;
        }
        if cut {
            let problem = format_args!("more than {MAX_PATHS} chains of stories above a bullet");
            self.notes.add("too-many-stories", problem, "left the last ones out");
        }
        paths.retain(|path| !path.is_empty());
        paths
    }
}

/// The drafts as a document's contents.
pub(super) fn incoming(events: Vec<Draft>) -> Vec<Incoming> {
    events.into_iter().map(Incoming::Told).collect()
}
