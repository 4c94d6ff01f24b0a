//! Makes families: from a real text its copies, wire copies, excerpts, merged
//! and spun versions, as desks and scrapers make them.
//!
//! - *Copy*: the whole body with another headline, lines around it, and a few
//!   slips of the keyboard.
//! - *Wire*: an agency line, the end cut off by paragraphs, sentences left out
//!   or shortened, the house's spelling.
//! - *Excerpt*: the first paragraphs, or some from the middle, with a line that
//!   leads on.
//! - *Merged*: paragraphs of two texts taken in turns, more from the one.
//! - *Spun*: see `spinner`.
//!
//! A fifth of the versions is made from another version. In two families of
//! five no time is known. Everything follows from the seed and the text's name.

use super::random::Random;
use super::sources::Source;
use super::spinner::Spinner;
use annals_link::origins::Kind;

/// A report of the set, real or made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub title: String,
    pub text: String,
    pub published: Option<i64>,
    pub publisher: Option<&'static str>,
    /// What was done, and to which report; of a merged one, also the second.
    pub made: Option<(Kind, usize, Option<usize>)>,
    /// The real text that it goes back to, mostly.
    pub origin: usize,
    /// Texts that tell the same event, or a like one.
    pub topic: String,
}

/// Names, lines and habits of the desks.
pub(super) struct Desk {
    datelines: &'static [(&'static str, &'static str)],
    ends: &'static [&'static str],
    frames: &'static [&'static str],
    leads_on: &'static [&'static str],
    style: &'static [(&'static str, &'static str)],
    pub spinner: Spinner,
}

impl Desk {
    /// Whose copies are trained on.
    pub(super) fn of_training() -> Desk {
        Desk {
            datelines: &[
                ("Reuters", "LONDON (Reuters) - "),
                ("AP", "(AP) — "),
                ("AFP", "PARIS (AFP) - "),
            ],
            ends: &[
                "(Reporting by our correspondents; Editing by the desk)",
                "Source: AP",
                "With inputs from AFP",
            ],
            frames: &[
                "Share this article on Facebook and Twitter",
                "Sign up for our newsletter",
                "© 2016 All rights reserved",
                "Last updated at 6:15 pm",
                "Related: our full coverage",
            ],
            leads_on: &[
                "Read the full story here.",
                "Continue reading on our partner's site",
                "Click for more",
            ],
            style: &[
                ("per cent", "percent"),
                ("U.S.", "US"),
                ("Mr. ", ""),
                ("said on ", "said "),
                (" that ", " "),
                ("United Nations", "UN"),
                ("organis", "organiz"),
                ("colour", "color"),
                ("’", "'"),
                ("told reporters", "said"),
            ],
            spinner: Spinner::of_training(),
        }
    }

    /// Whose copies are tested on.
    pub(super) fn of_testing() -> Desk {
        Desk {
            datelines: &[
                ("dpa", "BERLIN (dpa) – "),
                ("Xinhua", "BEIJING, (Xinhua) -- "),
                ("UPI", "WASHINGTON, (UPI) -- "),
                ("PTI", "NEW DELHI: (PTI) "),
            ],
            ends: &[
                "(With inputs from PTI)",
                "— dpa",
                "Copyright UPI",
                "Additional material from our staff",
            ],
            frames: &[
                "Follow us for more news",
                "Comments are closed",
                "Story continues below",
                "Photo: file picture",
                "You may also like these stories",
                "Print this page",
            ],
            leads_on: &[
                "More on this story",
                "See the whole report",
                "Get the rest from the publisher",
            ],
            style: &[
                ("percent", "per cent"),
                ("US ", "U.S. "),
                ("Dr. ", "Dr "),
                (" because ", " as "),
                ("organiz", "organis"),
                ("color", "colour"),
                ("more than", "over"),
                ("“", "\""),
                ("”", "\""),
                (" also ", " "),
            ],
            spinner: Spinner::of_testing(),
        }
    }

    fn copy(&self, text: &str, random: &mut Random) -> String {
        let mut text = text.to_owned();
        if random.chance(0.5) {
            for _ in 0..1 + random.below(6) {
                slip(&mut text, random);
            }
        }
        self.framed(text, random)
    }

