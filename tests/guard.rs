//! The scripts that run in pages: made whole, and filled in.
#![cfg(test)]

use askfirst::catalogue::Catalogue;
use askfirst::guard::{PAGE_SCRIPTS, PageScript, filled_in, joined};
use std::collections::BTreeSet;
use std::path::Path;

fn extension() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("extension")
}

fn source(script: &PageScript) -> String {
    let modules: Vec<String> =
        script.modules.iter().map(|module| std::fs::read_to_string(extension().join(script.folder).join(module)).unwrap()).collect();
    joined(&modules, &script.name())
}

#[test]
fn each_page_script_is_joined_from_all_its_modules_each_after_what_it_imports() {
    for script in &PAGE_SCRIPTS {
        let folder = extension().join(script.folder);
        let there: BTreeSet<String> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(there, script.modules.iter().map(|module| (*module).to_owned()).collect(), "{}", script.file);
        for (at, module) in script.modules.iter().enumerate() {
            let text = std::fs::read_to_string(folder.join(module)).unwrap();
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line.rsplit("from \"./").next().unwrap().trim_end_matches("\";");
                assert!(script.modules[..at].contains(&from), "{module}: {line}");
            }
        }
        let joined = source(script);
        for line in joined.lines() {
            assert!(!line.starts_with("import ") && !line.starts_with("export "), "{line}");
        }
        assert!(joined.starts_with("(() => {\n\"use strict\";") && joined.ends_with(&format!("}})();\n//# sourceURL={}\n", script.name())));
    }
}

/// Every place is filled in, and what fills it stands in a regular expression's literal.
#[test]
fn the_page_scripts_are_filled_in() {
    let catalogue = Catalogue::embedded().unwrap();
    for script in &PAGE_SCRIPTS {
        let text = source(script);
        // The chat button is put into pages by the background, which knows whose they are.
        assert_eq!(text.contains("__OWN_HOSTS__"), script.file != "placeholder.js");
        let filled = filled_in(&catalogue, &text);
        assert!(!filled.contains("_NAMES__") && !filled.contains("__OWN_HOSTS__") && !filled.contains("__POP_OUT_DOMAIN__"));
        assert_eq!(filled.contains(r"liveperson\.net"), script.file != "placeholder.js");
    }
    let guard = filled_in(&catalogue, &source(&PAGE_SCRIPTS[0]));
    assert!(guard.contains("lpvid") && guard.contains(r"\d+lpsmt") && guard.contains("lpsecurestorage"));
}
