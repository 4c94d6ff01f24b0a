//! How an article came to be as it is: its tellings laid over each other, and
//! what changed from one to the next.
//!
//! A telling is what one capture of the page, or one entry of a feed, said. The
//! page's own word counts before a feed's, which fills what the page left open.

use crate::{
    Access, Article, Block, By, Dating, Grade, Picture, Timestamp, grade, word_diff::overlap,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Blocks up to which two bodies are aligned; longer ones are compared as they lie.
const ALIGNED: usize = 5_000;
/// Share of words in common from which two paragraphs are wordings of one.
const SAME_PARAGRAPH: f32 = 0.4;

/// What a page or a feed said of an article at one time. Never changed and never removed.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Counts from 1 in the order of recording.
    pub number: u32,
    /// When the world could know: the capture's time, an entry's own.
    pub known_at: Option<Timestamp>,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// Who told it: the reader `page` or `feed`, from where.
    pub by: By,
    /// What was told.
    pub article: Article,
}

/// One telling in the order of knowing, with what it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleStep {
    /// The telling's number.
    pub number: u32,
    /// When the world could know.
    pub known_at: Option<Timestamp>,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// Who told it.
    pub by: By,
    /// How much it matters: the gravest of its changes.
    pub grade: Grade,
    /// What it changed; empty for the first one.
    pub changes: Vec<ArticleChange>,
    /// The article after it.
    pub article: Article,
}

/// One field of an article that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleChange {
    /// Its name, as formats write it: `title`, `body`.
    pub field: &'static str,
    /// What changed in it: one edit, or for the body one for each paragraph.
    pub edits: Vec<Edit>,
    /// The gravest edit's grade.
    pub grade: Grade,
}

/// A value or a paragraph that was changed, added (`before` is `None`) or taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Edit {
    pub before: Option<String>,
    pub after: Option<String>,
    pub grade: Grade,
}

/// Puts the tellings in the order in which they became known and says what each changed.
pub fn article_steps(tellings: &[Telling]) -> Vec<ArticleStep> {
    let mut order: Vec<&Telling> = tellings.iter().collect();
    // None sorts first: what has no time was known before anything that has one.
    order.sort_by_key(|t| (t.known_at, t.number));
    let (mut page, mut feed): (Option<&Article>, Option<&Article>) = (None, None);
    let mut steps: Vec<ArticleStep> = Vec::with_capacity(order.len());
    for telling in order {
        match &telling.by {
            By::Importer { name, .. } if name == "feed" => feed = Some(&telling.article),
            _ => page = Some(&telling.article),
        }
        let mut article = page.or(feed).cloned().unwrap_or_default();
        if let (Some(_), Some(feed)) = (page, feed) {
            fill(&mut article, feed);
        }
        let changes = steps.last().map(|s| article_changes(&s.article, &article));
        let grade = match &changes {
            None => Grade::First,
            Some(changes) => changes.iter().map(|c| c.grade).max().unwrap_or(Grade::None),
        };
        steps.push(ArticleStep {
            number: telling.number,
            known_at: telling.known_at,
            recorded_at: telling.recorded_at,
            by: telling.by.clone(),
            grade,
            changes: changes.unwrap_or_default(),
            article,
        });
    }
    steps
}

/// Fills what an article leaves open with what another telling of it says.
pub fn fill(article: &mut Article, other: &Article) {
    fn gap<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
        if to.is_none() {
            to.clone_from(from);
        }
    }
    gap(&mut article.url, &other.url);
    gap(&mut article.canonical, &other.canonical);
    gap(&mut article.title, &other.title);
    gap(&mut article.deck, &other.deck);
    gap(&mut article.publisher, &other.publisher);
    gap(&mut article.agency, &other.agency);
    gap(&mut article.language, &other.language);
    gap(&mut article.section, &other.section);
    gap(&mut article.image, &other.image);
    gap(&mut article.licence, &other.licence);
    if article.authors.is_empty() {
        article.authors.clone_from(&other.authors);
    }
    if article.keywords.is_empty() {
        article.keywords.clone_from(&other.keywords);
    }
    if article.blocks.is_empty() {
        article.blocks.clone_from(&other.blocks);
    }
    date(&mut article.published, &other.published);
    date(&mut article.modified, &other.modified);
}

/// The surer of two dates; the other stays as evidence and alternative.
fn date(to: &mut Dating, from: &Dating) {
    let mut other = from.clone();
    if other.confidence > to.confidence {
        std::mem::swap(to, &mut other);
    }
    for evidence in other.evidence {
        if !to.evidence.contains(&evidence) {
            to.evidence.push(evidence);
        }
    }
    let day = |v: &str| v.get(..10).unwrap_or(v).to_owned();
    for value in other.value.into_iter().chain(other.alternatives) {
        let known = to.value.iter().chain(&to.alternatives).any(|v| day(v) == day(&value));
        if !known {
            to.alternatives.push(value);
        }
    }
}

