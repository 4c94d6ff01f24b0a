//! A feed's texts: which are plain, which are HTML, and in what disguise.

use super::html;
use super::kind::Kind;
use super::names::{self, Space};
use super::shape::Form;
use super::tree::{Element, Id, Step, Tree};
use std::rc::Rc;

/// A text as the feed has it.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) form: Form,
    pub(super) language: Option<Rc<str>>,
    /// What relative addresses in it begin at.
    pub(super) base: Rc<str>,
}

/// HTML's elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Whether an HTML element of that name has no content and needs no end tag.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Reads an element's text. `default` is the form that its format gives it
/// where it declares none.
pub(super) fn read(tree: &Tree, id: Id, default: Form, kind: Kind) -> Text {
    let element = tree.element(id);
    let mode = element.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let declared = element.attribute("type").filter(|t| !t.is_empty()).map(form);
    let declared_html = declared == Some(Form::Html);
    let mut form = declared.unwrap_or(default);
    let inline = match form {
        Form::Xhtml => true,
        Form::Other(ref t) if t.ends_with("/xml") || t.ends_with("+xml") => tree.has_elements(id),
        // Escaped HTML in the `<div>` that only XHTML should have.
        Form::Html if declared_html && escaped_in_wrapper(tree, id) => false,
        // Markup that stands in the open, whatever the type says.
        _ if tree.has_elements(id) => {
            form = Form::Xhtml;
            true
        }
        _ => false,
    };
    let mut value = if inline { inner(tree, id, kind) } else { tree.text(id) };
    let binary = matches!(&form, Form::Other(t)
        if !(t.starts_with("text/") || t.ends_with("/xml") || t.ends_with("+xml")));
    if (mode == "base64" || (binary && !inline))
        && let Some(decoded) = base64(&value)
    {
        value = decoded;
    }
    if form == Form::Plain && !kind.is_atom() && html::looks_like_html(&value) {
        form = Form::Html;
    }
    let (language, base) = (element.language.clone(), element.base.clone());
    Text { value: value.trim().to_owned(), form, language, base }
}

fn form(declared: &str) -> Form {
    let declared = declared.to_ascii_lowercase();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    match essence {
        "text" | "plain" | "text/plain" => Form::Plain,
        "html" | "text/html" => Form::Html,
        "xhtml" | "application/xhtml+xml" => Form::Xhtml,
        other if other.contains('/') => Form::Other(other.to_owned()),
        // A type that is none: nothing is known, and HTML shows the most.
        _ => Form::Html,
    }
}

/// The markup inside an element, written out as HTML.
fn inner(tree: &Tree, id: Id, kind: Kind) -> String {
    let within = if kind == Kind::Atom10 { wrapper(tree, id).unwrap_or(id) } else { id };
    let mut out = String::new();
    // The foreign vocabularies that are open, innermost last.
    let mut foreign: Vec<Space> = vec![Space::Xhtml];
    for step in tree.walk(within) {
        match step {
            Step::Text(text) => {
                out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            }
            Step::Open(element) => {
                open(element, foreign.last().copied(), &mut out);
                foreign.push(element.space);
            }
            Step::Close(element) => {
                foreign.pop();
                if !is_void(&element.local) {
                    out.push_str(&format!("</{}>", shown_name(element)));
                }
            }
        }
    }
    out
}

/// The `<div>` that Atom 1.0 asks for around XHTML, where it is the only child.
fn wrapper(tree: &Tree, id: Id) -> Option<Id> {
    let mut children = tree.children(id);
    let (only, element) = children.next()?;
    let alone = children.next().is_none() && element.local == "div";
    let inside = tree.text(only).len();
    (alone && tree.text(id).trim().len() <= inside).then_some(only)
}

fn escaped_in_wrapper(tree: &Tree, id: Id) -> bool {
    wrapper(tree, id).is_some_and(|div| !tree.has_elements(div))
}

fn shown_name(element: &Element) -> &str {
    match element.space {
        Space::Other => &element.name,
        _ => names::split(&element.name).1,
    }
}

fn open(element: &Element, around: Option<Space>, out: &mut String) {
    out.push('<');
    out.push_str(shown_name(element));
    // HTML needs no namespaces, except where its parsers know another vocabulary.
    if around != Some(element.space) {
        match element.space {
            Space::Svg => out.push_str(" xmlns=\"http://www.w3.org/2000/svg\""),
            Space::MathMl => out.push_str(" xmlns=\"http://www.w3.org/1998/Math/MathML\""),
            _ => {}
        }
    }
    for attribute in element.attributes.iter().filter(|a| !a.name.starts_with("xmlns")) {
        out.push_str(&format!(" {}=\"{}\"", attribute.name, html::escaped(&attribute.value)));
    }
    out.push_str(if is_void(&element.local) { " />" } else { ">" });
}

/// Base64 whose bytes are UTF-8; `None` where it is something else.
fn base64(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    String::from_utf8(out).ok().filter(|t| !t.contains('\0'))
}
