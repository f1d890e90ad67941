//! The shell's way to what becomes of cookies: those that arrive, those that were left.

use super::{Background, Refusal, choices};
use crate::cleanup::{Cookie, Occasion};
use crate::ledger::AttemptReport;
use crate::policy::Mode;
use serde::Deserialize;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

/// What an own page asks to be cleaned up.
#[derive(Deserialize)]
struct Wish {
    /// Allowed sites on which the visitor wants it too.
    #[serde(default)]
    confirm: Vec<String>,
}

#[wasm_bindgen]
impl Background {
    /// A cookie was set that may be LivePerson's: JSON of a `cookies.Cookie`, and when (milliseconds since 1970).
    ///
    /// # Errors
    /// When the browser refuses its cookies.
    pub async fn cookie_changed(&self, cookie: &str, time: f64) -> Result<(), JsValue> {
        let cookie: Cookie = serde_json::from_str(cookie).map_err(|error| JsValue::from_str(&error.to_string()))?;
        let place = self.janitor.place(&cookie);
        if let Some(arrival) = self.janitor.arrived(cookie, &self.choices.for_cookies()).await? {
            self.arrivals.add(arrival, place, time);
        }
        Ok(())
    }

    /// Whether there are cookies that no page is known for yet.
    #[must_use]
    pub fn has_unplaced_cookies(&self) -> bool {
        !self.arrivals.is_empty()
    }

    /// What arrived with pages that are known by now: JSON of a list of [`AttemptReport`]. The shell adds which document each
    /// tab shows, and gives them to [`Background::cookies_placed`]. `tab`: of which the browser told something just now.
    ///
    /// # Errors
    /// When the browser refuses its tabs.
    pub async fn place_cookies(&self, tab: Option<i32>) -> Result<String, JsValue> {
        let reports = self.arrivals.reports(tab.map(i64::from), js_sys::Date::now()).await?;
        serde_json::to_string(&reports).map_err(|error| JsValue::from_str(&error.to_string()))
    }

    /// Takes in one of these.
    pub fn cookies_placed(&self, report: &str) {
        if let Ok(report) = serde_json::from_str::<AttemptReport>(report) {
            // The cookie was judged by its own domain; in `Chat` every outcome can be.
            self.store.record_attempts(&report, self.items, Mode::Chat);
            self.show_face(report.tab);
            self.store.write();
        }
    }

    /// AskFirst was installed: what LivePerson left before is removed.
    ///
    /// # Errors
    /// When the browser refuses its cookies.
    pub async fn installed(&self) -> Result<(), JsValue> {
        self.janitor.clean_up(&self.choices.for_cookies(), &[], false).await.map(drop)
    }

    /// The browser was started: a session that it restored ends for LivePerson all the same.
    ///
    /// # Errors
    /// When the browser refuses its cookies.
    pub async fn browser_started(&self) -> Result<(), JsValue> {
        self.janitor.sweep(&self.choices.for_cookies(), Occasion::Start, BTreeSet::new()).await
    }

    /// Cleans up at the visitor's wish: JSON of [`Wish`] in, JSON of a [`CleanUp`] or `{"error":…}` out.
    ///
    /// [`CleanUp`]: crate::cleanup::CleanUp
    pub async fn clean_up(&self, wish: &str) -> String {
        let done = match serde_json::from_str::<Wish>(wish) {
            Ok(wish) => self.janitor.clean_up(&self.choices.for_cookies(), &wish.confirm, true).await.map_err(choices::said),
            Err(error) => Err(format!("not a clean-up: {error}")),
        };
        match done {
            Ok(result) => serde_json::to_string(&result),
            Err(error) => serde_json::to_string(&Refusal { error }),
        }
        .unwrap_or_default()
    }
}
