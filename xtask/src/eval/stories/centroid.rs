//! The baseline: the story whose centroid of words is nearest.

use crate::eval::lines::Line;
use annals_link::stories::REACH;
use annals_link::words;
use std::collections::HashMap;

/// A story's sum of unit vectors.
#[derive(Default)]
struct Centroid {
    sum: HashMap<u32, f32>,
    length: f32,
    last: i32,
}

/// For each of the items (in order), where its own story stands among all that
/// are alive, from 1; none where it is not among them.
pub(crate) fn ranks(lines: &[Line], items: &[usize]) -> Vec<Option<usize>> {
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut frequency: Vec<u32> = Vec::new();
    let mut stories: Vec<Centroid> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut waiting: Vec<(usize, Vec<(u32, f32)>)> = Vec::new();
    let mut out = Vec::with_capacity(items.len());
    let mut asked = items.iter().copied().peekable();
    let mut today = i32::MIN;
    for (at, line) in lines.iter().enumerate() {
        if line.day != today {
            for (story, vector) in waiting.drain(..) {
                stories[story].last = today;
                for (word, x) in vector {
                    *stories[story].sum.entry(word).or_default() += x;
                }
                let square = stories[story].sum.values().map(|x| x * x).sum::<f32>();
                stories[story].length = square.sqrt().max(1e-9);
            }
            today = line.day;
        }
        let mut counts: Vec<(u32, f32)> = Vec::new();
        for word in words(&line.text, &line.lang) {
            let next = ids.len() as u32;
            let id = *ids.entry(word).or_insert(next);
            if id == next {
                frequency.push(0);
            }
            match counts.iter_mut().find(|(w, _)| *w == id) {
                Some((_, n)) => *n += 1.0,
                None => counts.push((id, 1.0)),
            }
        }
        for (word, _) in &counts {
            frequency[*word as usize] += 1;
        }
        for (word, n) in &mut counts {
            let df = frequency[*word as usize] as f32;
            *n = (1.0 + n.ln()) * (1.0 + (at + 1) as f32 / (1.0 + df)).ln();
        }
        let length = counts.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(1e-9);
        counts.iter_mut().for_each(|(_, x)| *x /= length);
        let own = line.stories.last().map(String::as_str);
        if asked.next_if_eq(&at).is_some() {
            out.push(own.and_then(|o| rank(&stories, *numbers.get(o)?, &counts, today)));
        }
        if let Some(own) = own {
            let next = numbers.len();
            let number = *numbers.entry(own).or_insert(next);
            if number == next {
                stories.push(Centroid { last: i32::MIN / 2, ..Centroid::default() });
            }
            waiting.push((number, counts));
        }
    }
    out
}

fn rank(stories: &[Centroid], own: usize, vector: &[(u32, f32)], today: i32) -> Option<usize> {
    let score = |c: &Centroid| {
        vector.iter().filter_map(|(w, x)| Some(x * c.sum.get(w)?)).sum::<f32>() / c.length
    };
    let alive = |c: &&Centroid| today.saturating_sub(c.last) <= REACH;
    let target = Some(&stories[own]).filter(alive).map(score)?;
    Some(1 + stories.iter().filter(alive).filter(|c| score(c) > target).count())
}
