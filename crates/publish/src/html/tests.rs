//! Pages as a whole: what they show, what hostile text can not do, how themes
//! override, how fast it is.

use super::*;
use crate::Format;
use crate::wire::*;

fn settings() -> Settings {
    Settings {
        title: "Truces & talks".into(),
        description: "What was agreed, and what held.".into(),
        base_url: Some("https://archive.example.org/a/".into()),
        lang: "en".into(),
        license: Some((
            "CC BY-SA 4.0".into(),
            "https://creativecommons.org/licenses/by-sa/4.0/".into(),
        )),
        formats: Format::ALL.to_vec(),
        hubs: Vec::new(),
    }
}

fn named(title: &str, url: &str) -> Ref {
    Ref { title: title.into(), url: Some(url.into()), key: None }
}

fn other(day: &str, text: &str) -> EventRef {
    let url = format!(
        "/news/{}/{}/{}/{}",
        &day[..4],
        &day[5..7],
        &day[8..],
        annals_model::slug::make(text)
    );
    EventRef { id: "cccccccccccc".into(), url, day: day.into(), text: text.into() }
}

/// An event with something of everything.
fn event() -> Event {
    let text = "France takes a draft for a truce in Aleppo to the Security Council.";
    let link = |text: &str, entity: &str, url: &str| Part {
        text: text.into(),
        entity: Some(entity.into()),
        url: Some(url.into()),
    };
    let plain = |text: &str| Part { text: text.into(), entity: None, url: None };
    let related = |relation: &str, day: &str| Related {
        event: other(day, "Russia vetoes a draft on the flights over Aleppo."),
        relation: relation.into(),
        score: 0.8,
        weights: "1".into(),
        typed: None,
        context: vec![named("Aleppo", "/context/aleppo"), named("Russia", "/context/russia")],
        reasons: vec![
            Reason { kind: "entity".into(), label: "Aleppo".into(), share: 61 },
            Reason { kind: "word".into(), label: "draft".into(), share: 14 },
        ],
    };
    Event {
        id: "bbbbbbbbbbbb".into(),
        url: "/news/2016/10/5/france-takes-a-draft-to-the-security-council".into(),
        day: "2016-10-05".into(),
        lang: "en".into(),
        status: None,
        category: Some(named("International relations", "/categories/international-relations")),
        stories: vec![vec![
            named("Syrian civil war", "/stories/syrian-civil-war"),
            named("Peace process", "/stories/peace-process"),
        ]],
        statement: Statement {
            text: text.into(),
            parts: vec![
                link("France", "en:France", "/context/france"),
                plain(" takes a draft for a truce in "),
                link("Aleppo", "en:Aleppo", "/context/aleppo"),
                plain(" to the Security Council."),
            ],
        },
        summary: Some(Summary {
            text: "The minister travels on Thursday.".into(),
            by: Some("Reuters".into()),
        }),
        sources: vec![
            Source {
                name: "Reuters".into(),
                via: None,
                url: Some("https://www.reuters.com/a?b=1&c=2".into()),
                page: None,
            },
            Source {
                name: "AAP".into(),
                via: Some("SBS".into()),
                url: Some("https://www.sbs.com.au/news/".into()),
                page: None,
            },
        ],
        reports: Some(Reports {
            count: 3,
            origins: 2,
            groups: vec![
                ReportGroup {
                    origin: Report {
                        title: "France takes a draft to New York".into(),
                        publisher: "Reuters".into(),
                        url: Some("https://www.reuters.example/a".into()),
                        published: Some("2016-10-06".into()),
                        ..Report::default()
                    },
                    copies: vec![ReportCopy {
                        report: Report {
                            title: "A <b>draft</b> for Aleppo".into(),
                            publisher: "The Courier".into(),
                            url: Some("https://courier.example/peace?a=1&b=2".into()),
                            published: Some("2016-10-07".into()),
                            found: true,
                            ..Report::default()
                        },
                        kind: "wire".into(),
                        sentences: Some(4),
                        changed: vec![ChangedWords {
                            before: "sign \"at last\"".into(),
                            after: "have signed → done".into(),
                        }],
                        credit: Some("Reuters".into()),
                    }],
                },
                ReportGroup {
                    origin: Report {
                        publisher: "tiempo.example".into(),
                        uncounted: true,
                        ..Report::default()
                    },
                    copies: Vec::new(),
                },
            ],
        }),
        image: Some(Image {
            url: "https://images.example.org/x.jpg".into(),
            alt: Some("A street in Aleppo".into()),
            credit: Some("A. Person".into()),
        }),
        under: Some(other("2016-10-04", "Talks end without a result.")),
        additions: vec![other("2016-10-05", "Russia says that it will read the draft.")],
        changes: vec![
            Change {
                number: 1,
                known_at: Some("2016-10-05T18:20:00Z".into()),
                by: "wikitext".into(),
                from: Some("Portal, 42".into()),
                grade: "first".into(),
                statement: Some(
                    "France takes a draft for a truce in Homs to the Security Council.".into(),
                ),
                fields: vec![],
            },
            Change {
                number: 2,
                known_at: None,
                by: "editor Ada".into(),
                from: Some("wrong town".into()),
                grade: "material".into(),
                statement: Some(text.into()),
                fields: vec![
                    FieldChange {
                        field: "statement".into(),
                        grade: "material".into(),
                        before: vec![
                            "France takes a draft for a truce in Homs to the Security Council."
                                .into(),
                        ],
                        after: vec![text.into()],
                    },
                    FieldChange {
                        field: "day".into(),
                        grade: "material".into(),
                        before: vec!["2016-10-04".into()],
                        after: vec!["2016-10-05".into()],
                    },
                ],
            },
        ],
        background: vec![
            Step {
                event: other("2016-09-12", "A truce begins."),
                toward: "next".into(),
                context: vec![named("Aleppo", "/context/aleppo")],
                words: None,
            },
            Step {
                event: other("2016-09-19", "A convoy is bombed."),
                toward: "event".into(),
                context: vec![],
                words: Some("bomb, draft".into()),
            },
        ],
        related: vec![
            related("earlier", "2016-09-12"),
            related("same-day", "2016-10-05"),
            related("later", "2016-10-08"),
        ],
        neighbours: Neighbours {
            previous_day: Some(named("2016-10-04", "/news/2016/10/4/index")),
            next_day: Some(named("2016-10-06", "/news/2016/10/6/index")),
            previous_in_story: Some(other("2016-10-03", "The talks are broken off.")),
            next_in_story: Some(other("2016-10-08", "The draft is vetoed.")),
        },
    }
}