    /// Lines of the page around a text.
    fn framed(&self, text: String, random: &mut Random) -> String {
        let mut blocks: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        for _ in 0..random.below(4) {
            let line = (*random.pick(self.frames)).to_owned();
            match random.below(4) {
                0 => blocks.insert(0, line),
                1 => blocks.insert(random.below(blocks.len()), line),
                _ => blocks.push(line),
            }
        }
        blocks.join("\n\n")
    }

    fn wire(&self, text: &str, random: &mut Random) -> String {
        let mut blocks: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        let keep = (blocks.len() as f64 * random.between(0.35, 0.95)).ceil() as usize;
        blocks.truncate(keep.max(2));
        let edited: Vec<String> = blocks
            .iter()
            .map(|block| {
                let kept = sentences(block).into_iter().filter(|_| !random.chance(0.06));
                let kept: Vec<String> = kept.map(str::to_owned).collect();
                kept.into_iter().map(|s| self.edited(&s, random)).collect::<Vec<_>>().join(" ")
            })
            .filter(|block| !block.is_empty())
            .collect();
        let mut text = edited.join("\n\n");
        match random.below(10) {
            0..=5 => text.insert_str(0, random.pick(self.datelines).1),
            6 | 7 => text = format!("{text}\n\n{}", random.pick(self.ends)),
            _ => {}
        }
        if random.chance(0.5) { self.framed(text, random) } else { text }
    }

    /// A sentence in the house's style, perhaps without its last clause.
    fn edited(&self, sentence: &str, random: &mut Random) -> String {
        let mut out = sentence.to_owned();
        for (from, to) in self.style {
            if random.chance(0.8) {
                out = out.replace(from, to);
            }
        }
        if random.chance(0.08)
            && let Some((main, _)) = sentence.rsplit_once(", ")
            && main.len() > sentence.len() / 2
        {
            out = format!("{main}.");
        }
        out
    }

    fn excerpt(&self, text: &str, random: &mut Random) -> String {
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let share = random.between(0.12, 0.5);
        let mut count = ((blocks.len() as f64 * share).round() as usize).max(1);
        let from = if random.chance(0.7) {
            0
        } else {
            random.below(blocks.len() - count.min(blocks.len() - 1))
        };
        while count < blocks.len()
            && blocks[from..(from + count).min(blocks.len())].join(" ").len() < 150
        {
            count += 1;
        }
        let mut out = blocks[from..(from + count).min(blocks.len())].join("\n\n");
        if random.chance(0.6) {
            out = format!("{out}\n\n{}", random.pick(self.leads_on));
        }
        out
    }

    fn merged(&self, first: &str, second: &str, random: &mut Random) -> String {
        let (first, second): (Vec<&str>, Vec<&str>) =
            (first.split("\n\n").collect(), second.split("\n\n").collect());
        let take = |blocks: &[&str], share: f64| {
            let least = blocks.len().min(2);
            ((blocks.len() as f64 * share).ceil() as usize).clamp(least, blocks.len())
        };
        let most = take(&first, random.between(0.6, 1.0));
        let length: usize = first[..most].iter().map(|b| b.len()).sum();
        let (mut out, mut taken) = (Vec::new(), 0);
        let mut theirs = second.iter();
        for block in &first[..most] {
            out.push(*block);
            // The second gives a third to four fifths of what the first gives.
            if taken < length * 3 / 5
                && let Some(block) = theirs.next()
            {
                out.push(block);
                taken += block.len();
            }
        }
        self.framed(out.join("\n\n"), random)
    }
}

/// The sentences of a block, as far as full stops tell.
pub(super) fn sentences(block: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = block.as_bytes();
    for (at, c) in block.char_indices() {
        let end = at + c.len_utf8();
        let stop = matches!(c, '.' | '!' | '?' | '”' | '"') && bytes.get(end) == Some(&b' ');
        if !stop {
            continue;
        }
        let word = block[start..at].rsplit(' ').next().unwrap_or_default();
        let capital = block[end..]
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"');
        let closes = !matches!(c, '”' | '"') || block[..at].ends_with(['.', '!', '?']);
        let short = c == '.'
            && (word.len() <= 1
                || matches!(
                    word,
                    "Mr" | "Mrs"
                        | "Ms"
                        | "Dr"
                        | "St"
                        | "Gen"
                        | "Lt"
                        | "Sen"
                        | "Gov"
                        | "Rep"
                        | "Const"
                )
                || word.contains('.'));
        if capital && closes && !short {
            out.push(block[start..end].trim());
            start = end;
        }
    }
    if !block[start..].trim().is_empty() {
        out.push(block[start..].trim());
    }
    out
}

