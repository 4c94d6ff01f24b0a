//! One record, every format: what is written reads back to the same event.

mod pages;

use annals_publish::{json, markdown, wire::Event, xml};
use proptest::prelude::*;

fn in_json(event: &Event) -> Vec<u8> {
    let mut out = Vec::new();
    json::event(event, &mut out);
    out
}

fn in_xml(event: &Event) -> Vec<u8> {
    let mut out = Vec::new();
    xml::event(event, &mut out);
    out
}

fn in_markdown(event: &Event) -> Vec<u8> {
    let mut out = Vec::new();
    markdown::event(event, &pages::settings(), &mut out);
    out
}

#[test]
fn full_events_read_back() {
    for event in [pages::event(), pages::withdrawn()] {
        assert_eq!(json::read_event(&in_json(&event)).unwrap(), event);
        assert_eq!(xml::read_event(&in_xml(&event)).unwrap(), event);
        let page = in_markdown(&event);
        if std::env::var_os("SHOW_PAGES").is_some() {
            println!("{}", String::from_utf8_lossy(&in_json(&event)));
            println!("{}", String::from_utf8_lossy(&in_xml(&event)));
            println!("{}", String::from_utf8_lossy(&page));
        }
        assert_eq!(markdown::read_event(&page).unwrap(), event);
    }
}

#[test]
fn formats_follow_the_settings() {
    let page = String::from_utf8(in_markdown(&pages::event())).unwrap();
    assert!(page.contains(
        "[HTML](/news/2016/09/26/colombias-government-and-the-farc-sign.html) · [JSON](/news"
    ));
    let mut settings = pages::settings();
    settings.formats = vec![annals_publish::Format::Markdown];
    let mut out = Vec::new();
    markdown::event(&pages::event(), &settings, &mut out);
    assert!(!String::from_utf8(out).unwrap().contains("HTML"));
}

proptest! {
    #[test]
    fn any_event_reads_back(event in pages::any_event("\\PC{0,12}")) {
        prop_assert_eq!(&json::read_event(&in_json(&event)).unwrap(), &event);
        prop_assert_eq!(&xml::read_event(&in_xml(&event)).unwrap(), &event);
        let page = in_markdown(&event);
        let back = markdown::read_event(&page);
        prop_assert_eq!(back.as_ref(), Ok(&event), "{}", String::from_utf8_lossy(&page));
    }

    /// XML 1.0 cannot hold control characters; the other two hold them all.
    #[test]
    fn control_characters_read_back(event in pages::any_event("(?s).{0,12}")) {
        prop_assert_eq!(&json::read_event(&in_json(&event)).unwrap(), &event);
        let page = in_markdown(&event);
        let back = markdown::read_event(&page);
        prop_assert_eq!(back.as_ref(), Ok(&event));
        let mut once = Vec::new();
        xml::event(&xml::read_event(&in_xml(&event)).unwrap(), &mut once);
        prop_assert_eq!(once, in_xml(&event));
    }

    /// Whatever the bytes, a reader answers.
    #[test]
    fn damaged_pages_are_errors(cut in 0usize..6000, put in "\\PC{0,3}", drop in 0usize..40) {
        for page in [in_json(&pages::event()), in_xml(&pages::event()), in_markdown(&pages::event())] {
            let mut page = String::from_utf8(page).unwrap();
            let mut at = cut % page.len();
            while !page.is_char_boundary(at) { at -= 1; }
            let mut end = (at + drop).min(page.len());
            while !page.is_char_boundary(end) { end += 1; }
            page.replace_range(at..end, &put);
            let _ = json::read_event(page.as_bytes());
            let _ = xml::read_event(page.as_bytes());
            let _ = markdown::read_event(page.as_bytes());
        }
    }
}

/// These had the reader take nothing, for ever.
#[test]
fn a_seam_without_an_item_is_an_error() {
    let page = String::from_utf8(in_markdown(&pages::event())).unwrap();
    for (good, bad) in [("\"), [FARC]", "\"),[FARC]"), (") > [", ") >["), ("%), ", "%),")] {
        assert!(page.contains(good));
        let error = markdown::read_event(page.replace(good, bad).as_bytes()).unwrap_err();
        assert!(error.to_string().contains("is missing"), "{error}");
    }
}

#[test]
fn pages_of_other_kinds_are_refused() {
    let mut list = Vec::new();
    json::list(&pages::day(), &mut list);
    assert!(json::read_event(&list).unwrap_err().to_string().contains("`day`"));
    let mut list = Vec::new();
    xml::list(&pages::day(), &mut list);
    assert!(xml::read_event(&list).unwrap_err().to_string().contains("`list`"));
    let mut list = Vec::new();
    markdown::list(&pages::day(), &pages::settings(), &mut list);
    assert!(markdown::read_event(&list).unwrap_err().to_string().contains("`id:`"));
}

#[test]
fn entities_and_depth_are_not_followed() {
    let bomb = b"<!DOCTYPE event [<!ENTITY a \"b\">]><event xmlns=\"urn:annals:1\">&a;</event>";
    assert!(xml::read_event(bomb).unwrap_err().to_string().contains("document type"));
    let entity = b"<event xmlns=\"urn:annals:1\">&a;</event>";
    assert!(xml::read_event(entity).unwrap_err().to_string().contains("not expanded"));
    let deep = "<a>".repeat(100_000);
    assert!(xml::read_event(deep.as_bytes()).unwrap_err().to_string().contains("too deeply"));
    let deep = "[".repeat(100_000);
    assert!(json::read_event(deep.as_bytes()).is_err());
}
