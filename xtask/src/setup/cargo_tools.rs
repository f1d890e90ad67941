//! Tools from crates.io at pinned versions, kept outside the project so that every clone shares them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{Needs, find};
use crate::command;
use crate::workspace::{self, Workspace};

/// A tool at the one version that is used.
pub(super) struct Tool {
    /// Its package.
    pub(super) package: &'static str,
    /// The program in it that is wanted.
    pub(super) binary: &'static str,
    /// The pinned version.
    pub(super) version: String,
    /// What `cargo install` is told beside that.
    options: &'static [&'static str],
    /// How long the install takes on two cores, to be said before it starts.
    minutes: &'static str,
}

/// A tool, and the folder its program is in.
pub(super) struct Found<'a> {
    pub(super) tool: &'a Tool,
    pub(super) folder: PathBuf,
}

/// The tools that `needs` asks for.
pub(super) fn pinned(workspace: &Workspace, needs: &Needs) -> Result<Vec<Tool>> {
    let mut tools = vec![
        Tool { package: "wasm-pack", binary: "wasm-pack", version: "0.15.1".to_owned(), options: &[], minutes: "about 3 minutes" },
        Tool {
            package: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            // The program and the library in the wasm speak one private format: their versions must be equal.
            version: locked_version(&workspace.read("Cargo.lock")?, "wasm-bindgen")?,
            // Without the default features its test runner could not download, and it is not asked for anyway.
            options: &["--no-default-features", "--bin", "wasm-bindgen"],
            minutes: "about 2 minutes",
        },
    ];
    if needs.firefox && std::env::var_os("GECKODRIVER").is_none() {
        tools.push(Tool {
            package: "geckodriver",
            binary: "geckodriver",
            version: "0.37.1".to_owned(),
            options: &[],
            minutes: "about 3 minutes",
        });
    }
    Ok(tools)
}

/// The version of a package in a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Result<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.map(str::to_owned).with_context(|| format!("Cargo.lock has no {package}"))
}

/// Finds each tool in the cache or on PATH, or installs it into the cache.
pub(super) fn set_up<'a>(tools: &'a [Tool], versions: &mut find::Versions) -> Result<Vec<Found<'a>>> {
    let cache = cache()?;
    let mut found = Vec::new();
    let mut absent = Vec::new();
    for tool in tools {
        match look_for(tool, &cache, versions) {
            Some(folder) => found.push(Found { tool, folder }),
            None => absent.push(tool),
        }
    }
    if absent.is_empty() {
        return Ok(found);
    }
    // The cache belongs to every clone: another one may be installing the same tool right now.
    let _lock = workspace::lock(&cache)?;
    // One folder for all of them, so that what they share is compiled once; it is in nobody's way afterwards.
    let scratch = cache.join(".target");
    for tool in absent {
        if look_for(tool, &cache, versions).is_none() {
            install(tool, &cache, &scratch)?;
        }
        found.push(Found { tool, folder: bin(tool, &cache) });
    }
    if scratch.exists() {
        fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
    }
    Ok(found)
}

/// Where the tools are kept.
fn cache() -> Result<PathBuf> {
    if let Some(tools) = std::env::var_os("ASKFIRST_TOOLS") {
        return std::path::absolute(tools).context("ASKFIRST_TOOLS is not a path");
    }
    let caches = match std::env::var_os("XDG_CACHE_HOME") {
        Some(caches) => PathBuf::from(caches),
        None => std::env::home_dir().context("there is no home folder: set ASKFIRST_TOOLS")?.join(".cache"),
    };
    Ok(caches.join("askfirst").join("tools"))
}

/// The folder in the cache that a tool's program is installed into.
fn bin(tool: &Tool, cache: &Path) -> PathBuf {
    cache.join(format!("{}-{}", tool.package, tool.version)).join("bin")
}

/// The folder that has the tool at its pinned version, if any does.
fn look_for(tool: &Tool, cache: &Path, versions: &mut find::Versions) -> Option<PathBuf> {
    let file = format!("{}{}", tool.binary, std::env::consts::EXE_SUFFIX);
    let cached = bin(tool, cache);
    if find::is_program(&cached.join(&file)) {
        return Some(cached);
    }
    let found = find::on_path(&file)?;
    if versions.of(&found)? == tool.version { found.parent().map(Path::to_path_buf) } else { None }
}

/// Installs a tool with the dependencies its author locked.
fn install(tool: &Tool, cache: &Path, scratch: &Path) -> Result<()> {
    println!("installing {} {} ({}, once)", tool.package, tool.version, tool.minutes);
    let command = |locked: bool| {
        let mut cargo = Command::new("cargo");
        cargo.args(["install", "--quiet", tool.package, "--version", &format!("={}", tool.version)]).args(tool.options);
        if locked {
            cargo.arg("--locked");
        }
        let root = cache.join(format!("{}-{}", tool.package, tool.version));
        cargo.arg("--root").arg(root).env("CARGO_TARGET_DIR", scratch).stdin(Stdio::null());
        cargo
    };
    let mut locked = command(true);
    let output = locked.output().context("cannot start cargo")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // A version that the author locked may have been yanked since, or be too new for a mirror of the registry. The tool
    // itself stays at its pinned version; only what it is compiled from is then chosen anew.
    if said.contains("failed to select a version") {
        println!("  a locked dependency of {} cannot be had; installing with others", tool.package);
        return command::run(&mut command(false));
    }
    bail!("`{}` failed:\n{said}", command::shown(&locked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(locked_version(lock, "wasm").is_err());
    }
}
