//! Lists of events in every format that lists have.

use super::csv::Table;
use super::media::Media;
use super::operations::Reply;
use super::shapes::Items;
use crate::App;
use crate::answer::Problem;
use annals_archive::query;
use annals_publish::wire::{Item, Source};
use annals_store::Reader;
use serde_json::{Value, json};

/// The formats that lists of events have.
pub(super) static FORMATS: &[Media] = &[Media::Json, Media::Csv, Media::GeoJson, Media::JsonLd];

/// A page of events, with their rows in the archive.
#[derive(Debug)]
pub(super) struct Events {
    pub(super) items: Vec<Item>,
    pub(super) rows: Vec<i64>,
    pub(super) next: Option<String>,
    pub(super) total: u64,
}

impl Events {
    /// The page in a format.
    pub(super) fn reply(
        self,
        app: &App,
        reader: &Reader<'_>,
        media: Media,
    ) -> Result<Reply, Problem> {
        let next = self.next.clone();
        let bytes = match media {
            Media::Csv => csv(&self.items),
            Media::GeoJson => Reply::json(&geo(reader, &self)?).bytes,
            Media::JsonLd => Reply::json(&linked(app, &self)).bytes,
            _ => {
                let Events { items, next, total, .. } = self;
                Reply::json(&Items { items, next, total: Some(total) }).bytes
            }
        };
        Ok(Reply { bytes, next, ..Reply::default() })
    }
}

fn csv(items: &[Item]) -> Vec<u8> {
    let mut table = Table::new(&[
        "id",
        "day",
        "lang",
        "statement",
        "stories",
        "summary",
        "sources",
        "source_urls",
        "material_changes",
        "url",
    ]);
    let joined = |texts: Vec<&str>| texts.join("; ");
    let named = |s: &Source| match &s.via {
        Some(via) => format!("{} via {via}", s.name),
        None => s.name.clone(),
    };
    for item in items {
        table.row(&[
            item.id.as_str(),
            &item.day,
            &item.lang,
            &item.statement.text,
            &joined(item.stories.iter().map(|s| s.title.as_str()).collect()),
            item.summary.as_ref().map_or("", |s| &s.text),
            &item.sources.iter().map(named).collect::<Vec<_>>().join("; "),
            &joined(item.sources.iter().filter_map(|s| s.url.as_deref()).collect()),
            &item.material_changes.to_string(),
            &item.url,
        ]);
    }
    table.into_bytes()
}

/// Features without geometry (RFC 7946, section 3.2): the archive knows the places'
/// names, not where they lie.
fn geo(reader: &Reader<'_>, page: &Events) -> Result<Value, Problem> {
    let mut features = Vec::with_capacity(page.items.len());
    for (item, row) in page.items.iter().zip(&page.rows) {
        features.push(json!({
            "type": "Feature",
            "id": item.id,
            "geometry": null,
            "properties": {
                "day": item.day,
                "lang": item.lang,
                "statement": item.statement.text,
                "url": item.url,
                "stories": item.stories.iter().map(|s| &s.title).collect::<Vec<_>>(),
                "places": query::places_of(reader, *row)?,
            },
        }));
    }
    Ok(json!({ "type": "FeatureCollection", "features": features }))
}

/// A list of schema.org.
fn linked(app: &App, page: &Events) -> Value {
    let base = app.live.rendering().settings.base_url.as_deref();
    let events = page.items.iter().map(|item| {
        let mut event = json!({
            "@type": "NewsArticle",
            "headline": item.statement.text,
            "identifier": item.id,
            "inLanguage": item.lang,
            "datePublished": item.day,
        });
        if let Some(base) = base {
            let path = crate::answer::encode_path(&item.url);
            event["url"] = format!("{}{path}.html", base.trim_end_matches('/')).into();
        }
        if !item.sources.is_empty() {
            let cited = item.sources.iter().map(|s| match &s.url {
                Some(url) => json!({ "@type": "CreativeWork", "name": s.name, "url": url }),
                None => json!({ "@type": "CreativeWork", "name": s.name }),
            });
            event["citation"] = cited.collect();
        }
        event
    });
    json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "numberOfItems": page.total,
        "itemListElement": events.collect::<Vec<_>>(),
    })
}
