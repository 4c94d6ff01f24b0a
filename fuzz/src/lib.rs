//! What must hold of a document that any reader makes of any input.

use annals_model::{Document, Incoming, Version, tidy};

/// Checks a document; panics where something does not hold.
pub fn check(document: &Document) {
    for (at, found) in document.found.iter().enumerate() {
        let Incoming::Told(draft) = found else { continue };
        assert!(draft.under.is_none_or(|under| under < at), "an event under a later one");
        assert!(!draft.versions.is_empty(), "an event without a wording");
        draft.versions.iter().for_each(check_version);
    }
    for note in &document.notes {
        assert!(!note.problem.is_empty() && !note.done.is_empty(), "an empty note");
    }
}

fn check_version(version: &Version) {
    assert!(!version.text.is_empty(), "an empty statement");
    assert_eq!(version.text, tidy(&version.text), "an untidy statement");
    let mut from = 0;
    for link in version.links.iter().flatten() {
        assert!(from <= link.start && link.start < link.end, "links in disorder");
        let label = version.text.get(link.start..link.end).expect("a link on characters");
        assert_eq!(label, label.trim(), "a link on spaces");
        from = link.end;
    }
    for source in version.sources.iter().flatten() {
        assert!(!source.name.is_empty() || source.url.is_some(), "a source that says nothing");
        if let Some(url) = &source.url {
            let web = ["http://", "https://"];
            assert!(
                web.iter().any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s))),
                "an address that is not of the web: {url}"
            );
        }
    }
    for path in version.stories.iter().flatten() {
        assert!(!path.is_empty() && path.iter().all(|s| !s.title.is_empty()), "an empty story");
    }
}
