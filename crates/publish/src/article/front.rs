//! The front matter of an article in Markdown: YAML that reads any value back as
//! the text that it was. Days stand bare, so that tools know them as dates.

use super::from_model;
use super::prose::shown;
use crate::markdown::front::{is_plain_text, quoted};
use annals_model::{Access, Article, Dating};

/// Appends what is known about the article between two lines of `---`; nothing
/// where nothing is known.
pub(super) fn matter(out: &mut Vec<u8>, article: &Article) {
    let start = out.len();
    out.extend_from_slice(b"---\n");
    let opened = out.len();
    field(out, "title", article.title.as_deref());
    field(out, "deck", article.deck.as_deref());
    list(out, "authors", &article.authors);
    field(out, "publisher", article.publisher.as_deref());
    field(out, "agency", article.agency.as_deref());
    dating(
        out,
        ["published", "published-precision", "published-confidence", "published-alternatives"],
        &article.published,
    );
    dating(
        out,
        ["modified", "modified-precision", "modified-confidence", "modified-alternatives"],
        &article.modified,
    );
    field(out, "language", article.language.as_deref());
    field(out, "section", article.section.as_deref());
    list(out, "keywords", &article.keywords);
    field(out, "canonical", article.canonical.as_deref());
    field(out, "url", article.url.as_deref());
    field(out, "image", article.image.as_ref().map(|i| i.url.as_str()).filter(|u| !u.is_empty()));
    field(out, "licence", article.licence.as_deref());
    if article.access != Access::Whole {
        field(out, "access", Some(article.access.name()));
    }
    if out.len() == opened {
        out.truncate(start);
    } else {
        out.extend_from_slice(b"---\n");
    }
}

fn field(out: &mut Vec<u8>, key: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        name(out, key);
        out.push(b' ');
        text(out, value);
    }
}

fn list(out: &mut Vec<u8>, key: &'static str, values: &[String]) {
    if !values.is_empty() {
        name(out, key);
        out.push(b'\n');
        for value in values {
            out.extend_from_slice(b"  - ");
            text(out, value);
        }
    }
}

/// The value, how fine it is, how sure, and what else it could be.
fn dating(out: &mut Vec<u8>, keys: [&'static str; 4], dating: &Dating) {
    let [value, precision, confidence, alternatives] = keys;
    if let Some(believed) = &dating.value {
        name(out, value);
        out.push(b' ');
        if is_day(believed) {
            out.extend_from_slice(believed.as_bytes());
            out.push(b'\n');
        } else {
            text(out, believed);
        }
        field(out, precision, dating.precision.map(|p| p.name()));
        name(out, confidence);
        let hundredths = from_model::two_decimals(dating.confidence);
        out.extend_from_slice(format!(" {hundredths:.2}\n").as_bytes());
    }
    list(out, alternatives, &dating.alternatives);
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && crate::words::iso_date(value).is_some()
}

fn name(out: &mut Vec<u8>, key: &'static str) {
    out.extend_from_slice(key.as_bytes());
    out.push(b':');
}

/// A value and the end of its line.
fn text(out: &mut Vec<u8>, value: &str) {
    let value = shown(value);
    if is_plain_text(&value) {
        out.extend_from_slice(value.as_bytes());
    } else {
        quoted(out, &value);
    }
    out.push(b'\n');
}