fn item(id: &str, under: Option<&str>) -> Item {
    let event = event();
    Item {
        id: id.into(),
        url: format!("/news/2016/10/5/{id}"),
        day: event.day,
        lang: event.lang,
        statement: Statement { text: format!("Statement {id}."), parts: vec![] },
        stories: vec![named("Peace process", "/stories/peace-process")],
        summary: None,
        sources: event.sources,
        material_changes: 2,
        under: under.map(Into::into),
    }
}

fn list(kind: ListKind, title: &str, items: Vec<Item>) -> List {
    List {
        kind,
        url: "/news/2016/10/5/index".into(),
        title: title.into(),
        lang: "en".into(),
        key: None,
        count: items.len() as u64,
        first: Some("2016-10-05".into()),
        last: Some("2016-10-05".into()),
        previous: Some(named("2016-10-04", "/news/2016/10/4/index")),
        next: Some(named("2016-10-06", "/news/2016/10/6/index")),
        up: Some(named("2016-10", "/news/2016/10/index")),
        parents: vec![],
        timeline: None,
        sections: vec![Section {
            title: "Politics".into(),
            url: Some("/categories/politics".into()),
            label: None,
            items,
        }],
        entries: vec![],
        feeds: vec!["/feeds/all.atom".into()],
    }
}

fn timeline() -> Timeline {
    let period = |from: &str, count| Period { from: from.into(), count };
    let reason = |kind: &str, count| DayReason { kind: kind.into(), count };
    Timeline {
        key_days: vec![
            KeyDay {
                event: other("2016-09-12", "A truce begins."),
                events: 4,
                reasons: vec![reason("first", None), reason("burst", Some(4))],
            },
            KeyDay {
                event: other("2016-10-08", "The draft is vetoed."),
                events: 1,
                reasons: vec![reason("referred", Some(1)), reason("of-tomorrow", None)],
            },
        ],
        step: "week".into(),
        periods: vec![
            period("2016-09-12", 4),
            period("2016-09-19", 0),
            period("2016-09-26", 1),
            period("2016-10-03", 8),
        ],
        names: vec![
            Cast {
                name: named("Aleppo", "/context/aleppo"),
                kind: "place".into(),
                count: 5,
                weight: 7.5,
            },
            Cast { name: named("x", "y"), kind: "other".into(), count: 2, weight: 1.0 },
        ],
    }
}

