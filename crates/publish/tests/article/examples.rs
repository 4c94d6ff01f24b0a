//! Own examples: what one article looks like in Markdown and HTML, and single
//! blocks that were easy to get wrong.

use annals_model::{
    Access, Article, Block, Dating, Evidence, Hyperlink, Note, Picture, Precision, Prose,
};
use annals_publish::article;

/// Text in which `[label](address)` is a link.
pub(crate) fn prose(marked: &str) -> Prose {
    let mut prose = Prose::default();
    let mut rest = marked;
    while let Some((before, (label, (url, after)))) = rest
        .split_once('[')
        .and_then(|(before, rest)| Some((before, rest.split_once("](")?)))
        .and_then(|(before, (label, rest))| Some((before, (label, rest.split_once(')')?))))
    {
        prose.text.push_str(before);
        let start = prose.text.len();
        prose.text.push_str(label);
        prose.links.push(Hyperlink { start, end: prose.text.len(), url: url.into() });
        rest = after;
    }
    prose.text.push_str(rest);
    prose
}

/// An article with everything that an article can have, about real facts.
pub(crate) fn full() -> Article {
    Article {
        url: Some("https://paper.example.org/colombia?ref=home".into()),
        canonical: Some("https://paper.example.org/colombia".into()),
        title: Some("Colombia and the FARC sign in Cartagena".into()),
        deck: Some("After 52 years of war".into()),
        authors: vec!["Ana Díaz".into(), "Bo \"B\" Li".into()],
        publisher: Some("The Example".into()),
        agency: Some("EFE".into()),
        published: Dating {
            value: Some("2016-09-26T22:05:00Z".into()),
            precision: Some(Precision::Second),
            confidence: 0.97,
            evidence: vec![Evidence {
                from: "json-ld datePublished".into(),
                text: "2016-09-26T17:05:00-05:00".into(),
                value: Some("2016-09-26T22:05:00Z".into()),
            }],
            alternatives: Vec::new(),
        },
        modified: Dating {
            value: Some("2016-09-27".into()),
            precision: Some(Precision::Day),
            confidence: 0.6,
            evidence: Vec::new(),
            alternatives: vec!["2016-09-28".into()],
        },
        language: Some("en".into()),
        section: Some("World".into()),
        keywords: vec!["Colombia".into(), "no".into()],
        image: Some(Picture {
            url: "https://paper.example.org/pen.jpg".into(),
            alt: Some("A pen made of a bullet".into()),
            caption: Some("The pen of the signing".into()),
            credit: Some("A. Díaz".into()),
            licence: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        }),
        licence: Some("CC BY 4.0".into()),
        access: Access::Paywalled,
        blocks: vec![
            Block::Paragraph(prose(
                "José called the [ceasefire](https://example.org/a_b) of 29 August final.\nWrite [us](mailto:desk@example.org).",
            )),
            Block::Heading { level: 2, text: prose("1. The vote") },
            Block::Quote(vec![prose("First, <peace>."), prose("Then *all* else.")]),
            Block::List { numbered: false, items: vec![prose("- yes"), prose("no")] },
            Block::List { numbered: false, items: vec![prose("another\nlist")] },
            Block::List {
                numbered: true,
                items: vec![prose("one"), prose("[two](https://example.org/2)")],
            },
            Block::Table(vec![vec!["Yes".into(), "No|Not".into()], vec!["49.8%".into()]]),
            Block::Picture(Picture { caption: Some("Only words".into()), ..Picture::default() }),
            Block::Embed {
                url: "https://video.example.org/v?id=1&t=2".into(),
                title: Some("The signing".into()),
            },
            Block::Preformatted("a\n  ```b```\n</pre>".into()),
        ],
        notes: vec![Note {
            line: Some(3),
            kind: "odd-date",
            problem: "`26/09`".into(),
            done: "left out".into(),
        }],
    }
}

