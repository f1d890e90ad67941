//! `cargo xtask`: sets up, builds, demonstrates and tests AskFirst.
//!
//! Everything a newcomer or CI runs goes through here, so that both run the same thing.

mod bench;
mod build;
mod classify;
mod command;
mod demo;
mod face;
mod locales;
mod screenshots;
mod setup;
mod stamp;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// What `cargo xtask` says about itself.
const USAGE: &str = "\
AskFirst: a chat widget should wait to be asked.

usage: cargo xtask <command>

  demo [--headless] [--keep]   See it work: opens Chromium with the extension on a stand-in shop page, and the popup.
                               With a display: a window that stays until you close it or press Ctrl-C.
                               With --headless, or without a display: writes target/demo/page.png and
                               target/demo/popup.png, prints what was blocked, and ends; exit code 1 if nothing was.
                               --keep leaves it running until Enter or Ctrl-C (end of input too).
  test [--filter NAME]         Run every check: formatting, clippy, types of the JavaScript, and all tests, those in
                               real browsers too. With --filter: build, then only the tests with NAME in their name.
  build [--force]              Write dist/chromium/ and dist/firefox/, loadable unpacked. Only what changed is built
                               again; --force builds all of it.
  bench                        Measure what the scripts that run in every frame cost.
  classify                     Say what requests and stored items are. Reads lines `request<TAB>URL<TAB>type<TAB>page
                               host` or `item<TAB>kind<TAB>name<TAB>domain`; writes one JSON object per line.
  audit FILE.har [--json] [--values] [--fail-before-consent] [--consent-at WHEN]
                               Tell what LivePerson loaded, sent and stored on each page of a HAR; `audit --help` says more.
                               Nothing is set up for it.
  locales [LANGUAGE] [--tidy]  Tell what is missing or wrong in a translation, or in all. --tidy puts its messages into the
                               order of English and drops what is not wanted.
  screenshots                  Write target/screenshots/<page>-<state>-<light|dark|rtl|de>.png.
  setup                        Only set up: install or name what any of the above needs.
  help                         This text.

Each command sets up what it needs first. What is already there is used:
  CHROMIUM, CHROMEDRIVER, FIREFOX, GECKODRIVER   name a browser or driver to use instead of the one found on PATH
  ASKFIRST_TOOLS                                 where tools are kept (default: ~/.cache/askfirst/tools)
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out the command line.
fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments = arguments.iter().map(String::as_str);
    let command = arguments.next().unwrap_or("help");
    let rest: Vec<&str> = arguments.collect();
    // It has words of its own for what it takes, and its own exit statuses.
    if command == "audit" {
        return Ok(xtask::audit::run(&rest));
    }
    if rest.iter().any(|argument| matches!(*argument, "--help" | "-h")) {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let done = |()| ExitCode::SUCCESS;
    match command {
        "demo" => demo::run(&Workspace::find()?, demo::Options::parse(&rest)?),
        "test" => test::run(&Workspace::find()?, test::Options::parse(&rest)?),
        "bench" => {
            none("bench", &rest)?;
            bench::run(&Workspace::find()?)
        }
        "screenshots" => {
            none("screenshots", &rest)?;
            screenshots::run(&Workspace::find()?)
        }
        "build" => {
            let force = only_flag("build", "--force", &rest)?;
            build::run(&Workspace::find()?, force).map(done)
        }
        "classify" => {
            none("classify", &rest)?;
            classify::run().map(done)
        }
        "locales" => locales::run(&Workspace::find()?, &rest),
        "setup" => {
            none("setup", &rest)?;
            let workspace = Workspace::find()?;
            let _lock = workspace.lock()?;
            setup::set_up(&workspace, &setup::Needs::EVERYTHING)?;
            println!("everything is set up");
            Ok(ExitCode::SUCCESS)
        }
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

/// Whether `flag`, the only argument that `command` takes, was given.
fn only_flag(command: &str, flag: &str, rest: &[&str]) -> Result<bool> {
    match rest {
        [] => Ok(false),
        [one] if *one == flag => Ok(true),
        _ => bail!("`cargo xtask {command}` takes only {flag}, not `{}`", rest.join(" ")),
    }
}

/// Refuses arguments to a `command` that takes none.
fn none(command: &str, rest: &[&str]) -> Result<()> {
    if rest.is_empty() {
        return Ok(());
    }
    bail!("`cargo xtask {command}` takes no arguments, but was given `{}`", rest.join(" "))
}
