//! A small archive of facts that anybody can look up, growing as a test says.

use annals_archive::deliver::{self, Delivered};
use annals_archive::record::Recorder;
use annals_archive::{Archive, relink};
use annals_fetch::{Courier, Parcel, Receipt, SendError};
use annals_model::{
    By, Date, Document, Draft, Incoming, Source, StoryRef, Timestamp, Version, date,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The states that the General Assembly admitted to the United Nations on 20 September
/// 1960, each told in its own way.
pub(crate) const ADMITTED: [&str; 14] = [
    "Cameroon, independent since New Year's Day, enters the United Nations.",
    "What was Ubangi-Shari joins the world body as the Central African Republic.",
    "Fort-Lamy cheers: Chad belongs to the United Nations.",
    "Brazzaville's Congo becomes a member state, five weeks after leaving French rule.",
    "Delegates quarrel over who may sit for Léopoldville, whose Congo is let in.",
    "Archbishop Makarios sees Cyprus admitted, a month after British rule ended there.",
    "Dahomey takes its place at New York; its capital is Porto-Novo.",
    "Gabon, with Libreville for a capital, obtains a seat in the General Assembly.",
    "Félix Houphouët-Boigny's Ivory Coast is received by acclamation.",
    "Tananarive hears that Madagascar may vote in the Assembly from now on.",
    "Niger, landlocked and vast, is welcomed by the Assembly's president Frederick Boland.",
    "Somalia, united in July from two territories, raises its flag beside the East River.",
    "A trust territory until April, Togo gets the same rights as its former trustees.",
    "Upper Volta's Maurice Yaméogo wins membership for Ouagadougou.",
];

/// The moment of a round.
pub(crate) fn now(round: i64) -> Timestamp {
    Timestamp::from_second(1_480_000_000 + 60 * round).unwrap()
}

/// A statement with as many sources as are said.
pub(crate) fn version(day: Date, text: &str, sources: usize, at: i64) -> Version {
    let source = |n| Source {
        name: format!("Minutes, sheet {n}"),
        via: None,
        url: Some(format!("https://example.org/minutes/{n}/{}", text.len())),
    };
    let story = StoryRef { title: "Decolonisation of Africa".into(), target: None };
    Version {
        known_at: Some(now(at)),
        by: By::importer("lines", None),
        day,
        text: text.into(),
        links: None,
        category: Some("Law and politics".into()),
        stories: Some(vec![vec![story]]),
        summary: None,
        sources: Some((1..=sources).map(source).collect()),
        image: None,
        lang: "en".into(),
    }
}

pub(crate) fn tell(archive: &Archive, version: Version, at: i64) {
    let mut recorder = Recorder::begin(archive, now(at)).unwrap();
    let draft = Draft {
        id: None,
        old_paths: Vec::new(),
        under: None,
        line: None,
        versions: vec![version],
        claimed_related: Vec::new(),
    };
    recorder
        .record(&Document { found: vec![Incoming::Told(draft)], ..Document::default() })
        .unwrap();
    recorder.commit().unwrap();
    relink::run(archive, relink::Extent::Needed).unwrap();
}

/// These statements, each from one source, on the day of the admissions.
pub(crate) fn told(archive: &Archive, statements: &[&str], at: i64) {
    for state in statements {
        tell(archive, version(date(1960, 9, 20), state, 1, at), at);
    }
}

/// An archive with settings.
pub(crate) fn archive(dir: &Path, settings: &str) -> Archive {
    Archive::init(dir, "Facts", "en").unwrap();
    let settings =
        format!("title = \"Facts\"\nbase_url = \"https://news.example.org\"\n{settings}");
    fs::write(dir.join("annals.toml"), settings).unwrap();
    Archive::open(dir).unwrap()
}

/// A network on which nothing may be sent.
pub(crate) struct NoNetwork;

impl Courier for NoNetwork {
    fn send(&self, parcel: &Parcel<'_>) -> Result<Receipt, SendError> {
        panic!("{parcel:?} is sent");
    }
}

pub(crate) fn deliver(archive: &Archive, at: i64) -> Vec<Delivered> {
    let options = deliver::Options { now: now(at), clock: || now(0), only: None };
    deliver::run(archive, &options, &NoNetwork, |_, _, _| {}).unwrap().targets
}

/// Every file of a tree with its bytes; what begins with a dot at its root is left out.
pub(crate) fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The site as it is published from nothing.
pub(crate) fn from_scratch(archive: &Archive, out: &Path) -> BTreeMap<String, Vec<u8>> {
    let options = annals_archive::publish::Options {
        out: out.to_owned(),
        formats: annals_publish::Format::ALL.to_vec(),
        base_url: None,
        theme: None,
    };
    annals_archive::publish::run(archive, &options, |_, _| {}).unwrap();
    tree(out)
}

/// Runs git as a user would, without anybody's settings.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let output = git_command(folder).args(args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn git_command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.quotePath=false",
    ]);
    command
}

/// The files of a branch, checked out into a new folder.
pub(crate) fn checked_out(
    repository: &Path,
    branch: &str,
    to: PathBuf,
) -> BTreeMap<String, Vec<u8>> {
    let to_text = to.to_str().unwrap();
    git(
        Path::new("/"),
        &["clone", "--quiet", "--branch", branch, repository.to_str().unwrap(), to_text],
    );
    tree(&to)
}

/// The names in which two trees differ.
pub(crate) fn differences(
    a: &BTreeMap<String, Vec<u8>>,
    b: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let names = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}
