//! The tool `verify_quotation`: whether words stand in captured pages.
//!
//! What is compared is the article's text as annals reads it from a capture, its
//! title, and, where a page or an event is named and the article has nothing, the
//! whole text of the captured page. Feeds count as well, where they told a text.

use super::finding::{self, Refused};
use super::shapes::{About, CaptureRef, EventBrief, Quoted, Shaping};
use crate::App;
use annals_archive::articles;
use annals_archive::verify::{Fit, Found, Words, find, page_text};
use annals_model::Telling;
use annals_store::{Reader, StoredArticle};
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// Characters of a quotation.
const QUOTATION: usize = 2_000;
/// Articles that one question looks through.
const ARTICLES: usize = 5_000;
/// Words of the quotation times words of texts that one question compares.
const COMPARED: usize = 300_000_000;
/// Matches of one answer.
const MATCHES: usize = 5;
/// Characters of context on each side of a match.
const CONTEXT: usize = 120;
/// Bytes of a captured page of which the whole text is read.
const PAGE_BYTES: u64 = 4 << 20;
/// Captured pages of which the whole text is read.
const PAGES: usize = 12;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// The words, without quotation marks around them; 2,000 characters at most.
    pub(super) quotation: String,
    /// Only in the sources of this event: its id or an address.
    pub(super) event: Option<String>,
    /// Only in this page (its address), or in the pages of this publisher (its name or host).
    pub(super) source: Option<String>,
}

/// Whether the words stand there.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    pub(super) about: About,
    /// `exact`: the same characters. `same-words`: capitals, punctuation or spaces
    /// differ. `near`: some words differ. `not-found`: in none of the texts looked
    /// through. `nothing-captured`: there is no text to look through.
    pub(super) verdict: &'static str,
    /// What the verdict means, in a sentence.
    pub(super) meaning: String,
    /// The best places, best first.
    pub(super) matches: Vec<Match>,
    /// Number of articles that were looked through.
    pub(super) looked_through: usize,
    /// Whether further articles were not looked through.
    pub(super) incomplete: bool,
    /// The event that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<EventBrief>,
    /// Pages that were meant and that the archive has no text of.
    pub(super) not_captured: Vec<String>,
}

/// A place where the words stand.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Match {
    /// `exact`, `same-words` or `near`.
    pub(super) fit: &'static str,
    /// Share of the quotation's words that are the same.
    pub(super) likeness: f64,
    /// The words as they stand there, with their place in the text named by `of`.
    pub(super) quoted: Quoted,
    /// The text: `article` (its body as annals reads it), `title`, or `page` (all text).
    pub(super) of: &'static str,
    /// What stands before.
    pub(super) before: String,
    /// What stands after.
    pub(super) after: String,
    /// Words that only the quotation has.
    pub(super) only_quoted: Vec<String>,
    /// Words that only the text has.
    pub(super) only_there: Vec<String>,
    /// The page's address.
    pub(super) url: String,
    /// The article's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// The capture that the text was read from; absent where a feed told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capture: Option<CaptureRef>,
}

