//! Tokens to elements, and elements to a feed: the one pass over a document.
//!
//! The elements of an entry are given back when it ends, so memory follows the
//! largest entry and what is kept of each, not the document.

use super::collect::collect;
use super::convert;
use super::doctype::Entities;
use super::kind::{self, Kind};
use super::log::Log;
use super::names::{self, Prefixes, Space};
use super::raw::Raw;
use super::shape::Entry;
use super::tree::{Attribute, Element, Id, Mark, Tree};
use super::xml::{Scanner, Tag, Token, attributes};
use super::{Limits, Options, Refused, address, charref, text};
use std::rc::Rc;

/// Elements deeper than this are read as if they were not there. Feeds have some
/// ten levels, the XHTML inside them as many again.
const DEEPEST: usize = 256;

/// The most attributes of an element that are read.
const ATTRIBUTES: usize = 100;

/// The most elements before the root: a document that has no feed by then has none.
const BEFORE_ROOT: usize = 100;

/// Elements that hold entries.
const STRUCTURE: &[&str] = &["rss", "rdf", "feed", "channel", "items", "entries"];

/// What was read: the head is still raw, because entries inherit from all of it.
pub(super) struct Parsed {
    pub(super) kind: Kind,
    pub(super) head: Raw,
    pub(super) entries: Vec<Entry>,
}

/// Reads a document.
pub(super) fn parse(text: &str, options: &Options, log: &mut Log<'_>) -> Result<Parsed, Refused> {
    let mut parser = Parser {
        limits: &options.limits,
        tree: Tree::default(),
        open: Vec::new(),
        prefixes: Prefixes::default(),
        entities: Entities::default(),
        doctype: String::new(),
        root: None,
        first_name: None,
        seen: 0,
        skipped: 0,
        entry: None,
        entries: Vec::new(),
        full: false,
        base: options.url.as_deref().filter(|u| address::is_web(u)).unwrap_or_default().into(),
        language: options.language.as_deref().map(Rc::from),
    };
    let mut scanner = Scanner::new(text);
    while let Some(token) = scanner.next(log) {
        match token {
            Token::Start(tag) => parser.start(&tag, log)?,
            Token::End { name, at } => parser.end(name, at, log),
            Token::Text { raw, at } => parser.text(raw, at, log),
            Token::CData(text) => parser.cdata(text),
            Token::Doctype(doctype) => {
                parser.entities.declare(doctype, log);
                parser.doctype = doctype.chars().take(300).collect();
            }
        }
        if parser.full {
            break;
        }
    }
    parser.finish(text.len(), log)
}

/// An element that is not closed yet.
struct Open {
    id: Id,
    name: String,
    declared: Vec<String>,
}

struct Parser<'o> {
    limits: &'o Limits,
    tree: Tree,
    open: Vec<Open>,
    prefixes: Prefixes,
    entities: Entities,
    doctype: String,
    root: Option<(Id, Kind)>,
    /// The refusal that the first element calls for, if no feed follows.
    first_name: Option<String>,
    /// Elements before the root.
    seen: usize,
    /// Elements that are open and not kept.
    skipped: usize,
    /// The entry that is open: its depth, and the tree before it.
    entry: Option<(usize, Mark)>,
    entries: Vec<Entry>,
    full: bool,
    base: Rc<str>,
    language: Option<Rc<str>>,
}

