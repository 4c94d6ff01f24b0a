//! From an understood query to the engine's, and to what highlights mark.

use super::{Clause, Matcher, Note, Occur, Pattern, Query, Scope};
use crate::Marks;
use crate::analysis::{Role, Token, fold, stem, tokens};
use crate::columns::day_number;
use crate::schema::Fields;
use crate::view::View;
use std::collections::HashSet;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Words that a beginning is expanded to, and a fuzzy word.
const MOST_EXPANDED: usize = 64;
const MOST_NEAR: usize = 32;
/// Words of a phrase; a longer one is cut.
const LONGEST_PHRASE: usize = 32;
/// Terms that a query's words are cut into: text without spaces has many.
const MOST_TERMS: usize = 96;
/// Readings of one phrase with two of its words as one.
const MOST_READINGS: usize = 8;
/// Plain words of a query that also count as a phrase, where they stand so.
const MOST_ADJACENT: usize = 6;

/// What a match counts in each field: the statement says what happened, the
/// names are what it is filed under, a summary is longer and in other words.
const STATEMENT: f32 = 1.0;
const SUMMARY: f32 = 0.5;
const STORIES: f32 = 0.6;
const ENTITIES: f32 = 0.4;
/// What it counts that the query's words stand side by side in the statement.
const ADJACENT: f32 = 0.8;
/// What a word counts that is not the one typed.
const NEAR: f32 = 0.5;

type Boxed = Box<dyn EngineQuery>;

/// A query for the engine.
pub(crate) struct Compiled {
    /// What matches.
    pub(crate) query: Boxed,
    /// Whether the query says what is better.
    pub(crate) scored: bool,
    /// What highlights mark.
    pub(crate) marks: Marks,
    /// Notes of reading and compiling.
    pub(crate) notes: Vec<Note>,
}

/// Compiles a query for a state of the index.
pub(crate) fn compile(query: &Query, view: &View) -> Compiled {
    let mut compiler = Compiler {
        view,
        fields: view.fields,
        marks: Marks::default(),
        notes: Vec::new(),
        terms: 0,
    };
    let joins = compiler.joins(query);
    let mut parts: Vec<(tantivy::query::Occur, Boxed)> = Vec::new();
    let mut scored = false;
    for (clause, joins) in query.clauses.iter().zip(&joins) {
        let compiled = compiler.clause(clause, joins);
        match clause.occur {
            Occur::Not => parts.push((tantivy::query::Occur::MustNot, compiled)),
            Occur::Must => {
                scored |= clause.any.iter().any(is_text);
                parts.push((tantivy::query::Occur::Must, compiled));
            }
        }
    }
    if parts.iter().all(|(occur, _)| *occur == tantivy::query::Occur::MustNot) {
        parts.push((tantivy::query::Occur::Must, Box::new(AllQuery)));
    }
    if let Some(phrase) = compiler.adjacent(query) {
        parts.push((tantivy::query::Occur::Should, phrase));
    }
    let mut notes = query.notes.clone();
    notes.append(&mut compiler.notes);
    Compiled { query: Box::new(BooleanQuery::new(parts)), scored, marks: compiler.marks, notes }
}

fn is_text(matcher: &Matcher) -> bool {
    !matches!(matcher.pattern, Pattern::Days(..) | Pattern::Lang(_))
}

/// The word of a clause that is nothing but one.
fn plain_word(clause: &Clause) -> Option<&str> {
    match &clause.any[..] {
        [Matcher { scope: Scope::Texts, pattern: Pattern::Word(word), .. }]
            if clause.occur == Occur::Must =>
        {
            Some(word)
        }
        _ => None,
    }
}

/// A term at a place of a phrase.
type Placed = (usize, String);

struct Compiler<'v> {
    view: &'v View,
    fields: Fields,
    marks: Marks,
    notes: Vec<Note>,
    /// Terms of words so far.
    terms: usize,
}

