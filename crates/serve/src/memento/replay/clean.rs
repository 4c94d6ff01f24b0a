//! Captured markup without anything that acts, loads or pretends.
//!
//! The page is read into a flat tree and written anew: the elements and attributes
//! listed here, text escaped, and nothing else. Of addresses, only a link's own is
//! kept: one that was captured leads to its capture, any other to the page itself,
//! as an outside one. Classes and styles go, so that a page cannot look like a part
//! of this site. What was written goes through `ammonia`, which others keep and
//! which reads as browsers do: a second judge with a parser of its own. Reading
//! first by the flat tree bounds the nesting, whose square is what parsers of the
//! standard take in time.

use annals_archive::articles;
use annals_extract::tree::{NodeId, Tag, Tree};
use annals_store::StoreError;
use std::collections::{HashMap, HashSet};
use url::Url;

/// Where a captured page is shown.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The path of the site's root, without a final slash.
    pub(super) root: String,
    /// When it was captured, in 14 digits.
    pub(super) digits: String,
    /// Where it was captured; its links are relative to it.
    pub(super) url: String,
}

/// Elements that only say how text is to be read.
const ELEMENTS: [&str; 60] = [
    "a",
    "abbr",
    "address",
    "article",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];

/// Elements that are shown as blocks, without their own meaning: landmarks of a
/// captured page are none of this one.
const BLOCKS: [&str; 8] =
    ["aside", "footer", "header", "hgroup", "main", "nav", "section", "fieldset"];

