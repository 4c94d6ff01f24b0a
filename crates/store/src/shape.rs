//! How records, revisions and reasons are written into the database: compact JSON
//! with shapes of its own, so that the model need not serialize.

use crate::StoreError;
use annals_model::{
    Date, EntityKey, EventId, Field, Image, Link, Record, Source, Status, StoryRef, Summary, Text,
    Value,
};
use serde::{Deserialize, Serialize};

/// What a revision states, or a whole record. An absent key says nothing of the
/// field; `null` says that it is empty.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<TextShape>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    category: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stories: Option<Vec<Vec<StoryShape>>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    summary: Option<Option<SummaryShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Vec<SourceShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    image: Option<Option<ImageShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    under: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusShape>,
}

#[derive(Serialize, Deserialize)]
struct TextShape {
    t: String,
    /// Start, end (bytes), target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    l: Vec<(usize, usize, String)>,
}

/// Heading, and its page's key where it has one.
#[derive(Serialize, Deserialize)]
struct StoryShape(String, Option<String>);

/// Text, and whose words.
#[derive(Serialize, Deserialize)]
struct SummaryShape(String, Option<String>);

/// Name, carrier, address.
#[derive(Serialize, Deserialize)]
struct SourceShape(String, Option<String>, Option<String>);

/// Address, description, credit.
#[derive(Serialize, Deserialize)]
struct ImageShape(String, Option<String>, Option<String>);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StatusShape {
    Published,
    Held(String),
    Withdrawn(String),
    Merged(String),
}

/// Tells `null` (stated as empty) from a missing key (not stated).
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

pub(crate) fn write_values(values: &[Value]) -> String {
    let mut shape = Stated::default();
    for value in values {
        shape.put(value);
    }
    serde_json::to_string(&shape).expect("shapes hold only strings and numbers")
}

pub(crate) fn write_record(record: &Record) -> String {
    let mut shape = Stated::default();
    for field in Field::ALL {
        shape.put(&Value::of(record, field));
    }
    serde_json::to_string(&shape).expect("shapes hold only strings and numbers")
}

pub(crate) fn read_values(json: &str) -> Result<Vec<Value>, StoreError> {
    let broken = |why: String| StoreError::Broken { what: "revision".into(), why };
    let shape: Stated = serde_json::from_str(json).map_err(|e| broken(e.to_string()))?;
    shape.values().map_err(broken)
}

pub(crate) fn read_record(json: &str) -> Result<Record, StoreError> {
    let values = read_values(json)?;
    if values.len() != Field::ALL.len() {
        return Err(StoreError::Broken {
            what: "record".into(),
            why: format!("{} of {} fields", values.len(), Field::ALL.len()),
        });
    }
    let mut record = Record {
        day: Date::ZERO,
        statement: Text::default(),
        category: None,
        stories: Vec::new(),
        summary: None,
        sources: Vec::new(),
        image: None,
        lang: String::new(),
        under: None,
        status: Status::Published,
    };
    for value in values {
        value.put(&mut record);
    }
    Ok(record)
}

impl Stated {
    fn put(&mut self, value: &Value) {
        match value {
            Value::Day(day) => self.day = Some(day.to_string()),
            Value::Statement(text) => {
                let links = text.links.iter().map(|l| (l.start, l.end, l.target.to_string()));
                self.statement = Some(TextShape { t: text.text.clone(), l: links.collect() });
            }
            Value::Category(category) => self.category = Some(category.clone()),
            Value::Stories(paths) => {
                let story = |s: &StoryRef| {
                    StoryShape(s.title.clone(), s.target.as_ref().map(EntityKey::to_string))
                };
                self.stories = Some(paths.iter().map(|p| p.iter().map(story).collect()).collect());
            }
            Value::Summary(summary) => {
                self.summary =
                    Some(summary.as_ref().map(|s| SummaryShape(s.text.clone(), s.by.clone())));
            }
            Value::Sources(sources) => {
                let source = |s: &Source| SourceShape(s.name.clone(), s.via.clone(), s.url.clone());
                self.sources = Some(sources.iter().map(source).collect());
            }
            Value::Image(image) => {
                self.image = Some(
                    image
                        .as_ref()
                        .map(|i| ImageShape(i.url.clone(), i.alt.clone(), i.credit.clone())),
                );
            }
            Value::Lang(lang) => self.lang = Some(lang.clone()),
            Value::Under(under) => self.under = Some(under.map(|id| id.to_string())),
            Value::Status(status) => {
                self.status = Some(match status {
                    Status::Published => StatusShape::Published,
                    Status::Held(why) => StatusShape::Held(why.clone()),
                    Status::Withdrawn(why) => StatusShape::Withdrawn(why.clone()),
                    Status::MergedInto(id) => StatusShape::Merged(id.to_string()),
                });
            }
        }
    }

