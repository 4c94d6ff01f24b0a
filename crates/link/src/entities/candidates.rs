//! What might be a name in a text, and the figures that tell which ones are.

use super::choose::{FIGURES, Figures};
use super::dotted::dotted;
use super::fold::Glyph;
use super::gazetteer::Gazetteer;
use super::patterns::Patterned;
use super::runs::runs;
use super::surfaces::{Occurrence, Surface, sentence_begins};
use super::tagger::{Cover, Paths, Tag, features};
use super::trie::LONGEST;
use super::units::{Look, Unit, units};
use std::collections::HashMap;

/// A name linked less often than this, of the times it stands there, is none:
/// a person would call it a mistake of the one who linked it.
const LEAST_LINKED: f64 = 0.004;

/// Sightings without link that are taken for granted: for a name with a
/// capital, and for a single small word, which is mostly linked by chance.
const UNSEEN: (f64, f64) = (0.5, 3.0);

/// What a row of the tables has beforehand: so many links, of so many sightings.
const TABLE_PRIOR: (f64, f64) = (6.0, 12.0);

/// Links in the last so many days show that the thing is in the news.
const RECENT: i32 = 45;

/// Days in which the present habit of linking a name is looked for.
const LATELY: u16 = 365;

/// What might be a name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// First glyph.
    pub from: u32,
    /// One past the last glyph.
    pub to: u32,
    /// The known name; none for one that only looks like a name.
    pub occurrence: Option<Occurrence>,
    /// What it most often means.
    pub target: Option<u32>,
    /// Which weights judge it.
    pub class: usize,
    pub figures: Figures,
}

/// Everything that is worked out about a text before choosing.
#[derive(Debug)]
pub(super) struct Possible {
    pub units: Vec<Unit>,
    /// How known names cover the units.
    pub covers: Vec<Cover>,
    /// The tagger's features, by unit.
    pub features: Vec<Vec<u32>>,
    pub occurrences: Vec<Occurrence>,
    /// Countries, as glyphs from and to.
    pub countries: Vec<(u32, u32)>,
    /// Stretches that follow a pattern of names.
    pub patterned: Vec<Patterned>,
    pub candidates: Vec<Candidate>,
}

/// What is known of one occurrence before a day.
struct Known {
    occurrence: Occurrence,
    target: u32,
    /// Share of the links that the target has.
    share: f64,
    links: f64,
    probability: f64,
    recent: bool,
    table: bool,
    /// Sightings of the last year, and the share of them that were linked.
    lately: (f64, f64),
}

/// The probability that an editor links the name where it stands.
fn probability(surface: &Surface, linked: f64, day: i32) -> f64 {
    let small = !surface.written.contains(' ')
        && surface.written.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
    let unlinked = surface.unlinked.before(day);
    if surface.table.is_some() {
        return (linked + TABLE_PRIOR.0) / (linked + unlinked + TABLE_PRIOR.1);
    }
    let unseen = if small { UNSEEN.1 } else { UNSEEN.0 };
    (linked + 0.05) / (linked + unlinked + unseen)
}

/// The most linked target before a day, its count, and the sum over all targets.
/// Between equal ones the table's wins, then the one known first.
fn commonest(surface: &Surface, day: i32) -> Option<(u32, f64, f64)> {
    let mut best: Option<(u32, f64)> = None;
    let mut sum = 0.0;
    let tabled = surface.table.map(|t| (t, TABLED));
    for (target, tally) in &surface.targets {
        let mut count = tally.before(day);
        if surface.table == Some(*target) {
            count += TABLED;
        }
        sum += count;
        if count > 0.0 && best.is_none_or(|(_, most)| count > most) {
            best = Some((*target, count));
        }
    }
    if let Some((table, weight)) = tabled
        && !surface.targets.iter().any(|(t, _)| *t == table)
    {
        sum += weight;
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((table, weight));
        }
    }
    best.map(|(target, count)| (target, count, sum))
}

/// Links that a row of the tables is worth.
pub(super) const TABLED: f64 = 0.5;

