//! What is kept, in SQLite; the only room that knows SQL.
//!
//! A [`Store`] is one archive's database. Reading goes through a [`Reader`]
//! (any number at a time), writing through a [`Writer`], one at a time, whose
//! changes become visible together at [`Writer::commit`] or not at all. One
//! operation is one plainly named method with its SQL in sight.
//!
//! ```
//! # fn main() -> Result<(), annals_store::StoreError> {
//! let store = annals_store::Store::in_memory()?;
//! let writer = store.write()?;
//! writer.set_meta("title", "The Syrian peace process")?;
//! writer.commit()?;
//! assert_eq!(store.read()?.meta("title")?.as_deref(), Some("The Syrian peace process"));
//! # Ok(()) }
//! ```

mod accounts;
mod acts;
mod article_links;
mod article_shape;
mod articles;
mod background;
mod captured;
mod connection;
mod corrections;
mod coverage;
mod delivered;
mod drafts;
mod enriched;
mod events;
mod fetched;
mod hosts;
mod mentions;
mod names;
mod origins;
mod related;
mod shape;
mod story_links;
mod touched;
mod upstream;
mod verify;
mod watched;

pub use accounts::{AccountRow, SessionRow, TokenRow};
pub use article_links::{ArticleLinkRow, ArticleRelation, DisputedDay};
pub use articles::{ArticleCounts, StoredArticle, StoredCapture, StoredSubscription};
pub use background::{BackgroundRow, BackgroundTie, NamedRow};
pub use captured::{RecordKind, RecordOrder, StoredRecord};
pub use connection::{Reader, Store, StoreError, Writer};
pub use corrections::Identity;
pub use coverage::{Answered, Asked, ListedItem, ListedState, PageRead, WaitingRevision};
pub use delivered::{Heard, OutboxCounts, OutboxRow, OutboxState, SavedSearch, Standing};
pub use drafts::DraftRow;
pub use enriched::{
    AddressState, Enriched, EnrichedCapture, EnrichedRow, Gone, SourceEdit, SourceField,
};
pub use events::{Head, StoredEvent};
pub use fetched::{FetchCount, FetchKind, FetchState, Reserved, StoredFetch};
pub use hosts::HostCount;
pub use mentions::{EntityCount, MentionRow, SurfaceCount};
pub use names::{Name, NameKind, StoryEdge};
pub use origins::{OriginRow, TracePart};
pub use related::{ContextLabel, RelatedRow, Relation, WhyPart};
pub use story_links::{StoryDecision, StoryLinkRow};
pub use touched::{Subject, Touched};
pub use upstream::{
    HeldItem, HeldKind, HeldState, UpstreamGone, UpstreamHeld, UpstreamItem, UpstreamPage,
};
pub use watched::{DutyRow, InputRow};