    fn values(self) -> Result<Vec<Value>, String> {
        let mut values = Vec::new();
        let id = |text: String| text.parse::<EventId>().map_err(|e| e.to_string());
        if let Some(day) = self.day {
            values.push(Value::Day(day.parse::<Date>().map_err(|e| e.to_string())?));
        }
        if let Some(text) = self.statement {
            let links = text
                .l
                .into_iter()
                .map(|(start, end, target)| Ok(Link { start, end, target: key(&target)? }))
                .collect::<Result<_, String>>()?;
            values.push(Value::Statement(Text::linked(text.t, links)));
        }
        values.extend(self.category.map(Value::Category));
        if let Some(paths) = self.stories {
            let story = |s: StoryShape| {
                Ok(StoryRef { title: s.0, target: s.1.as_deref().map(key).transpose()? })
            };
            let paths = paths
                .into_iter()
                .map(|p| p.into_iter().map(story).collect())
                .collect::<Result<_, String>>()?;
            values.push(Value::Stories(paths));
        }
        values.extend(
            self.summary.map(|s| Value::Summary(s.map(|s| Summary { text: s.0, by: s.1 }))),
        );
        values.extend(self.sources.map(|list| {
            let source = |s: SourceShape| Source { name: s.0, via: s.1, url: s.2 };
            Value::Sources(list.into_iter().map(source).collect())
        }));
        values.extend(
            self.image.map(|i| Value::Image(i.map(|i| Image { url: i.0, alt: i.1, credit: i.2 }))),
        );
        values.extend(self.lang.map(Value::Lang));
        if let Some(under) = self.under {
            values.push(Value::Under(under.map(id).transpose()?));
        }
        if let Some(status) = self.status {
            values.push(Value::Status(match status {
                StatusShape::Published => Status::Published,
                StatusShape::Held(why) => Status::Held(why),
                StatusShape::Withdrawn(why) => Status::Withdrawn(why),
                StatusShape::Merged(to) => Status::MergedInto(id(to)?),
            }));
        }
        Ok(values)
    }
}

fn key(text: &str) -> Result<EntityKey, String> {
    EntityKey::parse(text).ok_or_else(|| format!("`{text}` is no entity key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back() {
        let target = EntityKey::parse("en:Aleppo").unwrap();
        let record = Record {
            day: annals_model::date(2016, 12, 22),
            statement: Text::linked(
                "The last convoy leaves Aleppo.",
                vec![Link { start: 23, end: 29, target: target.clone() }],
            ),
            category: Some("Armed conflicts and attacks".into()),
            stories: vec![vec![StoryRef { title: "Battle".into(), target: Some(target) }]],
            summary: Some(Summary { text: "It ends.".into(), by: None }),
            sources: vec![Source::named("AP via SBS", Some("https://example.org/".into()))],
            image: Some(Image { url: "https://example.org/i".into(), alt: None, credit: None }),
            lang: "en".into(),
            under: Some(EventId::from_key("x")),
            status: Status::Withdrawn("a hoax".into()),
        };
        assert_eq!(read_record(&write_record(&record)).unwrap(), record);
    }

    #[test]
    fn empty_and_unsaid_stay_apart() {
        let said = vec![Value::Category(None), Value::Under(None)];
        assert_eq!(read_values(&write_values(&said)).unwrap(), said);
        assert_eq!(write_values(&[]), "{}");
    }

    #[test]
    fn a_broken_record_is_an_error() {
        for bad in ["", "{}", "{\"day\":\"2016-13-01\"}", "{\"under\":\"x\"}"] {
            assert!(read_record(bad).is_err(), "{bad}");
        }
    }
}
