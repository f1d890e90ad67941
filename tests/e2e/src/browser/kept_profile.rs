//! A profile as it was before a start of the browser that may not count.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use tempfile::TempDir;

/// A copy of a profile, and where that is.
pub(super) struct KeptProfile {
    copy: TempDir,
    profile: PathBuf,
}

impl KeptProfile {
    pub(super) fn of(profile: &Path) -> anyhow::Result<Self> {
        let copy = TempDir::with_prefix("askfirst-profile-")?;
        copy_into(profile, copy.path())?;
        Ok(Self { copy, profile: profile.to_owned() })
    }

    /// Makes the profile what it was. No browser may use it.
    pub(super) fn put_back(&self) -> anyhow::Result<()> {
        std::fs::remove_dir_all(&self.profile).with_context(|| format!("emptying {}", self.profile.display()))?;
        std::fs::create_dir_all(&self.profile)?;
        copy_into(self.copy.path(), &self.profile)
    }
}

/// Copies all that is in a folder, links and times as they are.
fn copy_into(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copied = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status().context("starting cp")?;
    ensure!(copied.success(), "copying {} failed: {copied}", from.display());
    Ok(())
}
