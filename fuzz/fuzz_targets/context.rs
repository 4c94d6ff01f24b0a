//! Any text as a page of The Context.

#![no_main]

use annals_import::{Origin, context};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    context::looks_like(&text);
    let origin = Origin { name: "news/2016/10/5/page.md".to_owned(), ..Origin::default() };
    // Two pages of one name, as two editions of a tree may give.
    let pages = vec![context::read_page(&origin, &text), context::read_page(&origin, &text)];
    for document in context::assemble(pages) {
        annals_fuzz::check(&document);
    }
});
