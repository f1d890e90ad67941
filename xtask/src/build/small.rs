//! Scripts made small by terser, each again only when it or terser's options changed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::setup::Tools;
use crate::stamp::{self, Stamp};
use crate::workspace::Workspace;

/// A script as it is shipped. `folder`, below the workspace, keeps what was made before: one for each set of options.
///
/// # Errors
/// Where terser cannot read the script.
pub(super) fn made_small(workspace: &Workspace, tools: &Tools, folder: &str, name: &str, text: &str, options: &[&str]) -> Result<String> {
    let folder = workspace.path(folder);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (whole, small, stamped) = (folder.join(name), folder.join(format!("small-{name}")), folder.join(format!("{name}.stamp")));
    let stamp = Stamp::default().add(text).add(options.join(" ")).add(workspace.read("package.json")?).text();
    if stamp::read(&stamped)?.as_deref() != Some(&stamp) || !small.is_file() {
        write(&whole, text)?;
        let mut terser = tools.command("terser");
        terser.arg(&whole).args(options).arg("--output").arg(&small);
        if !command::status(&mut terser)?.success() {
            bail!("terser could not read {}", whole.display());
        }
        write(&stamped, &stamp)?;
    }
    fs::read_to_string(&small).with_context(|| format!("cannot read {}", small.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
