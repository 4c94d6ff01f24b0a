//! How often sound edits are held, and how often damage is: on data that others made
//! (`ANNALS_GOLD`), with edits and damage made of it. Run it with
//! `cargo test -p annals-archive --lib judge::measure -- --nocapture`.

use super::*;
use crate::upstream::bullets::Source;
use annals_model::{EventId, Timestamp};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

/// The most sound edits of a thousand that may be held.
const WRONG: f64 = 10.0;
/// The least damage of a hundred that must be.
const RIGHT: f64 = 85.0;

fn bullets(lang: &str, day: Date, text: &str) -> Vec<Bullet> {
    let source = Source {
        title: "Portal:Current events",
        revision: 1,
        at: Timestamp::UNIX_EPOCH,
        author: None,
        lang,
        day,
    };
    source.read(text).bullets
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Counts, with examples to look at.
#[derive(Default)]
struct Tally {
    kinds: BTreeMap<String, (u32, u32)>,
    shown: Vec<String>,
}

impl Tally {
    fn note(&mut self, kind: &str, held: Option<String>, text: &str, show: bool) {
        let entry = self.kinds.entry(kind.to_owned()).or_default();
        entry.0 += 1;
        entry.1 += u32::from(held.is_some());
        if held.is_some() == show && self.shown.len() < 60 {
            let short: String = text.chars().take(110).collect();
            self.shown.push(format!("{kind}: {short} [{}]", held.unwrap_or_default()));
        }
    }

    fn print(&self, title: &str) -> f64 {
        println!("{title}");
        let (mut all, mut held) = (0, 0);
        for (kind, (n, h)) in &self.kinds {
            println!(
                "  {kind:<28} {n:>7} edits, {h:>6} held, {:.2} %",
                f64::from(*h) * 100.0 / f64::from(*n)
            );
            all += n;
            held += h;
        }
        self.shown.iter().for_each(|line| println!("    {line}"));
        f64::from(held) * 100.0 / f64::from(all.max(1))
    }
}

/// A page: its language, its day and its bullets in wikitext, without marks.
struct Page {
    lang: &'static str,
    day: Date,
    lines: Vec<String>,
}

fn gold() -> Option<Vec<Page>> {
    let gold = PathBuf::from(std::env::var_os("ANNALS_GOLD")?);
    let mut pages = Vec::new();
    for file in std::fs::read_dir(gold.join("wcep-wikitext")).ok()?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let day: Date = name.trim_end_matches(".wiki").parse().ok()?;
        let text = std::fs::read_to_string(file.path()).ok()?;
        let marked = |line: &&str| line.starts_with(['*', ':']) && line.contains("[http");
        let lines = text.lines().filter(marked);
        let lines = lines.map(|l| l.trim_start_matches(['*', ':', ' ']).to_owned()).collect();
        pages.push(Page { lang: "en", day, lines });
    }
    pages.sort_by_key(|p| p.day);
    // Two columns more that others may have made: day, tab, wikitext.
    for (lang, name) in [("en", "ANNALS_EN"), ("zh", "ANNALS_ZH")] {
        let Some(file) = std::env::var_os(name) else { continue };
        let mut days: BTreeMap<Date, Vec<String>> = BTreeMap::new();
        for line in std::fs::read_to_string(file).ok()?.lines() {
            if let Some((day, text)) = line.split_once('\t')
                && let Ok(day) = day.parse()
            {
                days.entry(day).or_default().push(text.to_owned());
            }
        }
        pages.extend(days.into_iter().map(|(day, lines)| Page { lang, day, lines }));
    }
    Some(pages)
}

fn judge(page: &Page, near: &[Bullet], new: &str, before: Option<&str>) -> Option<String> {
    let one = |text: &str| bullets(page.lang, page.day, &format!("*{text}")).pop();
    let headings: HashSet<&str> = near.iter().flat_map(|b| b.above.lines()).collect();
    let around = Around {
        day: page.day,
        other_day: None,
        tags: &[],
        lang: page.lang,
        neighbours: Neighbours::of(near.iter()),
        headings: &headings,
    };
    let before = before.and_then(one).map(|b| b.item(EventId::from_key("x")));
    reason(&signs(&one(new)?, before.as_ref(), &around))
}

