//! Long, wide and deep pages: time grows as they do.
//!
//! The great page has 20 million bytes here, so that the ordinary tests stay
//! quick; `ANNALS_HUGE=1` makes it 100 million.

use super::{holds, read_page};
use annals_extract::{Input, read};
use std::time::Duration;

/// Most that the time may grow for twice the input: linear is 2, quadratic 4. The
/// rest is for caches and a busy machine.
const GROWTH: f64 = 3.4;
/// Shorter times than this are noise.
const NOISE: Duration = Duration::from_millis(60);
/// How often a pair is measured before it counts as too slow; a busy machine is not.
const TRIES: usize = 4;
/// A time that no machine's other work explains.
const HOPELESS: Duration = Duration::from_secs(1);

/// The processor's time that this thread has used.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn time(page: &[u8], content_type: Option<&str>) -> Duration {
    let from = cpu();
    let url = Some("https://example.org/");
    let article = read(&Input { bytes: page, url, content_type, ..Input::default() });
    let spent = cpu() - from;
    holds::check(&article);
    spent
}

/// Pairs that took too long.
#[derive(Default)]
struct Slow(Vec<String>);

impl Slow {
    /// Checks that `make(2 * n)` takes little more than twice the time of `make(n)`.
    fn check(&mut self, name: &str, n: usize, make: impl Fn(usize) -> String) {
        self.grows(name, n, None, make);
    }

    fn grows(
        &mut self,
        name: &str,
        n: usize,
        content_type: Option<&str>,
        make: impl Fn(usize) -> String,
    ) {
        let (small, great) = (make(n), make(2 * n));
        let mut seen = Vec::new();
        for _ in 0..TRIES {
            let one = time(small.as_bytes(), content_type).max(NOISE);
            let two = time(great.as_bytes(), content_type);
            seen.push((one, two));
            if two.as_secs_f64() <= one.as_secs_f64() * GROWTH {
                println!("{name}: {n} in {one:?}, twice in {two:?}");
                return;
            }
            println!("{name}: {n} in {one:?}, twice in {two:?}: too slow");
            if two > HOPELESS {
                break;
            }
        }
        self.0.push(format!("{name}: {n} and {} took {seen:?}", 2 * n));
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        assert!(self.0.is_empty() || std::thread::panicking(), "\n{}", self.0.join("\n"));
    }
}

const TEXT: &str = "<p>The parliament met on Friday, 9 May 2016, and passed the law, after a debate of nine hours, by a majority.</p>\n";

#[test]
fn great_pages_take_their_share_of_time() {
    let mut slow = Slow::default();
    let bytes = if std::env::var_os("ANNALS_HUGE").is_some() { 100_000_000 } else { 20_000_000 };
    // Deeper than anything is nested, once.
    time(
        format!(
            "<html>{}{TEXT}",
            "<div><b><a href=/x><table><ul><blockquote><svg><font>".repeat(100_000)
        )
        .as_bytes(),
        None,
    );
    slow.check("a great page", bytes / 2 / TEXT.len(), |n| {
        format!("<html><title>x</title>{}", TEXT.repeat(n))
    });
    slow.check("one great paragraph", bytes / 20, |n| {
        format!("<html><p>{}</p>", "word and ".repeat(n / 4))
    });
    slow.grows("a great text", bytes / 8 / 63, Some("text/plain"), |n| {
        "The parliament met on Friday, 9 May 2016, and passed the law.\n\n".repeat(n)
    });
    slow.grows("one great line", bytes / 40, Some("text/plain"), |n| "word and ".repeat(n / 4));
}

#[test]
fn deep_pages_take_their_share_of_time() {
    let mut slow = Slow::default();
    for tag in [
        "div",
        "b",
        "a href=/x",
        "table",
        "ul",
        "li",
        "blockquote",
        "svg",
        "font",
        "span class=x",
        "p",
        "section",
        "tr",
        "td",
        "select",
        "h2",
        "form",
        "dl",
        "nobr",
        "object",
    ] {
        slow.check(tag, 50_000, |n| {
            format!("<html>{}The law was passed on Friday.{TEXT}", format!("<{tag}>").repeat(n))
        });
        let name = tag.split(' ').next().unwrap();
        slow.check(&format!("{tag}, closed"), 10_000, |n| {
            format!(
                "<html>{}{TEXT}{}",
                format!("<{tag}>x ").repeat(n),
                format!("</{name}>").repeat(n)
            )
        });
        slow.check(&format!("{tag}, each with words"), 5_000, |n| {
            format!(
                "<html>{}",
                format!("<{tag}>The law was passed on Friday, they said. ").repeat(n)
            )
        });
    }
}