fn theme() -> Theme {
    Theme::load(None).unwrap()
}

fn page_of(event: &Event) -> String {
    let mut out = Vec::new();
    theme().event(&settings(), event, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn page_of_list(list: &List) -> String {
    let mut out = Vec::new();
    theme().list(&settings(), list, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn has(page: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(page.contains(text), "missing: {text}\n{page}");
    }
}

#[test]
fn an_event_s_page_shows_everything() {
    let page = page_of(&event());
    has(
        &page,
        &[
            "<html lang=\"en\" dir=\"ltr\">",
            "<a href=\"index.html\"><time datetime=\"2016-10-05\">Wednesday, 5 October 2016</time></a>",
            "<a href=\"../../../../stories/peace-process.html\">Peace process</a>",
            "<h1><a href=\"../../../../context/france.html\">France</a> takes a draft",
            "<figcaption>In the words of Reuters</figcaption>",
            "href=\"https://www.reuters.com/a?b=1&amp;c=2\">Reuters</a> <span class=\"host\">reuters.com</span>",
            ">AAP</a> via SBS <span class=\"host\">sbs.com.au</span>",
            "href=\"https://images.example.org/x.jpg\">Cover image</a>",
            "A street in Aleppo",
            "Credit: A. Person",
            "<del>Homs</del><ins>Aleppo</ins>",
            "<del>4 October 2016</del>",
            "<ins>5 October 2016</ins>",
            "by the editor Ada (wrong town)",
            "5 October 2016, 18:20 UTC",
            "Current version",
            "<h3>Earlier</h3>",
            "<h3>The same day</h3>",
            "<h3>Later</h3>",
            "<a href=\"../../../../context/aleppo.html\">Aleppo</a> <b>61%</b>",
            "<q>draft</q> <b>14%</b>",
            "<a href=\"../4/index.html\">4 October 2016</a>",
            "<a href=\"../6/index.html\">6 October 2016</a>",
            "The talks are broken off.",
            "The draft is vetoed.",
            "Talks end without a result.",
            "Russia says that it will read the draft.",
            "<link rel=\"canonical\" href=\"https://archive.example.org/a/news/2016/10/5/france-takes-a-draft-to-the-security-council.html\">",
            "type=\"text/markdown\" href=\"france-takes-a-draft-to-the-security-council.md\"",
            "\"@type\":\"NewsArticle\"",
            "<meta property=\"og:type\" content=\"article\">",
        ],
    );
    assert!(!page.contains("<img") && !page.contains("None"), "{page}");
}

#[test]
fn a_page_in_chinese_is_chinese() {
    let mut event = event();
    event.lang = "zh-Hans".into();
    event.url = "/zh/news/2016/10/5/停火".into();
    has(
        &page_of(&event),
        &[
            "<html lang=\"zh-Hans\" dir=\"ltr\">",
            "2016年10月5日 星期三",
            "信息来源",
            "Reuters的原文",
            "修改记录",
            "href=\"%E5%81%9C%E7%81%AB.json\"",
            "<a href=\"../../../../index.html\">Truces &amp; talks</a>",
        ],
    );
}

#[test]
fn a_statement_in_another_language_says_so() {
    let mut event = event();
    event.lang = "ar".into();
    has(&page_of(&event), &["<html lang=\"en\" dir=\"ltr\">", "<h1 lang=\"ar\" dir=\"rtl\">"]);
    event.lang = "\" onload=\"x".into();
    assert!(!page_of(&event).contains("onload=\"x"));
}

#[test]
fn statuses_are_told() {
    let mut event = event();
    let mut told = |state: &str, into: Option<EventRef>| {
        event.status =
            Some(Status { state: state.into(), reason: Some("Told twice.".into()), into });
        page_of(&event)
    };
    has(&told("held", None), &["Held back.", "Reason: Told twice."]);
    has(&told("withdrawn", None), &["Withdrawn."]);
    has(
        &told("merged", Some(other("2016-10-08", "The draft is vetoed."))),
        &["Merged.", "carries on its record", "<a href=\"../08/"],
    );
}

/// Every text of a JSON value replaced; keys and what chooses a form stay.
fn poison(value: &mut serde_json::Value, text: &str) {
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            serde_json::Value::String(s) => *s = text.to_owned(),
            serde_json::Value::Array(list) => todo.extend(list.iter_mut()),
            serde_json::Value::Object(map) => {
                todo.extend(
                    map.iter_mut()
                        .filter(|(k, _)| !matches!(k.as_str(), "kind" | "relation"))
                        .map(|(_, v)| v),
                );
            }
            _ => {}
        }
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></script><!-- ]]> {{ 7*7 }} {% for %}",
    "javascript:alert(1)",
    "https://a.example/\"><b onclick='x'>",
    "\u{0}\u{1b}\u{85}\u{202e}\u{ffff}&#x3c;b&gt;",
    "../../../../etc/passwd",
    "//evil.example/x",
    "",
];

