//! The extension in another language than the browser's: not every machine's Chromium has others.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use tempfile::TempDir;

/// A copy of the built extension that speaks one language whatever the browser's is: its default language is that one, and the
/// browser's own is not there. `folder` is the language's in `_locales`.
pub fn in_language(dist: &Path, folder: &str) -> anyhow::Result<TempDir> {
    let copy = TempDir::with_prefix("askfirst-extension-")?;
    copy_folder(dist, copy.path())?;
    let locales = copy.path().join("_locales");
    for entry in fs::read_dir(&locales)? {
        let entry = entry?;
        if entry.file_name() != folder {
            fs::remove_dir_all(entry.path())?;
        }
    }
    anyhow::ensure!(locales.join(folder).is_dir(), "the extension does not speak {folder}");
    let file = copy.path().join("manifest.json");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    manifest.as_object_mut().context("no manifest")?.insert("default_locale".to_owned(), folder.into());
    fs::write(file, manifest.to_string())?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target)?;
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
