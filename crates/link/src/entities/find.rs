//! Finding: the mentions of a text, and which identity each one means.

use super::candidates::{Candidate, TABLED, possible};
use super::choose::{Span, choose, probability};
use super::fold::{Glyph, fold};
use super::gazetteer::Gazetteer;
use super::kinds::{self, Around};
use super::mention::{Mention, Reason, ReasonKind, State};
use super::surfaces::primary;
use super::{Kind, Text};

/// Identities of one name that are weighed against each other; the commonest.
const MOST_SENSES: usize = 12;

/// Mentions of a text that count as company; an article has hundreds.
const MOST_COMPANY: usize = 24;

/// Texts of an identity, newest ones, in which company is looked for.
const MOST_TEXTS: usize = 256;

/// What one companion may add or take away, and all of them together.
const COMPANION: (f64, f64) = (-0.5, 2.5);
const MOST_FROM_COMPANY: f64 = 6.0;

/// What it adds that the tables say that one lies in the other.
const LIES_WITHIN: f64 = 2.5;

/// What it adds that the identity was linked lately, and how fast that fades, in days.
const IN_THE_NEWS: (f64, f64) = (0.7, 30.0);

/// What a word of the title adds that the name has not and the text has:
/// "2016" for "2016 Summer Olympics", where the name is "Olympics".
const TITLE_WORD: f64 = 0.8;

/// What it takes away that the title names a country which the text does not:
/// "President of France" in a text about Brazil.
const ELSEWHERE: f64 = -2.5;

/// An identity whose score is below this is not taken.
const LEAST: f64 = -2.0;

/// What it adds that the name is the title.
const SAME: f64 = 0.3;

/// Glyphs before and after a name that its kind is read from.
const AROUND: usize = 24;

/// One identity that a name may mean.
struct Sense {
    target: u32,
    score: f64,
    reasons: Vec<Reason>,
}

impl Gazetteer {
    /// The mentions of a text, in its order and without overlaps, by what was
    /// known before its day. Its own links come as they are, others around them.
    /// Reads at most the first 200,000 bytes.
    pub fn find(&self, text: &Text<'_>) -> Vec<Mention> {
        let glyphs = fold(text.text);
        let lang = primary(text.lang);
        let possible = possible(self, &lang, &glyphs, text.day);
        let chooser = &self.model(&lang, text.day).chooser;
        let links = links(text, &glyphs);
        let free = |from: u32, to: u32| {
            let at = links.partition_point(|l| l.1 <= from);
            links.get(at).is_none_or(|l| l.0 >= to)
        };
        let candidates: Vec<&Candidate> =
            possible.candidates.iter().filter(|c| free(c.from, c.to)).collect();
        let spans: Vec<Span> = candidates
            .iter()
            .map(|c| Span { from: c.from, to: c.to, odds: chooser.odds(c.class, &c.figures) })
            .collect();
        let chosen = choose(&spans);

        // Company: the links, then what is found, by its commonest meaning.
        let linked = links.iter().filter_map(|l| self.known_target(l.2));
        let found = chosen.iter().filter_map(|at| candidates[*at].target);
        let mut company: Vec<u32> = Vec::new();
        for target in linked.chain(found) {
            if company.len() < MOST_COMPANY && !company.contains(&target) {
                company.push(target);
            }
        }
        let words = words(&glyphs);
        let mut out: Vec<Mention> = Vec::with_capacity(chosen.len() + links.len());
        for at in &chosen {
            let candidate = candidates[*at];
            let sure = probability(spans[*at].odds);
            out.push(self.mention(text, &glyphs, candidate, sure, &company, &words));
        }
        for (from, to, key) in links {
            out.push(self.linked(text, &glyphs, from, to, key));
        }
        out.sort_by_key(|m| m.start);
        out
    }

    fn mention(
        &self,
        text: &Text<'_>,
        glyphs: &[Glyph],
        candidate: &Candidate,
        sure: f32,
        company: &[u32],
        words: &[String],
    ) -> Mention {
        let (start, end) = place(text.text, glyphs, candidate.from, candidate.to);
        let surface = text.text[start..end].to_owned();
        let around = Around {
            before: &around(glyphs, candidate.from as usize, Side::Before),
            after: &around(glyphs, candidate.to as usize, Side::After),
        };
        // Whose title speaks of another country is not meant: then nobody known is.
        let sense = candidate.occurrence.and_then(|o| {
            self.sense(o.surface, &surface, candidate.target, text.day, company, words)
                .filter(|(sense, _)| sense.score > LEAST)
        });
        match sense {
            Some((sense, share)) => {
                let target = &self.targets[sense.target as usize];
                Mention {
                    start,
                    end,
                    key: Some(target.key.clone()),
                    kind: kinds::in_place(&surface, target.kind, around),
                    surface,
                    confidence: sure * share,
                    state: State::Confirmed,
                    reasons: sense.reasons,
                }
            }
            None => Mention {
                start,
                end,
                key: None,
                kind: kinds::in_place(&surface, Kind::Other, around),
                surface,
                confidence: sure,
                state: State::Unconfirmed,
                reasons: vec![Reason {
                    kind: ReasonKind::Shape,
                    label: String::new(),
                    score: -(1.0 / sure.max(1e-6) - 1.0).max(1e-6).ln(),
                }],
            },
        }
    }

