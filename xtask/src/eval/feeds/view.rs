//! A feed of annals under feedparser's names.

use super::likeness;
use annals_import::feed::{
    About, Category, Entry, Feed, Form, Kind, Link, Markup, Media, Person, Place, PlaceForm, Role,
    When,
};

/// Why a line could not be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fail {
    /// What it asks for is not in annals' model; why.
    Unmodelled(&'static str),
    /// It should be there and is not.
    Key(String),
    /// The line is beyond this evaluator.
    Line(String),
}

/// A value of Python, or one of the feed.
#[derive(Debug, Clone)]
pub(super) enum Value<'f> {
    None,
    Bool(bool),
    Number(f64),
    Text(String),
    /// HTML as the feed has it.
    Html(String),
    /// The plain text of what feedparser gives as HTML.
    Plain(String),
    List(Vec<Value<'f>>),
    Dict(Vec<(String, Value<'f>)>),
    About(&'f About),
    Entry(&'f Entry),
}

/// How alike two values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    Equal,
    Equalised,
    Different,
}

/// What annals has no field for, and why.
const UNMODELLED: &[(&str, &str)] = &[
    ("info", "a note for people who open a feed in a browser (Atom 0.3 `info`)"),
    ("info_detail", "a note for people who open a feed in a browser (Atom 0.3 `info`)"),
    ("cloud", "an interface for notifying (RSS `cloud`)"),
    ("textinput", "a search form (RSS `textInput`)"),
    ("docs", "the format's documentation (RSS `docs`)"),
    ("itunes_block", "directives to podcast directories (iTunes `block`, `explicit`)"),
    ("itunes_explicit", "directives to podcast directories (iTunes `block`, `explicit`)"),
    ("psc_chapters", "chapters of podcasts"),
    ("expired", "dates of expiry and validity"),
    ("expired_parsed", "dates of expiry and validity"),
    ("validity", "dates of expiry and validity"),
    ("validity_start", "dates of expiry and validity"),
    ("validity_end", "dates of expiry and validity"),
    ("validity_start_parsed", "dates of expiry and validity"),
    ("validity_end_parsed", "dates of expiry and validity"),
    ("wfw_comment", "interfaces for comments (wfw)"),
    ("wfw_commentrss", "interfaces for comments (wfw)"),
    ("thr_in-reply-to", "threads of comments (RFC 4685)"),
    ("media_restriction", "restrictions and ratings of media"),
    ("media_rating", "restrictions and ratings of media"),
    ("madeup_element", "elements that no format has"),
    ("abcdefg", "elements that no format has"),
    ("base", "the base of a text: relative addresses in it are resolved on reading"),
    ("headers", "HTTP headers: the client's, not the feed's"),
    ("etag", "HTTP headers: the client's, not the feed's"),
    ("modified", "HTTP headers: the client's, not the feed's"),
    ("modified_parsed", "HTTP headers: the client's, not the feed's"),
    ("locals", "HTTP headers: the client's, not the feed's"),
    ("bozo_exception", "feedparser's own classes"),
    ("isinstance", "feedparser's own classes"),
    ("itunes_duration", "durations as written: annals has seconds"),
];

const TITLE_TYPE: &str = "the media type of a title or rights statement: both are plain text";
const RIGHTS_LANGUAGE: &str =
    "the language of a feed's title or of a rights statement, apart from the feed's";
const TITLE_ADDRESSES: &str =
    "attributes of markup in a title or rights statement: both are plain text";

fn unmodelled(key: &str) -> Result<Value<'static>, Fail> {
    match UNMODELLED.iter().find(|(k, _)| *k == key) {
        Some((_, why)) => Err(Fail::Unmodelled(why)),
        None => Err(Fail::Key(key.to_owned())),
    }
}

/// A name at the beginning of an expression.
pub(super) fn root<'f>(feed: &'f Feed, name: &str) -> Result<Value<'f>, Fail> {
    let not_sound = |n: &annals_model::Note| {
        n.kind.starts_with("xml-") || matches!(n.kind, "encoding-guessed" | "encoding-damaged")
    };
    Ok(match name {
        "bozo" => Value::Bool(feed.notes.iter().any(not_sound)),
        "version" => Value::Text(version(feed.kind).to_owned()),
        "encoding" => Value::Text(feed.encoding.to_lowercase()),
        "feed" => Value::About(&feed.about),
        "entries" => Value::List(feed.entries.iter().map(Value::Entry).collect()),
        other => return unmodelled(other),
    })
}

