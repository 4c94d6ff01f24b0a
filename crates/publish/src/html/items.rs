//! Events on lists: under their stories, additions under what they add to.

use super::dates::{IsoDate, Style};
use super::event::source;
use super::markup::Markup;
use super::page::Page;
use crate::wire::{Item, ListKind, Ref, Section};
use std::collections::HashMap;

/// Additions to additions are nested so deep; deeper ones stand beside each
/// other. Event lists nest to five levels, stories included.
const MAX_DEPTH: usize = 4;

/// Writes a section's events.
pub(crate) fn write(page: &Page<'_>, kind: ListKind, section: &Section, out: &mut Markup) {
    let list = Writer { page, kind, heading: &section.title };
    let nesting = Nesting::of(&section.items);
    out.raw("<ul class=\"items\">\n");
    let mut stories: &[Ref] = &[];
    let mut depth = 0;
    for (at, (level, item)) in nesting.in_order(&section.items).into_iter().enumerate() {
        match level.cmp(&depth) {
            std::cmp::Ordering::Greater => {
                out.raw("\n<ul>\n");
            }
            _ if at == 0 => {}
            _ => {
                out.raw("</li>\n");
                for _ in level..depth {
                    out.raw("</ul></li>\n");
                }
            }
        }
        depth = level;
        let same_story = at > 0 && stories == item.stories.as_slice();
        let placing = match (level, same_story, item.stories.is_empty()) {
            (0, false, false) => Placing::UnderItsStories,
            (0, false, true) if at > 0 => Placing::Apart,
            _ => Placing::Following,
        };
        list.item(item, placing, out);
        if level == 0 {
            stories = &item.stories;
        }
    }
    if !section.items.is_empty() {
        out.raw("</li>\n");
        for _ in 0..depth {
            out.raw("</ul></li>\n");
        }
    }
    out.raw("</ul>\n");
}

/// How an item stands to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placing {
    /// Begins a run of items of the same stories, which are named above it.
    UnderItsStories,
    /// Of no story, after items that were of one.
    Apart,
    /// Of the same stories, or an addition.
    Following,
}

struct Writer<'a> {
    page: &'a Page<'a>,
    kind: ListKind,
    /// The section's heading: what it says of the date, the items need not repeat.
    heading: &'a str,
}

impl Writer<'_> {
    /// Writes an item and leaves its `li` open for what is nested in it.
    fn item(&self, item: &Item, placing: Placing, out: &mut Markup) {
        let page = self.page;
        // A story's own page need not say at each event that it is the story's.
        let in_story = self.kind == ListKind::Story;
        let dated = self.kind != ListKind::Day && self.heading != item.day;
        out.raw(match (dated, placing == Placing::Apart && !in_story) {
            (true, _) => "<li class=\"dated\">",
            (false, true) => "<li class=\"apart\">",
            (false, false) => "<li>",
        });
        if dated {
            out.raw("<p class=\"when\">");
            let style = match IsoDate::parse(self.heading) {
                Some(_) if item.day.starts_with(self.heading) => Style::InYear,
                _ => Style::Short,
            };
            page.time(out, &item.day, style);
            out.raw("</p>");
        }
        if placing == Placing::UnderItsStories && !in_story {
            out.raw("<p class=\"kicker\">");
            for (at, story) in item.stories.iter().enumerate() {
                if at > 0 {
                    out.raw(" <span aria-hidden=\"true\">·</span> ");
                }
                page.named(out, story);
            }
            out.raw("</p>");
        }
        out.raw("<p class=\"what\"");
        page.lang_of(out, &item.lang);
        out.raw("><a href=\"");
        page.href(out, &item.url);
        out.raw("\">").text(&item.statement.text).raw("</a></p>");
        if let Some(summary) = &item.summary {
            out.raw("<p class=\"lead\"");
            page.lang_of(out, &item.lang);
            out.raw(">").text(&summary.text).raw("</p>");
        }
        self.meta(item, out);
    }

    fn meta(&self, item: &Item, out: &mut Markup) {
        if item.sources.is_empty() && item.material_changes == 0 {
            return;
        }
        out.raw("<p class=\"meta\">");
        for (at, it) in item.sources.iter().enumerate() {
            if at > 0 {
                self.page.say(out, "list-comma");
            }
            source(self.page, out, it);
        }
        if item.material_changes > 0 {
            out.raw(" <span class=\"changed\">");
            out.text(&self.page.messages.count("n-changes", item.material_changes.into()))
                .raw("</span>");
        }
        out.raw("</p>");
    }
}

/// Which items stand under which.
struct Nesting {
    children: HashMap<usize, Vec<usize>>,
    roots: Vec<usize>,
}

impl Nesting {
    fn of(items: &[Item]) -> Nesting {
        let mut nesting = Nesting { children: HashMap::new(), roots: Vec::new() };
        if items.iter().all(|item| item.under.is_none()) {
            nesting.roots = (0..items.len()).collect();
            return nesting;
        }
        let by_id: HashMap<&str, usize> =
            items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
        for (at, item) in items.iter().enumerate() {
            match item.under.as_deref().and_then(|id| by_id.get(id)) {
                Some(parent) if *parent != at => {
                    nesting.children.entry(*parent).or_default().push(at)
                }
                _ => nesting.roots.push(at),
            }
        }
        nesting
    }

    /// Every item once, with its depth: additions right after what they add to.
    /// Items that stand under each other in a circle come last, as roots.
    fn in_order<'i>(&self, items: &'i [Item]) -> Vec<(usize, &'i Item)> {
        let mut out = Vec::with_capacity(items.len());
        let mut seen = vec![false; items.len()];
        let mut todo: Vec<(usize, usize)> = Vec::new();
        for root in self.roots.iter().copied().chain(0..items.len()) {
            todo.push((0, root));
            while let Some((depth, at)) = todo.pop() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                out.push((depth, &items[at]));
                let below = (depth + 1).min(MAX_DEPTH);
                let children = self.children.get(&at).into_iter().flatten();
                todo.extend(children.rev().map(|child| (below, *child)));
            }
        }
        out
    }
}
