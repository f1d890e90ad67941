//! Node, and the development tools that come from npm at the versions in package-lock.json.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::packages::{self, Wanted};
use super::{Missing, find};
use crate::command;
use crate::stamp::{self, Stamp};
use crate::workspace::Workspace;

/// The oldest Node that the tools run on.
const NODE_AT_LEAST: u32 = 20;

/// Node and npm are the visitor's to install.
pub(super) fn check_node(versions: &mut find::Versions, missing: &mut Vec<Missing>) {
    let found = find::on_path("node").and_then(|node| versions.of(&node));
    let major = found.as_deref().and_then(find::major);
    if major.is_none_or(|major| major < NODE_AT_LEAST) {
        let seen = found.map_or_else(|| "none was found".to_owned(), |found| format!("found {found}"));
        missing.push(Missing { what: format!("Node {NODE_AT_LEAST} or later ({seen})"), fix: packages::command(Wanted::Node, None) });
    } else if find::on_path("npm").is_none() {
        missing.push(Missing { what: "npm, which belongs to Node".to_owned(), fix: packages::command(Wanted::Node, None) });
    }
}

/// Installs the locked tools unless they are there, and gives the folder of their programs.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let modules = workspace.path("node_modules");
    let left = modules.join(".askfirst-stamp");
    let mut stamp = Stamp::default();
    stamp.add(workspace.read("package.json")?).add(workspace.read("package-lock.json")?);
    if stamp::read(&left)?.is_none_or(|left| left != stamp.text()) {
        println!("installing the npm tools of package-lock.json");
        // No package of ours has an install script to run: so none is let run.
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(workspace.root()).stdin(Stdio::null());
        command::run_quietly(&mut npm)?;
        fs::write(&left, stamp.text()).with_context(|| format!("cannot write {}", left.display()))?;
    }
    Ok(modules.join(".bin"))
}