fn version(kind: Kind) -> &'static str {
    match kind {
        Kind::Rss090 => "rss090",
        Kind::Rss091Netscape => "rss091n",
        Kind::Rss091 => "rss091u",
        Kind::Rss092 => "rss092",
        Kind::Rss093 => "rss093",
        Kind::Rss094 => "rss094",
        Kind::Rss10 => "rss10",
        Kind::Rss20 => "rss20",
        Kind::Rss => "rss",
        Kind::Atom01 => "atom01",
        Kind::Atom02 => "atom02",
        Kind::Atom03 => "atom03",
        Kind::Atom10 => "atom10",
        Kind::Atom => "atom",
        Kind::Cdf => "cdf",
        Kind::Json1 | Kind::Json11 => "json",
    }
}

impl<'f> Value<'f> {
    pub(super) fn is_true(&self) -> bool {
        match self {
            Value::None => false,
            Value::Bool(b) => *b,
            Value::Number(n) => *n != 0.0,
            Value::Text(t) | Value::Html(t) | Value::Plain(t) => !t.is_empty(),
            Value::List(l) => !l.is_empty(),
            Value::Dict(d) => !d.is_empty(),
            Value::About(_) | Value::Entry(_) => true,
        }
    }

    pub(super) fn len(&self) -> Result<Value<'f>, Fail> {
        let len = match self {
            Value::List(l) => l.len(),
            Value::Dict(d) => d.len(),
            Value::Text(t) => t.chars().count(),
            _ => return Err(Fail::Line("`len` of this".to_owned())),
        };
        Ok(Value::Number(len as f64))
    }

    pub(super) fn code(&self) -> Result<Value<'f>, Fail> {
        match self {
            Value::Text(t) | Value::Html(t) | Value::Plain(t) if t.chars().count() == 1 => {
                Ok(Value::Number(t.chars().map(u32::from).sum::<u32>().into()))
            }
            _ => Err(Fail::Key("one character".to_owned())),
        }
    }

    pub(super) fn has(&self, key: &str) -> Result<bool, Fail> {
        match self.get(key) {
            Ok(Value::None) | Err(Fail::Key(_)) => Ok(false),
            Ok(_) => Ok(true),
            Err(fail) => Err(fail),
        }
    }

    pub(super) fn at(&self, index: i64) -> Result<Value<'f>, Fail> {
        let Value::List(list) = self else { return Err(Fail::Key(index.to_string())) };
        let len = i64::try_from(list.len()).unwrap_or_default();
        let index = if index < 0 { len + index } else { index };
        let found = usize::try_from(index).ok().and_then(|i| list.get(i));
        found.cloned().ok_or_else(|| Fail::Key(format!("[{index}]")))
    }

    pub(super) fn get(&self, key: &str) -> Result<Value<'f>, Fail> {
        // feedparser's old names
        let key = match key {
            "guid" => "id",
            "tagline" => "subtitle",
            "tagline_detail" => "subtitle_detail",
            "copyright" => "rights",
            "copyright_detail" => "rights_detail",
            "issued" => "published",
            "issued_parsed" => "published_parsed",
            "modified" => "updated",
            "modified_parsed" => "updated_parsed",
            key => key,
        };
        match self {
            Value::About(about) => self::about(about, key),
            Value::Entry(entry) => self::entry(entry, key),
            Value::Dict(pairs) => {
                let old = if key == "url" { "href" } else { key };
                let found = pairs.iter().find(|(k, _)| k == key || k == old);
                match found {
                    Some((_, Value::Text(mark))) if mark.starts_with(REFUSED) => {
                        Err(Fail::Unmodelled(if key == "type" {
                            TITLE_TYPE
                        } else {
                            RIGHTS_LANGUAGE
                        }))
                    }
                    Some((_, value)) => Ok(value.clone()),
                    None => unmodelled(key),
                }
            }
            Value::List(_) | Value::None => Err(Fail::Key(key.to_owned())),
            _ => unmodelled(key),
        }
    }

    pub(super) fn like(&self, other: &Value<'f>) -> Result<Likeness, Fail> {
        let equal = |same: bool| if same { Likeness::Equal } else { Likeness::Different };
        Ok(match (self, other) {
            (Value::None, Value::None) => Likeness::Equal,
            (Value::Bool(a), Value::Bool(b)) => equal(a == b),
            (Value::Bool(a), Value::Number(b)) => equal(f64::from(u8::from(*a)) == *b),
            (Value::Number(a), Value::Number(b)) => equal((a - b).abs() < 1e-9),
            (Value::Text(a), Value::Text(b)) => equal(a == b),
            (Value::Html(a), Value::Html(b)) | (Value::Plain(a), Value::Plain(b)) => equal(a == b),
            (Value::Text(a), Value::Html(b)) | (Value::Html(b), Value::Text(a)) => {
                if a == b {
                    Likeness::Equal
                } else if likeness::keeps(a, b) {
                    Likeness::Equalised
                } else {
                    Likeness::Different
                }
            }
            (Value::Text(a), Value::Plain(b)) | (Value::Plain(b), Value::Text(a)) => {
                if a == b {
                    Likeness::Equal
                } else if likeness::words(a) == *b
                    || a.split_whitespace().collect::<Vec<_>>().join(" ") == *b
                {
                    if likeness::has_attributes(a) {
                        return Err(Fail::Unmodelled(TITLE_ADDRESSES));
                    }
                    Likeness::Equalised
                } else {
                    Likeness::Different
                }
            }
            (Value::List(a), Value::List(b)) => {
                let mut all = Likeness::Equal;
                for (a, b) in a.iter().zip(b) {
                    all = worse(all, a.like(b)?);
                }
                if a.len() == b.len() { all } else { Likeness::Different }
            }
            (Value::Dict(a), Value::Dict(b)) => {
                let mut all = equal(a.len() == b.len());
                for (key, a) in a {
                    let b = b.iter().find(|(k, _)| k == key);
                    all = worse(all, b.map_or(Ok(Likeness::Different), |(_, b)| a.like(b))?);
                }
                all
            }
            _ => Likeness::Different,
        })
    }
}

