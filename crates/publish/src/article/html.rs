//! An article as clean HTML: one `<article>` made from the blocks.
//!
//! There is no script, style, frame or event attribute in it, because nothing
//! here writes one, and text and addresses from outside are escaped by
//! [`Markup`]. The class names are those of microformats2 `h-entry`
//! (<https://microformats.org/wiki/h-entry>), so that programs find the parts.

use super::address::Address;
use super::date::machine_date;
use super::lead_picture;
use super::prose::{self, Line};
use crate::html::links::is_lang;
use crate::html::markup::Markup;
use crate::words::Words;
use annals_model::{Article, Block, Dating, Picture, Prose};

/// An article as a fragment of HTML, one `<article>` element.
///
/// Pictures are shown from where they stand, without telling that place which
/// page shows them; embeds are links. Other pages are linked with
/// `rel="nofollow noopener"`.
pub fn html(article: &Article) -> String {
    let mut out = Markup::default();
    out.raw("<article class=\"h-entry\" dir=\"auto\"");
    if let Some(lang) = article.language.as_deref().filter(|lang| is_lang(lang)) {
        out.raw(" lang=\"").text(lang).raw("\"");
    }
    out.raw(">\n");
    header(&mut out, article);
    out.raw("<div class=\"e-content\">\n");
    if let Some(picture) = lead_picture(article) {
        figure(&mut out, picture);
    }
    for block in &article.blocks {
        write_block(&mut out, block);
    }
    out.raw("</div>\n");
    if let Some(licence) = &article.licence {
        let mut words = Markup::default();
        write_licence(&mut words, licence);
        if !words.is_empty() {
            out.raw("<footer><p>").markup(&words).raw("</p></footer>\n");
        }
    }
    out.raw("</article>\n");
    out.into_string()
}

fn header(out: &mut Markup, article: &Article) {
    let mut head = Markup::default();
    if let Some(title) = &article.title {
        let title = prose::plain_line(title);
        if !title.is_empty() {
            head.raw("<h1 class=\"p-name\">").text(&title).raw("</h1>\n");
        }
    }
    if let Some(deck) = &article.deck {
        let lines = prose::lines(&Prose::plain(deck.as_str()));
        if !lines.is_empty() {
            head.raw("<p class=\"p-summary\">");
            write_lines(&mut head, &lines);
            head.raw("</p>\n");
        }
    }
    let byline = byline(article);
    if !byline.is_empty() {
        head.raw("<p>").markup(&byline).raw("</p>\n");
    }
    if !head.is_empty() {
        out.raw("<header>\n").markup(&head).raw("</header>\n");
    }
}

/// Who wrote it, who published it, when.
fn byline(article: &Article) -> Markup {
    let words = Words::of(article.language.as_deref().unwrap_or_default());
    let mut out = Markup::default();
    for author in &article.authors {
        let author = prose::plain_line(author);
        if !author.is_empty() {
            out.raw(if out.is_empty() { "" } else { ", " });
            out.raw("<span class=\"p-author\">").text(&author).raw("</span>");
        }
    }
    let publisher = prose::plain_line(article.publisher.as_deref().unwrap_or_default());
    let page = [&article.canonical, &article.url];
    let page = page.into_iter().flatten().find_map(|url| Address::web(url));
    if !publisher.is_empty() || page.is_some() {
        between(&mut out);
    }
    match page {
        Some(page) => {
            out.raw("<a class=\"u-url\" href=\"").text(page.as_str());
            out.raw("\" rel=\"nofollow noopener\">");
            out.text(if publisher.is_empty() { page.as_str() } else { &publisher }).raw("</a>");
        }
        None => {
            out.text(&publisher);
        }
    }
    let agency = prose::plain_line(article.agency.as_deref().unwrap_or_default());
    if !agency.is_empty() {
        between(&mut out);
        out.text(&agency);
    }
    if article.published.value.is_some() {
        between(&mut out);
        time(&mut out, "dt-published", &article.published, words);
    }
    if article.modified.value.is_some() {
        between(&mut out);
        out.raw(words.changes).raw(": ");
        time(&mut out, "dt-updated", &article.modified, words);
    }
    out
}

fn between(out: &mut Markup) {
    if !out.is_empty() {
        out.raw(" · ");
    }
}

/// A date: the day in words with the time behind it; what is no date as it stands.
fn time(out: &mut Markup, class: &'static str, dating: &Dating, words: &Words) {
    let Some(value) = machine_date(dating) else {
        let value = dating.value.as_deref().unwrap_or_default();
        out.text(&prose::plain_line(value));
        return;
    };
    let (day, clock) = value.split_once('T').unwrap_or((value, ""));
    let mut written = Vec::new();
    words.write_date(day, &mut written);
    out.raw("<time class=\"").raw(class).raw("\" datetime=\"").text(value).raw("\">");
    out.text(&String::from_utf8_lossy(&written));
    if !clock.is_empty() {
        out.raw(" ").text(&clock.replace('Z', " UTC"));
    }
    out.raw("</time>");
}

