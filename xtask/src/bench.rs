//! `cargo xtask bench`: what the extension costs, measured.

use std::process::ExitCode;

use anyhow::Result;

use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{build, command};

/// Sets up, builds, and measures.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let lock = workspace.lock()?;
    let tools = setup::set_up(workspace, &Needs::DEMO)?;
    build::build(workspace, &tools, false)?;
    drop(lock);
    let mut bench = tools.command("cargo");
    bench
        .args(["run", "--quiet", "--locked", "--package", "askfirst-e2e", "--bin", "bench"])
        .env("ASKFIRST_DIST", workspace.path("dist"))
        .current_dir(workspace.root());
    Ok(if command::status(&mut bench)?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
