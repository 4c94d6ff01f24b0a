//! Origins: kinds, groups, evidence, order, scripts without spaces, and inputs
//! that nobody wrote. The texts are worded for this test, about things that
//! anybody can check.

#![allow(clippy::unwrap_used, reason = "test code")]

use annals_link::origins::{Index, Kind, Options, Origins, Report, VERSION, trace};
use proptest::prelude::*;

/// The landing of Apollo 11, as one desk told it.
const LANDING: &str = "HOUSTON (AP) - Neil Armstrong and Buzz Aldrin landed on the Moon on Sunday, \
    July 20, 1969, and walked on its surface for more than two hours.\n\n\
    Their craft, named Eagle, came down in the Sea of Tranquility at 4:17 p.m. Eastern time with \
    little fuel left. Michael Collins stayed in orbit aboard Columbia, some 100 kilometres above \
    them.\n\n\
    Armstrong climbed down the ladder six hours later. “That's one small step for man, one giant \
    leap for mankind,” he said. An audience of about 600 million people followed the pictures on \
    television.\n\n\
    The two men collected 21.5 kilograms of rock and soil, set up a seismometer and a mirror for \
    laser beams, and planted the flag of the United States. President Richard Nixon called them by \
    telephone from the White House.\n\n\
    The flight began on July 16 at the Kennedy Space Center in Florida, where a Saturn V rocket \
    lifted the three astronauts into space. It fulfilled the goal that President John Kennedy had \
    set in May 1961, before the decade was out.\n\n\
    The crew is expected to splash down in the Pacific on July 24, where the carrier Hornet waits \
    for them.";

/// The same, as a program would put it that replaces words.
const LANDING_SPUN: &str = "Neil Armstrong and Buzz Aldrin touched down on the Moon on Sunday, July \
    20, 1969, and strolled on its exterior for over two hours.\n\n\
    Their vessel, called Eagle, descended in the Sea of Tranquility at 4:17 p.m. Eastern time with \
    scant propellant remaining. Michael Collins remained in orbit on board Columbia, around 100 \
    kilometres over them.\n\n\
    Armstrong clambered down the ladder six hours afterwards. “That's one small step for man, one \
    giant leap for mankind,” he stated. A crowd of roughly 600 million individuals watched the \
    images on TV.\n\n\
    The two gentlemen gathered 21.5 kilograms of stone and dirt, put up a seismometer and a \
    reflector for laser rays, and raised the banner of the United States. President Richard Nixon \
    phoned them from the White House.\n\n\
    The voyage commenced on July 16 at the Kennedy Space Center in Florida, where a Saturn V \
    rocket hoisted the three spacemen into space. It satisfied the aim that President John Kennedy \
    had proclaimed in May 1961, before the decade was over.";

/// The same event, by somebody who was there too.
const LANDING_OTHER: &str = "Men have walked on the Moon. When the hatch of the lunar module Eagle \
    opened on Sunday night, Neil Armstrong needed a few minutes to find the first rung.\n\n\
    Engineers in Houston cheered as data showed his heart beating 112 times a minute. Buzz Aldrin \
    joined him after 19 minutes and spoke of “magnificent desolation”.\n\n\
    Newspapers from Tokyo to Rome printed special editions, and in London crowds stood before a \
    screen in Trafalgar Square. The Soviet probe Luna 15, meanwhile, circled the Moon and crashed \
    a day later in the Sea of Crises.\n\n\
    Armstrong's words, “That's one small step for man, one giant leap for mankind,” were heard \
    through static. Some listeners missed an article before the word man.\n\n\
    For Apollo 11 the hardest part may be ahead: only one engine can lift Armstrong and Aldrin off \
    the surface to meet Michael Collins, and it has no spare.";

/// Another event of other people.
const EVEREST: &str = "KATHMANDU (Reuters) - Edmund Hillary of New Zealand and Tenzing Norgay of \
    Nepal reached the top of Mount Everest on May 29, 1953, at 11:30 in the morning.\n\n\
    They spent about 15 minutes at 8,848 metres and left sweets and a small cross in the snow. \
    The expedition, led by Colonel John Hunt, had set out from Kathmandu in March with 362 \
    porters.\n\n\
    Two other climbers, Tom Bourdillon and Charles Evans, had come within 100 metres of the summit \
    three days before. A fault in an oxygen set forced them back.\n\n\
    The news was printed in London on June 2, the morning on which Queen Elizabeth II was crowned. \
    James Morris of The Times had sent it in code by runner.\n\n\
    Nine expeditions had tried the mountain since 1921. George Mallory and Andrew Irvine died near \
    the top in June 1924, and nobody knows whether they reached it.";