    /// Decides what a name means, and the share of all meanings' weight that it has.
    fn sense(
        &self,
        surface: u32,
        name: &str,
        own: Option<u32>,
        day: i32,
        company: &[u32],
        words: &[String],
    ) -> Option<(Sense, f32)> {
        let surface = self.surfaces.get(surface);
        let mut counts: Vec<(u32, f64, bool)> = surface
            .targets
            .iter()
            .map(|(target, tally)| (*target, tally.before(day), false))
            .filter(|(_, count, _)| *count > 0.0)
            .collect();
        if let Some(table) = surface.table {
            match counts.iter_mut().find(|(target, ..)| *target == table) {
                Some(entry) => entry.1 += TABLED,
                None => counts.push((table, TABLED, true)),
            }
        }
        let sum: f64 = counts.iter().map(|(_, count, _)| count).sum();
        // Stable: at equal counts the one known first comes first.
        counts.sort_by(|a, b| b.1.total_cmp(&a.1));
        counts.truncate(MOST_SENSES);
        let many = counts.len() > 1;
        let mut senses: Vec<Sense> = counts
            .into_iter()
            .map(|(target, count, table)| {
                let kind = if table { ReasonKind::Table } else { ReasonKind::Prior };
                let prior = (count / sum).ln();
                let prior = Reason { kind, label: String::new(), score: prior as f32 };
                let mut sense =
                    Sense { target, score: f64::from(prior.score), reasons: vec![prior] };
                self.time(&mut sense, day);
                self.exact(&mut sense, name, words);
                self.elsewhere(&mut sense, company, words);
                if many {
                    self.company(&mut sense, day, company, own);
                }
                sense
            })
            .collect();
        let best = senses
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0)))
            .map(|(at, _)| at)?;
        let top = senses[best].score;
        let weight: f64 = senses.iter().map(|s| (s.score - top).exp()).sum();
        let mut sense = senses.swap_remove(best);
        // The prior is a share, so its logarithm is not above 0; it stays a
        // reason, and the others follow by what they add.
        sense.reasons.sort_by(|a, b| b.score.total_cmp(&a.score));
        Some((sense, (1.0 / weight) as f32))
    }

    fn time(&self, sense: &mut Sense, day: i32) {
        let target = &self.targets[sense.target as usize];
        if let Some(last) = target.links.last_before(day) {
            let ago = (i64::from(day) - i64::from(last)) as f64;
            let score = IN_THE_NEWS.0 * (-ago / IN_THE_NEWS.1).exp();
            if score > 0.05 {
                add(sense, ReasonKind::Time, String::new(), score);
            }
        }
    }

    fn exact(&self, sense: &mut Sense, name: &str, words: &[String]) {
        let key = &self.targets[sense.target as usize].key;
        let title = key.split_once(':').map_or(key.as_str(), |(_, title)| title);
        if title == name {
            add(sense, ReasonKind::Exact, String::new(), SAME);
            return;
        }
        let own = self::words(&fold(name));
        for word in self::words(&fold(title)) {
            if word.chars().count() > 2
                && !own.contains(&word)
                && words.binary_search(&word).is_ok()
            {
                add(sense, ReasonKind::Exact, word, TITLE_WORD);
            }
        }
    }

    /// Whether the identity's title names a country that is not in the text.
    fn elsewhere(&self, sense: &mut Sense, company: &[u32], words: &[String]) {
        let target = &self.targets[sense.target as usize];
        // A person or place may be named without its country, an office is not.
        if matches!(target.kind, Kind::Person | Kind::Place) {
            return;
        }
        let Some(country) = target.country.filter(|c| *c != sense.target) else { return };
        let country = &self.targets[country as usize].key;
        let title = country.split_once(':').map_or(country.as_str(), |(_, title)| title);
        let named = self::words(&fold(title)).iter().any(|w| words.binary_search(w).is_ok());
        let beside = company.iter().any(|c| {
            let other = &self.targets[*c as usize];
            other.key == *country
                || other.within.is_some_and(|w| self.targets[w as usize].key == *country)
        });
        if !named && !beside {
            add(sense, ReasonKind::Company, country.clone(), ELSEWHERE);
        }
    }

    fn company(&self, sense: &mut Sense, day: i32, company: &[u32], own: Option<u32>) {
        let known = self.days.partition_point(|d| *d < day);
        let mut terms: Vec<(f64, u32)> = Vec::new();
        for other in company {
            if Some(*other) == own || *other == sense.target {
                continue;
            }
            let score = self.lift(sense.target, *other, known);
            if score.abs() > 0.05 {
                terms.push((score, *other));
            }
        }
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let sum: f64 = terms.iter().map(|(score, _)| score).sum();
        let scale = if sum.abs() > MOST_FROM_COMPANY { MOST_FROM_COMPANY / sum.abs() } else { 1.0 };
        for (score, other) in terms {
            let key = self.targets[other as usize].key.clone();
            add(sense, ReasonKind::Company, key, score * scale);
        }
    }

    /// How much oftener than by chance two identities stand together in the
    /// first `known` texts, as a logarithm.
    fn lift(&self, a: u32, b: u32, known: usize) -> f64 {
        let (one, other) = (&self.targets[a as usize], &self.targets[b as usize]);
        if one.within == Some(b) || other.within == Some(a) {
            return LIES_WITHIN;
        }
        let before = |texts: &[u32]| texts.partition_point(|t| (*t as usize) < known);
        let of_other = &other.texts[..before(&other.texts)];
        let all = &one.texts[..before(&one.texts)];
        let newest = &all[all.len().saturating_sub(MOST_TEXTS)..];
        if newest.is_empty() || of_other.is_empty() {
            return 0.0;
        }
        let together = newest.iter().filter(|t| of_other.binary_search(t).is_ok()).count() as f64;
        let expected = newest.len() as f64 * of_other.len() as f64 / known.max(1) as f64;
        ((together + 0.5) / (expected + 0.5)).ln().clamp(COMPANION.0, COMPANION.1)
    }

    fn linked(&self, text: &Text<'_>, glyphs: &[Glyph], from: u32, to: u32, key: &str) -> Mention {
        let (start, end) = place(text.text, glyphs, from, to);
        let key = self.identity(key);
        let title = key.split_once(':').map_or(key.as_str(), |(_, title)| title);
        let around = Around {
            before: &around(glyphs, from as usize, Side::Before),
            after: &around(glyphs, to as usize, Side::After),
        };
        let surface = text.text[start..end].to_owned();
        Mention {
            start,
            end,
            kind: kinds::in_place(title, kinds::of_title(title), around),
            surface,
            key: Some(key),
            confidence: 1.0,
            state: State::Confirmed,
            reasons: vec![Reason { kind: ReasonKind::Link, label: String::new(), score: 0.0 }],
        }
    }
}

