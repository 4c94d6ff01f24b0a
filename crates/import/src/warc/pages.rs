//! From a record to a capture: the fields' meaning, the HTTP response, the content.

use super::{
    Limits,
    capture::{Capture, Content, Revisit},
    coding,
    digest::{self, Match},
    fields::find,
    http,
    moment::{self, Exactness},
    notes::note,
    record::{Kind, Record, Short},
    remembered::Remembered,
};
use annals_model::{Note, Timestamp};

/// Makes a capture of a record that has one: a response, a resource or a
/// revisit of an address of the web.
pub(super) fn capture(
    mut record: Record,
    limits: &Limits,
    remembered: &mut Remembered,
) -> Result<Capture, Record> {
    let Some(url) = address(&record) else { return Err(record) };
    if !matches!(record.kind, Kind::Response | Kind::Resource | Kind::Revisit) {
        return Err(record);
    }
    let mut capture = Capture {
        record: record.name(),
        url,
        captured_at: None,
        status: None,
        headers: Vec::new(),
        content_type: record.fields.get("WARC-Identified-Payload-Type").map(str::to_owned),
        body: Vec::new(),
        content: Content::AsSent,
        digest: record.fields.get("WARC-Payload-Digest").map(str::to_owned),
        revisit_of: None,
        notes: std::mem::take(&mut record.notes),
    };
    capture.captured_at = date(&record, "WARC-Date", &mut capture.notes);
    if let Some(short) = record.short {
        capture.notes.push(short_note(&record, short));
    }
    if let Some(reason) = record.fields.get("WARC-Truncated") {
        capture.content = Content::Cut;
        capture.notes.push(note(
            "truncated-by-crawler",
            format!("whoever saved the page cut it: `{}`", crate::quote(reason)),
            "kept what there is",
        ));
    }
    if record.fields.get("WARC-Segment-Number").is_some() {
        capture.content = Content::Cut;
        capture.notes.push(note(
            "record-in-segments",
            "the record is one of several segments",
            "kept what its first one holds",
        ));
    }
    let wrong_block = wrong_block(&record, &capture);
    let payload = payload(&record, limits, &mut capture);
    let digests = match record.kind {
        Kind::Revisit => Vec::new(),
        _ => digests(&record, payload, wrong_block, &mut capture),
    };
    let short = record.short.is_some();
    let mut body = record.block;
    body.drain(..payload);
    if record.kind == Kind::Revisit {
        revisit(&record.fields, remembered, &mut capture);
        return Ok(capture);
    }
    let content = coding::decode(&capture.headers, body, limits);
    capture.body = content.bytes;
    capture.notes.extend(content.notes);
    if content.cut || short {
        capture.content = Content::Cut;
    } else if content.changed && capture.content == Content::AsSent {
        capture.content = Content::Decoded;
    }
    remembered.keep(&capture, digests);
    Ok(capture)
}

/// The record's address, if it is one of the web.
fn address(record: &Record) -> Option<String> {
    let url = record.fields.get("WARC-Target-URI")?;
    // WARC 1.0 printed brackets in its grammar by mistake, and some tools write them.
    let url = url.trim_start_matches('<').trim_end_matches('>').trim();
    let web = ["http://", "https://"];
    let web = web.iter().any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s)));
    web.then(|| url.to_owned())
}

fn date(record: &Record, name: &str, notes: &mut Vec<Note>) -> Option<Timestamp> {
    let text = record.fields.get(name);
    match text.map(|text| (text, moment::parse(text))) {
        Some((_, Some((at, Exactness::Full)))) => return Some(at),
        Some((text, Some((at, Exactness::Filled)))) => {
            notes.push(note(
                "date-not-exact",
                format!("`{name}: {}` is no full moment", crate::quote(text)),
                "took its beginning",
            ));
            return Some(at);
        }
        Some((text, None)) => notes.push(note(
            "date-not-read",
            format!("`{name}: {}` is no moment", crate::quote(text)),
            "kept the capture without it",
        )),
        None => notes.push(note(
            "record-without-date",
            format!("the record has no `{name}`"),
            "kept the capture without it",
        )),
    }
    None
}

