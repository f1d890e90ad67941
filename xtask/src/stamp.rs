//! Stamps: short texts that change when the files they stand for change.
//!
//! A stamp only decides whether work is done again. It guards against nothing, so the standard library's hasher will do.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Collects what a stamp stands for.
#[derive(Default)]
pub(crate) struct Stamp(DefaultHasher);

impl Stamp {
    /// Adds a text or bytes. Its length is part of it, so that no two lists of texts run together.
    pub(crate) fn add(&mut self, content: impl AsRef<[u8]>) -> &mut Self {
        content.as_ref().hash(&mut self.0);
        self
    }

    /// Adds a file, by name and content.
    pub(crate) fn add_file(&mut self, path: &Path) -> Result<&mut Self> {
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        self.add(path.as_os_str().as_encoded_bytes()).add(content);
        Ok(self)
    }

    /// Adds every file below a folder.
    pub(crate) fn add_folder(&mut self, folder: &Path) -> Result<&mut Self> {
        for file in files_below(folder)? {
            self.add_file(&folder.join(file))?;
        }
        Ok(self)
    }

    /// The stamp itself.
    pub(crate) fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// Every file below `folder`, relative to it, in order. Editors' and systems' hidden files are left out.
pub(crate) fn files_below(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let path = folder.join(&relative);
        let entries = fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list {}", path.display()))?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let relative = relative.join(&name);
            if entry.path().is_dir() {
                folders.push(relative);
            } else {
                files.insert(relative);
            }
        }
    }
    Ok(files)
}

/// The stamp that was left in a file, or nothing when there is none.
pub(crate) fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_do_not_run_together() {
        let mut one = Stamp::default();
        let mut other = Stamp::default();
        assert_ne!(one.add("ab").add("c").text(), other.add("a").add("bc").text());
    }
}