#[test]
fn wide_pages_take_their_share_of_time() {
    let mut slow = Slow::default();
    let cases: &[(&str, &str)] = &[
        ("items", "<li><a href='/x'>The law of May</a></li>"),
        (
            "cards",
            "<div class=item><h3><a href='/x'>The law of May</a></h3><p>It was passed on Friday, after long debate.</p></div>",
        ),
        ("flat cards", "<h3><a href='/x'>The law of May</a></h3><p>It was passed.</p>"),
        ("headings", "<h2>The law</h2>"),
        ("notices", "<div><p>We use cookies, and cookies of others, in your browser.</p></div>"),
        (
            "headings of others",
            "<h3>Related stories</h3><p>It was passed on Friday, after a long debate of nine hours.</p>",
        ),
        ("labels of others", "<p>Read more</p>"),
        (
            "pictures",
            "<figure><img src='/x.jpg'><figcaption>The hall on May 9, 2016</figcaption></figure><p>It was passed on Friday, after a debate.</p>",
        ),
        ("bare pictures", "<img src=/a.jpg>"),
        (
            "frames",
            "<iframe src='https://www.youtube.com/embed/x'></iframe><p>It was passed, after a debate of hours.</p>",
        ),
        ("rows", "<tr><td>May 9, 2016</td><td>law</td></tr>"),
        ("tables", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"),
        ("times", "<time datetime='2016-05-09'>May 9, 2016</time> "),
        ("dated lines", "<p>May 9, 2016</p>"),
        ("open dates", "<span class=date>09/05/2016</span> "),
        ("metas", "<meta property='article:published_time' content='2016-05-09'>"),
        ("authors", "<span class=author>By Ada Lovelace</span> "),
        ("bylines", "<p class=byline>By Ada Lovelace and Grace Hopper</p>"),
        ("authors of links", "<a rel=author href=/a>Ada Lovelace</a>"),
        ("titles", "<title>The law</title>"),
        ("first headings", "<h1>The law of May is passed</h1>"),
        ("breaks", "The law was passed on Friday<br>"),
        ("double breaks", "The law was passed on Friday.<br><br>"),
        ("links in a line", "<a href='/x'>law</a> and "),
        ("posts", "<blockquote class=twitter-tweet><p>The law.</p>— A</blockquote>"),
        ("scripts", "<script>var datePublished = '2016-05-09';</script>"),
        (
            "structured",
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"@id\":\"#a\",\"author\":{\"@id\":\"#b\"},\"datePublished\":\"2016-05-09\"}</script>",
        ),
        ("tags", "<a rel=tag href=/t>law</a>"),
        ("comments", "<!-- x -->"),
        ("inserts", "<p>The <span class=hidden>x</span> law</p>"),
        ("ends without beginnings", "</div></p></b>"),
        ("formatting that is never closed", "<p><b><i><u>x"),
        ("quotes", "<blockquote><p>The law was passed on Friday.</p></blockquote>"),
        ("lists", "<ul><li>law</li></ul>"),
        ("nested lists", "<ul><li>law<ul><li>by-law</li></ul></li></ul>"),
        ("entities", "&amp;"),
        ("nonsense entities", "&#x110000;&#9999999999;&nosuch;"),
        ("brackets", "<"),
        ("closing brackets", "</"),
        ("comment openings", "<!--x"),
        ("declarations", "<!x"),
        ("cdata", "<![CDATA["),
        ("quotes in tags", "<a b='"),
        ("script openings", "<script>"),
        ("title openings", "<title>x"),
        ("zeros", "\0"),
        ("accents", "\u{301}"),
    ];
    for (name, part) in cases {
        let n = 150_000 / part.len().max(8);
        slow.check(name, n, |n| format!("<html><title>The law of May is passed</title><h1>The law of May is passed</h1>{}{TEXT}", part.repeat(n)));
        slow.check(&format!("{name} in an article"), n, |n| {
            format!("<html><article>{TEXT}{}{TEXT}</article>", part.repeat(n))
        });
    }
}

#[test]
fn a_million_attributes_are_read() {
    let mut slow = Slow::default();
    slow.check("attributes", 250_000, |n| {
        format!("<html><p {}>The law was passed.</p>{TEXT}", "a=b ".repeat(n))
    });
    slow.check("classes", 250_000, |n| {
        format!("<html><p class='{}'>The law was passed.</p>{TEXT}", "ad x ".repeat(n))
    });
    slow.check("attributes in all elements", 25_000, |n| {
        format!("<html>{TEXT}{}", "<p a=b c='d' e=\"f\" g>The law.</p>".repeat(n))
    });
}

#[test]
fn texts_take_their_share_of_time() {
    let mut slow = Slow::default();
    let cases: &[(&str, &str)] = &[
        ("bullets", "-\n"),
        ("dated items", "- The law of May - May 9, 2016\n"),
        ("dated lines", "The law of May - May 9, 2016\n"),
        ("lone dates", "May 9, 2016\n"),
        ("short lines", "The law\n"),
        ("captions", "Ada Lovelace, left, speaks in London, Monday, May 9, 2016.\n"),
        ("labels", "Related\nThe law\n"),
        ("bylines", "By Ada Lovelace\n"),
        ("about", "About Us\nThe law was passed on Friday, they said.\n"),
        ("ends", "###\nThe law was passed on Friday, they said.\n"),
        ("comments", "3 comments\nThe law was passed on Friday, they said.\n"),
        ("quotes", "> The law was\n"),
        ("rows", "| a | b |\n"),
        (
            "wrapped",
            "The law was passed on Friday, after a debate that had gone on for nine\nhours ",
        ),
        ("brackets", "[a]("),
        ("open brackets", "["),
        ("stars", "*a "),
        ("marks", "US -backed "),
        ("questions", "Was the law passed on Friday at all?\n"),
    ];
    for (name, part) in cases {
        slow.grows(name, 200_000 / part.len(), Some("text/plain"), |n| {
            part.repeat(n)
                + "\n\nThe law was [passed](/x) on Friday, after a debate that went on for hours."
        });
    }
    read_page(b"", Some("text/plain"));
}
