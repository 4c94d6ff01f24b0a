//! `cargo xtask test`: everything that must hold before a change goes in.
//!
//! Installs what the page checks need ([`needs`]), then runs one step after the
//! other in one target folder and the development profile, so that nothing is
//! built twice for it. A step that fails does not stop the ones that can go on
//! without it; at the end stands one line for each.

mod needs;
mod served;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// How a step ended.
enum Outcome {
    Passed,
    Failed,
    /// Not run, and why.
    Skipped(String),
}

struct Step {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Whether what cannot be run is a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// On a person's machine it is said and passed over.
    Person,
    /// Where `CI=true`, nothing may be passed over.
    Ci,
}

struct Run {
    root: PathBuf,
    strictness: Strictness,
    steps: Vec<Step>,
}

/// Runs every step. Exit status 1: a step failed.
///
/// # Errors
/// Where the target folder cannot be found or emptied.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let ci = std::env::var("CI").is_ok_and(|value| value == "true" || value == "1");
    let strictness = if ci { Strictness::Ci } else { Strictness::Person };
    let mut run = Run { root: crate::root(), strictness, steps: Vec::new() };

    let lacking = needs::install(&run.root);

    run.cargo("format", &["fmt", "--all", "--check"], &[]);
    run.cargo(
        "clippy",
        &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        &[],
    );
    run.cargo(
        "rustdoc",
        &["doc", "--workspace", "--no-deps", "--locked"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    );
    run.licences();

    let runner: &[&str] = if has_subcommand("nextest") { &["nextest", "run"] } else { &["test"] };
    let all: Vec<&str> = runner.iter().copied().chain(["--workspace", "--locked"]).collect();
    let built = run.cargo("build", &[all.as_slice(), &["--no-run"]].concat(), &[]);
    if built {
        run.cargo("tests", &[all.as_slice(), &["--no-fail-fast"]].concat(), &[]);
        if runner.len() == 2 {
            // nextest runs no examples of the documentation.
            run.cargo("doc tests", &["test", "--workspace", "--locked", "--doc"], &[]);
        }
    } else {
        run.skip("tests", "the build failed".to_owned());
    }
    run.demo_and_pages(built, lacking)?;
    run.captures(built)?;
    served::run(&mut run, built)?;
    Ok(run.finish())
}

