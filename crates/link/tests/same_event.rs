//! Which texts tell the same event, through the public surface.
#![allow(clippy::unwrap_used, reason = "test code")]

use annals_link::same_event::{
    DraftOptions, Index, Known, Options, Relation, ReportOptions, Stream, Told, cluster, drafts,
    statement,
};
use proptest::prelude::*;

/// Two earthquakes of 2016, told three times each, and something else.
const TEXTS: [&str; 7] = [
    "A strong earthquake struck central Italy early on Wednesday and flattened much of the town of Amatrice.\nThe magnitude 6.2 quake killed scores of people, the mayor Sergio Pirozzi said.\nRescuers dug through the rubble in Accumoli and Arquata del Tronto.",
    "Amatrice, Italy. Nearly 300 people died when an earthquake of magnitude 6.2 hit the mountains of central Italy on 24 August 2016.\nMayor Sergio Pirozzi said that half of Amatrice was gone. Aftershocks shook Accumoli.",
    "Rescue workers searched the rubble of Amatrice for survivors after the earthquake in central Italy on Wednesday.\nHouses in Accumoli and Arquata del Tronto collapsed when the magnitude 6.2 quake struck at night.",
    "A strong earthquake struck the coast of Ecuador on Saturday and flattened buildings in the towns of Pedernales and Manta.\nThe magnitude 7.8 quake killed hundreds of people, President Rafael Correa said.\nRescuers dug through the rubble in Portoviejo.",
    "Quito. More than 600 people died when an earthquake of magnitude 7.8 hit the coast of Ecuador on 16 April 2016.\nPresident Rafael Correa flew to Manta. Aftershocks shook Pedernales.",
    "Rescue workers searched the rubble of Pedernales for survivors after the earthquake in Ecuador on Saturday.\nBuildings in Manta and Portoviejo collapsed when the magnitude 7.8 quake struck in the evening, Rafael Correa said.",
    "The Nobel Prize in Literature goes to Bob Dylan, the Swedish Academy announced in Stockholm.\nThe singer was honoured for new poetic expressions within the American song tradition.",
];

fn told(id: usize, day: Option<i32>, text: &str) -> Told<'_> {
    Told { id: id as u64, day, published: None, title: "", text, lang: "en" }
}

fn all(day: Option<i32>) -> Vec<Told<'static>> {
    TEXTS.iter().enumerate().map(|(i, t)| told(i, day, t)).collect()
}

