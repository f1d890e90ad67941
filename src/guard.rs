//! The scripts that run in pages, filled in from the catalogue: which names are LivePerson's, and which hosts.

use crate::catalogue::{Catalogue, Kind, POP_OUT_DOMAIN};
use crate::names::{alternatives, own_hosts};

/// The kinds of storage, and what stands for their names in a script.
const PLACES: [(&str, Kind); 4] = [
    ("__COOKIE_NAMES__", Kind::Cookie),
    ("__LOCAL_NAMES__", Kind::LocalStorage),
    ("__SESSION_NAMES__", Kind::SessionStorage),
    ("__DATABASE_NAMES__", Kind::IndexedDb),
];

/// A script of `extension/` with its places filled in: `__COOKIE_NAMES__`, `__LOCAL_NAMES__`, `__SESSION_NAMES__` and
/// `__DATABASE_NAMES__` (alternatives of a regular expression for flag `i`), `__OWN_HOSTS__` (a whole one), `__POP_OUT_DOMAIN__` (a
/// part of one).
#[must_use]
pub fn filled_in(catalogue: &Catalogue, script: &str) -> String {
    PLACES
        .iter()
        .fold(script.to_owned(), |script, (place, kind)| script.replace(place, &alternatives(catalogue, &[*kind])))
        .replace("__OWN_HOSTS__", &own_hosts(catalogue))
        .replace("__POP_OUT_DOMAIN__", &POP_OUT_DOMAIN.replace('.', r"\."))
}

/// A script that runs in pages, joined from modules.
#[derive(Debug, Clone, Copy)]
pub struct PageScript {
    /// Its name in the built extension.
    pub file: &'static str,
    /// The folder of its modules in `extension/`.
    pub folder: &'static str,
    /// The modules, in the order of their need.
    pub modules: &'static [&'static str],
}

impl PageScript {
    /// What stack traces call it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("askfirst-{}", self.file)
    }
}

/// The scripts that run in pages: in every frame of each, and the last where the background has seen a tag held back.
pub const PAGE_SCRIPTS: [PageScript; 4] = [
    PageScript {
        file: "guard.js",
        folder: "guard",
        modules: &["natives.js", "mode.js", "report.js", "disguise.js", "cookies.js", "storage.js", "databases.js", "main.js"],
    },
    PageScript {
        file: "stub.js",
        folder: "stub",
        modules: &["address.js", "line.js", "events.js", "stand-in.js", "chat.js", "tag.js", "main.js"],
    },
    PageScript { file: "relay.js", folder: "relay", modules: &["line.js", "sweep.js", "press.js", "chat.js", "main.js"] },
    PageScript { file: "placeholder.js", folder: "placeholder", modules: &["place.js", "corner.js", "look.js", "parts.js", "main.js"] },
];

/// One script out of modules that are given in the order of their need: a content script cannot import.
/// Their names are of one scope then, so each is declared once; imports stand on lines of their own. `name` is what stack
/// traces call the script: without it they would name the extension, which in Firefox is a number of this very browser.
#[must_use]
pub fn joined(modules: &[String], name: &str) -> String {
    let lines = modules.iter().flat_map(|module| module.lines()).filter(|line| !line.starts_with("import "));
    let body: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    format!("(() => {{\n\"use strict\";\n{}\n}})();\n//# sourceURL={name}\n", body.join("\n"))
}
