//! Bodies of earlier records, for the revisits that repeat them.

use super::capture::{Capture, Content, Revisit};
use std::{
    collections::{HashMap, VecDeque},
    rc::Rc,
};

/// Largest single body that is remembered. Pages are smaller.
const BODY_BYTES: usize = 8 << 20;
/// What an entry costs beside its body: keys and lists.
const ENTRY_BYTES: u64 = 1 << 10;

/// Media types of pages; pictures and films are not remembered.
const PAGES: [&str; 4] = ["text/", "application/xhtml", "application/xml", "application/json"];

/// A remembered body.
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: Option<String>,
}

/// The latest bodies, within a bound.
pub(super) struct Remembered {
    by_key: HashMap<String, Rc<Body>>,
    /// Oldest first, with their keys and cost.
    order: VecDeque<(Vec<String>, u64)>,
    cost: u64,
    bound: u64,
}

impl Remembered {
    pub(super) fn new(bound: u64) -> Remembered {
        Remembered { by_key: HashMap::new(), order: VecDeque::new(), cost: 0, bound }
    }

    /// Keeps a page's body under its digests, its record's id and its address with its time.
    pub(super) fn keep(&mut self, capture: &Capture, digests: Vec<String>) {
        let media = capture.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
        let page = PAGES.iter().any(|p| media.starts_with(p));
        let whole = matches!(capture.content, Content::AsSent | Content::Decoded);
        let cost = capture.body.len() as u64 + ENTRY_BYTES;
        if !page || !whole || capture.body.len() > BODY_BYTES || cost > self.bound {
            return;
        }
        let mut keys: Vec<String> = digests.iter().map(|d| digest_key(d)).collect();
        keys.push(format!("id {}", capture.record));
        if let Some(at) = capture.captured_at {
            keys.push(format!("at {at} {}", capture.url));
        }
        if keys.iter().all(|key| self.by_key.contains_key(key)) {
            return;
        }
        let body = Rc::new(Body {
            bytes: capture.body.clone(),
            content_type: capture.content_type.clone(),
        });
        // The first record of a digest stays: revisits refer to it.
        keys.retain(|key| !self.by_key.contains_key(key));
        for key in &keys {
            self.by_key.insert(key.clone(), Rc::clone(&body));
        }
        self.order.push_back((keys, cost));
        self.cost += cost;
        while self.cost > self.bound {
            let Some((keys, cost)) = self.order.pop_front() else { break };
            keys.iter().for_each(|key| drop(self.by_key.remove(key)));
            self.cost -= cost;
        }
    }

    /// The body that a revisit repeats, if it is still there.
    pub(super) fn find(&self, revisit: &Revisit) -> Option<Rc<Body>> {
        let digest = revisit.digest.as_deref().map(digest_key);
        let record = revisit.record.as_ref().map(|id| format!("id {id}"));
        let at = revisit.captured_at.zip(revisit.url.as_ref());
        let at = at.map(|(at, url)| format!("at {at} {url}"));
        // A digest that is stated has to fit: an address may have had two bodies
        // in a second.
        let keys = if digest.is_some() { vec![digest] } else { vec![record, at] };
        keys.into_iter().flatten().find_map(|key| self.by_key.get(&key).cloned())
    }
}

fn digest_key(digest: &str) -> String {
    format!("digest {}", digest.trim_end_matches('=').to_ascii_lowercase())
}
