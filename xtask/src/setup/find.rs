//! Finding programs, and remembering their versions: starting a browser only to ask for its version takes a while.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use crate::workspace::Workspace;

/// The program with this name on PATH.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

/// Whether this is a file that can be run.
#[cfg(unix)]
pub(super) fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// Whether this is a file that can be run.
#[cfg(not(unix))]
pub(super) fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// What programs said of their versions, kept between runs for as long as the program's file is the same.
pub(super) struct Versions {
    file: PathBuf,
    known: BTreeMap<String, String>,
    changed: bool,
}

impl Versions {
    /// What is remembered from earlier runs; nothing when that cannot be read.
    pub(super) fn load(workspace: &Workspace) -> Self {
        let file = workspace.path("target/xtask/versions.json");
        let known = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Self { file, known, changed: false }
    }

    /// Remembers. That it could not is no reason to stop: the next run only asks again.
    pub(super) fn save(&mut self) {
        if !self.changed {
            return;
        }
        if let (Some(folder), Ok(text)) = (self.file.parent(), serde_json::to_vec_pretty(&self.known)) {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&self.file, text));
        }
        self.changed = false;
    }

    /// The version that a program states, such as `156.0.8078.79`; nothing when it states none.
    pub(super) fn of(&mut self, program: &Path) -> Option<String> {
        let found = fs::metadata(program).ok()?;
        let changed = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        let key = format!("{} {} {changed}", program.display(), found.len());
        if let Some(version) = self.known.get(&key) {
            return Some(version.clone());
        }
        let output = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let version = version_in(&String::from_utf8_lossy(&output.stdout))?;
        self.known.insert(key, version.clone());
        self.changed = true;
        Some(version)
    }
}

/// The first word that starts like a version, as in `Mozilla Firefox 153.7.0esr` or `v20.20.2`.
fn version_in(text: &str) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.strip_prefix('v').unwrap_or(word))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .map(str::to_owned)
}

/// The number before a version's first dot.
pub(super) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        let said = [
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some(156)),
            ("Mozilla Firefox 153.7.0esr", Some(153)),
            ("v20.20.2\n", Some(20)),
            ("geckodriver 0.37.1\n\nThe source code", Some(0)),
            ("no version here", None),
        ];
        for (text, expected) in said {
            assert_eq!(version_in(text).as_deref().and_then(major), expected, "{text}");
        }
    }
}
