//! Feeds: RSS, Atom, CDF and JSON Feed.
mod address;
mod charref;
mod doctype;
mod encoding;
mod log;
mod names;
mod tree;
mod xml;
mod html;
mod months;
mod person;
mod when;
