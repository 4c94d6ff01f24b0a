//! What is said of mementos: `Link` headers (RFC 8288, RFC 7089 section 2.2) and
//! TimeMaps (RFC 7089 section 5).

use super::instant;
use super::mementos::Mementos;
use super::original::Site;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The media type of a TimeMap (RFC 6690).
pub(super) const LINK_FORMAT: &str = "application/link-format";

/// The `Link` header at a TimeGate or a memento: original, TimeGate, TimeMap, and
/// the first, last, previous, next and present memento.
pub(super) fn header(site: &Site, mementos: &Mementos, present: usize) -> String {
    let original = &mementos.original;
    let mut out = format!(
        "<{original}>; rel=\"original\", <{}>; rel=\"timegate\", <{}>; rel=\"timemap\"; type=\"{LINK_FORMAT}\"",
        site.timegate(original),
        site.timemap("link", original),
    );
    // One link for each memento, whatever it is in relation to the present one.
    let mut relations: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    relations.entry(0).or_default().push("first");
    relations.entry(mementos.last()).or_default().push("last");
    if let Some(before) = present.checked_sub(1) {
        relations.entry(before).or_default().push("prev");
    }
    if present < mementos.last() {
        relations.entry(present + 1).or_default().push("next");
    }
    relations.entry(present).or_default();
    for (at, mut rels) in relations {
        rels.push("memento");
        let time = mementos.time(at);
        let _ = write!(
            out,
            ", <{}>; rel=\"{}\"; datetime=\"{}\"",
            site.memento(time, original),
            rels.join(" "),
            instant::http(time)
        );
    }
    out
}

/// A TimeMap as links.
pub(super) fn link_format(site: &Site, mementos: &Mementos) -> String {
    let original = &mementos.original;
    let (first, last) = (mementos.time(0), mementos.time(mementos.last()));
    let mut out = format!(
        "<{original}>; rel=\"original\",\n\
         <{}>; rel=\"self\"; type=\"{LINK_FORMAT}\"; from=\"{}\"; until=\"{}\",\n\
         <{}>; rel=\"timegate\"",
        site.timemap("link", original),
        instant::http(first),
        instant::http(last),
        site.timegate(original),
    );
    for (at, time) in mementos.times.iter().enumerate() {
        let rel = match (at == 0, at == mementos.last()) {
            (true, true) => "first last memento",
            (true, false) => "first memento",
            (false, true) => "last memento",
            (false, false) => "memento",
        };
        let _ = write!(
            out,
            ",\n<{}>; rel=\"{rel}\"; datetime=\"{}\"",
            site.memento(*time, original),
            instant::http(*time)
        );
    }
    out.push('\n');
    out
}

/// A TimeMap as JSON, with the members that the Time Travel service has.
pub(super) fn json(site: &Site, mementos: &Mementos) -> String {
    let original = &mementos.original;
    let one = |at: usize| {
        let time = mementos.time(at);
        json!({ "datetime": time.to_string(), "uri": site.memento(time, original) })
    };
    let map = json!({
        "original_uri": original,
        "timegate_uri": site.timegate(original),
        "timemap_uri": {
            "link_format": site.timemap("link", original),
            "json_format": site.timemap("json", original),
        },
        "mementos": {
            "first": one(0),
            "last": one(mementos.last()),
            "list": (0..mementos.times.len()).map(one).collect::<Vec<_>>(),
        },
    });
    map.to_string()
}