#[test]
fn a_story_shows_its_life_to_the_eye_and_the_ear() {
    let mut story = list(ListKind::Story, "Peace process", vec![item("a", None)]);
    story.timeline = Some(timeline());
    let page = page_of_list(&story);
    assert!(page.contains("role=\"img\" aria-labelledby=\"life-title life-told\""), "{page}");
    assert!(page.contains("<title id=\"life-title\">Events per week</title>"));
    let told = "Most, 8, in the week of 3 October 2016.";
    // In the drawing's description and below it.
    assert_eq!(page.matches(told).count(), 2);
    // Four weeks, of which one is empty; the fullest as high as the drawing.
    let drawn = page.split("<path d=\"").nth(1).and_then(|p| p.split('"').next()).unwrap();
    assert_eq!(drawn, "M0 600V300h192V600zM480 600V525h192V600zM720 600V0h192V600z");
    assert!(
        page.contains("4 events on this day") && page.contains("1 later event refers back to it")
    );
    assert!(
        page.contains("<h3>Places</h3>")
            && page.contains("href=\"../../../../context/aleppo.html\"")
    );
    // Two weeks are no picture.
    story.timeline.as_mut().unwrap().periods.truncate(2);
    assert!(!page_of_list(&story).contains("<svg"));
    assert!(
        !page_of_list(&list(ListKind::Story, "Peace process", vec![])).contains("class=\"short\"")
    );
}

