//! What the menus of the toolbar button and of pages show.

use super::{Background, Page};
use crate::ledger::{ShownPage, Visit};
use crate::policy::{Lasts, Mode};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The state of the menus' items.
#[derive(Serialize)]
struct Menus {
    /// Whether modes can be chosen here.
    chooses: bool,
    mode: Mode,
    lasts: Option<Lasts>,
    /// Whether a tag was held back here, so that a chat can be started.
    held: bool,
}

#[wasm_bindgen]
impl Background {
    /// What the menus are to show of a tab: JSON of [`Page`] in, JSON of [`Menus`] out.
    #[must_use]
    pub fn menus(&self, tab: i32, page: &str) -> String {
        let tab = i64::from(tab);
        let page = serde_json::from_str::<Page>(page).ok();
        let site = page.as_ref().and_then(|page| self.chosen_site(page).ok());
        let standing = site.as_ref().map(|site| self.choices.standing(tab, site));
        let mode = standing.as_ref().map_or(Mode::Ask, |standing| standing.mode);
        let menus = Menus {
            chooses: site.is_some(),
            mode,
            lasts: standing.and_then(|standing| standing.lasts),
            held: mode != Mode::Allow && page.is_some_and(|page| self.is_held(tab, &page.shown)),
        };
        serde_json::to_string(&menus).unwrap_or_default()
    }

    /// Whether a tab's pages tried anything.
    #[must_use]
    pub fn has_ledger(&self, tab: i32) -> bool {
        self.store.ledger().latest(i64::from(tab)).is_some()
    }

    /// Whether the menus may have to show something else for another tab.
    #[must_use]
    pub fn watches_menus(&self) -> bool {
        self.choices.modes().has_choices() || !self.store.ledger().is_empty()
    }
}

impl Background {
    /// Whether a tag was held back on the page that a tab shows.
    pub(super) fn is_held(&self, tab: i64, shown: &ShownPage) -> bool {
        self.store.ledger().visit(tab, shown).is_some_and(Visit::has_held_tag)
    }
}