/// What changed from one state of an article to another. Keywords, notes and the
/// evidence of dates are no facts about what it says and are passed over.
pub fn article_changes(before: &Article, after: &Article) -> Vec<ArticleChange> {
    let mut out = Vec::new();
    let mut plain = |field, a: Option<String>, b: Option<String>, grade: Grade| {
        if a != b {
            let edit = Edit { before: a, after: b, grade };
            out.push(ArticleChange { field, grade, edits: vec![edit] });
        }
    };
    let words = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => grade::text(a, b),
        _ => Grade::Wording,
    };
    plain(
        "title",
        before.title.clone(),
        after.title.clone(),
        words(&before.title, &after.title).max(Grade::Typo),
    );
    plain("deck", before.deck.clone(), after.deck.clone(), words(&before.deck, &after.deck));
    let list = |l: &[String]| (!l.is_empty()).then(|| l.join(", "));
    plain("authors", list(&before.authors), list(&after.authors), Grade::Wording);
    plain("publisher", before.publisher.clone(), after.publisher.clone(), Grade::Wording);
    plain("agency", before.agency.clone(), after.agency.clone(), Grade::Wording);
    let moved =
        if before.published.day() == after.published.day() || before.published.value.is_none() {
            Grade::Typo
        } else {
            Grade::Material
        };
    plain("published", before.published.value.clone(), after.published.value.clone(), moved);
    // That the page was changed again says nothing by itself.
    plain("modified", before.modified.value.clone(), after.modified.value.clone(), Grade::Typo);
    plain("language", before.language.clone(), after.language.clone(), Grade::Wording);
    plain("section", before.section.clone(), after.section.clone(), Grade::Typo);
    let picture = |p: &Option<Picture>| p.as_ref().map(|p| p.url.clone());
    plain("image", picture(&before.image), picture(&after.image), Grade::Wording);
    plain("licence", before.licence.clone(), after.licence.clone(), Grade::Wording);
    let access = |a: Access| Some(a.name().to_owned());
    plain("access", access(before.access), access(after.access), Grade::Wording);
    let edits = body(&before.blocks, &after.blocks);
    if let Some(grade) = edits.iter().map(|e| e.grade).max() {
        out.push(ArticleChange { field: "body", edits, grade });
    }
    out
}

/// The paragraphs of a body that changed, in the new body's order.
fn body(before: &[Block], after: &[Block]) -> Vec<Edit> {
    let lines = |blocks: &[Block]| -> Vec<String> {
        let texts = blocks.iter().map(Block::text);
        texts
            .flat_map(|t| t.split('\n').map(str::to_owned).collect::<Vec<_>>())
            .filter(|l| !l.is_empty())
            .collect()
    };
    let (old, new) = (lines(before), lines(after));
    let mut edits = Vec::new();
    let ops = if old.len().max(new.len()) <= ALIGNED {
        capture_diff_slices(Algorithm::Patience, &old, &new)
    } else if old == new {
        Vec::new()
    } else {
        let (old_len, new_len) = (old.len(), new.len());
        vec![DiffOp::Replace { old_index: 0, old_len, new_index: 0, new_len }]
    };
    for op in ops {
        if !matches!(op, DiffOp::Equal { .. }) {
            pair(&old[op.old_range()], &new[op.new_range()], &mut edits);
        }
    }
    edits
}

/// Pairs the paragraphs of a changed stretch that are wordings of one another, in order.
fn pair(old: &[String], new: &[String], edits: &mut Vec<Edit>) {
    let gone =
        |text: &String| Edit { before: Some(text.clone()), after: None, grade: Grade::Material };
    let mut from = 0;
    for after in new {
        // Looking a few paragraphs ahead finds what moved little, and stays linear.
        let near = &old[from..old.len().min(from + 8)];
        let same = near.iter().position(|before| overlap(before, after) >= SAME_PARAGRAPH);
        if let Some(at) = same {
            edits.extend(near[..at].iter().map(gone));
            let before = &near[at];
            edits.push(Edit {
                before: Some(before.clone()),
                after: Some(after.clone()),
                grade: grade::text(before, after),
            });
            from += at + 1;
        } else {
            let grade = Grade::Material;
            edits.push(Edit { before: None, after: Some(after.clone()), grade });
        }
    }
    edits.extend(old[from..].iter().map(gone));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Prose;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        let paragraph = |p: &&str| Block::Paragraph(Prose::plain(*p));
        Article {
            title: Some(title.into()),
            blocks: paragraphs.iter().map(paragraph).collect(),
            ..Article::default()
        }
    }

    fn telling(number: u32, by: &str, at: i64, article: Article) -> Telling {
        Telling {
            number,
            known_at: Timestamp::from_second(at).ok(),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: By::importer(by, None),
            article,
        }
    }

    #[test]
    fn a_changed_toll_is_material_and_a_comma_is_not() {
        let a = article("Quake hits Amatrice", &["At least 38 people died.", "Roads are closed"]);
        let b = article("Quake hits Amatrice", &["At least 73 people died.", "Roads are closed."]);
        let changes = article_changes(&a, &b);
        assert_eq!(changes.len(), 1);
        let grades: Vec<Grade> = changes[0].edits.iter().map(|e| e.grade).collect();
        assert_eq!(grades, [Grade::Material, Grade::Typo]);
        assert_eq!(article_changes(&a, &a), []);
    }

    #[test]
    fn a_paragraph_that_vanishes_is_told() {
        let a = article("t", &["The army confirms it.", "Rescuers deny the figure given before."]);
        let b = article("t", &["The army confirms it."]);
        let changes = article_changes(&a, &b);
        assert_eq!(changes[0].edits[0].after, None);
        assert_eq!(changes[0].grade, Grade::Material);
    }

    #[test]
    fn captures_count_in_the_order_of_knowing_and_feeds_fill_gaps() {
        let mut feed = article("From the feed", &[]);
        feed.deck = Some("A summary.".into());
        let late = article("Second", &["Text."]);
        let early = article("First", &["Text."]);
        let steps = article_steps(&[
            telling(1, "page", 300, late),
            telling(2, "page", 200, early),
            telling(3, "feed", 100, feed),
        ]);
        let titles: Vec<_> = steps.iter().map(|s| s.article.title.as_deref()).collect();
        assert_eq!(titles, [Some("From the feed"), Some("First"), Some("Second")]);
        assert_eq!(steps[2].article.deck.as_deref(), Some("A summary."));
        assert_eq!(steps[0].grade, Grade::First);
    }
}
