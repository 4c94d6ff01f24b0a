//! Reads saved pages and prints what was found, one JSON object a line.
//!
//! `cargo run --release -p annals-extract --example pages -- FILE_OR_DIR…`
//! Each name may be followed by `=URL`.

use annals_extract::{Input, read};
use annals_model::Dating;
use serde_json::{Value, json};
use std::{fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    for arg in std::env::args().skip(1) {
        let (name, url) = match arg.split_once('=') {
            Some((name, url)) => (name.to_owned(), Some(url.to_owned())),
            None => (arg, None),
        };
        let path = PathBuf::from(name);
        let mut files = vec![path.clone()];
        if path.is_dir() {
            files = fs::read_dir(&path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
            files.sort();
        }
        for file in files.iter().filter(|f| f.is_file()) {
            let bytes = fs::read(file)?;
            let article = read(&Input { bytes: &bytes, url: url.as_deref(), ..Input::default() });
            let object = json!({
                "file": file.to_string_lossy(), "title": article.title, "deck": article.deck,
                "authors": article.authors, "publisher": article.publisher, "agency": article.agency,
                "canonical": article.canonical, "language": article.language,
                "section": article.section, "keywords": article.keywords,
                "published": dating(&article.published), "modified": dating(&article.modified),
                "image": article.image.as_ref().map(|i| &i.url), "licence": article.licence,
                "access": article.access.name(), "text": article.text(),
                "kinds": article.blocks.iter().map(annals_model::Block::kind).collect::<Vec<_>>(),
                "notes": article.notes.iter().map(|n| format!("{}: {}", n.kind, n.problem)).collect::<Vec<_>>(),
            });
            println!("{object}");
        }
    }
    Ok(())
}

fn dating(dating: &Dating) -> Value {
    let evidence =
        |e: &annals_model::Evidence| json!({"from": e.from, "text": e.text, "value": e.value});
    json!({
        "value": dating.value, "precision": dating.precision.map(annals_model::Precision::name),
        "confidence": dating.confidence, "alternatives": dating.alternatives,
        "evidence": dating.evidence.iter().map(evidence).collect::<Vec<_>>(),
    })
}
