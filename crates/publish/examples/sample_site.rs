//! Writes a small site with a page of every kind, for the page checks and for
//! looking at the theme: `cargo run -p annals-publish --example sample_site DIR`.
//!
//! The events are true and told in the project's own words; one page is made of
//! hostile text, some are in Chinese, one statement is in Arabic.

use annals_publish::html::Theme;
use annals_publish::wire::*;
use annals_publish::{Format, Settings, feeds, json, markdown, xml};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One event of the sample. `[Name]` in the text links to the page of the name.
struct Told {
    day: &'static str,
    lang: &'static str,
    category: &'static str,
    story: &'static [&'static str],
    text: &'static str,
    summary: Option<(&'static str, &'static str)>,
    sources: &'static [(&'static str, &'static str)],
}

const PEACE: &[&str] = &["Syrian civil war", "Syrian peace process"];
const CONFLICT: &str = "Armed conflicts and attacks";
const RELATIONS: &str = "International relations";

const fn told(
    day: &'static str,
    story: &'static [&'static str],
    text: &'static str,
    sources: &'static [(&'static str, &'static str)],
) -> Told {
    Told { day, lang: "en", category: RELATIONS, story, text, summary: None, sources }
}

const HOSTILE: &str =
    "\"><script>alert(1)</script><!-- ' {{ 7*7 }} {% raw %} &amp; \u{0}\u{202e} </title>";

fn events() -> Vec<Told> {
    vec![
        told(
            "2015-10-30",
            PEACE,
            "Foreign ministers of seventeen countries, [Iran] among them for the first time, meet in [Vienna] to look for a way out of the war in [Syria].",
            &[
                ("BBC News", "https://www.bbc.com/news/world-middle-east-34677131"),
                ("Reuters", "https://www.reuters.com/"),
            ],
        ),
        told(
            "2015-12-18",
            PEACE,
            "The [United Nations Security Council] adopts Resolution 2254 by fifteen votes to none: a ceasefire, talks from January, and elections in [Syria] within eighteen months.",
            &[("United Nations", "https://press.un.org/en/2015/sc12171.doc.htm")],
        ),
        told(
            "2016-02-22",
            PEACE,
            "[Russia] and the [United States] announce the terms of a cessation of hostilities in [Syria], to begin at midnight on 27 February.",
            &[("The Guardian", "https://www.theguardian.com/world/syria")],
        ),
        told(
            "2016-09-12",
            PEACE,
            "A truce that [Russia] and the [United States] agreed in [Geneva] takes effect across [Syria] at sunset.",
            &[
                ("Reuters", "https://www.reuters.com/"),
                ("", "https://www.aljazeera.com/where/syria/"),
            ],
        ),
        Told {
            category: CONFLICT,
            ..told(
                "2016-09-19",
                PEACE,
                "An aid convoy of the [United Nations] and the Syrian Arab Red Crescent is bombed at Urum al-Kubra, west of [Aleppo]; the [United Nations] suspends its convoys in [Syria].",
                &[("United Nations", "https://news.un.org/en/"), ("ICRC", "")],
            )
        },
        told(
            "2016-10-03",
            PEACE,
            "The [United States] breaks off its talks with [Russia] about a ceasefire in [Syria].",
            &[("AP", "https://apnews.com/")],
        ),
        Told {
            summary: Some((
                "The foreign minister, Jean-Marc Ayrault, said he would carry the draft to Moscow and on to Washington.",
                "France 24",
            )),
            ..told(
                "2016-10-05",
                PEACE,
                "[France] sends its foreign minister to [Russia] and to the [United States] for a resolution of the [United Nations Security Council] that would stop the bombing of [Aleppo] and let aid in.",
                &[
                    ("France 24", "https://www.france24.com/en/?q=a&b='c'|d"),
                    ("AAP via SBS", "https://www.sbs.com.au/news/"),
                ],
            )
        },
        told(
            "2016-10-05",
            &[],
            "The [Paris Agreement] on climate passes its threshold: enough parties have ratified it for it to enter into force thirty days on.",
            &[("United Nations", "https://unfccc.int/")],
        ),
        told(
            "2016-10-05",
            PEACE,
            "[Russia] answers that it is ready to talk about the draft.",
            &[],
        ),
        Told {
            category: CONFLICT,
            ..told(
                "2016-10-05",
                &["Battle of Aleppo"],
                "The army of [Syria] says that it will reduce its bombardment of eastern [Aleppo] so that people can leave.",
                &[("Reuters", "https://www.reuters.com/")],
            )
        },
        Told {
            category: "Science and technology",
            ..told(
                "2016-10-05",
                &[],
                "The Nobel Prize in Chemistry goes to Jean-Pierre Sauvage, Fraser Stoddart and Ben Feringa for molecular machines.",
                &[(
                    "Nobel Foundation",
                    "https://www.nobelprize.org/prizes/chemistry/2016/summary/",
                )],
            )
        },
        told(
            "2016-10-08",
            PEACE,
            "[Russia] vetoes a draft of [France] and Spain in the [United Nations Security Council] that called for an end to flights over [Aleppo].",
            &[("BBC News", "https://www.bbc.com/news/world-middle-east-37598031")],
        ),
        told(
            "2016-12-13",
            &["Battle of Aleppo"],
            "Evacuation of the last quarters of eastern [Aleppo] is agreed, [Russia] tells the [United Nations Security Council].",
            &[("UN News", "https://news.un.org/")],
        ),
        Told {
            lang: "ar",
            ..told(
                "2017-01-24",
                PEACE,
                "تختتم المحادثات في أستانا ببيان مشترك من روسيا وتركيا وإيران.",
                &[("الجزيرة", "https://www.aljazeera.net/")],
            )
        },
        told(
            "2017-01-23",
            PEACE,
            "Talks between the government of [Syria] and armed groups open in [Astana] under [Russia], Turkey and [Iran].",
            &[("Reuters", "https://www.reuters.com/")],
        ),
        Told {
            category: HOSTILE,
            summary: Some((HOSTILE, HOSTILE)),
            ..told(
                "2017-01-24",
                &[HOSTILE],
                HOSTILE,
                &[
                    (HOSTILE, "https://evil.example/?javascript:alert(1)"),
                    ("x", "https://a.org/\"onclick='x' <b>#a#b%zz"),
                    ("\u{7}", "http://user:pw@evil.example/"),
                ],
            )
        },
        Told {
            lang: "zh",
            category: "国际关系",
            ..told(
                "2016-10-05",
                &["叙利亚和平进程"],
                "[法国]外长将前往[俄罗斯]和[美国]，争取安理会通过决议，停止轰炸[阿勒颇]并允许援助进入。",
                &[("新华社", "http://www.xinhuanet.com/")],
            )
        },
        Told {
            lang: "zh",
            category: "国际关系",
            ..told(
                "2016-10-08",
                &["叙利亚和平进程"],
                "[俄罗斯]在安理会否决[法国]提出的关于[阿勒颇]的决议草案。",
                &[("联合国", "https://news.un.org/zh/")],
            )
        },
    ]
}