/// Two letters change places, or one goes.
fn slip(text: &mut String, random: &mut Random) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = random.below(chars.len().saturating_sub(2));
    if let [(i, a), (j, b), ..] = chars[at.min(chars.len())..]
        && a.is_lowercase()
        && b.is_lowercase()
    {
        let new = if random.chance(0.5) { format!("{b}{a}") } else { b.to_string() };
        text.replace_range(i..j + b.len_utf8(), &new);
    }
}

/// What versions are called at the top of their pages.
const TITLES: &[&str] = &["What we know so far", "Breaking", "In brief", "Top story", "The latest"];
/// Where versions appear.
const PUBLISHERS: &[&str] =
    &["Daily Mirror of Events", "The Evening Post", "newsnow.example", "Gazette"];
/// The moment around which all is published: 1 July 2016.
const NOON: i64 = 1_467_374_400;

/// The set: every source, and for most of them a family of versions.
pub(super) fn make(sources: &[Source], desk: &Desk, seed: u64) -> Vec<Made> {
    let mut out: Vec<Made> = Vec::new();
    let mut timed: Vec<bool> = Vec::new();
    for (i, source) in sources.iter().enumerate() {
        let mut random = Random::new(seed, &source.name);
        timed.push(random.chance(0.6));
        let at = NOON + random.below(12 * 3600) as i64 + 1;
        // An agency's own text mostly has its dateline.
        let agency = random.chance(0.4).then(|| *random.pick(desk.datelines));
        let dateline = agency.filter(|_| random.chance(0.7)).map_or("", |(_, line)| line);
        out.push(Made {
            title: source.title.clone(),
            text: format!("{dateline}{}", source.text),
            published: timed[i].then_some(at),
            publisher: agency.map(|(name, _)| name),
            made: None,
            origin: i,
            topic: source.topic.clone(),
        });
    }
    for (i, source) in sources.iter().enumerate() {
        let mut random = Random::new(seed ^ 1, &source.name);
        let mut family = vec![i];
        for version in 0..random.below(5) {
            let kind = *random.pick(&[
                Kind::Copy,
                Kind::Wire,
                Kind::Excerpt,
                Kind::Merged,
                Kind::Spun,
                Kind::Spun,
            ]);
            let from = if random.chance(0.2) { *random.pick(&family) } else { i };
            let mut base = out[from].text.clone();
            // Half of those who copy take the dateline off.
            if random.chance(0.5)
                && let Some((_, line)) = desk.datelines.iter().find(|(_, l)| base.starts_with(l))
            {
                base.drain(..line.len());
            }
            if base.split("\n\n").count() < 3 {
                continue;
            }
            // Merged: with a report of the same event where there is one.
            let near: Vec<usize> = (0..sources.len())
                .filter(|o| *o != i && sources[*o].topic == source.topic)
                .collect();
            let mut second = None;
            let text = match kind {
                Kind::Copy => desk.copy(&base, &mut random),
                Kind::Wire => desk.wire(&base, &mut random),
                Kind::Excerpt => desk.excerpt(&base, &mut random),
                Kind::Spun => {
                    let spun = desk.spinner.spin(&base, &mut random);
                    desk.framed(spun, &mut random)
                }
                Kind::Merged => {
                    let other = if near.is_empty() || random.chance(0.3) {
                        random.below(sources.len())
                    } else {
                        *random.pick(&near)
                    };
                    if other == i || out[other].text.split("\n\n").count() < 2 {
                        continue;
                    }
                    second = Some(other);
                    desk.merged(&base, &out[other].text, &mut random)
                }
            };
            // Later than all that it was made of, and than versions before.
            let later = 600 + version as i64 * 50_000 + random.below(40_000) as i64;
            let parts = [Some(from), second].into_iter().flatten();
            let at = parts.map(|p| out[p].published.unwrap_or(NOON)).max().unwrap_or(NOON) + later;
            family.push(out.len());
            out.push(Made {
                title: (*random.pick(TITLES)).to_owned(),
                text,
                published: (timed[i] && random.chance(0.85)).then_some(at),
                publisher: Some(*random.pick::<&str>(PUBLISHERS)),
                made: Some((kind, from, second)),
                origin: i,
                topic: source.topic.clone(),
            });
        }
    }
    out
}
