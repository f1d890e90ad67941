//! `cargo xtask build`: dist/chromium/ and dist/firefox/, loadable unpacked.

mod dist;
mod glue;
mod icons;
mod joined;
mod manifest;
mod scripts;
mod small;
mod styles;
mod wasm;

use std::time::Instant;

use anyhow::{Context, Result};

use crate::face;
use crate::setup::{self, Needs, Tools};
use crate::workspace::Workspace;

/// Sets up what building needs, and builds.
pub(crate) fn run(workspace: &Workspace, force: bool) -> Result<()> {
    let _lock = workspace.lock()?;
    let tools = setup::set_up(workspace, &Needs::BUILD)?;
    build(workspace, &tools, force)
}

/// Builds what changed, with tools that are there. The caller holds the workspace's lock.
pub(crate) fn build(workspace: &Workspace, tools: &Tools, force: bool) -> Result<()> {
    let start = Instant::now();
    // First, because it is quick: a broken catalogue is told before anything is compiled.
    let catalogue = face::catalogue()?;
    let mut generated = face::generated_files(&catalogue).context("the core cannot write its files")?;
    generated.extend(scripts::build(workspace, tools, &catalogue)?);
    let mut changed = false;
    for module in &wasm::MODULES {
        changed |= wasm::build(workspace, tools, module, force)?;
    }
    let joined = joined::build(workspace, tools)?;
    for browser in [manifest::Browser::Chromium, manifest::Browser::Firefox] {
        changed |= dist::write(workspace, browser, &generated, &joined, force)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    if changed {
        println!("built dist/chromium and dist/firefox in {seconds:.1} s");
    } else {
        println!("dist/chromium and dist/firefox are up to date");
    }
    Ok(())
}