fn prefix(lang: &str) -> &'static str {
    if lang == "zh" { "/zh" } else { "" }
}

fn slug(text: &str) -> String {
    annals_model::slug::make(text)
}

fn folder(lang: &str, day: &str) -> String {
    format!(
        "{}/news/{}/{}/{}",
        prefix(lang),
        &day[..4],
        &day[5..7],
        day[8..].trim_start_matches('0')
    )
}

fn plain(text: &str) -> String {
    text.replace(['[', ']'], "")
}

fn named(lang: &str, room: &str, title: &str) -> Ref {
    Ref {
        title: title.into(),
        url: Some(format!("{}/{room}/{}", prefix(lang), slug(title))),
        key: Some(format!("{lang}:{title}")),
    }
}

/// The names in a text, in order.
fn names(text: &str) -> Vec<&str> {
    text.split('[').skip(1).filter_map(|rest| rest.split(']').next()).collect()
}

fn statement(told: &Told) -> Statement {
    let mut parts = Vec::new();
    for (at, piece) in told.text.split(['[', ']']).enumerate().filter(|(_, p)| !p.is_empty()) {
        let link = (at % 2 == 1).then(|| named(told.lang, "context", piece));
        let (entity, url) = link.map_or((None, None), |l| (l.key, l.url));
        parts.push(Part { text: piece.into(), entity, url });
    }
    let text = plain(told.text);
    if names(told.text).is_empty() {
        Statement { text, parts: vec![] }
    } else {
        Statement { text, parts }
    }
}

