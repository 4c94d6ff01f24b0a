//! Inputs: folders, archives, encodings, and files that mean no good.

#![allow(clippy::unwrap_used)] // the functions that tests share may fail loudly, too

use annals_import::inputs::{Found, Item, Limits, Options, Part, ReadError, read_all};
use annals_model::Incoming;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

const LINE: &str = "{\"date\":\"2016-09-12\",\"text\":\"A truce takes effect in Syria.\"}\n";
const PAGE: &str = "### [2016-10-7](/news/2016/10/7/index.md)\n\n# Juan Manuel Santos is awarded the Nobel Peace Prize. \n\n### Source:\n\n1. [BBC](https://www.bbc.com/a)\n";

fn read_with(paths: &[PathBuf], options: &Options) -> Vec<Item> {
    let mut items = Vec::new();
    let result: Result<(), ReadError> = read_all(paths, options, &mut |item| {
        items.push(item);
        Ok(())
    });
    result.unwrap();
    items
}

fn read(path: &Path) -> Vec<Item> {
    read_with(&[path.to_owned()], &Options::default())
}

fn kinds(items: &[Item]) -> Vec<&'static str> {
    items.iter().filter_map(|i| i.found.document()).flat_map(|d| &d.notes).map(|n| n.kind).collect()
}

