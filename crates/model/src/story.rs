//! Stories: what an event is part of.

use crate::{EntityKey, fold_key};

/// A story as a source names it: its heading, and the page that the heading links to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoryRef {
    /// The heading as people read it.
    pub title: String,
    /// The page behind the heading, where it has one.
    pub target: Option<EntityKey>,
}

/// The chain of headings above an event, outermost first; never empty.
pub type StoryPath = Vec<StoryRef>;

/// The identity of a story: the folded title of its page, or of its heading
/// where it has no page, so that `Syrian Civil War` and `Syrian civil war` are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryKey(String);

impl StoryRef {
    /// A story named by its heading only.
    pub fn titled(title: impl Into<String>) -> StoryRef {
        StoryRef { title: title.into(), target: None }
    }

    /// The story's identity.
    pub fn key(&self) -> StoryKey {
        StoryKey(fold_key(self.target.as_ref().map_or(&self.title, |t| t.title())))
    }

    /// Whether two sources may mean the same story: same page, or the same
    /// heading where at least one of them gives no page.
    pub fn agrees(&self, other: &StoryRef) -> bool {
        self.key() == other.key()
            || ((self.target.is_none() || other.target.is_none())
                && fold_key(&self.title) == fold_key(&other.title))
    }
}

impl StoryKey {
    /// A key as it was stored.
    pub fn from_stored(key: impl Into<String>) -> StoryKey {
        StoryKey(key.into())
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
