//! A feed as people can compare it: what is there, a line each.

use crate::feed::{About, Entry, Feed, Link, Markup, Media, Person, Place, When};
use std::fmt::Write as _;

pub(super) fn feed(feed: &Feed) -> String {
    let mut out = format!("{} in {}\n", feed.kind.name(), feed.encoding);
    about(&mut out, "", &feed.about);
    for found in &feed.entries {
        entry(&mut out, found);
    }
    for note in &feed.notes {
        let line = note.line.map_or_else(|| "-".to_owned(), |l| l.to_string());
        writeln!(out, "note {} at {line}: {}; {}", note.kind, note.problem, note.done).unwrap();
    }
    out
}

fn about(out: &mut String, indent: &str, about: &About) {
    line(out, indent, "title", about.title.as_deref());
    markup(out, indent, "subtitle", about.subtitle.as_ref());
    line(out, indent, "link", about.link.as_deref());
    line(out, indent, "address", about.address.as_deref());
    line(out, indent, "id", about.id.as_deref());
    line(out, indent, "language", about.language.as_deref());
    people(out, indent, "author", &about.authors);
    people(out, indent, "contributor", &about.contributors);
    people(out, indent, "publisher", about.publisher.as_slice());
    people(out, indent, "webmaster", about.webmaster.as_slice());
    line(out, indent, "rights", about.rights.as_deref());
    line(out, indent, "generator", about.generator.as_ref().map(|g| g.name.as_str()));
    date(out, indent, "published", about.published.as_ref());
    date(out, indent, "updated", about.updated.as_ref());
    line(out, indent, "image", about.image.as_ref().map(|i| i.url.as_str()));
    line(out, indent, "icon", about.icon.as_deref());
    line(out, indent, "next", about.next.as_deref());
    line(out, indent, "ttl", about.ttl.map(|t| t.to_string()).as_deref());
    line(out, indent, "renewed every", about.renewed_every.map(|t| t.to_string()).as_deref());
    line(out, indent, "moved to", about.moved_to.as_deref());
    for text in about.hubs.iter() {
        line(out, indent, "hub", Some(text));
    }
    for licence in &about.licences {
        line(out, indent, "licence", Some(licence));
    }
    for category in &about.categories {
        line(out, indent, "category", Some(&category.term));
    }
}

fn entry(out: &mut String, entry: &Entry) {
    out.push_str("entry\n");
    let indent = "  ";
    line(out, indent, "title", entry.title.as_deref());
    line(out, indent, "link", entry.link.as_deref());
    let id = if entry.guid_is_link { "id, the link" } else { "id" };
    line(out, indent, id, entry.id.as_deref());
    line(out, indent, "language", entry.language.as_deref());
    date(out, indent, "published", entry.published.as_ref());
    date(out, indent, "updated", entry.updated.as_ref());
    date(out, indent, "created", entry.created.as_ref());
    people(out, indent, "author", &entry.authors);
    people(out, indent, "contributor", &entry.contributors);
    people(out, indent, "publisher", entry.publisher.as_slice());
    markup(out, indent, "summary", entry.summary.as_ref());
    markup(out, indent, "content", entry.content.as_ref());
    for category in &entry.categories {
        let scheme = category.scheme.as_ref().map(|s| format!(" of {s}")).unwrap_or_default();
        line(out, indent, "category", Some(&format!("{}{scheme}", category.term)));
    }
    for other in entry.links.iter().filter(|l| Some(&l.url) != entry.link.as_ref()) {
        line(out, indent, "link", Some(&link(other)));
    }
    for medium in &entry.media {
        line(out, indent, "medium", Some(&media(medium)));
    }
    line(out, indent, "rights", entry.rights.as_deref());
    for licence in &entry.licences {
        line(out, indent, "licence", Some(licence));
    }
    line(out, indent, "comments", entry.comments.as_deref());
    line(out, indent, "place", entry.place.as_ref().map(place).as_deref());
    if let Some(source) = &entry.source {
        out.push_str("  source\n");
        about(out, "    ", source);
    }
}

fn line(out: &mut String, indent: &str, label: &str, text: Option<&str>) {
    if let Some(text) = text {
        writeln!(out, "{indent}{label}: {text}").unwrap();
    }
}

fn markup(out: &mut String, indent: &str, label: &str, text: Option<&Markup>) {
    if let Some(text) = text {
        let language = text.language.as_ref().map(|l| format!(", {l}")).unwrap_or_default();
        writeln!(out, "{indent}{label} ({:?}{language}): {}", text.form, text.text).unwrap();
    }
}

fn people(out: &mut String, indent: &str, label: &str, people: &[Person]) {
    for person in people {
        let parts = [&person.name, &person.email, &person.url];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        line(out, indent, label, Some(&parts.join(", ")));
    }
}

fn date(out: &mut String, indent: &str, label: &str, when: Option<&When>) {
    let Some(when) = when else { return };
    let value = match when.value {
        None => "not understood".to_owned(),
        Some(moment) => match (moment.timestamp(), moment.time) {
            (Some(timestamp), _) => timestamp.to_string(),
            (None, Some(time)) => format!("{}T{time}, zone unknown", moment.date),
            (None, None) => format!("{} ({:?})", moment.date, moment.precision),
        },
    };
    writeln!(out, "{indent}{label}: {value} from `{}`", when.text).unwrap();
}

fn link(link: &Link) -> String {
    let parts = [&link.media_type, &link.title, &link.language, &link.length];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{} {} {}", link.rel, link.url, parts.join(", ")).trim_end().to_owned()
}

fn media(medium: &Media) -> String {
    let size = medium.width.zip(medium.height).map(|(w, h)| format!("{w}x{h}"));
    let seconds = medium.duration.map(|d| format!("{d} s"));
    let credits: Vec<String> = medium
        .credits
        .iter()
        .map(|c| format!("{} by {}", c.role.as_deref().unwrap_or("made"), c.name))
        .collect();
    let parts = [
        medium.url.clone(),
        medium.media_type.clone(),
        medium.length.clone(),
        size,
        seconds,
        medium.title.clone(),
        medium.description.clone(),
        medium.rights.clone(),
        medium.licence.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().chain(credits).collect();
    format!("{:?} {}", medium.role, parts.join(", "))
}

fn place(place: &Place) -> String {
    format!("{:?} {:?}", place.form, place.points)
}
