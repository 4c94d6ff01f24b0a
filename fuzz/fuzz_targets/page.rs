//! Any bytes as a page, HTML or text.

#![no_main]

use annals_extract::{Input, read};
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/extract/tests/hostile/holds.rs"]
mod holds;

fuzz_target!(|data: &[u8]| {
    // The last byte says what the protocol declares, and whether the day is known.
    let (bytes, told) = match data.split_last() {
        Some((last, bytes)) => (bytes, *last),
        None => (data, 0),
    };
    let content_type = match told % 4 {
        0 => None,
        1 => Some("text/plain"),
        2 => Some("text/html; charset=utf-8"),
        _ => Some("text/html; charset=shift_jis"),
    };
    let captured_at = (told & 4 != 0).then(|| "2021-03-31T00:00:00Z".parse().expect("a moment"));
    let url = (told & 8 == 0).then_some("https://example.org/news/2016/05/09/page.html");
    let article = read(&Input { bytes, url, content_type, captured_at, ..Input::default() });
    holds::check(&article);
});
