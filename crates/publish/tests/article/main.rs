//! Articles in JSON, Markdown and HTML: own examples, and articles that mean harm.
#![allow(clippy::unwrap_used, reason = "test code")]

mod any;
mod clean;
mod examples;
mod json;
mod marked;
mod words;
