//! Setting up: what a command needs is looked for, installed where that is ours to do, and named where it is not.
//!
//! The looking is cheap, because every command does it every time.

mod browsers;
mod cargo_tools;
mod find;
mod npm;
mod packages;
mod rust;

pub(crate) use rust::WASM_TARGET;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// What a command needs beside the toolchain that compiled this program.
pub(crate) struct Needs {
    /// Formatter and linter.
    checks: bool,
    /// Chromium and its driver.
    chromium: bool,
    /// Firefox and its driver.
    firefox: bool,
}

impl Needs {
    /// For `build`.
    pub(crate) const BUILD: Self = Self { checks: false, chromium: false, firefox: false };
    /// For `demo`.
    pub(crate) const DEMO: Self = Self { chromium: true, ..Self::BUILD };
    /// For `test` and `setup`.
    pub(crate) const EVERYTHING: Self = Self { checks: true, chromium: true, firefox: true };
}

/// Something that is missing and is not ours to install, with the one command that installs it.
struct Missing {
    what: String,
    fix: String,
}

/// What was found or installed.
pub(crate) struct Tools {
    path: OsString,
    programs: Vec<(&'static str, PathBuf)>,
    /// Stands for the versions of everything that shapes the built wasm.
    pub(crate) versions: String,
}

impl Tools {
    /// A command that finds the tools first in its PATH and the browsers by their environment names.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        for (name, path) in &self.programs {
            command.env(name, path);
        }
        command
    }
}

/// Finds or installs what `needs` asks for.
///
/// What cannot be installed from here is looked for first, and all of it is named at once, before minutes are spent on
/// the rest.
pub(crate) fn set_up(workspace: &Workspace, needs: &Needs) -> Result<Tools> {
    let mut versions = find::Versions::load(workspace);
    let mut missing = Vec::new();
    npm::check_node(&mut versions, &mut missing);
    rust::check_rustup(&mut missing);
    let mut programs = browsers::set_up(needs, &mut versions, &mut missing)?;
    versions.save();
    if !missing.is_empty() {
        let list: Vec<_> = missing.iter().map(|one| format!("  {}\n      {}", one.what, one.fix)).collect();
        bail!("something is missing on this machine; each line below it installs it:\n{}", list.join("\n"));
    }

    rust::set_up(needs)?;
    let mut folders = vec![npm::set_up(workspace)?];
    let tools = cargo_tools::pinned(workspace, needs)?;
    for found in cargo_tools::set_up(&tools, &mut versions)? {
        if found.tool.binary == "geckodriver" {
            programs.push(("GECKODRIVER", found.folder.join("geckodriver")));
        }
        folders.push(found.folder);
    }
    versions.save();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    Ok(Tools {
        path: std::env::join_paths(folders).context("a folder of PATH has a name that PATH cannot hold")?,
        programs,
        versions: tools.iter().map(|tool| format!("{} {}\n", tool.package, tool.version)).collect(),
    })
}
