//! Checks of a served archive by programs that others made: one list.
//!
//! Each makes its archive in a folder of its own with the program to look at, serves
//! it on a free port and exits with 0 where all is well. What its Python imports is
//! installed apart from everything else, by its list of pinned packages.

use super::{Run, needs, program, target_folder};
use std::process::Command;

/// A check of a served archive.
struct Check {
    name: &'static str,
    /// What Python runs, from the project's folder; the program and the folder follow.
    script: &'static str,
    /// What follows those: the check that `served.py` runs.
    then: &'static [&'static str],
    /// The packages; none where it needs none.
    requirements: Option<&'static str>,
}

const SERVED: &str = "tests/serve/served.py";
const CLIENTS: Option<&str> = Some("tests/serve/requirements.txt");

const CHECKS: &[Check] = &[
    Check {
        name: "API",
        script: "tests/serve/api/check.py",
        then: &[],
        requirements: Some("tests/serve/api/requirements.txt"),
    },
    Check {
        name: "Memento",
        script: SERVED,
        then: &["python3", "tests/serve/memento_check.py", "{url}"],
        requirements: CLIENTS,
    },
    Check {
        name: "MCP",
        script: SERVED,
        then: &["python3", "tests/serve/mcp_check.py", "{url}", "{annals}", "{archive}"],
        requirements: CLIENTS,
    },
    Check {
        name: "browser",
        script: SERVED,
        then: &["node", "tests/pages/served.mjs", "{url}", "{name}", "{password}"],
        requirements: None,
    },
];

/// Runs each of them as a step.
pub(super) fn run(run: &mut Run, built: bool) -> anyhow::Result<()> {
    for check in CHECKS {
        if !built {
            run.skip(check.name, "the build failed".to_owned());
            continue;
        }
        let target = target_folder()?;
        let mut python = Command::new("python3");
        if let Some(requirements) = check.requirements {
            let modules = target.join("test-python-served").join(requirements.replace('/', "-"));
            if let Err(lacking) = needs::python(&run.root, &modules, requirements) {
                run.skip_unless_ci(check.name, lacking);
                continue;
            }
            python.env("PYTHONPATH", modules);
        }
        let folder = target.join("served-check").join(check.name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        python.arg(check.script).arg(program(&target)).arg(folder).args(check.then);
        run.step(check.name, &mut python);
    }
    Ok(())
}
