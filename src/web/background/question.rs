//! What the extension's own pages ask, and what the shell adds to it.

use crate::ledger::ShownPage;
use crate::policy::{Lasts, Mode};
use crate::site::Site;
use serde::{Deserialize, Serialize};

/// What the popup asks.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum Question {
    View {
        tab: i64,
    },
    SetMode {
        tab: i64,
        mode: Mode,
        #[serde(default)]
        lasts: Lasts,
    },
    RestoreButton {
        tab: i64,
    },
    StartChat {
        tab: i64,
    },
}

/// What the shell found out about the tab that is asked about.
#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(flatten)]
    pub(super) shown: ShownPage,
    /// Whether extensions may run there.
    pub(super) runs: bool,
    /// Whether it is in a private window, in the browser's word (`tabs.Tab.incognito`): one background serves both kinds.
    #[serde(default)]
    pub(super) private: bool,
    /// Whether the visitor lets AskFirst see sites at all.
    #[serde(default = "is_so")]
    pub(super) access: bool,
}

/// Where the shell does not say.
const fn is_so() -> bool {
    true
}

impl Page {
    pub(super) fn site(&self) -> Option<Site> {
        self.url.as_deref().and_then(Site::of_page)
    }
}

#[derive(Serialize)]
pub(super) struct Refusal {
    pub(super) error: String,
}
