//! Any bytes, and the pages of the tests with random damage.

use super::holds;
use annals_extract::{Input, plain, read};
use proptest::prelude::*;
use std::{fs, path::Path, sync::LazyLock};

/// The sources of all page cases.
static PAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut folders: Vec<_> = fs::read_dir(all).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let sources = folders.iter().flat_map(|f| [f.join("source.html"), f.join("source.txt")]);
    sources.filter_map(|s| fs::read(s).ok()).collect()
});

/// Pieces that change what stands around them.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<p>", "</p>", "<div class=\"related\">", "</div>", "<a href=\"/x\">", "</a>", "<li>", "<ul>", "<table><tr><td>", "</table>", "<br>", "<h2>", "</h2>",
    "<blockquote>", "<figure><img src=/i.jpg><figcaption>", "</figure>", "<script>", "</script>", "<!--", "-->", "<title>", "&nbsp;", "&#x301;", "\u{301}",
    "\u{200b}", "\u{202e}", "\u{a0}", "\0", "\r\n", "\n\n", "- ", "# ", "> ", "```\n", "](", "[", "May 9, 2016", "09/05/2016", "By Ada Lovelace", " -backed ",
    "İ", "ß", "ﬁ", "\u{1f468}\u{200d}\u{1f469}", "<svg>", "<template>", "<base href=\"http://b.example/\">", "'", "\"", "<", ">", "=", "&",
];

fn read_any(bytes: &[u8], content_type: Option<&str>) {
    let captured_at = "2021-03-31T00:00:00Z".parse().ok();
    for captured_at in [captured_at, None] {
        let url = Some("https://example.org/a/2016/");
        let article = read(&Input { bytes, url, content_type, captured_at, ..Input::default() });
        holds::check(&article);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read_any(&bytes, None);
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|\n|[<>&#*`|\\[\\]()-]){0,300}") {
        plain::looks_like_html(&text);
        read_any(text.as_bytes(), Some("text/plain"));
        read_any(format!("<html><p>{text}</p>").as_bytes(), None);
    }

    #[test]
    fn any_tags_are_read(parts in prop::collection::vec((prop::sample::select(PIECES), "\\PC{0,12}"), 0..60)) {
        let page: String = parts.iter().map(|(piece, text)| format!("{piece}{text}")).collect();
        read_any(page.as_bytes(), None);
        read_any(page.as_bytes(), Some("text/plain"));
    }

    #[test]
    fn damaged_pages_are_read(
        page in 0_usize..1_000,
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, prop::sample::select(PIECES)), 1..12),
    ) {
        let mut bytes = PAGES[page % PAGES.len()].clone();
        for (at, cut, piece) in damage {
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.bytes());
        }
        read_any(&bytes, None);
    }
}
