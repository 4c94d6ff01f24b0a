//! Articles as computing wants them: their words, day and time, read once.

use crate::ArchiveError;
use annals_model::{Date, Timestamp, article_steps, date, history};
use annals_store::Reader;

/// The kind of note in which reading a page names the marks of a spun copy.
const SPUN: &str = "spun-copy-marks";

/// Bytes of a text that are compared: an article says what it is about in front.
const TEXT: usize = 40_000;

/// What an article says.
#[derive(Debug)]
pub(super) struct Told {
    /// The key of its page.
    pub(super) page: String,
    /// Its headline, or nothing.
    pub(super) title: String,
    /// Its body, a blank line between blocks.
    pub(super) text: String,
    /// Its language; empty where nobody knows.
    pub(super) lang: String,
    /// When it was published, seconds since 1970; midnight means the day.
    pub(super) published: Option<i64>,
    /// The day of that.
    pub(super) day: Option<Date>,
    /// Who published it.
    pub(super) publisher: Option<String>,
    /// Whose report it is where the publisher only carries it.
    pub(super) agency: Option<String>,
    /// Marks of spun copy, with "; " between.
    pub(super) marks: Option<String>,
    /// When it was first known.
    pub(super) first_known: Option<Timestamp>,
}

/// All articles, in the order of their days and pages, those without a day last.
pub(super) fn all(reader: &Reader<'_>) -> Result<Vec<Told>, ArchiveError> {
    let mut stored = Vec::new();
    reader.each_article::<ArchiveError>(|article| {
        stored.push(article);
        Ok(())
    })?;
    let mut all = Vec::with_capacity(stored.len());
    for article in stored {
        let steps = article_steps(&reader.tellings(article.row)?);
        let first_known = steps.iter().filter_map(|s| s.known_at).min();
        if let Some(step) = steps.into_iter().next_back() {
            all.push(of(article.page, step.article, first_known));
        }
    }
    all.sort_by(|a, b| (a.day.is_none(), a.day, &a.page).cmp(&(b.day.is_none(), b.day, &b.page)));
    Ok(all)
}

fn of(page: String, article: annals_model::Article, first_known: Option<Timestamp>) -> Told {
    let marks = article.notes.iter().find(|n| n.kind == SPUN);
    let marks = marks.and_then(|n| Some(n.problem.split_once(": ")?.1.to_owned()));
    let day = article.published.day().filter(|day| *day > date(1, 1, 1));
    let time = article.published.value.as_deref().and_then(|v| v.parse::<Timestamp>().ok());
    let published = time.or_else(|| day.map(history::day_start)).map(Timestamp::as_second);
    let mut text = article.text();
    if text.len() > TEXT {
        text.truncate((0..=TEXT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
    }
    Told {
        page,
        // A feed knows headlines and teasers only.
        text: if text.is_empty() { article.deck.unwrap_or_default() } else { text },
        title: article.title.unwrap_or_default(),
        lang: article.language.unwrap_or_default(),
        published,
        day,
        publisher: article.publisher,
        agency: article.agency,
        marks,
        first_known,
    }
}
