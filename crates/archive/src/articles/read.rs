//! What one file or capture tells: a page its article, a feed its entries.

use super::{address, feed};
use annals_extract::{
    Input,
    dates::{Habits, SiteHabits, had_several_readings},
};
use annals_import::{
    feed as feeds,
    feed::opml,
    inputs::{Kind, Saved},
    warc::Content,
};
use annals_model::{Access, Article, By, Note, Timestamp};
use annals_store::StoredSubscription;
use rayon::prelude::*;

/// A page, feed or list of feeds with what was read from it.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// As it was found.
    pub(crate) saved: Saved,
    /// Its address; `None` where nobody says it.
    pub(crate) url: Option<String>,
    /// What it tells.
    pub(crate) told: Vec<Told>,
    /// The feeds that it names: itself, or those of a list.
    pub(crate) feeds: Vec<StoredSubscription>,
    /// Whether its bytes are kept.
    pub(crate) keep: bool,
    /// What was odd.
    pub(crate) notes: Vec<Note>,
}

/// What is told of one article.
#[derive(Debug)]
pub(crate) struct Told {
    /// The address under which the article is known.
    pub(crate) url: String,
    /// When the world could know.
    pub(crate) known_at: Option<Timestamp>,
    /// Who tells it.
    pub(crate) by: By,
    /// The article.
    pub(crate) article: Article,
}

/// Reads what inputs hold, on all cores. `url` is the address of one that does
/// not say it. What the pages of a site show of its dates is learned first.
pub(crate) fn prepare(all: Vec<Saved>, url: Option<&str>, habits: &mut Habits) -> Vec<Prepared> {
    let mut all: Vec<Prepared> = all.into_par_iter().map(|saved| one(saved, url)).collect();
    for told in all.iter().flat_map(|p| &p.told) {
        habits.learn(&told.article);
    }
    all.par_iter_mut().for_each(|prepared| {
        let Prepared { saved, told, url, .. } = prepared;
        if let ([told], true) = (told.as_mut_slice(), is_page(saved))
            && let Some(again) = read_again(saved, url.as_deref(), &told.article, habits)
        {
            told.article = again;
        }
    });
    all
}

/// Reads a page again if its site's habits tell what its figures mean.
pub(super) fn read_again(
    saved: &Saved,
    url: Option<&str>,
    article: &Article,
    habits: &Habits,
) -> Option<Article> {
    let habits = habits.of(url);
    let several = had_several_readings(&article.published);
    (several && habits.order.is_some()).then(|| read_with(saved, url, habits))
}

fn one(saved: Saved, url: Option<&str>) -> Prepared {
    let url = saved.url.clone().or_else(|| url.map(str::to_owned));
    let mut out = Prepared {
        url: url.as_deref().and_then(address::web),
        told: Vec::new(),
        feeds: Vec::new(),
        keep: true,
        notes: saved.notes.clone(),
        saved,
    };
    match kind(&out.saved) {
        Ok(Kind::Page) => page(&mut out),
        Ok(Kind::Feed) => entries(&mut out),
        Ok(Kind::Opml) => list(&mut out),
        // What annals fetched itself is kept, whatever it is.
        Ok(Kind::Capture) => out.keep = out.saved.asked.is_some(),
        Err(note) => {
            out.keep = false;
            out.notes.push(note);
        }
    }
    out
}

/// Whether there is a page to read.
pub(super) fn is_page(saved: &Saved) -> bool {
    matches!(kind(saved), Ok(Kind::Page))
}

/// What a capture is; [`Kind::Capture`] for pictures, scripts and the like.
fn kind(saved: &Saved) -> Result<Kind, Note> {
    if saved.kind != Kind::Capture {
        return Ok(saved.kind);
    }
    let odd = |kind, problem: String, done: &str| {
        let problem = format!("{}: {problem}", saved.url.as_deref().unwrap_or("a capture"));
        Err(Note { line: None, kind, problem, done: done.into() })
    };
    if saved.content == Content::Missing {
        let problem = "it repeats a capture that the file does not hold".to_owned();
        return odd("capture-without-body", problem, "passed over it");
    }
    let media = media_type(saved);
    let page = matches!(media.as_str(), "text/html" | "application/xhtml+xml" | "text/plain");
    let perhaps_feed = media.ends_with("xml") || media.ends_with("json");
    if !page && !perhaps_feed {
        return Ok(Kind::Capture);
    }
    if let Some(status) = saved.status.filter(|s| !(200..300).contains(s)) {
        // Where a page moved to is told by the capture of its new address.
        return match status {
            300..=399 => Ok(Kind::Capture),
            _ => odd(
                "capture-of-an-error",
                format!("the server answered {status}"),
                "passed over it",
            ),
        };
    }
    let head = String::from_utf8_lossy(&saved.body[..saved.body.len().min(4 << 10)]);
    if perhaps_feed {
        return Ok(if feeds::looks_like(&head) { Kind::Feed } else { Kind::Capture });
    }
    // Rules for robots and style sheets sent as plain text are no pages.
    let plain = media == "text/plain";
    let path = saved.url.as_deref().unwrap_or("").split(['?', '#']).next().unwrap_or("");
    let machine = [".txt", ".css", ".js", ".json", ".map"].iter().any(|e| path.ends_with(e));
    Ok(if plain && machine { Kind::Capture } else { Kind::Page })
}