fn write_block(out: &mut Markup, block: &Block) {
    match block {
        Block::Paragraph(words) => paragraph(out, words),
        Block::Heading { level, text } => heading(out, *level, text),
        Block::Quote(parts) => {
            let mut inner = Markup::default();
            parts.iter().for_each(|part| paragraph(&mut inner, part));
            if !inner.is_empty() {
                out.raw("<blockquote>\n").markup(&inner).raw("</blockquote>\n");
            }
        }
        Block::List { numbered, items } => list(out, *numbered, items),
        Block::Table(rows) => table(out, rows),
        Block::Picture(picture) => figure(out, picture),
        Block::Embed { url, title } => embed(out, url, title.as_deref()),
        Block::Preformatted(text) => {
            // A line end behind the tag would be no part of the text.
            let text = prose::shown(text);
            let text = text.trim_matches('\n');
            if !text.trim_matches([' ', '\t', '\n']).is_empty() {
                out.raw("<pre>").text(text).raw("</pre>\n");
            }
        }
    }
}

fn paragraph(out: &mut Markup, words: &Prose) {
    let lines = prose::lines(words);
    if !lines.is_empty() {
        out.raw("<p>");
        write_lines(out, &lines);
        out.raw("</p>\n");
    }
}

fn heading(out: &mut Markup, level: u8, text: &Prose) {
    let line = prose::one_line(text);
    if line.is_empty() {
        return;
    }
    let (open, close) = match level {
        0..=2 => ("<h2>", "</h2>\n"),
        3 => ("<h3>", "</h3>\n"),
        4 => ("<h4>", "</h4>\n"),
        5 => ("<h5>", "</h5>\n"),
        _ => ("<h6>", "</h6>\n"),
    };
    out.raw(open);
    write_lines(out, &[line]);
    out.raw(close);
}

fn list(out: &mut Markup, numbered: bool, items: &[Prose]) {
    let mut inner = Markup::default();
    for item in items {
        let lines = prose::lines(item);
        if !lines.is_empty() {
            inner.raw("<li>");
            write_lines(&mut inner, &lines);
            inner.raw("</li>\n");
        }
    }
    if !inner.is_empty() {
        let (open, close) = if numbered { ("<ol>\n", "</ol>\n") } else { ("<ul>\n", "</ul>\n") };
        out.raw(open).markup(&inner).raw(close);
    }
}

/// A table without a head: nothing says which row is one.
fn table(out: &mut Markup, rows: &[Vec<String>]) {
    if rows.iter().all(Vec::is_empty) {
        return;
    }
    out.raw("<table>\n<tbody>\n");
    for row in rows.iter().filter(|row| !row.is_empty()) {
        out.raw("<tr>");
        for cell in row {
            out.raw("<td>");
            write_lines(out, &prose::lines(&Prose::plain(cell.as_str())));
            out.raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.raw("</tbody>\n</table>\n");
}

fn figure(out: &mut Markup, picture: &Picture) {
    let mut inner = Markup::default();
    if let Some(address) = Address::web(&picture.url) {
        inner.raw("<img src=\"").text(address.as_str()).raw("\" alt=\"");
        inner.text(&prose::plain_line(picture.alt.as_deref().unwrap_or_default()));
        inner.raw("\" loading=\"lazy\" referrerpolicy=\"no-referrer\">");
    }
    let caption = caption(picture);
    if !caption.is_empty() {
        inner.raw("<figcaption>").markup(&caption).raw("</figcaption>");
    }
    if !inner.is_empty() {
        out.raw("<figure>").markup(&inner).raw("</figure>\n");
    }
}

fn caption(picture: &Picture) -> Markup {
    let mut out = Markup::default();
    if let Some(caption) = &picture.caption {
        write_lines(&mut out, &prose::lines(&Prose::plain(caption.as_str())));
    }
    let credit = prose::plain_line(picture.credit.as_deref().unwrap_or_default());
    if !credit.is_empty() {
        out.raw(if out.is_empty() { "" } else { " " }).raw("<small>").text(&credit);
        out.raw("</small>");
    }
    let mut licence = Markup::default();
    write_licence(&mut licence, picture.licence.as_deref().unwrap_or_default());
    if !licence.is_empty() {
        out.raw(if out.is_empty() { "" } else { " " }).raw("<small>").markup(&licence);
        out.raw("</small>");
    }
    out
}

/// A licence, linked where it is an address.
fn write_licence(out: &mut Markup, licence: &str) {
    let words = prose::plain_line(licence);
    match Address::web(licence) {
        Some(address) => {
            out.raw("<a href=\"").text(address.as_str());
            out.raw("\" rel=\"license nofollow noopener\">").text(&words).raw("</a>");
        }
        None => {
            out.text(&words);
        }
    }
}

fn embed(out: &mut Markup, url: &str, title: Option<&str>) {
    let title = prose::plain_line(title.unwrap_or_default());
    let mut inner = Markup::default();
    match Address::web(url) {
        Some(address) => {
            let words = if title.is_empty() { address.as_str() } else { &title };
            link(&mut inner, words, &address);
        }
        None => {
            inner.text(&title);
        }
    }
    if !inner.is_empty() {
        out.raw("<p>").markup(&inner).raw("</p>\n");
    }
}

fn write_lines(out: &mut Markup, lines: &[Line]) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.raw("<br>\n");
        }
        for piece in line {
            match &piece.to {
                Some(to) => link(out, &piece.text, to),
                None => {
                    out.text(&piece.text);
                }
            }
        }
    }
}

fn link(out: &mut Markup, words: &str, to: &Address) {
    out.raw("<a href=\"").text(to.as_str());
    out.raw(if to.is_web() { "\" rel=\"nofollow noopener\">" } else { "\">" });
    out.text(words).raw("</a>");
}
