//! What the store promises of corrections and of what is computed.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_model::{
    Correction, CorrectionKind, EventId, Matter, Record, Status, Text, Timestamp, Verdict, date,
};
use annals_store::{
    ArticleLinkRow, ArticleRelation, DraftRow, Identity, MentionRow, Name, NameKind, OriginRow,
    Store, StoryDecision, StoryLinkRow, TracePart, WhyPart, Writer,
};

fn event(writer: &Writer<'_>, text: &str) -> i64 {
    let record = Record {
        day: date(2016, 9, 12),
        statement: Text::plain(text),
        category: None,
        stories: Vec::new(),
        summary: None,
        sources: Vec::new(),
        image: None,
        lang: "en".into(),
        under: None,
        status: Status::Published,
    };
    let path = format!("/news/2016/09/12/{text}");
    writer.add_event(EventId::from_key(text), &path, &record).unwrap()
}

fn mention(start: usize, key: &str, kind: &str, confirmed: bool) -> MentionRow {
    let surface = key.split_once(':').unwrap().1.to_owned();
    MentionRow {
        start,
        end: start + surface.len(),
        surface,
        key: key.into(),
        kind: kind.into(),
        confidence: 0.75,
        confirmed,
        weights: "test-1".into(),
    }
}

fn why() -> Vec<WhyPart> {
    vec![WhyPart { kind: "place".into(), label: "Aleppo".into(), share: 70 }]
}

#[test]
fn a_correction_is_never_changed_and_never_removed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("annals.db");
    let store = Store::create(&path).unwrap();
    let matter = Matter::new(CorrectionKind::EntityMerge, "en:Burma", "en:Myanmar");
    let word = Correction {
        number: 1,
        matter: matter.clone(),
        verdict: Verdict::Yes,
        by_name: "Ada".into(),
        reason: "renamed".into(),
        recorded_at: Timestamp::UNIX_EPOCH,
        known_at: None,
    };
    let writer = store.write().unwrap();
    writer.add_correction(&word).unwrap();
    writer.commit().unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    for sql in ["UPDATE correction SET verdict = 'no'", "DELETE FROM correction"] {
        let refused = other.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("a correction is never"), "{refused}");
    }
    let reader = store.read().unwrap();
    assert_eq!(reader.said_of(&matter).unwrap(), std::slice::from_ref(&word));
    assert_eq!(reader.corrections().unwrap(), [word]);
    assert_eq!(reader.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn an_entity_that_is_another_counts_as_that_one() {
    let store = Store::in_memory().unwrap();
    let writer = store.write().unwrap();
    let (a, b) = (event(&writer, "a"), event(&writer, "b"));
    let found = [mention(0, "en:Burma", "place", true), mention(9, "en:Spring", "other", true)];
    assert_eq!(writer.set_mentions(a, &found).unwrap().unwrap(), ["en:Burma", "en:Spring"]);
    assert_eq!(writer.set_mentions(a, &found).unwrap(), None);
    let found =
        [mention(0, "en:Myanmar", "place", true), mention(12, "name:Thant", "person", false)];
    writer.set_mentions(b, &found).unwrap();
    let counts = |w: &Writer<'_>| -> Vec<(String, u64, bool)> {
        w.entity_counts().unwrap().into_iter().map(|e| (e.key, e.events, e.confirmed)).collect()
    };
    assert_eq!(counts(&writer).len(), 4);
    let members = |w: &Writer<'_>, key: &str| w.members(NameKind::Entity, key).unwrap().len();
    assert_eq!((members(&writer, "en:Burma"), members(&writer, "name:Thant")), (1, 0));
    let identities = [
        Identity { key: "en:Burma".into(), into: Some("en:Myanmar".into()), ..Identity::default() },
        Identity { key: "en:Spring".into(), junk: true, ..Identity::default() },
        Identity {
            key: "name:Thant".into(),
            kind: Some("place".into()),
            confirmed: true,
            ..Identity::default()
        },
    ];
    assert!(!writer.set_identities(&identities).unwrap().is_empty());
    assert!(writer.set_identities(&identities).unwrap().is_empty());
    assert_eq!(writer.identities().unwrap(), identities);
    assert_eq!(
        counts(&writer),
        [("en:Myanmar".to_owned(), 2, true), ("name:Thant".to_owned(), 1, true)]
    );
    assert_eq!((members(&writer, "en:Myanmar"), members(&writer, "en:Spring")), (2, 0));
    assert_eq!(writer.entity_counts().unwrap()[1].kind, "place");
    let memberships = writer.memberships(NameKind::Entity).unwrap();
    assert_eq!(memberships.len(), 3, "{memberships:?}");
    // Parting them restores all.
    writer.set_identities(&[]).unwrap();
    assert_eq!(counts(&writer).len(), 4);
}

