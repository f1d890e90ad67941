//! The three wasm modules: wasm-pack compiles the core with one feature each, wasm-opt makes the result fast or small.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::glue;
use crate::command;
use crate::setup::Tools;
use crate::stamp::{self, Stamp};
use crate::workspace::Workspace;

/// One wasm module of the extension.
pub(super) struct Module {
    /// Its name: the core's feature that makes it, and its files' beginning.
    pub(super) name: &'static str,
    /// What wasm-opt optimizes for.
    level: &'static str,
}

/// The background classifies every LivePerson request, so it is made fast; the pages are opened now and then, so small.
pub(super) const MODULES: [Module; 3] =
    [Module { name: "background", level: "-O3" }, Module { name: "popup", level: "-Oz" }, Module { name: "pages", level: "-Oz" }];

/// What both browsers have had for years and rustc uses. Never `--all-features`: that emits types that browsers reject.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Everything outside src/ that shapes a module.
const INPUTS: [&str; 5] = ["build.rs", "Cargo.toml", "Cargo.lock", "package-lock.json", "rust-toolchain.toml"];

impl Module {
    /// The two files of the module that go into the extension.
    pub(super) fn files(&self) -> [String; 2] {
        [format!("{}.js", self.name), format!("{}_bg.wasm", self.name)]
    }

    /// Where the finished module is.
    pub(super) fn folder(&self, workspace: &Workspace) -> PathBuf {
        workspace.path("target/wasm").join(self.name)
    }

    /// Stands for everything the module is made from.
    fn stamp(&self, workspace: &Workspace, tools: &Tools) -> Result<String> {
        let mut stamp = Stamp::default();
        stamp.add(include_str!("wasm.rs")).add(include_str!("glue.rs")).add(&tools.versions).add(self.name);
        for input in INPUTS {
            stamp.add_file(&workspace.path(input))?;
        }
        stamp.add_folder(&workspace.path("src"))?;
        Ok(stamp.text())
    }
}

/// Builds a module unless it was built from the same inputs before; tells whether it did.
pub(super) fn build(workspace: &Workspace, tools: &Tools, module: &Module, force: bool) -> Result<bool> {
    let folder = module.folder(workspace);
    let left = folder.join("stamp");
    let stamp = module.stamp(workspace, tools)?;
    let there = module.files().iter().all(|file| folder.join(file).is_file());
    if !force && there && stamp::read(&left)?.is_some_and(|left| left == stamp) {
        return Ok(false);
    }
    println!("compiling {} to wasm", module.name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut pack = tools.command("wasm-pack");
    pack.args(["--log-level", "error", "build", "--release", "--target", "web"])
        // Both tools are there already, at the right versions; and the optimizing is ours to do, with other options.
        .args(["--mode", "no-install", "--no-opt", "--no-pack", "--no-gitignore"])
        .arg("--out-dir")
        .arg(&folder)
        .args(["--out-name", module.name, "."])
        .args(["--", "--quiet", "--locked", "--no-default-features", "--features", module.name])
        .current_dir(workspace.root());
    command::run(&mut pack)?;

    let [script, wasm] = module.files();
    glue::check(&folder.join(script))?;
    let wasm = folder.join(wasm);
    let mut opt = tools.command("wasm-opt");
    opt.arg(module.level).args(FEATURES).arg(&wasm).arg("-o").arg(&wasm);
    command::run(&mut opt)?;
    share_types(workspace, module)?;
    fs::write(&left, stamp).with_context(|| format!("cannot write {}", left.display()))?;
    Ok(true)
}

/// Puts the module's types where tsconfig.json's `rootDirs` makes them those of the extension's `wasm/`.
fn share_types(workspace: &Workspace, module: &Module) -> Result<()> {
    let name = format!("{}.d.ts", module.name);
    let folder = workspace.path("target/types/wasm");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::copy(module.folder(workspace).join(&name), folder.join(&name)).with_context(|| format!("cannot copy {name}"))?;
    Ok(())
}