fn worse(a: Likeness, b: Likeness) -> Likeness {
    match (a, b) {
        (Likeness::Different, _) | (_, Likeness::Different) => Likeness::Different,
        (Likeness::Equalised, _) | (_, Likeness::Equalised) => Likeness::Equalised,
        _ => Likeness::Equal,
    }
}

/// Stands in a dictionary for what annals has no field for.
const REFUSED: &str = "\u{0}unmodelled";

fn needed<'f>(key: &str, value: Option<Value<'f>>) -> Result<Value<'f>, Fail> {
    value.ok_or_else(|| Fail::Key(key.to_owned()))
}

fn text<'f>(text: &Option<String>) -> Option<Value<'f>> {
    text.clone().map(Value::Text)
}

/// What a head and an entry share.
struct Common<'f> {
    title: &'f Option<String>,
    /// An entry's language is its title's; a feed's is not.
    title_language: Option<&'f Option<String>>,
    link: &'f Option<String>,
    links: &'f [Link],
    media: &'f [Media],
    id: &'f Option<String>,
    language: &'f Option<String>,
    authors: &'f [Person],
    contributors: &'f [Person],
    publisher: Option<&'f Person>,
    rights: &'f Option<String>,
    licences: &'f [String],
    updated: &'f Option<When>,
    published: &'f Option<When>,
    created: &'f Option<When>,
    categories: &'f [Category],
    place: &'f Option<Place>,
}