/// A launch, told in Chinese.
const LAUNCH: &str = "中国首颗人造地球卫星“东方红一号”于1970年4月24日在酒泉卫星发射中心成功发射升空。\
    这颗卫星重173公斤，由长征一号运载火箭送入近地点439公里、远地点2384公里的轨道。\n\n\
    卫星用20.009兆赫的频率播送《东方红》乐曲，设计工作寿命为20天，实际工作了28天。\
    中国由此成为继苏联、美国、法国和日本之后第五个独立发射卫星的国家。\n\n\
    负责卫星总体设计的孙家栋当时四十一岁。2016年起，每年4月24日被定为中国航天日。";

/// The same event in other words, by other people.
const LAUNCH_OTHER: &str = "1970年春天，戈壁滩上的人们听见了来自太空的音乐。第一颗国产卫星进入轨道之后，\
    全国各地的居民晚上走出家门，抬头寻找那个移动的亮点。\n\n\
    为了让肉眼能够看见，工程师给末级火箭加装了观测裙。许多参与者多年以后仍然记得那一夜的锣鼓声。";

fn report(id: u64, text: &str) -> Report<'_> {
    Report { id, text, lang: "en", ..Report::default() }
}

fn traced(texts: &[&str]) -> Origins {
    let reports: Vec<Report<'_>> =
        texts.iter().enumerate().map(|(i, text)| report(i as u64, text)).collect();
    trace(&reports, &Options::default())
}

/// Expects the second text to come from the first, as this kind.
fn check(first: &str, second: &str, kind: Kind) {
    for turned in [false, true] {
        let texts = if turned { [second, first] } else { [first, second] };
        let origins = traced(&texts);
        assert_eq!(origins.len(), 1, "{second}");
        let trace = &origins.traces[0];
        assert_eq!(trace.report, usize::from(!turned), "direction of {second}");
        assert_eq!(trace.kind, kind, "{second}");
        assert!(trace.score > 0.0 && !trace.reasons.is_empty());
        for pair in &trace.evidence.sentences {
            assert!(texts[trace.from].get(pair.from.clone()).is_some());
            assert!(texts[trace.report].get(pair.here.clone()).is_some());
        }
    }
}

#[test]
fn a_copy_with_a_frame_is_a_copy() {
    let copy = format!("Share this story with friends\n\n{LANDING}\n\nAll rights reserved");
    check(LANDING, &copy, Kind::Copy);
}

#[test]
fn the_first_paragraphs_are_an_excerpt() {
    let blocks: Vec<&str> = EVEREST.split("\n\n").collect();
    check(
        EVEREST,
        &format!("{}\n\nRead the whole story here", blocks[..2].join("\n\n")),
        Kind::Excerpt,
    );
}

#[test]
fn a_cut_and_edited_agency_text_is_wire_copy() {
    let blocks: Vec<&str> = LANDING.split("\n\n").collect();
    let wire = blocks[..5]
        .join("\n\n")
        .replace("HOUSTON (AP) - ", "HOUSTON, (UPI) -- ")
        .replace(" with little fuel left", "")
        .replace("more than", "over")
        .replace("kilometres", "km")
        .replace("It fulfilled the goal", "It met the goal")
        .replace("about 600", "some 600");
    check(LANDING, &wire, Kind::Wire);
}

#[test]
fn replaced_words_are_a_spun_copy_and_are_named() {
    // Of two reports alone nothing but the times says which words were first.
    let at = |id, text, published| Report { published: Some(published), ..report(id, text) };
    let reports = [at(0, LANDING, -14_180_000), at(1, LANDING_SPUN, -14_100_000)];
    let origins = trace(&reports, &Options::default());
    assert_eq!((origins.len(), origins.traces[0].report), (1, 1));
    assert_eq!(origins.traces[0].kind, Kind::Spun);
    let evidence = &origins.traces[0].evidence;
    for kept in ["Armstrong", "100", "21.5", "Columbia", "1969"] {
        assert!(evidence.kept.iter().any(|k| k == kept), "{kept} in {:?}", evidence.kept);
    }
    let changed = ("called".to_owned(), "phoned".to_owned());
    assert!(
        evidence.changed.iter().any(|c| *c == changed || c.0 == "rock"),
        "{:?}",
        evidence.changed
    );
    assert_eq!(evidence.quotes, 1);
}

#[test]
fn another_report_of_the_event_has_its_own_origin() {
    for other in [LANDING, LANDING_SPUN] {
        assert_eq!(traced(&[other, LANDING_OTHER]).len(), 2);
    }
}

