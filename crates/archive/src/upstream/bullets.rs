//! A revision's bullets, as they are compared.

use crate::record::of_content;
use annals_fetch::mediawiki::PageRevision;
use annals_import::{Origin, PageRevision as Read, current_events};
use annals_model::EventId;
use annals_model::{Date, Draft, Incoming, Note, Timestamp, fold_key};
use annals_store::UpstreamItem;

/// One bullet of a revision.
#[derive(Debug, Clone)]
pub(super) struct Bullet {
    /// What it tells; `under` is a position among the revision's bullets.
    pub(super) draft: Draft,
    /// The folded text.
    pub(super) key: String,
    /// The text.
    pub(super) text: String,
    /// The headings above it, each on a line.
    pub(super) above: String,
    /// The addresses of its sources.
    pub(super) sources: Vec<String>,
    /// Links in its text.
    pub(super) links: usize,
    /// A hash of all that it says.
    pub(super) content: [u8; 32],
}

/// A revision as it reads.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its bullets in order.
    pub(super) bullets: Vec<Bullet>,
    /// The day that the page says it is about, where that is not the one that it is for.
    pub(super) other_day: Option<Date>,
    /// What was odd.
    pub(super) notes: Vec<Note>,
}

/// The revision that a text is.
pub(super) struct Source<'a> {
    /// The page's title.
    pub(super) title: &'a str,
    /// The revision's id.
    pub(super) revision: u64,
    /// When it was saved.
    pub(super) at: Timestamp,
    /// By whom.
    pub(super) author: Option<&'a str>,
    /// Language of the page.
    pub(super) lang: &'a str,
    /// The day that the page is for.
    pub(super) day: Date,
}

impl<'a> Source<'a> {
    pub(super) fn of(
        title: &'a str,
        revision: &'a PageRevision,
        lang: &'a str,
        day: Date,
    ) -> Source<'a> {
        let author = revision.author.as_deref();
        Source { title, revision: revision.id, at: revision.at, author, lang, day }
    }

    /// Reads the revision's text. Its bullets are filed under the page's day, whatever
    /// the text says: the title is what the wiki goes by.
    pub(super) fn read(&self, text: &str) -> Page {
        let origin = Origin {
            // The name says the day where the text does not.
            name: format!("{}/{}", self.title, self.day),
            known_at: Some(self.at),
            lang: self.lang.to_owned(),
            revision: Some(Read {
                page: self.title.to_owned(),
                id: self.revision,
                author: self.author.map(str::to_owned),
            }),
        };
        let mut page = Page::default();
        for document in current_events::read(&origin, text) {
            let before = page.bullets.len();
            for incoming in document.found {
                let Incoming::Told(mut draft) = incoming else { continue };
                draft.under = draft.under.map(|at| at + before);
                for version in &mut draft.versions {
                    if version.day != self.day {
                        page.other_day = Some(version.day);
                        version.day = self.day;
                    }
                }
                page.bullets.extend(Bullet::of(draft));
            }
            page.notes.extend(document.notes);
        }
        page
    }
}

impl Bullet {
    fn of(draft: Draft) -> Option<Bullet> {
        let version = draft.versions.last()?;
        let mut above: Vec<&str> = version.category.iter().map(String::as_str).collect();
        above.extend(version.stories.iter().flatten().flatten().map(|s| s.title.as_str()));
        let sources = version.sources.iter().flatten().filter_map(|s| s.url.clone()).collect();
        Some(Bullet {
            key: fold_key(&version.text),
            text: version.text.clone(),
            above: above.join("\n"),
            sources,
            links: version.links.as_ref().map_or(0, Vec::len),
            content: of_content(&draft),
            draft,
        })
    }

    /// What the page lists with it.
    pub(super) fn item(&self, event: EventId) -> UpstreamItem {
        UpstreamItem {
            event,
            key: self.key.clone(),
            text: self.text.clone(),
            above: self.above.clone(),
            sources: self.sources.clone(),
            content: self.content.to_vec(),
            gone: None,
        }
    }

    /// The hash of all that it says, as it is written.
    pub(super) fn mark(&self) -> String {
        self.content.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
