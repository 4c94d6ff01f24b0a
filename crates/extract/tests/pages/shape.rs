//! An article as `expected.json` shows it: everything of it, absent things left out.

use annals_model::{Article, Block, Dating, Note, Picture, Precision, Prose};
use serde_json::{Map, Value, json};

/// The whole article.
pub(crate) fn article(article: &Article) -> Value {
    object([
        ("url", json!(article.url)),
        ("canonical", json!(article.canonical)),
        ("title", json!(article.title)),
        ("deck", json!(article.deck)),
        ("authors", json!(article.authors)),
        ("publisher", json!(article.publisher)),
        ("agency", json!(article.agency)),
        ("published", dating(&article.published)),
        ("modified", dating(&article.modified)),
        ("language", json!(article.language)),
        ("section", json!(article.section)),
        ("keywords", json!(article.keywords)),
        ("image", article.image.as_ref().map_or(Value::Null, picture)),
        ("licence", json!(article.licence)),
        ("access", json!(article.access.name())),
        ("blocks", article.blocks.iter().map(block).collect()),
        ("notes", article.notes.iter().map(note).collect()),
    ])
}

/// An object without what is null or empty.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let said = |v: &Value| match v {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => true,
    };
    let fields = fields.into_iter().filter(|(_, v)| said(v));
    Value::Object(fields.map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

fn dating(dating: &Dating) -> Value {
    let evidence = dating.evidence.iter().map(|e| {
        object([("from", json!(e.from)), ("text", json!(e.text)), ("value", json!(e.value))])
    });
    let confidence = dating.value.as_ref().map(|_| format!("{:.2}", dating.confidence));
    object([
        ("value", json!(dating.value)),
        ("precision", json!(dating.precision.map(Precision::name))),
        ("confidence", json!(confidence)),
        ("alternatives", json!(dating.alternatives)),
        ("evidence", evidence.collect()),
    ])
}

fn picture(picture: &Picture) -> Value {
    object([
        ("url", json!(picture.url)),
        ("alt", json!(picture.alt)),
        ("caption", json!(picture.caption)),
        ("credit", json!(picture.credit)),
        ("licence", json!(picture.licence)),
    ])
}

fn block(block: &Block) -> Value {
    let kind = json!(block.kind());
    match block {
        Block::Paragraph(text) => object([("kind", kind), ("text", prose(text))]),
        Block::Heading { level, text } => {
            object([("kind", kind), ("level", json!(level)), ("text", prose(text))])
        }
        Block::Quote(parts) => {
            object([("kind", kind), ("parts", parts.iter().map(prose).collect())])
        }
        Block::List { numbered, items } => object([
            ("kind", kind),
            ("numbered", json!(numbered)),
            ("items", items.iter().map(prose).collect()),
        ]),
        Block::Table(rows) => object([("kind", kind), ("rows", json!(rows))]),
        Block::Picture(shown) => object([("kind", kind), ("picture", picture(shown))]),
        Block::Embed { url, title } => {
            object([("kind", kind), ("url", json!(url)), ("title", json!(title))])
        }
        Block::Preformatted(text) => object([("kind", kind), ("text", json!(text))]),
    }
}

/// A text; with its links as `[label](address)`.
fn prose(prose: &Prose) -> Value {
    let mut out = String::new();
    let mut from = 0;
    for link in &prose.links {
        out.push_str(&prose.text[from..link.start]);
        out.push_str(&format!("[{}]({})", &prose.text[link.start..link.end], link.url));
        from = link.end;
    }
    out.push_str(&prose.text[from..]);
    Value::String(out)
}

fn note(note: &Note) -> Value {
    json!(format!("{}: {}; {}", note.kind, note.problem, note.done))
}
