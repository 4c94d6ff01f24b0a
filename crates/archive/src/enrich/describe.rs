//! What is shown of a page: its title, a description, its day and picture.

use super::agree::Statement;
use super::clean::{self, DESCRIPTION, TITLE};
use annals_model::{Article, Block};
use annals_store::Enriched;

/// Paragraphs among which a description is looked for, behind the deck.
const PARAGRAPHS: usize = 5;
/// Characters that a description has at least.
const SHORTEST: usize = 30;
/// How sure a date is from which it is shown.
const SURE: f32 = 0.5;
/// Parts of the addresses of pictures that stand for a site and not for an article.
const EMBLEMS: &[&str] =
    &["logo", "default", "placeholder", "favicon", "sprite", "blank.", "fallback"];

/// What is told of an article that was found to tell an event. `reserved`: its text is
/// not shown.
pub(super) fn describe(article: &Article, statement: &Statement, reserved: bool) -> Enriched {
    let published = &article.published;
    let day = published.day().filter(|_| published.confidence >= SURE);
    let image = article.image.as_ref().and_then(|picture| {
        let address = clean::address(&picture.url)?;
        let lower = address.to_ascii_lowercase();
        (!EMBLEMS.iter().any(|part| lower.contains(part))).then_some((address, picture))
    });
    let alt = image.as_ref().and_then(|(_, p)| p.alt.as_deref().or(p.caption.as_deref()));
    Enriched {
        title: article.title.as_deref().and_then(|t| clean::text(t, TITLE)),
        description: if reserved { None } else { description(article, statement) },
        publisher: article.publisher.as_deref().and_then(|p| clean::text(p, TITLE / 2)),
        published: day.map(|day| day.to_string()),
        image_alt: alt.filter(|_| !reserved).and_then(|a| clean::text(a, TITLE)),
        image: image.map(|(address, _)| address),
        reserved,
        ..Enriched::default()
    }
}

/// The deck or the first paragraph that names what the statement names; a site's own
/// praise, which many pages give as their description, does not.
fn description(article: &Article, statement: &Statement) -> Option<String> {
    let paragraphs = article.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(prose) => Some(prose.text.as_str()),
        _ => None,
    });
    let deck = article.deck.as_deref().into_iter();
    let mut passages = deck.chain(paragraphs.take(PARAGRAPHS));
    passages.find_map(|passage| {
        let passage = clean::text(passage, DESCRIPTION)?;
        let long = passage.chars().nth(SHORTEST).is_some()
            || passage.chars().filter(|c| super::rarity::is_unspaced(*c)).count() >= SHORTEST / 2;
        (long && statement.is_named_in(&passage)).then_some(passage)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Picture, Prose, date};

    #[test]
    fn the_praise_of_a_site_is_no_description() {
        let event = Statement::new("A truce begins in Aleppo, Syria.", [], date(2016, 9, 12));
        let article = Article {
            title: Some("Truce".into()),
            deck: Some("The latest news, sport and weather from around the world.".into()),
            blocks: vec![Block::Paragraph(Prose::plain(
                "Guns fell silent in Aleppo on Monday evening, residents said.",
            ))],
            image: Some(Picture { url: "https://a.org/logo.png".into(), ..Picture::default() }),
            ..Article::default()
        };
        let told = describe(&article, &event, false);
        assert!(told.description.is_some_and(|d| d.starts_with("Guns fell silent")));
        assert_eq!(told.image, None);
        assert_eq!(describe(&article, &event, true).description, None);
    }
}
