//! The languages: `cargo xtask locales` tells a translator what is missing or wrong.
//!
//! English (extension/_locales/en) is the source: it has for each message the text, what it is for, and its placeholders. A
//! translation has the keys and texts only; each counted message has the forms of its language. The build puts the two together.

mod check;
mod file;
mod language;
mod ship;

use std::fs;
use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use file::Messages;
use language::{ENGLISH, LANGUAGES, Language};
pub(crate) use ship::files;

use crate::workspace::Workspace;

/// Writes what is missing or wrong in one language or in all; success when nothing is.
pub(crate) fn run(workspace: &Workspace, arguments: &[&str]) -> Result<ExitCode> {
    let tidies = arguments.contains(&"--tidy");
    let names: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "--tidy").collect();
    let chosen: Vec<Language> = translated().filter(|language| names.first().is_none_or(|name| language.name == *name)).collect();
    if names.len() > 1 || chosen.is_empty() {
        let known: Vec<&str> = translated().map(|language| language.name).collect();
        bail!("`cargo xtask locales` takes one language ({}) and --tidy, not `{}`", known.join(", "), arguments.join(" "));
    }
    let english = Messages::of(workspace, &ENGLISH)?;
    let mut is_complete = true;
    for language in chosen {
        if tidies {
            tidy(workspace, &english, &language)?;
        }
        let faults = check::faults(&english, &language, &Messages::of(workspace, &language)?);
        is_complete &= faults.is_empty();
        let number = if faults.is_empty() { "complete".to_owned() } else { format!("{} to do", faults.len()) };
        let lines = faults.iter().map(|fault| format!("  {fault}\n"));
        // `head` and others that have read enough close their end.
        drop(write!(std::io::stdout(), "{}: {number}\n{}", language.name, lines.collect::<String>()));
    }
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every language but English.
fn translated() -> impl Iterator<Item = Language> {
    LANGUAGES.into_iter().filter(|language| *language != ENGLISH)
}

/// Writes a language's messages again: in English's order, without those that nobody wants, with the texts only.
fn tidy(workspace: &Workspace, english: &Messages, language: &Language) -> Result<()> {
    let messages = Messages::of(workspace, language)?;
    if messages.order.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for (key, _) in english.keys_for(language) {
        if messages.entries.contains_key(&key) {
            let text = serde_json::to_string(messages.text(&key)).context("cannot write a message")?;
            lines.push(format!("  \"{key}\": {{ \"message\": {text} }}"));
        }
    }
    let path = workspace.path(&file::path(language.name));
    fs::write(&path, format!("{{\n{}\n}}\n", lines.join(",\n"))).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests;
