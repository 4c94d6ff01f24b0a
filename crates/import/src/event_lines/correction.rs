//! A line that is no event but a person's word about what is computed.

use super::{field, field::Log, object::Object};
use annals_model::{Correction, CorrectionKind, Matter, Verdict};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The key that makes a line one of these.
pub(super) const KEY: &str = "correction";

/// Keys that such a line may have.
const KEYS: &[&str] =
    &[KEY, "number", "subject", "object", "verdict", "by", "reason", "recorded_at", "known_at"];

/// Reads the line; `None`, with a note, where a part of it cannot be read.
pub(super) fn read(line: &Object, log: &mut Log<'_>) -> Option<Correction> {
    let correction = read_whole(line, log);
    if correction.is_none() {
        log.note(
            "correction-unreadable",
            "a correction has `correction`, `subject`, `verdict`, `by` and `recorded_at`".into(),
            "left the line out; compare it with a fresh export",
        );
    }
    for key in line.keys().filter(|k| !KEYS.contains(k)) {
        log.note(
            "key-unknown",
            format!("no field of a correction is called `{}`", crate::quote(key)),
            "did not keep it",
        );
    }
    correction
}

fn read_whole(line: &Object, log: &mut Log<'_>) -> Option<Correction> {
    let kind = CorrectionKind::from_name(field::text(KEY, line.get(KEY), log)?)?;
    let subject = field::text("subject", line.get("subject"), log)?;
    let object = field::text("object", line.get("object"), log).unwrap_or_default();
    let verdict = Verdict::from_name(field::text("verdict", line.get("verdict"), log)?)?;
    let known_at = match line.get("known_at") {
        None | Some(Value::Null) => None,
        given => Some(field::moment("known_at", given, log)?),
    };
    let number = line.get("number").and_then(Value::as_u64);
    Some(Correction {
        number: number.and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
        matter: Matter::new(kind, subject, object),
        verdict,
        by_name: field::text("by", line.get("by"), log)?.to_owned(),
        reason: field::text("reason", line.get("reason"), log).unwrap_or_default().to_owned(),
        recorded_at: field::moment("recorded_at", line.get("recorded_at"), log)?,
        known_at,
    })
}

/// Writes a correction as a line.
pub fn write_correction(correction: &Correction, out: &mut impl Write) -> io::Result<()> {
    let mut line = Map::new();
    let mut put = |key: &str, value: Value| {
        line.insert(key.to_owned(), value);
    };
    put(KEY, json!(correction.matter.kind.name()));
    put("number", json!(correction.number));
    put("subject", json!(correction.matter.subject));
    if !correction.matter.object.is_empty() {
        put("object", json!(correction.matter.object));
    }
    put("verdict", json!(correction.verdict.name()));
    put("by", json!(correction.by_name));
    put("reason", json!(correction.reason));
    put("recorded_at", json!(correction.recorded_at.to_string()));
    if let Some(known_at) = correction.known_at {
        put("known_at", json!(known_at.to_string()));
    }
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Origin;
    use crate::event_lines::{Limits, read};
    use annals_model::{EventId, Timestamp};
    use proptest::prelude::*;

    fn read_back(lines: &[u8]) -> (Vec<Correction>, Vec<&'static str>) {
        let mut found = (Vec::new(), Vec::new());
        read::<io::Error>(&Origin::default(), lines, Limits::default(), &mut |chunk| {
            found.0.extend(chunk.document.corrections);
            found.1.extend(chunk.document.notes.into_iter().map(|n| n.kind));
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn a_line_that_lacks_something_is_left_out_with_a_note() {
        let id = EventId::from_key("x");
        let line = format!(
            "{{\"correction\": \"story\", \"subject\": \"{id}\", \"object\": \"syria\", \"verdict\": \"perhaps\"}}\n"
        );
        assert_eq!(read_back(line.as_bytes()), (vec![], vec!["correction-unreadable"]));
    }

    #[test]
    fn an_event_may_speak_of_a_correction() {
        let line = br#"{"date": "2016-09-12", "text": "A \"correction\" of the truce lines."}"#;
        assert_eq!(read_back(line), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn a_correction_reads_back(
            kind in 0..CorrectionKind::ALL.len(),
            verdict in 0..Verdict::ALL.len(),
            texts in prop::array::uniform4(".{0,12}"),
            known in prop::option::of(0i64..2_000_000_000),
            number in 1u32..9,
        ) {
            let [subject, object, by_name, reason] = texts;
            let at = |seconds| Timestamp::from_second(seconds).unwrap();
            let correction = Correction {
                number,
                matter: Matter::new(CorrectionKind::ALL[kind], subject, object),
                verdict: Verdict::ALL[verdict],
                by_name,
                reason,
                recorded_at: at(1_490_000_000),
                known_at: known.map(at),
            };
            let mut line = Vec::new();
            write_correction(&correction, &mut line).unwrap();
            prop_assert_eq!(read_back(&line), (vec![correction], vec![]));
        }
    }
}
