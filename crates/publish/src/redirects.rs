//! Old addresses that lead to a page: the file of rules that static hosts read,
//! and stub pages for hosts that read none.

use crate::markdown::escape_label;
use crate::xml::escape::{attribute, text};
use crate::{Format, Settings, address};
use serde::Serialize;

/// Appends a rule to `_redirects` (Netlify's form, which others read as well).
/// Paths have their suffix. `*` and `:` would be patterns, so they are encoded
/// like everything that is not plain.
pub fn rule(from: &str, to: &str, out: &mut Vec<u8>) {
    address::encode(out, from);
    out.push(b' ');
    address::encode(out, to);
    out.extend_from_slice(b" 301\n");
}

/// Appends the stub page that stands at `from` and leads to `to`, both paths
/// without suffix. Links are relative, so that stubs work from any folder.
pub fn stub(format: Format, from: &str, to: &str, settings: &Settings, out: &mut Vec<u8>) {
    let suffix = format.suffix();
    let relative = address::relative(from, &format!("{to}.{suffix}"));
    match format {
        Format::Html => html(&relative, to, settings, out),
        Format::Json => {
            serde_json::to_writer(&mut *out, &Moved::to(to))
                .expect("strings are always written to memory");
            out.push(b'\n');
        }
        Format::Xml => {
            out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<moved xmlns=\"");
            out.extend_from_slice(crate::xml::NAMESPACE.as_bytes());
            out.extend_from_slice(b"\" to=\"");
            attribute(out, to);
            out.extend_from_slice(b"\"/>\n");
        }
        Format::Markdown => {
            out.push(b'[');
            escape_label(out, to);
            out.extend_from_slice(b"](");
            out.extend_from_slice(relative.as_bytes());
            out.extend_from_slice(b")\n");
        }
    }
}

/// A moved page in JSON.
#[derive(Serialize)]
struct Moved<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    kind: &'static str,
    to: &'a str,
}

impl Moved<'_> {
    fn to(to: &str) -> Moved<'_> {
        Moved { schema: crate::json::SCHEMA_PATH, kind: "moved", to }
    }
}

/// An encoded path holds nothing that HTML would take for markup.
fn html(relative: &str, to: &str, settings: &Settings, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<!DOCTYPE html>\n<html lang=\"");
    attribute(out, &settings.lang);
    out.extend_from_slice(b"\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    text(out, to);
    out.extend_from_slice(b"</title>\n<meta http-equiv=\"refresh\" content=\"0; url=");
    out.extend_from_slice(relative.as_bytes());
    out.extend_from_slice(b"\">\n<link rel=\"canonical\" href=\"");
    if settings.base_url.is_some() {
        attribute(out, &address::whole(settings, to, ".html"));
    } else {
        out.extend_from_slice(relative.as_bytes());
    }
    out.extend_from_slice(b"\">\n<meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n");
    out.extend_from_slice(b"<p><a href=\"");
    out.extend_from_slice(relative.as_bytes());
    out.extend_from_slice(b"\">");
    text(out, to);
    out.extend_from_slice(b"</a></p>\n</body>\n</html>\n");
}
