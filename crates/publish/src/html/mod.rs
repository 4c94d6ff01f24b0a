//! Pages for people: HTML through `minijinja` templates.
//!
//! A [`Theme`] is templates, one style sheet and message catalogues, all built
//! in and each replaceable by a file of the same name in a folder. What repeats
//! on a page (sources, changes, related events, lists) is written in Rust, where
//! literal markup and outside text are different types (`markup`); templates
//! put the finished fragments in their places. A template that wants more than
//! the fragments reads `record`, the page's whole public shape as in its JSON;
//! it is made only for themes that mention it.
//!
//! ```
//! use annals_publish::{Format, Settings, html::Theme};
//!
//! let theme = Theme::load(None)?;
//! let settings = Settings {
//!     title: "Truces".into(),
//!     description: "What was agreed, and what held.".into(),
//!     base_url: None,
//!     lang: "en".into(),
//!     license: None,
//!     formats: vec![Format::Html],
//!     hubs: Vec::new(),
//! };
//! let mut page = Vec::new();
//! theme.not_found(&settings, "en", &mut page)?;
//! assert!(page.starts_with(b"<!DOCTYPE html>"));
//! # Ok::<(), annals_publish::html::ThemeError>(())
//! ```

mod background;
mod calendar;
mod changes;
pub mod dates;
mod event;
mod head;
mod items;
mod linked_data;
pub(crate) mod links;
mod list;
pub(crate) mod markup;
pub mod messages;
mod page;
mod related;
mod reports;
mod served;
mod sources;
#[cfg(test)]
mod tests;
mod theme_files;
mod timeline;

use crate::{Settings, wire};
use links::Place;
use messages::Messages;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use page::{Page, View};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use page::NAVIGATION;
pub use served::Served;

/// Raised whenever the fragments that Rust writes change, so that every page is
/// written again after an upgrade.
const FRAGMENTS: u32 = 4;

/// Templates, style sheet and messages, ready to render; shared between threads.
#[derive(Debug)]
pub struct Theme {
    templates: Environment<'static>,
    languages: Vec<Language>,
    assets: Vec<(String, Vec<u8>)>,
    fingerprint: String,
    /// Whether a template reads `record`.
    wants_record: bool,
}

#[derive(Debug)]
struct Language {
    messages: Arc<Messages>,
    /// The messages without variables as templates read them, `t.sources`.
    texts: Value,
}

/// A theme that can not be read or used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file of the theme's folder could not be read.
    #[error("the theme's file `{}` could not be read: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A text file of the theme is not UTF-8.
    #[error("the theme's file `{}` is not UTF-8", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
    },
    /// A template is malformed, or failed on a page.
    #[error("the template `{template}`: {problem}")]
    Template {
        /// The template's name.
        template: String,
        /// What went wrong, with the line.
        problem: String,
    },
    /// A message catalogue is malformed.
    #[error(transparent)]
    Messages(#[from] messages::MessagesError),
}

impl Theme {
    /// Loads the built-in theme; each file of `dir` replaces the built-in one of
    /// its name: `layout.html`, `event.html`, `list.html`, `not_found.html`,
    /// `annals.css`, `favicon.svg`, `messages/LANG.ftl` (message by message).
    /// Further `*.html` files are templates to include or extend, the files of
    /// `dir/assets/` are published under `/assets/`.
    pub fn load(dir: Option<&Path>) -> Result<Theme, ThemeError> {
        let files = theme_files::read(dir)?;
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(|_| AutoEscape::Html);
        templates.remove_filter("safe");
        templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        templates.set_syntax(syntax.map_err(|e| template_error("", &e))?);
        let mut wants_record = false;
        for (name, source) in &files.templates {
            templates
                .add_template_owned(name.clone(), source.clone())
                .map_err(|e| template_error(name, &e))?;
            let template = templates.get_template(name).map_err(|e| template_error(name, &e))?;
            wants_record |= template.undeclared_variables(false).contains("record");
        }
        let mut languages = Vec::new();
        for (lang, own) in &files.messages {
            let messages = Messages::parse(lang, own.as_deref())?;
            let texts =
                messages.texts().map(|(id, text)| (id.replace('-', "_"), Value::from(text)));
            let texts = Value::from_object(Texts(texts.collect()));
            languages.push(Language { messages: Arc::new(messages), texts });
        }
        let fingerprint = files.fingerprint(FRAGMENTS);
        Ok(Theme { templates, languages, assets: files.assets, fingerprint, wants_record })
    }

    /// Appends an event's page to `out`, which stays as it was after an error.
    pub fn event(
        &self,
        settings: &Settings,
        event: &wire::Event,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        self.event_at(Place::of(&event.url), settings, event, out)
    }

    /// Appends an event's page as a server shows it at another address than its
    /// own: its links begin at the site's root. Otherwise as [`Theme::event`].
    pub fn event_elsewhere(
        &self,
        settings: &Settings,
        event: &wire::Event,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let place = Place::anywhere(&event.url, settings.base_url.as_deref());
        self.event_at(place, settings, event, out)
    }