fn known(gazetteer: &Gazetteer, occurrence: Occurrence, day: i32) -> Option<Known> {
    let surface = gazetteer.surfaces.get(occurrence.surface);
    // "15" may be linked once, but no number alone is a name.
    if surface.written.chars().all(char::is_numeric) {
        return None;
    }
    let (target, count, sum) = commonest(surface, day)?;
    let links = surface.links.before(day);
    let probability = probability(surface, surface.linked.before(day), day);
    let table = surface.table.is_some();
    if probability < LEAST_LINKED && !table {
        return None;
    }
    let last = gazetteer.targets[target as usize].links.last_before(day);
    let recent = last.is_some_and(|last| i64::from(day) - i64::from(last) <= i64::from(RECENT));
    let share = count / sum;
    let linked = surface.linked.lately(day, LATELY);
    let seen = linked + surface.unlinked.lately(day, LATELY);
    let lately = (seen, (linked + 0.3) / (seen + 1.0));
    Some(Known { occurrence, target, share, links, probability, recent, table, lately })
}

/// Everything that might be a name in the text, by what was known before `day`.
pub(super) fn possible(gazetteer: &Gazetteer, lang: &str, text: &[Glyph], day: i32) -> Possible {
    let units = units(text);
    let occurrences = gazetteer.surfaces.find(lang, text, day);
    let known: Vec<Known> = occurrences.iter().filter_map(|o| known(gazetteer, *o, day)).collect();
    let countries: Vec<(u32, u32)> = known
        .iter()
        .filter(|k| k.table && gazetteer.targets[k.target as usize].state)
        .map(|k| (k.occurrence.from, k.occurrence.to))
        .collect();
    let patterned = gazetteer.patterns.find(lang, text, &countries, day);
    // By span: how often names of its pattern are linked, and how many were.
    let mut by_pattern: HashMap<(u32, u32), (f64, f64)> = HashMap::new();
    for one in &patterned {
        let pattern = gazetteer.patterns.get(one.pattern);
        let links = pattern.links.before(day);
        let probability = (links + 0.05) / (links + pattern.unlinked.before(day) + UNSEEN.0);
        let best = by_pattern.entry((one.from, one.to)).or_insert((probability, links));
        if probability > best.0 {
            *best = (probability, links);
        }
    }
    let covers = covers(&units, &known);
    let features = features(text, &units, &covers);
    let tagger = &gazetteer.model(lang, day).tagger;
    let emissions = tagger.emissions(&features);
    let paths = tagger.paths(&emissions);
    let tags = paths.best();

    let mut spans: Vec<(u32, u32, Option<usize>)> = Vec::new();
    for (at, known) in known.iter().enumerate() {
        spans.push((known.occurrence.from, known.occurrence.to, Some(at)));
    }
    let mut ends: HashMap<(u32, u32), u8> = HashMap::new();
    let proposals = [
        (1, tagged(&units, &tags)),
        (2, in_glyphs(&units, runs(text, &units))),
        (2, dotted(text)),
        (0, in_glyphs(&units, nearly(&units, &paths))),
        (0, patterned.iter().map(|p| (p.from, p.to)).collect()),
    ];
    for (bit, list) in proposals {
        for span in list {
            *ends.entry(span).or_default() |= bit;
        }
    }
    let taken: std::collections::HashSet<(u32, u32)> = spans.iter().map(|s| (s.0, s.1)).collect();
    let mut unknown: Vec<(u32, u32)> =
        ends.keys().copied().filter(|s| !taken.contains(s)).collect();
    unknown.sort_unstable();
    spans.extend(unknown.into_iter().map(|(from, to)| (from, to, None)));
    spans.sort_by_key(|s| (s.0, s.1));

    let context = Context { text, units: &units, paths: &paths, ends: &ends };
    let mut seen: HashMap<u32, u32> = HashMap::new();
    let wide: Vec<(u32, u32)> = spans
        .iter()
        .filter(|(from, to, _)| ends.get(&(*from, *to)).is_some_and(|b| b & 2 > 0))
        .map(|s| (s.0, s.1))
        .collect();
    let dense = known.iter().filter(|k| k.probability > 0.3).count();
    let candidates = spans
        .iter()
        .map(|(from, to, at)| {
            let known_one = at.map(|at| &known[at]);
            let mut figures = context.figures(*from, *to);
            let form = &text[*from as usize..*to as usize];
            let unspaced = form.iter().any(|g| crate::tokens::is_unspaced(g.plain));
            let mut class = 1 + 2 * usize::from(unspaced);
            if let Some(one) = known_one {
                class -= 1;
                figures[26] =
                    f32::from(u8::from(!adjective(gazetteer, one) && held(&wide, *from, *to)));
                context.known(one, &known, &mut figures);
                figures[22] =
                    f32::from(u8::from(seen.get(&one.target).is_some_and(|e| *e <= *from)));
                seen.entry(one.target).or_insert(*to);
            } else {
                let inside = near(&known, *from, *to).iter().filter(|k| {
                    k.probability > 0.3 && k.occurrence.from < *to && *from < k.occurrence.to
                });
                figures[1] = inside.map(|k| k.probability as f32).fold(0.0, f32::max);
                if let Some((probability, links)) = by_pattern.get(&(*from, *to)) {
                    let p = probability.clamp(0.001, 0.999);
                    figures[2] = (p / (1.0 - p)).ln() as f32;
                    figures[3] = 1.0;
                    figures[7] = p as f32;
                    figures[16] = links.ln_1p() as f32;
                }
            }
            figures[23] = (dense as f32 + 1.0).ln();
            Candidate {
                from: *from,
                to: *to,
                occurrence: known_one.map(|k| k.occurrence),
                target: known_one.map(|k| k.target),
                class,
                figures,
            }
        })
        .collect();
    Possible { units, countries, patterned, covers, features, occurrences, candidates }
}