pub(super) fn short_note(record: &Record, short: Short) -> Note {
    let held = record.block.len();
    match short {
        Short::Bound => note(
            "record-too-large",
            format!("{} has more than {held} bytes", record.name()),
            "kept those, and passed over the rest",
        ),
        Short::Ended => note(
            "record-truncated",
            format!("the file ends, or is damaged, {held} bytes into {}", record.name()),
            "kept what there is",
        ),
        Short::Next => note(
            "record-truncated",
            format!("another record begins {held} bytes into {}", record.name()),
            "kept what there is",
        ),
    }
}

/// Reads the HTTP head if there is one, and tells where the payload begins.
fn payload(record: &Record, limits: &Limits, capture: &mut Capture) -> usize {
    let declared = record.fields.get("Content-Type").unwrap_or_default();
    let declared_http = http::is_message(declared);
    if record.kind == Kind::Resource && !declared_http {
        capture.content_type = Some(declared.to_owned()).filter(|t| !t.is_empty());
        return 0;
    }
    let Some(head) = http::head(&record.block, limits.header_bytes) else {
        if !record.block.is_empty() {
            if !declared_http && !declared.is_empty() {
                capture.content_type = Some(declared.to_owned());
            }
            capture.notes.push(note(
                "response-without-header",
                "the record's content does not begin with an HTTP header",
                "took all of it for the page",
            ));
        }
        return 0;
    };
    capture.status = head.status;
    capture.headers = head.headers;
    capture.notes.extend(head.notes);
    if let Some(content_type) = find(&capture.headers, "Content-Type") {
        capture.content_type = Some(content_type.to_owned());
    }
    head.body
}

/// Whether the block's digest is wrong, where no digest of the payload is stated.
fn wrong_block(record: &Record, capture: &Capture) -> bool {
    let stated = record.fields.get("WARC-Block-Digest");
    let checked = capture.digest.is_none() && record.short.is_none();
    checked && stated.is_some_and(|d| digest::check(d, &record.block) == Match::Different)
}

/// Checks the stated digest, and gives the digests that the payload is known by.
///
/// ISO 28500 means the payload without its transfer coding; most tools take the
/// bytes as they were sent. Both count.
fn digests(
    record: &Record,
    payload: usize,
    wrong_block: bool,
    capture: &mut Capture,
) -> Vec<String> {
    let sent = &record.block[payload..];
    if record.short.is_some() {
        return Vec::new();
    }
    let Some(stated) = capture.digest.clone() else {
        if wrong_block {
            capture.notes.push(wrong_digest("WARC-Block-Digest"));
        }
        return vec![digest::sha1(sent)];
    };
    let mut same = digest::check(&stated, sent);
    if same == Match::Different
        && let super::chunked::Chunked::Whole(bytes) = super::chunked::decode(sent)
    {
        same = digest::check(&stated, &bytes);
    }
    if same == Match::Different {
        capture.notes.push(wrong_digest(&stated));
        return Vec::new();
    }
    vec![stated]
}

fn wrong_digest(stated: &str) -> Note {
    note(
        "wrong-digest",
        format!("the content has not the digest that is stated: `{}`", crate::quote(stated)),
        "kept the content as it is",
    )
}

/// Fills in what a revisit repeats.
fn revisit(fields: &super::fields::Fields, remembered: &Remembered, capture: &mut Capture) {
    let unbracketed = |v: &str| v.trim_start_matches('<').trim_end_matches('>').trim().to_owned();
    let of = Revisit {
        record: fields.get("WARC-Refers-To").map(unbracketed),
        url: fields.get("WARC-Refers-To-Target-URI").map(unbracketed),
        captured_at: fields.get("WARC-Refers-To-Date").and_then(moment::parse).map(|(at, _)| at),
        digest: capture.digest.clone(),
        profile: fields.get("WARC-Profile").map(str::to_owned),
    };
    match remembered.find(&of) {
        Some(body) => {
            capture.body.clone_from(&body.bytes);
            capture.content = Content::Earlier;
            if capture.content_type.is_none() {
                capture.content_type.clone_from(&body.content_type);
            }
        }
        None => {
            capture.content = Content::Missing;
            capture.notes.push(note(
                "revisit-of-unknown",
                "the record repeats a capture that is not at hand: not before it in the file, or no page",
                "kept it without a body",
            ));
        }
    }
    capture.revisit_of = Some(of);
}