#[test]
fn a_merged_report_has_two_origins() {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (LANDING.split("\n\n").collect(), EVEREST.split("\n\n").collect());
    let merged = [a[0], b[0], a[1], a[2], b[1], b[2], a[3]].join("\n\n");
    let origins = traced(&[LANDING, EVEREST, &merged]);
    assert_eq!(origins.len(), 2);
    let from: Vec<(usize, Kind)> = origins.traces.iter().map(|t| (t.from, t.kind)).collect();
    assert_eq!(from, [(0, Kind::Merged), (1, Kind::Merged)]);
    assert!(origins.groups.iter().all(|group| group.reports.contains(&2)));
}

#[test]
fn seven_reports_two_origins() {
    let cut: Vec<&str> = LANDING.split("\n\n").collect();
    let excerpt = cut[..2].join("\n\n");
    let copy = format!("{EVEREST}\n\nPrint this page");
    let upper = format!("Breaking news\n\n{LANDING}");
    let texts = [LANDING, &excerpt, LANDING_SPUN, EVEREST, &copy, &upper, LANDING];
    let origins = traced(&texts);
    assert_eq!((origins.group_of.len(), origins.len()), (7, 2), "{:?}", origins.groups);
    assert_eq!(origins.groups[1].reports, [3, 4]);
}

#[test]
fn times_say_which_was_first() {
    let at = |id, text, published| Report { published: Some(published), ..report(id, text) };
    let copy = format!("{EVEREST}\n\nPrint this page");
    for (first, second, origin) in [(100_001, 100_002, 0), (100_002, 100_001, 1)] {
        let origins = trace(&[at(1, EVEREST, first), at(2, &copy, second)], &Options::default());
        assert_eq!(origins.groups[0].origin, origin);
        assert_eq!(origins.traces[0].evidence.later, Some(1));
    }
}

#[test]
fn credits_and_publishers_are_evidence() {
    let theirs = Report { publisher: Some("Reuters"), ..report(1, EVEREST) };
    let body = EVEREST.split_once(" - ").unwrap().1;
    let copy = format!("{body}\n\nSource: Reuters");
    let origins = trace(&[report(0, &copy), theirs], &Options::default());
    assert_eq!(origins.groups[0].origin, 1);
    assert_eq!(origins.traces[0].evidence.credits[0].agency, "Reuters");
}

#[test]
fn marks_of_a_spun_copy_say_which_it_is() {
    let marked = Report { spun_marks: 4, ..report(0, LANDING_SPUN) };
    let origins = trace(&[marked, report(1, LANDING)], &Options::default());
    assert_eq!((origins.groups[0].origin, origins.traces[0].kind), (1, Kind::Spun));
}

#[test]
fn scripts_without_spaces_work() {
    let wire = format!(
        "新华社北京4月25日电 {}",
        LAUNCH.split("\n\n").take(2).collect::<Vec<_>>().join("\n\n")
    );
    let spun = LAUNCH
        .replace("成功发射升空", "顺利发射上天")
        .replace("这颗卫星重", "该星重量为")
        .replace("实际工作了", "结果运行了")
        .replace("由此成为", "因而变成")
        .replace("每年", "年年");
    let origins = traced(&[LAUNCH, &wire, &spun, LAUNCH_OTHER]);
    assert_eq!(origins.len(), 2, "{:?}", origins.groups);
    assert_eq!(origins.groups[0].reports, [0, 1, 2]);
    let wire = origins.traces.iter().find(|t| t.report == 1).unwrap();
    assert_eq!(wire.evidence.credits[0].agency, "Xinhua");
    let spun = origins.traces.iter().find(|t| t.report == 2).unwrap();
    assert!(!spun.evidence.changed.is_empty());
}

#[test]
fn the_order_of_the_reports_does_not_matter() {
    let copy = format!("{EVEREST}\n\nPrint this page");
    let texts = [LANDING, EVEREST, LANDING_SPUN, &copy, LANDING_OTHER];
    let groups = |order: &[usize]| {
        let reports: Vec<Report<'_>> = order.iter().map(|i| report(*i as u64, texts[*i])).collect();
        let origins = trace(&reports, &Options::default());
        let mut groups: Vec<(usize, Vec<usize>)> = origins
            .groups
            .iter()
            .map(|g| {
                let mut ids: Vec<usize> = g.reports.iter().map(|r| order[*r]).collect();
                ids.sort_unstable();
                (order[g.origin], ids)
            })
            .collect();
        groups.sort();
        groups
    };
    let first = groups(&[0, 1, 2, 3, 4]);
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 4, 0, 2, 1]] {
        assert_eq!(groups(&order), first, "{order:?}");
    }
}

