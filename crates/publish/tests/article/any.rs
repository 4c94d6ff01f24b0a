//! Strategies: articles that keep the model's promises, and articles that keep none.

use annals_model::{
    Access, Article, Block, Dating, Evidence, Hyperlink, Note, Picture, Precision, Prose,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// Addresses, and how they are to be written where they may be followed.
pub(crate) const ADDRESSES: &[(&str, Option<&str>)] = &[
    (
        "https://example.org/a_b/*c*?d=1&e=(2)&lt;=3",
        Some("https://example.org/a_b/*c*?d=1&e=(2)&lt;=3"),
    ),
    ("http://www.example.org/#top", Some("http://www.example.org/#top")),
    (
        "https://example.org/\"onload='x' <b>",
        Some("https://example.org/%22onload=%27x%27%20%3Cb%3E"),
    ),
    (
        "https://example.org/a\\b|c`d]e\n\u{0}é",
        Some("https://example.org/a%5Cb%7Cc%60d%5De%0A%00%C3%A9"),
    ),
    (
        "mailto:desk@example.org?subject=A&body=<b>",
        Some("mailto:desk@example.org?subject=A&body=%3Cb%3E"),
    ),
    ("javascript:alert(1)", None),
    ("JAVASCRIPT:alert(1)//https://example.org/", None),
    ("data:text/html;base64,PHNjcmlwdD4=", None),
    ("\u{1}javascript:alert(1)", None),
    ("https://bank.example@example.org/", None),
    ("//example.org/x", None),
    ("https://exa\nmple.org/", None),
    ("", None),
];

/// Pieces of text that mean something to Markdown, HTML or YAML.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<!--",
    "-->",
    "]]>",
    "</article>",
    "</pre>",
    "\" onload=\"x",
    "' onerror='x",
    "&lt;",
    "&#60;",
    "&amp;amp;",
    "# a",
    "- b",
    "1. c",
    "10) d",
    "> e",
    "* f",
    "+ g",
    "---",
    "===",
    ":-",
    ":-: | -:",
    "|-|-|",
    "a | b",
    "```",
    "~~~",
    "`x`",
    "**bold**",
    "__b__",
    "~~s~~",
    "[l](javascript:x)",
    "![i](http://a.org/)",
    "[ref]: http://a.org/",
    "[^1]",
    "[^1]: note",
    "<http://a.org/>",
    "http://a.org",
    "www.a.org",
    "\\",
    "\\\\",
    "\\|",
    "[ ] task",
    "\u{0}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{85}",
    "\u{ffff}",
    "\u{a0}",
    "\u{200b}",
    "\t",
    "  ",
    "    ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\n---\n",
    "\n# h\n",
    "!",
    "\"",
    "null",
    "yes",
    "{{ x }}",
    "{% y %}",
    "$$",
    "é",
    "停火",
    "هدنة",
    "a",
];

/// Any text at all, with a taste for what is special.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => vec(select(HOSTILE), 0..6).prop_map(|parts| parts.concat()),
        1 => "(?s).{0,16}",
        2 => "[-+*_`~\\[\\](){}<>#&!|:;.\\\\\"'=^$/ \n1aw]{0,16}",
    ]
}

fn tidy_text() -> impl Strategy<Value = String> {
    text().prop_map(|t| t.split('\n').map(annals_model::tidy).collect::<Vec<_>>().join("\n"))
}

