//! The scripts that run in pages: filled in from the catalogue and made small.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::face::{self, Catalogue, PAGE_SCRIPTS, PageScript};
use crate::setup::Tools;
use crate::stamp::{self, Stamp};
use crate::workspace::Workspace;

/// How terser is called. The last line of a script, which names it in stack traces, is the only comment that is kept.
const TERSER: [&str; 7] = ["--ecma", "2022", "--compress", "passes=2", "--mangle", "--comments", "/^# sourceURL/"];

/// The scripts as they are shipped. Each is made again only when it, the catalogue or terser's options changed.
pub(super) fn build(workspace: &Workspace, tools: &Tools, catalogue: &Catalogue) -> Result<Vec<(&'static str, String)>> {
    let folder = workspace.path("target/scripts");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    PAGE_SCRIPTS
        .iter()
        .map(|script| {
            let name = script.file;
            let filled = face::filled_in(catalogue, &source(workspace, script)?);
            if filled.contains("__NAMES__") || filled.contains("_NAMES__)") {
                bail!("extension/{name} has a place that the core does not fill in");
            }
            let stamp = Stamp::default().add(&filled).add(TERSER.join(" ")).add(workspace.read("package.json")?).text();
            let (whole, small, stamped) = (folder.join(name), folder.join(format!("small-{name}")), folder.join(format!("{name}.stamp")));
            if stamp::read(&stamped)?.as_deref() != Some(&stamp) || !small.is_file() {
                fs::write(&whole, &filled).with_context(|| format!("cannot write {}", whole.display()))?;
                let mut terser = tools.command("terser");
                terser.arg(&whole).args(TERSER).arg("--output").arg(&small);
                if !command::status(&mut terser)?.success() {
                    bail!("terser could not read {}", whole.display());
                }
                fs::write(&stamped, &stamp).with_context(|| format!("cannot write {}", stamped.display()))?;
            }
            Ok((name, fs::read_to_string(&small).with_context(|| format!("cannot read {}", small.display()))?))
        })
        .collect()
}

/// A script before its places are filled in.
fn source(workspace: &Workspace, script: &PageScript) -> Result<String> {
    let modules: Result<Vec<String>> =
        script.modules.iter().map(|module| workspace.read(&format!("extension/{}/{module}", script.folder))).collect();
    Ok(face::joined(&modules?, &script.name()))
}
