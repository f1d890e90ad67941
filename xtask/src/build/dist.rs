//! One browser's folder in dist/: put together beside it, then moved into place, so that no browser ever loads a half.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::icons;
use super::joined::Joined;
use super::manifest::{self, Browser};
use super::styles;
use super::wasm::MODULES;
use crate::face::PAGE_SCRIPTS;
use crate::locales;
use crate::stamp::files_below;
use crate::workspace::Workspace;

/// The files of an extension by their path in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;
/// What the build makes, each with its path.
type Generated = [(&'static str, String)];

/// Writes the browser's folder unless it already holds just that; tells whether it did.
pub(super) fn write(workspace: &Workspace, browser: Browser, generated: &Generated, joined: &Joined, force: bool) -> Result<bool> {
    let files = files(workspace, browser, generated, joined)?;
    let dist = workspace.path("dist");
    let folder = dist.join(browser.folder());
    // All of it is compared, which takes some milliseconds: so a file that was changed or left there by hand is noticed.
    if !force && holds(&folder, &files)? {
        return Ok(false);
    }
    let fresh = dist.join(format!(".new-{}", browser.folder()));
    let stale = dist.join(format!(".old-{}", browser.folder()));
    remove(&fresh)?;
    remove(&stale)?;
    for (name, content) in &files {
        let path = fresh.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if folder.exists() {
        fs::rename(&folder, &stale).with_context(|| format!("cannot move {} away", folder.display()))?;
    }
    fs::rename(&fresh, &folder).with_context(|| format!("cannot move {} into place", folder.display()))?;
    remove(&stale)?;
    Ok(true)
}

/// Everything that belongs into the browser's folder.
fn files(workspace: &Workspace, browser: Browser, generated: &Generated, joined: &Joined) -> Result<Files> {
    let mut files = Files::new();
    let source = workspace.path("extension");
    for name in files_below(&source)? {
        // Types are for those who edit the scripts; page scripts and messages come made small, icons drawn, style sheets
        // stand in their pages.
        let is_made = name.starts_with("_locales")
            || name.starts_with(icons::FOLDER)
            || name.starts_with(styles::FOLDER)
            || joined.inside.contains(&name)
            || PAGE_SCRIPTS.iter().any(|script| name.starts_with(script.folder));
        if !is_made && !name.as_os_str().as_encoded_bytes().ends_with(b".d.ts") {
            let content = read(&source.join(&name))?;
            files.insert(name, content);
        }
    }
    let mut digests = Vec::new();
    for (name, content) in files.iter_mut().filter(|(name, _)| name.extension().is_some_and(|extension| extension == "html")) {
        let name = name.display().to_string();
        let html = std::str::from_utf8(content).with_context(|| format!("{name} is not text"))?;
        if let Some(page) = styles::inlined(workspace, &name, html)? {
            digests.push(page.digest);
            *content = page.html.into_bytes();
        }
    }
    let mut add = |name: PathBuf, content: Vec<u8>| match files.insert(name.clone(), content) {
        None => Ok(()),
        Some(_) => bail!("extension/{} is in the way: the build writes a file of that name", name.display()),
    };
    for module in &MODULES {
        for file in module.files() {
            let (content, name) = (read(&module.folder(workspace).join(&file))?, Path::new("wasm").join(file));
            if !joined.inside.contains(&name) {
                add(name, content)?;
            }
        }
    }
    for (name, content) in &joined.scripts {
        add(name.clone(), content.clone())?;
    }
    for (name, content) in icons::build(workspace)? {
        add(name, content)?;
    }
    for (name, content) in locales::files(workspace)? {
        add(PathBuf::from(name), content)?;
    }
    for (name, content) in generated {
        add(PathBuf::from(name), content.clone().into_bytes())?;
    }
    let mut manifest = manifest::derive(&workspace.read("manifest.json")?, browser, env!("CARGO_PKG_VERSION"))?;
    styles::allow(&mut manifest, &digests)?;
    let text = serde_json::to_string_pretty(&manifest).context("cannot write the manifest")?;
    add(PathBuf::from("manifest.json"), format!("{text}\n").into_bytes())?;
    for named in manifest::named_files(&manifest) {
        if !files.contains_key(Path::new(named)) {
            bail!("manifest.json names {named}, which is neither in extension/ nor made by the build");
        }
    }
    Ok(files)
}

/// Whether the folder holds exactly these files.
fn holds(folder: &Path, files: &Files) -> Result<bool> {
    if !folder.is_dir() || !files_below(folder)?.iter().eq(files.keys()) {
        return Ok(false);
    }
    Ok(files.iter().all(|(name, content)| fs::read(folder.join(name)).is_ok_and(|found| found == *content)))
}

/// A file's content.
fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Removes a folder that may not be there.
fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