/// How the known names cover the units: the longest that begins first.
fn covers(units: &[Unit], known: &[Known]) -> Vec<Cover> {
    let mut out = vec![Cover::default(); units.len()];
    let mut order: Vec<&Known> = known.iter().filter(|k| k.probability > 0.05 || k.table).collect();
    order.sort_by_key(|k| (k.occurrence.from, std::cmp::Reverse(k.occurrence.to)));
    let mut end = 0;
    for one in order {
        let Occurrence { from, to, .. } = one.occurrence;
        if from < end {
            continue;
        }
        end = to;
        let first = units.partition_point(|u| u.from < from);
        let linked = (one.probability * 5.0).round() as u8;
        for (n, cover) in out.iter_mut().enumerate().skip(first) {
            if units[n].from >= to {
                break;
            }
            *cover = Cover { part: if n == first { 1 } else { 2 }, linked };
        }
    }
    out
}

fn tagged(units: &[Unit], tags: &[Tag]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (unit, tag) in units.iter().zip(tags) {
        match tag {
            Tag::Begin => out.push((unit.from, unit.to)),
            Tag::Inside => {
                if let Some(last) = out.last_mut() {
                    last.1 = unit.to;
                }
            }
            Tag::Outside => {}
        }
    }
    out
}

/// Spans that the tagger takes for a name rather than for none, beside its best ones.
fn nearly(units: &[Unit], paths: &Paths) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for from in 0..units.len() {
        if matches!(units[from].look, Look::Mark | Look::Small) {
            continue;
        }
        for to in from + 2..=units.len().min(from + MOST_UNITS) {
            let last = &units[to - 1];
            if last.look == Look::Mark && last.spaced {
                break;
            }
            if last.look != Look::Mark && paths.margin(from, to) > 0.0 {
                out.push((from, to));
            }
        }
    }
    out
}

fn in_glyphs(units: &[Unit], runs: Vec<(usize, usize)>) -> Vec<(u32, u32)> {
    runs.into_iter().map(|(from, to)| (units[from].from, units[to - 1].to)).collect()
}

/// Whether a longer run of capitals holds the span; runs are in order.
fn held(runs: &[(u32, u32)], from: u32, to: u32) -> bool {
    let end = runs.partition_point(|r| r.0 <= from);
    let near = &runs[end.saturating_sub(3)..end];
    near.iter().any(|r| r.1 >= to && r.1 - r.0 > to - from)
}