impl Run {
    /// Runs a command as a step; whether it succeeded.
    fn step(&mut self, name: &'static str, command: &mut Command) -> bool {
        let shown: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy()).collect();
        let program = Path::new(command.get_program()).file_name().unwrap_or_default();
        let program = program.to_string_lossy().into_owned();
        println!("\n== {name}: {program} {}", shown.join(" "));
        let started = Instant::now();
        let outcome = match command.current_dir(&self.root).stdin(Stdio::null()).status() {
            Ok(status) if status.success() => Outcome::Passed,
            Ok(_) => Outcome::Failed,
            Err(error) => {
                println!("could not start `{program}`: {error}");
                Outcome::Failed
            }
        };
        let passed = matches!(outcome, Outcome::Passed);
        self.steps.push(Step { name, outcome, took: started.elapsed() });
        passed
    }

    fn cargo(&mut self, name: &'static str, args: &[&str], env: &[(&str, &str)]) -> bool {
        let mut command = Command::new(crate::cargo());
        command.args(args).envs(env.iter().copied());
        self.step(name, &mut command)
    }

    fn skip(&mut self, name: &'static str, why: String) {
        println!("\n== {name}: not run: {why}");
        self.steps.push(Step { name, outcome: Outcome::Skipped(why), took: Duration::ZERO });
    }

    /// What may not be left out where nobody looks.
    fn skip_unless_ci(&mut self, name: &'static str, why: String) {
        self.skip(name, why);
        if let (Strictness::Ci, Some(step)) = (self.strictness, self.steps.last_mut()) {
            step.outcome = Outcome::Failed;
        }
    }

    fn licences(&mut self) {
        if has_subcommand("deny") {
            self.cargo(
                "licences",
                &["deny", "--offline", "check", "licenses", "bans", "sources"],
                &[],
            );
        } else {
            self.skip("licences", "there is no cargo-deny; `cargo install cargo-deny`".to_owned());
        }
    }

    /// Builds the example's archive and site with the program that the tests
    /// were built with, and looks at every page of it.
    fn demo_and_pages(&mut self, built: bool, lacking: Vec<String>) -> anyhow::Result<()> {
        if !built {
            self.skip("demo", "the build failed".to_owned());
            self.skip("pages", "the build failed".to_owned());
            return Ok(());
        }
        let target = target_folder()?;
        let folder = target.join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let mut demo = Command::new(program(&target));
        demo.arg("demo").arg("--dir").arg(&folder).arg("--no-serve");
        if !self.step("demo", &mut demo) {
            self.skip("pages", "the demo failed".to_owned());
        } else if lacking.is_empty() {
            let mut check = Command::new("node");
            check.arg("tests/pages/check.mjs").arg(folder.join("site"));
            self.step("pages", &mut check);
        } else {
            self.skip_unless_ci("pages", lacking.join("; "));
        }
        Ok(())
    }

    /// Has programs of others read the WARC files that an import writes, and read and
    /// replay what is kept of fetched pages.
    fn captures(&mut self, built: bool) -> anyhow::Result<()> {
        if !built {
            self.skip("captures", "the build failed".to_owned());
            return Ok(());
        }
        let target = target_folder()?;
        let modules = target.join("test-python");
        match needs::python(&self.root, &modules, "tests/captures/requirements.txt") {
            Err(lacking) => self.skip_unless_ci("captures", lacking),
            Ok(()) => {
                let folder = target.join("captures-check");
                if folder.exists() {
                    std::fs::remove_dir_all(&folder)?;
                }
                let mut check = Command::new("python3");
                check.arg("tests/captures/check.py").arg(program(&target)).arg(&folder);
                self.step("captures", check.env("PYTHONPATH", &modules));
                let build = ["build", "-p", "annals-archive", "--example", "fetched", "--locked"];
                if !self.cargo("fetched", &build, &[]) {
                    self.skip("replay", "the build failed".to_owned());
                    return Ok(());
                }
                let fetched = target.join("debug/examples");
                let fetched = fetched.join(format!("fetched{}", std::env::consts::EXE_SUFFIX));
                let mut replay = Command::new("python3");
                replay.arg("tests/captures/replay.py").arg(program(&target)).arg(fetched);
                replay.arg(folder.join("replay")).env("PYTHONPATH", modules);
                self.step("replay", &mut replay);
            }
        }
        Ok(())
    }

    /// Prints one line a step.
    fn finish(self) -> ExitCode {
        println!("\n== all steps");
        let mut failed = 0;
        for step in &self.steps {
            let seconds = step.took.as_secs_f32();
            match &step.outcome {
                Outcome::Passed => println!("ok       {:<10} {seconds:>7.1} s", step.name),
                Outcome::Failed => {
                    failed += 1;
                    println!("FAILED   {:<10} {seconds:>7.1} s", step.name);
                }
                Outcome::Skipped(why) => println!("not run  {:<10}  {why}", step.name),
            }
        }
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Whether `cargo NAME` can be run.
fn has_subcommand(name: &str) -> bool {
    let mut command = Command::new(crate::cargo());
    command.args([name, "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The program that the tests were built with.
fn program(target: &Path) -> PathBuf {
    target.join("debug").join(format!("annals{}", std::env::consts::EXE_SUFFIX))
}

/// The target folder: this program lies in a profile's folder of it.
fn target_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.ancestors().nth(2);
    folder.map(Path::to_owned).ok_or_else(|| anyhow::anyhow!("no target folder"))
}
