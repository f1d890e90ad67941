//! `cargo xtask screenshots`: pictures of every page and state, for whoever changes how they look.

use std::process::ExitCode;

use anyhow::Result;

use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{build, command};

/// Sets up, builds, and takes the pictures.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let lock = workspace.lock()?;
    let tools = setup::set_up(workspace, &Needs::DEMO)?;
    build::build(workspace, &tools, false)?;
    drop(lock);
    let mut pictures = tools.command("cargo");
    pictures
        .args(["run", "--quiet", "--locked", "--package", "askfirst-e2e", "--bin", "screenshots", "--"])
        .arg(workspace.path("target/screenshots"))
        .env("ASKFIRST_DIST", workspace.path("dist"))
        .current_dir(workspace.root());
    Ok(if command::status(&mut pictures)?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
