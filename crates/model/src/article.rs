//! Articles: what was read from a source's page, with the reasons for what is uncertain.

use crate::{Date, Note};

/// What one page says, apart from its menus, sidebars and advertisements.
///
/// `None` and empty lists mean that the page does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Where the page was read from.
    pub url: Option<String>,
    /// The address that the page gives as its own, http or https.
    pub canonical: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The sentence under the headline.
    pub deck: Option<String>,
    /// Who wrote it, one name each, without "By" and without a role.
    pub authors: Vec<String>,
    /// Who published it, by the name that readers know.
    pub publisher: Option<String>,
    /// Whose report it is where the publisher only carries it: `AAP` in "AAP via SBS".
    pub agency: Option<String>,
    /// When it was published.
    pub published: Dating,
    /// When it was last changed, where that is said apart.
    pub modified: Dating,
    /// Language of the body, BCP 47.
    pub language: Option<String>,
    /// The site's section: "World", "Sport".
    pub section: Option<String>,
    /// What the page gives as its keywords or tags.
    pub keywords: Vec<String>,
    /// The picture that stands for the article.
    pub image: Option<Picture>,
    /// The licence of the text: an address, or a name where there is none.
    pub licence: Option<String>,
    /// Whether the body is whole.
    pub access: Access,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// Whether a page gives its whole text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Nothing says otherwise.
    #[default]
    Whole,
    /// The page says that the rest is for subscribers.
    Paywalled,
    /// A teaser, an error, a consent page, a list: no article stands here.
    Stub,
}

/// A picture of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its address, http or https; empty where only the caption was kept.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// What stands under it.
    pub caption: Option<String>,
    /// Who made it or owns it.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Prose),
    /// A heading inside the body.
    Heading {
        /// 2 to 6; the headline is 1 and stands in [`Article::title`].
        level: u8,
        /// Its text.
        text: Prose,
    },
    /// Words of somebody else, set apart: a quotation, a post.
    Quote(Vec<Prose>),
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// The items.
        items: Vec<Prose>,
    },
    /// A table, row by row.
    Table(Vec<Vec<String>>),
    /// A picture with its caption.
    Picture(Picture),
    /// Something that is shown from elsewhere: a video, a post, a map.
    Embed {
        /// Its address, http or https.
        url: String,
        /// Its title, where the page gives one.
        title: Option<String>,
    },
    /// Text whose line breaks matter: code, a poem.
    Preformatted(String),
}

/// Text with links to other pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The text, tidy (see [`crate::tidy`]), save that a line break is `\n`.
    pub text: String,
    /// Links in order of `start`, none overlapping.
    pub links: Vec<Hyperlink>,
}

/// A stretch of text that leads to another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// First byte of the label.
    pub start: usize,
    /// One past the last byte of the label.
    pub end: usize,
    /// Where it leads, http, https or mailto.
    pub url: String,
}

impl Prose {
    /// Text without links.
    pub fn plain(text: impl Into<String>) -> Prose {
        Prose { text: text.into(), links: Vec::new() }
    }
}

/// A date with the reasons for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dating {
    /// The date believed, as EDTF level 0 (ISO 8601-2): `2016-05-09`,
    /// `2016-05-09T14:30:00Z`, `2016-05`; `None` where nothing is believed.
    pub value: Option<String>,
    /// How fine the value is.
    pub precision: Option<Precision>,
    /// 0 to 1: how often a value with this evidence is right; 0 without a value.
    pub confidence: f32,
    /// Everything that speaks of this date, best first.
    pub evidence: Vec<Evidence>,
    /// Other readings that stay possible, as EDTF, best first.
    pub alternatives: Vec<String>,
}

impl Dating {
    /// The day of the value, if it has one.
    pub fn day(&self) -> Option<Date> {
        self.value.as_deref()?.get(..10)?.parse().ok()
    }
}

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // they are what they are called
pub enum Precision {
    Year,
    Month,
    Day,
    Minute,
    Second,
}

/// One place that names a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The place: `json-ld datePublished`, `meta article:published_time`, `time`,
    /// `address`, `byline`, `text`, `feed`, `http last-modified`.
    pub from: String,
    /// What stands there, shortened.
    pub text: String,
    /// What it says, as EDTF; `None` where it cannot be read as one date.
    pub value: Option<String>,
}

impl Article {
    /// The body as plain text, a blank line between blocks. Pictures, their
    /// captions and embeds are not text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            let part = block.text();
            if !part.is_empty() {
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
                out.push_str(&part);
            }
        }
        out
    }
}

impl Block {
    /// Its kind, as formats name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Block::Paragraph(_) => "paragraph",
            Block::Heading { .. } => "heading",
            Block::Quote(_) => "quote",
            Block::List { .. } => "list",
            Block::Table(_) => "table",
            Block::Picture(_) => "image",
            Block::Embed { .. } => "embed",
            Block::Preformatted(_) => "preformatted",
        }
    }

    /// Its words as plain text; empty for pictures and embeds.
    pub fn text(&self) -> String {
        let lines = |parts: &[Prose], between: &str| {
            parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(between)
        };
        match self {
            Block::Paragraph(text) | Block::Heading { text, .. } => text.text.clone(),
            Block::Quote(parts) => lines(parts, "\n\n"),
            Block::List { items, .. } => lines(items, "\n"),
            Block::Table(rows) => rows.iter().map(|r| r.join("\t")).collect::<Vec<_>>().join("\n"),
            Block::Preformatted(text) => text.clone(),
            Block::Picture(_) | Block::Embed { .. } => String::new(),
        }
    }
}

impl Precision {
    /// Its name, as formats write it.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

impl Access {
    /// Its name, as formats write it.
    pub fn name(self) -> &'static str {
        match self {
            Access::Whole => "whole",
            Access::Paywalled => "paywalled",
            Access::Stub => "stub",
        }
    }
}
