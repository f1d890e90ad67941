//! What the options page is told: all choices as they are now.

use super::Portable;
use crate::allowances::Choice;
use crate::policy::{Lasts, Mode};
use serde::{Deserialize, Serialize};

/// Everything that the options page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownSettings {
    /// How sites are treated for which nothing else was chosen.
    pub default_mode: Mode,
    /// Whether pages whose chat was held back have a button for it.
    pub button: bool,
    /// Sites on which it was dismissed, in order of name.
    pub hidden_on: Vec<String>,
    /// Sites with a choice of their own, in order of name.
    pub sites: Vec<ShownSite>,
    /// What the visitor has to be told beside, such as `choices-reset`.
    #[serde(default)]
    pub notices: Vec<String>,
}

/// A site with a choice of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownSite {
    /// Its name.
    pub site: String,
    /// How it is treated.
    pub mode: Mode,
    /// How long. Never [`Lasts::Tab`].
    pub lasts: Lasts,
    /// When that ends, where it is a time. Milliseconds since 1970; exact for the next hundred thousand years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
}

impl From<Portable> for ShownSettings {
    fn from(all: Portable) -> Self {
        Self {
            default_mode: all.default_mode,
            button: all.button,
            hidden_on: all.hidden_on.into_iter().collect(),
            sites: all.sites.into_iter().map(|(site, choice)| ShownSite::new(site, choice)).collect(),
            notices: Vec::new(),
        }
    }
}

impl ShownSite {
    fn new(site: String, choice: Choice) -> Self {
        Self { site, mode: choice.mode, lasts: choice.span.lasts(), until: choice.span.until().map(|end| end as f64) }
    }
}