fn about<'f>(about: &'f About, key: &str) -> Result<Value<'f>, Fail> {
    let common = Common {
        title: &about.title,
        title_language: None,
        link: &about.link,
        links: &about.links,
        media: &[],
        id: &about.id,
        language: &about.language,
        authors: &about.authors,
        contributors: &about.contributors,
        publisher: about.publisher.as_ref().or(about.webmaster.as_ref()),
        rights: &about.rights,
        licences: &about.licences,
        updated: &about.updated,
        published: &about.published,
        created: &about.created,
        categories: &about.categories,
        place: &about.place,
    };
    let value = match key {
        "subtitle" | "description" | "summary" => {
            // feedparser has an empty text where an element is there and empty.
            Some(about.subtitle.as_ref().map_or(Value::Text(String::new()), markup))
        }
        "subtitle_detail" | "description_detail" => about.subtitle.as_ref().map(detail),
        // The source's address, of RSS
        "href" => text(&about.address),
        "image" => about.image.as_ref().map(|image| {
            let mut pairs = vec![("href".to_owned(), Value::Text(image.url.clone()))];
            push(&mut pairs, "title", &image.title);
            push(&mut pairs, "link", &image.link);
            push(&mut pairs, "description", &image.description);
            for (key, size) in [("width", image.width), ("height", image.height)] {
                pairs.extend(size.map(|s| (key.to_owned(), Value::Number(s.into()))));
            }
            Value::Dict(pairs)
        }),
        "logo" => about.image.as_ref().map(|i| Value::Text(i.url.clone())),
        "icon" => text(&about.icon),
        "ttl" => about.ttl.map(|t| Value::Text(t.to_string())),
        "newlocation" => text(&about.moved_to),
        "generator" => about.generator.as_ref().map(|g| Value::Text(g.name.clone())),
        "generator_detail" => about.generator.as_ref().map(|g| {
            let mut pairs = vec![("name".to_owned(), Value::Text(g.name.clone()))];
            push(&mut pairs, "href", &g.url);
            push(&mut pairs, "version", &g.version);
            Value::Dict(pairs)
        }),
        key => return self::common(&common, key),
    };
    needed(key, value)
}

fn entry<'f>(entry: &'f Entry, key: &str) -> Result<Value<'f>, Fail> {
    let common = Common {
        title: &entry.title,
        title_language: Some(&entry.language),
        link: &entry.link,
        links: &entry.links,
        media: &entry.media,
        id: &entry.id,
        language: &entry.language,
        authors: &entry.authors,
        contributors: &entry.contributors,
        publisher: entry.publisher.as_ref(),
        rights: &entry.rights,
        licences: &entry.licences,
        updated: &entry.updated,
        published: &entry.published,
        created: &entry.created,
        categories: &entry.categories,
        place: &entry.place,
    };
    let first = |role: Role| entry.media.iter().find(|m| m.role == role);
    let value = match key {
        // feedparser gives the content where there is no summary.
        "summary" | "description" | "subtitle" => {
            let text = entry.summary.as_ref().or(entry.content.as_ref());
            Some(text.map_or(Value::Text(String::new()), markup))
        }
        "summary_detail" | "description_detail" => {
            entry.summary.as_ref().or(entry.content.as_ref()).map(detail)
        }
        "content" => {
            let elsewhere =
                entry.links.iter().find(|l| l.rel == "content").map(|link| {
                    Value::Dict(vec![("src".to_owned(), Value::Text(link.url.clone()))])
                });
            Some(Value::List(entry.content.iter().map(detail).chain(elsewhere).collect()))
        }
        "guidislink" => Some(Value::Bool(entry.guid_is_link)),
        "source" => entry.source.as_deref().map(Value::About),
        "comments" => text(&entry.comments),
        "enclosures" => {
            let enclosed = entry.media.iter().filter(|m| m.role == Role::Enclosure);
            Some(Value::List(enclosed.map(enclosure).collect()))
        }
        "image" => first(Role::Image).map(enclosure),
        "media_thumbnail" => {
            let all = entry.media.iter().filter(|m| m.role == Role::Thumbnail);
            Some(Value::List(all.map(enclosure).collect()))
        }
        "media_content" => {
            let all = entry.media.iter().filter(|m| m.role == Role::Content);
            Some(Value::List(all.map(enclosure).collect()))
        }
        "media_player" => first(Role::Player).map(enclosure),
        "media_license" => entry
            .media
            .iter()
            .find_map(|m| m.licence.clone())
            .map(|licence| Value::Dict(vec![("href".to_owned(), Value::Text(licence))])),
        "media_credit" => {
            let credits = entry.media.iter().flat_map(|m| &m.credits).map(|credit| {
                let mut pairs = vec![("content".to_owned(), Value::Text(credit.name.clone()))];
                push(&mut pairs, "role", &credit.role);
                Value::Dict(pairs)
            });
            Some(Value::List(credits.collect()))
        }
        key => return self::common(&common, key),
    };
    needed(key, value)
}

