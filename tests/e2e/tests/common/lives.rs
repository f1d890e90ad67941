//! One stand-in and one profile through several lives of the browser.

use std::path::Path;

use super::common::ready;
use askfirst_e2e::browser::{Chromium, ChromiumOptions};
use askfirst_e2e::standin::StandIn;
use tempfile::TempDir;

/// What stays while browsers come and go.
pub(crate) struct Lives {
    pub(crate) web: StandIn,
    profile: TempDir,
}

impl Lives {
    pub(crate) async fn new() -> Self {
        let profile = TempDir::with_prefix("askfirst-lives-").expect("a profile");
        Self { web: StandIn::start().await.expect("the stand-in"), profile }
    }

    /// A browser on the profile, with an extension or without.
    pub(crate) async fn begin(&self, extension: Option<&Path>) -> Chromium {
        let mut options = ChromiumOptions::new(self.web.port()).with_profile(self.profile.path());
        options.extension = extension.map(Path::to_owned);
        let browser = Chromium::launch(options).await.expect("Chromium");
        if extension.is_some() {
            ready(&browser).await;
        }
        browser
    }
}
