//! Telling web archives from other files by their first bytes.

use super::{
    arc,
    seek::{Packing, unpack_head},
};

/// A kind of web archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// WARC, plain or packed.
    Warc,
    /// ARC, plain or packed.
    Arc,
    /// WACZ: a zip file with archives in it.
    Wacz,
}

/// Whether a file that begins with these bytes is a web archive.
pub fn looks_like(head: &[u8]) -> bool {
    shape(head).is_some()
}

/// What kind of web archive begins with these bytes. Some kilobytes tell; of
/// packed files the beginning is unpacked.
pub fn shape(head: &[u8]) -> Option<Shape> {
    match Packing::of(head) {
        Packing::Plain if head.starts_with(b"PK\x03\x04") => wacz(head),
        Packing::Plain => bare(head),
        packing => {
            // The frame with a dictionary occurs in web archives only.
            let dictionary = head.starts_with(&super::frames::DICTIONARY_FRAME);
            if dictionary { Some(Shape::Warc) } else { bare(&unpack_head(head, packing)) }
        }
    }
}

fn bare(head: &[u8]) -> Option<Shape> {
    if head.starts_with(b"WARC/0.") || head.starts_with(b"WARC/1.") {
        return Some(Shape::Warc);
    }
    let filedesc = head.starts_with(b"filedesc://") || arc::begins(head);
    filedesc.then_some(Shape::Arc)
}

/// A WACZ shows by what it must hold; its entries come in any order.
fn wacz(head: &[u8]) -> Option<Shape> {
    let mut rest = head;
    // Local file headers: the name's length at byte 26, the name at byte 30.
    while let Some(at) = rest.windows(4).position(|w| w == b"PK\x03\x04") {
        let entry = &rest[at..];
        let Some(length) = entry.get(26..28) else { break };
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let Some(name) = entry.get(30..30 + length) else { break };
        let known = name == b"datapackage.json"
            || name.starts_with(b"archive/")
            || name == b"pages/pages.jsonl"
            || name.starts_with(b"indexes/index.cdx");
        if known {
            return Some(Shape::Wacz);
        }
        rest = &entry[4..];
    }
    None
}
