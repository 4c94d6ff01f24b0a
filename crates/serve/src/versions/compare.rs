//! What differs between two states of a record: texts word by word, lists line by
//! line.

use annals_archive::pages::lines;
use annals_model::word_diff::{self, PieceKind};
use annals_model::{Field, Record, Value};
use serde_json::{Value as Json, json};

/// The fields that differ, each with its pieces or its lines.
pub(super) fn fields(from: &Record, to: &Record) -> Vec<Json> {
    let of = |record, field| Value::of(record, field);
    let pairs = Field::ALL.into_iter().map(|field| (of(from, field), of(to, field)));
    pairs.filter(|(a, b)| a != b).map(|(a, b)| field(&a, &b)).collect()
}

fn field(before: &Value, after: &Value) -> Json {
    let (old, new) = (lines(before), lines(after));
    let name = format!("field-{}", after.field().name());
    let is_text = matches!(after, Value::Statement(_) | Value::Summary(_));
    if let ([old], [new], true) = (old.as_slice(), new.as_slice(), is_text) {
        return json!({ "field": name, "pieces": pieces(old, new) });
    }
    let gone: Vec<&String> = old.iter().filter(|line| !new.contains(line)).collect();
    let come: Vec<&String> = new.iter().filter(|line| !old.contains(line)).collect();
    json!({ "field": name, "gone": gone, "come": come })
}

fn pieces(before: &str, after: &str) -> Vec<Json> {
    word_diff::words(before, after)
        .into_iter()
        .map(|piece| {
            let kind = match piece.kind {
                PieceKind::Same => "same",
                PieceKind::Removed => "gone",
                PieceKind::Added => "come",
            };
            json!({ "kind": kind, "text": piece.text })
        })
        .collect()
}
