//! Scripts that begin with many modules, made one file each: a worker that wakes and a popup that opens wait for one script, not
//! for one after the other. What is edited stays in single modules; this is what is shipped of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::small::made_small;
use super::wasm::MODULES;
use crate::setup::Tools;
use crate::workspace::Workspace;

/// The scripts that are made so.
const ENTRIES: [&str; 2] = ["background.js", "popup.js"];
/// How terser is called.
const TERSER: [&str; 6] = ["--module", "--ecma", "2022", "--compress", "passes=2", "--mangle"];

/// What is shipped, and what is in it and therefore not shipped beside it.
pub(super) struct Joined {
    pub(super) scripts: Vec<(PathBuf, Vec<u8>)>,
    pub(super) inside: BTreeSet<PathBuf>,
}

/// Joins and makes small what changed. The wasm modules are built before.
pub(super) fn build(workspace: &Workspace, tools: &Tools) -> Result<Joined> {
    let mut joined = Joined { scripts: Vec::new(), inside: BTreeSet::new() };
    for entry in ENTRIES {
        let mut joining = Joining { workspace, text: String::new(), seen: BTreeSet::new() };
        joining.add(Path::new(entry))?;
        let small = made_small(workspace, tools, "target/joined", entry, &joining.text, &TERSER)?;
        joined.scripts.push((PathBuf::from(entry), small.into_bytes()));
        joined.inside.extend(joining.seen);
    }
    Ok(joined)
}

/// A script while it is put together: each module once, after those that it imports.
struct Joining<'w> {
    workspace: &'w Workspace,
    text: String,
    seen: BTreeSet<PathBuf>,
}

impl Joining<'_> {
    fn add(&mut self, module: &Path) -> Result<()> {
        if !self.seen.insert(module.to_owned()) {
            return Ok(());
        }
        let source = self.workspace.read(&format!("extension/{}", module.display()))?;
        let mut body = String::new();
        for line in source.lines() {
            match Import::of(line).with_context(|| format!("extension/{}: `{line}`", module.display()))? {
                Some(import) => {
                    let from = within(module, import.from);
                    match MODULES.iter().find(|wasm| from == Path::new("wasm").join(wasm.files()[0].as_str())) {
                        Some(wasm) => {
                            let [script, core] = wasm.files();
                            let glue = fs::read_to_string(wasm.folder(self.workspace).join(&script))?;
                            self.text += &format!("const {} = {};\n", import.pattern()?, scoped(&glue, &core, &import)?);
                            self.seen.insert(from);
                        }
                        None => self.add(&from)?,
                    }
                }
                None => body += &format!("{}\n", line.strip_prefix("export ").unwrap_or(line)),
            }
        }
        self.text += &body;
        Ok(())
    }
}

/// One line that imports: `import init, { Background } from "./wasm/background.js";`.
struct Import<'l> {
    whole: Option<&'l str>,
    names: Vec<&'l str>,
    from: &'l str,
}

impl<'l> Import<'l> {
    fn of(line: &'l str) -> Result<Option<Self>> {
        let Some(rest) = line.strip_prefix("import ") else { return Ok(None) };
        let (what, from) = rest.rsplit_once(" from ").context("an import has to name what it imports, in one line")?;
        let from = from.trim_end_matches(';').trim_matches('"');
        ensure!(from.starts_with("./") || from.starts_with("../"), "only files of the extension can be imported");
        ensure!(!what.contains(" as ") && !what.contains('*'), "an import keeps the name: all modules share one scope");
        let (whole, names) = match what.split_once('{') {
            Some((whole, names)) => (whole.trim().trim_end_matches(',').trim_end(), names.trim_end_matches([' ', '}'])),
            None => (what, ""),
        };
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        Ok(Some(Self { whole: Some(whole).filter(|whole| !whole.is_empty()), names, from }))
    }

    /// As what the glue's scope gives is taken apart.
    fn pattern(&self) -> Result<String> {
        let whole = self.whole.context("the glue's own beginning is imported by a name")?;
        Ok(format!(
            "{{ {} }}",
            std::iter::once(format!("init: {whole}"))
                .chain(self.names.iter().map(|name| (*name).to_owned()))
                .collect::<Vec<_>>()
                .join(", ")
        ))
    }
}

/// The file that is meant from within a module.
fn within(module: &Path, from: &str) -> PathBuf {
    let mut path = module.parent().map(Path::to_owned).unwrap_or_default();
    for part in from.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path
}

/// wasm-bindgen's script in a scope of its own, which gives what is imported of it.
fn scoped(glue: &str, core: &str, import: &Import) -> Result<String> {
    const END: &str = "export { initSync, __wbg_init as default };";
    let place = format!("new URL('{core}', import.meta.url)");
    ensure!(glue.contains(END) && glue.contains(&place), "wasm-bindgen's script has another form than expected");
    let glue = glue.replace(END, "").replace(&place, &format!("new URL('wasm/{core}', import.meta.url)"));
    let body: Vec<&str> = glue.lines().map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    let given: Vec<&str> = std::iter::once("init: __wbg_init").chain(import.names.iter().copied()).collect();
    Ok(format!("(() => {{\n{}\nreturn {{ {} }};\n}})()", body.join("\n"), given.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_and_what_cannot_be_joined_is_refused() {
        let import = Import::of("import init, { A, B } from \"./wasm/x.js\";").unwrap().unwrap();
        assert_eq!((import.whole, import.names.as_slice(), import.from), (Some("init"), ["A", "B"].as_slice(), "./wasm/x.js"));
        assert_eq!(import.pattern().unwrap(), "{ init: init, A, B }");
        let import = Import::of("import { a } from \"../y.js\";").unwrap().unwrap();
        assert_eq!((import.whole, within(Path::new("laid-out/ask.js"), import.from)), (None, PathBuf::from("y.js")));
        assert!(Import::of("const a = import(\"./late.js\");").unwrap().is_none());
        for line in ["import { a as b } from \"./y.js\";", "import * as y from \"./y.js\";", "import { a } from \"elsewhere\";", "import {"]
        {
            assert!(Import::of(line).is_err(), "{line}");
        }
    }
}