/// A sound edit of a bullet.
fn edited(line: &str, dice: &mut Dice) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let digits = line.char_indices().filter(|(at, c)| {
        c.is_ascii_digit()
            && !line[..*at].contains("[http")
            && !line[..*at].ends_with(|c: char| c.is_ascii_digit())
    });
    if let Some((at, _)) = digits.collect::<Vec<_>>().first() {
        let end = line[*at..].find(|c: char| !c.is_ascii_digit()).map_or(line.len(), |e| at + e);
        if let Ok(n) = line[*at..end].parse::<u64>()
            && end - at < 4
        {
            let more = n + 1 + dice.roll(8 * n as usize + 4) as u64;
            all.push(("a toll that rises", format!("{}{more}{}", &line[..*at], &line[end..])));
        }
    }
    if let Some(at) = line.find(" [http") {
        let more = match line.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
            true => "政府宣布全国哀悼三天。",
            false => " The government declares three days of mourning. ",
        };
        all.push(("a clause more", format!("{}{more}{}", &line[..at], &line[at..])));
        all.push(("a source more", format!("{line} [https://www.reuters.com/world/x (Reuters)]")));
        let words: Vec<&str> = line[..at].split(' ').collect();
        if words.len() > 8 {
            let mut fewer = words.clone();
            fewer.remove(3 + dice.roll(words.len() - 6));
            all.push(("a word less", format!("{}{}", fewer.join(" "), &line[at..])));
            all.push((
                "shorter by half",
                format!("{}.{}", words[..words.len() / 2].join(" "), &line[at..]),
            ));
        }
        all.push((
            "a source replaced",
            format!("{} [https://apnews.com/article/x (AP)]", &line[..at]),
        ));
    }
    all
}