/// Whether a name is another form of a country, "Dutch", and not its title.
fn adjective(gazetteer: &Gazetteer, known: &Known) -> bool {
    let surface = gazetteer.surfaces.get(known.occurrence.surface);
    let key = &gazetteer.targets[known.target as usize].key;
    let title = key.split_once(':').map_or(key.as_str(), |(_, title)| title);
    surface.table.is_some() && *surface.written != *title
}

/// The known names that can touch a span: they stand in the order of their
/// first glyphs, and none is longer than [`LONGEST`].
fn near(known: &[Known], from: u32, to: u32) -> &[Known] {
    let first = known.partition_point(|k| k.occurrence.from + (LONGEST as u32) < from);
    let end = known.partition_point(|k| k.occurrence.from < to);
    &known[first.min(end)..end]
}

/// What the figures are taken from.
struct Context<'a> {
    text: &'a [Glyph],
    units: &'a [Unit],
    paths: &'a Paths,
    /// Which spans the tagger (1) and the runs of capitals (2) propose.
    ends: &'a HashMap<(u32, u32), u8>,
}

impl Context<'_> {
    /// The figures that every possible name has.
    fn figures(&self, from: u32, to: u32) -> Figures {
        let mut f = [0.0; FIGURES];
        let (first, last) = (from as usize, to as usize);
        let form = &self.text[first..last];
        f[0] = 1.0;
        f[4] = first as f32 / self.text.len() as f32;
        f[5] = ((last - first) as f32).ln();
        let from_unit = self.units.partition_point(|u| u.from < from);
        let to_unit = self.units.partition_point(|u| u.from < to);
        let units = &self.units[from_unit..to_unit];
        f[6] = f32::from(u8::from(units.len() > 1));
        f[8] = f32::from(u8::from(sentence_begins(self.text, first)));
        f[9] = f32::from(u8::from(units.iter().all(|u| u.look == Look::Small)));
        f[24] = f32::from(u8::from(units.iter().any(|u| u.look == Look::Number)));
        f[25] = f32::from(u8::from(form.iter().any(|g| g.plain == '\u{b7}')));
        // What the tagger thinks of these ends, and of neighbouring ones.
        let margin = self.paths.margin(from_unit, to_unit);
        f[10] = squashed(margin);
        if to_unit > from_unit + 1 {
            f[11] = squashed(margin - self.paths.margin(from_unit, to_unit - 1));
            f[12] = squashed(margin - self.paths.margin(from_unit + 1, to_unit));
        }
        f[13] = squashed(margin - self.paths.margin(from_unit, to_unit + 1));
        let ends = self.ends.get(&(from, to)).copied().unwrap_or(0);
        f[14] = f32::from(ends & 1);
        f[15] = f32::from(ends >> 1);
        f
    }

    /// The figures of a known name.
    fn known(&self, one: &Known, all: &[Known], f: &mut Figures) {
        let Occurrence { from, to, exact, .. } = one.occurrence;
        let p = one.probability.clamp(0.001, 0.999);
        f[1] = (p / (1.0 - p)).ln() as f32;
        f[2] = one.links.ln_1p() as f32;
        f[3] = p as f32;
        f[7] = f32::from(u8::from(exact));
        f[16] = f32::from(u8::from(one.recent));
        f[17] = f32::from(u8::from(one.table));
        f[18] = one.share as f32;
        let (seen, rate) = one.lately;
        f[27] = (rate / (1.0 - rate)).ln() as f32;
        f[28] = seen.ln_1p() as f32;
        // Beside and around it other names: "Greek prime minister", "New York City".
        for other in near(all, from, to) {
            let o = other.occurrence;
            if other.probability < 0.1 || (o.from, o.to) == (from, to) {
                continue;
            }
            let p = other.probability as f32;
            if o.from <= from && o.to >= to {
                f[19] = f[19].max(p);
            } else if o.from >= from && o.to <= to {
                f[20] = f[20].max(p);
            } else if o.from < to && from < o.to {
                f[21] = f[21].max(p);
            }
        }
    }
}

/// Units of a name that the tagger is asked about.
const MOST_UNITS: usize = 18;

/// A margin of the tagger that is as good as certain.
const SURE: f32 = 12.0;

/// A margin between -1 and 1.
fn squashed(margin: f32) -> f32 {
    (margin / SURE).tanh()
}
