//! What pages report that they tried to keep.

use super::{Background, Refusal, chrome};
use crate::chat::ChatState;
use crate::classify::{is_own_site, is_pop_out};
use crate::ledger::AttemptReport;
use crate::policy::Mode;
use crate::site::{Site, Url};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What a reporting page is told: how it is treated.
#[derive(Serialize)]
struct Treatment {
    mode: Mode,
    /// Whether what a chat needs goes through from here on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ready: bool,
}

#[wasm_bindgen]
impl Background {
    /// Takes in what a frame reports: JSON of [`AttemptReport`] in, `{"mode":…}` of the tab's site or `{"error":…}` out. A
    /// page's word is not trusted: it adds to its own tab's ledger, within bounds, and nothing else. `private`: the browser's
    /// word on whether the tab is of a private window.
    ///
    /// Where the site is *Chat only*, the answer comes only after the rules that the chat needs in this tab were read back.
    pub async fn attempts(&self, report: &str, private: bool) -> String {
        let answer = match serde_json::from_str::<AttemptReport>(report) {
            Ok(report) => {
                let treatment = self.take_attempts(&report, private).await;
                self.take_chat(&report).await;
                serde_json::to_string(&treatment)
            }
            Err(error) => serde_json::to_string(&Refusal { error: format!("not a report: {error}") }),
        };
        answer.unwrap_or_default()
    }
}

impl Background {
    async fn take_attempts(&self, report: &AttemptReport, private: bool) -> Treatment {
        let site = report.page_address().and_then(Site::of_page);
        if site.as_ref().is_some_and(|site| is_own_site(self.catalogue, site.as_str())) {
            return Treatment { mode: Mode::Allow, ready: false };
        }
        // The choice that is just being made is the one that counts.
        self.choices.settled().await;
        if private {
            self.saw_private_tab(report.tab).await;
        }
        self.tidy().await;
        let mode = site.as_ref().map_or(Mode::Ask, |site| self.choices.mode_of(report.tab, site));
        // What no tab shows has no page to be told of.
        if report.tab >= 0 {
            self.store.record_attempts(report, self.items, mode);
            self.show_face(report.tab);
            self.store.write();
            // A tag in disguise is stopped in the page itself; of any other it says how it came to ask for it.
            let says_held = !report.tags.is_empty() || report.chat.is_some_and(|chat| chat.deployment.is_some());
            if mode == Mode::Ask && report.frame == 0 && says_held {
                self.offer_button(report.tab, report.document.as_deref());
            }
        }
        let ready = match site.filter(|site| mode == Mode::Chat && report.tab >= 0 && !is_pop_out(site.as_str())) {
            Some(site) => self.let_chat_through(report, &site).await,
            None => false,
        };
        Treatment { mode, ready }
    }

    /// A conversation that a page says is under way keeps a mode that ends meanwhile, in that page's tab.
    async fn take_chat(&self, report: &AttemptReport) {
        let state = report.chat.and_then(|chat| chat.state);
        let site = report.page_address().and_then(Site::of_page);
        if let (Some(state), Some(site)) = (state, site) {
            match state {
                ChatState::Open => self.conversation(report.tab, &site, true).await,
                ChatState::Held | ChatState::Starting | ChatState::Offered => {}
                _ => self.conversation(report.tab, &site, false).await,
            }
        }
    }

    async fn let_chat_through(&self, report: &AttemptReport, site: &Site) -> bool {
        let frame = report.url.as_deref().and_then(Url::parse).filter(Url::is_network).map(|url| url.host);
        match self.choices.add_chat_tab(report.tab, site, frame.as_deref()).await {
            Ok(()) => true,
            Err(error) => {
                chrome::report("a chat could not be let through", &JsValue::from_str(&error));
                false
            }
        }
    }
}