fn groups(texts: &[Told<'_>]) -> Vec<Vec<usize>> {
    cluster(texts, &Options::default()).into_iter().map(|c| c.members).collect()
}

#[test]
fn two_events_of_one_kind_are_kept_apart() {
    assert_eq!(groups(&all(None)), [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
}

#[test]
fn a_cluster_says_what_its_texts_share() {
    let clusters = cluster(&all(None), &Options::default());
    let labels: Vec<&str> = clusters[0].reasons.iter().map(|r| r.label.as_str()).collect();
    assert!(labels.contains(&"amatrice"), "{labels:?}");
    assert!(!labels.contains(&"ecuador"), "{labels:?}");
    assert!(clusters[0].reasons.windows(2).all(|r| r[0].score >= r[1].score));
    assert!(clusters[2].reasons.is_empty());
}

#[test]
fn the_order_in_which_texts_are_given_changes_nothing() {
    let texts = all(None);
    let mut turned: Vec<Told<'_>> = texts.clone();
    turned.reverse();
    let last = texts.len() - 1;
    let mut back: Vec<Vec<usize>> = groups(&turned)
        .into_iter()
        .map(|g| {
            let mut g: Vec<usize> = g.into_iter().map(|i| last - i).collect();
            g.sort_unstable();
            g
        })
        .collect();
    back.sort();
    assert_eq!(back, groups(&texts));
}

#[test]
fn days_far_apart_are_two_events_and_a_later_day_changes_no_earlier_one() {
    let mut stream = Stream::new(&Options::default());
    let day = 17_037; // 24 August 2016
    stream.add(Some(day), &[told(0, Some(day), TEXTS[0]), told(1, Some(day), TEXTS[6])]);
    let before = stream.clusters();
    stream.add(Some(day + 1), &[told(2, Some(day + 1), TEXTS[2])]);
    let members: Vec<Vec<usize>> = stream.clusters().into_iter().map(|c| c.members).collect();
    assert_eq!(members, [vec![0, 2], vec![1]]);
    assert_eq!(before[0].members, [0]);
    // The window is over: the same words are another event.
    stream.add(Some(day + 400), &[told(3, Some(day + 400), TEXTS[2])]);
    assert_eq!(stream.clusters().len(), 3);
}

/// Events of an archive, by their days.
const EVENTS: [(i32, &str); 8] = [
    (
        16_907,
        "An earthquake of magnitude 7.8 strikes Ecuador and kills more than 600 people near Pedernales.",
    ),
    (17_030, "The Olympic Games in Rio de Janeiro close with a ceremony in the Maracanã stadium."),
    (
        17_037,
        "An earthquake of magnitude 6.2 strikes Amatrice in central Italy, killing nearly 300 people.",
    ),
    (
        17_037,
        "Turkey sends tanks across the border into Syria to take Jarabulus from Islamic State.",
    ),
    (17_037, "The Colombian government and the FARC rebels announce a peace agreement in Havana."),
    (17_040, "A state funeral is held in Ascoli Piceno for victims of the earthquake."),
    (17_050, "Hurricane Hermine makes landfall in Florida."),
    (17_087, "Bob Dylan receives the Nobel Prize in Literature."),
];

fn archive() -> Index {
    let known: Vec<Known<'_>> =
        (0..).zip(EVENTS).map(|(id, (day, text))| Known { id, day, text, lang: "en" }).collect();
    Index::new(&known)
}

#[test]
fn an_article_reports_the_event_of_its_day() {
    let article = Told {
        title: "Earthquake kills scores in central Italy",
        ..told(0, Some(17_037), TEXTS[0])
    };
    let links = archive().reports(&article, &[], &ReportOptions::default());
    assert_eq!(links[0].event, 2);
    assert_eq!(links[0].relation, Relation::Reports);
    assert!(links[0].reasons.iter().any(|r| r.label == "amatrice"), "{:?}", links[0].reasons);
    assert!(links.iter().all(|l| l.event == 2 || l.relation == Relation::Mentions));
    assert!(links.iter().all(|l| l.event != 3 && l.event != 4));
}

#[test]
fn what_an_article_tells_as_background_it_only_mentions() {
    let text = "Shops in Norcia opened again on Thursday, and the first tourists came back to the hills.\nThe regional council promised new roads by the summer, and farmers asked for money for their barns.\nSchools will follow after the holidays, a spokeswoman told reporters in Perugia.\nThe earthquake of magnitude 6.2 that struck Amatrice in central Italy killed nearly 300 people in August.";
    let links = archive().reports(&told(0, Some(17_250), text), &[], &ReportOptions::default());
    let found: Vec<(u64, Relation)> = links.iter().map(|l| (l.event, l.relation)).collect();
    assert_eq!(found, [(2, Relation::Mentions)]);
}

#[test]
fn a_cited_address_is_certain_and_an_article_on_nothing_known_links_to_nothing() {
    let other = told(
        0,
        Some(17_037),
        "A cat was rescued from a tree in Ghent. The firemen were given cake.",
    );
    assert!(archive().reports(&other, &[], &ReportOptions::default()).is_empty());
    let links = archive().reports(&other, &[6], &ReportOptions::default());
    assert_eq!((links.len(), links[0].event, links[0].score), (1, 6, 1.0));
}

#[test]
fn events_are_added_in_the_order_of_their_days() {
    let mut index = archive();
    let known = |day| Known { id: 99, day, text: "A bridge opens in Lisbon.", lang: "en" };
    assert!(!index.add(&known(17_000)));
    assert!(index.add(&known(17_090)));
    assert_eq!((index.len(), index.is_empty()), (9, false));
}

#[test]
fn a_draft_wants_several_origins_and_speaks_in_an_articles_words() {
    let texts: Vec<Told<'_>> = all(None)
        .into_iter()
        .zip([17_037, 17_038, 17_037, 16_907, 16_907, 16_908, 17_087])
        .map(|(t, day)| Told { day: Some(day), ..t })
        .collect();
    // Two of the texts on Ecuador are copies of one report, and the third too.
    let found = drafts(&texts, &[0, 1, 1, 2, 2, 2, 3], &DraftOptions::default());
    assert_eq!(found.len(), 1, "{found:?}");
    let draft = &found[0];
    assert_eq!(
        (draft.articles.as_slice(), draft.origins.as_slice()),
        (&[0, 1, 2][..], &[0, 1][..])
    );
    assert!(TEXTS[draft.from].contains(&draft.statement));
    assert!(draft.statement.contains("Amatrice"), "{}", draft.statement);
    assert_eq!((draft.day, draft.day_support), (Some(17_037), 2));
    assert_eq!(draft.place.as_deref(), Some("Italy"));
    assert!(drafts(&texts, &[0; 7], &DraftOptions::default()).is_empty());
    assert!(drafts(&texts, &[], &DraftOptions::default()).is_empty());
}

#[test]
fn a_statement_leans_on_nothing() {
    let text = "But he will not go, they say in Rome now.\nItaly's parliament elected Sergio Mattarella president on 31 January 2015.\n\"It is an honour for all of us here today,\" he said.";
    let (_, found) = statement(&[told(0, None, text)]).unwrap();
    assert!(found.starts_with("Italy's parliament"), "{found}");
    assert_eq!(statement(&[told(0, None, "Too short.")]), None);
    assert_eq!(statement(&[]), None);
}

#[test]
fn chinese_texts_are_compared_too() {
    let texts = [
        "意大利中部星期三发生地震，阿马特里切镇大部分被毁，近三百人死亡。",
        "意大利中部地震造成近三百人死亡，阿马特里切镇大部分被毁。",
        "瑞典学院宣布诺贝尔文学奖授予歌手鲍勃·迪伦。",
    ];
    let texts: Vec<Told<'_>> =
        (0..).zip(texts).map(|(i, t)| Told { lang: "zh", ..told(i, None, t) }).collect();
    assert_eq!(groups(&texts), [vec![0, 1], vec![2]]);
}

#[test]
fn hostile_texts_do_no_harm() {
    let long = "Rome burns. ".repeat(20_000);
    let wide = "x".repeat(500_000);
    let figures = "1,2 ".repeat(50_000);
    let odd = "\u{0}\u{feff}\u{202e}. . . ' ’s 's 3rd May 32 May";
    let texts: Vec<Told<'_>> = [long.as_str(), &wide, &figures, odd, "", "...", "\n\n"]
        .iter()
        .enumerate()
        .map(|(i, t)| Told {
            day: [None, Some(i32::MIN), Some(i32::MAX)][i % 3],
            ..told(i, None, t)
        })
        .collect();
    let found = groups(&texts);
    assert_eq!(found.iter().map(Vec::len).sum::<usize>(), texts.len());
    let index = archive();
    for text in &texts {
        index.reports(text, &[], &ReportOptions::default());
    }
    let _ = drafts(&texts, &[0, 1, 2, 3, 4, 5, 6], &DraftOptions::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_text_is_in_one_cluster(
        texts in prop::collection::vec(("[A-Da-d ,.0-9]{0,80}", prop::option::of(17_000..17_030i32)), 0..24),
    ) {
        let told: Vec<Told<'_>> =
            texts.iter().enumerate().map(|(i, (t, day))| told(i, *day, t)).collect();
        let found = groups(&told);
        let mut members: Vec<usize> = found.iter().flatten().copied().collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..texts.len()).collect::<Vec<usize>>());
        prop_assert_eq!(&groups(&told), &found);
    }

    #[test]
    fn any_text_can_be_looked_up(title in ".{0,60}", text in "(.|\n){0,300}", day in prop::option::of(any::<i32>())) {
        let article = Told { title: &title, day, ..told(0, None, &text) };
        for link in archive().reports(&article, &[], &ReportOptions::default()) {
            prop_assert!((0.0..=1.0).contains(&link.score));
        }
    }
}
