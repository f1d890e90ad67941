//! Each browser's manifest.json, derived from the one that is written by hand.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// A browser that AskFirst is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    /// The browser's folder in dist/.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Top-level keys that are the other browser's.
    fn foreign_keys(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["browser_specific_settings"],
            Self::Firefox => &["key", "minimum_chrome_version"],
        }
    }

    /// The key of `background` that is the other browser's.
    fn foreign_background(self) -> &'static str {
        match self {
            Self::Chromium => "scripts",
            Self::Firefox => "service_worker",
        }
    }
}

/// The manifest for one browser. The version is Cargo's, so that there is one place to raise it.
pub(super) fn derive(source: &str, browser: Browser, version: &str) -> Result<Value> {
    let mut manifest: Map<String, Value> = serde_json::from_str(source).context("manifest.json is broken")?;
    if manifest.contains_key("version") {
        bail!("manifest.json has a version: take it out, the build takes it from Cargo.toml");
    }
    manifest.insert("version".to_owned(), version.into());
    for key in browser.foreign_keys() {
        manifest.remove(*key);
    }
    let background = manifest.get_mut("background").and_then(Value::as_object_mut);
    background.context("manifest.json has no background")?.remove(browser.foreign_background());
    Ok(Value::Object(manifest))
}

/// Every file that the manifest names, in whatever part of it.
///
/// A file is a text that ends like one; names with a `*` stand for several and are left out.
pub(super) fn named_files(manifest: &Value) -> Vec<&str> {
    const ENDINGS: [&str; 7] = [".js", ".html", ".css", ".json", ".png", ".svg", ".wasm"];
    match manifest {
        Value::String(text) if !text.contains(['*', ':', ' ']) && ENDINGS.iter().any(|ending| text.ends_with(ending)) => {
            vec![text.trim_start_matches('/')]
        }
        Value::Array(values) => values.iter().flat_map(named_files).collect(),
        Value::Object(values) => values.values().flat_map(named_files).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"{
        "manifest_version": 3, "key": "K", "minimum_chrome_version": "120",
        "background": {"service_worker": "background.js", "scripts": ["background.js"], "type": "module"},
        "browser_specific_settings": {"gecko": {"id": "a@b"}},
        "action": {"default_popup": "/popup.html", "default_icon": {"16": "icons/16.png"}},
        "content_scripts": [{"matches": ["https://*/x.js"], "js": ["guard.js"]}],
        "web_accessible_resources": [{"resources": ["stub/*.js"]}]
    }"#;

    #[test]
    fn each_browser_gets_only_what_it_knows() {
        let chromium = derive(SOURCE, Browser::Chromium, "1.2.3").unwrap();
        assert_eq!(chromium["version"], "1.2.3");
        assert_eq!(chromium["key"], "K");
        assert_eq!(chromium["background"], serde_json::json!({"service_worker": "background.js", "type": "module"}));
        assert!(chromium.get("browser_specific_settings").is_none());

        let firefox = derive(SOURCE, Browser::Firefox, "1.2.3").unwrap();
        assert_eq!(firefox["background"], serde_json::json!({"scripts": ["background.js"], "type": "module"}));
        assert_eq!(firefox["browser_specific_settings"]["gecko"]["id"], "a@b");
        assert!(firefox.get("key").is_none() && firefox.get("minimum_chrome_version").is_none());
    }

    #[test]
    fn a_version_in_the_source_is_refused() {
        assert!(derive(r#"{"version": "1", "background": {}}"#, Browser::Chromium, "1.2.3").is_err());
    }

    #[test]
    fn the_files_of_a_manifest_are_found_everywhere_in_it() {
        let manifest = derive(SOURCE, Browser::Chromium, "1.2.3").unwrap();
        let mut files = named_files(&manifest);
        files.sort_unstable();
        assert_eq!(files, ["background.js", "guard.js", "icons/16.png", "popup.html"]);
    }
}