/// Answers.
pub(super) fn answer(app: &App, asked: &Asked) -> Result<Answer, Refused> {
    let quotation = asked.quotation.trim().trim_matches(['"', '“', '”', '„', '«', '»']).trim();
    let words = Words::of(quotation);
    if words.is_empty() || quotation.chars().count() > QUOTATION {
        return Err(Refused(format!("give a quotation of 1 to {QUOTATION} characters")));
    }
    let (state, reader) = (app.live.state(), app.archive().store.read()?);
    let shaping = Shaping::of(app);
    let mut event = None;
    let mut scope: Option<BTreeSet<String>> = None;
    if let Some(named) = &asked.event {
        let (page, row) = finding::event(app, &state, &reader, named, None)?;
        event = Some(shaping.brief(&page.id, &page.url, &page.day, &page.statement.text));
        let cited = page.sources.iter().filter_map(|s| s.url.as_deref()).map(articles::key);
        let linked = reader.articles_of(row)?.into_iter().map(|link| link.page);
        scope = Some(cited.chain(linked).collect());
    }
    let mut looking = Looking {
        app,
        reader: &reader,
        shaping: &shaping,
        quotation,
        words: &words,
        compared: 0,
        found: Vec::new(),
        articles: 0,
    };
    let (mut incomplete, mut not_captured) = (false, Vec::new());
    let source = asked.source.as_deref().map(str::trim).filter(|s| !s.is_empty());
    if let Some(url) = source.filter(|s| s.contains('/')) {
        let page = BTreeSet::from([articles::key(url)]);
        scope = Some(match scope {
            Some(of_event) => page.into_iter().filter(|p| of_event.contains(p)).collect(),
            None => page,
        });
    }
    let publisher = source.filter(|s| !s.contains('/'));
    match &scope {
        Some(pages) => {
            for page in pages {
                if publisher.is_some_and(|p| !is_of(page, None, p)) {
                    continue;
                }
                match reader.article(page)? {
                    Some(article) => looking.article(&article, None)?,
                    None if reader.is_captured(page)? => {}
                    None => not_captured.push(page.clone()),
                }
            }
            if looking.best() < Some(Fit::SameWords) {
                for page in pages.iter().take(PAGES) {
                    looking.whole_page(page)?;
                }
            }
        }
        None => {
            let all: Vec<StoredArticle> = {
                let mut all = Vec::new();
                reader.each_article::<annals_store::StoreError>(|article| {
                    all.push(article);
                    Ok(())
                })?;
                all
            };
            for article in all {
                if looking.articles >= ARTICLES || looking.compared >= COMPARED {
                    incomplete = true;
                    break;
                }
                looking.article(&article, publisher)?;
            }
        }
    }
    let Looking { mut found, articles, .. } = looking;
    found.sort_by(|a, b| b.0.fit.cmp(&a.0.fit).then(b.0.likeness.total_cmp(&a.0.likeness)));
    found.truncate(MATCHES);
    let best = found.first().map(|(found, _)| found.fit);
    let verdict = match best {
        Some(fit) => name(fit),
        None if articles == 0 => "nothing-captured",
        None => "not-found",
    };
    Ok(Answer {
        about: About::at((app.clock)()),
        verdict,
        meaning: meaning(verdict, articles, incomplete),
        matches: found.into_iter().map(|(_, shape)| shape).collect(),
        looked_through: articles,
        incomplete,
        event,
        not_captured,
    })
}

fn name(fit: Fit) -> &'static str {
    match fit {
        Fit::Exact => "exact",
        Fit::SameWords => "same-words",
        Fit::Near => "near",
    }
}

fn meaning(verdict: &str, articles: usize, incomplete: bool) -> String {
    match verdict {
        "exact" => "These words stand in a captured text, character for character.".into(),
        "same-words" => "These words stand in a captured text; capitals, punctuation or spaces differ.".into(),
        "near" => "Something like it stands in a captured text; some words differ: see each match.".into(),
        "nothing-captured" => "The archive has captured no text to look through; this says nothing about whether the words were said.".into(),
        _ if incomplete => format!("Not found in the {articles} texts looked through; there are more: name an event or a source."),
        _ => format!("Not found in the {articles} captured texts looked through. They may stand in pages that were not captured."),
    }
}

/// Whether a page is one of a publisher's, by its host or the publisher's name.
fn is_of(page: &str, publisher: Option<&str>, wanted: &str) -> bool {
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let host = page.split('/').next().unwrap_or_default();
    let wanted = letters(wanted);
    letters(host).contains(&wanted) || publisher.is_some_and(|p| letters(p) == wanted)
}

