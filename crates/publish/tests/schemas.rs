//! Published pages against the published schemas, JSON Schema and XSD.

mod pages;

use annals_publish::wire::{Event, List};
use annals_publish::{Format, json, redirects, xml};
use serde_json::Value;
use std::process::Command;

fn events() -> [Event; 2] {
    [pages::event(), pages::withdrawn()]
}

fn lists() -> [List; 2] {
    [pages::day(), pages::story()]
}

/// Every kind of page in a format.
fn all(format: Format) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for event in events() {
        let mut page = Vec::new();
        match format {
            Format::Json => json::event(&event, &mut page),
            _ => xml::event(&event, &mut page),
        }
        found.push(page);
    }
    for list in lists() {
        let mut page = Vec::new();
        match format {
            Format::Json => json::list(&list, &mut page),
            _ => xml::list(&list, &mut page),
        }
        found.push(page);
    }
    let mut page = Vec::new();
    redirects::stub(
        format,
        "/news/2016/10/5/old",
        "/news/2016/10/5/新",
        &pages::settings(),
        &mut page,
    );
    found.push(page);
    found
}

#[test]
fn json_pages_fit_the_schema() {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for page in all(Format::Json) {
        assert!(page.ends_with(b"}\n"));
        let page: Value = serde_json::from_slice(&page).unwrap();
        if let Err(error) = validator.validate(&page) {
            panic!("{error} at {}\n{page:#}", error.instance_path());
        }
    }
}

/// A schema that lets everything through would pass the test above.
#[test]
fn the_json_schema_refuses_what_is_no_page() {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut page = Vec::new();
    json::event(&pages::event(), &mut page);
    let page: Value = serde_json::from_slice(&page).unwrap();
    assert!(validator.is_valid(&page));
    let spoil: [fn(&mut Value); 6] = [
        |p| p["kind"] = "day".into(),
        |p| p["surprise"] = 1.into(),
        |p| p["changes"][0]["grade"] = "huge".into(),
        |p| p["day"] = "5 October 2016".into(),
        |p| p["sources"][0]["url"] = "javascript:x".into(),
        |p| drop(p.as_object_mut().and_then(|p| p.remove("statement"))),
    ];
    for (at, spoil) in spoil.iter().enumerate() {
        let mut page = page.clone();
        spoil(&mut page);
        assert!(!validator.is_valid(&page), "spoilt page {at}");
    }
}

#[test]
fn xml_pages_fit_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let xsd = folder.path().join("annals.xsd");
    std::fs::write(&xsd, xml::SCHEMA).unwrap();
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(&xsd);
    let mut bad = Command::new("xmllint");
    bad.args(["--noout", "--nonet", "--schema"]).arg(&xsd);
    for (at, page) in all(Format::Xml).into_iter().enumerate() {
        let file = folder.path().join(format!("{at}.xml"));
        std::fs::write(&file, page).unwrap();
        command.arg(file);
    }
    let spoilt = folder.path().join("spoilt.xml");
    std::fs::write(&spoilt, "<event xmlns=\"urn:annals:1\" id=\"x\"/>").unwrap();
    let Ok(output) = command.output() else {
        println!("skipped: xmllint is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!bad.arg(spoilt).output().unwrap().status.success());
}
