//! What the core offers to this program: the only file here that knows its names, beside the audit, which speaks in them.

pub(crate) use askfirst::catalogue::Catalogue;

use anyhow::{Error, Result};
use askfirst::classify::{ItemClassifier, RequestClassifier, classify_line};
pub(crate) use askfirst::guard::{PAGE_SCRIPTS, PageScript, filled_in, joined};
use askfirst::rules::static_ruleset_json;

/// The names of the toolbar button's pictures.
#[cfg(test)]
pub(crate) const ICONS: [&str; 6] = {
    let [a, b, c, d, e, f] = askfirst::explain::Face::ALL;
    [a.name(), b.name(), c.name(), d.name(), e.name(), f.name()]
};

/// The catalogue that this program was compiled with.
pub(crate) fn catalogue() -> Result<Catalogue> {
    Ok(Catalogue::embedded()?)
}

/// Files of the extension that the core writes, each with its path in the extension.
pub(crate) fn generated_files(catalogue: &Catalogue) -> Result<Vec<(&'static str, String)>> {
    let rules = static_ruleset_json(catalogue).map_err(Error::msg)?;
    Ok(vec![("rules/liveperson.json", rules)])
}

/// Answers lines of `classify`; made once, used for every line.
pub(crate) struct Classifier<'c> {
    requests: RequestClassifier<'c>,
    items: ItemClassifier<'c>,
}

impl<'c> Classifier<'c> {
    /// Prepares the catalogue's filters and patterns.
    pub(crate) fn new(catalogue: &'c Catalogue) -> Result<Self> {
        Ok(Self { requests: RequestClassifier::new(catalogue), items: ItemClassifier::new(catalogue)? })
    }

    /// One JSON object, without a line end, for one line of input.
    pub(crate) fn line(&self, number: usize, line: &str) -> String {
        classify_line(&self.requests, &self.items, number, line)
    }

    /// The JSON object for a line that could not be read, like the core's for one it could not make out.
    pub(crate) fn error(number: usize, reason: &str) -> String {
        serde_json::json!({ "error": format!("line {number}: {reason}"), "line": number }).to_string()
    }
}
