//! A check of the JavaScript that wasm-bindgen writes around a module: no code may be made at run time.
//!
//! The extension's content security policy forbids it, and the reviewers of add-ons look for it. js-sys brings it in
//! by functions such as `Function::new_no_args`; that one of them is used is seen only here.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The ways to make code from text, as wasm-bindgen would write them.
const FORBIDDEN: [&str; 4] = ["new Function", "eval(", " Function(", "=Function("];

/// An error when the script makes code at run time.
pub(super) fn check(script: &Path) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    if let Some((number, line)) = offence(&text) {
        bail!(
            "{}:{number} makes code at run time: `{}`\nsome js-sys function does that (such as Function::new_no_args): \
             find its use in src/web/ and do without it",
            script.display(),
            line.trim()
        );
    }
    Ok(())
}

/// The first line that makes code from text, with its number.
fn offence(text: &str) -> Option<(usize, &str)> {
    let mut lines = (1..).zip(text.lines());
    lines.find(|(_, line)| FORBIDDEN.iter().any(|forbidden| line.contains(forbidden)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_code_is_found_and_its_mention_is_not() {
        assert_eq!(offence("a\n  const ret = new Function(getStringFromWasm0(arg0, arg1));\n").unwrap().0, 2);
        assert_eq!(offence("return eval(text);").unwrap().0, 1);
        // This is how the glue describes a value in an error message.
        assert_eq!(offence("if (typeof val == 'function') { return `Function(${name})`; }"), None);
    }
}