fn bound(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Prose with links anywhere, bad ones among them.
fn hostile_prose() -> impl Strategy<Value = Prose> {
    let link = (any::<usize>(), any::<usize>(), select(ADDRESSES), prop::bool::weighted(0.1));
    (text(), vec(link, 0..4)).prop_map(|(text, links)| {
        let mut links: Vec<_> = links
            .into_iter()
            .map(|(start, end, (url, _), wild)| {
                let (start, end) = if wild {
                    (start % 40, end % 40)
                } else {
                    (bound(&text, start), bound(&text, end))
                };
                let (start, end) =
                    if wild { (start, end) } else { (start.min(end), start.max(end)) };
                Hyperlink { start, end, url: url.to_owned() }
            })
            .collect();
        links.sort_by_key(|l| l.start);
        Prose { text, links }
    })
}

/// Prose as the model promises it.
fn sound_prose() -> impl Strategy<Value = Prose> {
    let urls = vec(select(ADDRESSES).prop_filter("safe", |a| a.1.is_some()), 3);
    (tidy_text(), vec(any::<usize>(), 0..6), urls).prop_map(|(text, cuts, urls)| {
        let mut cuts: Vec<_> = cuts.into_iter().map(|at| bound(&text, at)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let links = cuts.chunks_exact(2).zip(urls);
        let links = links
            .map(|(cut, url)| Hyperlink { start: cut[0], end: cut[1], url: url.0.into() })
            .collect();
        Prose { text, links }
    })
}

fn any_address() -> impl Strategy<Value = String> {
    select(ADDRESSES).prop_map(|a| a.0.to_owned())
}

fn web_address() -> impl Strategy<Value = String> {
    select(ADDRESSES)
        .prop_filter("web", |a| a.1.is_some() && a.0.starts_with("http"))
        .prop_map(|a| a.0.to_owned())
}

/// A name, or an address that is known here.
fn licence() -> impl Strategy<Value = String> {
    let name = text().prop_map(|t| if t.starts_with("http") { format!("L{t}") } else { t });
    prop_oneof![name, any_address()]
}

fn picture(url: BoxedStrategy<String>) -> impl Strategy<Value = Picture> {
    (url, of(text()), of(text()), of(text()), of(licence())).prop_map(
        |(url, alt, caption, credit, licence)| Picture { url, alt, caption, credit, licence },
    )
}

fn blocks(
    prose: BoxedStrategy<Prose>,
    picture: BoxedStrategy<Picture>,
    url: BoxedStrategy<String>,
    levels: std::ops::RangeInclusive<u8>,
) -> impl Strategy<Value = Vec<Block>> {
    let block = prop_oneof![
        4 => prose.clone().prop_map(Block::Paragraph),
        2 => (levels, prose.clone()).prop_map(|(level, text)| Block::Heading { level, text }),
        2 => vec(prose.clone(), 0..4).prop_map(Block::Quote),
        3 => (any::<bool>(), vec(prose, 0..4)).prop_map(|(numbered, items)| Block::List { numbered, items }),
        2 => vec(vec(text(), 0..4), 0..4).prop_map(Block::Table),
        2 => picture.prop_map(Block::Picture),
        1 => (url, of(text())).prop_map(|(url, title)| Block::Embed { url, title }),
        1 => text().prop_map(Block::Preformatted),
    ];
    vec(block, 0..6)
}

fn dating() -> impl Strategy<Value = Dating> {
    let edtf = || {
        prop_oneof![
            select(
                &[
                    "2016",
                    "2016-05",
                    "2016-05-09",
                    "2016-05-09T14:30:00Z",
                    "2016-05-09T14:30+02:00"
                ][..]
            )
            .prop_map(str::to_owned),
            text(),
        ]
    };
    let precision = select(
        &[Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second]
            [..],
    );
    let evidence =
        (text(), text(), of(edtf())).prop_map(|(from, text, value)| Evidence { from, text, value });
    (of(edtf()), of(precision), 0u8..=100, vec(evidence, 0..3), vec(edtf(), 0..2)).prop_map(
        |(value, precision, hundredths, evidence, alternatives)| Dating {
            value,
            precision,
            confidence: f32::from(hundredths) / 100.0,
            evidence,
            alternatives,
        },
    )
}

fn note() -> impl Strategy<Value = Note> {
    (of(any::<u32>()), text(), text()).prop_map(|(line, problem, done)| Note {
        line,
        kind: "odd-thing",
        problem,
        done,
    })
}

fn article(
    blocks: BoxedStrategy<Vec<Block>>,
    picture: BoxedStrategy<Picture>,
    url: BoxedStrategy<String>,
) -> impl Strategy<Value = Article> {
    let names = (of(text()), of(text()), vec(text(), 0..3), of(text()), of(text()), of(text()));
    let language =
        of(prop_oneof![select(&["en", "zh-Hant", "ar", "fr"][..]).prop_map(str::to_owned), text()]);
    let access = select(&[Access::Whole, Access::Paywalled, Access::Stub][..]);
    let rest = (language, vec(text(), 0..3), of(licence()), access, vec(note(), 0..3));
    (names, (of(any_address()), of(url), of(picture)), (dating(), dating()), rest, blocks).prop_map(
        |(
            (title, deck, authors, publisher, agency, section),
            (url, canonical, image),
            (published, modified),
            (language, keywords, licence, access, notes),
            blocks,
        )| Article {
            url,
            canonical,
            title,
            deck,
            authors,
            publisher,
            agency,
            published,
            modified,
            language,
            section,
            keywords,
            image,
            licence,
            access,
            blocks,
            notes,
        },
    )
}

/// An article that keeps none of the model's promises.
pub(crate) fn hostile() -> impl Strategy<Value = Article> {
    let url = any_address().boxed();
    let picture = picture(url.clone()).boxed();
    let blocks = blocks(hostile_prose().boxed(), picture.clone(), url.clone(), 0..=9).boxed();
    article(blocks, picture, url)
}

/// An article that keeps them all.
pub(crate) fn sound() -> impl Strategy<Value = Article> {
    let picture = picture(prop_oneof![Just(String::new()), web_address()].boxed()).boxed();
    let blocks =
        blocks(sound_prose().boxed(), picture.clone(), web_address().boxed(), 2..=6).boxed();
    article(blocks, picture, web_address().boxed())
}