    fn event_at(
        &self,
        place: Place<'_>,
        settings: &Settings,
        event: &wire::Event,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let language = self.language(&event.lang);
        let mut page = Page::new(settings, &language.messages, &event.url, &event.lang);
        page.place = place;
        let mut view = View::new();
        page.frame(&mut view, &language.texts);
        head::event(&page, event, &mut view);
        event::fill(&page, event, &mut view);
        self.render("event.html", view, event, out)
    }

    /// Appends a list's page to `out`, which stays as it was after an error.
    pub fn list(
        &self,
        settings: &Settings,
        list: &wire::List,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let language = self.language(&list.lang);
        let page = Page::new(settings, &language.messages, &list.url, &list.lang);
        let mut view = View::new();
        let heading = list::heading(&page, list);
        page.frame(&mut view, &language.texts);
        head::list(&page, list, &heading, &mut view);
        list::fill(&page, list, &heading, &mut view);
        self.render("list.html", view, list, out)
    }

    /// Appends the JSON-LD of an event's page (schema.org), which also stands in the
    /// page's head.
    pub fn event_linked_data(&self, settings: &Settings, event: &wire::Event, out: &mut Vec<u8>) {
        let language = self.language(&event.lang);
        let page = Page::new(settings, &language.messages, &event.url, &event.lang);
        let mut data = markup::Markup::default();
        head::event_data(&page, event, &mut data);
        out.extend_from_slice(data.as_str().as_bytes());
        out.push(b'\n');
    }

    /// Appends the JSON-LD of a list's page.
    pub fn list_linked_data(&self, settings: &Settings, list: &wire::List, out: &mut Vec<u8>) {
        let language = self.language(&list.lang);
        let page = Page::new(settings, &language.messages, &list.url, &list.lang);
        let mut data = markup::Markup::default();
        head::list_data(&page, list, &list::heading(&page, list), &mut data);
        out.extend_from_slice(data.as_str().as_bytes());
        out.push(b'\n');
    }

    /// Appends the page for what is not found (`/404.html`), which a server
    /// shows at any address, so that its links begin at the site's root.
    pub fn not_found(
        &self,
        settings: &Settings,
        lang: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        self.apart("/404", "not-found", settings, lang, out)
    }

    /// Appends the page that stands where a served archive has its search
    /// (`/search.html`): a folder of files can not answer questions.
    pub fn no_search(
        &self,
        settings: &Settings,
        lang: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        self.apart("/search", "search", settings, lang, out)
    }

    /// A page without a record, which search engines leave out.
    fn apart(
        &self,
        path: &str,
        kind: &'static str,
        settings: &Settings,
        lang: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let language = self.language(lang);
        let mut page = Page::new(settings, &language.messages, path, lang);
        page.place = Place::anywhere(path, settings.base_url.as_deref());
        let mut view = View::new();
        page.frame(&mut view, &language.texts);
        view.set("kind", kind);
        view.text("title", &head::page_title(&page, language.messages.text(kind)));
        view.set(
            "head",
            Value::from_safe_string("<meta name=\"robots\" content=\"noindex\">\n".into()),
        );
        let template = if kind == "search" { "no_search.html" } else { "not_found.html" };
        self.render(template, view, &(), out)
    }

    /// The files that every page may need: path within the site and content.
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// A short name for everything that shapes a page besides its record and the
    /// settings; it changes when a template, a message or the renderer does.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The messages of a language, with the theme's own changes.
    pub fn messages(&self, lang: &str) -> &Messages {
        &self.language(lang).messages
    }

    /// Appends a page that only a server has, from a template of the theme.
    pub fn served(
        &self,
        settings: &Settings,
        served: &Served<'_, impl Serialize>,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let language = self.language(served.lang);
        let mut page = Page::new(settings, &language.messages, served.path, served.lang);
        page.place = Place::anywhere(served.path, settings.base_url.as_deref());
        let mut view = View::new();
        page.frame(&mut view, &language.texts);
        served::fill(&page, &language.messages, served, &mut view);
        self.render(served.template, view, &(), out)
    }

    fn language(&self, lang: &str) -> &Language {
        &self.languages[messages::choose(self.languages.iter().map(|l| l.messages.as_ref()), lang)]
    }

    fn render(
        &self,
        name: &str,
        mut view: View,
        record: &impl Serialize,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        if self.wants_record {
            view.set("record", Value::from(Serde(record)));
        }
        let template = self.templates.get_template(name).map_err(|e| template_error(name, &e))?;
        let page =
            template.render(Value::from_object(view)).map_err(|e| template_error(name, &e))?;
        out.extend_from_slice(page.as_bytes());
        Ok(())
    }
}

fn template_error(name: &str, error: &minijinja::Error) -> ThemeError {
    ThemeError::Template { template: name.to_owned(), problem: format!("{error}") }
}

/// Messages as a template object.
#[derive(Debug)]
struct Texts(std::collections::HashMap<String, Value>);

impl minijinja::value::Object for Texts {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }
}
