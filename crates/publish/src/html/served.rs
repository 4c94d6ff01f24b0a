//! Pages that only a server has: search, comparisons, forms.
//!
//! Their templates stand beside the others and read what the server gives them
//! under `page`. Everything there is text and is escaped by the template; markup
//! is made only by the functions of this file:
//!
//! | in a template | is |
//! |---|---|
//! | `link("/stories/x")` | the address of a page of the site, with `.html` |
//! | `address("/search")` | an address of the server as it is, its query included |
//! | `date("2016-09-09")` | a date or month in words, in a `<time>` |
//! | `count("n-events", 3)` | a counted message |
//! | `fill("by-editor", name="Ada")` | a message with its variables |
//! | `say("grade-typo")` | a message whose name is only known then |
//! | `outside(url)` | a source's address if it may be linked, else nothing |

use super::dates::{IsoDate, Style};
use super::head;
use super::links::{Place, WebLink, encode_url};
use super::markup::Markup;
use super::messages::Messages;
use super::page::{Page, View};
use minijinja::Value;
use minijinja::value::{Kwargs, Serde};
use serde::Serialize;
use serde_json::Value as Json;
use std::sync::Arc;

/// A page that only a server has.
#[derive(Debug)]
pub struct Served<'a, P = Json> {
    /// Name of the template, `results.html`.
    pub template: &'a str,
    /// The path that navigation marks as the present one, without suffix.
    pub path: &'a str,
    /// Language of the furniture, BCP 47.
    pub lang: &'a str,
    /// What the browser's window is called, besides the archive's name.
    pub title: &'a str,
    /// The class of the page's body.
    pub kind: &'a str,
    /// The event that the page is about, if it is about one: its id.
    pub event: Option<&'a str>,
    /// Feeds of the page: their addresses, with the query.
    pub feeds: &'a [String],
    /// What the template reads as `page`.
    pub page: &'a P,
}

/// Fills the view of such a page.
pub(crate) fn fill(
    page: &Page<'_>,
    messages: &Arc<Messages>,
    served: &Served<'_, impl Serialize>,
    view: &mut View,
) {
    view.text("kind", served.kind);
    if let Some(id) = served.event {
        view.text("event", id);
    }
    view.text("title", &head::page_title(page, served.title));
    let root = page.place.root();
    let mut out = Markup::default();
    out.raw("<meta name=\"robots\" content=\"noindex\">\n");
    for feed in served.feeds {
        let path = feed.split('?').next().unwrap_or_default();
        let Some(kind) = head::feed_type(path) else { continue };
        out.raw("<link rel=\"alternate\" type=\"").raw(kind).raw("\" href=\"");
        out.text(&address(&root, feed)).raw("\">\n");
    }
    view.put("head", out);
    view.set("page", Value::from(Serde(served.page)));
    functions(messages, page.settings.base_url.as_deref(), root, view);
}

fn functions(messages: &Arc<Messages>, base_url: Option<&str>, root: String, view: &mut View) {
    let place = Place::anywhere("/", base_url);
    view.set(
        "link",
        Value::from_function(move |path: &str| {
            let mut out = Markup::default();
            place.href(&mut out, path, ".html");
            out.into_value()
        }),
    );
    view.set(
        "address",
        Value::from_function(move |path: &str| {
            let mut out = Markup::default();
            encode_url(out.escaped(), &address(&root, path));
            out.into_value()
        }),
    );
    let words = Arc::clone(messages);
    view.set(
        "date",
        Value::from_function(move |iso: &str| {
            let mut out = Markup::default();
            if IsoDate::parse(iso).is_some() {
                out.raw("<time datetime=\"").text(iso).raw("\">");
                out.text(&words.date(iso, Style::Plain)).raw("</time>");
            } else {
                out.text(&words.time(iso));
            }
            out.into_value()
        }),
    );
    let words = Arc::clone(messages);
    view.set("count", Value::from_function(move |id: &str, n: u64| words.count(id, n)));
    let words = Arc::clone(messages);
    view.set("say", Value::from_function(move |id: &str| words.text(id).to_owned()));
    let words = Arc::clone(messages);
    view.set(
        "fill",
        Value::from_function(move |id: &str, values: Kwargs| {
            let values: Vec<(String, String)> = values
                .args()
                .filter_map(|name| Some((name.to_owned(), values.get::<String>(name).ok()?)))
                .collect();
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            words.fill(id, &values)
        }),
    );
    view.set(
        "outside",
        Value::from_function(|url: &str| {
            let mut out = Markup::default();
            if let Some(link) = WebLink::parse(url) {
                link.href(&mut out);
            }
            out.into_value()
        }),
    );
}

/// An address of the server: a path of its own with a query, below the site's root.
fn address(root: &str, path: &str) -> String {
    format!("{root}{}", path.trim_start_matches('/'))
}
