//! An article out of its public shape. Every promise of the model is checked:
//! JSON comes from anywhere.

use super::address;
use super::wire::{Access, Article, Block, Dating, Link, Picture, Precision, Prose};

/// A shape that no article has: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("article, {place}: {problem}")]
pub struct NotAnArticle {
    /// The key, or `block` and its number from 1.
    pub place: String,
    /// What is wrong, quoting at most some 80 characters.
    pub problem: String,
}

/// The notes stay behind: their kinds are names that the code of a reader gives.
impl TryFrom<Article> for annals_model::Article {
    type Error = NotAnArticle;

    fn try_from(article: Article) -> Result<annals_model::Article, NotAnArticle> {
        let at = |place: &'static str| move |problem| NotAnArticle { place: place.into(), problem };
        let blocks = article.blocks.into_iter().enumerate().map(|(index, part)| {
            let place = || format!("block {}", index + 1);
            block(part).map_err(|problem| NotAnArticle { place: place(), problem })
        });
        Ok(annals_model::Article {
            url: article.url,
            canonical: article.canonical.map(web).transpose().map_err(at("canonical"))?,
            title: article.title,
            deck: article.deck,
            authors: article.authors,
            publisher: article.publisher,
            agency: article.agency,
            published: dating(article.published).map_err(at("published"))?,
            modified: dating(article.modified).map_err(at("modified"))?,
            language: article.language,
            section: article.section,
            keywords: article.keywords,
            image: article.image.map(picture).transpose().map_err(at("image"))?,
            licence: article.licence,
            access: match article.access {
                Access::Whole => annals_model::Access::Whole,
                Access::Paywalled => annals_model::Access::Paywalled,
                Access::Stub => annals_model::Access::Stub,
            },
            blocks: blocks.collect::<Result<_, _>>()?,
            notes: Vec::new(),
        })
    }
}

fn dating(dating: Dating) -> Result<annals_model::Dating, String> {
    if !(0.0..=1.0).contains(&dating.confidence) {
        return Err(format!("a confidence of {} is not between 0 and 1", dating.confidence));
    }
    let evidence = dating.evidence.into_iter().map(|evidence| annals_model::Evidence {
        from: evidence.from,
        text: evidence.text,
        value: evidence.value,
    });
    Ok(annals_model::Dating {
        value: dating.value,
        precision: dating.precision.map(|precision| match precision {
            Precision::Year => annals_model::Precision::Year,
            Precision::Month => annals_model::Precision::Month,
            Precision::Day => annals_model::Precision::Day,
            Precision::Minute => annals_model::Precision::Minute,
            Precision::Second => annals_model::Precision::Second,
        }),
        confidence: dating.confidence as f32,
        evidence: evidence.collect(),
        alternatives: dating.alternatives,
    })
}

fn block(block: Block) -> Result<annals_model::Block, String> {
    let all = |parts: Vec<Prose>| parts.into_iter().map(prose).collect::<Result<Vec<_>, _>>();
    Ok(match block {
        Block::Paragraph(words) => annals_model::Block::Paragraph(prose(words)?),
        Block::Heading { level, text, links } => {
            if !(2..=6).contains(&level) {
                return Err(format!("a heading of level {level}, not 2 to 6"));
            }
            annals_model::Block::Heading { level, text: prose(Prose { text, links })? }
        }
        Block::Quote { paragraphs, .. } => annals_model::Block::Quote(all(paragraphs)?),
        Block::List { numbered, items, .. } => {
            annals_model::Block::List { numbered, items: all(items)? }
        }
        Block::Table { rows, .. } => annals_model::Block::Table(rows),
        Block::Image(shown) => annals_model::Block::Picture(picture(shown)?),
        Block::Embed { url, title } => annals_model::Block::Embed { url: web(url)?, title },
        Block::Preformatted { text } => annals_model::Block::Preformatted(text),
    })
}

fn prose(prose: Prose) -> Result<annals_model::Prose, String> {
    let mut links = Vec::with_capacity(prose.links.len());
    // Where the text was counted to, in characters and bytes.
    let (mut chars, mut byte) = (0, 0);
    for link in prose.links {
        if link.start < chars || link.end <= link.start {
            return Err(outside(&link));
        }
        let start = advance(&prose.text, byte, link.start - chars).ok_or_else(|| outside(&link))?;
        let length = link.end - link.start;
        let end = advance(&prose.text, start, length).ok_or_else(|| outside(&link))?;
        (chars, byte) = (link.end, end);
        if !address::is_link(&link.url) {
            return Err(unsafe_address(&link.url));
        }
        links.push(annals_model::Hyperlink { start, end, url: link.url });
    }
    Ok(annals_model::Prose { text: prose.text, links })
}

/// The byte that stands some characters behind another; none beyond the end.
fn advance(text: &str, from: usize, characters: usize) -> Option<usize> {
    let rest = &text[from..];
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.nth(characters).map(|at| from + at)
}

fn outside(link: &Link) -> String {
    format!("a link from {} to {} overlaps another or lies outside its text", link.start, link.end)
}

fn picture(picture: Picture) -> Result<annals_model::Picture, String> {
    Ok(annals_model::Picture {
        url: picture.url.map(web).transpose()?.unwrap_or_default(),
        alt: picture.alt,
        caption: picture.caption,
        credit: picture.credit,
        licence: picture.licence,
    })
}

fn web(url: String) -> Result<String, String> {
    if address::is_web(&url) { Ok(url) } else { Err(unsafe_address(&url)) }
}

fn unsafe_address(url: &str) -> String {
    format!("the address `{}` is of no kind that may be followed", crate::brief(url))
}
