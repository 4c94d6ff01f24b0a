//! Checks of a served archive by programs that others made: one list.
//!
//! Each is a Python script that gets the program to look at and a folder to work in,
//! makes its archive there, serves it on a free port and exits with 0 where all is well.
//! What it imports is installed apart from everything else, by its list of pinned
//! packages.

use super::{Run, needs, program, target_folder};
use std::process::Command;

/// A check of a served archive.
struct Check {
    name: &'static str,
    /// The script, from the project's folder.
    script: &'static str,
    /// Its packages.
    requirements: &'static str,
}

const CHECKS: &[Check] = &[Check {
    name: "API",
    script: "tests/serve/api/check.py",
    requirements: "tests/serve/api/requirements.txt",
}];

/// Runs each of them as a step.
pub(super) fn run(run: &mut Run, built: bool) -> anyhow::Result<()> {
    for check in CHECKS {
        if !built {
            run.skip(check.name, "the build failed".to_owned());
            continue;
        }
        let target = target_folder()?;
        let modules = target.join("test-python-served").join(check.name);
        if let Err(lacking) = needs::python(&run.root, &modules, check.requirements) {
            run.skip_unless_ci(check.name, lacking);
            continue;
        }
        let folder = target.join("served-check").join(check.name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let mut python = Command::new("python3");
        python.arg(check.script).arg(program(&target)).arg(folder);
        run.step(check.name, python.env("PYTHONPATH", modules));
    }
    Ok(())
}
