//! JSON: it fits its schema, reads back, and bad JSON is refused.

use crate::{any, examples};
use annals_model::{Article, Dating};
use annals_publish::article::{self, wire};
use proptest::prelude::*;
use serde_json::Value;

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(article::SCHEMA).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn value(article: &Article) -> Value {
    serde_json::from_str(&article::json(&wire::Article::from(article))).unwrap()
}

/// The keys that `annals extract --format json` promises.
#[test]
fn every_key_is_there_even_where_nothing_is_known() {
    let page = value(&Article::default());
    let keys: Vec<_> = page.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "url",
            "canonical",
            "title",
            "deck",
            "authors",
            "publisher",
            "agency",
            "published",
            "modified",
            "language",
            "section",
            "keywords",
            "licence",
            "access",
            "image",
            "text",
            "blocks",
            "notes",
        ]
    );
    let dating: Vec<_> =
        page["published"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(dating, ["value", "precision", "confidence", "evidence", "alternatives"]);
    assert!(validator().is_valid(&page));
    let picture = serde_json::to_value(wire::Picture::default()).unwrap();
    let keys: Vec<_> = picture.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["url", "alt", "caption", "credit", "licence"]);
}

#[test]
fn confidence_has_two_decimals() {
    for (confidence, written) in [
        (0.93, "0.93"),
        (0.1, "0.1"),
        (0.289_999, "0.29"),
        (1.0, "1.0"),
        (7.0, "1.0"),
        (-1.0, "0.0"),
        (-0.001, "0.0"),
        (f32::NAN, "0.0"),
        (f32::INFINITY, "1.0"),
    ] {
        let published = Dating { confidence, ..Dating::default() };
        let json = article::json(&(&Article { published, ..Article::default() }).into());
        assert!(json.contains(&format!("\"confidence\":{written},")), "{confidence}: {json}");
    }
}

#[test]
fn offsets_count_characters() {
    let page = value(&examples::full());
    let link = &page["blocks"][0]["links"][0];
    assert_eq!(link["text"], "ceasefire");
    let text: Vec<char> = page["blocks"][0]["text"].as_str().unwrap().chars().collect();
    let (start, end) =
        (link["start"].as_u64().unwrap() as usize, link["end"].as_u64().unwrap() as usize);
    assert_eq!(text[start..end].iter().collect::<String>(), "ceasefire");
    assert!(
        text.iter().collect::<String>().find("ceasefire").unwrap() > start,
        "the text has an é before"
    );
}

#[test]
fn the_schema_refuses_what_is_no_article() {
    let validator = validator();
    let page = value(&examples::full());
    if let Err(error) = validator.validate(&page) {
        panic!("{error} at {}\n{page:#}", error.instance_path());
    }
    let spoil: [fn(&mut Value); 9] = [
        |p| p["surprise"] = 1.into(),
        |p| p["blocks"][0]["kind"] = "video".into(),
        |p| p["blocks"][1]["level"] = 1.into(),
        |p| p["published"]["confidence"] = 1.5.into(),
        |p| p["published"]["precision"] = "hour".into(),
        |p| p["image"]["url"] = "javascript:x".into(),
        |p| p["blocks"][0]["links"][0]["url"] = "data:x".into(),
        |p| p["access"] = Value::Null,
        |p| drop(p.as_object_mut().and_then(|p| p.remove("deck"))),
    ];
    for (at, spoil) in spoil.iter().enumerate() {
        let mut page = page.clone();
        spoil(&mut page);
        assert!(!validator.is_valid(&page), "spoilt article {at}");
    }
}

#[test]
fn broken_promises_are_refused() {
    type Spoil = fn(&mut Value);
    let refuse: [(Spoil, &str); 9] = [
        (|p| p["canonical"] = "javascript:x".into(), "canonical"),
        (|p| p["image"]["url"] = "/a.jpg".into(), "image"),
        (|p| p["published"]["confidence"] = (-0.5).into(), "published"),
        (|p| p["modified"]["confidence"] = 2.into(), "modified"),
        (|p| p["blocks"][0]["links"][0]["end"] = 4000.into(), "block 1"),
        (|p| p["blocks"][0]["links"][0]["end"] = 0.into(), "block 1"),
        (|p| p["blocks"][0]["links"][0]["url"] = "data:x".into(), "block 1"),
        (|p| p["blocks"][1]["level"] = 1.into(), "block 2"),
        (|p| p["blocks"][0]["links"][0]["start"] = u64::MAX.into(), "block 1"),
    ];
    for (spoil, place) in refuse {
        let mut page = value(&examples::full());
        spoil(&mut page);
        let page: wire::Article = serde_json::from_value(page).unwrap();
        let error = Article::try_from(page).unwrap_err();
        assert_eq!(error.place, place, "{error}");
    }
}

/// A later version may have more keys, an earlier one fewer.
#[test]
fn other_versions_are_read() {
    let page: wire::Article = serde_json::from_str(
        r#"{"title":"Talks","blocks":[{"kind":"paragraph","text":"A."}],"new":1}"#,
    )
    .unwrap();
    let article = Article::try_from(page).unwrap();
    assert_eq!((article.title.as_deref(), article.text().as_str()), (Some("Talks"), "A."));
}

proptest! {
    #[test]
    fn sound_articles_read_back(article in any::sound()) {
        let page = wire::Article::from(&article);
        let back: wire::Article = serde_json::from_str(&article::json(&page)).unwrap();
        prop_assert_eq!(&back, &page);
        let expect = Article { notes: Vec::new(), ..article };
        prop_assert_eq!(Article::try_from(back).unwrap(), expect);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_article_fits_the_schema(article in any::hostile()) {
        let page = value(&article);
        let validator = validator();
        if let Err(error) = validator.validate(&page) {
            panic!("{error} at {}\n{page:#}", error.instance_path());
        }
        let page: wire::Article = serde_json::from_value(page).unwrap();
        prop_assert!(Article::try_from(page).is_ok());
    }
}