#[test]
fn a_linked_story_has_the_event_and_a_suggested_one_has_not() {
    let store = Store::in_memory().unwrap();
    let writer = store.write().unwrap();
    let row = event(&writer, "a");
    for key in ["syria", "iraq"] {
        let path = format!("/stories/{key}");
        let name = Name { key: key.into(), title: key.into(), path };
        writer.add_name(NameKind::Story, &name).unwrap();
    }
    let link = |story: &str, probability, decision| StoryLinkRow {
        event: row,
        story: story.into(),
        probability,
        decision,
        weights: "test-1".into(),
        why: why(),
    };
    let links =
        [link("iraq", 0.4, StoryDecision::Suggest), link("syria", 0.9, StoryDecision::Link)];
    assert_eq!(writer.set_story_links(row, &links).unwrap().unwrap(), ["iraq", "syria"]);
    assert_eq!(writer.set_story_links(row, &links).unwrap(), None);
    assert_eq!(writer.story_links(row).unwrap(), [links[1].clone(), links[0].clone()]);
    assert_eq!(writer.suggested_stories().unwrap(), [links[0].clone()]);
    assert_eq!(writer.members(NameKind::Story, "syria").unwrap().len(), 1);
    assert_eq!(writer.members(NameKind::Story, "iraq").unwrap().len(), 0);
    assert_eq!(writer.story_link_counts().unwrap(), (1, 1));
    assert_eq!(writer.set_story_links(row, &links[1..]).unwrap().unwrap(), ["iraq"]);
}

#[test]
fn articles_keep_their_events_and_origins() {
    let store = Store::in_memory().unwrap();
    let writer = store.write().unwrap();
    let rows = [event(&writer, "a"), event(&writer, "b")];
    for page in ["a.org/1", "b.org/1"] {
        writer.add_article(page, &format!("https://{page}")).unwrap();
    }
    let link = |event, relation, certain| ArticleLinkRow {
        page: "a.org/1".into(),
        event,
        relation,
        certain,
        score: 0.5,
        weights: "test-1".into(),
        why: why(),
    };
    let links = [
        link(rows[0], ArticleRelation::Mentions, false),
        link(rows[1], ArticleRelation::Reports, true),
    ];
    assert_eq!(writer.set_article_links("a.org/1", &links).unwrap().unwrap(), rows);
    assert_eq!(writer.set_article_links("a.org/1", &links).unwrap(), None);
    assert_eq!(writer.articles_of(rows[1]).unwrap(), [links[1].clone()]);
    assert_eq!(writer.set_article_links("a.org/1", &links[..1]).unwrap().unwrap(), rows[1..]);
    let original = OriginRow {
        page: "a.org/1".into(),
        origin: "a.org/1".into(),
        from: None,
        kind: "original".into(),
        score: 1.0,
        weights: "test-1".into(),
        evidence: Vec::new(),
    };
    let part = TracePart { kind: "word".into(), ours: "halt".into(), theirs: Some("stop".into()) };
    let copy = OriginRow {
        page: "b.org/1".into(),
        from: Some("a.org/1".into()),
        kind: "spun".into(),
        evidence: vec![part],
        ..original.clone()
    };
    assert!(writer.set_origin(&copy).unwrap() && writer.set_origin(&original).unwrap());
    assert!(!writer.set_origin(&copy).unwrap());
    assert_eq!(writer.origin_group("a.org/1").unwrap(), [original, copy]);
    assert_eq!(writer.origin_counts().unwrap(), (2, 1));
}

#[test]
fn drafts_are_replaced_as_a_whole() {
    let store = Store::in_memory().unwrap();
    let writer = store.write().unwrap();
    writer.add_article("a.org/1", "https://a.org/1").unwrap();
    let draft = |id: &str, day| DraftRow {
        id: id.into(),
        statement: "A bridge opens in Lisbon.".into(),
        page: "a.org/1".into(),
        day: date(2016, 9, day),
        place: Some("en:Lisbon".into()),
        lang: "en".into(),
        origins: 2,
        first_seen: Some(Timestamp::UNIX_EPOCH),
        weights: "test-1".into(),
        articles: vec!["a.org/1".into()],
    };
    let drafts = [draft("b", 12), draft("a", 13)];
    assert!(writer.set_drafts(&drafts).unwrap());
    assert!(!writer.set_drafts(&[drafts[1].clone(), drafts[0].clone()]).unwrap());
    assert_eq!(writer.drafts().unwrap(), drafts);
    assert!(writer.set_drafts(&[]).unwrap());
    assert_eq!(writer.draft_count().unwrap(), 0);
}
