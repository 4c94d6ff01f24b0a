//! What every feed is read into, whatever its format was.

use super::geo::Place;
use super::kind::Kind;
use super::person::Person;
use super::when::When;
use annals_model::{Note, Weekday};

/// A feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// The format.
    pub kind: Kind,
    /// The encoding that it was read in, by the name of the WHATWG's list.
    pub encoding: &'static str,
    /// What it says of itself.
    pub about: About,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What was odd, and what was done about it. Kinds that begin with `xml-`
    /// mean that the feed is not well-formed.
    pub notes: Vec<Note>,
}

/// What a feed says of itself; also of another feed that an entry comes from.
/// All addresses are absolute and of the web; others are left out with a note.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// Plain text, tidy.
    pub title: Option<String>,
    /// A subtitle or description.
    pub subtitle: Option<Markup>,
    /// The site's page.
    pub link: Option<String>,
    /// The feed's own address.
    pub address: Option<String>,
    /// All links, those above included.
    pub links: Vec<Link>,
    /// The feed's lasting id.
    pub id: Option<String>,
    /// BCP 47, as far as the feed keeps to it.
    pub language: Option<String>,
    /// Who writes it.
    pub authors: Vec<Person>,
    /// Who else has a part in it.
    pub contributors: Vec<Person>,
    /// Who publishes it.
    pub publisher: Option<Person>,
    /// Who answers for the technical side (RSS `webMaster`).
    pub webmaster: Option<Person>,
    /// The statement of rights, plain text.
    pub rights: Option<String>,
    /// Addresses of licences.
    pub licences: Vec<String>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// When it was published.
    pub published: Option<When>,
    /// When it was made, where that is told apart.
    pub created: Option<When>,
    /// Its picture or logo.
    pub image: Option<Image>,
    /// A small square picture.
    pub icon: Option<String>,
    /// What it is about.
    pub categories: Vec<Category>,
    /// The program that made it.
    pub generator: Option<Generator>,
    /// WebSub hubs.
    pub hubs: Vec<String>,
    /// The next page of the feed, with older entries.
    pub next: Option<String>,
    /// Minutes until it is worth asking again.
    pub ttl: Option<u32>,
    /// Seconds between its renewals, as RSS 1.0's module of syndication says them.
    pub renewed_every: Option<u64>,
    /// Hours of the day (UTC, 0 to 23) in which it need not be asked for.
    pub skip_hours: Vec<u8>,
    /// Days of the week on which it need not be asked for.
    pub skip_days: Vec<Weekday>,
    /// The address that the feed has moved to.
    pub moved_to: Option<String>,
    /// A place that it is about.
    pub place: Option<Place>,
}

/// An entry of a feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The lasting id: `guid`, `id`, `rdf:about`.
    pub id: Option<String>,
    /// The id is the entry's address, and the feed gives no other.
    pub guid_is_link: bool,
    /// Plain text, tidy: markup taken out, references decoded.
    pub title: Option<String>,
    /// The entry's page.
    pub link: Option<String>,
    /// All links, that one included.
    pub links: Vec<Link>,
    /// A summary, as the feed has it; HTML is not cleaned.
    pub summary: Option<Markup>,
    /// The text itself, as the feed has it; HTML is not cleaned.
    pub content: Option<Markup>,
    /// Who wrote it; the feed's authors are not repeated here.
    pub authors: Vec<Person>,
    /// Who else had a part in it.
    pub contributors: Vec<Person>,
    /// Who published it.
    pub publisher: Option<Person>,
    /// What it is about.
    pub categories: Vec<Category>,
    /// When it was published.
    pub published: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// When it was made, where that is told apart.
    pub created: Option<When>,
    /// The feed that it was taken over from: RSS `source`, Atom `source`. Its
    /// title is the true publisher of an aggregator's entry.
    pub source: Option<Box<About>>,
    /// Pictures, sounds and films.
    pub media: Vec<Media>,
    /// The statement of rights, plain text.
    pub rights: Option<String>,
    /// Addresses of licences.
    pub licences: Vec<String>,
    /// BCP 47: the entry's own, else its title's or text's, else the feed's.
    pub language: Option<String>,
    /// The page with its comments.
    pub comments: Option<String>,
    /// A place that it is about.
    pub place: Option<Place>,
}

/// A text with or without markup. Relative addresses in it are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markup {
    /// HTML, or plain text: see `form`.
    pub text: String,
    /// How to read it.
    pub form: Form,
    /// Its language, where the feed says.
    pub language: Option<String>,
}

/// How a text is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// As it stands.
    Plain,
    /// HTML.
    Html,
    /// XHTML that stood in the feed as elements; written out it is HTML too.
    Xhtml,
    /// Another media type; the text is of no use without its program.
    Other(String),
}

impl Markup {
    /// Whether the text is HTML.
    pub fn is_html(&self) -> bool {
        matches!(self.form, Form::Html | Form::Xhtml)
    }

    /// The words alone.
    pub fn plain_text(&self) -> String {
        let text =
            if self.is_html() { super::html::plain_text(&self.text) } else { self.text.clone() };
        annals_model::tidy(&text)
    }
}

/// A link of a feed or an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads: absolute, of the web.
    pub url: String,
    /// `alternate`, `self`, `enclosure`, `related` …
    pub rel: String,
    /// Media type.
    pub media_type: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Language of what it leads to.
    pub language: Option<String>,
    /// Length of what it leads to, in bytes, as written.
    pub length: Option<String>,
}

/// A category, subject or keyword.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    /// The term.
    pub term: String,
    /// The vocabulary that it is of.
    pub scheme: Option<String>,
    /// The term for people.
    pub label: Option<String>,
}

/// A feed's picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Its address.
    pub url: String,
    /// What it shows; the alternative text.
    pub title: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
    /// A description.
    pub description: Option<String>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A picture, sound or film of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Media {
    /// Its address; `None` where the feed describes it without giving it.
    pub url: Option<String>,
    /// What the feed gives it as.
    pub role: Role,
    /// Media type.
    pub media_type: Option<String>,
    /// `image`, `audio`, `video`, `document`, `executable`
    pub medium: Option<String>,
    /// Bytes, as written.
    pub length: Option<String>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// Seconds.
    pub duration: Option<u32>,
    /// Title, plain text.
    pub title: Option<String>,
    /// Description or alternative text, plain text.
    pub description: Option<String>,
    /// Who made it.
    pub credits: Vec<Credit>,
    /// The statement of rights.
    pub rights: Option<String>,
    /// The licence's address or, without one, its name.
    pub licence: Option<String>,
}

/// What a feed gives a medium as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// `enclosure`
    #[default]
    Enclosure,
    /// Media RSS `content`
    Content,
    /// Media RSS `thumbnail`
    Thumbnail,
    /// An entry's image
    Image,
    /// A page that plays it
    Player,
}

/// Who had a part in a medium.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit {
    /// The name.
    pub name: String,
    /// `photographer`, `author` …
    pub role: Option<String>,
}

/// The program that made a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// Its version.
    pub version: Option<String>,
}
