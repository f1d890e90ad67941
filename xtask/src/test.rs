//! `cargo xtask test`: every check there is. CI runs just this.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::setup::{self, Needs, Tools};
use crate::workspace::Workspace;
use crate::{build, command};

/// What the developer asked for.
#[derive(Default)]
pub(crate) struct Options {
    /// Only the tests with this in their name.
    filter: Option<String>,
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self> {
        let filter = match arguments {
            [] => None,
            ["--filter", filter] => Some(*filter),
            [one] => one.strip_prefix("--filter="),
            _ => None,
        };
        if filter.is_none() && !arguments.is_empty() {
            bail!("`cargo xtask test` takes only `--filter NAME`, not `{}`", arguments.join(" "));
        }
        Ok(Self { filter: filter.map(str::to_owned) })
    }
}

/// Runs the checks, quickest first, up to the first that fails.
pub(crate) fn run(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let lock = workspace.lock()?;
    let tools = setup::set_up(workspace, &Needs::EVERYTHING)?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = tools.command("cargo");
        cargo.args(arguments).current_dir(workspace.root());
        cargo
    };

    if options.filter.is_none() {
        step("formatting", &mut cargo(&["fmt", "--all", "--check"]), "cargo fmt --all")?;
        lint(&cargo)?;
    }
    println!("\n== build ==");
    build::build(workspace, &tools, false)?;
    drop(lock);
    if options.filter.is_none() {
        step("types of the JavaScript", &mut types(workspace, &tools), "edit the line it names")?;
        step("examples in the documentation", &mut cargo(&["test", "--locked", "--workspace", "--doc"]), "edit them")?;
    }
    println!("\n== tests, in real browsers too ==");
    // Examples ran before, so that the run ends in the closing lines of real tests, and nothing is printed after them.
    let mut tests = cargo(&["test", "--locked", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    tests.args(options.filter).env("ASKFIRST_DIST", workspace.path("dist"));
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        // Each browser test has browsers and a server of its own: on two cores more of them at once only makes them wait.
        tests.env("RUST_TEST_THREADS", "1");
    }
    let status = command::status(&mut tests)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Clippy, for the host and for each wasm module, where other code is compiled.
fn lint(cargo: &impl Fn(&[&str]) -> Command) -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    let mut host = cargo(&["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    step("clippy", host.args(deny), "edit the line it names")?;
    for module in ["background", "popup", "pages"] {
        let mut wasm = cargo(&["clippy", "--quiet", "--locked", "--package", "askfirst", "--lib", "--no-default-features"]);
        wasm.args(["--target", setup::WASM_TARGET, "--features", module]).args(deny);
        step(&format!("clippy, {module} in wasm"), &mut wasm, "edit the line it names")?;
    }
    Ok(())
}

/// The type checker over the extension's scripts.
fn types(workspace: &Workspace, tools: &Tools) -> Command {
    let mut tsc = tools.command("tsc");
    tsc.args(["--project", "tsconfig.json"]).current_dir(workspace.root());
    tsc
}

/// One check under its heading; a failure says how to mend it.
fn step(title: &str, check: &mut Command, mend: &str) -> Result<()> {
    println!("\n== {title} ==");
    if command::status(check)?.success() {
        return Ok(());
    }
    bail!("the check `{title}` failed (`{}`); to mend it: {mend}", command::shown(check))
}
