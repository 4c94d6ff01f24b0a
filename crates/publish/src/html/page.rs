//! What every page has: its language, its place, its frame, and the values that
//! its template reads.

use super::links::{Place, is_lang, lang_of_path};
use super::markup::Markup;
use super::messages::{Messages, is_right_to_left};
use super::{dates::IsoDate, dates::Style};
use crate::wire::{EventRef, Ref};
use crate::{Format, Settings};
use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use std::sync::Arc;

/// The pages that every page's navigation leads to: message and path.
pub const NAVIGATION: &[(&str, &str)] = &[
    ("latest", "/index"),
    ("stories", "/stories/index"),
    ("entities", "/context/index"),
    ("categories", "/categories/index"),
    ("search", "/search"),
];

/// A page that is being written.
pub(crate) struct Page<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) messages: &'a Messages,
    pub(crate) place: Place<'a>,
    /// The page's path as its shape gives it, without suffix.
    pub(crate) path: &'a str,
    /// Language of the furniture, and so of the document.
    pub(crate) lang: &'a str,
    /// `/zh` where the page stands under a language of its own.
    prefix: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// A page in a language, or in English where that has no messages.
    pub(crate) fn new(
        settings: &'a Settings,
        messages: &'a Messages,
        path: &'a str,
        lang: &'a str,
    ) -> Page<'a> {
        let speaks = primary(lang) == primary(messages.lang()) && is_lang(lang);
        Page {
            settings,
            messages,
            place: Place::of(path),
            path,
            lang: if speaks { lang } else { messages.lang() },
            prefix: lang_of_path(path),
        }
    }

    /// Writes a message, escaped.
    pub(crate) fn say(&self, out: &mut Markup, id: &str) {
        out.text(self.messages.text(id));
    }

    /// Writes the address of one of the site's pages.
    pub(crate) fn href(&self, out: &mut Markup, path: &str) {
        self.place.href(out, path, ".html");
    }

    /// The path of a page in this page's language: `/stories/index`, or
    /// `/zh/stories/index`.
    pub(crate) fn own(&self, path: &str) -> String {
        match self.prefix {
            Some(lang) => format!("/{lang}{path}"),
            None => path.to_owned(),
        }
    }

    /// The path of a day's page.
    pub(crate) fn day_path(&self, iso: &str) -> Option<String> {
        match IsoDate::parse(iso)? {
            IsoDate::Day(day) => Some(self.own(&format!(
                "/news/{:04}/{:02}/{}/index",
                day.year(),
                day.month(),
                day.day()
            ))),
            _ => None,
        }
    }

    /// Writes ` lang="…"`, and the direction, where a text is not in the page's language.
    pub(crate) fn lang_of(&self, out: &mut Markup, lang: &str) {
        if lang == self.lang || !is_lang(lang) {
            return;
        }
        out.raw(" lang=\"").text(lang).raw("\"");
        match (is_right_to_left(lang), is_right_to_left(self.lang)) {
            (true, false) => out.raw(" dir=\"rtl\""),
            (false, true) => out.raw(" dir=\"ltr\""),
            _ => out,
        };
    }

    /// The language of a page elsewhere on the site, by its path.
    pub(crate) fn lang_at<'b>(&'b self, path: &'b str) -> &'b str {
        lang_of_path(path).unwrap_or(&self.settings.lang)
    }

    /// Writes a date as `<time>`; what is no date is plain text.
    pub(crate) fn time(&self, out: &mut Markup, iso: &str, style: Style) {
        let words = self.messages.date(iso, style);
        if IsoDate::parse(iso).is_some() {
            out.raw("<time datetime=\"").text(iso).raw("\">").text(&words).raw("</time>");
        } else {
            out.text(&words);
        }
    }

    /// Writes a name, linked where it has a page; ISO dates are written out.
    pub(crate) fn named(&self, out: &mut Markup, thing: &Ref) {
        let title = self.messages.date(&thing.title, Style::Plain);
        match &thing.url {
            Some(path) => {
                out.raw("<a href=\"");
                self.href(out, path);
                out.raw("\">").text(&title).raw("</a>");
            }
            None => {
                out.text(&title);
            }
        }
    }

    /// Writes another event as a link on its statement.
    pub(crate) fn event(&self, out: &mut Markup, event: &EventRef) {
        out.raw("<a href=\"");
        self.href(out, &event.url);
        out.raw("\"");
        self.lang_of(out, self.lang_at(&event.url));
        out.raw(">").text(&event.text).raw("</a>");
    }

    /// The values of the frame, for `layout.html`.
    pub(crate) fn frame(&self, view: &mut View, texts: &Value) {
        view.set("t", texts.clone());
        view.set("lang", self.lang);
        view.set("dir", if is_right_to_left(self.lang) { "rtl" } else { "ltr" });
        view.set("root", Value::from_safe_string(self.place.root()));
        view.text("site", &self.settings.title);
        view.set("home", self.address(&self.own("/index")));
        view.set("nav", self.navigation().into_value());
        view.set("licence", self.licence().into_value());
    }

    fn address(&self, path: &str) -> Value {
        let mut out = Markup::default();
        self.href(&mut out, path);
        out.into_value()
    }

    fn navigation(&self) -> Markup {
        let mut out = Markup::with_capacity(300);
        for (message, path) in NAVIGATION {
            // Every language is searched in one place.
            let path = if *path == "/search" { (*path).to_owned() } else { self.own(path) };
            out.raw("<li><a href=\"");
            self.href(&mut out, &path);
            out.raw(if path == self.path { "\" aria-current=\"page\">" } else { "\">" });
            self.say(&mut out, message);
            out.raw("</a></li>");
        }
        out
    }

    /// The page's other formats.
    pub(crate) fn formats(&self) -> Markup {
        let mut out = Markup::with_capacity(256);
        for format in self.settings.formats.iter().filter(|f| **f != Format::Html) {
            out.raw("<li><a href=\"");
            self.place.href(&mut out, self.path, suffix(*format));
            out.raw("\" type=\"").raw(format.media_type()).raw("\">").raw(format.name());
            out.raw("</a></li>");
        }
        out
    }

    fn licence(&self) -> Markup {
        let mut out = Markup::default();
        if let Some((name, url)) = &self.settings.license {
            match super::links::WebLink::parse(url) {
                Some(link) => {
                    out.raw("<a rel=\"license\" href=\"");
                    link.href(&mut out);
                    out.raw("\">").text(name).raw("</a>");
                }
                None => {
                    out.text(name);
                }
            }
        }
        out
    }
}

/// A format's suffix with its dot.
pub(crate) fn suffix(format: Format) -> &'static str {
    match format {
        Format::Html => ".html",
        Format::Json => ".json",
        Format::Xml => ".xml",
        Format::Markdown => ".md",
    }
}

fn primary(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

/// The values of a page, by the names that templates use. Few enough that a
/// list is faster than a map.
#[derive(Debug, Default)]
pub(crate) struct View(Vec<(&'static str, Value)>);

impl View {
    /// A view with room for the values of a page.
    pub(crate) fn new() -> View {
        View(Vec::with_capacity(32))
    }

    /// Gives a value its name.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    /// Gives text from outside its name, escaped and free of what HTML forbids.
    pub(crate) fn text(&mut self, name: &'static str, text: &str) {
        let mut markup = Markup::with_capacity(text.len() + 16);
        markup.text(text);
        self.put(name, markup);
    }

    /// Gives a finished fragment its name; none where it is empty.
    pub(crate) fn put(&mut self, name: &'static str, markup: Markup) {
        self.0.push((name, markup.into_value()));
    }
}

impl Object for View {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(*name)).collect())
    }
}
