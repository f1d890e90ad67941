//! What pages report that they tried to keep.

use super::{Background, Refusal};
use crate::classify::is_own_host;
use crate::ledger::AttemptReport;
use crate::policy::Mode;
use crate::site::Site;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What a reporting page is told: how it is treated.
#[derive(Serialize)]
struct Treatment {
    mode: Mode,
}

#[wasm_bindgen]
impl Background {
    /// Takes in what a frame reports: JSON of [`AttemptReport`] in, `{"mode":…}` of the tab's site or `{"error":…}` out. A
    /// page's word is not trusted: it adds to its own tab's ledger, within bounds, and nothing else.
    #[must_use]
    pub fn attempts(&self, report: &str) -> String {
        let answer = match serde_json::from_str::<AttemptReport>(report) {
            Ok(report) => serde_json::to_string(&Treatment { mode: self.take_attempts(&report) }),
            Err(error) => serde_json::to_string(&Refusal { error: format!("not a report: {error}") }),
        };
        answer.unwrap_or_default()
    }
}

impl Background {
    fn take_attempts(&self, report: &AttemptReport) -> Mode {
        let site = report.page_address().and_then(Site::of_page);
        if site.as_ref().is_some_and(|site| is_own_host(self.catalogue, site.as_str())) {
            return Mode::Allow;
        }
        let mode = site.map_or(Mode::Ask, |site| self.choices.mode_of(&site));
        // What no tab shows has no page to be told of.
        if report.tab >= 0 {
            self.store.record_attempts(report, self.items, mode);
            self.show_count(report.tab);
            self.store.write();
            // A tag in disguise is stopped in the page itself.
            if report.frame == 0 && mode == Mode::Ask && !report.tags.is_empty() {
                self.offer_button(report.tab, report.document.as_deref());
            }
        }
        mode
    }
}