fn add(sense: &mut Sense, kind: ReasonKind, label: String, score: f64) {
    sense.score += score;
    sense.reasons.push(Reason { kind, label, score: score as f32 });
}

/// The text's own links that are whole: in order, none overlapping.
fn links<'a>(text: &Text<'a>, glyphs: &[Glyph]) -> Vec<(u32, u32, &'a str)> {
    let mut out: Vec<(u32, u32, &str)> = Vec::new();
    let mut anchors: Vec<_> = text.anchors.iter().collect();
    anchors.sort_by_key(|a| (a.start, a.end));
    for anchor in anchors {
        let from = glyphs.partition_point(|g| (g.start as usize) < anchor.start) as u32;
        let to = glyphs.partition_point(|g| (g.start as usize) < anchor.end) as u32;
        if from < to && out.last().is_none_or(|l| l.1 <= from) {
            out.push((from, to, anchor.key));
        }
    }
    out
}

/// The bytes of a stretch of glyphs. The last dot of initials, "U.S.", is theirs.
fn place(text: &str, glyphs: &[Glyph], from: u32, to: u32) -> (usize, usize) {
    let (start, end) = (glyphs[from as usize].start as usize, glyphs[to as usize - 1].end as usize);
    let initials = text[start..end].chars().rev().nth(1) == Some('.');
    (start, if initials && text[end..].starts_with('.') { end + 1 } else { end })
}

enum Side {
    Before,
    After,
}

fn around(glyphs: &[Glyph], at: usize, side: Side) -> String {
    let part = match side {
        Side::Before => &glyphs[at.saturating_sub(AROUND)..at],
        Side::After => &glyphs[at..glyphs.len().min(at + AROUND)],
    };
    part.iter().map(|g| g.plain).collect()
}

/// The words of a text, plain, sorted; of a script without spaces none.
fn words(glyphs: &[Glyph]) -> Vec<String> {
    let mut out: Vec<String> = glyphs
        .split(|g| !g.in_word())
        .filter(|w| !w.is_empty())
        .map(|w| w.iter().map(|g| g.plain).collect())
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}
