//! Any text as event lines.

#![no_main]

use annals_import::{Origin, event_lines};
use annals_model::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    event_lines::looks_like(&text);
    let origin = Origin { name: "events.jsonl".to_owned(), ..Origin::default() };
    let mut reader = event_lines::LineReader::new(&origin);
    let mut document = Document { name: origin.name.clone(), ..Document::default() };
    for (number, line) in (1..).zip(text.lines()) {
        document.found.extend(reader.read_line(number, line, &mut document.notes));
    }
    annals_fuzz::check(&document);
});
