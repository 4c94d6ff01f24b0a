//! The documentation says what is so: commands run, named paths exist, the
//! reference of commands is the command line's own help.
//!
//! `ANNALS_BLESS=1` (or `cargo xtask docs`) writes `docs/commands.md`.
#![allow(clippy::unwrap_used)] // the functions that tests share may fail loudly, too

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What people read, from the project's folder.
const PAGES: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/commands.md",
    "docs/event-lines.md",
    "docs/json.md",
    "docs/themes.md",
];

/// What looks like a path of the project and is none: files of an archive, a
/// site or a theme, which only the reader has, and what the build makes.
const ELSEWHERE: &[&str] =
    &["assets/", "messages/", "target/", "my-theme/", "text/", "fuzz/corpus"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The built program, asked nothing by the terminal or the environment.
fn annals(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(args)
        .env_remove("ANNALS_ARCHIVE")
        .env_remove("ANNALS_EDITOR")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(out.status.success(), "annals {args:?}: {out:?}");
    String::from_utf8(out.stdout).unwrap()
}

/// The names of the commands, as the help lists them.
fn commands() -> Vec<String> {
    listed(&annals(&["--help"]))
}

/// The commands that a command's help lists: most have none.
fn listed(help: &str) -> Vec<String> {
    if !help.contains("Commands:\n") {
        return Vec::new();
    }
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    list.lines()
        // A line that goes on with the one before it is indented more.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The fenced blocks of a page in one language.
fn blocks<'t>(text: &'t str, lang: &str) -> Vec<&'t str> {
    let fence = format!("\n```{lang}\n");
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(&fence) {
        let (block, next) = after.split_once("\n```").expect("a fence ends");
        blocks.push(block);
        rest = next;
    }
    blocks
}

/// The text without its fenced blocks.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            out += line;
            out.push('\n');
        }
    }
    out
}

/// What stands between backticks, outside of fenced blocks.
fn quoted(text: &str) -> Vec<String> {
    let prose = prose(text);
    let lines = prose.lines();
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn commands_md_is_the_help() {
    let mut text = String::from(
        "# Commands\n\n\
         The command line's own help, written by `cargo xtask docs`. `annals COMMAND --help` says the same.\n\n\
         Exit status: 0 done, 1 done with problems that are listed, 2 wrong usage, 3 could not read or write.\n",
    );
    let mut section = |title: &str, help: &str| {
        let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        text += &format!("\n## {title}\n\n```text\n{}\n```\n", lines.join("\n"));
    };
    section("annals", &annals(&["--help"]));
    for name in commands() {
        let help = annals(&[&name, "--help"]);
        section(&format!("annals {name}"), &help);
        for inner in listed(&help) {
            section(&format!("annals {name} {inner}"), &annals(&[&name, &inner, "--help"]));
        }
    }
    let path = root().join("docs/commands.md");
    if std::env::var_os("ANNALS_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/commands.md is not the help of today: run `cargo xtask docs`");
}

#[test]
fn every_command_is_in_the_readme() {
    let readme = page("README.md");
    for name in commands() {
        assert!(readme.contains(&format!("`annals {name}")), "the README lacks `annals {name}`");
    }
}

#[test]
fn named_commands_and_options_exist() {
    let mut help = BTreeMap::new();
    for name in commands() {
        let mut text = annals(&[&name, "--help"]);
        for inner in listed(&text) {
            text += &annals(&[&name, &inner, "--help"]);
        }
        help.insert(name, text);
    }
    for name in PAGES.iter().filter(|name| **name != "docs/commands.md") {
        let text = page(name);
        let inline = quoted(&text);
        let lines = blocks(&text, "sh").into_iter().flat_map(str::lines).map(str::to_owned);
        for command in inline.into_iter().chain(lines) {
            let mut words = command.split_whitespace().peekable();
            if words.next() != Some("annals") {
                continue;
            }
            if words.next_if_eq(&"--archive").is_some() {
                words.next();
            }
            let is_name = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
            let Some(word) = words.next().filter(is_name) else { continue };
            let Some(help) = help.get(word) else {
                panic!("{name} names `{command}`, but there is no command `{word}`");
            };
            for option in words.filter(|w| w.starts_with("--")) {
                let option = option.split('=').next().unwrap_or(option);
                assert!(help.contains(option), "{name}: `{command}`: there is no `{option}`");
            }
        }
    }
}

#[test]
fn named_paths_exist() {
    let root = root();
    for name in PAGES {
        let text = page(name);
        for path in quoted(&text).iter().filter(|path| looks_like_a_path(path)) {
            assert!(root.join(path).exists(), "{name} names `{path}`, which is not there");
        }
        let prose = prose(&text);
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !link.contains("://") {
                let folder = root.join(name).parent().unwrap().to_owned();
                assert!(folder.join(file).exists(), "{name} links to `{link}`, which is not there");
            }
        }
        for krate in quoted(&text).iter().filter_map(|word| word.strip_prefix("annals-")) {
            if krate.bytes().all(|b| b.is_ascii_lowercase()) && krate != "demo" {
                let folder = root.join("crates").join(krate);
                assert!(folder.exists(), "{name} names the crate `annals-{krate}`");
            }
        }
    }
}