impl Compiler<'_> {
    /// For each clause the words that it and a neighbour are together, as far as the
    /// index has them: "cease fire" is also looked for as "ceasefire".
    fn joins(&self, query: &Query) -> Vec<Vec<String>> {
        let mut joins = vec![Vec::new(); query.clauses.len()];
        for (at, pair) in query.clauses.windows(2).enumerate() {
            let (Some(a), Some(b)) = (plain_word(&pair[0]), plain_word(&pair[1])) else { continue };
            if let Some(joined) = self.known_join(&fold(a), &fold(b)) {
                joins[at].push(joined.clone());
                joins[at + 1].push(joined);
            }
        }
        joins
    }

    fn known_join(&self, a: &str, b: &str) -> Option<String> {
        let joined = format!("{a}{b}");
        let plain = |w: &str| w.len() > 1 && w.chars().all(char::is_alphabetic);
        (plain(a) && plain(b) && self.view.vocabulary().count(&joined) > 0).then_some(joined)
    }

    /// The query's plain words as a phrase, for the score only.
    fn adjacent(&self, query: &Query) -> Option<Boxed> {
        let words: Vec<&str> = query.clauses.iter().filter_map(plain_word).collect();
        if !(2..=MOST_ADJACENT).contains(&words.len()) {
            return None;
        }
        let terms = phrase_terms(&tokens(&words.join(" ")), Compounds::Joined);
        if terms.len() < 2 {
            return None;
        }
        let phrase = placed_phrase(self.fields.statement, &terms);
        Some(boosted(phrase, ADJACENT))
    }

    fn clause(&mut self, clause: &Clause, joins: &[String]) -> Boxed {
        let shown = clause.occur == Occur::Must;
        let any = clause.any.iter().map(|m| self.matcher(m, joins, shown)).collect();
        union(any)
    }

    fn matcher(&mut self, matcher: &Matcher, joins: &[String], shown: bool) -> Boxed {
        let fields = self.fields_of(matcher.scope);
        match &matcher.pattern {
            Pattern::Word(word) => {
                let found = self.word(word, &fields, shown);
                let mut any = vec![found];
                for join in joins {
                    let term = stem(join).into_owned();
                    if shown {
                        self.marks.stems.insert(term.clone());
                    }
                    any.push(self.term(&term, &fields));
                }
                union(any)
            }
            Pattern::Phrase(text) => self.phrase(text, matcher.scope, &fields, shown),
            Pattern::Prefix(start) => self.prefix(start, matcher.scope, &fields, shown),
            Pattern::Fuzzy(word, distance) => {
                self.fuzzy(word, *distance, matcher.scope, &fields, shown)
            }
            Pattern::Days(from, to) => {
                let term = |day| Term::from_field_i64(self.fields.day, i64::from(day_number(day)));
                let range = RangeQuery::new(
                    std::ops::Bound::Included(term(*from)),
                    std::ops::Bound::Included(term(*to)),
                );
                constant(Box::new(range), 0.0)
            }
            Pattern::Lang(lang) => {
                let term = Term::from_field_text(self.fields.lang, lang);
                constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0)
            }
        }
    }

    fn fields_of(&self, scope: Scope) -> Vec<(Field, f32)> {
        let f = &self.fields;
        match scope {
            Scope::Texts => vec![
                (f.statement, STATEMENT),
                (f.summary, SUMMARY),
                (f.stories, STORIES),
                (f.entities, ENTITIES),
            ],
            Scope::Story => vec![(f.stories, STORIES)],
            Scope::Entity => vec![(f.entities, ENTITIES)],
            Scope::Source => vec![(f.publishers, ENTITIES)],
            Scope::Category => vec![(f.category, ENTITIES)],
        }
    }

    /// A term in any of the fields.
    fn term(&self, term: &str, fields: &[(Field, f32)]) -> Boxed {
        let query = |(field, weight): &(Field, f32)| {
            let term = Term::from_field_text(*field, term);
            boosted(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), *weight)
        };
        union(fields.iter().map(query).collect())
    }

    /// A phrase in any of the fields.
    fn placed(&self, terms: &[Placed], fields: &[(Field, f32)]) -> Boxed {
        if let [(_, term)] = terms {
            return self.term(term, fields);
        }
        let query = |(field, weight): &(Field, f32)| boosted(placed_phrase(*field, terms), *weight);
        union(fields.iter().map(query).collect())
    }

    fn word(&mut self, text: &str, fields: &[(Field, f32)], shown: bool) -> Boxed {
        let tokens = tokens(text);
        let is_spaced = tokens.iter().all(|t| !matches!(t.role, Role::Letter | Role::Segment));
        if is_spaced && tokens.first().map(|t| t.position) != tokens.last().map(|t| t.position) {
            // "9/11", "bbc.co.uk": written together, meant together.
            let terms = phrase_terms(&tokens, Compounds::Joined);
            self.terms += 1;
            if shown {
                self.marks.phrases.push(terms.clone());
            }
            return self.placed(&terms, fields);
        }
        let mut all = Vec::new();
        let mut covered = 0;
        let mut seen = HashSet::new();
        for (at, token) in tokens.iter().enumerate() {
            if self.terms == MOST_TERMS {
                if !self.notes.contains(&Note::TooManyClauses) {
                    self.notes.push(Note::TooManyClauses);
                }
                break;
            }
            if token.role != Role::Part && !seen.insert(token.word.as_str()) {
                continue;
            }
            let before = all.len();
            match token.role {
                Role::Word => all.push(self.one(token, fields, shown)),
                Role::Part => {}
                Role::Joined => {
                    let parts: Vec<&Token> = tokens[..at]
                        .iter()
                        .filter(|t| t.role == Role::Part && t.position == token.position)
                        .collect();
                    let apart: Vec<Placed> =
                        parts.iter().enumerate().map(|(i, t)| (i, stemmed(t))).collect();
                    let joined = self.one(token, fields, shown);
                    if shown {
                        self.marks.phrases.push(apart.clone());
                    }
                    all.push(union(vec![joined, self.placed(&apart, fields)]));
                }
                Role::Letter => {
                    let is_alone = token.position >= covered
                        && !tokens.iter().any(|t| {
                            t.role == Role::Segment && t.start <= token.start && token.end <= t.end
                        });
                    if is_alone {
                        all.push(self.one(token, fields, shown));
                    }
                }
                Role::Segment => {
                    let length = token.word.chars().count();
                    let inside = tokens.iter().any(|t| {
                        t.role == Role::Segment
                            && t.start <= token.start
                            && token.end <= t.end
                            && (t.end - t.start) > (token.end - token.start)
                    });
                    covered = covered.max(token.position + length);
                    if inside {
                        continue;
                    }
                    let letters = letters_of(token);
                    let known = self.one(token, fields, shown);
                    if shown {
                        self.marks.phrases.push(letters.clone());
                    }
                    all.push(union(vec![known, self.placed(&letters, fields)]));
                }
            }
            self.terms += all.len() - before;
        }
        // A compound of more parts than are joined: all of them.
        if all.is_empty() {
            for token in tokens.iter().filter(|t| t.role == Role::Part).take(LONGEST_PHRASE) {
                all.push(self.one(token, fields, shown));
            }
        }
        intersection(all)
    }

    fn one(&mut self, token: &Token, fields: &[(Field, f32)], shown: bool) -> Boxed {
        let term = stemmed(token);
        let query = self.term(&term, fields);
        if shown {
            self.marks.stems.insert(term);
        }
        query
    }

    fn phrase(&mut self, text: &str, scope: Scope, fields: &[(Field, f32)], shown: bool) -> Boxed {
        let tokens = tokens(text);
        let terms = phrase_terms(&tokens, Compounds::Joined);
        if terms.is_empty() {
            return Box::new(EmptyQuery);
        }
        let mut readings = vec![terms.clone()];
        let apart = phrase_terms(&tokens, Compounds::Apart);
        if apart != terms {
            readings.push(apart);
        }
        let words: Vec<&Token> = tokens.iter().filter(|t| t.role == Role::Word).collect();
        // Places of joined readings are right only where every token is a word.
        if words.len() == tokens.len() {
            for (at, pair) in words.windows(2).enumerate() {
                if readings.len() < MOST_READINGS
                    && let Some(joined) = self.known_join(&pair[0].word, &pair[1].word)
                {
                    let mut reading: Vec<String> = words.iter().map(|t| stemmed(t)).collect();
                    reading.splice(at..at + 2, [stem(&joined).into_owned()]);
                    reading.truncate(LONGEST_PHRASE);
                    readings.push(reading.into_iter().enumerate().collect());
                }
            }
        }
        let any = readings.iter().map(|r| self.placed(r, fields)).collect();
        let found = union(any);
        if let ([token], Scope::Texts) = (&tokens[..], scope) {
            // One word in quotation marks is meant as it is written.
            if shown {
                self.marks.words.insert(token.word.clone());
            }
            let exact = Term::from_field_text(self.fields.words, &token.word);
            let exact = TermQuery::new(exact, IndexRecordOption::Basic);
            let exact: Boxed =
                if token.role == Role::Letter { Box::new(AllQuery) } else { Box::new(exact) };
            return intersection(vec![found, constant(exact, 0.0)]);
        }
        if shown {
            self.marks.phrases.extend(readings);
        }
        found
    }

    fn prefix(&mut self, start: &str, scope: Scope, fields: &[(Field, f32)], shown: bool) -> Boxed {
        let start = fold(start);
        if shown {
            self.marks.prefixes.push(start.clone());
        }
        let (terms, all) = if scope == Scope::Texts {
            let vocabulary = self.view.vocabulary();
            let (words, all) = vocabulary.beginning(&start, MOST_EXPANDED);
            let field = self.fields.words;
            (words.iter().map(|w| Term::from_field_text(field, w)).collect::<Vec<_>>(), all)
        } else {
            self.view.terms_beginning(fields[0].0, &start, MOST_EXPANDED)
        };
        if !all {
            self.notes.push(Note::Expanded(format!("{start}*")));
        }
        set_of(terms, 1.0)
    }

    fn fuzzy(
        &mut self,
        word: &str,
        distance: u8,
        scope: Scope,
        fields: &[(Field, f32)],
        shown: bool,
    ) -> Boxed {
        let folded = fold(word);
        let exact = self.word(word, fields, shown);
        let near = self.view.vocabulary().near(&folded, usize::from(distance));
        if near.len() > MOST_NEAR {
            self.notes.push(Note::Expanded(format!("{word}~")));
        }
        let near = near.into_iter().take(MOST_NEAR).map(|n| n.word);
        let terms = match scope {
            Scope::Texts => {
                let words: Vec<String> = near.collect();
                if shown {
                    self.marks.words.extend(words.iter().cloned());
                }
                words.iter().map(|w| Term::from_field_text(self.fields.words, w)).collect()
            }
            _ => near.map(|w| Term::from_field_text(fields[0].0, &stem(&w))).collect(),
        };
        union(vec![exact, set_of(terms, NEAR)])
    }
}