#[test]
fn reports_are_told_by_their_origins() {
    let page = page_of(&event());
    let section =
        page.split("class=\"reports\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("<h2>3 reports, 2 origins</h2>"), "{section}");
    assert!(section.contains("A &lt;b&gt;draft&lt;/b&gt; for Aleppo"));
    assert!(section.contains("href=\"https://courier.example/peace?a=1&amp;b=2\""));
    for said in ["Agency text", "4 sentences in both", "credits Reuters", "found by annals"] {
        assert!(section.contains(said), "{said}: {section}");
    }
    assert!(section.find("France takes") < section.find("class=\"copies\""));
    let mut event = event();
    event.lang = "zh".into();
    assert!(page_of(&event).contains("3篇报道，2个源头"));
    let group = &mut event.reports.as_mut().unwrap().groups[0];
    group.origin.url = Some("javascript:alert(1)".into());
    assert!(!page_of(&event).contains("javascript:"));
    event.reports = None;
    assert!(!page_of(&event).contains("class=\"reports\""));
}

#[test]
fn a_background_says_what_ties_each_step() {
    let page = page_of(&event());
    let section =
        page.split("class=\"background\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("How did we get here"));
    assert!(section.find("A truce begins.") < section.find("A convoy is bombed."));
    assert!(section.contains("with the next:") && section.contains("<q>bomb, draft</q>"));
}

#[test]
fn a_typed_relation_is_said_from_the_pages_side() {
    let mut event = event();
    let typed =
        |by: &str| Typed { kind: "vetoes".into(), by: by.into(), words: "vetoes … draft".into() };
    event.related[0].typed = Some(typed("this"));
    event.related[2].typed = Some(typed("other"));
    event.related[1].typed = Some(Typed { kind: "of-tomorrow".into(), ..typed("other") });
    let page = page_of(&event);
    assert!(page.contains("<span class=\"rel\">Vetoes</span>"));
    assert!(page.contains("<span class=\"rel\">Vetoed by</span>"));
    assert_eq!(page.matches("class=\"rel\"").count(), 2);
    assert_eq!(page.matches("<q>vetoes … draft</q>").count(), 3);
}

#[test]
fn no_field_can_break_out() {
    for text in HOSTILE {
        let mut value = serde_json::to_value(event()).unwrap();
        poison(&mut value, text);
        let hostile: Event = serde_json::from_value(value).unwrap();
        check_harmless(&page_of(&hostile));
        for kind in [
            ListKind::Home,
            ListKind::Day,
            ListKind::Month,
            ListKind::Year,
            ListKind::Story,
            ListKind::Entities,
        ] {
            let mut full = list(kind, "x", vec![item("a", None), item("b", Some("a"))]);
            full.parents = vec![named("x", "y")];
            full.entries = vec![Entry {
                title: "x".into(),
                url: "y".into(),
                count: 1,
                first: Some("z".into()),
                last: Some("z".into()),
            }];
            full.timeline = Some(timeline());
            let mut value = serde_json::to_value(full).unwrap();
            poison(&mut value, text);
            value["kind"] = serde_json::to_value(kind).unwrap();
            check_harmless(&page_of_list(&serde_json::from_value(value).unwrap()));
        }
    }
}

/// Only the tags that pages are made of, no handler, no address that runs, and
/// one data block besides the site's own script.
#[track_caller]
fn check_harmless(page: &str) {
    let lower = page.to_lowercase();
    assert_eq!(lower.matches("<script").count(), 2, "{page}");
    assert_eq!(lower.matches("</script").count(), 2, "{page}");
    assert_eq!(lower.matches("<script src=\"").count(), 1, "{page}");
    assert_eq!(lower.matches("assets/annals.js\" defer></script>\n").count(), 1, "{page}");
    for bad in [
        "<img",
        "<b onclick",
        "<!--",
        "href=\"javascript:",
        "href=\"//",
        "\u{0}",
        "\u{1b}",
        "\u{85}",
        "\u{202e}",
        "\u{ffff}",
    ] {
        assert!(!lower.contains(bad), "{bad:?} in {page}");
    }
    // Outside text never stands in a tag but quoted: handlers would follow a space.
    let own = |tag: &&str| !tag.ends_with("assets/annals.js\" defer");
    for tag in lower.split('<').skip(1).filter_map(|t| t.split('>').next()).filter(own) {
        let bare: String = tag.split('"').step_by(2).collect();
        for bad in ["src=", "onerror", "onclick", "onmouseover", "onload", "'"] {
            assert!(!bare.contains(bad), "{bad} in {tag}");
        }
    }
    let data = page
        .split("application/ld+json\">")
        .nth(1)
        .and_then(|d| d.split("</script>").next())
        .unwrap();
    serde_json::from_str::<serde_json::Value>(data).unwrap();
}

#[test]
fn tags_are_balanced_even_where_additions_nest_in_circles() {
    let chain: Vec<Item> = (0..30usize)
        .map(|n| item(&format!("e{n}"), n.checked_sub(1).map(|p| format!("e{p}")).as_deref()))
        .collect();
    let circle = vec![
        item("a", Some("b")),
        item("b", Some("a")),
        item("c", Some("c")),
        item("d", Some("gone")),
    ];
    for items in [chain, circle, vec![]] {
        let count = items.len();
        let page = page_of_list(&list(ListKind::Day, "2016-10-05", items));
        assert_eq!(page.matches("class=\"what\"").count(), count);
        for tag in ["ul", "li", "p", "section"] {
            let (open, close) = (
                page.matches(&format!("<{tag}>")).count()
                    + page.matches(&format!("<{tag} ")).count(),
                page.matches(&format!("</{tag}>")).count(),
            );
            assert_eq!(open, close, "{tag} in {page}");
        }
    }
}

#[test]
fn lists_show_their_events() {
    let page = page_of_list(&list(
        ListKind::Day,
        "2016-10-05",
        vec![item("a", None), item("b", Some("a")), item("c", None)],
    ));
    has(
        &page,
        &[
            "<h1>Wednesday, 5 October 2016</h1>",
            "3 events",
            "<a href=\"../index.html\">October 2016</a>",
            "<h2><a href=\"../../../../categories/politics.html\">Politics</a></h2>",
            "<a href=\"a.html\">Statement a.</a>",
            "changed 2 times",
            "\n<ul>\n<li><p class=\"what\"><a href=\"b.html\">",
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"../../../../feeds/all.atom\">",
        ],
    );
    // The story stands once over its items.
    assert_eq!(page.matches("class=\"kicker\"").count(), 1, "{page}");
}

#[test]
fn a_day_without_categories_has_no_section_without_heading() {
    let mut day = list(ListKind::Day, "2016-10-05", vec![item("a", None)]);
    day.sections[0].title.clear();
    assert!(!page_of_list(&day).contains("<section"));
}

#[test]
fn a_month_is_a_calendar() {
    let mut month = list(ListKind::Month, "2016-10", vec![]);
    month.url = "/news/2016/10/index".into();
    month.sections.clear();
    month.entries = vec![Entry {
        title: "2016-10-05".into(),
        url: "/news/2016/10/5/index".into(),
        count: 14,
        first: None,
        last: None,
    }];
    let page = page_of_list(&month);
    has(
        &page,
        &[
            "<table class=\"calendar\">",
            "<a href=\"5/index.html\">5 <small aria-hidden=\"true\">14</small><span class=\"ear\">14 events</span></a>",
        ],
    );
    // October 2016 began on a Saturday: five empty cells, and six at the end.
    assert_eq!(page.matches("<td></td>").count(), 5 + 6);
}

#[test]
fn what_is_not_found_links_from_the_root() {
    let mut out = Vec::new();
    theme().not_found(&settings(), "zh", &mut out).unwrap();
    has(
        &String::from_utf8(out).unwrap(),
        &["href=\"/a/assets/annals.css\"", "href=\"/a/index.html\"", "档案中没有此页"],
    );
}

#[test]
fn a_folder_overrides_single_files() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("event.html"),
        "{{ title }}|{{ record.statement.text }}|{{ t.sources }}",
    )
    .unwrap();
    std::fs::write(dir.path().join("annals.css"), "p{}").unwrap();
    std::fs::create_dir(dir.path().join("messages")).unwrap();
    std::fs::write(dir.path().join("messages/en.ftl"), "sources = Told by\n").unwrap();
    let own = Theme::load(Some(dir.path())).unwrap();
    let mut event = event();
    event.statement = Statement { text: "<b>".into(), parts: vec![] };
    let mut out = Vec::new();
    own.event(&settings(), &event, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "&lt;b&gt; – Truces &amp; talks|&lt;b&gt;|Told by");
    assert!(own.assets().contains(&("/assets/annals.css".into(), b"p{}".to_vec())));
    assert_ne!(own.fingerprint(), theme().fingerprint());
    assert_eq!(theme().fingerprint(), theme().fingerprint());
}

