//! Any text as a Current Events page.

#![no_main]

use annals_import::{Origin, current_events};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    current_events::looks_like(&text);
    let origin = Origin { name: "2016-10-05.wiki".to_owned(), ..Origin::default() };
    for document in current_events::read(&origin, &text) {
        annals_fuzz::check(&document);
    }
});
