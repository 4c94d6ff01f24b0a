//! An article into its public shape.
//!
//! The model promises safe addresses and sound links. What breaks that promise
//! is left out here, so that no reader of the JSON has to look again.

use super::address;
use super::prose::sound_links;
use super::wire::{
    Access, Article, Block, Dating, Evidence, Link, Note, Picture, Precision, Prose,
};

impl From<&annals_model::Article> for Article {
    fn from(article: &annals_model::Article) -> Article {
        Article {
            file: None,
            record: None,
            url: article.url.clone(),
            canonical: article.canonical.as_ref().filter(|url| address::is_web(url)).cloned(),
            title: article.title.clone(),
            deck: article.deck.clone(),
            authors: article.authors.clone(),
            publisher: article.publisher.clone(),
            agency: article.agency.clone(),
            published: dating(&article.published),
            modified: dating(&article.modified),
            language: article.language.clone(),
            section: article.section.clone(),
            keywords: article.keywords.clone(),
            licence: article.licence.clone(),
            access: match article.access {
                annals_model::Access::Whole => Access::Whole,
                annals_model::Access::Paywalled => Access::Paywalled,
                annals_model::Access::Stub => Access::Stub,
            },
            image: article.image.as_ref().map(picture),
            text: article.text(),
            blocks: article.blocks.iter().filter_map(block).collect(),
            notes: article.notes.iter().map(note).collect(),
        }
    }
}

fn dating(dating: &annals_model::Dating) -> Dating {
    Dating {
        value: dating.value.clone(),
        precision: dating.precision.map(|precision| match precision {
            annals_model::Precision::Year => Precision::Year,
            annals_model::Precision::Month => Precision::Month,
            annals_model::Precision::Day => Precision::Day,
            annals_model::Precision::Minute => Precision::Minute,
            annals_model::Precision::Second => Precision::Second,
        }),
        confidence: two_decimals(dating.confidence),
        evidence: dating.evidence.iter().map(evidence).collect(),
        alternatives: dating.alternatives.clone(),
    }
}

/// Whole hundredths from 0 to 1; what is no number is 0.
pub(super) fn two_decimals(confidence: f32) -> f64 {
    let hundredths = (f64::from(confidence) * 100.0).round().clamp(0.0, 100.0);
    if hundredths.is_nan() { 0.0 } else { hundredths.abs() / 100.0 }
}

fn evidence(evidence: &annals_model::Evidence) -> Evidence {
    Evidence {
        from: evidence.from.clone(),
        text: evidence.text.clone(),
        value: evidence.value.clone(),
    }
}

/// A block; none for an embed that leads nowhere.
fn block(block: &annals_model::Block) -> Option<Block> {
    let text = block.text();
    Some(match block {
        annals_model::Block::Paragraph(words) => Block::Paragraph(prose(words)),
        annals_model::Block::Heading { level, text } => {
            let Prose { text, links } = prose(text);
            Block::Heading { level: (*level).clamp(2, 6), text, links }
        }
        annals_model::Block::Quote(parts) => {
            Block::Quote { text, paragraphs: parts.iter().map(prose).collect() }
        }
        annals_model::Block::List { numbered, items } => {
            Block::List { numbered: *numbered, text, items: items.iter().map(prose).collect() }
        }
        annals_model::Block::Table(rows) => Block::Table { text, rows: rows.clone() },
        annals_model::Block::Picture(shown) => Block::Image(picture(shown)),
        annals_model::Block::Embed { url, title } if address::is_web(url) => {
            Block::Embed { url: url.clone(), title: title.clone() }
        }
        annals_model::Block::Embed { .. } => return None,
        annals_model::Block::Preformatted(text) => Block::Preformatted { text: text.clone() },
    })
}

fn prose(prose: &annals_model::Prose) -> Prose {
    // Characters before `byte`; the links come in order, so the text is counted once.
    let (mut chars, mut byte) = (0, 0);
    let mut count_to = |to: usize| {
        chars += prose.text[byte..to].chars().count();
        byte = to;
        chars
    };
    let links = sound_links(prose).filter(|link| address::is_link(&link.url));
    let links = links.map(|link| Link {
        text: prose.text[link.start..link.end].to_owned(),
        url: link.url.clone(),
        start: count_to(link.start),
        end: count_to(link.end),
    });
    Prose { links: links.collect(), text: prose.text.clone() }
}

fn picture(picture: &annals_model::Picture) -> Picture {
    Picture {
        url: Some(picture.url.clone()).filter(|url| address::is_web(url)),
        alt: picture.alt.clone(),
        caption: picture.caption.clone(),
        credit: picture.credit.clone(),
        licence: picture.licence.clone(),
    }
}

fn note(note: &annals_model::Note) -> Note {
    Note {
        line: note.line,
        kind: note.kind.to_owned(),
        problem: note.problem.clone(),
        done: note.done.clone(),
    }
}
