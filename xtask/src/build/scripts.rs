//! The scripts that run in pages: filled in from the catalogue and made small.

use anyhow::{Result, bail};

use super::small::made_small;
use crate::face::{self, Catalogue, PAGE_SCRIPTS, PageScript};
use crate::setup::Tools;
use crate::workspace::Workspace;

/// How terser is called. The last line of a script, which names it in stack traces, is the only comment that is kept.
const TERSER: [&str; 7] = ["--ecma", "2022", "--compress", "passes=2", "--mangle", "--comments", "/^# sourceURL/"];

/// The scripts as they are shipped. Each is made again only when it, the catalogue or terser's options changed.
pub(super) fn build(workspace: &Workspace, tools: &Tools, catalogue: &Catalogue) -> Result<Vec<(&'static str, String)>> {
    PAGE_SCRIPTS
        .iter()
        .map(|script| {
            let name = script.file;
            let filled = face::filled_in(catalogue, &source(workspace, script)?);
            if filled.contains("__NAMES__") || filled.contains("_NAMES__)") {
                bail!("extension/{name} has a place that the core does not fill in");
            }
            Ok((name, made_small(workspace, tools, "target/scripts", name, &filled, &TERSER)?))
        })
        .collect()
}

/// A script before its places are filled in.
fn source(workspace: &Workspace, script: &PageScript) -> Result<String> {
    let modules: Result<Vec<String>> =
        script.modules.iter().map(|module| workspace.read(&format!("extension/{}/{module}", script.folder))).collect();
    Ok(face::joined(&modules?, &script.name()))
}