#[test]
fn an_index_grows_report_by_report() {
    let mut index = Index::new();
    assert!(index.is_empty() && index.candidates(&report(0, LANDING)).is_empty());
    for (i, text) in [LANDING, EVEREST].into_iter().enumerate() {
        index.add(&report(i as u64, text));
    }
    assert_eq!(index.len(), 2);
    assert_eq!(index.candidates(&report(2, LANDING_SPUN))[0].report, 0);
    let equal = index.candidates(&report(3, EVEREST));
    assert_eq!((equal.len(), equal[0].report), (1, 1));
    assert!(index.candidates(&report(4, "Nothing of the kind.")).is_empty());
}

#[test]
fn equal_reports_by_the_hundred_are_one_group() {
    let same: Vec<Report<'_>> = (0..600).map(|i| report(i, EVEREST)).collect();
    let origins = trace(&same, &Options::default());
    assert_eq!((origins.len(), origins.traces.len(), origins.groups[0].origin), (1, 599, 0));
}

#[test]
fn nearly_equal_reports_are_one_group() {
    let texts: Vec<String> =
        (0..120).map(|i| format!("Page {i} of our site\n\n{EVEREST}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(traced(&texts).len(), 1);
}

#[test]
fn what_nobody_wrote_does_no_harm() {
    let long = "He said so. ".repeat(100_000);
    let lines = "a\n".repeat(200_000);
    let word = "x".repeat(2_000_000);
    let quotes = "\"“«「".repeat(50_000);
    let spaces = ". ".repeat(200_000);
    let wide = "长".repeat(200_000);
    let numbers = "1,000,".repeat(50_000);
    let hostile = [
        &long,
        &lines,
        &word,
        &quotes,
        &spaces,
        &wide,
        &numbers,
        &String::new(),
        &"\u{0}".to_owned(),
    ];
    let texts: Vec<&str> = hostile.iter().chain(&hostile).map(|s| s.as_str()).collect();
    let origins = traced(&texts);
    assert_eq!(origins.group_of.len(), texts.len());
    assert!(VERSION > 0 && traced(&[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn groups_hold_whatever_the_texts(
        pieces in prop::collection::vec(prop::sample::select(pieces()), 0..24),
        cuts in prop::collection::vec(0_usize..6, 0..8),
        times in prop::collection::vec(prop::option::of(-5_i64..5), 8),
    ) {
        let texts: Vec<String> = cuts
            .iter()
            .enumerate()
            .map(|(i, cut)| pieces.iter().skip(*cut + i % 2).copied().collect::<Vec<_>>().join("\n\n"))
            .collect();
        let reports: Vec<Report<'_>> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| Report { published: times[i], ..report(i as u64, text) })
            .collect();
        let origins = trace(&reports, &Options::default());
        prop_assert_eq!(&origins, &trace(&reports, &Options::default()));
        prop_assert_eq!(origins.group_of.len(), reports.len());
        for (i, group) in origins.group_of.iter().enumerate() {
            prop_assert!(origins.groups[*group].reports.contains(&i));
        }
        for (i, group) in origins.groups.iter().enumerate() {
            prop_assert_eq!(origins.group_of[group.origin], i);
            prop_assert!(!origins.traces.iter().any(|t| t.report == group.origin));
        }
        for trace in &origins.traces {
            prop_assert!(trace.report != trace.from && trace.score > 0.0);
            for pair in &trace.evidence.sentences {
                prop_assert!(texts[trace.from].get(pair.from.clone()).is_some());
                prop_assert!(texts[trace.report].get(pair.here.clone()).is_some());
                prop_assert!((0.0..=1.0).contains(&pair.kept));
            }
            for credit in &trace.evidence.credits {
                prop_assert!(texts[trace.report].get(credit.bytes.clone()).is_some());
            }
        }
    }

    #[test]
    fn any_text_is_read(texts in prop::collection::vec("\\PC{0,200}", 0..4)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        prop_assert_eq!(traced(&texts).group_of.len(), texts.len());
    }
}

/// Blocks of all texts above, and some that are odd.
fn pieces() -> Vec<&'static str> {
    let texts = [LANDING, LANDING_SPUN, LANDING_OTHER, EVEREST, LAUNCH];
    let mut out: Vec<&'static str> = texts.iter().flat_map(|text| text.split("\n\n")).collect();
    out.extend(["", "“", "(AP) -", "\u{200f}\u{301}.", "... ... !?"]);
    out
}
