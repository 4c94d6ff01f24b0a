//! Reading an event's page back from XML: bytes to a small flat tree, tree to event.

use crate::wire::{
    Change, ChangedWords, Event, EventRef, FieldChange, Image, Neighbours, Part, Reason, Ref,
    Related, Report, ReportCopy, ReportGroup, Reports, Source, SourceCapture, SourceEdit,
    SourceGone, SourcePage, Statement, Status, Step, Summary, Typed,
};
use crate::{Format, ReadError, brief};
use quick_xml::{Reader, XmlVersion, escape::resolve_predefined_entity, events};
use std::str::FromStr;

/// Deepest nesting of our pages is five (`event/change/field/before`, `…/related/event`).
const MAX_DEPTH: usize = 8;

/// Most attributes that an element of ours has is seven.
const MAX_ATTRIBUTES: usize = 16;

/// Reads an event's page back.
///
/// # Errors
/// Where the bytes are not well-formed XML, hold a document type or an entity
/// that is not XML's own, are another kind of page, or lack a part.
pub fn read_event(bytes: &[u8]) -> Result<Event, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = line_at(bytes, e.valid_up_to());
        ReadError::new(Format::Xml, line, "not UTF-8")
    })?;
    let root = tree(text)?;
    if root.name != "event" || root.attr("xmlns") != Some(super::NAMESPACE) {
        let name = brief(&root.name);
        return Err(root.error(format!("`{name}` is not an event of `{}`", super::NAMESPACE)));
    }
    read(&root)
}

/// An element with what is in it.
#[derive(Default)]
struct Element {
    name: String,
    line: usize,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

enum Child {
    Text(String),
    Element(Element),
}

/// Reads the tree; the stack is explicit and bounded, so hostile nesting is an error.
fn tree(text: &str) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    // Lines are counted forward only, so that the whole is linear.
    let (mut line, mut counted) = (1, 0);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        line += text.as_bytes()[counted..at.max(counted)].iter().filter(|b| **b == b'\n').count();
        counted = at.max(counted);
        let error = |problem: String| ReadError::new(Format::Xml, line, problem);
        match event.map_err(|e| error(e.to_string()))? {
            events::Event::Start(start) => {
                if open.len() == MAX_DEPTH {
                    return Err(error("elements are nested too deeply".into()));
                }
                open.push(element(&start, line)?);
            }
            events::Event::End(_) => {
                let Some(done) = open.pop() else { return Err(error("an end too many".into())) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(Child::Element(done)),
                    None => return Ok(done),
                }
            }
            events::Event::Text(text) => add_text(&mut open, &text.xml10_content()),
            events::Event::CData(text) => add_text(&mut open, &text.xml10_content()),
            events::Event::GeneralRef(reference) => {
                let char = reference.resolve_char_ref().map_err(|e| error(e.to_string()))?;
                let mut buffer = [0; 4];
                let text = match char {
                    Some(char) => &*char.encode_utf8(&mut buffer),
                    None => resolve_predefined_entity(&reference).ok_or_else(|| {
                        error(format!("entity `{}` is not expanded", brief(&reference)))
                    })?,
                };
                add_text(&mut open, text);
            }
            events::Event::DocType(_) => {
                return Err(error("a document type is not read".into()));
            }
            events::Event::Eof => return Err(error("the page ends early".into())),
            _ => {}
        }
    }
}

fn element(start: &events::BytesStart, line: usize) -> Result<Element, ReadError> {
    let error = |problem: String| ReadError::new(Format::Xml, line, problem);
    let name: &str = start.name().into_inner();
    let mut element = Element { name: name.to_owned(), line, ..Element::default() };
    // The parser's own check for repetitions is quadratic; ours is bounded.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| error(e.to_string()))?;
        let name: &str = attribute.key.into_inner();
        if element.attributes.len() == MAX_ATTRIBUTES || element.attr(name).is_some() {
            return Err(error(format!("attribute `{}` is one too many", brief(name))));
        }
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|e| error(e.to_string()))?;
        element.attributes.push((name.to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => element.children.push(Child::Text(text.to_owned())),
    }
}

impl Element {
    fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn maybe(&self, name: &str) -> Option<String> {
        self.attr(name).map(str::to_owned)
    }

    fn need(&self, name: &str) -> Result<String, ReadError> {
        self.maybe(name)
            .ok_or_else(|| self.error(format!("`{}` lacks `{name}`", brief(&self.name))))
    }

