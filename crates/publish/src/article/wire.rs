//! The public shape of an article: what `annals extract --format json` writes.
//!
//! Programs rely on every key of [`Article`] being there; unknown is null or
//! empty. `schema/article.schema.json` says the same. Offsets count characters
//! (Unicode code points), as Python, jq and SQL do.

use serde::{Deserialize, Serialize};

/// What one page says, apart from its menus, sidebars and advertisements.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// The file that it was read from, where several were read; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The WARC record that it was read from; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Where the page was read from.
    pub url: Option<String>,
    /// The address that the page gives as its own, http or https.
    pub canonical: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The sentence under the headline.
    pub deck: Option<String>,
    /// Who wrote it, one name each.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Whose report it is where the publisher only carries it.
    pub agency: Option<String>,
    /// When it was published.
    pub published: Dating,
    /// When it was last changed, where that is said apart.
    pub modified: Dating,
    /// Language of the body, BCP 47.
    pub language: Option<String>,
    /// The site's section.
    pub section: Option<String>,
    /// What the page gives as its keywords or tags.
    pub keywords: Vec<String>,
    /// The licence of the text: an address, or a name where there is none.
    pub licence: Option<String>,
    /// Whether the body is whole.
    pub access: Access,
    /// The picture that stands for the article.
    pub image: Option<Picture>,
    /// The body as plain text, a blank line between blocks. It follows from
    /// `blocks` and is not read back.
    pub text: String,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// Whether a page gives its whole text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Nothing says otherwise.
    #[default]
    Whole,
    /// The page says that the rest is for subscribers.
    Paywalled,
    /// No article stands here.
    Stub,
}

/// A date with the reasons for it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dating {
    /// The date believed, EDTF level 0; null where nothing is believed.
    pub value: Option<String>,
    /// How fine the value is.
    pub precision: Option<Precision>,
    /// 0 to 1 in steps of 0.01: how often a value with this evidence is right;
    /// 0 without a value.
    pub confidence: f64,
    /// Everything that speaks of this date, best first.
    pub evidence: Vec<Evidence>,
    /// Other readings that stay possible, as EDTF, best first.
    pub alternatives: Vec<String>,
}

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // they are what they are called
pub enum Precision {
    Year,
    Month,
    Day,
    Minute,
    Second,
}

/// One place that names a date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The place: `json-ld datePublished`, `time`, `address`, `text`, …
    pub from: String,
    /// What stands there, shortened.
    pub text: String,
    /// What it says, as EDTF; null where it cannot be read as one date.
    pub value: Option<String>,
}

/// A part of the body; `kind` names it. `text` is its words without markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph.
    Paragraph(Prose),
    /// A heading inside the body.
    Heading {
        /// 2 to 6; the headline is 1 and is the article's `title`.
        level: u8,
        /// Its words.
        text: String,
        /// Its links.
        links: Vec<Link>,
    },
    /// Words of somebody else, set apart.
    Quote {
        /// The paragraphs, a blank line between; not read back.
        #[serde(default)]
        text: String,
        /// The paragraphs.
        paragraphs: Vec<Prose>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// The items, one a line; not read back.
        #[serde(default)]
        text: String,
        /// The items.
        items: Vec<Prose>,
    },
    /// A table.
    Table {
        /// The rows, one a line, a tab between cells; not read back.
        #[serde(default)]
        text: String,
        /// The cells, row by row.
        rows: Vec<Vec<String>>,
    },
    /// A picture with its caption.
    Image(Picture),
    /// Something that is shown from elsewhere: a video, a post, a map.
    Embed {
        /// Its address, http or https.
        url: String,
        /// Its title.
        title: Option<String>,
    },
    /// Text whose line breaks matter.
    Preformatted {
        /// The text.
        text: String,
    },
}

/// Text with links to other pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// The text; a line break is `\n`.
    pub text: String,
    /// Links in order of `start`, none overlapping.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// A stretch of text that leads to another page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words of the link; they follow from the offsets and are not read back.
    #[serde(default)]
    pub text: String,
    /// Where it leads, http, https or mailto.
    pub url: String,
    /// First character of the words in the text around them, from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, http or https; null where only the caption was kept.
    pub url: Option<String>,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// What stands under it.
    pub caption: Option<String>,
    /// Who made it or owns it.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
}

/// Something odd in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Line of the page, from 1; absent where it concerns the whole page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// A stable name for the kind of problem, in kebab-case.
    pub kind: String,
    /// What is wrong.
    pub problem: String,
    /// What was done about it.
    pub done: String,
}
