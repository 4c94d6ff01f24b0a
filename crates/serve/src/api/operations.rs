//! Everything that the API can be asked: one list, from which the server finds what
//! answers and the document and its page are made.

use super::media::Media;
use super::parameters::{Parameter, Values};
use super::problems::Kind;
use super::{articles, events, history, names, sources};
use crate::App;
use crate::answer::{Problem, decode_path};
use axum::http::Method;
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;

/// One thing that can be asked.
pub(super) struct Operation {
    /// Its name in the document.
    pub(super) name: &'static str,
    pub(super) method: Method,
    /// Below `/api/v1`; `{id}` stands for one part.
    pub(super) path: &'static str,
    /// What it belongs to, in the document.
    pub(super) group: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) parameters: &'static [&'static Parameter],
    /// The formats of its answers, the preferred one first.
    pub(super) formats: &'static [Media],
    pub(super) answers: Answers,
    /// What it may answer with besides what every address may.
    pub(super) problems: &'static [&'static Kind],
    pub(super) answer: fn(&App, &Question) -> Result<Reply, Problem>,
}

/// The schema of an answer in JSON.
pub(super) enum Answers {
    /// One thing.
    One(fn(&mut SchemaGenerator) -> Schema),
    /// A page of a list of such things.
    Items(fn(&mut SchemaGenerator) -> Schema),
}

/// A request, read.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) values: Values,
    /// The format of the answer.
    pub(super) media: Media,
}

/// An answer, ready to be sent.
#[derive(Debug, Default)]
pub(super) struct Reply {
    /// In the format that was asked for.
    pub(super) bytes: Vec<u8>,
    /// Where the list goes on.
    pub(super) next: Option<String>,
    /// The page of the site that has it (a path without suffix), in place of the bytes.
    pub(super) page: Option<String>,
}

impl Reply {
    /// JSON.
    pub(super) fn json(value: &impl Serialize) -> Reply {
        let mut bytes = Vec::with_capacity(4096);
        serde_json::to_writer(&mut bytes, value)
            .expect("strings, numbers and lists are always written to memory");
        bytes.push(b'\n');
        Reply { bytes, ..Reply::default() }
    }

    /// The answer with where the list goes on.
    pub(super) fn next(self, next: Option<String>) -> Reply {
        Reply { next, ..self }
    }
}

/// Everything that can be asked.
pub(super) fn all() -> impl Iterator<Item = &'static Operation> {
    [
        events::OPERATIONS,
        history::OPERATIONS,
        names::STORIES,
        names::TIMELINE,
        names::ENTITIES,
        names::CATEGORIES,
        sources::OPERATIONS,
        articles::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// What stands at an address.
#[derive(Default)]
pub(super) struct At {
    /// What can be asked there, method by method.
    pub(super) operations: Vec<&'static Operation>,
    /// The parts of the path that are parameters.
    pub(super) path: Vec<(&'static str, String)>,
}

/// Finds what stands at a path below `/api/v1/`, which is still encoded: an encoded
/// slash belongs to a part. A part that names something goes before one that is a
/// parameter.
pub(super) fn at(parts: &[String]) -> At {
    let mut found = At::default();
    for operation in all() {
        let Some(path) = fits(operation.path, parts) else { continue };
        match found.operations.first() {
            Some(first) if first.path != operation.path => {
                if path.len() < found.path.len() {
                    found = At { operations: vec![operation], path };
                }
            }
            Some(_) => found.operations.push(operation),
            None => found = At { operations: vec![operation], path },
        }
    }
    found
}

/// The parts of a path, decoded; `None` where one is no text or is empty.
pub(super) fn parts(path: &str) -> Option<Vec<String>> {
    const MOST: usize = 6;
    let parts: Vec<String> = path.split('/').take(MOST).map(decode_path).collect::<Option<_>>()?;
    (parts.len() < MOST && parts.iter().all(|p| !p.is_empty())).then_some(parts)
}

fn fits(template: &'static str, parts: &[String]) -> Option<Vec<(&'static str, String)>> {
    let mut path = Vec::new();
    let mut of_template = template.split('/').skip(1);
    for part in parts {
        let wanted = of_template.next()?;
        match wanted.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
            Some(name) => path.push((name, part.clone())),
            None if wanted == part => {}
            None => return None,
        }
    }
    of_template.next().is_none().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::parameters::Place;

    #[test]
    fn paths_are_found_part_by_part() {
        let names = |path: &str| -> Vec<&str> {
            parts(path)
                .map(|p| at(&p).operations.iter().map(|o| o.name).collect())
                .unwrap_or_default()
        };
        assert_eq!(names("events"), ["listEvents"]);
        assert_eq!(names("events/aaaaaaaaaaaa/diff"), ["compareRevisions"]);
        assert_eq!(at(&parts("entities/en:A%2FB").unwrap()).path, [("key", "en:A/B".to_owned())]);
        for none in ["", "events/", "events//diff", "events/a/b/c/d/e/f/g", "x", "events/%ff"] {
            assert!(names(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn the_list_is_sound() {
        let mut names: Vec<&str> = all().map(|o| o.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().count(), "names are used once");
        for operation in all() {
            let of_path: Vec<&str> = operation
                .path
                .split('/')
                .filter_map(|p| p.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            let described: Vec<&str> = operation
                .parameters
                .iter()
                .filter(|p| p.place == Place::Path)
                .map(|p| p.name)
                .collect();
            assert_eq!(of_path, described, "{}", operation.name);
            assert!(!operation.formats.is_empty(), "{}", operation.name);
        }
    }
}