/// The media type without parameters, small letters; told by the content where
/// nobody says it.
pub(crate) fn media_type(saved: &Saved) -> String {
    let stated = saved.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("");
    let stated = stated.trim().to_ascii_lowercase();
    if !stated.is_empty() && stated != "application/octet-stream" && stated != "unknown/unknown" {
        return stated;
    }
    let head = String::from_utf8_lossy(&saved.body[..saved.body.len().min(1 << 10)]);
    let plain = saved.kind == Kind::Page && !annals_extract::plain::looks_like_html(&head);
    match saved.kind {
        Kind::Page if plain => "text/plain".into(),
        Kind::Feed | Kind::Opml => "application/xml".into(),
        Kind::Capture if !annals_extract::plain::looks_like_html(&head) => {
            "application/octet-stream".into()
        }
        _ => "text/html".into(),
    }
}

fn page(out: &mut Prepared) {
    out.url = out.url.take().or_else(|| address::saved_from(&out.saved.body));
    let mut article = read(&out.saved, out.url.as_deref());
    if out.url.is_none()
        && let Some(own) = article.canonical.as_deref().and_then(address::web)
    {
        // Addresses in the page are relative to it.
        article = read(&out.saved, Some(&own));
        out.url = Some(own);
    }
    let Some(url) = &out.url else {
        out.keep = false;
        out.notes.push(Note {
            line: None,
            kind: "page-without-address",
            problem: "the page does not say where it is from".into(),
            done: "left it out; `--url` says it".into(),
        });
        return;
    };
    if article.access == Access::Stub || (article.title.is_none() && article.blocks.is_empty()) {
        out.notes.push(Note {
            line: None,
            kind: "page-without-article",
            problem: format!("{url}: no article stands there"),
            done: "kept the capture".into(),
        });
        return;
    }
    out.told.push(Told {
        url: address::identity(url, article.canonical.as_deref()),
        known_at: out.saved.captured_at,
        by: By::importer("page", Some(url.clone())),
        article,
    });
}

/// Reads a page or the text of one.
pub(super) fn read(saved: &Saved, url: Option<&str>) -> Article {
    read_with(saved, url, SiteHabits::default())
}

fn read_with(saved: &Saved, url: Option<&str>, habits: SiteHabits) -> Article {
    annals_extract::read(&Input {
        bytes: &saved.body,
        url,
        content_type: saved.content_type.as_deref(),
        last_modified: saved.header("last-modified"),
        captured_at: saved.captured_at,
        habits,
    })
}

fn entries(out: &mut Prepared) {
    let options = feeds::Options {
        url: out.url.clone(),
        content_type: out.saved.content_type.clone(),
        language: out.saved.header("content-language").map(str::to_owned),
        ..feeds::Options::default()
    };
    let read = match feeds::read(&out.saved.body, &options) {
        Ok(read) => read,
        Err(refused) => {
            out.keep = out.saved.asked.is_some();
            out.notes.push(Note {
                line: None,
                kind: "feed-refused",
                problem: refused.reason,
                done: "left it out".into(),
            });
            return;
        }
    };
    out.notes.extend(read.notes.iter().cloned());
    out.url = out.url.take().or_else(|| read.about.address.as_deref().and_then(address::web));
    if let Some(address) = &out.url {
        out.feeds.push(StoredSubscription {
            address: address.clone(),
            title: read.about.title.clone(),
            site: read.about.link.clone(),
            folder: None,
        });
    } else {
        out.keep = false;
        out.notes.push(Note {
            line: None,
            kind: "feed-without-address",
            problem: "the feed does not say where it is from".into(),
            done: "recorded its entries and did not keep its bytes; `--url` says it".into(),
        });
    }
    let from = out.url.clone().or_else(|| read.about.link.clone());
    for (at, entry) in read.entries.iter().enumerate() {
        let Some(url) = entry.link.as_deref().and_then(address::web) else {
            out.notes.push(Note {
                line: None,
                kind: "entry-without-address",
                problem: format!(
                    "entry {} ({}) leads to no page",
                    at + 1,
                    entry.title.as_deref().unwrap_or("without title")
                ),
                done: "left it out".into(),
            });
            continue;
        };
        let article = feed::article(&read.about, entry, &url, out.saved.captured_at);
        out.told.push(Told {
            known_at: feed::known_at(entry).or(out.saved.captured_at),
            by: By::importer("feed", from.clone()),
            url,
            article,
        });
    }
}

fn list(out: &mut Prepared) {
    out.keep = false;
    match opml::read(&out.saved.body) {
        Ok(outline) => {
            out.notes.extend(outline.notes);
            out.feeds.extend(outline.subscriptions.into_iter().map(|s| StoredSubscription {
                title: Some(s.title).filter(|t| !t.is_empty() && *t != s.address),
                address: s.address,
                site: s.site,
                folder: (!s.folder.is_empty()).then(|| s.folder.join("/")),
            }));
        }
        Err(refused) => out.notes.push(Note {
            line: None,
            kind: "feed-refused",
            problem: refused.reason,
            done: "left it out".into(),
        }),
    }
}