#[test]
fn named_tasks_exist() {
    for name in PAGES {
        let text = page(name);
        for task in text.split("cargo xtask ").skip(1) {
            let end = task.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(task.len());
            let source = root().join("xtask/src").join(&task[..end]);
            let exists = source.with_extension("rs").exists() || source.join("mod.rs").exists();
            assert!(end > 0 && exists, "{name}: there is no `cargo xtask {}`", &task[..end]);
        }
    }
}

/// Whether a quoted text means a file or folder of the project: relative, of
/// plain characters, with a slash in it or in capitals (`README.md`, `LICENSE-MIT`).
fn looks_like_a_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '@');
    if !text.chars().all(plain) || ELSEWHERE.iter().any(|known| text.starts_with(known)) {
        return false;
    }
    let inside = text.contains('/') && !text.starts_with('/') && !text.starts_with("./");
    let capitals = text.strip_suffix(".md").is_some_and(|stem| {
        stem.len() > 3 && stem.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
    });
    inside || capitals
}

/// A line of the README's `sh` blocks.
struct Line<'t> {
    command: &'t str,
    /// The exit status that the comment behind it announces; 0 where it says nothing.
    status: i32,
}

fn lines(readme: &str) -> Vec<Line<'_>> {
    let all = blocks(readme, "sh").into_iter().flat_map(str::lines);
    all.map(|line| line.split_once("  #").unwrap_or((line, "")))
        .map(|(command, comment)| {
            let status = comment.split_once("exit status ").map_or(0, |(_, rest)| {
                rest.chars().next().and_then(|c| c.to_digit(10)).expect("a digit") as i32
            });
            Line { command: command.trim(), status }
        })
        .filter(|line| !line.command.is_empty() && !line.command.starts_with('#'))
        .collect()
}

/// What the README tells a person to type before there is an `annals` to run:
/// checked for its form, for it builds the project or fetches it.
fn is_preparation(command: &str) -> bool {
    command.starts_with("git clone ")
        || command.starts_with("cd ")
        || command == "cargo xtask test"
        || command
            .strip_prefix("cargo install --locked --path ")
            .is_some_and(|path| root().join(path).join("Cargo.toml").exists())
}

/// The words of `command` as the built program would get them; `None` where it
/// is no run of annals.
fn as_annals(command: &str) -> Option<String> {
    if command == "annals" || command.starts_with("annals ") {
        return Some(command.to_owned());
    }
    command.strip_prefix("cargo run --release -- ").map(|rest| format!("annals {rest}"))
}

#[test]
fn readme_commands_run() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let examples = root().join("examples/syrian-peace-process");
    copy(&examples, &here.join("examples/syrian-peace-process"));
    copy(&root().join("examples/pages"), &here.join("examples/pages"));
    let built = Path::new(env!("CARGO_BIN_EXE_annals")).parent().unwrap();
    let mut paths = vec![built.to_owned()];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let paths = std::env::join_paths(paths).unwrap();

    let readme = page("README.md");
    let mut env: BTreeMap<String, String> = BTreeMap::new();
    let mut ran = 0;
    let mut said = String::new();
    for line in lines(&readme) {
        if let Some((name, value)) =
            line.command.strip_prefix("export ").and_then(|rest| rest.split_once('='))
        {
            env.insert(name.to_owned(), value.to_owned());
            continue;
        }
        if is_preparation(line.command) {
            continue;
        }
        let Some(mut command) = as_annals(line.command) else {
            panic!("the README's `{}` is of no kind that this test knows", line.command);
        };
        if command.starts_with("annals demo") {
            // It would serve until somebody stops it.
            command += " --no-serve";
        }
        let out = Command::new("sh")
            .args(["-c", &command])
            .current_dir(here)
            .env_remove("ANNALS_ARCHIVE")
            .env_remove("ANNALS_EDITOR")
            .env("PATH", &paths)
            .envs(&env)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(
            out.status.code(),
            Some(line.status),
            "`{}`\n{}{}",
            line.command,
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        );
        said += &String::from_utf8(out.stdout).unwrap();
        ran += 1;
    }
    assert!(ran > 10, "the README shows {ran} commands only: are its blocks marked `sh`?");
    for shown in blocks(&readme, "text").into_iter().flat_map(str::lines) {
        assert!(said.contains(shown), "no command of the README prints `{shown}`");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
