//! Running the `annals` binary on folders of its own.
#![allow(dead_code, clippy::unwrap_used, reason = "test code; each file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The bundled example's folder.
pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syrian-peace-process")
}

/// Gold data for measuring; `None` (with a message) where it is not there.
pub(crate) fn gold(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("ANNALS_GOLD").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"),
        PathBuf::from,
    );
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no gold data `{name}` (set ANNALS_GOLD to its folder)");
    None
}

/// The binary, ready to run on an archive.
pub(crate) fn annals(archive: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.env("ANNALS_ARCHIVE", archive).env("SOURCE_DATE_EPOCH", "1490000000").args(args);
    command
}

/// Runs it; exit status 0 and 1 (problems listed) are fine.
pub(crate) fn run(archive: &Path, args: &[&str]) -> Output {
    let output = annals(archive, args).output().unwrap();
    let code = output.status.code();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(code, Some(0 | 1)), "annals {args:?} ended with {code:?}: {errors}");
    output
}

/// Runs it and returns what it printed.
pub(crate) fn out(archive: &Path, args: &[&str]) -> String {
    String::from_utf8(run(archive, args).stdout).unwrap()
}

/// Runs it and reads its JSON.
pub(crate) fn json(archive: &Path, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&out(archive, args)).unwrap()
}

/// Makes an empty archive.
pub(crate) fn init(dir: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_annals")).arg("init").arg(dir).output().unwrap();
    assert!(output.status.success());
}

/// Every file of a tree with its bytes; what begins with a dot at the root is left out.
pub(crate) fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                open.push(path);
            } else if !name.starts_with('.') {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The names in which two trees differ.
pub(crate) fn differences(
    a: &BTreeMap<String, Vec<u8>>,
    b: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let names = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}
