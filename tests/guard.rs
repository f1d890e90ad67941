//! The scripts that run in pages: made whole, and filled in.
#![cfg(test)]

use askfirst::catalogue::Catalogue;
use askfirst::guard::{GUARD_MODULES, PLACEHOLDER_MODULES, filled_in, joined};
use std::collections::BTreeSet;
use std::path::Path;

fn extension() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("extension")
}

fn guard() -> String {
    let modules: Vec<String> =
        GUARD_MODULES.iter().map(|module| std::fs::read_to_string(extension().join("guard").join(module)).unwrap()).collect();
    joined(&modules, "askfirst-guard.js")
}

#[test]
fn the_guard_is_joined_from_all_its_modules_each_after_what_it_imports() {
    for (folder, modules) in [("guard", GUARD_MODULES.as_slice()), ("placeholder", PLACEHOLDER_MODULES.as_slice())] {
        let there: BTreeSet<String> =
            std::fs::read_dir(extension().join(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(there, modules.iter().map(|module| (*module).to_owned()).collect());
        for (at, module) in modules.iter().enumerate() {
            let text = std::fs::read_to_string(extension().join(folder).join(module)).unwrap();
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line.rsplit("from \"./").next().unwrap().trim_end_matches("\";");
                assert!(modules[..at].contains(&from), "{module}: {line}");
            }
        }
    }
    let guard = guard();
    for line in guard.lines() {
        assert!(!line.starts_with("import ") && !line.starts_with("export "), "{line}");
    }
    assert!(guard.starts_with("(() => {\n\"use strict\";") && guard.ends_with("})();\n//# sourceURL=askfirst-guard.js\n"));
}

/// Every place is filled in, and what fills it stands in a regular expression's literal.
#[test]
fn the_page_scripts_are_filled_in() {
    let catalogue = Catalogue::embedded().unwrap();
    let others = ["relay.js", "stub.js"].map(|name| std::fs::read_to_string(extension().join(name)).unwrap());
    for script in others.into_iter().chain([guard()]) {
        assert!(script.contains("__OWN_HOSTS__"));
        let filled = filled_in(&catalogue, &script);
        assert!(!filled.contains("_NAMES__") && !filled.contains("__OWN_HOSTS__"));
        assert!(filled.contains(r"liveperson\.net"));
    }
    let guard = filled_in(&catalogue, &guard());
    assert!(guard.contains("lpvid") && guard.contains(r"\d+lpsmt") && guard.contains("lpsecurestorage"));
}
