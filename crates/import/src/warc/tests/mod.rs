//! Whole files through the reader and the writer, made by hand or by the writer.

mod codings;
mod damage;
mod hostile;
mod reading;
mod truncated;
mod wacz;
mod writing;

use super::{Capture, Limits, Summary, read};
use flate2::{Compression, write::GzEncoder};
use std::{convert::Infallible, io::Write};

/// Reads a file to its end.
fn all(file: &[u8]) -> (Vec<Capture>, Summary) {
    all_within(file, &Limits::default())
}

fn all_within(file: &[u8], limits: &Limits) -> (Vec<Capture>, Summary) {
    let mut captures = Vec::new();
    let summary = read(file, limits, &mut |capture| {
        captures.push(capture);
        Ok::<(), Infallible>(())
    });
    (captures, summary.unwrap())
}

/// A WARC record of these fields with this block.
fn record(fields: &str, block: &[u8]) -> Vec<u8> {
    let mut record = String::from("WARC/1.0\r\n");
    for field in fields.lines() {
        record.extend([field.trim(), "\r\n"]);
    }
    record.push_str(&format!("Content-Length: {}\r\n\r\n", block.len()));
    [record.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A response record of a page of example.org.
fn response(path: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let fields = format!(
        "WARC-Type: response
         WARC-Record-ID: <urn:example:{path}>
         WARC-Date: 2016-09-26T10:15:00Z
         WARC-Target-URI: http://example.org/{path}
         Content-Type: application/http; msgtype=response"
    );
    let mut block = String::from("HTTP/1.1 200 OK\r\n");
    for line in head.lines() {
        block.extend([line.trim(), "\r\n"]);
    }
    block.push_str("\r\n");
    record(&fields, &[block.as_bytes(), body].concat())
}

fn page(path: &str, body: &str) -> Vec<u8> {
    response(path, "Content-Type: text/html", body.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn bodies(captures: &[Capture]) -> Vec<&str> {
    captures.iter().map(|c| std::str::from_utf8(&c.body).unwrap()).collect()
}

/// The kinds of a capture's notes.
fn kinds(capture: &Capture) -> Vec<&'static str> {
    capture.notes.iter().map(|note| note.kind).collect()
}

fn summary_kinds(summary: &Summary) -> Vec<&'static str> {
    summary.notes.iter().map(|note| note.kind).collect()
}