fn drafts(items: &[Item]) -> usize {
    items.iter().filter_map(|i| i.found.document()).map(|d| d.found.len()).sum()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive; names are put into headers as they are.
fn tar(entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn formats_are_found_by_content_in_files_folders_and_archives() {
    use tar::EntryType::Regular;
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("a.data", LINE.as_bytes());
    write("b.data", &gz(LINE.as_bytes()));
    write("c.data", PAGE.as_bytes());
    write(
        "d.data",
        &gz(&tar(&[
            ("news/2016/10/7/x.md", Regular, PAGE.as_bytes()),
            ("e.jsonl.gz", Regular, &gz(LINE.as_bytes())),
        ])),
    );
    write("e.data", b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0");
    write("f.data", b"");
    write(".hidden", LINE.as_bytes());
    let items = read(dir.path());
    // Two pages of one sentence on one day are one event.
    assert_eq!(drafts(&items), 4);
    assert_eq!(kinds(&items), ["file-passed-over", "not-text", "format-unknown"]);
    let last = items.last().unwrap();
    assert_eq!(Some(last.read), last.total);
    assert!(
        items
            .iter()
            .filter_map(|i| i.found.document())
            .any(|d| d.name.ends_with("d.data/e.jsonl.gz"))
    );
}

#[test]
fn lines_are_streamed_in_parts() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.jsonl");
    fs::write(&path, LINE.repeat(2_500)).unwrap();
    let items = read(&path);
    let parts: Vec<Part> = items
        .iter()
        .filter_map(|i| match &i.found {
            Found::Document(_, part) => Some(*part),
            Found::Saved(_) => None,
        })
        .collect();
    assert_eq!(parts, [Part::Start, Part::Continued, Part::Continued]);
    assert_eq!(drafts(&items), 2_500);
    let Incoming::Told(draft) = &items[2].found.document().unwrap().found[0] else { panic!() };
    assert_eq!(draft.line, Some(2_001));
}

#[test]
fn encodings_are_decoded() {
    let dir = tempfile::tempdir().unwrap();
    let page = PAGE.replace("Juan Manuel Santos", "José Mujica");
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (name, bytes) in [("a", utf16), ("b", latin), ("c", format!("\u{feff}{page}").into_bytes())]
    {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        let items = read(&path);
        let found = items.iter().filter_map(|i| i.found.document()).flat_map(|d| &d.found).next();
        let Some(Incoming::Told(draft)) = found else { panic!("{name}") };
        assert!(draft.versions[0].text.starts_with("José Mujica is"), "{name}");
    }
}

#[test]
fn a_days_files_come_in_the_order_of_their_times() {
    let dir = tempfile::tempdir().unwrap();
    let day = "{{Current events|year=2016|month=09|day=12|content=\n;Armed conflicts\n*A truce takes effect. [http://example.org/a (Example)]\n}}";
    for name in
        ["2016-09-12@2016-09-13T0930Z.wiki", "2016-09-12@20160912T210000Z.wiki", "2016-09-12.wiki"]
    {
        fs::write(dir.path().join(name), day).unwrap();
    }
    let times = |items: &[Item]| -> Vec<Option<String>> {
        let found = items.iter().filter_map(|i| i.found.document()).flat_map(|d| &d.found);
        found
            .map(|f| match f {
                Incoming::Told(d) => d.versions[0].known_at.map(|t| t.to_string()),
                Incoming::Kept(_) => None,
            })
            .collect()
    };
    let wanted =
        [None, Some("2016-09-12T21:00:00Z".to_owned()), Some("2016-09-13T09:30:00Z".to_owned())];
    assert_eq!(times(&read(dir.path())), wanted);
    let entries: Vec<_> = [
        "w/2016-09-12@2016-09-13T0930Z.wiki",
        "w/2016-09-12.wiki",
        "w/2016-09-12@20160912T210000Z.wiki",
    ]
    .iter()
    .map(|n| (*n, tar::EntryType::Regular, day.as_bytes()))
    .collect();
    let path = dir.path().join("days.tar");
    fs::write(&path, tar(&entries)).unwrap();
    assert_eq!(times(&read(&path)), wanted);
}

#[test]
fn hostile_archives_are_named_and_harm_nothing() {
    use tar::EntryType::{Link, Regular, Symlink};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.tar");
    let mut bytes = tar(&[
        ("../../evil.jsonl", Regular, LINE.as_bytes()),
        ("/etc/evil.jsonl", Regular, LINE.as_bytes()),
        ("link", Symlink, b""),
        ("hard", Link, b""),
        ("pipe", tar::EntryType::Fifo, b""),
        ("good.jsonl", Regular, LINE.as_bytes()),
    ]);
    fs::write(&path, &bytes).unwrap();
    let items = read(&path);
    assert_eq!(drafts(&items), 1);
    assert_eq!(kinds(&items), ["archive-entry-passed-over"; 5]);
    assert!(!dir.path().parent().unwrap().join("evil.jsonl").exists());

    // An entry that claims more than there is.
    bytes.truncate(bytes.len() - 1_024 - 512);
    let mut header = tar::Header::new_ustar();
    header.set_path("huge.md").unwrap();
    header.set_size(1 << 40);
    header.set_cksum();
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(PAGE.as_bytes());
    fs::write(&path, &bytes).unwrap();
    let items = read(&path);
    assert!(
        kinds(&items).contains(&"input-damaged")
            || kinds(&items).contains(&"archive-entry-passed-over")
    );
}

#[test]
fn a_bomb_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.gz");
    let limits = Limits { ratio_from: 1 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let mut bomb = LINE.as_bytes().to_vec();
    bomb.resize(40 << 20, b' ');
    fs::write(&path, gz(&bomb)).unwrap();
    let items = read_with(&[path], &options);
    assert_eq!((drafts(&items), kinds(&items)), (1, vec!["input-damaged"]));
}

#[test]
fn damage_and_size_are_noted_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let whole = gz(&LINE.repeat(5_000).into_bytes());
    fs::write(dir.path().join("a.gz"), &whole[..whole.len() - 20]).unwrap();
    fs::write(dir.path().join("b.md"), PAGE.repeat(100)).unwrap();
    fs::write(dir.path().join("c.jsonl"), LINE).unwrap();
    let limits = Limits { page_bytes: 1_000, ..Limits::default() };
    let items = read_with(&[dir.path().to_owned()], &Options { limits, ..Options::default() });
    assert_eq!(kinds(&items), ["input-damaged", "page-too-large"]);
    assert!(drafts(&items) > 1_000);
}

#[test]
fn a_missing_file_is_an_error_that_names_it() {
    let path = PathBuf::from("no/such/file.wiki");
    let result: Result<(), ReadError> = read_all(&[path], &Options::default(), &mut |_| Ok(()));
    assert!(result.unwrap_err().to_string().starts_with("could not read `no/such/file.wiki`: "));
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("in");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("a.jsonl"), LINE).unwrap();
    std::os::unix::fs::symlink(dir.path(), inside.join("loop")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", inside.join("out")).unwrap();
    let items = read(&inside);
    assert_eq!(drafts(&items), 1);
    assert_eq!(kinds(&items), ["file-passed-over"; 2]);
}

#[test]
fn a_page_that_is_too_large_is_read_from_its_beginning() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("page.html");
    fs::write(&path, format!("<!DOCTYPE html><p>{}", "A truce holds. ".repeat(1_000))).unwrap();
    let limits = Limits { page_bytes: 500, ..Limits::default() };
    let items = read_with(&[path], &Options { limits, ..Options::default() });
    let [Item { found: Found::Saved(page), .. }] = items.as_slice() else { panic!() };
    assert_eq!((page.body.len(), page.notes[0].kind), (500, "page-cut"));
    assert_eq!(page.content, annals_import::warc::Content::Cut);
}
