//! Event lines as items of an index: links keyed, the innermost heading as the story.

use super::lines::Line;
use annals_link::Item;
use annals_model::EntityKey;

/// What items borrow from.
pub(crate) struct Borrowed<'a> {
    links: Vec<Vec<(String, &'a str)>>,
    stories: Vec<Vec<&'a str>>,
}

/// The parts of items that lines do not have as items want them.
pub(crate) struct Parts<'b> {
    links: Vec<Vec<(&'b str, &'b str)>>,
}

impl<'a> Borrowed<'a> {
    pub(crate) fn of(lines: &'a [Line]) -> Borrowed<'a> {
        let keyed = |line: &'a Line| -> Vec<(String, &'a str)> {
            let key = |link: &'a super::lines::Link| {
                let key = EntityKey::new(&line.lang, &link.target)?;
                Some((key.to_string(), link.text.as_str()))
            };
            line.links.iter().filter_map(key).collect()
        };
        Borrowed {
            links: lines.iter().map(keyed).collect(),
            stories: lines
                .iter()
                .map(|l| l.stories.last().map(String::as_str).into_iter().collect())
                .collect(),
        }
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let links = self.links.iter();
        Parts { links: links.map(|l| l.iter().map(|(k, t)| (k.as_str(), *t)).collect()).collect() }
    }

    /// One item a line, in the lines' order.
    pub(crate) fn items<'b>(&'b self, lines: &'b [Line], parts: &'b Parts<'b>) -> Vec<Item<'b>> {
        (0..)
            .zip(lines.iter().zip(parts.links.iter().zip(&self.stories)))
            .map(|(id, (line, (links, stories)))| Item {
                id,
                day: line.day,
                text: &line.text,
                lang: &line.lang,
                entities: links,
                stories,
                category: line.category.as_deref(),
            })
            .collect()
    }
}