struct Looking<'a> {
    app: &'a App,
    reader: &'a Reader<'a>,
    shaping: &'a Shaping,
    quotation: &'a str,
    words: &'a Words,
    compared: usize,
    found: Vec<(Found, Match)>,
    articles: usize,
}

impl Looking<'_> {
    fn best(&self) -> Option<Fit> {
        self.found.iter().map(|(found, _)| found.fit).max()
    }

    /// Looks through everything that was told of an article.
    fn article(&mut self, article: &StoredArticle, publisher: Option<&str>) -> Result<(), Refused> {
        let tellings = self.reader.tellings(article.row)?;
        let name = tellings.iter().rev().find_map(|t| t.article.publisher.as_deref());
        if publisher.is_some_and(|wanted| !is_of(&article.page, name, wanted)) {
            return Ok(());
        }
        self.articles += 1;
        let mut seen = HashSet::new();
        // The newest one that has it is told; an older one only where it fits better.
        let mut best: Option<(Found, Match)> = None;
        for telling in tellings.iter().rev() {
            let body = telling.article.text();
            let title = telling.article.title.clone().unwrap_or_default();
            for (of, text) in [("article", body), ("title", title)] {
                if !seen.insert(text.clone()) {
                    continue;
                }
                let Some(found) = self.compare(&text) else { continue };
                if best
                    .as_ref()
                    .is_none_or(|(b, _)| (b.fit, b.likeness) < (found.fit, found.likeness))
                {
                    let shape = self.told(article, telling, of, &text, &found)?;
                    best = Some((found, shape));
                }
            }
        }
        self.found.extend(best);
        Ok(())
    }

    fn compare(&mut self, text: &str) -> Option<Found> {
        let there = Words::of(text);
        self.compared += there.len() * self.words.len();
        find(self.quotation, self.words, text, &there)
    }

    fn told(
        &self,
        article: &StoredArticle,
        telling: &Telling,
        of: &'static str,
        text: &str,
        found: &Found,
    ) -> Result<Match, Refused> {
        let row = self.reader.capture_of_telling(article.row, telling.number)?;
        let capture = match row {
            Some(row) => self.reader.capture_in(row)?,
            None => None,
        };
        let url = telling.article.url.clone().unwrap_or_else(|| article.url.clone());
        let title = telling.article.title.clone();
        let capture = capture.map(|c| self.shaping.capture(&c));
        Ok(shape(found, text, of, url, title, capture))
    }

    /// Looks through the whole text of a page's last capture.
    fn whole_page(&mut self, page: &str) -> Result<(), Refused> {
        let Some(stored) = self.reader.captures_of(page)?.pop() else { return Ok(()) };
        let archive = self.app.archive();
        let read = articles::replayed(archive, self.reader, &stored, PAGE_BYTES)
            .map_err(annals_archive::ArchiveError::from)?;
        let text = page_text(&read.body, read.content_type.as_deref(), &stored.url);
        self.articles = self.articles.max(1);
        if let Some(found) = self.compare(&text)
            && self.best().is_none_or(|best| found.fit > best)
        {
            let capture = Some(self.shaping.capture(&stored));
            let shape = shape(&found, &text, "page", stored.url.clone(), None, capture);
            self.found.push((found, shape));
        }
        Ok(())
    }
}

fn shape(
    found: &Found,
    text: &str,
    of: &'static str,
    url: String,
    title: Option<String>,
    capture: Option<CaptureRef>,
) -> Match {
    let stretch =
        |from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
    let quoted =
        Quoted { verbatim: stretch(found.start, found.end), start: found.start, end: found.end };
    Match {
        fit: name(found.fit),
        likeness: (found.likeness * 1000.0).round() / 1000.0,
        quoted,
        of,
        before: stretch(found.start.saturating_sub(CONTEXT), found.start),
        after: stretch(found.end, found.end + CONTEXT),
        only_quoted: found.only_quoted.clone(),
        only_there: found.only_there.clone(),
        url,
        title,
        capture,
    }
}