fn common<'f>(common: &Common<'f>, key: &str) -> Result<Value<'f>, Fail> {
    let author = common.authors.first();
    // feedparser's `updated` falls back to the date of publication.
    let updated = common.updated.as_ref().or(common.published.as_ref());
    let value = match key {
        "title" => Some(Value::Plain(common.title.clone().unwrap_or_default())),
        "title_detail" => Some(plain_detail(common.title, common.title_language)),
        "rights" => Some(Value::Plain(common.rights.clone().unwrap_or_default())),
        "rights_detail" => Some(plain_detail(common.rights, None)),
        "link" => text(common.link),
        "links" => Some(Value::List(links(common))),
        "id" => text(common.id),
        "language" => text(common.language),
        "author" => author.map(|a| Value::Text(shown(a))),
        "author_detail" => author.map(person),
        "authors" => Some(Value::List(common.authors.iter().map(person).collect())),
        "contributors" => Some(Value::List(common.contributors.iter().map(person).collect())),
        "publisher" => common.publisher.map(|p| Value::Text(shown(p))),
        "publisher_detail" => common.publisher.map(person),
        "license" => common.licences.first().map(|l| Value::Text(l.clone())),
        "updated" => updated.map(|w| Value::Text(w.text.clone())),
        "updated_parsed" => updated.map(moment),
        "published" => common.published.as_ref().map(|w| Value::Text(w.text.clone())),
        "published_parsed" => common.published.as_ref().map(moment),
        "created" => common.created.as_ref().map(|w| Value::Text(w.text.clone())),
        "created_parsed" => common.created.as_ref().map(moment),
        "category" => common.categories.first().map(|c| Value::Text(c.term.clone())),
        "tags" => Some(Value::List(common.categories.iter().map(tag).collect())),
        "where" => Some(common.place.as_ref().map_or(Value::Dict(Vec::new()), place)),
        key => return unmodelled(key),
    };
    needed(key, value)
}

fn push(pairs: &mut Vec<(String, Value<'_>)>, key: &str, value: &Option<String>) {
    pairs.extend(value.clone().map(|v| (key.to_owned(), Value::Text(v))));
}

fn markup<'f>(markup: &Markup) -> Value<'f> {
    if markup.is_html() {
        Value::Html(markup.text.clone())
    } else {
        Value::Text(markup.text.clone())
    }
}

fn detail<'f>(text: &'f Markup) -> Value<'f> {
    let form = match &text.form {
        Form::Plain => "text/plain",
        Form::Html => "text/html",
        Form::Xhtml => "application/xhtml+xml",
        Form::Other(other) => other,
    };
    Value::Dict(vec![
        ("value".to_owned(), markup(text)),
        ("type".to_owned(), Value::Text(form.to_owned())),
        ("language".to_owned(), text.language.clone().map_or(Value::None, Value::Text)),
    ])
}

/// Of a title or rights statement, which annals keeps as plain text.
fn plain_detail<'f>(text: &Option<String>, language: Option<&'f Option<String>>) -> Value<'f> {
    let language = match language {
        Some(language) => language.clone().map_or(Value::None, Value::Text),
        None => Value::Text(REFUSED.to_owned()),
    };
    Value::Dict(vec![
        ("value".to_owned(), Value::Plain(text.clone().unwrap_or_default())),
        ("type".to_owned(), Value::Text(REFUSED.to_owned())),
        ("language".to_owned(), language),
    ])
}

