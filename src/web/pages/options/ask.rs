//! What the options page asks the background.

use crate::policy::{Lasts, Mode};
use crate::settings::{Problem, ShownSettings};
use crate::web::page::ask::{LONG_PATIENCE, Trouble, ask_for};
use serde::{Deserialize, Serialize};

/// What is wanted. All but the file is answered with everything as it is then.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum Wish {
    /// Nothing but to know.
    Settings,
    /// Another mode for every site without a choice of its own.
    SetDefault { mode: Mode },
    /// A choice for a site; with an end where a removed one is put back.
    SetSite {
        site: String,
        mode: Mode,
        lasts: Lasts,
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<f64>,
    },
    /// A site is to be treated as all others.
    ForgetSite { site: String },
    /// Whether pages have a chat button at all.
    SetButton { shown: bool },
    /// Whether pages of one site have.
    SetButtonOn { site: String, shown: bool },
    /// All settings as the text of a file.
    Export,
    /// A file's settings in the place of all of these.
    Import { text: String },
    /// Everything as AskFirst comes.
    Reset,
}

#[derive(Deserialize)]
struct File {
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Imported {
    Refused { problem: Problem },
    Done(ShownSettings),
}

/// Everything as it is, after the wish was done.
pub(super) async fn settings(wish: &Wish) -> Result<ShownSettings, Trouble> {
    ask_for(wish, LONG_PATIENCE).await
}

/// The text of a file with all settings.
pub(super) async fn export() -> Result<String, Trouble> {
    ask_for::<File>(&Wish::Export, LONG_PATIENCE).await.map(|file| file.text)
}

/// Everything as it is after a file was taken over, or what is wrong with the file.
pub(super) async fn import(text: String) -> Result<Result<ShownSettings, Problem>, Trouble> {
    Ok(match ask_for(&Wish::Import { text }, LONG_PATIENCE).await? {
        Imported::Refused { problem } => Err(problem),
        Imported::Done(settings) => Ok(settings),
    })
}