#[test]
fn a_bad_theme_says_what_is_wrong() {
    let check = |file: &str, text: &[u8], wanted: &str| {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("messages")).unwrap();
        std::fs::write(dir.path().join(file), text).unwrap();
        let error = Theme::load(Some(dir.path())).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    };
    check("event.html", b"{% if %}", "`event.html`");
    check("event.html", b"\xff", "is not UTF-8");
    check("messages/en.ftl", b"sources = { $\n", "`en`");
    assert!(Theme::load(Some(Path::new("no/such/folder"))).is_err());
    // A mistake that shows only on a page leaves the output as it was.
    let dir = tempfile::tempdir().unwrap();
    for mistake in ["x{{ no.such.thing }}", "x{{ record.statement.text|safe }}"] {
        std::fs::write(dir.path().join("event.html"), mistake).unwrap();
        let mut out = b"before".to_vec();
        let own = Theme::load(Some(dir.path())).unwrap();
        assert!(own.event(&settings(), &event(), &mut out).is_err(), "{mistake}");
        assert_eq!(out, b"before");
    }
}

#[test]
fn themes_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&theme());
}

/// `cargo test --release -p annals-publish -- --ignored --nocapture speed`
#[test]
#[ignore = "a measurement"]
fn speed() {
    let theme = theme();
    let settings = settings();
    let mut changed = event();
    let link = changed.related[0].clone();
    changed.related = vec![link; 5];
    let mut typical = changed.clone();
    typical.changes.truncate(1);
    typical.image = None;
    typical.summary = None;
    typical.under = None;
    typical.additions.clear();
    for (name, event) in [("first version only", &typical), ("with one change", &changed)] {
        let mut out = Vec::new();
        let rounds = 20_000u32;
        let start = std::time::Instant::now();
        for _ in 0..rounds {
            out.clear();
            theme.event(&settings, event, &mut out).unwrap();
        }
        let each = start.elapsed() / rounds;
        println!("event page, {name}: {each:?}, {} bytes", out.len());
    }
}
