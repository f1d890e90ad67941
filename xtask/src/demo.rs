//! `cargo xtask demo`: the extension at work in Chromium on the stand-in shop.
//!
//! The browser and the stand-in are the end-to-end package's, in a program of its own: this one stays quick to compile.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{build, command};

/// What the visitor asked for.
pub(crate) struct Options {
    /// Without a window, writing pictures instead.
    headless: bool,
    /// Stay until Enter or Ctrl-C.
    keep: bool,
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self { headless: !has_display(), keep: false };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--headless" => options.headless = true,
                "--keep" => options.keep = true,
                "--browser=chromium" => {}
                "--browser" if arguments.next() == Some(&"chromium") => {}
                "--browser" => bail!("the demo is in Chromium: `cargo xtask demo --browser chromium`"),
                other => bail!("`cargo xtask demo` does not know `{other}`: it takes --headless, --keep and --browser chromium"),
            }
        }
        Ok(options)
    }
}

/// Sets up, builds, and shows.
pub(crate) fn run(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let lock = workspace.lock()?;
    let tools = setup::set_up(workspace, &Needs::DEMO)?;
    build::build(workspace, &tools, false)?;
    // A demo that stays open must not keep others from building.
    drop(lock);
    let mut demo = tools.command("cargo");
    demo.args(["run", "--quiet", "--locked", "--package", "askfirst-e2e", "--bin", "demo", "--"])
        .env("ASKFIRST_DIST", workspace.path("dist"))
        .current_dir(workspace.root());
    for (flag, wanted) in [("--headless", options.headless), ("--keep", options.keep)] {
        if wanted {
            demo.arg(flag);
        }
    }
    let status = command::status(&mut demo)?;
    // It has said what went wrong.
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether a window could be shown.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