    fn number<T: FromStr>(&self, name: &str) -> Result<T, ReadError> {
        let digits = self.need(name)?;
        digits.parse().map_err(|_| self.error(format!("`{name}` is `{}`", brief(&digits))))
    }

    /// The elements with a name, in order.
    fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements().filter(move |e| e.name == name)
    }

    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|c| match c {
            Child::Element(e) => Some(e),
            Child::Text(_) => None,
        })
    }

    fn first(&self, name: &str) -> Option<&Element> {
        self.all(name).next()
    }

    /// The text that stands directly in the element.
    fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|c| match c {
            Child::Text(t) => Some(t.as_str()),
            Child::Element(_) => None,
        });
        texts.collect()
    }

    fn error(&self, problem: impl Into<String>) -> ReadError {
        ReadError::new(Format::Xml, self.line, problem)
    }
}

fn read(root: &Element) -> Result<Event, ReadError> {
    let mut event = Event {
        id: root.need("id")?,
        url: root.need("url")?,
        day: root.need("day")?,
        lang: root.need("lang")?,
        status: root.first("status").map(status).transpose()?,
        category: root.first("category").map(reference),
        stories: root.all("story").map(|s| s.all("part").map(reference).collect()).collect(),
        statement: root
            .first("statement")
            .map(statement)
            .ok_or_else(|| root.error("the event lacks its statement"))?,
        summary: root.first("summary").map(|s| Summary { text: s.text(), by: s.maybe("by") }),
        sources: root
            .all("source")
            .map(|s| Source {
                name: s.text(),
                via: s.maybe("via"),
                url: s.maybe("url"),
                page: None,
            })
            .collect(),
        reports: root.first("reports").map(reports).transpose()?,
        image: root.first("image").map(image).transpose()?,
        under: root.first("under").map(event_ref).transpose()?,
        additions: root.all("addition").map(event_ref).collect::<Result<_, _>>()?,
        changes: root.all("change").map(change).collect::<Result<_, _>>()?,
        background: root.all("background").map(step).collect::<Result<_, _>>()?,
        related: root.all("related").map(related).collect::<Result<_, _>>()?,
        neighbours: Neighbours {
            previous_day: root.first("previous-day").map(reference),
            next_day: root.first("next-day").map(reference),
            previous_in_story: root.first("previous-in-story").map(event_ref).transpose()?,
            next_in_story: root.first("next-in-story").map(event_ref).transpose()?,
        },
    };
    for page in root.all("source-page") {
        let number: usize = page.number("of")?;
        let source = number.checked_sub(1).and_then(|at| event.sources.get_mut(at));
        let error = || page.error("`source-page` is of no source");
        source.ok_or_else(error)?.page = Some(Box::new(source_page(page)?));
    }
    Ok(event)
}

fn source_page(element: &Element) -> Result<SourcePage, ReadError> {
    let text = |name: &str| element.first(name).map(Element::text);
    let capture = |e: &Element| -> Result<SourceCapture, ReadError> {
        Ok(SourceCapture { at: e.need("at")?, url: e.need("url")? })
    };
    let gone = |e: &Element| -> Result<SourceGone, ReadError> {
        let status = e.attr("status").map(|_| e.number("status")).transpose()?;
        Ok(SourceGone { since: e.need("since")?, status })
    };
    let edit = |e: &Element| -> Result<SourceEdit, ReadError> {
        Ok(SourceEdit {
            at: e.need("at")?,
            grade: e.need("grade")?,
            fields: e.all("field").map(field).collect::<Result<_, _>>()?,
        })
    };
    Ok(SourcePage {
        title: text("title"),
        description: text("description"),
        publisher: element.maybe("publisher"),
        published: element.maybe("published"),
        image: element.first("image").map(image).transpose()?,
        reserved: element.attr("reserved") == Some("true"),
        capture: element.first("capture").map(capture).transpose()?,
        gone: element.first("gone").map(gone).transpose()?,
        edits: element.all("edit").map(edit).collect::<Result<_, _>>()?,
    })
}

fn reports(element: &Element) -> Result<Reports, ReadError> {
    let group = |e: &Element| -> Result<ReportGroup, ReadError> {
        let origin = e.first("origin").ok_or_else(|| e.error("`group` lacks its origin"))?;
        Ok(ReportGroup {
            origin: report(origin)?,
            copies: e.all("copy").map(copy).collect::<Result<_, _>>()?,
        })
    };
    Ok(Reports {
        count: element.number("count")?,
        origins: element.number("origins")?,
        groups: element.all("group").map(group).collect::<Result<_, _>>()?,
    })
}

