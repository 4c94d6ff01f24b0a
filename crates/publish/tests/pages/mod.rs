//! Pages for tests: one full event about real, checkable facts, lists, and
//! strategies that make any event at all.
#![allow(dead_code, unreachable_pub)] // each test file uses its part

use annals_publish::wire::*;
use annals_publish::{Format, Settings};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

pub fn settings() -> Settings {
    Settings {
        title: "Truces & talks".into(),
        description: "What led to each truce, and what broke it.".into(),
        base_url: Some("https://news.example.org/archive".into()),
        lang: "en".into(),
        license: Some((
            "CC BY-SA 4.0".into(),
            "https://creativecommons.org/licenses/by-sa/4.0/".into(),
        )),
        formats: Format::ALL.to_vec(),
    }
}

fn page(title: &str, url: &str, key: &str) -> Ref {
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Ref { title: title.into(), url: some(url), key: some(key) }
}

fn event_ref(id: &str, day: &str, url: &str, text: &str) -> EventRef {
    EventRef { id: id.into(), url: url.into(), day: day.into(), text: text.into() }
}

fn part(text: &str, entity: &str, url: &str) -> Part {
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Part { text: text.into(), entity: some(entity), url: some(url) }
}

/// An event with everything that an event can have, but a status.
pub fn event() -> Event {
    let parts = vec![
        part("Colombia", "en:Colombia", "/context/colombia"),
        part("'s government and the ", "", ""),
        part("FARC", "en:Revolutionary Armed Forces of Colombia", ""),
        part(" sign a peace agreement in ", "", ""),
        part("Cartagena", "en:Cartagena, Colombia", "/context/cartagena-colombia"),
        part(" (after 52 years of war).", "", ""),
    ];
    let text: String = parts.iter().map(|p| p.text.as_str()).collect();
    Event {
        id: "k3vq7w2mzp4a".into(),
        url: "/news/2016/09/26/colombias-government-and-the-farc-sign".into(),
        day: "2016-09-26".into(),
        lang: "en".into(),
        status: None,
        category: Some(page("Politics and elections", "/categories/politics-and-elections", "")),
        stories: vec![vec![
            page("Colombian conflict", "/stories/colombian-conflict", "en:Colombian conflict"),
            page(
                "Colombian peace process",
                "/stories/colombian-peace-process",
                "en:Colombian peace process",
            ),
        ]],
        statement: Statement { text, parts },
        summary: Some(Summary {
            text: "President Santos and the leader known as Timochenko used a pen made of a \
                   bullet; voters rejected the agreement six days later."
                .into(),
            by: Some("Reuters".into()),
        }),
        sources: vec![
            Source {
                name: "Reuters".into(),
                url: Some("https://www.reuters.example/a?id=KCN11W2&x=(1)_2".into()),
                ..Source::default()
            },
            Source {
                name: "AP".into(),
                via: Some("ABC News".into()),
                url: Some("https://abc.example/x".into()),
                page: Some(Box::new(SourcePage {
                    title: Some("Santos and <i>Timochenko</i> sign in Cartagena".into()),
                    description: Some("Guests in white saw the pen made of a bullet.".into()),
                    publisher: Some("ABC News".into()),
                    published: Some("2016-09-27".into()),
                    image: Some(Image {
                        url: "https://abc.example/pen.jpg".into(),
                        alt: Some("A pen".into()),
                        credit: None,
                    }),
                    reserved: false,
                    capture: Some(SourceCapture {
                        at: "2016-09-27T08:00:00Z".into(),
                        url: "/web/20160927080000/https://abc.example/x".into(),
                    }),
                    gone: Some(SourceGone {
                        since: "2019-02-01T06:30:00Z".into(),
                        status: Some(404),
                    }),
                    edits: vec![SourceEdit {
                        at: "2016-09-27T08:00:00Z".into(),
                        grade: "material".into(),
                        fields: vec![FieldChange {
                            field: "title".into(),
                            grade: "material".into(),
                            before: vec!["Santos signs".into()],
                            after: vec!["Santos and Timochenko sign".into()],
                        }],
                    }],
                })),
            },
            Source {
                name: String::new(),
                url: Some("https://www.bbc.example/news/world-1".into()),
                ..Source::default()
            },
            Source { name: "El Tiempo".into(), ..Source::default() },
        ],
        reports: Some(Reports {
            count: 3,
            origins: 2,
            groups: vec![
                ReportGroup {
                    origin: Report {
                        title: "Colombia signs peace with the FARC".into(),
                        publisher: "Reuters".into(),
                        url: Some("https://www.reuters.example/a".into()),
                        published: Some("2016-09-26".into()),
                        ..Report::default()
                    },
                    copies: vec![ReportCopy {
                        report: Report {
                            title: "Peace <b>signed</b> in Cartagena".into(),
                            publisher: "The Courier".into(),
                            url: Some("https://courier.example/peace?a=1&b=2".into()),
                            published: Some("2016-09-27".into()),
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
            url: "https://pictures.example/santos.jpg".into(),
            alt: Some("Two men in white shirts shake hands".into()),
            credit: Some("Photo: a press agency".into()),
        }),
        under: None,
        additions: vec![event_ref(
            "additionaaaa",
            "2016-09-26",
            "/news/2016/09/26/the-european-union-suspends",
            "The European Union suspends the FARC from its list of terrorist organisations.",
        )],
        changes: vec![
            Change {
                number: 1,
                known_at: Some("2016-09-26T22:14:03Z".into()),
                by: "wikitext".into(),
                from: Some("Portal:Current events/2016 September 26, revision 741337300".into()),
                grade: "first".into(),
                statement: Some("Colombia's goverment and the FARC sign an agreement.".into()),
                fields: Vec::new(),
            },
            Change {
                number: 2,
                known_at: None,
                by: "editor Ana".into(),
                from: Some("the place was missing (see talk), and a letter".into()),
                grade: "material".into(),
                statement: Some("Colombia's government and the FARC sign …".into()),
                fields: vec![
                    FieldChange {
                        field: "statement".into(),
                        grade: "material".into(),
                        before: vec!["Colombia's goverment and the FARC sign an agreement.".into()],
                        after: vec!["Colombia's government and the FARC sign …".into()],
                    },
                    FieldChange {
                        field: "sources".into(),
                        grade: "material".into(),
                        before: vec!["Reuters https://www.reuters.example/a".into()],
                        after: vec![
                            "Reuters https://www.reuters.example/a".into(),
                            "El Tiempo".into(),
                        ],
                    },
                ],
            },
        ],
        background: vec![
            Step {
                event: event_ref(
                    "frameworkaaa",
                    "2012-08-26",
                    "/news/2012/08/26/the-government-and-the-farc",
                    "The government and the FARC sign a framework for talks in Havana.",
                ),
                toward: "event".into(),
                context: vec![
                    page("FARC", "", "en:Revolutionary Armed Forces of Colombia"),
                    page("Colombia", "/context/colombia", "en:Colombia"),
                ],
                words: None,
            },
            Step {
                event: event_ref(
                    "victimsaaaaa",
                    "2015-12-15",
                    "/news/2015/12/15/negotiators-agree",
                    "Negotiators in Havana agree on justice, truth and reparation.",
                ),
                toward: "next".into(),
                context: Vec::new(),
                words: Some("agreement, negotiators".into()),
            },
        ],
        related: vec![
            Related {
                event: event_ref(
                    "ceasefireaaa",
                    "2016-08-29",
                    "/news/2016/08/29/a-bilateral-ceasefire",
                    "A bilateral ceasefire between Colombia and the FARC takes effect.",
                ),
                relation: "earlier".into(),
                score: 0.731,
                weights: "1".into(),
                typed: Some(Typed {
                    kind: "answers".into(),
                    by: "this".into(),
                    words: "in response to, …".into(),
                }),
                context: vec![
                    page("Colombia", "/context/colombia", "en:Colombia"),
                    page("FARC", "", "en:Revolutionary Armed Forces of Colombia"),
                ],
                reasons: vec![
                    Reason { kind: "entity".into(), label: "FARC".into(), share: 58 },
                    Reason { kind: "time".into(), label: "28 days earlier".into(), share: 12 },
                ],
            },
            Related {
                event: event_ref(
                    "plebisciteaa",
                    "2016-10-02",
                    "/news/2016/10/2/voters-reject",
                    "Voters reject the agreement by 50.2% to 49.8%.",
                ),
                relation: "later".into(),
                score: 0.25,
                weights: "2 (tried)".into(),
                typed: None,
                context: vec![page("Colombia, again", "", "")],
                reasons: Vec::new(),
            },
        ],
        neighbours: Neighbours {
            previous_day: Some(page("2016-09-25", "/news/2016/09/25/index", "")),
            next_day: Some(page("2016-09-27", "/news/2016/09/27/index", "")),
            previous_in_story: None,
            next_in_story: Some(event_ref(
                "plebisciteaa",
                "2016-10-02",
                "/news/2016/10/2/voters-reject",
                "Voters reject the agreement by 50.2% to 49.8%.",
            )),
        },
    }
}

/// An event that was taken back, told under another, in Chinese.
pub fn withdrawn() -> Event {
    let mut event = event();
    event.lang = "zh".into();
    event.url = "/zh/news/2016/09/26/哥伦比亚政府与哥伦比亚革命武装力量签署和平协议".into();
    event.status = Some(Status {
        state: "merged".into(),
        reason: Some("told twice".into()),
        into: Some(event_ref("ceasefireaaa", "2016-08-29", "/news/2016/08/29/x", "停火")),
    });
    event.under = event.additions.pop();
    event
}

pub fn item() -> Item {
    let event = event();
    Item {
        id: event.id,
        url: event.url,
        day: event.day,
        lang: event.lang,
        statement: event.statement,
        stories: vec![event.stories[0][1].clone()],
        summary: None,
        sources: event.sources,
        material_changes: 1,
        under: None,
    }
}

pub fn day() -> List {
    let mut addition = item();
    addition.id = "additionaaaa".into();
    addition.under = Some(item().id);
    addition.summary = Some(Summary { text: "It hadn't lost hope.".into(), by: None });
    addition.stories.clear();
    List {
        kind: ListKind::Day,
        url: "/news/2016/09/26/index".into(),
        title: "2016-09-26".into(),
        lang: "en".into(),
        key: None,
        count: 2,
        first: Some("2016-09-26".into()),
        last: Some("2016-09-26".into()),
        previous: Some(page("2016-09-25", "/news/2016/09/25/index", "")),
        next: Some(page("2016-09-27", "/news/2016/09/27/index", "")),
        up: Some(page("2016-09", "/news/2016/09/index", "")),
        parents: Vec::new(),
        timeline: None,
        sections: vec![Section {
            title: "Politics and elections".into(),
            url: Some("/categories/politics-and-elections".into()),
            label: Some("today".into()),
            items: vec![item(), addition],
        }],
        entries: Vec::new(),
        feeds: Vec::new(),
    }
}

pub fn timeline() -> Timeline {
    let reason = |kind: &str, count| DayReason { kind: kind.into(), count };
    let signed = event_ref(
        "k3vq7w2mzp4a",
        "2016-09-26",
        "/news/2016/09/26/colombias-government-and-the-farc-sign",
        "Colombia's government and the FARC sign a peace agreement in Cartagena.",
    );
    let rejected = event_ref(
        "plebisciteaa",
        "2016-10-02",
        "/news/2016/10/2/voters-reject",
        "Voters reject the agreement by 50.2% to 49.8%.",
    );
    let period = |from: &str, count| Period { from: from.into(), count };
    let cast = |name, kind: &str, count, weight| Cast { name, kind: kind.into(), count, weight };
    Timeline {
        key_days: vec![
            KeyDay {
                event: signed,
                events: 4,
                reasons: vec![reason("first", None), reason("burst", Some(4))],
            },
            KeyDay {
                event: rejected,
                events: 1,
                reasons: vec![reason("last", None), reason("referred", Some(3))],
            },
        ],
        step: "week".into(),
        periods: vec![period("2016-09-26", 5), period("2016-10-03", 0), period("2016-10-10", 1)],
        names: vec![
            cast(page("Juan Manuel Santos", "", ""), "person", 3, 12.5),
            cast(page("Colombia", "/context/colombia", "en:Colombia"), "place", 6, 9.0),
            cast(page("<b>FARC</b>", "", ""), "organisation", 5, 20.1),
        ],
    }
}

pub fn story() -> List {
    List {
        kind: ListKind::Story,
        url: "/stories/colombian-peace-process".into(),
        title: "Colombian peace process".into(),
        key: Some("en:Colombian peace process".into()),
        parents: vec![page("Colombian conflict", "/stories/colombian-conflict", "")],
        entries: vec![Entry {
            title: "2016-09".into(),
            url: "/news/2016/09/index".into(),
            count: 1,
            first: Some("2016-09-26".into()),
            last: None,
        }],
        feeds: vec!["/feeds/stories/colombian-peace-process.atom".into()],
        timeline: Some(timeline()),
        ..day()
    }
}

/// Texts: ordinary ones, and ones that look like the structure of some format.
pub fn text(any: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,6}( [a-zA-Z]{1,6}){0,4}",
        3 => any,
        1 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
    ]
}

const HOSTILE: &[&str] = &[
    "",
    " ",
    "  a  ",
    "---",
    "# a",
    "## Sources",
    "### Earlier",
    "> b",
    "- c",
    "* d",
    "+ e",
    "1. f",
    "12) g",
    "===",
    "~~~",
    "```",
    "`h`",
    "**i**",
    "_j_",
    "[k](l)",
    "](m \"n\")",
    "![o](p)",
    "q!",
    "<script>r</script>",
    "&amp;",
    "&#65;",
    "&",
    "\\",
    "\\\\",
    "a\\",
    "\"",
    "\"\"",
    "\"s\"",
    "(t",
    "u)",
    ", v",
    "w > x",
    "]]>",
    "<!--y-->",
    "time unknown",
    "none",
    "*none*",
    "first version",
    "change of facts",
    "5 October 2016",
    "2016-10-05",
    "2016-10-05T01:02:03Z",
    "2016-10-05 01:02:03 UTC",
    "2016年10月5日",
    "a (b 3%)",
    "via",
    "*via* x",
    "— z",
    ".md",
    "a.md",
    "https://a.org",
    "www.a.org",
    "http://",
    "no",
    "null",
    "0",
    "|a|b|",
    "a: b",
    ": ",
    "{{a}}",
];

/// Any event whose statement is in its normal form (see `markdown`).
pub fn any_event(other: &'static str) -> impl Strategy<Value = Event> {
    let t = move || text(other);
    let day =
        || prop_oneof![Just("2016-10-05".to_owned()), Just("0987-01-31".to_owned()), text(other)];
    let time = prop_oneof![Just("2016-10-05T01:02:03Z".to_owned()), text(other)];
    let word = |words: &'static [&'static str]| prop_oneof![2 => proptest::sample::select(words).prop_map(str::to_owned), 1 => text(other)];
    let grade = || word(&["first", "typo", "wording", "material", "none"]);
    let page =
        move || (t(), of(t()), of(t())).prop_map(|(title, url, key)| Ref { title, url, key });
    let event_ref = move || {
        (t(), t(), day(), t()).prop_map(|(id, url, day, text)| EventRef { id, url, day, text })
    };
    let status = (word(&["held", "withdrawn", "merged"]), of(t()), of(event_ref()))
        .prop_map(|(state, reason, into)| Status { state, reason, into });
    let image =
        || (t(), of(t()), of(t())).prop_map(|(url, alt, credit)| Image { url, alt, credit });
    let seen = || prop_oneof![Just("2016-10-05T01:02:03Z".to_owned()), text(other)];
    let field = || {
        (word(&["title", "body", "published"]), grade(), vec(t(), 0..3), vec(t(), 0..3))
            .prop_map(|(field, grade, before, after)| FieldChange { field, grade, before, after })
    };
    let edit = (seen(), grade(), vec(field(), 0..3)).prop_map(|(at, grade, fields)| SourceEdit {
        at,
        grade,
        fields,
    });
    let capture = (seen(), t()).prop_map(|(at, url)| SourceCapture { at, url });
    let gone = (seen(), of(any::<u16>())).prop_map(|(since, status)| SourceGone { since, status });
    // A page that tells nothing is none; its title stands for that.
    let told = (
        (t(), of(t()), of(t()), of(day()), of(image())),
        (any::<bool>(), of(capture), of(gone), vec(edit, 0..3)),
    )
        .prop_map(
            |(
                (title, description, publisher, published, image),
                (reserved, capture, gone, edits),
            )| {
                Box::new(SourcePage {
                    title: Some(title),
                    description,
                    publisher,
                    published,
                    image,
                    reserved,
                    capture,
                    gone,
                    edits,
                })
            },
        );
    let source = (t(), of(t()), of(t()), of(told)).prop_map(|(name, via, url, page)| Source {
        name,
        via,
        url,
        page,
    });
    let report = move || {
        (t(), t(), of(t()), of(day()), any::<[bool; 2]>()).prop_map(
            |(title, publisher, url, published, [found, uncounted])| Report {
                title,
                publisher,
                url,
                published,
                found,
                uncounted,
            },
        )
    };
    let words = (t(), t()).prop_map(|(before, after)| ChangedWords { before, after });
    let kind = word(&["copy", "wire", "excerpt", "merged", "spun"]);
    let copy = (report(), kind, of(any::<u32>()), vec(words, 0..3), of(t())).prop_map(
        |(report, kind, sentences, changed, credit)| ReportCopy {
            report,
            kind,
            sentences,
            changed,
            credit,
        },
    );
    let group =
        (report(), vec(copy, 0..3)).prop_map(|(origin, copies)| ReportGroup { origin, copies });
    let reports = (any::<u64>(), any::<u64>(), vec(group, 0..3))
        .prop_map(|(count, origins, groups)| Reports { count, origins, groups });
    let field = (word(&["day", "statement", "sources"]), grade(), vec(t(), 0..3), vec(t(), 0..3))
        .prop_map(|(field, grade, before, after)| FieldChange { field, grade, before, after });
    let change = (any::<u32>(), of(time), t(), of(t()), grade(), of(t()), vec(field, 0..3))
        .prop_map(|(number, known_at, by, from, grade, statement, fields)| Change {
            number,
            known_at,
            by,
            from,
            grade,
            statement,
            fields,
        });
    let reason = (word(&["entity", "word", "time"]), t(), any::<u8>())
        .prop_map(|(kind, label, share)| Reason { kind, label, share });
    let score = prop_oneof![-10.0..10.0f64, any::<f64>().prop_filter("finite", |f| f.is_finite())];
    let typed = (word(&["vetoes", "updates"]), word(&["this", "other"]), t())
        .prop_map(|(kind, by, words)| Typed { kind, by, words });
    let step = (event_ref(), word(&["event", "next"]), vec(page(), 0..3), of(t()))
        .prop_map(|(event, toward, context, words)| Step { event, toward, context, words });
    let related =
        (
            event_ref(),
            word(&["earlier", "same-day", "later"]),
            score,
            t(),
            of(typed),
            vec(page(), 0..3),
            vec(reason, 0..3),
        )
            .prop_map(|(event, relation, score, weights, typed, context, reasons)| {
                Related { event, relation, score, weights, typed, context, reasons }
            });
    let neighbours = (of(page()), of(page()), of(event_ref()), of(event_ref())).prop_map(
        |(previous_day, next_day, previous_in_story, next_in_story)| Neighbours {
            previous_day,
            next_day,
            previous_in_story,
            next_in_story,
        },
    );
    let part = (t(), of(t()), of(t())).prop_map(|(text, entity, url)| Part { text, entity, url });
    let statement = vec(part, 0..5).prop_map(normal);
    let lang = prop_oneof![Just("en".to_owned()), Just("zh".to_owned()), text(other)];
    let head = (t(), t(), day(), lang, of(status), of(page()));
    let body = (
        vec(vec(page(), 0..3), 0..3),
        statement,
        of((t(), of(t())).prop_map(|(text, by)| Summary { text, by })),
        (vec(source, 0..4), of(reports)),
        of((t(), of(t()), of(t())).prop_map(|(url, alt, credit)| Image { url, alt, credit })),
        of(event_ref()),
        vec(event_ref(), 0..3),
    );
    let tail = (vec(change, 0..4), vec(step, 0..3), vec(related, 0..4), neighbours);
    (head, body, tail).prop_map(|(head, body, tail)| {
        let (id, url, day, lang, status, category) = head;
        let (stories, statement, summary, (sources, reports), image, under, additions) = body;
        let (changes, background, related, neighbours) = tail;
        Event {
            id,
            url,
            day,
            lang,
            status,
            category,
            stories,
            statement,
            summary,
            sources,
            reports,
            image,
            under,
            additions,
            changes,
            background,
            related,
            neighbours,
        }
    })
}

/// Joins unlinked neighbours and drops empty ones.
fn normal(parts: Vec<Part>) -> Statement {
    let text: String = parts.iter().map(|p| p.text.as_str()).collect();
    let linked = |p: &Part| p.entity.is_some() || p.url.is_some();
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if !linked(last) && !linked(&part) => last.text.push_str(&part.text),
            _ if !linked(&part) && part.text.is_empty() => {}
            _ => joined.push(part),
        }
    }
    if !joined.iter().any(linked) {
        joined.clear();
    }
    Statement { text, parts: joined }
}