fn source((name, url): &(&str, &str)) -> Source {
    let (name, via) =
        name.split_once(" via ").map_or((*name, None), |(n, v)| (n, Some(v.to_owned())));
    let url = (!url.is_empty()).then(|| (*url).to_owned());
    Source { name: name.into(), via, url, page: None }
}

fn item(told: &Told, at: usize) -> Item {
    Item {
        id: format!("sampleevent{}", char::from(b'a' + at as u8)),
        url: format!("{}/{}", folder(told.lang, told.day), slug(&plain(told.text))),
        day: told.day.into(),
        lang: told.lang.into(),
        statement: statement(told),
        stories: told.story.last().map(|s| named(told.lang, "stories", s)).into_iter().collect(),
        summary: told.summary.map(|(text, by)| Summary { text: text.into(), by: Some(by.into()) }),
        sources: told.sources.iter().map(source).collect(),
        material_changes: u32::from(at % 5 == 1),
        under: (told.text.contains("answers that")).then(|| "sampleeventg".into()),
    }
}

fn brief(item: &Item) -> EventRef {
    EventRef {
        id: item.id.clone(),
        url: item.url.clone(),
        day: item.day.clone(),
        text: item.statement.text.clone(),
    }
}

/// Revisions of every grade and of most fields.
fn changes(told: &Told, item: &Item) -> Vec<Change> {
    let text = item.statement.text.clone();
    let first = Change {
        number: 1,
        known_at: Some(format!("{}T18:20:00Z", told.day)),
        by: "wikitext".into(),
        from: Some("Portal:Current events/2016 October 5, 743152817".into()),
        grade: "first".into(),
        statement: Some(text.clone()),
        fields: vec![],
    };
    if told.summary.is_none() {
        return vec![first];
    }
    let field = |field: &str, grade: &str, before: &[&str], after: &[&str]| FieldChange {
        field: field.into(),
        grade: grade.into(),
        before: before.iter().map(|s| (*s).to_owned()).collect(),
        after: after.iter().map(|s| (*s).to_owned()).collect(),
    };
    let older = format!(
        "Syria: {}",
        text.replace("stop the bombing", "end the eight-day bombing")
            .replace("minister", "minster")
    );
    let change =
        |number: u32, grade: &str, by: &str, from: Option<&str>, fields: Vec<FieldChange>| Change {
            number,
            known_at: (number != 4).then(|| format!("{}T2{number}:05:10Z", told.day)),
            by: by.into(),
            from: from.map(Into::into),
            grade: grade.into(),
            statement: fields.iter().find(|f| f.field == "statement").map(|f| f.after[0].clone()),
            fields,
        };
    let middle = older.replace("minster", "minister");
    vec![
        Change { statement: Some(older.clone()), ..first },
        change(
            2,
            "typo",
            "wikitext",
            None,
            vec![field("statement", "typo", &[&older], &[&middle])],
        ),
        change(
            3,
            "material",
            "context",
            Some(HOSTILE),
            vec![
                field("statement", "material", &[&middle], &[&text]),
                field("day", "material", &["2016-10-04"], &[told.day]),
                field(
                    "sources",
                    "material",
                    &["France 24 https://www.france24.com/"],
                    &[
                        "France 24 https://www.france24.com/",
                        "AAP via SBS https://www.sbs.com.au/news/",
                    ],
                ),
            ],
        ),
        change(
            4,
            "wording",
            "editor Agnès",
            Some("the source's own words"),
            vec![
                field(
                    "summary",
                    "wording",
                    &[],
                    &["The minister would carry the draft to Moscow."],
                ),
                field("category", "wording", &[HOSTILE], &[]),
                field("lang", "material", &[], &[]),
            ],
        ),
    ]
}

