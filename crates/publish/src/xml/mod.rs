//! XML in the namespace `urn:annals:1`; `schema/annals.xsd` describes every page.
//!
//! The writer is by hand: it is a list of what goes where, and ten times faster
//! than a general one. Reading expands no entities but XML's own five.

pub(crate) mod escape;
mod read;
mod write;

pub use read::read_event;
pub(crate) use write::kind_name;
pub use write::{event, list};

/// The namespace of every element.
pub const NAMESPACE: &str = "urn:annals:1";

/// The XML Schema (1.0) of every page; it is published at [`SCHEMA_PATH`].
pub const SCHEMA: &str = include_str!("../../schema/annals.xsd");

/// Where a site holds the schema.
pub const SCHEMA_PATH: &str = "/schema/annals.xsd";
