//! Addresses that run something instead of leading somewhere.

use super::read_page;

/// What must never come out as an address, however it is written.
const DANGEROUS: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "\u{b}javascript:alert(1)",
    "javascript\u{0}:alert(1)",
    "jav&#x09;ascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "vbscript:msgbox(1)",
    "VBSCRIPT:x",
    "vb\tscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "da\nta:text/html,x",
    "DATA:,x",
    "view-source:https://example.org/",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "about:blank",
    "feed:javascript:alert(1)",
    "jar:https://example.org/!/",
    "mocha:x",
    "livescript:x",
    "\u{feff}javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "https:javascript:alert(1)",
    "http://",
    "https://[::1",
    "//",
    "http://\u{0}/",
    "ht\ttp://exa\nmple.org/\u{7f}",
];

#[test]
fn addresses_that_run_something_never_come_out() {
    for address in DANGEROUS {
        // Attribute values keep line breaks and tabs as they are.
        let a = address.replace('"', "&quot;");
        let page = format!(
            "<html><head><base href=\"{a}\"><link rel=canonical href=\"{a}\"><link rel=license href=\"{a}\"><meta property=\"og:url\" content=\"{a}\">\
             <meta property=\"og:image\" content=\"{a}\"><meta name=\"twitter:image\" content=\"{a}\"><link rel=amphtml href=\"{a}\">\
             <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"url\":{j},\"image\":{j},\"license\":{j},\"mainEntityOfPage\":{j},\"author\":{{\"url\":{j},\"name\":{j}}}}}</script>\
             </head><body><h1>The vote</h1><p>The parliament met on Friday, <a href=\"{a}\">as it had said</a>, and passed the law by a great majority.</p>\
             <figure><img src=\"{a}\" data-src=\"{a}\" srcset=\"{a} 2x\" width=600 height=400><figcaption>The hall</figcaption></figure>\
             <iframe src=\"{a}\"></iframe><p>Then it went home, <a href=\"/next\">as always</a>, for the summer.</p></body>",
            j = serde_json::Value::from(*address),
        );
        let article = read_page(page.as_bytes(), None);
        let shown = format!("{article:?}").to_lowercase();
        for scheme in [
            "url: \"javascript",
            "url: \"data",
            "url: \"vbscript",
            "some(\"javascript:",
            "some(\"data:",
            "some(\"vbscript:",
        ] {
            assert!(!shown.contains(scheme), "{address:?} came out: {shown}");
        }
        if let Some(licence) = &article.licence {
            let runs = licence.trim_start().to_lowercase();
            assert!(
                !runs.starts_with("javascript:") && !runs.starts_with("vbscript:"),
                "{address:?}: {licence}"
            );
        }
        let markdown = format!(
            "# The vote\n\nThe parliament met, [as it had said]({address}), and passed the law.\n\n![hall]({address})\n\n<{address}>"
        );
        read_page(markdown.as_bytes(), Some("text/markdown"));
    }
}