#[test]
fn a_page_in_markdown() {
    let expect = r#"---
title: "Colombia and the FARC sign in Cartagena"
deck: "After 52 years of war"
authors:
  - "Ana Díaz"
  - "Bo \"B\" Li"
publisher: "The Example"
agency: EFE
published: "2016-09-26T22:05:00Z"
published-precision: second
published-confidence: 0.97
modified: 2016-09-27
modified-precision: day
modified-confidence: 0.60
modified-alternatives:
  - "2016-09-28"
language: en
section: World
keywords:
  - Colombia
  - "no"
canonical: "https://paper.example.org/colombia"
url: "https://paper.example.org/colombia?ref=home"
image: "https://paper.example.org/pen.jpg"
licence: "CC BY 4.0"
access: paywalled
---

# Colombia and the FARC sign in Cartagena

After 52 years of war

![A pen made of a bullet](https://paper.example.org/pen.jpg)\
The pen of the signing\
A. Díaz\
[https\://creativecommons.org/licenses/by/4.0/](https://creativecommons.org/licenses/by/4.0/)

José called the [ceasefire](https://example.org/a_b) of 29 August final.\
Write [us](mailto:desk@example.org).

## 1\. The vote

> First, \<peace\>.
>
> Then \*all\* else.

- \- yes
- no

* another\
  list

1. one
2. [two](https://example.org/2)

| Yes | No\|Not |
| --- | --- |
| 49.8% |

Only words

[The signing](https://video.example.org/v?id=1&t=2)

````
a
  ```b```
</pre>
````
"#;
    assert_eq!(article::markdown(&full()), expect);
}

#[test]
fn a_page_in_html() {
    let expect = r#"<article class="h-entry" dir="auto" lang="en">
<header>
<h1 class="p-name">Colombia and the FARC sign in Cartagena</h1>
<p class="p-summary">After 52 years of war</p>
<p><span class="p-author">Ana Díaz</span>, <span class="p-author">Bo &quot;B&quot; Li</span> · <a class="u-url" href="https://paper.example.org/colombia" rel="nofollow noopener">The Example</a> · EFE · <time class="dt-published" datetime="2016-09-26T22:05:00Z">26 September 2016 22:05:00 UTC</time> · Changes: <time class="dt-updated" datetime="2016-09-27">27 September 2016</time></p>
</header>
<div class="e-content">
<figure><img src="https://paper.example.org/pen.jpg" alt="A pen made of a bullet" loading="lazy" referrerpolicy="no-referrer"><figcaption>The pen of the signing <small>A. Díaz</small> <small><a href="https://creativecommons.org/licenses/by/4.0/" rel="license nofollow noopener">https://creativecommons.org/licenses/by/4.0/</a></small></figcaption></figure>
<p>José called the <a href="https://example.org/a_b" rel="nofollow noopener">ceasefire</a> of 29 August final.<br>
Write <a href="mailto:desk@example.org">us</a>.</p>
<h2>1. The vote</h2>
<blockquote>
<p>First, &lt;peace&gt;.</p>
<p>Then *all* else.</p>
</blockquote>
<ul>
<li>- yes</li>
<li>no</li>
</ul>
<ul>
<li>another<br>
list</li>
</ul>
<ol>
<li>one</li>
<li><a href="https://example.org/2" rel="nofollow noopener">two</a></li>
</ol>
<table>
<tbody>
<tr><td>Yes</td><td>No|Not</td></tr>
<tr><td>49.8%</td></tr>
</tbody>
</table>
<figure><figcaption>Only words</figcaption></figure>
<p><a href="https://video.example.org/v?id=1&amp;t=2" rel="nofollow noopener">The signing</a></p>
<pre>a
  ```b```
&lt;/pre&gt;</pre>
</div>
<footer><p>CC BY 4.0</p></footer>
</article>
"#;
    assert_eq!(article::html(&full()), expect);
}

#[test]
fn nothing_known_is_nothing_written() {
    assert_eq!(article::markdown(&Article::default()), "");
    assert_eq!(article::text(&Article::default()), "");
    assert_eq!(
        article::html(&Article::default()),
        "<article class=\"h-entry\" dir=\"auto\">\n<div class=\"e-content\">\n</div>\n</article>\n"
    );
}

/// A block alone, in Markdown and in HTML.
fn check(block: Block, markdown: &str, html: &str) {
    let article = Article { blocks: vec![block], ..Article::default() };
    assert_eq!(article::markdown(&article), markdown);
    let found = article::html(&article);
    let body = found.split_once("e-content\">\n").unwrap().1;
    assert_eq!(body.strip_suffix("</div>\n</article>\n").unwrap(), html);
}

#[test]
fn blocks_keep_their_form() {
    let paragraph = |text: &str| Block::Paragraph(Prose::plain(text));
    check(
        paragraph("a\n- b\n===\n:-|-:"),
        "a\\\n\\- b\\\n\\===\\\n\\:-\\|-:\n",
        "<p>a<br>\n- b<br>\n===<br>\n:-|-:</p>\n",
    );
    check(paragraph("a | b"), "a | b\n", "<p>a | b</p>\n");
    check(paragraph(" \n "), "", "");
    check(paragraph("---"), "\\---\n", "<p>---</p>\n");
    check(paragraph("a\0b\u{202e}c"), "a\u{fffd}bc\n", "<p>a\u{fffd}bc</p>\n");
    check(
        Block::Paragraph(Prose {
            text: "x <b> y".into(),
            links: vec![Hyperlink { start: 2, end: 5, url: "javascript:alert(1)".into() }],
        }),
        "x \\<b\\> y\n",
        "<p>x &lt;b&gt; y</p>\n",
    );
    check(
        Block::Heading { level: 9, text: Prose::plain("a\nb #") },
        "###### a b \\#\n",
        "<h6>a b #</h6>\n",
    );
    check(
        Block::List { numbered: true, items: vec![Prose::plain(""), Prose::plain("a\n1. b")] },
        "1. a\\\n   1\\. b\n",
        "<ol>\n<li>a<br>\n1. b</li>\n</ol>\n",
    );
    check(
        Block::Table(vec![vec![], vec!["\\|".into(), "b\nc".into()]]),
        "| | |\n| --- | --- |\n| \\\\\\| | b c |\n",
        "<table>\n<tbody>\n<tr><td>\\|</td><td>b<br>\nc</td></tr>\n</tbody>\n</table>\n",
    );
    check(Block::Preformatted("\n```\n".into()), "````\n```\n````\n", "<pre>```</pre>\n");
    check(
        Block::Embed { url: "https://example.org/v".into(), title: None },
        "[https\\://example.org/v](https://example.org/v)\n",
        "<p><a href=\"https://example.org/v\" rel=\"nofollow noopener\">https://example.org/v</a></p>\n",
    );
    check(
        Block::Embed { url: "data:x".into(), title: Some("A film".into()) },
        "A film\n",
        "<p>A film</p>\n",
    );
    check(
        Block::Picture(Picture {
            url: "https://example.org/a (1).jpg".into(),
            ..Picture::default()
        }),
        "![](https://example.org/a%20\\(1\\).jpg)\n",
        "<figure><img src=\"https://example.org/a%20(1).jpg\" alt=\"\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></figure>\n",
    );
}

#[test]
fn a_picture_of_the_body_is_not_shown_twice() {
    let mut article = full();
    article.blocks = vec![Block::Picture(article.image.clone().unwrap())];
    assert_eq!(article::html(&article).matches("<img").count(), 1);
    assert_eq!(article::markdown(&article).matches("![").count(), 1);
}

/// Sizes that a page of 100 MB can have; seconds would be minutes if anything were quadratic.
#[test]
fn big_articles_take_no_time() {
    let text = "é [x] <b> ".repeat(100_000);
    let links = text.match_indices("x").map(|(at, _)| Hyperlink {
        start: at,
        end: at + 1,
        url: "https://example.org/".into(),
    });
    let links = links.collect();
    let long = Block::Paragraph(Prose { text, links });
    let items = (0..100_000).map(|n| Prose::plain(format!("{n}\nb"))).collect();
    let wide = std::iter::once(vec![String::from("a"); 100_000])
        .chain((0..100_000).map(|_| vec![String::from("b")]));
    let article = Article {
        blocks: vec![
            long,
            Block::List { numbered: true, items },
            Block::Table(wide.collect()),
            Block::Preformatted("`".repeat(1_000_000)),
        ],
        ..Article::default()
    };
    let start = std::time::Instant::now();
    let sizes = [
        article::markdown(&article).len(),
        article::html(&article).len(),
        article::json(&(&article).into()).len(),
    ];
    assert!(sizes.iter().all(|size| *size < 40_000_000), "{sizes:?}");
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