fn report(element: &Element) -> Result<Report, ReadError> {
    let flag = |name: &str| matches!(element.attr(name), Some("true" | "1"));
    Ok(Report {
        title: element.first("title").map(Element::text).unwrap_or_default(),
        publisher: element.need("publisher")?,
        url: element.maybe("url"),
        published: element.maybe("published"),
        found: flag("found"),
        uncounted: flag("uncounted"),
    })
}

fn copy(element: &Element) -> Result<ReportCopy, ReadError> {
    let words = |e: &Element| -> Result<ChangedWords, ReadError> {
        Ok(ChangedWords { before: e.need("before")?, after: e.need("after")? })
    };
    Ok(ReportCopy {
        report: report(element)?,
        kind: element.need("kind")?,
        sentences: element.attr("sentences").map(|_| element.number("sentences")).transpose()?,
        changed: element.all("changed").map(words).collect::<Result<_, _>>()?,
        credit: element.maybe("credit"),
    })
}

fn status(element: &Element) -> Result<Status, ReadError> {
    Ok(Status {
        state: element.need("state")?,
        reason: element.maybe("reason"),
        into: element.first("into").map(event_ref).transpose()?,
    })
}

fn reference(element: &Element) -> Ref {
    Ref { title: element.text(), url: element.maybe("url"), key: element.maybe("key") }
}

fn event_ref(element: &Element) -> Result<EventRef, ReadError> {
    Ok(EventRef {
        id: element.need("id")?,
        url: element.need("url")?,
        day: element.need("day")?,
        text: element.text(),
    })
}

fn statement(element: &Element) -> Statement {
    let mut text = String::new();
    let mut parts = Vec::new();
    for child in &element.children {
        let part = match child {
            Child::Text(t) => Part { text: t.clone(), entity: None, url: None },
            Child::Element(e) => {
                Part { text: e.text(), entity: e.maybe("entity"), url: e.maybe("url") }
            }
        };
        text.push_str(&part.text);
        parts.push(part);
    }
    if element.elements().next().is_none() {
        parts.clear();
    }
    Statement { text, parts }
}

fn image(element: &Element) -> Result<Image, ReadError> {
    Ok(Image {
        url: element.need("url")?,
        alt: element.maybe("alt"),
        credit: element.maybe("credit"),
    })
}

fn field(element: &Element) -> Result<FieldChange, ReadError> {
    Ok(FieldChange {
        field: element.need("name")?,
        grade: element.need("grade")?,
        before: element.all("before").map(Element::text).collect(),
        after: element.all("after").map(Element::text).collect(),
    })
}

fn change(element: &Element) -> Result<Change, ReadError> {
    Ok(Change {
        number: element.number("number")?,
        known_at: element.maybe("known-at"),
        by: element.need("by")?,
        from: element.maybe("from"),
        grade: element.need("grade")?,
        statement: element.first("wording").map(Element::text),
        fields: element.all("field").map(field).collect::<Result<_, _>>()?,
    })
}

fn typed(element: &Element) -> Result<Typed, ReadError> {
    Ok(Typed { kind: element.need("kind")?, by: element.need("by")?, words: element.text() })
}

fn step(element: &Element) -> Result<Step, ReadError> {
    let lacks = || element.error("`background` lacks its event");
    Ok(Step {
        event: event_ref(element.first("event").ok_or_else(lacks)?)?,
        toward: element.need("toward")?,
        context: element.all("context").map(reference).collect(),
        words: element.maybe("words"),
    })
}

fn related(element: &Element) -> Result<Related, ReadError> {
    let event = element.first("event").ok_or_else(|| element.error("`related` lacks its event"))?;
    let reason = |e: &Element| -> Result<Reason, ReadError> {
        Ok(Reason { kind: e.need("kind")?, label: e.text(), share: e.number("share")? })
    };
    Ok(Related {
        event: event_ref(event)?,
        relation: element.need("relation")?,
        score: element.number("score")?,
        weights: element.need("weights")?,
        typed: element.first("typed").map(typed).transpose()?,
        context: element.all("context").map(reference).collect(),
        reasons: element.all("reason").map(reason).collect::<Result<_, _>>()?,
    })
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|b| **b == b'\n').count()
}