fn stemmed(token: &Token) -> String {
    stem(&token.word).into_owned()
}

fn letters_of(token: &Token) -> Vec<Placed> {
    token.word.chars().map(String::from).enumerate().take(LONGEST_PHRASE).collect()
}

/// How compounds stand in a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compounds {
    /// As one word.
    Joined,
    /// As several, one behind the other.
    Apart,
}

/// The terms of a phrase with their places.
fn phrase_terms(tokens: &[Token], compounds: Compounds) -> Vec<Placed> {
    let mut terms: Vec<Placed> = Vec::new();
    let mut shift = 0;
    let mut last_part: Option<usize> = None;
    for token in tokens {
        let has_join =
            || tokens.iter().any(|t| t.role == Role::Joined && t.position == token.position);
        let take = match token.role {
            Role::Word | Role::Letter => true,
            Role::Segment => false,
            Role::Joined => compounds == Compounds::Joined,
            Role::Part => compounds == Compounds::Apart || !has_join(),
        };
        if !take || terms.len() == LONGEST_PHRASE {
            continue;
        }
        if token.role == Role::Part {
            if last_part == Some(token.position) && compounds == Compounds::Apart {
                shift += 1;
            }
            last_part = Some(token.position);
        }
        terms.push((token.position + shift, stemmed(token)));
    }
    let first = terms.first().map_or(0, |(at, _)| *at);
    for (at, _) in &mut terms {
        *at -= first;
    }
    terms
}

fn placed_phrase(field: Field, terms: &[Placed]) -> Boxed {
    let terms: Vec<(usize, Term)> =
        terms.iter().map(|(at, term)| (*at, Term::from_field_text(field, term))).collect();
    match &terms[..] {
        [] => Box::new(EmptyQuery),
        [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

fn set_of(terms: Vec<Term>, score: f32) -> Boxed {
    if terms.is_empty() {
        return Box::new(EmptyQuery);
    }
    constant(Box::new(TermSetQuery::new(terms)), score)
}

fn boosted(query: Boxed, weight: f32) -> Boxed {
    if weight == 1.0 { query } else { Box::new(BoostQuery::new(query, weight)) }
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

fn union(mut any: Vec<Boxed>) -> Boxed {
    match any.len() {
        0 => Box::new(EmptyQuery),
        1 => any.remove(0),
        _ => Box::new(BooleanQuery::union(any)),
    }
}

fn intersection(mut all: Vec<Boxed>) -> Boxed {
    match all.len() {
        0 => Box::new(EmptyQuery),
        1 => all.remove(0),
        _ => Box::new(BooleanQuery::intersection(all)),
    }
}
