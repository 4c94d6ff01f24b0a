//! A feed's entry as an article: what a publisher says of it in one line.

use annals_extract::{fragment, metadata::publisher_of};
use annals_import::feed::{About, Entry, Moment, Precision as Written, Role, When};
use annals_model::{Article, Block, Dating, Evidence, Picture, Precision, Prose, Timestamp, tidy};
use url::Url;

/// How often a feed's own date is the article's: publishers' programs write it
/// from the same field as the page's, save where entries are dated by their import.
const CONFIDENCE: f32 = 0.9;
/// The longest summary that is a deck; longer ones are the text.
const DECK: usize = 600;

/// When an entry says that the world could know it.
pub(super) fn known_at(entry: &Entry) -> Option<Timestamp> {
    let at = |when: &Option<When>| when.as_ref()?.value?.timestamp();
    at(&entry.updated).or_else(|| at(&entry.published))
}

/// The article that an entry tells of.
pub(super) fn article(
    about: &About,
    entry: &Entry,
    url: &str,
    captured_at: Option<Timestamp>,
) -> Article {
    let source = entry.source.as_deref();
    let names = |list: &[annals_import::feed::Person]| -> Vec<String> {
        list.iter()
            .filter_map(|p| p.name.clone())
            .map(|n| tidy(&n))
            .filter(|n| !n.is_empty())
            .collect()
    };
    let host = Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned));
    let by_table = host.as_deref().and_then(publisher_of).map(str::to_owned);
    let stated = source
        .and_then(|s| s.title.clone())
        .or_else(|| entry.publisher.as_ref().and_then(|p| p.name.clone()))
        .or_else(|| about.publisher.as_ref().and_then(|p| p.name.clone()));
    let mut out = Article {
        url: Some(url.to_owned()),
        canonical: Some(url.to_owned()),
        title: entry.title.clone(),
        authors: names(&entry.authors),
        // The feed that the entry was taken from names the true publisher, then
        // the table of sites; the feed's own title is often "News".
        publisher: stated.or(by_table).or_else(|| about.title.clone()).map(|n| tidy(&n)),
        published: dating(&entry.published, "feed published", captured_at),
        modified: dating(&entry.updated, "feed updated", captured_at),
        language: entry.language.clone().or_else(|| about.language.clone()),
        keywords: keywords(entry),
        image: picture(entry),
        licence: entry.licences.first().cloned(),
        ..Article::default()
    };
    let words = |m: &Option<annals_import::feed::Markup>| m.as_ref().map(|m| m.plain_text());
    let summary = words(&entry.summary).filter(|s| !s.is_empty());
    if let Some(content) = &entry.content {
        out.blocks = if content.is_html() {
            fragment(&content.text, url)
        } else {
            content.text.split("\n\n").map(tidy).filter(|p| !p.is_empty()).map(paragraph).collect()
        };
        out.deck = summary.filter(|s| s.len() <= DECK);
    } else if let Some(markup) = &entry.summary {
        match summary {
            Some(text) if text.len() > DECK && markup.is_html() => {
                out.blocks = fragment(&markup.text, url);
            }
            Some(text) if text.len() > DECK => out.blocks = vec![paragraph(text)],
            deck => out.deck = deck,
        }
    }
    if out.deck == out.title {
        out.deck = None;
    }
    out
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(Prose::plain(text))
}

fn keywords(entry: &Entry) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for category in &entry.categories {
        let word = tidy(category.label.as_deref().unwrap_or(&category.term));
        if !word.is_empty() && !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

/// The largest picture of an entry; a thumbnail where there is no other.
fn picture(entry: &Entry) -> Option<Picture> {
    let image = |m: &&annals_import::feed::Media| {
        m.url.is_some()
            && (matches!(m.role, Role::Thumbnail | Role::Image)
                || m.medium.as_deref() == Some("image")
                || m.media_type.as_deref().is_some_and(|t| t.starts_with("image/")))
    };
    let best = entry
        .media
        .iter()
        .filter(image)
        // Of equal ones the first, which is the feed's own choice.
        .rev()
        .max_by_key(|m| (m.role != Role::Thumbnail, m.width.unwrap_or(0)))?;
    Some(Picture {
        url: best.url.clone()?,
        alt: best.title.clone(),
        caption: best.description.clone(),
        credit: best.credits.first().map(|c| c.name.clone()).or_else(|| best.rights.clone()),
        licence: best.licence.clone(),
    })
}

/// A feed's date as an article's. One after the capture is kept as evidence only.
fn dating(when: &Option<When>, from: &str, captured_at: Option<Timestamp>) -> Dating {
    let Some(when) = when else { return Dating::default() };
    let value = when.value.as_ref().map(edtf);
    let text: String = when.text.chars().take(80).collect();
    let evidence =
        vec![Evidence { from: from.to_owned(), text, value: value.as_ref().map(|v| v.0.clone()) }];
    let late = when
        .value
        .and_then(|m| m.timestamp())
        .zip(captured_at)
        .is_some_and(|(stated, captured)| stated > captured);
    match value {
        Some((value, precision)) if !late => Dating {
            value: Some(value),
            precision: Some(precision),
            confidence: CONFIDENCE,
            evidence,
            alternatives: Vec::new(),
        },
        _ => Dating { evidence, ..Dating::default() },
    }
}

/// A moment as EDTF level 0, as fine as it was written.
fn edtf(moment: &Moment) -> (String, Precision) {
    let date = moment.date;
    match moment.precision {
        Written::Year => (format!("{:04}", date.year()), Precision::Year),
        Written::Month => (format!("{:04}-{:02}", date.year(), date.month()), Precision::Month),
        Written::Day => (date.to_string(), Precision::Day),
        Written::Time => match (moment.timestamp(), moment.time) {
            (Some(time), _) => {
                let whole = Timestamp::from_second(time.as_second()).unwrap_or(time);
                (whole.to_string(), Precision::Second)
            }
            (None, Some(time)) => {
                let time = time.with().subsec_nanosecond(0).build().unwrap_or(time);
                (format!("{date}T{time}"), Precision::Second)
            }
            (None, None) => (date.to_string(), Precision::Day),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_import::feed::{Options, read};

    #[test]
    fn an_entry_names_its_true_publisher_and_its_date() {
        let rss = br#"<rss version="2.0"><channel><title>World</title><language>en-gb</language>
          <item><title>Truce in Syria takes effect</title>
          <link>https://www.bbc.com/news/world-middle-east-37341489</link>
          <source url="https://www.reuters.com/feed">Reuters</source>
          <description>It began at sunset on Monday.</description>
          <pubDate>Mon, 12 Sep 2016 19:05:00 +0300</pubDate></item></channel></rss>"#;
        let feed = read(rss, &Options::default()).expect("a feed");
        let entry = &feed.entries[0];
        let url = entry.link.as_deref().expect("a link");
        let found = article(&feed.about, entry, url, None);
        assert_eq!(found.publisher.as_deref(), Some("Reuters"));
        assert_eq!(found.published.value.as_deref(), Some("2016-09-12T16:05:00Z"));
        assert_eq!(found.deck.as_deref(), Some("It began at sunset on Monday."));
        let early = "2016-09-01T00:00:00Z".parse().ok();
        let late = article(&feed.about, entry, url, early);
        assert_eq!((late.published.value, late.published.evidence.len()), (None, 1));
    }
}