/// The events that share most names, with what they share.
fn related(told: &Told, at: usize, all: &[Told], items: &[Item]) -> Vec<Related> {
    let mine = names(told.text);
    let mut found: Vec<(usize, Vec<&str>)> = (0..all.len())
        .filter(|other| *other != at && all[*other].lang == told.lang)
        .map(|other| {
            (
                other,
                mine.iter()
                    .copied()
                    .filter(|n| names(all[other].text).contains(n))
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|(_, shared)| !shared.is_empty())
        .collect();
    found.sort_by_key(|(_, shared)| usize::MAX - shared.len());
    found.truncate(6);
    found
        .into_iter()
        .map(|(other, shared)| {
            let share = (78 / shared.len()) as u8;
            let mut reasons: Vec<Reason> = shared
                .iter()
                .map(|n| Reason { kind: "entity".into(), label: (*n).into(), share })
                .collect();
            reasons.push(Reason { kind: "word".into(), label: "draft".into(), share: 12 });
            reasons.push(Reason { kind: "time".into(), label: "3 days later".into(), share: 10 });
            Related {
                event: brief(&items[other]),
                relation: match all[other].day.cmp(told.day) {
                    std::cmp::Ordering::Less => "earlier",
                    std::cmp::Ordering::Equal => "same-day",
                    std::cmp::Ordering::Greater => "later",
                }
                .into(),
                score: 0.5 + shared.len() as f64 / 16.0,
                weights: "1".into(),
                // The veto of 8 October answers the draft before it.
                typed: (told.text.contains("veto") && all[other].day < told.day).then(|| Typed {
                    kind: "vetoes".into(),
                    by: "this".into(),
                    words: "vetoes … draft".into(),
                }),
                context: shared.iter().map(|n| named(told.lang, "context", n)).collect(),
                reasons,
            }
        })
        .collect()
}

/// The events of the same story before one, as its background.
fn background(told: &Told, at: usize, all: &[Told], items: &[Item]) -> Vec<Step> {
    let earlier = (0..at).filter(|o| {
        all[*o].lang == told.lang
            && all[*o].day < told.day
            && !told.story.is_empty()
            && all[*o].story == told.story
    });
    let mut steps: Vec<Step> = earlier
        .map(|other| {
            let shared: Vec<Ref> = names(told.text)
                .into_iter()
                .filter(|n| names(all[other].text).contains(n))
                .map(|n| named(told.lang, "context", n))
                .collect();
            Step {
                event: brief(&items[other]),
                toward: if other % 2 == 0 { "event" } else { "next" }.into(),
                words: shared.is_empty().then(|| "truce, talks".into()),
                context: shared,
            }
        })
        .collect();
    steps.drain(..steps.len().saturating_sub(5));
    steps
}

/// A story's life in short, with a week for each of its events.
fn timeline(list: &List) -> Timeline {
    let items: Vec<&Item> = list.sections.iter().flat_map(|s| &s.items).collect();
    let key_day = |(at, item): (usize, &&Item)| KeyDay {
        event: brief(item),
        events: 1 + at as u64 % 3,
        reasons: vec![match at {
            0 => DayReason { kind: "first".into(), count: None },
            _ if at + 1 == items.len() => DayReason { kind: "last".into(), count: None },
            _ if at % 3 == 2 => DayReason { kind: "burst".into(), count: Some(3) },
            _ => DayReason { kind: "turn".into(), count: None },
        }],
    };
    let cast = |kind: &str, title: &str, key: bool| Cast {
        name: match key {
            true => named(&list.lang, "context", title),
            false => Ref { title: title.into(), url: None, key: None },
        },
        kind: kind.into(),
        count: 3,
        weight: 8.5,
    };
    Timeline {
        key_days: items.iter().enumerate().map(key_day).collect(),
        step: "week".into(),
        periods: (0..12u64)
            .map(|n| Period { from: format!("2016-{:02}-04", n + 1), count: n * n % 7 })
            .collect(),
        names: vec![
            cast("person", "Staffan de Mistura", false),
            cast("place", "Syria", true),
            cast("organisation", "United Nations Security Council", true),
            cast("other", HOSTILE, false),
        ],
    }
}

fn event(at: usize, all: &[Told], items: &[Item], days: &[String]) -> Event {
    let (told, item) = (&all[at], &items[at]);
    let day_ref = |day: &String| Ref {
        title: day.clone(),
        url: Some(format!("{}/index", folder(told.lang, day))),
        key: None,
    };
    let day_at = days.iter().position(|d| d == told.day).unwrap_or(0);
    let in_story: Vec<usize> = (0..all.len())
        .filter(|o| {
            all[*o].lang == told.lang && !told.story.is_empty() && all[*o].story == told.story
        })
        .collect();
    let place = in_story.iter().position(|o| *o == at);
    let status = match at {
        2 => Some(Status {
            state: "withdrawn".into(),
            reason: Some("It told the same thing twice.".into()),
            into: None,
        }),
        3 => Some(Status { state: "merged".into(), reason: None, into: Some(brief(&items[4])) }),
        15 => Some(Status { state: "held".into(), reason: Some(HOSTILE.into()), into: None }),
        _ => None,
    };
    Event {
        id: item.id.clone(),
        url: item.url.clone(),
        day: item.day.clone(),
        lang: item.lang.clone(),
        status,
        category: Some(named(told.lang, "categories", told.category)),
        stories: if told.story.is_empty() {
            vec![]
        } else {
            vec![told.story.iter().map(|s| named(told.lang, "stories", s)).collect()]
        },
        statement: item.statement.clone(),
        summary: item.summary.clone(),
        sources: item.sources.clone(),
        reports: None,
        image: told.summary.map(|(text, by)| Image {
            url: if text == HOSTILE {
                format!("https://evil.example/{HOSTILE}")
            } else {
                "https://upload.wikimedia.org/wikipedia/commons/6/6e/Alep.jpg".into()
            },
            alt: (text == HOSTILE)
                .then(|| text.into())
                .or(Some("Rooftops of Aleppo seen from the citadel".into())),
            credit: Some(by.into()),
        }),
        under: item.under.as_ref().map(|_| brief(&items[6])),
        additions: items.iter().filter(|i| i.under.as_ref() == Some(&item.id)).map(brief).collect(),
        changes: changes(told, item),
        background: background(told, at, all, items),
        related: related(told, at, all, items),
        neighbours: Neighbours {
            previous_day: day_at.checked_sub(1).map(|d| day_ref(&days[d])),
            next_day: days.get(day_at + 1).map(day_ref),
            previous_in_story: place
                .and_then(|p| p.checked_sub(1))
                .map(|p| brief(&items[in_story[p]])),
            next_in_story: place.and_then(|p| in_story.get(p + 1)).map(|o| brief(&items[*o])),
        },
    }
}

fn empty_list(kind: ListKind, url: String, title: &str, lang: &str) -> List {
    List {
        kind,
        url,
        title: title.into(),
        lang: lang.into(),
        key: None,
        count: 0,
        first: None,
        last: None,
        previous: None,
        next: None,
        up: None,
        parents: vec![],
        timeline: None,
        sections: vec![],
        entries: vec![],
        feeds: vec![],
    }
}

/// A list of events, sectioned by what `heading` says of each.
fn events_list(
    kind: ListKind,
    url: String,
    title: &str,
    lang: &str,
    mut items: Vec<Item>,
    heading: impl Fn(&Item) -> (String, Option<String>),
) -> List {
    items.sort_by(|a, b| a.day.cmp(&b.day));
    let mut list = empty_list(kind, url, title, lang);
    list.count = items.len() as u64;
    list.first = items.first().map(|i| i.day.clone());
    list.last = items.last().map(|i| i.day.clone());
    for item in items {
        let (title, url) = heading(&item);
        match list.sections.iter_mut().find(|s| s.title == title) {
            Some(section) => section.items.push(item),
            None => list.sections.push(Section { title, url, label: None, items: vec![item] }),
        }
    }
    list
}

fn entry(list: &List) -> Entry {
    Entry {
        title: list.title.clone(),
        url: list.url.clone(),
        count: list.count,
        first: list.first.clone(),
        last: list.last.clone(),
    }
}

/// Every list page of one language.
fn lists(lang: &str, all: &[Told], items: &[Item], days: &[String]) -> Vec<List> {
    let at = |path: &str| format!("{}{path}", prefix(lang));
    let mine: Vec<usize> =
        (0..all.len()).filter(|i| prefix(all[*i].lang) == prefix(lang)).collect();
    let pick = |wanted: &dyn Fn(&Told) -> bool| -> Vec<Item> {
        mine.iter().filter(|i| wanted(&all[**i])).map(|i| items[*i].clone()).collect()
    };
    let by_day =
        |item: &Item| (item.day.clone(), Some(format!("{}/index", folder(lang, &item.day))));
    let by_month = |item: &Item| {
        (
            item.day[..7].to_owned(),
            Some(at(&format!("/news/{}/{}/index", &item.day[..4], &item.day[5..7]))),
        )
    };
    let mut out = Vec::new();
    for (i, day) in days.iter().enumerate() {
        let mut list = events_list(
            ListKind::Day,
            format!("{}/index", folder(lang, day)),
            day,
            lang,
            pick(&|t| t.day == day),
            |item| {
                let told = &all[items.iter().position(|i| i.id == item.id).unwrap_or(0)];
                (told.category.to_owned(), named(lang, "categories", told.category).url)
            },
        );
        let to = |d: &String| Ref {
            title: d.clone(),
            url: Some(format!("{}/index", folder(lang, d))),
            key: None,
        };
        list.previous = i.checked_sub(1).map(|i| to(&days[i]));
        list.next = days.get(i + 1).map(to);
        list.up = Some(Ref {
            title: day[..7].into(),
            url: Some(at(&format!("/news/{}/{}/index", &day[..4], &day[5..7]))),
            key: None,
        });
        out.push(list);
    }
    let months: BTreeSet<String> = days.iter().map(|d| d[..7].to_owned()).collect();
    for month in &months {
        let mut list = events_list(
            ListKind::Month,
            at(&format!("/news/{}/{}/index", &month[..4], &month[5..])),
            month,
            lang,
            pick(&|t| t.day.starts_with(month.as_str())),
            by_day,
        );
        list.entries = out
            .iter()
            .filter(|l: &&List| l.kind == ListKind::Day && l.title.starts_with(month.as_str()))
            .map(entry)
            .collect();
        list.up = Some(Ref {
            title: month[..4].into(),
            url: Some(at(&format!("/news/{}/index", &month[..4]))),
            key: None,
        });
        out.push(list);
    }
    for year in months.iter().map(|m| m[..4].to_owned()).collect::<BTreeSet<_>>() {
        let mut list = events_list(
            ListKind::Year,
            at(&format!("/news/{year}/index")),
            &year,
            lang,
            pick(&|t| t.day.starts_with(&year)),
            by_month,
        );
        list.entries = out
            .iter()
            .filter(|l| l.kind == ListKind::Month && l.title.starts_with(&year))
            .map(entry)
            .collect();
        out.push(list);
    }
    let gather =
        |kind: ListKind, room: &str, of: &dyn Fn(&Told) -> Vec<&'static str>| -> Vec<List> {
            let titles: BTreeSet<&str> = mine.iter().flat_map(|i| of(&all[*i])).collect();
            titles
                .into_iter()
                .map(|title| {
                    let mut list = events_list(
                        kind,
                        at(&format!("/{room}/{}", slug(title))),
                        title,
                        lang,
                        pick(&|t| of(t).contains(&title)),
                        by_month,
                    );
                    list.key = Some(format!("{lang}:{title}"));
                    list
                })
                .collect()
        };
    let mut stories = gather(ListKind::Story, "stories", &|t| t.story.to_vec());
    for list in &mut stories {
        list.feeds = [feeds::ATOM, feeds::RSS, feeds::JSON_FEED]
            .map(|s| format!("{}/feeds{}{s}", prefix(lang), list.url.trim_start_matches("/zh")))
            .into();
    }
    let parts: Vec<Entry> = stories.iter().filter(|l| l.title == PEACE[1]).map(entry).collect();
    for list in &mut stories {
        if list.title == PEACE[0] {
            list.entries = parts.clone();
        }
        list.timeline = (list.count > 3).then(|| timeline(list));
        if list.title == PEACE[1] {
            list.parents = vec![named(lang, "stories", PEACE[0])];
        }
    }
    let entities = gather(ListKind::Entity, "context", &|t| names(t.text));
    let categories = gather(ListKind::Category, "categories", &|t| vec![t.category]);
    for (kind, room, pages) in [
        (ListKind::Stories, "stories", stories),
        (ListKind::Entities, "context", entities),
        (ListKind::Categories, "categories", categories),
    ] {
        let mut index = empty_list(kind, at(&format!("/{room}/index")), room, lang);
        index.entries = pages.iter().map(entry).collect();
        index.count = index.entries.len() as u64;
        out.extend(pages);
        out.push(index);
    }
    let shown = if lang == "zh" { days } else { &days[3..days.len() - 2] };
    let mut home = empty_list(ListKind::Home, at("/index"), "", lang);
    for (label, day) in ["today", "yesterday", "before"]
        .iter()
        .zip(shown.iter().rev().filter(|d| lang == "zh" || d.as_str() <= "2016-10-05"))
    {
        let page = out.iter().find(|l| l.kind == ListKind::Day && l.title == **day);
        let items = page
            .map(|p| p.sections.iter().flat_map(|s| s.items.clone()).collect())
            .unwrap_or_default();
        home.sections.push(Section {
            title: day.clone(),
            url: page.map(|p| p.url.clone()),
            label: Some((*label).into()),
            items,
        });
    }
    home.feeds =
        [feeds::ATOM, feeds::RSS, feeds::JSON_FEED].map(|s| at(&format!("/feeds/all{s}"))).into();
    home.previous =
        out.first().map(|l| Ref { title: l.title.clone(), url: Some(l.url.clone()), key: None });
    out.push(home);
    out
}

fn write(dir: &Path, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    let file = dir.join(path.trim_start_matches('/'));
    std::fs::create_dir_all(file.parent().unwrap_or(dir))?;
    std::fs::write(file, bytes)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).ok_or("usage: sample_site DIR [THEME]")?;
    let dir = Path::new(&dir);
    let theme = Theme::load(std::env::args().nth(2).as_deref().map(Path::new))?;
    let settings = Settings {
        title: "The Syrian peace process".into(),
        description: "What was agreed, what was broken and what came of it, from the talks in Vienna to the talks in Astana, with every source and every change.".into(),
        base_url: Some("https://archive.example.org/syria".into()),
        lang: "en".into(),
        license: Some(("CC BY-SA 4.0".into(), "https://creativecommons.org/licenses/by-sa/4.0/".into())),
        formats: Format::ALL.to_vec(),
        hubs: Vec::new(),
    };
    let all = events();
    let items: Vec<Item> = all.iter().enumerate().map(|(at, told)| item(told, at)).collect();
    let mut days: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for told in &all {
        days.entry(prefix(told.lang)).or_default().insert(told.day.into());
    }
    let days: BTreeMap<&str, Vec<String>> =
        days.into_iter().map(|(p, d)| (p, d.into_iter().collect())).collect();
    for at in 0..all.len() {
        let event = event(at, &all, &items, &days[prefix(all[at].lang)]);
        let mut pages = [const { Vec::new() }; 4];
        theme.event(&settings, &event, &mut pages[0])?;
        json::event(&event, &mut pages[1]);
        xml::event(&event, &mut pages[2]);
        markdown::event(&event, &settings, &mut pages[3]);
        for (format, page) in Format::ALL.iter().zip(&pages) {
            write(dir, &format!("{}.{}", event.url, format.suffix()), page)?;
        }
    }
    for lang in ["en", "zh"] {
        for list in lists(lang, &all, &items, &days[prefix(lang)]) {
            let mut pages = [const { Vec::new() }; 4];
            theme.list(&settings, &list, &mut pages[0])?;
            json::list(&list, &mut pages[1]);
            xml::list(&list, &mut pages[2]);
            markdown::list(&list, &settings, &mut pages[3]);
            for (format, page) in Format::ALL.iter().zip(&pages) {
                write(dir, &format!("{}.{}", list.url, format.suffix()), page)?;
            }
            for path in &list.feeds {
                let items: Vec<Item> = list.sections.iter().flat_map(|s| s.items.clone()).collect();
                let (self_path, suffix) = path.rsplit_once('.').unwrap_or((path, ""));
                let feed = feeds::Feed {
                    title: &list.title,
                    url: &list.url,
                    self_path,
                    items: &items,
                    updated: "2017-01-24T00:00:00Z",
                };
                let mut bytes = Vec::new();
                match suffix {
                    "atom" => feeds::atom(&feed, &settings, &mut bytes),
                    "rss" => feeds::rss(&feed, &settings, &mut bytes),
                    _ => feeds::json_feed(&feed, &settings, &mut bytes),
                }
                write(dir, path, &bytes)?;
            }
        }
    }
    let mut page = Vec::new();
    theme.not_found(&settings, "en", &mut page)?;
    write(dir, "/404.html", &page)?;
    for (path, bytes) in theme.assets() {
        write(dir, path, bytes)?;
    }
    Ok(())
}