/// Damage: to a bullet, or as one.
fn damaged(line: &str, lang: &str, dice: &mut Dice) -> Vec<(&'static str, String, bool)> {
    let at = line.find(" [http").unwrap_or(line.len());
    let (text, rest) = line.split_at(at);
    let words: Vec<&str> = text.split(' ').collect();
    let insert = |what: &str, dice: &mut Dice| {
        let mut new = words.clone();
        new.insert(dice.roll(words.len()), what);
        format!("{}{rest}", new.join(" "))
    };
    let pick = |all: &[&str], dice: &mut Dice| all[dice.roll(all.len())].to_owned();
    if lang == "zh" {
        return vec![
            ("zh: abuse inside", format!("{text}你妈逼{rest}"), true),
            (
                "zh: a line of abuse",
                pick(
                    &["你是傻逼哈哈哈", "小明到此一游哈哈哈哈", "我爱你小红", "老师是猪脑残"],
                    dice,
                ),
                false,
            ),
            ("zh: keys", "啊啊啊啊啊啊啊".into(), false),
            ("zh: English line", "this is a test of the editing page by me".into(), false),
            ("zh: advertising", "专业代开发票，加微信咨询".into(), false),
        ];
    }
    let abuse = pick(
        &[
            "poop",
            "lol",
            "haha",
            "you suck",
            "stupid idiots",
            "is gay",
            "fucking",
            "butthole",
            "omg wtf",
            "sucks balls",
            "yeet",
            "dumb",
        ],
        dice,
    );
    let mut all = vec![
        ("abuse inside", insert(&abuse, dice), true),
        (
            "abuse in place of it",
            format!(
                "{}{rest}",
                pick(
                    &[
                        "lol this is fake",
                        "poop poop poop poop",
                        "ur mom",
                        "I LOVE PIZZA SO MUCH",
                        "hahaha get rekt",
                        "nobody cares about this stupid news"
                    ],
                    dice
                )
            ),
            true,
        ),
        (
            "a line of chat",
            pick(
                &[
                    "hi my name is Jake and I like trains",
                    "I am the best at soccer",
                    "Mrs Johnson is the worst teacher",
                    "hello everyone this is my page",
                    "WE WANT PIZZA FOR LUNCH EVERY DAY",
                    "my dog is very cute",
                    "this website is so cool",
                    "jessica loves brandon",
                ],
                dice,
            ),
            false,
        ),
        (
            "keys",
            pick(
                &[
                    "asdfghjkl",
                    "fdsgfdsgdfsg dfgdfg",
                    "jkjkjkjk",
                    "aaaaaaaaaa",
                    "sdfsdfsdf sdf sdf",
                    "hhhhhhhhhhhh",
                ],
                dice,
            ),
            false,
        ),
        (
            "keys inside",
            insert(&pick(&["asdfasdf", "aaaaaaaaaa", "!!!!!!!!", "sdfghjk"], dice), dice),
            true,
        ),
        ("shouting", format!("{}{rest}", text.to_uppercase()), true),
        (
            "advertising",
            pick(
                &[
                    "Buy now cheap phones at http://spam.example best price",
                    "Visit our website for free shipping [https://shop.example/deal (Shop)]",
                    "Subscribe to my channel for more videos [https://video.example/c (Video)]",
                ],
                dice,
            ),
            false,
        ),
        (
            "another language",
            pick(
                &[
                    "El gato está en la casa de mi abuela con los niños del barrio.",
                    "Je ne sais pas pourquoi cette page est dans la liste des articles",
                    "Это просто проверка страницы и больше ничего",
                ],
                dice,
            ),
            false,
        ),
        (
            "a hoax without source",
            pick(
                &[
                    "Jake Miller becomes the president of the world",
                    "aliens land in the garden of my school",
                    "Brandon discovers a new planet called Brandonia",
                ],
                dice,
            ),
            false,
        ),
        (
            "an old page's link",
            format!("{text} [https://www.bbc.com/news/2001/03/04/old (BBC)]"),
            false,
        ),
        ("a button pressed", insert("'''Bold text'''", dice), true),
        ("gutted", words.first().copied().unwrap_or_default().to_owned(), true),
    ];
    let number = words.iter().position(|w| w.len() < 4 && w.parse::<u32>().is_ok());
    if let Some(at) = number {
        let mut new = words.clone();
        let leap = format!("{}000000", words[at]);
        new[at] = &leap;
        all.push(("a figure that leaps", format!("{}{rest}", new.join(" ")), true));
    }
    all
}

#[test]
fn sound_edits_pass_and_damage_is_held() {
    let Some(pages) = gold() else {
        println!("skipped: ANNALS_GOLD names no folder with gold data");
        return;
    };
    let mut dice = Dice(5);
    let (mut sound, mut damage) = (Tally::default(), Tally::default());
    for (at, page) in pages.iter().enumerate() {
        let text: Vec<String> = page.lines.iter().map(|l| format!("*{l}")).collect();
        let near = bullets(page.lang, page.day, &text.join("\n"));
        let real = at < 5;
        let kind = |what: &str| format!("{} {what}", if real { "page" } else { page.lang });
        for (at, line) in page.lines.iter().enumerate() {
            let others: Vec<Bullet> =
                near.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, b)| b.clone()).collect();
            sound.note(&kind("added"), judge(page, &others, line, None), line, true);
            if !real && dice.roll(if page.lang == "zh" { 4 } else { 40 }) != 0 {
                continue;
            }
            for (what, new) in edited(line, &mut dice) {
                sound.note(&kind(what), judge(page, &others, &new, Some(line)), &new, true);
            }
            for (what, new, instead) in damaged(line, page.lang, &mut dice) {
                let before = instead.then_some(line.as_str());
                damage.note(&kind(what), judge(page, &others, &new, before), &new, false);
            }
        }
    }
    let wrong = sound.print("sound edits");
    let right = damage.print("damage");
    println!("held: {wrong:.3} % of sound edits, {right:.1} % of damage");
    assert!(wrong * 10.0 <= WRONG && right >= RIGHT, "{wrong} % and {right} %");
}
