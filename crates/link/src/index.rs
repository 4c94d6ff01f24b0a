//! All items made ready: what each is compared by.

use crate::gazetteer::is_country;
use crate::names::{Form, names};
use crate::space::{Builder, Space, build, weighed};
use crate::stories::Known;
use crate::tokens::tokens;
use crate::words::of_tokens;
use crate::{Item, Options, QueryStories, Weights};
use std::collections::HashMap;

/// Items made ready to be related.
#[derive(Debug)]
pub struct Index<'a> {
    pub(crate) items: &'a [Item<'a>],
    pub(crate) days: Vec<i32>,
    pub(crate) words: Space,
    pub(crate) names: Space,
    pub(crate) categories: Space,
    /// Countries of each item as numbers.
    pub(crate) places: Vec<Vec<u32>>,
    /// Stories of each item as numbers.
    pub(crate) stories: Vec<Vec<u32>>,
    /// What is known of each story.
    pub(crate) known: Vec<Known<'a>>,
    /// The stories that each item is believed to go on with, and how likely each is.
    pub(crate) guesses: Vec<Vec<(u32, f32)>>,
    numbers: HashMap<String, u32>,
}

impl<'a> Index<'a> {
    /// Reads all items, which must be sorted by day and id.
    pub fn new(items: &'a [Item<'a>], options: &Options) -> Index<'a> {
        Index::with_titles(items, &HashMap::new(), options)
    }

    /// Reads all items, which must be sorted by day and id; `titles` are those of
    /// their stories by key. A story without one is called by its key.
    pub fn with_titles(
        items: &'a [Item<'a>],
        titles: &HashMap<&'a str, &'a str>,
        options: &Options,
    ) -> Index<'a> {
        let mut words = Builder::default();
        let mut names = Builder::default();
        let mut categories = Builder::default();
        let (mut places, mut stories) = (Sets::default(), Sets::default());
        build(
            items,
            |item| Terms::of(item, &options.weights),
            |terms| {
                words.push(terms.words);
                names.push(terms.names);
                categories.push(terms.category);
                places.push(terms.places);
            },
        );
        for item in items {
            stories.push(item.stories.iter().map(|s| (*s).to_owned()).collect());
        }
        let (words, word_ids) = words.finish();
        let (names, name_ids) = names.finish();
        let lexicon = Lexicon { words: &word_ids, names: &name_ids, places: &places.ids };
        let known = Known::all(items, &stories.ids, titles, &lexicon, &options.weights);
        Index {
            items,
            days: items.iter().map(|i| i.day).collect(),
            words,
            names,
            categories: categories.finish().0,
            places: places.sets,
            stories: stories.sets,
            known,
            guesses: vec![Vec::new(); items.len()],
            numbers: stories.ids,
        }
    }

    /// Takes note of the stories that an item is believed to go on with: keys and
    /// how likely each is, 0 to 1. [`Index::guess_stories`] finds them.
    pub fn believe<'s>(&mut self, item: usize, stories: impl IntoIterator<Item = (&'s str, f32)>) {
        self.guesses[item] = stories
            .into_iter()
            .map(|(key, likely)| match self.numbers.get(key) {
                Some(number) => (*number, likely),
                None => {
                    let next = self.numbers.len() as u32;
                    self.numbers.insert(key.to_owned(), next);
                    (next, likely)
                }
            })
            .collect();
    }

    /// How likely an item is part of a story, as far as that is told or believed.
    fn part_of(&self, query: usize, story: u32, options: &Options) -> f32 {
        let told = &self.stories[query];
        match options.query_stories {
            QueryStories::Told if !told.is_empty() => f32::from(u8::from(told.contains(&story))),
            _ => self.guesses[query].iter().find(|(s, _)| *s == story).map_or(0.0, |(_, p)| *p),
        }
    }

    /// The stories of an earlier item and how likely it is part of each.
    fn stories_of(&self, other: usize, options: &Options) -> impl Iterator<Item = (u32, f32)> {
        let told = &self.stories[other];
        let guesses = if told.is_empty() { &self.guesses[other][..] } else { &[] };
        let guessed = options.weights.guessed;
        told.iter().map(|s| (*s, 1.0)).chain(guesses.iter().map(move |(s, p)| (*s, guessed * p)))
    }

    /// How likely two items are part of one story.
    pub(crate) fn same_story(&self, query: usize, other: usize, options: &Options) -> f32 {
        let both = |(story, p)| p * self.part_of(query, story, options);
        let likely: f32 = self.stories_of(other, options).map(both).sum();
        likely.min(1.0)
    }

    /// The story that two items are likeliest to share, as people read it; empty
    /// where it is told of the one for which others are sought: its own page names it.
    pub(crate) fn story_shared(&self, query: usize, other: usize, options: &Options) -> String {
        if !self.stories[query].is_empty() && options.query_stories == QueryStories::Told {
            return String::new();
        }
        let best = self
            .stories_of(other, options)
            .map(|(story, p)| (p * self.part_of(query, story, options), story))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let title = best.and_then(|(_, story)| self.known.get(story as usize)).map(|k| k.title);
        title.unwrap_or_default().to_owned()
    }
}

/// Small sets of named things, as numbers.
#[derive(Default)]
struct Sets {
    ids: HashMap<String, u32>,
    sets: Vec<Vec<u32>>,
}

impl Sets {
    fn push(&mut self, members: Vec<String>) {
        let mut set = Vec::with_capacity(members.len());
        for member in members {
            let next = self.ids.len() as u32;
            let id = *self.ids.entry(member).or_insert(next);
            if !set.contains(&id) {
                set.push(id);
            }
        }
        self.sets.push(set);
    }
}

/// Which number each term has.
pub(crate) struct Lexicon<'l> {
    pub words: &'l HashMap<String, u32>,
    pub names: &'l HashMap<String, u32>,
    pub places: &'l HashMap<String, u32>,
}

/// What one item is compared by, before it is counted.
pub(crate) struct Terms {
    pub words: Vec<(String, f32)>,
    pub names: Vec<(String, f32)>,
    pub category: Vec<(String, f32)>,
    pub places: Vec<String>,
}

impl Terms {
    pub(crate) fn of(item: &Item<'_>, weights: &Weights) -> Terms {
        let tokens = tokens(item.text);
        let mut words = Vec::with_capacity(tokens.len());
        of_tokens(&tokens, item.lang, &mut |word, _| words.push((word, 1.0)));
        let found = names(item.text, &tokens, item.entities, item.lang);
        let mut places: Vec<String> =
            found.iter().filter(|n| is_country(&n.id)).map(|n| n.id.clone()).collect();
        places.sort_unstable();
        places.dedup();
        places.truncate(MOST_PLACES);
        let names = found.into_iter().map(|n| (n.id, weights.of(n.form))).collect();
        // Stemmed, so that "Disasters" and "Disaster" are one heading.
        let category = item.category.map(|c| (crate::words(c, "en").join(" "), 1.0));
        Terms {
            words: weighed(words),
            names: weighed(names),
            category: category.into_iter().collect(),
            places,
        }
    }
}

/// Countries of one text that count: a list of all the world's is about none.
const MOST_PLACES: usize = 24;

impl Weights {
    /// What a name weighs by how it was found.
    pub(crate) fn of(&self, form: Form) -> f32 {
        match form {
            Form::Linked => self.linked,
            Form::Known => self.known,
            Form::Phrase => self.phrase,
            Form::Single => self.single,
            Form::Part => self.part,
            Form::Hint => self.hint,
        }
    }
}
