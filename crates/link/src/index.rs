//! All items made ready: what each is compared by.

use crate::gazetteer::is_country;
use crate::names::{Form, names};
use crate::space::{Builder, Space, build, weighed};
use crate::tokens::tokens;
use crate::words::of_tokens;
use crate::{Item, Options, Weights};
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
}

impl<'a> Index<'a> {
    /// Reads all items, which must be sorted by day and id.
    pub fn new(items: &'a [Item<'a>], options: &Options) -> Index<'a> {
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
        Index {
            items,
            days: items.iter().map(|i| i.day).collect(),
            words: words.finish(),
            names: names.finish(),
            categories: categories.finish(),
            places: places.sets,
            stories: stories.sets,
        }
    }

    /// Whether the items share a story.
    pub(crate) fn same_story(&self, a: usize, b: usize) -> bool {
        self.stories[a].iter().any(|s| self.stories[b].contains(s))
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

/// What one item is compared by, before it is counted.
struct Terms {
    words: Vec<(String, f32)>,
    names: Vec<(String, f32)>,
    category: Vec<(String, f32)>,
    places: Vec<String>,
}

impl Terms {
    fn of(item: &Item<'_>, weights: &Weights) -> Terms {
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
