//! What speaks for a story as that which an event goes on with.

use super::candidates::Candidate;
use super::{HALF_LIFE, REACH};
use crate::Index;
use crate::day::{Day, Kind};
use crate::rank::Scratch;
use crate::space::Entry;
use std::ops::Range;

/// The names of a candidate's features, in order.
pub const FEATURES: [&str; COUNT] = [
    // Likeness to the story's events: square root of the greatest mean cosine of
    // words and names; mean of the three greatest; that with a fast decay.
    "an event much like it",
    "several events like it",
    "a recent event like it",
    // How much better the story foretells the words than the archive does,
    // beside the candidate that foretells them best.
    "the words that it brings",
    // The share of the title that the event has, words and names apart; all
    // names; the cosine beside the best candidate's.
    "words of its title",
    "all names of its title",
    "likeness to its title",
    // The share of the title's countries that the event names; that it names
    // others only is the commonest mistake.
    "countries of its title",
    "no foreign country",
    "no other year",
    // e^(-t/7) and e^(-t/60) with t the days since the story's last event.
    "news of it this week",
    "news of it these months",
    // Logarithm of its events, with a half-life of a month.
    "its many events",
    // Shares of its events under the event's category, and in its countries.
    "its heading in the list",
    "countries of its events",
];

const COUNT: usize = 15;

/// The values of [`FEATURES`], each from 0 to 1; activity to about 4.
pub type Features = [f32; COUNT];

/// Days in which a story's activity halves.
const ACTIVE: f32 = 30.0;

/// What is added up for one story.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sums {
    /// Its events, decayed.
    pub mass: f32,
    /// How much the event's words and names are to be expected of it.
    pub expected: [f32; 2],
    /// The greatest likenesses to its events.
    pub best: [f32; 3],
    /// The greatest with a fast decay.
    pub nearest_recent: f32,
}

/// What an event has of a title.
struct Title {
    words: f32,
    names: f32,
    cosine: f32,
}

impl Index<'_> {
    /// The candidates with their features, in the order given.
    pub(super) fn features(
        &self,
        scratch: &mut Scratch,
        query: usize,
        stories: &[(u32, &Sums)],
        pool: &Range<usize>,
    ) -> Vec<Candidate> {
        let titles: Vec<Title> =
            stories.iter().map(|(s, _)| self.title(&mut scratch.day, query, *s)).collect();
        let greatest = |values: &mut dyn Iterator<Item = f32>| values.fold(1e-6, f32::max);
        let most_expected = greatest(&mut stories.iter().map(|(_, of)| of.expected[0]));
        let most_alike = greatest(&mut titles.iter().map(|t| t.cosine));
        let one = |((story, of), title): (&(u32, &Sums), Title)| {
            let mut features = self.standing(query, *story, of.mass, pool)?;
            features[0] = of.best[0].sqrt();
            features[1] = of.best.iter().sum::<f32>() / 3.0;
            features[2] = of.nearest_recent;
            features[3] = of.expected[0] / most_expected;
            features[4] = title.words;
            features[5] = flag(title.names > 0.999);
            features[6] = title.cosine / most_alike;
            Some(Candidate { story: *story as usize, features })
        };
        stories.iter().zip(titles).filter_map(one).collect()
    }

    /// The features that do not hang on the event's words: place, year, time, category.
    fn standing(
        &self,
        query: usize,
        story: u32,
        mass: f32,
        pool: &Range<usize>,
    ) -> Option<Features> {
        let today = self.days[query];
        let members = self.active(story, pool);
        let since = today.saturating_sub(self.days[*members.last()? as usize]).min(REACH) as f32;
        let known = &self.known[story as usize];
        let own = &self.places[query];
        let met = known.places.iter().filter(|p| own.contains(p)).count();
        let category = |item: usize| self.categories.vector(item).first().map(|e| e.id);
        let own_category = category(query);
        let (mut of_category, mut of_places, mut active) = (0.0, 0.0, 0.0);
        for member in members {
            let decay = self.decay(today, *member, HALF_LIFE);
            active += self.decay(today, *member, ACTIVE);
            if own_category.is_some() && category(*member as usize) == own_category {
                of_category += decay;
            }
            of_places += decay * self.place_cosine(query, *member as usize);
        }
        let year = year_of(today);
        Some([
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            met as f32 / known.places.len().max(1) as f32,
            flag(known.places.is_empty() || own.is_empty() || met > 0),
            flag(known.years.is_empty() || known.years.contains(&year)),
            (-since / 7.0).exp(),
            (-since / 60.0).exp(),
            active.ln_1p(),
            of_category / (mass + 0.5),
            of_places / (mass + 0.5),
        ])
    }

    fn title(&self, day: &mut Day, query: usize, story: u32) -> Title {
        let known = &self.known[story as usize];
        let (shared_words, words, squares, product) =
            self.overlap(day, Kind::Words, query, &known.words);
        let (shared_names, names, ..) = self.overlap(day, Kind::Names, query, &known.names);
        // A word that no event has is as rare as can be.
        let rarest = (day.window.len() as f32).ln_1p();
        let strange = known.strange as f32;
        let lengths =
            (squares + strange * rarest * rarest).sqrt() * day.length(self, Kind::Words, query);
        let part = |x: f32, of: f32| if of > 0.0 { x / of } else { 0.0 };
        Title {
            words: part(shared_words, words + strange * rarest),
            names: part(shared_names, names),
            cosine: part(product, lengths),
        }
    }

    /// Of a title's terms: the weight that the event shares, all, the sum of
    /// squares, and the product with the event's vector.
    fn overlap(
        &self,
        day: &mut Day,
        kind: Kind,
        query: usize,
        title: &[Entry],
    ) -> (f32, f32, f32, f32) {
        let vector = kind.space(self).vector(query);
        let mut sums = (0.0, 0.0, 0.0, 0.0);
        for entry in title {
            let rarity = day.rarity(kind, entry.id);
            let x = entry.weight * rarity;
            sums.1 += x;
            sums.2 += x * x;
            if let Some(own) = vector.iter().find(|e| e.id == entry.id) {
                sums.0 += x;
                sums.3 += x * own.weight * rarity;
            }
        }
        sums
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// The year of a day counted from 1 January 1970 (Hinnant, "chrono-compatible
/// low-level date algorithms", 2013).
fn year_of(day: i32) -> i16 {
    let days = i64::from(day) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    (year + era * 400 + i64::from(month_from_march >= 10)) as i16
}