fn links<'f>(common: &Common<'f>) -> Vec<Value<'f>> {
    let linked = common.links.iter().map(|link| {
        // feedparser fills in a type where none is given.
        let usual = if link.rel == "self" { "application/atom+xml" } else { "text/html" };
        let mut pairs = vec![
            ("href".to_owned(), Value::Text(link.url.clone())),
            ("rel".to_owned(), Value::Text(link.rel.clone())),
        ];
        push(&mut pairs, "type", &link.media_type.clone().or(Some(usual.to_owned())));
        push(&mut pairs, "title", &link.title);
        push(&mut pairs, "hreflang", &link.language);
        push(&mut pairs, "length", &link.length);
        Value::Dict(pairs)
    });
    // RSS's enclosures are among feedparser's links.
    let named = |m: &&Media| {
        m.role == Role::Enclosure
            && !common.links.iter().any(|l| l.rel == "enclosure" && Some(&l.url) == m.url.as_ref())
    };
    let enclosed = common.media.iter().filter(named).map(|medium| {
        let mut value = enclosure(medium);
        if let Value::Dict(pairs) = &mut value {
            pairs.push(("rel".to_owned(), Value::Text("enclosure".to_owned())));
        }
        value
    });
    linked.chain(enclosed).collect()
}

fn enclosure<'f>(medium: &Media) -> Value<'f> {
    let mut pairs = Vec::new();
    push(&mut pairs, "href", &medium.url);
    push(&mut pairs, "type", &medium.media_type);
    push(&mut pairs, "length", &medium.length);
    Value::Dict(pairs)
}

fn shown(person: &Person) -> String {
    match (&person.name, &person.email) {
        (Some(name), Some(email)) => format!("{name} ({email})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    }
}

fn person<'f>(person: &Person) -> Value<'f> {
    let mut pairs = Vec::new();
    push(&mut pairs, "name", &person.name);
    push(&mut pairs, "email", &person.email);
    push(&mut pairs, "href", &person.url);
    Value::Dict(pairs)
}

fn tag<'f>(category: &Category) -> Value<'f> {
    let or_none = |text: &Option<String>| text.clone().map_or(Value::None, Value::Text);
    Value::Dict(vec![
        ("term".to_owned(), Value::Text(category.term.clone())),
        ("scheme".to_owned(), or_none(&category.scheme)),
        ("label".to_owned(), or_none(&category.label)),
    ])
}

/// Python's time tuple, UTC: year, month, day, hour, minute, second, weekday, day of the year, 0.
fn moment<'f>(when: &When) -> Value<'f> {
    let Some(moment) = when.value else { return Value::None };
    let civil = match moment.timestamp() {
        Some(timestamp) => timestamp.to_zoned(jiff::tz::TimeZone::UTC).datetime(),
        // feedparser takes an unknown zone for UTC.
        None => moment.date.to_datetime(moment.time.unwrap_or(jiff::civil::Time::midnight())),
    };
    let parts = [
        civil.year().into(),
        f64::from(civil.month()),
        civil.day().into(),
        civil.hour().into(),
        civil.minute().into(),
        civil.second().into(),
        civil.weekday().to_monday_zero_offset().into(),
        civil.day_of_year().into(),
        0.0,
    ];
    Value::List(parts.into_iter().map(Value::Number).collect())
}

fn place<'f>(place: &Place) -> Value<'f> {
    let point = |(x, y, z): &(f64, f64, Option<f64>)| {
        Value::List([Some(*x), Some(*y), *z].into_iter().flatten().map(Value::Number).collect())
    };
    let points: Vec<Value<'f>> = place.points.iter().map(point).collect();
    let (form, coordinates) = match place.form {
        PlaceForm::Point => ("Point", points.into_iter().next().unwrap_or(Value::None)),
        PlaceForm::Line => ("LineString", Value::List(points)),
        PlaceForm::Polygon => ("Polygon", Value::List(vec![Value::List(points)])),
        PlaceForm::Box => ("Box", Value::List(points)),
    };
    Value::Dict(vec![
        ("type".to_owned(), Value::Text(form.to_owned())),
        ("coordinates".to_owned(), coordinates),
    ])
}
