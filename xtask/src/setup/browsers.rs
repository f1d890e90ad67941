//! The browsers and their drivers. Debian's packages are installed where we are root there; elsewhere they are named.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::packages::{self, Wanted};
use super::{Missing, Needs, find};
use crate::command;

/// A browser or driver.
struct Program {
    /// The environment variable that names another one to use, and that tells the tests which was found.
    variable: &'static str,
    /// What to call it.
    title: &'static str,
    /// Its file names on PATH, and where macOS keeps it.
    names: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
    /// What it is to other package managers.
    wanted: Wanted,
    /// The major version that the tests were written against.
    tested: u32,
}

const CHROMIUM: [Program; 2] = [
    Program {
        variable: "CHROMIUM",
        title: "Chromium",
        names: &["chromium", "chromium-browser", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
        package: "chromium",
        wanted: Wanted::Chromium,
        tested: 156,
    },
    Program {
        variable: "CHROMEDRIVER",
        title: "ChromeDriver",
        names: &["chromedriver", "chromium.chromedriver"],
        package: "chromium-driver",
        wanted: Wanted::ChromeDriver,
        tested: 156,
    },
];

const FIREFOX: [Program; 1] = [Program {
    variable: "FIREFOX",
    title: "Firefox ESR",
    names: &["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    package: "firefox-esr",
    wanted: Wanted::Firefox,
    tested: 153,
}];

/// Finds or installs the browsers, and gives each program's path under its environment variable.
pub(super) fn set_up(needs: &Needs, versions: &mut find::Versions, missing: &mut Vec<Missing>) -> Result<Vec<(&'static str, PathBuf)>> {
    let mut wanted: Vec<&Program> = Vec::new();
    if needs.chromium {
        wanted.extend(&CHROMIUM);
    }
    if needs.firefox {
        wanted.extend(&FIREFOX);
    }
    let mut absent = Vec::new();
    for program in &wanted {
        if look_for(program)?.is_none() {
            absent.push(*program);
        }
    }
    if !absent.is_empty() && debian() && root() {
        install(&absent)?;
    }
    let mut found = Vec::new();
    for program in wanted {
        match look_for(program)? {
            Some(path) => {
                warn_of_version(program, &path, versions);
                found.push((program.variable, path));
            }
            None => {
                missing.push(Missing { what: program.title.to_owned(), fix: packages::command(program.wanted, Some(program.variable)) })
            }
        }
    }
    Ok(found)
}

/// Where the program is. One that the environment names must be there.
fn look_for(program: &Program) -> Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os(program.variable) {
        let path = PathBuf::from(&named);
        let found = if find::is_program(&path) { Some(path) } else { named.to_str().and_then(find::on_path) };
        if found.is_none() {
            bail!("{}={} is not a program that can be run", program.variable, named.display());
        }
        return Ok(found);
    }
    // Joining an absolute name to a folder of PATH gives that name, so the macOS ones are found by the same search.
    Ok(program.names.iter().find_map(|name| find::on_path(name)))
}

/// Says so when the tests were written against another version; they may well pass.
fn warn_of_version(program: &Program, path: &Path, versions: &mut find::Versions) {
    let version = versions.of(path);
    if version.as_deref().and_then(find::major) != Some(program.tested) {
        let version = version.as_deref().unwrap_or("of unknown version");
        eprintln!("warning: {} is {version}; AskFirst is tested with {}", path.display(), program.tested);
    }
}

/// Installs Debian's packages, with a font, without which pages would have no text.
fn install(absent: &[&Program]) -> Result<()> {
    let packages: Vec<_> = absent.iter().map(|program| program.package).collect();
    println!("installing {} with apt-get", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        apt
    };
    command::run_quietly(&mut apt(&["update"]))?;
    let mut install = apt(&["install", "-y", "--no-install-recommends", "fonts-dejavu-core"]);
    command::run_quietly(install.args(packages)).context("apt-get could not install the browsers")
}

/// Whether this is Debian itself: its derivatives name and pack browsers differently.
fn debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

/// Whether we may install system packages.
fn root() -> bool {
    command::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
