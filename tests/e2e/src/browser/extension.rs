//! What the browser will call an unpacked extension.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// An unpacked extension on disk.
pub(super) struct Extension {
    pub(super) folder: PathBuf,
    manifest: Value,
}

impl Extension {
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let folder = folder.canonicalize().with_context(|| format!("no extension at {}", folder.display()))?;
        let file = folder.join("manifest.json");
        let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        let manifest = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
        Ok(Self { folder, manifest })
    }

    /// Chromium's id: the first half of a hash, of the public key if the manifest has one, else of the folder's path,
    /// with the sixteen digits written a to p.
    pub(super) fn chromium_id(&self) -> anyhow::Result<String> {
        let hashed = match self.manifest.get("key").and_then(Value::as_str) {
            Some(key) => Sha256::digest(BASE64_STANDARD.decode(key).context("the manifest's key")?),
            None => Sha256::digest(self.folder.as_os_str().as_encoded_bytes()),
        };
        Ok(hashed.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(b'a' + digit)).collect())
    }

    /// Firefox's id, from the manifest.
    pub(super) fn gecko_id(&self) -> anyhow::Result<&str> {
        self.manifest
            .pointer("/browser_specific_settings/gecko/id")
            .and_then(Value::as_str)
            .context("the manifest has no browser_specific_settings.gecko.id")
    }

    /// Whether it has this file.
    pub(super) fn has(&self, file: &str) -> bool {
        self.folder.join(file).is_file()
    }

    /// The page that the toolbar button opens.
    pub(super) fn popup(&self) -> anyhow::Result<&str> {
        self.manifest.pointer("/action/default_popup").and_then(Value::as_str).context("the manifest has no action.default_popup")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_folder_is_its_hash_in_letters() {
        let extension = Extension { folder: PathBuf::from("/tmp/ext"), manifest: Value::Null };
        let id = extension.chromium_id().expect("an id");
        assert_eq!(id.len(), 32);
        assert!(id.bytes().all(|b| (b'a'..=b'p').contains(&b)), "{id}");
    }
}
