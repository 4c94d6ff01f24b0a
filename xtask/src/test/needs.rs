//! What the checks of pages, captures and served archives need besides Rust, and its installation
//! where it lacks.

use std::path::Path;
use std::process::{Command, Stdio};

/// A program and the Debian packages that bring it.
struct Need {
    program: &'static str,
    packages: &'static [&'static str],
    what_for: &'static str,
}

const NEEDS: &[Need] = &[
    Need { program: "node", packages: &["nodejs"], what_for: "runs the page checks" },
    Need { program: "npm", packages: &["npm"], what_for: "brings what they use" },
    Need { program: "java", packages: &["default-jre-headless"], what_for: "the HTML checker" },
    Need { program: "xmllint", packages: &["libxml2-utils"], what_for: "XML against its schema" },
    Need { program: BROWSER, packages: &["chromium"], what_for: "accessibility and layout" },
];

/// Where the page checks look for the browser, unless `CHROMIUM` names another.
const BROWSER: &str = "/usr/bin/chromium";

/// The oldest Node.js that reads the page checks; `engines` in their `package.json`.
const NODE_MAJOR: u32 = 20;

/// Installs what is missing, and says so. Returns what is missing still, with what to do.
pub(super) fn install(root: &Path) -> Vec<String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !is_there(need.program)).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().flat_map(|n| n.packages).copied().collect();
        println!("== needs: installing {}", packages.join(" "));
        if may_install() {
            install_packages(&packages);
        } else {
            println!("not possible here: it takes Debian's apt-get and the rights of root");
        }
    }
    let mut lacking: Vec<String> = NEEDS
        .iter()
        .filter(|need| !is_there(need.program))
        .map(|need| {
            let (program, packages) = (need.program, need.packages.join(" "));
            format!("no `{program}` ({}): `apt-get install {packages}`", need.what_for)
        })
        .collect();
    if lacking.is_empty() {
        lacking.extend(node_too_old());
        lacking.extend(install_modules(&root.join("tests/pages")));
    }
    lacking
}

fn is_there(program: &str) -> bool {
    if program == BROWSER {
        let named = std::env::var_os("CHROMIUM");
        return named.map_or(Path::new(BROWSER).exists(), |path| Path::new(&path).exists());
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// Whether packages can be installed: a Debian, and root.
fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output();
    is_there("apt-get") && root.is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// What cannot be installed is found missing afterwards.
fn install_packages(packages: &[&str]) {
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["-q", "-y"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
        let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
        if !done.is_ok_and(|status| status.success()) {
            println!("`apt-get {}` failed", args.join(" "));
        }
    };
    apt(&["update"]);
    apt(&[&["install", "--no-install-recommends"], packages].concat());
}

fn node_too_old() -> Option<String> {
    let out = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next()?.parse::<u32>().ok()?;
    (major < NODE_MAJOR).then(|| {
        format!("Node.js {version} is too old: install version {NODE_MAJOR} or a later one")
    })
}

/// Brings the modules of the page checks, unless they are those of the lock file.
fn install_modules(folder: &Path) -> Option<String> {
    let time = |file: &str| folder.join(file).metadata().and_then(|m| m.modified()).ok();
    // npm writes this file last, so it is as old as the installation.
    let installed = time("node_modules/.package-lock.json");
    if installed.is_some() && installed >= time("package-lock.json") {
        return None;
    }
    println!("== needs: npm ci in tests/pages");
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder).stdin(Stdio::null());
    let done = command.status().is_ok_and(|status| status.success());
    (!done)
        .then(|| "the modules of the page checks are missing: `npm ci` in tests/pages".to_owned())
}

/// Brings the Python packages of a list (`requirements`, from the project's folder) into
/// `modules`; what is lacking otherwise, with what to do.
pub(super) fn python(root: &Path, modules: &Path, requirements: &str) -> Result<(), String> {
    if !is_there("python3") || !has_pip() {
        println!("== needs: installing python3-pip");
        if may_install() {
            install_packages(&["python3", "python3-pip"]);
        }
        if !has_pip() {
            return Err("no `python3` with pip: `apt-get install python3-pip`".to_owned());
        }
    }
    // The list that was installed stands beside what it brought.
    let (list, done) = (root.join(requirements), modules.join("installed.txt"));
    let wanted = std::fs::read(&list).map_err(|e| format!("{requirements}: {e}"))?;
    if std::fs::read(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("== needs: pip install of {requirements}");
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]);
    command.arg(modules).arg("--upgrade").arg("-r").arg(list);
    let installed = command.stdin(Stdio::null()).status().is_ok_and(|status| status.success());
    if installed && std::fs::write(done, wanted).is_ok() {
        Ok(())
    } else {
        Err(format!("pip install of {requirements} failed"))
    }
}

fn has_pip() -> bool {
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