/// Elements that go with everything in them: what acts or loads, and what is read
/// in other ways than as text.
const GONE: [&str; 29] = [
    "applet",
    "audio",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "frame",
    "frameset",
    "head",
    "iframe",
    "input",
    "link",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// Elements without an end.
const VOID: [&str; 2] = ["br", "hr"];

/// Elements that stay where nothing is in them: tables need their cells.
const HOLLOW: [&str; 7] = ["br", "hr", "table", "tbody", "td", "th", "tr"];

/// Attributes that may stay, by element; `*` is any.
const ATTRIBUTES: [(&str, &[&str]); 5] = [
    ("*", &["dir", "id", "lang"]),
    ("a", &["href", "rel"]),
    ("ol", &["start"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan"]),
];

/// More links than this are not looked up; the others count as outside.
const LINKS: usize = 5_000;
/// Elements within each other that are written; pages that people read have some 30.
const DEPTH: usize = 80;
/// What ids begin with, so that they are none of the site's own.
const ID_PREFIX: &str = "captured-";
/// Longer values are left out.
const VALUE: usize = 300;
/// Longer addresses are left out.
const ADDRESS: usize = 4_000;

/// Cleans a page. `is_captured` says whether the archive has a page, by its key.
pub(super) fn clean(
    html: &str,
    place: &Place,
    is_captured: impl FnMut(&str) -> Result<bool, StoreError>,
) -> Result<String, StoreError> {
    let tree = Tree::parse(html);
    let mut writing = Writing {
        base: base(&tree, &place.url),
        words: words(&tree),
        tree: &tree,
        place,
        is_captured,
        leads: HashMap::new(),
        ids: HashSet::new(),
        out: String::with_capacity(html.len() / 2),
    };
    writing.write()?;
    let written = writing.out;
    Ok(judge().clean(&written).to_string())
}

/// What addresses of a page are relative to.
fn base(tree: &Tree<'_>, url: &str) -> Option<Url> {
    let own = Url::parse(url).ok();
    let stated = tree.elements(Tag::Base).find_map(|b| tree.attr(b, "href"));
    let stated = match (stated, &own) {
        (Some(href), Some(own)) => own.join(href.trim()).ok(),
        (Some(href), None) => Url::parse(href.trim()).ok(),
        (None, _) => None,
    };
    stated.filter(is_web).or(own)
}

/// For each node, in how many nodes before it something is to be read.
fn words(tree: &Tree<'_>) -> Vec<u32> {
    let mut words = Vec::with_capacity(tree.len() as usize + 1);
    let (mut count, mut gone_until) = (0, 0);
    for at in 0..tree.len() {
        words.push(count);
        if at >= gone_until && at > 0 && is_gone(tree, at) {
            gone_until = tree.end(at);
        }
        let read = match tree.text(at) {
            Some(text) => !text.trim().is_empty(),
            None => at > 0 && picture(tree, at).is_some(),
        };
        count += u32::from(read && at >= gone_until);
    }
    words.push(count);
    words
}

fn is_gone(tree: &Tree<'_>, at: NodeId) -> bool {
    let name = tree.name(at);
    GONE.iter().any(|gone| gone.eq_ignore_ascii_case(name))
}

/// What a picture is said to show.
fn picture<'t>(tree: &'t Tree<'_>, at: NodeId) -> Option<&'t str> {
    let alt = tree.attr(at, "alt").filter(|_| tree.name(at).eq_ignore_ascii_case("img"))?.trim();
    (!alt.is_empty()).then_some(alt)
}

struct Writing<'t, F> {
    tree: &'t Tree<'t>,
    words: Vec<u32>,
    place: &'t Place,
    base: Option<Url>,
    is_captured: F,
    /// Where links lead, as they are written in the page.
    leads: HashMap<String, Option<String>>,
    ids: HashSet<String>,
    out: String,
}

impl<F: FnMut(&str) -> Result<bool, StoreError>> Writing<'_, F> {
    fn write(&mut self) -> Result<(), StoreError> {
        let tree = self.tree;
        // The open elements that were written, with the node at which each ends.
        let mut open: Vec<(&'static str, NodeId)> = Vec::new();
        let mut at: NodeId = 1;
        while at < tree.len() {
            while let Some((name, _)) = open.pop_if(|(_, end)| *end <= at) {
                self.close(name);
            }
            if let Some(text) = tree.text(at) {
                escape(&mut self.out, text);
                at += 1;
                continue;
            }
            if is_gone(tree, at) {
                at = tree.end(at).max(at + 1);
                continue;
            }
            if let Some(shown) = picture(tree, at) {
                self.out.push_str("<small>[");
                escape(&mut self.out, &shown.chars().take(VALUE).collect::<String>());
                self.out.push_str("]</small>");
            }
            let name = tree.name(at).to_ascii_lowercase();
            let written = match ELEMENTS.iter().find(|e| **e == name) {
                Some(element) => Some(*element),
                None => BLOCKS.contains(&name.as_str()).then_some("div"),
            };
            // What has nothing in it was made for scripts and styles.
            let is_read = self.words[at as usize] < self.words[tree.end(at) as usize];
            let written = written.filter(|e| is_read || HOLLOW.contains(e));
            if let Some(element) = written.filter(|_| open.len() < DEPTH) {
                self.open(element, at)?;
                if !VOID.contains(&element) {
                    open.push((element, tree.end(at)));
                }
            }
            at += 1;
        }
        while let Some((name, _)) = open.pop() {
            self.close(name);
        }
        Ok(())
    }

    /// Writes an element's begin.
    fn open(&mut self, element: &'static str, at: NodeId) -> Result<(), StoreError> {
        let tree = self.tree;
        self.out.push('<');
        self.out.push_str(element);
        let of =
            |name: &str| ATTRIBUTES.iter().find(|(e, _)| *e == name).map_or(&[][..], |(_, a)| a);
        for name in of("*").iter().chain(of(element)) {
            let Some(value) = tree.attr(at, name).map(str::trim) else { continue };
            if let Some(value) = self.value(element, name, value)? {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str("=\"");
                escape(&mut self.out, &value);
                self.out.push('"');
            }
        }
        self.out.push('>');
        Ok(())
    }

    fn close(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// An attribute's value as it may stay.
    fn value(
        &mut self,
        element: &str,
        name: &str,
        value: &str,
    ) -> Result<Option<String>, StoreError> {
        Ok(match (element, name) {
            ("a", "href") => match value.strip_prefix('#') {
                Some(id) => anchor(id).map(|id| format!("#{id}")),
                None => self.lead(value)?,
            },
            (_, "rel") => None,
            (_, "id") => anchor(value).filter(|id| self.ids.insert(id.clone())),
            (_, "dir") => matches!(value, "ltr" | "rtl" | "auto").then(|| value.to_owned()),
            (_, "lang") => {
                let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
                (value.len() <= 35 && value.bytes().all(fits)).then(|| value.to_owned())
            }
            (_, "start") => value.parse::<i32>().ok().map(|n| n.to_string()),
            (_, "colspan" | "rowspan") => {
                value.parse::<u8>().ok().filter(|n| *n > 1).map(|n| n.to_string())
            }
            _ => None,
        })
    }

    /// Where a link leads: to a capture, or out.
    fn lead(&mut self, href: &str) -> Result<Option<String>, StoreError> {
        if href.len() > ADDRESS {
            return Ok(None);
        }
        if let Some(known) = self.leads.get(href) {
            return Ok(known.clone());
        }
        let url = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        let good = |url: &Url| {
            is_web(url)
                && url.username().is_empty()
                && url.password().is_none()
                && url.as_str().len() <= ADDRESS
        };
        let to = match url.filter(good) {
            None => None,
            Some(url) => {
                let looked_up = self.leads.len() < LINKS;
                let captured = looked_up && (self.is_captured)(&articles::key(url.as_str()))?;
                Some(if captured {
                    format!("{}/web/{}/{url}", self.place.root, self.place.digits)
                } else {
                    url.into()
                })
            }
        };
        self.leads.insert(href.to_owned(), to.clone());
        Ok(to)
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// An id of the captured page as one of this page.
fn anchor(id: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    let good = !id.is_empty() && id.len() <= VALUE && id.chars().all(plain);
    good.then(|| format!("{ID_PREFIX}{id}"))
}

/// Writes text so that it is text in an element and in a quoted value alike.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What is no character of HTML (WHATWG HTML 13.1.4), and what turns the
            // direction of the text around it.
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
}

/// The second judge, with the same lists.
fn judge() -> ammonia::Builder<'static> {
    let attributes = |of: &str| {
        let (_, names) = ATTRIBUTES.iter().find(|(element, _)| *element == of).copied()?;
        Some(names.iter().copied().filter(|name| *name != "rel").collect::<HashSet<_>>())
    };
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(ELEMENTS.into_iter().collect())
        .clean_content_tags(GONE.into_iter().collect())
        .generic_attributes(attributes("*").unwrap_or_default())
        .tag_attributes(
            ATTRIBUTES
                .iter()
                .filter(|(element, _)| *element != "*")
                .filter_map(|(element, _)| Some((*element, attributes(element)?)))
                .collect(),
        )
        .url_schemes(["http", "https"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
}

#[cfg(test)]
mod tests;