impl Parser<'_> {
    fn start(&mut self, tag: &Tag<'_>, log: &mut Log<'_>) -> Result<(), Refused> {
        if self.skipped > 0 {
            self.skipped += usize::from(!tag.empty);
            return Ok(());
        }
        let local = names::split(tag.name).1.to_ascii_lowercase();
        let starts_entry = matches!(local.as_str(), "item" | "entry");
        // An entry inside an entry: the first was never closed.
        if starts_entry && self.open.last().is_some_and(|o| o.name == tag.name) {
            log.problem(tag.at, "xml-end-missing", "an entry is not closed", "closed it");
            self.close_to(self.open.len() - 1, log);
        }
        if self.open.len() >= DEEPEST || self.tree.len() - self.kept() >= self.limits.elements {
            let problem = "more elements or levels than any feed has";
            log.problem(tag.at, "elements-left-out", problem, "left out the rest of this part");
            self.skipped += usize::from(!tag.empty);
            return Ok(());
        }
        let declared = self.declare(tag, log);
        let element = self.element(tag, local, log);
        let entry_here = starts_entry && self.entry.is_none() && self.may_hold_entries(&element);
        let kind = match self.root {
            None => Kind::of_root(&element, &self.doctype, self.seen == 0),
            Some(_) => None,
        };
        if self.root.is_none() && kind.is_none() {
            self.seen += 1;
            let page = self.first_name.is_none() && kind::is_page(tag);
            let reason = self.first_name.get_or_insert_with(|| kind::other(tag)).clone();
            if page || self.seen > BEFORE_ROOT {
                return Err(Refused { reason });
            }
            self.forget(&declared);
            // Not a feed yet: what is around it is not kept.
            return Ok(());
        }
        let mark = self.tree.mark(self.open.last().map(|o| o.id));
        if entry_here {
            self.entry = Some((self.open.len(), mark));
        }
        let void = text::is_void(&element.local) && self.entry.is_some() && element.local != "link";
        let void = void && matches!(element.space, Space::Core | Space::Xhtml);
        let void = void && !matches!(element.local.as_str(), "source" | "track" | "base");
        let id = self.tree.add(self.open.last().map(|o| o.id), element);
        if let Some(kind) = kind {
            self.root = Some((id, kind));
            if kind == Kind::Atom10 && names::split(tag.name).1.eq_ignore_ascii_case("entry") {
                self.entry = Some((0, mark));
            }
        }
        self.open.push(Open { id, name: tag.name.to_owned(), declared });
        if tag.empty || void {
            self.close_to(self.open.len() - 1, log);
        }
        Ok(())
    }

    /// Nodes that are not the open entry's.
    fn kept(&self) -> usize {
        self.entry.map_or(0, |(_, mark)| mark.len())
    }

    /// Enters the namespaces that a tag declares.
    fn declare(&mut self, tag: &Tag<'_>, log: &mut Log<'_>) -> Vec<String> {
        let mut declared = Vec::new();
        let own = names::split(tag.name).0;
        for attribute in attributes(tag.attributes).take(ATTRIBUTES) {
            let prefix = match attribute.name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => rest.strip_prefix(':').unwrap_or(rest),
                None => continue,
            };
            let address = charref::decode_xml(attribute.value, tag.at, &mut self.entities, log);
            let address = address.trim();
            // Whatever namespace a feed's root is in, its elements are the feed's.
            if self.root.is_none() && prefix == own {
                self.prefixes.set_root(address);
            }
            self.prefixes.declare(prefix, address);
            declared.push(prefix.to_owned());
        }
        declared
    }

    fn forget(&mut self, declared: &[String]) {
        for prefix in declared {
            self.prefixes.forget(prefix);
        }
    }

    fn element(&mut self, tag: &Tag<'_>, local: String, log: &mut Log<'_>) -> Element {
        let prefix = names::split(tag.name).0;
        let (space, known) = self.prefixes.of(prefix);
        if !known {
            let problem = format!("the prefix `{}` is not declared", crate::quote(prefix));
            log.problem(tag.at, "xml-prefix-undeclared", &problem, "took it for the usual one");
        }
        let around = self.open.last().map(|o| self.tree.element(o.id));
        let mut language = around.map_or(self.language.clone(), |e| e.language.clone());
        let mut base = around.map_or(self.base.clone(), |e| e.base.clone());
        let mut kept: Vec<Attribute> = Vec::new();
        // CDF and careless feeds write `base` and `lang` without their prefix. In
        // the HTML inside they are HTML's.
        let own = matches!(local.as_str(), "item" | "entry") || STRUCTURE.contains(&local.as_str());
        for raw in attributes(tag.attributes).take(ATTRIBUTES) {
            let value = charref::decode_xml(raw.value, tag.at, &mut self.entities, log);
            let (prefix, name) = names::split(raw.name);
            let space = match prefix {
                "" => Space::Core,
                "xmlns" => Space::Other,
                prefix => self.prefixes.of(prefix).0,
            };
            match (space, name.to_ascii_lowercase().as_str()) {
                (space, "base") if space == Space::Xml || (space == Space::Core && own) => {
                    let joined = address::join(&base, &value);
                    if address::is_web(&joined) {
                        base = joined.into();
                    } else if !joined.is_empty() {
                        let problem = format!("the base is `{}`", crate::quote(&value));
                        log.problem(tag.at, "address-not-web", &problem, "kept the one before");
                    }
                }
                (space, "lang") if space == Space::Xml || (space == Space::Core && own) => {
                    let tagged = value.trim().replace('_', "-");
                    language = Some(tagged).filter(|t| !t.is_empty()).map(Rc::from);
                }
                _ => {}
            }
            if kept.iter().any(|a| a.name == raw.name) {
                let problem = format!("the attribute `{}` stands twice", crate::quote(raw.name));
                log.problem(tag.at, "xml-attribute-twice", &problem, "used the first");
                continue;
            }
            kept.push(Attribute { space, name: raw.name.to_owned(), value: value.into_owned() });
        }
        let (name, at) = (tag.name.to_owned(), tag.at);
        Element { space, name, local, attributes: kept, language, base, at }
    }

    /// Whether an entry may begin here: nothing but structure is around it.
    fn may_hold_entries(&self, element: &Element) -> bool {
        element.space == Space::Core
            && !self.open.is_empty()
            && self.open.iter().all(|o| STRUCTURE.contains(&self.tree.element(o.id).local.as_str()))
    }

    fn end(&mut self, name: &str, at: usize, log: &mut Log<'_>) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if let Some(depth) = self.open.iter().rposition(|o| o.name == name) {
            if depth + 1 < self.open.len() {
                let problem = format!("`{}` ends with elements open", crate::quote(name));
                log.problem(at, "xml-end-missing", &problem, "closed them");
            }
            self.close_to(depth, log);
            return;
        }
        let similar = self.open.iter().rposition(|o| o.name.eq_ignore_ascii_case(name));
        if let Some(depth) = similar {
            log.problem(
                at,
                "xml-end-misspelt",
                "an end tag differs in case",
                "took it all the same",
            );
            self.close_to(depth, log);
        } else if self.root.is_some() && !text::is_void(&name.to_ascii_lowercase()) {
            let problem = format!("`{}` ends and never began", crate::quote(name));
            log.problem(at, "xml-end-alone", &problem, "ignored it");
        }
    }

    /// Closes elements down to `depth`, that one included.
    fn close_to(&mut self, depth: usize, log: &mut Log<'_>) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { return };
            self.forget(&open.declared);
            let Some((entry_depth, mark)) = self.entry else { continue };
            if self.open.len() != entry_depth {
                continue;
            }
            self.entry = None;
            let Some((root, kind)) = self.root else { continue };
            if self.entries.len() >= self.limits.entries {
                log.whole("entries-left-out", "the feed has too many entries", "left out the rest");
                self.full = true;
                return;
            }
            let mut raw = Raw::default();
            collect(&self.tree, open.id, kind, &mut raw, log);
            self.entries.push(convert::entry(raw, log));
            if open.id != root {
                self.tree.truncate(mark);
            }
        }
    }

    fn text(&mut self, raw: &str, at: usize, log: &mut Log<'_>) {
        if self.skipped > 0 {
            return;
        }
        let Some(open) = self.open.last() else { return };
        let decoded = charref::decode_xml(raw, at, &mut self.entities, log);
        self.tree.add_text(open.id, &decoded);
    }

    fn cdata(&mut self, text: &str) {
        if let Some(open) = self.open.last().filter(|_| self.skipped == 0) {
            self.tree.add_text(open.id, text);
        }
    }

    fn finish(mut self, end: usize, log: &mut Log<'_>) -> Result<Parsed, Refused> {
        let Some((root, kind)) = self.root else {
            let reason = self.first_name.unwrap_or_else(|| "text without a feed in it".to_owned());
            return Err(Refused { reason });
        };
        if !self.open.is_empty() && !self.full {
            let problem = "the document ends with elements open";
            log.problem(end, "xml-truncated", problem, "read what is there");
            self.close_to(0, log);
        }
        let mut head = Raw::default();
        let alone = self.tree.element(root).local == "entry";
        if !alone {
            self.head(root, kind, &mut head, log);
        }
        Ok(Parsed { kind, head, entries: self.entries })
    }

    /// A head stands in the root (Atom, CDF), in its `channel` (RSS), or in both (RDF).
    fn head(&self, root: Id, kind: Kind, head: &mut Raw, log: &mut Log<'_>) {
        let channel = self.tree.children(root).find(|(_, e)| e.local == "channel");
        let channel = channel.map(|(id, _)| id).filter(|_| kind != Kind::Cdf);
        if let Some(channel) = channel {
            collect(&self.tree, channel, kind, head, log);
            let (language, base) = (head.in_force.take(), head.base.take());
            let about = head.rdf_about.take();
            collect(&self.tree, root, kind, head, log);
            head.in_force = language;
            head.base = base;
            head.rdf_about = about;
        } else {
            collect(&self.tree, root, kind, head, log);
        }
    }
}
