//! Plain text scraped without its markup, read as an article.
//!
//! What told the article from its page is gone with the markup: sidebars are
//! lists of dated lines, advertisements a word, captions stand among the paragraphs.
//!
//! 1. `lines.rs` joins bullets with what they mark and lines that were wrapped.
//! 2. `roles.rs` says what each line is, `sidebar.rs` finds lists of dated links.
//! 3. `outline.rs` finds headline, deck, body and end.
//! 4. `blocks.rs` makes blocks; `head.rs` and `dating.rs` read what was left over.
//!
//! ```
//! let text = "-\nTen lakes to see - May 2, 2019\n-\nOslo in spring - May 1, 2019\n-\n\
//!     Trains are back - April 30, 2019\nNorway ends its union with Sweden\n\
//!     The parliament in Christiania dissolved the union on Wednesday, 7 June 1905.\n\
//!     Advertisement\nA vote in August confirmed it with 368,208 voices against 184.";
//! let article = annals_extract::plain::read(text, None, None);
//! assert_eq!(article.title.as_deref(), Some("Norway ends its union with Sweden"));
//! assert_eq!(article.blocks.len(), 2);
//! ```

mod blocks;
mod caption;
mod dating;
mod front;
mod head;
mod html;
mod lines;
mod markdown;
mod measure;
mod outline;
mod roles;
mod sidebar;
mod spun;
mod vocabulary;
mod wrap;

pub use html::looks_like_html;
pub use spun::spun_copy_marks;

use annals_model::{Article, Note, Timestamp};
use head::Head;
use lines::{Form, Line};
use markdown::Marked;
use roles::Role;
use url::Url;

/// Whether bytes that call themselves `content_type` are to be read as plain text.
/// Pages that are declared as text are HTML all the same if they open as such.
pub fn is_plain(text: &str, content_type: Option<&str>) -> bool {
    let declared = content_type.and_then(|t| t.split(';').next()).is_some_and(|t| {
        t.trim().to_ascii_lowercase().starts_with("text/")
            && !t.to_ascii_lowercase().contains("html")
    });
    if declared { !html::is_declared(text) } else { !looks_like_html(text) }
}

/// Reads a text as an article. Never fails: what is no article has no headline.
pub fn read(text: &str, url: Option<&str>, captured_at: Option<Timestamp>) -> Article {
    let address = url.and_then(|u| Url::parse(u).ok());
    let (front, body) = front::read(text);
    let lines = lines::read(body);
    let mut roles: Vec<Role> = lines.iter().map(roles::of).collect();
    let mut lists = Vec::new();
    for links in sidebar::find(&lines) {
        roles[links.lines.clone()].fill(Role::Links);
        lists.push(links.lines);
    }
    let marked = if is_marked(body, &lines) { Marked::Yes } else { Marked::No };
    let outline = outline::find(&lines, &mut roles, front.title.is_some());
    let plain = |at: usize| markdown::prose(&lines[at].text, marked, None).text;
    let of = |role: &Role| {
        (0..lines.len()).filter(|at| roles[*at] == *role).take(20).map(plain).collect::<Vec<_>>()
    };
    let first = roles.iter().position(|r| *r == Role::Prose).unwrap_or(lines.len());

    let mut article = Article { url: url.map(str::to_owned), ..Article::default() };
    article.blocks = blocks::make(&lines, &roles, &outline, marked, address.as_ref());
    // Later lines that begin with "By" may be anything.
    let bylines = (0..first).filter(|at| roles[*at] == Role::Byline).map(plain);
    let head = Head {
        title: front.title.map(str::to_owned).or_else(|| outline.headline.map(plain)),
        deck: outline.deck.map(plain),
        bylines: front.byline.map(|b| format!("By {b}")).into_iter().chain(bylines).collect(),
        rights: of(&Role::Rights),
        keywords: front
            .keywords
            .and_then(|k| roles::keywords(&format!("tags: {k}")))
            .or_else(|| of(&Role::Keywords).first().and_then(|k| roles::keywords(k)))
            .unwrap_or_default(),
    };
    note(&roles, &lists, &mut article);
    article.notes.extend(spun_copy_marks(&article.blocks));
    head::fill(head, address.as_ref(), captured_at, &mut article);
    let leading: Vec<String> = front
        .dates
        .iter()
        .map(|d| (*d).to_owned())
        .chain((0..first).filter(|at| matches!(roles[*at], Role::Dated | Role::Byline)).map(plain))
        .chain((first..lines.len()).filter(|at| roles[*at] == Role::Dated).map(plain))
        .take(40)
        .collect();
    let rejected = lists.iter().flat_map(|l| l.clone()).map(|at| lines[at].text.as_str());
    dating::fill(&leading, rejected, captured_at, &mut article);
    article
}

/// Whether a text is Markdown: one link is enough, or a heading with its mark.
fn is_marked(text: &str, lines: &[Line]) -> bool {
    markdown::is_used(text) || lines.iter().any(|l| matches!(l.form, Form::Heading(_) | Form::Code))
}

fn note(roles: &[Role], lists: &[std::ops::Range<usize>], article: &mut Article) {
    let count = |role: fn(&Role) -> bool| roles.iter().filter(|r| role(r)).count();
    let mut add = |kind, problem: String, done: &str| {
        article.notes.push(Note { line: None, kind, problem, done: done.to_owned() });
    };
    add("plain-text", "the page has no markup".to_owned(), "read it as text");
    let links: usize = lists.iter().map(ExactSizeIterator::len).sum();
    if links > 0 {
        let problem = format!("{links} lines are a list of dated links");
        add("dated-links", problem, "left them out; their dates are none of the article");
    }
    let captions = count(|r| matches!(r, Role::Caption(c) if !c.text.is_empty()));
    if captions > 0 {
        let problem = match captions {
            1 => "a caption stands among the paragraphs".to_owned(),
            many => format!("{many} captions stand among the paragraphs"),
        };
        add("captions-in-text", problem, "made pictures without addresses of them");
    }
    if count(|r| *r == Role::Comments) > 0 && count(|r| *r == Role::Prose) > 0 {
        add("comments-in-text", "readers' comments follow the text".to_owned(), "left them out");
    }
}

#[cfg(test)]
mod tests;
